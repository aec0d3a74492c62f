// `postmortem write`, `clear`, `owner` and `due`: sections in people's own words and who sees to
// the write-up; and the forms behind the questions of a write-up.

#include "bot/domain/postmortem.h"
#include "bot/domain/writeup_questions.h"
#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace own_section_test {

using namespace tocsin;

namespace {

const UserId k_bo{"UBO"};

struct InIncident : Conversation {
  InIncident() {
    knows({UserId{"UANA"}, "Ana", "", false, false, false});
    knows({k_bo, "Bo", "", false, false, false});
    type("declare sev2 Checkout is failing");
    channel = give_channel(1);
  }

  Said submit(const Form& form, const std::map<std::string, std::string>& values) {
    FilledForm filled;
    filled.verb = form.verb;
    filled.incident = form.incident;
    filled.arguments = form.arguments;
    filled.values = values;
    const std::string line = line_of(filled);
    REQUIRE_FALSE(line.empty());
    return type(line);
  }
};

void refuses(Conversation& room, std::string_view line, std::string_view part) {
  CAPTURE(line);
  const std::size_t before = room.events();
  const Said said = room.type(line);
  CHECK(said.refused);
  CAPTURE(said.text);
  CHECK(said.has(part));
  CHECK(room.events() == before);
}

const event::SectionWritten& last_text(Conversation& room) {
  static event::SectionWritten written;
  written = body_of<event::SectionWritten>(room.last_event(1));
  return written;
}

}  // namespace

TEST_CASE("a section is written in one's own words, typed or by its form") {
  InIncident room;
  const Said typed = room.type("postmortem write root-cause 14:05 is when two things met");
  CHECK_FALSE(typed.refused);
  CHECK(typed.has("Saved “Root cause and contributing factors” of the write-up of INC-1"));
  CHECK(last_text(room) ==
        event::SectionWritten{WriteupSection::causes, "14:05 is when two things met"});
  CHECK(room.last_event(1).entry.value == 0);  // no entry of the timeline
  const Said opened = room.type("pm write causes");
  REQUIRE(opened.form);
  const FormField& text = opened.form->fields.at(0);
  CHECK(text.initial == "14:05 is when two things met");
  CHECK(text.label == "What made it possible, and what set it off?");
  const Said saved = room.submit(*opened.form, {{"text", "-- two\n\n- things\n- met"}});
  CHECK_FALSE(saved.refused);
  CHECK(last_text(room).text == "-- two\n\n- things\n- met");
  CHECK(room.type("pm").has("• things"));
}

TEST_CASE("the forms of summary and impact begin with what the card says") {
  InIncident room;
  room.type("summary Payments fail");
  room.type("impact 40 % of users");
  CHECK(room.type("pm write summary").form->fields.at(0).initial == "Payments fail");
  CHECK(room.type("pm write impact").form->fields.at(0).initial == "40 % of users");
  CHECK(room.type("pm write lessons").form->fields.at(0).initial.empty());
}

TEST_CASE("an emptied form and `clear` give the section back to the record") {
  InIncident room;
  room.type("pm write lessons We were lucky");
  const Said opened = room.type("pm write lessons");
  const Said emptied = room.submit(*opened.form, {});
  CHECK(emptied.has("it is what the record gives again"));
  CHECK(last_text(room) == event::SectionWritten{WriteupSection::lessons, ""});
  room.type("pm write lessons We were very lucky");
  const Said cleared = room.type("pm clear lessons");
  CHECK_FALSE(cleared.refused);
  CHECK(cleared.has("Ana wrote at 14:40 UTC: “We were very lucky” stays in the record."));
  refuses(room, "pm clear lessons", "has no text of its own");
  refuses(room, "pm clear", "Which section");
  refuses(room, "pm clear timeline", "“timeline” is no section that can be written");
  refuses(room, "pm clear lessons all of it", "needs nothing behind its name");
}

