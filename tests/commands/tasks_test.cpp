// Work during and after the incident: task, followup, tasks.

#include "tests/commands/crowd.h"

#include <doctest/doctest.h>

namespace tasks_test {

using namespace tocsin;

namespace {

Task task(const Crowd& room, std::int64_t number) {
  const Incident incident = room.incident(1);
  const Task* found = find(incident, TaskNumber{number});
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("a task has a text, and an owner and a due time when they are written") {
  Crowd room;
  CHECK(room.type("task Check the replica").text == "Saved E2 at 14:40 UTC. T1 is nobody's yet.");
  CHECK(room.type("todo @ben Check the replica by 15:30").text ==
        "Saved E3 at 14:40 UTC. T2 is @UBEN's, due 15:30 UTC.");
  CHECK(room.type("action <@UCHI> Ask Ana BY tomorrow").has("due 2026-03-11 17:00 UTC."));
  CHECK(task(room, 1).owner.empty());
  CHECK(task(room, 2).owner == k_ben);
  CHECK(task(room, 2).text == "Check the replica");
  CHECK(task(room, 2).due_at == moment("2026-03-10 15:30 UTC"));
  CHECK(task(room, 3).text == "Ask Ana");
  CHECK(task(room, 3).kind == TaskKind::task);
  const Said mine = room.type("task me Call the provider");
  CHECK(mine.buttons.empty());
  CHECK(task(room, 4).owner == k_ana);
}

TEST_CASE("words that only look like options are text") {
  Crowd room;
  for (const std::string_view text :
       {"Restart it by hand", "drop the old index", "Restart by 3 of 5 pods", "reopen the port",
        "due diligence with the provider", "assign a shift", "by hand", "Passed by"}) {
    CAPTURE(text);
    CHECK_FALSE(room.type("task " + std::string(text)).refused);
    CHECK(body_of<event::TaskAdded>(room.last_event(1)).text == text);
    CHECK_FALSE(body_of<event::TaskAdded>(room.last_event(1)).due_at);
  }
  room.type("task Restart by hand by 16:00");
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).text == "Restart by hand");
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).due_at == moment("2026-03-10 16:00 UTC"));
  // Behind "--" everything is text, as forms need it.
  room.type("task @ben by 16:00 -- done by fri");
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).text == "done by fri");
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).due_at == moment("2026-03-10 16:00 UTC"));
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).owner == k_ben);
  room.type("task -- @ben by fri");
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).text == "@ben by fri");
  CHECK(body_of<event::TaskAdded>(room.last_event(1)).owner.empty());
}

TEST_CASE("people who are mentioned in the text are kept by name") {
  Crowd room;
  room.type("task Ask <@UBEN> and <!subteam^S1|@payments>");
  CHECK(task(room, 1).text == "Ask @Ben and @payments");
}

TEST_CASE("a task is done, dropped and opened again, once") {
  Crowd room;
  room.type("task Check the replica");
  CHECK(room.type("task done T1 It was the cache").text ==
        "Saved E3 at 14:40 UTC. T1 is done: Check the replica");
  CHECK(body_of<event::TaskMoved>(room.last_event(1)).text == "It was the cache");
  room.refuses("T1 is done already. Nothing was changed.", {"task done T1", "todo T1 done"});
  room.refuses("T1 is done already, so there is nothing to drop", {"task drop t1"});
  room.refuses("T1 is done. Nothing was changed.", {"task assign T1 @ben", "task due T1 fri"});
  CHECK(room.type("followup reopen T1").has("T1 is open again"));
  room.refuses("T1 is open already", {"task reopen T1"});
  CHECK(room.type("task T1 drop Not needed").has("T1 is dropped"));
  CHECK(task(room, 1).state == TaskState::dropped);
  room.refuses("T1 is dropped already", {"task drop T1"});
}

TEST_CASE("a task gets an owner and loses it") {
  Crowd room;
  room.type("task Check the replica");
  const Said taken = room.press(*room.type("tasks").button("Take T1"));
  CHECK(taken.has("T1 is @UANA's now: Check the replica"));
  room.refuses("T1 is @UANA's already", {"task assign T1 me", "task assign T1 @ana"});
  CHECK_FALSE(room.type("task assign T1 @ben").refused);
  CHECK(task(room, 1).owner == k_ben);
  CHECK(room.type("task assign T1 nobody").has("T1 is nobody's now"));
  room.refuses("is a bot", {"task assign T1 <@UBOT>", "task <@UBOT> Reboot"});
  room.refuses("no account", {"task assign T1 <@UGUS>"});
  room.refuses("Whose is it?", {"task assign T1"});
}

TEST_CASE("the button Not mine of an old message takes a task from nobody else") {
  Crowd room;
  room.type("task @ben Check the replica");
  room.type("task assign T1 @chi");
  const std::size_t before = room.events();
  CHECK(room.type_as(k_ben, "INC-1 task assign T1 nobody from <@UBEN>")
            .has("T1 is @UCHI's by now. Nothing was changed."));
  CHECK(room.events() == before);
  CHECK_FALSE(room.type_as(k_chi, "INC-1 task assign T1 nobody from <@UCHI>").refused);
  CHECK(task(room, 1).owner.empty());
}

TEST_CASE("a due time is set, moved and taken away") {
  Crowd room;
  room.type("task Check the replica");
  CHECK(room.type("task due T1 16:00").has("T1 is due 16:00 UTC: Check the replica"));
  room.refuses("T1 is due then already", {"task due T1 16:00", "task due T1 by 16:00"});
  CHECK_FALSE(room.type("task due T1 tomorrow").refused);
  CHECK(task(room, 1).due_at == moment("2026-03-11 17:00 UTC"));
  CHECK(room.type("task due T1 none").has("T1 has no due date any more"));
  room.refuses("has no due date already", {"task due T1 none"});
}

