// Follow-ups in a tracker and updates on a status page, from the typed line to what stands there
// and back: once, whatever becomes of the answers.

#include "bot/domain/timeline.h"
#include "tests/engine/engine_world.h"
#include "tests/engine/played_outlets.h"

#include <algorithm>

namespace outlets_test {

using namespace tocsin;

namespace {

struct World {
  std::unique_ptr<PlayedOutlets> outlets = std::make_unique<PlayedOutlets>();
  EngineWorld world;

  World() : world(setting(*outlets)) {}

  static EngineWorld::Setting setting(PlayedOutlets& outlets) {
    EngineWorld::Setting setting;
    setting.services = {
        {ServiceRole::tracker, "hub", "github", {{"repository", "example/shop"}, {"token", "t"}}},
        {ServiceRole::status_page, "trust", "statuspage", {{"page", "p"}, {"token", "t"}}}};
    setting.outside = [&outlets](const net::HttpRequest& request) {
      return outlets.perform(request);
    };
    setting.engine.commands.tracker = "hub";
    setting.engine.commands.status_pages = {"trust"};
    setting.engine.audience.tracker = "hub";
    return setting;
  }

  Task task(std::int64_t number, std::int64_t incident = 1) const {
    const Incident current = world.incident(incident);
    const Task* found = find(current, TaskNumber{number});
    REQUIRE(found != nullptr);
    return *found;
  }
  std::ptrdiff_t recorded(std::string_view kind_of_words) const {
    std::ptrdiff_t count = 0;
    for (const Event& event : world.store().events_of(IncidentNumber{1})) {
      count += has(to_plain(timeline_words(event.body)), kind_of_words) ? 1 : 0;
    }
    return count;
  }
  // Types an update and presses the button under its answer.
  void show(std::string_view line) {
    const Ack ack = world.type(line);
    const auto button =
        std::ranges::find(ack.reply.buttons, std::string("Show on trust"), &Button::label);
    REQUIRE(button != ack.reply.buttons.end());
    world.type(button->command_line);
  }
  // The service has acted, and nobody hears of it.
  void lose_the_answer_of(std::string_view part) { world.lose_answer(world.out_with(part)); }
};

}  // namespace

TEST_CASE("a follow-up becomes one issue, which the timeline, the list and the write-up name") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 followup @Ben Add an alert");
  world.settle();
  REQUIRE(here.outlets->issues.size() == 1);
  CHECK(here.outlets->issues.front().title == "Add an alert");
  CHECK(has(here.outlets->issues.front().body, "Checkout is failing"));
  REQUIRE(here.task(1).issue.has_value());
  CHECK(here.task(1).issue->key == "#1");
  CHECK(here.recorded("T1 is #1 (https://github.com/example/shop/issues/1) in hub") == 1);
  CHECK(has(text_of(world.type("INC-1 tasks").reply), ", #1"));
  world.type("INC-1 resolve");
  world.type("INC-1 close");
  world.settle();
  const auto writeup = world.store().latest_writeup(IncidentNumber{1});
  REQUIRE(writeup.has_value());
  CHECK(has(writeup->markdown, "| open: "));
  CHECK(has(writeup->markdown, "https://github.com/example/shop/issues/1"));
  CHECK(here.outlets->issues.size() == 1);
}

TEST_CASE(
    "an issue whose answer was lost is found again and not created twice, also by a restart") {
  for (const bool restarts : {false, true}) {
    CAPTURE(restarts);
    World here;
    EngineWorld& world = here.world;
    world.declare();
    world.type("INC-1 followup Add an alert");
    here.lose_the_answer_of("/repos/example/shop/issues");
    REQUIRE(here.outlets->issues.size() == 1);
    if (restarts) world.restart();
    world.settle();
    CHECK(here.outlets->issues.size() == 1);
    REQUIRE(here.task(1).issue.has_value());
    CHECK(here.recorded("T1 is #1 (https://github.com/example/shop/issues/1) in hub") == 1);
  }
}

TEST_CASE("what never arrived is filed after all, once the look was late enough to be believed") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 followup Add an alert");
  world.lose(world.out_with("/repos/example/shop/issues"));
  world.settle();
  CHECK(here.outlets->issues.size() == 1);
  CHECK(here.task(1).issue.has_value());
}

TEST_CASE("issues of several incidents wait in one row, and each comes to its own") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.declare("declare Search is slow");
  world.type("INC-1 followup First");
  world.type("INC-2 followup Second");
  world.settle();
  REQUIRE(here.outlets->issues.size() == 2);
  CHECK(here.task(1, 1).issue->key == "#1");
  CHECK(here.task(1, 2).issue->key == "#2");
}

TEST_CASE("what is done in the tracker is done here a quarter of an hour later, and read no more") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 followup Add an alert");
  world.type("INC-1 followup Write a runbook");
  world.settle();
  here.outlets->issues.at(0).state = "closed";
  here.outlets->issues.at(0).state_reason = "completed";
  here.outlets->issues.at(1).state = "closed";
  here.outlets->issues.at(1).state_reason = "not_planned";
  world.pass(15min);
  world.settle();
  CHECK(here.task(1).state == TaskState::done);
  CHECK(here.task(1).issue->state == "closed");
  CHECK(here.task(2).state == TaskState::dropped);
  const int asked = here.outlets->requests;
  world.pass(2h);
  world.run();
  CHECK(here.outlets->requests == asked);
  // What somebody decides here afterwards stands: only news from there counts.
  world.type("INC-1 task reopen T1");
  world.pass(15min);
  world.settle();
  CHECK(here.task(1).state == TaskState::open);
}

