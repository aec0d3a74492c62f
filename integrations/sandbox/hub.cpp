#include "integrations/sandbox/hub.h"

#include "bot/json.h"
#include "integrations/sandbox/hub_core.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_largest_frame = 20'480;
constexpr Duration k_first_ping{3'500};
constexpr Duration k_ping_every{10'000};
constexpr Duration k_warning_before{10'000};
constexpr Duration k_ghost_lives{30'000};

}  // namespace

SocketHub::Impl::Impl(HubSetup given, FaultPlan* plan)
    : setup(std::move(given)), faults(plan), dice(setup.seed) {}

void SocketHub::Impl::act(SocketNumber socket, SocketAction::Kind kind, std::string bytes,
                          int code) {
  const auto found = sockets.find(socket);
  if (found == sockets.end()) return;
  if (found->second.silent && kind != SocketAction::Kind::drop) return;
  actions.push_back({socket, kind, std::move(bytes), code});
}

void SocketHub::Impl::send(SocketNumber socket, std::string text) {
  act(socket, SocketAction::Kind::text, std::move(text));
}

Json SocketHub::Impl::debug() {
  return {{"host", "applink-" + std::to_string(dice.below(90) + 10)}};
}

void SocketHub::Impl::disconnect(SocketNumber socket, const std::string& reason) {
  send(socket, dump_json({{"type", "disconnect"}, {"reason", reason}, {"debug_info", debug()}}));
}

void SocketHub::Impl::say_hello(SocketNumber socket, Duration life, Moment now) {
  while (!ghosts.empty() && ghosts.front() + k_ghost_lives <= now) ghosts.pop_front();
  Json details = debug();
  details["build_number"] = 10;
  details["approximate_connection_time"] = life.count() / 1000;
  if (dice.chance(0.5)) details["started"] = "2026-01-01 00:00:00.000";
  send(socket, dump_json({{"type", "hello"},
                          {"num_connections", sockets.size() + ghosts.size()},
                          {"debug_info", details},
                          {"connection_info", {{"app_id", setup.app_id}}}}));
  sockets[socket].hello = true;
}

void SocketHub::Impl::turn_away(SocketNumber socket) {
  ++counters.turned_away;
  send(socket, dump_json({{"type", "disconnect"},
                          {"reason", "too_many_websockets"},
                          {"num_connections", sockets.size()},
                          {"debug_info", debug()},
                          {"connection_info", {{"app_id", setup.app_id}}}}));
  act(socket, SocketAction::Kind::close, "", 1000);
  sockets.erase(socket);
}

void SocketHub::Impl::forget(SocketNumber socket, Moment now) {
  if (sockets.erase(socket) == 0) return;
  std::vector<Flight> broken;
  for (auto flight = in_flight.begin(); flight != in_flight.end();) {
    if (flight->second.socket == socket) {
      broken.push_back(std::move(flight->second));
      flight = in_flight.erase(flight);
    } else {
      ++flight;
    }
  }
  trim_deadlines();
  lose(std::move(broken), now);
}

void SocketHub::Impl::close(SocketNumber socket, int code, std::string reason, Moment now) {
  act(socket, SocketAction::Kind::close, std::move(reason), code);
  forget(socket, now);
}

void SocketHub::Impl::drop(SocketNumber socket, Moment now) {
  if (!sockets.contains(socket)) return;
  act(socket, SocketAction::Kind::drop, "");
  ghosts.push_back(now);
  forget(socket, now);
}

void SocketHub::Impl::refresh(SocketNumber socket, Moment now) {
  disconnect(socket, "refresh_requested");
  later.emplace(now + setup.closes_after_refresh,
                [this, socket](Moment then) { close(socket, 1000, "", then); });
}

void SocketHub::Impl::inject(SocketNumber socket, const SocketRule& fault, Moment now) {
  switch (fault.kind) {
    case SocketFaultKind::refuse:
    case SocketFaultKind::no_hello:
      return;  // these happen before or instead of hello
    case SocketFaultKind::drop:
      return drop(socket, now);
    case SocketFaultKind::silence:
      act(socket, SocketAction::Kind::silence, "");
      if (sockets.contains(socket)) sockets[socket].silent = true;
      return;
    case SocketFaultKind::close:
      return close(socket, fault.status == 0 ? 1001 : fault.status, fault.body, now);
    case SocketFaultKind::disconnect:
      return disconnect(socket, fault.body);
    case SocketFaultKind::malformed:
      return send(socket, fault.body.empty() ? "{\"envelope_id\":\"x\",\"type\":" : fault.body);
    case SocketFaultKind::binary:
      return act(socket, SocketAction::Kind::binary, std::string("\x00\xff{\"type\"", 9));
    case SocketFaultKind::empty:
      return send(socket, "");
    case SocketFaultKind::broken_framing:
      return act(socket, SocketAction::Kind::raw, "\n\nHTTP/1.1 502 Bad Gateway\r\n\r\n");
    case SocketFaultKind::raw_newline:
      return send(socket, "\n\n");
    case SocketFaultKind::unknown_type:
      return send(socket, "{\"type\":\"weather\",\"payload\":{}}");
    case SocketFaultKind::unknown_envelope:
    case SocketFaultKind::unparsable_payload:
      if (sockets.contains(socket)) send_strange(socket, fault.kind, now);
      return;
    case SocketFaultKind::oversized: {
      const auto size = static_cast<std::size_t>(fault.status == 0 ? 1024 : fault.status) * 1024;
      return send(socket, "{\"type\":\"weather\",\"padding\":\"" + std::string(size, 'x') + "\"}");
    }
  }
}

SocketHub::SocketHub(HubSetup setup, FaultPlan* faults)
    : impl_(std::make_unique<Impl>(std::move(setup), faults)) {}

SocketHub::~SocketHub() = default;

void SocketHub::opened(SocketNumber socket, Moment now, const std::vector<SocketRule>& faults,
                       std::optional<Duration> life) {
  Impl* impl = impl_.get();
  impl->sockets[socket].next_ping = now + k_first_ping;
  if (impl->sockets.size() > k_most_sockets) {
    impl->turn_away(socket);
    return;
  }
  ++impl->counters.connections;
  const bool greets = std::none_of(faults.begin(), faults.end(), [](const SocketRule& rule) {
    return rule.kind == SocketFaultKind::no_hello;
  });
  const Duration lives = life.value_or(impl->setup.connection_life);
  if (greets) {
    impl->say_hello(socket, lives, now);
    if (lives > k_warning_before && impl->dice.chance(0.5)) {  // it does not always come
      impl->later.emplace(now + lives - k_warning_before,
                          [impl, socket](Moment) { impl->disconnect(socket, "warning"); });
    }
    impl->later.emplace(now + lives, [impl, socket](Moment then) { impl->refresh(socket, then); });
  }
  for (const SocketRule& rule : faults) {
    impl->later.emplace(now + rule.after,
                        [impl, socket, rule](Moment then) { impl->inject(socket, rule, then); });
  }
  if (greets) impl->redeliver_stranded(now);
}

void SocketHub::received(SocketNumber socket, std::string_view text, Moment now) {
  const auto found = impl_->sockets.find(socket);
  if (found == impl_->sockets.end() || found->second.silent) return;
  if (text.size() > k_largest_frame) {
    ++impl_->counters.oversized;
    impl_->close(socket, 1009, "Max frame length of 20480 has been exceeded.", now);
    return;
  }
  const auto ack = parse_json(text);
  const bool is_ack =
      ack && ack->is_object() && ack->contains("envelope_id") && (*ack)["envelope_id"].is_string();
  if (!is_ack) {
    ++impl_->counters.malformed;
    return;
  }
  impl_->take_ack(socket, *ack, now);
}

void SocketHub::closed(SocketNumber socket, Moment now) { impl_->forget(socket, now); }

void SocketHub::offer(Envelope envelope, Moment now) {
  ++impl_->waiting;
  Flight flight;
  flight.envelope = std::move(envelope);
  flight.offered_at = now;
  impl_->deliver(std::move(flight), now);
}

void SocketHub::warn(SocketNumber socket) { impl_->disconnect(socket, "warning"); }

void SocketHub::refresh(SocketNumber socket, Moment now) { impl_->refresh(socket, now); }

void SocketHub::disable_link(Moment now) {
  for (const SocketNumber socket : live()) {
    impl_->disconnect(socket, "link_disabled");
    impl_->close(socket, 1000, "", now);
  }
}

void SocketHub::drop(SocketNumber socket, Moment now) { impl_->drop(socket, now); }

void SocketHub::drop_all(Moment now) {
  while (!impl_->sockets.empty()) impl_->drop(impl_->sockets.begin()->first, now);
}

void SocketHub::silence(SocketNumber socket, Moment now) {
  SocketRule rule;
  rule.kind = SocketFaultKind::silence;
  impl_->inject(socket, rule, now);
}

void SocketHub::inject(SocketNumber socket, const SocketRule& fault, Moment now) {
  impl_->inject(socket, fault, now);
}

std::optional<Moment> SocketHub::next_due() const {
  std::optional<Moment> due;
  const auto consider = [&due](Moment moment) { due = due ? std::min(*due, moment) : moment; };
  if (!impl_->deadlines.empty()) consider(impl_->deadlines.front().first);
  if (!impl_->later.empty()) consider(impl_->later.begin()->first);
  for (const auto& [number, socket] : impl_->sockets) consider(socket.next_ping);
  for (const Flight& flight : impl_->stranded) {
    if (!flight.reported) consider(flight.offered_at + k_ack_limit);
  }
  return due;
}

void SocketHub::advance(Moment now) {
  impl_->check_deadlines(now);
  while (!impl_->later.empty() && impl_->later.begin()->first <= now) {
    const auto work = std::move(impl_->later.begin()->second);
    impl_->later.erase(impl_->later.begin());
    work(now);
  }
  for (auto& [number, socket] : impl_->sockets) {
    if (socket.next_ping > now) continue;
    impl_->act(number, SocketAction::Kind::ping, "Ping from applink-7");
    socket.next_ping = now + k_ping_every;
  }
}

std::vector<SocketAction> SocketHub::take_actions() { return std::exchange(impl_->actions, {}); }

std::vector<Settled> SocketHub::take_settled() { return std::exchange(impl_->settled, {}); }

std::vector<SocketNumber> SocketHub::live() const {
  std::vector<SocketNumber> found;
  for (const auto& [number, socket] : impl_->sockets) {
    if (socket.hello) found.push_back(number);
  }
  return found;
}

std::size_t SocketHub::waiting() const { return impl_->waiting; }

std::size_t SocketHub::in_the_air() const {
  const auto counts = [](const Flight& flight) { return !flight.reported; };
  return static_cast<std::size_t>(
      std::ranges::count_if(impl_->in_flight | std::views::values, counts) +
      std::ranges::count_if(impl_->stranded, counts));
}

const HubCounters& SocketHub::counters() const { return impl_->counters; }

const std::deque<AckRecord>& SocketHub::acks() const { return impl_->acks; }

}  // namespace tocsin::sandbox
