#include "tests/e2e/local_trackers.h"

#include "bot/domain/iso_time.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::e2e {

namespace {

using IssueState = LocalTracker::Issue::State;

constexpr const char* k_team = "9cfb482a-81e3-4154-b5b9-2c805e70a02d";

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Json body_of(const net::HttpRequest& request) {
  return parse_json(request.body).value_or(Json::object());
}

std::string text_in(const Json& json, const char* key) {
  return json.is_object() && json.contains(key) && json[key].is_string()
             ? json[key].get<std::string>()
             : "";
}

}  // namespace

// ---- what they share

std::vector<LocalTracker::Issue> LocalTracker::issues() {
  return server().with([this] { return issues_; });
}

bool LocalTracker::has(std::size_t issues) {
  return server().eventually([&] { return issues_.size() == issues; });
}

void LocalTracker::settle(std::size_t index, IssueState state) {
  server().with([&] { issues_.at(index).state = state; });
}

LocalTracker::Issue& LocalTracker::make(std::string title) {
  Issue issue;
  issue.number = ++last_number_;
  issue.id = std::to_string(issue.number);
  issue.title = std::move(title);
  issue.made_at = seconds_now();
  issues_.push_back(std::move(issue));
  return issues_.back();
}

LocalTracker::Issue* LocalTracker::by(const std::string& id) {
  const auto found = std::ranges::find(issues_, id, &Issue::id);
  return found == issues_.end() ? nullptr : &*found;
}

// ---- GitHub

namespace {

Json github_json(const LocalTracker::Issue& issue) {
  Json json{{"number", issue.number},
            {"html_url", "https://github.com/example/shop/issues/" + issue.id},
            {"title", issue.title},
            {"body", issue.text},
            {"state", issue.state == IssueState::open ? "open" : "closed"},
            {"state_reason", nullptr}};
  if (issue.state == IssueState::done) json["state_reason"] = "completed";
  if (issue.state == IssueState::dropped) json["state_reason"] = "not_planned";
  return json;
}

net::HttpResponse github_limit() {
  return json_answer(403, {{"message", "You have exceeded a secondary rate limit. Please wait."}});
}

}  // namespace

LocalGitHub::LocalGitHub()
    : server_({.answer = [this](const net::HttpRequest& request) { return answer(request); },
               .is_act = [](const net::HttpRequest& request) { return request.method == "POST"; },
               // Without a time it is 429: 403 without one is waited for a minute.
               .limited = text_answer(429, ""),
               .limited_for_a_second = with_header(github_limit(), "Retry-After", "1"),
               .refused = json_answer(422, {{"message", "Validation Failed"}})}) {}

std::string LocalGitHub::settings() const {
  return "repository = \"example/shop\"\ntoken = \"github-secret\"\nurl = \"" + server_.url() +
         "\"\n";
}

std::string LocalGitHub::key_of(const Issue& issue) const { return "#" + issue.id; }

net::HttpResponse LocalGitHub::answer(const net::HttpRequest& request) {
  const std::string all = "/repos/example/shop/issues";
  const std::string path = path_of(request);
  if (!is_from(request, "Bearer github-secret")) {
    return json_answer(401, {{"message", "Bad credentials"}});
  }
  if (path == all && request.method == "POST") {
    const Json body = body_of(request);
    Issue& issue = make(text_in(body, "title"));
    issue.text = text_in(body, "body");
    return json_answer(201, github_json(issue));
  }
  if (path == all) return list(request);
  const Issue* issue = path.starts_with(all + "/") ? by(path.substr(all.size() + 1)) : nullptr;
  if (issue == nullptr) return json_answer(404, {{"message", "Not Found"}});
  return json_answer(200, github_json(*issue));
}

// Open ones only, unless all are asked for; the newest first when that is asked for.
net::HttpResponse LocalGitHub::list(const net::HttpRequest& request) const {
  const auto since = read_iso(asked_for(request, "since"));
  Json shown = Json::array();
  for (const Issue& issue : issues_) {
    if (issue.state != IssueState::open && asked_for(request, "state") != "all") continue;
    if (since && issue.made_at * 1000 < to_stored(*since)) continue;
    shown.push_back(github_json(issue));
  }
  if (asked_for(request, "direction") == "desc") std::reverse(shown.begin(), shown.end());
  return json_answer(200, shown);
}

