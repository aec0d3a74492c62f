// What people did in the channel while the bot was away is read afterwards and made good.

#include "bot/domain/timeline.h"
#include "tests/e2e/acting.h"
#include "tests/e2e/findings.h"

#include <doctest/doctest.h>

namespace tocsin::e2e::read_back_test {

namespace {

using namespace std::chrono_literals;

std::string seconds_of(const Event& event) {
  return std::to_string(to_stored(event.happened_at) / 1000);
}

}  // namespace

TEST_CASE("what was typed and marked while the bot was away is in the record, once, in its time") {
  Scene scene;
  const MessageTs old = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  MessageTs typed;
  MessageTs in_thread;
  scene.without_bot(12s, [&] {  // ten are a gap
    typed = scene.write(k_ben, scene.channel(), "!log the cache is cold");
    in_thread = scene.write(k_ben, scene.channel(), "!log it is warm again", old);
    scene.mark(k_ana, old, "pushpin");
  });
  CHECK(scene.slack().channel_shows(scene.channel(), "I had no connection to Slack from"));
  CHECK(scene.slack().channel_shows(scene.channel(), "the cache is cold"));
  CHECK(scene.slack().channel_shows(scene.channel(), "it is warm again"));
  CHECK(scene.slack().channel_shows(scene.channel(), "Latency is at 9 s"));
  CHECK(scene.slack().eventually(
      [&](sandbox::Server&) { return unsettled_deliveries(scene.stage().database()) == 0; }));
  scene.whispered(k_ben, "I had no connection to Slack when you typed “log it is warm again”");
  const auto events = scene.end();
  const auto logged = of_kind<event::Logged>(events);
  REQUIRE(logged.size() == 2);
  CHECK(seconds_of(logged[0]) == typed.value.substr(0, 10));
  CHECK(seconds_of(logged[1]) == in_thread.value.substr(0, 10));
  const auto kept = of_kind<event::MessageKept>(events);
  REQUIRE(kept.size() == 1);
  CHECK(std::get<event::MessageKept>(kept[0].body).ts == old);
  CHECK(std::get<event::ReadBack>(of_kind<event::ReadBack>(events)[0].body).trouble.empty());
}

}  // namespace tocsin::e2e::read_back_test
