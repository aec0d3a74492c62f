#include "bot/config/config_nodes.h"

#include "bot/domain/edit_distance.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace tocsin {

std::string at_line(const std::string& path, const toml::node& node) {
  return path + ", line " + std::to_string(node.source().begin.line) + ": ";
}

std::optional<std::string> read_text(const std::string& path, const std::string& key,
                                     const toml::node& node, std::string& into) {
  const auto text = node.value<std::string>();
  if (!node.is_string() || !text) return at_line(path, node) + key + " has to be a text in quotes.";
  into = *text;
  return std::nullopt;
}

std::optional<std::string> read_secret(const std::string& file, const std::string& named_by,
                                       std::string& into) {
  std::ifstream stream(file);
  if (!stream) return named_by + " names " + file + ", which cannot be read.";
  into.assign(std::istreambuf_iterator<char>(stream), {});
  while (!into.empty() && std::isspace(static_cast<unsigned char>(into.back())) != 0) {
    into.pop_back();
  }
  if (into.empty()) return named_by + " names " + file + ", which is empty.";
  return std::nullopt;
}

bool is_name(std::string_view name) {
  constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  return !name.empty() && std::islower(static_cast<unsigned char>(name.front())) != 0 &&
         name.find_first_not_of(k_letters) == std::string_view::npos;
}

std::string with_suggestion(std::string sentence, std::string_view word,
                            const std::vector<std::string>& known) {
  const auto closest = std::ranges::min_element(
      known, {}, [&](const std::string& one) { return edit_distance(word, one); });
  return closest == known.end() ? sentence : sentence + " Did you mean " + *closest + "?";
}

}  // namespace tocsin
