// Posting, editing, whispering, and looking for what was lost.
#include "bot/slack/mrkdwn.h"
#include "tests/slack/world.h"

namespace destination_message_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::get;
using world::is;
using world::refusal;
using world::Trip;

namespace {

const std::string k_posted = R"({"ok":true,"channel":"C0INC00007","ts":"1763735705.000100"})";

Trip entry_trip(const std::string& text = "p99 is up") {
  Trip trip{delivery::PostEntry{EntryNumber{12}}};
  trip.context.entries = {world::entry(12, text)};
  return trip;
}

std::string history(const std::string& op, const std::string& bot = "B0BOT00001",
                    const std::string& cursor = "") {
  return R"({"ok":true,"messages":[{"ts":"1.1","text":"hello","user":"U1"},{"ts":"1763735706.000200",)"
         R"("bot_id":")" +
         bot +
         R"(","text":"x","metadata":{"event_type":"tocsin_delivery","event_payload":{"op":")" + op +
         R"("}}}],"response_metadata":{"next_cursor":")" + cursor + "\"}}";
}

std::string op_of(const Trip& trip) {
  const Json json = world::json_of(trip.fields()["metadata"]);
  return json["event_payload"]["op"].get<std::string>();
}

const fact::MessagePosted& posted(const std::vector<Fact>& facts) {
  REQUIRE(facts.size() == 1);
  return std::get<fact::MessagePosted>(facts[0]);
}

}  // namespace

TEST_CASE("every post carries its operation, and nothing in it is unfurled") {
  Trip trip = entry_trip();
  CHECK(trip.method() == "chat.postMessage");
  auto fields = trip.fields();
  CHECK(fields["channel"] == "C0INC00007");
  CHECK(fields["unfurl_links"] == "false");
  CHECK(fields["unfurl_media"] == "false");
  const Json metadata = world::json_of(fields["metadata"]);
  CHECK(metadata["event_type"] == "tocsin_delivery");
  CHECK(metadata["event_payload"]["op"] == "k3x9:12:post");
  CHECK(metadata["event_payload"]["incident"] == "INC-7");
  CHECK(metadata["event_payload"]["kind"] == "entry");
  CHECK(fields["text"].find("`E12`") != std::string::npos);
  CHECK(!fields.contains("thread_ts"));
  CHECK(is<verdict::Done>(trip.judge(k_posted)));
}

TEST_CASE("a place in a thread is kept") {
  Trip trip = entry_trip();
  trip.context.place = Place{ChannelId{"C0ANNOUNCE"}, MessageTs{"1.5"}};
  CHECK(trip.fields()["thread_ts"] == "1.5");
  const auto look = trip.slack.lookup(trip.context, "");
  CHECK(world::method_of(look->request) == "conversations.replies");
  CHECK(world::fields_of(look->request)["ts"] == "1.5");
}

TEST_CASE("the card is posted, then pinned") {
  Trip trip{delivery::PostCard{}};
  const Verdict verdict = trip.judge(k_posted);
  const auto& next = get<verdict::NextStep>(verdict);
  CHECK(posted(next.facts).message ==
        MessageRef{MessagePurpose::card, ChannelId{"C0INC00007"}, MessageTs{"1763735705.000100"}});
  CHECK(trip.method() == "pins.add");
  CHECK(trip.fields()["timestamp"] == "1763735705.000100");
  CHECK(trip.fields()["channel"] == "C0INC00007");
  CHECK(!trip.slack.lookup(trip.context, ""));
  CHECK(is<verdict::Wait>(trip.judge(world::lost())));
  CHECK(is<verdict::Done>(trip.judge(R"({"ok":true})")));
}

TEST_CASE("a card that cannot be pinned is a card all the same") {
  for (const char* code : {"already_pinned", "too_many_pins", "restricted_action", "not_pinnable",
                           "missing_scope", "message_not_found"}) {
    Trip trip{delivery::PostCard{}};
    trip.judge(k_posted);
    CAPTURE(code);
    CHECK(is<verdict::Done>(trip.judge(refusal(code))));
  }
}

