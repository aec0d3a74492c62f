// HTML and JSON: what must hold for every incident. Whole documents are in golden_test.cpp.

#include "bot/json.h"
#include "bot/writeup/html.h"
#include "bot/writeup/json.h"
#include "bot/writeup/template.h"
#include "tests/domain/whole_incidents.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace formats_test {

using namespace tocsin;
using namespace tocsin::test;
using writeup::Template;

namespace {

std::string html(const Record& record) {
  return writeup::html_of(record.sources(), Template::built_in());
}

Json json(const Record& record) {
  const auto parsed = parse_json(writeup::json_of(record.sources()));
  REQUIRE(parsed.has_value());
  return *parsed;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("every entry has one place in the page, and every citation leads to one") {
  for (const Record& record : {checkout_outage(), team_response(), long_incident()}) {
    const std::string page = html(record);
    for (const Event& event : record.events) {
      const std::string name = handle(event.entry);
      const bool is_struck = record.incident.number == IncidentNumber{12} && name == "E18";
      if (event.entry.value == 0) continue;
      CHECK(count(page, " id=\"" + name + "\"") == (is_struck ? 0 : 1));
    }
    for (std::size_t at = page.find("href=\"#E"); at != std::string::npos;
         at = page.find("href=\"#E", at + 1)) {
      const std::size_t begin = at + 7;
      const std::string name = page.substr(begin, page.find('"', begin) - begin);
      CHECK(page.find(" id=\"" + name + "\"") != std::string::npos);
    }
  }
  CHECK(html(checkout_outage()).find("<td><a href=\"#E3\">E3</a> → <a href=\"#E2\">E2</a></td>") !=
        std::string::npos);
}

TEST_CASE("a page needs nothing from elsewhere and has no script") {
  for (const Record& record : {checkout_outage(), hostile_incident(), just_declared()}) {
    const std::string page = html(record);
    for (const char* part : {"<script", "<img", "<link", "<iframe", "src=", "url(", "@import",
                             "javascript:\"", "onload", "onclick"}) {
      CHECK_MESSAGE(page.find(part) == std::string::npos, part);
    }
    CHECK(page.find("default-src 'none'") != std::string::npos);
    CHECK(count(page, "<main>") == 1);
    CHECK(count(page, "<h2>") == 18);
    CHECK(count(page, "<svg") == 2);
    CHECK(count(page, "<svg") == count(page, "</svg>"));
  }
}

TEST_CASE("hostile texts are shown as text, in the page and in the drawing") {
  const std::string page = html(hostile_incident());
  CHECK(page.find("<b>") == std::string::npos);
  CHECK(page.find("&lt;/script&gt;") != std::string::npos);
  CHECK(page.find("<!channel>") == std::string::npos);
  CHECK(page.find('\x01') == std::string::npos);
  CHECK(page.find('\xFF') == std::string::npos);
  CHECK(page.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(page.find("href=\"javascript") == std::string::npos);
}

TEST_CASE("a person's mention of an entry leads there only when there is such an entry") {
  Record record = just_declared();
  record.add(utc(2024, 8, 10, 14, 31), "U1",
             event::Logged{"see E1, not E77, E1a, BE1, E-1 or https://x.example/E1"});
  const std::string page = html(record);
  CHECK(page.find("see <a href=\"#E1\">E1</a>, not E77, E1a, BE1, E-1 or") != std::string::npos);
  CHECK(page.find("<a href=\"https://x.example/E1\">https://x.example/E1</a>") !=
        std::string::npos);
}

TEST_CASE("a template of one's own still gets its entries linked, in tables too") {
  const auto layout = Template::read(
      "| When | What | |\n|---|---|---|\n{{#entries}}\n| {{time}} | {{text}} | {{entry}} "
      "|\n{{/entries}}\n",
      "own");
  REQUIRE(layout.has_value());
  const std::string page = writeup::html_of(team_response().sources(), *layout);
  CHECK(count(page, " id=\"E6\"") == 1);
  CHECK(count(page, "<svg") == 2);
}

TEST_CASE("the drawing says in words what it shows") {
  const std::string page = html(team_response());
  const std::size_t begin = page.find("<desc id=\"broad-words\">");
  REQUIRE(begin != std::string::npos);
  const std::string words = page.substr(begin, page.find("</desc>", begin) - begin);
  CHECK(words.find("From 09:00 UTC to") != std::string::npos);
  CHECK(words.find("sev2 from 09:10 UTC") != std::string::npos);
  CHECK(words.find("the longest silence between updates from 09:20 UTC to 10:05 UTC, 45 minutes") !=
        std::string::npos);
}

TEST_CASE("what lies far from the impact is left out of the drawing, and that is said") {
  const std::string page = html(long_incident());
  CHECK(page.find("2 entries lie after what is drawn.") != std::string::npos);
}

TEST_CASE("an incident of one moment can be drawn") {
  Record record;
  const Moment at = utc(2024, 8, 10, 12, 0);
  record.add(at, "U1", declared("Short", "UTC", at));
  record.add(at, "U1", moved(State::investigating, State::resolved));
  CHECK(html(record).find("nan") == std::string::npos);
  CHECK(html(record).find("inf") == html(record).find("information"));
}

TEST_CASE("a number without its facts is null in JSON and says what would settle it") {
  const Json document = json(just_declared());
  const Json& metric = document["metrics"][0];
  CHECK(metric["key"] == "time_to_detect");
  CHECK(metric["milliseconds"].is_null());
  CHECK(metric["questions"][0]["type"] == "/incident started TIME");
  CHECK(document["duration"].is_null());
  CHECK(document["summary"].is_null());
  CHECK(!document["open_questions"].empty());
}

TEST_CASE("JSON has the facts with their moments, entries and people") {
  const Json document = json(team_response());
  CHECK(document["incident"]["handle"] == "INC-12");
  CHECK(document["phases"]["started"]["at"] == "2026-03-10T09:00:00Z");
  CHECK(document["phases"]["detected"].is_null());
  CHECK(document["duration"]["milliseconds"] == 50 * 60'000);
  CHECK(document["metrics"][1]["milliseconds"] == 4 * 60'000);
  CHECK(document["metrics"][1]["entries"] == Json::parse(R"(["E4","E5"])"));
  CHECK(document["leads"][0]["outcome"] == "ruled_out");
  CHECK(document["leads"][0]["held"]["words"] == "19 minutes");
  CHECK(document["leads"][1]["held"].is_null());
  CHECK(document["tasks"][1]["due"] == "2026-03-20T17:00:00Z");
  CHECK(document["pages"][0]["answered"]["after"]["words"] == "4 minutes");
  CHECK(document["timeline"].size() == 20);
  CHECK(document["timeline"][9]["link"] ==
        "https://example.slack.com/archives/C9/p1773135360000100");
  CHECK(document["timeline"][0]["who"]["name"] == "Ada");
  CHECK(document["struck"] == Json::parse(R"(["E18"])"));
  CHECK(document["corrections"][1]["to"] == "Search is back");
}

TEST_CASE("JSON keeps texts as they were typed") {
  const Json document = json(hostile_incident());
  const std::string title = document["incident"]["title"];
  CHECK(title.starts_with("</script><script>alert(1)</script> <!channel> | a | b |"));
  CHECK(title.find('\x01') != std::string::npos);
}

TEST_CASE("JSON has who sees to the write-up, until when, and what people wrote in it themselves") {
  const Json before = json(just_declared());
  CHECK(before["incident"]["write_up_owner"].is_null());
  CHECK(before["incident"]["review_by"].is_null());
  CHECK(before["own_texts"] == Json::array());
  CHECK(before["own_text_versions"] == Json::array());

  Record record = just_declared();
  const Moment at = utc(2024, 8, 10, 18, 0);
  record.add(at, "U2", event::WriteupAssigned{UserId{"U1"}, utc(2024, 8, 14, 12, 0)});
  record.add(at, "U2", event::SectionWritten{WriteupSection::lessons, "We were <lucky>."});
  record.add(at + std::chrono::minutes(5), "U1",
             event::SectionWritten{WriteupSection::causes, "Three things met."});
  record.add(at + std::chrono::minutes(9), "U1",
             event::SectionWritten{WriteupSection::lessons, ""});
  const Json document = json(record);
  CHECK(document["incident"]["write_up"] == "draft");
  CHECK(document["incident"]["write_up_owner"] == Json::parse(R"({"id":"U1","name":"Ada"})"));
  CHECK(document["incident"]["review_by"] == "2024-08-14T12:00:00Z");
  REQUIRE(document["own_texts"].size() == 1);
  const Json& text = document["own_texts"][0];
  CHECK(text["section"] == "causes");
  CHECK(text["heading"] == "Root cause and contributing factors");
  CHECK(text["text"] == "Three things met.");
  CHECK(text["at"] == "2024-08-10T18:05:00Z");
  CHECK(text["who"]["id"] == "U1");
  const Json& versions = document["own_text_versions"];
  REQUIRE(versions.size() == 3);
  CHECK(versions[0]["what"] == "written");
  CHECK(versions[0]["section"] == "lessons");
  CHECK(versions[2]["what"] == "given_back");
  CHECK(versions[2]["at"] == "2024-08-10T18:09:00Z");
}

TEST_CASE("the same record gives the same bytes in every format") {
  CHECK(html(long_incident()) == html(long_incident()));
  CHECK(writeup::json_of(long_incident().sources()) == writeup::json_of(long_incident().sources()));
}

}  // namespace formats_test
