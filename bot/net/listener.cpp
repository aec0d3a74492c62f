#include "bot/net/listener.h"
#include "bot/net/asio.h"

#include <boost/asio/post.hpp>
#include <system_error>
#include <utility>

#include "bot/net/listener_core.h"
#include "bot/net/served_connection.h"
#include "bot/net/served_socket.h"

namespace tocsin::net {
namespace {

// Accepting fails when the process has run out of descriptors; a little later there may be some.
constexpr std::chrono::milliseconds k_pause_after_failed_accept{100};

void throw_on(const error_code& error, const char* what) {
  if (error) throw std::system_error(std::error_code(error), what);
}

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Impl> {
  explicit Impl(std::shared_ptr<ListenerCore> the_core)
      : core(std::move(the_core)),
        acceptor(core->loop.io.get_executor()),
        pause(core->loop.io.get_executor()) {}

  void open();
  void accept();
  void on_accept(const error_code& error, Socket socket);

  std::shared_ptr<ListenerCore> core;
  Acceptor acceptor;
  SteadyTimer pause;
};

void Listener::Impl::open() {
  error_code error;
  const auto addresses = known_addresses(core->options.host);
  if (!addresses) error = asio::error::address_family_not_supported;
  throw_on(error, "the host to listen on is not an address");
  const asio::ip::tcp::endpoint endpoint(addresses->front(), core->options.port);
  acceptor.open(endpoint.protocol(), error);
  throw_on(error, "no socket to listen on");
  acceptor.set_option(asio::socket_base::reuse_address(true), error);
  acceptor.bind(endpoint, error);
  throw_on(error, "the port cannot be had");
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  throw_on(error, "the port cannot be listened on");
}

void Listener::Impl::accept() {
  acceptor.async_accept([impl = shared_from_this()](error_code error, Socket socket) {
    impl->on_accept(error, std::move(socket));
  });
}

void Listener::Impl::on_accept(const error_code& error, Socket socket) {
  if (core->closed) return;
  if (error) {
    pause.expires_after(k_pause_after_failed_accept);
    pause.async_wait([impl = shared_from_this()](error_code cancelled) {
      if (!cancelled && !impl->core->closed) impl->accept();
    });
    return;
  }
  // Above the limit the connection is closed at once, by its destructor.
  if (core->open() < core->options.most_connections) {
    ServedConnection::start(core, std::move(socket));
  }
  accept();
}

Listener::Listener(Loop& loop, ListenerCallbacks callbacks, ListenerOptions options)
    : impl_(std::make_shared<Impl>(
          std::make_shared<ListenerCore>(loop.impl(), std::move(callbacks), std::move(options)))) {
  impl_->open();
  impl_->accept();
}

Listener::~Listener() {
  ListenerCore& core = *impl_->core;
  core.closed = true;
  error_code ignored;
  impl_->acceptor.close(ignored);
  impl_->pause.cancel();
  for (const auto& connection : std::exchange(core.connections, {})) connection->abandon();
  for (const auto& socket : std::exchange(core.sockets, {})) socket->abandon();
}

std::uint16_t Listener::port() const { return impl_->acceptor.local_endpoint().port(); }

Responder::Responder(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

void Responder::reply(HttpResponse response) const {
  if (const auto connection = impl_->connection.lock()) {
    connection->reply(impl_->request, std::move(response));
  }
}

void Responder::reply_raw(std::string bytes) const {
  if (const auto connection = impl_->connection.lock()) {
    connection->reply_raw(impl_->request, std::move(bytes));
  }
}

void Responder::drop() const {
  if (const auto connection = impl_->connection.lock()) connection->drop(impl_->request);
}

void Responder::begin_stream(HttpResponse head) const {
  if (const auto connection = impl_->connection.lock()) {
    connection->begin_stream(impl_->request, head);
  }
}

bool Responder::send(std::string bytes) const {
  const auto connection = impl_->connection.lock();
  return connection && connection->send(impl_->request, bytes);
}

ServerSocket::ServerSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::uint64_t ServerSocket::number() const { return impl_->number; }

void ServerSocket::send_text(std::string text) const {
  if (const auto socket = impl_->socket.lock()) {
    socket->send(ServedSocket::Kind::text, std::move(text));
  }
}

void ServerSocket::send_binary(std::string bytes) const {
  if (const auto socket = impl_->socket.lock()) {
    socket->send(ServedSocket::Kind::binary, std::move(bytes));
  }
}

void ServerSocket::send_raw(std::string bytes) const {
  if (const auto socket = impl_->socket.lock()) {
    socket->send(ServedSocket::Kind::raw, std::move(bytes));
  }
}

void ServerSocket::send_ping(std::string payload) const {
  if (const auto socket = impl_->socket.lock()) {
    socket->send(ServedSocket::Kind::ping, std::move(payload));
  }
}

void ServerSocket::close(int code, std::string reason) const {
  if (const auto socket = impl_->socket.lock()) {
    socket->send(ServedSocket::Kind::close, std::move(reason), code);
  }
}

void ServerSocket::drop() const {
  if (const auto socket = impl_->socket.lock()) socket->drop();
}

void ServerSocket::go_silent() const {
  if (const auto socket = impl_->socket.lock()) socket->go_silent();
}

}  // namespace tocsin::net
