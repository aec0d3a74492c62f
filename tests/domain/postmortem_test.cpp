// What the write-up says, and above all what it does not say when nobody recorded it. Numbers have
// a file of their own (postmortem_metrics_test.cpp), whole documents too (…_golden_test.cpp).

#include "bot/domain/postmortem.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace postmortem_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

constexpr std::array<std::string_view, 18> k_headings{
    "Summary",           "Impact",         "Metrics",
    "Detection",         "Timeline",       "What we ruled out",
    "Decisions",         "Escalation",     "Root cause and contributing factors",
    "Resolution",        "Lessons",        "Corrective and preventive measures",
    "Action items",      "Communication",  "People",
    "Similar incidents", "Open questions", "Record"};

// Every line that begins with '#', in order.
std::vector<std::string> headings(const std::string& markdown) {
  std::vector<std::string> found;
  std::size_t at = 0;
  while (at < markdown.size()) {
    const std::size_t end = markdown.find('\n', at);
    if (markdown[at] == '#') found.push_back(markdown.substr(at, end - at));
    at = end == std::string::npos ? markdown.size() : end + 1;
  }
  return found;
}

std::vector<std::string> wanted_headings(const std::string& title) {
  std::vector<std::string> wanted{"# " + title};
  for (const std::string_view heading : k_headings) wanted.push_back("## " + std::string(heading));
  return wanted;
}

// Not escaped bars in a line: what separates the cells.
std::size_t cell_bars(const std::string& line) {
  std::size_t bars = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '|') {
      ++bars;
    }
  }
  return bars;
}

Record declared_at_noon() {
  Record record;
  record.add(utc(2024, 8, 10, 12, 0), "U1", declared("Payments are slow"));
  return record;
}

}  // namespace

TEST_CASE("all headings are there and in order when nothing is recorded at all") {
  const std::string markdown = Record().render();
  CHECK(headings(markdown) == wanted_headings("INC-7"));
  CHECK(markdown.find("Entries: 0\n") != std::string::npos);
}

TEST_CASE("a section without facts asks its question, and the question is open") {
  const std::string markdown = declared_at_noon().render();
  const std::string open = section(markdown, "Open questions");
  for (const char* const heading :
       {"Summary", "Impact", "Detection", "What we ruled out", "Decisions", "Escalation",
        "Root cause and contributing factors", "Resolution", "Lessons",
        "Corrective and preventive measures", "Action items", "Communication",
        "Similar incidents"}) {
    CAPTURE(heading);
    const std::string text = section(markdown, heading);
    REQUIRE(text.starts_with("_"));
    CHECK(text.ends_with("_"));
    const std::string asks = text.substr(1, text.find('?'));
    CHECK(open.find("- " + asks + " Type `/incident ") != std::string::npos);
  }
}

TEST_CASE("an answered question is no longer open") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 5), "U1", event::SummarySet{"It was slow."});
  const std::string markdown = record.render();
  CHECK(section(markdown, "Summary") == "It was slow. (E2)");
  CHECK(markdown.find("summary TEXT") == std::string::npos);
}

TEST_CASE("what was emptied again is not a fact") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 5), "U1", event::ImpactSet{"all users"});
  record.add(utc(2024, 8, 10, 12, 6), "U1", event::ImpactSet{""});
  CHECK(section(record.render(), "Impact").starts_with("_Who was affected"));
}

TEST_CASE("the latest summary and impact count, and earlier ones stay in the timeline") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 5), "U1", event::ImpactSet{"some users"});
  record.add(utc(2024, 8, 10, 12, 6), "U2", event::ImpactSet{"all users"});
  const std::string markdown = record.render();
  CHECK(section(markdown, "Impact") == "all users (E3)");
  CHECK(section(markdown, "Timeline").find("some users — Ada (E2)") != std::string::npos);
}

