#include "tests/e2e/local_server.h"

#include "bot/net/listener.h"
#include "bot/net/loop.h"
#include "tests/e2e/bot_process.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

namespace tocsin::e2e {

net::HttpResponse text_answer(int status, const std::string& body) {
  net::HttpResponse answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = body;
  return answer;
}

net::HttpResponse json_answer(int status, const Json& body) {
  return text_answer(status, dump_json(body));
}

bool is_from(const net::HttpRequest& request, std::string_view authorization) {
  const std::string* shown = net::find_header(request.headers, "Authorization");
  return shown != nullptr && *shown == authorization;
}

net::HttpResponse with_header(net::HttpResponse answer, std::string name, std::string value) {
  answer.headers.push_back({std::move(name), std::move(value)});
  return answer;
}

std::string path_of(const net::HttpRequest& request) {
  return request.url.substr(0, request.url.find('?'));
}

std::string asked_for(const net::HttpRequest& request, std::string_view key) {
  const std::size_t query = request.url.find('?');
  if (query == std::string::npos) return "";
  std::string_view rest = std::string_view(request.url).substr(query + 1);
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    const std::size_t equals = std::min(one.find('='), one.size());
    if (one.substr(0, equals) != key || equals == one.size()) continue;
    std::string value;
    for (std::size_t i = equals + 1; i < one.size(); ++i) {
      unsigned code = 0;
      const bool is_encoded =
          one[i] == '%' && i + 2 < one.size() &&
          std::from_chars(&one[i + 1], &one[i + 1] + 2, code, 16).ec == std::errc{};
      value += is_encoded ? static_cast<char>(code) : one[i];
      if (is_encoded) i += 2;
    }
    return value;
  }
  return "";
}

struct LocalServer::Impl {
  explicit Impl(Manners its_manners) : manners(std::move(its_manners)) {}

  net::Loop loop;
  std::optional<net::Listener> listener;
  std::thread thread;
  const Manners manners;

  mutable std::mutex mutex;  // of what follows, and of what the service has
  std::deque<Way> ways;
  bool down = false;
  int acts = 0;
  std::vector<net::Responder> unanswered;

  void take(const net::HttpRequest& request, const net::Responder& responder) {
    const std::lock_guard lock(mutex);
    const bool is_act = manners.is_act(request);
    Way way = Way::well;
    if (is_act) ++acts;
    if (is_act && !ways.empty()) {
      way = ways.front();
      ways.pop_front();
    }
    answer(down ? Way::broken : way, request, responder);
  }

  void answer(Way way, const net::HttpRequest& request, const net::Responder& responder) {
    switch (way) {
      case Way::well:
        return responder.reply(manners.answer(request));
      case Way::limited:
        return responder.reply(manners.limited);
      case Way::limited_for_a_second:
        return responder.reply(manners.limited_for_a_second);
      case Way::broken:
        return responder.reply(text_answer(503, "<html>"));
      case Way::lost:
        static_cast<void>(manners.answer(request));
        unanswered.push_back(responder);
        return;
      case Way::refused:
        return responder.reply(manners.refused);
    }
  }
};

LocalServer::LocalServer(Manners manners) : impl_(std::make_unique<Impl>(std::move(manners))) {
  net::ListenerCallbacks callbacks;
  callbacks.on_request = [this](const net::HttpRequest& request, const net::Responder& responder) {
    impl_->take(request, responder);
  };
  impl_->listener.emplace(impl_->loop, std::move(callbacks));
  impl_->thread = std::thread([this] { impl_->loop.run(); });
}

LocalServer::~LocalServer() {
  impl_->loop.stop();
  impl_->thread.join();
}

std::string LocalServer::url() const {
  return "http://127.0.0.1:" + std::to_string(impl_->listener->port());
}

void LocalServer::answer_next(std::vector<Way> ways) {
  const std::lock_guard lock(impl_->mutex);
  impl_->ways.assign(ways.begin(), ways.end());
}

void LocalServer::is_down(bool down) {
  const std::lock_guard lock(impl_->mutex);
  impl_->down = down;
}

int LocalServer::acts() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->acts;
}

std::mutex& LocalServer::mutex() const { return impl_->mutex; }

bool LocalServer::eventually(const std::function<bool()>& question) const {
  const auto until = std::chrono::steady_clock::now() + k_patience;
  while (std::chrono::steady_clock::now() < until) {
    if (with(question)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace tocsin::e2e
