// Forms as people in Slack meet them: the real program against the strict local Slack, which takes
// no form that Slack would not take.

#include "tests/e2e/filling.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::e2e::forms_test {

namespace {

using sandbox::Filled;
using sandbox::Server;
using sandbox::View;

// Where the bot is no member the answer comes by direct message.
bool is_told(LocalSlack& slack, const UserId& user, std::string_view words) {
  return slack.eventually([&](Server& server) {
    auto& workspace = server.workspace();
    const auto* told = workspace.last_ephemeral(user);
    if (told != nullptr && contains(told->text + told->blocks, words)) return true;
    const ChannelId direct = workspace.direct_channel(user, server.now());
    return std::ranges::any_of(workspace.messages_of_app(direct), [&](const auto* message) {
      return contains(seen_text(*message), words);
    });
  });
}

void press_in_direct_message(LocalSlack& slack, const UserId& user, std::string_view label) {
  CHECK(slack.eventually([&](Server& server) {
    auto& workspace = server.workspace();
    const ChannelId direct = workspace.direct_channel(user, server.now());
    const auto messages = workspace.messages_of_app(direct);
    return !messages.empty() &&
           workspace.press(user, direct, messages.back()->ts, label, server.now()).has_value();
  }));
}

std::size_t incidents(Stage& stage) { return stage.record()->all_incidents().size(); }

// Presses a button of the card in the incident's channel, as soon as it is there.
void press_on_card(LocalSlack& slack, const UserId& user, const ChannelId& channel,
                   std::string_view label) {
  bool is_pressed = slack.eventually([&](Server& server) {
    for (const auto* message : server.workspace().messages_of_app(channel)) {
      if (!contains(message->blocks(), "form resolve")) continue;
      return server.workspace().press(user, channel, message->ts, label, server.now()).has_value();
    }
    return false;
  });
  REQUIRE(is_pressed);
}

ChannelId declare_checkout(LocalSlack& slack) {
  slack.type(k_ana, k_general, "declare sev1 Checkout is failing");
  const ChannelId channel = slack.wait_for_channel("inc-1-checkout-is-failing");
  REQUIRE_FALSE(channel.empty());
  return channel;
}

}  // namespace

TEST_CASE(
    "`declare` alone opens a form; what is wrong stands next to its field; then it is saved") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const Shown shown = slack.type(k_ana, k_general, "declare");
  CHECK(shown.text.empty());  // the form is the answer
  const std::string form = wait_for_form(slack, k_ana);
  CHECK(contains(form_text(slack, form), "Declare an incident"));

  View view = submit(slack, form,
                     {{"title", "", "Checkout is failing"},
                      {"severity", "", "sev1"},
                      {"since", "", "soon after lunch"}});
  CHECK(view.state == View::State::open);
  CHECK_MESSAGE(contains(view.errors, "\"since\""), view.errors);
  CHECK(contains(view.errors, "no time that I can read"));

  view = submit(
      slack, form,
      {{"title", "", "Checkout is failing"}, {"severity", "", "sev1"}, {"since", "", "10m ago"}});
  CHECK(view.state == View::State::submitted);
  CHECK(is_told(slack, k_ana, "Saved *INC-1*"));
  CHECK_FALSE(slack.wait_for_channel("inc-1-checkout-is-failing").empty());
  slack.check_nothing_to_complain_about();
  stop(*bot);
  const auto incident = stage.record()->incident({1});
  REQUIRE(incident);
  CHECK(incident->severity == Severity::sev1);
  CHECK(incident->started_at.has_value());
  CHECK(incidents(stage) == 1);
}

TEST_CASE("a form that is submitted twice declares one incident") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare");
  const std::string form = wait_for_form(slack, k_ana);
  const std::vector<Filled> filled{{"title", "", "Checkout is failing"}};
  const std::string first = start_submitting(slack, form, filled);
  const std::string second = start_submitting(slack, form, filled);
  CHECK(slack.shown_for(first).is_answered());
  CHECK(slack.shown_for(second).is_answered());
  CHECK(is_told(slack, k_ana, "Saved *INC-1*"));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  CHECK(incidents(stage) == 1);
}

TEST_CASE("when Slack does not open the form in time, a button opens it") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  Duration before{};
  slack.with([&](Server& server) {
    before = std::exchange(server.workspace().policies().trigger_lives, Duration{-1});
  });
  slack.type(k_ana, k_general, "declare");
  CHECK(is_told(slack, k_ana, "did not open the form"));
  slack.with([&](Server& server) { server.workspace().policies().trigger_lives = before; });
  press_in_direct_message(slack, k_ana, "Open the form");
  const std::string form = wait_for_form(slack, k_ana);
  CHECK(submit(slack, form, {{"title", "", "Checkout is failing"}}).state ==
        View::State::submitted);
  CHECK_FALSE(slack.wait_for_channel("inc-1-checkout-is-failing").empty());
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("the card's buttons open forms; an entry of one is shown in the channel") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_checkout(slack);
  press_on_card(slack, k_ana, channel, "Log");
  const std::string form = wait_for_form(slack, k_ana);
  CHECK(contains(form_text(slack, form), "INC-1 · Log"));
  View view = submit(slack, form, {{"text", "", "10m ago was the peak"}, {"when", "", "25:99"}});
  CHECK(view.state == View::State::open);
  CHECK_MESSAGE(contains(view.errors, "\"when\""), view.errors);
  view = submit(slack, form, {{"text", "", "10m ago was the peak"}});
  CHECK(view.state == View::State::submitted);
  CHECK(slack.channel_shows(channel, "10m ago was the peak"));
  CHECK(is_told(slack, k_ana, "Saved *E2*"));

  press_on_card(slack, k_ana, channel, "Resolve");
  const std::string resolve = wait_for_form(slack, k_ana);
  CHECK(contains(form_text(slack, resolve), "who was affected"));
  CHECK(submit(slack, resolve, {{"text", "", "Rolled back"}}).state == View::State::submitted);
  CHECK(slack.eventually([&](Server& server) {
    return contains(server.workspace().channel(channel)->topic, "resolved");
  }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("a form for an incident that was closed meanwhile stays open and says so") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_checkout(slack);
  press_on_card(slack, k_ana, channel, "Status");
  const std::string form = wait_for_form(slack, k_ana);
  slack.type(k_ben, channel, "resolve");
  CHECK(contains(slack.type(k_ben, channel, "close").text, "Closed *INC-1*"));
  const View view =
      submit(slack, form, {{"state", "", "identified"}, {"text", "", "It is the gateway"}});
  CHECK(view.state == View::State::open);
  CHECK_MESSAGE(contains(view.errors, "INC-1 is closed"), view.errors);
  slack.check_nothing_to_complain_about();
  stop(*bot);
  CHECK(stage.record()->incident({1})->state == State::closed);
}

}  // namespace tocsin::e2e::forms_test
