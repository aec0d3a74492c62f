// TLS and the proxy against real handshakes.
#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bot/net/http_client.h"
#include "bot/net/listener.h"
#include "bot/net/websocket.h"
#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"

namespace tls_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

const std::string k_ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// For names that stand in no directory: requests reach the server by a proxy.
constexpr const char* k_name = "slack.tocsin.test";

HttpRequest post(const std::string& url, std::string body = "{}") {
  return {.method = "POST", .url = url, .headers = {}, .body = std::move(body)};
}

HttpResponse ask(Loop& loop, HttpClient& client, HttpRequest request) {
  std::optional<HttpResponse> answer;
  client.send(std::move(request), [&](HttpResponse response) { answer = std::move(response); });
  REQUIRE(run_until(loop, [&] { return answer.has_value(); }));
  return *answer;
}

Surroundings trusting(const Certificate& certificate) {
  return {.https_proxy = "", .no_proxy = "", .ssl_cert_file = certificate.file()};
}

// Answers every request on a TLS connection.
RawServer::Script secure_server(const Certificate& certificate) {
  return [&certificate](RawPeer& peer) {
    if (!peer.start_tls(certificate)) return;
    while (!peer.receive_until("\r\n\r\n{}").empty()) peer.send(k_ok);
  };
}

// Says this after one request on a TLS connection, then closes with a goodbye or without.
HttpResponse secure_answer(const std::string& answer, bool goodbye) {
  const Certificate certificate("127.0.0.1");
  RawServer server([&](RawPeer& peer) {
    if (!peer.start_tls(certificate)) return;
    peer.receive_until("\r\n\r\n{}");
    peer.send(answer);
    if (goodbye) peer.say_goodbye();
  });
  Loop loop;
  HttpClient client(loop, trusting(certificate));
  return ask(loop, client, post(server.url("https")));
}

// A proxy that carries every tunnel to one port, whatever was asked for.
struct Proxy {
  explicit Proxy(std::uint16_t to,
                 std::string answer = "HTTP/1.1 200 Connection established\r\n\r\n")
      : server([this, to, answer](RawPeer& peer) {
          const std::string asked = peer.receive_until("\r\n\r\n");
          {
            const std::lock_guard lock(mutex);
            request = asked;
          }
          peer.send(answer);
          if (answer.find(" 200 ") == std::string::npos) return;
          RawPeer onward(connect_to(to));
          carry(peer, onward);
        }) {}

  Surroundings surroundings(const Certificate& certificate, const std::string& user = "") const {
    return {.https_proxy = "http://" + user + "127.0.0.1:" + std::to_string(server.port()),
            .no_proxy = "",
            .ssl_cert_file = certificate.file()};
  }

  std::string seen() {
    const std::lock_guard lock(mutex);
    return request;
  }

  std::mutex mutex;
  std::string request;
  RawServer server;
};

std::string named(const RawServer& server, const std::string& scheme = "https") {
  return scheme + "://" + k_name + ":" + std::to_string(server.port()) + "/api";
}

}  // namespace

