#pragma once
// What the bot tells of itself to Prometheus. Plain numbers in, the text format out: no titles, no
// names, no secrets, and private incidents are not in the numbers. Pure; any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace tocsin::web {

// How long people waited for the answer to what they typed or pressed.
class AnswerTimes {
 public:
  // Seconds. Slack shows an error after three.
  static constexpr std::array<double, 9> k_bounds{0.005, 0.01, 0.025, 0.05, 0.1,
                                                  0.25,  0.5,  1.0,   2.5};
  void add(double seconds);

  std::array<std::uint64_t, k_bounds.size() + 1> counts{};  // the last: longer than all bounds
  double sum = 0;
};

// Of the requests to one hook, by what became of them.
struct HookCounts {
  std::uint64_t taken = 0;      // saved, or nothing in it to save
  std::uint64_t refused = 0;    // without the right token or signature
  std::uint64_t limited = 0;    // too many at once
  std::uint64_t broken = 0;     // not understood
  std::uint64_t not_saved = 0;  // to be sent again
};
using HookNumbers = std::map<std::string, HookCounts>;  // by the name of the hook

struct Measurements {
  std::string version;
  double started_at = 0;  // seconds since 1970
  bool is_connected = false;
  std::uint64_t commands = 0;
  std::uint64_t events = 0;
  std::uint64_t unparsable = 0;
  std::uint64_t ignored = 0;
  std::uint64_t from_outside = 0;  // of the commands: page, API and command line
  std::uint64_t connection_losses = 0;
  std::uint64_t not_confirmed = 0;  // commands that were not on disk in time
  AnswerTimes answer_times;
  HookNumbers hooks;

  // From the record; left out when it cannot be read.
  bool has_record = false;
  std::size_t unsettled = 0;            // rows of the outbox
  double oldest_unsettled = 0;          // seconds
  std::array<std::size_t, 5> active{};  // [0]: severity not set, [1]: sev1, …
  std::uint64_t database_bytes = 0;
};

std::string metrics_text(const Measurements& measured);

}  // namespace tocsin::web
