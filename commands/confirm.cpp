#include "commands/hypotheses.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) {
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

}  // namespace

const Verb k_confirm = {
    .name = "confirm",
    .aliases = "",
    .arguments = "Hn [WHEN] [WHY]",
    .purpose = "The hypothesis was right; becomes the root cause if none is set.",
    .examples = {"confirm H1", "confirm H1 Rolling back helped"},
    .run = run,
};

}  // namespace tocsin
