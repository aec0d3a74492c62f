// What reaches people because of roles, tasks and pages: each message once, none after it has
// become pointless, none lost by a restart.

#include "tests/engine/engine_world.h"

#include <algorithm>

namespace calling_people_test {

using namespace tocsin;

namespace {

// How many messages one person got that contain this.
std::ptrdiff_t told(const EngineWorld& world, const UserId& user, std::string_view part) {
  const auto texts = world.slack.texts(user.value);
  return std::ranges::count_if(texts, [&](const std::string& text) { return has(text, part); });
}

std::ptrdiff_t said(const EngineWorld& world, std::string_view part) {
  const auto texts = world.slack.texts("C1");
  return std::ranges::count_if(texts, [&](const std::string& text) { return has(text, part); });
}

void passes(EngineWorld& world, Duration time) {
  world.pass(time);
  world.settle();
}

}  // namespace

TEST_CASE("who is paged gets one direct message and is invited, and the channel sees the page") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 escalate <@UBEN> Checkout is down");
  world.type("INC-1 escalate <@UBEN> And search too");
  world.settle();
  CHECK(told(world, k_ben, "You are needed: INC-1: Checkout is failing") == 1);
  CHECK(told(world, k_ben, "Asked by @UANA") == 1);
  CHECK(said(world, "P1 @UBEN: Checkout is down") == 1);
  CHECK(said(world, "P1 And search too") == 1);
  CHECK(std::ranges::count(world.slack.invited, "C1 UBEN") == 1);
}

TEST_CASE("a redelivered escalate pages nobody twice") {
  EngineWorld world;
  world.declare();
  world.step({world.command("INC-1 escalate <@UBEN>", "page")});
  world.step({world.command("INC-1 escalate <@UBEN>", "page")});
  world.settle();
  CHECK(world.incident().pages.size() == 1);
  CHECK(told(world, k_ben, "You are needed") == 1);
}

TEST_CASE("a page that nobody answers is said in the channel after five minutes, once") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 escalate <@UBEN>");
  world.settle();
  passes(world, 4min);
  CHECK(said(world, "has not answered") == 0);
  passes(world, 1min);
  CHECK(said(world, "P1: @Ben has not answered for 5 minutes") == 1);
  passes(world, 20min);
  CHECK(said(world, "has not answered") == 1);
}

TEST_CASE("a page that was answered, declined or stopped is not complained of") {
  for (const std::string_view line : {"INC-1 ack", "INC-1 decline-page P1 On a plane",
                                      "INC-1 resolve", "INC-1 close resolved now"}) {
    CAPTURE(line);
    EngineWorld world;
    world.declare();
    world.type("INC-1 escalate <@UBEN>");
    world.settle();
    passes(world, 4min);
    world.type_as(k_ben, line);
    passes(world, 10min);
    CHECK(said(world, "has not answered") == 0);
  }
}

TEST_CASE("only the latest page of a target is complained of") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 escalate <@UBEN>");
  passes(world, 3min);
  world.type("INC-1 escalate <@UBEN> again");
  world.settle();
  CHECK(told(world, k_ben, "You are needed") == 2);
  passes(world, 3min);
  CHECK(said(world, "has not answered") == 0);
  passes(world, 3min);
  CHECK(said(world, "P2: @Ben has not answered") == 1);
}

TEST_CASE("a restart loses no page that waits and complains of none twice") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 escalate <@UBEN>");
  world.settle();
  world.restart();
  world.settle();
  CHECK(told(world, k_ben, "You are needed") == 1);
  world.set_wall(world.now().wall + 5min);
  world.restart();
  world.settle();
  CHECK(said(world, "has not answered") == 1);
  world.restart();
  passes(world, 10min);
  CHECK(said(world, "has not answered") == 1);
}

TEST_CASE("a page that has not left yet when it is answered or stopped calls nobody") {
  for (const std::string_view line :
       {"INC-1 ack P1", "INC-1 resolve", "INC-1 close resolved now"}) {
    CAPTURE(line);
    EngineWorld world;
    world.declare();
    // In one step: the message could not leave in between.
    world.step({world.command("INC-1 escalate <@UBEN>"), world.command(line)});
    world.settle();
    CHECK(told(world, k_ben, "You are needed") == 0);
    CHECK(world.unsettled().empty());
  }
}

TEST_CASE("the lead hears that who was paged can't come") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 escalate <@UBEN>");
  world.type_as(k_ben, "INC-1 decline-page P1 On a plane");
  world.settle();
  CHECK(told(world, k_ana, "@UBEN can't come (On a plane)") == 1);
}

