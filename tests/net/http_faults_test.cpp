// What may have been seen by the peer must never be called unsent, and the other way round.
#include <doctest/doctest.h>

#include <atomic>
#include <optional>

#include "bot/net/http_client.h"
#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"

namespace http_faults_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

HttpRequest post(const std::string& url, std::string body = "{}") {
  return {.method = "POST", .url = url, .headers = {}, .body = std::move(body)};
}

HttpResponse ask(Loop& loop, HttpClient& client, HttpRequest request) {
  std::optional<HttpResponse> answer;
  client.send(std::move(request), [&](HttpResponse response) { answer = std::move(response); });
  REQUIRE(run_until(loop, [&] { return answer.has_value(); }));
  return *answer;
}

// The answer to one request to a peer that does this.
HttpResponse answer_of(RawServer::Script script, HttpClientOptions options = {}) {
  RawServer server(std::move(script));
  Loop loop;
  HttpClient client(loop, {}, options);
  const HttpResponse answer = ask(loop, client, post(server.url("http")));
  CHECK(client.in_flight() == 0);
  CHECK(answer.trouble.empty() == (answer.transport == Transport::answered));
  return answer;
}

// Reads one request and says this.
RawServer::Script say(const std::string& text) {
  return [text](RawPeer& peer) {
    peer.receive_until("\r\n\r\n{}");
    peer.send(text);
  };
}

const std::string k_ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

}  // namespace

TEST_CASE("a refused connection means never sent") {
  Loop loop;
  HttpClient client(loop, {});
  const std::string url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/";
  const HttpResponse answer = ask(loop, client, post(url));
  CHECK(answer.transport == Transport::never_sent);
  CHECK(answer.trouble.find("refused") != std::string::npos);
}

TEST_CASE("a name without an address means never sent") {
  Loop loop;
  HttpClient client(loop, {});
  const HttpResponse answer = ask(loop, client, post("https://nowhere.invalid/"));
  CHECK(answer.transport == Transport::never_sent);
  CHECK(answer.trouble.find("nowhere.invalid") != std::string::npos);
}

TEST_CASE("no answer in time means lost") {
  HttpClientOptions options;
  options.timeout = 50ms;
  const HttpResponse answer = answer_of([](RawPeer& peer) { peer.receive_to_end(); }, options);
  CHECK(answer.transport == Transport::lost);
  CHECK(answer.trouble.find("time") != std::string::npos);
}

TEST_CASE("an answer that drips in too slowly means lost") {
  HttpClientOptions options;
  options.timeout = 50ms;
  const HttpResponse answer = answer_of(
      [](RawPeer& peer) {
        peer.receive_until("\r\n\r\n{}");
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
        peer.receive_to_end();
      },
      options);
  CHECK(answer.transport == Transport::lost);
}

TEST_CASE("a peer that never takes the whole request within the time means lost") {
  std::atomic<bool> over = false;
  RawServer server([&](RawPeer& peer) {
    peer.receive(1);
    while (!over) std::this_thread::sleep_for(1ms);
  });
  Loop loop;
  HttpClientOptions options;
  options.timeout = 100ms;
  HttpClient client(loop, {}, options);
  const auto answer =
      ask(loop, client, post(server.url("http"), std::string(32 * 1024 * 1024, 'x')));
  CHECK(answer.transport == Transport::lost);
  run_for(loop, 20ms);
  over = true;
}

TEST_CASE("a connection that ends before the answer means lost") {
  CHECK(answer_of(say("")).transport == Transport::lost);
}

TEST_CASE("a body shorter than announced means lost") {
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"ok\":tru")).transport ==
        Transport::lost);
}

TEST_CASE("a truncated chunked body means lost, wherever it is cut") {
  const std::string whole =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(answer_of(say(whole.substr(0, size))).transport == Transport::lost);
  }
  CHECK(answer_of(say(whole)).transport == Transport::answered);
}

TEST_CASE("a reset after the request means lost") {
  CHECK(answer_of([](RawPeer& peer) {
          peer.receive_until("\r\n\r\n{}");
          peer.reset();
        }).transport == Transport::lost);
  CHECK(answer_of([](RawPeer& peer) {
          peer.receive_until("\r\n\r\n{}");
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
          peer.reset();
        }).transport == Transport::lost);
}

TEST_CASE("what is not HTTP means lost") {
  CHECK(answer_of(say("220 mail.example ESMTP\r\n\r\n")).transport == Transport::lost);
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")).transport ==
        Transport::lost);
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")).transport ==
        Transport::lost);
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'))).transport ==
        Transport::lost);
}

TEST_CASE("an answer over the limit means lost, announced or not") {
  HttpClientOptions options;
  options.largest_answer = 1000;
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), options).transport ==
        Transport::lost);
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                      std::string(1001, 'x')),
                  options)
            .transport == Transport::lost);
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'x')), options).transport ==
        Transport::lost);
  CHECK(answer_of(say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')),
                  options)
            .transport == Transport::answered);
}

