// The verbs that add one line to the timeline: log, detected, started, impact, summary, cause,
// decide, workaround, fix, measure, lesson, sev, title.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace entries_test {

using namespace tocsin;

namespace {

// A room whose channel is that of INC-1.
struct InIncident : Conversation {
  InIncident() {
    type("declare Checkout is failing");
    channel = give_channel(1);
  }
};

// Every verb that stores one text, with a name for it and the text that comes out.
template <class Body>
void stores_the_text(const std::vector<const char*>& names) {
  InIncident room;
  std::int64_t entry = 1;
  for (const std::string_view name : names) {
    CAPTURE(name);
    const Said said = room.type(std::string(name) + " Something <happened> & more");
    CHECK_FALSE(said.refused);
    const std::string handle = "E" + std::to_string(++entry);
    CHECK(said.text == "Saved " + handle + " at 14:40 UTC.");
    const Event event = room.last_event(1);
    CHECK(body_of<Body>(event).text == "Something <happened> & more");
    CHECK(event.actor == room.user);
    CHECK(event.happened_at == room.now);
    CHECK(event.recorded_at == room.now);
    CHECK(event.zone.empty());
  }
}

}  // namespace

TEST_CASE("log stores a line under each of its names") {
  stores_the_text<event::Logged>({"log", "note", "timeline add", "add", "LOG", "Timeline Add"});
}
TEST_CASE("detected stores how it was noticed") { stores_the_text<event::Detected>({"detected"}); }
TEST_CASE("impact stores who is affected") { stores_the_text<event::ImpactSet>({"impact"}); }
TEST_CASE("summary stores the summary") { stores_the_text<event::SummarySet>({"summary"}); }
TEST_CASE("cause stores a cause") { stores_the_text<event::CauseAdded>({"cause"}); }
TEST_CASE("decide stores a decision") { stores_the_text<event::Decided>({"decide", "decision"}); }
TEST_CASE("workaround stores the relief") {
  stores_the_text<event::WorkaroundFound>({"workaround"});
}
TEST_CASE("fix stores the permanent fix") {
  stores_the_text<event::FixFound>({"fix", "resolution"});
}
TEST_CASE("measure stores a measure") {
  stores_the_text<event::MeasureNoted>({"measure", "improvement", "prevent"});
}

TEST_CASE("each entry is answered with the handle and the moment, in the written zone and in UTC") {
  InIncident room;
  for (const std::string_view verb : {"log", "detected", "decide", "workaround", "fix"}) {
    CAPTURE(verb);
    const Said said = room.type(std::string(verb) + " 9:35 EST Error rate is falling");
    CHECK(said.has(" at 09:35 EST (14:35 UTC)."));
    CHECK(room.last_event(1).happened_at == moment("2026-03-10 14:35 UTC"));
    CHECK(room.last_event(1).recorded_at == room.now);
    CHECK(room.last_event(1).zone == "EST");
  }
}

TEST_CASE("a verb without its text is refused with what to type, and saves nothing") {
  InIncident room;
  const std::size_t before = room.events();
  for (const std::string_view verb :
       {"log", "detected", "impact", "cause", "decide", "workaround", "fix", "measure", "title",
        "log 14:35", "detected 10m ago", "log   "}) {
    CAPTURE(verb);
    const Said said = room.type(verb);
    CHECK(said.refused);
    CHECK(said.has("missing"));
    const std::string name = std::string(verb).substr(0, std::string(verb).find(' '));
    CHECK(said.has("Type /incident " + name + " "));
    CHECK(said.has("for example /incident " + name));
  }
  CHECK(room.events() == before);
}

TEST_CASE("numbers at the start of a text are text") {
  InIncident room;
  for (const std::string_view text :
       {"500 errors on checkout", "10 nodes are down", "3 of 5 pods restarted"}) {
    CAPTURE(text);
    CHECK_FALSE(room.type("log " + std::string(text)).refused);
    CHECK(body_of<event::Logged>(room.last_event(1)).text == text);
    CHECK(room.last_event(1).happened_at == room.now);
  }
}

TEST_CASE("a text of many lines is one entry") {
  InIncident room;
  room.type("log first\n  second\nthird\n");
  CHECK(body_of<event::Logged>(room.last_event(1)).text == "first\n  second\nthird");
}

TEST_CASE("detected sets when it was noticed") {
  InIncident room;
  room.type("detected 14:02 Alert on checkout errors");
  CHECK(room.incident(1).detected_at == moment("2026-03-10 14:02 UTC"));
}

TEST_CASE("started needs a time and may go without a text") {
  InIncident room;
  CHECK(room.type("started 13:50").text == "Saved E2 at 13:50 UTC.");
  CHECK(room.incident(1).started_at == moment("2026-03-10 13:50 UTC"));
  CHECK_FALSE(room.type("started 20m ago First failed payments").refused);
  CHECK(body_of<event::Started>(room.last_event(1)).text == "First failed payments");
  for (const std::string_view line : {"started", "started First failed payments"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("When did the impact begin? Type /incident started WHEN [TEXT]"));
  }
  CHECK(room.incident(1).started_at == moment("2026-03-10 14:20 UTC"));
}

