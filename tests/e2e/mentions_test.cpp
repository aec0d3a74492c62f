// Commands that are typed as messages: mentions, the mark in a channel and in a thread, direct
// messages. The answer is seen by who typed, where they typed.

#include "tests/e2e/acting.h"

#include <doctest/doctest.h>

namespace tocsin::e2e::mentions_test {

namespace {

using sandbox::Ephemeral;
using sandbox::Server;

std::vector<std::string> logged(const std::vector<Event>& events) {
  std::vector<std::string> texts;
  for (const Event& event : of_kind<event::Logged>(events)) {
    texts.push_back(std::get<event::Logged>(event.body).text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

// More than the bot has said by then, and less than what its database has written.
constexpr std::size_t k_full = 16 * 1024;

}  // namespace

TEST_CASE("a mention in a channel and in a thread is a command, answered right there") {
  Scene scene;
  const MessageTs first = scene.write(k_ben, scene.channel(), "@tocsin log Seen in the channel");
  const Ephemeral in_channel = scene.whispered(k_ben, "Saved");
  CHECK(in_channel.channel == scene.channel());
  CHECK(in_channel.thread.empty());
  CHECK(scene.slack().channel_shows(scene.channel(), "Seen in the channel"));

  scene.write(k_ana, scene.channel(), "@tocsin log Seen in the thread", first);
  const Ephemeral in_thread = scene.whispered(k_ana, "Saved");
  CHECK(in_thread.channel == scene.channel());
  CHECK(in_thread.thread == first);
  CHECK(logged(scene.end()) == Texts{"Seen in the channel", "Seen in the thread"});
}

TEST_CASE("the mark makes a message in the incident's channel or a thread there a command") {
  Scene scene;
  const MessageTs first = scene.write(k_ben, scene.channel(), "!log Restarted the pods");
  CHECK(scene.whispered(k_ben, "Saved").thread.empty());
  scene.write(k_ana, scene.channel(), "!log They are back", first);
  CHECK(scene.whispered(k_ana, "Saved").thread == first);
  CHECK(logged(scene.end()) == Texts{"Restarted the pods", "They are back"});
}

TEST_CASE("a message that has the mark and mentions the bot is one command") {
  Scene scene;
  scene.write(k_ben, scene.channel(), "!log Asked @tocsin for the time");
  scene.whispered(k_ben, "Saved");
  scene.write(k_ben, scene.channel(), "!log And again");
  CHECK(scene.slack().channel_shows(scene.channel(), "And again"));
  CHECK(logged(scene.end()).size() == 2);
}

TEST_CASE("talk and marked lines elsewhere are left alone") {
  Scene scene;
  scene.write(k_ana, scene.channel(), "log nothing, I only talk");
  scene.write(k_ana, scene.channel(), "!!! it burns");
  scene.write(k_ana, k_incidents, "!log not in an incident's channel");
  scene.write(k_ana, scene.channel(), "!log This one counts");
  scene.whispered(k_ana, "Saved");
  int whispers = 0;
  scene.slack().with([&](Server& server) {
    for (const Ephemeral& each : server.workspace().ephemerals()) {
      if (each.user == k_ana && each.way == Ephemeral::Way::post_ephemeral) ++whispers;
    }
  });
  CHECK(whispers == 1);
  CHECK(logged(scene.end()) == Texts{"This one counts"});
}

TEST_CASE("a direct message to the bot is a command, and the answer stays there") {
  Scene scene;
  ChannelId direct;
  scene.slack().with(
      [&](Server& server) { direct = server.workspace().direct_channel(k_ben, server.now()); });
  scene.write(k_ben, direct, "INC-1 log Typed in private");
  CHECK(scene.told(k_ben, "Saved"));
  CHECK(logged(scene.end()) == Texts{"Typed in private"});
}

TEST_CASE("a mention that Slack delivers again, also under another id, has one effect") {
  Scene scene;
  const MessageTs ts = scene.write(k_ben, scene.channel(), "@tocsin log Only once");
  scene.whispered(k_ben, "Saved");
  // As Slack has done: the same message under another event_id.
  scene.slack().with([&](Server& server) {
    server.workspace().raw_event(R"({"type":"app_mention","user":"U0BEN","text":"<@U0TOCSIN> log )"
                                 R"(Only once","ts":")" +
                                     ts.value + R"(","channel":")" + scene.channel().value +
                                     R"(","event_ts":")" + ts.value + R"("})",
                                 server.now());
  });
  scene.write(k_ben, scene.channel(), "@tocsin log Something else");
  CHECK(scene.slack().channel_shows(scene.channel(), "Something else"));
  CHECK(logged(scene.end()) == Texts{"Only once", "Something else"});
}

TEST_CASE("a mention that comes while the database cannot be written is saved when it can") {
  Scene scene;
  scene.bot().limit_files(k_full);
  scene.write(k_ben, scene.channel(), "@tocsin log Typed while the disk was full");
  const bool was_refused = scene.bot().says("not saved");
  CHECK(was_refused);
  scene.bot().limit_files({});
  // Nobody has acknowledged it, so Slack delivers it again.
  CHECK(scene.slack().channel_shows(scene.channel(), "Typed while the disk was full"));
  CHECK(logged(scene.end()) == Texts{"Typed while the disk was full"});
}

}  // namespace tocsin::e2e::mentions_test
