#pragma once
// Internal to bot/config/: what the readers of all sections have in common. What is wrong is one
// sentence that begins with file and line; a value that may be a secret is never in it.

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// "tocsin.toml, line 4: "
std::string at_line(const std::string& path, const toml::node& node);

std::optional<std::string> read_text(const std::string& path, const std::string& key,
                                     const toml::node& node, std::string& into);

// A secret that stands in a file of its own. `named_by`: what names that file.
std::optional<std::string> read_secret(const std::string& file, const std::string& named_by,
                                       std::string& into);

// A word that people can type: the name of a team, a pager.
bool is_name(std::string_view name);

// The sentence with " Did you mean …?" when there is anything that can have been meant.
std::string with_suggestion(std::string sentence, std::string_view word,
                            const std::vector<std::string>& known);

}  // namespace tocsin
