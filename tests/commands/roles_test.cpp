// Who does what: role, lead, comms, scribe, the roles of the configuration, roles, join, handoff.

#include "tests/commands/crowd.h"

#include <doctest/doctest.h>

namespace roles_test {

using namespace tocsin;

namespace {

UserId holder(const Crowd& room, std::string_view role) {
  return holder_of(room.incident(1), role);
}

}  // namespace

TEST_CASE("a role is given by every way of typing it") {
  for (const std::string_view line :
       {"role scribe @ben", "assign scribe <@UBEN>", "scribe @ben", "Scribe <@UBEN|ben>",
        "role SCRIBE ben", "role @ben scribe", "INC-1 scribe @Ben"}) {
    CAPTURE(line);
    Crowd room;
    const Said said = room.type(line);
    CHECK_FALSE(said.refused);
    CHECK(said.text == "Saved E2 at 14:40 UTC. @UBEN is now scribe.");
    CHECK(holder(room, "scribe") == k_ben);
    CHECK(body_of<event::RoleGiven>(room.last_event(1)).from == UserId{});
  }
}

TEST_CASE("the lead moves at once, and the answer says who it was") {
  Crowd room;
  CHECK(room.type("lead @ben").text ==
        "Saved E2 at 14:40 UTC. @UBEN is now lead, until now it was @UANA.");
  CHECK(room.incident(1).lead == k_ben);
  room.type_as(k_chi, "role lead me");
  CHECK(room.incident(1).lead == k_chi);
}

TEST_CASE("a role other than the lead's can be made free") {
  Crowd room;
  room.type("scribe @ben");
  CHECK(room.type("role scribe nobody").has("scribe is free now, until now it was @UBEN."));
  CHECK(holder(room, "scribe").empty());
  room.refuses("scribe is free already", {"scribe nobody", "role scribe none"});
  room.refuses("An incident always has a lead", {"lead nobody", "role lead none"});
}

TEST_CASE("a role of the configuration is known by its name, also as a word of its own") {
  Crowd room;
  room.settings.roles = {"ops", "comms"};
  CHECK_FALSE(room.type("role ops @ben").refused);
  CHECK_FALSE(room.type("ops @chi").refused);
  CHECK(holder(room, "ops") == k_chi);
  CHECK_FALSE(room.type("INC-1 OPS me").refused);
  CHECK(holder(room, "ops") == k_ana);
  CHECK(room.type_in(ChannelId{"CGENERAL"}, "ops @chi").has("INC-1 ops @chi"));
  CHECK(line_in_chatter("!ops @ben", room.settings) == "ops @ben");
  CHECK_FALSE(line_in_chatter("!vip @ben", room.settings));
  // The scribe is not among them.
  room.refuses("The roles are lead, ops, comms", {"scribe @ben", "role scribe @ben"});
}

TEST_CASE("what is no role and no person gives no role") {
  Crowd room;
  room.refuses("There is no role “cook”", {"role cook @ben", "join cook", "handoff @ben cook"});
  room.refuses("Who shall be", {"lead", "comms", "role scribe"});
  room.refuses("Which role, and who?", {"role"});
  room.refuses("is a bot", {"lead <@UBOT>", "role scribe @bot", "handoff <@UBOT>"});
  room.refuses("no account", {"lead <@UGUS>", "handoff <@UGUS> lead"});
  room.refuses("I know nobody called “@zoe”", {"lead @zoe", "handoff @zoe"});
  room.refuses("I cannot read “please”", {"scribe @ben please", "join scribe please"});
  room.refuses("lead is @UANA already. Nothing was changed.", {"lead @ana", "role lead me"});
}

TEST_CASE("a name with a blank is one person") {
  Crowd room;
  room.knows({UserId{"UDAN"}, "Dan Doe", ""});
  CHECK_FALSE(room.type("scribe @Dan Doe").refused);
  CHECK(holder(room, "scribe") == UserId{"UDAN"});
}

TEST_CASE("roles shows who has which, what is free and who else is here") {
  for (const std::string_view line : {"roles", "who", "who is what"}) {
    CAPTURE(line);
    Crowd room;
    room.type("scribe @ben");
    room.type_as(k_chi, "log Looking");
    const Said said = room.type(line);
    CHECK_FALSE(said.refused);
    CHECK(said.has("lead @UANA"));
    CHECK(said.has("scribe @UBEN"));
    CHECK(said.has("comms free"));
    CHECK(said.has("Also here: @UCHI"));
    REQUIRE(said.buttons.size() == 1);
    CHECK_FALSE(room.press(said.buttons[0]).refused);
    CHECK(holder(room, "comms") == k_ana);
  }
}

TEST_CASE("join takes a free role, and nobody's") {
  Crowd room;
  const Said said = room.type_as(k_ben, "join scribe");
  CHECK(said.text == "Saved E2 at 14:40 UTC. You are now scribe.");
  CHECK(holder(room, "scribe") == k_ben);
  room.refuses("scribe is @UBEN's", {"join scribe", "claim SCRIBE"});
  room.refuses("You are lead already", {"join lead"});
  CHECK(room.type_as(k_chi, "join lead").has("/incident role lead me"));
}

TEST_CASE("join alone takes the only free role, asks with several, and says when there is none") {
  Crowd room;
  const Said asked = room.type_as(k_ben, "join");
  CHECK(asked.refused);
  REQUIRE(asked.buttons.size() == 2);
  CHECK(asked.buttons[0].command_line == "INC-1 join comms");
  CHECK(room.incident(1).roles.empty());
  room.type("comms me");
  CHECK_FALSE(room.type_as(k_ben, "join").refused);
  CHECK(holder(room, "scribe") == k_ben);
  room.refuses("No role is free", {"join"});
}

TEST_CASE("the role of somebody who has left the company can be taken") {
  Crowd room;
  room.knows({k_ana, "Ana", "", false, true});
  CHECK(room.type_as(k_ben, "roles").has("@UANA (has no account any more)"));
  CHECK_FALSE(room.type_as(k_ben, "join lead").refused);
  CHECK(room.incident(1).lead == k_ben);
}

TEST_CASE("joining tells what the role is for") {
  Crowd room;
  room.settings.role_duties["scribe"] = "Write down what is tried.";
  CHECK(room.type("join scribe").has("You are now scribe. Write down what is tried."));
}

// ---- handing over

TEST_CASE("a role that is handed over moves when the other accepts, and once") {
  Crowd room;
  const Said said = room.type("handoff @ben");
  CHECK(said.has("Saved E2 at 14:40 UTC. @UBEN is asked to take over lead"));
  CHECK(room.incident(1).lead == k_ana);
  CHECK(room.type("roles").has("lead @UANA, offered to @UBEN"));
  const std::size_t before = room.events();
  CHECK(room.type_as(k_chi, "handoff accept lead").has("offered to @UBEN, who alone can answer"));
  CHECK(room.events() == before);
  CHECK(room.type_as(k_ben, "INC-1 handoff accept lead").has("You are now lead."));
  CHECK(room.incident(1).lead == k_ben);
  CHECK(room.incident(1).offers.empty());
  CHECK(body_of<event::HandoffAccepted>(room.last_event(1)).from == k_ana);
  CHECK(room.type_as(k_ben, "handoff accept lead").text ==
        "You have lead already. Nothing was changed.");
  CHECK(room.events() == before + 1);
}

TEST_CASE("a hand-off that is declined leaves the role where it is") {
  Crowd room;
  room.type("handoff @ben lead");
  const Said said = room.type_as(k_ben, "handoff decline lead My shift ends");
  CHECK(said.has("lead stays with @UANA, who is told."));
  CHECK(body_of<event::HandoffDeclined>(room.last_event(1)).text == "My shift ends");
  CHECK(room.incident(1).lead == k_ana);
  CHECK(room.type_as(k_ben, "handoff accept lead").has("That offer does not stand any more"));
}

TEST_CASE("an offer does not stand once the role has moved") {
  Crowd room;
  room.type("handoff @ben");
  room.type("lead @chi");
  const Said said = room.type_as(k_ben, "handoff accept lead");
  CHECK(said.refused);
  CHECK(said.has("lead is @UCHI's"));
  CHECK(room.incident(1).lead == k_chi);
}

TEST_CASE("a second offer takes the first one back; the same one asks nobody twice") {
  Crowd room;
  room.type("handoff @ben");
  room.refuses("Nobody was asked twice", {"handoff @ben", "handoff lead @ben"});
  CHECK(room.type("handoff @chi").has("The offer to @UBEN is withdrawn."));
  CHECK(room.type_as(k_ben, "handoff accept").has("No role is offered to you"));
  CHECK_FALSE(room.type_as(k_chi, "handoff accept").refused);
  CHECK(room.incident(1).lead == k_chi);
}

TEST_CASE("who has one role need not name it; who has several is asked which") {
  Crowd room;
  room.type("scribe @ben");
  CHECK(room.type_as(k_ben, "handoff @chi").has("take over scribe"));
  room.type("comms me");
  const Said asked = room.type("handoff @ben");
  CHECK(asked.refused);
  REQUIRE(asked.buttons.size() == 2);
  CHECK(asked.buttons[1].command_line == "INC-1 handoff @ben comms");
  CHECK_FALSE(room.press(asked.buttons[1]).refused);
  CHECK(room.type_as(UserId{"UNEW"}, "handoff @chi").has("You have no role to hand over"));
}

TEST_CASE("a role is handed over by who has it, or by the lead") {
  Crowd room;
  room.type("scribe @ben");
  const std::size_t before = room.events();
  CHECK(room.type_as(k_chi, "handoff @chi scribe").has("they or the lead can hand it over"));
  CHECK(room.events() == before);
  CHECK_FALSE(room.type("handoff @chi scribe").refused);
  room.refuses("You have lead yourself", {"handoff me", "handoff @ana lead"});
  room.refuses("@UBEN has scribe already", {"handoff @ben scribe"});
  room.refuses("Nobody has comms", {"handoff @ben comms"});
  room.refuses("Who shall take over?", {"handoff"});
  room.refuses("I cannot read “today”", {"handoff @ben lead today", "handoff accept lead today"});
}

TEST_CASE("a closed incident gives no roles any more") {
  Crowd room;
  room.type("handoff @ben");
  room.close();
  room.refuses("INC-1 is closed: its roles do not change any more",
               {"lead @ben", "scribe me", "join scribe", "join", "handoff @ben"});
  CHECK(room.type_as(k_ben, "handoff accept lead").has("/incident reopen REASON"));
  CHECK(room.type("roles").buttons.empty());
}

}  // namespace roles_test
