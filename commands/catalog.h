#pragma once
// The catalogue of verbs: one declaration and one handler each. Help, the README's table,
// suggestions for typing errors and, later, modals and the manifest all come from here. run_line()
// is the only entrance: slash command, mention, button, command line and web page arrive at the
// same handlers.

#include "bot/domain/form.h"
#include "bot/domain/screen.h"
#include "commands/request.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct Verb {
  std::string_view name;
  std::string_view aliases;    // separated by '|'; may have two words: "timeline add"
  std::string_view arguments;  // "[WHEN] TEXT"
  std::string_view purpose;    // one sentence
  std::array<std::string_view, 2> examples;
  bool needs_incident = true;
  Act act = Act::change;   // what it needs permission for
  bool is_hidden = false;  // behind buttons and shortcuts only: not in help, not suggested
  // Its form, with the fields of the typed one; null: it has none.
  Form (*form)(const Request&) = nullptr;
  Outcome (*run)(const Request&) = nullptr;  // null: this version does not carry it out yet
  // The arguments that a filled form stands for. Null with `form` null.
  std::string (*arguments_of)(const FilledForm&) = nullptr;
};

// In the order of the table that people read.
std::span<const Verb* const> catalog();

// By name or alias, lower case. Null when there is none.
const Verb* find_verb(std::string_view word);

// The closest verb to a word that is none, for "did you mean"; null when nothing is close.
const Verb* nearest_verb(std::string_view word);

// Reads one command line and carries it out against the record.
Outcome run_line(const Typed& typed, const CommandSettings& settings, const Reader& reader);

// The command line that a filled form stands for; empty when there is no such form.
std::string line_of(const FilledForm& form);

// The command line that opens this form, from anywhere: "INC-7 form log".
std::string line_for_form(const Form& form);

// Whether an ordinary message in an incident's channel is meant for us: "!log …". The line without
// the mark, or nothing.
std::optional<std::string> line_in_chatter(std::string_view message,
                                           const CommandSettings& settings);

// The incidents of the past that are like this one, best first; empty when none is like it enough.
std::vector<event::SimilarIncident> similar_incidents(const Incident& incident,
                                                      const Reader& reader,
                                                      const MayKnow& may_know);

// What one person sees on the home tab.
Screen home_screen(const UserId& user, const CommandSettings& settings, const Reader& reader,
                   Moment now);

}  // namespace tocsin
