#pragma once
// Internal to bot/writeup/: compares the tags of a template with the variables.

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::writeup {

// One sentence that names file and line; nothing when all is well.
std::optional<std::string> template_trouble(std::string_view text, std::string_view file);

}  // namespace tocsin::writeup
