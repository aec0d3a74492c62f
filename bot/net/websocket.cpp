#include "bot/net/websocket.h"
#include "bot/net/asio.h"
#include "bot/net/close_code.h"

#include <fmt/core.h>

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <utility>
#include <vector>

#include "bot/net/connect.h"
#include "bot/net/wire.h"

namespace tocsin::net {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

// A text up to this size leaves in one piece, and no acknowledgement is larger than half of it.
constexpr std::size_t k_write_buffer = 32 * 1024;

// After a message above it the buffer is given back.
constexpr std::size_t k_buffer_to_keep = 256 * 1024;

struct Outgoing {
  bool ping = false;
  std::string text;
  std::function<void(bool)> written;
};

std::string closed_by_peer_text(const websocket::close_reason& reason) {
  std::string text = fmt::format("the peer closed with code {}", code_of(reason));
  if (!reason.reason.empty()) {
    text += fmt::format(" ({})", std::string_view(reason.reason.data(), reason.reason.size()));
  }
  return text;
}

}  // namespace

struct WebSocket::Impl : std::enable_shared_from_this<Impl> {
  enum class State { connecting, open, closing, ended };
  using Stream = websocket::stream<Wire&, false>;

  Impl(Loop& the_loop, WebSocketCallbacks the_callbacks, WebSocketOptions the_options)
      : loop(the_loop.impl()),
        callbacks(std::move(the_callbacks)),
        options(the_options),
        deadline(loop.io, [this] { on_deadline(); }) {}

  void connect(const Surroundings& surroundings, const std::string& text);
  void shake_hands(std::unique_ptr<Wire> connected, const Url& url);
  void on_handshake(const error_code& error);
  void on_control_frame(websocket::frame_type kind);
  void read();
  void on_read(const error_code& error);
  void send(Outgoing outgoing);
  void write_soon();
  void write_next();
  void on_written(const error_code& error);
  bool tell_written(bool whole);
  void close();
  void send_close();
  void on_deadline();
  void end(WebSocketEnd how);
  void let_go();

  Loop::Impl& loop;
  WebSocketCallbacks callbacks;
  const WebSocketOptions options;
  State state = State::connecting;
  std::shared_ptr<Connecting> connecting;
  std::unique_ptr<Wire> wire;
  std::unique_ptr<Stream> stream;
  websocket::response_type handshake_answer;
  beast::flat_buffer buffer;
  Deadline deadline;  // of the handshake, then of the write under way, then of the closing

  std::deque<Outgoing> queue;
  Outgoing current;  // under way; kept to the end of the write whatever happens to the queue
  std::vector<std::function<void(bool)>> joined;  // of what leaves together with the next
  bool about_to_write = false;
  bool writing = false;
  bool close_seen = false;
  bool close_sent = false;
};

void WebSocket::Impl::connect(const Surroundings& surroundings, const std::string& text) {
  const std::optional<Url> url = parse_url(text);
  if (!url || (url->scheme != "ws" && url->scheme != "wss")) {
    asio::post(loop.io, [impl = shared_from_this()] {
      impl->end({.http_status = 0, .close_code = 0, .trouble = "the URL is not one for WebSocket"});
    });
    return;
  }
  deadline.set(options.handshake_timeout);
  connecting = Connecting::start(
      loop, surroundings, *url,
      [weak = weak_from_this(), url = *url](std::unique_ptr<Wire> connected, std::string trouble) {
        const auto impl = weak.lock();
        if (!impl || impl->state != State::connecting) return;
        impl->connecting.reset();
        if (!connected) return impl->end({.http_status = 0, .close_code = 0, .trouble = trouble});
        impl->shake_hands(std::move(connected), url);
      });
}

void WebSocket::Impl::shake_hands(std::unique_ptr<Wire> connected, const Url& url) {
  wire = std::move(connected);
  stream = std::make_unique<Stream>(*wire);
  stream->auto_fragment(false);
  stream->text(true);
  stream->read_message_max(options.largest_message);
  stream->write_buffer_bytes(k_write_buffer);
  stream->set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
    request.set(beast::http::field::user_agent, "tocsin");
  }));
  stream->control_callback(
      [this](websocket::frame_type kind, beast::string_view) { on_control_frame(kind); });
  stream->async_handshake(
      handshake_answer, host_header(url), url.target,
      [impl = shared_from_this()](error_code error) { impl->on_handshake(error); });
}

