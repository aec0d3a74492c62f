// What a frame means to the engine, and which mean nothing.

#include "bot/serve/slack_inputs.h"

#include "tests/slack/world.h"

#include <doctest/doctest.h>

namespace slack_inputs_test {

using namespace tocsin;
namespace world = tocsin::slack::world;

namespace {

constexpr AckToken k_token = 41;
const OwnNames k_own{UserId{"U0BOT00001"}, "B0BOT00001"};

std::optional<Input> read(const slack::Frame& frame) { return input_of(frame, k_own, k_token); }

slack::Frame frame_of(const std::string& name) { return slack::parse_frame(world::fixture(name)); }

template <class T>
T read_as(const slack::Frame& frame) {
  const auto input = read(frame);
  REQUIRE(input.has_value());
  REQUIRE(std::holds_alternative<T>(*input));
  return std::get<T>(*input);
}

template <class T>
T read_as(const std::string& name) {
  CAPTURE(name);
  return read_as<T>(frame_of(name));
}

bool means_nothing(const slack::Frame& frame) { return !read(frame).has_value(); }

slack::frame::MessageEvent message(const std::string& text) {
  auto typed = std::get<slack::frame::MessageEvent>(frame_of("message.json"));
  typed.text = text;
  return typed;
}

slack::frame::Mention mention(const std::string& text) {
  auto typed = std::get<slack::frame::Mention>(frame_of("app_mention.json"));
  typed.text = text;
  return typed;
}

}  // namespace

TEST_CASE("a mention is the line behind it, answered where it was typed") {
  const auto command = read_as<input::Command>("app_mention.json");
  CHECK(command.text == "status mitigated");
  CHECK(command.key == "event:Ev0MENTION01");
  CHECK(command.user.value == "U0ANNA0001");
  CHECK(command.channel.value == "C0INC00007");
  CHECK(command.whisper_to == Place{{"C0INC00007"}, {"1763712000.000100"}});
  CHECK(command.token == k_token);
  CHECK_FALSE(command.is_chatter);
}

TEST_CASE("a mention may be followed by a colon, a comma or a mark") {
  for (const char* text : {"<@U0BOT00001> log it is back", "<@U0BOT00001>: log it is back",
                           "  <@U0BOT00001>,  log it is back ", "<@U0BOT00001> !log it is back",
                           "!log it is back", "<@U0BOT00001>\nlog it is back"}) {
    CAPTURE(text);
    CHECK(read_as<input::Command>(mention(text)).text == "log it is back");
  }
  CHECK(read_as<input::Command>(mention("<@U0BOT00001>")).text.empty());
  CHECK(read_as<input::Command>(mention("ask <@U0BOT00001>")).text == "ask <@U0BOT00001>");
}

TEST_CASE("a bot that mentions us types no command") {
  auto typed = mention("<@U0BOT00001> close");
  typed.bot_id = "B0OTHER";
  CHECK(means_nothing(typed));
}

TEST_CASE("a message with the mark may be a command, other talk is none") {
  const auto command = read_as<input::Command>("message.json");
  CHECK(command.is_chatter);
  CHECK(command.text == "!log 14:35 p99 > 2s on example.com/x \U0001F525");
  CHECK(command.whisper_to == Place{{"C0INC00007"}, {"1763712000.000100"}});
  CHECK(means_nothing(message("log 14:35 no mark")));
  CHECK(means_nothing(message("")));
}

TEST_CASE("what a bot or Slack itself writes is no command") {
  CHECK(means_nothing(frame_of("message_own.json")));
  auto of_bot = message("!close");
  of_bot.bot_id = "B0OTHER";
  CHECK(means_nothing(of_bot));
  for (const char* subtype : {"channel_topic", "bot_message", "channel_join", "me_message"}) {
    auto typed = message("!close");
    typed.subtype = subtype;
    CHECK(means_nothing(typed));
  }
  for (const char* subtype : {"thread_broadcast", "file_share"}) {
    auto typed = message("!close");
    typed.subtype = subtype;
    CHECK_FALSE(means_nothing(typed));
  }
}

TEST_CASE("a message that mentions us and has the mark is one command") {
  auto as_message = message("!log asked <@U0BOT00001>");
  auto as_mention = mention(as_message.text);
  as_mention.ts = as_message.ts;
  const auto first = read_as<input::Command>(as_message);
  const auto second = read_as<input::Command>(as_mention);
  CHECK(first.key != second.key);
  CHECK(first.second_key == second.second_key);
}

TEST_CASE("in a direct message every line is a command") {
  const auto command = read_as<input::Command>("message_im.json");
  CHECK(command.text == "log 14:35 p99 > 2s");
  CHECK_FALSE(command.is_chatter);
  CHECK(command.whisper_to == Place{{"D0ANNA0001"}, {}});
}

TEST_CASE("an edit and a deletion are followed, an unfolded link is neither") {
  const auto edited = read_as<input::MessageChanged>("message_changed.json");
  CHECK(edited.message.value == "1763712100.000200");
  CHECK(edited.text == "p99 > 3s");
  CHECK_FALSE(edited.is_deleted);
  CHECK(edited.token == k_token);
  for (const char* name : {"message_deleted.json", "message_tombstone.json"}) {
    CHECK(read_as<input::MessageChanged>(name).is_deleted);
    CHECK(read_as<input::MessageChanged>(name).message.value == "1763712100.000200");
  }
  CHECK(means_nothing(frame_of("message_unfurled.json")));
}

TEST_CASE("the edits of our own messages are not followed, those of other bots are") {
  auto edited = std::get<slack::frame::MessageEvent>(frame_of("message_changed.json"));
  edited.bot_id = "B0OTHER";
  CHECK_FALSE(means_nothing(edited));
  edited.bot_id = k_own.bot_id;
  CHECK(means_nothing(edited));
}

TEST_CASE("a reaction tells whether it is about a message of ours") {
  const auto reacted = read_as<input::Reacted>("reaction_added.json");
  CHECK(reacted.emoji == "pushpin");
  CHECK(reacted.is_added);
  CHECK_FALSE(reacted.is_about_us);
  CHECK(reacted.second_key.starts_with("reaction:added:"));
  auto about_us = std::get<slack::frame::Reaction>(frame_of("reaction_added.json"));
  about_us.item_user = k_own.user;
  CHECK(read_as<input::Reacted>(about_us).is_about_us);
  about_us.user = k_own.user;
  CHECK(means_nothing(about_us));
}

TEST_CASE("our own coming and going is a change of the channel") {
  const auto left = read_as<input::ChannelChanged>("member_left_channel.json");
  CHECK(left.change == ChannelChange::left);
  CHECK(left.channel.value == "C0INC00007");
  auto joining = std::get<slack::frame::MemberMove>(frame_of("member_joined_channel.json"));
  joining.user = k_own.user;
  joining.inviter = UserId{"U0BEN00002"};
  const auto joined = read_as<input::ChannelChanged>(joining);
  CHECK(joined.change == ChannelChange::joined);
  CHECK(joined.user.value == "U0BEN00002");
}

TEST_CASE("others who come in are told with whether we invited them") {
  const auto moved = read_as<input::MemberMoved>("member_joined_channel.json");
  CHECK(moved.user.value == "U0ANNA0001");
  CHECK(moved.is_member);
  CHECK(moved.was_invited_by_us);
}

TEST_CASE("changes of channels, people and the home tab reach the engine") {
  CHECK(read_as<input::ChannelChanged>("channel_archive.json").change == ChannelChange::archived);
  CHECK(read_as<input::ChannelChanged>("group_rename.json").name == "inc-8-quiet");
  CHECK(read_as<input::ChannelMoved>("channel_id_changed.json").to.value == "C0NEW00007");
  CHECK(read_as<input::HomeOpened>("app_home_opened.json").user.value == "U0ANNA0001");
  CHECK(read_as<input::PersonChanged>("user_change.json").person.is_gone);
  CHECK(means_nothing(frame_of("app_home_opened_messages.json")));
  CHECK(means_nothing(frame_of("reaction_added_file.json")));
}

TEST_CASE("a shortcut stands for the verb of its name, and only for those that are meant for it") {
  const auto global = read_as<input::Shortcut>("shortcut.json");
  CHECK(global.callback == "declare");
  CHECK(global.trigger == "7301.7302.bb");
  CHECK(global.message.empty());
  const auto of_message = read_as<input::Shortcut>("message_action.json");
  CHECK(of_message.callback == "keep-message");
  CHECK(of_message.message.value == "1763711999.000700");
  CHECK(of_message.thread.value == "1763711990.000100");
  auto strange = std::get<slack::frame::Shortcut>(frame_of("shortcut.json"));
  strange.callback_id = "close";
  CHECK(means_nothing(strange));
}

TEST_CASE("the first message of a thread is not taken for a reply in it") {
  auto first = std::get<slack::frame::Shortcut>(frame_of("message_action.json"));
  first.thread_ts = first.message_ts;
  CHECK(read_as<input::Shortcut>(first).thread.empty());
}

TEST_CASE("commands, buttons and the connection's own frames are read elsewhere") {
  for (const char* name : {"slash_command.json", "block_actions_button.json", "hello.json",
                           "disconnect_warning.json", "app_rate_limited.json"}) {
    CAPTURE(name);
    CHECK(means_nothing(frame_of(name)));
  }
}

}  // namespace slack_inputs_test