TEST_CASE("a due time that has passed or cannot be is refused, with the field that it is about") {
  Crowd room;
  room.type("task Check the replica");
  room.refuses("has passed", {"task due T1 2020-01-01", "task Ask the provider by 2020-01-01"});
  room.refuses("Type when it is due", {"task due T1"});
  room.refuses("“soon” is not a time that can be read here", {"task due T1 soon"});
  const std::size_t before = room.events();
  for (const std::string_view line : {"task due T1 Feb 30", "task Ask by 2026-02-30",
                                      "task Ask by 25:00", "task by 16:70 -- Ask"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.field == "due");
  }
  CHECK(room.events() == before);
}

TEST_CASE("a task that is not there, or is something else, is refused") {
  Crowd room;
  room.type("task Check the replica");
  room.refuses("INC-1 has no T9", {"task done T9", "task assign T9 me", "followup due T9 fri"});
  room.refuses("is the handle of an entry; here goes a task", {"task done E1"});
  room.refuses("is the handle of a hypothesis", {"task drop H1"});
  room.refuses("Which task?", {"task done", "task done with it", "task assign", "task due"});
  room.refuses("What about T1?", {"task T1", "task T1 is slow"});
  room.refuses("The text is missing", {"task @ben", "task by 16:00", "followup", "task --"});
}

TEST_CASE("a task without any words opens its form, and a filled form is the typed line") {
  Crowd room;
  const Said said = room.type("task");
  REQUIRE(said.form);
  CHECK(said.has("The text is missing."));
  FilledForm filled;
  filled.verb = "task";
  filled.incident = IncidentNumber{1};
  filled.values = {{"text", "Ask by fri"}, {"person", "UBEN"}, {"due", "16:00"}};
  CHECK_FALSE(room.type(line_of(filled)).refused);
  CHECK(task(room, 1).text == "Ask by fri");
  CHECK(task(room, 1).owner == k_ben);
  CHECK(task(room, 1).due_at == moment("2026-03-10 16:00 UTC"));
}

TEST_CASE("what was typed for an unknown person can be added without one") {
  Crowd room;
  const Said said = room.type("task @zoe Check the replica by 16:00");
  CHECK(said.refused);
  REQUIRE(said.button("Add it without an owner"));
  CHECK_FALSE(room.press(said.buttons[0]).refused);
  CHECK(task(room, 1).text == "Check the replica");
}

TEST_CASE("a follow-up shares the numbers, and after the end every task is one") {
  Crowd room;
  room.type("task Check the replica");
  CHECK(room.type("followup @ben Add an alert by fri").has("T2 is @UBEN's"));
  CHECK(task(room, 2).kind == TaskKind::followup);
  room.close();
  CHECK(task(room, 1).kind == TaskKind::followup);
  const Said late = room.type("task Write a runbook");
  CHECK(late.has("It is a follow-up, since the incident is over."));
  CHECK(task(room, 3).kind == TaskKind::followup);
  CHECK_FALSE(room.type("task done T2").refused);
  CHECK_FALSE(room.type("follow-up due T3 fri").refused);
}

// ---- lists

TEST_CASE("tasks lists those of the incident, each with a button") {
  Crowd room;
  room.type("task @ben Check the replica by 15:30");
  room.type("task Ask the provider");
  room.type("followup me Write a runbook");
  room.type("task Old one");
  room.type("task done T4");
  room.now += std::chrono::hours(1);
  const Said open = room.type("tasks");
  CHECK(open.has("T1 Check the replica — @UBEN, was due 15:30 UTC"));
  CHECK(open.has("T2 Ask the provider — nobody"));
  CHECK(open.has("T3 (follow-up) Write a runbook — @UANA"));
  CHECK_FALSE(open.has("Old one"));
  REQUIRE(open.buttons.size() == 3);
  CHECK(open.buttons[0].command_line == "INC-1 task done T1");
  CHECK(open.buttons[1].command_line == "INC-1 task assign T2 me");
  CHECK(room.type("tasks all").has("T4 Old one — nobody, done"));
  const Said mine = room.type("tasks mine");
  CHECK(mine.has("T3"));
  CHECK_FALSE(mine.has("T1"));
  CHECK(room.type("tasks unassigned").buttons.size() == 1);
  CHECK(room.type_as(k_chi, "tasks mine").has("none"));
  room.refuses("Type /incident tasks [mine|open|unassigned|all]", {"tasks soon", "tasks mine T1"});
}

TEST_CASE("outside of an incident tasks lists those of all that the asker may see") {
  Crowd room;
  room.type("task me Check the replica");
  room.type("declare private Leaked key");
  room.type("INC-2 task me Revoke it");
  room.type("INC-1 close resolved now");
  const ChannelId elsewhere{"CGENERAL"};
  const Said mine = room.type_in(elsewhere, "tasks mine");
  CHECK(mine.has("INC-1 T1 (follow-up) Check the replica"));
  CHECK(mine.has("INC-2 T1 Revoke it"));
  REQUIRE(mine.buttons.size() == 2);
  room.channel = elsewhere;
  CHECK_FALSE(room.press(mine.buttons[1]).refused);
  const Said others = room.type_as(k_ben, "tasks open");
  CHECK(others.has("INC-1 T1"));
  CHECK_FALSE(others.has("INC-2"));
}

TEST_CASE("a list that is too long for Slack says what it leaves out") {
  Crowd room;
  for (int i = 0; i < 45; ++i) room.type("task Check node " + std::to_string(i));
  const Said said = room.type("tasks");
  CHECK(said.buttons.size() == 25);
  CHECK(said.has("5 more are not shown."));
  CHECK(said.has("For the others type /incident task done Tn"));
}

}  // namespace tasks_test
