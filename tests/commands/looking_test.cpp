// Verbs that only look: list, show, the bare command, find, home.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace looking_test {

using namespace tocsin;

namespace {

// INC-1 open sev1, INC-2 closed sev2, INC-3 a drill, INC-4 of Ben.
struct Room : Conversation {
  Room() {
    type("declare sev1 Checkout is failing");
    type("declare sev2 Search is slow");
    type("INC-2 close resolved now");
    type("declare drill Fire in the cellar");
    type_as(UserId{"UBEN"}, "declare Mail is late");
    give_channel(1);
  }
};

}  // namespace

TEST_CASE("list shows the active incidents, the latest first, drills marked, with buttons") {
  Room room;
  const Said said = room.type("list");
  CHECK(said.text ==
        "3 active incidents:\n"
        "INC-4 investigating: Mail is late\n"
        "INC-3 investigating (drill): Fire in the cellar\n"
        "INC-1 sev1 investigating: Checkout is failing");
  REQUIRE(said.button("INC-4") != nullptr);
  CHECK(said.button("INC-4")->command_line == "INC-4 show");
  CHECK(room.press(*said.button("INC-1")).has("Checkout is failing"));
  REQUIRE(said.button("Closed ones too") != nullptr);
  CHECK(room.press(*said.button("Closed ones too")).has("INC-2 sev2 closed: Search is slow"));
  CHECK(room.type("ls").text == said.text);
  CHECK(room.type("list active").text == said.text);
}

TEST_CASE("the words of list can be combined") {
  Room room;
  CHECK(room.type("list sev1").text ==
        "1 active sev1 incident:\nINC-1 sev1 investigating: Checkout is failing");
  CHECK(room.type("list mine").text ==
        "2 active incidents of yours:\nINC-3 investigating (drill): Fire in the cellar\n"
        "INC-1 sev1 investigating: Checkout is failing");
  CHECK(room.type("list recent sev2 mine").text ==
        "1 recent sev2 incident of yours:\nINC-2 sev2 closed: Search is slow");
  CHECK(room.type("list SEV-2 Recent").has("INC-2"));
  CHECK(room.type("list recent").text.starts_with("4 recent incidents:"));
}

TEST_CASE("an empty list says so and offers the closed ones") {
  Room room;
  const Said said = room.type("list sev2");
  CHECK_FALSE(said.refused);
  CHECK(said.has("There is no active sev2 incident."));
  REQUIRE(said.button("Closed ones too") != nullptr);
  CHECK(said.button("Closed ones too")->command_line == "list recent sev2");
  const Said bad = room.type("list everything");
  CHECK(bad.refused);
  CHECK(bad.has("“everything” is no kind of list"));
  CHECK(bad.has("/incident list [active|recent|mine|sev1..sev4]"));
}

TEST_CASE("a long list is cut, and says what is left out") {
  Conversation room;
  for (int i = 0; i < 25; ++i) room.type("declare Outage number " + std::to_string(i));
  const Said said = room.type("list");
  CHECK(said.has("25 active incidents:"));
  CHECK(said.has("5 more are not shown"));
  CHECK(said.buttons.size() == 6);
  const Said bare = room.type("");
  CHECK(bare.has("and 5 more."));
}

TEST_CASE("the bare command in an incident's channel is the card and the verbs valid now") {
  Room room;
  room.channel = ChannelId{"CINC1"};
  room.type("impact 40 % of payments fail");
  room.type("update next 30m We are on it");
  room.now += std::chrono::minutes(10);
  const Said said = room.type("");
  for (const std::string_view part :
       {"INC-1 sev1 investigating: Checkout is failing", "Lead @UANA",
        "Impact: 40 % of payments fail", "Declared 14:40 UTC", "Going on for 10 minutes",
        "Last update 14:40 UTC: We are on it", "Next update due 15:10 UTC",
        "You can type: log, suspect", "/incident help"}) {
    CAPTURE(part);
    CHECK(said.has(part));
  }
  room.type("resolve");
  CHECK(room.type("").has("You can type: log, cause"));
  CHECK(room.type("").has("Lasted 10 minutes"));
  room.type("close");
  CHECK(room.type("").has("You can type: postmortem"));
  CHECK(room.type("show INC-1").text == room.type("").text);
}

TEST_CASE("the card names related incidents only to those who may see them") {
  Conversation room;
  room.type("declare private Leaked signing key");
  room.type("declare Checkout is failing");
  room.type("INC-1 link INC-2");
  CHECK(room.type("show INC-1").has("Related to INC-2"));
  CHECK_FALSE(room.type("show INC-2").has("Related"));
}

TEST_CASE("the bare command elsewhere is the active incidents and a button to declare") {
  Room room;
  const Said said = room.type("");
  CHECK(said.has("Active incidents:"));
  CHECK(said.has("INC-1"));
  CHECK_FALSE(said.has("INC-2"));
  REQUIRE(said.button("Declare an incident") != nullptr);
  CHECK(said.button("Declare an incident")->command_line == "declare");
  Conversation empty;
  CHECK(empty.type("").has("No active incident."));
  CHECK(empty.type("").button("Declare an incident") != nullptr);
}

TEST_CASE("find looks through titles and entries, best match first") {
  Room room;
  room.type("INC-1 log The connection pool is exhausted");
  room.type("INC-2 log Pool of workers was fine");
  const Said said = room.type("find pool");
  CHECK_FALSE(said.refused);
  CHECK(said.has("Best match first:"));
  CHECK(said.has("INC-1"));
  CHECK(said.has("E2: The connection pool is exhausted"));
  CHECK(said.has("INC-2"));
  REQUIRE(said.button("INC-1") != nullptr);
  CHECK(room.type("search POOL").text == said.text);
}

TEST_CASE("find takes words of different entries of one incident together") {
  Room room;
  room.type("INC-1 log The connection pool is exhausted");
  room.type("INC-2 log Pool of workers was fine");
  const Said said = room.type("find checkout pool");
  CHECK(said.has("INC-1"));
  CHECK_FALSE(said.has("INC-2"));
  const Said some = room.type("find checkout elephant");
  CHECK(some.has("No incident has all of these words"));
  CHECK(some.has("INC-1"));
}

TEST_CASE("find takes the beginning of a last word, and any text at all") {
  Room room;
  CHECK(room.type("find check").has("INC-1"));
  CHECK(room.type("find chec fail").has("No incident has all of these words"));
  for (const std::string_view words :
       {"\"", "\"\"", "(", "a AND", "NEAR(", "*", "check*", "title:check", "-", "^x", "' OR 1=1 --",
        "{a b}", "\xE2\x80\x9Cquoted\xE2\x80\x9D", "%", "\\", "NOT NOT", "+ +"}) {
    CAPTURE(words);
    const Said said = room.type("find " + std::string(words));
    CHECK_FALSE(said.refused);
  }
  const Said none = room.type("find elephant");
  CHECK_FALSE(none.refused);
  CHECK(none.has("No incident has “elephant”"));
  CHECK(room.type("find").has("Which words"));
  CHECK(room.type("find").refused);
}

TEST_CASE("home draws the home tab of the one who asks") {
  Conversation room;
  const Said said = room.type("home");
  CHECK(said.has("The home tab is as of 14:40 UTC"));
  REQUIRE(said.deliveries.size() == 1);
  CHECK(std::get<delivery::PublishHome>(said.deliveries.front()).user == room.user);
  CHECK(room.events() == 0);
}

}  // namespace looking_test
