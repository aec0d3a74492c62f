#include "bot/net/websocket.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/net/listener.h"
#include "tests/net/run_until.h"

namespace websocket_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

// A listener that takes every WebSocket and keeps what it hears.
struct Server {
  explicit Server(Loop& loop, bool echo = false) {
    ListenerCallbacks callbacks;
    callbacks.on_upgrade = [this](const HttpRequest& request) {
      upgrade = request;
      return status;
    };
    callbacks.on_socket_open = [this](const ServerSocket& socket, const HttpRequest&) {
      sockets.push_back(socket);
      if (on_open) on_open(socket);
    };
    callbacks.on_socket_text = [this, echo](const ServerSocket& socket, std::string_view text) {
      texts.emplace_back(text);
      if (echo) socket.send_text(std::string(text));
      if (on_text) on_text(socket);
    };
    callbacks.on_socket_pong = [this](const ServerSocket&) { ++pongs; };
    callbacks.on_socket_closed = [this](const ServerSocket& socket, int code) {
      closed.push_back({socket.number(), code});
    };
    listener = std::make_unique<Listener>(loop, std::move(callbacks));
  }

  std::string url(const std::string& target = "/link") const {
    return "ws://127.0.0.1:" + std::to_string(listener->port()) + target;
  }

  struct Closed {
    std::uint64_t number;
    int code;
  };
  int status = 101;
  HttpRequest upgrade;
  std::function<void(const ServerSocket&)> on_open;
  std::function<void(const ServerSocket&)> on_text;
  std::vector<ServerSocket> sockets;
  std::vector<std::string> texts;
  std::vector<Closed> closed;
  int pongs = 0;
  std::unique_ptr<Listener> listener;
};

// A client that keeps what it hears.
struct Client {
  explicit Client(Loop& loop, const std::string& url, WebSocketOptions options = {}) {
    socket = std::make_unique<WebSocket>(loop, Surroundings{}, url, callbacks(), options);
  }

  WebSocketCallbacks callbacks() {
    return {.on_open = [this] { open = true; },
            .on_text = [this](std::string_view text) { texts.emplace_back(text); },
            .on_other_frame = [this] { ++others; },
            .on_closed =
                [this](WebSocketEnd how) {
                  ++ends;
                  end = std::move(how);
                }};
  }

  bool open = false;
  std::vector<std::string> texts;
  int others = 0;
  int ends = 0;
  WebSocketEnd end;
  std::unique_ptr<WebSocket> socket;
};

}  // namespace

TEST_CASE("texts go both ways, in order, and the target of the URL arrives") {
  Loop loop;
  Server server(loop, true);
  Client client(loop, server.url("/link/?ticket=abc&app_id=1"));
  REQUIRE(run_until(loop, [&] { return client.open; }));
  CHECK(server.upgrade.url == "/link/?ticket=abc&app_id=1");
  CHECK(*find_header(server.upgrade.headers, "user-agent") == "tocsin");
  CHECK(find_header(server.upgrade.headers, "sec-websocket-extensions") == nullptr);
  std::vector<std::string> sent;
  for (int i = 0; i < 1000; ++i) {
    sent.push_back(std::to_string(i));
    client.socket->send_text(sent.back());
  }
  CHECK(run_until(loop, [&] { return client.texts.size() == 1000; }));
  CHECK(server.texts == sent);
  CHECK(client.texts == sent);
  CHECK(client.ends == 0);
}

TEST_CASE("texts sent before the connection is open leave when it is") {
  Loop loop;
  Server server(loop, true);
  Client client(loop, server.url());
  bool written = false;
  client.socket->send_text("early", [&](bool whole) { written = whole; });
  CHECK(run_until(loop, [&] { return client.texts.size() == 1; }));
  CHECK(client.texts.front() == "early");
  CHECK(written);
}

TEST_CASE("a text that comes together with the handshake's answer is not lost") {
  Loop loop;
  Server server(loop);
  server.on_open = [](const ServerSocket& socket) {
    socket.send_text("{\"type\":\"hello\"}");
    socket.send_text("second");
  };
  Client client(loop, server.url());
  CHECK(run_until(loop, [&] { return client.texts.size() == 2; }));
  CHECK(client.texts == std::vector<std::string>{"{\"type\":\"hello\"}", "second"});
}

TEST_CASE("each text is told to be written, in order") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  std::vector<int> written;
  for (int i = 0; i < 5; ++i) {
    client.socket->send_text("x", [&, i](bool whole) {
      CHECK(whole);
      written.push_back(i);
    });
  }
  CHECK(run_until(loop, [&] { return written.size() == 5; }));
  CHECK(written == std::vector<int>{0, 1, 2, 3, 4});
}

