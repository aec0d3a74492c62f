// What cannot be meant, typed behind every verb: missing, too much, unknown handles, impossible
// times, people who are none, incidents that are over.

#include "tests/commands/conversation.h"

#include <memory>
#include <string>
#include <vector>

namespace bad_input_test {

using namespace tocsin;

namespace {

const std::vector<std::string> k_nonsense{
    "",
    "E99",
    "E0",
    "H99",
    "T99 tomorrow",
    "P99",
    "done T99",
    "assign T1",
    "INC-99",
    "INC-2",  // another incident than the room's
    "@nobody",
    "<@UBOT>",
    "<@UGONE>",
    "<@UBOT> lead",
    "lead <@UGONE>",
    "99:99 x",
    "2031-01-01 10:00 x",
    "2026-02-30 10:00 x",
    "0",
    "-3",
    "999999999999999999999",
    "sev9",
    "E1 25:61",
    "E1 2031-01-01 10:00",
    "\"“”'<>&*_~`",
    "by by by",
    "-- --",
};

// A room with an incident, its channel, and two people of whom nobody can expect anything.
struct Room : Conversation {
  explicit Room(bool is_over) {
    knows({UserId{"UANA"}, "Ana", ""});
    Person bot{UserId{"UBOT"}, "Robot", ""};
    bot.is_bot = true;
    knows(bot);
    Person gone{UserId{"UGONE"}, "Gone", ""};
    gone.is_gone = true;
    knows(gone);
    type("declare Something is broken");
    type("declare Something else is broken");
    channel = give_channel(1);
    type("task Look");
    now = moment("2026-03-10 16:00 UTC");
    if (!is_over) return;
    type("resolve");
    type("close");
  }
};

bool is_nobody(const UserId& user) { return user.value == "UBOT" || user.value == "UGONE"; }

void check_people(const Incident& incident) {
  CHECK_FALSE(is_nobody(incident.lead));
  for (const RoleHolder& held : incident.roles) CHECK_FALSE(is_nobody(held.user));
  for (const Task& task : incident.tasks) CHECK_FALSE(is_nobody(task.owner));
  for (const Page& page : incident.pages) CHECK_FALSE(is_nobody(page.user));
}

void check_refusal(const Room& room, const Said& said, std::size_t before) {
  CHECK(said.events.empty());
  CHECK(said.elsewhere.empty());
  CHECK(said.deliveries.empty());
  CHECK(room.events() == before);
}

}  // namespace

TEST_CASE("whatever is typed behind a verb gets an answer, and a refusal changes nothing") {
  for (const Verb* verb : catalog()) {
    for (const bool is_over : {false, true}) {
      auto room = std::make_unique<Room>(is_over);
      for (const std::string& typed : k_nonsense) {
        const std::string line = std::string(verb->name) + " " + typed;
        CAPTURE(line);
        CAPTURE(is_over);
        const std::size_t before = room->events();
        const Said said = room->type(line);
        CAPTURE(said.text);
        CHECK((!said.text.empty() || said.form));
        check_people(room->incident(1));
        for (const Event& event : said.events) CHECK(event.happened_at <= room->now);
        if (said.refused) {
          check_refusal(*room, said, before);
        } else {
          room = std::make_unique<Room>(is_over);
        }
      }
    }
  }
}

}  // namespace bad_input_test
