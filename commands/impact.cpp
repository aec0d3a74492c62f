#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_impact(const Request& request) {
  return run_text_now<event::ImpactSet>(request, k_impact);
}

Form impact_form(const Request& request) {
  return text_form(request, k_impact, "Impact", "Who and what is affected?",
                   request.incident->impact);
}

}  // namespace

const Verb k_impact = {
    .name = "impact",
    .aliases = "",
    .arguments = "TEXT",
    .purpose = "Says who and what is affected; replaces the last.",
    .examples = {"impact 40% of users cannot pay", "impact Search is slow for everyone in Europe"},
    .form = impact_form,
    .run = run_impact,
    .arguments_of = only_text,
};

}  // namespace tocsin
