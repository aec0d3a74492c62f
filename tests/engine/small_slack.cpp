#include "tests/engine/small_slack.h"

#include "bot/ensure.h"

#include <algorithm>
#include <charconv>

namespace tocsin {

std::string header(const std::vector<net::Header>& headers, std::string_view name) {
  const std::string* value = net::find_header(headers, name);
  return value != nullptr ? *value : std::string();
}

namespace {

net::HttpResponse answered(int status, std::vector<net::Header> headers = {},
                           std::string body = {}) {
  net::HttpResponse answer;
  answer.status = status;
  answer.headers = std::move(headers);
  answer.body = std::move(body);
  return answer;
}

std::size_t number_in(const std::string& text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

net::HttpResponse answer_ok() { return answered(200); }
net::HttpResponse answer_rate_limited(int seconds) {
  return answered(429, {{"after", std::to_string(seconds)}});
}
net::HttpResponse answer_refused(const std::string& code) {
  return answered(403, {{"code", code}});
}
net::HttpResponse answer_server_error() { return answered(503); }
net::HttpResponse answer_held() { return answered(401); }
net::HttpResponse answer_lost() {
  net::HttpResponse answer;
  answer.transport = net::Transport::lost;
  answer.trouble = "timeout";
  return answer;
}
net::HttpResponse answer_never_sent() {
  net::HttpResponse answer;
  answer.transport = net::Transport::never_sent;
  answer.trouble = "connection refused";
  return answer;
}

// ---- the service

net::HttpResponse SmallSlack::perform(const net::HttpRequest& request) {
  const std::string act = request.url.substr(std::string_view("slack:/").size());
  ++acts[act];
  const std::string place = header(request.headers, "place");
  if (refuses_everything) return answer_held();
  if (act == "post") return post(request);
  if (act == "edit") return edit(request);
  if (act == "look") return look(request);
  if (act == "make") return make(request);
  if (act == "people" || act == "person") return read(request);
  if (act == "topic") topics.push_back(place + " " + request.body);
  if (act == "invite") invited.push_back(place + " " + request.body);
  if (act == "whisper") {
    whispers.push_back(header(request.headers, "user") + " " + place + " " + request.body);
  }
  if (act == "pager") paged.push_back(request.body);
  if (act == "oncall") return answered(200, {{"on call", on_call}});
  if (act == "ticket") return answered(200, {{"ticket", "ticket" + std::to_string(acts[act])}});
  if (act == "complete") {
    files.push_back(place + " " + request.body + " " + header(request.headers, "ticket"));
  }
  return answer_ok();
}

net::HttpResponse SmallSlack::post(const net::HttpRequest& request) {
  const std::string place = header(request.headers, "place");
  if (const auto why = closed.find(place); why != closed.end()) return answer_refused(why->second);
  const std::string ts = "100." + std::to_string(++last_ts_);
  messages.push_back(
      {place, header(request.headers, "thread"), header(request.headers, "op"), request.body, ts});
  return answered(200, {{"ts", ts}});
}

net::HttpResponse SmallSlack::edit(const net::HttpRequest& request) {
  const std::string ts = header(request.headers, "ts");
  for (Message& message : messages) {
    if (message.ts != ts) continue;
    message.text = request.body;
    return answer_ok();
  }
  return answered(404);
}

// The newest first, page by page; the cursor is how many were seen.
net::HttpResponse SmallSlack::look(const net::HttpRequest& request) const {
  const std::string op = header(request.headers, "op");
  const std::string place = header(request.headers, "place");
  std::vector<const Message*> here;
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    if (message->place == place) here.push_back(&*message);
  }
  const std::size_t from = number_in(header(request.headers, "cursor"));
  const std::size_t to = std::min(here.size(), from + page);
  for (std::size_t i = from; i < to; ++i) {
    if (here[i]->op == op) return answered(200, {{"ts", here[i]->ts}});
  }
  if (to < here.size()) return answered(200, {{"cursor", std::to_string(to)}});
  return answered(404);
}

net::HttpResponse SmallSlack::make(const net::HttpRequest& request) {
  if (!no_channels.empty()) return answer_refused(no_channels);
  // A name that it has already is the same channel, so that asking twice is harmless.
  auto known = std::ranges::find(made, request.body);
  if (known == made.end()) known = made.insert(made.end(), request.body);
  return answered(200, {{"channel", "C" + std::to_string(known - made.begin() + 1)}});
}

// One person a page, so that a list has steps.
net::HttpResponse SmallSlack::read(const net::HttpRequest& request) const {
  if (!no_people.empty()) return answer_refused(no_people);
  std::size_t at = number_in(header(request.headers, "cursor"));
  if (request.url == "slack:/person") {
    const auto person = std::ranges::find(people, UserId{request.body}, &Person::id);
    if (person == people.end()) return answer_refused("user_not_found");
    at = static_cast<std::size_t>(person - people.begin());
  }
  if (at >= people.size())
    return groups.empty() ? answer_ok() : answered(200, {{"groups", groups}});
  const Person& person = people[at];
  return answered(200, {{"user", person.id.value},
                        {"name", person.name},
                        {"zone", person.zone},
                        {"cursor", std::to_string(at + 1)}});
}

std::vector<std::string> SmallSlack::texts(std::string_view place, std::string_view thread) const {
  std::vector<std::string> here;
  for (const Message& message : messages) {
    if (message.place == place && message.thread == thread) here.push_back(message.text);
  }
  return here;
}

int SmallSlack::count(std::string_view part) const {
  int found = 0;
  for (const Message& message : messages) found += message.text.find(part) != std::string::npos;
  return found;
}

}  // namespace tocsin
