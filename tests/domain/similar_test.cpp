#include "bot/domain/similar.h"

#include "bot/domain/plain_words.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace similar_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_noon = test::utc(2026, 3, 10, 12, 0);

// The five seeds (a payment gateway five times), in the words of their documents.
std::vector<PastWords> seeds() {
  return {
      {{1},
       "My First Postmortem",
       "The outage affected our e-commerce platform, rendering the checkout process inaccessible "
       "for approximately 40% of our users.\nA misconfiguration in the payment gateway integration "
       "led to a service disruption during routine maintenance.\nRolled back the recent payment "
       "gateway configuration changes.\nAdjusted the integration settings and retested.",
       "Automated monitoring systems triggered alerts as a sudden spike in transaction errors "
       "occurred.\nThe team initially suspected a database issue.\nDatabase logs."},
      {{2},
       "0x19-postmortem",
       "Users were unable to access the checkout page on our e-commerce website. Approximately 20% "
       "of users were affected.\nA recent update to the website's payment gateway integration "
       "introduced a bug that caused the checkout page to crash under certain circumstances.",
       "A spike in 500 errors on the checkout page.\nThe website's database.\nThe incident "
       "escalated to senior engineers and the payment gateway provider."},
      {{3},
       "The Day Our Servers Decided to Go on Strike: A Postmortem of the Payment Gateway Meltdown",
       "Complete service downtime for 60% of our users; page load times exceeding 30 seconds.\nAn "
       "unhandled exception in the payment gateway integration, which caused the server to enter a "
       "crash loop.\nDisabled the payment gateway integration.\nPatched the payment gateway code.",
       "Sudden spike in server response time.\nDatabase query bottleneck.\nAPI rate limiting."},
      {{4},
       "E-Commerce Checkout Outage",
       "20% of our website traffic was disrupted.\nA misconfiguration on the payment gateway "
       "provider's side.",
       "Unsuccessful transactions during the payment processing step.\nThe database is overloaded "
       "owing to increasing traffic.\nScaling database resources did not help."},
      {{5},
       "Outage of E-Commerce Website Checkout Service",
       "Users could not complete their purchases; 60% had issues with processing payments.\nA "
       "misconfiguration in the payment gateway API credentials following a routine update.\n"
       "Correct credentials restored.",
       "Server overload or database issues due to high traffic.\nRestarted the database server "
       "and web servers.\nEscalation to the DevOps team to inspect load balancers and network."}};
}

// What the storage answers, over these incidents.
Neighbours neighbours(const std::vector<AskedWord>& asked, std::vector<PastWords> past,
                      std::size_t incidents) {
  Neighbours all;
  all.incidents = incidents;
  for (const AskedWord& word : asked) {
    const std::vector<std::string> spellings = spellings_of(word.word);
    std::size_t having = 0;
    for (const PastWords& one : past) {
      const std::vector<std::string> words =
          plain_words(one.title + "\n" + one.gist + "\n" + one.text);
      const std::set<std::string> set(words.begin(), words.end());
      having +=
          std::ranges::any_of(spellings, [&](const auto& each) { return set.contains(each); });
    }
    all.having.push_back(having);
  }
  all.candidates = std::move(past);
  return all;
}

std::vector<Alike> like(std::string_view title, std::vector<PastWords> past = seeds(),
                        std::size_t incidents = 0) {
  test::Record now(99);
  now.add(k_noon, "U1", event::Declared{std::string(title), {}, false, false, {}, "UTC"});
  const std::vector<AskedWord> asked = asked_words(now.incident, now.events);
  if (incidents == 0) incidents = past.size();
  return alike(asked, neighbours(asked, std::move(past), incidents));
}

std::vector<Alike> like(const test::Record& now) {
  const std::vector<AskedWord> asked = asked_words(now.incident, now.events);
  return alike(asked, neighbours(asked, seeds(), 5));
}

}  // namespace

TEST_CASE("a second outage of checkout or payments is told of the first ones") {
  for (const std::string_view title :
       {"Checkout is down", "Payments failing at checkout", "Payment gateway errors",
        "Checkout page crashes when paying by card", "Customers cannot complete payments",
        "E-commerce checkout outage"}) {
    CAPTURE(title);
    const std::vector<Alike> found = like(title);
    CHECK_FALSE(found.empty());
    CHECK(found.size() <= k_most_alike);
    for (const Alike& one : found) CHECK_FALSE(one.words.empty());
  }
  CHECK(like("Payments failing at checkout").front().words ==
        std::vector<std::string>{"payments", "checkout"});
}

TEST_CASE("five stories of a payment gateway are not told to an incident about something else") {
  for (const std::string_view title :
       {"DNS resolution is failing", "DNS outage: internal services cannot resolve hostnames",
        "Database is slow", "Database overloaded, API timeouts", "Website down for all users",
        "High error rate after the release", "Kafka consumers lag behind", "Login page is down",
        "Certificate expired on the API gateway", "Mail delivery is late",
        "Crash loop of the search pods", "500 errors", "Monitoring alerts on high latency",
        "DNS lookups fail for checkout and payments", "Outage",
        "Network maintenance broke VPN access", "Servers out of disk space"}) {
    CAPTURE(title);
    const std::vector<Alike> found = like(title);
    CHECK(found.empty());
    if (!found.empty()) MESSAGE(found.front().score << " " << found.front().words.front());
  }
}

