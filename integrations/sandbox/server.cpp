#include "integrations/sandbox/server.h"

#include "bot/net/listener.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace tocsin::sandbox {

namespace {

// Open pages are told that something has changed, and ask: many changes at once are one question.
constexpr Duration k_tell_pages_after{25};

}  // namespace

struct Server::Impl {
  Impl(net::Loop& loop_, WorkspaceSetup setup, HubSetup hub_setup, std::uint16_t port)
      : loop(loop_),
        sandbox(std::move(setup), std::move(hub_setup)),
        listener(loop, callbacks(), options(port)) {
    const std::string address = "127.0.0.1:" + std::to_string(listener.port());
    base_url = "http://" + address;
    sandbox.workspace().set_bases(base_url, "ws://" + address);
  }

  ~Impl() {
    if (timer) loop.cancel(*timer);
    if (telling) loop.cancel(*telling);
    for (const net::Loop::Timer answer : answers) loop.cancel(answer);
  }

  static net::ListenerOptions options(std::uint16_t port) {
    net::ListenerOptions options;
    options.port = port;
    options.largest_request = 64 * 1024 * 1024;  // uploads
    return options;
  }

  Moment now() const {
    // The offset lets a test move the workspace's clock without waiting.
    const auto wall = std::chrono::system_clock::now() + clock_offset;
    return std::chrono::time_point_cast<Duration>(wall);
  }

  net::ListenerCallbacks callbacks() {
    net::ListenerCallbacks all;
    all.on_request = [this](net::HttpRequest request, net::Responder responder) {
      if (page && WebPage::owns(request.url)) {
        responder.reply(page->answer(request, now()));
        if (request.method == "POST") flush();
        return;
      }
      Reception reception = sandbox.request(request, now());
      // Events first: Slack too tells a bot of its own post before that call has returned.
      flush();
      answer(std::move(reception), std::move(responder));
    };
    all.on_upgrade = [this](const net::HttpRequest& request) {
      if (page && WebPage::owns(request.url)) return page->handshake(request);
      return sandbox.handshake(request.url, now());
    };
    all.on_socket_open = [this](net::ServerSocket socket, const net::HttpRequest& request) {
      if (WebPage::owns(request.url)) {
        pages.emplace(socket.number(), socket);
        return;
      }
      sockets.emplace(socket.number(), socket);
      sandbox.opened(socket.number(), request.url, now());
      flush();
    };
    all.on_socket_text = [this](net::ServerSocket socket, std::string_view text) {
      if (pages.contains(socket.number())) return;  // pages only listen
      sandbox.received(socket.number(), text, now());
      flush();
    };
    all.on_socket_closed = [this](net::ServerSocket socket, int) {
      if (pages.erase(socket.number()) != 0) return;
      sockets.erase(socket.number());
      sandbox.closed(socket.number(), now());
      flush();
    };
    return all;
  }

  void answer(Reception reception, net::Responder responder) {
    if (reception.after.count() <= 0) {
      answer_now(std::move(reception), responder);
      return;
    }
    auto held = std::make_shared<Reception>(std::move(reception));
    answers.push_back(loop.after(
        held->after, [this, held, responder] { answer_now(std::move(*held), responder); }));
  }

  void answer_now(Reception reception, const net::Responder& responder) {
    switch (reception.kind) {
      case Reception::Kind::reply:
        responder.reply(std::move(reception.response));
        return;
      case Reception::Kind::raw:
        responder.reply_raw(std::move(reception.raw));
        return;
      case Reception::Kind::reset:
        responder.drop();
        return;
      case Reception::Kind::silence:
        unanswered.push_back(responder);  // while somebody holds it, the client waits
        return;
    }
  }

  void carry_out(SocketAction action) {
    const auto found = sockets.find(action.socket);
    if (found == sockets.end()) return;
    const net::ServerSocket& socket = found->second;
    switch (action.kind) {
      case SocketAction::Kind::text:
        return socket.send_text(std::move(action.bytes));
      case SocketAction::Kind::binary:
        return socket.send_binary(std::move(action.bytes));
      case SocketAction::Kind::raw:
        return socket.send_raw(std::move(action.bytes));
      case SocketAction::Kind::ping:
        return socket.send_ping(std::move(action.bytes));
      case SocketAction::Kind::close:
        return socket.close(action.close_code, std::move(action.bytes));
      case SocketAction::Kind::drop:
        return socket.drop();
      case SocketAction::Kind::silence:
        return socket.go_silent();
    }
  }

  void flush() {
    sandbox.flush(now());
    for (SocketAction& action : sandbox.take_actions()) carry_out(std::move(action));
    arm();
    tell_pages();
  }

