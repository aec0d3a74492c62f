// What happens in Slack besides commands: acknowledged after the commit and not before, whether it
// means something or not, with one effect however often it is told.

#include "tests/engine/engine_world.h"

namespace slack_events_test {

using namespace tocsin;

namespace {

constexpr AckToken k_token = 7001;

input::Command written(const std::string& text, const std::string& key,
                       const std::string& second_key, AckToken token) {
  input::Command command;
  command.key = key;
  command.second_key = second_key;
  command.user = k_ben;
  command.channel = k_general;
  command.text = text;
  command.whisper_to = Place{k_general, {}};
  command.token = token;
  return command;
}

input::ChannelChanged changed(const EngineWorld& world, ChannelChange change,
                              const std::string& key) {
  input::ChannelChanged input;
  input.key = key;
  input.change = change;
  input.channel = world.incident().channel;
  input.name = world.incident().channel_name;
  input.user = k_ben;
  input.token = k_token;
  return input;
}

bool was_acked(const EngineWorld& world, AckToken token) {
  for (const Ack& ack : world.acks) {
    if (ack.token == token) return ack.saved && !ack.with_reply;
  }
  return false;
}

std::size_t channel_changes(const EngineWorld& world) {
  std::size_t count = 0;
  for (const Event& event : world.store().events_of(IncidentNumber{1})) {
    if (std::holds_alternative<event::ChannelChanged>(event.body)) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("every kind of event is acknowledged once it is on disk, meaningful or not") {
  EngineWorld world;
  world.declare();
  const ChannelId elsewhere{"CELSEWHERE"};
  world.step(
      {input::Reacted{"r", "", k_ben, true, "eyes", elsewhere, {"1.2"}, false, k_token + 1},
       input::MessageChanged{"m", "", elsewhere, {"1.2"}, k_ben, false, "x", k_token + 2},
       input::ChannelChanged{"c", ChannelChange::archived, elsewhere, "", k_ben, k_token + 3},
       input::ChannelMoved{"d", elsewhere, {"CNEW"}, k_token + 4},
       input::MemberMoved{"j", k_ben, elsewhere, true, false, k_token + 5},
       input::HomeOpened{"h", k_ben, k_token + 6},
       input::PersonChanged{"p", Person{k_ben, "ben", "", false, false, false}, k_token + 7}});
  for (AckToken token = k_token + 1; token <= k_token + 7; ++token) {
    CAPTURE(token);
    CHECK(was_acked(world, token));
  }
}

TEST_CASE("an event that could not be stored is not acknowledged, and kept") {
  EngineWorld world;
  world.declare();
  world.disk().next_commit = TroubledStore::Commit::fails;
  world.step({changed(world, ChannelChange::archived, "a")});
  CHECK_FALSE(was_acked(world, k_token));
  CHECK(channel_changes(world) == 0);
  world.pass(1s);
  CHECK(was_acked(world, k_token));
  CHECK(channel_changes(world) == 1);
}

TEST_CASE("talk that only looks like a command is acknowledged and leaves no trace") {
  EngineWorld world;
  world.declare();
  auto talk = written("!log not in an incident's channel", "e1", "typed:1", k_token);
  talk.is_chatter = true;
  world.step({talk});
  CHECK(was_acked(world, k_token));
  CHECK(world.logged().empty());
  CHECK_FALSE(world.store().reply_for("e1").has_value());
}

TEST_CASE("one message told under two names has one effect, and both are acknowledged") {
  EngineWorld world;
  world.declare();
  world.step({written("INC-1 log Once", "event:1", "typed:C:1", k_token),
              written("INC-1 log Once", "event:2", "typed:C:1", k_token + 1)});
  CHECK(was_acked(world, k_token));
  CHECK(was_acked(world, k_token + 1));
  CHECK(world.logged() == std::vector<std::string>{"Once"});
}

TEST_CASE("a change of the channel that is known already is not told again") {
  EngineWorld world;
  world.declare();
  world.step({changed(world, ChannelChange::joined, "own")});        // we have made it
  world.step({changed(world, ChannelChange::unarchived, "early")});  // it never was archived
  CHECK(channel_changes(world) == 0);
  world.step({changed(world, ChannelChange::left, "left-1")});
  world.step({changed(world, ChannelChange::left, "left-2")});
  CHECK(channel_changes(world) == 1);
  world.step({changed(world, ChannelChange::unarchived, "other")});
  CHECK(world.incident().channel_lost == ChannelChange::left);
  world.step({changed(world, ChannelChange::joined, "again")});
  CHECK_FALSE(world.incident().channel_lost.has_value());
  world.step({changed(world, ChannelChange::archived, "archived-1")});
  world.step({changed(world, ChannelChange::archived, "archived-2")});
  world.step({changed(world, ChannelChange::left, "left-3")});
  CHECK(world.incident().channel_lost == ChannelChange::archived);
  CHECK(channel_changes(world) == 3);
}

}  // namespace slack_events_test
