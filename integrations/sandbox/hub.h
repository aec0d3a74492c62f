#pragma once
// Slack's side of Socket Mode as a pure machine: connections by number, texts in, actions out, the
// time passed in. It delivers every envelope to exactly one live connection, waits for acks, tries
// events again, and tells what became of each. Whoever drives it (a server or a simulator) carries
// out the actions and calls advance() at next_due(). One owner, one thread.
//
// What Slack leaves open is decided the nasty way: an ack counts only on the connection that
// delivered the envelope, a retiring connection still gets envelopes, a command whose connection
// broke is delivered again on the next one even after its user has seen an error.

#include "integrations/sandbox/dice.h"
#include "integrations/sandbox/envelope.h"
#include "integrations/sandbox/faults.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

using SocketNumber = std::uint64_t;

struct HubSetup {
  std::string app_id = "A0TOCSIN";
  std::uint64_t seed = 1;
  bool keep_records = true;  // false: acks() stays empty and answers are not kept
  bool ack_on_any_connection = false;
  bool delayed_events = false;  // hourly for a day after the third retry
  Duration connection_life{18'060'000};
  Duration closes_after_refresh{10'000};
};

struct SocketAction {
  enum class Kind { text, binary, raw, ping, close, drop, silence };
  SocketNumber socket = 0;
  Kind kind = Kind::text;
  std::string bytes;  // text, ping payload, or the close reason
  int close_code = 0;
};

struct AckRecord {
  std::string envelope_id;
  EnvelopeKind kind = EnvelopeKind::events_api;
  std::string key;
  Moment sent_at;
  Moment acked_at;
  std::string payload;
  bool late = false;  // after Slack had given up on this attempt
};

// Frames from the bot that were not a plain first ack. A good bot leaves all but `late` and
// `second` at zero.
struct HubCounters {
  int unknown_envelopes = 0;  // ack for an id that was never sent
  int elsewhere = 0;          // ack on another connection than the delivering one
  int second = 0;             // again for an id that was acked before
  int late = 0;
  int malformed = 0;          // not JSON, not an object, no envelope_id
  int unwanted_payloads = 0;  // payload where accepts_response_payload was false
  int oversized = 0;          // frames above 20,480 bytes
  int delivered = 0;          // envelopes sent, retries included
  int retried = 0;
  int timed_out = 0;    // acts of people that were not acked in time
  int given_up = 0;     // events that were not acked in any attempt
  int connections = 0;  // accepted ones, ever
  int turned_away = 0;  // too_many_websockets
};

class SocketHub {
 public:
  // The plan is asked about every delivery; it must outlive the hub.
  explicit SocketHub(HubSetup setup, FaultPlan* faults = nullptr);
  ~SocketHub();
  SocketHub(const SocketHub&) = delete;
  SocketHub& operator=(const SocketHub&) = delete;

  // ---- What happens on sockets. `faults` are what the plan has for this connection; `life`
  // replaces the setup's (debug_reconnects=true asks for 360 s).
  void opened(SocketNumber socket, Moment now, const std::vector<SocketRule>& faults = {},
              std::optional<Duration> life = {});
  void received(SocketNumber socket, std::string_view text, Moment now);
  void closed(SocketNumber socket, Moment now);

  // ---- What shall be delivered.
  void offer(Envelope envelope, Moment now);

  // ---- What Slack does on its own accord.
  void warn(SocketNumber socket);                 // "warning", then nothing
  void refresh(SocketNumber socket, Moment now);  // "refresh_requested", closes soon after
  void disable_link(Moment now);                  // "link_disabled" to all, then closes them
  void drop(SocketNumber socket, Moment now);     // reset, as by a broken network
  void drop_all(Moment now);
  void silence(SocketNumber socket, Moment now);  // Slack still believes in it and sends into it
  void inject(SocketNumber socket, const SocketRule& fault, Moment now);

  // ---- Time and results.
  std::optional<Moment> next_due() const;
  void advance(Moment now);
  std::vector<SocketAction> take_actions();
  std::vector<Settled> take_settled();

  // ---- Reading.
  std::vector<SocketNumber> live() const;  // hello sent and not closed
  std::size_t waiting() const;             // envelopes that have not settled
  // Of these the ones that a living bot can settle now, not those that come again in a minute.
  std::size_t in_the_air() const;
  const HubCounters& counters() const;
  const std::deque<AckRecord>& acks() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocsin::sandbox
