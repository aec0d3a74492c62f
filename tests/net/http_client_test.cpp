#include "bot/net/http_client.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <vector>

#include "bot/net/listener.h"
#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"

namespace http_client_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

HttpRequest get(const std::string& url) {
  return {.method = "GET", .url = url, .headers = {}, .body = {}};
}

HttpRequest post(const std::string& url, std::string body) {
  return {.method = "POST",
          .url = url,
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body)};
}

HttpResponse ask(Loop& loop, HttpClient& client, HttpRequest request) {
  std::optional<HttpResponse> answer;
  client.send(std::move(request), [&](HttpResponse response) { answer = std::move(response); });
  REQUIRE(run_until(loop, [&] { return answer.has_value(); }));
  return *answer;
}

std::string url_of(const Listener& listener, const std::string& target = "/") {
  return "http://127.0.0.1:" + std::to_string(listener.port()) + target;
}

HttpResponse ok(std::string body) {
  return {.transport = Transport::answered,
          .status = 200,
          .headers = {{"Content-Type", "text/plain"}},
          .body = std::move(body),
          .trouble = {}};
}

// Answers each request on each connection in the same way.
RawServer::Script always(const std::string& answer) {
  return [answer](RawPeer& peer) {
    while (!peer.receive_until("\r\n\r\n").empty()) peer.send(answer);
  };
}

}  // namespace

TEST_CASE("a request arrives as it was sent, and so does its answer") {
  Loop loop;
  HttpRequest seen;
  ListenerCallbacks callbacks;
  callbacks.on_request = [&](HttpRequest request, Responder responder) {
    seen = std::move(request);
    HttpResponse response = ok("hello");
    response.status = 201;
    response.headers.push_back({"X-Many", "one: two"});
    responder.reply(std::move(response));
  };
  const Listener listener(loop, std::move(callbacks));
  HttpClient client(loop, {});

  HttpRequest request = post(url_of(listener, "/api/x?y=%20z"), "{\"a\":1}");
  request.headers.push_back({"Authorization", "Bearer abc"});
  const HttpResponse answer = ask(loop, client, std::move(request));

  CHECK(seen.method == "POST");
  CHECK(seen.url == "/api/x?y=%20z");
  CHECK(seen.body == "{\"a\":1}");
  CHECK(*find_header(seen.headers, "host") == "127.0.0.1:" + std::to_string(listener.port()));
  CHECK(*find_header(seen.headers, "user-agent") == "tocsin");
  CHECK(*find_header(seen.headers, "content-length") == "7");
  CHECK(*find_header(seen.headers, "authorization") == "Bearer abc");
  CHECK(*find_header(seen.headers, "content-type") == "application/json");
  CHECK(answer.transport == Transport::answered);
  CHECK(answer.status == 201);
  CHECK(answer.body == "hello");
  CHECK(*find_header(answer.headers, "x-many") == "one: two");
  CHECK(answer.trouble.empty());
  CHECK(client.in_flight() == 0);
}

TEST_CASE("requests one after the other share one connection") {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  HttpClient client(loop, {});
  for (int i = 0; i < 5; ++i) CHECK(ask(loop, client, get(server.url("http"))).body == "ok");
  CHECK(server.connections() == 1);
}

