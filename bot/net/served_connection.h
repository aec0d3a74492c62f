#pragma once
// Internal to bot/net: one accepted connection as long as it speaks HTTP. One request at a time;
// the next is looked at when the answer to this one has been written.

#include "bot/net/listener_core.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace tocsin::net {

class ServedConnection : public std::enable_shared_from_this<ServedConnection> {
 public:
  static void start(const std::shared_ptr<ListenerCore>& core, Socket socket);

  ServedConnection(std::shared_ptr<ListenerCore> core, Socket socket);

  // For Responder. Harmless unless that request is the one still waiting for its answer.
  void reply(std::uint64_t request, HttpResponse response);
  void reply_raw(std::uint64_t request, std::string bytes);
  void drop(std::uint64_t request);
  void begin_stream(std::uint64_t request, const HttpResponse& head);
  bool send(std::uint64_t request, const std::string& bytes);

  void abandon();  // the Listener goes away

 private:
  enum class State {
    reading,    // a request, or waiting for one
    answering,  // the handler has the request
    writing,    // the answer
    streaming,  // an answer that goes on
    lingering,  // all is written; waiting for the peer to close
    ended,
  };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void expect_request();
  void read();
  void on_read(const error_code& error, std::size_t count);
  void parse();
  void say_continue();
  void handle();
  void upgrade(HttpRequest request);
  void refuse(int status);
  void write(std::string bytes, bool then_close);
  void on_written(const error_code& error);
  void write_stream();
  void linger();
  void on_deadline();
  void end();

  std::shared_ptr<ListenerCore> core_;
  Socket socket_;
  Deadline deadline_;
  State state_ = State::reading;
  bool reading_ = false;  // a read is outstanding
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::uint64_t request_ = 0;  // counts them, so that an answer finds its own
  bool head_only_ = false;     // the request was HEAD
  bool keep_alive_ = false;
  bool continued_ = false;  // "100 Continue" was said for this request
  std::string out_;
  bool close_after_write_ = false;
  std::string waiting_;          // of a stream, behind what is being written
  bool stream_writing_ = false;  // a write of the stream is outstanding
};

}  // namespace tocsin::net
