// The supervisor: connecting, replacing, losing.
#include "tests/slack/rig.h"

namespace socket_mode_test {

using namespace tocsin;
using namespace tocsin::slack;
using namespace tocsin::slack::world;

TEST_CASE("connected means that hello has come, not that the socket is open") {
  Rig rig;
  CHECK(rig.url_requests == 1);
  rig.url();
  REQUIRE(rig.connects.size() == 1);
  rig.opened(1);
  CHECK(!rig.machine.is_connected());
  CHECK(!rig.machine.can_send(1));
  CHECK(!rig.reported(Kind::connected));
  rig.hello(1);
  CHECK(rig.machine.is_current(1));
  CHECK(rig.machine.can_send(1));
  CHECK(rig.reports == std::vector<Kind>{Kind::connected});
}

TEST_CASE("the request for an address has the app token in its header and no arguments") {
  const net::HttpRequest request = open_request("https://slack.com/api/", "xapp-1");
  CHECK(request.url == "https://slack.com/api/apps.connections.open");
  CHECK(request.method == "POST");
  CHECK(request.body.empty());
  CHECK(*net::find_header(request.headers, "Authorization") == "Bearer xapp-1");
}

TEST_CASE("without hello a connection is closed after ten seconds and another one is tried") {
  Rig rig;
  rig.url();
  rig.opened(1);
  rig.pass(9'900ms);
  CHECK(rig.closed.empty());
  rig.pass(200ms);
  CHECK(rig.closed == std::vector<SocketId>{1});
  rig.pass(3s);
  CHECK(rig.destroyed == std::vector<SocketId>{1});
  CHECK(rig.url_requests == 2);
}

TEST_CASE("every attempt has an address of its own") {
  Rig rig;
  for (int i = 0; i < 6; ++i) {
    rig.url();
    rig.ended(rig.connects.back(), {503, 0, "refused"});
    rig.pass(70s);
  }
  CHECK(std::set<std::string>(rig.urls.begin(), rig.urls.end()).size() == rig.urls.size());
}

TEST_CASE("a refused handshake leads to exactly one new attempt at a time") {
  for (const int status : {408, 409, 429, 503}) {
    Rig rig;
    rig.url();
    rig.ended(1, {status, 0, "refused"});
    rig.ended(1, {status, 0, "refused"});
    CHECK(rig.url_requests == 1);
    // 429 means to wait longer.
    rig.pass(status == 429 ? 29s : 2s);
    CHECK(rig.url_requests == (status == 429 ? 1 : 2));
    rig.pass(2s);
    CHECK(rig.url_requests == 2);
    rig.pass(5s);
    CHECK(rig.url_requests == 2);
  }
}

TEST_CASE("a second answer to one request is not used") {
  Rig rig;
  rig.url();
  rig.url();
  CHECK(rig.connects.size() == 1);
}

TEST_CASE("on a refresh the new connection is live before the old one is let go") {
  for (const Reason reason : {Reason::warning, Reason::refresh_requested, Reason::other}) {
    Rig rig;
    const SocketId old = rig.stable();
    rig.disconnect(old, reason);
    CHECK(rig.url_requests == 2);
    rig.disconnect(old, Reason::refresh_requested);
    CHECK(rig.url_requests == 2);
    rig.url();
    const SocketId fresh = rig.connects.back();
    CHECK(rig.machine.is_current(old));
    rig.opened(fresh);
    CHECK(rig.machine.is_current(old));
    rig.hello(fresh, 2);
    CHECK(rig.machine.is_current(fresh));
    CHECK(rig.machine.can_send(old));
    CHECK(rig.closed.empty());
    CHECK(!rig.reported(Kind::lost));
    CHECK(rig.count(Kind::connected) == 1);
    // Nothing more comes from the old one's end.
    rig.ended(old);
    CHECK(rig.url_requests == 2);
    CHECK(!rig.machine.can_send(old));
    CHECK(!rig.reported(Kind::lost));
  }
}

TEST_CASE("an old connection that Slack does not close is closed by us, and then by force") {
  Rig rig;
  const SocketId old = rig.stable();
  rig.disconnect(old, Reason::warning);
  const SocketId fresh = rig.connect();
  rig.pass(29s, {old, fresh});
  CHECK(rig.closed.empty());
  rig.pass(1'100ms, {old, fresh});
  CHECK(rig.closed == std::vector<SocketId>{old});
  CHECK(!rig.machine.can_send(old));
  rig.pass(1s, {fresh});
  CHECK(rig.destroyed == std::vector<SocketId>{old});
  CHECK(rig.url_requests == 2);
}

TEST_CASE(
    "when the old connection goes before the new one is live, that is reported as deaf time") {
  Rig rig;
  const SocketId old = rig.stable();
  rig.disconnect(old, Reason::refresh_requested);
  rig.ended(old);
  CHECK(rig.reports.back() == Kind::lost);
  CHECK(rig.url_requests == 2);
  rig.connect();
  CHECK(rig.reports.back() == Kind::connected);
}

TEST_CASE("while the replacement fails the old one goes on") {
  Rig rig;
  const SocketId old = rig.stable();
  rig.disconnect(old, Reason::warning);
  rig.url(world::refusal("internal_error"));
  CHECK(rig.machine.is_current(old));
  rig.pass(5s, {old});
  CHECK(rig.url_requests == 3);
  rig.url();
  rig.ended(rig.connects.back(), {503, 0, ""});
  CHECK(rig.machine.is_current(old));
  CHECK(!rig.reported(Kind::lost));
}

TEST_CASE("a connection that ends is replaced at once when it was stable") {
  Rig rig;
  const SocketId id = rig.stable();
  rig.ended(id, {0, 1006, ""});
  CHECK(rig.reports.back() == Kind::lost);
  CHECK(rig.url_requests == 2);
}

}  // namespace socket_mode_test