TEST_CASE("a group is called in the channel and invited") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 escalate <!subteam^S1|@payments> Checkout is down");
  world.settle();
  CHECK(said(world, "P1 @payments: Checkout is down") == 1);
  passes(world, 5min);
  CHECK(said(world, "P1: @payments has not answered") == 1);
}

TEST_CASE("user groups are read with the people, kept over a restart, and old when they are old") {
  EngineWorld::Setting setting;
  Team payments;
  payments.steps = {{{"S1"}, 5min, 1, std::nullopt}};
  payments.group = "S2";
  setting.engine.commands.roster.teams["payments"] = payments;
  EngineWorld world(setting);
  world.slack.groups = "S1 payments-oncall";
  world.pass(25h);  // they are read once a day
  world.settle();
  CHECK(world.store().setting("unknown_names") ==
        "S2: Slack knows no user group with that ID. Did you mean S1 (@payments-oncall)?\n");
  world.slack.no_people = "internal_error";  // from here on Slack tells nothing more
  world.restart();
  CHECK(has(text_of(world.type("oncall payments").reply), "step 1: @payments-oncall"));
  CHECK_FALSE(has(text_of(world.type("oncall payments").reply), "has not told"));
  world.pass(100h);
  const std::string old = text_of(world.type("oncall payments").reply);
  CHECK(has(old, "step 1: @payments-oncall"));
  CHECK(has(old, "Slack has not told for a while who is who"));
}

TEST_CASE("a hand-off brings one brief, and its answer tells who had the role") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 impact Nobody can pay");
  world.type("INC-1 task Check the replica");
  world.type("INC-1 decide We fail over");
  world.type("INC-1 handoff <@UBEN>");
  world.type("INC-1 handoff <@UBEN>");
  world.settle();
  CHECK(told(world, k_ben, "@UANA asks you to take over lead of INC-1") == 1);
  CHECK(told(world, k_ben, "Impact: Nobody can pay") == 1);
  CHECK(told(world, k_ben, "Running T1: Check the replica") == 1);
  CHECK(told(world, k_ben, "Last decision: We fail over") == 1);
  CHECK(world.incident().lead == k_ana);
  world.type_as(k_ben, "INC-1 handoff accept lead");
  world.type_as(k_ben, "INC-1 handoff accept lead");
  world.settle();
  CHECK(world.incident().lead == k_ben);
  CHECK(told(world, k_ana, "@UBEN has taken over lead") == 1);
  CHECK(told(world, k_ben, "You are now lead") == 1);
}

TEST_CASE("a role that is given away is told to the one who has it now, with what it is for") {
  EngineWorld::Setting setting;
  setting.engine.audience.duties["scribe"] = "Write down what is tried.";
  EngineWorld world(setting);
  world.declare();
  world.type("INC-1 scribe <@UBEN>");
  world.type("INC-1 comms me");
  world.settle();
  CHECK(told(world, k_ben, "You are now scribe of INC-1") == 1);
  CHECK(told(world, k_ben, "Write down what is tried.") == 1);
  CHECK(told(world, k_ana, "You are now") == 0);  // she typed it
}

TEST_CASE("a task is told to its owner once, and brought to mind until it is done") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 task <@UBEN> Check the replica by 18:00");
  world.settle();
  CHECK(told(world, k_ben, "A task is yours: T1 Check the replica") == 1);
  passes(world, 2h);
  CHECK(told(world, k_ben, "Due 2026-03-10") == 0);
  passes(world, 21min);  // an hour before
  CHECK(told(world, k_ben, "Due 2026-03-10") == 1);
  world.restart();
  world.settle();
  passes(world, 1h);
  CHECK(told(world, k_ben, "Still open, and was due 2026-03-10") == 1);
  world.type_as(k_ben, "INC-1 task done T1");
  for (int i = 0; i < 5; ++i) passes(world, 24h);
  CHECK(told(world, k_ben, "Still open") == 1);
}

TEST_CASE("a follow-up that nobody owns is brought to the lead's mind after the incident") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 close resolved now");
  world.type("INC-1 followup Add an alert by tomorrow");
  world.settle();
  passes(world, 30h);
  CHECK(told(world, k_ana, "Nobody owns it; you get this as the incident's lead.") >= 1);
}

TEST_CASE("a due date that moves takes its reminders with it") {
  EngineWorld world;
  world.declare();
  world.type("INC-1 task <@UBEN> Check the replica by 18:00");
  world.type("INC-1 task due T1 none");
  passes(world, 24h);
  CHECK(told(world, k_ben, "Check the replica") == 1);  // that it is theirs
}

}  // namespace calling_people_test
