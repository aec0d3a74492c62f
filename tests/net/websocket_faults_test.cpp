// Peers that break off, fall silent, or do not keep to the protocol.
#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "bot/net/listener.h"
#include "bot/net/websocket.h"
#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"

namespace websocket_faults_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

// A listener whose only WebSocket does as it is told.
struct Peer {
  explicit Peer(Loop& loop) {
    ListenerCallbacks callbacks;
    callbacks.on_upgrade = [](const HttpRequest&) { return 101; };
    callbacks.on_socket_open = [this](const ServerSocket& opened, const HttpRequest&) {
      socket = std::make_unique<ServerSocket>(opened);
    };
    callbacks.on_socket_text = [this](const ServerSocket&, std::string_view text) {
      texts.emplace_back(text);
    };
    callbacks.on_socket_closed = [this](const ServerSocket&, int code) { ended.push_back(code); };
    listener = std::make_unique<Listener>(loop, std::move(callbacks));
  }

  std::string url() const { return "ws://127.0.0.1:" + std::to_string(listener->port()) + "/"; }

  std::unique_ptr<ServerSocket> socket;
  std::vector<std::string> texts;
  std::vector<int> ended;
  std::unique_ptr<Listener> listener;
};

struct Client {
  Client(Loop& loop, const std::string& url, WebSocketOptions options = {},
         const Surroundings& surroundings = {}) {
    WebSocketCallbacks callbacks;
    callbacks.on_open = [this] { open = true; };
    callbacks.on_text = [this](std::string_view text) { texts.emplace_back(text); };
    callbacks.on_other_frame = [this] { ++others; };
    callbacks.on_closed = [this](WebSocketEnd how) {
      ++ends;
      end = std::move(how);
    };
    socket = std::make_unique<WebSocket>(loop, surroundings, url, std::move(callbacks), options);
  }

  bool open = false;
  std::vector<std::string> texts;
  int others = 0;
  int ends = 0;
  WebSocketEnd end;
  std::unique_ptr<WebSocket> socket;
};

// An unmasked frame, as a server sends it.
std::string frame(int first_byte, const std::string& payload) {
  std::string bytes(1, static_cast<char>(first_byte));
  const std::size_t size = payload.size();
  if (size < 126) {
    bytes += static_cast<char>(size);
  } else {
    const int width = size < 65536 ? 2 : 8;
    bytes += static_cast<char>(width == 2 ? 126 : 127);
    for (int i = width - 1; i >= 0; --i) bytes += static_cast<char>((size >> (8 * i)) & 0xff);
  }
  return bytes + payload;
}

constexpr int k_text = 0x81;
constexpr int k_text_to_be_continued = 0x01;
constexpr int k_continued = 0x00;
constexpr int k_last_continued = 0x80;
constexpr int k_binary = 0x82;
constexpr int k_close = 0x88;
constexpr int k_ping = 0x89;
constexpr int k_pong = 0x8a;

// Connects, lets the peer send these bytes and waits for the end.
WebSocketEnd end_after(const std::string& bytes, WebSocketOptions options = {}) {
  Loop loop;
  Peer peer(loop);
  Client client(loop, peer.url(), options);
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->send_raw(bytes);
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK_FALSE(client.end.trouble.empty());
  return client.end;
}

}  // namespace

TEST_CASE("frames cut at any byte, and several in one piece, are read alike") {
  const std::string large(70'000, 'L');
  const std::string all = frame(k_text, "one") + frame(k_text, "") + frame(k_ping, "Ping from") +
                          frame(k_text, std::string(200, 'm')) + frame(k_pong, "any text") +
                          frame(k_binary, std::string("\0\1", 2)) + frame(k_text, large) +
                          frame(k_text, "last");
  const std::vector<std::string> texts{"one", "", std::string(200, 'm'), large, "last"};
  for (std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{16}, std::size_t{35},
                            std::size_t{1024}, all.size()}) {
    CAPTURE(piece);
    Loop loop;
    Peer peer(loop);
    Client client(loop, peer.url());
    REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
    const std::size_t tiny = piece < 100 ? 400 : 0;  // so many bytes in such pieces, then the rest
    std::size_t sent = 0;
    while (sent < all.size()) {
      const std::size_t size = tiny > 0 && sent >= tiny ? all.size() : piece;
      peer.socket->send_raw(all.substr(sent, size));
      sent += size;
      if (sent < 60) run_for(loop, 1ms);
    }
    CHECK(run_until(loop, [&] { return client.texts.size() == texts.size(); }));
    CHECK(client.texts == texts);
    CHECK(client.others == 3);
    CHECK(client.ends == 0);
  }
}

