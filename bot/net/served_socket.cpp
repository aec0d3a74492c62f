#include "bot/net/served_socket.h"

#include <poll.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "bot/net/close_code.h"
#include "bot/net/wire.h"

namespace tocsin::net {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

constexpr std::size_t k_largest_message = 16 * 1024 * 1024;
constexpr std::size_t k_longest_close_reason = 123;
constexpr std::chrono::milliseconds k_accept_timeout{10'000};
constexpr std::chrono::milliseconds k_frame_timeout{30'000};
constexpr std::chrono::milliseconds k_close_timeout{5'000};
constexpr std::chrono::milliseconds k_silent_look{200};

}  // namespace

struct ServedSocket::Stream {
  Stream(Turn& turn, Socket socket) : wire(turn, std::move(socket)), frames(wire) {}

  Wire wire;
  websocket::stream<Wire&, false> frames;
  beast::flat_buffer buffer;
};

void ServedSocket::start(const std::shared_ptr<ListenerCore>& core, Socket socket,
                         HttpRequest request) {
  auto self = std::make_shared<ServedSocket>(core, std::move(socket), ++core->last_number);
  self->handle_->socket = self;
  core->sockets.insert(self);
  self->accept(std::move(request));
}

ServedSocket::ServedSocket(std::shared_ptr<ListenerCore> core, Socket socket, std::uint64_t number)
    : core_(std::move(core)),
      handle_(
          std::make_shared<ServerSocket::Impl>(ServerSocket::Impl{.socket = {}, .number = number})),
      stream_(std::make_unique<Stream>(core_->loop.turn, std::move(socket))),
      deadline_(core_->loop.io, [this] { on_deadline(); }) {}

ServedSocket::~ServedSocket() = default;

void ServedSocket::accept(HttpRequest request) {
  beast::http::request<beast::http::empty_body> upgrade;
  upgrade.version(11);
  upgrade.method(beast::http::verb::get);
  upgrade.target(request.url);
  for (const Header& header : request.headers) upgrade.insert(header.name, header.value);

  auto& frames = stream_->frames;
  frames.auto_fragment(false);
  frames.read_message_max(k_largest_message);
  frames.control_callback([this](websocket::frame_type kind, beast::string_view) {
    on_control_frame(kind == websocket::frame_type::close, kind == websocket::frame_type::pong);
  });
  deadline_.set(k_accept_timeout);
  frames.async_accept(upgrade,
                      [self = shared_from_this(), request = std::move(request)](error_code error) {
                        if (self->state_ == State::ended) return;
                        self->deadline_.clear();
                        if (error) return self->end(0);
                        self->state_ = State::open;
                        self->reported_open_ = true;
                        const auto& callbacks = self->core_->callbacks;
                        if (callbacks.on_socket_open)
                          callbacks.on_socket_open(self->handle(), request);
                        if (self->state_ == State::open) self->read();
                      });
}

void ServedSocket::on_control_frame(bool close, bool pong) {
  if (state_ != State::open) return;
  if (pong && core_->callbacks.on_socket_pong) core_->callbacks.on_socket_pong(handle());
  if (!close) return;
  close_seen_ = true;
  stream_->wire.expect_more(false);
  if (!close_sent_) return;
  // The close frames have crossed. With a control callback, Beast 1.81's reading and closing may
  // then wait for each other for ever.
  asio::post(core_->loop.io,
             [self = shared_from_this()] { self->end(code_of(self->stream_->frames.reason())); });
}

void ServedSocket::read() {
  stream_->frames.async_read(
      stream_->buffer,
      [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
}

void ServedSocket::on_read(const error_code& error) {
  if (state_ != State::open) return;
  if (error == websocket::error::closed) return end(code_of(stream_->frames.reason()));
  if (error) {
    // The closing saw the end first and reports it.
    if (close_sent_ && error == asio::error::operation_aborted) return;
    return end(0);
  }
  if (stream_->frames.got_text() && core_->callbacks.on_socket_text) {
    const auto bytes = stream_->buffer.cdata();
    core_->callbacks.on_socket_text(handle(),
                                    {static_cast<const char*>(bytes.data()), bytes.size()});
    if (state_ != State::open) return;
  }
  stream_->buffer.clear();
  read();
}

void ServedSocket::send(Kind kind, std::string bytes, int close_code) {
  if (state_ != State::open || close_sent_) return;
  queue_.push_back({kind, std::move(bytes), close_code});
  write_soon();
}

// What is sent within one turn of the loop leaves together.
void ServedSocket::write_soon() {
  if (writing_ || std::exchange(about_to_write_, true)) return;
  core_->loop.turn.add([self = shared_from_this()] {
    self->about_to_write_ = false;
    if (!self->writing_) self->write_next();
  });
}

void ServedSocket::write_next() {
  if (queue_.empty() || state_ != State::open) return;
  writing_ = true;
  current_ = std::move(queue_.front());
  queue_.pop_front();
  const bool is_last = queue_.empty() || current_.kind == Kind::close || close_seen_;
  stream_->wire.expect_more(!is_last);
  deadline_.set(current_.kind == Kind::close ? k_close_timeout : k_frame_timeout);
  start_write();
}

void ServedSocket::start_write() {
  auto& frames = stream_->frames;
  const auto done = [self = shared_from_this()](error_code error, std::size_t = 0) {
    self->on_written(error);
  };
  switch (current_.kind) {
    case Kind::text:
    case Kind::binary:
      frames.text(current_.kind == Kind::text);
      return frames.async_write(asio::buffer(current_.bytes), done);
    case Kind::raw:
      asio::async_write(stream_->wire, asio::buffer(current_.bytes), done);
      return;
    case Kind::ping:
      return frames.async_ping({current_.bytes.data(), current_.bytes.size()}, done);
    case Kind::close: {
      close_sent_ = true;
      const websocket::close_reason reason(
          static_cast<websocket::close_code>(current_.close_code),
          beast::string_view(current_.bytes).substr(0, k_longest_close_reason));
      return frames.async_close(reason, done);
    }
  }
}

void ServedSocket::on_written(const error_code& error) {
  writing_ = false;
  if (state_ != State::open) return;
  if (error) {
    // The reading has met the end and reports it, with the code of the peer's close frame.
    if (error == asio::error::operation_aborted) return;
    return end(0);
  }
  if (close_sent_) return end(code_of(stream_->frames.reason()));
  deadline_.clear();
  write_next();
}

void ServedSocket::drop() {
  if (state_ == State::ended) return;
  error_code ignored;
  stream_->wire.socket().set_option(asio::socket_base::linger(true, 0), ignored);
  abandon();
  // Later, because the caller does not expect a callback from within.
  asio::post(core_->loop.io, [self = shared_from_this()] { self->report_end(0); });
}

void ServedSocket::go_silent() {
  if (state_ != State::open) return;
  state_ = State::silent;
  queue_.clear();
  const auto stop_reading = [self = shared_from_this()] {
    error_code ignored;
    self->stream_->wire.socket().cancel(ignored);
  };
  stop_reading();
  // From within a callback for a pong, Beast goes on reading when that returns.
  asio::post(core_->loop.io, stop_reading);
  deadline_.set(k_silent_look);
}

// Nothing is read any more, so only the kernel knows when the peer has gone.
void ServedSocket::look_for_end_of_silent() {
  pollfd entry{.fd = stream_->wire.socket().native_handle(), .events = POLLRDHUP, .revents = 0};
  if (::poll(&entry, 1, 0) == 1) return end(0);
  deadline_.set(k_silent_look);
}

void ServedSocket::on_deadline() {
  const auto keep = shared_from_this();
  if (state_ == State::silent) return look_for_end_of_silent();
  end(0);
}

void ServedSocket::end(int close_code) {
  if (state_ == State::ended) return;
  const auto keep = shared_from_this();
  abandon();
  report_end(close_code);
}

void ServedSocket::report_end(int close_code) {
  if (core_->closed) return;
  core_->sockets.erase(shared_from_this());
  if (reported_open_ && core_->callbacks.on_socket_closed) {
    core_->callbacks.on_socket_closed(handle(), close_code);
  }
}

void ServedSocket::abandon() {
  state_ = State::ended;
  deadline_.clear();
  queue_.clear();
  stream_->wire.close();
}

}  // namespace tocsin::net
