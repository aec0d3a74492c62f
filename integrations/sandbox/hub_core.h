#pragma once
// The inside of SocketHub, in two files: hub.cpp has sockets and time, hub_delivery.cpp envelopes
// and acks. Internal to the sandbox.

#include "bot/json.h"
#include "integrations/sandbox/hub.h"

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace tocsin::sandbox {

inline constexpr Duration k_ack_limit{3'000};
inline constexpr std::size_t k_most_sockets = 10;

// One envelope on its way, with what happened to it so far.
struct Flight {
  Envelope envelope;
  SocketNumber socket = 0;
  Moment offered_at;
  Moment sent_at;
  int attempts = 0;
  int retry = 0;
  bool reported = false;  // its end has been told; what comes later is only counted
  std::string envelope_id;
};

struct HubSocket {
  bool hello = false;
  bool silent = false;
  Moment next_ping;
};

// Ids that are over, so that an ack for one is told from an ack for nothing. Bounded.
class Remembered {
 public:
  void add(const std::string& id) {
    if (!ids_.insert(id).second) return;
    order_.push_back(id);
    if (order_.size() <= k_most) return;
    ids_.erase(order_.front());
    order_.pop_front();
  }
  bool has(const std::string& id) const { return ids_.contains(id); }

 private:
  static constexpr std::size_t k_most = 10'000;
  std::unordered_set<std::string> ids_;
  std::deque<std::string> order_;
};

struct SocketHub::Impl {
  Impl(HubSetup given, FaultPlan* plan);

  HubSetup setup;
  FaultPlan* faults;
  Dice dice;
  std::map<SocketNumber, HubSocket> sockets;
  std::deque<Moment> ghosts;  // sockets that broke; hello's count includes them for a while
  std::unordered_map<std::string, Flight> in_flight;
  std::deque<std::pair<Moment, std::string>> deadlines;  // ascending: the limit is one for all
  std::vector<Flight> stranded;  // acts of people whose connection broke before the ack
  std::multimap<Moment, std::function<void(Moment)>> later;
  Remembered acked;
  Remembered overdue;
  std::vector<SocketAction> actions;
  std::vector<Settled> settled;
  std::deque<AckRecord> acks;
  HubCounters counters;
  std::size_t waiting = 0;

  // ---- Sockets (hub.cpp)
  void act(SocketNumber socket, SocketAction::Kind kind, std::string bytes, int code = 0);
  void send(SocketNumber socket, std::string text);
  Json debug();
  void disconnect(SocketNumber socket, const std::string& reason);
  void say_hello(SocketNumber socket, Duration life, Moment now);
  void turn_away(SocketNumber socket);
  void forget(SocketNumber socket, Moment now);  // it is over as far as Slack knows
  void close(SocketNumber socket, int code, std::string reason, Moment now);
  void drop(SocketNumber socket, Moment now);
  void refresh(SocketNumber socket, Moment now);
  void inject(SocketNumber socket, const SocketRule& fault, Moment now);

  // ---- Delivery (hub_delivery.cpp)
  std::optional<SocketNumber> choose_socket();
  std::string frame_of(const Flight& flight) const;
  void deliver(Flight flight, Moment now);
  void send_badly(const Flight& flight, const EnvelopeRule& fault, Moment now);
  void add_to_air(Flight flight, Moment now);  // waits for its ack from now on
  void send_strange(SocketNumber socket, SocketFaultKind kind, Moment now);
  void try_again(Flight flight, Moment now);  // an event was not acked in this attempt
  void report(Flight flight, SettledAs outcome, Moment now, std::string answer = {});
  void report_timeout(Flight& flight, Moment now);
  void lose(std::vector<Flight> broken, Moment now);  // their connection is over
  void redeliver_stranded(Moment now);
  void take_ack(SocketNumber socket, const Json& ack, Moment now);
  void trim_deadlines();
  void check_deadlines(Moment now);
};

}  // namespace tocsin::sandbox
