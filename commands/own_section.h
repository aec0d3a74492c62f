#pragma once
// `postmortem write` and `postmortem clear`: a person's own text for a section of the write-up, and
// the form of each section.

#include "commands/catalog.h"

#include <string>
#include <string_view>

namespace tocsin {

// `arguments`: what follows the word. "SECTION TEXT"; of a form also how many versions it was
// opened on and whether it may replace a later one: "SECTION --after 2 --replace -- TEXT".
Outcome write_section(const Request& request, std::string_view arguments);
Outcome clear_section(const Request& request, std::string_view arguments);

// The form of the section that `arguments` name, with its text as it stands; else one that asks
// which.
Form section_form(const Request& request, std::string_view arguments);
std::string section_arguments(const FilledForm& form);

}  // namespace tocsin
