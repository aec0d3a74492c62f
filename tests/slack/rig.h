#pragma once
// The loop of the supervisor's tests, in virtual time: it does what the machine says and answers as
// Slack would, only when a test tells it to.

#include "bot/slack/socket_mode.h"
#include "tests/slack/world.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tocsin::slack::world {

using namespace std::chrono_literals;
using Kind = socket_action::Report::Kind;
using Reason = frame::Disconnect::Reason;

struct Rig {
  SocketMode machine;
  Steady now{1h};
  Moment wall = moment(k_declared);
  std::vector<SocketId> connects;
  std::vector<std::string> urls;
  std::set<SocketId> open;  // as the loop sees them
  std::vector<SocketId> closed;
  std::vector<SocketId> destroyed;
  std::vector<SocketId> pings;
  std::vector<Kind> reports;
  std::string sentence;
  int url_requests = 0;
  int tickets = 0;

  explicit Rig(std::uint64_t seed = 1) : machine(seed) { run(machine.start(now)); }

  void run(const SocketActions& actions) {
    for (const SocketAction& action : actions) {
      if (std::holds_alternative<socket_action::RequestUrl>(action)) {
        ++url_requests;
      } else if (const auto* connect = std::get_if<socket_action::Connect>(&action)) {
        connects.push_back(connect->id);
        urls.push_back(connect->url);
        open.insert(connect->id);
      } else if (const auto* close = std::get_if<socket_action::Close>(&action)) {
        closed.push_back(close->id);
      } else if (const auto* destroy = std::get_if<socket_action::Destroy>(&action)) {
        destroyed.push_back(destroy->id);
        open.erase(destroy->id);
      } else if (const auto* ping = std::get_if<socket_action::Ping>(&action)) {
        pings.push_back(ping->id);
      } else if (const auto* report = std::get_if<socket_action::Report>(&action)) {
        reports.push_back(report->kind);
        sentence = report->sentence;
      }
    }
    CHECK(open.size() <= 10);
  }

  void url() {
    const std::string body = R"({"ok":true,"url":"wss://wss-primary.slack.com/link/?ticket=)" +
                             std::to_string(++tickets) + "\"}";
    run(machine.url_answer(answered(body), now));
  }
  void url(const net::HttpResponse& answer) { run(machine.url_answer(answer, now)); }
  void opened(SocketId id) { run(machine.socket_opened(id, now)); }
  void hello(SocketId id, std::int64_t connections = 1) {
    frame::Hello hello;
    hello.num_connections = connections;
    run(machine.hello(id, hello, now));
  }
  void disconnect(SocketId id, Reason reason) {
    run(machine.disconnect(id, frame::Disconnect{reason, "x"}, now));
  }
  void ended(SocketId id, SocketEnd end = {}) {
    open.erase(id);
    run(machine.socket_closed(id, end, now));
  }
  void heard(SocketId id) { run(machine.frame_seen(id, now)); }

  // Lets time pass as the loop does: a tick whenever one is due, Slack's pings every 10 s.
  void pass(Duration duration, const std::set<SocketId>& pinged = {}) {
    const Steady end = now + duration;
    Steady next_ping = now + 10s;
    while (true) {
      const Steady due = std::min(machine.next_due().value_or(end + 1ms), next_ping);
      if (due > end) break;
      const Steady step = std::max(due, now);
      wall += std::chrono::duration_cast<Duration>(step - now);
      now = step;
      if (now >= next_ping) {
        for (const SocketId id : pinged) heard(id);
        next_ping = now + 10s;
      }
      run(machine.tick(now, wall));
      REQUIRE(machine.next_due().value_or(now + 1ms) > now);
    }
    wall += std::chrono::duration_cast<Duration>(end - now);
    now = end;
  }

  SocketId connect() {
    url();
    const SocketId id = connects.back();
    opened(id);
    hello(id);
    return id;
  }
  SocketId stable() {
    const SocketId id = connect();
    pass(70s, {id});
    return id;
  }
  bool reported(Kind kind) const {
    return std::find(reports.begin(), reports.end(), kind) != reports.end();
  }
  int count(Kind kind) const {
    return static_cast<int>(std::count(reports.begin(), reports.end(), kind));
  }
};

}  // namespace tocsin::slack::world
