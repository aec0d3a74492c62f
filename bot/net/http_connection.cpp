#include "bot/net/http_connection.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <utility>

#include "bot/ensure.h"
#include "bot/net/connect.h"
#include "bot/net/wire.h"

namespace tocsin::net {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

constexpr std::size_t k_answer_read_size = 16 * 1024;
constexpr std::uint32_t k_largest_answer_head = 64 * 1024;

// A TLS record is understood by the peer whole or not at all, and so much goes into one record.
constexpr std::size_t k_one_tls_record = 8 * 1024;

// Headers that say how this connection is used; they are ours to set.
bool ours(std::string_view name) {
  for (std::string_view one : {"host", "content-length", "transfer-encoding", "connection"}) {
    if (same_header(name, one)) return true;
  }
  return false;
}

std::string head_of(const Errand& errand) {
  const HttpRequest& request = errand.request;
  std::string head;
  head.reserve(512);
  head += request.method;
  head += ' ';
  head += errand.url.target;
  head += " HTTP/1.1\r\nHost: ";
  head += host_header(errand.url);
  head += "\r\nConnection: keep-alive\r\n";
  if (find_header(request.headers, "User-Agent") == nullptr) head += "User-Agent: tocsin\r\n";
  for (const Header& header : request.headers) {
    if (ours(header.name)) continue;
    head += header.name;
    head += ": ";
    head += header.value;
    head += "\r\n";
  }
  if (!request.body.empty() || (request.method != "GET" && request.method != "HEAD")) {
    head += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  head += "\r\n";
  return head;
}

bool is_token(std::string_view text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           others.find(c) != std::string_view::npos;
  });
}

HttpResponse failure(Transport transport, std::string trouble) {
  return {.transport = transport, .status = 0, .headers = {}, .body = {}, .trouble = trouble};
}

}  // namespace

std::string flaw_of(const HttpRequest& request) {
  if (!is_token(request.method)) return "the method is not one";
  for (const Header& header : request.headers) {
    if (!is_token(header.name)) return "a header's name is not one";
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return "the header " + header.name + " has a line break in its value";
    }
  }
  return {};
}

struct HttpConnection::Impl : std::enable_shared_from_this<Impl> {
  enum class State { fresh, connecting, busy, idle, ended };

  Impl(HttpConnection& connection, Loop& the_loop, const Surroundings& the_surroundings,
       const HttpClientOptions& the_options, Owner the_owner)
      : self(connection),
        loop(the_loop.impl()),
        surroundings(the_surroundings),
        options(the_options),
        owner(std::move(the_owner)),
        deadline(loop.io, [this] { on_deadline(); }) {}

  void connect();
  void write();
  void on_written(const error_code& error, std::size_t written);
  void read();
  void on_read(const error_code& error, std::size_t count);
  void parse();
  void make_parser();
  void on_read_end(const error_code& error);
  void on_deadline();
  void end_idle();
  void fail(const std::string& what);
  void answer();
  void finish(HttpResponse response, bool again, bool reusable);
  void close();

  HttpConnection& self;  // gone when `ended` was set by its destructor
  Loop::Impl& loop;
  const Surroundings surroundings;
  const HttpClientOptions options;
  Owner owner;

  State state = State::fresh;
  std::shared_ptr<Connecting> connecting;
  std::unique_ptr<Wire> wire;
  Deadline deadline;
  Errand errand;
  bool kept = false;  // the connection has carried a request before

  std::string head;
  bool writing = false;
  std::size_t accepted = 0;  // bytes of the request that the kernel took, once not `writing`
  std::string read_trouble;  // the reading ended while the writing was under way
  boost::beast::flat_buffer buffer;
  std::optional<Parser> parser;
};

void HttpConnection::Impl::connect() {
  state = State::connecting;
  connecting = Connecting::start(
      loop, surroundings, errand.url,
      [weak = weak_from_this()](std::unique_ptr<Wire> connected, std::string trouble) {
        const auto impl = weak.lock();
        if (!impl || impl->state != State::connecting) return;
        impl->connecting.reset();
        if (!connected) {
          return impl->finish(failure(Transport::never_sent, std::move(trouble)), false, false);
        }
        impl->wire = std::move(connected);
        impl->write();
        impl->read();
      });
}

void HttpConnection::Impl::make_parser() {
  parser.emplace();
  parser->eager(true);
  parser->header_limit(k_largest_answer_head);
  parser->body_limit(options.largest_answer);
  if (errand.request.method == "HEAD") parser->skip(true);
}

void HttpConnection::Impl::write() {
  state = State::busy;
  make_parser();
  head = head_of(errand);
  writing = true;
  accepted = 0;
  read_trouble.clear();
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head),
                                                  asio::buffer(errand.request.body)};
  asio::async_write(*wire, buffers,
                    [impl = shared_from_this()](error_code error, std::size_t written) {
                      impl->on_written(error, written);
                    });
}

