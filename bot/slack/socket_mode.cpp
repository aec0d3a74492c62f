#include "bot/slack/socket_mode.h"

#include "bot/json.h"
#include "bot/slack/web_api.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;
using socket_action::Close;
using socket_action::Connect;
using socket_action::Destroy;
using socket_action::Ping;
using socket_action::Report;
using socket_action::RequestUrl;

constexpr Duration k_url_limit = 30s;        // the HTTP client gives up before that
constexpr Duration k_handshake_limit = 15s;  // so does the WebSocket
constexpr Duration k_hello_limit = 10s;
constexpr Duration k_drain_limit = 30s;  // what Slack has already sent on the old one comes by then
constexpr Duration k_close_limit = 1s;   // Slack does not always answer a close frame
constexpr Duration k_silence = 15s;      // Slack pings every 10 s; then we ask ourselves
constexpr Duration k_dead = 40s;
constexpr Duration k_stable = 60s;
constexpr Duration k_first_delay = 1s;
constexpr Duration k_longest_delay = 60s;
constexpr Duration k_shortest_delay = 200ms;  // full jitter may give nothing at all
constexpr Duration k_slow_delay = 5min;
constexpr Duration k_too_many_delay = 10s;  // Slack takes a while to notice closed ones
constexpr Duration k_busy_delay = 30s;      // the handshake was refused with 429
constexpr Duration k_jump = 30s;

void report(SocketActions& actions, Report::Kind kind, std::string sentence) {
  actions.emplace_back(Report{kind, std::move(sentence), {}});
}

std::string url_in(const net::HttpResponse& answer) {
  const std::optional<Json> json = parse_json(answer.body);
  if (!json) return "";
  JsonReader reader(*json);
  const std::string url = reader.text_or("url", "");
  return url.starts_with("wss://") || url.starts_with("ws://") ? url : "";
}

// What a person has to do about a token that Slack refuses.
std::string token_sentence(const Answer& answer) {
  if (answer.error == "not_allowed_token_type" || answer.error == "missing_args") {
    return fmt::format(
        "Slack does not take SLACK_APP_TOKEN ({}): it must be an app-level token, which begins "
        "with xapp-. Make one under Basic Information, App-Level Tokens, with the scope "
        "connections:write.",
        answer.error);
  }
  if (answer.kind == AnswerClass::missing_scope) {
    return "SLACK_APP_TOKEN lacks the scope connections:write. Make a new app-level token with it "
           "under Basic Information, App-Level Tokens.";
  }
  return fmt::format(
      "Slack refuses SLACK_APP_TOKEN ({}). Check that the app is still installed, and make a new "
      "app-level token under Basic Information, App-Level Tokens.",
      answer.error);
}

// Nothing but a person can mend these. The other refusals may end by themselves.
bool is_fatal(const Answer& answer) {
  constexpr std::array<std::string_view, 9> k_codes{
      "invalid_auth",           "not_authed",    "account_inactive",
      "token_revoked",          "token_expired", "forbidden_team",
      "not_allowed_token_type", "missing_args",  "insecure_request"};
  return answer.kind == AnswerClass::missing_scope ||
         std::find(k_codes.begin(), k_codes.end(), answer.error) != k_codes.end();
}

}  // namespace

net::HttpRequest open_request(std::string_view api_url, std::string_view app_token) {
  return api_request(api_url, app_token, "apps.connections.open", {});
}

std::optional<std::string> connection_trouble(const net::HttpResponse& response) {
  const Answer answer = classify(response);
  if (answer.is_good() && !url_in(response).empty()) return std::nullopt;
  if (!answer.is_good() && is_fatal(answer)) return token_sentence(answer);
  const bool was_heard = response.transport == net::Transport::answered && response.status < 500;
  if (!was_heard) {
    return "SLACK_APP_TOKEN could not be tried (" + answer.trouble +
           "). Try again when Slack answers.";
  }
  return "Slack gives no connection for SLACK_APP_TOKEN (" + answer.trouble +
         "): see that Socket Mode is on in the app's settings.";
}

SocketMode::SocketMode(std::uint64_t seed) : random_(seed) {}

// ---- connections

SocketMode::Socket* SocketMode::find(SocketId id) {
  const auto found = std::find_if(sockets_.begin(), sockets_.end(),
                                  [&](const Socket& socket) { return socket.id == id; });
  return found == sockets_.end() ? nullptr : &*found;
}

const SocketMode::Socket* SocketMode::find(SocketId id) const {
  const auto found = std::find_if(sockets_.begin(), sockets_.end(),
                                  [&](const Socket& socket) { return socket.id == id; });
  return found == sockets_.end() ? nullptr : &*found;
}