TEST_CASE("every sentence from the record carries its entry") {
  Record record = declared_at_noon();
  const Moment at = utc(2024, 8, 10, 12, 30);
  record.add(at, "U1", event::Detected{"text 2"}).add(at, "U1", event::CauseAdded{"text 3"});
  record.add(at, "U1", event::WorkaroundFound{"text 4"}).add(at, "U1", event::FixFound{"text 5"});
  record.add(at, "U1", event::Decided{"text 6"}).add(at, "U1", event::MeasureNoted{"text 7"});
  record.add(at, "U1", event::LessonNoted{event::LessonNoted::Kind::lucky, "text 8"});
  record.add(at, "U1", event::ImpactSet{"text 9"}).add(at, "U1", event::SummarySet{"text 10"});
  const std::string markdown = record.render();
  for (int number = 2; number <= 10; ++number) {
    const std::string text = "text " + std::to_string(number);
    const std::string entry = "(E" + std::to_string(number) + ")";
    int lines = 0;
    for (std::size_t found = markdown.find(text); found != std::string::npos;
         found = markdown.find(text, found + 1)) {
      const std::string line = line_with(markdown.substr(markdown.rfind('\n', found) + 1), text);
      if (line.find(text + " ") == std::string::npos) continue;  // "text 1" in "text 10"
      CHECK(line.find(entry) != std::string::npos);
      ++lines;
    }
    CHECK(lines == 2);  // its section and the timeline
  }
}

TEST_CASE("start and end carry date, time and zone, and UTC unless the zone is UTC") {
  Record record;
  const Moment start = utc(2023, 11, 15, 19, 0);
  record.add(start, "U1", declared("Checkout", "EST", start));
  record.add(utc(2023, 11, 15, 22, 30), "U1", moved(State::investigating, State::resolved));
  const std::string markdown = record.render();
  CHECK(line_with(markdown, "| Started") == "| Started | 2023-11-15 14:00 EST (19:00 UTC) (E1) |");
  CHECK(line_with(markdown, "| Resolved") ==
        "| Resolved | 2023-11-15 17:30 EST (22:30 UTC) (E2) |");
  CHECK(line_with(markdown, "| Duration") == "| Duration | 3 hours 30 minutes |");

  Record in_utc;
  in_utc.add(start, "U1", declared("Checkout", "UTC", start));
  CHECK(line_with(in_utc.render(), "| Started") == "| Started | 2023-11-15 19:00 UTC (E1) |");
}

TEST_CASE("the UTC date is shown where it is another than the one of the zone") {
  Record record;
  const Moment start = utc(2023, 11, 16, 3, 0);
  record.add(start, "U1", declared("Checkout", "EST", start));
  CHECK(line_with(record.render(), "| Started") ==
        "| Started | 2023-11-15 22:00 EST (2023-11-16 03:00 UTC) (E1) |");
}

TEST_CASE("a zone that no longer exists is shown in UTC") {
  Record record;
  record.add(utc(2023, 11, 15, 19, 0), "U1", declared("Checkout", "Atlantis/Capital"));
  CHECK(section(record.render(), "Timeline").find("19:00 UTC **declared**") != std::string::npos);
}

TEST_CASE("the timeline is in the order in which things happened, not in which they were typed") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 40), "U1", event::Logged{"second"});
  record.add_late(utc(2024, 8, 10, 12, 20), utc(2024, 8, 10, 12, 50), "U2", event::Logged{"first"});
  record.add(utc(2024, 8, 10, 12, 40), "U1", event::Logged{"third, same minute"});
  CHECK(section(record.render(), "Timeline") ==
        "**2024-08-10**\n\n"
        "- 12:00 UTC **declared** Payments are slow — Ada (E1)\n"
        "- 12:20 UTC **log** first — Grace (E3)\n"
        "- 12:40 UTC **log** second — Ada (E2)\n"
        "- 12:40 UTC **log** third, same minute — Ada (E4)");
}

