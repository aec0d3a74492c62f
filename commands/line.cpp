#include "commands/line.h"

#include "bot/domain/ascii.h"
#include "bot/domain/incident_name.h"

namespace tocsin {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

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
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

FirstWord take_word(std::string_view text) {
  text = trim(text);
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end])) ++end;
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
