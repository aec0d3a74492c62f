// The least that a durable bot can be: for each envelope one INSERT and one ack, on the same
// network code as tocsin and with the same environment. What tocsin takes beyond it is the price of
// everything that tocsin does (duplicates, events, projection, outbox, timers) and of its two
// threads.

#include "bot/json.h"
#include "bot/net/http_client.h"
#include "bot/net/loop.h"
#include "bot/net/websocket.h"
#include "bot/slack/ack.h"
#include "bot/slack/envelope.h"
#include "bot/slack/socket_mode.h"
#include "tests/bench/disk.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace tocsin::bench {

namespace {

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

class BareBot {
 public:
  explicit BareBot(net::Loop& loop)
      : loop_(loop), http_(loop, surroundings_), store_(from_environment("TOCSIN_DB")) {}

  void start() {
    http_.send(
        slack::open_request(from_environment("SLACK_API_URL"), from_environment("SLACK_APP_TOKEN")),
        [this](const net::HttpResponse& answer) {
          const auto json = parse_json(answer.body);
          if (!json) return loop_.stop();
          connect(JsonReader(*json).text("url"));
        });
  }

 private:
  void connect(const std::string& url) {
    net::WebSocketCallbacks callbacks;
    callbacks.on_text = [this](std::string_view text) { text_came(text); };
    callbacks.on_closed = [this](const net::WebSocketEnd&) { loop_.stop(); };
    socket_ = std::make_unique<net::WebSocket>(loop_, surroundings_, url, std::move(callbacks));
  }

  void text_came(std::string_view text) {
    const slack::Frame frame = slack::parse_frame(text);
    if (std::holds_alternative<slack::frame::Hello>(frame)) {
      std::fputs("connected to Slack\n", stderr);
      return;
    }
    const auto* command = std::get_if<slack::frame::SlashCommand>(&frame);
    if (command == nullptr) return;
    store_.insert(command->envelope_id, command->user.value, command->text);
    socket_->send_text(slack::ack(command->envelope_id));
  }

  net::Loop& loop_;
  const net::Surroundings surroundings_;
  net::HttpClient http_;
  DurableInsert store_;
  std::unique_ptr<net::WebSocket> socket_;
};

}  // namespace

}  // namespace tocsin::bench

int main() {
  tocsin::net::Loop loop;
  tocsin::bench::BareBot bot(loop);
  loop.on_signals({SIGTERM, SIGINT}, [&](int) { loop.stop(); });
  bot.start();
  loop.run();
  return 0;
}