TEST_CASE("the date is shown when the day changes in the incident's zone") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 30), "U1", declared("Slow", "Asia/Tokyo"));
  record.add(utc(2024, 8, 10, 15, 30), "U1", event::Logged{"after midnight in Tokyo"});
  record.add(utc(2024, 8, 11, 0, 30), "U1", event::Logged{"after midnight in UTC"});
  CHECK(section(record.render(), "Timeline") ==
        "**2024-08-10**\n\n"
        "- 23:30 JST (14:30 UTC) **declared** Slow — Ada (E1)\n\n"
        "**2024-08-11**\n\n"
        "- 00:30 JST (2024-08-10 15:30 UTC) **log** after midnight in Tokyo — Ada (E2)\n"
        "- 09:30 JST (00:30 UTC) **log** after midnight in UTC — Ada (E3)");
}

TEST_CASE("what is not an entry is not in the timeline") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 1), "", event::ChannelMade{ChannelId{"C1"}, "inc-7"});
  record.add(utc(2024, 8, 10, 12, 2), "U1", event::CloseAsked{});
  CHECK(line_with(section(record.render(), "Timeline"), "channel").empty());
  CHECK(section(record.render(), "Record").find("- Channel: \\#inc-7 (C1)") != std::string::npos);
}

TEST_CASE("drills and private incidents are marked at the top") {
  Record record;
  event::Declared declaration = declared("Game day");
  CHECK(record.add(utc(2024, 8, 10, 12, 0), "U1", declaration).render().find("**Drill.**") ==
        std::string::npos);
  declaration.is_drill = true;
  declaration.is_private = true;
  Record marked;
  const std::string markdown = marked.add(utc(2024, 8, 10, 12, 0), "U1", declaration).render();
  CHECK(markdown.starts_with("# Game day\n\n**Drill.** Practice"));
  CHECK(markdown.find("**Private.**") < markdown.find("| Incident |"));
}

TEST_CASE("the severity path shows every severity in the order in which it was set") {
  Record record = declared_at_noon();
  CHECK(line_with(record.render(), "| Severity") == "| Severity | not set |");
  const Moment later = utc(2024, 8, 10, 12, 10);
  record.add(later, "U1", event::SeverityChanged{std::nullopt, Severity::sev3, ""});
  record.add(later, "U1", event::SeverityChanged{Severity::sev3, Severity::sev3, "still"});
  record.add(later, "U1", event::SeverityChanged{Severity::sev3, Severity::sev1, "worse"});
  CHECK(line_with(record.render(), "| Severity") == "| Severity | not set → sev3 → sev1 |");
}

TEST_CASE("an end that nobody knows is unknown, also when the incident is closed") {
  Record record = declared_at_noon();
  CHECK(line_with(record.render(), "| Resolved") == "| Resolved | not recorded yet |");
  CHECK(line_with(record.render(), "| Duration") == "| Duration | not over yet |");
  record.add(utc(2024, 8, 10, 15, 0), "U1", event::Closed{"", false});
  const std::string markdown = record.render();
  CHECK(line_with(markdown, "| Status") == "| Status | closed |");
  CHECK(line_with(markdown, "| Resolved") == "| Resolved | unknown |");
  CHECK(line_with(markdown, "| Duration") == "| Duration | unknown |");
  CHECK(section(markdown, "Open questions").find("When was the impact over?") != std::string::npos);
}

TEST_CASE("a cancelled incident does not claim an end") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 30), "U1", moved(State::investigating, State::cancelled, "no"));
  CHECK(line_with(record.render(), "| Status") == "| Status | cancelled |");
  CHECK(line_with(record.render(), "| Resolved") == "| Resolved | unknown |");
}

