#pragma once
// The manifest of the Slack app: all that has to be set up in Slack for Tocsin, as one text that is
// pasted there. Made from the same lists that the start and `doctor` check against. Called by
// `tocsin manifest`. Pure.

#include "bot/domain/result.h"

#include <string>

namespace tocsin::slack {

enum class ManifestFormat { yaml, json };

struct ManifestWishes {
  std::string command = "/incident";  // the slash command
  std::string usage_hint;             // what Slack shows beside it while somebody types
};

// The failure is a sentence about the wish that Slack would not take.
Result<std::string, std::string> app_manifest(const ManifestWishes& wishes, ManifestFormat format);

}  // namespace tocsin::slack
