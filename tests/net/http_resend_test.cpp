// A request is sent again only if the kernel took nothing of it. To see that, the two calls that
// carry bytes stand in front of the system's here and can refuse, for the thread that asks for it.
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <optional>
#include <string>

#include "bot/net/http_client.h"
#include "tests/net/raw_peer.h"
#include "tests/net/run_until.h"

namespace http_resend_test {

using namespace tocsin::net;
using namespace std::chrono_literals;

namespace {

// The next calls of this thread: so many bytes are taken, then so many calls are refused.
struct Refusal {
  std::size_t bytes_taken_before = 0;
  int calls = 0;
};
thread_local Refusal t_refusal;

}  // namespace

extern "C" ssize_t send(int descriptor, const void* bytes, std::size_t size, int flags) {
  static const auto real = reinterpret_cast<decltype(&::send)>(dlsym(RTLD_NEXT, "send"));
  if (t_refusal.calls > 0) {
    if (t_refusal.bytes_taken_before == 0) {
      --t_refusal.calls;
      errno = EPIPE;
      return -1;
    }
    size = std::min(size, t_refusal.bytes_taken_before);
    t_refusal.bytes_taken_before -= size;
  }
  return real(descriptor, bytes, size, flags);
}

extern "C" ssize_t sendmsg(int descriptor, const msghdr* message, int flags) {
  static const auto real = reinterpret_cast<decltype(&::sendmsg)>(dlsym(RTLD_NEXT, "sendmsg"));
  if (t_refusal.calls == 0) return real(descriptor, message, flags);
  for (std::size_t i = 0; i < message->msg_iovlen; ++i) {
    const iovec& part = message->msg_iov[i];
    if (part.iov_len > 0) return send(descriptor, part.iov_base, part.iov_len, flags);
  }
  return 0;
}

namespace {

const std::string k_ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Answers whole requests. Half ones get an interim answer, which makes the client's kernel say that
// it may write again: a real one that took only a part would say so by itself.
struct Server {
  explicit Server(bool tls = false)
      : certificate("127.0.0.1"), server([this, tls](RawPeer& peer) {
          if (tls && !peer.start_tls(certificate)) return;
          std::string request;
          for (std::string some = peer.receive_some(); !some.empty(); some = peer.receive_some()) {
            request += some;
            if (!request.ends_with("end")) {
              peer.send("HTTP/1.1 100 Continue\r\n\r\n");
              continue;
            }
            ++requests;
            request.clear();
            peer.send(k_ok);
          }
        }) {}

  Certificate certificate;
  std::atomic<int> requests = 0;
  RawServer server;
};

HttpResponse ask(Loop& loop, HttpClient& client, const std::string& url, std::size_t size = 10) {
  std::optional<HttpResponse> answer;
  client.send({.method = "POST", .url = url, .headers = {}, .body = std::string(size, 'x') + "end"},
              [&](HttpResponse response) { answer = std::move(response); });
  REQUIRE(run_until(loop, [&] { return answer.has_value(); }));
  t_refusal = {};
  return *answer;
}

}  // namespace

TEST_CASE("a request of which a kept connection takes nothing is sent once more on a new one") {
  Server server;
  Loop loop;
  HttpClient client(loop, {});
  const std::string url = server.server.url("http");
  CHECK(ask(loop, client, url).transport == Transport::answered);
  t_refusal = {.bytes_taken_before = 0, .calls = 1};
  CHECK(ask(loop, client, url).transport == Transport::answered);
  CHECK(server.requests == 2);
  CHECK(server.server.connections() == 2);
}

TEST_CASE("a request of which nothing is taken twice was never sent, and is not tried again") {
  Server server;
  Loop loop;
  HttpClient client(loop, {});
  const std::string url = server.server.url("http");
  CHECK(ask(loop, client, url).transport == Transport::answered);
  t_refusal = {.bytes_taken_before = 0, .calls = 100};
  CHECK(ask(loop, client, url).transport == Transport::never_sent);
  CHECK(server.requests == 1);
  CHECK(run_until(loop, [&] { return server.server.connections() == 2; }));
}

TEST_CASE("a request of which a new connection takes nothing was never sent") {
  Server server;
  Loop loop;
  HttpClient client(loop, {});
  t_refusal = {.bytes_taken_before = 0, .calls = 100};
  CHECK(ask(loop, client, server.server.url("http")).transport == Transport::never_sent);
  CHECK(server.requests == 0);
  CHECK(run_until(loop, [&] { return server.server.connections() == 1; }));
}

TEST_CASE("a request of which a single byte was taken is lost, on a kept connection or a new one") {
  Server server;
  Loop loop;
  HttpClient client(loop, {});
  const std::string url = server.server.url("http");
  t_refusal = {.bytes_taken_before = 1, .calls = 100};
  CHECK(ask(loop, client, url).transport == Transport::lost);
  CHECK(ask(loop, client, url).transport == Transport::answered);
  t_refusal = {.bytes_taken_before = 1, .calls = 100};
  CHECK(ask(loop, client, url).transport == Transport::lost);
  CHECK(server.requests == 1);
  CHECK(server.server.connections() == 2);
}

TEST_CASE("with TLS a request counts as unseen only if no whole record of it can have left") {
  Server server(true);
  Loop loop;
  HttpClient client(
      loop, {.https_proxy = "", .no_proxy = "", .ssl_cert_file = server.certificate.file()});
  const std::string url = server.server.url("https");
  CHECK(ask(loop, client, url).transport == Transport::answered);
  t_refusal = {.bytes_taken_before = 0, .calls = 1};
  CHECK(ask(loop, client, url).transport == Transport::answered);
  CHECK(server.requests == 2);
  t_refusal = {.bytes_taken_before = 0, .calls = 1};
  CHECK(ask(loop, client, url, 100'000).transport == Transport::lost);
  CHECK(ask(loop, client, url, 100'000).transport == Transport::answered);
  t_refusal = {.bytes_taken_before = 17'000, .calls = 100};
  CHECK(ask(loop, client, url, 100'000).transport == Transport::lost);
  CHECK(server.requests == 3);
}

}  // namespace http_resend_test
