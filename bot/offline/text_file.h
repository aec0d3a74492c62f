#pragma once
// A file of at most so many bytes, or the reason why it cannot be read. Long files are refused by
// their size, without reading them.

#include "bot/domain/result.h"

#include <cstddef>
#include <string>

namespace tocsin {

// A refusal is a clause that completes "notes.md: …".
Result<std::string, std::string> read_text_file(const std::string& path, std::size_t most_bytes);

}  // namespace tocsin
