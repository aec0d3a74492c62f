// What is made good of a gap in the connection: commands, marks and edits of the time in which the
// bot was deaf.

#include "tests/engine/engine_world.h"

#include <algorithm>

namespace read_back_test {

using namespace tocsin;

namespace {

const ChannelId k_channel{"C1"};  // of INC-1

// A moment of the world's day as Slack names a message of it.
MessageTs ts_of(Moment moment) {
  return MessageTs{std::to_string(to_stored(moment) / 1000) + ".000100"};
}

fact::MissedMessage message_at(Moment moment, const std::string& text = "") {
  fact::MissedMessage message;
  message.channel = k_channel;
  message.ts = ts_of(moment);
  message.author = k_ben;
  message.text = text;
  return message;
}

fact::MissedMessage typed_at(Moment moment, const std::string& line) {
  fact::MissedMessage message = message_at(moment, line);
  message.line = line;
  message.is_chatter = line.starts_with('!');
  message.typed_key = "typed:C1:" + message.ts.value;
  return message;
}

fact::MissedMessage marked_at(Moment moment, const std::string& emoji) {
  fact::MissedMessage message = message_at(moment, "Latency is at 9 s");
  message.marks.push_back({emoji, k_ana});
  return message;
}

// The world begins at the same moment each time, so what will be missed can be written beforehand.
Moment beginning() {
  static const Moment moment = EngineWorld().now().wall;
  return moment;
}

// INC-1 is declared, then the connection is lost after five minutes and back ten minutes later.
struct Deaf : EngineWorld {
  explicit Deaf(std::vector<std::vector<fact::MissedMessage>> missed, bool hears_again = true)
      : EngineWorld(Setting{SmallSettings{0ms, true, {}, std::move(missed)}}) {
    step({input::Connected{}});
    declare();
    pass(5min);
    step({input::Lost{}});
    pass(10min);
    if (hears_again) hear_again();
  }

  void hear_again() {
    step({input::Connected{}});
    settle();
  }

  std::vector<event::ReadBack> read_back() const {
    std::vector<event::ReadBack> found;
    for (const Event& event : store().events_of(IncidentNumber{1})) {
      if (const auto* read = std::get_if<event::ReadBack>(&event.body)) found.push_back(*read);
    }
    return found;
  }
};

}  // namespace

TEST_CASE("what was typed in the channel meanwhile is in the record at the time of its typing") {
  const Moment typed = beginning() + 8min;
  Deaf world({{typed_at(typed, "!log the cache is cold"), typed_at(typed + 1min, "!wow")}});
  REQUIRE(world.logged() == std::vector<std::string>{"the cache is cold"});
  const std::vector<Event> events = world.store().events_of(IncidentNumber{1});
  const auto entry = std::ranges::find_if(
      events, [](const Event& event) { return std::holds_alternative<event::Logged>(event.body); });
  CHECK(to_stored(entry->happened_at) / 1000 == to_stored(typed) / 1000);
  CHECK(entry->recorded_at > typed);
  CHECK(entry->actor == k_ben);
  REQUIRE(world.read_back().size() == 1);
  CHECK(world.read_back()[0].commands == 1);
  CHECK(world.slack.count("1 command that was typed here") == 1);
  REQUIRE_FALSE(world.slack.whispers.empty());
  CHECK(has(world.slack.whispers.back(), "I had no connection to Slack when you typed"));
}

TEST_CASE("Slack delivers it after all, before or after it was read: it is carried out once") {
  const Moment typed = beginning() + 8min;
  const auto missed = typed_at(typed, "!log the cache is cold");
  for (const bool before : {true, false}) {
    CAPTURE(before);
    Deaf world({{missed}}, false);
    input::Command late;
    late.key = "event:Ev1";
    late.second_key = missed.typed_key;
    late.user = k_ben;
    late.channel = k_channel;
    late.text = missed.line;
    late.is_chatter = true;
    if (before) world.step({late});
    world.hear_again();
    if (!before) world.step({late});
    world.settle();
    CHECK(world.logged().size() == 1);
    CHECK(world.read_back().at(0).commands == (before ? 0 : 1));
  }
}

TEST_CASE("a wrong command is answered like one that came in time") {
  Deaf world({{typed_at(beginning() + 8min, "!move E99 12:00")}});
  CHECK(world.read_back().at(0).commands == 1);
  CHECK(has(world.slack.whispers.back(), "E99"));
}

TEST_CASE("a channel that is read in parts is counted as a whole, also over a restart") {
  const Moment typed = beginning() + 8min;
  Deaf world({{typed_at(typed, "!log one")}, {typed_at(typed + 1s, "!log two")}}, false);
  world.step({input::Connected{}});
  while (world.logged().empty()) world.answer();
  world.restart();
  world.settle();
  CHECK(world.logged() == std::vector<std::string>{"one", "two"});
  REQUIRE(world.read_back().size() == 1);
  CHECK(world.read_back()[0].commands == 2);
}

TEST_CASE("a message that was marked meanwhile is taken over, once") {
  Deaf world({{marked_at(beginning() + 8min, "pushpin"), marked_at(beginning() + 9min, "eyes")}});
  CHECK(world.slack.acts["read"] == 1);
  CHECK(world.read_back().at(0).marks == 1);
  world.step({input::Lost{}});
  world.pass(1min);
  world.hear_again();
  CHECK(world.slack.acts["read"] == 1);
  REQUIRE(world.read_back().size() == 2);
  CHECK(world.read_back()[1].marks == 0);
  CHECK(world.slack.count("1 message that was marked") == 1);
}

TEST_CASE("a gap in which nothing was missed is recorded as read, and no more is said") {
  Deaf world(std::vector<std::vector<fact::MissedMessage>>(1));
  REQUIRE(world.read_back().size() == 1);
  CHECK(world.read_back()[0].trouble.empty());
  CHECK(world.slack.count("no connection to Slack") == 1);
  CHECK(world.slack.count("made good") == 0);
}

TEST_CASE("what cannot be read is said with the reason") {
  Deaf world(std::vector<std::vector<fact::MissedMessage>>(), false);
  world.step({input::Connected{}});
  const auto is_reading = [](const Outgoing& one) { return one.request.url == "slack:/missed"; };
  while (std::ranges::none_of(world.out, is_reading)) world.answer();
  const auto reading = std::ranges::find_if(world.out, is_reading) - world.out.begin();
  world.answer_with(answer_refused("not_in_channel"), static_cast<std::size_t>(reading));
  world.settle();
  REQUIRE(world.read_back().size() == 1);
  CHECK(has(world.read_back()[0].trouble, "not_in_channel"));
  CHECK(world.slack.count("I could read nothing") == 1);
}

TEST_CASE("the write-up says what was made good of a gap") {
  Deaf world({{typed_at(beginning() + 8min, "!log the cache is cold")}});
  world.type("INC-1 close resolved now");
  world.type("INC-1 close");
  world.settle();
  const auto writeup = world.store().latest_writeup(IncidentNumber{1});
  REQUIRE(writeup);
  CHECK(has(writeup->markdown, "read back afterwards: 1 commands, 0 marks, 0 edits"));
}

}  // namespace read_back_test
