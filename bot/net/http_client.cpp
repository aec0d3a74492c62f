#include "bot/net/http_client.h"
#include "bot/net/asio.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "bot/ensure.h"
#include "bot/net/connect.h"
#include "bot/net/http_connection.h"

namespace tocsin::net {
namespace {

struct Host {
  std::deque<Errand> waiting;
  std::vector<std::unique_ptr<HttpConnection>> connections;  // the last used are at the end
};

}  // namespace

struct HttpClient::Impl : std::enable_shared_from_this<Impl> {
  Impl(Loop& the_loop, Surroundings the_surroundings, HttpClientOptions the_options)
      : loop(the_loop), surroundings(std::move(the_surroundings)), options(the_options) {}

  void send(HttpRequest request, Answered answered);
  void refuse(std::string trouble, Answered answered);
  void start_waiting(const std::string& key);
  HttpConnection* take_idle(Host& host);
  HttpConnection* make_connection(const std::string& key, Host& host);
  void finished(const std::string& key, HttpConnection& connection,
                HttpConnection::Outcome outcome);
  void remove(const std::string& key, const HttpConnection& connection);
  void answer(const Answered& answered, HttpResponse response);

  Loop& loop;
  const Surroundings surroundings;
  const HttpClientOptions options;
  std::map<std::string, Host> hosts;  // by scheme, name and port
  std::size_t in_flight = 0;
  bool closed = false;
};

void HttpClient::Impl::send(HttpRequest request, Answered answered) {
  ++in_flight;
  std::optional<Url> url = parse_url(request.url);
  if (!url || (url->scheme != "http" && url->scheme != "https")) {
    return refuse("the URL is not one for HTTP", std::move(answered));
  }
  if (std::string refusal = refusal_of_plain(*url); !refusal.empty()) {
    return refuse(std::move(refusal), std::move(answered));
  }
  if (std::string flaw = flaw_of(request); !flaw.empty()) {
    return refuse(std::move(flaw), std::move(answered));
  }
  const std::string key = fmt::format("{}://{}:{}", url->scheme, url->host, url->port);
  hosts[key].waiting.push_back(
      {.url = std::move(*url), .request = std::move(request), .answered = std::move(answered)});
  start_waiting(key);
}

// Later, because nobody expects the answer before send() has returned.
void HttpClient::Impl::refuse(std::string trouble, Answered answered) {
  asio::post(loop.impl().io, [impl = shared_from_this(), trouble = std::move(trouble),
                              answered = std::move(answered)]() mutable {
    if (impl->closed) return;
    HttpResponse response;
    response.transport = Transport::never_sent;
    response.trouble = std::move(trouble);
    impl->answer(answered, std::move(response));
  });
}

void HttpClient::Impl::start_waiting(const std::string& key) {
  Host& host = hosts[key];
  while (!host.waiting.empty()) {
    HttpConnection* connection = nullptr;
    // What has failed on a kept connection is not trusted to another one of the same age.
    if (!host.waiting.front().sent_again) connection = take_idle(host);
    if (connection == nullptr) connection = make_connection(key, host);
    if (connection == nullptr) break;
    Errand errand = std::move(host.waiting.front());
    host.waiting.pop_front();
    connection->start(std::move(errand));
  }
  if (host.waiting.empty() && host.connections.empty()) hosts.erase(key);
}

// The idle one that was used last; those that have ended on the way there are let go.
HttpConnection* HttpClient::Impl::take_idle(Host& host) {
  for (std::size_t i = host.connections.size(); i-- > 0;) {
    HttpConnection& connection = *host.connections[i];
    if (!connection.idle()) continue;
    if (connection.still_good()) return &connection;
    host.connections.erase(host.connections.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return nullptr;
}

HttpConnection* HttpClient::Impl::make_connection(const std::string& key, Host& host) {
  if (host.connections.size() >= options.connections_per_host) {
    const auto idle = std::find_if(host.connections.begin(), host.connections.end(),
                                   [](const auto& connection) { return connection->idle(); });
    if (idle == host.connections.end()) return nullptr;
    host.connections.erase(idle);
  }
  HttpConnection::Owner owner;
  owner.finished = [this, key](HttpConnection& connection, HttpConnection::Outcome outcome) {
    finished(key, connection, std::move(outcome));
  };
  owner.idle_ended = [this, key](HttpConnection& connection) { remove(key, connection); };
  host.connections.push_back(
      std::make_unique<HttpConnection>(loop, surroundings, options, std::move(owner)));
  return host.connections.back().get();
}

void HttpClient::Impl::finished(const std::string& connection_key, HttpConnection& connection,
                                HttpConnection::Outcome outcome) {
  const auto keep = shared_from_this();    // the answer may be the end of the client
  const std::string key = connection_key;  // the original goes with the connection
  Host& host = hosts[key];
  const auto place =
      std::find_if(host.connections.begin(), host.connections.end(),
                   [&](const auto& candidate) { return candidate.get() == &connection; });
  ENSURE(place != host.connections.end());
  if (outcome.reusable) {
    std::rotate(place, place + 1, host.connections.end());
  } else {
    host.connections.erase(place);
  }
  if (outcome.again) {
    outcome.errand.sent_again = true;
    host.waiting.push_front(std::move(outcome.errand));
    return start_waiting(key);
  }
  start_waiting(key);
  answer(outcome.errand.answered, std::move(outcome.response));
}

void HttpClient::Impl::remove(const std::string& connection_key, const HttpConnection& connection) {
  const std::string key = connection_key;
  std::erase_if(hosts[key].connections,
                [&](const auto& candidate) { return candidate.get() == &connection; });
  start_waiting(key);
}

void HttpClient::Impl::answer(const Answered& answered, HttpResponse response) {
  --in_flight;
  if (answered) answered(std::move(response));
}

HttpClient::HttpClient(Loop& loop, Surroundings surroundings, HttpClientOptions options)
    : impl_(std::make_shared<Impl>(loop, std::move(surroundings), options)) {}

HttpClient::~HttpClient() {
  impl_->closed = true;
  impl_->hosts.clear();
}

void HttpClient::send(HttpRequest request, Answered answered) {
  impl_->send(std::move(request), std::move(answered));
}

std::size_t HttpClient::in_flight() const { return impl_->in_flight; }

}  // namespace tocsin::net
