#include "tests/net/raw_peer.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "bot/ensure.h"

namespace tocsin::net {
namespace {

constexpr timeval k_patience{.tv_sec = 15, .tv_usec = 0};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int bound_socket(std::uint16_t& port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ENSURE(descriptor >= 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof(address);
  ENSURE(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0);
  ENSURE(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return descriptor;
}

void name_it(X509* certificate, const std::string& host) {
  in_addr v4{};
  const bool address = inet_pton(AF_INET, host.c_str(), &v4) == 1;
  const std::string names = (address ? "IP:" : "DNS:") + host;
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  for (const auto& [kind, value] :
       {std::pair<int, std::string>{NID_subject_alt_name, names},
        std::pair<int, std::string>{NID_basic_constraints, "critical,CA:TRUE"}}) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    ENSURE(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
}

}  // namespace

Certificate::Certificate(const std::string& host) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  ENSURE(key != nullptr);
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("Tocsin test"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  name_it(certificate, host);
  ENSURE(X509_sign(certificate, key, EVP_sha256()) > 0);

  char path[] = "/tmp/tocsin-test-certificate-XXXXXX";
  const int descriptor = ::mkstemp(path);
  ENSURE(descriptor >= 0);
  file_ = path;
  std::FILE* file = ::fdopen(descriptor, "w");
  ENSURE(PEM_write_X509(file, certificate) == 1);
  std::fclose(file);

  context_ = SSL_CTX_new(TLS_server_method());
  ENSURE(SSL_CTX_use_certificate(context_, certificate) == 1);
  ENSURE(SSL_CTX_use_PrivateKey(context_, key) == 1);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

Certificate::~Certificate() {
  SSL_CTX_free(context_);
  ::unlink(file_.c_str());
}

void Certificate::only_old_tls() const {
  SSL_CTX_set_max_proto_version(context_, TLS1_1_VERSION);
  SSL_CTX_set_security_level(context_, 0);
}

RawPeer::RawPeer(int descriptor) : descriptor_(descriptor) {
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &k_patience, sizeof(k_patience));
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &k_patience, sizeof(k_patience));
}

RawPeer::~RawPeer() { close(); }

void RawPeer::close() {
  if (tls_ != nullptr) SSL_free(std::exchange(tls_, nullptr));
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

bool RawPeer::start_tls(const Certificate& certificate) {
  tls_ = SSL_new(certificate.server_context());
  SSL_set_fd(tls_, descriptor_);
  return SSL_accept(tls_) == 1;
}

std::string RawPeer::receive_some() {
  if (!received_.empty()) return std::exchange(received_, {});
  char bytes[16 * 1024];
  const long count = tls_ != nullptr ? SSL_read(tls_, bytes, sizeof(bytes))
                                     : ::recv(descriptor_, bytes, sizeof(bytes), 0);
  return count <= 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(count));
}

std::string RawPeer::receive_until(std::string_view mark) {
  std::string all;
  while (true) {
    const std::string some = receive_some();
    if (some.empty()) return all;
    all += some;
    const auto found = all.find(mark);
    if (found == std::string::npos) continue;
    received_ = all.substr(found + mark.size());
    all.resize(found + mark.size());
    return all;
  }
}

std::string RawPeer::receive(std::size_t count) {
  std::string all;
  while (all.size() < count) {
    const std::string some = receive_some();
    if (some.empty()) return all;
    all += some;
  }
  received_ = all.substr(count);
  all.resize(count);
  return all;
}

std::string RawPeer::receive_to_end() {
  std::string all;
  while (true) {
    const std::string some = receive_some();
    if (some.empty()) return all;
    all += some;
  }
}

bool RawPeer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const long count = tls_ != nullptr
                           ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                           : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void RawPeer::take_turns_with(RawPeer& other) {
  const auto waits = [](const RawPeer& peer) {
    if (!peer.received_.empty()) return true;
    return peer.tls_ != nullptr && SSL_pending(peer.tls_) > 0;
  };
  while (true) {
    pollfd entries[2]{{.fd = descriptor_, .events = POLLIN, .revents = 0},
                      {.fd = other.descriptor_, .events = POLLIN, .revents = 0}};
    if (!waits(*this) && !waits(other)) ::poll(entries, 2, -1);
    for (const auto& [from, to, ready] : {std::tuple(this, &other, entries[0].revents),
                                          std::tuple(&other, this, entries[1].revents)}) {
      if (ready == 0 && !waits(*from)) continue;
      const std::string some = from->receive_some();
      if (some.empty() || !to->send(some)) return;
    }
  }
}

void RawPeer::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

void RawPeer::say_goodbye() { SSL_shutdown(tls_); }

RawServer::RawServer(Script script) : script_(std::move(script)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  listening_ = bound_socket(port_);
  ENSURE(::listen(listening_, 64) == 0);
  accepting_ = std::thread([this] { accept_all(); });
}

void RawServer::accept_all() {
  while (true) {
    const int descriptor = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    ++connections_;
    scripts_.emplace_back([this, descriptor] {
      RawPeer peer(descriptor);
      script_(peer);
    });
  }
}

RawServer::~RawServer() {
  ::shutdown(listening_, SHUT_RDWR);
  accepting_.join();
  for (std::thread& script : scripts_) script.join();
  ::close(listening_);
}

std::string RawServer::url(const std::string& scheme, const std::string& target) const {
  return scheme + "://127.0.0.1:" + std::to_string(port_) + target;
}

int connect_to(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ENSURE(descriptor >= 0);
  const sockaddr_in address = loopback(port);
  ENSURE(::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  return descriptor;
}

void carry(RawPeer& one, RawPeer& other) {
  std::thread back([&] {
    for (std::string some = other.receive_some(); !some.empty(); some = other.receive_some()) {
      if (!one.send(some)) break;
    }
    ::shutdown(one.descriptor(), SHUT_RDWR);
  });
  for (std::string some = one.receive_some(); !some.empty(); some = one.receive_some()) {
    if (!other.send(some)) break;
  }
  ::shutdown(other.descriptor(), SHUT_RDWR);
  back.join();
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  ::close(bound_socket(port));
  return port;
}

}  // namespace tocsin::net
