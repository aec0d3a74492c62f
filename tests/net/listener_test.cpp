// The listener against clients made of plain sockets, polite and otherwise.
#include "bot/net/listener.h"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"

namespace listener_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

HttpResponse ok(std::string body) {
  HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

// Answers each request with its method, target and body.
ListenerCallbacks echo() {
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest& request, const Responder& responder) {
    responder.reply(ok(request.method + " " + request.url + " " + request.body));
  };
  return callbacks;
}

// Lets a client made of blocking calls talk to the listener while the loop runs.
std::string talk(Loop& loop, const Listener& listener,
                 const std::function<std::string(RawPeer&)>& script) {
  std::string result;
  std::atomic<bool> over = false;
  std::thread client([&] {
    RawPeer peer(connect_to(listener.port()));
    result = script(peer);
    peer.close();
    over = true;
  });
  CHECK(run_until(loop, [&] { return over.load(); }));
  client.join();
  return result;
}

// What comes back for these bytes, up to the end of the connection.
std::string answer_to(Loop& loop, const Listener& listener, const std::string& bytes) {
  return talk(loop, listener, [&](RawPeer& peer) {
    peer.send(bytes);
    return peer.receive_to_end();
  });
}

std::string get(const std::string& target, const std::string& headers = "Connection: close\r\n") {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
}

const std::string k_upgrade =
    "GET /link HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

// Masked with zeros, as a client sends it.
std::string client_frame(int first_byte, const std::string& payload) {
  return std::string(1, static_cast<char>(first_byte)) + static_cast<char>(0x80 | payload.size()) +
         std::string(4, '\0') + payload;
}

}  // namespace

TEST_CASE("a port that is taken cannot be had") {
  Loop loop;
  const Listener listener(loop, {});
  ListenerOptions options;
  options.port = listener.port();
  CHECK_THROWS_AS(Listener(loop, {}, options), std::system_error);
  options.host = "no.address.test";
  CHECK_THROWS_AS(Listener(loop, {}, options), std::system_error);
  options.host = "localhost";
  options.port = 0;
  CHECK(Listener(loop, {}, options).port() != 0);
}

TEST_CASE("several requests on one connection are answered in order, also when they come at once") {
  Loop loop;
  const Listener listener(loop, echo());
  const std::string answers =
      answer_to(loop, listener,
                get("/one", "") + "POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody" +
                    get("/three"));
  const auto one = answers.find("GET /one ");
  const auto two = answers.find("POST /two body");
  const auto three = answers.find("GET /three ");
  CHECK(one < two);
  CHECK(two < three);
  CHECK(three != std::string::npos);
}

TEST_CASE("a request cut at any byte is put together") {
  Loop loop;
  const Listener listener(loop, echo());
  const std::string answer = talk(loop, listener, [](RawPeer& peer) {
    const std::string request =
        "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (char c : request) peer.send(std::string_view(&c, 1));
    return peer.receive_to_end();
  });
  CHECK(answer.find("POST /x abcde") != std::string::npos);
}

TEST_CASE("a request may be answered later, and only once") {
  Loop loop;
  std::optional<Responder> kept;
  ListenerCallbacks callbacks;
  callbacks.on_request = [&](const HttpRequest&, const Responder& responder) {
    kept = responder;
    loop.after(20ms, [&] {
      const Responder copy = *kept;
      copy.reply(ok("first"));
      kept->reply(ok("second"));
      kept->reply_raw("third");
      kept->drop();
    });
  };
  const Listener listener(loop, std::move(callbacks));
  const std::string answer = answer_to(loop, listener, get("/"));
  CHECK(answer.find("first") != std::string::npos);
  CHECK(answer.find("second") == std::string::npos);
  CHECK(answer.find("third") == std::string::npos);
}

TEST_CASE("an answer to a client that has gone, or for an earlier request, reaches nobody") {
  Loop loop;
  std::vector<Responder> kept;
  ListenerCallbacks callbacks;
  callbacks.on_request = [&](const HttpRequest& request, const Responder& responder) {
    kept.push_back(responder);
    if (request.url == "/now") responder.reply(ok("now"));
  };
  auto listener = std::make_unique<Listener>(loop, std::move(callbacks));
  talk(loop, *listener, [](RawPeer& peer) {
    peer.send(get("/now", "") + get("/later", ""));
    return peer.receive_until("now");
  });
  CHECK(run_until(loop, [&] { return kept.size() == 2; }));
  run_for(loop, 20ms);
  for (const Responder& responder : kept) {
    responder.reply(ok("x"));
    responder.reply_raw("x");
    responder.drop();
  }
  listener.reset();
  for (const Responder& responder : kept) responder.reply(ok("x"));
  run_for(loop, 5ms);
}