  void tell_pages() {
    if (pages.empty() || telling) return;
    telling = loop.after(k_tell_pages_after, [this] {
      telling.reset();
      for (const auto& [number, socket] : pages) socket.send_text("changed");
    });
  }

  // A timer that is early costs one look; one for every acked envelope would cost far more.
  void arm() {
    const auto due = sandbox.next_due();
    if (!due || (timer && timer_due <= *due)) return;
    if (timer) loop.cancel(*timer);
    timer_due = *due;
    const Duration wait = std::max(*due - now(), Duration{0});
    timer = loop.after(wait, [this] {
      timer.reset();
      sandbox.advance(now());
      flush();
    });
  }

  net::Loop& loop;
  Sandbox sandbox;
  std::map<std::uint64_t, net::ServerSocket> sockets;
  std::map<std::uint64_t, net::ServerSocket> pages;  // that are open in browsers
  std::optional<WebPage> page;
  std::optional<net::Loop::Timer> telling;
  std::vector<net::Responder> unanswered;
  std::vector<net::Loop::Timer> answers;
  std::optional<net::Loop::Timer> timer;
  Moment timer_due;
  Duration clock_offset{0};
  std::string base_url;
  net::Listener listener;  // last: its callbacks use all the others
};

Server::Server(net::Loop& loop, WorkspaceSetup setup) : Server(loop, setup, hub_setup_for(setup)) {}

Server::Server(net::Loop& loop, WorkspaceSetup setup, HubSetup hub_setup, std::uint16_t port)
    : impl_(std::make_unique<Impl>(loop, std::move(setup), std::move(hub_setup), port)) {}

Server::~Server() = default;

std::string Server::api_url() const { return impl_->base_url + "/api/"; }

std::string Server::base_url() const { return impl_->base_url; }

std::uint16_t Server::port() const { return impl_->listener.port(); }

void Server::show_page(PageSetup setup) { impl_->page.emplace(impl_->sandbox, std::move(setup)); }

Moment Server::now() const { return impl_->now(); }

void Server::skip_time(Duration by) {
  impl_->clock_offset += by;
  impl_->sandbox.advance(impl_->now());
  impl_->flush();
}

Sandbox& Server::sandbox() { return impl_->sandbox; }

Workspace& Server::workspace() { return impl_->sandbox.workspace(); }

SocketHub& Server::hub() { return impl_->sandbox.hub(); }

FaultPlan& Server::faults() { return impl_->sandbox.faults(); }

void Server::flush() { impl_->flush(); }

struct SandboxThread::Impl {
  net::Loop loop;
  std::unique_ptr<Server> server;
  std::string api_url;
  std::thread thread;

  Impl(WorkspaceSetup setup, HubSetup hub_setup, std::uint16_t port)
      : server(std::make_unique<Server>(loop, std::move(setup), std::move(hub_setup), port)),
        api_url(server->api_url()),
        thread([this] { loop.run(); }) {}

  ~Impl() {
    // The server goes on the loop's own thread, as all of bot/net must.
    loop.post([this] {
      server.reset();
      loop.stop();
    });
    thread.join();
  }

  void run(const std::function<void()>& work) {
    std::mutex mutex;
    std::condition_variable finished;
    bool done = false;
    std::exception_ptr trouble;
    loop.post([&] {
      try {
        work();
      } catch (...) {
        trouble = std::current_exception();
      }
      const std::lock_guard lock(mutex);
      done = true;
      finished.notify_one();
    });
    std::unique_lock lock(mutex);
    finished.wait(lock, [&] { return done; });
    if (trouble) std::rethrow_exception(trouble);
  }
};

SandboxThread::SandboxThread(WorkspaceSetup setup) : SandboxThread(setup, hub_setup_for(setup)) {}

SandboxThread::SandboxThread(WorkspaceSetup setup, HubSetup hub_setup, std::uint16_t port)
    : impl_(std::make_unique<Impl>(std::move(setup), std::move(hub_setup), port)) {}

SandboxThread::~SandboxThread() = default;

const std::string& SandboxThread::api_url() const { return impl_->api_url; }

void SandboxThread::with(const std::function<void(Server&)>& work) {
  impl_->run([&] {
    work(*impl_->server);
    impl_->server->flush();
  });
}

bool SandboxThread::eventually(const std::function<bool(Server&)>& question, Duration within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (true) {
    bool answer = false;
    with([&](Server& server) { answer = question(server); });
    if (answer || std::chrono::steady_clock::now() >= until) return answer;
    std::this_thread::sleep_for(Duration{5});
  }
}

}  // namespace tocsin::sandbox
