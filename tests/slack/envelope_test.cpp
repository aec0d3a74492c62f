#include "bot/slack/envelope.h"

#include "tests/slack/world.h"

#include <chrono>

namespace envelope_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::fixture;

namespace {

template <class T>
T parsed(const std::string& name) {
  const Frame frame = parse_frame(fixture(name));
  REQUIRE_MESSAGE(std::holds_alternative<T>(frame), name);
  return std::get<T>(frame);
}

frame::OtherKind other_kind(const std::string& name) { return parsed<frame::Other>(name).kind; }

}  // namespace

TEST_CASE("hello tells how many connections Slack counts and how old one may get") {
  const auto hello = parsed<frame::Hello>("hello.json");
  CHECK(hello.num_connections == 2);
  CHECK(hello.approximate_connection_time == std::chrono::seconds(18060));
  CHECK(hello.app_id == "A061TOCSIN1");
  CHECK(!parsed<frame::Hello>("hello_bare.json").approximate_connection_time);
}

TEST_CASE("a hello with nothing in it, or with strange values, is still a hello") {
  CHECK(std::holds_alternative<frame::Hello>(parse_frame(R"({"type":"hello"})")));
  CHECK(std::holds_alternative<frame::Hello>(
      parse_frame(R"({"type":"hello","num_connections":"two","debug_info":[1]})")));
}

TEST_CASE("each reason of a disconnect is told apart, unknown ones keep their word") {
  using Reason = frame::Disconnect::Reason;
  CHECK(parsed<frame::Disconnect>("disconnect_warning.json").reason == Reason::warning);
  CHECK(parsed<frame::Disconnect>("disconnect_refresh.json").reason == Reason::refresh_requested);
  CHECK(parsed<frame::Disconnect>("disconnect_link_disabled.json").reason == Reason::link_disabled);
  CHECK(parsed<frame::Disconnect>("disconnect_too_many.json").reason ==
        Reason::too_many_websockets);
  const Frame strange = parse_frame(R"({"type":"disconnect","reason":"solar_flare"})");
  CHECK(std::get<frame::Disconnect>(strange).reason == Reason::other);
  CHECK(std::get<frame::Disconnect>(strange).word == "solar_flare");
}

TEST_CASE("a slash command arrives with its text as it was typed") {
  const auto command = parsed<frame::SlashCommand>("slash_command.json");
  CHECK(command.envelope_id == "b7a3a6d0-2f0d-4f5e-8f0e-6a1f1d3f5c11");
  CHECK(command.accepts_reply);
  CHECK(command.team == "T0INCIDENT");
  CHECK(command.user.value == "U0ANNA0001");
  CHECK(command.channel.value == "C0GENERAL1");
  CHECK(command.channel_name == "general");
  CHECK(command.command == "/incident");
  CHECK(command.text ==
        "declare sev1 Checkout <EU> fails for R&D, ask <@U0BEN00002> in <#C0PAYMENTS|payments>");
  CHECK(command.trigger_id == "7001.7002.0a1b2c3d4e5f");
  CHECK(command.response_url == "https://hooks.slack.com/commands/T0INCIDENT/7001/abcdef");
  CHECK(input_key(command) == "slash:7001.7002.0a1b2c3d4e5f");
}

TEST_CASE(
    "links, groups and special words are given back as they were typed, zero bytes included") {
  const auto command = parsed<frame::SlashCommand>("slash_command_links.json");
  const std::string expected =
      "log see status.example.com and https://grafana.example.com/d/abc?from=1&to=2 mail "
      "a@example.com <#C987654321> <!subteam^S0ONCALL01|@oncall> @here zero" +
      std::string(1, '\0') + "byte";
  CHECK(command.text == expected);
}

