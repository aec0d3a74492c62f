#pragma once
// A made-up history of commands 1, 2, 3, … in one incident, of which a store holds the first so
// many: however it was interrupted, it must hold whole commands, in order, and everything of each.

#include "storage/store.h"

#include <cstdint>
#include <string>

namespace tocsin {

// Writes commands first..last within the open transaction, each in a savepoint as the engine does.
void write_commands(Store& store, std::int64_t first, std::int64_t last);

// How many commands the store holds; -1: parts of some are missing or too many.
std::int64_t whole_commands(const Store& store);

}  // namespace tocsin
