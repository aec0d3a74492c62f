#include "bot/net/connect.h"

#include <fmt/core.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "bot/net/proxy.h"

namespace tocsin::net {
namespace {

// Then the next address of the host gets its turn; the last one may take all the time there is.
constexpr std::chrono::milliseconds k_patience_per_address{2'000};

constexpr std::size_t k_largest_proxy_answer = 16 * 1024;

// A connection whose other end has vanished is noticed in some 30 s, idle or not.
constexpr int k_keepalive_idle_seconds = 15;
constexpr int k_keepalive_interval_seconds = 5;
constexpr int k_keepalive_probes = 3;
constexpr unsigned k_unacknowledged_milliseconds = 30'000;

template <class Value>
void set_tcp_option(Socket& socket, int option, Value value) {
  // Without it the connection still works, and its end is noticed later.
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof(value));
}

// The peer may have been given addresses of both families while only one of them works, so the
// families take turns (RFC 8305, without its overlapping attempts).
std::vector<asio::ip::tcp::endpoint> in_turns(const std::vector<asio::ip::address>& addresses,
                                              std::uint16_t port) {
  std::vector<asio::ip::tcp::endpoint> first_family, other_family, all;
  for (const auto& address : addresses) {
    auto& family = address.is_v6() == addresses.front().is_v6() ? first_family : other_family;
    family.emplace_back(address, port);
  }
  for (std::size_t i = 0; i < std::max(first_family.size(), other_family.size()); ++i) {
    if (i < first_family.size()) all.push_back(first_family[i]);
    if (i < other_family.size()) all.push_back(other_family[i]);
  }
  return all;
}

std::shared_ptr<asio::ssl::context> make_tls_context(const std::string& certificates,
                                                     error_code& error) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  context->set_verify_mode(asio::ssl::verify_peer);
  if (certificates.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(certificates, error);
  }
  return context;
}

// The name asked for (SNI), and the name that the certificate must bear.
bool expect_host(SSL* tls, const std::string& host) {
  error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (!not_an_address) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1;
  }
  return SSL_set_tlsext_host_name(tls, host.c_str()) == 1 && SSL_set1_host(tls, host.c_str()) == 1;
}

}  // namespace

std::string describe(const error_code& error) {
  if (error == asio::error::eof || error == asio::ssl::error::stream_truncated) {
    return "the peer closed the connection";
  }
  if (error == asio::error::connection_reset) return "the peer reset the connection";
  return error.message();
}

std::optional<std::vector<asio::ip::address>> known_addresses(const std::string& host) {
  error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return std::vector{address};
  if (!is_loopback_host(host)) return std::nullopt;
  return std::vector<asio::ip::address>{asio::ip::address_v4::loopback(),
                                        asio::ip::address_v6::loopback()};
}

std::string refusal_of_plain(const Url& url) {
  if (url.secure() || is_this_machine(url.host)) return {};
  return url.scheme + ":// without TLS is only for this machine";
}

std::string host_header(const Url& url) {
  const std::string host =
      url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  const int own_port = url.secure() ? 443 : 80;
  return url.port == own_port ? host : fmt::format("{}:{}", host, url.port);
}

std::shared_ptr<Connecting> Connecting::start(Loop::Impl& loop, const Surroundings& surroundings,
                                              const Url& url, Done done) {
  auto self = std::make_shared<Connecting>(loop, surroundings, url, std::move(done));
  asio::post(loop.io, [self] {
    if (self->done_) self->begin();
  });
  return self;
}

Connecting::Connecting(Loop::Impl& loop, const Surroundings& surroundings, const Url& url,
                       Done done)
    : loop_(loop),
      surroundings_(surroundings),
      url_(url),
      done_(std::move(done)),
      resolver_(loop.io.get_executor()),
      attempt_deadline_(loop.io, [this] {
        wire_->close();  // the attempt's handler goes on with the next address
      }) {}

void Connecting::cancel() {
  done_ = nullptr;
  resolver_.cancel();
  attempt_deadline_.clear();
  if (wire_) wire_->close();
}

const char* Connecting::doing() const { return doing_; }

void Connecting::begin() {
  if (std::string refusal = refusal_of_plain(url_); !refusal.empty()) {
    return fail(std::move(refusal));
  }
  through_proxy_ = goes_through_proxy(surroundings_, url_);
  if (!through_proxy_) return resolve(url_.host, url_.port);

  const std::optional<Proxy> proxy = parse_proxy(surroundings_.https_proxy);
  if (!proxy)
    return fail("HTTPS_PROXY cannot be read; it should be http://[user:password@]host:port");
  proxy_text_ = connect_request(*proxy, url_);
  resolve(proxy->host, proxy->port);
}

void Connecting::resolve(const std::string& host, std::uint16_t port) {
  doing_ = through_proxy_ ? "looking up the proxy's address" : "looking up the address";
  if (const auto known = known_addresses(host)) return use_addresses(*known, port);
  resolver_.async_resolve(
      host, "", asio::ip::resolver_base::address_configured,
      [self = shared_from_this(), host, port](error_code error,
                                              const Resolver::results_type& results) {
        if (!self->done_) return;
        if (error) return self->fail(fmt::format("no address for {}: {}", host, describe(error)));
        std::vector<asio::ip::address> addresses;
        for (const auto& entry : results) addresses.push_back(entry.endpoint().address());
        self->use_addresses(addresses, port);
      });
}

