// What the verbs say and do about trackers and status pages.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

#include <chrono>

namespace outlets_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

struct WithOutlets : Conversation {
  explicit WithOutlets(std::string_view declaration = "declare Checkout is failing") {
    settings.tracker = "hub";
    settings.status_pages = {"trust"};
    type(declaration);
    channel = give_channel(1);
  }
};

void refuses(Conversation& room, std::string_view line, std::string_view part) {
  CAPTURE(line);
  const std::size_t before = room.events();
  const Said said = room.type(line);
  CAPTURE(said.text);
  CHECK(said.refused);
  CHECK(said.has(part));
  CHECK(said.deliveries.empty());
  CHECK(room.events() == before);
}

}  // namespace

TEST_CASE("the first update shows what would be public, and nothing is before the button") {
  WithOutlets room;
  room.type("identified");
  const Said said = room.type("update We found the cause");
  CHECK(
      said.has("Not public: the status page trust does not show it. It would say:\n"
               "Checkout is failing\nIdentified: We found the cause\n"));
  CHECK(room.incident(1).status_entries.empty());
  const Button* button = said.button("Show on trust");
  REQUIRE(button != nullptr);
  const Said pressed = room.press(*button);
  CAPTURE(pressed.text);
  CHECK_FALSE(pressed.refused);
  CHECK(pressed.has("The status page trust shows it in a moment, and every update from now on."));
  const event::StatusShown asked{"trust", "Identified: We found the cause", "", ""};
  CHECK(body_of<event::StatusShown>(room.last_event(1)) == asked);
  CHECK(room.last_event(1).actor == room.user);
  // By two people, or twice: once.
  refuses(room, button->command_line, "trust shows INC-1 already.");
  const Said next = room.type("update A fix is out");
  CHECK(next.has("It goes to the status page trust too."));
  CHECK(next.button("Show on trust") == nullptr);
  CHECK(room.type("resolve").has("The status page trust is told that it is resolved."));
}

TEST_CASE("a button whose preview is out of date shows a new one and publishes nothing") {
  WithOutlets room;
  const Said said = room.type("update We are looking");
  REQUIRE(said.button("Show on trust") != nullptr);
  room.type("title Payments are failing");
  const std::size_t before = room.events();
  const Said pressed = room.press(*said.button("Show on trust"));
  CHECK(pressed.refused);
  CHECK(pressed.has("Nothing is public yet; look again."));
  CHECK(pressed.has("Payments are failing\nInvestigating: We are looking"));
  CHECK(room.events() == before);
  REQUIRE(pressed.button("Show on trust") != nullptr);
  CHECK_FALSE(room.press(*pressed.button("Show on trust")).refused);
}

TEST_CASE("what the public reads cannot be undone, and is refused where it makes no sense") {
  WithOutlets room;
  const Said said = room.type("update We are looking");
  REQUIRE(said.button("Show on trust") != nullptr);
  const std::string line = said.button("Show on trust")->command_line;
  refuses(room, "show-status", "On which status page?");
  refuses(room, "show-status nowhere E2 00000000", "There is no status page “nowhere”");
  refuses(room, "show-status trust E1 00000000", "E1 is no update.");
  refuses(room, "show-status trust E99 00000000", "There is no E99");
  room.type(line);
  refuses(room, "undo", "is what the public reads and cannot be taken back.");
  WithOutlets resolved;
  const Said before = resolved.type("update We are looking");
  resolved.type("resolve");
  REQUIRE(before.button("Show on trust") != nullptr);
  refuses(resolved, before.button("Show on trust")->command_line, "INC-1 is resolved");
  CHECK(resolved.type("update All is well").button("Show on trust") == nullptr);
}

TEST_CASE("nothing of a private incident or a drill is offered to the public") {
  for (const std::string_view kind : {"private", "drill"}) {
    CAPTURE(kind);
    WithOutlets room("declare " + std::string(kind) + " Checkout is failing");
    const Said said = room.type("update We are looking");
    CHECK_FALSE(said.refused);
    CHECK(said.button("Show on trust") == nullptr);
    CHECK_FALSE(said.has("would say"));
    refuses(room, "show-status trust E2 00000000", "nothing of it is ever public");
  }
}

TEST_CASE("a follow-up says where it is filed, or why it is not") {
  WithOutlets room;
  CHECK(room.type("followup Add an alert").has("It is filed in hub."));
  CHECK_FALSE(room.type("task Restart it").has("hub"));
  WithOutlets drill("declare drill Checkout is failing");
  CHECK(drill.type("followup Add an alert").has("not filed in hub, because this is a drill"));
  refuses(drill, "file-task T1", "INC-1 is a drill");
  WithOutlets hidden("declare private Checkout is failing");
  const Said said = hidden.type("followup Add an alert");
  CHECK(said.has("not filed in hub, because the incident is private."));
  REQUIRE(said.button("File T1 in hub") != nullptr);
  const Said pressed = hidden.press(*said.button("File T1 in hub"));
  CHECK_FALSE(pressed.refused);
  CHECK(pressed.deliveries == std::vector<Delivery>{delivery::FileTask{"hub", TaskNumber{1}}});
  CHECK(pressed.has("sees its words, and nothing else of INC-1"));
}

TEST_CASE("a task is filed by hand only when it can be, and once") {
  WithOutlets room;
  room.type("followup Add an alert");
  refuses(room, "file-task", "Which task?");
  refuses(room, "file-task T9", "INC-1 has no T9.");
  room.type("task done T1");
  refuses(room, "file-task T1", "T1 is done, so there is nothing to file.");
  room.settings.tracker.clear();
  refuses(room, "file-task T1", "No tracker is set up");
}

}  // namespace outlets_test