TEST_CASE("a slash command without text is a bare command") {
  const Frame frame = parse_frame(
      R"({"envelope_id":"e","type":"slash_commands","payload":{"user_id":"U1","channel_id":"C1",)"
      R"("command":"/incident"}})");
  REQUIRE(std::holds_alternative<frame::SlashCommand>(frame));
  CHECK(std::get<frame::SlashCommand>(frame).text.empty());
  CHECK(input_key(std::get<frame::SlashCommand>(frame)) == "slash:envelope:e");
}

TEST_CASE("a pressed button arrives with its value, its message and who pressed it") {
  const auto press = parsed<frame::ButtonPress>("block_actions_button.json");
  CHECK(press.envelope_id == "d2c9a7e1-5b5f-4f1c-8d3a-000000000003");
  CHECK(!press.accepts_reply);
  CHECK(press.user.value == "U0ANNA0001");
  CHECK(press.channel.value == "C0INC00007");
  CHECK(press.message_ts.value == "1763712000.000100");
  CHECK(press.thread_ts.value == "1763711000.000001");
  CHECK(press.value == "v1:INC-7 resolve");
  CHECK(press.action_id == "run:0");
  CHECK(press.action_ts == "1763712031.114500");
  CHECK(press.response_url == "https://hooks.slack.com/actions/T0INCIDENT/7101/fedcba");
  CHECK(input_key(press) == "button:7101.7102.00112233");
}

TEST_CASE(
    "a button on an ephemeral message has no message with it, and no team in an org install") {
  const auto press = parsed<frame::ButtonPress>("block_actions_ephemeral.json");
  CHECK(press.is_ephemeral);
  CHECK(press.accepts_reply);
  CHECK(press.team.empty());
  CHECK(press.message_ts.value == "1763712001.000100");
}

TEST_CASE("a button without a trigger is known by who pressed what, where and when") {
  frame::ButtonPress press;
  press.user.value = "U1";
  press.action_ts = "1.2";
  press.action_id = "run:0";
  press.message_ts.value = "1.1";
  CHECK(input_key(press) == "button:U1:1.2:run:0:1.1");
}

TEST_CASE("a message arrives with its place, its author and its delivery") {
  const auto message = parsed<frame::MessageEvent>("message.json");
  CHECK(message.text == "!log 14:35 p99 > 2s on example.com/x \U0001F525");
  CHECK(message.channel.value == "C0INC00007");
  CHECK(message.channel_type == "channel");
  CHECK(message.user.value == "U0BEN00002");
  CHECK(message.ts.value == "1763712100.000200");
  CHECK(message.subject_ts == message.ts);
  CHECK(message.thread_ts.value == "1763712000.000100");
  CHECK(message.subtype.empty());
  CHECK(message.bot_id.empty());
  CHECK(message.head.event_id == "Ev0MESSAGE01");
  CHECK(message.head.event_time == 1763712100);
  CHECK(message.head.retry_attempt == 0);
  CHECK(input_key(message) == "event:Ev0MESSAGE01");
  CHECK(semantic_key(message) == "message:C0INC00007:1763712100.000200:message:");
}

TEST_CASE("a redelivered message has another envelope and the same keys") {
  const auto first = parsed<frame::MessageEvent>("message.json");
  const auto again = parsed<frame::MessageEvent>("message_retry.json");
  CHECK(again.head.retry_attempt == 2);
  CHECK(again.head.retry_reason == "timeout");
  CHECK(again.head.envelope_id != first.head.envelope_id);
  CHECK(input_key(again) == input_key(first));
  CHECK(semantic_key(again) == semantic_key(first));
}

TEST_CASE("the bot's own message can be told by its bot id") {
  CHECK(parsed<frame::MessageEvent>("message_own.json").bot_id == "B0BOT00001");
}

TEST_CASE("a mention and the message that it stands in have different keys") {
  const auto mention = parsed<frame::Mention>("app_mention.json");
  CHECK(mention.text == "<@U0BOT00001> status mitigated");
  CHECK(mention.thread_ts.value == "1763712000.000100");
  CHECK(input_key(mention) == "event:Ev0MENTION01");
  CHECK(semantic_key(mention) == "message:C0INC00007:1763712200.000600:app_mention:");
}