TEST_CASE("an answer may go on, until its reader goes") {
  Loop loop;
  std::vector<Responder> kept;
  ListenerCallbacks callbacks;
  callbacks.on_request = [&](const HttpRequest&, const Responder& responder) {
    HttpResponse head = ok("");
    head.headers.push_back({"Content-Type", "text/event-stream"});
    responder.begin_stream(head);
    CHECK(responder.send("data: first\n\n"));
    kept.push_back(responder);
  };
  const Listener listener(loop, std::move(callbacks));
  loop.after(50ms, [&] {
    for (const Responder& one : kept) {
      CHECK(one.send("data: sec"));
      CHECK(one.send("ond\n\n"));
      one.reply(ok("no second answer"));
    }
  });
  const std::string answer = talk(loop, listener, [](RawPeer& peer) {
    peer.send(get("/changes", ""));
    return peer.receive_until("second\n\n");
  });
  CHECK(answer.find("HTTP/1.1 200") == 0);
  CHECK(answer.find("Content-Length") == std::string::npos);
  CHECK(answer.find("Connection: close") != std::string::npos);
  CHECK(answer.ends_with("\r\n\r\ndata: first\n\ndata: second\n\n"));
  CHECK(run_until(loop, [&] { return !kept.front().send("x"); }));
}

TEST_CASE("when too much waits for the reader of such an answer, they are let go") {
  Loop loop;
  std::optional<Responder> kept;
  ListenerCallbacks callbacks;
  callbacks.on_request = [&](const HttpRequest&, const Responder& responder) {
    responder.begin_stream(ok(""));
    kept = responder;
  };
  const Listener listener(loop, std::move(callbacks));
  talk(loop, listener, [&](RawPeer& peer) {
    peer.send(get("/changes", ""));
    return peer.receive_until("\r\n\r\n");
  });
  bool is_there = true;
  for (int i = 0; is_there && i < 10'000; ++i) is_there = kept->send(std::string(16 * 1024, 'x'));
  CHECK_FALSE(is_there);
}

TEST_CASE("raw bytes leave as they are, then the connection ends") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest&, const Responder& responder) {
    responder.reply_raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntrunc");
  };
  const Listener listener(loop, std::move(callbacks));
  CHECK(answer_to(loop, listener, get("/", "")) ==
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntrunc");
}

TEST_CASE("a dropped request ends in a reset without a byte") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest&, const Responder& responder) { responder.drop(); };
  const Listener listener(loop, std::move(callbacks));
  int error = 0;
  const std::string answer = talk(loop, listener, [&](RawPeer& peer) {
    peer.send(get("/"));
    char byte = 0;
    if (::recv(peer.descriptor(), &byte, 1, 0) < 0) error = errno;
    return std::string();
  });
  CHECK(error == ECONNRESET);
}

