#pragma once
// The write-up for programs: every fact, number and entry as JSON. Deterministic: the same record
// gives the same bytes, and keys stand in the order of README.md, which documents them. Texts are
// as they were typed; whoever shows them escapes them.

#include "bot/domain/postmortem.h"

#include <string>

namespace tocsin::writeup {

std::string json_of(const PostmortemSources& sources);

}  // namespace tocsin::writeup
