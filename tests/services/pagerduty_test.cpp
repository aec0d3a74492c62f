#include "integrations/pagerduty/pagerduty.h"

#include "bot/json.h"
#include "tests/services/page_context.h"

#include <doctest/doctest.h>

#include <string>

namespace pagerduty_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

pagerduty::Pager duty() {
  return pagerduty::Pager(
      pager("pagerduty", {{"routing_key", "R0-HUSH"}, {"api_token", "u+HUSH"}}));
}

Json event_sent(const DeliveryContext& context) {
  return *parse_json(duty().request(context).request.body);
}

std::vector<Answered> answers() {
  return {
      {"taken", answer(202, fixture("pagerduty/accepted.json")), "done"},
      {"a wrong key", answer(400, fixture("pagerduty/invalid_key.json")),
       "refused [pagers.duty] http_400: PagerDuty refuses it (400). It says: Event object is "
       "invalid: Length of 'routing_key' is incorrect (should be 32 characters) [page refused]"},
      {"forbidden", answer(403, fixture("pagerduty/unauthorized.json")),
       "refused [pagers.duty] forbidden: PagerDuty does not allow it: check what the key in "
       "`routing_key` of [pagers.duty] may do. It says: Your account is not authorized to access "
       "the requested resource. [page refused]"},
      {"unknown key", answer(401),
       "refused [pagers.duty] not_authorised: PagerDuty does not accept our key: check "
       "`routing_key` of [pagers.duty]. [page refused]"},
      {"too many", answer(429), "limit 0"},
      {"too many, for a while", answer(429, "", {{"Retry-After", "30"}}), "limit 30000"},
      {"broken", answer(500, "oops"), "unknown"},
      {"away", answer(503), "unknown"},
      {"cut off", answer(202, fixture("pagerduty/truncated.json")), "unknown"},
      {"hostile", answer(202, fixture("pagerduty/hostile.json")), "unknown"},
      {"hostile refusal", answer(400, fixture("pagerduty/hostile.json")),
       "refused [pagers.duty] http_400: PagerDuty refuses it (400). [page refused]"},
      {"no answer", lost(), "unknown"},
      {"not sent", never_sent(), "wait 0"},
  };
}

}  // namespace

TEST_CASE("a page triggers an event at PagerDuty under its own key, with the incident's facts") {
  const Prepared prepared = duty().request(page_context());
  CHECK(prepared.request.method == "POST");
  CHECK(prepared.request.url == "https://events.pagerduty.com/v2/enqueue");
  CHECK(prepared.paces.empty());
  const Json body = event_sent(page_context());
  CHECK(body["routing_key"] == "R0-HUSH");
  CHECK(body["event_action"] == "trigger");
  CHECK(body["dedup_key"] == "INC-7-P1");
  CHECK(body["payload"]["summary"] == "INC-7 (sev1) Checkout is down: cards are declined");
  CHECK(body["payload"]["severity"] == "critical");
  CHECK(body["payload"]["source"] == "tocsin");
  CHECK(body["payload"]["custom_details"]["Impact"] == "Nobody can pay");
  CHECK(body["links"][0]["href"] == "https://slack.example/app_redirect?channel=C1");
  CHECK(duty().lookup(page_context(), "") == std::nullopt);
}

TEST_CASE("acknowledging and resolving at PagerDuty name the same key and tell nothing else") {
  for (const auto& [call, word] : {std::pair(PagerCall::acknowledge, "acknowledge"),
                                   std::pair(PagerCall::resolve, "resolve")}) {
    CHECK(event_sent(page_context(call)) ==
          Json{{"routing_key", "R0-HUSH"}, {"event_action", word}, {"dedup_key", "INC-7-P1"}});
  }
}

TEST_CASE("whatever the severity is, PagerDuty is asked to wake somebody") {
  const std::pair<std::optional<Severity>, const char*> cases[] = {{std::nullopt, "critical"},
                                                                   {Severity::sev1, "critical"},
                                                                   {Severity::sev2, "error"},
                                                                   {Severity::sev3, "error"},
                                                                   {Severity::sev4, "error"}};
  for (const auto& [severity, word] : cases) {
    DeliveryContext context = page_context();
    context.incident->severity = severity;
    CHECK(event_sent(context)["payload"]["severity"] == word);
  }
}

