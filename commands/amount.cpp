#include "commands/amount.h"

#include "bot/domain/when_scan.h"
#include "commands/line.h"

#include <array>
#include <chrono>

namespace tocsin {

namespace {

std::optional<Promise> take_length(const Request& request, std::string_view text) {
  Scanner scanner(text);
  if (scanner.take_word("in")) scanner.skip_blanks();
  const auto length = scan_amount(scanner, Units::any);
  if (!length || (!scanner.at_end() && !take_separator(scanner))) return std::nullopt;
  return Promise{request.typed.now + *length, request.zone, scanner.at()};
}

// Where the first, second, … word of the text ends.
std::array<std::size_t, 4> ends_of_words(std::string_view text) {
  std::array<std::size_t, 4> ends{};
  std::size_t at = 0;
  for (std::size_t& end : ends) {
    const std::string_view rest = take_word(text.substr(at)).word;
    at = rest.empty() ? text.size()
                      : static_cast<std::size_t>(rest.data() - text.data()) + rest.size();
    end = at;
  }
  return ends;
}

}  // namespace

std::optional<Duration> read_amount(std::string_view text) {
  Scanner number(text);
  const auto minutes = number.take_number(5);
  if (minutes && number.at_end()) return std::chrono::minutes(*minutes);
  Scanner scanner(text);
  const auto length = scan_amount(scanner, Units::any);
  if (!length || !scanner.at_end()) return std::nullopt;
  return length;
}

std::optional<Promise> take_promise(const Request& request, std::string_view text) {
  if (const auto length = take_length(request, text)) return length;
  WhenContext context;
  context.now = request.typed.now;
  context.zone = request.zone;
  const auto ends = ends_of_words(text);
  for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
    std::string_view words = text.substr(0, *end);
    if (words.ends_with(':')) words.remove_suffix(1);
    const auto due = read_due(words, context);
    if (due) return Promise{due->at, due->zone, *end};
  }
  return std::nullopt;
}

}  // namespace tocsin