void SocketMode::remove(SocketId id) {
  std::erase_if(sockets_, [&](const Socket& socket) { return socket.id == id; });
  if (current_ == id) current_.reset();
}

void SocketMode::close(Socket& socket, Steady now, SocketActions& actions) {
  if (socket.stage == Stage::closing) return;
  socket.stage = Stage::closing;
  socket.limit = now + k_close_limit;
  if (current_ == socket.id) current_.reset();
  actions.emplace_back(Close{socket.id});
}

void SocketMode::close_all(Steady now, SocketActions& actions) {
  for (Socket& socket : sockets_) close(socket, now, actions);
}

void SocketMode::let_go_of_current(Steady now) {
  if (!current_) return;
  Socket* old = find(*current_);
  old->stage = Stage::draining;
  old->limit = now + k_drain_limit;
  current_.reset();
}

std::optional<SocketId> SocketMode::current() const { return current_; }

bool SocketMode::can_send(SocketId id) const {
  const Socket* socket = find(id);
  return socket != nullptr && (socket->stage == Stage::live || socket->stage == Stage::draining);
}

// ---- attempts: at most one at a time, each with a URL of its own

Duration SocketMode::next_delay() {
  if (slow_) return k_slow_delay;
  const int doublings = std::min(std::max(attempts_in_a_row_ - 1, 0), 6);
  const Duration most = std::min<Duration>(k_first_delay * (1 << doublings), k_longest_delay);
  std::uniform_int_distribution<Duration::rep> jitter(k_shortest_delay.count(), most.count());
  return Duration{jitter(random_)};
}

void SocketMode::attempt_at(Steady due) {
  attempt_ = Attempt::waiting;
  attempt_limit_ = due;
}

// The first one after a stable connection goes at once; the later ones wait.
void SocketMode::attempt_now_or_later(Steady now, SocketActions& actions) {
  if (stopped_ || attempt_ != Attempt::none) return;
  if (attempts_in_a_row_ == 0 && !slow_) {
    begin_attempt(now, actions);
  } else {
    attempt_failed(now);
  }
}

void SocketMode::begin_attempt(Steady now, SocketActions& actions) {
  ++attempts_in_a_row_;
  at_least_ = Duration{0};
  attempt_ = Attempt::asking_url;
  attempt_limit_ = now + k_url_limit;
  if (close_first_) {
    close_first_ = false;
    const bool was_live = current_.has_value();
    close_all(now, actions);
    if (was_live) say_lost("The connection to Slack is being replaced.", actions);
  }
  actions.emplace_back(RequestUrl{});
}

void SocketMode::attempt_failed(Steady now) {
  if (stopped_) return;
  attempt_at(now + std::max(next_delay(), at_least_));
}

SocketActions SocketMode::start(Steady now) {
  last_input_ = now;
  SocketActions actions;
  if (!stopped_) return actions;
  stopped_ = false;
  begin_attempt(now, actions);
  return actions;
}

SocketActions SocketMode::stop(Steady now) {
  SocketActions actions;
  stopped_ = true;
  attempt_ = Attempt::none;
  attempt_limit_.reset();
  said_lost_ = true;
  close_all(now, actions);
  return actions;
}

void SocketMode::refuse_url(const Answer& answer, Steady now, SocketActions& actions) {
  const bool ends = is_fatal(answer) && !ever_connected_;
  report(actions, ends ? Report::Kind::fatal : Report::Kind::refused, token_sentence(answer));
  slow_ = true;  // a token can be restored, so the door is tried again
  attempt_failed(now);
}

SocketActions SocketMode::url_answer(const net::HttpResponse& response, Steady now) {
  last_input_ = now;
  SocketActions actions;
  if (attempt_ != Attempt::asking_url) return actions;  // too late, or stopped
  const Answer answer = classify(response);
  if (answer.kind == AnswerClass::ok) {
    const std::string url = url_in(response);
    if (url.empty()) {
      attempt_failed(now);
      return actions;
    }
    attempt_ = Attempt::connecting;
    attempt_limit_.reset();
    Socket socket;
    socket.id = ++last_id_;
    socket.last_frame = socket.last_ping = socket.live_since = now;
    socket.limit = now + k_handshake_limit;
    sockets_.push_back(socket);
    actions.emplace_back(Connect{socket.id, url});
    return actions;
  }
  if (is_fatal(answer) || answer.kind == AnswerClass::auth) {
    refuse_url(answer, now, actions);
    return actions;
  }
  at_least_ = answer.retry_after;
  attempt_failed(now);
  return actions;
}

