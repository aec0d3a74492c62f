// GitHub, Jira and Linear as their public documents describe them: what is asked, and what each
// answer means.

#include "bot/json.h"
#include "integrations/github/github.h"
#include "integrations/jira/jira.h"
#include "integrations/linear/linear.h"
#include "integrations/task_text.h"
#include "tests/services/served.h"

#include <doctest/doctest.h>

#include <memory>

namespace trackers_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

std::unique_ptr<Destination> github_tracker() {
  return std::make_unique<github::Tracker>(service(
      ServiceRole::tracker, "github",
      {{"repository", "example/shop"}, {"token", "ghp_secret"}, {"labels", "incident, ops"}}));
}

std::unique_ptr<Destination> jira_tracker() {
  return std::make_unique<jira::Tracker>(service(ServiceRole::tracker, "jira",
                                                 {{"url", "https://example.atlassian.net/"},
                                                  {"project", "OPS"},
                                                  {"user", "ana@example.com"},
                                                  {"token", "jira_secret"}}));
}

std::unique_ptr<Destination> linear_tracker(const std::string& team = "OPS") {
  return std::make_unique<linear::Tracker>(
      service(ServiceRole::tracker, "linear", {{"team", team}, {"token", "lin_secret"}}));
}

std::string header(const net::HttpRequest& request, std::string_view name) {
  const std::string* value = net::find_header(request.headers, name);
  return value != nullptr ? *value : "";
}

Json body_of(const net::HttpRequest& request) {
  const auto json = parse_json(request.body);
  REQUIRE(json.has_value());
  return *json;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

struct Row {
  std::string_view name;
  net::HttpResponse answer;
  std::string_view means;  // the beginning of the verdict
};

void check_rows(const Destination& tracker, const DeliveryContext& context,
                const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string verdict = print(tracker.judge(context, row.answer));
    CAPTURE(verdict);
    CHECK(verdict.starts_with(row.means));
    CHECK_FALSE(has(verdict, "secret"));
  }
}

DeliveryContext linear_creating() {
  DeliveryContext context = filing();
  context.progress = "9cfb482a-81e3-4154-b5b9-2c805e70a02d";
  return context;
}

}  // namespace

// ---- what every tracker is told

TEST_CASE(
    "an issue says what it is of, whose it is, when it is due and where it was talked about") {
  DeliveryContext context = filing();
  context.incident->tasks.front().due_at = k_now;
  const std::string text = issue_markdown(context);
  CHECK(has(text, "Follow-up T3 of the incident INC-7: Checkout is failing"));
  CHECK(has(text, "Owner: Ben"));
  CHECK(has(text, "Due: 14:41 UTC"));
  CHECK(has(text, "(https://slack.com/app_redirect?team=T1&channel=C1)"));
  CHECK(has(text, "<!-- tocsin a1b2c3 INC-7 T3 -->"));
  context.owner_name.clear();
  CHECK(has(issue_markdown(context), "Owner: nobody yet"));
}

TEST_CASE("of a private incident a tracker is told neither title nor channel") {
  DeliveryContext context = filing();
  context.incident->is_private = true;
  const std::string text = issue_markdown(context);
  CHECK(has(text, "Follow-up T3 of the incident INC-7."));
  CHECK_FALSE(has(text, "Checkout"));
  CHECK_FALSE(has(text, "slack.com"));
}

TEST_CASE("a title keeps within the limit and the whole text follows in the body") {
  DeliveryContext context = filing();
  Task& task = context.incident->tasks.front();
  task.text = "Replace " + std::string(300, 'x') + "\nand the rest";
  CHECK(issue_title(task).size() <= 250);
  CHECK(issue_title(task).ends_with("…"));
  CHECK(has(issue_markdown(context), "and the rest"));
  task.text.clear();
  for (int i = 0; i < 100; ++i) task.text += "é€";
  CHECK(issue_title(task).size() <= 250);
}

