#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_suspect(const Request& request) {
  const auto timed = read_timed_text(request, request.arguments);
  if (!timed) return failure(timed.error());
  if (timed->text.empty()) {
    return failure(refuse_with_usage(request, k_suspect, "What do you suspect?"));
  }
  const HypothesisNumber number{request.incident->last_hypothesis.value + 1};
  Answer answer =
      answer_entry(request, event::Suspected{number, with_names(request, timed->text)}, *timed);
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" It is ").bold(handle(number)).plain(". Settle it with ");
  said.code("ruledout " + handle(number) + " WHY").plain(" or ");
  said.code("confirm " + handle(number)).plain(".");
  return answer;
}

}  // namespace

const Verb k_suspect = {
    .name = "suspect",
    .aliases = "hypothesis",
    .arguments = "[WHEN] TEXT",
    .purpose = "Opens a hypothesis: a lead to follow until it is ruled out or confirmed.",
    .examples = {"suspect DNS cache is stale", "suspect 14:50 A slow query"},
    .run = run_suspect,
};

}  // namespace tocsin
