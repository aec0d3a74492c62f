#pragma once
// Measures and tasks: the items of their sections, whether they are bullets, rows, bare lines or
// sentences; without the sentences that open and close a list.

#include "bot/import/document.h"
#include "bot/import/outline.h"

#include <vector>

namespace tocsin::imports {

void read_lists(const std::vector<Piece>& pieces, ImportedDocument& document);

}  // namespace tocsin::imports
