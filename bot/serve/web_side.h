#pragma once
// The HTTP side of the running bot: listens, lets in who may ask (bot/web/gate.h), reads on a
// thread of its own and types on behalf of people through the session. Without it the bot runs on
// as well: a port that is taken is a warning. Loop's thread.

#include "bot/config/config.h"
#include "bot/net/listener.h"
#include "bot/net/loop.h"
#include "bot/serve/hook_side.h"
#include "bot/serve/reading_thread.h"
#include "bot/serve/session.h"
#include "bot/serve/shared_answers.h"
#include "bot/web/api.h"
#include "bot/web/gate.h"
#include "bot/web/target.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// What main supplies: the classes behind them are known there only.
struct WebSeams {
  OpenToRead open_to_read;
  web::PrintWriteup print_writeup;
  std::string version;
};

struct HttpAddress {
  std::string host;  // without brackets
  std::uint16_t port = 0;
};

// "127.0.0.1:8686", "[::1]:8686", "localhost:8686". Nothing: it is none.
std::optional<HttpAddress> read_http_address(const std::string& text);

// Why the bot must not start with this configuration, as a sentence; nothing when it may.
std::optional<std::string> http_trouble(const Config& config);

class WebSide {
 public:
  WebSide(net::Loop& loop, const Config& config, WebSeams seams, Session& session);
  ~WebSide();

 private:
  void asked(const net::HttpRequest& request, const net::Responder& responder);
  void ready(const net::Responder& responder);
  void measure(const net::Responder& responder);
  void read(const std::string& url, web::Target target, const net::Responder& responder);
  void typed(const net::HttpRequest& request, const net::Responder& responder);
  void run(const web::TypedOutside& typed, const UserId& user, const net::Responder& responder);
  void watch(const net::Responder& responder);
  void record_has_changed();
  void tell_of_change();
  void tell_watchers(const std::string& event);
  void keep_watchers();

  net::Loop& loop_;
  Config config_;
  WebSeams seams_;
  Session& session_;
  web::Gate gate_;
  HookSide hooks_;
  Policy policy_;
  double started_at_;
  // Probing writes: many who ask at once share one answer.
  std::vector<net::Responder> waiting_for_probe_;
  std::vector<net::Responder> watchers_;  // open pages
  bool is_about_to_tell_ = false;
  std::chrono::steady_clock::time_point told_at_{};
  SharedAnswers shared_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  ReadingThread reading_;
  std::unique_ptr<net::Listener> listener_;  // last: nothing comes in before the rest stands
};

}  // namespace tocsin
