// Pages that outside services carry, with the real program and those services on loopback.

#include "bot/domain/iso_time.h"
#include "integrations/signature.h"
#include "tests/e2e/asking.h"
#include "tests/e2e/local_pagerduty.h"
#include "tests/e2e/local_pagers.h"
#include "tests/e2e/night.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace tocsin::e2e::pager_test {

namespace {

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

// The same with another pager.
std::string with_team(LocalPager& pager) {
  return std::string(k_short_waits) +
         "[teams.payments]\n"
         "steps = [ { targets = [\"pager:duty\"], wait = \"20s\" } ]\n"
         "[schedules.first]\npager = \"duty\"\nschedule = \"" +
         pager.schedule() + "\"\n[pagers.duty]\nkind = \"" + pager.kind() + "\"\n" +
         pager.settings();
}

// What a pager hears of a page that is opened, acknowledged and over.
struct Words {
  std::string trigger;
  std::string acknowledge;  // empty: it has no word for it
  std::string resolve;
};

// The example of its documents, about a page of this bot.
std::string told_by_pagerduty(const std::string& type, const std::string& page) {
  auto body = parse_json(
      file_content(source_path("tests/fixtures/services/pagerduty/own_acknowledged.json")));
  REQUIRE(body.has_value());
  Json& event = (*body)["event"];
  event["id"] = type + page;
  event["event_type"] = type;
  event["occurred_at"] = print_iso(std::chrono::floor<Duration>(std::chrono::system_clock::now()));
  event["data"]["incident_key"] = page;
  return dump_json(*body);
}

void check_pages(LocalPager& pager, const Words& words, const std::string& secret) {
  const std::vector<std::vector<Way>> days{
      {}, {Way::limited, Way::limited_for_a_second}, {Way::broken}, {Way::lost, Way::limited}};
  Night night(with_team(pager));
  CHECK(night.hears("oncall first", "ee"));
  CHECK(contains(night.type("oncall first").payload,
                 pager.kind() == "grafana" ? "Dee Long" : "dee@example.org"));
  Strings woken;
  for (std::size_t i = 0; i < days.size(); ++i) {
    CAPTURE(i);
    const std::string page = "P" + std::to_string(i + 1);
    const std::string key = " INC-1-" + page;
    pager.server().answer_next(days[i]);
    night.type("escalate payments no money comes in, " + page);
    CHECK(pager.hears(words.trigger + key));
    CHECK(contains(pager.last_body(), "no money comes in, " + page));
    woken.push_back("INC-1-" + page);
    night.type("ack " + page);
    if (!words.acknowledge.empty()) CHECK(pager.hears(words.acknowledge + key));
  }
  pager.server().answer_next({Way::lost});
  night.type("close resolved now");
  for (const std::string& key : woken) CHECK(pager.hears(words.resolve + " " + key));
  CHECK(pager.woken() == woken);
  stop(*night.bot);
  CHECK_FALSE(contains(night.bot->said(), secret));
  CHECK_FALSE(contains(night.stage.slack().transcript(night.channel), secret));
}

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
  REQUIRE(night.hears("oncall first", "Dee Long"));
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

TEST_CASE("What people do in PagerDuty comes back signed; unsigned it changes nothing") {
  const std::string secret = "signing-secret-of-pagerduty";
  LocalPagerDuty pager;
  Stage stage;
  stage.configure(with_team(pager) + "[hooks.pagerduty]\nsecret = \"" + secret + "\"\n");
  const auto bot = std::make_unique<BotProcess>(std::vector<std::string>{"serve"}, with_http(stage),
                                                stage.folder().path());
  const std::string address = "http://127.0.0.1:" + port_of(*bot) + "/hooks/pagerduty";
  REQUIRE(stage.slack().has_ready_bot());
  stage.slack().type(k_ana, k_general, "declare sev1 Checkout is down");
  const ChannelId channel = stage.slack().wait_for_channel("inc-1-checkout-is-down");
  const auto tell = [&](const std::string& type, const std::string& page, const std::string& key) {
    const std::string body = told_by_pagerduty(type, page);
    const std::string signature = "v1=" + hmac_sha256_hex(key, body);
    return ask({"POST", address, {{"X-PagerDuty-Signature", signature}}, body}).status;
  };
  stage.slack().type(k_ana, channel, "escalate payments no money comes in");
  CHECK(pager.hears("trigger INC-1-P1"));
  CHECK(tell("incident.acknowledged", "INC-1-P1", "another secret") == 401);
  CHECK(contains(stage.slack().type(k_ana, channel, "oncall").payload, "no answer yet"));
  CHECK(tell("incident.acknowledged", "INC-1-P1", secret) == 200);
  CHECK(stage.slack().channel_shows(channel, "P1 acknowledged by Bo in PagerDuty"));
  stage.slack().type(k_ana, channel, "escalate payments again and again");
  CHECK(pager.hears("trigger INC-1-P2"));
  CHECK(tell("incident.resolved", "INC-1-P2", secret) == 200);
  CHECK(tell("incident.resolved", "INC-1-P2", secret) == 200);  // delivered again
  CHECK(stage.slack().channel_shows(channel, "P2 ended by Bo in PagerDuty"));
  CHECK(pager.hears("resolve INC-1-P2"));
  stop(*bot);
  CHECK(pager.heard() == Strings{"trigger INC-1-P1", "trigger INC-1-P2", "resolve INC-1-P2"});
  CHECK_FALSE(contains(bot->said(), secret));
}

TEST_CASE("A page wakes once in Opsgenie whatever its answers, and hears of ack and end") {
  LocalOpsgenie pager;
  check_pages(pager, {"create", "acknowledge", "close"}, "opsgenie-secret");
}

TEST_CASE("A page wakes once in Grafana OnCall whatever its answers, and hears of the end") {
  LocalGrafana pager;
  check_pages(pager, {"alerting", "", "ok"}, "grafana-secret");
}

TEST_CASE("A page that another pager refuses is said with its reason, and never the key") {
  LocalOpsgenie opsgenie;
  LocalGrafana grafana;
  for (LocalPager* pager :
       {static_cast<LocalPager*>(&opsgenie), static_cast<LocalPager*>(&grafana)}) {
    Night night(with_team(*pager));
    pager->server().answer_next({Way::refused});
    night.type("escalate payments");
    CHECK(night.shows("the pager duty did not take the page"));
    CHECK(pager->woken().empty());
    for (const char* secret : {"opsgenie-secret", "grafana-secret", "grafana-token"}) {
      CHECK_FALSE(contains(night.stage.slack().transcript(night.channel), secret));
      CHECK_FALSE(contains(night.bot->said(), secret));
    }
    stop(*night.bot);
  }
}

}  // namespace tocsin::e2e::pager_test
