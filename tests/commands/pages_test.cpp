// Calling people: escalate, ack, decline-page, oncall.

#include "tests/commands/crowd.h"

#include <doctest/doctest.h>

namespace pages_test {

using namespace tocsin;

namespace {

Page page(const Crowd& room, std::int64_t number) {
  const Incident incident = room.incident(1);
  const Page* found = find(incident, PageNumber{number});
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("a person is paged under every name of the verb") {
  for (const std::string_view line :
       {"escalate @ben Checkout is down", "page <@UBEN> Checkout is down",
        "ENGAGE @Ben Checkout is down", "escalate @ben -- Checkout is down"}) {
    CAPTURE(line);
    Crowd room;
    const Said said = room.type(line);
    CHECK(said.has("Saved E2 at 14:40 UTC. P1: @Ben gets a direct message"));
    CHECK(page(room, 1).user == k_ben);
    CHECK(page(room, 1).target == "@Ben");
    CHECK(page(room, 1).reason == "Checkout is down");
    CHECK(page(room, 1).state == PageState::open);
  }
}

TEST_CASE("a user group is paged by its mention") {
  Crowd room;
  CHECK(room.type("escalate <!subteam^S1|@payments> Checkout is down")
            .has("P1: @payments is called in the incident's channel."));
  CHECK(page(room, 1).group == "S1");
  CHECK(page(room, 1).user.empty());
  CHECK(page(room, 1).target == "@payments");
}

TEST_CASE("a second page for the same target joins the one that waits, unless again is written") {
  Crowd room;
  room.type("escalate @ben Checkout is down");
  room.now += std::chrono::minutes(2);
  const Said said = room.type_as(k_chi, "page @ben Search is down too");
  CHECK_FALSE(said.refused);
  CHECK(said.has("@UBEN was paged already as P1 at 14:40 UTC and has not answered yet."));
  CHECK(said.has("Your reason is added; nobody is paged twice."));
  CHECK(body_of<event::PageJoined>(room.last_event(1)).text == "Search is down too");
  CHECK(room.incident(1).pages.size() == 1);
  REQUIRE(said.button("Page again"));
  CHECK(room.press(said.buttons[0]).has("P2: @Ben"));
  CHECK(room.incident(1).pages.size() == 2);
  CHECK(room.type("escalate @ben AGAIN Really").has("P3"));
  CHECK(page(room, 3).reason == "Really");
  CHECK(room.type("escalate @chi").has("P4"));  // somebody else
}

TEST_CASE("after an answer the next page is a new one") {
  Crowd room;
  room.type("escalate @ben");
  room.type_as(k_ben, "ack");
  CHECK(room.type("escalate @ben The errors are back").has("P2: @Ben"));
}

TEST_CASE("who cannot be paged is refused, and nobody is paged") {
  Crowd room;
  CHECK(room.type("escalate").has("Who is needed? Nobody was paged."));
  CHECK(room.type("page").form);
  CHECK(room.incident(1).pages.empty());
  room.refuses("is a bot", {"escalate <@UBOT> help"});
  room.refuses("no account", {"escalate <@UGUS>"});
  room.refuses("I know nobody called “@zoe”", {"escalate @zoe"});
  room.refuses("no teams are set up", {"escalate payments Checkout is down"});
  const Said named = room.type("escalate ben Checkout is down");
  CHECK(named.refused);
  REQUIRE(named.button("Page @Ben"));
  CHECK_FALSE(room.press(named.buttons[0]).refused);
  CHECK(page(room, 1).reason == "Checkout is down");
}

TEST_CASE("two people in one line are asked about, so that none is thought to be called") {
  Crowd room;
  const std::size_t before = room.events();
  const Said said = room.type("escalate @ben @chi Checkout is down");
  CHECK(said.refused);
  CHECK(room.events() == before);
  REQUIRE(said.buttons.size() == 2);
  for (const Button& button : said.buttons) CHECK_FALSE(room.press(button).refused);
  CHECK(page(room, 1).user == k_ben);
  CHECK(page(room, 2).user == k_chi);
  CHECK(page(room, 2).reason == "Checkout is down");
}

TEST_CASE("only those who may page can, and the refusal names them") {
  Crowd room;
  room.settings.policy.may_page = {k_chi};
  room.refuses("you may not page somebody. These can: @UCHI", {"escalate @ben"});
  CHECK_FALSE(room.type_as(k_chi, "escalate @ben").refused);
}

TEST_CASE("nobody is paged for what is over, and its end stops the pages that wait") {
  for (const std::string_view end : {"resolve", "close resolved now"}) {
    CAPTURE(end);
    Crowd room;
    room.type("escalate @ben");
    room.type(end);
    CHECK(page(room, 1).state == PageState::stopped);
    const std::size_t before = room.events();
    CHECK(room.type_as(k_ben, "ack P1").has("P1 was stopped"));
    CHECK(room.type_as(k_ben, "ack").has("No page waits for you in INC-1"));
    CHECK(room.type_as(k_ben, "decline-page P1").has("P1 was stopped"));
    CHECK(room.events() == before);
  }
  Crowd room;
  room.close();
  room.refuses("INC-1 is closed: nobody is paged for it any more",
               {"escalate @ben", "page @chi x"});
}

// ---- answering

TEST_CASE("ack takes the page that waits for the one who types it, once") {
  for (const std::string_view line : {"ack", "acknowledge", "onit", "ACK P1", "ack 1", "ack p1"}) {
    CAPTURE(line);
    Crowd room;
    room.type("escalate @ben Checkout is down");
    const Said said = room.type_as(k_ben, line);
    CHECK(said.has("Saved E3 at 14:40 UTC. You have P1; nobody is called for it any more."));
    CHECK(page(room, 1).state == PageState::acknowledged);
    CHECK(page(room, 1).answered_by == k_ben);
    const std::size_t before = room.events();
    CHECK(room.type_as(k_chi, "ack P1").text ==
          "P1 was acknowledged by @UBEN at 14:40 UTC already. Nothing was changed.");
    CHECK(room.type_as(k_ben, "ack").has("The last one, P1, was acknowledged by @UBEN"));
    CHECK(room.events() == before);
  }
}

TEST_CASE("what is said with an ack is not lost") {
  Crowd room;
  room.type("escalate @ben");
  const Said said = room.type_as(k_ben, "onit looking at the replica");
  CHECK(said.has("You have P1"));
  CHECK(said.has("What you said is E4."));
  CHECK(body_of<event::Logged>(room.last_event(1)).text == "looking at the replica");
}

TEST_CASE("pages of the same target are answered together") {
  Crowd room;
  room.type("escalate @ben");
  room.type("escalate @ben again");
  CHECK(room.type_as(k_ben, "ack").has("You have P1, P2"));
  CHECK(page(room, 1).state == PageState::acknowledged);
  CHECK(page(room, 2).state == PageState::acknowledged);
  CHECK(room.last_event(1).entry == EntryNumber{5});
}

TEST_CASE("anybody may take the page of somebody else, by its handle") {
  Crowd room;
  room.type("escalate @ben");
  const Said none = room.type_as(k_chi, "ack");
  CHECK(none.refused);
  CHECK(none.has("No page waits for you in INC-1"));
  REQUIRE(none.button("Acknowledge P1 of @Ben"));
  CHECK(room.type_as(k_chi, none.buttons[0].command_line).has("You have P1"));
  CHECK(page(room, 1).answered_by == k_chi);
}

TEST_CASE("the page of a group may be taken by anyone; with several it is asked which") {
  Crowd room;
  room.type("escalate <!subteam^S1|@payments>");
  room.type("escalate <!subteam^S2|@search>");
  const Said asked = room.type_as(k_chi, "ack");
  CHECK(asked.refused);
  REQUIRE(asked.buttons.size() == 2);
  CHECK(room.type_as(k_chi, asked.buttons[1].command_line).has("You have P2"));
  CHECK(room.type_as(k_ben, "ack").has("You have P1"));
}

TEST_CASE("outside of an incident ack finds the one page that waits") {
  Crowd room;
  room.type("declare Search is slow");
  room.type("INC-2 escalate @ben");
  room.channel = ChannelId{"DBEN"};
  CHECK(room.type_as(k_ben, "ack").has("in INC-2"));
  CHECK(room.incident(2).pages[0].state == PageState::acknowledged);
  const Said nothing = room.type_as(k_chi, "ack");
  CHECK(nothing.refused);
  CHECK(nothing.buttons.size() == 2);  // which incident?
  CHECK(room.type_as(k_ben, "ack P1").has("Which incident"));
}

TEST_CASE("a page that is not there, or is something else, is refused") {
  Crowd room;
  room.type("escalate @ben");
  room.refuses("INC-1 has no P9", {"ack P9", "ack 9", "decline-page P9"});
  room.refuses("is the handle of an entry; here goes a page", {"ack E2", "decline-page E2"});
  room.refuses("is no page", {"decline-page tonight"});
  room.refuses("Which page?", {"decline-page"});
}

TEST_CASE("who is paged can decline, and nobody else for them") {
  Crowd room;
  room.type("escalate @ben");
  room.refuses("P1 is for @UBEN, who alone can decline it", {"decline-page P1"});
  const Said said = room.type_as(k_ben, "decline-page P1 On a plane");
  CHECK(said.has("The lead, @UANA, is told that you can't come."));
  CHECK(page(room, 1).state == PageState::declined);
  CHECK(body_of<event::PageDeclined>(room.last_event(1)).text == "On a plane");
  const std::size_t before = room.events();
  CHECK(room.type_as(k_ben, "decline-page P1").has("P1 was declined by @UBEN"));
  CHECK(room.events() == before);
  // A change of mind, or somebody else who comes.
  CHECK_FALSE(room.type_as(k_chi, "ack P1").refused);
  CHECK(room.type_as(k_ben, "decline-page P1").has("you are not needed any more"));
}

TEST_CASE("one of a group who cannot come leaves the others called") {
  Crowd room;
  room.type("escalate <!subteam^S1|@payments>");
  CHECK(room.type_as(k_ben, "decline-page P1").has("The others of @payments are still called."));
  CHECK(page(room, 1).state == PageState::open);
  CHECK_FALSE(room.type_as(k_chi, "ack").refused);
}

TEST_CASE("oncall says that there are no schedules, and who was paged and came") {
  Crowd room;
  CHECK(room.type_in(ChannelId{"CGENERAL"}, "oncall payments")
            .has("nobody is on call here. To call a person or a group of Slack, type "
                 "/incident escalate @USER REASON"));
  CHECK(room.type("oncall").has("Pages of INC-1: none."));
  room.type("escalate @ben Checkout is down");
  room.type("escalate @chi");
  room.type_as(k_ben, "ack");
  const Said said = room.type("oncall");
  CHECK_FALSE(said.refused);
  CHECK(
      said.has("P1 of @UBEN, paged 14:40 UTC: Checkout is down — acknowledged by @UBEN at 14:40"));
  CHECK(said.has("P2 of @UCHI, paged 14:40 UTC — no answer yet"));
  REQUIRE(said.buttons.size() == 1);
  CHECK(said.buttons[0].command_line == "INC-1 ack P2");
}

}  // namespace pages_test
