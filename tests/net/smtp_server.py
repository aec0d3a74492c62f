"""A real mail server on loopback for the mail_test.cpp of net/ and e2e/.

Usage: smtp_server.py FOLDER [CERTIFICATE KEY]. Prints its port, keeps each mail in FOLDER, ends with its input. With a
certificate it wants STARTTLS and a login (tocsin, its-password). "nobody@" is refused for good, "later@" for now.
With STAYS in the environment it says its port and its mails as errors, and ends with a signal.
"""

import os
import signal
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such user"
        if address.startswith("later@"):
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = os.path.join(self.folder, f"mail-{self.count}")
        with open(name, "wb") as file:
            how = f"{'tls' if session.ssl else 'plain'} {session.auth_data or '-'}"
            file.write(f"{how} {envelope.mail_from} {','.join(envelope.rcpt_tos)}\n".encode())
            file.write(envelope.original_content)
        if "STAYS" in os.environ:
            print(f"kept {name}", file=sys.stderr, flush=True)
        return "250 2.0.0 Kept"


def let_in(server, session, envelope, mechanism, data):
    if data.login == b"tocsin" and data.password == b"its-password":
        return AuthResult(success=True, auth_data="tocsin")
    return AuthResult(success=False, handled=False)


settings = {}
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    settings = {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": let_in,
    }
with socket.socket() as free:  # the controller wants to know its port beforehand
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
controller = Controller(Keeper(sys.argv[1]), hostname="127.0.0.1", port=port, **settings)
controller.start()
if "STAYS" in os.environ:
    print(f"port {port}.", file=sys.stderr, flush=True)
    signal.pause()
print(port, flush=True)
sys.stdin.read()
controller.stop()