// ---- Jira

namespace {

std::string jira_key(const LocalTracker::Issue& issue) { return "OPS-" + issue.id.substr(3); }

Json jira_labels(const std::string& id, const std::string& key, const Json& labels) {
  return {{"id", id}, {"key", key}, {"fields", {{"labels", labels}}}};
}

// The words between the quotes behind `before`.
std::string quoted_behind(const std::string& text, const std::string& before) {
  const std::size_t at = text.find(before + "\"");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + before.size() + 1;
  return text.substr(begin, text.find('"', begin) - begin);
}

Json jira_state(const LocalTracker::Issue& issue) {
  const bool is_over = issue.state != IssueState::open;
  Json fields{{"status",
               {{"name", is_over ? "Done" : "To Do"},
                {"statusCategory", {{"key", is_over ? "done" : "new"}}}}},
              {"resolution", nullptr}};
  if (is_over) {
    fields["resolution"] = {{"name", issue.state == IssueState::done ? "Done" : "Won't Do"}};
  }
  return {{"id", issue.id}, {"key", jira_key(issue)}, {"fields", fields}};
}

}  // namespace

LocalJira::LocalJira()
    : server_({.answer = [this](const net::HttpRequest& request) { return answer(request); },
               .is_act =
                   [](const net::HttpRequest& request) {
                     return request.method == "POST" && path_of(request) == "/rest/api/3/issue";
                   },
               .refused =
                   json_answer(400, {{"errorMessages", Json::array()},
                                     {"errors", {{"labels", "Field 'labels' cannot be set."}}}})}) {
}

std::string LocalJira::settings() const {
  return "project = \"OPS\"\nuser = \"bot@example.org\"\ntoken = \"jira-secret\"\nurl = \"" +
         server_.url() + "\"\n";
}

std::string LocalJira::key_of(const Issue& issue) const { return jira_key(issue); }

net::HttpResponse LocalJira::answer(const net::HttpRequest& request) {
  const std::string path = path_of(request);
  const std::string one = "/rest/api/3/issue/";
  // "bot@example.org:jira-secret"
  if (!is_from(request, "Basic Ym90QGV4YW1wbGUub3JnOmppcmEtc2VjcmV0")) {
    return text_answer(401, "Client must be authenticated to access this resource.");
  }
  const Json body = body_of(request);
  if (path == "/rest/api/3/search/jql") return search(body);
  if (path == one + "bulkfetch") return fetch(body);
  if (path == "/rest/api/3/issue" && request.method == "POST") return create(body);
  const Issue* issue = path.starts_with(one) ? by(path.substr(one.size())) : nullptr;
  if (issue == nullptr) {
    return json_answer(404, {{"errorMessages", Json::array({"Issue does not exist."})}});
  }
  return json_answer(200, jira_state(*issue));
}

net::HttpResponse LocalJira::create(const Json& body) {
  const Json fields = body.value("fields", Json::object());
  Issue& issue = make(text_in(fields, "summary"));
  issue.id = "100" + std::to_string(issue.number);
  issue.text = fields.value("description", Json());
  for (const Json& label : fields.value("labels", Json::array())) {
    issue.labels.push_back(label.get<std::string>());
  }
  return json_answer(201, {{"id", issue.id},
                           {"key", jira_key(issue)},
                           {"self", server_.url() + "/rest/api/3/issue/" + issue.id}});
}

// It knows the three that others have made before, and nothing of what was made since.
net::HttpResponse LocalJira::search(const Json& body) const {
  const std::string jql = text_in(body, "jql");
  Json issues = Json::array();
  if (quoted_behind(jql, "project = ") == "OPS" && quoted_behind(jql, "labels = ").empty()) {
    issues.push_back(jira_labels("1003", "OPS-3", Json::array()));
  }
  return json_answer(200, {{"issues", issues}, {"isLast", true}});
}

