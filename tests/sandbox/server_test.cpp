// The sandbox over real sockets, with the program's own HTTP and WebSocket clients.

#include "integrations/sandbox/server.h"
#include "bot/net/http_client.h"
#include "bot/net/websocket.h"
#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace server_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

// Server and client on one loop, run until something has happened or ten seconds are over.
struct Wired {
  net::Loop loop;
  Server server{loop, sample_workspace()};
  net::HttpClient client;
  std::unique_ptr<net::WebSocket> socket;
  std::vector<Json> frames;
  std::optional<net::WebSocketEnd> end;

  explicit Wired(std::chrono::milliseconds timeout = std::chrono::milliseconds{2000})
      : client(loop, net::Surroundings{}, options(timeout)) {}

  static net::HttpClientOptions options(std::chrono::milliseconds timeout) {
    net::HttpClientOptions chosen;
    chosen.timeout = timeout;
    return chosen;
  }

  void run_until(const std::function<bool()>& done) {
    bool late = false;
    const auto timer = loop.after(std::chrono::seconds{10}, [&] {
      late = true;
      loop.stop();
    });
    std::function<void()> look = [&] {
      if (done()) {
        loop.stop();
      } else {
        loop.after(std::chrono::milliseconds{1}, look);
      }
    };
    loop.post(look);
    loop.run();
    loop.cancel(timer);
    CHECK_FALSE(late);
  }

  net::HttpResponse send(net::HttpRequest request) {
    std::optional<net::HttpResponse> answer;
    loop.post([&] {
      client.send(std::move(request), [&](net::HttpResponse got) { answer = std::move(got); });
    });
    run_until([&] { return answer.has_value(); });
    return answer.value_or(net::HttpResponse{});
  }
  net::HttpResponse call(const std::string& method, const Fields& fields,
                         const std::string& token = "xoxb-1-sandbox") {
    net::HttpRequest request = form_request(method, fields, token);
    request.url = server.api_url() + method;
    return send(std::move(request));
  }
  net::HttpResponse post() {
    return call("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}});
  }
  void connect() {
    const std::string url =
        body_of(call("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox"))["url"];
    frames.clear();
    end.reset();
    net::WebSocketCallbacks callbacks;
    callbacks.on_text = [this](std::string_view text) {
      frames.push_back(parse_json(text).value_or(Json("no JSON")));
    };
    callbacks.on_closed = [this](net::WebSocketEnd got) { end = std::move(got); };
    loop.post([this, url, callbacks] {
      socket = std::make_unique<net::WebSocket>(loop, net::Surroundings{}, url, callbacks);
    });
    run_until([&] { return !frames.empty() || end.has_value(); });
  }
};

}  // namespace

TEST_CASE("the Web API answers over HTTP") {
  Wired wired;
  const net::HttpResponse response = wired.call("auth.test", {});
  CHECK(response.status == 200);
  CHECK(body_of(response)["user_id"] == "U0TOCSIN");
  CHECK(net::find_header(response.headers, "X-OAuth-Scopes") != nullptr);
}

TEST_CASE("a bot connects, gets a command and answers it") {
  Wired wired;
  wired.connect();
  REQUIRE(wired.frames.size() == 1);
  CHECK(wired.frames[0]["type"] == "hello");
  wired.loop.post([&] {
    (void)wired.server.workspace().slash_command(k_ana, k_general, "/incident", "help",
                                                 wired.server.now());
    wired.server.flush();
  });
  wired.run_until([&] { return wired.frames.size() == 2; });
  const std::string id = wired.frames[1]["envelope_id"];
  wired.loop.post([&] {
    wired.socket->send_text(R"({"envelope_id":")" + id + R"(","payload":{"text":"hi"}})");
  });
  wired.run_until([&] { return wired.server.workspace().last_ephemeral(k_ana) != nullptr; });
  CHECK(wired.server.workspace().last_ephemeral(k_ana)->text == "hi");
}

TEST_CASE("a ticket opens one connection") {
  Wired wired;
  const std::string url =
      body_of(wired.call("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox"))["url"];
  std::optional<net::WebSocketEnd> end;
  int opened = 0;
  net::WebSocketCallbacks callbacks;
  callbacks.on_open = [&] { ++opened; };
  std::unique_ptr<net::WebSocket> first;
  std::unique_ptr<net::WebSocket> second;
  wired.loop.post([&] {
    first = std::make_unique<net::WebSocket>(wired.loop, net::Surroundings{}, url, callbacks);
  });
  wired.run_until([&] { return opened == 1; });
  callbacks.on_closed = [&](net::WebSocketEnd got) { end = std::move(got); };
  wired.loop.post([&] {
    second = std::make_unique<net::WebSocket>(wired.loop, net::Surroundings{}, url, callbacks);
  });
  wired.run_until([&] { return end.has_value(); });
  CHECK(end->http_status == 403);
  CHECK(opened == 1);
}

