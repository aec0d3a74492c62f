#pragma once
// What can still be had from a frame that is not proper JSON. Slack cuts texts at places of its own
// choice, and an envelope that nobody acknowledges comes back for ever, so a broken frame is first
// mended and, when that does not help, searched for its envelope_id. Pure.

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::slack {

// Slack's are UUIDs. A longer one could not be sent back in an ack.
inline constexpr std::size_t k_longest_envelope_id = 200;

// The same JSON with the two faults that are known to be harmless mended: raw control characters in
// texts become \u00XX, and halves of surrogate pairs ("\ud83d" alone) become U+FFFD.
std::string mended_json(std::string_view text);

// The value of "envelope_id" in the outermost object, found without understanding the rest. Empty
// when there is none.
std::string envelope_id_in(std::string_view text);

}  // namespace tocsin::slack
