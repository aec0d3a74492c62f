#include "integrations/sandbox/hub_core.h"

#include <algorithm>
#include <array>

namespace tocsin::sandbox {

namespace {

constexpr Duration k_command_redelivered_for{10 * 60 * 1000};
constexpr std::array k_retry_waits{Duration{1'000}, Duration{60'000}, Duration{300'000}};
constexpr Duration k_hour{3'600'000};
constexpr int k_hourly_retries = 24;

std::string_view name_of(EnvelopeKind kind) {
  switch (kind) {
    case EnvelopeKind::slash_commands:
      return "slash_commands";
    case EnvelopeKind::interactive:
      return "interactive";
    case EnvelopeKind::events_api:
      return "events_api";
  }
  return "";
}

bool is_command(const Flight& flight) {
  return flight.envelope.kind == EnvelopeKind::slash_commands;
}

bool is_event(const Flight& flight) { return flight.envelope.kind == EnvelopeKind::events_api; }

}  // namespace

std::optional<SocketNumber> SocketHub::Impl::choose_socket() {
  std::array<SocketNumber, k_most_sockets> live{};
  std::size_t count = 0;
  for (const auto& [number, socket] : sockets) {
    if (socket.hello && count < live.size()) live[count++] = number;
  }
  if (count == 0) return std::nullopt;
  return live[count == 1 ? 0 : dice.below(count)];
}

std::string SocketHub::Impl::frame_of(const Flight& flight) const {
  const Envelope& envelope = flight.envelope;
  std::string frame;
  frame.reserve(envelope.payload.size() + 200);
  frame += "{\"envelope_id\":\"";
  frame += flight.envelope_id;
  frame += "\",\"type\":\"";
  frame += name_of(envelope.kind);
  frame += "\",\"accepts_response_payload\":";
  frame += envelope.accepts_response ? "true" : "false";
  frame += ",\"payload\":";
  frame += envelope.payload;
  if (is_event(flight)) {
    frame += ",\"retry_attempt\":" + std::to_string(flight.retry);
    frame += flight.retry == 0 ? ",\"retry_reason\":\"\"" : ",\"retry_reason\":\"timeout\"";
  }
  frame += '}';
  return frame;
}

void SocketHub::Impl::deliver(Flight flight, Moment now) {
  const auto socket = choose_socket();
  if (!socket) {
    if (is_event(flight)) {
      try_again(std::move(flight), now);
    } else {
      report(std::move(flight), SettledAs::dispatch_failed, now);
    }
    return;
  }
  flight.socket = *socket;
  flight.sent_at = now;
  flight.envelope_id = dice.uuid();
  ++flight.attempts;
  ++counters.delivered;
  if (flight.attempts > 1 || flight.retry > 0) ++counters.retried;
  std::optional<EnvelopeRule> fault;
  if (faults != nullptr) fault = faults->for_envelope(flight.envelope.kind);
  if (fault) {
    send_badly(flight, *fault, now);
  } else {
    send(*socket, frame_of(flight));
  }
  add_to_air(std::move(flight), now);
}

void SocketHub::Impl::add_to_air(Flight flight, Moment now) {
  std::string id = flight.envelope_id;
  // A person's patience began with the first attempt; a deadline out of order goes elsewhere.
  if (!is_event(flight) && !flight.reported && flight.offered_at < now) {
    later.emplace(flight.offered_at + k_ack_limit, [this, id](Moment then) {
      const auto found = in_flight.find(id);
      if (found != in_flight.end()) report_timeout(found->second, then);
    });
  } else {
    deadlines.emplace_back(now + k_ack_limit, id);
  }
  in_flight.emplace(std::move(id), std::move(flight));
}

void SocketHub::Impl::send_badly(const Flight& flight, const EnvelopeRule& fault, Moment now) {
  std::string frame = frame_of(flight);
  switch (fault.kind) {
    case EnvelopeFaultKind::vanish:
      return;
    case EnvelopeFaultKind::late:
      later.emplace(now + fault.after,
                    [this, socket = flight.socket, frame](Moment) { send(socket, frame); });
      return;
    case EnvelopeFaultKind::duplicate:
      send(flight.socket, frame);
      send(flight.socket, std::move(frame));
      return;
    case EnvelopeFaultKind::second_envelope: {
      send(flight.socket, std::move(frame));
      Flight twin = flight;
      twin.envelope_id = dice.uuid();
      twin.reported = true;
      send(twin.socket, frame_of(twin));
      add_to_air(std::move(twin), now);
      return;
    }
  }
}

// Envelopes that no workspace makes. Acks for them are right and are not counted as strange.
void SocketHub::Impl::send_strange(SocketNumber socket, SocketFaultKind kind, Moment now) {
  const bool unparsable = kind == SocketFaultKind::unparsable_payload;
  Flight flight;
  flight.envelope.payload = unparsable ? "[1,\"x\"]" : "{}";
  flight.envelope_id = dice.uuid();
  flight.socket = socket;
  flight.offered_at = now;
  flight.sent_at = now;
  flight.reported = true;
  std::string frame = frame_of(flight);
  if (!unparsable) {
    constexpr std::string_view k_known = "events_api";
    frame.replace(frame.find(k_known), k_known.size(), "weather_api");
  }
  send(socket, std::move(frame));
  add_to_air(std::move(flight), now);
}

void SocketHub::Impl::try_again(Flight flight, Moment now) {
  if (flight.reported) return;
  const auto retry = static_cast<std::size_t>(flight.retry);
  Duration wait = k_hour;
  if (retry < k_retry_waits.size()) {
    wait = k_retry_waits[retry];
  } else if (!setup.delayed_events ||
             flight.retry >= static_cast<int>(k_retry_waits.size()) + k_hourly_retries) {
    report(std::move(flight), SettledAs::given_up, now);
    return;
  }
  ++flight.retry;
  later.emplace(now + wait,
                [this, flight = std::move(flight)](Moment then) { deliver(flight, then); });
}

void SocketHub::Impl::report(Flight flight, SettledAs outcome, Moment now, std::string answer) {
  if (flight.reported) return;
  --waiting;
  if (outcome == SettledAs::operation_timeout) ++counters.timed_out;
  if (outcome == SettledAs::given_up) ++counters.given_up;
  Settled result;
  result.envelope = std::move(flight.envelope);
  result.outcome = outcome;
  result.offered_at = flight.offered_at;
  result.settled_at = now;
  result.attempts = flight.attempts;
  result.envelope_id = std::move(flight.envelope_id);
  result.answer = std::move(answer);
  settled.push_back(std::move(result));
}

// The user has seen an error. Should the connection break later, the command comes again all the
// same, as it does in Slack.
void SocketHub::Impl::report_timeout(Flight& flight, Moment now) {
  report(flight, SettledAs::operation_timeout, now);
  flight.reported = true;
}

void SocketHub::Impl::lose(std::vector<Flight> broken, Moment now) {
  std::sort(broken.begin(), broken.end(), [](const Flight& a, const Flight& b) {
    return a.sent_at != b.sent_at ? a.sent_at < b.sent_at : a.envelope_id < b.envelope_id;
  });
  for (Flight& flight : broken) {
    overdue.add(flight.envelope_id);
    if (is_event(flight)) {
      try_again(std::move(flight), now);
    } else {
      stranded.push_back(std::move(flight));
    }
  }
}

void SocketHub::Impl::redeliver_stranded(Moment now) {
  std::vector<Flight> all = std::exchange(stranded, {});
  for (Flight& flight : all) {
    if (is_command(flight) && now - flight.offered_at <= k_command_redelivered_for) {
      deliver(std::move(flight), now);
    } else if (!flight.reported) {
      stranded.push_back(std::move(flight));  // nothing comes but its user's error
    }
  }
}

void SocketHub::Impl::take_ack(SocketNumber socket, const Json& ack, Moment now) {
  const std::string id = ack["envelope_id"].get<std::string>();
  const auto found = in_flight.find(id);
  if (found == in_flight.end()) {
    if (acked.has(id)) {
      ++counters.second;
    } else if (overdue.has(id)) {
      ++counters.late;
    } else {
      ++counters.unknown_envelopes;
    }
    return;
  }
  if (found->second.socket != socket && !setup.ack_on_any_connection) {
    ++counters.elsewhere;
    return;
  }
  Flight flight = std::move(found->second);
  in_flight.erase(found);
  trim_deadlines();
  const auto payload = ack.find("payload");
  const bool has_payload =
      payload != ack.end() && !payload->is_null() && !(payload->is_object() && payload->empty());
  if (has_payload && !flight.envelope.accepts_response) ++counters.unwanted_payloads;
  std::string answer;
  if (setup.keep_records) {
    if (has_payload && flight.envelope.accepts_response) answer = dump_json(*payload);
    const bool is_late = now > flight.sent_at + k_ack_limit;
    acked.add(id);
    acks.push_back(
        {id, flight.envelope.kind, flight.envelope.key, flight.sent_at, now, answer, is_late});
  }
  if (flight.reported && now > flight.sent_at + k_ack_limit) ++counters.late;
  report(std::move(flight), SettledAs::acked, now, std::move(answer));
}

void SocketHub::Impl::trim_deadlines() {
  while (!deadlines.empty() && !in_flight.contains(deadlines.front().second)) {
    deadlines.pop_front();
  }
}

void SocketHub::Impl::check_deadlines(Moment now) {
  trim_deadlines();
  while (!deadlines.empty() && deadlines.front().first <= now) {
    const auto found = in_flight.find(deadlines.front().second);
    deadlines.pop_front();
    if (is_command(found->second)) {
      // It stays in the air: when its connection breaks, it comes again.
      report_timeout(found->second, now);
    } else {
      Flight flight = std::move(found->second);
      in_flight.erase(found);
      overdue.add(flight.envelope_id);
      if (is_event(flight)) {
        try_again(std::move(flight), now);
      } else {
        report_timeout(flight, now);
      }
    }
    trim_deadlines();
  }
  for (Flight& flight : stranded) {
    if (!flight.reported && flight.offered_at + k_ack_limit <= now) report_timeout(flight, now);
  }
}

}  // namespace tocsin::sandbox