TEST_CASE("an ack that is too large ends the connection with 1009") {
  Wired wired;
  wired.connect();
  wired.loop.post([&] { wired.socket->send_text(std::string(20'481, 'x')); });
  wired.run_until([&] { return wired.end.has_value(); });
  CHECK(wired.end->close_code == 1009);
}

TEST_CASE("a dropped connection is seen as ended") {
  Wired wired;
  wired.connect();
  wired.loop.post([&] {
    wired.server.hub().drop_all(wired.server.now());
    wired.server.flush();
  });
  wired.run_until([&] { return wired.end.has_value(); });
  CHECK(wired.end->close_code != 1000);
}

TEST_CASE("lost, cut and silent answers are lost for the client, whatever the effect was") {
  Wired wired(std::chrono::milliseconds{300});
  const auto posted = [&] {
    return wired.server.workspace().channel(k_incidents)->messages.size();
  };
  FaultPlan& faults = wired.server.faults();
  std::size_t effects = 0;
  for (const WebFault& fault : {lost_before_effect(), silent()}) {
    faults.fail_next("chat.postMessage", fault, 2);  // the client may try a kept connection again
    CHECK(wired.post().transport == net::Transport::lost);
    faults.clear();
    CHECK(posted() == effects);
  }
  for (const WebFault& fault : {truncated(), truncated_chunk()}) {
    faults.fail_next("chat.postMessage", fault);
    CHECK(wired.post().transport == net::Transport::lost);
    ++effects;
    CHECK(posted() == effects);
  }
  CHECK(wired.post().transport == net::Transport::answered);
}

TEST_CASE("errors, pages and slow answers arrive as they are") {
  Wired wired;
  FaultPlan& faults = wired.server.faults();
  faults.fail_next("chat.postMessage", http_error(503, "down"));
  CHECK(wired.post().status == 503);
  faults.fail_next("chat.postMessage", too_many("3"));
  CHECK(wired.post().status == 429);
  faults.fail_next("chat.postMessage", html_page());
  CHECK_FALSE(parse_json(wired.post().body).has_value());
  faults.fail_next("chat.postMessage", slow_answer(Duration{50}));
  CHECK(body_of(wired.post())["ok"] == true);
}

TEST_CASE("a late effect appears later without anybody asking") {
  Wired wired;
  wired.server.faults().fail_next("chat.postMessage", late_effect(Duration{50}));
  CHECK(wired.post().transport == net::Transport::lost);
  wired.run_until(
      [&] { return wired.server.workspace().channel(k_incidents)->messages.size() == 1; });
}

TEST_CASE("an upload goes through its own address") {
  Wired wired;
  const Json step =
      body_of(wired.call("files.getUploadURLExternal", {{"filename", "x.md"}, {"length", "5"}}));
  net::HttpRequest upload;
  upload.method = "POST";
  upload.url = step["upload_url"];
  upload.body = "hello";
  CHECK(wired.send(upload).body == "OK - 5");
}

TEST_CASE("the workspace's clock can be moved forward") {
  Wired wired;
  const Moment before = wired.server.now();
  wired.loop.post([&] {
    wired.server.skip_time(std::chrono::hours{1});
    wired.loop.stop();
  });
  wired.loop.run();
  CHECK(wired.server.now() - before >= std::chrono::hours{1});
}

TEST_CASE("a sandbox on its own thread does what it is asked and stops cleanly") {
  SandboxThread thread(sample_workspace());
  CHECK(thread.api_url().substr(0, 17) == "http://127.0.0.1:");
  MessageTs ts;
  thread.with([&](Server& server) {
    ts = *server.workspace().post(k_ana, k_incidents, "hello", server.now());
  });
  CHECK_FALSE(ts.empty());
  CHECK(thread.eventually([&](Server& server) {
    return server.workspace().message(k_incidents, ts)->text() == "hello";
  }));
  CHECK_FALSE(thread.eventually([](Server&) { return false; }, Duration{20}));
  CHECK_THROWS_AS(thread.with([](Server&) { throw std::runtime_error("x"); }), std::runtime_error);
}

}  // namespace server_test
