// Mail against Debian's aiosmtpd, and against servers that are ruder than it can be.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "bot/net/mail.h"
#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

namespace mail_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

// Debian's Python, which has Debian's packages.
constexpr const char* k_python = "/usr/bin/python3";

bool has_server() {
  if (std::system("/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null") == 0) return true;
  MESSAGE("skipped: there is no python3-aiosmtpd");
  return false;
}

// Ends with this object, because its input ends.
class SmtpServer {
 public:
  explicit SmtpServer(bool is_strict = false) {
    std::vector<std::string> words{k_python, source_path("tests/net/smtp_server.py"),
                                   folder_.path().string()};
    if (is_strict) {
      make_certificate();
      words.insert(words.end(), {certificate(), folder_.file("key.pem")});
    }
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    REQUIRE(pipe(input.data()) == 0);
    REQUIRE(pipe(output.data()) == 0);
    child_ = fork();
    if (child_ == 0) {
      dup2(input[0], 0);
      dup2(output[1], 1);
      for (const int end : {input[0], input[1], output[0], output[1]}) close(end);
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      execv(k_python, arguments.data());
      _exit(99);
    }
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    std::string line;
    for (char letter = 0; read(output[0], &letter, 1) == 1 && letter != '\n';) line += letter;
    close(output[0]);
    REQUIRE_MESSAGE(!line.empty(), "the mail server does not start");
    port_ = static_cast<std::uint16_t>(std::stoi(line));
  }
  ~SmtpServer() {
    close(input_);
    waitpid(child_, nullptr, 0);
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string certificate() const { return folder_.file("certificate.pem"); }
  // Empty: there is no such mail.
  std::string mail(int number) const {
    return tocsin::file_content(folder_.file("mail-" + std::to_string(number)));
  }

 private:
  void make_certificate() const {
    const std::string command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "
        "subjectAltName=DNS:localhost -keyout " +
        folder_.file("key.pem") + " -out " + certificate() + " 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
  }

  tocsin::TemporaryFolder folder_;
  pid_t child_ = -1;
  int input_ = -1;
  std::uint16_t port_ = 0;
};

HttpRequest letter(const std::string& to) {
  return {"SEND",
          "smtp://mx",
          {{"From", "tocsin@example.com"}, {"To", to}},
          "From: Tocsin <tocsin@example.com>\r\nTo: " + to +
              "\r\nSubject: INC-7\r\nDate: Thu, 26 Nov 2026 10:00:00 +0000\r\nMessage-ID: "
              "<INC-7-P1.1@example.com>\r\n\r\n.\r\nSecond line\r\n"};
}

MailOptions plain(std::uint16_t port) {
  MailOptions options;
  options.host = "127.0.0.1";
  options.port = port;
  options.is_encrypted = false;
  return options;
}

MailOptions encrypted(const SmtpServer& server) {
  MailOptions options;
  options.host = "localhost";
  options.port = server.port();
  options.user = "tocsin";
  options.password = "its-password";
  options.ssl_cert_file = server.certificate();
  return options;
}

HttpResponse send(const MailOptions& options, HttpRequest request) {
  Loop loop;
  MailClient client(loop, options);
  std::optional<HttpResponse> answer;
  client.send(std::move(request), [&](HttpResponse response) { answer = std::move(response); });
  REQUIRE(run_until(loop, [&] { return answer.has_value(); }));
  return *answer;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Speaks SMTP up to the mail itself, and then does what the test wants.
RawServer::Script up_to_the_mail(std::string at_its_end) {
  return [at_its_end = std::move(at_its_end)](RawPeer& peer) {
    peer.send("220 mx.example.com ESMTP\r\n");
    for (const char* answer :
         {"250 mx.example.com\r\n", "250 OK\r\n", "250 OK\r\n", "354 Go\r\n"}) {
      if (peer.receive_until("\r\n").empty()) return;
      peer.send(answer);
    }
    peer.receive_until("\r\n.\r\n");
    if (at_its_end.empty()) return;
    peer.send(at_its_end);
    peer.receive_until("\r\n");
  };
}

}  // namespace

TEST_CASE("a mail arrives as it was written, dots and all") {
  if (!has_server()) return;
  const SmtpServer server;
  const HttpResponse answer = send(plain(server.port()), letter("ana@example.com"));
  CHECK(answer.transport == Transport::answered);
  CHECK(answer.status == 250);
  const std::string mail = server.mail(1);
  CHECK(mail.starts_with("plain - tocsin@example.com ana@example.com\n"));
  CHECK(has(mail, "Message-ID: <INC-7-P1.1@example.com>\r\n"));
  CHECK(has(mail, "Date: Thu, 26 Nov 2026 10:00:00 +0000\r\n"));
  CHECK(has(mail, "From: Tocsin <tocsin@example.com>\r\n"));
  CHECK(mail.ends_with("\r\n\r\n.\r\nSecond line\r\n"));
}

TEST_CASE("a mail goes by STARTTLS and after a login where the server wants both") {
  if (!has_server()) return;
  const SmtpServer server(true);
  const HttpResponse answer = send(encrypted(server), letter("ana@example.com"));
  CHECK_MESSAGE(answer.status == 250, answer.trouble);
  CHECK(server.mail(1).starts_with("tls tocsin tocsin@example.com ana@example.com\n"));
}

TEST_CASE("no mail and no password leave for a server whose certificate is not trusted") {
  if (!has_server()) return;
  const SmtpServer server(true);
  const SmtpServer other(true);
  MailOptions options = encrypted(server);
  options.ssl_cert_file = other.certificate();
  const HttpResponse answer = send(options, letter("ana@example.com"));
  CHECK(answer.transport == Transport::never_sent);
  CHECK(has(answer.trouble, "is its certificate trusted"));
  CHECK(server.mail(1).empty());
}

TEST_CASE("no mail leaves in the open when the server does not offer STARTTLS") {
  if (!has_server()) return;
  const SmtpServer server;
  MailOptions options = plain(server.port());
  options.is_encrypted = true;
  const HttpResponse answer = send(options, letter("ana@example.com"));
  CHECK(answer.transport == Transport::never_sent);
  CHECK(has(answer.trouble, "STARTTLS"));
  CHECK(server.mail(1).empty());
}

TEST_CASE("a wrong password is the server's own refusal") {
  if (!has_server()) return;
  const SmtpServer server(true);
  MailOptions options = encrypted(server);
  options.password = "another";
  const HttpResponse answer = send(options, letter("ana@example.com"));
  CHECK(answer.transport == Transport::answered);
  CHECK((answer.status == 535 || answer.status == 530));
  CHECK_FALSE(has(answer.body + answer.trouble, "another"));
  CHECK(server.mail(1).empty());
}

TEST_CASE("a recipient whom the server does not know, or not now, is answered with its code") {
  if (!has_server()) return;
  const SmtpServer server;
  const HttpResponse never = send(plain(server.port()), letter("nobody@example.com"));
  CHECK(never.transport == Transport::answered);
  CHECK(never.status == 550);
  CHECK(has(never.body, "No such user"));
  const HttpResponse later = send(plain(server.port()), letter("later@example.com"));
  CHECK(later.transport == Transport::answered);
  CHECK(later.status == 451);
  CHECK(server.mail(1).empty());
}

TEST_CASE("one recipient who is refused does not keep the mail from the others") {
  if (!has_server()) return;
  const SmtpServer server;
  HttpRequest request = letter("nobody@example.com");
  request.headers.push_back({"To", "ana@example.com"});
  CHECK(send(plain(server.port()), request).status == 250);
  CHECK(server.mail(1).starts_with("plain - tocsin@example.com ana@example.com\n"));
}

TEST_CASE("a mail to a server that is not there was never sent") {
  const HttpResponse answer = send(plain(closed_port()), letter("ana@example.com"));
  CHECK(answer.transport == Transport::never_sent);
  CHECK_FALSE(answer.trouble.empty());
}

TEST_CASE("a server that closes before the mail has not got it") {
  RawServer server([](RawPeer& peer) {
    peer.send("220 mx.example.com ESMTP\r\n");
    peer.receive_until("\r\n");
  });
  CHECK(send(plain(server.port()), letter("ana@example.com")).transport == Transport::never_sent);
}

TEST_CASE("a server that closes behind the mail may have it") {
  RawServer server(up_to_the_mail(""));
  CHECK(send(plain(server.port()), letter("ana@example.com")).transport == Transport::lost);
}

TEST_CASE("what a server answers behind the mail is the answer") {
  RawServer full(up_to_the_mail("452 4.3.1 Full\r\n"));
  CHECK(send(plain(full.port()), letter("ana@example.com")).status == 452);
  RawServer refusing(up_to_the_mail("554 5.7.1 Looks like spam\r\n"));
  const HttpResponse answer = send(plain(refusing.port()), letter("ana@example.com"));
  CHECK(answer.status == 554);
  CHECK(has(answer.body, "Looks like spam"));
}

TEST_CASE("what is more than may wait was never sent, and what waits is dropped at the end") {
  RawServer server([](RawPeer& peer) { peer.receive_to_end(); });  // says nothing
  Loop loop;
  MailOptions options = plain(server.port());
  options.most_waiting = 0;
  options.patience = 1s;
  MailClient client(loop, options);
  std::optional<HttpResponse> answer;
  client.send(letter("ana@example.com"),
              [&](HttpResponse response) { answer = std::move(response); });
  REQUIRE(run_until(loop, [&] { return answer.has_value(); }));
  CHECK(answer->transport == Transport::never_sent);
  CHECK(has(answer->trouble, "too many"));
  CHECK(server.connections() == 0);
}

TEST_CASE("a server that says nothing is waited for only so long") {
  RawServer server([](RawPeer& peer) { peer.receive_to_end(); });
  MailOptions options = plain(server.port());
  options.patience = 1s;
  CHECK(send(options, letter("ana@example.com")).transport == Transport::never_sent);
}

TEST_CASE("the end of the client waits for no server that says nothing") {
  std::promise<void> is_ended;
  const std::shared_future<void> until_ended = is_ended.get_future().share();
  std::atomic<bool> is_still_there = false;
  bool was_answered = false;
  {
    RawServer server([&](RawPeer& peer) {
      until_ended.wait();
      // Had the end been waited for, nobody would be there any more.
      peer.send("220 mx.example.com ESMTP\r\n");
      is_still_there = has(peer.receive_until("\r\n"), "EHLO");
    });
    {
      Loop loop;
      MailClient client(loop, plain(server.port()));
      client.send(letter("ana@example.com"), [&](const HttpResponse&) { was_answered = true; });
      REQUIRE(run_until(loop, [&] { return server.connections() == 1; }));
    }
    is_ended.set_value();
  }
  CHECK(is_still_there);
  CHECK_FALSE(was_answered);
}
}  // namespace mail_test
