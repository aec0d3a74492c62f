// What the doctor asks an outside service, and what it tells the operator of the answer.

#include "integrations/probe.h"

#include "bot/json.h"
#include "tests/services/page_context.h"

#include <doctest/doctest.h>

#include <string>

namespace probe_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

using Values = std::map<std::string, std::string, std::less<>>;

Service service(ServiceRole role, std::string kind, Values values) {
  return {role, "ours", std::move(kind), std::move(values)};
}

Service hub() {
  return service(ServiceRole::tracker, "github",
                 {{"repository", "example/checkout"}, {"token", "HUSH"}});
}

std::string judged(const Service& one, const net::HttpResponse& answer) {
  const auto said = judge_probe(one, answer);
  const std::string text = said ? "well: " + *said : "wrong: " + said.error();
  CHECK(text.find("HUSH") == std::string::npos);
  return text;
}

}  // namespace

TEST_CASE("each service that has a harmless way to look is looked at by it, with our key") {
  struct Look {
    Service service;
    std::string method;
    std::string url;
    std::string authorization;
  };
  const Look looks[] = {
      {service(ServiceRole::pager, "pagerduty", {{"routing_key", "r"}, {"api_token", "HUSH"}}),
       "GET", "https://api.pagerduty.com/abilities", "Token token=HUSH"},
      {service(ServiceRole::pager, "opsgenie",
               {{"api_key", "HUSH"}, {"url", "https://api.eu.opsgenie.com/"}}),
       "GET", "https://api.eu.opsgenie.com/v2/alerts?limit=1", "GenieKey HUSH"},
      {service(ServiceRole::pager, "grafana",
               {{"url", "https://a.example/x"},
                {"api_url", "https://oncall.example.com"},
                {"api_token", "HUSH"}}),
       "GET", "https://oncall.example.com/api/v1/integrations/", "HUSH"},
      {hub(), "GET", "https://api.github.com/repos/example/checkout", "Bearer HUSH"},
      {service(ServiceRole::tracker, "jira",
               {{"url", "https://example.atlassian.net"},
                {"project", "OPS"},
                {"user", "t@example.com"},
                {"token", "HUSH"}}),
       "GET", "https://example.atlassian.net/rest/api/3/project/OPS",
       "Basic dEBleGFtcGxlLmNvbTpIVVNI"},
      {service(ServiceRole::tracker, "linear", {{"team", "OPS"}, {"token", "HUSH"}}), "POST",
       "https://api.linear.app/graphql", "HUSH"},
      {service(ServiceRole::status_page, "statuspage", {{"page", "p/1"}, {"token", "HUSH"}}), "GET",
       "https://api.statuspage.io/v1/pages/p/1", "OAuth HUSH"},
  };
  for (const Look& look : looks) {
    CAPTURE(look.service.kind);
    const auto prepared = probe(look.service);
    REQUIRE(prepared);
    CHECK(prepared->request.method == look.method);
    CHECK(prepared->request.url == look.url);
    const std::string* key = net::find_header(prepared->request.headers, "Authorization");
    REQUIRE(key != nullptr);
    CHECK(*key == look.authorization);
  }
}

TEST_CASE("what cannot be looked at without doing something is not tried, and it is said why") {
  const std::pair<Service, const char*> cases[] = {
      {service(ServiceRole::pager, "pagerduty", {{"routing_key", "HUSH"}}),
       "PagerDuty is set up. Not tried: without api_token there is no way to look."},
      {service(ServiceRole::pager, "grafana", {{"url", "https://a.example/HUSH"}}),
       "Grafana OnCall is set up. Not tried: without api_url and api_token there is no way to "
       "look."},
      {service(ServiceRole::pager, "webhook", {{"url", "https://a.example"}, {"secret", "HUSH"}}),
       "A signed webhook is set up. Not tried: a request would be taken for a real one."},
      {service(ServiceRole::status_page, "webhook",
               {{"url", "https://a.example"}, {"secret", "HUSH"}}),
       "A signed webhook is set up. Not tried: a request would be taken for a real one."},
      {service(ServiceRole::pager, "mail", {{"to", "ana@example.com"}}),
       "Sends mail by the server of [mail]. Not tried: looking would send one."},
  };
  for (const auto& [one, sentence] : cases) {
    CHECK(!probe(one));
    CHECK(not_tried(one) == sentence);
  }
}

TEST_CASE("what is wrong with a service is told with the key to look at") {
  CHECK(judged(hub(), answer(200, R"({"full_name":"example/checkout","has_issues":true})")) ==
        "well: GitHub shows the repository.");
  CHECK(judged(hub(), answer(200, R"({"full_name":"example/checkout","has_issues":false})")) ==
        "wrong: The repository takes no issues: switch them on in its settings.");
  CHECK(judged(hub(), answer(401, R"({"message":"Bad credentials: HUSH"})")) ==
        "wrong: GitHub does not accept our key: check `token` of [trackers.ours]. It says: Bad "
        "credentials: …");
  CHECK(judged(hub(), answer(404, R"({"message":"Not Found"})")) ==
        "wrong: GitHub does not know it, or hides it from us: check `repository` of "
        "[trackers.ours], and that the key in `token` may see it. It says: Not Found");
  CHECK(judged(hub(), answer(429)) ==
        "wrong: GitHub has had too many requests. Try again in a minute.");
  CHECK(judged(hub(), answer(503)) ==
        "wrong: GitHub answers 503. It may be away: see its status page, and try again.");
  CHECK(judged(hub(), answer(200, "<html>welcome to our proxy")) ==
        "wrong: What answers is not GitHub: check the address in [trackers.ours].");
  CHECK(judged(hub(), answer(200, R"({"ok":false,"error":"unknown_method"})")) ==
        "wrong: What answers is not GitHub: check the address in [trackers.ours].");
  CHECK(
      judged(hub(), never_sent()) ==
      "wrong: GitHub cannot be reached: no address. See whether this machine reaches it, directly "
      "or through HTTPS_PROXY.");
}

TEST_CASE("a team that Linear does not know is told, though Linear answers that all is well") {
  const Service linear = service(ServiceRole::tracker, "linear", {{"team", "OPS"}, {"token", "t"}});
  CHECK(judged(linear, answer(200, R"({"data":{"teams":{"nodes":[{"id":"1"}]}}})")) ==
        "well: Linear knows the team.");
  CHECK(judged(linear, answer(200, R"({"data":{"teams":{"nodes":[]}}})")) ==
        "wrong: Linear knows no team of that key: check `team` of [trackers.ours].");
  CHECK(judged(linear, answer(200, R"({"errors":[{"message":"Entity not found"}]})")) ==
        "wrong: Linear knows no team of that key: check `team` of [trackers.ours]. It says: Entity "
        "not found");
}

TEST_CASE("a hostile answer to a look breaks nothing") {
  for (const char* body : {"[]", "null", R"({"message":[1],"errors":{"a":1},"error":7})", "{"}) {
    CHECK(judged(hub(), answer(400, body)).starts_with("wrong: GitHub refuses it (400)."));
    CHECK_FALSE(judged(hub(), answer(200, body)).empty());
  }
}

}  // namespace probe_test
