#include "commands/forms.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Form form(const Request& request) {
  FormField person;
  person.name = "person";
  person.label = "Who is needed?";
  person.hint = "For a group, type the command with the group's name.";
  person.kind = FormField::Kind::person;
  FormField reason;
  reason.name = "reason";
  reason.label = "Why?";
  reason.kind = FormField::Kind::paragraph;
  reason.is_optional = true;
  return make_form(request, k_escalate, "Page", "Page", {std::move(person), std::move(reason)});
}

std::string arguments_of(const FilledForm& form) {
  const std::string person = value_of(form, "person");
  const std::string reason = value_of(form, "reason");
  if (person.empty()) return "";
  return "<@" + person + ">" + (reason.empty() ? "" : " -- " + reason);
}

}  // namespace

const Verb k_escalate = {
    .name = "escalate",
    .aliases = "page|engage",
    .arguments = "@USER|TEAM|GROUP [REASON]",
    .purpose = "Pages someone.",
    .examples = {"escalate payments Checkout is down", "escalate @ana"},
    .form = form,
    .arguments_of = arguments_of,
};

}  // namespace tocsin
