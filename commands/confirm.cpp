#include "commands/forms.h"
#include "commands/handles.h"
#include "commands/hypotheses.h"
#include "commands/line.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_confirm(const Request& request) {
  const auto settling = read_settling(request, k_confirm);
  if (!settling) return failure(settling.error());
  const Hypothesis& hypothesis = settling->hypothesis;
  Answer answer = answer_entry(
      request, event::Confirmed{hypothesis.number, with_names(request, settling->timed.text)},
      settling->timed);
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(handle(hypothesis.number)).plain(" is confirmed: " + hypothesis.text);
  if (request.incident->causes.empty()) {
    said.plain("\nIt is now the root cause; ").code("cause TEXT").plain(" adds to it.");
  } else {
    said.plain("\nThe cause that was recorded before stays; ");
    said.code("cause TEXT").plain(" adds another.");
  }
  return answer;
}

Form confirm_form(const Request& request) {
  const auto number = read_hypothesis_handle(take_word(request.arguments).word);
  return settling_form(request, k_confirm, "Confirm", number);
}

std::string confirm_arguments(const FilledForm& form) {
  const std::string hypothesis = value_of(form, "hypothesis");
  return hypothesis.empty() ? when_and_text(form) : hypothesis + " " + when_and_text(form);
}

}  // namespace

const Verb k_confirm = {
    .name = "confirm",
    .aliases = "",
    .arguments = "Hn [WHEN] [WHY]",
    .purpose = "The hypothesis was right; becomes the root cause if none is set.",
    .examples = {"confirm H1", "confirm H1 Rolling back helped"},
    .form = confirm_form,
    .run = run_confirm,
    .arguments_of = confirm_arguments,
};

}  // namespace tocsin
