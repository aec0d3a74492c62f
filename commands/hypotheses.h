#pragma once
// What the verbs about hypotheses share: which one is meant, and settling it.

#include "commands/entry.h"

#include <optional>
#include <string_view>

namespace tocsin {

// Buttons that run the verb on each open hypothesis, and their names in the text.
void offer_open_hypotheses(const Request& request, const Verb& verb, Reply& reply);

// An open hypothesis of this incident, and the time and the words behind its handle.
struct Settling {
  Hypothesis hypothesis;
  TimedText timed;
};
Result<Settling, Refusal> read_settling(const Request& request, const Verb& verb);

// The form that settles one: when, and why. Without a number it asks for the hypothesis too.
Form settling_form(const Request& request, const Verb& verb, std::string_view name,
                   std::optional<HypothesisNumber> number);

}  // namespace tocsin
