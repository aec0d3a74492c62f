#pragma once
// Internal to bot/net, for the two ends of a WebSocket: the code with which the peer has closed.

#include <boost/beast/websocket/rfc6455.hpp>

namespace tocsin::net {

// A close frame without a code counts as 1005, as RFC 6455 has it.
inline int code_of(const boost::beast::websocket::close_reason& reason) {
  namespace websocket = boost::beast::websocket;
  const int code = reason.code;
  return code == websocket::close_code::none ? websocket::close_code::no_status : code;
}

}  // namespace tocsin::net
