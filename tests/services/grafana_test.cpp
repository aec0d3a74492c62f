#include "integrations/grafana/grafana.h"

#include "bot/json.h"
#include "tests/services/page_context.h"

#include <doctest/doctest.h>

#include <string>

namespace grafana_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

grafana::Pager oncall() {
  return grafana::Pager(pager(
      "grafana", {{"url", "https://oncall.example.com/integrations/v1/formatted_webhook/HUSH/"},
                  {"api_url", "https://oncall.example.com/"},
                  {"api_token", "HUSH-token"}}));
}

Json body_of(const DeliveryContext& context) {
  return *parse_json(oncall().request(context).request.body);
}

std::vector<Answered> answers() {
  const std::string unknown =
      "Grafana OnCall knows no integration of that address: check `url` of [pagers.duty]. [page "
      "refused]";
  return {
      {"taken", answer(200, fixture("grafana/ok.txt")), "done"},
      {"taken without a word", answer(200), "done"},
      {"forbidden", answer(403), "refused [pagers.duty] http_403: " + unknown},
      {"not there", answer(404), "refused [pagers.duty] http_404: " + unknown},
      {"too many", answer(429), "limit 0"},
      {"too many, for a while", answer(429, "", {{"Retry-After", "60"}}), "limit 60000"},
      {"away", answer(502, "<html>"), "unknown"},
      {"refused", answer(400, fixture("grafana/hostile.json")),
       "refused [pagers.duty] http_400: Grafana OnCall refuses it (400). [page refused]"},
      {"no answer", lost(), "unknown"},
      {"not sent", never_sent(), "wait 0"},
  };
}

}  // namespace

TEST_CASE("a page is an alert of its own group at Grafana OnCall, and the resolution ends it") {
  const Prepared prepared = oncall().request(page_context());
  CHECK(prepared.request.method == "POST");
  CHECK(prepared.request.url ==
        "https://oncall.example.com/integrations/v1/formatted_webhook/HUSH/");
  CHECK(prepared.paces.empty());
  const Json body = body_of(page_context());
  CHECK(body["alert_uid"] == "INC-7-P1");
  CHECK(body["title"] == "INC-7 (sev1) Checkout is down: cards are declined");
  CHECK(body["state"] == "alerting");
  CHECK(body["link_to_upstream_details"] == "https://slack.example/app_redirect?channel=C1");
  CHECK(body_of(page_context(PagerCall::resolve))["state"] == "ok");
  CHECK(body_of(page_context(PagerCall::resolve))["alert_uid"] == "INC-7-P1");
}

TEST_CASE("Grafana OnCall is told nothing of an acknowledgement, and nothing is wrong with that") {
  const DeliveryContext context = page_context(PagerCall::acknowledge);
  CHECK(oncall().request(context).request.url.empty());
  CHECK(said(oncall().judge(context, never_sent())) == "done");
}

TEST_CASE("of a private incident Grafana OnCall learns its number; a drill is said to be one") {
  const std::string body = oncall().request(private_context()).request.body;
  for (const char* told : {"Checkout", "cards", "pay", "@ana", "slack.example"}) {
    CHECK_MESSAGE(body.find(told) == std::string::npos, told);
  }
  CHECK(body_of(private_context())["title"] == "INC-7: private incident");
  CHECK(body_of(drill_context())["title"].get<std::string>().starts_with("DRILL, not real: "));
}

TEST_CASE("each answer of Grafana OnCall to an alert is understood") {
  check_answers(oncall(), page_context(), answers());
  check_hush(oncall(), answers());
}

TEST_CASE("Grafana OnCall tells who is on call, and then the name of each") {
  const grafana::Pager service = oncall();
  const Prepared first = service.request(on_call_context());
  CHECK(first.request.url == "https://oncall.example.com/api/v1/schedules/PSCHED1/");
  CHECK(*net::find_header(first.request.headers, "Authorization") == "HUSH-token");
  const Verdict schedule =
      service.judge(on_call_context(), answer(200, fixture("grafana/schedule.json")));
  const auto* next = std::get_if<verdict::NextStep>(&schedule);
  REQUIRE(next != nullptr);
  const DeliveryContext ana = on_call_context(next->progress);
  CHECK(service.request(ana).request.url ==
        "https://oncall.example.com/api/v1/users/U4DNY931HHJS5/");
  const Verdict of_ana = service.judge(ana, answer(200, fixture("grafana/user.json")));
  next = std::get_if<verdict::NextStep>(&of_ana);
  REQUIRE(next != nullptr);
  const Verdict of_other =
      service.judge(on_call_context(next->progress), answer(200, fixture("grafana/hostile.json")));
  const auto* done = std::get_if<verdict::Done>(&of_other);
  REQUIRE(done != nullptr);
  const auto& read = std::get<fact::OnCallRead>(done->facts.at(0));
  REQUIRE(read.people.size() == 2);
  CHECK(read.people[0].name == "ana");
  CHECK(read.people[0].mail == "ana@example.com");
  CHECK(read.people[1].name == "U6RV9WPSL6DFW");
}

TEST_CASE("each answer of Grafana OnCall to the question who is on call is understood") {
  check_answers(
      oncall(), on_call_context(),
      {{"unknown key", answer(401, fixture("grafana/invalid_token.json")),
        "refused [pagers.duty] not_authorised: Grafana OnCall does not accept our key: check "
        "`api_token` of [pagers.duty]. It says: Invalid token."},
       {"cut off", answer(200, fixture("grafana/truncated.json")), "unknown"},
       {"hostile", answer(200, fixture("grafana/hostile.json")), "unknown"},
       {"too many", answer(429), "limit 0"},
       {"no answer", lost(), "unknown"}});
  const grafana::Pager without(pager("grafana", {{"url", "https://oncall.example.com/HUSH"}}));
  CHECK(said(without.judge(on_call_context(), answer(404))) ==
        "refused [pagers.duty] no_token: Grafana OnCall tells who is on call only by its API: set "
        "`api_url` and `api_token` of [pagers.duty].");
}

}  // namespace grafana_test
