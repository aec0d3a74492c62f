#include "commands/entry.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

// "-- 14:35 …", as a form sends it: what follows is the text.
std::string_view reason_of(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  return first.word == "--" ? first.rest : request.arguments;
}

Refusal ask_for_reason(const Request& request, const Verb& verb, std::string_view why) {
  Refusal refusal = refuse_with_usage(request, verb, why);
  refusal.field = "reason";
  return refusal;
}

Outcome run_cancel(const Request& request) {
  const Incident& incident = *request.incident;
  if (is_over(incident.state)) {
    return failure(Refusal(handle(incident.number) + " is " + std::string(name_of(incident.state)) +
                           " already. Nothing was changed."));
  }
  const std::string_view reason = reason_of(request);
  if (reason.empty()) {
    return failure(ask_for_reason(
        request, k_cancel, "Why is it none? The reason is missing, so nothing was changed."));
  }
  const TimedText now{request.typed.now, request.zone, false, "", reason};
  Answer answer = answer_entry(request, event::Cancelled{with_names(request, reason)}, now);
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(handle(incident.number));
  said.plain(" is cancelled: no write-up, and in no number. To take that back, type ");
  said.code(request.settings.command + " " + handle(incident.number) + " reopen REASON").plain(".");
  return answer;
}

Outcome run_reopen(const Request& request) {
  const Incident& incident = *request.incident;
  if (!is_over(incident.state) && incident.state != State::resolved) {
    return failure(Refusal(handle(incident.number) + " is " + std::string(name_of(incident.state)) +
                           ": it is open. Nothing was changed."));
  }
  const std::string_view reason = reason_of(request);
  if (reason.empty()) {
    return failure(ask_for_reason(
        request, k_reopen, "Why does it go on? The reason is missing, so nothing was changed."));
  }
  const event::Reopened reopened{incident.state, with_names(request, reason)};
  Event event =
      next_event(incident, reopened, request.typed.now, request.typed.now, request.typed.user);
  Answer answer;
  answer.incident = incident.number;
  RichText said("Saved ");
  said.bold(handle(event.entry)).plain(" at ");
  said.plain(spoken_moment(request, request.typed.now, request.zone) + ". ");
  said.bold(handle(incident.number)).plain(" is open again: investigating");
  if (!incident.lead.empty()) said.plain(", lead ").user(incident.lead);
  said.plain(". The impact counts as going on from before; when it is over, type ");
  said.code(request.settings.command + " resolve").plain(".");
  answer.events.push_back(std::move(event));
  answer.reply = Reply(std::move(said));
  return answer;
}

}  // namespace

const Verb k_cancel = {
    .name = "cancel",
    .aliases = "decline|false-alarm",
    .arguments = "REASON",
    .purpose = "Ends it without a write-up, kept out of the metrics.",
    .examples = {"cancel It was a test", "cancel False alarm"},
    .act = Act::close,
    .run = run_cancel,
};

const Verb k_reopen = {
    .name = "reopen",
    .aliases = "",
    .arguments = "REASON",
    .purpose = "Opens it again, from resolved, closed or cancelled.",
    .examples = {"reopen The errors are back", "INC-7 reopen Again"},
    .run = run_reopen,
};

}  // namespace tocsin