TEST_CASE("the announcement is remembered and not pinned") {
  Trip trip{delivery::PostAnnouncement{}};
  trip.context.place = Place{ChannelId{"C0ANNOUNCE"}, {}};
  CHECK(trip.fields()["channel"] == "C0ANNOUNCE");
  const Verdict verdict =
      trip.judge(R"({"ok":true,"channel":"C0ANNOUNCE","ts":"1763735705.000100"})");
  CHECK(posted(get<verdict::Done>(verdict).facts).message.purpose == MessagePurpose::announcement);
}

TEST_CASE(
    "an announcement that calls everybody does so when it is posted, and no edit does again") {
  Trip trip{delivery::PostAnnouncement{Ping::here}};
  CHECK(trip.fields()["text"].starts_with("<!here> "));
  CHECK(trip.fields()["blocks"].find("<!here> ") != std::string::npos);
  Trip quiet{delivery::PostAnnouncement{}};
  CHECK(quiet.fields()["text"].find("<!here>") == std::string::npos);
  Trip edit{delivery::EditAnnouncement{}};
  edit.context.message = MessageRef{MessagePurpose::announcement, {"C0ANNOUNCE"}, {"1.2"}};
  CHECK(edit.fields()["text"].find("<!here>") == std::string::npos);
}

TEST_CASE("a lost post is unknown, and found by its operation in the history") {
  for (const auto& answer : {world::lost(), refusal("fatal_error"), world::answered("<html>", 500),
                             world::answered("<html>"), world::answered(R"({"ok":true})")}) {
    CHECK(is<verdict::Unknown>(entry_trip().judge(answer)));
  }
  Trip trip = entry_trip();
  const auto look = trip.slack.lookup(trip.context, "");
  REQUIRE(look);
  CHECK(world::method_of(look->request) == "conversations.history");
  auto fields = world::fields_of(look->request);
  CHECK(fields["channel"] == "C0INC00007");
  CHECK(fields["include_all_metadata"] == "true");
  CHECK(fields["oldest"] == std::to_string(world::k_declared + 5 - 60) + ".000000");
  CHECK(fields["limit"] == "200");
  const Look found = trip.found(history("k3x9:12:post"));
  CHECK(is<verdict::Done>(std::get<look::Found>(found).verdict));
}

TEST_CASE("only our own message with that very operation counts as found") {
  Trip trip = entry_trip();
  const auto there = [&](const std::string& body) {
    return !std::holds_alternative<look::NotThere>(trip.found(body));
  };
  CHECK(there(history("k3x9:12:post")));
  CHECK(!there(history("k3x9:12:part:1")));
  CHECK(!there(history("zzzz:12:post")));  // of another database
  CHECK(!there(history("k3x9:112:post")));
  CHECK(!there(history("k3x9:12:post", "B0EVILBOT1")));
  CHECK(!there(R"({"ok":true,"messages":[]})"));
  CHECK(!there(
      R"({"ok":true,"messages":[{"metadata":[]},7,null,{"metadata":{"event_payload":3}}]})"));
}

TEST_CASE(
    "an entry is found in a message that began with an earlier one, known by when it was "
    "recorded") {
  Trip joined = entry_trip();
  joined.context.entries = {world::entry(11, "one"), world::entry(12, "two"),
                            world::entry(112, "three")};
  joined.context.id = DeliveryId{11};
  const std::string metadata = joined.fields()["metadata"];
  CHECK(world::json_of(metadata)["event_payload"]["op"] == "k3x9:11:post");
  const std::string there =
      R"({"ok":true,"messages":[{"ts":"1.2","bot_id":"B0BOT00001","text":"x","metadata":)" +
      metadata + "}]}";
  const auto is_found = [&](const Trip& trip) {
    const auto answer = world::answered(there);
    return std::holds_alternative<look::Found>(trip.slack.found(trip.context, answer));
  };
  Trip wanted = entry_trip();
  CHECK(is_found(wanted));
  wanted.context.entries = {world::entry(12, "two"), world::entry(13, "four")};
  CHECK_FALSE(is_found(wanted));
  wanted.context.entries = {world::entry(2, "another")};
  CHECK_FALSE(is_found(wanted));
  // After a restore numbers are given again.
  wanted.context.entries = {world::entry(12, "another")};
  wanted.context.entries[0].recorded_at += Duration{1};
  CHECK_FALSE(is_found(wanted));
  wanted = entry_trip();
  wanted.context.incident->number = IncidentNumber{8};
  CHECK_FALSE(is_found(wanted));
}