void WebSocket::Impl::on_handshake(const error_code& error) {
  if (state != State::connecting) return;
  if (error == websocket::error::upgrade_declined) {
    const int status = static_cast<int>(handshake_answer.result_int());
    return end({.http_status = status,
                .close_code = 0,
                .trouble = fmt::format("the handshake was refused with status {}", status)});
  }
  if (error) {
    return end(
        {.http_status = 0, .close_code = 0, .trouble = "the handshake failed: " + describe(error)});
  }
  state = State::open;
  deadline.clear();
  if (callbacks.on_open) callbacks.on_open();
  if (state == State::ended) return;
  read();
  write_next();
}

void WebSocket::Impl::on_control_frame(websocket::frame_type kind) {
  if (state == State::ended) return;
  if (kind != websocket::frame_type::close) {
    if (callbacks.on_other_frame) callbacks.on_other_frame();
    return;
  }
  close_seen = true;
  wire->expect_more(false);
  if (!close_sent) return;  // the reading answers it and reports
  // The close frames have crossed. With a control callback, Beast 1.81's reading and closing may
  // then wait for each other for ever.
  asio::post(loop.io, [impl = shared_from_this()] {
    impl->end({.http_status = 0, .close_code = code_of(impl->stream->reason()), .trouble = {}});
  });
}

void WebSocket::Impl::read() {
  stream->async_read(
      buffer, [impl = shared_from_this()](error_code error, std::size_t) { impl->on_read(error); });
}

void WebSocket::Impl::on_read(const error_code& error) {
  if (state == State::ended) return;
  if (error == websocket::error::closed) {
    const std::string trouble =
        state == State::closing ? "" : closed_by_peer_text(stream->reason());
    return end({.http_status = 0, .close_code = code_of(stream->reason()), .trouble = trouble});
  }
  if (error) {
    // While closing, the other operation on the stream may have seen the end first and reports it.
    if (state == State::closing && error == asio::error::operation_aborted) return;
    return end({.http_status = 0, .close_code = 0, .trouble = describe(error)});
  }
  if (stream->got_text()) {
    const auto bytes = buffer.cdata();
    if (callbacks.on_text) {
      callbacks.on_text({static_cast<const char*>(bytes.data()), bytes.size()});
    }
  } else if (callbacks.on_other_frame) {
    callbacks.on_other_frame();
  }
  if (state == State::ended) return;
  buffer.clear();
  if (buffer.capacity() > k_buffer_to_keep) buffer.shrink_to_fit();
  read();
}

void WebSocket::Impl::send(Outgoing outgoing) {
  if (state == State::closing || state == State::ended) {
    if (!outgoing.written) return;
    asio::post(loop.io, [impl = shared_from_this(), written = std::move(outgoing.written)] {
      if (impl->state != State::ended) written(false);
    });
    return;
  }
  queue.push_back(std::move(outgoing));
  if (state == State::open) write_soon();
}

// What is sent within one turn of the loop leaves together.
void WebSocket::Impl::write_soon() {
  if (writing || std::exchange(about_to_write, true)) return;
  loop.turn.add([impl = shared_from_this()] {
    impl->about_to_write = false;
    impl->write_next();
  });
}

void WebSocket::Impl::write_next() {
  if (writing || state == State::connecting || state == State::ended) return;
  if (queue.empty()) {
    if (state == State::closing) send_close();
    return;
  }
  writing = true;
  current = std::move(queue.front());
  queue.pop_front();
  wire->expect_more(!queue.empty() && !close_seen);
  if (state == State::open) deadline.set(options.write_timeout);
  if (current.ping) {
    stream->async_ping({},
                       [impl = shared_from_this()](error_code error) { impl->on_written(error); });
  } else {
    stream->async_write(
        asio::buffer(current.text),
        [impl = shared_from_this()](error_code error, std::size_t) { impl->on_written(error); });
  }
}

