#include "bot/web/target.h"

#include <utility>

namespace tocsin::web {

namespace {

int hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view text, bool is_query) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char letter = text[i];
    if (letter == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      letter = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (letter == '+' && is_query) {
      letter = ' ';
    }
    if (letter == '\0') return std::nullopt;
    plain.push_back(letter);
  }
  return plain;
}

// Calls `use` with each part; false when it refused one.
template <class Use>
bool each_part(std::string_view text, char separator, Use use) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    if (!part.empty() && !use(part)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

std::string Target::query_or(const std::string& name, std::string otherwise) const {
  const auto found = query.find(name);
  return found != query.end() ? found->second : std::move(otherwise);
}

std::optional<Target> parse_target(std::string_view target) {
  Target parsed;
  const std::size_t mark = target.find('?');
  const bool has_path = each_part(target.substr(0, mark), '/', [&](std::string_view part) {
    auto plain = decoded(part, false);
    if (plain) parsed.path.push_back(std::move(*plain));
    return plain.has_value();
  });
  if (!has_path) return std::nullopt;
  if (mark == std::string_view::npos) return parsed;
  const bool has_query = each_part(target.substr(mark + 1), '&', [&](std::string_view part) {
    const std::size_t equals = part.find('=');
    auto name = decoded(part.substr(0, equals), true);
    auto value = decoded(equals == std::string_view::npos ? "" : part.substr(equals + 1), true);
    if (!name || !value) return false;
    parsed.query.emplace(std::move(*name), std::move(*value));
    return true;
  });
  if (!has_query) return std::nullopt;
  return parsed;
}

}  // namespace tocsin::web
