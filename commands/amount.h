#pragma once
// Lengths of time as arguments: "30m", "1h30m", "20 minutes". Used by the verbs about updates.

#include "bot/domain/moment.h"
#include "bot/domain/when.h"
#include "commands/request.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace tocsin {

// The whole text is a length of time; a bare number counts minutes. Nothing for any other text.
std::optional<Duration> read_amount(std::string_view text);

// "30m" or "14:30" or "tomorrow 9:00" in front of a text: a moment to come, and how many bytes of
// the text belong to it. Nothing when it begins with no such thing.
struct Promise {
  Moment at;
  Zone zone;
  std::size_t consumed = 0;
};
std::optional<Promise> take_promise(const Request& request, std::string_view text);

}  // namespace tocsin
