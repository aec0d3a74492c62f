#include "integrations/mail/mail.h"

#include "integrations/base64.h"
#include "integrations/mail/message.h"
#include "tests/services/page_context.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace mail_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

mail::Pager letter() {
  return mail::Pager(pager("mail", {{"to", "oncall@example.com, bo@example.com"},
                                    {"from", "tocsin@example.com"},
                                    {"server", "smtp.example.com:587"}}));
}

std::string head_of(const net::HttpRequest& request) {
  return request.body.substr(0, request.body.find("\r\n\r\n") + 2);
}

std::string text_of(const net::HttpRequest& request) {
  std::string encoded = request.body.substr(request.body.find("\r\n\r\n") + 4);
  std::erase_if(encoded, [](char letter) { return letter == '\r' || letter == '\n'; });
  return decode_base64(encoded).value_or("no base64");
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

net::HttpResponse smtp(int status, std::string words) { return answer(status, std::move(words)); }

std::vector<Answered> answers() {
  return {
      {"taken", smtp(250, "2.0.0 OK"), "done"},
      {"not now", smtp(451, "4.7.1 Greylisted"), "wait 30000"},
      {"going down", smtp(421, "4.3.2 shutting down"), "wait 30000"},
      {"nobody of that name",
       smtp(550, "5.1.1 No such user\r\nHUSHED\x1b[2J" + std::string(300, 'x')),
       "refused [pagers.duty] smtp_550: The mail was refused: check `to` of [pagers.duty] and "
       "`from` of [mail]. (the mail server answers 550: 5.1.1 No such user  " +
           std::string("HUSHED [2J") + std::string(167, 'x') + "…) [page refused]"},
      {"not let in", smtp(535, "5.7.8 Authentication credentials invalid"),
       "refused [pagers.duty] smtp_535: The mail server does not let us in: check `user` and "
       "`password` of [mail]. (the mail server answers 535: 5.7.8 Authentication credentials "
       "invalid) [page refused]"},
      {"no answer", lost(), "unknown"},
      {"not sent", never_sent(), "wait 0"},
  };
}

}  // namespace

TEST_CASE("a page is a mail to each of them, with the incident's facts") {
  const net::HttpRequest request = letter().request(page_context()).request;
  CHECK(request.method == "SEND");
  CHECK(request.url == "smtp://smtp.example.com:587");
  CHECK(request.headers == std::vector<net::Header>{{"From", "tocsin@example.com"},
                                                    {"To", "oncall@example.com"},
                                                    {"To", "bo@example.com"}});
  CHECK(head_of(request) ==
        "From: Tocsin <tocsin@example.com>\r\n"
        "To: oncall@example.com,\r\n bo@example.com\r\n"
        "Subject: INC-7 (sev1) Checkout is down: cards are declined\r\n"
        "Date: Thu, 26 Nov 2026 10:00:00 +0000\r\n"
        "Message-ID: <INC-7-P1.1795687190000@example.com>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n");
  CHECK(has(text_of(request), "Impact: Nobody can pay\r\n"));
  CHECK(has(text_of(request), "https://slack.example/app_redirect?channel=C1\r\n"));
}

TEST_CASE("later mails of a page answer its first one, and a repetition has the same ID") {
  const std::string first = "<INC-7-P1.1795687190000@example.com>";
  for (const auto& [call, word, subject] :
       {std::tuple(PagerCall::acknowledge, "acknowledge", "Subject: Acknowledged: INC-7"),
        std::tuple(PagerCall::resolve, "resolve", "Subject: Over: INC-7")}) {
    DeliveryContext context = page_context(call);
    context.incident->title = "Down";  // a subject that stands on one line
    const std::string head = head_of(letter().request(context).request);
    CHECK(has(head, "Message-ID: <INC-7-P1.1795687190000." + std::string(word) + "@example.com>"));
    CHECK(has(head, "In-Reply-To: " + first + "\r\nReferences: " + first + "\r\n"));
    CHECK(has(head, subject));
  }
  DeliveryContext later = page_context();
  later.now += std::chrono::minutes(5);
  CHECK(has(head_of(letter().request(later).request), "Message-ID: " + first));
}

TEST_CASE("a mail has only short lines of plain letters, whatever the incident is called") {
  DeliveryContext context = page_context();
  context.incident->title = "Ärger\r\nBcc: everybody@example.com\r\n.\r\nQUIT \xff\xfe";
  for (int i = 0; i < 200; ++i) context.incident->title += " größer";
  context.incident->impact = ".\n..\nFrom here\n";
  const net::HttpRequest request = letter().request(context).request;
  std::size_t begin = 0;
  while (begin < request.body.size()) {
    const std::size_t end = request.body.find("\r\n", begin);
    REQUIRE(end != std::string::npos);
    const std::string line = request.body.substr(begin, end - begin);
    CHECK(line.size() <= 78);
    CHECK(line != ".");
    CHECK(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; }));
    CHECK_FALSE(line.starts_with("Bcc"));
    begin = end + 2;
  }
  CHECK(has(head_of(request), "Subject: =?UTF-8?B?"));
  CHECK(has(text_of(request), "größer"));
}

TEST_CASE("a subject is encoded in words that each are whole letters") {
  CHECK(mail::encoded_words("plain") == "plain");
  CHECK(mail::encoded_words("Ärger") == "=?UTF-8?B?w4RyZ2Vy?=");
  CHECK(mail::encoded_words("=?looks?=") == "=?UTF-8?B?PT9sb29rcz89?=");
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  std::string decoded;
  std::string words = mail::encoded_words(umlauts);
  while (!words.empty()) {
    const std::size_t end = words.find("?=");
    const std::size_t begin = words.find("=?UTF-8?B?") + 10;
    const auto part = decode_base64(words.substr(begin, end - begin));
    REQUIRE(part);
    CHECK(part->size() % 2 == 0);  // no letter is cut
    decoded += *part;
    words.erase(0, end + 2);
  }
  CHECK(decoded == umlauts);
}

TEST_CASE("of a private incident a mail tells its number; a drill is said to be one") {
  const net::HttpRequest request = letter().request(private_context()).request;
  CHECK(has(head_of(request), "Subject: INC-7: private incident\r\n"));
  for (const char* told : {"Checkout", "cards", "pay ", "@ana", "payments", "slack.example"}) {
    CHECK_MESSAGE(!has(text_of(request), told), told);
  }
  const net::HttpRequest drill = letter().request(drill_context()).request;
  CHECK(has(text_of(drill), "DRILL, not real: INC-7"));
}

TEST_CASE("each answer of a mail server is understood") {
  check_answers(letter(), page_context(), answers());
}

}  // namespace mail_test
