#pragma once
// What an entry of a timeline tells, by its words.

#include "bot/import/document.h"

#include <string_view>

namespace tocsin::imports {

EntryKind kind_of_entry(std::string_view text);

// Whether it says that the impact begins or is over, whatever its kind.
bool tells_begin(std::string_view text);
bool tells_end(std::string_view text);

}  // namespace tocsin::imports
