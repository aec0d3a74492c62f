// What is told to those who wait: update, remind, quiet, subscribe, unsubscribe.

#include "tests/commands/conversation.h"

#include "bot/domain/consequences.h"

#include <doctest/doctest.h>

#include <chrono>

namespace updates_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
};

void refuses(Conversation& room, std::string_view line, std::string_view part,
             std::string_view field = "") {
  CAPTURE(line);
  const std::size_t before = room.events();
  const Said said = room.type(line);
  CHECK(said.refused);
  CAPTURE(said.text);
  CHECK(said.has(part));
  CHECK(said.field == field);
  CHECK(room.events() == before);
}

}  // namespace

TEST_CASE("update stores the text under each of its names, and says whom it reaches") {
  for (const std::string_view verb : {"update", "post", "announce", "UPDATE"}) {
    CAPTURE(verb);
    InIncident room;
    const Said said = room.type(std::string(verb) + " Payments work again");
    CHECK_FALSE(said.refused);
    CHECK(said.has("Saved E2 at 14:40 UTC."));
    CHECK(said.has("#incidents"));
    CHECK(said.has("No next one is promised"));
    CHECK(body_of<event::UpdateSent>(room.last_event(1)) ==
          event::UpdateSent{"Payments work again", std::nullopt});
    CHECK(room.incident(1).last_update == "Payments work again");
  }
}

TEST_CASE("update promises the next one, by a length of time or by the clock") {
  struct Row {
    std::string_view line;
    std::string_view due;
  };
  for (const Row& row : {
           Row{"update next 30m We found it", "2026-03-10 15:10 UTC"},
           Row{"update next 1h30m We found it", "2026-03-10 16:10 UTC"},
           Row{"update next 30 minutes: We found it", "2026-03-10 15:10 UTC"},
           Row{"update next in 45 min We found it", "2026-03-10 15:25 UTC"},
           Row{"update NEXT 15:30 We found it", "2026-03-10 15:30 UTC"},
           Row{"update next 11:30 EST We found it", "2026-03-10 16:30 UTC"},
           Row{"update next 4:30 PM We found it", "2026-03-10 16:30 UTC"},
           Row{"update next tomorrow 9:00 We found it", "2026-03-11 09:00 UTC"},
       }) {
    CAPTURE(row.line);
    InIncident room;
    const Said said = room.type(row.line);
    CHECK_FALSE(said.refused);
    const auto body = body_of<event::UpdateSent>(room.last_event(1));
    CHECK(body.text == "We found it");
    REQUIRE(body.next_due_at);
    CHECK(*body.next_due_at == moment(row.due));
    CHECK(said.has("Next update due at "));
    CHECK(room.incident(1).update_due_at == moment(row.due));
  }
}

TEST_CASE("a text that only begins with the word next is a text") {
  InIncident room;
  room.type("update next step is a rollback");
  CHECK(body_of<event::UpdateSent>(room.last_event(1)).text == "next step is a rollback");
  room.type("update -- next 30m is what we need");
  CHECK(body_of<event::UpdateSent>(room.last_event(1)).text == "next 30m is what we need");
  room.type("update next 30m -- 15:30 is the new target");
  CHECK(body_of<event::UpdateSent>(room.last_event(1)).text == "15:30 is the new target");
}

// Found by reading: the words were cut off, and an update was promised to everybody for Monday.
TEST_CASE("a sentence that begins with next and a day promises nothing") {
  InIncident room;
  for (const char* const text : {"Next Monday we replace the disks", "next fri is a holiday"}) {
    CAPTURE(text);
    room.type(std::string("update ") + text);
    CHECK(body_of<event::UpdateSent>(room.last_event(1)).text == text);
    CHECK_FALSE(body_of<event::UpdateSent>(room.last_event(1)).next_due_at);
  }
  for (const char* const text :
       {"next Monday: We replace disks", "next monday -- We replace disks"}) {
    CAPTURE(text);
    room.type(std::string("update ") + text);
    CHECK(body_of<event::UpdateSent>(room.last_event(1)).text == "We replace disks");
    CHECK(body_of<event::UpdateSent>(room.last_event(1)).next_due_at);
  }
}

TEST_CASE("an update that cannot be meant is refused before anybody reads it") {
  InIncident room;
  const Said bare = room.type("update");
  CHECK(bare.form);
  CHECK(bare.events.empty());
  CHECK(bare.has("text is missing"));
  CHECK(bare.button("Open the form") != nullptr);
  refuses(room, "update next 30m", "text is missing", "text");
  refuses(room, "update next 30mn We found it", "nothing was sent", "next");
  refuses(room, "update next 25:00 We found it", "nothing was sent", "next");
  refuses(room, "update next 9d We found it", "7 days", "next");
  refuses(room, "update next 0m We found it", "1 minute", "next");
}

TEST_CASE("a mention in an update is stored as a name") {
  InIncident room;
  room.knows({UserId{"UBEN"}, "ben", "", false, false, false});
  room.type("update <@UBEN> is on it");
  CHECK(body_of<event::UpdateSent>(room.last_event(1)).text == "@ben is on it");
}

