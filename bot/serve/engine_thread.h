#pragma once
// The engine on a thread of its own. The loop's thread offers inputs and gets effects back on the
// loop; values only, through two bounded mailboxes.

#include "bot/engine/engine.h"
#include "bot/net/loop.h"
#include "bot/serve/mailbox.h"

#include <functional>
#include <memory>
#include <thread>

namespace tocsin {

class EngineThread {
 public:
  // Called on the loop's thread. `has_recorded`: something happened in an incident, so whoever
  // looks at it wants to look again.
  using Receiver = std::function<void(Effects, bool has_recorded)>;

  // The store and the destination are used by this thread alone until it has ended.
  EngineThread(net::Loop& loop, Store& store, const Destination& destination,
               EngineSettings settings, Receiver receiver);
  ~EngineThread();  // finishes the step at hand and ends the thread

  // Loop's thread. False when so much waits already that it was not taken.
  bool offer(Input input);

 private:
  void run(EngineSettings settings, Store& store, const Destination& destination);
  struct Stepped {
    Effects effects;
    bool has_recorded = false;
  };
  void deliver(Stepped stepped);

  net::Loop& loop_;
  // Also owned by what has been posted to the loop, so that it outlives this object there.
  struct Outlet;
  std::shared_ptr<Outlet> outlet_;
  Mailbox<Input> inputs_;
  std::thread thread_;
};

}  // namespace tocsin
