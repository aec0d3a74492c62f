// Entry numbers as links in a write-up that is kept as a file.

#include "bot/domain/entry_links.h"
#include "tests/domain/whole_incidents.h"

#include <doctest/doctest.h>

#include <regex>

namespace entry_links_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const std::string k_timeline =
    "- 09:10 UTC **declared** sev2: Search is empty — Ada (E1)\n"
    "- 09:12:30 EST (2026-03-11 02:12:30 UTC) **log** as E1 said — Ada (E12)\n";
const std::string k_linked_timeline =
    "- 09:10 UTC **declared** sev2: Search is empty — Ada (<a id=\"e1\"></a>E1)\n"
    "- 09:12:30 EST (2026-03-11 02:12:30 UTC) **log** as [E1](#e1) said — Ada (<a "
    "id=\"e12\"></a>E12)\n";

std::string linked(const std::string& line) {
  const std::string whole = with_entry_links(k_timeline + line);
  REQUIRE(whole.starts_with(k_linked_timeline));
  return whole.substr(k_linked_timeline.size());
}

std::vector<std::string> all(const std::string& text, const char* pattern) {
  std::vector<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

}  // namespace

TEST_CASE("a line of the timeline is a place, and its entry is a link to it wherever it is named") {
  CHECK(linked("- Nobody checked — Ada (E12)\n") == "- Nobody checked — Ada ([E12](#e12))\n");
  CHECK(linked("| Time to detect | 5 minutes | E1 → E12 |") ==
        "| Time to detect | 5 minutes | [E1](#e1) → [E12](#e12) |");
  CHECK(linked("It lasted (E1) until (E12), E1") ==
        "It lasted ([E1](#e1)) until ([E12](#e12)), [E1](#e1)");
  // The same line once more is no second place.
  CHECK(linked("- 09:10 UTC **log** again — Ada (E1)") ==
        "- 09:10 UTC **log** again — Ada ([E1](#e1))");
}

TEST_CASE("what the timeline does not have, and what only looks like an entry, is no link") {
  for (const std::string line :
       {"- E18 struck by Grace", "BE1 E1a E-1 E1_ xE12 E01x", "wow!E1", "\\_E1", "# E1 is broken",
        "see <https://example.com/E1>", "`/incident edit E1 TEXT`", "``a ` E1``",
        "[as E1 says](https://example.com/E1)", "<td>E1</td>", "```\nE1\n```"}) {
    CHECK(linked(line) == line);
  }
  CHECK(linked("`E1` E1 \\`E1\\`") == "`E1` [E1](#e1) \\`[E1](#e1)\\`");
  CHECK(linked("```\nE1\n```\nE1\n") == "```\nE1\n```\n[E1](#e1)\n");
}

TEST_CASE("a list that somebody wrote is no timeline") {
  for (const std::string text : {"- 09:10 we saw it (E1)\n", "- 09:10 \\*\\*log\\*\\* x (E1)\n",
                                 "- 2026-03-10 **log** x (E1)\n", "- 09:10 UTC **log** x (Ex)\n",
                                 "- 09:10 UTC **log** x (E99999999999999999999)\n", ""}) {
    CHECK(with_entry_links(text) == text);
  }
}

TEST_CASE("a whole write-up keeps its words, and every link in it leads to one place") {
  for (const Record& record :
       {checkout_outage(), team_response(), just_declared(), hostile_incident(), long_incident()}) {
    const std::string plain = record.render();
    const std::string text = with_entry_links(plain);
    std::string without = std::regex_replace(text, std::regex("<a id=\"e[0-9]+\"></a>"), "");
    without = std::regex_replace(without, std::regex("\\[(E[0-9]+)\\]\\(#e[0-9]+\\)"), "$1");
    CHECK(without == plain);
    std::vector<std::string> places = all(text, "<a id=\"(e[0-9]+)\"></a>");
    const std::set<std::string> known(places.begin(), places.end());
    CHECK(known.size() == places.size());
    const auto links = all(text, "\\]\\(#(e[0-9]+)\\)");
    CHECK(!links.empty());
    for (const std::string& link : links) CHECK_MESSAGE(known.contains(link), link);
  }
}

TEST_CASE("a write-up that is kept as a file links its entries as it always did") {
  check_fixture("team.linked.md", with_entry_links(team_response().render()));
}

}  // namespace entry_links_test