TEST_CASE("an answer with Connection: close is the last one on its connection") {
  RawServer server(always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  HttpClient client(loop, {});
  for (int i = 0; i < 3; ++i) CHECK(ask(loop, client, get(server.url("http"))).body == "ok");
  CHECK(server.connections() == 3);
}

TEST_CASE("no more connections than allowed are opened, and the other requests wait their turn") {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  HttpClientOptions options;
  options.connections_per_host = 2;
  HttpClient client(loop, {}, options);
  int answered = 0;
  for (int i = 0; i < 20; ++i) {
    client.send(get(server.url("http")), [&](const HttpResponse& response) {
      CHECK(response.status == 200);
      ++answered;
    });
  }
  CHECK(client.in_flight() == 20);
  CHECK(run_until(loop, [&] { return answered == 20; }));
  CHECK(server.connections() == 2);
  CHECK(client.in_flight() == 0);
}

TEST_CASE("a chunked answer is put together, however it is cut") {
  const std::string answer =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;extension=1\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nTrailer: x\r\n\r\n";
  RawServer server([&](RawPeer& peer) {
    for (int i = 0; i < 2; ++i) {
      peer.receive_until("\r\n\r\n");
      for (char c : answer) peer.send(std::string_view(&c, 1));
    }
  });
  Loop loop;
  HttpClient client(loop, {});
  CHECK(ask(loop, client, get(server.url("http"))).body == "hello world");
  CHECK(ask(loop, client, get(server.url("http"))).body == "hello world");
  CHECK(server.connections() == 1);
}

TEST_CASE("bodies of some megabytes go both ways") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest& request, const Responder& responder) {
    responder.reply(ok(request.body + request.body));
  };
  ListenerOptions options;
  options.largest_request = 8 * 1024 * 1024;
  const Listener listener(loop, std::move(callbacks), options);
  HttpClient client(loop, {});
  std::string body(5 * 1024 * 1024, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 % 251);
  const HttpResponse answer = ask(loop, client, post(url_of(listener), body));
  CHECK(answer.status == 200);
  CHECK(answer.body == body + body);
}

