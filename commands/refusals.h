#pragma once
// Refusals that several verbs share. Each says why, and what to type instead.

#include "commands/catalog.h"

#include <string>
#include <string_view>

namespace tocsin {

// The line as this person would type it here: "/incident task done T3", with the incident in front
// where it is not that of the channel.
std::string line_to_type(const Request& request, std::string_view rest);

// "INC-7 is closed: <why>. Nothing was changed. To go on with it, type …".
Refusal refuse_when_over(const Request& request, std::string_view why);

// Nothing when the typist may do this. One whom Slack has still to tell us about gets a button that
// sends the line again, so that it need not be typed twice.
std::optional<Refusal> refuse_not_allowed(const Request& request, Act act);

// Words after the end of what the verb understands.
Refusal refuse_excess(const Request& request, const Verb& verb, std::string_view excess);

// A handle of another kind than the one that is meant, like E12 for T3; nothing for another word.
std::optional<Refusal> refuse_other_handle(std::string_view word, std::string_view wanted);

}  // namespace tocsin
