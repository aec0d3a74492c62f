#include "commands/forms.h"

#include "commands/line.h"

#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_longest_text = 3'000;  // bytes here: never more than Slack's characters
constexpr std::size_t k_longest_line = 200;

// "--" parts the time from the text.
std::string without_marks(std::string text) {
  for (std::size_t at = 0; (at = text.find("--", at)) != std::string::npos;) text.erase(at, 1);
  return text;
}

}  // namespace

Form make_form(const Request& request, const Verb& verb, std::string_view name,
               std::string_view submit, std::vector<FormField> fields) {
  Form form;
  form.verb = verb.name;
  form.title = name;
  if (request.incident && verb.needs_incident) {
    form.incident = request.incident->number;
    form.title = handle(form.incident) + " · " + form.title;
  }
  form.submit = submit;
  form.fields = std::move(fields);
  return form;
}

FormField text_field(std::string_view label, std::string_view hint, std::string_view initial) {
  FormField field;
  field.name = "text";
  field.label = label;
  field.hint = hint;
  field.kind = FormField::Kind::paragraph;
  if (initial.size() <= k_longest_text) {
    field.initial = initial;
  } else {
    field.hint = "What is there now is too long to be shown here; this replaces it.";
  }
  return field;
}

FormField when_field(std::string_view hint) {
  FormField field;
  field.name = "when";
  field.label = "When";
  field.hint = hint;
  field.is_optional = true;
  field.longest = k_longest_line;
  return field;
}

FormField optional(FormField field) {
  field.is_optional = true;
  return field;
}

Form timed_text_form(const Request& request, const Verb& verb, std::string_view name,
                     std::string_view label) {
  return make_form(request, verb, name, "Save", {text_field(label), when_field()});
}

Form text_form(const Request& request, const Verb& verb, std::string_view name,
               std::string_view label, std::string_view initial) {
  return make_form(request, verb, name, "Save", {text_field(label, "", initial)});
}

std::string value_of(const FilledForm& form, const std::string& field) {
  const auto found = form.values.find(field);
  return found == form.values.end() ? "" : std::string(trim(found->second));
}

std::string when_and_text(std::string when, const std::string& text) {
  if (when.empty() && text.empty()) return "";
  if (when.empty()) return "-- " + text;
  when = "--when " + without_marks(std::move(when));
  return text.empty() ? when : when + " -- " + text;
}

std::string when_and_text(const FilledForm& form) {
  return when_and_text(value_of(form, "when"), value_of(form, "text"));
}

std::string only_text(const FilledForm& form) { return value_of(form, "text"); }

Answer offer_form(Form form, Reply otherwise) {
  Answer answer;
  otherwise.buttons.push_back({"Open the form", line_for_form(form), Button::Style::primary});
  answer.reply = std::move(otherwise);
  answer.form = std::move(form);
  return answer;
}

std::string line_for_form(const Form& form) {
  std::string line = "form " + form.verb;
  if (!form.arguments.empty()) line += " " + form.arguments;
  return form.incident.value > 0 ? handle(form.incident) + " " + line : line;
}

}  // namespace tocsin
