// What people change around an incident: its channel, the bot's place in it, their accounts. The
// incident goes on, and its lead is told.

#include "tests/e2e/acting.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin::e2e::surroundings_test {

namespace {

using sandbox::Done;
using sandbox::Server;
using sandbox::Workspace;

std::vector<ChannelChange> changes(const std::vector<Event>& events) {
  std::vector<ChannelChange> all;
  for (const Event& event : of_kind<event::ChannelChanged>(events)) {
    all.push_back(std::get<event::ChannelChanged>(event.body).change);
  }
  return all;
}

using Changes = std::vector<ChannelChange>;

}  // namespace

TEST_CASE("an archived channel is told to the lead, and entries go to the announcement's thread") {
  Scene scene;
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.archive_channel(k_ben, scene.channel(), now);
  });
  CHECK(scene.told(k_ana, "was archived"));
  scene.slack().type(k_ana, k_incidents, "INC-1 log Still working on it");
  CHECK(scene.slack().channel_shows(k_incidents, "Still working on it"));
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.unarchive_channel(k_ben, scene.channel(), now);
  });
  CHECK(scene.told(k_ana, "can be used again"));
  scene.slack().type(k_ana, k_incidents, "INC-1 log Back in the channel");
  CHECK(scene.slack().channel_shows(scene.channel(), "Back in the channel"));
  CHECK(changes(scene.end()) == Changes{ChannelChange::archived, ChannelChange::unarchived});
}

TEST_CASE("a renamed channel keeps its incident") {
  Scene scene;
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.rename_channel(k_ben, scene.channel(), "war-room", now);
  });
  CHECK(scene.told(k_ana, "is now #war-room"));
  scene.write(k_ana, scene.channel(), "!log Under another name");
  CHECK(scene.slack().channel_shows(scene.channel(), "Under another name"));
  CHECK(changes(scene.end()) == Changes{ChannelChange::renamed});
}

TEST_CASE("a channel that got another id keeps its incident") {
  Scene scene;
  const auto moved = scene.act<ChannelId>([&](Workspace& workspace, Moment now) {
    return workspace.change_channel_id(scene.channel(), now);
  });
  const Shown shown = scene.slack().type(k_ana, moved, "log Under another id");
  CHECK_MESSAGE(contains(shown.text, "Saved"), shown.text);
  CHECK(scene.slack().channel_shows(moved, "Under another id"));
  CHECK(of_kind<event::ChannelMoved>(scene.end()).size() == 1);
}

TEST_CASE("a bot that was taken out says so to the lead once and goes on when it is invited") {
  Scene scene;
  const UserId bot = sandbox::WorkspaceSetup().bot_user;
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.remove(k_ben, bot, scene.channel(), now);
  });
  CHECK(scene.told(k_ana, "has lost me"));
  scene.slack().type(k_ana, scene.channel(), "log Typed without the bot in here");
  CHECK(scene.slack().channel_shows(k_incidents, "Typed without the bot in here"));
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.invite(k_ben, bot, scene.channel(), now);
  });
  CHECK(scene.told(k_ana, "can be used again"));
  CHECK(changes(scene.end()) == Changes{ChannelChange::left, ChannelChange::joined});
}

TEST_CASE("a deleted channel is told to the lead, and the incident can still be closed") {
  Scene scene;
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.delete_channel(k_ben, scene.channel(), now);
  });
  CHECK(scene.told(k_ana, "was deleted"));
  scene.slack().type(k_ana, k_incidents, "INC-1 log Going on without a channel");
  CHECK(scene.slack().channel_shows(k_incidents, "Going on without a channel"));
  CHECK(changes(scene.end()) == Changes{ChannelChange::deleted});
}

TEST_CASE("when the lead's account is closed the channel is asked who leads") {
  Scene scene;
  scene.slack().with([&](Server& server) {
    const auto& people = server.workspace().setup().people;
    auto ana = *std::ranges::find(people, k_ana, &sandbox::PersonSetup::id);
    ana.deleted = true;
    server.workspace().set_person(std::move(ana), server.now());
  });
  CHECK(scene.slack().channel_shows(scene.channel(), "Who leads?"));
  scene.end();
}

TEST_CASE("the home tab shows the incidents that are active") {
  Scene scene;
  scene.act<Done>(
      [&](Workspace& workspace, Moment now) { return workspace.open_home(k_ben, now); });
  const bool shows = scene.slack().eventually([](Server& server) {
    const auto* home = server.workspace().home(k_ben);
    return home != nullptr && contains(home->json, "Checkout is failing");
  });
  CHECK(shows);
  scene.end();
}

}  // namespace tocsin::e2e::surroundings_test