TEST_CASE("a relief that was taken back is in the timeline only") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 30), "U1", moved(State::investigating, State::resolved, "gone"));
  record.add(utc(2024, 8, 10, 12, 40), "U1", moved(State::resolved, State::investigating, "back"));
  const std::string markdown = record.render();
  CHECK(line_with(markdown, "| Resolved") == "| Resolved | not recorded yet |");
  CHECK(section(markdown, "Resolution").find("gone") == std::string::npos);
  CHECK(section(markdown, "Timeline").find("gone") != std::string::npos);
}

TEST_CASE("lessons stand under their kind, whatever order they were typed in") {
  Record record = declared_at_noon();
  const Moment at = utc(2024, 8, 10, 13, 0);
  record.add(at, "U1", event::LessonNoted{event::LessonNoted::Kind::lucky, "night"});
  record.add(at, "U1", event::LessonNoted{event::LessonNoted::Kind::well, "alert"});
  CHECK(section(record.render(), "Lessons") ==
        "**Went well**\n\n- alert — Ada (E3)\n\n**Got lucky**\n\n- night — Ada (E2)");
}

TEST_CASE("gaps in the connection are shown as the record has them") {
  Record record = declared_at_noon();
  const Moment from = utc(2024, 8, 10, 14, 2, 10);
  const Moment until = utc(2024, 8, 10, 14, 6, 41);
  record.add(until, "", event::WasDeaf{from, until});
  CHECK(line_with(record.render(), "No connection") ==
        "- No connection from 2024-08-10 14:02:10 UTC to 2024-08-10 14:06:41 UTC: 4 minutes 31 "
        "seconds; what was said in that time may be missing.");
}

TEST_CASE("a refused channel is recorded as such") {
  Record record = declared_at_noon();
  record.add(utc(2024, 8, 10, 12, 1), "", event::ChannelRefused{"restricted_action"});
  CHECK(line_with(record.render(), "- Channel") ==
        "- Channel: none; Slack refused it (restricted\\_action)");
}

TEST_CASE("people are named, those without a known name by their id, and two of one name apart") {
  Record record = declared_at_noon();
  record.names["U9"] = "Ada";
  record.add(utc(2024, 8, 10, 12, 1), "U9", event::Logged{"another Ada"});
  record.add(utc(2024, 8, 10, 12, 2), "U404", event::Logged{"a stranger"});
  CHECK(section(record.render(), "People") ==
        "- Lead: Ada\n- Declared by: Ada (E1)\n- @U404: 1 entry\n- Ada: 1 entry\n- Ada: 1 entry");
  CHECK(line_with(record.render(), "| Authors") == "| Authors | Ada, Ada, @U404 |");
}

TEST_CASE("a source that knows no names still gives a write-up") {
  const Record record = declared_at_noon();
  const std::string markdown = render_postmortem({record.incident, record.events, nullptr});
  CHECK(line_with(markdown, "| Lead") == "| Lead | @U1 |");
}

TEST_CASE("hostile texts stay inside of their place") {
  const std::string hostile =
      "# x | y *z* _u_ `v` <b>\n## Record\n\n| a | b |\n<!channel> [l](http://e.example)\x01\xFF";
  Record record;
  record.names["U1"] = "Ada | <@U2>\n## Summary";
  const Moment at = utc(2024, 8, 10, 12, 0);
  record.add(at, "U1", declared(hostile));
  record.add(at, "U1", event::Logged{hostile}).add(at, "U1", event::Detected{hostile});
  record.add(at, "U1", event::ImpactSet{hostile}).add(at, "U1", event::SummarySet{hostile});
  record.add(at, "U1", event::CauseAdded{hostile}).add(at, "U1", event::WorkaroundFound{hostile});
  record.add(at, "U1", event::FixFound{hostile}).add(at, "U1", event::Decided{hostile});
  record.add(at, "U1", event::MeasureNoted{hostile}).add(at, "U1", event::Started{hostile});
  record.add(at, "U1", event::LessonNoted{event::LessonNoted::Kind::well, hostile});
  record.add(at, "U1", event::TitleChanged{"", hostile});
  record.add(at, "U1", event::SeverityChanged{std::nullopt, Severity::sev1, hostile});
  record.add(at, "U1", moved(State::investigating, State::resolved, hostile));
  record.add(at, "U1", event::ChannelMade{ChannelId{"C|\n# 1"}, "inc|\n# 7"});
  record.add(at, "U1", event::Closed{hostile, true});
  const std::string markdown = record.render();

  CHECK(headings(markdown).size() == k_headings.size() + 1);
  CHECK(markdown.find("<!") == std::string::npos);
  CHECK(markdown.find("<@") == std::string::npos);
  CHECK(markdown.find("<b>") == std::string::npos);
  CHECK(markdown.find('\x01') == std::string::npos);
  CHECK(markdown.find('\xFF') == std::string::npos);
  CHECK(cell_bars(line_with(markdown, "| Lead")) == 3);
  CHECK(cell_bars(line_with(markdown, "| Authors")) == 3);
  const std::string timeline = section(markdown, "Timeline");
  CHECK(std::count(timeline.begin(), timeline.end(), '\n') == 17);  // date, blank line, 16 entries
}