TEST_CASE("an impact that begins after it ended is refused") {
  InIncident room;
  room.type("resolve 14:00");
  const std::size_t before = room.events();
  const Said said = room.type("started 14:10");
  CHECK(said.refused);
  CHECK(said.has("cannot begin after it ended"));
  CHECK(room.events() == before);
  CHECK_FALSE(room.type("started 14:00").refused);
}

TEST_CASE("impact replaces the last one") {
  InIncident room;
  room.type("impact 40% of users cannot pay");
  room.type("impact Nobody can pay");
  CHECK(room.incident(1).impact == "Nobody can pay");
}

TEST_CASE("summary without a text reads it") {
  InIncident room;
  const std::size_t before = room.events();
  const Said none = room.type("summary");
  CHECK_FALSE(none.refused);
  CHECK(none.text == "No summary yet. Type /incident summary TEXT to write one.");
  CHECK(room.events() == before);
  room.type("summary Payments fail since the 14:00 release");
  CHECK(room.type("summary").text == "Payments fail since the 14:00 release");
  CHECK(room.events() == before + 1);
}

TEST_CASE("several causes are kept in order") {
  InIncident room;
  room.type("cause The pool was too small");
  room.type("cause Nobody saw the alert");
  CHECK(room.incident(1).causes ==
        std::vector<std::string>{"The pool was too small", "Nobody saw the alert"});
}

TEST_CASE("a lesson says how it went") {
  InIncident room;
  using Kind = event::LessonNoted::Kind;
  const std::pair<const char*, Kind> kinds[] = {
      {"well", Kind::well}, {"badly", Kind::badly}, {"LUCKY", Kind::lucky}};
  for (const auto& [word, kind] : kinds) {
    CAPTURE(word);
    CHECK_FALSE(room.type(std::string("lesson ") + word + " The rollback was quick").refused);
    const auto lesson = body_of<event::LessonNoted>(room.last_event(1));
    CHECK(lesson.kind == kind);
    CHECK(lesson.text == "The rollback was quick");
  }
  const std::size_t before = room.events();
  for (const std::string_view line : {"lesson", "lesson well", "lesson The rollback was quick"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("Type /incident lesson well|badly|lucky TEXT"));
  }
  CHECK(room.events() == before);
}

TEST_CASE("sev changes the severity and keeps the reason") {
  InIncident room;
  CHECK(room.type("sev 1 All of Europe is affected").text == "Saved E2 at 14:40 UTC.");
  CHECK(room.incident(1).severity == Severity::sev1);
  CHECK(room.type("severity sev3").refused == false);
  CHECK(room.type("priority P2").refused == false);
  const auto change = body_of<event::SeverityChanged>(room.last_event(1));
  CHECK(change.from == Severity::sev3);
  CHECK(change.to == Severity::sev2);
  CHECK(change.reason.empty());
}

TEST_CASE("sev refuses what is no severity, and the one that it has already") {
  InIncident room;
  room.type("sev 2");
  const std::size_t before = room.events();
  for (const std::string_view line : {"sev", "sev 0", "sev 5", "sev high", "sev 22"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK(said.refused);
    CHECK(said.has("Which severity, 1 to 4? Type /incident sev 1..4 [REASON]"));
  }
  const Said same = room.type("sev 2 again");
  CHECK(same.refused);
  CHECK(same.has("INC-1 is sev2 already. Nothing was changed."));
  CHECK(room.events() == before);
}

TEST_CASE("title renames the incident and remembers the old title") {
  InIncident room;
  for (const std::string_view verb : {"title", "rename", "retitle"}) {
    const std::string old = room.incident(1).title;
    const std::string title = "Called by " + std::string(verb);
    CHECK_FALSE(room.type(std::string(verb) + " " + title).refused);
    CHECK(room.incident(1).title == title);
    CHECK(body_of<event::TitleChanged>(room.last_event(1)).from == old);
  }
}

TEST_CASE("elsewhere the answer says in which incident it was saved") {
  InIncident room;
  CHECK(room.type_in(ChannelId{"CGENERAL"}, "INC-1 log Rolled back").text ==
        "Saved E2 in INC-1 at 14:40 UTC.");
  CHECK(room.type("log Rolled back").text == "Saved E3 at 14:40 UTC.");
}

TEST_CASE("a closed incident still takes entries and says that the write-up will show them") {
  InIncident room;
  room.type("close resolved now");
  for (const std::string_view line :
       {"log Late thought", "cause The pool", "measure A canary", "sev 1"}) {
    CAPTURE(line);
    const Said said = room.type(line);
    CHECK_FALSE(said.refused);
    CHECK(said.has("INC-1 is closed: its posted write-up shows the entry within a minute"));
  }
  CHECK(room.incident(1).state == State::closed);
}

TEST_CASE("entries are counted within their incident") {
  Conversation room;
  room.type("declare First");
  room.type("declare Second");
  CHECK(room.type("INC-1 log a").has("E2"));
  CHECK(room.type("INC-2 log b").has("E2"));
  CHECK(room.type("INC-1 log c").has("E3"));
}

}  // namespace entries_test
