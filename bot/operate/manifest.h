#pragma once
// `tocsin manifest`: prints what has to be set up in Slack. Called by main.

#include "bot/domain/result.h"

#include <string>
#include <vector>

namespace tocsin {

std::vector<std::string> manifest_formats();

// The text; the failure is a sentence. `command` is the slash command of the configuration.
Result<std::string, std::string> manifest_text(const std::string& command,
                                               const std::string& format);

}  // namespace tocsin
