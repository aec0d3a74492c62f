// Faults: what comes back and what takes effect are two different questions.

#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

namespace faults_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

struct Faulty {
  Sandbox sandbox{sample_workspace()};
  Moment now = k_start;

  Reception post() {
    now += Duration{10};
    return sandbox.request(
        form_request("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}}), now);
  }
  Reception post_with(WebFault fault) {
    sandbox.faults().fail_next("chat.postMessage", std::move(fault));
    return post();
  }
  std::size_t posted() const { return sandbox.workspace().channel(k_incidents)->messages.size(); }
};

}  // namespace

TEST_CASE("an answer can be lost before and after its effect") {
  Faulty slack;
  CHECK(slack.post_with(lost_before_effect()).kind == Reception::Kind::reset);
  CHECK(slack.posted() == 0);
  CHECK(slack.post_with(lost_after_effect()).kind == Reception::Kind::reset);
  CHECK(slack.posted() == 1);
  CHECK(slack.post_with(silent()).kind == Reception::Kind::silence);
  CHECK(slack.posted() == 1);
  CHECK(slack.post_with(silent(WebEffect::at_once)).kind == Reception::Kind::silence);
  CHECK(slack.posted() == 2);
}

TEST_CASE("an effect can come late, at the time it was planned for") {
  Faulty slack;
  slack.post_with(late_effect(Duration{20'000}));
  CHECK(slack.posted() == 0);
  REQUIRE(slack.sandbox.next_due());
  CHECK(*slack.sandbox.next_due() == slack.now + Duration{20'000});
  slack.sandbox.advance(slack.now + Duration{19'999});
  CHECK(slack.posted() == 0);
  slack.sandbox.advance(slack.now + Duration{20'000});
  CHECK(slack.posted() == 1);
}

TEST_CASE("an answer can be slow, wrong, cut or missing") {
  Faulty slack;
  const Reception slow = slack.post_with(slow_answer(Duration{5000}));
  CHECK(slow.after == Duration{5000});
  CHECK(body_of(slow.response)["ok"] == true);

  const Reception error = slack.post_with(http_error(503, "<html>down</html>"));
  CHECK(error.response.status == 503);
  CHECK(error.response.body == "<html>down</html>");

  const Reception page = slack.post_with(html_page());
  CHECK(page.response.status == 200);
  CHECK_FALSE(parse_json(page.response.body).has_value());

  const Reception half = slack.post_with(half_an_object());
  CHECK(half.response.status == 200);
  CHECK_FALSE(parse_json(half.response.body).has_value());

  CHECK(slack.post_with(truncated()).raw.find("Content-Length") != std::string::npos);
  CHECK(slack.post_with(truncated_chunk()).raw.find("ffff\r\n") != std::string::npos);
  CHECK(as_seen_by_client(slack.post_with(truncated())).transport == net::Transport::lost);

  const Reception refused = slack.post_with(refused_with("fatal_error", WebEffect::at_once));
  CHECK(body_of(refused.response)["error"] == "fatal_error");
}

TEST_CASE("too many requests come with a good, a bad or no Retry-After") {
  Faulty slack;
  const auto retry_after = [&](const std::string& text) {
    const Reception reception = slack.post_with(too_many(text));
    CHECK(reception.response.status == 429);
    const std::string* header = net::find_header(reception.response.headers, "Retry-After");
    return header == nullptr ? std::string("none") : *header;
  };
  CHECK(retry_after("7") == "7");
  CHECK(retry_after("soon") == "soon");
  CHECK(retry_after("") == "none");
  CHECK(slack.posted() == 0);
}

TEST_CASE("a rule can spare the first calls, hit several and then be spent") {
  FaultPlan plan;
  WebRule rule;
  rule.method = "pins.add";
  rule.skip = 1;
  rule.times = 2;
  rule.fault = lost_before_effect();
  plan.add(rule);
  CHECK_FALSE(plan.for_call("chat.postMessage"));
  CHECK_FALSE(plan.for_call("pins.add"));
  CHECK(plan.for_call("pins.add"));
  CHECK_FALSE(plan.spent());
  CHECK(plan.for_call("pins.add"));
  CHECK_FALSE(plan.for_call("pins.add"));
  CHECK(plan.spent());
  CHECK(plan.fired() == 2);
  CHECK(plan.fired_by_method().at("pins.add") == 2);
}

TEST_CASE("chances are the same for the same seed") {
  const auto hits = [](std::uint64_t seed) {
    FaultPlan plan(seed);
    WebRule rule;
    rule.times = -1;
    rule.probability = 0.3;
    plan.add(rule);
    std::string pattern;
    for (int i = 0; i < 100; ++i) pattern += plan.for_call("x") ? 'x' : '.';
    return pattern;
  };
  CHECK(hits(1) == hits(1));
  CHECK(hits(1) != hits(2));
}

TEST_CASE("a handshake can be refused, and its ticket is used up all the same") {
  Faulty slack;
  SocketRule refuse;
  refuse.kind = SocketFaultKind::refuse;
  refuse.status = 409;
  slack.sandbox.faults().add(refuse);
  const Reception reception = slack.sandbox.request(
      form_request("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox"), slack.now);
  const std::string url = body_of(reception.response)["url"];
  const std::string target = url.substr(url.find("/link"));
  CHECK(slack.sandbox.handshake(target, slack.now) == 409);
  CHECK(slack.sandbox.handshake(target, slack.now) == 403);
  CHECK(slack.sandbox.handshake("/link/?ticket=made-up", slack.now) == 403);
  CHECK(slack.sandbox.handshake("/elsewhere", slack.now) == 404);
}

TEST_CASE("with Socket Mode off no connection can be opened") {
  Faulty slack;
  slack.sandbox.set_socket_mode(false, slack.now);
  const Reception reception = slack.sandbox.request(
      form_request("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox"), slack.now);
  CHECK(body_of(reception.response)["error"] == "forbidden_team");
}

}  // namespace faults_test
