#pragma once
// Reads a written postmortem of any layout, Markdown or not. Pure: the text is all it knows. What
// is no postmortem is refused with the reason. Called by `tocsin import`.

#include "bot/domain/result.h"
#include "bot/import/document.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::imports {

// No write-up is longer; what is, is a log or a dump.
constexpr std::size_t k_longest_document = 2U << 20U;

// The text may begin with a byte order mark and have any line ends. A refusal is a clause that
// completes "notes.md: …".
Result<ImportedDocument, std::string> read_document(std::string_view text);

}  // namespace tocsin::imports
