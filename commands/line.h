#pragma once
// Takes a typed line apart: which incident, which verb, which arguments. Used by run_line() only.

#include "bot/domain/ids.h"
#include "commands/catalog.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// Stands before words that would be read as something else: "log -- 14:05 was the time of the
// deploy".
inline constexpr std::string_view k_text_follows = "--";

struct Line {
  std::optional<IncidentNumber> named;  // "INC-7", "inc-7", "#7", "7" in front
  const Verb* verb = nullptr;           // null: bare, or unknown word
  std::string word;                     // the verb as typed, lower case; empty for a bare line
  std::string_view rest;                // from the (possibly unknown) verb on, for suggestions
  std::string_view arguments;
};

Line read_line(std::string_view text);

std::string_view trim(std::string_view text);

// The first word and what follows it, both trimmed.
struct FirstWord {
  std::string_view word;
  std::string_view rest;
};
FirstWord take_word(std::string_view text);

}  // namespace tocsin
