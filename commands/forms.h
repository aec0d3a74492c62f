#pragma once
// The fields that the forms of several verbs share, and how what was filled in becomes the
// arguments of a typed line, so that a form is checked where the typed words are. Used by the
// verbs' files for Verb::form and Verb::arguments_of.

#include "commands/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// "INC-7 · Log", with these fields.
Form make_form(const Request& request, const Verb& verb, std::string_view name,
               std::string_view submit, std::vector<FormField> fields);

// The field "text", of several lines. What is in it already is shown only when all of it fits.
FormField text_field(std::string_view label, std::string_view hint = "",
                     std::string_view initial = "");
// The field "when", one line; empty for now.
FormField when_field(std::string_view hint =
                         "Empty: now. Or 14:35, 2:05pm EST, 10m ago, "
                         "yesterday 23:50.");
FormField optional(FormField field);

// The forms of `[WHEN] TEXT` and of `TEXT`.
Form timed_text_form(const Request& request, const Verb& verb, std::string_view name,
                     std::string_view label);
Form text_form(const Request& request, const Verb& verb, std::string_view name,
               std::string_view label, std::string_view initial = "");

// What was filled in, without blanks around; empty when nothing was.
std::string value_of(const FilledForm& form, const std::string& field);

// "--when 14:35 -- TEXT", "-- TEXT" or nothing; for read_timed_text().
std::string when_and_text(const FilledForm& form);
// The same of the field `name` as the time and `text` as what follows.
std::string when_and_text(std::string when, const std::string& text);
// "TEXT"
std::string only_text(const FilledForm& form);

// The answer that opens the form. `otherwise` is said where none can be opened.
Answer offer_form(Form form, Reply otherwise);

}  // namespace tocsin