TEST_CASE("the title is one line") {
  Record record;
  record.add(utc(2024, 8, 10, 12, 0), "U1", declared("Payments\nare\r\nslow"));
  CHECK(record.render().starts_with("# Payments ↵ are ↵ slow\n\n| Incident | INC-7 |\n"));
}

TEST_CASE("the same record gives the same bytes, and names do not change its hash") {
  const Record record = declared_at_noon();
  CHECK(record.render() == record.render());
  Record renamed = record;
  renamed.names["U1"] = "Ada Lovelace";
  CHECK(renamed.render() != record.render());
  CHECK(line_with(renamed.render(), "- Hash") == line_with(record.render(), "- Hash"));
}

TEST_CASE("the hash changes with everything that is recorded") {
  const std::string before = line_with(declared_at_noon().render(), "- Hash");
  CHECK(before.size() == std::string("- Hash over the record (FNV-1a, 64 bit): ").size() + 16);
  const auto hash_after = [](auto change) {
    Record record = declared_at_noon();
    change(record.events.front());
    return line_with(record.render(), "- Hash");
  };
  CHECK(hash_after([](Event& event) { event.happened_at += Duration{1}; }) != before);
  CHECK(hash_after([](Event& event) { event.recorded_at += Duration{1}; }) != before);
  CHECK(hash_after([](Event& event) { event.actor.value = "U2"; }) != before);
  CHECK(hash_after([](Event& event) { event.zone = "CET"; }) != before);
  CHECK(hash_after([](Event& event) { std::get<event::Declared>(event.body).title += "."; }) !=
        before);
  CHECK(hash_after([](Event& event) {
          std::get<event::Declared>(event.body).severity = Severity::sev4;
        }) != before);
  CHECK(hash_after([](Event& event) { event.body = event::Logged{"Payments are slow"}; }) !=
        before);
}

TEST_CASE("the hash keeps neighbouring texts apart") {
  Record one;
  one.add(utc(2024, 8, 10, 12, 0), "U1", event::TitleChanged{"ab", "c"});
  Record two;
  two.add(utc(2024, 8, 10, 12, 0), "U1", event::TitleChanged{"a", "bc"});
  CHECK(line_with(one.render(), "- Hash") != line_with(two.render(), "- Hash"));
}

TEST_CASE("a very long incident is written whole") {
  Record record = declared_at_noon();
  for (int minute = 1; minute < 3'000; ++minute) {
    record.add(utc(2024, 8, 10, 12, 0) + std::chrono::minutes(minute), "U2",
               event::Logged{"entry"});
  }
  const std::string markdown = record.render();
  CHECK(markdown.find("- Entries: 3000 (E1 → E3000)") != std::string::npos);
  CHECK(markdown.find("(E3000)\n") != std::string::npos);
}

}  // namespace postmortem_test