TEST_CASE("an update of a closed or cancelled incident is refused with what to type") {
  InIncident room;
  room.type("close resolved now");
  refuses(room, "update Still fine", "INC-1 is closed, so no update was sent");
  refuses(room, "remind 30m", "INC-1 is closed");
  refuses(room, "quiet 20m", "INC-1 is closed");
  refuses(room, "subscribe", "INC-1 is closed");
  CHECK(room.type("update Still fine").has("/incident INC-1 reopen REASON"));
}

TEST_CASE("an update of a private incident says that nothing is announced") {
  Conversation room;
  room.type("declare private Leaked signing key");
  room.channel = room.give_channel(1);
  const Said said = room.type("update The key is revoked");
  CHECK(said.has("Nothing is announced"));
  CHECK_FALSE(said.has("#incidents"));
}

TEST_CASE("without an announcement channel an update says who reads it") {
  InIncident room;
  room.settings.announcement_channel.clear();
  CHECK(room.type("update Fine").has("There is no announcement channel"));
}

TEST_CASE("remind asks for an update every so often and says when the next is due") {
  InIncident room;
  const Said said = room.type("remind 30m");
  CHECK(said.has("An update is due every 30 minutes, the next at 15:10 UTC"));
  CHECK(room.incident(1).remind_minutes == 30);
  CHECK(room.incident(1).update_due_at == room.now + 30min);
  room.now += 10min;
  CHECK(room.type("update Going on").has("Next update due at 15:20 UTC"));
  CHECK(room.type("remind 1h").has("every 1 hour, the next at 15:50 UTC"));
  CHECK(room.type("remind 45").has("every 45 minutes"));
  const Said off = room.type("remind off");
  CHECK(off.has("Nobody is reminded"));
  CHECK_FALSE(room.incident(1).update_due_at);
}

TEST_CASE("remind starts anew when the update that was due has been forgotten") {
  InIncident room;
  room.type("remind 30m");
  room.type("resolve");
  room.now += 40min;
  room.type("investigating It is back");
  CHECK_FALSE(room.type("remind 30m").refused);
  CHECK(room.incident(1).update_due_at == room.now + 30min);
}

TEST_CASE("remind refuses what is no length of time, and what changes nothing") {
  InIncident room;
  refuses(room, "remind", "No reminder is set", "when");
  refuses(room, "remind soon", "“soon” is no length of time", "when");
  refuses(room, "remind 30m please", "no length of time", "when");
  refuses(room, "remind 4m", "5 minutes to 24 hours", "when");
  refuses(room, "remind 25h", "5 minutes to 24 hours", "when");
  refuses(room, "remind off", "No reminder is set");
  room.type("remind 30m");
  refuses(room, "remind 30m", "already");
  refuses(room, "remind", "every 30 minutes", "when");
}

TEST_CASE("quiet holds reminders back until the moment it names") {
  for (const std::string_view verb : {"quiet", "headsdown"}) {
    InIncident room;
    const Said said = room.type(std::string(verb) + " 20m");
    CHECK(said.has("No reminders until 15:00 UTC"));
    CHECK(room.incident(1).quiet_until == room.now + 20min);
    CHECK(body_of<event::QuietSet>(room.last_event(1)).until == room.now + 20min);
  }
}

TEST_CASE("quiet is for four hours at most") {
  InIncident room;
  refuses(room, "quiet", "For how long?", "when");
  refuses(room, "quiet 5h", "4 hours", "when");
  refuses(room, "quiet 0m", "1 minute", "when");
  refuses(room, "quiet please", "no length of time", "when");
  CHECK_FALSE(room.type("quiet 4h").refused);
}

TEST_CASE("subscribe and unsubscribe answer the same however often they are typed") {
  InIncident room;
  CHECK(room.type("subscribe").has("You get the updates of INC-1 by direct message"));
  CHECK(room.incident(1).subscribers == std::vector<UserId>{room.user});
  const std::size_t before = room.events();
  CHECK_FALSE(room.type("subscribe").refused);
  CHECK(room.events() == before);
  CHECK(room.type("unsubscribe").has("You get no updates of INC-1"));
  CHECK(room.incident(1).subscribers.empty());
  CHECK_FALSE(room.type("unsubscribe").refused);
  refuses(room, "subscribe @ben", "it is you who gets the updates");
  refuses(room, "unsubscribe all", "it is about you");
}

TEST_CASE("one may unsubscribe from an incident that is over") {
  InIncident room;
  room.type("subscribe");
  room.type("close resolved now");
  CHECK_FALSE(room.type("unsubscribe").refused);
  CHECK(room.incident(1).subscribers.empty());
}

TEST_CASE("an update goes to subscribers by direct message, but to its author") {
  InIncident room;
  room.type("subscribe");
  room.type_as(UserId{"UBEN"}, "subscribe");
  const Incident before = room.incident(1);
  const Said said = room.type("update next 30m We found the cause");
  CHECK(said.has("1 subscriber gets it by direct message"));
  std::vector<UserId> told;
  bool is_announced = false;
  for (const Delivery& one :
       consequences(before, room.incident(1), said.events.back(), Audience{})) {
    if (const auto* tell = std::get_if<delivery::Tell>(&one)) told.push_back(tell->user);
    is_announced = is_announced || std::holds_alternative<delivery::SayUnderAnnouncement>(one);
  }
  CHECK(told == std::vector<UserId>{UserId{"UBEN"}});
  CHECK(is_announced);
}

}  // namespace updates_test