TEST_CASE("an answer that comes while the request is still being sent counts") {
  RawServer server([](RawPeer& peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 413 Payload Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    peer.receive_to_end();
  });
  Loop loop;
  {
    HttpClient client(loop, {});
    const auto answer =
        ask(loop, client, post(server.url("http"), std::string(32 * 1024 * 1024, 'x')));
    CHECK(answer.transport == Transport::answered);
    CHECK(answer.status == 413);
  }
}

TEST_CASE("a kept connection that the peer has closed in between is not used again") {
  std::atomic<int> closed = 0;
  RawServer server([&](RawPeer& peer) {  // one answer, then it closes without having said so
    say(k_ok)(peer);
    peer.close();
    ++closed;
  });
  Loop loop;
  HttpClient client(loop, {});
  for (int i = 0; i < 5; ++i) {
    CHECK(ask(loop, client, post(server.url("http"))).transport == Transport::answered);
    while (closed <= i) std::this_thread::yield();
    run_for(loop, 5ms);
  }
  CHECK(server.connections() == 5);
}

TEST_CASE("the end of a kept connection is seen even if the loop had no time to notice it") {
  std::atomic<int> closed = 0;
  RawServer server([&](RawPeer& peer) {
    say(k_ok)(peer);
    peer.close();
    ++closed;
  });
  Loop loop;
  HttpClient client(loop, {});
  for (int i = 0; i < 5; ++i) {
    CHECK(ask(loop, client, post(server.url("http"))).transport == Transport::answered);
    while (closed <= i) std::this_thread::yield();
  }
  CHECK(server.connections() == 5);
}

TEST_CASE("a kept connection that was reset in between is not used again") {
  std::atomic<int> answered = 0;
  std::atomic<int> reset = 0;
  RawServer server([&](RawPeer& peer) {
    const int before = answered;
    say(k_ok)(peer);
    while (answered == before) std::this_thread::yield();
    peer.reset();
    peer.close();
    ++reset;
  });
  Loop loop;
  HttpClient client(loop, {});
  for (int i = 0; i < 6; ++i) {
    CHECK(ask(loop, client, post(server.url("http"))).transport == Transport::answered);
    ++answered;
    while (reset <= i) std::this_thread::yield();
    if (i % 2 == 0) run_for(loop, 2ms);  // else the loop had no time to notice
  }
  CHECK(server.connections() == 6);
}

TEST_CASE("a kept connection on which the peer speaks unasked is not used again") {
  RawServer server(say(k_ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
  Loop loop;
  HttpClient client(loop, {});
  for (int i = 0; i < 3; ++i) CHECK(ask(loop, client, post(server.url("http"))).body == "ok");
  CHECK(server.connections() == 3);
}

TEST_CASE("a request that was taken by a kept connection and not answered is not repeated") {
  std::atomic<int> requests = 0;
  RawServer server([&](RawPeer& peer) {
    while (!peer.receive_until("\r\n\r\n{}").empty()) {
      if (++requests == 2) return;
      peer.send(k_ok);
    }
  });
  Loop loop;
  HttpClient client(loop, {});
  CHECK(ask(loop, client, post(server.url("http"))).transport == Transport::answered);
  CHECK(ask(loop, client, post(server.url("http"))).transport == Transport::lost);
  CHECK(requests == 2);
  CHECK(ask(loop, client, post(server.url("http"))).transport == Transport::answered);
  CHECK(requests == 3);
}

TEST_CASE("the requests that wait for a connection go on when the one before them fails") {
  std::atomic<int> connection = 0;
  RawServer server([&](RawPeer& peer) {
    const bool fails = ++connection % 2 == 1;
    say(fails ? "" : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")(peer);
  });
  Loop loop;
  HttpClientOptions options;
  options.connections_per_host = 1;
  HttpClient client(loop, {}, options);
  std::vector<Transport> answers;
  for (int i = 0; i < 6; ++i) {
    client.send(post(server.url("http")),
                [&](const HttpResponse& response) { answers.push_back(response.transport); });
  }
  CHECK(run_until(loop, [&] { return answers.size() == 6; }));
  const auto lost = Transport::lost;
  const auto answered = Transport::answered;
  CHECK(answers == std::vector<Transport>{lost, answered, lost, answered, lost, answered});
}

TEST_CASE("time spent waiting for a connection does not count against a request") {
  RawServer server([](RawPeer& peer) {
    while (!peer.receive_until("\r\n\r\n{}").empty()) {
      std::this_thread::sleep_for(40ms);
      peer.send(k_ok);
    }
  });
  Loop loop;
  HttpClientOptions options;
  options.connections_per_host = 1;
  options.timeout = 800ms;
  HttpClient client(loop, {}, options);
  int answered = 0;
  for (int i = 0; i < 25; ++i) {  // a second of waiting for the last
    client.send(post(server.url("http")), [&](const HttpResponse& response) {
      CHECK(response.transport == Transport::answered);
      ++answered;
    });
  }
  CHECK(run_until(loop, [&] { return answered == 25; }));
}

}  // namespace http_faults_test
