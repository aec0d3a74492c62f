#pragma once
// What a careful reader would ask to have changed in a write-up before it is published, as plain
// rules over the record. Each finding names the entry that it is about and what to type. Pure;
// deterministic.

#include "bot/domain/ids.h"
#include "bot/domain/postmortem.h"

#include <string>
#include <vector>

namespace tocsin {

struct LintFinding {
  EntryNumber entry;  // 0: of no single entry
  std::string what;   // a sentence
  std::string type;   // the command that settles it, without the slash command's own name
  bool operator==(const LintFinding&) const = default;
};

// In the order of the rules, within one by entry.
std::vector<LintFinding> lint(const PostmortemSources& sources);

}  // namespace tocsin
