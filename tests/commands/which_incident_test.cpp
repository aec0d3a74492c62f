// Which incident a line is about, and who may know that it exists.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace which_incident_test {

using namespace tocsin;

TEST_CASE("an incident is named in every way that people write it") {
  Conversation room;
  room.type("declare Checkout is failing");
  for (const std::string_view name : {"INC-1", "inc-1", "Inc-1", "#1", "1", "INC-01"}) {
    CAPTURE(name);
    const Said said = room.type(std::string(name) + " log Rolled back");
    CHECK_FALSE(said.refused);
    CHECK(body_of<event::Logged>(room.last_event(1)).text == "Rolled back");
    CHECK(room.type(name).has("INC-1 investigating: Checkout is failing"));
  }
  CHECK_FALSE(room.type("1 timeline add Two words").refused);
  CHECK(body_of<event::Logged>(room.last_event(1)).text == "Two words");
}

TEST_CASE("a number in front of anything but a verb is text") {
  Conversation room;
  room.type("declare Checkout is failing");
  const std::size_t before = room.events();
  for (const std::string_view line :
       {"500 errors on checkout", "1 node is down", "10 nodes", "#1 customer"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    REQUIRE(said.button("Declare this incident"));
    CHECK(said.button("Declare this incident")->command_line == "declare -- " + std::string(line));
  }
  CHECK(room.events() == before);
}

TEST_CASE("in an incident's channel the line is about that incident, unless it names another") {
  Conversation room;
  room.type("declare First");
  room.type("declare Second");
  room.channel = room.give_channel(1);
  CHECK_FALSE(room.type("log here").refused);
  CHECK(body_of<event::Logged>(room.last_event(1)).text == "here");
  CHECK_FALSE(room.type("INC-2 log there").refused);
  CHECK(body_of<event::Logged>(room.last_event(2)).text == "there");
}

TEST_CASE("without an active incident the answer says how to declare one") {
  Conversation room;
  const Said said = room.type("log Something odd");
  CHECK(said.refused);
  CHECK(said.has("No incident is active, so nothing was saved."));
  CHECK(said.has("/incident declare WHAT IS WRONG"));
  CHECK(said.has("/incident INC-1 log Something odd"));
  CHECK(said.buttons.empty());
}

TEST_CASE("with one active incident it is named and offered, and nothing is saved yet") {
  Conversation room;
  room.type("declare Checkout is failing");
  const Said said = room.type("note -10m Rolled back");
  CHECK(said.refused);
  CHECK(said.has("Did you mean this incident?"));
  CHECK(said.has("/incident INC-1 note -10m Rolled back"));
  CHECK(room.events() == 1);
  REQUIRE(said.buttons.size() == 1);
  CHECK(said.buttons[0].label == "INC-1 Checkout is failing");
  CHECK_FALSE(room.press(said.buttons[0]).refused);
  CHECK(room.last_event(1).happened_at == moment("2026-03-10 14:30 UTC"));
}

TEST_CASE("with several active incidents each has a button, the latest first, at most five") {
  Conversation room;
  for (int i = 1; i <= 7; ++i) room.type("declare Trouble " + std::to_string(i));
  room.type("INC-6 close resolved now");
  const Said said = room.type("resolve 14:30 Fixed");
  CHECK(said.refused);
  CHECK(said.has("Which incident do you mean?"));
  REQUIRE(said.buttons.size() == 5);
  CHECK(said.buttons[0].label == "INC-7 Trouble 7");
  CHECK(said.buttons[1].label == "INC-5 Trouble 5");
  CHECK(said.buttons[1].command_line == "INC-5 resolve 14:30 Fixed");
  CHECK_FALSE(room.press(said.buttons[1]).refused);
  CHECK(room.incident(5).state == State::resolved);
}

TEST_CASE("a button's label fits into Slack's 75 characters and cuts no letter in two") {
  Conversation room;
  std::string title;
  for (int i = 0; i < 60; ++i) title += "ü";
  room.type("declare " + title);
  const Said said = room.type("log x");
  REQUIRE(said.buttons.size() == 1);
  CHECK(said.buttons[0].label.size() <= 75);
  CHECK(said.buttons[0].label.ends_with("ü…"));
}

TEST_CASE("an unknown handle is refused with where to look") {
  Conversation room;
  room.type("declare Checkout is failing");
  for (const std::string_view line :
       {"INC-9", "INC-9 log x", "#9 log x", "9 log x", "show INC-9", "show 9"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("There is no INC-9 that you can see."));
    CHECK(said.has("/incident list"));
  }
  CHECK(room.events() == 1);
}

TEST_CASE("numbers that no incident has do not break anything") {
  Conversation room;
  for (const std::string_view line : {"INC-0", "INC-0 log x", "INC--1 log x", "INC- log x",
                                      "# log x", "INC-99999999999999999999 log x", "-1 log x"}) {
    CAPTURE(line);
    CHECK(room.type(line).refused);
  }
  CHECK(room.events() == 0);
}

TEST_CASE("a typing error is answered with the whole line corrected") {
  Conversation room;
  room.type("declare Checkout is failing");
  room.channel = room.give_channel(1);
  const std::size_t before = room.events();
  struct Case {
    const char* typed;
    const char* meant;
  };
  const Case cases[] = {
      {"lgo 14:35 Rolled back", "log 14:35 Rolled back"},
      {"resovle 14:30", "resolve 14:30"},
      {"Detceted Alert on checkout", "detected Alert on checkout"},
      {"mitigted", "mitigated"},
      {"INC-1 lgo Rolled back", "INC-1 log Rolled back"},
      {"#1 lgo Rolled back", "INC-1 log Rolled back"},
      {"declar sev1 Payments are down", "declare sev1 Payments are down"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.typed);
    const Said said = room.type(one.typed);
    CHECK(said.refused);
    CHECK(said.has(std::string("Did you mean /incident ") + one.meant + "?"));
    REQUIRE(said.buttons.size() == 1);
    CHECK(said.buttons[0].command_line == one.meant);
  }
  CHECK(room.events() == before);
  CHECK_FALSE(room.press(room.type("lgo Rolled back").buttons[0]).refused);
  CHECK(body_of<event::Logged>(room.last_event(1)).text == "Rolled back");
}

TEST_CASE("free text declares nothing, but offers to") {
  Conversation room;
  const Said said = room.type("Payments are down in Europe");
  CHECK(said.refused);
  CHECK(said.has("“payments” is no verb"));
  CHECK(said.has("/incident log Payments are down in Europe"));
  CHECK(room.events() == 0);
  REQUIRE(said.buttons.size() == 1);
  CHECK(said.buttons[0].command_line == "declare -- Payments are down in Europe");
  CHECK_FALSE(room.press(said.buttons[0]).refused);
  CHECK(room.incident(1).title == "Payments are down in Europe");
}

TEST_CASE("nothing a person types is too strange for an answer") {
  Conversation room;
  room.type("declare Checkout is failing");
  const std::string lines[] = {
      std::string(3000, 'x'),
      std::string("\0\0log", 5),
      "😀 log x",
      "!!!",
      "/incident log x",
      "\\",
      "<@U1> log x",
      "log\tTabbed",
      "\xff\xfe",
      "\n\n\n",
  };
  for (const std::string& line : lines) {
    CAPTURE(line);
    room.type(line);
  }
  CHECK(room.store().all_incidents().size() == 1);
}

// ---- reading

TEST_CASE(
    "a bare line lists the active incidents elsewhere and shows the incident in its channel") {
  Conversation room;
  const Said none = room.type("");
  CHECK_FALSE(none.refused);
  CHECK(none.has("No active incident."));
  CHECK(none.has("/incident declare"));
  room.type("declare sev1 First");
  room.type("declare drill Second");
  const Said both = room.type("  ");
  CHECK(both.has("INC-2 investigating (drill): Second"));
  CHECK(both.has("INC-1 sev1 investigating: First"));
  REQUIRE(both.buttons.size() == 3);
  CHECK(both.buttons[2].command_line == "declare");
  CHECK(both.buttons[0].command_line == "INC-2 show");
  CHECK(room.press(both.buttons[1]).has("INC-1 sev1"));
  const Said here = room.type_in(room.give_channel(1), "");
  CHECK(here.has("INC-1 sev1 investigating: First"));
  CHECK(here.has("You can type:"));
  CHECK_FALSE(here.has("INC-2"));
}

TEST_CASE("list and ls list the active incidents only") {
  Conversation room;
  room.type("declare Open one");
  room.type("declare Closed one");
  room.type("INC-2 close resolved now");
  for (const std::string_view line : {"list", "ls", "LIST active"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.has("1 active incident:"));
    CHECK(said.has("Open one"));
    CHECK_FALSE(said.has("Closed one"));
  }
}

TEST_CASE("show tells what is known, times in the incident's zone and in UTC") {
  Conversation room;
  room.knows({room.user, "Ana", "America/New_York"});
  room.type("declare sev2 Checkout is failing");
  const Said fresh = room.type("show INC-1");
  CHECK(fresh.has("INC-1 sev2 investigating: Checkout is failing"));
  CHECK(fresh.has("Lead @UANA"));
  CHECK(fresh.has("Impact: not recorded yet"));
  CHECK(fresh.has("Declared 10:40 EDT (14:40 UTC)"));
  room.give_channel(1);
  room.type("INC-1 impact 40% of users");
  room.type("INC-1 started 9:50");
  room.type("INC-1 resolve 10:35");
  const Said said = room.type("INC-1 show");
  CHECK(said.has("Channel #inc-1"));
  CHECK(said.has("Impact: 40% of users"));
  CHECK(said.has("Began 09:50 EDT (13:50 UTC)"));
  CHECK(said.has("Resolved 10:35 EDT (14:35 UTC)"));
  room.type("INC-1 close");
  CHECK(room.type("INC-1 show").has("You can type: postmortem"));
}

TEST_CASE("show without a number asks which incident") {
  Conversation room;
  room.type("declare Checkout is failing");
  const Said said = room.type("show");
  CHECK(said.refused);
  REQUIRE(said.buttons.size() == 1);
  CHECK(said.buttons[0].command_line == "INC-1 show");
}

// Found by reading: the channel's incident was shown instead of the one that was asked for.
TEST_CASE("show with a number in the channel of another incident shows the one that was named") {
  Conversation room;
  room.type("declare First");
  room.type("declare Second");
  room.channel = room.give_channel(1);
  for (const std::string_view line : {"show INC-2", "show #2", "show 2", "INC-2 show"}) {
    CAPTURE(line);
    CHECK(room.type(line).has("INC-2 investigating: Second"));
  }
  CHECK(room.type("show").has("INC-1 investigating: First"));
  CHECK(room.type("show INC-9").has("There is no INC-9"));
}

}  // namespace which_incident_test
