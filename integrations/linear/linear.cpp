#include "integrations/linear/linear.h"

#include "bot/domain/whole_number.h"
#include "integrations/task_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace tocsin::linear {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_spacing = 300ms;
constexpr Duration k_unsaid_wait = 60s;
constexpr Duration k_shortest_wait = 1s;
constexpr Duration k_longest_wait = 1h;

constexpr std::string_view k_team_query =
    "query Team($key: String!) { teams(filter: {key: {eq: $key}}) { nodes { id } } }";
constexpr std::string_view k_create =
    "mutation Create($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { id "
    "identifier url } } }";
constexpr std::string_view k_read =
    "query Read($id: String!) { issue(id: $id) { id identifier url state { name type } } }";

// GraphQL says what is wrong in a list of its own, with status 200 or 400.
struct Trouble {
  std::string code;
  std::string message;  // for programmers
  std::string words;    // for people
};

std::optional<Trouble> trouble_in(const Json& answer) {
  if (!answer.is_object() || !answer.contains("errors")) return std::nullopt;
  JsonReader reader(answer);
  Trouble trouble;
  for (JsonReader& error : reader.items_or_none("errors")) {
    if (!error.is_object()) continue;
    trouble.message = error.text_or("message", "");
    trouble.words = trouble.message;
    if (auto extensions = error.maybe_object("extensions")) {
      trouble.code = extensions->text_or("code", extensions->text_or("type", ""));
      trouble.words = extensions->text_or("userPresentableMessage", trouble.words);
    }
    break;
  }
  if (trouble.words.empty() && trouble.code.empty() && answer["errors"].empty()) {
    return std::nullopt;
  }
  return trouble;
}

std::string words_of(const Json& answer) {
  const auto trouble = trouble_in(answer);
  return trouble ? trouble->words : "";
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

bool is_limit(const Trouble& trouble) {
  return trouble.code == "RATELIMITED" || trouble.code == "ratelimited";
}

bool is_about_us(const Trouble& trouble) {
  return trouble.code == "AUTHENTICATION_ERROR" || trouble.code == "authentication_error";
}

bool is_missing(const Trouble& trouble) { return contains(trouble.message, "not found"); }

// Until the limit that is used up starts anew: Linear counts requests, also those of one kind, and
// how much they ask for.
Duration until_next_window(const net::HttpResponse& answer, Moment now) {
  std::optional<Duration> wait;
  for (const char* limit : {"Requests", "Endpoint-Requests", "Complexity"}) {
    const std::string name = fmt::format("X-RateLimit-{}-", limit);
    const std::string* left = net::find_header(answer.headers, name + "Remaining");
    const std::string* reset = net::find_header(answer.headers, name + "Reset");
    if (left == nullptr || *left != "0" || reset == nullptr) continue;
    const std::int64_t at = whole_number(*reset).value_or(0);  // milliseconds since 1970
    if (at <= 0 || at >= 100'000'000'000'000) continue;
    wait = std::max(wait.value_or(k_shortest_wait), from_stored(at) - now);
  }
  return std::min(wait.value_or(k_unsaid_wait), k_longest_wait);
}

// What an answer means besides its status.
std::optional<Verdict> verdict_of(const Json& json, const net::HttpResponse& answer,
                                  const rest::Manners& manners, Moment now) {
  const auto trouble = trouble_in(json);
  if (!trouble) return std::nullopt;
  if (is_limit(*trouble)) {
    return verdict::Wait{until_next_window(answer, now), "Linear's limit is reached", true};
  }
  if (contains(trouble->code, "INTERNAL")) return verdict::Unknown{"Linear has failed inside"};
  // Its status says the rest; these words are for people.
  net::HttpResponse as_status{net::Transport::answered, 400, {}, dump_json(json), ""};
  if (is_about_us(*trouble)) as_status.status = 401;
  if (is_missing(*trouble)) as_status.status = 404;
  return rest::trouble_of(as_status, manners, Moment{});
}

bool is_id(std::string_view team) { return team.size() == 36 && team[8] == '-' && team[23] == '-'; }

const Json* member(const Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::optional<fact::TaskFiled> filed(const Json& issue, TaskNumber task, const std::string& name) {
  JsonReader reader(issue);
  fact::TaskFiled filed{task, name, reader.text("id"), reader.text("identifier"),
                        reader.text("url")};
  if (reader.failed()) return std::nullopt;
  return filed;
}

std::uint64_t hash_of(std::string_view text, std::uint64_t hash) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1'099'511'628'211U;  // FNV-1a
  }
  return hash;
}

}  // namespace

std::string issue_id(std::string_view mark) {
  const std::uint64_t high = hash_of(mark, 14'695'981'039'346'656'037U);
  const std::uint64_t low = hash_of(mark, high ^ 0x9e37'79b9'7f4a'7c15U);
  // Of the form that Linear takes: version 4.
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}", high >> 32U,
                     (high >> 16U) & 0xffffU, high & 0xfffU, 8U | ((low >> 62U) & 3U),
                     (low >> 48U) & 0xfffU, low & 0xffff'ffff'ffffU);
}

Tracker::Tracker(const Service& service)
    : name_(service.name),
      url_(service.value("url")),
      team_(service.value("team")),
      token_(service.value("token")),
      manners_(rest::manners_of(service, "token", "team", words_of)) {}

