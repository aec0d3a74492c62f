#include "integrations/probe.h"

#include "bot/ensure.h"
#include "integrations/base64.h"
#include "integrations/rest.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin {

namespace {

// Where to look at a kind, and what is in doubt when it says no. Parts in braces are values of the
// service.
struct ProbeRow {
  ServiceRole role;
  std::string_view kind;
  std::string_view url;     // a key, and behind a space the path
  std::string_view place;   // the key that names what is looked for
  std::string_view secret;  // the key that lets us in
  std::string_view header;  // "Authorization" in front of the secret
  const char* proof;        // a key of the answer by which the service is known; null: see flaw_of
  std::string_view works;
};

constexpr std::array k_probe_rows{
    ProbeRow{
        ServiceRole::pager, "pagerduty", "api_url /abilities", "api_url", "api_token",
        "Token token=", "abilities",
        "takes api_token. Whether it takes routing_key shows with the first page: there is no way "
        "to look."},
    ProbeRow{ServiceRole::pager, "opsgenie", "url /v2/alerts?limit=1", "url", "api_key",
             "GenieKey ", "data", "takes api_key."},
    ProbeRow{
        ServiceRole::pager, "grafana", "api_url /api/v1/integrations/", "api_url", "api_token", "",
        "results",
        "takes api_token. Whether its integration is there shows with the first page: there is no "
        "way to look."},
    ProbeRow{ServiceRole::tracker, "github", "url /repos/{repository}", "repository", "token",
             "Bearer ", "full_name", "shows the repository."},
    ProbeRow{ServiceRole::tracker, "jira", "url /rest/api/3/project/{project}", "project", "token",
             "Basic ", "key", "shows the project."},
    ProbeRow{ServiceRole::tracker, "linear", "url ", "team", "token", "", nullptr,
             "knows the team."},
    ProbeRow{ServiceRole::status_page, "statuspage", "url /v1/pages/{page}", "page", "token",
             "OAuth ", "id", "shows the page."},
};

const ProbeRow* row_of(const Service& service) {
  const auto row = std::ranges::find_if(k_probe_rows, [&](const ProbeRow& one) {
    return one.role == service.role && one.kind == service.kind;
  });
  return row == k_probe_rows.end() ? nullptr : row;
}

// "/repos/{repository}" with the value; a '/' in it stays.
std::string filled_in(std::string_view path, const Service& service) {
  const std::size_t open = path.find('{');
  if (open == std::string_view::npos) return std::string(path);
  const std::size_t close = path.find('}', open);
  std::string value;
  for (const char letter : service.value(path.substr(open + 1, close - open - 1))) {
    value += letter == '/' ? "/" : rest::percent_encoded(std::string_view(&letter, 1));
  }
  return std::string(path.substr(0, open)) + value + std::string(path.substr(close + 1));
}

std::string url_of(const ProbeRow& row, const Service& service) {
  const std::size_t space = row.url.find(' ');
  return rest::without_slash(service.value(row.url.substr(0, space))) +
         filled_in(row.url.substr(space + 1), service);
}

// {"message": …}, {"error": {"message": …}}, {"detail": …}, {"errorMessages": […]}, {"errors":
// [{"message": …}]}
std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  if (!reader.is_object()) return "";
  for (const char* key : {"message", "detail", "error"}) {
    if (std::string words = JsonReader(answer).text_or(key, ""); !words.empty()) return words;
  }
  if (auto error = JsonReader(answer).maybe_object("error")) return error->text_or("message", "");
  for (JsonReader& one : JsonReader(answer).items_or_none("errorMessages")) return one.as_text();
  for (JsonReader& one : reader.items_or_none("errors")) {
    if (one.is_object()) return one.text_or("message", "");
  }
  return "";
}

rest::Manners manners_of(const ProbeRow& row, const Service& service) {
  return rest::manners_of(service, row.secret, row.place, words_of);
}

// What is there but not as it has to be; empty: all is well.
std::string flaw_of(const ProbeRow& row, const Service& service, const Json& answer) {
  if (row.kind == "github" && !JsonReader(answer).flag_or("has_issues", true)) {
    return "The repository takes no issues: switch them on in its settings.";
  }
  if (row.kind != "linear") return "";
  JsonReader reader(answer);
  const auto teams = reader.object("data").object("teams").items("nodes");
  if (!reader.failed() && !teams.empty()) return "";
  const std::string said = words_of(answer);
  return fmt::format("Linear knows no team of that key: check `team` of [trackers.{}].{}",
                     service.name, said.empty() ? "" : " It says: " + said);
}

}  // namespace

std::optional<Prepared> probe(const Service& service) {
  const ProbeRow* row = row_of(service);
  if (row == nullptr) return std::nullopt;
  const std::string secret = service.value(row->secret);
  const std::string url = url_of(*row, service);
  if (secret.empty() || service.value(row->url.substr(0, row->url.find(' '))).empty()) {
    return std::nullopt;
  }
  net::HttpRequest request = rest::plain_request("GET", url);
  if (row->kind == "linear") {
    const Json query{
        {"query", "query($key: String!) { teams(filter: {key: {eq: $key}}) { nodes { id } } }"},
        {"variables", {{"key", service.value("team")}}}};
    request = rest::json_request("POST", url, query);
  }
  const bool is_basic = row->header == "Basic ";
  request.headers.push_back(
      {"Authorization",
       std::string(row->header) +
           (is_basic ? encode_base64(service.value("user") + ":" + secret) : secret)});
  return Prepared{std::move(request), {}};
}

std::string not_tried(const Service& service) {
  const std::string title(find_service_kind(service.role, service.kind)->title);
  if (service.kind == "mail") {
    return "Sends mail by the server of [mail]. Not tried: looking would send one.";
  }
  if (service.kind == "pagerduty") {
    return title + " is set up. Not tried: without api_token there is no way to look.";
  }
  if (service.kind == "grafana") {
    return title + " is set up. Not tried: without api_url and api_token there is no way to look.";
  }
  return "A " + title + " is set up. Not tried: a request would be taken for a real one.";
}

Result<std::string, std::string> judge_probe(const Service& service,
                                             const net::HttpResponse& answer) {
  const ProbeRow* row = row_of(service);
  ENSURE(row != nullptr);
  const rest::Manners manners = manners_of(*row, service);
  if (const auto trouble = rest::trouble_of(answer, manners, Moment{})) {
    if (const auto* no = std::get_if<verdict::Refused>(&*trouble)) return failure(no->why);
    if (const auto* wait = std::get_if<verdict::Wait>(&*trouble)) {
      return failure(wait->is_rate_limit
                         ? manners.title + " has had too many requests. Try again in a minute."
                         : wait->why +
                               ". See whether this machine reaches it, directly or through "
                               "HTTPS_PROXY.");
    }
    const auto* unknown = std::get_if<verdict::Unknown>(&*trouble);
    return failure((unknown != nullptr ? unknown->why : manners.title + " does not work") +
                   ". It may be away: see its status page, and try again.");
  }
  const auto json = parse_json(answer.body);
  if (!json || (row->proof != nullptr && !JsonReader(*json).has(row->proof))) {
    return failure(fmt::format("What answers is not {}: check the address in {}.", manners.title,
                               manners.section));
  }
  if (std::string flaw = flaw_of(*row, service, *json); !flaw.empty()) {
    return failure(std::move(flaw));
  }
  return manners.title + " " + std::string(row->works);
}

}  // namespace tocsin
