// Updates on a status page, with the real program and a Statuspage on loopback: nothing is public
// before somebody has looked at it, and nothing is public twice.

#include "tests/e2e/local_status_page.h"
#include "tests/e2e/night.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tocsin::e2e::status_page_test {

namespace {

using Strings = std::vector<std::string>;
using Ways = std::vector<Way>;

std::string with_page(const LocalStatusPage& page) {
  return std::string(k_short_waits) +
         "[status_pages.trust]\nkind = \"statuspage\"\npage = \"PAGE1\"\ntoken = \"page-secret\"\n"
         "url = \"" +
         page.url() + "\"\n";
}

// How the page answers the creation, the update and the end.
struct Day {
  Ways created;
  Ways updated;
  Ways resolved;
};

}  // namespace

TEST_CASE("An update is public after the button, once whatever the answers, and then follows") {
  const std::vector<Day> days{{{}, {}, {}},
                              {{Way::lost}, {Way::lost}, {Way::lost}},
                              {{Way::limited}, {Way::limited_for_a_second}, {Way::limited}},
                              {{Way::broken, Way::lost}, {Way::broken}, {Way::broken, Way::lost}}};
  for (const Day& day : days) {
    LocalStatusPage page;
    Night night(with_page(page));
    const Shown typed = night.type("update We are looking");
    CHECK(contains(typed.payload, "Not public: the status page trust does not show it."));
    CHECK(contains(typed.payload, "Investigating: We are looking"));
    CHECK(page.server().acts() == 0);

    page.server().answer_next(day.created);
    CHECK(night.stage.slack().press_in_answer(k_ana, "Show on trust").is_answered());
    CHECK(page.shows("investigating: We are looking"));
    CHECK(night.shows("https://stspg.example/p1"));  // the answer has come, or was looked for

    page.server().answer_next(day.updated);
    CHECK(
        contains(night.type("update A fix is out").text, "It goes to the status page trust too."));
    CHECK(page.shows("investigating: A fix is out"));
    CHECK(night.shows("Investigating: A fix is out"));

    page.server().answer_next(day.resolved);
    night.type("resolve The cache was rolled back");
    CHECK(page.shows("resolved: This incident has been resolved."));
    CHECK(night.shows("Resolved: This incident has been resolved."));
    stop(*night.bot);
    REQUIRE(page.incidents().size() == 1);
    CHECK(page.incidents().front().name == "Checkout is down");
    CHECK(page.incidents().front().status == "resolved");
    CHECK(page.shown() == Strings{"investigating: We are looking", "investigating: A fix is out",
                                  "resolved: This incident has been resolved."});
    CHECK_FALSE(contains(night.bot->said(), "page-secret"));
  }
}

TEST_CASE("A status page that does not know our key is said with the key to check") {
  LocalStatusPage page;
  Night night(std::string(k_short_waits) +
              "[status_pages.trust]\nkind = \"statuspage\"\npage = \"PAGE1\"\n"
              "token = \"page-secret-of-last-year\"\nurl = \"" +
              page.url() + "\"\n");
  night.type("update We are looking");
  CHECK(night.stage.slack().press_in_answer(k_ana, "Show on trust").is_answered());
  ChannelId direct;
  night.stage.slack().with([&](sandbox::Server& server) {
    direct = server.workspace().direct_channel(k_ana, server.now());
  });
  CHECK(night.stage.slack().channel_shows(direct, "check `token` of [status_pages.trust]"));
  CHECK_FALSE(contains(night.stage.slack().transcript(direct), "page-secret-of-last-year"));
  stop(*night.bot);
  CHECK(page.incidents().empty());
  CHECK_FALSE(contains(night.bot->said(), "page-secret-of-last-year"));
}

}  // namespace tocsin::e2e::status_page_test
