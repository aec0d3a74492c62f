#include "integrations/opsgenie/opsgenie.h"

#include "bot/json.h"
#include "tests/services/page_context.h"

#include <doctest/doctest.h>

#include <string>

namespace opsgenie_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

opsgenie::Pager genie() {
  return opsgenie::Pager(pager("opsgenie", {{"api_key", "G-HUSH"}, {"team", "payments"}}));
}

Json body_of(const DeliveryContext& context) {
  return *parse_json(genie().request(context).request.body);
}

DeliveryContext taken() {
  DeliveryContext context = page_context();
  context.progress = "43a29c5c-3dbf-4fa4-9c26-f4f71023e120";
  return context;
}

std::vector<Answered> answers() {
  return {
      {"taken", answer(202, fixture("opsgenie/taken.json")),
       "next 43a29c5c-3dbf-4fa4-9c26-f4f71023e120"},
      {"unknown key", answer(401, fixture("opsgenie/unauthorized.json")),
       "refused [pagers.duty] not_authorised: Opsgenie does not accept our key: check `api_key` of "
       "[pagers.duty]. It says: Could not authenticate [page refused]"},
      {"forbidden", answer(403),
       "refused [pagers.duty] forbidden: Opsgenie does not allow it: check what the key in "
       "`api_key` of [pagers.duty] may do. [page refused]"},
      {"not processable", answer(422, fixture("opsgenie/unprocessable.json")),
       "refused [pagers.duty] http_422: Opsgenie refuses it (422). It says: Request body is not "
       "processable. Please check the errors.; message: Message can not be empty. [page refused]"},
      {"too many", answer(429), "limit 0"},
      {"too many, for a while", answer(429, "", {{"Retry-After", "5"}}), "limit 5000"},
      {"away", answer(503), "unknown"},
      {"cut off", answer(202, fixture("opsgenie/truncated.json")), "unknown"},
      {"hostile", answer(202, fixture("opsgenie/hostile.json")), "unknown"},
      {"no answer", lost(), "unknown"},
      {"not sent", never_sent(), "wait 0"},
  };
}

}  // namespace

TEST_CASE("a page makes an alert at Opsgenie under its own alias, for the team") {
  const Prepared prepared = genie().request(page_context());
  CHECK(prepared.request.method == "POST");
  CHECK(prepared.request.url == "https://api.opsgenie.com/v2/alerts");
  CHECK(*net::find_header(prepared.request.headers, "Authorization") == "GenieKey G-HUSH");
  CHECK(prepared.paces.empty());
  const Json body = body_of(page_context());
  CHECK(body["alias"] == "INC-7-P1");
  CHECK(body["message"] == "INC-7 (sev1) Checkout is down: cards are declined");
  CHECK(body["priority"] == "P1");
  CHECK(body["responders"] == Json::array({{{"name", "payments"}, {"type", "team"}}}));
  CHECK(body["details"]["Impact"] == "Nobody can pay");
  CHECK(body["description"].get<std::string>().find("Lead: @ana") != std::string::npos);
}

TEST_CASE("acknowledging and closing at Opsgenie name the alert by its alias") {
  CHECK(genie().request(page_context(PagerCall::acknowledge)).request.url ==
        "https://api.opsgenie.com/v2/alerts/INC-7-P1/acknowledge?identifierType=alias");
  CHECK(genie().request(page_context(PagerCall::resolve)).request.url ==
        "https://api.opsgenie.com/v2/alerts/INC-7-P1/close?identifierType=alias");
  CHECK(said(genie().judge(page_context(PagerCall::resolve),
                           answer(202, fixture("opsgenie/taken.json")))) == "done");
}

TEST_CASE("of a private incident Opsgenie learns its number; a drill is said to be one") {
  const std::string body = genie().request(private_context()).request.body;
  for (const char* told : {"Checkout", "cards", "pay ", "@ana", "slack.example"}) {
    CHECK_MESSAGE(body.find(told) == std::string::npos, told);
  }
  CHECK(body_of(private_context())["message"] == "INC-7: private incident");
  CHECK(body_of(drill_context())["message"].get<std::string>().starts_with("DRILL, not real: "));
  CHECK(body_of(drill_context())["tags"] == Json::array({"tocsin", "drill"}));
}

TEST_CASE("a message that is too long for Opsgenie is cut between letters") {
  DeliveryContext context = page_context();
  for (int i = 0; i < 100; ++i) context.incident->title += "é";
  const std::string message = body_of(context)["message"];
  CHECK(message.size() <= 130);
  CHECK(message.ends_with("é…"));
}

TEST_CASE("each answer of Opsgenie to an alert is understood") {
  check_answers(genie(), page_context(), answers());
  check_hush(genie(), answers());
}

TEST_CASE("what Opsgenie made of an alert that it took is asked for") {
  CHECK(genie().request(taken()).request.url ==
        "https://api.opsgenie.com/v2/alerts/requests/43a29c5c-3dbf-4fa4-9c26-f4f71023e120");
  check_answers(
      genie(), taken(),
      {{"made", answer(200, fixture("opsgenie/processed.json")), "done"},
       {"not yet", answer(404), "wait 2000"},
       {"ignored", answer(200, fixture("opsgenie/not_processed.json")),
        "refused [pagers.duty] not_processed: Opsgenie took it and made no alert of it: check what "
        "the integration of `api_key` in [pagers.duty] does with alerts. It says: The alert was "
        "ignored by the integration's rule [page refused]"},
       {"cut off", answer(200, fixture("opsgenie/truncated.json")), "unknown"},
       {"hostile", answer(200, fixture("opsgenie/hostile.json")), "unknown"},
       {"too many", answer(429), "limit 0"},
       {"no answer", lost(), "unknown"}});
}

TEST_CASE("Opsgenie tells who is on call by their addresses, of a schedule by name or by ID") {
  CHECK(genie().request(on_call_context()).request.url ==
        "https://api.opsgenie.com/v2/schedules/PSCHED1/"
        "on-calls?scheduleIdentifierType=name&flat=true");
  DeliveryContext by_id = on_call_context();
  by_id.delivery = delivery::AskOnCall{"duty", "d8750c0a-0000-4000-8000-0c26936d18de"};
  CHECK(genie().request(by_id).request.url.find("scheduleIdentifierType=id") != std::string::npos);
  const Verdict verdict =
      genie().judge(on_call_context(), answer(200, fixture("opsgenie/on_calls.json")));
  const auto* done = std::get_if<verdict::Done>(&verdict);
  REQUIRE(done != nullptr);
  const auto& read = std::get<fact::OnCallRead>(done->facts.at(0));
  REQUIRE(read.people.size() == 2);
  CHECK(read.people[0].name == "ana@example.com");
  CHECK(read.people[1].mail == "bo@example.com");
  check_answers(genie(), on_call_context(),
                {{"hostile", answer(200, fixture("opsgenie/hostile.json")), "unknown"},
                 {"cut off", answer(200, fixture("opsgenie/truncated.json")), "unknown"}});
}

}  // namespace opsgenie_test