TEST_CASE("a submitted form comes with what was filled in, as it was typed") {
  const auto submitted = parsed<frame::FormSubmitted>("view_submission.json");
  CHECK(submitted.envelope_id == "e0000000-0000-4000-8000-000000000004");
  CHECK(submitted.team == "T0INCIDENT");
  CHECK(submitted.user.value == "U0ANNA0001");
  CHECK(submitted.view_id == "V0VIEW0001");
  CHECK(submitted.hash == "1763.def");
  CHECK(submitted.form.verb == "task");
  CHECK(submitted.form.incident.value == 7);
  CHECK(submitted.form.arguments.empty());
  CHECK(submitted.place.channel.value == "C0INC00007");
  CHECK(submitted.place.thread.value == "1763712000.000100");
  const std::map<std::string, std::string> values{
      {"text", "Check <the> replica & its lag\nand say so"},
      {"person", "U0BEN00002"},
      {"severity", "sev1"},
      {"private", "private"}};
  CHECK(submitted.form.values == values);
  CHECK(submitted.inputs ==
        std::vector<std::string>{"text", "person", "severity", "private", "due"});
  CHECK(input_key(submitted) == "form:V0VIEW0001");
}

TEST_CASE("what comes later is known by its kind and can be acknowledged") {
  using Kind = frame::OtherKind;
  CHECK(other_kind("reaction_added_file.json") == Kind::reaction);
  CHECK(other_kind("app_home_opened_messages.json") == Kind::app_home_opened);
  CHECK(other_kind("tokens_revoked.json") == Kind::tokens_revoked);
  CHECK(other_kind("view_closed.json") == Kind::view_closed);
  CHECK(other_kind("block_suggestion.json") == Kind::block_suggestion);
  CHECK(other_kind("block_actions_modal_select.json") == Kind::block_action);
  CHECK(parsed<frame::Other>("reaction_added_file.json").event_id == "Ev0REACT003");
}

TEST_CASE("app_rate_limited has no inner event and is acknowledged") {
  const auto limited = parsed<frame::AppRateLimited>("app_rate_limited.json");
  CHECK(limited.minute == 1763712240);
  CHECK(!limited.envelope_id.empty());
}

TEST_CASE("every fixture with an envelope_id gives it back") {
  for (const std::string& name : world::all_fixtures()) {
    const std::string text = fixture(name);
    const Json json = world::json_of(text);
    CAPTURE(name);
    CHECK(envelope_id_of(parse_frame(text)) == json.value("envelope_id", ""));
  }
}

TEST_CASE("an unknown type is acknowledged when it has an envelope_id and ignored when not") {
  const Frame known = parse_frame(R"({"envelope_id":"e1","type":"telepathy","payload":{}})");
  CHECK(std::get<frame::Other>(known).kind == frame::OtherKind::unknown);
  CHECK(envelope_id_of(known) == "e1");
  CHECK(std::holds_alternative<frame::Ignored>(parse_frame(R"({"type":"telepathy"})")));
}

TEST_CASE("what people typed is unescaped exactly once") {
  CHECK(typed_text("&amp;lt;!channel&amp;gt;") == "&lt;!channel&gt;");
  CHECK(typed_text("&lt;@U1&gt;") == "<@U1>");
  CHECK(typed_text("a &amp; b &copy; &amp") == "a & b &copy; &amp");
  CHECK(typed_text("<@U012|jane> <@U012>") == "<@U012> <@U012>");
  CHECK(typed_text("<@not an id> <> <") == "<@not an id> <> <");
  CHECK(typed_text("<https://a.b/c|click here>") == "click here (https://a.b/c)");
  CHECK(typed_text("<!date^1^{time}|14:00 UTC> <!channel|channel>") == "14:00 UTC @channel");
  CHECK(typed_text("<!strange>") == "<!strange>");
}

}  // namespace envelope_test