TEST_CASE("of a private incident PagerDuty learns its number and nothing else") {
  const std::string body = duty().request(private_context()).request.body;
  for (const char* told : {"Checkout", "cards", "can pay", "@ana", "payments", "slack.example"}) {
    CHECK_MESSAGE(body.find(told) == std::string::npos, told);
  }
  CHECK(event_sent(private_context())["payload"]["summary"] == "INC-7: private incident");
}

TEST_CASE("a drill is said to be one in what PagerDuty shows first") {
  CHECK(event_sent(drill_context())["payload"]["summary"] ==
        "DRILL, not real: INC-7 (sev1) Checkout is down: cards are declined");
}

TEST_CASE("a summary that is too long for PagerDuty is cut between letters") {
  DeliveryContext context = page_context();
  for (int i = 0; i < 600; ++i) context.incident->title += "ü";
  const std::string summary = event_sent(context)["payload"]["summary"];
  CHECK(summary.size() <= 1024);
  CHECK(summary.size() > 1018);
  CHECK(summary.ends_with("ü…"));
}

TEST_CASE("each answer of PagerDuty to an event is understood") {
  check_answers(duty(), page_context(), answers());
  check_hush(duty(), answers());
  const auto refused = duty().judge(page_context(PagerCall::resolve), answer(400));
  CHECK(said(refused).find("[page refused]") == std::string::npos);
}

TEST_CASE("PagerDuty tells who is on call, and then the phone of each") {
  const pagerduty::Pager service = duty();
  const Prepared first = service.request(on_call_context());
  CHECK(first.request.method == "GET");
  CHECK(first.request.url ==
        "https://api.pagerduty.com/oncalls?schedule_ids%5B%5D=PSCHED1&include%5B%5D=users");
  CHECK(*net::find_header(first.request.headers, "Authorization") == "Token token=u+HUSH");
  const Verdict shifts =
      service.judge(on_call_context(), answer(200, fixture("pagerduty/oncalls.json")));
  const auto* next = std::get_if<verdict::NextStep>(&shifts);
  REQUIRE(next != nullptr);
  const DeliveryContext ana = on_call_context(next->progress);
  CHECK(service.request(ana).request.url ==
        "https://api.pagerduty.com/users/PANA001?include%5B%5D=contact_methods");
  const Verdict of_ana = service.judge(ana, answer(200, fixture("pagerduty/user.json")));
  next = std::get_if<verdict::NextStep>(&of_ana);
  REQUIRE(next != nullptr);
  const DeliveryContext bo = on_call_context(next->progress);
  // Bo's numbers are not for us: that Bo is on call is still worth knowing.
  const Verdict of_bo = service.judge(bo, answer(403, fixture("pagerduty/unauthorized.json")));
  const auto* done = std::get_if<verdict::Done>(&of_bo);
  REQUIRE(done != nullptr);
  const auto& read = std::get<fact::OnCallRead>(done->facts.at(0));
  CHECK(read.pager == "duty");
  CHECK(read.schedule == "PSCHED1");
  REQUIRE(read.people.size() == 2);
  CHECK(read.people[0].name == "Ana Example");
  CHECK(read.people[0].mail == "ana@example.com");
  CHECK(read.people[0].phone == "+49 1721234567");
  CHECK(read.people[1].name == "Bo Example");
  CHECK(read.people[1].phone.empty());
  CHECK(read.until == from_stored(1'795'723'200'000));  // 20:00, when the first of them goes
}

TEST_CASE("each answer of PagerDuty to the question who is on call is understood") {
  check_answers(
      duty(), on_call_context(),
      {{"nobody", answer(200, fixture("pagerduty/nobody.json")), "done"},
       {"no such schedule", answer(404, fixture("pagerduty/not_found.json")),
        "refused [pagers.duty] not_found: PagerDuty does not know it, or hides it from us: check "
        "`api_url` of [pagers.duty], and that the key in `api_token` may see it. It says: Schedule "
        "Not Found"},
       {"unknown key", answer(401),
        "refused [pagers.duty] not_authorised: PagerDuty does not accept our key: check "
        "`api_token` of [pagers.duty]."},
       {"too many", answer(429), "limit 0"},
       {"hostile", answer(200, fixture("pagerduty/hostile.json")), "unknown"},
       {"no answer", lost(), "unknown"}});
  const pagerduty::Pager without(pager("pagerduty", {{"routing_key", "R0-HUSH"}}));
  CHECK(said(without.judge(on_call_context(), answer(401))) ==
        "refused [pagers.duty] no_token: PagerDuty tells who is on call only with a key: set "
        "`api_token` of [pagers.duty].");
}

}  // namespace pagerduty_test
