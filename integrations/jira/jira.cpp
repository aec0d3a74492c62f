#include "integrations/jira/jira.h"

#include "bot/domain/ascii.h"

#include "bot/domain/whole_number.h"
#include "integrations/base64.h"
#include "integrations/task_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::jira {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_spacing = 300ms;
constexpr Duration k_clocks_differ = 10min;
constexpr std::int64_t k_numbers_asked = 50;  // behind the newest issue that the search knows

// The steps of a look, as its cursor: the search by label, the newest issue that the search knows,
// the numbers behind that one ("after 41").
constexpr std::string_view k_newest = "newest";
constexpr std::string_view k_after = "after ";

// "errorMessages" are about the whole, "errors" about a field.
std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  std::string words;
  for (JsonReader& message : reader.items_or_none("errorMessages")) {
    words += (words.empty() ? "" : "; ") + message.as_text();
  }
  const auto errors = answer.find("errors");
  if (!answer.is_object() || errors == answer.end() || !errors->is_object()) return words;
  for (const auto& [field, message] : errors->items()) {
    if (!message.is_string()) continue;
    words += (words.empty() ? "" : "; ") + field + ": " + message.get<std::string>();
  }
  return words;
}

// Jira's document format: a paragraph for each line. What people typed is text in it and nothing
// else.
Json document_of(const std::vector<IssueLine>& lines) {
  Json paragraphs = Json::array();
  for (const IssueLine& line : lines) {
    Json text{{"type", "text"}, {"text", line.text}};
    if (!line.url.empty()) {
      text["marks"] = Json::array({{{"type", "link"}, {"attrs", {{"href", line.url}}}}});
    }
    paragraphs.push_back({{"type", "paragraph"}, {"content", Json::array({std::move(text)})}});
  }
  return {{"type", "doc"}, {"version", 1}, {"content", std::move(paragraphs)}};
}

// The mark as a label, which takes no blanks: "tocsin-a1b2c3-inc-7-t3".
std::string label_of(const DeliveryContext& context) {
  std::string label = in_lower_case(issue_mark(context));
  std::ranges::replace(label, ' ', '-');
  return label;
}

bool has_label(const JsonReader& issue, const std::string& label) {
  const Json& raw = issue.raw();
  if (!raw.is_object() || !raw.contains("fields") || !raw["fields"].is_object()) return false;
  const auto labels = raw["fields"].find("labels");
  return labels != raw["fields"].end() && labels->is_array() &&
         std::ranges::find(*labels, Json(label)) != labels->end();
}

// Done with nothing done: as Jira's own resolutions say it.
bool is_given_up(const std::string& resolution) {
  constexpr std::array<std::string_view, 6> k_given_up{"Won't Do", "Won't Fix",        "Duplicate",
                                                       "Declined", "Cannot Reproduce", "Cancelled"};
  return std::ranges::find(k_given_up, resolution) != k_given_up.end();
}

Verdict read_state(JsonReader issue, TaskNumber task, const rest::Manners& manners) {
  JsonReader fields = issue.object("fields");
  JsonReader status = fields.object("status");
  std::string state = status.text("name");
  const bool is_over = status.object("statusCategory").text("key") == "done";
  std::string resolution;
  if (auto given = fields.maybe_object("resolution")) resolution = given->text_or("name", "");
  if (issue.failed()) return rest::not_understood(manners, "status of the issue");
  const bool is_dropped = is_over && is_given_up(resolution);
  if (is_dropped) state += ": " + resolution;
  return verdict::Done{
      {fact::TaskStateRead{task, std::move(state), is_over && !is_dropped, is_dropped}}};
}

// Of "OPS-41".
std::optional<std::int64_t> number_of(std::string_view key) {
  const std::size_t dash = key.rfind('-');
  return dash == std::string_view::npos ? std::nullopt : whole_number(key.substr(dash + 1));
}

}  // namespace

Tracker::Tracker(const Service& service)
    : name_(service.name),
      url_(rest::without_slash(service.value("url"))),
      project_(service.value("project")),
      issue_type_(service.value("issue_type")),
      user_and_token_("Basic " +
                      encode_base64(service.value("user") + ":" + service.value("token"))),
      manners_(rest::manners_of(service, "token", "project", words_of)) {}

