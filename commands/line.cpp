#include "commands/line.h"

#include "bot/domain/ascii.h"
#include "bot/domain/incident_name.h"

#include <array>

namespace tocsin {

namespace {

// The last two are the no-break spaces that keyboards and copied texts put between words.
constexpr std::array<std::string_view, 6> k_blanks{" ", "\t", "\n", "\r", "\u00A0", "\u202F"};

// How long the blank is with which the text begins, or ends; 0: it does with none.
std::size_t blank_before(std::string_view text) {
  for (const std::string_view blank : k_blanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

std::size_t blank_behind(std::string_view text) {
  for (const std::string_view blank : k_blanks) {
    if (text.ends_with(blank)) return blank.size();
  }
  return 0;
}

struct FoundVerb {
  const Verb* verb = nullptr;
  std::string_view arguments;
};

// Two words first, so that "timeline add …" is not taken for "timeline".
FoundVerb find_at_start(std::string_view text) {
  const FirstWord first = take_word(text);
  const FirstWord second = take_word(first.rest);
  if (!second.word.empty()) {
    const Verb* both = find_verb(in_lower_case(first.word) + " " + in_lower_case(second.word));
    if (both != nullptr) return {both, second.rest};
  }
  return {find_verb(in_lower_case(first.word)), first.rest};
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (const std::size_t blank = blank_before(text)) text.remove_prefix(blank);
  while (const std::size_t blank = blank_behind(text)) text.remove_suffix(blank);
  return text;
}

FirstWord take_word(std::string_view text) {
  text = trim(text);
  std::size_t end = 0;
  while (end < text.size() && blank_before(text.substr(end)) == 0) ++end;
  return {text.substr(0, end), trim(text.substr(end))};
}

Line read_line(std::string_view text) {
  Line line;
  text = trim(text);
  const FirstWord first = take_word(text);
  if (const auto named = read_incident_name(first.word)) {
    const bool certain = in_lower_case(first.word).starts_with("inc-");
    const bool before_verb = find_at_start(first.rest).verb != nullptr ||
                             (first.word.starts_with('#') &&
                              nearest_verb(in_lower_case(take_word(first.rest).word)) != nullptr);
    // A bare number is a name only in front of a verb: "500 errors on checkout" is a text. With a
    // '#' also in front of what is nearly one, so that the correction names the incident.
    if (certain || first.rest.empty() || before_verb) {
      line.named = named;
      text = first.rest;
    }
  }
  line.rest = text;
  if (text.empty()) return line;
  line.word = in_lower_case(take_word(text).word);
  const FoundVerb found = find_at_start(text);
  line.verb = found.verb;
  line.arguments = found.verb != nullptr ? found.arguments : take_word(text).rest;
  return line;
}

}  // namespace tocsin
