// What comes in by the hooks: the bodies of each source as their documents show them, cut short and
// hostile, and who may come in at all.

#include "integrations/hooks/hooks.h"
#include "integrations/base64.h"
#include "integrations/signature.h"
#include "tests/services/transport.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>

namespace tocsin::hooks_test {

namespace {

using namespace std::chrono_literals;

const Moment k_now = from_stored(1'773'153'600'000);  // 2026-03-10 14:40 UTC

net::HttpRequest with_body(std::string body) {
  net::HttpRequest request;
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

Result<Reported, std::string> read(const std::string& name, std::string body,
                                   const Hook& hook = {}) {
  return read_report(name, hook, with_body(std::move(body)), k_now);
}

Reported must_read(const std::string& name, const std::string& file, const Hook& hook = {}) {
  auto reported = read(name, test::fixture(file), hook);
  if (!reported) FAIL(reported.error());
  return *reported;
}

HookFields opsgenie_fields() {
  HookFields fields;
  fields.page = "alert.alias";
  fields.state = "action";
  fields.acknowledged = {"Acknowledge"};
  fields.ended = {"Close"};
  fields.by = "alert.username";
  return fields;
}

}  // namespace

TEST_CASE("Alertmanager's notification is an alert for each fingerprint") {
  const Reported reported = must_read("alertmanager", "alertmanager/firing.json");
  CHECK(reported.answers.empty());
  REQUIRE(reported.alerts.size() == 3);
  const Alert& first = reported.alerts[0];
  CHECK(first.source == "alertmanager");
  CHECK(first.fingerprint == "1a30ba71cca2921f");
  CHECK(first.title == "Checkout answers with errors on web-3");
  CHECK(first.text == "More than 5% of the requests to checkout have failed for 5 minutes.");
  CHECK(first.url == "http://prometheus.example.com:9090/graph?g0.expr=errors+%3E+0.05&g0.tab=1");
  CHECK(first.labels.at("team") == "payments");
  CHECK(first.started_at == from_stored(1'773'153'005'123));
  CHECK_FALSE(first.ended_at);
  CHECK(reported.alerts[1].ended_at == from_stored(1'773'153'395'123));
  // Nothing was left out: whatever was said of that before is over.
  CHECK(reported.alerts[2].ended_at == k_now);
}

TEST_CASE("alerts that Alertmanager has left out of a notification are an alert of their own") {
  const Reported reported = must_read("alertmanager", "alertmanager/left_out.json");
  REQUIRE(reported.alerts.size() == 2);
  CHECK(reported.alerts[0].title == "TargetDown on node");
  CHECK(reported.alerts[1].title == "412 more alerts were left out of a notification");
  CHECK_FALSE(reported.alerts[1].ended_at);
  CHECK(reported.alerts[1].labels.at("alertname") == "TargetDown");
}

TEST_CASE("a hostile alert becomes one within its limits") {
  const Reported reported = must_read("alertmanager", "alertmanager/hostile.json");
  REQUIRE(!reported.alerts.empty());
  const Alert& alert = reported.alerts.front();
  CHECK(!alert.fingerprint.empty());  // made of its labels
  CHECK(alert.labels.at("severity") == "5");
  CHECK(alert.labels.at("flag") == "true");
  CHECK(!alert.labels.contains("deep"));
  CHECK(alert.text == "7");
  CHECK(alert.started_at == k_now);

  const std::string large(100'000, 'x');
  const auto read_large =
      read("generic", R"({"fingerprint":")" + large + R"(","title":")" + large + R"(","text":")" +
                          large + R"(","url":"https://)" + large + R"(","labels":{")" + large +
                          R"(":"a","b":")" + large + R"("}})");
  REQUIRE(read_large);
  const Alert& cut = read_large->alerts.front();
  CHECK(cut.fingerprint.size() == 64);
  CHECK(cut.title.size() == 300);
  CHECK(cut.text.size() == 3'000);
  CHECK(cut.url.empty());
  REQUIRE(cut.labels.size() == 1);
  CHECK(cut.labels.at("b").size() == 300);
}

TEST_CASE("Grafana's notification is read, with the panel as the address") {
  const Reported reported = must_read("grafana", "grafana/firing.json");
  const Alert& alert = reported.alerts.front();
  CHECK(alert.source == "grafana");
  CHECK(alert.fingerprint == "c6eadffa33fcdf37");
  CHECK(alert.title == "Memory is nearly full in eu-1");
  CHECK(alert.url == "https://grafana.example.com/d/abc?orgId=1&viewPanel=7");
  CHECK(alert.started_at == from_stored(1'773'153'005'157));
}

TEST_CASE("an acknowledgement in Grafana OnCall comes back to the page") {
  const Reported reported = must_read("grafana", "grafana/oncall_acknowledged.json");
  CHECK(reported.alerts.empty());
  REQUIRE(reported.answers.size() == 1);
  const AnsweredPage& answer = reported.answers.front();
  CHECK(answer.dedup_key == "INC-7-P1");
  CHECK(answer.by == "bo");
  CHECK(answer.pager == "Grafana OnCall");
  CHECK(answer.at == from_stored(1'773'153'482'000));
  CHECK(answer.key == must_read("grafana", "grafana/oncall_acknowledged.json").answers[0].key);
}

// Found by reading: the one of before a "Can't" had used up the key.
TEST_CASE("who acknowledges a page once more has given another answer") {
  std::string later = test::fixture("grafana/oncall_acknowledged.json");
  const std::size_t time = later.find("\"time\"");
  REQUIRE(time != std::string::npos);
  const std::size_t minute = later.find(':', later.find('T', time)) + 1;
  later[minute] = later[minute] == '1' ? '2' : '1';
  const auto again = read("grafana", later);
  REQUIRE(again);
  CHECK(again->answers.at(0).key !=
        must_read("grafana", "grafana/oncall_acknowledged.json").answers[0].key);
}

TEST_CASE("an incident of PagerDuty is an alert that ends with it") {
  const Reported triggered = must_read("pagerduty", "pagerduty/triggered.json");
  REQUIRE(triggered.alerts.size() == 1);
  const Alert& alert = triggered.alerts.front();
  CHECK(alert.fingerprint == "PGR0VU2");
  CHECK(alert.title == "Search takes 9 seconds");
  CHECK(alert.url == "https://acme.pagerduty.com/incidents/PGR0VU2");
  CHECK(alert.labels.at("service") == "Search");
  CHECK(alert.labels.at("priority") == "P1");
  CHECK(alert.labels.at("team") == "Engineering");
  CHECK(alert.started_at == from_stored(1'773'153'059'000));
  CHECK(triggered.key == "pagerduty:01CA3XKQ8W6B1Z9QKJVJ0Q6Z5T");
  const Reported resolved = must_read("pagerduty", "pagerduty/resolved.json");
  REQUIRE(resolved.alerts.size() == 1);
  CHECK(resolved.alerts.front().fingerprint == alert.fingerprint);
  CHECK(resolved.alerts.front().ended_at == from_stored(1'773'154'330'000));
  CHECK(*alert.said_at < *resolved.alerts.front().said_at);
}

TEST_CASE("who has acknowledged a page of ours in PagerDuty comes back to it, and is no alert") {
  const Reported reported = must_read("pagerduty", "pagerduty/own_acknowledged.json");
  CHECK(reported.alerts.empty());
  REQUIRE(reported.answers.size() == 1);
  CHECK(reported.answers.front().dedup_key == "INC-7-P1");
  CHECK(reported.answers.front().by == "Bo");
  CHECK(reported.answers.front().at == from_stored(1'773'153'200'500));
  // That it was opened there is no news.
  std::string opened = test::fixture("pagerduty/own_acknowledged.json");
  const std::string word = "incident.acknowledged";
  opened.replace(opened.find(word), word.size(), "incident.triggered");
  const auto own = read("pagerduty", opened);
  REQUIRE(own);
  CHECK(own->alerts.empty());
  CHECK(own->answers.empty());
}

TEST_CASE("who has resolved a page of ours in PagerDuty has ended it, and not acknowledged it") {
  std::string resolved = test::fixture("pagerduty/own_acknowledged.json");
  const std::string word = "incident.acknowledged";
  resolved.replace(resolved.find(word), word.size(), "incident.resolved");
  const auto own = read("pagerduty", resolved);
  REQUIRE(own);
  CHECK(own->alerts.empty());
  REQUIRE(own->answers.size() == 1);
  CHECK(own->answers.front().is_end);
  CHECK(own->answers.front().by == "Bo");
  CHECK_FALSE(must_read("pagerduty", "pagerduty/own_acknowledged.json").answers.front().is_end);
  // A time limit or its own service has ended it: nobody has dealt with it.
  const std::string person = "user_reference";
  std::string by_itself = resolved;
  by_itself.replace(by_itself.find(person), person.size(), "service_reference");
  const auto alone = read("pagerduty", by_itself);
  REQUIRE(alone);
  CHECK(alone->answers.empty());
  CHECK(alone->alerts.empty());
}

TEST_CASE("who has resolved a page of ours in Grafana OnCall has ended it, a time limit has not") {
  std::string resolved = test::fixture("grafana/oncall_acknowledged.json");
  const std::string word = R"("type":"acknowledge")";
  resolved.replace(resolved.find(word), word.size(), R"("type":"resolve")");
  const auto own = read("grafana", resolved);
  REQUIRE(own);
  REQUIRE(own->answers.size() == 1);
  CHECK(own->answers.front().is_end);
  const std::string name = R"("username":"bo")";
  std::string by_itself = resolved;
  by_itself.replace(by_itself.find(name), name.size(), R"("username":"")");
  const auto alone = read("grafana", by_itself);
  REQUIRE(alone);
  CHECK(alone->answers.empty());
}

TEST_CASE("PagerDuty's test of the address is taken and means nothing") {
  const Reported reported = must_read("pagerduty", "pagerduty/ping.json");
  CHECK(reported.alerts.empty());
  CHECK(reported.answers.empty());
}

TEST_CASE("any other JSON is read as the configuration maps it") {
  Hook hook;
  hook.fields.alerts = "items";
  hook.fields.fingerprint = "alert.id";
  hook.fields.title = "alert.name";
  hook.fields.text = "alert.details";
  hook.fields.url = "alert.link";
  hook.fields.labels = "alert.tags";
  hook.fields.state = "status";
  hook.fields.time = "since";
  const Reported reported = must_read("generic", "generic/nested.json", hook);
  REQUIRE(reported.alerts.size() == 2);
  const Alert& first = reported.alerts[0];
  CHECK(first.fingerprint == "disk-7");
  CHECK(first.title == "Disk nearly full");
  CHECK(first.text == "94% of /var");
  CHECK(first.labels.at("level") == "2");
  CHECK(first.started_at == from_stored(1'773'153'000'000));
  CHECK_FALSE(first.ended_at);
  CHECK(reported.alerts[1].fingerprint == "8");
  CHECK(reported.alerts[1].ended_at == k_now);
  CHECK(reported.alerts[1].started_at == from_stored(1'773'152'400'000));
}

TEST_CASE("an acknowledgement in Opsgenie comes back by the generic hook") {
  Hook hook;
  hook.fields = opsgenie_fields();
  const Reported reported = must_read("generic", "generic/opsgenie_acknowledged.json", hook);
  CHECK(reported.alerts.empty());
  REQUIRE(reported.answers.size() == 1);
  CHECK(reported.answers.front().dedup_key == "INC-7-P1");
  CHECK(reported.answers.front().by == "bo@example.com");
  CHECK_FALSE(reported.answers.front().is_end);
  std::string closed = test::fixture("generic/opsgenie_acknowledged.json");
  const std::string word = "\"Acknowledge\"";
  closed.replace(closed.find(word), word.size(), "\"Close\"");
  const auto ended = read("generic", closed, hook);
  REQUIRE(ended);
  REQUIRE(ended->answers.size() == 1);
  CHECK(ended->answers.front().is_end);
}

TEST_CASE("bodies that cannot be read are refused with the place") {
  const std::pair<std::string, std::string> cases[] = {
      {"alertmanager", ""},
      {"alertmanager", "[]"},
      {"alertmanager", R"({"alerts":5})"},
      {"alertmanager", R"({"alerts":[5]})"},
      {"alertmanager", R"({"alerts":[{"labels":{"a":"b"}}]})"},
      {"grafana", R"({"status":"firing"})"},
      {"grafana", R"({"event":{},"alert_group":{}})"},
      {"pagerduty", R"({"event":{"id":"1","event_type":"incident.triggered"}})"},
      {"pagerduty", R"({"event":{"id":"1","event_type":"x","data":{"type":"incident"}}})"},
      {"generic", R"({"title":"no fingerprint"})"},
      {"generic", R"([1,2])"},
      {"generic", "\"text\""},
  };
  for (const auto& [name, body] : cases) {
    CAPTURE(name);
    CAPTURE(body);
    const auto reported = read(name, body);
    REQUIRE_FALSE(reported);
    CHECK(!reported.error().empty());
  }
}

TEST_CASE("a body that was cut short is never half an answer") {
  const std::pair<const char*, const char*> files[] = {
      {"alertmanager", "alertmanager/firing.json"},
      {"grafana", "grafana/oncall_acknowledged.json"},
      {"pagerduty", "pagerduty/own_acknowledged.json"},
      {"generic", "generic/nested.json"}};
  for (const auto& [name, file] : files) {
    const std::string whole = test::fixture(file);
    for (std::size_t length = 0; length + 2 < whole.size(); length += 7) {
      CHECK_FALSE(read(name, whole.substr(0, length)));
    }
  }
}

// ---- who may come in

TEST_CASE("the token is taken as bearer and as the password of basic authentication") {
  Hook hook;
  hook.token = "s3cret-token-of-the-hook";
  const std::pair<std::string, bool> cases[] = {
      {"Bearer s3cret-token-of-the-hook", true},
      {"Basic " + encode_base64("any:s3cret-token-of-the-hook"), true},
      {"Basic " + encode_base64(":s3cret-token-of-the-hook"), true},
      {"Bearer s3cret-token-of-the-hoo", false},
      {"Bearer s3cret-token-of-the-hook2", false},
      {"Bearer ", false},
      {"bearer", false},
      {"s3cret-token-of-the-hook", false},
      {"Basic s3cret-token-of-the-hook", false},
      {"Basic " + encode_base64("s3cret-token-of-the-hook"), false},
      {"Basic !!!!", false},
  };
  for (const auto& [header, may] : cases) {
    CAPTURE(header);
    net::HttpRequest request = with_body("{}");
    request.headers = {{"authorization", header}};
    CHECK(may_come_in("alertmanager", hook, request, k_now) == may);
  }
  CHECK_FALSE(may_come_in("alertmanager", hook, with_body("{}"), k_now));
  CHECK_FALSE(may_come_in("alertmanager", Hook(), with_body("{}"), k_now));
}

TEST_CASE("PagerDuty signs with one of several signatures over the whole body") {
  Hook hook;
  hook.secret = "pagerduty-signing-secret";
  const std::string body = test::fixture("pagerduty/triggered.json");
  const std::string right = "v1=" + hmac_sha256_hex(hook.secret, body);
  const std::string other = "v1=" + hmac_sha256_hex("the secret before", body);
  const std::pair<std::string, bool> cases[] = {{right, true},
                                                {other + "," + right, true},
                                                {right + ", " + other, true},
                                                {other, false},
                                                {"", false},
                                                {"v0=" + right.substr(3), false},
                                                {right.substr(3), false},
                                                {right + "0", false}};
  for (const auto& [header, may] : cases) {
    CAPTURE(header);
    net::HttpRequest request = with_body(body);
    request.headers = {{"X-PagerDuty-Signature", header}};
    CHECK(may_come_in("pagerduty", hook, request, k_now) == may);
    request.body += " ";
    CHECK_FALSE(may_come_in("pagerduty", hook, request, k_now));
  }
  // It signs no time of sending: what is older than the memory of its events does not come in.
  net::HttpRequest late = with_body(body);
  late.headers = {{"X-PagerDuty-Signature", right}};
  CHECK(may_come_in("pagerduty", hook, late, k_now + 24h * 5));
  CHECK_FALSE(may_come_in("pagerduty", hook, late, k_now + 24h * 7));
}

TEST_CASE("a signed body comes in for five minutes, and is the same act when it comes again") {
  Hook hook;
  hook.secret = "the-secret-of-the-generic-hook";
  const std::string body = R"({"fingerprint":"f1","title":"Disk"})";
  const auto signed_at = [&](Moment at, const std::string& secret) {
    net::HttpRequest request = with_body(body);
    const std::string seconds = std::to_string(to_stored(at) / 1000);
    request.headers = {{"X-Tocsin-Timestamp", seconds},
                       {"X-Tocsin-Signature", webhook_signature(secret, seconds, body)}};
    return request;
  };
  CHECK(may_come_in("generic", hook, signed_at(k_now, hook.secret), k_now));
  CHECK(may_come_in("generic", hook, signed_at(k_now - 5min, hook.secret), k_now));
  CHECK(may_come_in("generic", hook, signed_at(k_now + 4min, hook.secret), k_now));
  CHECK_FALSE(may_come_in("generic", hook, signed_at(k_now - 5min - 1s, hook.secret), k_now));
  CHECK_FALSE(may_come_in("generic", hook, signed_at(k_now + 6min, hook.secret), k_now));
  CHECK_FALSE(may_come_in("generic", hook, signed_at(k_now, "another secret"), k_now));
  net::HttpRequest later = signed_at(k_now, hook.secret);
  later.headers[0].value = std::to_string(to_stored(k_now) / 1000 + 60);
  CHECK_FALSE(may_come_in("generic", hook, later, k_now));
  for (const char* const time : {"", "now", "99999999999999999999", "-5", "1773153600.5"}) {
    net::HttpRequest odd = with_body(body);
    odd.headers = {{"X-Tocsin-Timestamp", time},
                   {"X-Tocsin-Signature", webhook_signature(hook.secret, time, body)}};
    CHECK_FALSE(may_come_in("generic", hook, odd, k_now));
  }
  const auto once = read_report("generic", hook, signed_at(k_now, hook.secret), k_now);
  const auto again = read_report("generic", hook, signed_at(k_now, hook.secret), k_now + 1min);
  const auto other = read_report("generic", hook, signed_at(k_now + 1s, hook.secret), k_now);
  REQUIRE(once);
  CHECK(!once->key.empty());
  CHECK(once->key == again->key);
  CHECK(once->key != other->key);
}

}  // namespace tocsin::hooks_test
