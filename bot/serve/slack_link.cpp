#include "bot/serve/slack_link.h"

#include "bot/log.h"
#include "bot/serve/clock.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>
#include <variant>

namespace tocsin {

namespace {

slack::Steady steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

SlackLink::SlackLink(net::Loop& loop, net::HttpClient& http, net::Surroundings surroundings,
                     std::string api_url, std::string app_token, SlackLinkCallbacks callbacks)
    : loop_(loop),
      http_(http),
      surroundings_(std::move(surroundings)),
      api_url_(std::move(api_url)),
      app_token_(std::move(app_token)),
      callbacks_(std::move(callbacks)),
      supervisor_(std::random_device{}()) {}

SlackLink::~SlackLink() {
  *alive_ = false;
  if (timer_) loop_.cancel(*timer_);
}

void SlackLink::start() { carry_out(supervisor_.start(steady_now())); }

void SlackLink::stop() { carry_out(supervisor_.stop(steady_now())); }

void SlackLink::send(slack::SocketId socket, std::string text) {
  slack::SocketId target = socket;
  if (!supervisor_.can_send(target)) {
    const auto current = supervisor_.current();
    if (!current) return;
    target = *current;
  }
  const auto found = sockets_.find(target);
  if (found == sockets_.end()) return;
  // Kept for a second try on another connection only while there can be one.
  found->second->send_text(text, [this, alive = alive_, target, text](bool written) {
    if (written || !*alive) return;
    const auto other = supervisor_.current();
    if (!other || *other == target) return;
    const auto live = sockets_.find(*other);
    if (live != sockets_.end()) live->second->send_text(text);
  });
}

void SlackLink::carry_out(slack::SocketActions actions) {
  for (const slack::SocketAction& action : actions) {
    if (std::holds_alternative<slack::socket_action::RequestUrl>(action)) {
      open_url();
    } else if (const auto* wanted = std::get_if<slack::socket_action::Connect>(&action)) {
      connect(wanted->id, wanted->url);
    } else if (const auto* closing = std::get_if<slack::socket_action::Close>(&action)) {
      if (sockets_.contains(closing->id)) sockets_.at(closing->id)->close();
    } else if (const auto* doomed = std::get_if<slack::socket_action::Destroy>(&action)) {
      // Not at once: this may be a callback of that very socket.
      auto node = sockets_.extract(doomed->id);
      if (!node.empty()) {
        loop_.post([socket = std::shared_ptr<net::WebSocket>(std::move(node.mapped()))] {});
      }
    } else if (const auto* pinged = std::get_if<slack::socket_action::Ping>(&action)) {
      if (sockets_.contains(pinged->id)) sockets_.at(pinged->id)->send_ping();
    } else if (const auto* told = std::get_if<slack::socket_action::Report>(&action)) {
      report(*told);
    }
  }
  schedule();
}

void SlackLink::open_url() {
  http_.send(slack::open_request(api_url_, app_token_),
             [this, alive = alive_](const net::HttpResponse& answer) {
               if (*alive) carry_out(supervisor_.url_answer(answer, steady_now()));
             });
}

void SlackLink::connect(slack::SocketId id, const std::string& url) {
  net::WebSocketCallbacks callbacks;
  callbacks.on_open = [this, id] { carry_out(supervisor_.socket_opened(id, steady_now())); };
  callbacks.on_text = [this, id](std::string_view text) { text_came(id, text); };
  callbacks.on_other_frame = [this, id] { carry_out(supervisor_.frame_seen(id, steady_now())); };
  callbacks.on_closed = [this, id](const net::WebSocketEnd& end) {
    auto node = sockets_.extract(id);
    if (!node.empty()) {
      loop_.post([socket = std::shared_ptr<net::WebSocket>(std::move(node.mapped()))] {});
    }
    carry_out(supervisor_.socket_closed(id, {end.http_status, end.close_code, end.trouble},
                                        steady_now()));
  };
  sockets_[id] = std::make_unique<net::WebSocket>(loop_, surroundings_, url, std::move(callbacks));
}

void SlackLink::text_came(slack::SocketId id, std::string_view text) {
  slack::Frame frame = slack::parse_frame(text);
  slack::SocketActions actions = supervisor_.frame_seen(id, steady_now());
  if (const auto* hello = std::get_if<slack::frame::Hello>(&frame)) {
    auto more = supervisor_.hello(id, *hello, steady_now());
    actions.insert(actions.end(), more.begin(), more.end());
    carry_out(std::move(actions));
  } else if (const auto* farewell = std::get_if<slack::frame::Disconnect>(&frame)) {
    auto more = supervisor_.disconnect(id, *farewell, steady_now());
    actions.insert(actions.end(), more.begin(), more.end());
    carry_out(std::move(actions));
  } else {
    if (!actions.empty()) carry_out(std::move(actions));
    callbacks_.on_frame(id, std::move(frame));
  }
}

void SlackLink::report(const slack::socket_action::Report& report) {
  using Kind = slack::socket_action::Report::Kind;
  switch (report.kind) {
    case Kind::connected:
      log_info("{}", report.sentence.empty() ? "connected to Slack" : report.sentence);
      callbacks_.on_connected();
      return;
    case Kind::lost:
      log_warn("{}", report.sentence.empty() ? "no connection to Slack" : report.sentence);
      callbacks_.on_lost(report.awake_until);
      return;
    case Kind::fatal:
      callbacks_.on_fatal(report.sentence);
      return;
    case Kind::link_disabled:
    case Kind::too_many:
    case Kind::others_connected:
    case Kind::refused:
      log_error("{}", report.sentence);
      return;
  }
}

void SlackLink::schedule() {
  if (timer_) {
    loop_.cancel(*timer_);
    timer_.reset();
  }
  const auto due = supervisor_.next_due();
  if (!due) return;
  const auto pause = std::chrono::ceil<std::chrono::milliseconds>(*due - steady_now());
  timer_ = loop_.after(std::max(pause, std::chrono::milliseconds{0}), [this] {
    timer_.reset();
    carry_out(supervisor_.tick(steady_now(), read_clocks().wall));
  });
}

}  // namespace tocsin
