#pragma once
// Internal to bot/net: what a Listener shares with the connections it has accepted. They hold it,
// so the callbacks stay whole while one of them is running, even if it destroys the Listener.

#include "bot/net/asio.h"
#include "bot/net/listener.h"

#include <memory>
#include <unordered_set>

namespace tocsin::net {

class ServedConnection;
class ServedSocket;

struct ListenerCore {
  ListenerCore(Loop::Impl& the_loop, ListenerCallbacks the_callbacks, ListenerOptions the_options)
      : loop(the_loop), callbacks(std::move(the_callbacks)), options(std::move(the_options)) {}

  std::size_t open() const { return connections.size() + sockets.size(); }

  Loop::Impl& loop;
  const ListenerCallbacks callbacks;
  const ListenerOptions options;
  bool closed = false;  // the Listener is gone: no callback any more
  std::uint64_t last_number = 0;
  std::unordered_set<std::shared_ptr<ServedConnection>> connections;
  std::unordered_set<std::shared_ptr<ServedSocket>> sockets;
};

// What users of a Listener hold keeps nothing alive.
struct Responder::Impl {
  std::weak_ptr<ServedConnection> connection;
  std::uint64_t request = 0;
};

struct ServerSocket::Impl {
  std::weak_ptr<ServedSocket> socket;
  std::uint64_t number = 0;
};

}  // namespace tocsin::net