void Connecting::use_addresses(const std::vector<asio::ip::address>& addresses,
                               std::uint16_t port) {
  if (addresses.empty()) return fail("the host has no address");
  endpoints_ = in_turns(addresses, port);
  doing_ = through_proxy_ ? "connecting to the proxy" : "connecting";
  try_next_address();
}

void Connecting::try_next_address() {
  const auto endpoint = endpoints_[next_endpoint_++];
  wire_ = std::make_unique<Wire>(loop_.turn, Socket(loop_.io.get_executor()));
  if (next_endpoint_ < endpoints_.size()) attempt_deadline_.set(k_patience_per_address);
  wire_->socket().async_connect(
      endpoint, [self = shared_from_this()](error_code error) { self->on_connected(error); });
}

void Connecting::on_connected(error_code error) {
  attempt_deadline_.clear();
  if (!done_) return;
  // The deadline may have closed it between the connection and this call.
  if (!error && !wire_->socket().is_open()) error = asio::error::timed_out;
  if (error) {
    if (next_endpoint_ < endpoints_.size()) return try_next_address();
    return fail(fmt::format("no connection to {}: {}",
                            through_proxy_ ? "the proxy" : host_header(url_), describe(error)));
  }
  prepare_socket();
  if (through_proxy_) return ask_proxy();
  if (url_.secure()) return start_tls();
  succeed();
}

void Connecting::prepare_socket() {
  Socket& socket = wire_->socket();
  error_code ignored;  // as for set_tcp_option
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  set_tcp_option(socket, TCP_KEEPIDLE, k_keepalive_idle_seconds);
  set_tcp_option(socket, TCP_KEEPINTVL, k_keepalive_interval_seconds);
  set_tcp_option(socket, TCP_KEEPCNT, k_keepalive_probes);
  set_tcp_option(socket, TCP_USER_TIMEOUT, k_unacknowledged_milliseconds);
}

void Connecting::ask_proxy() {
  doing_ = "waiting for the proxy";
  asio::async_write(wire_->socket(), asio::buffer(proxy_text_),
                    [self = shared_from_this()](error_code error, std::size_t) {
                      if (!self->done_) return;
                      if (error) return self->fail("the proxy went away: " + describe(error));
                      self->read_proxy_answer();
                    });
}

void Connecting::read_proxy_answer() {
  proxy_text_.clear();
  asio::async_read_until(
      wire_->socket(), asio::dynamic_buffer(proxy_text_, k_largest_proxy_answer), "\r\n\r\n",
      [self = shared_from_this()](error_code error, std::size_t head_size) {
        if (!self->done_) return;
        if (error) return self->fail("the proxy gave no answer: " + describe(error));
        const std::string& answer = self->proxy_text_;
        const bool http = answer.starts_with("HTTP/1.") && answer.size() > 12 && answer[8] == ' ';
        if (!http) return self->fail("the proxy does not speak HTTP");
        if (answer[9] == '2') {
          if (answer.size() == head_size) return self->start_tls();
          return self->fail("the proxy spoke before we did");
        }
        std::string status = answer.substr(9, 3);
        if (!std::all_of(status.begin(), status.end(),
                         [](char c) { return c >= '0' && c <= '9'; })) {
          status = "unreadable";
        }
        self->fail(fmt::format("the proxy refused the connection (status {}{})", status,
                               status == "407" ? ": it wants a user and password" : ""));
      });
}

void Connecting::start_tls() {
  doing_ = "agreeing on TLS";
  auto& context = loop_.tls_contexts[surroundings_.ssl_cert_file];
  if (!context) {
    error_code error;
    context = make_tls_context(surroundings_.ssl_cert_file, error);
    if (error) {
      context.reset();  // the file may be there next time
      return fail("the certificates in SSL_CERT_FILE cannot be read: " + error.message());
    }
  }
  Wire::Tls& tls = wire_->start_tls(*context);
  if (!expect_host(tls.native_handle(), url_.host)) return fail("no valid host name for TLS");
  tls.async_handshake(asio::ssl::stream_base::client, [self = shared_from_this(),
                                                       &tls](error_code error) {
    if (!self->done_) return;
    if (!error) return self->succeed();
    const long verdict = SSL_get_verify_result(tls.native_handle());
    const bool certificate = verdict != X509_V_OK;
    self->fail(fmt::format("no TLS with {}: {}", self->url_.host,
                           certificate ? X509_verify_cert_error_string(verdict) : describe(error)));
  });
}

void Connecting::succeed() {
  auto done = std::exchange(done_, nullptr);
  done(std::move(wire_), {});
}

void Connecting::fail(std::string trouble) {
  attempt_deadline_.clear();
  if (wire_) wire_->close();
  auto done = std::exchange(done_, nullptr);
  done(nullptr, std::move(trouble));
}

}  // namespace tocsin::net