TEST_CASE("what a person typed can neither call people in a tracker nor end the hidden mark") {
  DeliveryContext context = filing();
  context.incident->title = "@everyone --> <script>alert(1)</script> [x](javascript:alert)";
  const std::string text = issue_markdown(context);
  CHECK_FALSE(has(text, "@everyone"));
  CHECK_FALSE(has(text, "<script>"));
  CHECK_FALSE(has(text, "[x]("));
}

// ---- GitHub

TEST_CASE("GitHub gets one issue with the labels of the configuration") {
  const auto tracker = github_tracker();
  const Prepared prepared = tracker->request(filing());
  CHECK(line_of(prepared.request) == "POST https://api.github.com/repos/example/shop/issues");
  CHECK(header(prepared.request, "Authorization") == "Bearer ghp_secret");
  CHECK(header(prepared.request, "Accept") == "application/vnd.github+json");
  CHECK(header(prepared.request, "User-Agent") == "tocsin");
  const Json body = body_of(prepared.request);
  CHECK(body["title"] == "Add an alert on the queue's length");
  CHECK(body["labels"] == Json::array({"incident", "ops"}));
  CHECK_FALSE(prepared.paces.empty());
  DeliveryContext read = reading();
  set_issue(read, "1347");
  CHECK(line_of(tracker->request(read).request) ==
        "GET https://api.github.com/repos/example/shop/issues/1347");
}