TEST_CASE("a certificate from SSL_CERT_FILE is accepted, and its connection is kept") {
  const Certificate certificate("127.0.0.1");
  RawServer server(secure_server(certificate));
  Loop loop;
  HttpClient client(loop, trusting(certificate));
  for (int i = 0; i < 3; ++i) {
    const HttpResponse answer = ask(loop, client, post(server.url("https")));
    CHECK(answer.transport == Transport::answered);
    CHECK(answer.body == "ok");
    CHECK(answer.trouble == "");
    run_for(loop, 5ms);
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("an unknown certificate means never sent, and the reason is told") {
  const Certificate certificate("127.0.0.1");
  const Certificate other("127.0.0.1");
  RawServer server(secure_server(certificate));
  Loop loop;
  for (const Surroundings& surroundings : {Surroundings{}, trusting(other)}) {
    HttpClient client(loop, surroundings);
    const HttpResponse answer = ask(loop, client, post(server.url("https")));
    CHECK(answer.transport == Transport::never_sent);
    CHECK(answer.trouble.find("certificate") != std::string::npos);
  }
}

TEST_CASE("a certificate for another host means never sent") {
  for (const char* name : {"127.0.0.2", "tocsin.test", "localhost"}) {
    CAPTURE(name);
    const Certificate certificate(name);
    RawServer server(secure_server(certificate));
    Loop loop;
    HttpClient client(loop, trusting(certificate));
    const HttpResponse answer = ask(loop, client, post(server.url("https")));
    CHECK(answer.transport == Transport::never_sent);
    CHECK(answer.trouble.find("mismatch") != std::string::npos);
  }
  const Certificate certificate("localhost");
  RawServer server(secure_server(certificate));
  Loop loop;
  HttpClient client(loop, trusting(certificate));
  const std::string url = "https://localhost:" + std::to_string(server.port()) + "/";
  CHECK(ask(loop, client, post(url)).transport == Transport::answered);
}

TEST_CASE("certificates that cannot be read mean never sent") {
  Loop loop;
  HttpClient client(loop, {.https_proxy = "", .no_proxy = "", .ssl_cert_file = "/no/such/file"});
  RawServer server([](RawPeer& peer) { peer.receive_to_end(); });
  const HttpResponse answer = ask(loop, client, post(server.url("https")));
  CHECK(answer.transport == Transport::never_sent);
  CHECK(answer.trouble.find("SSL_CERT_FILE") != std::string::npos);
}

TEST_CASE("a peer without TLS, or that never finishes the handshake, means never sent") {
  Loop loop;
  HttpClientOptions options;
  options.timeout = 100ms;
  RawServer plain([](RawPeer& peer) {
    peer.receive_some();
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  RawServer silent([](RawPeer& peer) { peer.receive_to_end(); });
  RawServer gone([](RawPeer& peer) { peer.receive_some(); });
  HttpClient client(loop, {}, options);
  for (const RawServer* server : {&plain, &silent, &gone}) {
    const HttpResponse answer = ask(loop, client, post(server->url("https")));
    CHECK(answer.transport == Transport::never_sent);
    CHECK_FALSE(answer.trouble.empty());
  }
}

TEST_CASE("TLS older than 1.2 is not spoken") {
  const Certificate certificate("127.0.0.1");
  certificate.only_old_tls();
  RawServer server(secure_server(certificate));
  Loop loop;
  HttpClient client(loop, trusting(certificate));
  CHECK(ask(loop, client, post(server.url("https"))).transport == Transport::never_sent);
}

TEST_CASE("a TLS connection closed without a goodbye is fine after a whole body, else lost") {
  CHECK(secure_answer(k_ok, false).transport == Transport::answered);
  CHECK(secure_answer(k_ok, true).transport == Transport::answered);
  const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"ok\":";
  CHECK(secure_answer(half, false).transport == Transport::lost);
  CHECK(secure_answer(half, true).transport == Transport::lost);
  CHECK(secure_answer("", false).transport == Transport::lost);
  CHECK(secure_answer("", true).transport == Transport::lost);
  // Without a length only the goodbye tells the end from a cut.
  CHECK(secure_answer("HTTP/1.1 200 OK\r\n\r\nabc", false).transport == Transport::lost);
  CHECK(secure_answer("HTTP/1.1 200 OK\r\n\r\nabc", true).transport == Transport::answered);
}

TEST_CASE("a kept TLS connection that the peer has closed is not used again") {
  const Certificate certificate("127.0.0.1");
  std::atomic<int> closed = 0;
  RawServer server([&](RawPeer& peer) {
    if (!peer.start_tls(certificate)) return;
    peer.receive_until("\r\n\r\n{}");
    peer.send(k_ok);
    if (closed % 2 == 0) peer.say_goodbye();
    peer.close();
    ++closed;
  });
  Loop loop;
  HttpClient client(loop, trusting(certificate));
  for (int i = 0; i < 4; ++i) {
    CHECK(ask(loop, client, post(server.url("https"))).transport == Transport::answered);
    while (closed <= i) std::this_thread::yield();
  }
  CHECK(server.connections() == 4);
}

TEST_CASE("large bodies go through TLS both ways") {
  const Certificate certificate("127.0.0.1");
  const std::string body(3 * 1024 * 1024, 'b');
  RawServer server([&](RawPeer& peer) {
    if (!peer.start_tls(certificate)) return;
    peer.receive_until("\r\n\r\n");
    const std::string got = peer.receive(body.size());
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(got.size()) + "\r\n\r\n");
    peer.send(got);
    peer.receive_to_end();
  });
  Loop loop;
  HttpClient client(loop, trusting(certificate));
  CHECK(ask(loop, client, post(server.url("https"), body)).body == body);
}

TEST_CASE("a request through the proxy reaches the host it was meant for") {
  const Certificate certificate(k_name);
  RawServer server(secure_server(certificate));
  Proxy proxy(server.port());
  Loop loop;
  HttpClient client(loop, proxy.surroundings(certificate, "anna:s%40cret@"));
  for (int i = 0; i < 3; ++i) CHECK(ask(loop, client, post(named(server))).body == "ok");
  const std::string host = std::string(k_name) + ":" + std::to_string(server.port());
  CHECK(proxy.seen().starts_with("CONNECT " + host + " HTTP/1.1\r\n"));
  CHECK(proxy.seen().find("\r\nHost: " + host + "\r\n") != std::string::npos);
  CHECK(proxy.seen().find("\r\nProxy-Authorization: Basic YW5uYTpzQGNyZXQ=\r\n") !=
        std::string::npos);
  CHECK(proxy.server.connections() == 1);
}

TEST_CASE("the certificate is checked behind the proxy as well") {
  const Certificate certificate("another.test");
  RawServer server(secure_server(certificate));
  Proxy proxy(server.port());
  Loop loop;
  HttpClient client(loop, proxy.surroundings(certificate));
  const HttpResponse answer = ask(loop, client, post(named(server)));
  CHECK(answer.transport == Transport::never_sent);
  CHECK(answer.trouble.find("mismatch") != std::string::npos);
}

TEST_CASE("a proxy that refuses means never sent, without its credentials in the trouble") {
  const Certificate certificate(k_name);
  Loop loop;
  for (const char* answer :
       {"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n<html>", "HTTP/1.0 502 Bad\r\n\r\n", "",
        "nonsense\r\n\r\n", "HTTP/1.1 200 half a head",
        "HTTP/1.1 200 OK\r\n\r\nbytes nobody asked for"}) {
    CAPTURE(answer);
    RawServer server([&](RawPeer& peer) {
      peer.receive_until("\r\n\r\n");
      peer.send(answer);
    });
    HttpClient client(
        loop, {.https_proxy = "http://anna:verysecret@127.0.0.1:" + std::to_string(server.port()),
               .no_proxy = "",
               .ssl_cert_file = certificate.file()});
    const HttpResponse refused = ask(loop, client, post(named(server)));
    CHECK(refused.transport == Transport::never_sent);
    CHECK(refused.trouble.find("proxy") != std::string::npos);
    CHECK(refused.trouble.find("anna") == std::string::npos);
    CHECK(refused.trouble.find("secret") == std::string::npos);
    if (std::string(answer).find("407") != std::string::npos) {
      CHECK(refused.trouble.find("407") != std::string::npos);
    }
  }
}

TEST_CASE("a proxy that is not there, or cannot be understood, means never sent") {
  Loop loop;
  for (const std::string& proxy :
       {"http://anna:verysecret@127.0.0.1:" + std::to_string(closed_port()),
        std::string("https://anna:verysecret@proxy.test"), std::string("http://:verysecret")}) {
    CAPTURE(proxy);
    HttpClient client(loop, {.https_proxy = proxy, .no_proxy = "", .ssl_cert_file = ""});
    const HttpResponse answer = ask(loop, client, post("https://slack.tocsin.test/"));
    CHECK(answer.transport == Transport::never_sent);
    CHECK(answer.trouble.find("secret") == std::string::npos);
    CHECK_FALSE(answer.trouble.empty());
  }
}

TEST_CASE("this machine and the exceptions are reached without the proxy") {
  const Certificate certificate("127.0.0.1");
  RawServer server(secure_server(certificate));
  Proxy proxy(server.port());
  Loop loop;
  Surroundings surroundings = proxy.surroundings(certificate);
  {
    HttpClient client(loop, surroundings);
    CHECK(ask(loop, client, post(server.url("https"))).body == "ok");
  }
  surroundings.no_proxy = "other.test, .tocsin.test";
  {
    HttpClient client(loop, surroundings);
    CHECK(ask(loop, client, post(named(server))).transport == Transport::never_sent);  // no address
  }
  CHECK(proxy.server.connections() == 0);
}

TEST_CASE("a WebSocket speaks TLS, through the proxy too") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_upgrade = [](const HttpRequest&) { return 101; };
  callbacks.on_socket_text = [](const ServerSocket& socket, std::string_view text) {
    socket.send_ping("x");
    socket.send_text(std::string(text));
    if (text == "bye") socket.close(1001, "");
  };
  const Listener listener(loop, std::move(callbacks));
  const Certificate certificate(k_name);
  RawServer tls([&](RawPeer& peer) {
    if (!peer.start_tls(certificate)) return;
    // One direction after the other: OpenSSL's connections are not for two threads.
    RawPeer onward(connect_to(listener.port()));
    onward.send(peer.receive_until("\r\n\r\n"));
    peer.send(onward.receive_until("\r\n\r\n"));
    peer.take_turns_with(onward);
  });
  Proxy proxy(tls.port());
  WebSocketEnd end;
  bool ended = false;
  std::vector<std::string> texts;
  std::unique_ptr<WebSocket> socket;
  WebSocketCallbacks heard;
  heard.on_open = [&] { socket->send_text("hello"); };
  heard.on_text = [&](std::string_view text) {
    texts.emplace_back(text);
    socket->send_text(texts.size() == 1 ? std::string(100'000, 'x') : "bye");
  };
  heard.on_closed = [&](WebSocketEnd how) {
    end = std::move(how);
    ended = true;
  };
  socket = std::make_unique<WebSocket>(loop, proxy.surroundings(certificate), named(tls, "wss"),
                                       std::move(heard));
  CHECK(run_until(loop, [&] { return ended; }));
  REQUIRE(texts.size() == 3);
  CHECK(texts[1].size() == 100'000);
  CHECK(end.close_code == 1001);
  CHECK(proxy.server.connections() == 1);
  socket.reset();
}

TEST_CASE("a WebSocket ends with the reason when TLS or the proxy fails") {
  const Certificate certificate("127.0.0.1");
  RawServer server(secure_server(certificate));
  RawServer refusing([](RawPeer& peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 407 No\r\n\r\n");
  });
  const auto trouble_of = [](const Surroundings& surroundings, const std::string& url) {
    Loop loop;
    WebSocketEnd end;
    bool ended = false;
    WebSocketCallbacks callbacks;
    callbacks.on_closed = [&](WebSocketEnd how) {
      end = std::move(how);
      ended = true;
    };
    const WebSocket socket(loop, surroundings, url, std::move(callbacks));
    CHECK(run_until(loop, [&] { return ended; }));
    CHECK(end.trouble.find("ticket") == std::string::npos);
    CHECK(end.http_status == 0);
    return end.trouble;
  };
  CHECK(trouble_of({}, server.url("wss", "/?ticket=1")).find("certificate") != std::string::npos);
  const Surroundings proxied{
      .https_proxy = refusing.url("http", ""), .no_proxy = "", .ssl_cert_file = ""};
  CHECK(trouble_of(proxied, "wss://slack.tocsin.test/?ticket=1").find("407") != std::string::npos);
}

TEST_CASE("destroying a client in the middle of a TLS handshake is harmless") {
  const Certificate certificate("127.0.0.1");
  RawServer server(secure_server(certificate));
  for (int moment = 0; moment < 25; ++moment) {
    Loop loop;
    auto client = std::make_unique<HttpClient>(loop, trusting(certificate));
    bool answered = false;
    client->send(post(server.url("https")), [&](const HttpResponse&) { answered = true; });
    int steps = moment;
    std::function<void()> step = [&] {
      if (steps-- == 0 || answered) return loop.stop();
      loop.after(std::chrono::milliseconds(moment % 2), step);
    };
    step();
    loop.run();
    client.reset();
    const bool before = answered;
    run_for(loop, 2ms);
    CHECK(answered == before);
  }
}

}  // namespace tls_test