TEST_CASE(
    "a tracker that does not answer is not asked over and over, and its word is said to be old") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 followup Add an alert");
  world.settle();
  world.pass(15min);
  world.settle();
  CHECK(has(text_of(world.type("INC-1 tasks").reply), "“open”"));
  CHECK_FALSE(has(text_of(world.type("INC-1 tasks").reply), "as of"));
  here.outlets->answers_with = 503;
  for (int quarter = 0; quarter < 8; ++quarter) {
    world.pass(15min);
    world.run();
  }
  const std::vector<OutboxRow> rows = world.unsettled();
  CHECK(std::ranges::count_if(rows, [](const OutboxRow& row) {
          return std::holds_alternative<delivery::ReadTask>(row.delivery);
        }) == 1);
  CHECK(has(text_of(world.type("INC-1 tasks").reply), "“open” as of "));
  here.outlets->answers_with = 0;
  world.settle();
  CHECK_FALSE(has(text_of(world.type("INC-1 tasks").reply), "as of"));
}

TEST_CASE("a wrong key is told to the lead with its name, and the task can be filed later") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  here.outlets->answers_with = 401;
  world.type("INC-1 followup Add an alert");
  world.settle();
  const auto told = world.slack.texts(k_ana.value);
  CHECK(std::ranges::any_of(told, [](const std::string& text) {
    return has(text,
               "T1 could not be put into the tracker hub. GitHub does not accept our key: "
               "check `token` of [trackers.hub]");
  }));
  here.outlets->answers_with = 0;
  const Ack list = world.type("INC-1 tasks");
  const auto button =
      std::ranges::find(list.reply.buttons, std::string("File T1 in hub"), &Button::label);
  REQUIRE(button != list.reply.buttons.end());
  world.type(button->command_line);
  world.type("INC-1 file-task T1");  // twice is once
  world.settle();
  CHECK(here.outlets->issues.size() == 1);
}

TEST_CASE("tasks that are still open are filed when the incident closes; those of drills never") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 task Clean the queue");
  world.settle();
  CHECK(here.outlets->issues.empty());
  world.type("INC-1 resolve");
  world.type("INC-1 close");
  world.settle();
  CHECK(here.outlets->issues.size() == 1);
  world.declare("declare drill Practice");
  world.type("INC-2 followup Add an alert");
  world.declare("declare private Break-in");
  world.type("INC-3 followup Change the locks");
  world.settle();
  CHECK(here.outlets->issues.size() == 1);
  world.type("INC-3 file-task T1");
  world.settle();
  REQUIRE(here.outlets->issues.size() == 2);
  CHECK(has(here.outlets->issues.back().title, "Change the locks"));
  CHECK_FALSE(has(here.outlets->issues.back().body, "Break-in"));
}

TEST_CASE(
    "a follow-up that is taken back before it left is not filed; afterwards its issue is named") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 followup Add an alert");
  world.settle();
  const Ack undone = world.type("INC-1 undo");
  CHECK(has(text_of(undone.reply), "It was filed already: close #1 in hub."));
}

TEST_CASE("an update is public after the button and not before, once, and resolved at the end") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  world.type("INC-1 update We are looking");
  world.settle();
  CHECK(here.outlets->incidents.empty());
  here.show("INC-1 update We are still looking");
  world.settle();
  REQUIRE(here.outlets->incidents.size() == 1);
  const auto& there = here.outlets->incidents.front();
  CHECK(there.name == "Checkout is failing");
  CHECK(there.updates == std::vector<std::string>{"investigating: We are still looking"});
  CHECK(has(text_of(world.type("INC-1 update A fix is out").reply),
            "It goes to the status page trust too."));
  world.type("INC-1 resolve The intern's change was rolled back");
  world.settle();
  world.type("INC-1 close");
  world.settle();
  CHECK(there.updates == std::vector<std::string>{"investigating: We are still looking",
                                                  "investigating: A fix is out",
                                                  "resolved: This incident has been resolved."});
  CHECK(here.recorded(
            "On the status page trust (https://stspg.example/p1): Investigating: A fix is out") ==
        1);
  const auto writeup = world.store().latest_writeup(IncidentNumber{1});
  REQUIRE(writeup.has_value());
  CHECK(has(writeup->markdown, "on the status page trust: Investigating: A fix is out"));
}

TEST_CASE("lost answers of a status page publish nothing twice") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  here.show("INC-1 update We are looking");
  here.lose_the_answer_of("/v1/pages/p/incidents");
  world.settle();
  REQUIRE(here.outlets->incidents.size() == 1);
  CHECK(here.outlets->incidents.front().updates.size() == 1);
  world.type("INC-1 update A fix is out");
  world.run();
  world.pass(1s);
  world.settle();
  CHECK(here.outlets->incidents.front().updates.size() == 2);
  here.outlets->now_iso = "2026-03-10T14:50:00Z";
  world.pass(2s);
  world.type("INC-1 update All is well");
  here.lose_the_answer_of("/incidents/p1");
  world.settle();
  CHECK(here.outlets->incidents.front().updates.size() == 3);
  CHECK(here.recorded(
            "On the status page trust (https://stspg.example/p1): Investigating: All is well") ==
        1);
}

TEST_CASE("what is resolved before a dead status page took it is never shown there") {
  World here;
  EngineWorld& world = here.world;
  world.declare();
  here.outlets->answers_with = 401;
  here.show("INC-1 update We are looking");
  world.settle();
  here.outlets->answers_with = 0;
  world.type("INC-1 resolve");
  world.settle();
  CHECK(here.outlets->incidents.empty());
}

}  // namespace outlets_test
