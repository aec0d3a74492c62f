#include "commands/hypotheses.h"

#include "commands/describe.h"
#include "commands/forms.h"
#include "commands/handle_hints.h"
#include "commands/handles.h"
#include "commands/line.h"

#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

Refusal refuse_unknown(const Request& request, const Verb& verb, HypothesisNumber number) {
  RichText why("There is no " + handle(number) + " in " + handle(request.incident->number) +
               ". Nothing was changed.");
  Reply reply(std::move(why));
  offer_open_hypotheses(request, verb, reply);
  return Refusal(std::move(reply));
}

Refusal refuse_settled(const Request& request, const Hypothesis& hypothesis) {
  std::string why = handle(hypothesis.number);
  why += hypothesis.standing == Standing::confirmed ? " was confirmed" : " was ruled out";
  if (hypothesis.settled_at) {
    why += " at " + spoken_moment(request, *hypothesis.settled_at, request.zone);
  }
  RichText text(
      why + " already. Nothing was changed. If that was wrong, strike the entry that says so: ");
  text.code(request.settings.command + " timeline all").plain(" shows its handle.");
  return Refusal(std::move(text));
}

}  // namespace

void offer_open_hypotheses(const Request& request, const Verb& verb, Reply& reply) {
  RichText text("Open are:");
  bool has_one = false;
  for (const Hypothesis& hypothesis : request.incident->hypotheses) {
    if (hypothesis.standing != Standing::open) continue;
    has_one = true;
    text.plain("\n").bold(handle(hypothesis.number)).plain(" " + hypothesis.text);
    if (reply.buttons.size() >= k_most_buttons) continue;
    reply.buttons.push_back({std::string(verb.name) + " " + handle(hypothesis.number),
                             handle(request.incident->number) + " " + std::string(verb.name) + " " +
                                 handle(hypothesis.number),
                             Button::Style::plain});
  }
  if (!has_one) {
    text = RichText("No hypothesis is open. ")
               .code(request.settings.command + " suspect TEXT")
               .plain(" opens one.");
  }
  reply.paragraphs.push_back(std::move(text));
}

Result<Settling, Refusal> read_settling(const Request& request, const Verb& verb) {
  const FirstWord first = take_word(request.arguments);
  const auto number = read_hypothesis_handle(first.word);
  if (!number) {
    Refusal refusal = refuse_handle(request, verb, first.word, "a hypothesis, like H1");
    offer_open_hypotheses(request, verb, refusal.reply);
    return failure(std::move(refusal));
  }
  const Hypothesis* hypothesis = find(*request.incident, *number);
  if (hypothesis == nullptr) return failure(refuse_unknown(request, verb, *number));
  if (hypothesis->standing != Standing::open) return failure(refuse_settled(request, *hypothesis));
  const auto timed = read_timed_text(request, first.rest);
  if (!timed) return failure(timed.error());
  if (hypothesis->opened_at && timed->at < *hypothesis->opened_at) {
    RichText why("That is before " + handle(*number) + " was opened (" +
                 spoken_moment(request, *hypothesis->opened_at, timed->zone) +
                 "). Nothing was changed: check the time, or leave it out for now.");
    return failure(Refusal(std::move(why), "when"));
  }
  return Settling{*hypothesis, *timed};
}

Form settling_form(const Request& request, const Verb& verb, std::string_view name,
                   std::optional<HypothesisNumber> number) {
  std::vector<FormField> fields{when_field(), optional(text_field("What settled it?"))};
  if (!number) {
    FormField which;
    which.name = "hypothesis";
    which.label = "Which hypothesis?";
    which.hint = "H1, as timeline and card call it.";
    which.longest = 20;
    fields.insert(fields.begin(), std::move(which));
  }
  Form form = make_form(request, verb, name, "Save", std::move(fields));
  if (!number) return form;
  form.arguments = handle(*number);
  if (const Hypothesis* known = find(*request.incident, *number)) {
    form.introduction.bold(handle(*number)).plain(" " + known->text);
  }
  return form;
}

}  // namespace tocsin