Prepared Tracker::prepared(net::HttpRequest request) const {
  request.headers.push_back({"Authorization", user_and_token_});
  return {std::move(request), {{"tracker " + name_, k_spacing}}};
}

Prepared Tracker::request(const DeliveryContext& context) const {
  const Task& task = task_of(context);
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) {
    return prepared(rest::plain_request(
        "GET", url_ + "/rest/api/3/issue/" + task.issue->id + "?fields=status,resolution"));
  }
  const Json fields{{"project", {{"key", project_}}},
                    {"issuetype", {{"name", issue_type_}}},
                    {"summary", issue_title(task)},
                    {"description", document_of(issue_lines(context))},
                    {"labels", Json::array({"tocsin", label_of(context)})}};
  return prepared(rest::json_request("POST", url_ + "/rest/api/3/issue", {{"fields", fields}}));
}

fact::TaskFiled Tracker::filed(const DeliveryContext& context, std::string id,
                               std::string key) const {
  std::string url = url_ + "/browse/" + key;
  return {task_of(context).number, name_, std::move(id), std::move(key), std::move(url)};
}

Verdict Tracker::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json) return rest::not_understood(manners_, "JSON");
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) {
    return read_state(JsonReader(*json), task_of(context).number, manners_);
  }
  JsonReader issue(*json);
  std::string id = issue.text("id");
  std::string key = issue.text("key");
  if (issue.failed()) return rest::not_understood(manners_, "key of the issue");
  return verdict::Done{{filed(context, std::move(id), std::move(key))}};
}

// ---- after a lost answer

Prepared Tracker::search(const std::string& jql, std::size_t most) const {
  return prepared(rest::json_request(
      "POST", url_ + "/rest/api/3/search/jql",
      {{"jql", jql}, {"maxResults", most}, {"fields", Json::array({"labels"})}}));
}

std::optional<Prepared> Tracker::lookup(const DeliveryContext& context,
                                        const std::string& cursor) const {
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) return std::nullopt;
  const std::string here = fmt::format("project = \"{}\"", project_);
  if (cursor.empty()) {
    const auto age = std::chrono::duration_cast<std::chrono::minutes>(
        context.now - context.first_sent_at + k_clocks_differ);
    return search(fmt::format("{} AND labels = \"{}\" AND created >= -{}m", here, label_of(context),
                              std::max<std::int64_t>(age.count(), 1)),
                  5);
  }
  if (cursor == k_newest) return search(here + " ORDER BY key DESC", 1);
  const std::int64_t last =
      whole_number(std::string_view(cursor).substr(k_after.size())).value_or(0);
  Json keys = Json::array();
  for (std::int64_t number = last + 1; number <= last + k_numbers_asked; ++number) {
    keys.push_back(fmt::format("{}-{}", project_, number));
  }
  return prepared(rest::json_request(
      "POST", url_ + "/rest/api/3/issue/bulkfetch",
      {{"issueIdsOrKeys", std::move(keys)}, {"fields", Json::array({"labels"})}}));
}

Look Tracker::found(const DeliveryContext& context, const net::HttpResponse& answer) const {
  if (auto trouble = rest::look_trouble(answer, manners_, context.now)) return std::move(*trouble);
  const auto json = parse_json(answer.body);
  if (!json || !json->is_object() || !json->contains("issues")) {
    return rest::look_not_understood(manners_);
  }
  JsonReader reader(*json);
  const std::string label = label_of(context);
  for (JsonReader& issue : reader.items("issues")) {
    if (!has_label(issue, label)) continue;
    std::string id = issue.text("id");
    std::string key = issue.text("key");
    if (reader.failed()) return rest::look_not_understood(manners_);
    return look::Found{verdict::Done{{filed(context, std::move(id), std::move(key))}}};
  }
  if (reader.failed()) return rest::look_not_understood(manners_);
  if (context.cursor.empty()) return look::More{std::string(k_newest)};
  if (context.cursor != k_newest) return look::NotThere{};
  const std::vector<JsonReader> issues = reader.items("issues");
  const auto newest = issues.empty() ? std::optional<std::int64_t>(0)
                                     : number_of(JsonReader(issues.front()).text("key"));
  if (!newest) return rest::look_not_understood(manners_);
  return look::More{fmt::format("{}{}", k_after, *newest)};
}

}  // namespace tocsin::jira
