#pragma once
// What a document says in words: title, authors, impact, cause, resolution, escalations, false
// leads. Each of them from its own section, else from the sentences that tell it.

#include "bot/import/document.h"
#include "bot/import/outline.h"

#include <string>
#include <vector>

namespace tocsin::imports {

std::string title_of(const std::vector<Piece>& pieces);
std::vector<std::string> authors_of(const std::vector<Piece>& pieces);

// Impact, cause, resolution, escalations and false leads; the timeline is there already.
void read_facts(const std::vector<Piece>& pieces, ImportedDocument& document);

}  // namespace tocsin::imports
