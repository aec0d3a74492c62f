#pragma once
// An imported document as one line of JSON and as a few lines for people. The keys and their order
// are a contract: other programs read them.

#include "bot/import/document.h"

#include <string>
#include <string_view>

namespace tocsin {

std::string print_document_json(std::string_view file, const imports::ImportedDocument& document);
std::string print_document_summary(std::string_view file,
                                   const imports::ImportedDocument& document);

}  // namespace tocsin
