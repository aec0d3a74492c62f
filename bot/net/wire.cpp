#include "bot/net/wire.h"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace tocsin::net {

namespace {

constexpr std::size_t k_most_kept = 64 * 1024;

auto leading(Turn& turn, Completion completion) {
  return [&turn, completion = std::move(completion)](const error_code& error,
                                                     std::size_t count) mutable {
    turn.lead([&] { completion(error, count); });
  };
}

}  // namespace

Wire::Wire(Turn& turn, Socket socket) : turn_(turn), socket_(std::move(socket)) {}

Wire::~Wire() = default;

Wire::Tls& Wire::start_tls(asio::ssl::context& context) {
  tls_ = std::make_unique<Tls>(socket_, context);
  return *tls_;
}

void Wire::close() {
  error_code ignored;
  socket_.close(ignored);
}

template <class Act>
void Wire::through(Act act) {
  if (tls_) {
    act(*tls_);
  } else {
    act(socket_);
  }
}

void Wire::read_some(asio::mutable_buffer into, Completion completion) {
  if (read_ && read_->begin < read_->end) {
    const std::size_t count = take_read(into);
    turn_.add([completion = std::move(completion), count]() mutable { completion({}, count); });
    return;
  }
  if (into.size() == 0 || into.size() >= sizeof(ReadAhead::bytes)) {
    return read_from_peer(into, std::move(completion));
  }
  if (!read_) read_ = std::make_unique_for_overwrite<ReadAhead>();
  auto done = [this, into, completion = std::move(completion)](const error_code& error,
                                                               std::size_t count) mutable {
    read_->begin = 0;
    read_->end = count;
    completion(error, take_read(into));
  };
  read_from_peer(asio::buffer(read_->bytes), Completion(std::move(done)));
}

std::size_t Wire::take_read(asio::mutable_buffer into) {
  const std::size_t count = asio::buffer_copy(
      into, asio::buffer(read_->bytes.data() + read_->begin, read_->end - read_->begin));
  read_->begin += count;
  return count;
}

void Wire::read_from_peer(asio::mutable_buffer into, Completion completion) {
  through(
      [&](auto& stream) { stream.async_read_some(into, leading(turn_, std::move(completion))); });
}

void Wire::write_some(const Parts& parts, Completion completion) {
  const std::size_t count = asio::buffer_size(parts);
  if (!kept_.empty() || (more_follows_ && count < k_most_kept)) {
    for (const asio::const_buffer& part : parts) {
      kept_.append(static_cast<const char*>(part.data()), part.size());
    }
    if (!more_follows_ || kept_.size() >= k_most_kept) {
      return write_kept(std::move(completion), count);
    }
    turn_.add([completion = std::move(completion), count]() mutable { completion({}, count); });
    return;
  }
  const auto write = [&](const auto& buffers) {
    through([&](auto& stream) {
      stream.async_write_some(buffers, leading(turn_, std::move(completion)));
    });
  };
  if (parts[1].size() == 0) {
    write(parts[0]);
  } else {
    write(parts);
  }
}

// `count`: of the write that it was for.
void Wire::write_kept(Completion completion, std::size_t count) {
  Completion done([this, completion = std::move(completion), count](const error_code& error,
                                                                    std::size_t) mutable {
    if (!error) kept_.clear();
    completion(error, error ? 0 : count);
  });
  through([&](auto& stream) {
    asio::async_write(stream, asio::buffer(kept_), leading(turn_, std::move(done)));
  });
}

}  // namespace tocsin::net
