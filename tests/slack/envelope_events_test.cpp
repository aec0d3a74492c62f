// What people do in Slack besides commands and buttons, as frames: edits, reactions, comings and
// goings, changes of channels and people, shortcuts.

#include "bot/slack/envelope.h"
#include "tests/slack/world.h"

namespace envelope_events_test {

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

// The frame without its event_id, so that the key has to be made of what it says.
template <class T>
T nameless(const std::string& name) {
  T frame = parsed<T>(name);
  frame.head.event_id.clear();
  return frame;
}

}  // namespace

TEST_CASE("an edit and a deletion name the message that they are about") {
  const auto changed = parsed<frame::MessageEvent>("message_changed.json");
  CHECK(changed.subtype == "message_changed");
  CHECK(changed.subject_ts.value == "1763712100.000200");
  CHECK(changed.ts.value == "1763712150.000300");
  CHECK(changed.text == "p99 > 3s");
  CHECK(changed.previous_text == "p99 > 2s");
  CHECK(changed.user.value == "U0BEN00002");
  const auto deleted = parsed<frame::MessageEvent>("message_deleted.json");
  CHECK(deleted.subtype == "message_deleted");
  CHECK(deleted.subject_ts.value == "1763712100.000200");
  CHECK(deleted.text.empty());
  CHECK(deleted.user.empty());
}

TEST_CASE("the grave of a deleted message with replies is a deletion") {
  const auto deleted = parsed<frame::MessageEvent>("message_tombstone.json");
  CHECK(deleted.subtype == "message_deleted");
  CHECK(deleted.subject_ts.value == "1763712100.000200");
  CHECK(deleted.thread_ts.value == "1763712100.000200");
  CHECK(deleted.text.empty());
  CHECK(deleted.user.empty());
  CHECK(semantic_key(deleted) == "message:C0INC00007:1763712170.000400:message:message_deleted");
}

TEST_CASE("an unfolded link is an edit that changes no text") {
  const auto message = parsed<frame::MessageEvent>("message_unfurled.json");
  REQUIRE(message.previous_text.has_value());
  CHECK(*message.previous_text == message.text);
}

TEST_CASE("a direct message to the bot says so") {
  const auto message = parsed<frame::MessageEvent>("message_im.json");
  CHECK(message.channel_type == "im");
  CHECK(message.text == "log 14:35 p99 > 2s");
}

TEST_CASE("a reaction names its message and comes without its skin tone") {
  const auto added = parsed<frame::Reaction>("reaction_added.json");
  CHECK(added.is_added);
  CHECK(added.user.value == "U0ANNA0001");
  CHECK(added.emoji == "pushpin");
  CHECK(added.channel.value == "C0INC00007");
  CHECK(added.ts.value == "1763712100.000200");
  CHECK(added.item_user.value == "U0BEN00002");
  CHECK(input_key(added) == "event:Ev0REACT001");
  CHECK(semantic_key(added) ==
        "reaction:added:C0INC00007:1763712100.000200:U0ANNA0001:pushpin:1763712210.000700");
  const auto removed = parsed<frame::Reaction>("reaction_removed.json");
  CHECK_FALSE(removed.is_added);
  CHECK(removed.emoji == "+1");
  CHECK(removed.item_user.empty());
}

TEST_CASE("marking a message again after taking the mark away is no redelivery") {
  const auto first = parsed<frame::Reaction>("reaction_added.json");
  frame::Reaction again = first;
  again.event_ts = "1763712299.000700";
  CHECK(semantic_key(again) != semantic_key(first));
}

TEST_CASE("who comes into a channel and who goes is told, with who brought them") {
  const auto joined = parsed<frame::MemberMove>("member_joined_channel.json");
  CHECK(joined.is_member);
  CHECK(joined.user.value == "U0ANNA0001");
  CHECK(joined.inviter.value == "U0BOT00001");
  CHECK(joined.channel.value == "C0INC00007");
  const auto left = parsed<frame::MemberMove>("member_left_channel.json");
  CHECK_FALSE(left.is_member);
  CHECK(left.user.value == "U0BOT00001");
  CHECK(left.inviter.empty());
}

TEST_CASE("each change of a channel is told apart, in private channels as in open ones") {
  struct Expected {
    const char* name;
    ChannelChange change;
    const char* channel;
    const char* user;
  };
  for (const Expected& expected :
       {Expected{"channel_archive.json", ChannelChange::archived, "C0INC00007", "U0ANNA0001"},
        Expected{"group_archive.json", ChannelChange::archived, "C0PRIVATE1", "U0ANNA0001"},
        Expected{"channel_unarchive.json", ChannelChange::unarchived, "C0INC00007", "U0ANNA0001"},
        Expected{"channel_rename.json", ChannelChange::renamed, "C0INC00007", ""},
        Expected{"group_rename.json", ChannelChange::renamed, "C0PRIVATE1", ""},
        Expected{"channel_deleted.json", ChannelChange::deleted, "C0INC00007", "U0ANNA0001"},
        Expected{"channel_left.json", ChannelChange::left, "C0INC00007", "U0ANNA0001"}}) {
    CAPTURE(expected.name);
    const auto event = parsed<frame::ChannelEvent>(expected.name);
    CHECK(event.change == expected.change);
    CHECK(event.channel.value == expected.channel);
    CHECK(event.user.value == expected.user);
  }
  CHECK(parsed<frame::ChannelEvent>("channel_rename.json").name == "inc-7-renamed");
  CHECK(parsed<frame::ChannelEvent>("group_rename.json").name == "inc-8-quiet");
}

