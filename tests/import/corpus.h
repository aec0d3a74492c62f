#pragma once
// The facts that a human read in a postmortem of tests/fixtures, and what a reading of it lacks.
// facts.json says what the keys mean in the README beside it.

#include "bot/import/document.h"
#include "bot/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

Json read_facts(const std::string& folder);  // of tests/fixtures

// One sentence for each fact that the document as read does not have.
std::vector<std::string> missing_facts(const Json& facts, const ImportedDocument& document);

}  // namespace tocsin::imports
