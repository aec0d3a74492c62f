#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_summary(const Request& request) {
  if (!request.arguments.empty()) return run_text_now<event::SummarySet>(request, k_summary);
  Answer answer;
  if (request.incident->summary.empty()) {
    answer.reply = Reply(RichText("No summary yet. Type ")
                             .code(request.settings.command + " summary TEXT")
                             .plain(" to write one."));
  } else {
    answer.reply = Reply(RichText(request.incident->summary));
  }
  return answer;
}

Form summary_form(const Request& request) {
  return text_form(request, k_summary, "Summary", "What happened, in short?",
                   request.incident->summary);
}

}  // namespace

const Verb k_summary = {
    .name = "summary",
    .aliases = "",
    .arguments = "TEXT",
    .purpose = "Writes the summary of the card and the write-up; without a text, shows it.",
    .examples = {"summary Payments fail since the 14:00 release", "summary"},
    .form = summary_form,
    .run = run_summary,
    .arguments_of = only_text,
};

}  // namespace tocsin
