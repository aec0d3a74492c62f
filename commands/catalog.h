#pragma once
// The catalogue of verbs: one declaration and one handler each. Help, the README's table,
// suggestions for typing errors and, later, modals and the manifest all come from here. run_line()
// is the only entrance: slash command, mention, button, command line and web page arrive at the
// same handlers.

#include "commands/request.h"

#include <array>
#include <span>
#include <string_view>

namespace tocsin {

struct Verb {
  std::string_view name;
  std::string_view aliases;    // separated by '|'; may have two words: "timeline add"
  std::string_view arguments;  // "[WHEN] TEXT"
  std::string_view purpose;    // one sentence
  std::array<std::string_view, 2> examples;
  bool needs_incident = true;
  Outcome (*run)(const Request&) = nullptr;  // null: this version does not carry it out yet
};

// In the order of the table that people read.
std::span<const Verb* const> catalog();

// By name or alias, lower case. Null when there is none.
const Verb* find_verb(std::string_view word);

// The closest verb to a word that is none, for "did you mean"; null when nothing is close.
const Verb* nearest_verb(std::string_view word);

// Reads one command line and carries it out against the record.
Outcome run_line(const Typed& typed, const CommandSettings& settings, const Reader& reader);

}  // namespace tocsin
