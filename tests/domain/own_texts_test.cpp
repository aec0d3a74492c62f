// Sections of the write-up in people's own words: what stands, what the record adds, what is still
// asked.

#include "bot/domain/lint.h"
#include "bot/domain/writeup_questions.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace own_texts_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const Moment k_start = utc(2026, 3, 10, 14, 0);
using std::chrono::minutes;

Record begun() {
  Record record;
  record.add(k_start, "U1", declared("Checkout is failing", "UTC", k_start));
  return record;
}

event::SectionWritten written(WriteupSection section, std::string text) {
  return {section, std::move(text)};
}

std::vector<OpenQuestion> asked(const Record& record) {
  return open_questions({record.incident, record.events, {}});
}

bool asks(const Record& record, std::string_view part) {
  return std::ranges::any_of(asked(record), [part](const OpenQuestion& question) {
    return question.sentence.find(part) != std::string::npos;
  });
}

std::ptrdiff_t found(const Record& record, std::string_view part) {
  const auto findings = lint({record.incident, record.events, {}});
  return std::ranges::count_if(findings, [part](const LintFinding& finding) {
    return finding.what.find(part) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a person's own text stands in its section with who wrote it and when") {
  Record record = begun();
  record.add(k_start + minutes(60), "U2",
             written(WriteupSection::causes, "Two things met:\n- a small pool\n- a big sale"));
  CHECK(section(record.render(), "Root cause and contributing factors") ==
        "Two things met:\n\n- a small pool\n- a big sale\n\n"
        "_Written by Grace, 2026-03-10 15:00 UTC._");
  CHECK_FALSE(asks(record, "What made it possible"));
  CHECK(line_with(record.render(), "| Authors") == "| Authors | Ada, Grace |");
}

TEST_CASE("what the record gives stays below a person's own text") {
  Record record = begun();
  record.add(k_start + minutes(5), "U1", event::CauseAdded{"The pool was too small"});
  record.add(k_start + minutes(60), "U2", written(WriteupSection::causes, "It was the pool."));
  record.add(k_start + minutes(70), "U1", event::CauseAdded{"Nothing watched it"});
  CHECK(section(record.render(), "Root cause and contributing factors") ==
        "It was the pool.\n\n_Written by Grace, 2026-03-10 15:00 UTC._\n\n"
        "**From the record**\n\n"
        "- The pool was too small — Ada (E2)\n- Nothing watched it — Ada (E3)");
}

TEST_CASE("every section that can be written keeps its heading and shows the text") {
  for (const WriteupSection each : writeup_sections()) {
    CAPTURE(name_of(each));
    CHECK(find_writeup_section(name_of(each)) == each);
    Record record = begun();
    record.add(k_start, "U1", written(each, "In my own words."));
    CHECK(section(record.render(), std::string(title_of(each))).starts_with("In my own words."));
    record.add(k_start, "U1", written(each, ""));
    CHECK(record.render().find("In my own words") == std::string::npos);
  }
  CHECK(find_writeup_section("Root-Cause") == WriteupSection::causes);
  CHECK_FALSE(find_writeup_section("timeline"));
  CHECK_FALSE(find_writeup_section(""));
}

TEST_CASE(
    "the short summary that came before an own text is left to the timeline, a later one is not") {
  Record record = begun();
  record.add(k_start + minutes(5), "U1", event::SummarySet{"Payments fail"});
  record.add(k_start + minutes(60), "U2", written(WriteupSection::summary, "The long story."));
  CHECK(section(record.render(), "Summary") ==
        "The long story.\n\n_Written by Grace, 2026-03-10 15:00 UTC._");
  CHECK(section(record.render(), "Timeline").find("Payments fail") != std::string::npos);
  record.add(k_start + minutes(70), "U1", event::SummarySet{"It was worse"});
  CHECK(section(record.render(), "Summary").ends_with("**From the record**\n\nIt was worse (E3)"));
}

TEST_CASE("an emptied text gives the generated section back, and the record names every version") {
  Record record = begun();
  record.add(k_start + minutes(1), "U1", written(WriteupSection::lessons, "One"));
  record.add(k_start + minutes(2), "U2", written(WriteupSection::lessons, "Two"));
  CHECK(section(record.render(), "Lessons").starts_with("Two"));
  record.add(k_start + minutes(3), "U1", written(WriteupSection::lessons, ""));
  CHECK(section(record.render(), "Lessons").starts_with("_What went well"));
  const std::string versions = section(record.render(), "Record");
  CHECK(line_with(versions, "14:01").find("“Lessons” written 2026-03-10 14:01 UTC by Ada") !=
        std::string::npos);
  CHECK(line_with(versions, "14:03").find("“Lessons” given back to the record") !=
        std::string::npos);
}

TEST_CASE("words do not say when: a detection in own words leaves the question of its time") {
  Record record = begun();
  record.add(k_start, "U1", written(WriteupSection::detection, "A customer called."));
  CHECK(section(record.render(), "Detection").find("Nobody recorded") == std::string::npos);
  CHECK(asks(record, "When and how was it noticed?"));
}

TEST_CASE("own text can neither break out of its section nor bring in markup of its own") {
  Record record = begun();
  record.add(
      k_start, "U1",
      written(WriteupSection::impact, "## Timeline\n<!channel>\n| a | b |\n---\n# x\n1. one"));
  const std::string markdown = record.render();
  CHECK(std::ranges::count(markdown, '\n') > 20);
  CHECK(section(markdown, "Impact").find("\\#\\# Timeline\\\n&lt;!channel&gt;\\\n\\| a") == 0);
  CHECK(section(markdown, "Impact").find("\n1. one") != std::string::npos);
  CHECK(section(markdown, "Timeline").find("**declared**") != std::string::npos);
}

TEST_CASE("each open question has the form that answers it, as a button") {
  const Record record = begun();
  const auto questions = asked(record);
  REQUIRE(questions.size() > 10);
  const Reply reply = questions_reply(record.incident, questions);
  CHECK(reply.buttons.size() <= 25);
  for (const Button& button : reply.buttons) {
    CAPTURE(button.label);
    CHECK(button.label.size() <= 75);
    CHECK(button.command_line.starts_with("INC-7 form "));
  }
  CHECK(to_plain(reply.paragraphs.at(0)).find("still asks " + std::to_string(questions.size())) !=
        std::string::npos);
}

TEST_CASE(
    "once it is closed, who was called is asked for in words, because nobody is paged any more") {
  Record record = begun();
  const auto line_of = [&](std::string_view part) {
    for (const OpenQuestion& question : asked(record)) {
      if (question.sentence.find(part) != std::string::npos) return question.ways.at(0).line;
    }
    return std::string("not asked");
  };
  CHECK(line_of("Who was called in") == "form escalate");
  record.add(k_start + minutes(60), "U1", event::Closed{});
  CHECK(line_of("Who was called in") == "form postmortem write escalation");
  CHECK(line_of("Who was told what") == "form postmortem write communication");
  record.add(k_start + minutes(61), "U1", written(WriteupSection::escalation, "Nobody was."));
  CHECK(line_of("Who was called in") == "not asked");
}

TEST_CASE("an open hypothesis asks whether it was true, with a way for each answer") {
  Record record = begun();
  record.add(k_start, "U1", event::Suspected{HypothesisNumber{1}, std::string(100, 'x')});
  const Reply reply = questions_reply(record.incident, asked(record));
  const auto line_is = [](std::string_view line) {
    return [line](const Button& button) { return button.command_line == line; };
  };
  CHECK(std::ranges::any_of(reply.buttons, line_is("INC-7 form ruledout H1")));
  CHECK(std::ranges::any_of(reply.buttons, line_is("INC-7 form confirm H1")));
  for (const Button& button : reply.buttons) CHECK(button.label.size() <= 75);
}

TEST_CASE("without an open question there is no button") {
  Incident incident;
  incident.number = IncidentNumber{7};
  const Reply reply = questions_reply(incident, {});
  CHECK(reply.buttons.empty());
  CHECK(to_plain(reply.paragraphs.at(0)) == "The write-up of INC-7 has no open question any more.");
}

TEST_CASE("an end that is found out after the closing leaves the incident closed") {
  Record record = begun();
  record.add(k_start + minutes(30), "U1", event::Closed{"", false});
  CHECK(asks(record, "When was the impact over?"));
  record.add_late(k_start + minutes(20), k_start + minutes(90), "U1",
                  moved(State::closed, State::resolved, "The graphs say so"));
  CHECK(record.incident.state == State::closed);
  CHECK(record.incident.resolved_at == k_start + minutes(20));
  CHECK(record.incident.end_known);
  CHECK_FALSE(asks(record, "When was the impact over?"));
  CHECK(line_with(record.render(), "| Duration").find("20 minutes") != std::string::npos);
  CHECK(fold(IncidentNumber{7}, record.events) == record.incident);
}

TEST_CASE("the head says whose the write-up is and until when, until it is published") {
  Record record = begun();
  record.add(k_start, "U1", event::WriteupAssigned{UserId{"U2"}, utc(2026, 3, 13, 9, 0)});
  CHECK(line_with(record.render(), "| Write-up") ==
        "| Write-up | draft — Grace sees to it, to be published by 2026-03-13 09:00 UTC |");
  record.add(k_start, "U1", event::WriteupMoved{WriteupState::published});
  CHECK(line_with(record.render(), "| Write-up") == "| Write-up | published |");
}

TEST_CASE("the rules of lint look at own texts too, and say how to change them") {
  Record record = begun();
  record.add(k_start, "U1", event::ImpactSet{"Many users"});
  record.add(k_start + minutes(30), "U1", moved(State::investigating, State::resolved));
  CHECK(found(record, "has no number") == 1);
  record.add(k_start + minutes(60), "U1", written(WriteupSection::impact, "40 % of all users"));
  CHECK(found(record, "has no number") == 0);
  record.add(k_start + minutes(61), "U1",
             written(WriteupSection::summary, "The outage lasted 3 hours, a human error."));
  record.add(k_start + minutes(62), "U1",
             written(WriteupSection::causes, "The root cause was U1, who forgot the flag."));
  CHECK(found(record, "human error") == 1);
  CHECK(found(record, "“3 hours” (in “Summary”), but by the times it was 30 minutes") == 1);
  CHECK(found(record, "“the root cause” leaves no room") == 1);
  CHECK(found(record, "“forgot” stands next to a name") == 1);
  for (const LintFinding& finding : lint({record.incident, record.events, {}})) {
    if (finding.what.find("stands next to a name") == std::string::npos) continue;
    CHECK(finding.type == "postmortem write causes TEXT");
  }
  record.add(k_start + minutes(63), "U1", written(WriteupSection::summary, ""));
  CHECK(found(record, "human error") == 0);
}

}  // namespace own_texts_test
