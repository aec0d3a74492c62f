// What the workspace forbids or people take away: names, channels, messages, files. Declaring and
// writing down go on, and the lead is told what could not be shown.

#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin::e2e::forbidden_test {

namespace {

using sandbox::Server;

ChannelId declare_search(LocalSlack& slack) {
  CHECK(contains(slack.type(k_ana, k_general, "declare Search is slow").text, "Saved *INC-1*"));
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  CHECK(slack.eventually(
      [&](Server& server) { return server.workspace().channel(channel)->pins.size() == 1; }));
  return channel;
}

// The person got a direct message of the bot with these words.
bool is_told(LocalSlack& slack, const UserId& user, std::string_view words) {
  return slack.eventually([&](Server& server) {
    const ChannelId direct = server.workspace().direct_channel(user, server.now());
    const auto messages = server.workspace().messages_of_app(direct);
    return std::ranges::any_of(
        messages, [&](const auto* message) { return contains(seen_text(*message), words); });
  });
}

sandbox::WorkspaceSetup with_policies(const sandbox::Policies& policies) {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.policies = policies;
  return setup;
}

}  // namespace

TEST_CASE("A channel name that is taken gets the next free ending") {
  sandbox::Policies policies;
  policies.names_taken = {"inc-1-search-is-slow", "inc-1-search-is-slow-2"};
  Stage stage(with_policies(policies));
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow-3");
  REQUIRE_FALSE(channel.empty());
  CHECK(contains(slack.type(k_ana, channel, "log In the right place").text, "Saved *E2*"));
  CHECK(slack.channel_shows(channel, "In the right place"));
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("Where channels may not be made the incident lives in the announcement's thread") {
  sandbox::Policies policies;
  policies.create_channel_error = "restricted_action";
  Stage stage(with_policies(policies));
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  CHECK(contains(slack.type(k_ana, k_general, "declare sev1 Search is slow").text, "Saved"));
  CHECK(slack.channel_shows(k_incidents, "lives in this thread"));
  slack.type(k_ben, k_general, "INC-1 log The index is being rebuilt");
  slack.type(k_ben, k_general, "INC-1 resolve now Index rebuilt");
  slack.type(k_ana, k_general, "INC-1 close");
  CHECK(slack.channel_shows(k_incidents, "The index is being rebuilt"));
  CHECK(slack.channel_shows(k_incidents, "## Open questions"));
  slack.with([](Server& server) {
    const auto messages = server.workspace().messages_of_app(k_incidents);
    const auto outside = std::ranges::count_if(
        messages, [](const auto* message) { return message->thread.empty(); });
    CHECK(outside == 1);  // the announcement itself
  });
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("A bot that was taken out of a channel and not told comes back with its next entry") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.events = sandbox::all_events();
  std::erase_if(setup.events, [](const std::string& event) {
    return event == "channel_left" || event == "member_left_channel";
  });
  Stage stage(setup);
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  slack.with([&](Server& server) {
    auto& workspace = server.workspace();
    static_cast<void>(workspace.join(k_ana, channel, server.now()));
    const UserId itself = workspace.setup().bot_user;
    CHECK(workspace.remove(k_ana, itself, channel, server.now()));
  });
  CHECK(contains(slack.type(k_ana, channel, "log Still here").text, "Saved *E2*"));
  CHECK(slack.channel_shows(channel, "Still here"));
  stop(*bot);
}

TEST_CASE("When the incident's channel is archived its lead is told once, and the bot goes on") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  slack.with([&](Server& server) {
    auto& workspace = server.workspace();
    static_cast<void>(workspace.join(k_ben, channel, server.now()));
    CHECK(workspace.archive_channel(k_ben, channel, server.now()));
  });
  CHECK(contains(slack.type(k_ben, k_general, "INC-1 log Written all the same").text, "Saved"));
  CHECK(is_told(slack, k_ana, "archived"));
  CHECK(contains(slack.type(k_ben, k_general, "INC-1 log And more").text, "Saved"));
  CHECK(contains(slack.type(k_chi, k_general, "declare Mail is down").text, "Saved *INC-2*"));
  CHECK_FALSE(slack.wait_for_channel("inc-2-mail-is-down").empty());
  slack.with([](Server& server) {
    const ChannelId direct = server.workspace().direct_channel(k_ana, server.now());
    CHECK(server.workspace().messages_of_app(direct).size() == 1);
  });
  stop(*bot);
  CHECK(stage.record()->events_of({1}).size() >= 4);
}

TEST_CASE("A card that somebody deleted is posted and pinned anew") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  MessageTs first;
  slack.with([&](Server& server) {
    auto& workspace = server.workspace();
    static_cast<void>(workspace.join(k_ana, channel, server.now()));
    first = workspace.channel(channel)->pins.front();
    CHECK(workspace.erase(k_ana, channel, first, server.now()));
  });
  slack.type(k_ana, channel, "impact Nobody finds anything");
  CHECK(slack.eventually([&](Server& server) {
    const auto& workspace = server.workspace();
    const auto& pins = workspace.channel(channel)->pins;
    if (pins.size() != 1 || pins.front() == first) return false;
    const auto* card = workspace.message(channel, pins.front());
    return card != nullptr && contains(seen_text(*card), "Nobody finds anything");
  }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("Where files are switched off the write-up is in the channel and its lead is told") {
  sandbox::Policies policies;
  policies.upload_error = "file_uploads_disabled";
  Stage stage(with_policies(policies));
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  slack.type(k_ana, channel, "resolve now Index rebuilt");
  CHECK(contains(slack.type(k_ana, channel, "close").text, "Closed *INC-1*"));
  CHECK(slack.channel_shows(channel, "## Open questions"));
  CHECK(is_told(slack, k_ana, "file uploads are switched off"));
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("Times are read in the typist's own zone and answered in it and in UTC") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  const std::string tokyo = slack.type(k_chi, channel, "log 09:15 The first complaint").text;
  for (const char* words : {"09:15 JST", "00:15 UTC"}) CHECK_MESSAGE(contains(tokyo, words), tokyo);
  const std::string written =
      slack.type(k_chi, channel, "log 2026-01-15 2:00 PM EST A complaint from New York").text;
  for (const char* words : {"2026-01-15 14:00 EST", "19:00 UTC"}) {
    CHECK_MESSAGE(contains(written, words), written);
  }
  const std::string berlin = slack.type(k_ana, channel, "log 2026-01-15 20:00 Noted").text;
  for (const char* words : {"20:00 CET", "19:00 UTC"}) {
    CHECK_MESSAGE(contains(berlin, words), berlin);
  }
  stop(*bot);
  const auto events = stage.record()->events_of({1});
  REQUIRE(events.size() >= 3);
  CHECK(events[events.size() - 1].happened_at == events[events.size() - 2].happened_at);
}

}  // namespace tocsin::e2e::forbidden_test
