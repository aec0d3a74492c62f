#include "integrations/github/github.h"

#include "bot/domain/iso_time.h"
#include "integrations/task_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace tocsin::github {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_spacing = 1s;  // what GitHub asks of whoever creates things
constexpr std::size_t k_page = 100;
constexpr Duration k_clocks_differ = 10min;

// "Validation Failed", with what is wrong: the field and, often, a sentence.
std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  std::string words = reader.text_or("message", "");
  for (JsonReader& error : reader.items_or_none("errors")) {
    if (!error.is_object()) continue;
    const std::string field = error.text_or("field", "");
    const std::string message = error.text_or("message", error.text_or("code", ""));
    words += fmt::format("{}{}{}{}", words.empty() ? "" : "; ", field, field.empty() ? "" : ": ",
                         message);
  }
  return words;
}

// "ops, incident" as they stand in the configuration.
std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view part = list.substr(0, comma);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return parts;
}

std::optional<fact::TaskFiled> filed(JsonReader issue, TaskNumber task,
                                     const std::string& tracker) {
  const std::int64_t number = issue.integer("number");
  const std::string url = issue.text("html_url");
  if (issue.failed()) return std::nullopt;
  return fact::TaskFiled{task, tracker, std::to_string(number), fmt::format("#{}", number), url};
}

// The number in the last "page=3" before this place of a Link header; empty: there is none.
std::string page_in(const std::string& links, std::size_t before) {
  constexpr std::string_view k_key = "page=";
  std::size_t at = links.rfind(k_key, before);
  while (at != std::string::npos && at > 0 && links[at - 1] != '&' && links[at - 1] != '?') {
    at = links.rfind(k_key, at - 1);
  }
  if (at == std::string::npos) return "";
  const std::size_t begin = at + k_key.size();
  return links.substr(begin, links.find_first_not_of("0123456789", begin) - begin);
}

Verdict read_state(JsonReader issue, TaskNumber task, const rest::Manners& manners) {
  const std::string state = issue.text("state");
  const std::string reason = issue.text_or("state_reason", "");
  if (issue.failed()) return rest::not_understood(manners, "state of the issue");
  const bool is_closed = state == "closed";
  const bool is_dropped = is_closed && (reason == "not_planned" || reason == "duplicate");
  std::string words = state;
  if (is_dropped) words += reason == "duplicate" ? " as a duplicate" : " as not planned";
  return verdict::Done{
      {fact::TaskStateRead{task, std::move(words), is_closed && !is_dropped, is_dropped}}};
}

}  // namespace

Tracker::Tracker(const Service& service)
    : name_(service.name),
      issues_(rest::without_slash(service.value("url")) + "/repos/" + service.value("repository") +
              "/issues"),
      token_(service.value("token")),
      labels_(split(service.value("labels"))),
      manners_(rest::manners_of(service, "token", "repository", words_of)) {}

Prepared Tracker::prepared(net::HttpRequest request) const {
  *std::ranges::find(request.headers, "Accept", &net::Header::name) = {
      "Accept", "application/vnd.github+json"};
  request.headers.push_back({"Authorization", "Bearer " + token_});
  request.headers.push_back({"X-GitHub-Api-Version", "2022-11-28"});
  return {std::move(request), {{"tracker " + name_, k_spacing}}};
}

Prepared Tracker::request(const DeliveryContext& context) const {
  const Task& task = task_of(context);
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) {
    return prepared(rest::plain_request("GET", issues_ + "/" + task.issue->id));
  }
  Json body{{"title", issue_title(task)}, {"body", issue_markdown(context)}};
  if (!labels_.empty()) body["labels"] = labels_;
  return prepared(rest::json_request("POST", issues_, body));
}

Verdict Tracker::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  const TaskNumber task = task_of(context).number;
  const bool is_reading = std::holds_alternative<delivery::ReadTask>(context.delivery);
  const bool is_answer = answer.transport == net::Transport::answered;
  if (is_reading && is_answer && answer.status == 410) {
    return verdict::Done{{fact::TaskStateRead{task, "deleted", false, false}}};
  }
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(manners_, "JSON");
  if (is_reading) return read_state(JsonReader(*json), task, manners_);
  auto fact = filed(JsonReader(*json), task, name_);
  if (!fact) return rest::not_understood(manners_, "number and address of the issue");
  return verdict::Done{{std::move(*fact)}};
}

std::optional<Prepared> Tracker::lookup(const DeliveryContext& context,
                                        const std::string& cursor) const {
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) return std::nullopt;
  return prepared(rest::plain_request(
      "GET", fmt::format("{}?state=all&sort=created&direction=desc&per_page={}&since={}&page={}",
                         issues_, k_page,
                         rest::percent_encoded(print_iso(std::chrono::floor<std::chrono::seconds>(
                             context.first_sent_at - k_clocks_differ))),
                         cursor.empty() ? "1" : cursor)));
}

Look Tracker::found(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::look_trouble(answer, manners_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json || !json->is_array()) return rest::look_not_understood(manners_);
  const std::string mark = issue_mark(context) + " -->";
  for (const Json& one : *json) {
    JsonReader issue(one);
    if (issue.text_or("body", "").find(mark) == std::string::npos) continue;
    if (auto fact = filed(JsonReader(one), task_of(context).number, name_)) {
      return look::Found{verdict::Done{{std::move(*fact)}}};
    }
    return rest::look_not_understood(manners_);
  }
  const std::string* links = net::find_header(answer.headers, "Link");
  const std::size_t next = links != nullptr ? links->find("rel=\"next\"") : std::string::npos;
  if (next == std::string::npos) return look::NotThere{};
  std::string page = page_in(*links, next);
  if (page.empty()) return rest::look_not_understood(manners_);
  return look::More{std::move(page)};
}

}  // namespace tocsin::github
