#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <string>
#include <utility>

namespace tocsin {

namespace {

Outcome run_severity(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const auto severity = find_severity(first.word);
  if (!severity) {
    return failure(refuse_with_usage(request, k_severity, "Which severity, 1 to 4?", "severity"));
  }
  const Incident& incident = *request.incident;
  if (incident.severity == severity) {
    return failure(Refusal(handle(incident.number) + " is " + std::string(name_of(*severity)) +
                           " already. Nothing was changed."));
  }
  const TimedText now{request.typed.now, request.zone, false, "", first.rest};
  return answer_entry(
      request,
      event::SeverityChanged{incident.severity, *severity, with_names(request, first.rest)}, now);
}

Form severity_form(const Request& request) {
  FormField severity;
  severity.name = "severity";
  severity.label = "Severity";
  severity.kind = FormField::Kind::choice;
  severity.choices = {{"1", "sev1"}, {"2", "sev2"}, {"3", "sev3"}, {"4", "sev4"}};
  if (request.incident->severity) {
    severity.initial = std::to_string(static_cast<int>(*request.incident->severity));
  }
  return make_form(request, k_severity, "Severity", "Save",
                   {std::move(severity), optional(text_field("Why?"))});
}

std::string severity_arguments(const FilledForm& form) {
  return value_of(form, "severity") + " " + value_of(form, "text");
}

}  // namespace

const Verb k_severity = {
    .name = "sev",
    .aliases = "severity|priority",
    .arguments = "1..4 [REASON]",
    .purpose = "Changes the severity.",
    .examples = {"sev 1 All of Europe is affected", "sev 3"},
    .form = severity_form,
    .run = run_severity,
    .arguments_of = severity_arguments,
};

}  // namespace tocsin
