// Pages by mail, with the real program and the mail server that Debian has; and one that says
// nothing.

#include "integrations/base64.h"
#include "tests/e2e/findings.h"
#include "tests/e2e/local_server.h"
#include "tests/e2e/night.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <string>

namespace tocsin::e2e::mail_test {

namespace {

constexpr const char* k_python = "/usr/bin/python3";

std::string with_mail(const std::string& delivery, const std::string& port) {
  return delivery +
         "[teams.payments]\nsteps = [ { targets = [\"pager:letter\"], wait = \"20s\" } ]\n"
         "[pagers.letter]\nkind = \"mail\"\nto = \"oncall@example.com\"\n"
         "[mail]\nserver = \"127.0.0.1:" +
         port + "\"\nsecurity = \"none\"\nfrom = \"tocsin@example.com\"\n";
}

// What a mail says, which is sent in lines of base64 behind its head.
std::string words_of(const std::string& mail) {
  const std::size_t head = mail.find("\r\n\r\n");
  REQUIRE(head != std::string::npos);
  std::string code;
  for (const char letter : mail.substr(head)) {
    if (letter != '\r' && letter != '\n') code += letter;
  }
  return decode_base64(code).value_or("");
}

class MailServer {
 public:
  MailServer()
      : process_({source_path("tests/net/smtp_server.py"), folder_.path().string()},
                 {{"STAYS", "1"}}, folder_.path(), k_python) {
    REQUIRE_MESSAGE(process_.says("port "), process_.said());
    REQUIRE(process_.says("."));
    const std::string said = process_.said();
    const std::size_t at = said.find("port ") + 5;
    port_ = said.substr(at, said.find('.', at) - at);
  }
  const std::string& port() const { return port_; }
  // Waits for it.
  std::string mail(int number) const {
    const std::string name = folder_.file("mail-" + std::to_string(number));
    REQUIRE_MESSAGE(process_.says("kept " + name), process_.said());
    return file_content(name);
  }
  bool has_kept(int number) const {
    return contains(process_.said(), "mail-" + std::to_string(number));
  }

 private:
  TemporaryFolder folder_;
  BotProcess process_;
  std::string port_;
};

}  // namespace

TEST_CASE("A page by mail arrives at a real mail server once, and so do its answer and its end") {
  if (std::system("/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null") != 0) {
    MESSAGE("skipped: there is no python3-aiosmtpd");
    return;
  }
  const MailServer server;
  Night night(with_mail(k_short_waits, server.port()));
  night.type("escalate payments no money comes in");
  const std::string page = server.mail(1);
  CHECK(contains(page, "plain - tocsin@example.com oncall@example.com\n"));
  CHECK(contains(page, "Message-ID: "));
  CHECK(contains(words_of(page), "Reason: no money comes in"));
  night.type("escalate payments and refunds");
  night.type("ack P1");
  CHECK(contains(server.mail(2), "In-Reply-To: "));
  night.type("close resolved now");
  CHECK(contains(server.mail(3), "In-Reply-To: "));
  stop(*night.bot);
  CHECK_FALSE(server.has_kept(4));
}

TEST_CASE("SIGTERM ends the bot although the mail server says nothing") {
  const LocalServer silent({.answer = [](const net::HttpRequest&) { return text_answer(200, ""); },
                            .is_act = [](const net::HttpRequest&) { return true; }});
  const std::string port = silent.url().substr(silent.url().rfind(':') + 1);
  Night night(with_mail("[delivery]\ntimeout_ms = 20000\ngrace_ms = 20001\n", port));
  CHECK(night.stage.slack().eventually(
      [&](sandbox::Server&) { return unsettled_deliveries(night.stage.database()) == 0; }));
  night.type("escalate payments");
  CHECK(night.stage.slack().eventually(
      [&](sandbox::Server&) { return unsettled_deliveries(night.stage.database()) == 1; }));
  night.bot->send_signal(SIGTERM);
  // The bot's own limit is 5 s; the server would be waited for 15 s more.
  const auto status = night.bot->wait(std::chrono::milliseconds{12'000});
  REQUIRE(status);
  CHECK(*status == 0);
  CHECK(unsettled_deliveries(night.stage.database()) == 1);  // the next start sends it
}

}  // namespace tocsin::e2e::mail_test