net::HttpResponse LocalJira::fetch(const Json& body) const {
  Json issues = Json::array();
  for (const Json& key : body.value("issueIdsOrKeys", Json::array())) {
    for (const Issue& issue : issues_) {
      if (key == jira_key(issue)) issues.push_back(jira_labels(issue.id, key, issue.labels));
    }
  }
  return json_answer(200, {{"issues", issues}, {"issueErrors", Json::array()}});
}

// ---- Linear

namespace {

net::HttpResponse linear_trouble(int status, const char* message, const char* code) {
  const Json error{{"message", message}, {"extensions", {{"code", code}}}};
  return json_answer(status, {{"errors", Json::array({error})}, {"data", nullptr}});
}

// The limit starts anew in a second, told in milliseconds.
net::HttpResponse linear_limit() {
  auto answer = linear_trouble(400, "Rate limit exceeded.", "RATELIMITED");
  answer = with_header(std::move(answer), "X-RateLimit-Requests-Remaining", "0");
  return with_header(std::move(answer), "X-RateLimit-Requests-Reset",
                     std::to_string((seconds_now() + 1) * 1000));
}

Json linear_json(const LocalTracker::Issue& issue) {
  Json json{{"id", issue.id},
            {"identifier", "OPS-" + std::to_string(issue.number)},
            {"url", "https://linear.app/example/issue/OPS-" + std::to_string(issue.number)}};
  switch (issue.state) {
    case IssueState::open:
      json["state"] = {{"name", "Todo"}, {"type", "unstarted"}};
      break;
    case IssueState::done:
      json["state"] = {{"name", "Done"}, {"type", "completed"}};
      break;
    case IssueState::dropped:
      json["state"] = {{"name", "Canceled"}, {"type", "canceled"}};
      break;
  }
  return json;
}

}  // namespace

LocalLinear::LocalLinear()
    : server_({.answer = [this](const net::HttpRequest& request) { return answer(request); },
               .is_act =
                   [](const net::HttpRequest& request) {
                     return request.body.find("issueCreate(") != std::string::npos;
                   },
               .limited = linear_limit(),
               .limited_for_a_second = linear_limit(),
               .refused = linear_trouble(400, "Argument Validation Error", "INVALID_INPUT")}) {}

std::string LocalLinear::settings() const {
  return "team = \"OPS\"\ntoken = \"linear-secret\"\nurl = \"" + server_.url() + "/graphql\"\n";
}

std::string LocalLinear::key_of(const Issue& issue) const {
  return "OPS-" + std::to_string(issue.number);
}

net::HttpResponse LocalLinear::answer(const net::HttpRequest& request) {
  if (!is_from(request, "linear-secret")) {
    return linear_trouble(401, "Authentication required, not authenticated",
                          "AUTHENTICATION_ERROR");
  }
  const Json body = body_of(request);
  const std::string query = text_in(body, "query");
  const Json variables = body.value("variables", Json::object());
  if (query.find("teams(") != std::string::npos) {
    Json nodes = Json::array();
    if (text_in(variables, "key") == "OPS") nodes.push_back({{"id", k_team}});
    return json_answer(200, {{"data", {{"teams", {{"nodes", nodes}}}}}});
  }
  if (query.find("issueCreate(") != std::string::npos) {
    return create(variables.value("input", Json::object()));
  }
  const Issue* issue = by(text_in(variables, "id"));
  if (issue == nullptr) return linear_trouble(200, "Entity not found: Issue", "INPUT_ERROR");
  return json_answer(200, {{"data", {{"issue", linear_json(*issue)}}}});
}

net::HttpResponse LocalLinear::create(const Json& input) {
  const std::string id = text_in(input, "id");
  if (text_in(input, "teamId") != k_team) {
    return linear_trouble(400, "Entity not found: Team", "INPUT_ERROR");
  }
  if (by(id) != nullptr) {
    return linear_trouble(400, "Entity with this id already exists", "INVALID_INPUT");
  }
  Issue& issue = make(text_in(input, "title"));
  issue.id = id;
  issue.text = text_in(input, "description");
  return json_answer(
      200, {{"data", {{"issueCreate", {{"success", true}, {"issue", linear_json(issue)}}}}}});
}

}  // namespace tocsin::e2e
