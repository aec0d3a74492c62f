// Behind the buttons that open a form. A word of its own, because some verbs do their work when
// they are typed bare: `resolve` resolves.

#include "bot/domain/ascii.h"
#include "commands/describe.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Refusal refuse_without_form(const Request& request) {
  return Refusal(RichText("There is no form for “" + std::string(request.arguments) +
                          "”. Nothing was changed. Type ")
                     .code(request.settings.command + " help")
                     .plain(" for what can be typed."));
}

Outcome run_form(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const Verb* verb = find_verb(in_lower_case(first.word));
  if (verb == nullptr || verb->form == nullptr) return failure(refuse_without_form(request));
  // The same gates as for the verb itself, before anybody fills in a form in vain.
  if (auto refusal = refuse_not_allowed(request, verb->act)) return failure(std::move(*refusal));
  if (verb->needs_incident && !request.incident) {
    return failure(ask_which_incident(request, "form " + std::string(request.arguments)));
  }
  // What follows the verb says which of its forms: "postmortem write summary", "ruledout H1".
  Request asked = request;
  asked.verb = verb->name;
  asked.arguments = first.rest;
  Form form = verb->form(asked);
  if (!first.rest.empty() && form.arguments.empty()) return failure(refuse_without_form(request));
  RichText text("Press the button for the form");
  if (form.arguments.empty()) {
    std::string line = request.settings.command + " ";
    if (verb->needs_incident && request.incident->channel != request.typed.channel) {
      line += handle(request.incident->number) + " ";
    }
    text.plain(", or type ")
        .code(line + std::string(verb->name) + " " + std::string(verb->arguments));
  }
  return offer_form(std::move(form), Reply(std::move(text.plain("."))));
}

}  // namespace

const Verb k_form = {
    .name = "form",
    .aliases = "",
    .arguments = "VERB [ARGUMENTS]",
    .purpose = "Opens the form of a verb.",
    .examples = {"form declare", "INC-7 form resolve"},
    .needs_incident = false,
    .act = Act::look,
    .is_hidden = true,
    .run = run_form,
};

}  // namespace tocsin
