#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_measure(const Request& request) {
  return run_text_now<event::MeasureNoted>(request, k_measure);
}

Form measure_form(const Request& request) {
  return text_form(request, k_measure, "Measure", "What will be different?");
}

}  // namespace

const Verb k_measure = {
    .name = "measure",
    .aliases = "improvement|prevent",
    .arguments = "TEXT",
    .purpose = "Adds a corrective or preventive measure.",
    .examples = {"measure Canary for every configuration change",
                 "measure Alert when a certificate has 14 days left"},
    .form = measure_form,
    .run = run_measure,
    .arguments_of = only_text,
};

}  // namespace tocsin