TEST_CASE("a text in several frames, with a ping between them, is delivered whole") {
  Loop loop;
  Peer peer(loop);
  Client client(loop, peer.url());
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->send_raw(frame(k_text_to_be_continued, "{\"type\":") + frame(k_continued, "\"hel") +
                        frame(k_ping, "x") + frame(k_last_continued, "lo\"}"));
  CHECK(run_until(loop, [&] { return !client.texts.empty(); }));
  CHECK(client.texts == std::vector<std::string>{"{\"type\":\"hello\"}"});
  CHECK(client.others == 1);
}

TEST_CASE("a connection that breaks off without a close frame has no close code") {
  Loop loop;
  Peer peer(loop);
  Client client(loop, peer.url());
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->drop();
  CHECK(run_until(loop, [&] { return client.ends == 1 && peer.ended.size() == 1; }));
  CHECK(client.end.close_code == 0);
  CHECK_FALSE(client.end.trouble.empty());
  CHECK(peer.ended[0] == 0);

  Client other(loop, peer.url());
  REQUIRE(run_until(loop, [&] { return other.open; }));
  other.socket.reset();  // the same, seen from the listener
  CHECK(run_until(loop, [&] { return peer.ended.size() == 2; }));
  CHECK(peer.ended[1] == 0);
}

TEST_CASE("a close frame without a code counts as 1005") {
  CHECK(end_after(frame(k_close, "")).close_code == 1005);
  CHECK(end_after(frame(k_close, std::string("\x03\xf1", 2) + "message too big")).close_code ==
        1009);
}

TEST_CASE("a peer that does not keep to the protocol is left, with a reason") {
  CHECK(end_after(std::string("\n\n\n", 3)).close_code == 0);
  CHECK(end_after(frame(0x83, "reserved opcode")).close_code == 0);
  CHECK(end_after(frame(0xc1, "reserved bit")).close_code == 0);
  CHECK(end_after(frame(k_text, "\xff\xfe not UTF-8")).close_code == 0);
  CHECK(end_after(frame(k_last_continued, "continues nothing")).close_code == 0);
  CHECK(end_after(frame(k_ping, std::string(126, 'x'))).close_code == 0);
  CHECK(end_after(std::string("\x81\x85mask", 6) + "hello").close_code == 0);
  CHECK(end_after("HTTP/1.1 500 Internal Server Error\r\n\r\n").close_code == 0);
}