TEST_CASE("empty texts, UTF-8 and frames of a megabyte arrive whole") {
  Loop loop;
  Server server(loop, true);
  Client client(loop, server.url());
  std::string large(1024 * 1024, 'x');
  for (std::size_t i = 0; i < large.size(); i += 7) large[i] = static_cast<char>('a' + i % 26);
  const std::vector<std::string> texts{"", "größer als 🚒", large, std::string(65536, 'y'), "end"};
  for (const std::string& text : texts) client.socket->send_text(text);
  CHECK(run_until(loop, [&] { return client.texts.size() == texts.size(); }));
  CHECK(client.texts == texts);
}

TEST_CASE("the server's ping is a sign of life, and is answered without anybody's doing") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  REQUIRE(run_until(loop, [&] { return !server.sockets.empty(); }));
  server.sockets[0].send_ping("Ping from applink-7");
  server.sockets[0].send_ping("");
  CHECK(run_until(loop, [&] { return server.pongs == 2; }));
  CHECK(client.others == 2);
}

TEST_CASE("the client's ping is answered, and the pong is a sign of life") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  client.socket->send_ping();
  CHECK(run_until(loop, [&] { return client.others == 1; }));
  client.socket->send_ping();
  client.socket->send_ping();
  CHECK(run_until(loop, [&] { return client.others == 3; }));
  CHECK(client.texts.empty());
}

TEST_CASE("a binary frame is a sign of life without content") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  REQUIRE(run_until(loop, [&] { return !server.sockets.empty(); }));
  server.sockets[0].send_binary(std::string("\0\1\xff", 3));
  server.sockets[0].send_text("after");
  CHECK(run_until(loop, [&] { return !client.texts.empty(); }));
  CHECK(client.others == 1);
  CHECK(client.texts == std::vector<std::string>{"after"});
}

TEST_CASE("a refused handshake tells the status") {
  Loop loop;
  Server server(loop);
  for (int status : {400, 408, 409, 429, 503}) {
    server.status = status;
    Client client(loop, server.url());
    CHECK(run_until(loop, [&] { return client.ends == 1; }));
    CHECK(client.end.http_status == status);
    CHECK(client.end.close_code == 0);
    CHECK_FALSE(client.open);
  }
  CHECK(server.sockets.empty());
}

TEST_CASE("the end by the server's close frame tells its code") {
  Loop loop;
  Server server(loop);
  int number = 0;
  for (int code : {1000, 1001, 1009, 4001}) {
    Client client(loop, server.url());
    REQUIRE(run_until(loop, [&] { return client.open; }));
    server.sockets.back().close(code, "because");
    CHECK(run_until(loop, [&] { return client.ends == 1; }));
    CHECK(client.end.close_code == code);
    CHECK(client.end.http_status == 0);
    CHECK(client.end.trouble.find("because") != std::string::npos);
    ++number;
    CHECK(run_until(loop, [&] { return static_cast<int>(server.closed.size()) == number; }));
    CHECK(server.closed.back().number == server.sockets.back().number());
    CHECK(server.closed.back().code == code);
  }
}

TEST_CASE("what was sent before a close frame arrives before it, on both sides") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  REQUIRE(run_until(loop, [&] { return client.open; }));
  for (int i = 0; i < 100; ++i) server.sockets[0].send_text("from the server");
  server.sockets[0].close(1001, "going");
  server.sockets[0].send_text("too late");
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(client.texts.size() == 100);

  Client other(loop, server.url());
  REQUIRE(run_until(loop, [&] { return other.open; }));
  for (int i = 0; i < 100; ++i) other.socket->send_text("from the client");
  other.socket->close();
  CHECK(run_until(loop, [&] { return other.ends == 1; }));
  CHECK(server.texts.size() == 100);
}

TEST_CASE("a peer that closes while texts are on their way gets its goodbye") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  REQUIRE(run_until(loop, [&] { return client.open; }));
  server.sockets[0].close(1001, "going");
  for (int i = 0; i < 100; ++i) client.socket->send_text("from the client");
  CHECK(run_until(loop, [&] { return client.ends == 1 && server.closed.size() == 1; }));
  CHECK(client.end.close_code == 1001);
  CHECK(server.closed[0].code == 1001);
}

TEST_CASE("close ends in a proper goodbye without trouble") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  REQUIRE(run_until(loop, [&] { return client.open; }));
  client.socket->close();
  client.socket->close();
  CHECK(run_until(loop, [&] { return client.ends == 1 && server.closed.size() == 1; }));
  CHECK(client.end.trouble.empty());
  CHECK(client.end.close_code == 1000);
  CHECK(server.closed[0].code == 1000);
}

TEST_CASE("close before the connection is open ends it, once and later") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  client.socket->close();
  CHECK(client.ends == 0);
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  run_for(loop, 20ms);
  CHECK(client.ends == 1);
  CHECK_FALSE(client.open);
}

