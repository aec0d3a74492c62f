#include "bot/operate/show_config.h"

#include "bot/config/config_values.h"
#include "bot/json.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace tocsin {

namespace {

// Values of several lines or of great length would tear the table.
std::string on_one_line(const std::string& value) {
  constexpr std::size_t k_most = 60;
  std::string line = value.empty() ? "(empty)" : value;
  std::ranges::replace(line, '\n', ' ');
  if (line.size() <= k_most) return line;
  std::size_t end = k_most - 3;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
  return line.substr(0, end) + "…";
}

// Signs, not bytes, so that the columns stand.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, width_of(text)), ' ');
}

}  // namespace

std::string config_table(const Config& config) {
  const std::vector<ShownValue> values = effective_values(config);
  std::size_t keys = 0;
  std::size_t texts = 0;
  for (const ShownValue& value : values) {
    keys = std::max(keys, width_of(value.key));
    texts = std::max(texts, width_of(on_one_line(value.value)));
  }
  std::string table;
  for (const ShownValue& value : values) {
    table += fmt::format("{}  {}  {}\n", padded(value.key, keys),
                         padded(on_one_line(value.value), texts), value.origin);
  }
  return table;
}

std::string config_json(const Config& config) {
  nlohmann::ordered_json all = nlohmann::ordered_json::object();
  for (const ShownValue& value : effective_values(config)) {
    all[value.key] = {
        {"value", value.value}, {"origin", value.origin}, {"secret", value.is_secret}};
  }
  constexpr int k_indent = 2;
  return all.dump(k_indent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin
