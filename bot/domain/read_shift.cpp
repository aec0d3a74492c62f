#include "bot/domain/read_shift.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace tocsin {

namespace {

// A service may put anything into a name; the signs that separate ours must not be among it.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string to_stored_text(const ReadShift& shift) {
  std::string text = std::to_string(to_stored(shift.read_at)) + " " +
                     std::to_string(shift.until ? to_stored(*shift.until) : 0) + "\n";
  for (const ReadShift::One& one : shift.people) {
    text += one_line(one.name) + "\t" + one_line(one.mail) + "\t" + one_line(one.phone) + "\n";
  }
  return text;
}

std::optional<ReadShift> read_shift_of(std::string_view stored) {
  std::string_view times = take_until(stored, '\n');
  const auto read_at = moment_of_stored(take_until(times, ' '));
  const auto until = moment_of_stored(times);
  if (!read_at || !until) return std::nullopt;
  ReadShift shift;
  shift.read_at = *read_at;
  if (to_stored(*until) != 0) shift.until = until;
  while (!stored.empty()) {
    std::string_view line = take_until(stored, '\n');
    ReadShift::One one;
    one.name = take_until(line, '\t');
    one.mail = take_until(line, '\t');
    one.phone = line;
    shift.people.push_back(std::move(one));
  }
  return shift;
}

std::string_view take_until(std::string_view& rest, char sign) {
  const std::string_view taken = rest.substr(0, rest.find(sign));
  rest.remove_prefix(std::min(rest.size(), taken.size() + 1));
  return taken;
}

std::optional<Moment> moment_of_stored(std::string_view text) {
  const auto number = number_of(text);
  return number ? std::optional(from_stored(*number)) : std::nullopt;
}

}  // namespace tocsin
