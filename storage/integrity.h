#pragma once
// Whether the file of a record is whole, as SQLite and the migrations see it; what its contents
// mean is checked through store.h. Only reads, also while a bot writes the file. For `tocsin check`
// and for copies.

#include <string>
#include <vector>

namespace tocsin {

// How long an operator's subcommand waits for a bot that is writing.
inline constexpr int k_busy_milliseconds = 2'000;

// One sentence for each thing that is wrong; empty: nothing is. Throws OpenError when the file
// cannot be looked at.
std::vector<std::string> file_troubles(const std::string& path);

// The same of its pages alone, which are told from damaged ones in a file of an older version, too.
std::vector<std::string> damage_in(const std::string& path);

}  // namespace tocsin
