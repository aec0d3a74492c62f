#include "bot/slack/web_api.h"

#include "tests/slack/world.h"

namespace web_api_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::answered;
using world::refusal;

namespace {

struct Case {
  const char* fault;  // number in the reference's table of faults
  net::HttpResponse response;
  AnswerClass kind;
};

Duration seconds(int count) { return std::chrono::seconds(count); }

net::HttpResponse limited(const std::string& retry_after) {
  return answered(R"({"ok":false,"error":"ratelimited"})", 429, {{"Retry-After", retry_after}});
}

// Long because it is a table: one line a fault, with its number in the reference.
std::vector<Case> fault_cases() {
  using Kind = AnswerClass;
  const std::string html = "<html><body>Service Unavailable</body></html>";
  return {
      {"27 ratelimited", limited("7"), Kind::rate_limited},
      {"28 internal_error", refusal("internal_error"), Kind::unknown_effect},
      {"28 HTML", answered(html, 503), Kind::unknown_effect},
      {"29 invalid_auth", refusal("invalid_auth"), Kind::auth},
      {"29 not_allowed_token_type", refusal("not_allowed_token_type"), Kind::auth},
      {"29 not_authed", refusal("not_authed"), Kind::auth},
      {"30 account_inactive", refusal("account_inactive"), Kind::auth},
      {"30 token_revoked", refusal("token_revoked"), Kind::auth},
      {"31 token_expired", refusal("token_expired"), Kind::auth},
      {"32 missing_scope", refusal("missing_scope"), Kind::missing_scope},
      {"33 team_access_not_granted", refusal("team_access_not_granted"), Kind::auth},
      {"33 org_login_required", refusal("org_login_required"), Kind::auth},
      {"33 team_added_to_org", refusal("team_added_to_org"), Kind::transient_no_effect},
      {"34 429", limited("30"), Kind::rate_limited},
      {"35 429 without the header", answered("", 429), Kind::rate_limited},
      {"35 429 with a page", answered(html, 429), Kind::rate_limited},
      {"36 500", answered(html, 500), Kind::unknown_effect},
      {"36 502 empty", answered("", 502), Kind::unknown_effect},
      {"36 503 JSON", answered(R"({"ok":false,"error":"x"})", 503), Kind::unknown_effect},
      {"37 200 HTML", answered(html), Kind::unknown_effect},
      {"37 200 ok", answered("ok"), Kind::unknown_effect},
      {"37 200 list", answered("[]"), Kind::unknown_effect},
      {"37 200 without ok", answered("{}"), Kind::unknown_effect},
      {"37 ok is text", answered(R"({"ok":"true"})"), Kind::unknown_effect},
      {"37 a proxy's 403", answered(html, 403), Kind::unknown_effect},
      {"38 half JSON", answered(R"({"ok":true,"ts":"17)"), Kind::unknown_effect},
      {"39 lost", world::lost(), Kind::unknown_effect},
      {"40 never sent", world::never_sent(), Kind::transient_no_effect},
      {"41 fatal_error", refusal("fatal_error"), Kind::unknown_effect},
      {"42 request_timeout", refusal("request_timeout"), Kind::unknown_effect},
      {"43 service_unavailable", refusal("service_unavailable"), Kind::unknown_effect},
      {"43 accesslimited", refusal("accesslimited"), Kind::auth},
      {"44 warnings", answered(R"({"ok":true,"warning":"missing_charset"})"), Kind::ok},
      {"45 not_in_channel", refusal("not_in_channel"), Kind::refused},
      {"46 channel_not_found", refusal("channel_not_found"), Kind::refused},
      {"47 is_archived", refusal("is_archived"), Kind::refused},
      {"48 msg_too_long", refusal("msg_too_long"), Kind::refused},
      {"48 invalid_blocks", refusal("invalid_blocks"), Kind::refused},
      {"49 message_not_found", refusal("message_not_found"), Kind::refused},
      {"49 edit_window_closed", refusal("edit_window_closed"), Kind::refused},
      {"50 rate_limited", refusal("rate_limited"), Kind::rate_limited},
      {"51 restricted_action", refusal("restricted_action"), Kind::refused},
      {"52 message_limit_exceeded", refusal("message_limit_exceeded"), Kind::refused},
      {"53 metadata_too_large", refusal("metadata_too_large"), Kind::refused},
      {"57 name_taken", refusal("name_taken"), Kind::refused},
      {"61 already_in_channel", refusal("already_in_channel"), Kind::treat_as_success},
      {"61 cant_invite_self", refusal("cant_invite_self"), Kind::treat_as_success},
      {"62 user_not_found", refusal("user_not_found"), Kind::refused},
      {"63 already_archived", refusal("already_archived"), Kind::treat_as_success},
      {"63 already_pinned", refusal("already_pinned"), Kind::treat_as_success},
      {"63 already_reacted", refusal("already_reacted"), Kind::treat_as_success},
      {"63 no_reaction", refusal("no_reaction"), Kind::treat_as_success},
      {"63 no_pin", refusal("no_pin"), Kind::treat_as_success},
      {"64 too_many_pins", refusal("too_many_pins"), Kind::refused},
      {"65 too_many_requests", refusal("too_many_requests"), Kind::rate_limited},
      {"66 users_not_found", refusal("users_not_found"), Kind::refused},
      {"67 plan_upgrade_required", refusal("plan_upgrade_required"), Kind::refused},
      {"68 canvas_editing_locked", refusal("canvas_editing_locked"), Kind::transient_no_effect},
      {"an error that has no name", answered(R"({"ok":false})"), Kind::unknown_effect},
      {"an error nobody has heard of", refusal("brand_new_error"), Kind::refused},
  };
}

}  // namespace

TEST_CASE("every fault of Slack's answers falls into the class that says what may be done next") {
  for (const Case& each : fault_cases()) {
    CAPTURE(each.fault);
    const Answer answer = classify(each.response);
    CHECK(static_cast<int>(answer.kind) == static_cast<int>(each.kind));
    if (answer.kind != AnswerClass::ok && answer.kind != AnswerClass::treat_as_success) {
      CHECK(!answer.trouble.empty());
    }
  }
}

TEST_CASE("Retry-After is honoured within reason and has a default") {
  CHECK(classify(limited("7")).retry_after == seconds(7));
  CHECK(classify(limited("0")).retry_after == seconds(1));
  CHECK(classify(limited("86400")).retry_after == seconds(300));
  CHECK(classify(limited("99999999999999999999999")).retry_after == seconds(300));
  CHECK(classify(limited("-5")).retry_after == seconds(30));
  CHECK(classify(limited("soon")).retry_after == seconds(30));
  CHECK(classify(limited("")).retry_after == seconds(30));
  CHECK(classify(limited("1.5")).retry_after == seconds(30));
  CHECK(classify(answered("", 429)).retry_after == seconds(30));
  CHECK(classify(answered("", 429, {{"retry-after", "4"}})).retry_after == seconds(4));
  CHECK(classify(refusal("internal_error")).retry_after == seconds(0));
}

TEST_CASE("a missing scope comes with what is needed and what there is") {
  const Answer answer = classify(answered(
      R"({"ok":false,"error":"missing_scope","needed":"pins:write","provided":"chat:write"})"));
  CHECK(answer.needed == "pins:write");
  CHECK(answer.provided == "chat:write");
}

TEST_CASE("warnings, explanations and cursors are read, strange ones are passed over") {
  const Answer answer = classify(answered(
      R"({"ok":true,"warning":"missing_charset, superfluous","response_metadata":{"warnings":)"
      R"(["missing_charset",7],"messages":["[WARN] x",null],"next_cursor":"dXNlcjpVMDYx"}})"));
  CHECK(answer.warnings == std::vector<std::string>{"missing_charset", "superfluous"});
  CHECK(answer.messages == std::vector<std::string>{"[WARN] x"});
  CHECK(answer.next_cursor == "dXNlcjpVMDYx");
  const Answer strange =
      classify(answered(R"({"ok":true,"warning":[1],"response_metadata":"none","needed":{}})"));
  CHECK(strange.kind == AnswerClass::ok);
  CHECK(strange.next_cursor.empty());
}

TEST_CASE("a token never shows in what is said about an answer") {
  const Answer answer = classify(
      answered(R"({"ok":false,"error":"invalid_arguments","response_metadata":{"messages":)"
               R"(["bad token xoxb-1234567890-abcdefghij"]}})"));
  CHECK(answer.trouble.find("xoxb-1234567890") == std::string::npos);
}

TEST_CASE("a request is a form with the token in its header and nowhere else") {
  const net::HttpRequest request =
      api_request(world::settings(), "chat.postMessage",
                  {{"channel", "C1"}, {"text", "a&b=c d+e/ü\n\"<>"}, {"blocks", "[{}]"}});
  CHECK(request.method == "POST");
  CHECK(request.url == "http://127.0.0.1:1/api/chat.postMessage");
  REQUIRE(net::find_header(request.headers, "authorization") != nullptr);
  CHECK(*net::find_header(request.headers, "authorization") == "Bearer xoxb-test");
  CHECK(net::find_header(request.headers, "content-type")
            ->starts_with("application/x-www-form-urlencoded"));
  CHECK(request.body == "channel=C1&text=a%26b%3Dc+d%2Be%2F%C3%BC%0A%22%3C%3E&blocks=%5B%7B%7D%5D");
  CHECK(world::fields_of(request)["text"] == "a&b=c d+e/ü\n\"<>");
  CHECK(request.url.find("xoxb") == std::string::npos);
  CHECK(request.body.find("xoxb") == std::string::npos);
}

}  // namespace web_api_test