TEST_CASE("both sides may close at the same moment") {
  Loop loop;
  Server server(loop);
  for (int i = 0; i < 20; ++i) {
    Client client(loop, server.url());
    REQUIRE(run_until(loop, [&] { return client.open; }));
    client.socket->send_text("x");
    server.sockets.back().send_text("y");
    client.socket->close();
    server.sockets.back().close(1001, "");
    CHECK(run_until(loop, [&] { return client.ends == 1; }));
  }
  CHECK(run_until(loop, [&] { return server.closed.size() == 20; }));
}

TEST_CASE("calls after the end are harmless") {
  Loop loop;
  Server server(loop);
  Client client(loop, server.url());
  REQUIRE(run_until(loop, [&] { return client.open; }));
  server.sockets[0].drop();
  CHECK(run_until(loop, [&] { return client.ends == 1 && server.closed.size() == 1; }));
  client.socket->send_text("too late", [](bool) { FAIL("after on_closed"); });
  client.socket->send_ping();
  client.socket->close();
  ServerSocket gone = server.sockets[0];
  gone.send_text("x");
  gone.send_binary("x");
  gone.send_raw("x");
  gone.send_ping("x");
  gone.close(1000, "x");
  gone.go_silent();
  gone.drop();
  run_for(loop, 20ms);
  CHECK(client.ends == 1);
  CHECK(server.closed.size() == 1);
}

TEST_CASE("a connection can be replaced from within the callback of its end") {
  Loop loop;
  Server server(loop);
  std::unique_ptr<WebSocket> socket;
  int connections = 0;
  std::function<void()> connect = [&] {
    ++connections;
    WebSocketCallbacks callbacks;
    callbacks.on_open = [&] { server.sockets.back().drop(); };
    callbacks.on_closed = [&](const WebSocketEnd&) {
      if (connections < 5) connect();
    };
    socket = std::make_unique<WebSocket>(loop, Surroundings{}, server.url(), std::move(callbacks));
  };
  connect();
  CHECK(run_until(loop, [&] { return server.closed.size() == 5; }));
  CHECK(connections == 5);
}

TEST_CASE("a connection may be destroyed from within each of its callbacks") {
  Loop loop;
  Server server(loop);
  server.on_open = [](const ServerSocket& socket) {
    socket.send_ping("x");
    socket.send_text("one");
    socket.send_text("two");
    socket.send_binary("b");
  };
  for (int place = 0; place < 5; ++place) {
    CAPTURE(place);
    std::unique_ptr<WebSocket> socket;
    int after = 0;
    const auto at = [&](int here) {
      if (!socket) ++after;
      if (here == place) socket.reset();
    };
    WebSocketCallbacks callbacks;
    callbacks.on_open = [&] { at(0); };
    callbacks.on_text = [&](std::string_view) { at(1); };
    callbacks.on_other_frame = [&] { at(2); };
    callbacks.on_closed = [&](const WebSocketEnd&) { at(3); };
    socket = std::make_unique<WebSocket>(loop, Surroundings{}, server.url(), std::move(callbacks));
    socket->send_text("x", [&](bool) { at(4); });
    if (place == 3) loop.after(20ms, [&] { server.sockets.back().drop(); });
    CHECK(run_until(loop, [&] { return !socket; }));
    run_for(loop, 10ms);
    CHECK(after == 0);
  }
}

TEST_CASE("a connection may be destroyed at any moment of its life") {
  Loop loop;
  Server server(loop, true);
  for (int moment = 0; moment < 40; ++moment) {
    auto client = std::make_unique<Client>(loop, server.url());
    client->socket->send_text(std::string(300'000, 'x'));
    client->socket->send_ping();
    if (moment % 3 == 0) client->socket->close();
    int steps = moment;
    std::function<void()> step = [&] {
      if (steps-- == 0) return loop.stop();
      loop.post(step);
    };
    step();
    loop.run();
    client->socket.reset();
    const int ends = client->ends;
    run_for(loop, 2ms);
    CHECK(client->ends == ends);
  }
}

TEST_CASE("many connections at once do not disturb each other") {
  Loop loop;
  Server server(loop, true);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<Client>(loop, server.url()));
    for (int j = 0; j < 20; ++j) clients.back()->socket->send_text(std::to_string(i * 100 + j));
  }
  CHECK(run_until(loop, [&] { return server.texts.size() == 1000; }));
  server.sockets[7].drop();
  CHECK(run_until(loop, [&] {
    int complete = 0;
    for (const auto& client : clients) complete += client->texts.size() == 20 ? 1 : 0;
    return complete >= 49;
  }));
  for (std::size_t i = 0; i < clients.size(); ++i) {
    for (std::size_t j = 0; j < clients[i]->texts.size(); ++j) {
      CHECK(clients[i]->texts[j] == std::to_string(i * 100 + j));
    }
  }
}

}  // namespace websocket_test