TEST_CASE("a request over the limit is refused with 413, announced or not, while it still comes") {
  Loop loop;
  ListenerOptions options;
  options.largest_request = 1000;
  const Listener listener(loop, echo(), options);
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
  const std::string large(3 * 1024 * 1024, 'x');
  CHECK(answer_to(loop, listener, head + "Content-Length: 3145728\r\n\r\n" + large)
            .starts_with("HTTP/1.1 413 "));
  CHECK(answer_to(loop, listener,
                  head + "Transfer-Encoding: chunked\r\n\r\n300000\r\n" + large + "\r\n0\r\n\r\n")
            .starts_with("HTTP/1.1 413 "));
  CHECK(
      answer_to(loop, listener,
                head + "Connection: close\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'))
          .starts_with("HTTP/1.1 200 "));
  CHECK(answer_to(loop, listener, get("/", "X: " + std::string(100'000, 'x') + "\r\n"))
            .starts_with("HTTP/1.1 431 "));
}

TEST_CASE("what is not HTTP is refused with 400") {
  Loop loop;
  const Listener listener(loop, echo());
  for (const char* bytes :
       {"nonsense\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\x01 a TLS hello\r\n",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n"}) {
    CAPTURE(bytes);
    CHECK(answer_to(loop, listener, bytes).starts_with("HTTP/1.1 400 "));
  }
}

TEST_CASE("a request that does not come whole in time is refused, and silence just ended") {
  Loop loop;
  ListenerOptions options;
  options.request_timeout = 50ms;
  const Listener listener(loop, echo(), options);
  CHECK(answer_to(loop, listener, "GET / HTTP/1.1\r\nHo").starts_with("HTTP/1.1 408 "));
  CHECK(answer_to(loop, listener, "") == "");
}

TEST_CASE("a client that asks whether to go on is told so") {
  Loop loop;
  const Listener listener(loop, echo());
  const std::string answer = talk(loop, listener, [](RawPeer& peer) {
    peer.send(
        "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n"
        "Content-Length: 4\r\n\r\n");
    const std::string interim = peer.receive_until("\r\n\r\n");
    peer.send("body");
    return interim + peer.receive_to_end();
  });
  CHECK(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
  CHECK(answer.ends_with("POST /x body"));
}

TEST_CASE("HEAD gets the length without the body, and 204 neither") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest& request, const Responder& responder) {
    HttpResponse response = ok("12345");
    if (request.url == "/none") response.status = 204;
    responder.reply(response);
  };
  const Listener listener(loop, std::move(callbacks));
  const std::string head =
      answer_to(loop, listener, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(head.find("Content-Length: 5\r\n") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
  const std::string none = answer_to(loop, listener, get("/none"));
  CHECK(none.find("Content-Length") == std::string::npos);
  CHECK(none.ends_with("\r\n\r\n"));
}

TEST_CASE("a header with a line break in it is left out") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest&, const Responder& responder) {
    HttpResponse response = ok("x");
    response.headers = {{"X-Good", "yes"}, {"X-Text", "a\r\nX-Forged: b"}};
    responder.reply(response);
  };
  const Listener listener(loop, std::move(callbacks));
  const std::string answer = answer_to(loop, listener, get("/"));
  CHECK(answer.find("X-Good: yes\r\n") != std::string::npos);
  CHECK(answer.find("Forged") == std::string::npos);
}

TEST_CASE("connections above the limit are closed at once, and later ones are served again") {
  Loop loop;
  ListenerOptions options;
  options.most_connections = 2;
  const Listener listener(loop, echo(), options);
  {
    RawPeer one(connect_to(listener.port()));
    RawPeer two(connect_to(listener.port()));
    run_for(loop, 10ms);
    CHECK(talk(loop, listener, [](RawPeer& peer) { return peer.receive_to_end(); }) == "");
  }
  run_for(loop, 10ms);
  CHECK(answer_to(loop, listener, get("/")).starts_with("HTTP/1.1 200 "));
}

TEST_CASE("an upgrade is refused where WebSockets are not wanted") {
  Loop loop;
  const Listener listener(loop, echo());
  CHECK(answer_to(loop, listener, k_upgrade).starts_with("HTTP/1.1 404 "));
}

TEST_CASE("frames sent before the upgrade is answered are not taken") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_upgrade = [](const HttpRequest&) { return 101; };
  const Listener listener(loop, std::move(callbacks));
  CHECK(
      answer_to(loop, listener, k_upgrade + client_frame(0x81, "x")).starts_with("HTTP/1.1 400 "));
}

TEST_CASE("an upgraded connection answers pings and closes as the standard says") {
  Loop loop;
  std::vector<std::string> texts;
  std::vector<int> closed;
  ListenerCallbacks callbacks;
  callbacks.on_upgrade = [](const HttpRequest& request) {
    return request.url == "/link" ? 101 : 403;
  };
  callbacks.on_socket_text = [&](const ServerSocket&, std::string_view text) {
    texts.emplace_back(text);
  };
  callbacks.on_socket_closed = [&](const ServerSocket&, int code) { closed.push_back(code); };
  const Listener listener(loop, std::move(callbacks));
  const std::string answer = talk(loop, listener, [](RawPeer& peer) {
    peer.send(k_upgrade);
    const std::string head = peer.receive_until("\r\n\r\n");
    peer.send(client_frame(0x81, "text") + client_frame(0x89, "payload") +
              client_frame(0x88, std::string("\x03\xe9", 2)));
    return head + peer.receive_to_end();
  });
  CHECK(answer.starts_with("HTTP/1.1 101 "));
  CHECK(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
  CHECK(answer.ends_with(std::string("\x8a\x07payload\x88\x02\x03\xe9", 13)));
  CHECK(texts == std::vector<std::string>{"text"});
  CHECK(run_until(loop, [&] { return !closed.empty(); }));
  CHECK(closed == std::vector<int>{1001});
}

TEST_CASE("a client that sends unmasked frames is left") {
  Loop loop;
  int closed = 0;
  ListenerCallbacks callbacks;
  callbacks.on_upgrade = [](const HttpRequest&) { return 101; };
  callbacks.on_socket_text = [](const ServerSocket&, std::string_view) { FAIL("not a frame"); };
  callbacks.on_socket_closed = [&](const ServerSocket&, int) { ++closed; };
  const Listener listener(loop, std::move(callbacks));
  talk(loop, listener, [](RawPeer& peer) {
    peer.send(k_upgrade);
    peer.receive_until("\r\n\r\n");
    peer.send(std::string("\x81\x05hello", 7));
    return peer.receive_to_end();
  });
  CHECK(run_until(loop, [&] { return closed == 1; }));
}

TEST_CASE(
    "a listener may be destroyed from within each of its callbacks, and calls nothing after") {
  for (int place = 0; place < 6; ++place) {
    CAPTURE(place);
    Loop loop;
    std::unique_ptr<Listener> listener;
    std::vector<Responder> responders;
    std::vector<ServerSocket> sockets;
    int after = 0;
    const auto at = [&](int here) {
      if (!listener) ++after;
      if (here == place) listener.reset();
    };
    ListenerCallbacks callbacks;
    callbacks.on_request = [&](const HttpRequest&, const Responder& responder) {
      responders.push_back(responder);
      at(0);
    };
    callbacks.on_upgrade = [&](const HttpRequest&) {
      at(1);
      return 101;
    };
    callbacks.on_socket_open = [&](const ServerSocket& socket, const HttpRequest&) {
      sockets.push_back(socket);
      socket.send_ping("x");
      at(2);
    };
    callbacks.on_socket_text = [&](const ServerSocket&, std::string_view) { at(3); };
    callbacks.on_socket_pong = [&](const ServerSocket&) { at(4); };
    callbacks.on_socket_closed = [&](const ServerSocket&, int) { at(5); };
    listener = std::make_unique<Listener>(loop, std::move(callbacks));
    talk(loop, *listener, [&](RawPeer& peer) {
      if (place == 0) {
        peer.send(get("/"));
        return peer.receive_to_end();
      }
      peer.send(k_upgrade);
      peer.receive_until("\r\n\r\n");
      peer.send(client_frame(0x81, "text") + client_frame(0x8a, "x") + client_frame(0x88, ""));
      return peer.receive_to_end();
    });
    CHECK(run_until(loop, [&] { return !listener; }));
    run_for(loop, 5ms);
    CHECK(after == 0);
    for (const Responder& responder : responders) responder.reply(ok("x"));
    for (const ServerSocket& socket : sockets) {
      socket.send_text("x");
      socket.go_silent();
      socket.drop();
    }
    run_for(loop, 5ms);
  }
}

TEST_CASE("what a handler keeps may outlive listener and loop") {
  std::optional<Responder> responder;
  std::optional<ServerSocket> socket;
  {
    Loop loop;
    ListenerCallbacks callbacks;
    callbacks.on_request = [&](const HttpRequest&, const Responder& given) { responder = given; };
    callbacks.on_upgrade = [](const HttpRequest&) { return 101; };
    callbacks.on_socket_open = [&](const ServerSocket& opened, const HttpRequest&) {
      socket = opened;
    };
    const Listener listener(loop, std::move(callbacks));
    RawPeer one(connect_to(listener.port()));
    RawPeer two(connect_to(listener.port()));
    one.send(get("/"));
    two.send(k_upgrade);
    CHECK(run_until(loop, [&] { return responder && socket; }));
  }
  responder->reply(ok("x"));
  responder->drop();
  socket->send_text("x");
  socket->close(1000, "");
  CHECK(socket->number() > 0);
}

}  // namespace listener_test
