#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

// The time is the point of this verb, so it has to be written, and the text may be missing.
Outcome run_started(const Request& request) {
  const auto timed = read_timed_text(request, request.arguments);
  if (!timed) return failure(timed.error());
  if (!timed->time_written) {
    return failure(refuse_with_usage(request, k_started, "When did the impact begin?", "when"));
  }
  if (request.incident->resolved_at && timed->at > *request.incident->resolved_at) {
    return failure(
        Refusal("The impact cannot begin after it ended. Check the time, or correct the "
                "end with resolve.",
                "when"));
  }
  return answer_entry(request, event::Started{with_names(request, timed->text)}, *timed);
}

Form started_form(const Request& request) {
  FormField when = when_field("13:50, 2:05pm EST, 20m ago, yesterday 23:50.");
  when.is_optional = false;
  return make_form(request, k_started, "Start", "Save",
                   {std::move(when), optional(text_field("What showed it?"))});
}

}  // namespace

const Verb k_started = {
    .name = "started",
    .aliases = "",
    .arguments = "WHEN [TEXT]",
    .purpose = "Records when the impact began.",
    .examples = {"started 13:50", "started 20m ago First failed payments in the log"},
    .form = started_form,
    .run = run_started,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
