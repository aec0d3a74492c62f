#include "bot/net/served_connection.h"

#include <fmt/core.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "bot/net/served_socket.h"

namespace tocsin::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t k_request_read_size = 16 * 1024;
constexpr std::uint32_t k_largest_request_head = 64 * 1024;
constexpr std::chrono::milliseconds k_idle_for{75'000};  // longer than our own client's patience
constexpr std::chrono::milliseconds k_write_timeout{30'000};
constexpr std::chrono::milliseconds k_linger_for{2'000};
constexpr std::size_t k_most_waiting = 64 * 1024;  // of a stream, for a reader who takes nothing

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool body_allowed(int status) { return status / 100 != 1 && status != 204 && status != 304; }

enum class Length { told, until_end };

std::string head_of(const HttpResponse& response, bool keep_alive, Length length = Length::told) {
  const auto reason =
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status,
                                 std::string_view(reason.data(), reason.size()));
  for (const Header& header : response.headers) {
    if (same_header(header.name, "content-length") || same_header(header.name, "connection"))
      continue;
    if (same_header(header.name, "transfer-encoding")) continue;
    // Somebody's text has come into a header: better no header than a forged one.
    if (has_line_break(header.name) || has_line_break(header.value)) continue;
    head += fmt::format("{}: {}\r\n", header.name, header.value);
  }
  if (length == Length::told && body_allowed(response.status)) {
    head += fmt::format("Content-Length: {}\r\n", response.body.size());
  }
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

}  // namespace

void ServedConnection::start(const std::shared_ptr<ListenerCore>& core, Socket socket) {
  auto connection = std::make_shared<ServedConnection>(core, std::move(socket));
  core->connections.insert(connection);
  connection->deadline_.set(core->options.request_timeout);
  connection->expect_request();
}

ServedConnection::ServedConnection(std::shared_ptr<ListenerCore> core, Socket socket)
    : core_(std::move(core)),
      socket_(std::move(socket)),
      deadline_(core_->loop.io, [this] { on_deadline(); }) {
  error_code ignored;  // it only costs some latency
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void ServedConnection::expect_request() {
  state_ = State::reading;
  continued_ = false;
  parser_.emplace();
  parser_->eager(true);
  parser_->header_limit(k_largest_request_head);
  parser_->body_limit(core_->options.largest_request);
  if (buffer_.size() > 0) {
    parse();
  } else {
    read();
  }
}

void ServedConnection::read() {
  if (reading_) return;
  reading_ = true;
  socket_.async_read_some(buffer_.prepare(k_request_read_size),
                          [self = shared_from_this()](error_code error, std::size_t count) {
                            self->reading_ = false;
                            self->on_read(error, count);
                          });
}

void ServedConnection::on_read(const error_code& error, std::size_t count) {
  if (state_ == State::ended) return;
  buffer_.commit(count);
  if (error) {
    // An answer under way may still be wanted by a peer that has only closed its own half.
    if (state_ != State::writing) end();
    return;
  }
  switch (state_) {
    case State::reading:
      return parse();
    case State::answering:
    case State::writing:
      return;  // the next request already; it waits, unread beyond this
    case State::streaming:
    case State::lingering:
      buffer_.clear();
      return read();
    case State::ended:
      return;
  }
}

void ServedConnection::parse() {
  if (!parser_->got_some()) deadline_.set(core_->options.request_timeout);
  while (buffer_.size() > 0 && !parser_->is_done()) {
    error_code error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == http::error::need_more) break;
    if (error == http::error::body_limit || error == http::error::buffer_overflow) {
      return refuse(413);
    }
    if (error == http::error::header_limit) return refuse(431);
    if (error) return refuse(400);
  }
  if (parser_->is_done()) return handle();
  if (parser_->is_header_done() && !continued_ &&
      boost::beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
    return say_continue();
  }
  read();
}

void ServedConnection::say_continue() {
  continued_ = true;
  asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                    [self = shared_from_this()](error_code error, std::size_t) {
                      if (self->state_ != State::reading) return;
                      if (error) return self->end();
                      self->read();
                    });
}

void ServedConnection::handle() {
  auto& message = parser_->get();
  const bool wants_socket = boost::beast::websocket::is_upgrade(message);
  keep_alive_ = parser_->keep_alive();
  head_only_ = message.method() == http::verb::head;
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.url = std::string(message.target());
  for (const auto& field : message) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  request.body = std::move(message.body());
  ++request_;
  state_ = State::answering;
  deadline_.clear();
  if (wants_socket) return upgrade(std::move(request));
  if (!core_->callbacks.on_request) return refuse(404);
  read();  // to notice the peer's going away
  core_->callbacks.on_request(std::move(request),
                              Responder(std::make_shared<Responder::Impl>(Responder::Impl{
                                  .connection = weak_from_this(), .request = request_})));
}

void ServedConnection::upgrade(HttpRequest request) {
  // Frames may come only after our answer; what comes earlier is not WebSocket.
  if (buffer_.size() > 0) return refuse(400);
  const int status = core_->callbacks.on_upgrade ? core_->callbacks.on_upgrade(request) : 404;
  if (state_ == State::ended) return;
  if (status != 101) return refuse(status);
  const auto keep = shared_from_this();
  state_ = State::ended;
  core_->connections.erase(keep);
  ServedSocket::start(core_, std::move(socket_), std::move(request));
}

void ServedConnection::refuse(int status) {
  HttpResponse response;
  response.status = status;
  write(head_of(response, false), true);
}

void ServedConnection::reply(std::uint64_t request, HttpResponse response) {
  if (state_ != State::answering || request != request_) return;
  const std::string* wish = find_header(response.headers, "Connection");
  const bool keep = keep_alive_ && (wish == nullptr || !same_header(*wish, "close"));
  std::string bytes = head_of(response, keep);
  if (!head_only_ && body_allowed(response.status)) bytes += response.body;
  write(std::move(bytes), !keep);
}

void ServedConnection::reply_raw(std::uint64_t request, std::string bytes) {
  if (state_ != State::answering || request != request_) return;
  write(std::move(bytes), true);
}

void ServedConnection::drop(std::uint64_t request) {
  if (state_ != State::answering || request != request_) return;
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  end();
}

void ServedConnection::begin_stream(std::uint64_t request, const HttpResponse& head) {
  if (state_ != State::answering || request != request_) return;
  state_ = State::streaming;
  waiting_ = head_of(head, false, Length::until_end);
  write_stream();
  read();
}

bool ServedConnection::send(std::uint64_t request, const std::string& bytes) {
  if (state_ != State::streaming || request != request_) return false;
  if (waiting_.size() + bytes.size() > k_most_waiting) {
    end();
    return false;
  }
  waiting_ += bytes;
  write_stream();
  return true;
}

void ServedConnection::write_stream() {
  if (stream_writing_ || waiting_.empty()) return;
  out_ = std::exchange(waiting_, {});
  stream_writing_ = true;
  deadline_.set(k_write_timeout);
  asio::async_write(socket_, asio::buffer(out_),
                    [self = shared_from_this()](error_code error, std::size_t) {
                      self->stream_writing_ = false;
                      if (self->state_ != State::streaming) return;
                      if (error) return self->end();
                      self->deadline_.clear();
                      self->write_stream();
                    });
}

void ServedConnection::write(std::string bytes, bool then_close) {
  state_ = State::writing;
  out_ = std::move(bytes);
  close_after_write_ = then_close;
  deadline_.set(k_write_timeout);
  asio::async_write(
      socket_, asio::buffer(out_),
      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
}

void ServedConnection::on_written(const error_code& error) {
  if (state_ == State::ended) return;
  if (error) return end();
  if (close_after_write_) return linger();
  deadline_.set(k_idle_for);
  expect_request();
}

// Closing while something of the peer's is unread would reset the connection, and the answer could
// be lost on its way.
void ServedConnection::linger() {
  state_ = State::lingering;
  error_code gone;
  socket_.shutdown(asio::socket_base::shutdown_send, gone);
  if (gone) return end();
  deadline_.set(k_linger_for);
  buffer_.clear();
  read();
}

void ServedConnection::on_deadline() {
  const auto keep = shared_from_this();
  if (state_ == State::reading && parser_->got_some()) return refuse(408);
  end();
}

void ServedConnection::end() {
  const auto keep = shared_from_this();
  abandon();
  core_->connections.erase(keep);
}

void ServedConnection::abandon() {
  state_ = State::ended;
  deadline_.clear();
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace tocsin::net