TEST_CASE(
    "of two who write at once the second is told what changed meanwhile, and nothing is lost") {
  InIncident room;
  room.type("pm write impact First");
  const Form anas = *room.type("pm write impact").form;
  const Form bos = *room.type_as(k_bo, "pm write impact").form;
  FilledForm filled{bos.verb, bos.incident, bos.arguments, {{"text", "Bo's own"}}};
  CHECK_FALSE(room.type_as(k_bo, line_of(filled)).refused);
  const std::size_t before = room.events();
  const Said late = room.submit(anas, {{"text", "Ana's own"}});
  CHECK(late.refused);
  CHECK(late.field == "text");
  CHECK(late.has("Not saved yet: since you opened this, Bo wrote at 14:40 UTC: “Bo's own”"));
  CHECK(room.events() == before);
  const Said merged = room.submit(anas, {{"text", "Bo's own and Ana's own"}, {"replace", "yes"}});
  CHECK_FALSE(merged.refused);
  CHECK(merged.has("It stands in place of what Bo wrote at 14:40 UTC: “Bo's own”"));
  CHECK(last_text(room).text == "Bo's own and Ana's own");
}

TEST_CASE("a typed text replaces another's and says whose, and the same text changes nothing") {
  InIncident room;
  room.type_as(k_bo, "pm write summary By Bo");
  CHECK(room.type("pm write summary By Ana").has("in place of what Bo wrote at"));
  refuses(room, "pm write summary By Ana", "reads so already");
  refuses(room, "pm write nonsense Words", "“nonsense” is no section");
  const Said which = room.type("pm write");
  CHECK(which.refused);
  CHECK(which.buttons.size() == writeup_sections().size());
  REQUIRE(which.button("Lessons") != nullptr);
  CHECK(room.press(*which.button("Lessons")).form);
}

TEST_CASE("the form that asks for the section too writes it") {
  InIncident room;
  const Said opened = room.type("form postmortem");
  REQUIRE(opened.form);
  room.submit(*opened.form, {{"section", "measures"}, {"text", "Watch the pool"}});
  CHECK(last_text(room) == event::SectionWritten{WriteupSection::measures, "Watch the pool"});
}

TEST_CASE("a cancelled incident has no write-up to write in") {
  InIncident room;
  room.type("cancel A test");
  refuses(room, "pm write summary Words", "was cancelled");
  refuses(room, "pm clear summary", "was cancelled");
  refuses(room, "pm owner me", "was cancelled");
  refuses(room, "pm due fri", "was cancelled");
}

TEST_CASE("closing gives the write-up to the lead, with a date by severity") {
  for (const auto& [severity, days] :
       std::map<std::string, int>{{"sev1", 3}, {"sev2", 5}, {"sev3", 10}, {"sev4", 10}, {"", 10}}) {
    CAPTURE(severity);
    Conversation room;
    room.type("declare " + severity + " Checkout is failing");
    const Said said = room.type("INC-1 close resolved now");
    const Incident incident = room.incident(1);
    CHECK(incident.writeup_owner == UserId{"UANA"});
    CHECK(incident.review_by == room.now + std::chrono::hours(24 * days));
    CHECK(said.has("It is yours, to be published by"));
  }
  Conversation room;
  room.settings.review_days.sev1 = 1;
  room.type("declare sev1 Checkout");
  room.type_as(k_bo, "INC-1 close resolved now");
  CHECK(room.incident(1).review_by == room.now + std::chrono::hours(24));
}

TEST_CASE("nobody is asked for the write-up of a drill") {
  Conversation room;
  room.type("declare sev1 drill Checkout");
  CHECK_FALSE(room.type("INC-1 close resolved now").has("to be published by"));
  CHECK(room.incident(1).writeup_owner.empty());
  CHECK_FALSE(room.incident(1).review_by);
  refuses(room, "INC-1 pm owner me", "is a drill");
}

