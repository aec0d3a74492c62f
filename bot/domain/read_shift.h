#pragma once
// Who is on call by a pager's schedule, as text that is stored: what was read last is used again
// after a restart, and while the pager does not answer. Used by the engine.

#include "bot/domain/moment.h"
#include "bot/domain/team.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// On disk: "read_at until\n" (milliseconds, 0: no end) and a line "name\tmail\tphone" for each.
std::string to_stored_text(const ReadShift& shift);
std::optional<ReadShift> read_shift_of(std::string_view stored);

// What stands in front of the next such sign; the sign and that are taken off `rest`.
std::string_view take_until(std::string_view& rest, char sign);

// Milliseconds as text; nothing for anything else.
std::optional<Moment> moment_of_stored(std::string_view text);

}  // namespace tocsin
