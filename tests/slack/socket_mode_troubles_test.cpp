// The supervisor: pauses between attempts, refusals, silence, clocks, other processes.
#include "tests/slack/rig.h"

#include <random>

namespace socket_mode_troubles_test {

using namespace tocsin;
using namespace tocsin::slack;
using namespace tocsin::slack::world;

TEST_CASE("a server that drops us right after hello is not stormed") {
  Rig rig;
  int connections = 0;
  const Steady start = rig.now;
  while (rig.now - start < 10min) {
    if (rig.url_requests > connections) {
      ++connections;
      const SocketId id = rig.connect();
      rig.ended(id);
    }
    rig.pass(500ms);
  }
  CHECK(connections > 8);
  CHECK(connections < 45);
}

TEST_CASE(
    "the pause between attempts grows to a minute, with jitter, and starts anew after a stable "
    "minute") {
  Rig rig;
  std::vector<Duration> pauses;
  for (int i = 0; i < 40; ++i) {
    rig.url(world::answered("<html>", 503));
    const auto due = rig.machine.next_due();
    REQUIRE(due);
    pauses.push_back(std::chrono::duration_cast<Duration>(*due - rig.now));
    rig.pass(pauses.back());
  }
  for (const Duration pause : pauses) CHECK(pause <= 60s);
  CHECK(pauses.front() <= 1s);
  CHECK(*std::max_element(pauses.begin(), pauses.end()) > 40s);
  CHECK(std::set<Duration>(pauses.begin(), pauses.end()).size() > 30);
  const SocketId id = rig.stable();
  rig.ended(id);
  rig.url(world::answered("<html>", 503));
  CHECK(*rig.machine.next_due() - rig.now <= 1s);
}

TEST_CASE("hello alone does not reset the pause") {
  Rig rig;
  for (int i = 0; i < 6; ++i) {
    rig.url(world::lost());
    rig.pass(61s);
  }
  const int before = rig.url_requests;
  rig.ended(rig.connect());
  CHECK(rig.url_requests == before);
}

TEST_CASE("two machines with different seeds do not come back at the same time") {
  Rig one(1);
  Rig two(2);
  for (Rig* rig : {&one, &two}) {
    for (int i = 0; i < 5; ++i) {
      rig->url(world::lost());
      rig->pass(61s);
    }
    rig->url(world::lost());
  }
  CHECK(*one.machine.next_due() - one.now != *two.machine.next_due() - two.now);
}

TEST_CASE("Retry-After wins over the backoff, and has a default") {
  Rig rig;
  rig.url(world::answered(R"({"ok":false,"error":"ratelimited"})", 429, {{"Retry-After", "17"}}));
  rig.pass(16'900ms);
  CHECK(rig.url_requests == 1);
  rig.pass(200ms);
  CHECK(rig.url_requests == 2);
  rig.url(world::answered("", 429));
  rig.pass(29s);
  CHECK(rig.url_requests == 2);
  rig.pass(2s);
  CHECK(rig.url_requests == 3);
}

TEST_CASE("a lost or unreadable answer about the address is tried again") {
  for (const auto& answer : {world::lost(), world::never_sent(), world::answered("<html>", 502),
                             world::answered(R"({"ok":true})"), world::refusal("fatal_error"),
                             world::answered(R"({"ok":true,"url":"https://evil.example"})")}) {
    Rig rig;
    rig.url(answer);
    CHECK(rig.connects.empty());
    CHECK(!rig.reported(Kind::fatal));
    rig.pass(2s);
    CHECK(rig.url_requests == 2);
  }
}

TEST_CASE("an answer that never comes does not stop the machine") {
  Rig rig;
  rig.pass(35s);
  CHECK(rig.url_requests == 2);
}

TEST_CASE("a refused token is fatal at the start, and later tried slowly") {
  for (const char* code :
       {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type",
        "missing_scope", "missing_args", "forbidden_team"}) {
    CAPTURE(code);
    Rig rig;
    rig.url(world::refusal(code));
    CHECK(rig.reports == std::vector<Kind>{Kind::fatal});
    CHECK(rig.sentence.find("SLACK_APP_TOKEN") != std::string::npos);

    Rig running;
    const SocketId id = running.stable();
    running.ended(id);
    running.url(world::refusal(code));
    CHECK(running.reports.back() == Kind::refused);
    running.pass(4min);
    CHECK(running.url_requests == 2);
    running.pass(65s);
    CHECK(running.url_requests == 3);
    running.connect();
    CHECK(running.reports.back() == Kind::connected);
  }
}

TEST_CASE("link_disabled raises the alarm and is tried every five minutes") {
  Rig rig;
  const SocketId id = rig.stable();
  rig.disconnect(id, Reason::link_disabled);
  CHECK(rig.reported(Kind::link_disabled));
  CHECK(rig.reports.back() == Kind::lost);
  CHECK(rig.closed == std::vector<SocketId>{id});
  rig.ended(id);
  rig.pass(290s);
  CHECK(rig.url_requests == 1);
  rig.pass(20s);
  CHECK(rig.url_requests == 2);
  rig.url(world::answered("<html>", 503));
  rig.pass(290s);
  CHECK(rig.url_requests == 2);
  rig.pass(20s);
  CHECK(rig.url_requests == 3);
}

TEST_CASE("too_many_websockets closes our own ones first and then waits") {
  Rig rig;
  const SocketId old = rig.stable();
  rig.disconnect(old, Reason::too_many_websockets);
  CHECK(rig.reported(Kind::too_many));
  CHECK(rig.closed == std::vector<SocketId>{old});
  CHECK(rig.url_requests == 1);
  rig.ended(old);
  rig.pass(9s);
  CHECK(rig.url_requests == 1);
  rig.pass(3s);
  CHECK(rig.url_requests == 2);
}

TEST_CASE("when the replacement is one too many, the old one stays and goes first the next time") {
  Rig rig;
  const SocketId old = rig.stable();
  rig.disconnect(old, Reason::warning);
  rig.url();
  const SocketId fresh = rig.connects.back();
  rig.opened(fresh);
  rig.disconnect(fresh, Reason::too_many_websockets);
  CHECK(rig.reported(Kind::too_many));
  rig.ended(fresh);
  rig.pass(15s, {old});
  CHECK(std::find(rig.closed.begin(), rig.closed.end(), old) != rig.closed.end());
  CHECK(rig.url_requests == 3);
}

TEST_CASE("a disconnect while still connecting is no crash and one new attempt") {
  Rig rig;
  rig.url();
  rig.disconnect(1, Reason::refresh_requested);
  rig.ended(1);
  rig.pass(2s);
  CHECK(rig.url_requests == 2);
}

TEST_CASE("frames about connections that are not there change nothing") {
  Rig rig;
  rig.hello(99);
  rig.disconnect(99, Reason::link_disabled);
  rig.ended(99);
  rig.heard(99);
  rig.opened(99);
  CHECK(rig.url_requests == 1);
  CHECK(rig.reports.empty());
  const SocketId id = rig.stable();
  rig.hello(id);
  CHECK(rig.machine.is_current(id));
}

TEST_CASE("a silent connection is pinged and after forty seconds destroyed and replaced") {
  Rig rig;
  const SocketId id = rig.stable();
  rig.heard(id);
  rig.pass(14s);
  CHECK(rig.pings.empty());
  rig.pass(2s);
  CHECK(rig.pings == std::vector<SocketId>{id});
  rig.pass(23s);
  CHECK(rig.destroyed.empty());
  rig.pass(2s);
  CHECK(rig.destroyed == std::vector<SocketId>{id});
  CHECK(rig.pings.size() == 2);
  CHECK(rig.reports.back() == Kind::lost);
  CHECK(rig.url_requests == 2);
}

TEST_CASE("any frame is a sign of life, and a talking connection is never pinged") {
  Rig rig;
  const SocketId id = rig.connect();
  rig.pass(30min, {id});
  CHECK(rig.pings.empty());
  CHECK(rig.machine.is_current(id));
  CHECK(rig.url_requests == 1);
}

TEST_CASE("a server that answers one ping and then falls silent is noticed") {
  Rig rig;
  const SocketId id = rig.stable();
  rig.heard(id);
  rig.pass(16s);
  rig.heard(id);
  rig.pass(39s);
  CHECK(rig.machine.is_current(id));
  rig.pass(2s);
  CHECK(!rig.machine.is_connected());
}

TEST_CASE("a laptop that slept reconnects at once, whichever clock shows it") {
  SUBCASE("the steady clock went on") {
    Rig rig;
    const SocketId id = rig.stable();
    rig.now += 10min;
    rig.wall += 10min;
    rig.run(rig.machine.tick(rig.now, rig.wall));
    CHECK(rig.destroyed == std::vector<SocketId>{id});
    CHECK(rig.reports.back() == Kind::lost);
    CHECK(rig.url_requests == 2);
  }
  SUBCASE("the steady clock stood still") {
    Rig rig;
    const SocketId id = rig.stable();
    rig.run(rig.machine.tick(rig.now, rig.wall));
    const Moment awake_until = rig.wall;
    rig.now += 1s;
    rig.wall += 8h;
    const SocketActions actions = rig.machine.tick(rig.now, rig.wall);
    const auto* lost = std::get_if<socket_action::Report>(&actions.at(1));
    REQUIRE(lost != nullptr);
    CHECK(lost->kind == Kind::lost);
    CHECK(lost->awake_until == awake_until);
    rig.run(actions);
    CHECK(rig.destroyed == std::vector<SocketId>{id});
    CHECK(rig.url_requests == 2);
  }
  SUBCASE("the wall clock was set back") {
    Rig rig;
    rig.stable();
    rig.now += 1s;
    rig.wall -= 1h;
    rig.run(rig.machine.tick(rig.now, rig.wall));
    CHECK(rig.url_requests == 2);
  }
}

TEST_CASE("a loop that ticks only when something is due is not taken for one that slept") {
  Rig rig;
  rig.url(world::answered("", 429, {{"Retry-After", "300"}}));
  rig.now += 300s;
  rig.wall += 300s;
  rig.run(rig.machine.tick(rig.now, rig.wall));
  CHECK(rig.url_requests == 2);
  const SocketId id = rig.connect();
  for (int i = 0; i < 100; ++i) {
    rig.now += 10s;
    rig.wall += 10s;
    rig.heard(id);
  }
  rig.run(rig.machine.tick(rig.now, rig.wall));
  CHECK(rig.machine.is_current(id));
}

TEST_CASE("a jump while Slack has asked us to wait does not shorten the wait") {
  Rig rig;
  rig.url(world::answered("", 429, {{"Retry-After", "120"}}));
  rig.now += 1s;
  rig.wall += 1h;
  rig.run(rig.machine.tick(rig.now, rig.wall));
  CHECK(rig.url_requests == 1);
}

TEST_CASE("another process on the same token is reported, a ghost of our own is not") {
  Rig rig;
  rig.url();
  rig.opened(1);
  rig.hello(1, 2);
  CHECK(!rig.reported(Kind::others_connected));
  Rig twice;
  twice.url();
  twice.opened(1);
  twice.hello(1, 2);
  twice.pass(70s, {1});
  twice.disconnect(1, Reason::warning);
  twice.url();
  twice.opened(2);
  twice.hello(2, 3);
  CHECK(twice.reported(Kind::others_connected));
  Rig many;
  many.url();
  many.opened(1);
  many.hello(1, 4);
  CHECK(many.reported(Kind::others_connected));
}

TEST_CASE("after stop nothing is opened again") {
  Rig rig;
  const SocketId id = rig.stable();
  rig.run(rig.machine.stop(rig.now));
  CHECK(rig.closed == std::vector<SocketId>{id});
  rig.ended(id);
  rig.pass(10min);
  CHECK(rig.url_requests == 1);
  CHECK(!rig.machine.next_due());
  Rig early;
  early.run(early.machine.stop(early.now));
  early.url();
  CHECK(early.connects.empty());
}

TEST_CASE("under random events there is never more than one attempt, and it always comes back") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Rig rig(seed);
    std::mt19937_64 random(seed);
    int pending_urls = rig.url_requests;
    for (int step = 0; step < 300; ++step) {
      const int before = rig.url_requests;
      const std::vector<SocketId> ids(rig.open.begin(), rig.open.end());
      const SocketId any = ids.empty() ? 77 : ids[random() % ids.size()];
      switch (random() % 9) {
        case 0:
          if (pending_urls > 0) rig.url();
          pending_urls = 0;
          break;
        case 1:
          if (pending_urls > 0) rig.url(world::refusal("internal_error"));
          pending_urls = 0;
          break;
        case 2:
          rig.opened(any);
          break;
        case 3:
          rig.hello(any);
          break;
        case 4:
          rig.disconnect(any, static_cast<Reason>(random() % 5));
          break;
        case 5:
          rig.ended(any);
          break;
        case 6:
          rig.heard(any);
          break;
        default:
          rig.pass(Duration{static_cast<std::int64_t>(random() % 20'000)});
      }
      CHECK(rig.open.size() <= 4);
      pending_urls += rig.url_requests - before;
    }
    // Quiet: whatever is asked for is given, and nothing ends any more.
    for (int second = 0; second < 700 && !rig.machine.is_connected(); ++second) {
      const int before = rig.url_requests;
      rig.pass(1s);
      if (rig.url_requests == before && second > 0) continue;
      rig.url();
      if (!rig.connects.empty()) {
        rig.opened(rig.connects.back());
        rig.hello(rig.connects.back());
      }
    }
    CHECK(rig.machine.is_connected());
  }
}

}  // namespace socket_mode_troubles_test
