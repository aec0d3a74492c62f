#pragma once
// Internal to bot/writeup/: the values of a template's names for one incident.

#include "bot/domain/postmortem.h"
#include "bot/writeup/template.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tocsin::writeup {

using TextValues = std::map<std::string, std::string, std::less<>>;

struct Values {
  TextValues texts;  // a condition that holds is a text that is not empty
  std::map<std::string, std::vector<TextValues>, std::less<>> loops;
};

Values values_for(const std::set<std::string, std::less<>>& names, const PostmortemSources& sources,
                  Anchors anchors);

}  // namespace tocsin::writeup