Prepared Tracker::ask(std::string_view query, const Json& variables) const {
  net::HttpRequest request =
      rest::json_request("POST", url_, {{"query", query}, {"variables", variables}});
  request.headers.push_back({"Authorization", token_});  // without "Bearer": it is a personal key
  return {std::move(request), {{"tracker " + name_, k_spacing}}};
}

// The team's id has to be known first; it comes with the progress of the delivery.
Prepared Tracker::request(const DeliveryContext& context) const {
  const Task& task = task_of(context);
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) {
    return ask(k_read, {{"id", task.issue->id}});
  }
  const std::string team = is_id(team_) ? team_ : context.progress;
  if (team.empty()) return ask(k_team_query, {{"key", team_}});
  return ask(k_create, {{"input",
                         {{"id", issue_id(issue_mark(context))},
                          {"teamId", team},
                          {"title", issue_title(task)},
                          {"description", issue_markdown(context)}}}});
}

Verdict Tracker::judge(const DeliveryContext& context, const net::HttpResponse& answer) const {
  const auto json =
      answer.transport == net::Transport::answered ? parse_json(answer.body) : std::nullopt;
  const bool is_creating = std::holds_alternative<delivery::FileTask>(context.delivery) &&
                           (is_id(team_) || !context.progress.empty());
  if (json && answer.status < 500) {
    const auto trouble = trouble_in(*json);
    // An earlier attempt of ours has created it: a look finds it.
    const bool is_there =
        trouble && is_creating &&
        (contains(trouble->message, "already") || contains(trouble->message, "nique") ||
         contains(trouble->message, "uplicate"));
    if (is_there) return verdict::Unknown{"Linear has an issue of this id already"};
    if (auto verdict = verdict_of(*json, answer, manners_, context.now)) return std::move(*verdict);
  }
  if (auto trouble = rest::trouble_of(answer, manners_, context.now)) return std::move(*trouble);
  const Json* data = json ? member(*json, "data") : nullptr;
  if (data == nullptr) return rest::not_understood(manners_, "data");
  if (std::holds_alternative<delivery::ReadTask>(context.delivery)) {
    return judge_read(context, *data);
  }
  return is_creating ? judge_created(context, *data) : judge_team(*data);
}

Verdict Tracker::judge_team(const Json& data) const {
  JsonReader reader(data);
  std::vector<JsonReader> teams = reader.object("teams").items("nodes");
  if (reader.failed()) return rest::not_understood(manners_, "list of teams");
  if (teams.empty()) {
    return rest::refused(manners_, "no_team",
                         fmt::format("Linear has no team with the key “{}”: check `team` of {}.",
                                     team_, manners_.section));
  }
  std::string id = teams.front().text("id");
  if (reader.failed()) return rest::not_understood(manners_, "id of the team");
  return verdict::NextStep{std::move(id), "", {}};
}

Verdict Tracker::judge_created(const DeliveryContext& context, const Json& data) const {
  const Json* created = member(data, "issueCreate");
  const Json* issue = created != nullptr ? member(*created, "issue") : nullptr;
  auto fact = issue != nullptr ? filed(*issue, task_of(context).number, name_) : std::nullopt;
  if (!fact) return rest::not_understood(manners_, "issue");
  return verdict::Done{{std::move(*fact)}};
}

Verdict Tracker::judge_read(const DeliveryContext& context, const Json& data) const {
  const Json* issue = member(data, "issue");
  if (issue == nullptr) return rest::not_understood(manners_, "issue");
  JsonReader reader(*issue);
  JsonReader state = reader.object("state");
  std::string name = state.text("name");
  const std::string type = state.text("type");
  if (reader.failed()) return rest::not_understood(manners_, "state of the issue");
  const bool is_dropped = type == "canceled" || type == "duplicate";
  return verdict::Done{{fact::TaskStateRead{task_of(context).number, std::move(name),
                                            type == "completed", is_dropped}}};
}

std::optional<Prepared> Tracker::lookup(const DeliveryContext& context, const std::string&) const {
  const bool is_creating = std::holds_alternative<delivery::FileTask>(context.delivery) &&
                           (is_id(team_) || !context.progress.empty());
  if (!is_creating) return std::nullopt;  // a question is harmless to repeat
  return ask(k_read, {{"id", issue_id(issue_mark(context))}});
}

Look Tracker::found(const DeliveryContext& context, const net::HttpResponse& answer) const {
  const auto json =
      answer.transport == net::Transport::answered ? parse_json(answer.body) : std::nullopt;
  if (json && answer.status < 500) {
    const auto trouble = trouble_in(*json);
    if (trouble && is_missing(*trouble)) return look::NotThere{};
    if (trouble) return look::Failed{60s, "Linear does not answer the look"};
  }
  if (auto trouble = rest::look_trouble(answer, manners_, context.now)) return std::move(*trouble);
  const Json* data = json ? member(*json, "data") : nullptr;
  if (data == nullptr) return rest::look_not_understood(manners_);
  const Json* issue = member(*data, "issue");
  if (issue == nullptr) return look::NotThere{};
  auto fact = filed(*issue, task_of(context).number, name_);
  if (!fact) return rest::look_not_understood(manners_);
  return look::Found{verdict::Done{{std::move(*fact)}}};
}

}  // namespace tocsin::linear
