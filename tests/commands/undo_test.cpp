// undo: one's own last command, and only that.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

#include <optional>
#include <utility>

namespace undo_test {

using namespace tocsin;

namespace {

const UserId k_ben{"UBEN"};

struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
  // What another verb has recorded.
  void has_recorded(EventBody body, const UserId& by) {
    store().begin();
    const Event event = next_event(incident(1), std::move(body), now, now, by);
    store().append(IncidentNumber{1}, event);
    store().put(apply(incident(1), event));
    store().commit();
  }
  void refuses_undo(std::string_view why) {
    const std::size_t before = events();
    const Said said = type("undo");
    CAPTURE(said.text);
    CHECK(said.refused);
    CHECK(said.has(why));
    CHECK(events() == before);
  }
};

}  // namespace

TEST_CASE("undo takes back the last entry of the one who types it and says which") {
  InIncident room;
  room.type("impact All users");
  room.type("log Rolled back");
  room.type_as(k_ben, "log Looking at the graphs");
  CHECK(room.type("undo").text ==
        "Took back E3 (log: Rolled back). It stays in the record, struck.");
  CHECK(body_of<event::EntryStruck>(room.last_event(1)).corrects == EntryNumber{3});
  CHECK(room.type_as(k_ben, "undo").has("Took back E4"));
}

TEST_CASE("undo twice takes back the one before, until nothing is left but the declaration") {
  InIncident room;
  room.type("impact All users");
  room.type("log Rolled back");
  CHECK(room.type("undo").has("Took back E3"));
  CHECK(room.type("undo").has("Took back E2"));
  CHECK(room.incident(1).impact.empty());
  room.refuses_undo("/incident INC-1 cancel REASON");
}

TEST_CASE("corrections are taken back by their opposite") {
  InIncident room;
  room.type("log 14:20 Restarted");
  room.type("edit E2 Restarted the gateway");
  room.type("move E2 14:10");
  room.type("strike E2 Not ours");
  CHECK(room.type("undo").has("counts again"));
  CHECK(room.type("undo").has("E2 is at 14:20 UTC again"));
  CHECK(room.type("undo").has("E2 reads again: Restarted"));
  CHECK(room.type("undo").has("Took back E2"));
  room.refuses_undo("declaration");
}

TEST_CASE("a command after an undo is the next one to be taken back") {
  InIncident room;
  room.type("log One");
  room.type("undo");
  room.type("log Two");
  CHECK(room.type("undo").has("Took back E3 (log: Two)"));
}

TEST_CASE("a state is taken back while nothing came after it") {
  InIncident room;
  room.type("mitigated 14:20");
  CHECK(room.type("undo").has("INC-1 is now investigating."));
  CHECK_FALSE(room.incident(1).mitigated_at);
  room.type("identified The gateway");
  room.type_as(k_ben, "mitigated");
  room.refuses_undo("E4 (mitigated: State is now mitigated) came after E3");
}

TEST_CASE("what something else builds on is not taken back") {
  InIncident room;
  room.type("suspect DNS");
  room.type_as(k_ben, "ruledout H1 It answers");
  room.refuses_undo("builds on it");
  room.type_as(k_ben, "undo");
  CHECK(room.type("undo").has("Took back E2"));
  CHECK(room.incident(1).hypotheses.empty());
  // Its handle stays taken.
  CHECK(room.type("suspect The disk").has("It is H2"));
}

TEST_CASE("a task is taken back while nothing names it, and its state while nobody moved it on") {
  InIncident room;
  const event::TaskAdded task{TaskNumber{1}, TaskKind::task, "Look", k_ben, std::nullopt, ""};
  room.has_recorded(task, room.user);
  room.has_recorded(event::TaskMoved{TaskNumber{1}, TaskState::done, ""}, k_ben);
  room.refuses_undo("E3 (task: T1 is done) came after E2 (task: T1 Look");
  CHECK(room.type_as(k_ben, "undo").has("Took back E3"));
  CHECK(room.incident(1).tasks.front().state == TaskState::open);
  room.has_recorded(event::TaskMoved{TaskNumber{1}, TaskState::done, ""}, k_ben);
  room.has_recorded(event::TaskMoved{TaskNumber{1}, TaskState::open, ""}, room.user);
  const Said said = room.type_as(k_ben, "undo");
  CHECK(said.refused);
  CHECK(said.has("E5 (task: T1 is open again) came after E4"));
}

TEST_CASE("what has been sent is struck, and the answer says that it was sent") {
  InIncident room;
  room.has_recorded(event::UpdateSent{"We look", std::nullopt}, room.user);
  CHECK(room.type("undo").has("It was sent already: put it right with another update."));
  CHECK(room.incident(1).last_update.empty());
  room.has_recorded(event::Paged{PageNumber{1}, "@ben", k_ben, "", ""}, room.user);
  CHECK(room.type("undo").has("The page was sent already"));
  CHECK(room.incident(1).pages.empty());
}

TEST_CASE("a subscription is not undone but ended") {
  InIncident room;
  room.has_recorded(event::SubscriptionChanged{true}, room.user);
  room.refuses_undo("/incident INC-1 unsubscribe");
}

TEST_CASE("what somebody else took away already is passed over") {
  InIncident room;
  room.type("log One");
  room.type("log Two");
  room.type_as(k_ben, "strike E3");
  CHECK(room.type("undo").has("Took back E2"));
}

TEST_CASE("an edit that somebody else has overwritten is not taken back") {
  InIncident room;
  room.type("log One");
  room.type("edit E2 Two");
  room.type_as(k_ben, "edit E2 Three");
  room.refuses_undo("E2 was changed again since by somebody else");
}

TEST_CASE("declaring and ending cannot be undone, and the answer names the verb that can") {
  InIncident room;
  room.refuses_undo("E1 is the declaration");
  room.type("close resolved now");
  room.refuses_undo("/incident INC-1 reopen REASON");
}

TEST_CASE("whoever changed nothing has nothing to undo") {
  InIncident room;
  room.type("log One");
  const Said said = room.type_as(k_ben, "undo");
  CHECK(said.refused);
  CHECK(said.has("You have no command left in INC-1"));
  CHECK(said.has("/incident strike En REASON"));
}

TEST_CASE("undo takes no handle: for that there is strike") {
  InIncident room;
  room.type("log One");
  const std::size_t before = room.events();
  const Said said = room.type("undo E2");
  CHECK(said.refused);
  CHECK(said.has("strike"));
  CHECK(room.events() == before);
}

TEST_CASE("undo works from anywhere when the incident is named") {
  InIncident room;
  room.type("log One");
  CHECK(room.type_in(ChannelId{"CGENERAL"}, "INC-1 undo").has("Took back E2"));
}

}  // namespace undo_test