TEST_CASE("a look walks over all pages and only a whole look may say that it is not there") {
  Trip trip = entry_trip();
  const Look more = trip.found(history("other", "B0BOT00001", "bmV4dA=="));
  const std::string cursor = std::get<look::More>(more).cursor;
  const auto look = trip.slack.lookup(trip.context, cursor);
  CHECK(world::fields_of(look->request)["cursor"] == "bmV4dA==");
  CHECK(std::holds_alternative<look::NotThere>(trip.found(R"({"ok":true,"messages":[]})")));
}

TEST_CASE("a look that does not work is repeated, not believed") {
  Trip trip = entry_trip();
  const auto failed = [&](const net::HttpResponse& answer) {
    return std::holds_alternative<look::Failed>(trip.slack.found(trip.context, answer));
  };
  CHECK(failed(world::lost()));
  CHECK(failed(world::answered("<html>", 502)));
  CHECK(failed(refusal("ratelimited")));
  CHECK(failed(refusal("token_revoked")));
}

TEST_CASE("a look in a channel that the bot was removed from joins first") {
  Trip trip = entry_trip();
  const Look join = trip.slack.found(trip.context, refusal("not_in_channel"));
  const std::string cursor = std::get<look::More>(join).cursor;
  CHECK(world::method_of(trip.slack.lookup(trip.context, cursor)->request) == "conversations.join");
  const Look again = trip.found(R"({"ok":true,"channel":{"id":"C0INC00007"}})");
  const auto history = trip.slack.lookup(trip.context, std::get<look::More>(again).cursor);
  CHECK(world::method_of(history->request) == "conversations.history");
  CHECK(world::fields_of(history->request)["channel"] == "C0INC00007");
  // Never round and round: Slack says that we are in, and history says that we are not.
  CHECK(std::holds_alternative<look::Failed>(
      trip.found(R"({"ok":true,"channel":{"id":"C0INC00007"},"warning":"already_in_channel"})")));
}

TEST_CASE("a lost card is found and then pinned") {
  Trip trip{delivery::PostCard{}};
  const Look found = trip.found(history(op_of(trip)));
  const auto& next = get<verdict::NextStep>(std::get<look::Found>(found).verdict);
  CHECK(posted(next.facts).message.ts.value == "1763735706.000200");
  CHECK(trip.method() == "pins.add");
}

TEST_CASE("a public channel that the bot is not in is joined, and the post goes again once") {
  Trip trip = entry_trip();
  CHECK(is<verdict::NextStep>(trip.judge(refusal("not_in_channel"))));
  CHECK(trip.method() == "conversations.join");
  CHECK(!trip.slack.lookup(trip.context, ""));
  CHECK(is<verdict::NextStep>(trip.judge(R"({"ok":true,"channel":{"id":"C0INC00007"}})")));
  CHECK(trip.method() == "chat.postMessage");
  CHECK(op_of(trip) == "k3x9:12:post");
  const Verdict again = trip.judge(refusal("not_in_channel"));
  CHECK(get<verdict::Refused>(again).code == "not_in_channel");
}

TEST_CASE("a private channel cannot be joined, and that is said") {
  Trip trip = entry_trip();
  trip.judge(refusal("not_in_channel"));
  const Verdict verdict = trip.judge(refusal("method_not_supported_for_channel_type"));
  CHECK(is<verdict::Refused>(verdict));
}

