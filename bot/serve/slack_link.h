#pragma once
// The connection to Slack on real sockets: carries out what the socket supervisor
// (bot/slack/socket_mode.h) decides, and hands up the text frames. Loop's thread.

#include "bot/net/http_client.h"
#include "bot/net/loop.h"
#include "bot/net/surroundings.h"
#include "bot/net/websocket.h"
#include "bot/slack/envelope.h"
#include "bot/slack/socket_mode.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace tocsin {

struct SlackLinkCallbacks {
  std::function<void(slack::SocketId, slack::Frame)> on_frame;  // all but hello and disconnect
  std::function<void()> on_connected;
  std::function<void(std::optional<Moment> awake_until)> on_lost;  // see slack::Report
  std::function<void(std::string sentence)> on_fatal;  // before the first hello: cannot run
};

class SlackLink {
 public:
  SlackLink(net::Loop& loop, net::HttpClient& http, net::Surroundings surroundings,
            std::string api_url, std::string app_token, SlackLinkCallbacks callbacks);
  ~SlackLink();

  void start();
  void stop();  // closes politely; frames that still come are handed up until the end

  // An ack: on its own connection, else on the current one. When no connection takes it, it is
  // dropped: Slack delivers again, and the stored reply is given again.
  void send(slack::SocketId socket, std::string text);

  bool is_connected() const { return supervisor_.is_connected(); }

 private:
  void carry_out(slack::SocketActions actions);
  void open_url();
  void connect(slack::SocketId id, const std::string& url);
  void report(const slack::socket_action::Report& report);
  void text_came(slack::SocketId id, std::string_view text);
  void schedule();

  net::Loop& loop_;
  net::HttpClient& http_;
  net::Surroundings surroundings_;
  std::string api_url_;
  std::string app_token_;
  SlackLinkCallbacks callbacks_;
  slack::SocketMode supervisor_;
  std::map<slack::SocketId, std::unique_ptr<net::WebSocket>> sockets_;
  std::optional<net::Loop::Timer> timer_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for answers that come too late
};

}  // namespace tocsin
