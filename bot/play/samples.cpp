#include "bot/play/samples.h"

#include <algorithm>
#include <optional>

namespace tocsin {

namespace {

constexpr std::string_view k_types = " types: ";
constexpr std::string_view k_elsewhere = " in #";

std::string_view stem(std::string_view file_name) {
  return file_name.substr(0, file_name.rfind('.'));
}

std::optional<PlayedLine> read_line(std::string_view line) {
  const std::size_t act = line.find(k_types);
  if (act == std::string_view::npos || line.starts_with("//") || line.starts_with("->")) {
    return std::nullopt;
  }
  PlayedLine played;
  const std::string_view who = line.substr(0, act);
  const std::size_t elsewhere = std::min(who.find(k_elsewhere), who.size());
  played.who = who.substr(0, elsewhere);
  if (elsewhere < who.size()) played.channel = who.substr(elsewhere + k_elsewhere.size());
  played.text = line.substr(act + k_types.size());
  return played;
}

}  // namespace

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const SampleFile& file : sample_files()) names.emplace_back(stem(file.name));
  std::sort(names.begin(), names.end());  // "checkout" before "seed-0"
  return names;
}

std::vector<PlayedLine> sample_lines(std::string_view name) {
  for (const SampleFile& file : sample_files()) {
    if (stem(file.name) == name) return read_sample(file.body);
  }
  return {};
}

std::vector<PlayedLine> read_sample(std::string_view script) {
  std::vector<PlayedLine> lines;
  while (!script.empty()) {
    const std::size_t end = std::min(script.find('\n'), script.size());
    if (auto line = read_line(script.substr(0, end))) lines.push_back(std::move(*line));
    script.remove_prefix(std::min(end + 1, script.size()));
  }
  return lines;
}

}  // namespace tocsin
