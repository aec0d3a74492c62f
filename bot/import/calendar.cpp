#include "bot/import/calendar.h"

#include "bot/import/text.h"

#include <utility>

namespace tocsin::imports {

Calendar::Calendar(const std::vector<Piece>& pieces) {
  const auto look = [&](std::string_view text) {
    for (const WrittenDay& day : find_days(text)) {
      if (day.year && !year_) year_ = day.year;
      day_first_ = day_first_ || day.day_first;
    }
  };
  for (const Piece& piece : pieces) {
    look(one_line(piece.text));
    for (const std::string& cell : piece.cells) look(cell);
  }
}

std::optional<std::chrono::sys_days> Calendar::day_of(const WrittenDay& written) const {
  WrittenDay day = written;
  if (day.two_ways && day_first_) std::swap(day.month, day.day);
  if (!day.year) day.year = year_;
  if (!day.year || !day.possible()) return std::nullopt;
  return std::chrono::sys_days{std::chrono::year{*day.year} / std::chrono::month{day.month} /
                               std::chrono::day{day.day}};
}

std::optional<std::chrono::sys_days> Calendar::day_near(
    const std::optional<WrittenDay>& written,
    const std::optional<std::chrono::sys_days>& start) const {
  if (!written || !written->two_ways || !start) return std::nullopt;
  constexpr std::chrono::days most{2};
  const auto is_near = [&](const std::optional<std::chrono::sys_days>& day) {
    return day && *day >= *start && *day - *start <= most;
  };
  WrittenDay other = *written;
  std::swap(other.month, other.day);
  const auto day = day_of(other);
  return is_near(day) && !is_near(day_of(*written)) ? day : std::nullopt;
}

}  // namespace tocsin::imports
