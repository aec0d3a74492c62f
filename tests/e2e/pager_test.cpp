// Pages that PagerDuty carries, with the real program and a PagerDuty on loopback.

#include "tests/e2e/local_pagerduty.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tocsin::e2e::pager_test {

namespace {

using Way = LocalPagerDuty::Way;
using Strings = std::vector<std::string>;

// The team payments calls PagerDuty, then chi, each for a short while.
std::string with_team(const LocalPagerDuty& pager) {
  return std::string(k_short_waits) +
         "[teams.payments]\n"
         "steps = [ { targets = [\"pager:duty\", \"schedule:first\"], wait = \"4s\" },\n"
         "          { targets = [\"U0CHI\"], wait = \"2s\" } ]\n"
         "[schedules.first]\npager = \"duty\"\nschedule = \"PXYZ\"\n"
         "[phones]\n\"U0CHI\" = \"+81 3 1234\"\n"
         "[pagers.duty]\nkind = \"pagerduty\"\n"
         "routing_key = \"0123456789abcdef0123456789abcdef\"\napi_token = \"secret-token-1\"\n" +
         "url = \"" + pager.url() + "\"\napi_url = \"" + pager.url() + "\"\n";
}

// An incident in which payments was paged; its channel.
struct Night {
  explicit Night(std::string toml) {
    stage.configure(toml);
    bot = stage.start_ready_bot();
    const Shown declared = stage.slack().type(k_ana, k_general, "declare sev1 Checkout is down");
    REQUIRE(contains(declared.text, "INC-1"));
    channel = stage.slack().wait_for_channel("inc-1-checkout-is-down");
    REQUIRE_FALSE(channel.empty());
  }
  Shown type(std::string_view line) { return stage.slack().type(k_ana, channel, line); }
  bool shows(std::string_view words) { return stage.slack().channel_shows(channel, words); }
  // Waits until PagerDuty's schedule has been read.
  void wait_for_schedule() {
    for (int i = 0; i < 600; ++i) {
      if (contains(type("oncall first").payload, "Dee Long")) return;
    }
    FAIL("PagerDuty was not asked who is on call");
  }

  Stage stage;
  std::unique_ptr<BotProcess> bot;
  ChannelId channel;
};

}  // namespace

TEST_CASE("A page wakes once in PagerDuty whatever its answers, and hears of ack and end") {
  const std::vector<std::vector<Way>> days{{},
                                           {Way::limited},
                                           {Way::limited_for_a_second},
                                           {Way::broken, Way::broken},
                                           {Way::lost, Way::limited}};
  for (const std::vector<Way>& ways : days) {
    LocalPagerDuty pager;
    Night night(with_team(pager));
    pager.answer_next(ways);
    const Shown paged = night.type("escalate payments no money comes in");
    CHECK(contains(paged.text, "PagerDuty"));
    CHECK(pager.hears("trigger INC-1-P1"));
    CHECK(contains(pager.last_body(), "no money comes in"));
    CHECK(contains(pager.last_body(), "0123456789abcdef0123456789abcdef"));
    night.type("escalate payments and refunds");
    night.type("ack P1");
    CHECK(pager.hears("acknowledge INC-1-P1"));
    night.type("close resolved now");
    CHECK(pager.hears("resolve INC-1-P1"));
    CHECK(pager.woken() == Strings{"INC-1-P1"});
    CHECK_FALSE(contains(night.bot->said(), "0123456789abcdef"));
    stop(*night.bot);
  }
}

TEST_CASE("With PagerDuty down the ladder goes on, and names and numbers are printed") {
  LocalPagerDuty pager;
  Night night(with_team(pager));
  night.wait_for_schedule();
  pager.is_down(true);
  night.type("escalate payments no money comes in");
  CHECK(night.shows("the pager duty did not take the page"));
  CHECK(night.shows("Nobody has answered P1. Call them by phone"));
  CHECK(night.shows("Dee Long +49 301234"));
  CHECK(night.shows("+81 3 1234"));
  CHECK(pager.woken().empty());
  pager.is_down(false);
  CHECK(pager.hears("trigger INC-1-P1"));  // it is tried until it gets through
  stop(*night.bot);
}

TEST_CASE("A page that PagerDuty refuses is said with its reason, and never the key") {
  LocalPagerDuty pager;
  Night night(with_team(pager));
  pager.answer_next({Way::refused});
  night.type("escalate payments");
  CHECK(night.shows("the pager duty did not take the page"));
  CHECK_FALSE(contains(night.stage.slack().transcript(night.channel), "0123456789abcdef"));
  CHECK_FALSE(contains(night.bot->said(), "0123456789abcdef"));
  stop(*night.bot);
}

TEST_CASE("A page that was on its way when the bot was killed wakes after the next start, once") {
  LocalPagerDuty pager;
  Night night(with_team(pager));
  pager.answer_next({Way::lost});
  night.type("escalate payments");
  CHECK(pager.hears("trigger INC-1-P1"));
  night.bot->kill_hard();
  // Else Slack takes the killed one for the one that is ready.
  CHECK(night.stage.slack().eventually(
      [](sandbox::Server& server) { return server.hub().live().empty(); }));
  const auto again = night.stage.start_ready_bot();
  night.type("ack P1");
  CHECK(pager.hears("acknowledge INC-1-P1"));
  CHECK(pager.woken() == Strings{"INC-1-P1"});
  stop(*again);
}

}  // namespace tocsin::e2e::pager_test
