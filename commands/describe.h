#pragma once
// An incident in a few lines, for answers that only the asker sees.

#include "commands/request.h"

namespace tocsin {

inline constexpr std::size_t k_most_buttons = 5;  // more cannot be taken in at 3 a.m.

Reply describe_incident(const Request& request, const Incident& incident);

// One line: "INC-7 sev1 investigating: Checkout is failing".
RichText incident_line(const Incident& incident);

// A button each that shows it, for the first few.
std::vector<Button> show_buttons(const std::vector<Incident>& incidents);

// What is said below an answer that a search gave while so many entries were not prepared for it.
RichText not_complete(std::size_t behind);

// The active incidents with a button each, and one to declare.
Reply describe_active(const Request& request);

// A command that is about an incident was typed where none is meant: names the one active incident
// or lists them, with buttons that run the whole line. `rest` is the line without an incident.
Refusal ask_which_incident(const Request& request, std::string_view rest);

}  // namespace tocsin