TEST_CASE("a message over the limit ends the connection, in one frame or in many") {
  WebSocketOptions options;
  options.largest_message = 1000;
  end_after(frame(k_text, std::string(1001, 'x')), options);
  end_after(frame(k_text_to_be_continued, std::string(600, 'x')) +
                frame(k_last_continued, std::string(600, 'x')),
            options);
  end_after(std::string("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10), options);
}

TEST_CASE("a peer that never answers the close is left when the time is over") {
  Loop loop;
  Peer peer(loop);
  WebSocketOptions options;
  options.close_timeout = 20ms;
  Client client(loop, peer.url(), options);
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->go_silent();
  client.socket->close();
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(client.end.close_code == 0);
  CHECK_FALSE(client.end.trouble.empty());
  run_for(loop, 10ms);
  CHECK(client.ends == 1);
  CHECK(run_until(loop, [&] { return peer.ended.size() == 1; }));  // no socket is left behind
}

TEST_CASE("a peer that falls silent answers nothing, and the connection stays") {
  Loop loop;
  Peer peer(loop);
  Client client(loop, peer.url());
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->go_silent();
  client.socket->send_ping();
  client.socket->send_text("anybody there?");
  peer.socket->send_text("no");
  run_for(loop, 30ms);
  CHECK(client.others == 0);
  CHECK(client.texts.empty());
  CHECK(peer.texts.empty());
  CHECK(client.ends == 0);
  CHECK(peer.ended.empty());
}

TEST_CASE("a peer that takes nothing any more counts as dead when a write lasts too long") {
  Loop loop;
  Peer peer(loop);
  WebSocketOptions options;
  options.write_timeout = 50ms;
  Client client(loop, peer.url(), options);
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->go_silent();
  std::vector<bool> written;
  for (int i = 0; i < 3; ++i) {
    client.socket->send_text(std::string(16 * 1024 * 1024, 'x'), [&](bool whole) {
      CHECK(client.ends == 0);
      written.push_back(whole);
    });
  }
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(written == std::vector<bool>{false, false, false});
  CHECK(client.end.trouble.find("took too long") != std::string::npos);
}

TEST_CASE("small texts that leave together with one that does not arrive count as not written") {
  Loop loop;
  Peer peer(loop);
  WebSocketOptions options;
  options.write_timeout = 50ms;
  Client client(loop, peer.url(), options);
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->go_silent();
  std::vector<bool> written;
  for (const std::size_t size : std::vector<std::size_t>{10, 20, 16 * 1024 * 1024, 10}) {
    client.socket->send_text(std::string(size, 'x'), [&](bool whole) { written.push_back(whole); });
  }
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(written == std::vector<bool>(4, false));
}

TEST_CASE("a text that waits when the connection breaks is told not to be written") {
  Loop loop;
  Client client(loop, "ws://127.0.0.1:" + std::to_string(closed_port()) + "/");
  std::vector<bool> written;
  client.socket->send_text("a", [&](bool whole) { written.push_back(whole); });
  client.socket->send_text("b", [&](bool whole) { written.push_back(whole); });
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(written == std::vector<bool>{false, false});
  CHECK(client.end.http_status == 0);
  CHECK(client.end.trouble.find("refused") != std::string::npos);
}

TEST_CASE("a text after close is told not to be written") {
  Loop loop;
  Peer peer(loop);
  Client client(loop, peer.url());
  REQUIRE(run_until(loop, [&] { return client.open && peer.socket != nullptr; }));
  peer.socket->go_silent();
  client.socket->close();
  int refused = 0;
  client.socket->send_text("late", [&](bool whole) { refused += whole ? 0 : 1; });
  CHECK(refused == 0);  // not from within
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(refused == 1);
}

TEST_CASE("a handshake that is never answered ends in time") {
  RawServer server([](RawPeer& peer) { peer.receive_to_end(); });
  Loop loop;
  WebSocketOptions options;
  options.handshake_timeout = 30ms;
  {
    Client client(loop, server.url("ws"), options);
    CHECK(run_until(loop, [&] { return client.ends == 1; }));
    CHECK(client.end.trouble.find("time") != std::string::npos);
  }
}

TEST_CASE("a handshake answered with nonsense, or not at all, ends with a reason") {
  for (const char* answer :
       {"", "nonsense\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: bm90IHRoZSBvbmU=\r\n\r\n"}) {
    CAPTURE(answer);
    RawServer server([&](RawPeer& peer) {
      peer.receive_until("\r\n\r\n");
      peer.send(answer);
    });
    Loop loop;
    Client client(loop, server.url("ws"));
    CHECK(run_until(loop, [&] { return client.ends == 1; }));
    CHECK_FALSE(client.open);
    CHECK_FALSE(client.end.trouble.empty());
  }
}

TEST_CASE("a refusal with a page in its body still tells the status") {
  RawServer server([](RawPeer& peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 6\r\n\r\n<html>");
  });
  Loop loop;
  Client client(loop, server.url("ws"));
  CHECK(run_until(loop, [&] { return client.ends == 1; }));
  CHECK(client.end.http_status == 503);
}

TEST_CASE("a URL that is none, or leaves this machine without TLS, ends at once") {
  Loop loop;
  for (const char* url : {"", "http://127.0.0.1/", "ws://slack.com/link?ticket=secret",
                          "ws://10.0.0.1/link?ticket=secret"}) {
    CAPTURE(url);
    Client client(loop, url);
    CHECK(client.ends == 0);
    CHECK(run_until(loop, [&] { return client.ends == 1; }));
    CHECK_FALSE(client.end.trouble.empty());
    CHECK(client.end.trouble.find("secret") == std::string::npos);
  }
}

}  // namespace websocket_faults_test