TEST_CASE("answers without a body end where they should") {
  RawServer no_content(always("HTTP/1.1 204 No Content\r\n\r\n"));
  RawServer head(always("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
  Loop loop;
  HttpClient client(loop, {});
  CHECK(ask(loop, client, get(no_content.url("http"))).status == 204);
  CHECK(ask(loop, client, get(no_content.url("http"))).status == 204);
  CHECK(no_content.connections() == 1);

  HttpRequest request = get(head.url("http"));
  request.method = "HEAD";
  CHECK(ask(loop, client, request).status == 200);
  CHECK(ask(loop, client, request).body.empty());
  CHECK(head.connections() == 1);
}

TEST_CASE("interim answers are passed over") {
  RawServer server(
      always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
             "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  HttpClient client(loop, {});
  const HttpResponse answer = ask(loop, client, get(server.url("http")));
  CHECK(answer.status == 200);
  CHECK(answer.body == "ok");
  CHECK(find_header(answer.headers, "Link") == nullptr);
}

TEST_CASE("an answer without a length ends with the connection") {
  RawServer server([](RawPeer& peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\n\r\nto the end");
  });
  Loop loop;
  HttpClient client(loop, {});
  const HttpResponse answer = ask(loop, client, get(server.url("http")));
  CHECK(answer.transport == Transport::answered);
  CHECK(answer.body == "to the end");
}

TEST_CASE("an answer of any status is an answer") {
  Loop loop;
  ListenerCallbacks callbacks;
  callbacks.on_request = [](const HttpRequest& request, const Responder& responder) {
    HttpResponse response;
    response.status = std::stoi(request.url.substr(1));
    response.headers = {{"Retry-After", "30"}};
    response.body = "<html>";
    responder.reply(response);
  };
  const Listener listener(loop, std::move(callbacks));
  HttpClient client(loop, {});
  for (int status : {301, 404, 429, 500, 503}) {
    const auto answer = ask(loop, client, get(url_of(listener, "/" + std::to_string(status))));
    CHECK(answer.transport == Transport::answered);
    CHECK(answer.status == status);
    CHECK(*find_header(answer.headers, "Retry-After") == "30");
  }
}

TEST_CASE("a connection kept too long is let go") {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  HttpClientOptions options;
  options.idle_for = 5ms;
  HttpClient client(loop, {}, options);
  CHECK(ask(loop, client, get(server.url("http"))).status == 200);
  run_for(loop, 30ms);
  CHECK(ask(loop, client, get(server.url("http"))).status == 200);
  CHECK(server.connections() == 2);
}

TEST_CASE("a request that may not be sent as it is never leaves") {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  HttpClient client(loop, {});
  const auto refused = [&](HttpRequest request) {
    const HttpResponse answer = ask(loop, client, std::move(request));
    CHECK_FALSE(answer.trouble.empty());
    return answer.transport == Transport::never_sent;
  };
  CHECK(refused(get("http://slack.com/api")));
  CHECK(refused(get("http://10.0.0.1/")));
  CHECK(refused(get("ws://127.0.0.1/")));
  CHECK(refused(get("nonsense")));
  CHECK(refused(get(server.url("http", "/a b"))));
  HttpRequest request = get(server.url("http"));
  request.headers = {{"X-Text", "a\r\nX-Forged: b"}};
  CHECK(refused(request));
  request.headers = {{"X Text", "a"}};
  CHECK(refused(request));
  request.headers = {};
  request.method = "GET /forged HTTP/1.1\r\nHost:";
  CHECK(refused(request));
  CHECK(server.connections() == 0);
}

TEST_CASE("the answer to a refused request does not come from within send") {
  Loop loop;
  HttpClient client(loop, {});
  bool answered = false;
  client.send(get("nonsense"), [&](const HttpResponse&) { answered = true; });
  CHECK_FALSE(answered);
  CHECK(client.in_flight() == 1);
  CHECK(run_until(loop, [&] { return answered; }));
}

TEST_CASE("headers that belong to the connection are the client's own") {
  std::string seen;
  std::optional<RawServer> server(std::in_place, [&](RawPeer& peer) {
    seen = peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    peer.receive_to_end();
  });
  {
    Loop loop;
    HttpClient client(loop, {});
    HttpRequest request = get(server->url("http"));
    request.headers = {{"host", "evil.example"},
                       {"Content-Length", "99"},
                       {"Transfer-Encoding", "x"},
                       {"Connection", "close"},
                       {"User-Agent", "tocsin/0.1"}};
    CHECK(ask(loop, client, request).status == 200);
  }
  server.reset();  // only now its thread has let go of what it saw
  CHECK(seen.find("evil") == std::string::npos);
  CHECK(seen.find("Content-Length") == std::string::npos);
  CHECK(seen.find("Transfer-Encoding") == std::string::npos);
  CHECK(seen.find("Connection: keep-alive\r\n") != std::string::npos);
  CHECK(seen.find("User-Agent: tocsin/0.1\r\n") != std::string::npos);
  CHECK(seen.find("User-Agent: tocsin\r\n") == std::string::npos);
}

TEST_CASE("an answer's callback may send the next request, or be the end of the client") {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  Loop loop;
  auto client = std::make_unique<HttpClient>(loop, Surroundings{});
  int answers = 0;
  std::function<void(const HttpResponse&)> next = [&](const HttpResponse& response) {
    CHECK(response.status == 200);
    if (++answers == 3) {
      client->send(get(server.url("http")), [](const HttpResponse&) { FAIL("destroyed before"); });
      client.reset();
    } else {
      client->send(get(server.url("http")), next);
    }
  };
  client->send(get(server.url("http")), next);
  CHECK(run_until(loop, [&] { return client == nullptr; }));
  run_for(loop, 20ms);
  CHECK(answers == 3);
  CHECK(server.connections() == 1);
}

TEST_CASE("a client that is destroyed drops its requests in every stage without a callback") {
  RawServer silent([](RawPeer& peer) { peer.receive_to_end(); });
  Loop loop;
  const auto never = [](const HttpResponse&) { FAIL("the client is gone"); };
  for (const auto wait : {0ms, 1ms, 5ms, 20ms}) {
    HttpClientOptions options;
    options.connections_per_host = 1;
    HttpClient client(loop, {}, options);
    client.send(post(silent.url("http"), std::string(4 * 1024 * 1024, 'x')), never);
    client.send(get(silent.url("http")), never);
    client.send(get("nonsense://"), [](const HttpResponse&) {});
    client.send(get("https://nowhere.invalid/"), [](const HttpResponse&) {});
    if (wait > 0ms) run_for(loop, wait);
  }
  run_for(loop, 20ms);
}

}  // namespace http_client_test