TEST_CASE("a channel that got another id is told with both") {
  const auto moved = parsed<frame::ChannelIdChanged>("channel_id_changed.json");
  CHECK(moved.from.value == "C0INC00007");
  CHECK(moved.to.value == "C0NEW00007");
}

TEST_CASE("the home tab was opened by somebody") {
  const auto opened = parsed<frame::HomeOpened>("app_home_opened.json");
  CHECK(opened.user.value == "U0ANNA0001");
}

TEST_CASE("a changed person and a new one come with what is known of them") {
  const auto gone = parsed<frame::PersonChanged>("user_change.json");
  CHECK(gone.person.id.value == "U0BEN00002");
  CHECK(gone.person.name == "ben");
  CHECK(gone.person.is_gone);
  CHECK(gone.person.zone.empty());
  const auto guest = parsed<frame::PersonChanged>("team_join.json");
  CHECK(guest.person.name == "Nia Nord");
  CHECK(guest.person.zone == "Europe/Oslo");
  CHECK(guest.person.is_guest);
  CHECK_FALSE(guest.person.is_gone);
}

TEST_CASE("a shortcut of the workspace has no message, one of a message has all of its place") {
  const auto global = parsed<frame::Shortcut>("shortcut.json");
  CHECK(global.callback_id == "declare");
  CHECK(global.user.value == "U0ANNA0001");
  CHECK(global.trigger_id == "7301.7302.bb");
  CHECK(global.channel.empty());
  CHECK(global.message_ts.empty());
  CHECK(input_key(global) == "shortcut:7301.7302.bb");
  const auto of_message = parsed<frame::Shortcut>("message_action.json");
  CHECK(of_message.callback_id == "keep-message");
  CHECK(of_message.channel.value == "C0GENERAL1");
  CHECK(of_message.message_ts.value == "1763711999.000700");
  CHECK(of_message.thread_ts.value == "1763711990.000100");
}

TEST_CASE("a button on the home tab is known as such") {
  CHECK(parsed<frame::ButtonPress>("block_actions_home.json").is_on_home);
  CHECK(parsed<frame::ButtonPress>("block_actions_home.json").channel.empty());
  CHECK_FALSE(parsed<frame::ButtonPress>("block_actions_button.json").is_on_home);
}

TEST_CASE("an event without an id is known by what it says") {
  CHECK(input_key(nameless<frame::MemberMove>("member_joined_channel.json")) ==
        "member:joined:C0INC00007:U0ANNA0001:1763712220.000800");
  CHECK(input_key(nameless<frame::ChannelEvent>("channel_archive.json")) ==
        "channel:archived:C0INC00007:1763712230.000900");
  CHECK(input_key(nameless<frame::ChannelIdChanged>("channel_id_changed.json")) ==
        "channel:moved:C0INC00007:C0NEW00007");
  CHECK(input_key(nameless<frame::HomeOpened>("app_home_opened.json")) ==
        "home:U0ANNA0001:1763712340.000100");
  CHECK(input_key(nameless<frame::PersonChanged>("user_change.json")) ==
        "person:U0BEN00002:1763712350.000100");
  const auto reaction = nameless<frame::Reaction>("reaction_added.json");
  CHECK(input_key(reaction) == semantic_key(reaction));
}

TEST_CASE("an event that lacks what matters is acknowledged as not understood") {
  const std::string before =
      R"({"envelope_id":"e","type":"events_api","payload":{"type":"event_callback","event":)";
  for (const char* event :
       {R"({"type":"reaction_added","user":"U1","reaction":"pushpin"})",
        R"({"type":"reaction_added","user":"U1","reaction":"pushpin","item":{"type":"message"}})",
        R"({"type":"member_joined_channel","channel":"C1"})",
        R"({"type":"channel_rename","channel":"C1"})", R"({"type":"channel_archive"})",
        R"({"type":"channel_id_changed","old_channel_id":"C1"})", R"({"type":"app_home_opened"})",
        R"({"type":"user_change","user":{"name":"ben"}})", R"({"type":"user_change","user":7})"}) {
    CAPTURE(event);
    const Frame frame = parse_frame(before + event + "}}");
    CHECK(std::holds_alternative<frame::Unparsable>(frame));
    CHECK(envelope_id_of(frame) == "e");
  }
}

}  // namespace envelope_events_test
