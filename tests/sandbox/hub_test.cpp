// Socket Mode as a pure machine: delivery, acks, redelivery, disconnects.

#include "integrations/sandbox/hub.h"
#include "bot/json.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace hub_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

const Moment k_begin = from_stored(1'763'712'000'000);

Moment at(std::int64_t milliseconds) { return k_begin + Duration{milliseconds}; }

Envelope command(const std::string& key) {
  return {EnvelopeKind::slash_commands, R"({"command":"/incident"})", true, key, "/incident"};
}

Envelope event(const std::string& key) {
  return {EnvelopeKind::events_api, R"({"event_id":")" + key + "\"}", false, key, "message"};
}

struct Frame {
  SocketNumber socket = 0;
  Json json;
};

// JSON frames among the actions since the last look; hello and pings left out.
std::vector<Frame> frames(SocketHub& hub) {
  std::vector<Frame> found;
  for (const SocketAction& action : hub.take_actions()) {
    if (action.kind != SocketAction::Kind::text) continue;
    Json json = parse_json(action.bytes).value_or(Json());
    if (json.is_object() && json.contains("type") && json["type"] == "hello") continue;
    found.push_back({action.socket, std::move(json)});
  }
  return found;
}

std::string ack(const Frame& frame, const std::string& payload = {}) {
  const std::string id = frame.json["envelope_id"].get<std::string>();
  return R"({"envelope_id":")" + id + "\"" + (payload.empty() ? "" : ",\"payload\":" + payload) +
         "}";
}

void run_until(SocketHub& hub, Moment end) {
  while (hub.next_due() && *hub.next_due() <= end) hub.advance(*hub.next_due());
}

}  // namespace

TEST_CASE("hello comes first and counts the connections") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.opened(2, at(0));
  const auto actions = hub.take_actions();
  REQUIRE(actions.size() == 2);
  const Json hello = *parse_json(actions[1].bytes);
  CHECK(hello["type"] == "hello");
  CHECK(hello["num_connections"] == 2);
  CHECK(hello["connection_info"]["app_id"] == "A0TOCSIN");
}

TEST_CASE("an envelope goes to exactly one connection and in time to each of them") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.opened(2, at(0));
  hub.take_actions();
  int to_first = 0;
  for (int i = 0; i < 100; ++i) {
    hub.offer(command("c" + std::to_string(i)), at(0));
    const auto sent = frames(hub);
    REQUIRE(sent.size() == 1);
    to_first += sent[0].socket == 1 ? 1 : 0;
  }
  CHECK(to_first > 20);
  CHECK(to_first < 80);
}

TEST_CASE("an acked command settles with its payload") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(command("c1"), at(10));
  const auto sent = frames(hub);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].json["type"] == "slash_commands");
  CHECK(sent[0].json["accepts_response_payload"] == true);
  CHECK_FALSE(sent[0].json.contains("retry_attempt"));
  hub.received(1, ack(sent[0], R"({"text":"done"})"), at(200));
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].outcome == SettledAs::acked);
  CHECK(settled[0].answer == R"({"text":"done"})");
  CHECK(settled[0].envelope.key == "c1");
  CHECK(hub.waiting() == 0);
  REQUIRE(hub.acks().size() == 1);
  CHECK(hub.acks()[0].sent_at == at(10));
  CHECK(hub.acks()[0].acked_at == at(200));
}

TEST_CASE("a command without a connection fails at once") {
  SocketHub hub{HubSetup{}};
  hub.offer(command("c1"), at(0));
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].outcome == SettledAs::dispatch_failed);
}

TEST_CASE(
    "a command that is not acked for three seconds fails for its user, and a late ack is late") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(command("c1"), at(0));
  const auto sent = frames(hub);
  run_until(hub, at(2999));
  CHECK(hub.take_settled().empty());
  run_until(hub, at(3000));
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].outcome == SettledAs::operation_timeout);
  hub.received(1, ack(sent[0]), at(3500));
  CHECK(hub.take_settled().empty());
  CHECK(hub.counters().late == 1);
  CHECK(hub.acks()[0].late);
}