TEST_CASE("each answer of GitHub to a new issue has its meaning") {
  check_rows(
      *github_tracker(), filing(),
      {{"created", answered(201, "github/created.json"),
        "done: T3 is #1347 (1347) in ops at https://github.com/example/shop/issues/1347"},
       {"wrong token", answered(401, "github/bad_credentials.json"),
        "refused [trackers.ops] not_authorised: GitHub does not accept our key: check `token` of "
        "[trackers.ops]. It says: Bad credentials"},
       {"may not", answered(403, "github/forbidden.json"),
        "refused [trackers.ops] forbidden: GitHub does not allow it: check what the key in "
        "`token`"},
       {"no such repository", answered(404, "github/not_found.json"),
        "refused [trackers.ops] not_found: GitHub does not know it, or hides it from us: check "
        "`repository` of [trackers.ops]"},
       {"no issues there", answered(410, "github/disabled.json"),
        "refused [trackers.ops] not_found:"},
       {"moved", answered(301, ""), "refused [trackers.ops] moved:"},
       {"not valid", answered(422, "github/invalid.json"),
        "refused [trackers.ops] http_422: GitHub refuses it (422). It says: Validation Failed; "
        "name: invalid"},
       {"limit with its end",
        answered(403, "github/rate_limited.json",
                 {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1773153750"}}),
        "wait 90 s for all:"},
       {"second limit with a time",
        answered(403, "github/secondary_limit.json", {{"retry-after", "60"}}),
        "wait 60 s for all:"},
       {"second limit without one", answered(403, "github/secondary_limit.json"),
        "wait 60 s for all:"},
       {"429 with a time", answered(429, "", {{"Retry-After", "7"}}), "wait 7 s for all:"},
       {"429 without one", answered(429, ""), "wait 0 s for all:"},
       {"429 with nonsense", answered(429, "", {{"Retry-After", "-5"}}), "wait 0 s for all:"},
       {"broken inside", answered(502, ""), "unknown: GitHub answers 502"},
       {"lost", lost(), "unknown: no answer from GitHub: timed out"},
       {"never sent", never_sent(), "wait 0 s: GitHub cannot be reached: no address"},
       {"not what was promised", answered(201, "github/hostile.json"), "unknown:"},
       {"cut off", {net::Transport::answered, 201, {}, R"({"number": 13)", ""}, "unknown:"}});
}

TEST_CASE("GitHub's word on an issue is read back") {
  DeliveryContext context = reading();
  set_issue(context, "1347");
  check_rows(*github_tracker(), context,
             {{"open", answered(200, "github/created.json"), "done: T3 is “open”"},
              {"closed", answered(200, "github/closed.json"), "done: T3 is “closed”, done"},
              {"given up", answered(200, "github/not_planned.json"),
               "done: T3 is “closed as not planned”, dropped"},
              {"deleted", answered(410, ""), "done: T3 is “deleted”"},
              {"gone", answered(404, "github/not_found.json"), "refused"},
              {"hostile", answered(200, "github/hostile.json"), "unknown:"}});
  CHECK_FALSE(github_tracker()->lookup(context, "").has_value());  // harmless to repeat
}

TEST_CASE("after a lost answer GitHub's list is looked through, page by page") {
  const auto tracker = github_tracker();
  const DeliveryContext context = filing();
  CHECK(line_of(tracker->lookup(context, "")->request) ==
        "GET https://api.github.com/repos/example/shop/issues?state=all&sort=created&"
        "direction=desc&per_page=100&since=2026-03-10T14%3A31%3A00Z&page=1");
  CHECK(has(tracker->lookup(context, "3")->request.url, "&page=3"));
  const auto look = [&](net::HttpResponse answer) {
    return print(tracker->found(context, answer));
  };
  CHECK(look(answered(200, "github/list_with_ours.json"))
            .starts_with("found done: T3 is #1347 (1347) in ops"));
  CHECK(look(answered(200, "github/list_without.json")) == "not there");
  CHECK(
      look(answered(
          200, "github/list_without.json",
          {{"Link",
            R"(<https://api.github.com/repositories/1/issues?page=2&per_page=100>; rel="next", )"
            R"(<https://api.github.com/repositories/1/issues?page=9&per_page=100>; rel="last")"}})) ==
      "more: 2");
  CHECK(look(answered(401, "github/bad_credentials.json")).starts_with("failed 30 s:"));
  CHECK(look(answered(429, "", {{"Retry-After", "9"}})).starts_with("failed 9 s:"));
  CHECK(look(answered(500, "")).starts_with("failed"));
  CHECK(look(lost()).starts_with("failed"));
  CHECK(look(answered(200, "github/hostile.json")).starts_with("failed"));
  DeliveryContext other = context;
  other.installation = "ffffff";  // another bot's INC-7
  CHECK(print(tracker->found(other, answered(200, "github/list_with_ours.json"))) == "not there");
}

// ---- Jira

TEST_CASE("Jira gets a document in its own format, and a label that names the task") {
  const auto tracker = jira_tracker();
  const Prepared prepared = tracker->request(filing());
  CHECK(line_of(prepared.request) == "POST https://example.atlassian.net/rest/api/3/issue");
  CHECK(header(prepared.request, "Authorization") == "Basic YW5hQGV4YW1wbGUuY29tOmppcmFfc2VjcmV0");
  const Json fields = body_of(prepared.request)["fields"];
  CHECK(fields["project"]["key"] == "OPS");
  CHECK(fields["issuetype"]["name"] == "Task");
  CHECK(fields["summary"] == "Add an alert on the queue's length");
  CHECK(fields["labels"] == Json::array({"tocsin", "tocsin-a1b2c3-inc-7-t3"}));
  CHECK(fields["description"]["type"] == "doc");
  CHECK(fields["description"]["version"] == 1);
  CHECK(fields["description"]["content"][0]["content"][0]["text"] ==
        "Follow-up T3 of the incident INC-7: Checkout is failing");
  CHECK(fields["description"]["content"][2]["content"][0]["marks"][0]["attrs"]["href"] ==
        "https://slack.com/app_redirect?team=T1&channel=C1");
}

TEST_CASE("each answer of Jira has its meaning") {
  check_rows(
      *jira_tracker(), filing(),
      {{"created", answered(201, "jira/created.json"),
        "done: T3 is OPS-24 (10042) in ops at https://example.atlassian.net/browse/OPS-24"},
       {"not valid", answered(400, "jira/errors.json"),
        "refused [trackers.ops] http_400: Jira refuses it (400). It says: You do not have "
        "permission to create issues in this project.; issuetype: Specify a valid issue"},
       {"wrong token", answered(401, ""),
        "refused [trackers.ops] not_authorised: Jira does not accept our key: check `token`"},
       {"limit", answered(429, "", {{"Retry-After", "30"}}), "wait 30 s for all:"},
       {"away", answered(503, ""), "unknown:"},
       {"lost", lost(), "unknown:"},
       {"hostile", answered(201, "jira/hostile.json"), "unknown:"}});
  DeliveryContext context = reading();
  set_issue(context, "10042");
  CHECK(line_of(jira_tracker()->request(context).request) ==
        "GET https://example.atlassian.net/rest/api/3/issue/10042?fields=status,resolution");
  check_rows(
      *jira_tracker(), context,
      {{"under way", answered(200, "jira/in_progress.json"), "done: T3 is “In Progress”"},
       {"done", answered(200, "jira/done.json"), "done: T3 is “Done”, done"},
       {"given up", answered(200, "jira/wont_do.json"), "done: T3 is “Closed: Won't Do”, dropped"},
       {"gone", answered(404, "jira/missing.json"), "refused"},
       {"hostile", answered(200, "jira/hostile.json"), "unknown:"}});
}

TEST_CASE(
    "after a lost answer Jira is searched, and then asked for what its search does not know") {
  const auto tracker = jira_tracker();
  DeliveryContext context = filing();
  const auto ask = [&](const std::string& cursor) {
    return body_of(tracker->lookup(context, cursor)->request);
  };
  const auto look = [&](const std::string& cursor, const std::string& name) {
    context.cursor = cursor;
    return print(tracker->found(context, answered(200, name)));
  };
  CHECK(ask("")["jql"] ==
        "project = \"OPS\" AND labels = \"tocsin-a1b2c3-inc-7-t3\" AND created >= -10m");
  CHECK(look("", "jira/search_ours.json").starts_with("found done: T3 is OPS-24 (10042)"));
  CHECK(look("", "jira/search_none.json") == "more: newest");
  CHECK(ask("newest")["jql"] == "project = \"OPS\" ORDER BY key DESC");
  CHECK(look("newest", "jira/search_ours.json").starts_with("found"));
  CHECK(look("newest", "jira/search_newest.json") == "more: after 23");
  CHECK(look("newest", "jira/search_none.json") == "more: after 0");
  const Json keys = ask("after 23")["issueIdsOrKeys"];
  CHECK(keys.size() == 50);
  CHECK(keys.front() == "OPS-24");
  CHECK(look("after 23", "jira/bulk_ours.json").starts_with("found done: T3 is OPS-24 (10042)"));
  CHECK(look("after 23", "jira/bulk_none.json") == "not there");
  CHECK(look("", "jira/hostile.json").starts_with("failed"));
}

// ---- Linear

TEST_CASE("Linear is asked for the team's id first, and the issue gets an id of our choice") {
  const auto tracker = linear_tracker();
  const Prepared team = tracker->request(filing());
  CHECK(line_of(team.request) == "POST https://api.linear.app/graphql");
  CHECK(header(team.request, "Authorization") == "lin_secret");
  CHECK(body_of(team.request)["variables"]["key"] == "OPS");
  check_rows(
      *tracker, filing(),
      {{"team", answered(200, "linear/team.json"), "next: 9cfb482a-81e3-4154-b5b9-2c805e70a02d"},
       {"no such team", answered(200, "linear/no_team.json"),
        "refused [trackers.ops] no_team: Linear has no team with the key “OPS”: check `team`"},
       {"hostile", answered(200, "linear/hostile.json"), "unknown:"}});
  CHECK_FALSE(tracker->lookup(filing(), "").has_value());
  const Json input = body_of(tracker->request(linear_creating()).request)["variables"]["input"];
  CHECK(input["teamId"] == "9cfb482a-81e3-4154-b5b9-2c805e70a02d");
  CHECK(input["title"] == "Add an alert on the queue's length");
  CHECK(input["id"] == linear::issue_id("tocsin a1b2c3 INC-7 T3"));
  const std::string direct =
      linear_tracker("9cfb482a-81e3-4154-b5b9-2c805e70a02d")->request(filing()).request.body;
  CHECK(has(direct, "issueCreate"));
}

TEST_CASE(
    "the id of an issue is a UUID of version 4, the same each time and another for each task") {
  const std::string id = linear::issue_id("tocsin a1b2c3 INC-7 T3");
  REQUIRE(id.size() == 36);
  CHECK(id[14] == '4');
  CHECK(has("89ab", id.substr(19, 1)));
  CHECK(id == linear::issue_id("tocsin a1b2c3 INC-7 T3"));
  CHECK(id != linear::issue_id("tocsin a1b2c3 INC-7 T4"));
  CHECK(id != linear::issue_id("tocsin a1b2c4 INC-7 T3"));
}

TEST_CASE("each answer of Linear has its meaning, whatever its status") {
  check_rows(
      *linear_tracker(), linear_creating(),
      {{"created", answered(200, "linear/created.json"), "done: T3 is OPS-12 (IDOFTHEISSUE)"},
       {"unknown to it", answered(400, "linear/unauthenticated.json"),
        "refused [trackers.ops] not_authorised: Linear does not accept our key"},
       {"limit", answered(400, "linear/rate_limited.json"), "wait 60 s for all:"},
       {"limit with its end",
        answered(400, "linear/rate_limited.json",
                 {{"X-RateLimit-Requests-Remaining", "0"},
                  {"X-RateLimit-Requests-Reset", "1773153750000"},
                  {"X-RateLimit-Complexity-Remaining", "9000"},
                  {"X-RateLimit-Complexity-Reset", "1773159999000"}}),
        "wait 90 s for all:"},
       {"limit whose end is over",
        answered(400, "linear/rate_limited.json",
                 {{"X-RateLimit-Requests-Remaining", "0"}, {"X-RateLimit-Requests-Reset", "1"}}),
        "wait 1 s for all:"},
       {"limit with nonsense",
        answered(400, "linear/rate_limited.json",
                 {{"X-RateLimit-Requests-Remaining", "0"}, {"X-RateLimit-Requests-Reset", "soon"}}),
        "wait 60 s for all:"},
       {"not valid", answered(200, "linear/invalid.json"),
        "refused [trackers.ops] http_400: Linear refuses it (400). It says: title must be"},
       {"there already", answered(200, "linear/exists.json"), "unknown:"},
       {"broken inside", answered(200, "linear/internal.json"), "unknown:"},
       {"away", answered(503, ""), "unknown:"},
       {"lost", lost(), "unknown:"},
       {"hostile", answered(200, "linear/hostile.json"), "unknown:"}});
  DeliveryContext context = reading();
  set_issue(context, "5f3c");
  CHECK(has(linear_tracker()->request(context).request.body, R"("id":"5f3c")"));
  check_rows(
      *linear_tracker(), context,
      {{"under way", answered(200, "linear/started.json"), "done: T3 is “In Progress”"},
       {"done", answered(200, "linear/completed.json"), "done: T3 is “Done”, done"},
       {"given up", answered(200, "linear/canceled.json"), "done: T3 is “Canceled”, dropped"},
       {"gone", answered(200, "linear/not_found.json"), "refused [trackers.ops] not_found:"}});
}

TEST_CASE("after a lost answer Linear is asked for the issue by its id") {
  const auto tracker = linear_tracker();
  const DeliveryContext context = linear_creating();
  CHECK(body_of(tracker->lookup(context, "")->request)["variables"]["id"] ==
        linear::issue_id("tocsin a1b2c3 INC-7 T3"));
  const auto look = [&](net::HttpResponse answer) {
    return print(tracker->found(context, answer));
  };
  CHECK(look(answered(200, "linear/started.json")).starts_with("found done: T3 is OPS-12"));
  CHECK(look(answered(200, "linear/not_found.json")) == "not there");
  CHECK(look(answered(400, "linear/rate_limited.json")).starts_with("failed 60 s:"));
  CHECK(look(answered(500, "")).starts_with("failed"));
  CHECK(look(answered(200, "linear/hostile.json")).starts_with("failed"));
}

}  // namespace trackers_test