TEST_CASE("entries do not make an incident about DNS one about payments") {
  test::Record now(99);
  now.add(k_noon, "U1", event::Declared{"DNS resolution is failing", {}, false, false, {}, "UTC"});
  now.add(k_noon, "U1", event::Logged{"Monitoring alert: 500 errors on the checkout page"});
  now.add(k_noon, "U1", event::ImpactSet{"All internal services, about 40% of our users"});
  now.add(k_noon, "U1", event::Suspected{HypothesisNumber{1}, "The database is overloaded"});
  now.add(k_noon, "U1", event::Logged{"CoreDNS pods in a crash loop, restarted the server"});
  now.add(k_noon, "U1", event::CauseAdded{"A misconfiguration of CoreDNS in the last release"});
  CHECK(like(now).empty());
}

TEST_CASE("the cause leads to an incident of another title") {
  test::Record now(99);
  now.add(k_noon, "U1", event::Declared{"Orders are not accepted", {}, false, false, {}, "UTC"});
  CHECK(like(now).empty());
  now.add(k_noon, "U1",
          event::CauseAdded{"Wrong credentials of the payment gateway after an update"});
  const std::vector<Alike> found = like(now);
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().incident == IncidentNumber{5});
}

TEST_CASE("a word that thousands have does not carry a match, two that meet do") {
  std::vector<PastWords> past{{{1}, "Checkout is slow", "", ""},
                              {{2}, "Certificate of checkout expired", "", ""}};
  test::Record now(99);
  now.add(k_noon, "U1", event::Declared{"Checkout certificate", {}, false, false, {}, "UTC"});
  const std::vector<AskedWord> asked = asked_words(now.incident, now.events);
  REQUIRE(asked.size() == 2);
  Neighbours large;
  large.incidents = 100'000;
  large.having = {3'000, 900};
  large.candidates = past;
  const std::vector<Alike> found = alike(asked, large);
  REQUIRE(found.size() == 1);
  CHECK(found.front().incident == IncidentNumber{2});

  test::Record one_word(98);
  one_word.add(k_noon, "U1", event::Declared{"Checkout down", {}, false, false, {}, "UTC"});
  large.having = {3'000};
  CHECK(alike(asked_words(one_word.incident, one_word.events), large).empty());
}

TEST_CASE("names of machines and numbers that nobody has met before do not hide a match") {
  CHECK_FALSE(like("Checkout payments failing on pay-gw-7f3a since 14:35").empty());
}

TEST_CASE("no words, no history: nothing is said") {
  CHECK(like("").empty());
  CHECK(like("Down").empty());
  CHECK(like("Checkout is down", {}).empty());
  CHECK(alike({}, {}).empty());
}

TEST_CASE("the better match comes first, of equals the later incident") {
  std::vector<PastWords> past{{{1}, "Kafka rebalance", "", ""},
                              {{2}, "Kafka rebalance", "", ""},
                              {{3}, "Kafka partitions stuck in rebalance", "", ""}};
  const std::vector<Alike> found = like("Kafka rebalance", past);
  REQUIRE(found.size() == 3);
  CHECK(found[0].incident == IncidentNumber{3});
  CHECK(found[1].incident == IncidentNumber{2});
  CHECK(found[0].score <= 1.0);
}

TEST_CASE("what is told of a past incident: its cause, what helped, false leads and how long") {
  test::Record past(3);
  past.add(k_noon, "U1", event::Declared{"Checkout is down", {}, false, false, {}, "UTC"});
  past.add(k_noon + 5min, "U1", event::Suspected{HypothesisNumber{1}, "Database overload"});
  past.add(k_noon + 25min, "U1", event::RuledOut{HypothesisNumber{1}, "", "scaling did nothing"});
  past.add(k_noon + 30min, "U1", event::RuledOut{HypothesisNumber{2}, "Rate limits", ""});
  past.add(k_noon + 31min, "U1", event::Suspected{HypothesisNumber{3}, "Gateway credentials"});
  past.add(k_noon + 40min, "U1", event::Confirmed{HypothesisNumber{3}, ""});
  past.add(k_noon + 45min, "U1", event::WorkaroundFound{"Switched to the second provider"});
  const event::SimilarIncident known = known_of(past.incident, past.events, {"checkout"});
  CHECK(known.cause == "Gateway credentials");
  CHECK(known.fix == "Switched to the second provider");
  REQUIRE(known.false_leads.size() == 2);
  CHECK(known.false_leads[0] == event::LeadBefore{"Database overload", 20});
  CHECK(known.false_leads[1] == event::LeadBefore{"Rate limits", std::nullopt});
  CHECK(to_plain(told_of(known)) ==
        "INC-3 Checkout is down (both: checkout)\nCause: Gateway credentials\nWhat helped: "
        "Switched to the second provider\nFalse lead: Database overload (held 20 minutes)\nFalse "
        "lead: Rate limits");
  past.add(k_noon + 50min, "U1", event::FixFound{"New credentials"});
  CHECK(known_of(past.incident, past.events, {}).fix == "New credentials");
  CHECK(to_plain(told_of({{4}, "Slow", {}, "", "", {}})) ==
        "INC-4 Slow\nCause: nobody recorded it");
}

TEST_CASE("drills, cancelled ones, duplicates and the incident itself are no examples") {
  Incident past;
  past.number = {3};
  CHECK(is_example(past, {4}));
  CHECK_FALSE(is_example(past, {3}));
  for (const int reason : {0, 1, 2}) {
    Incident other = past;
    if (reason == 0) other.is_drill = true;
    if (reason == 1) other.state = State::cancelled;
    if (reason == 2) other.merged_into = {2};
    CHECK_FALSE(is_example(other, {4}));
  }
}

}  // namespace similar_test
