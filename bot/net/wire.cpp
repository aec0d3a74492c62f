#include "bot/net/wire.h"

#include <sys/socket.h>

#include <boost/asio/ssl/stream.hpp>

namespace tocsin::net {

Wire::Wire(Socket socket) : socket_(std::move(socket)) {}

Wire::~Wire() = default;

Wire::Tls& Wire::start_tls(asio::ssl::context& context) {
  tls_ = std::make_unique<Tls>(socket_, context);
  return *tls_;
}

void Wire::close() {
  error_code ignored;
  socket_.close(ignored);
}

void Wire::read_some(asio::mutable_buffer into, Completion completion) {
  if (tls_) {
    tls_->async_read_some(into, std::move(completion));
  } else {
    socket_.async_read_some(into, std::move(completion));
  }
}

void Wire::write_some(const Parts& parts, Completion completion) {
  const auto write = [&](const auto& buffers) {
    if (tls_) {
      tls_->async_write_some(buffers, std::move(completion));
    } else if (more_follows_) {
      socket_.async_send(buffers, MSG_MORE, std::move(completion));
    } else {
      socket_.async_write_some(buffers, std::move(completion));
    }
  };
  if (parts[1].size() == 0) {
    write(parts[0]);
  } else {
    write(parts);
  }
}

}  // namespace tocsin::net
