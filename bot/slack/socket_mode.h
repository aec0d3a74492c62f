#pragma once
// The supervisor of the connection to Slack: a state machine of events and times, without sockets
// and without a clock. The loop tells it what happened and does what it answers. There is one
// supervisor and at most one connection attempt at a time; a replacement is live before the old
// connection is let go, and the old one is read and acknowledged until it closes.
//
// Per connection: handshake → waiting for hello (10 s) → live → draining → closing. After Destroy
// the loop reports nothing more about that connection.

#include "bot/domain/moment.h"
#include "bot/net/http.h"
#include "bot/slack/envelope.h"
#include "bot/slack/web_api.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin::slack {

using SocketId = std::uint64_t;
using Steady = std::chrono::steady_clock::time_point;

namespace socket_action {
struct RequestUrl {};  // send open_request(), give the answer to url_answer()
struct Connect {
  SocketId id = 0;
  std::string url;  // single use, and a secret
};
struct Close {  // a close frame; what still comes in is read and acknowledged
  SocketId id = 0;
};
struct Destroy {  // at once, without a word
  SocketId id = 0;
};
struct Ping {
  SocketId id = 0;
};
struct Report {
  enum class Kind {
    connected,         // hello received after none was live
    lost,              // no live connection any more: what is said now may reach us late or never
    link_disabled,     // Socket Mode is switched off for the app
    too_many,          // Slack's limit of connections is reached
    others_connected,  // another process uses this app, and gets a part of the traffic
    refused,           // Slack refuses the app's token; tried again slowly
    fatal,             // the same before the first hello: the program should end with this sentence
  };
  Kind kind = Kind::lost;
  std::string sentence;
  std::optional<Moment> awake_until;  // lost: because this machine slept, as far as we can tell
};
}  // namespace socket_action

using SocketAction =
    std::variant<socket_action::RequestUrl, socket_action::Connect, socket_action::Close,
                 socket_action::Destroy, socket_action::Ping, socket_action::Report>;
using SocketActions = std::vector<SocketAction>;

// Why a connection ended.
struct SocketEnd {
  int http_status = 0;  // the handshake was refused
  int close_code = 0;
  std::string trouble;
};

net::HttpRequest open_request(std::string_view api_url, std::string_view app_token);
// Why Slack gives none, as one sentence with the way out; nothing: it gave one. For `doctor`.
std::optional<std::string> connection_trouble(const net::HttpResponse& response);

class SocketMode {
 public:
  explicit SocketMode(std::uint64_t seed);

  SocketActions start(Steady now);
  SocketActions stop(Steady now);  // closes everything, and nothing is opened again
  SocketActions url_answer(const net::HttpResponse& answer, Steady now);
  SocketActions socket_opened(SocketId id, Steady now);
  SocketActions frame_seen(SocketId id, Steady now);  // any frame at all, control frames included
  SocketActions hello(SocketId id, const frame::Hello& hello, Steady now);
  SocketActions disconnect(SocketId id, const frame::Disconnect& disconnect, Steady now);
  SocketActions socket_closed(SocketId id, const SocketEnd& end, Steady now);

  // At next_due(), and whenever the loop likes. `wall` only shows jumps (a laptop that slept).
  SocketActions tick(Steady now, Moment wall);
  std::optional<Steady> next_due() const;

  bool is_connected() const { return current().has_value(); }
  std::optional<SocketId> current() const;  // where an ack goes when its own connection is gone
  bool is_current(SocketId id) const { return current() == id; }
  bool can_send(SocketId id) const;  // said hello and is not closed: acks go where they belong

 private:
  enum class Stage { handshake, waiting_for_hello, live, draining, closing };
  enum class Attempt { none, waiting, asking_url, connecting };

  struct Socket {
    SocketId id = 0;
    Stage stage = Stage::handshake;
    bool leaving = false;  // Slack has said that it will go away
    Steady last_frame;
    Steady last_ping;
    Steady live_since;
    std::optional<Steady> limit;  // the end of the stage's patience
  };

  Socket* find(SocketId id);
  const Socket* find(SocketId id) const;
  void remove(SocketId id);
  void close(Socket& socket, Steady now, SocketActions& actions);
  void close_all(Steady now, SocketActions& actions);
  void let_go_of_current(Steady now);

  void attempt_now_or_later(Steady now, SocketActions& actions);
  void attempt_at(Steady due);
  void begin_attempt(Steady now, SocketActions& actions);
  void attempt_failed(Steady now);
  void refuse_url(const Answer& answer, Steady now, SocketActions& actions);
  Duration next_delay();

  void socket_gone(SocketId id, Stage stage, Steady now, const std::string& why,
                   SocketActions& actions);
  void too_many(SocketId id, Steady now, SocketActions& actions);
  void check_others(const frame::Hello& hello, SocketActions& actions);
  void tick_attempt(Steady now, SocketActions& actions);
  void tick_socket(SocketId id, Steady now, SocketActions& actions);
  void say_lost(std::string sentence, SocketActions& actions,
                std::optional<Moment> awake_until = std::nullopt);
  bool clock_jumped(Steady now, Moment wall);

  std::mt19937_64 random_;
  std::vector<Socket> sockets_;
  std::optional<SocketId> current_;  // the one that is live and not yet replaced
  SocketId last_id_ = 0;
  Attempt attempt_ = Attempt::none;
  std::optional<Steady> attempt_limit_;  // when to begin (waiting), when to give up (asking_url)
  Duration at_least_{0};                 // Slack named a time itself, so no jitter may shorten it
  int attempts_in_a_row_ = 0;            // since the last connection that was stable
  bool slow_ = false;                    // link disabled or token refused: minutes between attempts
  bool close_first_ = false;  // Slack's limit of connections was hit: no overlap next time
  bool stopped_ = true;
  bool ever_connected_ = false;
  bool said_lost_ = true;  // nothing was live yet, so nothing can be lost
  bool others_suspected_ = false;
  Steady last_input_;
  std::optional<Steady> last_tick_;
  Moment last_wall_;
};

}  // namespace tocsin::slack
