#include "integrations/mail/mail.h"

#include "integrations/mail/message.h"
#include "integrations/paging.h"

#include <fmt/core.h>

#include <chrono>
#include <utility>

namespace tocsin::mail {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_until_again = 30s;  // a page in a greylist shall not wait longer than that

std::string_view said_of(PagerCall call) {
  switch (call) {
    case PagerCall::trigger:
      return "";
    case PagerCall::acknowledge:
      return "Acknowledged: ";
    case PagerCall::resolve:
      return "Over: ";
  }
  return "";
}

// One line of what the server said. It is not ours: long texts and control characters are cut.
std::string words_of(const net::HttpResponse& answer) {
  std::string words;
  for (const char letter : answer.body) words += letter >= ' ' && letter != 0x7f ? letter : ' ';
  while (words.ends_with(' ')) words.pop_back();
  return paging::shortened(words, 200);
}

}  // namespace

Pager::Pager(const Service& service)
    : name_(service.name),
      from_(service.value("from")),
      to_(service.value("to")),
      server_(service.value("server")),
      manners_(rest::manners_of(service, "password", "to", nullptr)) {}

Prepared Pager::request(const DeliveryContext& context) const {
  const PagerCall call = paging::call_of(context).call;
  const paging::PageText text = paging::page_text(context);
  const Page* page = find(*context.incident, paging::call_of(context).page);
  // Of another record with the same numbers, too, no two mails have the same id.
  const std::string since = page != nullptr ? std::to_string(to_stored(page->opened_at)) : "0";
  const std::string domain = from_.substr(from_.find('@') + 1);
  const std::string first = fmt::format("<{}.{}@{}>", text.key, since, domain);
  Message message;
  message.from = from_;
  message.to = addresses_in(to_);
  message.subject = std::string(said_of(call)) + text.headline;
  message.date = context.now;
  message.id = first;
  message.text = paging::plain_text(text);
  if (call == PagerCall::trigger) {
    message.text += "\nAcknowledge it in Slack: nobody can by answering this mail.\n";
  } else {
    message.id = fmt::format("<{}.{}.{}@{}>", text.key, since, name_of(call), domain);
    message.answers_to = first;
    message.text = call == PagerCall::acknowledge
                       ? "Somebody acknowledged it: nothing is left to do.\n\n" + message.text
                       : "It is over: nothing is left to do.\n\n" + message.text;
  }
  net::HttpRequest request{"SEND", "smtp://" + server_, {{"From", from_}}, print(message)};
  for (const std::string& address : message.to) request.headers.push_back({"To", address});
  return {std::move(request), {}};
}

Verdict Pager::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (answer.transport == net::Transport::never_sent) {
    return verdict::Wait{Duration{0}, "the mail server cannot be reached: " + answer.trouble};
  }
  if (answer.transport == net::Transport::lost) {
    return verdict::Unknown{"no answer from the mail server: " + answer.trouble};
  }
  if (answer.status >= 200 && answer.status < 300) return verdict::Done{};
  const std::string said =
      fmt::format("the mail server answers {}: {}", answer.status, words_of(answer));
  if (answer.status == 530 || answer.status == 534 || answer.status == 535) {
    return paging::told(
        rest::refused(
            manners_, fmt::format("smtp_{}", answer.status),
            "The mail server does not let us in: check `user` and `password` of [mail]. (" + said +
                ")"),
        context);
  }
  if (answer.status >= 500 && answer.status < 600) {
    return paging::told(
        rest::refused(manners_, fmt::format("smtp_{}", answer.status),
                      fmt::format("The mail was refused: check `to` of {} and `from` of [mail]. "
                                  "({})",
                                  manners_.section, said)),
        context);
  }
  return verdict::Wait{k_until_again, said};
}

}  // namespace tocsin::mail