void HttpConnection::Impl::on_written(const error_code& error, std::size_t written) {
  writing = false;
  accepted = written;
  if (state != State::busy) return;
  if (!read_trouble.empty()) return fail(read_trouble);
  if (error) return fail("sending failed: " + describe(error));
}

void HttpConnection::Impl::read() {
  wire->async_read_some(buffer.prepare(k_answer_read_size),
                        [impl = shared_from_this()](error_code error, std::size_t count) {
                          impl->on_read(error, count);
                        });
}

// There is always a read outstanding, also while the request is being written (an answer may come
// early) and while the connection is idle (its end is noticed).
void HttpConnection::Impl::on_read(const error_code& error, std::size_t count) {
  buffer.commit(count);
  switch (state) {
    case State::fresh:
    case State::connecting:
    case State::ended:
      return;
    case State::idle:
      return end_idle();
    case State::busy:
      break;
  }
  if (error) return on_read_end(error);
  parse();
}

void HttpConnection::Impl::parse() {
  while (buffer.size() > 0 && !parser->is_done()) {
    error_code error;
    buffer.consume(parser->put(buffer.data(), error));
    if (error == http::error::need_more) break;
    if (error == http::error::body_limit) return fail("the answer is too large");
    if (error) return fail("the answer is not HTTP: " + error.message());
    const auto status = parser->get().result_int();
    if (parser->is_done() && status / 100 == 1 && status != 101) make_parser();  // an interim one
  }
  if (parser->is_done()) return answer();
  read();
}

void HttpConnection::Impl::on_read_end(const error_code& error) {
  // Without a length the answer ends with the connection. On TLS only a proper goodbye, which is
  // what eof means there, tells the end from a cut.
  if (error == asio::error::eof && parser->got_some() && parser->is_header_done() &&
      parser->need_eof()) {
    error_code cut;
    parser->put_eof(cut);
    if (!cut && parser->is_done()) return answer();
  }
  const char* when = parser->got_some() ? " in the middle of the answer" : " before the answer";
  fail(describe(error) + when);
}

void HttpConnection::Impl::on_deadline() {
  const auto keep = shared_from_this();
  switch (state) {
    case State::connecting:
      return finish(
          failure(Transport::never_sent, fmt::format("out of time while {}", connecting->doing())),
          false, false);
    case State::busy:
      return finish(failure(Transport::lost, "no whole answer in time"), false, false);
    case State::idle:
      return end_idle();
    case State::fresh:
    case State::ended:
      return;
  }
}

void HttpConnection::Impl::end_idle() {
  close();
  owner.idle_ended(self);
}

// The request is certain to be unseen only if the kernel took nothing of it.
void HttpConnection::Impl::fail(const std::string& what) {
  if (writing) {
    // Closing makes the write complete, which tells how much was taken.
    read_trouble = what;
    wire->close();
    return;
  }
  const bool unseen =
      accepted == 0 &&
      (!wire->secure() || head.size() + errand.request.body.size() <= k_one_tls_record);
  const bool again = unseen && kept && !errand.sent_again;
  finish(failure(unseen ? Transport::never_sent : Transport::lost, what), again, false);
}

void HttpConnection::Impl::answer() {
  HttpResponse response;
  auto& message = parser->get();
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  response.body = std::move(message.body());
  // Bytes after the answer were asked for by nobody.
  const bool reusable =
      !writing && buffer.size() == 0 && parser->keep_alive() && response.status != 101;
  finish(std::move(response), false, reusable);
}

void HttpConnection::Impl::finish(HttpResponse response, bool again, bool reusable) {
  if (reusable) {
    state = State::idle;
    kept = true;
    deadline.set(options.idle_for);
    read();
  } else {
    close();
  }
  Outcome outcome{
      .errand = {}, .response = std::move(response), .again = again, .reusable = reusable};
  if (again) {
    outcome.errand = std::move(errand);
  } else {
    // The request stays: it may still be under the hands of an unfinished write.
    outcome.errand.answered = std::move(errand.answered);
  }
  owner.finished(self, std::move(outcome));
}

void HttpConnection::Impl::close() {
  state = State::ended;
  deadline.clear();
  if (connecting) std::exchange(connecting, nullptr)->cancel();
  if (wire) wire->close();
}

HttpConnection::HttpConnection(Loop& loop, const Surroundings& surroundings,
                               const HttpClientOptions& options, Owner owner)
    : impl_(std::make_shared<Impl>(*this, loop, surroundings, options, std::move(owner))) {}

HttpConnection::~HttpConnection() { impl_->close(); }

void HttpConnection::start(Errand errand) {
  ENSURE(impl_->state == Impl::State::fresh || impl_->state == Impl::State::idle);
  impl_->errand = std::move(errand);
  impl_->deadline.set(impl_->options.timeout);
  if (impl_->wire) {
    impl_->write();  // the read outstanding since the last answer gets this one's
  } else {
    impl_->connect();
  }
}

bool HttpConnection::idle() const { return impl_->state == Impl::State::idle; }

bool HttpConnection::still_good() {
  char byte = 0;
  const auto count =
      ::recv(impl_->wire->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace tocsin::net
