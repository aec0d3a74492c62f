// Who may do what, as the operator's configuration says it: a refusal names who can, by whatever
// way somebody comes.

#include "tests/e2e/acting.h"
#include "tests/e2e/filling.h"

#include <doctest/doctest.h>

namespace tocsin::e2e::permissions_test {

namespace {

using sandbox::Done;
using sandbox::Server;
using sandbox::Workspace;

constexpr const char* k_ana_only =
    "[people]\nmay_declare = [\"U0ANA\"]\nmay_close = [\"U0ANA\"]\nmay_page = [\"U0ANA\"]\n";

const UserId k_dora{"U0DORA"};               // a guest
const ChannelId k_incidents{"C0INCIDENTS"};  // where the bot is, so that it can whisper

// Slack's list of members is in the record once a guest is known as one.
void wait_until_people_are_known(LocalSlack& slack) {
  Shown shown;
  for (int tries = 0; tries < 100 && !contains(shown.text, "Ask a full member"); ++tries) {
    shown = slack.type(k_dora, ChannelId{"C0RANDOM"}, "list");
  }
  REQUIRE(contains(shown.text, "Ask a full member"));
}

// Presses the button that sends a line again, until the bot has heard from Slack who this is; gives
// what is said then.
std::string pressed_until(LocalSlack& slack, const UserId& user, std::string_view words) {
  CHECK(slack.eventually(
      [](Server& server) { return server.workspace().calls().contains("users.info"); }));
  std::string said;
  for (int tries = 0; tries < 10 && !contains(said, words); ++tries) {
    std::int64_t before = 0;
    slack.with([&](Server& server) { before = server.workspace().last_ephemeral(user)->number; });
    slack.press_in_answer(user, "Send it again");
    CHECK(slack.eventually([&](Server& server) {
      const auto* shown = server.workspace().last_ephemeral(user);
      said = shown->text + shown->blocks;
      return shown->number != before;
    }));
  }
  return said;
}

}  // namespace

TEST_CASE("who may not declare, page or close is told who can, and nothing is changed") {
  Stage stage;
  stage.configure(k_ana_only);
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  wait_until_people_are_known(slack);
  for (const char* line : {"declare sev1 Search is slow", "declare"}) {
    const Shown refused = slack.type(k_ben, k_general, line);
    CHECK_MESSAGE(contains(refused.text, "may not declare"), refused.text);
    CHECK(contains(refused.text, "<@U0ANA>"));
  }
  CHECK(contains(slack.type(k_ana, k_general, "declare Search is slow").text, "Saved *INC-1*"));
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  CHECK(contains(slack.type(k_ben, channel, "log I am here").text, "Saved *E2*"));
  CHECK(contains(slack.type(k_ben, channel, "escalate @chi Please look").text, "may not"));
  CHECK(contains(slack.type(k_ben, channel, "close").text, "may not"));
  CHECK(contains(slack.type(k_ana, channel, "resolve").text, "Saved"));
  CHECK(contains(slack.type(k_ana, channel, "close").text, "Closed"));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  const auto record = stage.record();
  CHECK(record->all_incidents().size() == 1);
  CHECK(of_kind<event::Paged>(record->events_of({1})).empty());
  CHECK(record->incident({1})->state == State::closed);
}

TEST_CASE("a guest asks a full member for everything, and may not even look") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  wait_until_people_are_known(slack);
  const Shown refused = slack.type(k_dora, ChannelId{"C0RANDOM"}, "declare Search is slow");
  CHECK_MESSAGE(contains(refused.text, "Ask a full member"), refused.text);
  CHECK(contains(slack.type(k_dora, ChannelId{"C0RANDOM"}, "list").text, "Ask a full member"));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  CHECK(stage.record()->all_incidents().empty());
}

TEST_CASE("somebody of another organisation changes nothing, from the first line on") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  sandbox::PersonSetup eli;
  eli.id = UserId{"U0ELI"};
  eli.name = "eli";
  eli.is_stranger = true;
  setup.people.push_back(eli);
  Stage stage(setup);
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  wait_until_people_are_known(slack);
  const Shown first = slack.type(eli.id, k_incidents, "declare Search is slow");
  CHECK_MESSAGE(contains(first.text, "does not know you yet"), first.text);
  const std::string again = pressed_until(slack, eli.id, "guests of this workspace");
  CHECK_MESSAGE(contains(again, "guests of this workspace cannot declare"), again);
  slack.check_nothing_to_complain_about();
  stop(*bot);
  CHECK(stage.record()->all_incidents().empty());
}

TEST_CASE("a new member is known as soon as Slack tells, and the line need not be typed again") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  wait_until_people_are_known(slack);
  const UserId fay{"U0FAY"};
  slack.with([&](Server& server) {
    sandbox::PersonSetup person;
    person.id = fay;
    person.name = "fay";
    server.workspace().add_unannounced(person);
  });
  const Shown first = slack.type(fay, k_incidents, "declare Search is slow");
  CHECK_MESSAGE(contains(first.text, "does not know you yet"), first.text);
  const std::string again = pressed_until(slack, fay, "Saved");
  CHECK_MESSAGE(contains(again, "Saved *INC-1*"), again);
  stop(*bot);
  CHECK(stage.record()->all_incidents().size() == 1);
}

TEST_CASE("the home tab's buttons declare, show and settle, and the tab is drawn anew") {
  Scene scene;
  LocalSlack& slack = scene.slack();
  CHECK(contains(slack.type(k_ben, scene.channel(), "task @ben Warm the cache").text, "*T1*"));
  scene.act<Done>(
      [&](Workspace& workspace, Moment now) { return workspace.open_home(k_ben, now); });
  const auto home_has = [&](std::string_view words) {
    return slack.eventually([&](Server& server) {
      const auto* home = server.workspace().home(k_ben);
      return home != nullptr && contains(home->json, words);
    });
  };
  REQUIRE(home_has("Warm the cache"));
  const auto press = [&](std::string_view label) {
    const auto trigger = scene.act<std::string>([&](Workspace& workspace, Moment now) {
      return workspace.press_in_view(workspace.home(k_ben)->id, label, now);
    });
    CHECK(slack.shown_for(trigger).is_answered());
  };
  press("Done");
  CHECK(slack.eventually([&](Server& server) {
    const auto* home = server.workspace().home(k_ben);
    return home != nullptr && !contains(home->json, "Warm the cache");
  }));
  press("Declare an incident");
  const std::string form = wait_for_form(slack, k_ben);
  CHECK(submit(slack, form, {{"title", "", "Search is slow"}}).state ==
        sandbox::View::State::submitted);
  CHECK_FALSE(slack.wait_for_channel("inc-2-search-is-slow").empty());
  const auto events = scene.end();
  const auto moved = of_kind<event::TaskMoved>(events);
  REQUIRE(moved.size() == 1);
  CHECK(moved[0].actor == k_ben);
}

}  // namespace tocsin::e2e::permissions_test