TEST_CASE("the write-up's owner and date are read, changed, and kept by the closing") {
  InIncident room;
  CHECK(room.type("pm owner").has("is nobody's, without a date"));
  const Said given = room.type("pm owner <@UBO>");
  CHECK(given.has("The write-up of INC-1 is @UBO's"));
  const Said dated = room.type("pm due 2026-03-13");
  CHECK(dated.has("2026-03-13"));
  room.type("close resolved now");
  CHECK(room.incident(1).writeup_owner == k_bo);
  CHECK(room.incident(1).review_by == moment("2026-03-13 17:00 UTC"));
  CHECK(room.type("pm due").has("2026-03-13 17:00 UTC"));
  refuses(room, "pm owner <@UBO>", "That is so already");
  refuses(room, "pm due soonish", "soonish");
  refuses(room, "pm due 2026-03-01", "has passed");
  CHECK_FALSE(room.type("pm owner nobody").refused);
  CHECK(room.incident(1).writeup_owner.empty());
  room.type("pm publish");
  room.type("pm publish");
  refuses(room, "pm owner me", "is published already");
  refuses(room, "pm due fri", "is published already");
  room.type("reopen It is back");
  CHECK_FALSE(room.incident(1).review_by);
}

TEST_CASE("the owner of a private incident's write-up may see it") {
  Conversation room;
  room.knows({k_bo, "Bo", "", false, false, false});
  room.type("declare private sev1 Payroll leak");
  CHECK(room.type_as(k_bo, "INC-1 pm").refused);
  room.type("INC-1 pm owner <@UBO>");
  CHECK_FALSE(room.type_as(k_bo, "INC-1 pm").refused);
}

TEST_CASE("when the impact ended is said after the closing, once, and moves no state") {
  InIncident room;
  room.type("close");
  room.type("close");
  CHECK_FALSE(room.incident(1).end_known);
  refuses(room, "resolve", "When was it resolved?");
  refuses(room, "monitoring", "its state does not move any more");
  const Said said = room.type("resolve 14:30 UTC The graphs say so");
  CHECK_FALSE(said.refused);
  CHECK(said.has("its posted write-up shows the entry"));
  CHECK(room.incident(1).state == State::closed);
  CHECK(room.incident(1).resolved_at == moment("2026-03-10 14:30 UTC"));
  CHECK_FALSE(room.type("mitigated 14:20 UTC").refused);
  refuses(room, "resolve 14:35 UTC", "move En WHEN");
}

TEST_CASE("every question of a write-up is answered by the form behind its button") {
  InIncident room;
  room.type("suspect The database");
  room.now += std::chrono::hours(1);
  room.type("declare sev3 Search is slow");  // to link to
  room.type("close");
  room.type("close");
  const std::map<std::string, std::string> values{
      {"text", "Words"},    {"when", "15:00 UTC"}, {"kind", "well"},
      {"severity", "3"},    {"incident", "INC-2"}, {"person", "UANA"},
      {"hypothesis", "H1"}, {"due", "tomorrow"},   {"section", "lessons"}};
  const auto questions = [&room] {
    const std::vector<Event> events = room.store().events_of(IncidentNumber{1});
    const Incident incident = room.incident(1);
    return questions_reply(incident, open_questions({incident, events, {}}));
  };
  std::size_t answered = 0;
  while (!questions().buttons.empty() && answered < 40) {
    const Button button = questions().buttons.front();
    CAPTURE(button.label);
    CAPTURE(button.command_line);
    const Said opened = room.press(button);
    REQUIRE(opened.form);
    std::map<std::string, std::string> filled;
    for (const FormField& field : opened.form->fields) {
      if (const auto value = values.find(field.name); value != values.end()) {
        filled[field.name] = value->second;
      }
    }
    const Said saved = room.submit(*opened.form, filled);
    CAPTURE(saved.text);
    REQUIRE_FALSE(saved.refused);
    REQUIRE(std::ranges::none_of(questions().buttons,
                                 [&](const Button& left) { return left == button; }));
    ++answered;
  }
  CHECK(answered > 12);
  CHECK(questions().buttons.empty());
  CHECK(room.incident(1).state == State::closed);
}

}  // namespace own_section_test