void WebSocket::Impl::on_written(const error_code& error) {
  writing = false;
  if (state == State::ended) return;
  if (state == State::open) deadline.clear();
  if (current.written) joined.push_back(std::exchange(current.written, nullptr));
  if ((error || queue.empty()) && !tell_written(!error)) return;
  if (error) {
    // Aborted means that the reading has met the end, and it knows more about it.
    if (error == asio::error::operation_aborted) return;
    return end(
        {.http_status = 0, .close_code = 0, .trouble = "sending failed: " + describe(error)});
  }
  write_next();
}

// False when one of those who were told has ended this.
bool WebSocket::Impl::tell_written(bool whole) {
  for (const auto& written : std::exchange(joined, {})) {
    written(whole);
    if (state == State::ended) return false;
  }
  return true;
}

void WebSocket::Impl::close() {
  switch (state) {
    case State::connecting:
      state = State::closing;
      asio::post(loop.io, [impl = shared_from_this()] {
        impl->end({.http_status = 0, .close_code = 0, .trouble = "closed before it was open"});
      });
      return;
    case State::open:
      state = State::closing;
      deadline.set(options.close_timeout);
      if (!writing) write_next();
      return;
    case State::closing:
    case State::ended:
      return;
  }
}

void WebSocket::Impl::send_close() {
  close_sent = true;
  writing = true;  // nothing is sent after it
  stream->async_close(websocket::close_code::normal, [impl = shared_from_this()](error_code error) {
    if (impl->state == State::ended || error) return;  // the reading reports, or the deadline does
    impl->end({.http_status = 0, .close_code = code_of(impl->stream->reason()), .trouble = {}});
  });
}

void WebSocket::Impl::on_deadline() {
  const auto keep = shared_from_this();
  WebSocketEnd how;
  switch (state) {
    case State::connecting:
      how.trouble =
          fmt::format("out of time while {}", connecting ? connecting->doing() : "shaking hands");
      return end(std::move(how));
    case State::open:
      how.trouble = "sending took too long";
      return end(std::move(how));
    case State::closing:
      how.trouble = "the peer did not answer the close";
      return end(std::move(how));
    case State::ended:
      return;
  }
}

// Never called from within one of the object's own functions, so callbacks are fine here.
void WebSocket::Impl::end(WebSocketEnd how) {
  if (state == State::ended) return;
  const auto keep = shared_from_this();
  std::deque<Outgoing> unsent = std::exchange(queue, {});
  if (current.written) joined.push_back(std::exchange(current.written, nullptr));
  let_go();
  state = State::closing;  // until on_closed, so that a destructor in between is noticed
  if (!tell_written(false)) return;
  for (Outgoing& outgoing : unsent) {
    if (outgoing.written) outgoing.written(false);
    if (state == State::ended) return;
  }
  state = State::ended;
  if (callbacks.on_closed) callbacks.on_closed(std::move(how));
}

void WebSocket::Impl::let_go() {
  state = State::ended;
  deadline.clear();
  if (connecting) std::exchange(connecting, nullptr)->cancel();
  if (wire) wire->close();
}

WebSocket::WebSocket(Loop& loop, const Surroundings& surroundings, const std::string& url,
                     WebSocketCallbacks callbacks, WebSocketOptions options)
    : impl_(std::make_shared<Impl>(loop, std::move(callbacks), options)) {
  impl_->connect(surroundings, url);
}

WebSocket::~WebSocket() {
  impl_->let_go();
  impl_->queue.clear();
  impl_->joined.clear();
}

void WebSocket::send_text(std::string text, std::function<void(bool)> written) {
  impl_->send({.ping = false, .text = std::move(text), .written = std::move(written)});
}

void WebSocket::send_ping() { impl_->send({.ping = true, .text = {}, .written = {}}); }

void WebSocket::close() { impl_->close(); }

}  // namespace tocsin::net
