#pragma once
// Slack's bad days, scripted. Rules are added by a test or drawn by the simulator; the sandbox asks
// the plan about every Web API call, every socket and every envelope. A fault of a Web API call has
// two independent halves, what comes back and whether (and when) the effect takes place, because
// telling these apart is exactly what the bot cannot do. Pure; the seed decides all chances.

#include "bot/domain/moment.h"
#include "integrations/sandbox/dice.h"
#include "integrations/sandbox/envelope.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

// ---- Web API

enum class WebAnswer {
  usual,              // the real answer (effect at once), perhaps later
  http_status,        // `status` with `body`
  refusal,            // HTTP 200 {"ok":false,"error":body}
  rate_limited,       // HTTP 429; header Retry-After: `retry_after`, left out when empty
  html,               // HTTP 200 with a web page
  truncated_body,     // Content-Length of the real answer, half of its bytes, end of connection
  truncated_chunked,  // chunked, ends in the middle of a chunk
  half_json,          // whole HTTP answer whose JSON stops in the middle
  closed,             // connection reset without an answer
  silence,            // no answer ever
};

enum class WebEffect { none, at_once, later };

struct WebFault {
  WebAnswer answer = WebAnswer::usual;
  WebEffect effect = WebEffect::none;  // `usual` always has its effect at once
  Duration answer_after{0};
  Duration effect_after{0};  // for `later`
  int status = 0;
  std::string body;
  std::string retry_after;
};

// Short names for the usual ones.
WebFault slow_answer(Duration by);
WebFault http_error(int status, std::string body = {}, WebEffect effect = WebEffect::none);
WebFault refused_with(std::string code, WebEffect effect = WebEffect::none);
WebFault too_many(std::string retry_after);  // "" none, "soon" invalid
WebFault html_page(WebEffect effect = WebEffect::none);
WebFault lost_before_effect();
WebFault lost_after_effect();
WebFault silent(WebEffect effect = WebEffect::none);
WebFault truncated(WebEffect effect = WebEffect::at_once);
WebFault truncated_chunk(WebEffect effect = WebEffect::at_once);
WebFault half_an_object(WebEffect effect = WebEffect::at_once);
WebFault late_effect(Duration after);  // reset now, the effect appears later

struct WebRule {
  std::string method;        // "chat.postMessage"; empty: any; "response_url"; "upload"
  int skip = 0;              // matching calls that pass before the rule begins
  int times = 1;             // hits before it is spent; -1: never spent
  double probability = 1.0;  // of a hit for each call that it sees
  WebFault fault;
};

// ---- Sockets

enum class SocketFaultKind {
  refuse,              // the upgrade is answered with `status`
  no_hello,            // accepted, then nothing
  drop,                // reset `after` hello
  silence,             // the server stops reading and answering `after` hello
  close,               // close frame with `status` as the code and `body` as the reason
  disconnect,          // frame {"type":"disconnect","reason":body}
  malformed,           // text frame that is not JSON
  binary,              // binary frame
  empty,               // empty text frame
  unknown_type,        // JSON without envelope_id, of an unknown type
  unknown_envelope,    // unknown type with an envelope_id: a good client acks it
  unparsable_payload,  // known type, payload not an object: a good client acks it
  oversized,           // a text frame of `status` KiB (JSON of an unknown type)
  broken_framing,      // bytes that are no WebSocket frame: the client must give up the connection
  raw_newline,         // stray newlines as an empty-ish text frame
};

struct SocketRule {
  SocketFaultKind kind = SocketFaultKind::drop;
  int skip = 0;   // connections that are spared before
  int times = 1;  // connections that it hits; -1: all
  double probability = 1.0;
  Duration after{0};  // since the connection was opened
  int status = 0;
  std::string body;
};

// ---- Envelopes

enum class EnvelopeFaultKind {
  duplicate,        // the same frame twice, same envelope_id
  second_envelope,  // again under a new envelope_id, not marked as a retry
  vanish,           // sent into the void: the bot never sees this attempt
  late,             // this attempt arrives `after` its time, so that younger ones overtake it
};

struct EnvelopeRule {
  EnvelopeFaultKind kind = EnvelopeFaultKind::duplicate;
  std::optional<EnvelopeKind> only;
  int skip = 0;
  int times = 1;
  double probability = 1.0;
  Duration after{0};
};

class FaultPlan {
 public:
  explicit FaultPlan(std::uint64_t seed = 1);

  void add(WebRule rule);
  void add(SocketRule rule);
  void add(EnvelopeRule rule);
  void fail_next(std::string method, WebFault fault, int times = 1);  // the commonest WebRule
  void clear();  // from now on all is well; the counters stay

  // Asked by the sandbox. The first rule that hits wins; for sockets all that hit apply.
  std::optional<WebFault> for_call(std::string_view method);
  std::vector<SocketRule> for_socket();
  std::optional<EnvelopeRule> for_envelope(EnvelopeKind kind);

  int fired() const;                                          // faults of all kinds that have hit
  const std::map<std::string, int>& fired_by_method() const;  // Web API only
  bool spent() const;  // every rule with a limit has been used up

 private:
  template <class Rule>
  bool hits(Rule& rule);

  Dice dice_;
  std::vector<WebRule> web_;
  std::vector<SocketRule> sockets_;
  std::vector<EnvelopeRule> envelopes_;
  int fired_ = 0;
  std::map<std::string, int> by_method_;
};

}  // namespace tocsin::sandbox
