#include "bot/serve/engine_thread.h"

#include "bot/log.h"
#include "bot/serve/clock.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

// A command waits at most 2.5 s for its answer; more than can be carried out in that time need not
// wait.
constexpr std::size_t k_most_inputs = 20'000;
constexpr std::size_t k_most_effects = 20'000;

bool is_empty(const Effects& effects) {
  return effects.acks.empty() && effects.requests.empty() && effects.forms.empty();
}

}  // namespace

struct EngineThread::Outlet {
  explicit Outlet(Receiver given) : receiver(std::move(given)), effects(k_most_effects) {}
  Receiver receiver;  // loop's thread only; empty once the EngineThread is gone
  Mailbox<Stepped> effects;
};

EngineThread::EngineThread(net::Loop& loop, Store& store, const Destination& destination,
                           EngineSettings settings, Receiver receiver)
    : loop_(loop),
      outlet_(std::make_shared<Outlet>(std::move(receiver))),
      inputs_(k_most_inputs),
      thread_([this, settings = std::move(settings), &store, &destination]() mutable {
        run(std::move(settings), store, destination);
      }) {}

EngineThread::~EngineThread() {
  inputs_.close();
  thread_.join();
  outlet_->receiver = nullptr;
}

bool EngineThread::offer(Input input) { return inputs_.put(std::move(input)); }

void EngineThread::deliver(Stepped stepped) {
  if (is_empty(stepped.effects) && !stepped.has_recorded) return;
  if (!outlet_->effects.put(std::move(stepped))) {
    log_error("the loop does not keep up; answers were dropped");
    return;
  }
  loop_.post([outlet = outlet_] {
    for (Stepped& one : outlet->effects.take_all(std::chrono::milliseconds{0})) {
      if (outlet->receiver) outlet->receiver(std::move(one.effects), one.has_recorded);
    }
  });
}

void EngineThread::run(EngineSettings settings, Store& store, const Destination& destination) {
  Engine engine(store, destination, std::move(settings));
  engine.start(read_clocks());
  while (true) {
    std::vector<Input> inputs = inputs_.take_all(engine.wait(read_clocks()));
    const bool closing = inputs.empty() && inputs_.is_closed();
    if (closing) break;
    const std::uint64_t before = engine.recorded();
    Effects effects = engine.step(std::move(inputs), read_clocks());
    deliver({std::move(effects), engine.recorded() != before});
  }
  engine.stop(read_clocks());
}

}  // namespace tocsin