SocketActions SocketMode::socket_opened(SocketId id, Steady now) {
  last_input_ = now;
  Socket* socket = find(id);
  if (socket == nullptr || socket->stage != Stage::handshake) return {};
  socket->stage = Stage::waiting_for_hello;
  socket->last_frame = now;
  socket->limit = now + k_hello_limit;
  return {};
}

SocketActions SocketMode::frame_seen(SocketId id, Steady now) {
  last_input_ = now;
  if (Socket* socket = find(id)) socket->last_frame = now;
  return {};
}

SocketActions SocketMode::hello(SocketId id, const frame::Hello& hello, Steady now) {
  last_input_ = now;
  SocketActions actions;
  Socket* socket = find(id);
  if (socket == nullptr) return actions;
  const bool awaited =
      socket->stage == Stage::waiting_for_hello || socket->stage == Stage::handshake;
  if (!awaited) return actions;
  let_go_of_current(now);
  socket->stage = Stage::live;
  socket->limit.reset();
  socket->live_since = socket->last_frame = socket->last_ping = now;
  current_ = id;
  attempt_ = Attempt::none;
  attempt_limit_.reset();
  slow_ = false;
  ever_connected_ = true;
  if (said_lost_) report(actions, Report::Kind::connected, "Connected to Slack.");
  said_lost_ = false;
  check_others(hello, actions);
  return actions;
}

// Slack counts a connection that has just died for a while, so one too many means nothing the first
// time.
void SocketMode::check_others(const frame::Hello& hello, SocketActions& actions) {
  const auto own = static_cast<std::int64_t>(sockets_.size());
  const std::int64_t others = hello.num_connections - own;
  if (others >= 2 || (others == 1 && others_suspected_)) {
    report(actions, Report::Kind::others_connected,
           fmt::format("Slack counts {} connections of this app and {} are ours: another process "
                       "uses the same app token and gets a part of the commands. Stop it, or give "
                       "it an app of its own.",
                       hello.num_connections, own));
  }
  others_suspected_ = others >= 1;
}

SocketActions SocketMode::disconnect(SocketId id, const frame::Disconnect& disconnect, Steady now) {
  last_input_ = now;
  using Reason = frame::Disconnect::Reason;
  SocketActions actions;
  Socket* socket = find(id);
  if (socket == nullptr || socket->stage == Stage::closing) return actions;
  if (disconnect.reason == Reason::link_disabled) {
    report(actions, Report::Kind::link_disabled,
           "Socket Mode was switched off for the app. Switch it on again under Socket Mode in the "
           "app's settings; until then no command reaches the bot.");
    const bool was_live = current_.has_value();
    close_all(now, actions);
    if (was_live) say_lost("Slack closed the connection: Socket Mode is off.", actions);
    slow_ = true;
    attempt_failed(now);
    return actions;
  }
  if (disconnect.reason == Reason::too_many_websockets) {
    too_many(id, now, actions);
    return actions;
  }
  socket->leaving = true;
  if (socket->stage == Stage::live) {
    attempt_now_or_later(now, actions);
  } else if (socket->stage != Stage::draining) {
    // Sent away before it was let in.
    close(*socket, now, actions);
    attempt_failed(now);
  }
  return actions;
}

// Ours are let go first; a healthy one may stay. Then there is time for Slack to notice.
void SocketMode::too_many(SocketId id, Steady now, SocketActions& actions) {
  report(actions, Report::Kind::too_many,
         "Slack's limit of ten connections for this app is reached. If other processes use the "
         "same app token, stop them.");
  for (Socket& socket : sockets_) {
    const bool healthy = current_ == socket.id && socket.id != id && !socket.leaving;
    if (!healthy) close(socket, now, actions);
  }
  close_first_ = true;
  if (current_) {
    attempt_ = Attempt::none;
    attempt_limit_.reset();
    return;
  }
  say_lost("Slack closed the connection: there are too many.", actions);
  at_least_ = k_too_many_delay;
  attempt_failed(now);
}

SocketActions SocketMode::socket_closed(SocketId id, const SocketEnd& end, Steady now) {
  last_input_ = now;
  SocketActions actions;
  const Socket* socket = find(id);
  if (socket == nullptr) return actions;
  if (end.http_status == 429) at_least_ = k_busy_delay;
  const std::string why =
      end.close_code != 0 ? fmt::format("closed with code {}", end.close_code) : end.trouble;
  socket_gone(id, socket->stage, now, why, actions);
  return actions;
}

// What the end of a connection means depends on how far it had come.
void SocketMode::socket_gone(SocketId id, Stage stage, Steady now, const std::string& why,
                             SocketActions& actions) {
  remove(id);
  switch (stage) {
    case Stage::draining:
    case Stage::closing:
      return;  // expected; must never start a reconnect
    case Stage::handshake:
    case Stage::waiting_for_hello:
      attempt_failed(now);
      return;
    case Stage::live:
      break;
  }
  say_lost(why.empty() ? "The connection to Slack is lost."
                       : fmt::format("The connection to Slack is lost: {}.", why),
           actions);
  attempt_now_or_later(now, actions);
}

