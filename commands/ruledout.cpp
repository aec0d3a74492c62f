#include "bot/domain/ascii.h"
#include "bot/domain/when.h"
#include "commands/forms.h"
#include "commands/handle_hints.h"
#include "commands/handles.h"
#include "commands/hypotheses.h"
#include "commands/line.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

constexpr std::string_view k_kind = "a hypothesis, like H1, or the text of a lead";

// A lead that nobody had opened: it gets its handle and is settled by the same entry.
Outcome rule_out_unopened(const Request& request) {
  const auto timed = read_timed_text(request, request.arguments);
  if (!timed) return failure(timed.error());
  if (timed->text.empty()) {
    return failure(refuse_with_usage(request, k_ruledout, "Which lead was false?"));
  }
  const HypothesisNumber number{request.incident->last_hypothesis.value + 1};
  Answer answer =
      answer_entry(request, event::RuledOut{number, with_names(request, timed->text), ""}, *timed);
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(handle(number)).plain(", opened and ruled out in one go.");
  return answer;
}

Outcome run_ruledout(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  if (first.word.empty()) {
    Refusal refusal = refuse_with_usage(request, k_ruledout, "Which lead was false?");
    offer_open_hypotheses(request, k_ruledout, refusal.reply);
    return failure(std::move(refusal));
  }
  const bool names_incident =
      in_lower_case(first.word).starts_with("inc-") && read_line(first.word).named;
  if (names_incident && read_hypothesis_handle(take_word(first.rest).word)) {
    return failure(refuse_handle(request, k_ruledout, first.word, k_kind));
  }
  if (!read_hypothesis_handle(first.word)) return rule_out_unopened(request);
  const auto settling = read_settling(request, k_ruledout);
  if (!settling) return failure(settling.error());
  const Hypothesis& hypothesis = settling->hypothesis;
  Answer answer = answer_entry(
      request, event::RuledOut{hypothesis.number, "", with_names(request, settling->timed.text)},
      settling->timed);
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(handle(hypothesis.number));
  if (hypothesis.opened_at) {
    said.plain(" held for " + print_duration(settling->timed.at - *hypothesis.opened_at) + " and");
  }
  said.plain(" is ruled out: " + hypothesis.text);
  return answer;
}

// Of a hypothesis when one is named, else of a lead that nobody had opened.
Form ruledout_form(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const auto number = read_hypothesis_handle(first.word);
  if (!number) return timed_text_form(request, k_ruledout, "False lead", "Which lead was false?");
  return settling_form(request, k_ruledout, "Ruled out", *number);
}

}  // namespace

const Verb k_ruledout = {
    .name = "ruledout",
    .aliases = "deadend|rule-out",
    .arguments = "Hn [WHEN] [WHY], or [WHEN] TEXT",
    .purpose = "A lead that was false. With a text alone, opens and closes one in one go.",
    .examples = {"ruledout H2 No slow queries in the log", "ruledout 15:10 The rate limit"},
    .form = ruledout_form,
    .run = run_ruledout,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