TEST_CASE("an event is tried again at once, after a minute and after five, then given up") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(event("Ev1"), at(0));
  std::vector<std::int64_t> times;
  std::vector<std::string> ids;
  for (std::int64_t second = 0; second < 600; ++second) {
    run_until(hub, at(second * 1000));
    for (const Frame& frame : frames(hub)) {
      CHECK(frame.json["payload"]["event_id"] == "Ev1");
      CHECK(frame.json["retry_attempt"] == times.size());
      CHECK(frame.json["retry_reason"] == (times.empty() ? "" : "timeout"));
      times.push_back(second);
      ids.push_back(frame.json["envelope_id"]);
    }
  }
  CHECK(times == std::vector<std::int64_t>{0, 4, 67, 370});
  std::sort(ids.begin(), ids.end());
  CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].outcome == SettledAs::given_up);
  CHECK(settled[0].attempts == 4);
}

TEST_CASE("an event that finds no connection comes as a retry only") {
  SocketHub hub{HubSetup{}};
  hub.offer(event("Ev1"), at(0));
  hub.opened(1, at(500));
  CHECK(frames(hub).empty());
  run_until(hub, at(1000));
  const auto sent = frames(hub);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].json["retry_attempt"] == 1);
}

TEST_CASE("an event that was in the air when its connection broke comes again on another") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(event("Ev1"), at(0));
  const auto first = frames(hub);
  hub.drop(1, at(100));
  hub.opened(2, at(200));
  run_until(hub, at(1100));
  const auto second = frames(hub);
  REQUIRE(second.size() == 1);
  CHECK(second[0].socket == 2);
  CHECK(second[0].json["envelope_id"] != first[0].json["envelope_id"]);
  hub.received(2, ack(first[0]), at(1200));
  CHECK(hub.counters().late == 1);
  hub.received(2, ack(second[0]), at(1200));
  CHECK(hub.take_settled().size() == 1);
}

TEST_CASE("delayed events come hourly for a day") {
  HubSetup setup;
  setup.delayed_events = true;
  SocketHub hub{setup};
  hub.offer(event("Ev1"), at(0));
  run_until(hub, at(3'600'000 * 5));
  CHECK(hub.waiting() == 1);
  CHECK(hub.in_the_air() == 0);  // it comes again in an hour
  hub.opened(1, at(3'600'000 * 5));
  run_until(hub, at(3'600'000 * 6));
  CHECK(frames(hub).size() == 1);
}