// ---- time

// The steady clock stands still while a Linux machine sleeps, and goes on elsewhere; so both are
// looked at.
bool SocketMode::clock_jumped(Steady now, Moment wall) {
  const Steady promised = std::max(next_due().value_or(now), last_input_);
  bool jumped = now - promised > k_jump;
  if (last_tick_) {
    const auto steady_passed = std::chrono::duration_cast<Duration>(now - *last_tick_);
    const Duration wall_passed = wall - last_wall_;
    const Duration difference =
        wall_passed > steady_passed ? wall_passed - steady_passed : steady_passed - wall_passed;
    jumped = jumped || difference > k_jump;
  }
  last_tick_ = now;
  last_wall_ = wall;
  return jumped;
}

void SocketMode::say_lost(std::string sentence, SocketActions& actions,
                          std::optional<Moment> awake_until) {
  if (said_lost_) return;
  said_lost_ = true;
  actions.emplace_back(Report{Report::Kind::lost, std::move(sentence), awake_until});
}

SocketActions SocketMode::tick(Steady now, Moment wall) {
  SocketActions actions;
  const Moment awake_until = std::min(last_tick_ ? last_wall_ : wall, wall);
  const bool jumped = clock_jumped(now, wall);
  last_input_ = now;
  if (jumped && !stopped_ && (!sockets_.empty() || attempt_ == Attempt::waiting)) {
    // Nobody knows how long the other side has been without us: every socket counts as dead.
    for (const Socket& socket : sockets_) actions.emplace_back(Destroy{socket.id});
    sockets_.clear();
    current_.reset();
    say_lost("This machine slept or its clock jumped.", actions, awake_until);
    const bool must_wait = attempt_ == Attempt::waiting && (at_least_ > Duration{0} || slow_);
    if (attempt_ != Attempt::asking_url && !must_wait) begin_attempt(now, actions);
  }
  tick_attempt(now, actions);
  std::vector<SocketId> ids;
  for (const Socket& socket : sockets_) ids.push_back(socket.id);
  for (const SocketId id : ids) tick_socket(id, now, actions);
  return actions;
}

void SocketMode::tick_attempt(Steady now, SocketActions& actions) {
  if (!attempt_limit_ || now < *attempt_limit_) return;
  if (attempt_ == Attempt::waiting) {
    begin_attempt(now, actions);
  } else if (attempt_ == Attempt::asking_url) {
    attempt_failed(now);
  }
}

void SocketMode::tick_socket(SocketId id, Steady now, SocketActions& actions) {
  Socket* socket = find(id);
  if (socket == nullptr) return;
  if (socket->limit && now >= *socket->limit) {
    if (socket->stage == Stage::draining) {
      close(*socket, now, actions);
    } else if (socket->stage == Stage::waiting_for_hello) {
      close(*socket, now, actions);
      attempt_failed(now);
    } else {
      // A handshake or a close that is not answered: left open, the connection would count against
      // the ten that an app may have.
      actions.emplace_back(Destroy{id});
      socket_gone(id, socket->stage, now, "", actions);
    }
    return;
  }
  if (socket->stage != Stage::live && socket->stage != Stage::draining) return;
  if (now - socket->last_frame >= k_dead) {
    actions.emplace_back(Destroy{id});
    socket_gone(id, socket->stage, now, "nothing was heard for 40 seconds", actions);
    return;
  }
  if (current_ == id && !socket->leaving && now - socket->live_since >= k_stable) {
    attempts_in_a_row_ = 0;
  }
  if (now - socket->last_frame >= k_silence && now - socket->last_ping >= k_silence) {
    socket->last_ping = now;
    actions.emplace_back(Ping{id});
  }
}

std::optional<Steady> SocketMode::next_due() const {
  std::optional<Steady> due = attempt_limit_;
  const auto sooner = [&](Steady when) {
    if (!due || when < *due) due = when;
  };
  for (const Socket& socket : sockets_) {
    if (socket.limit) sooner(*socket.limit);
    if (socket.stage != Stage::live && socket.stage != Stage::draining) continue;
    sooner(std::max(socket.last_frame, socket.last_ping) + k_silence);
    sooner(socket.last_frame + k_dead);
    if (current_ == socket.id && attempts_in_a_row_ > 0 && !socket.leaving) {
      sooner(socket.live_since + k_stable);
    }
  }
  return due;
}

}  // namespace tocsin::slack