TEST_CASE("what Slack finds too long or malformed goes again as plain text, whole or saying so") {
  for (const char* code : {"msg_too_long", "invalid_blocks", "msg_blocks_too_long",
                           "invalid_blocks_format", "invalid_attachments"}) {
    CAPTURE(code);
    Trip trip = entry_trip(std::string(20'000, 'x'));
    CHECK(trip.fields().contains("blocks"));
    CHECK(is<verdict::NextStep>(trip.judge(refusal(code))));
    CHECK(trip.context.progress == "plain");
    auto fields = trip.fields();
    CHECK(!fields.contains("blocks"));
    CHECK(slack_length(fields["text"]) <= 2'850);
    CHECK(fields["text"].find("shortened; `/incident timeline` has it all") != std::string::npos);
    CHECK(op_of(trip) == "k3x9:12:post");
    CHECK(is<verdict::Refused>(Trip(trip).judge(refusal(code))));
    CHECK(is<verdict::Done>(trip.judge(k_posted)));
  }
}

TEST_CASE("metadata that Slack does not take is left out, and the post is then known by its text") {
  for (const char* code : {"metadata_too_large", "invalid_metadata_format",
                           "invalid_metadata_schema", "metadata_must_be_sent_from_app"}) {
    CAPTURE(code);
    Trip trip = entry_trip();
    trip.judge(refusal(code));
    CHECK(trip.context.progress == "bare");
    CHECK(!trip.fields().contains("metadata"));
    const std::string text = trip.fields()["text"];
    Json message{{"ts", "1.2"}, {"bot_id", "B0BOT00001"}, {"text", text}};
    Json body{{"ok", true}, {"messages", Json::array({message})}};
    CHECK(std::holds_alternative<look::Found>(trip.found(body.dump())));
    body["messages"][0]["text"] = "another";
    CHECK(std::holds_alternative<look::NotThere>(trip.found(body.dump())));
  }
}

TEST_CASE("a refusal for good is a sentence that says what to do") {
  CHECK(get<verdict::Refused>(entry_trip().judge(refusal("is_archived"))).why ==
        "Slack did not let me post a message: the channel is archived. A bot cannot unarchive it; "
        "please do.");
  const auto verdict = entry_trip().judge(refusal("brand_new_error"));
  CHECK(get<verdict::Refused>(verdict).why ==
        "Slack did not let me post a message (brand_new_error).");
}

TEST_CASE("without chat:write everything is held, without another scope only this is refused") {
  CHECK(is<verdict::Hold>(entry_trip().judge(std::string(
      R"({"ok":false,"error":"missing_scope","needed":"chat:write","provided":"commands"})"))));
  const auto verdict = entry_trip().judge(std::string(
      R"({"ok":false,"error":"missing_scope","needed":"groups:write","provided":"commands"})"));
  CHECK(get<verdict::Refused>(verdict).why.find("groups:write") != std::string::npos);
}

TEST_CASE("an edit changes text and blocks, leaves the metadata alone and may be repeated") {
  Trip trip{delivery::EditCard{}};
  trip.context.message = MessageRef{MessagePurpose::card, ChannelId{"C9"}, MessageTs{"5.5"}};
  CHECK(trip.method() == "chat.update");
  auto fields = trip.fields();
  CHECK(fields["channel"] == "C9");
  CHECK(fields["ts"] == "5.5");
  CHECK(fields.contains("blocks"));
  CHECK(!fields.contains("metadata"));
  CHECK(is<verdict::Wait>(trip.judge(world::lost())));
  CHECK(!trip.slack.lookup(trip.context, ""));
  CHECK(is<verdict::Done>(trip.judge(R"({"ok":true,"ts":"5.5"})")));
  CHECK(is<verdict::NextStep>(trip.judge(refusal("msg_too_long"))));
  CHECK(!trip.fields().contains("blocks"));
}

TEST_CASE("a message that is gone or can no longer be edited is reported as gone") {
  for (const char* code : {"message_not_found", "cant_update_message", "edit_window_closed",
                           "is_inactive", "block_mismatch"}) {
    CAPTURE(code);
    Trip card{delivery::EditCard{}};
    const Verdict verdict = card.judge(refusal(code));
    const auto& refused = get<verdict::Refused>(verdict);
    CHECK(std::get<fact::MessageGone>(refused.facts.at(0)).purpose == MessagePurpose::card);
    Trip announcement{delivery::EditAnnouncement{}};
    const Verdict other = announcement.judge(refusal(code));
    CHECK(std::get<fact::MessageGone>(get<verdict::Refused>(other).facts.at(0)).purpose ==
          MessagePurpose::announcement);
  }
  Trip archived{delivery::EditCard{}};
  CHECK(get<verdict::Refused>(archived.judge(refusal("is_archived"))).facts.empty());
}

TEST_CASE("sentences go to the channel, under the announcement, or to a person") {
  Trip say{delivery::Say{RichText("Next update at ").bold("15:00")}};
  CHECK(say.fields()["text"] == "Next update at *15:00*");
  CHECK(is<verdict::Done>(say.judge(k_posted)));
  Trip under{delivery::SayUnderAnnouncement{RichText("Mitigated")}};
  under.context.place = Place{ChannelId{"C0ANNOUNCE"}, MessageTs{"3.3"}};
  CHECK(under.fields()["thread_ts"] == "3.3");
  CHECK(is<verdict::Done>(under.judge(k_posted)));
  Trip tell{delivery::Tell{UserId{"U0ANNA0001"}, RichText("Your channel could not be made")}};
  tell.context.place.reset();
  CHECK(tell.fields()["channel"] == "U0ANNA0001");
  CHECK(is<verdict::Done>(tell.judge(R"({"ok":true,"channel":"D1","ts":"1.1"})")));
  CHECK(is<verdict::Refused>(tell.judge(refusal("messages_tab_disabled"))));
}

TEST_CASE("a lost direct message is looked for in the conversation with that person") {
  Trip tell{delivery::Tell{UserId{"U0ANNA0001"}, RichText("x")}};
  auto look = tell.slack.lookup(tell.context, "");
  CHECK(world::method_of(look->request) == "conversations.open");
  CHECK(world::fields_of(look->request)["users"] == "U0ANNA0001");
  const Look opened = tell.found(R"({"ok":true,"channel":{"id":"D0DIRECT01"}})");
  look = tell.slack.lookup(tell.context, std::get<look::More>(opened).cursor);
  CHECK(world::method_of(look->request) == "conversations.history");
  CHECK(world::fields_of(look->request)["channel"] == "D0DIRECT01");
  CHECK(std::holds_alternative<look::Found>(tell.found(history(op_of(tell)))));
  // When it may not look, losing it would be worse than saying it twice.
  CHECK(std::holds_alternative<look::NotThere>(
      tell.slack.found(tell.context, refusal("missing_scope"))));
}

TEST_CASE("a card in a direct message that was lost learns its channel before it is remembered") {
  Trip trip{delivery::PostCard{}};
  trip.context.place = Place{ChannelId{"U0ANNA0001"}, {}};
  const Look found = trip.found(history(op_of(trip)));
  CHECK(get<verdict::NextStep>(std::get<look::Found>(found).verdict).facts.empty());
  CHECK(trip.method() == "conversations.open");
  const Verdict verdict = trip.judge(R"({"ok":true,"channel":{"id":"D0DIRECT01"}})");
  CHECK(posted(get<verdict::NextStep>(verdict).facts).message ==
        MessageRef{MessagePurpose::card, ChannelId{"D0DIRECT01"}, MessageTs{"1763735706.000200"}});
}

TEST_CASE("a whisper is for one person, is never repeated, and finds its way to who is not there") {
  const delivery::Whisper whisper{UserId{"U1"}, Place{ChannelId{"C1"}, MessageTs{"9.9"}},
                                  Reply(RichText("Saved E1"))};
  Trip trip{whisper};
  CHECK(trip.method() == "chat.postEphemeral");
  CHECK(trip.fields()["user"] == "U1");
  CHECK(trip.fields()["thread_ts"] == "9.9");
  CHECK(trip.fields()["text"] == "Saved E1");
  CHECK(is<verdict::Done>(Trip(whisper).judge(R"({"ok":true,"message_ts":"1"})")));
  CHECK(is<verdict::Done>(Trip(whisper).judge(world::lost())));
  REQUIRE(trip.slack.lookup(trip.context, ""));
  CHECK(std::holds_alternative<look::Found>(trip.slack.found(trip.context, world::lost())));
  for (const char* code : {"user_not_in_channel", "not_in_channel", "channel_not_found"}) {
    Trip away{whisper};
    away.judge(refusal(code));
    CHECK(away.method() == "chat.postMessage");
    CHECK(away.fields()["channel"] == "U1");
    CHECK(is<verdict::Done>(Trip(away).judge(k_posted)));
    CHECK(is<verdict::Refused>(away.judge(refusal("user_not_found"))));
  }
}

}  // namespace destination_message_test