TEST_CASE("a frame above 20,480 bytes ends the connection with 1009 and the command comes again") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(command("c1"), at(0));
  const auto first = frames(hub);
  const std::string small = ack(first[0], "\"\"");
  const std::string fitting = ack(first[0], "\"" + std::string(20'480 - small.size(), 'x') + "\"");
  REQUIRE(fitting.size() == 20'480);
  hub.received(1, ack(first[0], "\"" + std::string(20'481 - small.size(), 'x') + "\""), at(100));
  const auto actions = hub.take_actions();
  REQUIRE(actions.size() == 1);
  CHECK(actions[0].kind == SocketAction::Kind::close);
  CHECK(actions[0].close_code == 1009);
  CHECK(hub.live().empty());
  CHECK(hub.counters().oversized == 1);
  hub.opened(2, at(1000));
  const auto again = frames(hub);
  REQUIRE(again.size() == 1);
  CHECK(again[0].socket == 2);
  hub.received(2, ack(again[0]), at(1100));
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].outcome == SettledAs::acked);
  CHECK(settled[0].attempts == 2);
}

TEST_CASE("a command whose connection broke is delivered again even after its user saw an error") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(command("c1"), at(0));
  frames(hub);
  CHECK(hub.in_the_air() == 1);
  hub.drop(1, at(100));
  CHECK(hub.in_the_air() == 1);  // a new connection gets it at once
  run_until(hub, at(3000));
  CHECK(hub.in_the_air() == 0);
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].outcome == SettledAs::operation_timeout);
  hub.opened(2, at(20'000));
  const auto again = frames(hub);
  REQUIRE(again.size() == 1);
  hub.received(2, ack(again[0]), at(20'100));
  CHECK(hub.take_settled().empty());
  CHECK(hub.waiting() == 0);
  hub.opened(3, at(30'000));
  CHECK(frames(hub).empty());
}

TEST_CASE("a redelivered command still fails for its user three seconds after it was typed") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer(command("c1"), at(0));
  hub.drop(1, at(1000));
  hub.opened(2, at(2000));
  run_until(hub, at(3000));
  const auto settled = hub.take_settled();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].settled_at == at(3000));
}

TEST_CASE("an interaction other than a command is not delivered again") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.offer({EnvelopeKind::interactive, "{}", false, "t1", "block_actions"}, at(0));
  frames(hub);
  hub.drop(1, at(100));
  hub.opened(2, at(200));
  run_until(hub, at(5000));
  CHECK(frames(hub).empty());
  CHECK(hub.take_settled().size() == 1);
}

TEST_CASE("strange acks are told apart") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.opened(2, at(0));
  hub.offer(event("Ev1"), at(0));
  const auto sent = frames(hub);
  const SocketNumber right = sent[0].socket;
  const SocketNumber wrong = right == 1 ? 2 : 1;
  hub.received(right, "", at(1));
  hub.received(right, "[]", at(1));
  hub.received(right, R"({"envelope_id":7})", at(1));
  CHECK(hub.counters().malformed == 3);
  hub.received(right, R"({"envelope_id":"made-up"})", at(1));
  CHECK(hub.counters().unknown_envelopes == 1);
  hub.received(wrong, ack(sent[0]), at(1));
  CHECK(hub.counters().elsewhere == 1);
  CHECK(hub.waiting() == 1);
  hub.received(right, ack(sent[0], R"({"text":"x"})"), at(1));
  CHECK(hub.counters().unwanted_payloads == 1);
  CHECK(hub.waiting() == 0);
  hub.received(right, ack(sent[0]), at(1));
  CHECK(hub.counters().second == 1);
}

TEST_CASE("the eleventh connection is turned away without a hello") {
  SocketHub hub{HubSetup{}};
  for (SocketNumber socket = 1; socket <= 10; ++socket) hub.opened(socket, at(0));
  hub.take_actions();
  hub.opened(11, at(0));
  const auto actions = hub.take_actions();
  REQUIRE(actions.size() == 2);
  CHECK((*parse_json(actions[0].bytes))["reason"] == "too_many_websockets");
  CHECK(actions[1].kind == SocketAction::Kind::close);
  CHECK(hub.live().size() == 10);
  hub.closed(3, at(0));
  hub.opened(12, at(0));
  CHECK(hub.live().size() == 10);
}

TEST_CASE("a refresh is announced and the old connection lives ten seconds more") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.take_actions();
  hub.refresh(1, at(0));
  const auto told = frames(hub);
  REQUIRE(told.size() == 1);
  CHECK(told[0].json["reason"] == "refresh_requested");
  hub.offer(event("Ev1"), at(5000));
  CHECK(frames(hub).size() == 1);
  run_until(hub, at(10'000));
  CHECK(hub.live().empty());
}

TEST_CASE("a connection is refreshed at the end of its life") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0), {}, Duration{360'000});
  run_until(hub, at(359'999));
  CHECK(hub.live().size() == 1);
  run_until(hub, at(370'000));
  CHECK(hub.live().empty());
}

TEST_CASE("a disabled link tells all connections and closes them") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.opened(2, at(0));
  hub.take_actions();
  hub.disable_link(at(0));
  const auto told = frames(hub);
  REQUIRE(told.size() == 2);
  CHECK(told[0].json["reason"] == "link_disabled");
  CHECK(hub.live().empty());
}

TEST_CASE("pings come about every ten seconds") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.take_actions();
  run_until(hub, at(60'000));
  int pings = 0;
  for (const SocketAction& action : hub.take_actions()) {
    pings += action.kind == SocketAction::Kind::ping ? 1 : 0;
  }
  CHECK(pings == 6);
}

TEST_CASE("Slack goes on sending into a silent connection") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.take_actions();
  hub.silence(1, at(0));
  CHECK(hub.take_actions().at(0).kind == SocketAction::Kind::silence);
  hub.offer(command("c1"), at(0));
  CHECK(hub.take_actions().empty());
  run_until(hub, at(3000));
  CHECK(hub.take_settled().at(0).outcome == SettledAs::operation_timeout);
}

TEST_CASE("a planned connection fault hits at its time") {
  FaultPlan plan;
  SocketRule drop;
  drop.kind = SocketFaultKind::drop;
  drop.after = Duration{100};
  plan.add(drop);
  SocketHub hub{HubSetup{}, &plan};
  hub.opened(1, at(0), plan.for_socket());
  run_until(hub, at(99));
  CHECK(hub.live().size() == 1);
  run_until(hub, at(100));
  CHECK(hub.live().empty());
  CHECK(plan.for_socket().empty());
}

TEST_CASE("a connection without hello gets nothing") {
  SocketHub hub{HubSetup{}};
  SocketRule rule;
  rule.kind = SocketFaultKind::no_hello;
  hub.opened(1, at(0), {rule});
  CHECK(hub.take_actions().empty());
  hub.offer(command("c1"), at(0));
  CHECK(hub.take_settled().at(0).outcome == SettledAs::dispatch_failed);
}

TEST_CASE("strange frames can be put in, and an ack for an unknown kind is right") {
  SocketHub hub{HubSetup{}};
  hub.opened(1, at(0));
  hub.take_actions();
  for (const SocketFaultKind kind :
       {SocketFaultKind::malformed, SocketFaultKind::binary, SocketFaultKind::empty,
        SocketFaultKind::unknown_type, SocketFaultKind::oversized, SocketFaultKind::raw_newline}) {
    SocketRule rule;
    rule.kind = kind;
    hub.inject(1, rule, at(0));
  }
  CHECK(hub.take_actions().size() == 6);
  SocketRule strange;
  strange.kind = SocketFaultKind::unknown_envelope;
  hub.inject(1, strange, at(0));
  const auto sent = frames(hub);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].json["type"] == "weather_api");
  hub.received(1, ack(sent[0]), at(10));
  CHECK(hub.counters().unknown_envelopes == 0);
  CHECK(hub.take_settled().empty());
}

TEST_CASE("envelopes can be doubled, doubled under another id, lost and delayed") {
  FaultPlan plan;
  SocketHub hub{HubSetup{}, &plan};
  hub.opened(1, at(0));
  hub.take_actions();
  const auto with = [&](EnvelopeFaultKind kind) {
    EnvelopeRule rule;
    rule.kind = kind;
    rule.after = Duration{500};
    plan.add(rule);
    hub.offer(event("Ev1"), at(0));
    return frames(hub);
  };
  auto sent = with(EnvelopeFaultKind::duplicate);
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].json["envelope_id"] == sent[1].json["envelope_id"]);
  hub.received(1, ack(sent[0]), at(1));
  hub.received(1, ack(sent[1]), at(1));
  CHECK(hub.take_settled().size() == 1);

  sent = with(EnvelopeFaultKind::second_envelope);
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].json["envelope_id"] != sent[1].json["envelope_id"]);
  CHECK(sent[1].json["retry_attempt"] == 0);
  hub.received(1, ack(sent[0]), at(1));
  hub.received(1, ack(sent[1]), at(1));
  CHECK(hub.take_settled().size() == 1);

  CHECK(with(EnvelopeFaultKind::vanish).empty());
  CHECK(with(EnvelopeFaultKind::late).empty());
  run_until(hub, at(500));
  CHECK(frames(hub).size() == 1);
}

TEST_CASE("the same seed gives the same run") {
  const auto run = [] {
    HubSetup setup;
    setup.seed = 7;
    SocketHub hub{setup};
    hub.opened(1, at(0));
    hub.opened(2, at(0));
    std::string log;
    for (int i = 0; i < 20; ++i) hub.offer(command("c" + std::to_string(i)), at(i));
    for (const SocketAction& action : hub.take_actions()) {
      log += std::to_string(action.socket) + action.bytes;
    }
    return log;
  };
  CHECK(run() == run());
}

}  // namespace hub_test
