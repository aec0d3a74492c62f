// Behind the buttons that open a form. A word of its own, because some verbs do their work when
// they are typed bare: `resolve` resolves.

#include "bot/domain/access.h"
#include "commands/describe.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Outcome run(const Request& request) {
  const Verb* verb = find_verb(lower(request.arguments));
  if (verb == nullptr || verb->form == nullptr) {
    return failure(Refusal(RichText("There is no form for “" + std::string(request.arguments) +
                                    "”. Nothing was changed. Type ")
                               .code(request.settings.command + " help")
                               .plain(" for what can be typed.")));
  }
  // The same gates as for the verb itself, before anybody fills in a form in vain.
  if (auto refusal =
          refusal_of(verb->act, request.typed.user, request.reader.person(request.typed.user),
                     request.settings.policy)) {
    return failure(Refusal(std::move(*refusal)));
  }
  if (verb->needs_incident && !request.incident) {
    return failure(ask_which_incident(request, "form " + std::string(verb->name)));
  }
  RichText text("Press the button for the form, or type ");
  std::string line = request.settings.command + " ";
  if (verb->needs_incident && request.incident->channel != request.typed.channel) {
    line += handle(request.incident->number) + " ";
  }
  text.code(line + std::string(verb->name) + " " + std::string(verb->arguments)).plain(".");
  return offer_form(verb->form(request), Reply(std::move(text)));
}

}  // namespace

const Verb k_form = {
    .name = "form",
    .aliases = "",
    .arguments = "VERB",
    .purpose = "Opens the form of a verb.",
    .examples = {"form declare", "INC-7 form resolve"},
    .needs_incident = false,
    .act = Act::look,
    .is_hidden = true,
    .run = run,
};

}  // namespace tocsin
