#include "commands/entry.h"
#include "commands/line.h"
#include "commands/named_entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_strike(const Request& request) {
  const auto named = read_named_entry(request, k_strike);
  if (!named) return failure(named.error());
  const std::string number = handle(named->recorded.entry);
  if (named->is_struck) {
    return failure(Refusal(number + " is struck already. Nothing was changed."));
  }
  if (auto why = why_it_stays(request, named->recorded)) return failure(Refusal(std::move(*why)));
  if (const auto dependent = first_dependent(named->events, named->recorded)) {
    RichText why(short_name(*dependent) + " builds on " + number +
                 ". Nothing was changed; strike that one first: ");
    why.code(request.settings.command + " strike " + handle(dependent->entry));
    return failure(Refusal(why.plain(".")));
  }
  Answer answer;
  answer.incident = request.incident->number;
  answer.events.push_back(
      next_event(*request.incident,
                 event::EntryStruck{named->recorded.entry, with_names(request, trim(named->rest))},
                 request.typed.now, request.typed.now, request.typed.user));
  const Incident after = with_correction(*request.incident, named->events, answer.events.back());
  RichText said("Struck ");
  said.bold(number).plain(": it stays in the record and is left out of the write-up.");
  said.plain(state_change(*request.incident, after) + " To take the strike back, type ");
  said.code("undo").plain(".");
  answer.reply = Reply(said.plain(after_the_end(*request.incident, "strike")));
  return answer;
}

}  // namespace

const Verb k_strike = {
    .name = "strike",
    .aliases = "",
    .arguments = "En [REASON]",
    .purpose = "Leaves an entry out of the write-up; it stays in the record.",
    .examples = {"strike E12", "strike E3 Wrong incident"},
    .run = run_strike,
};

}  // namespace tocsin
