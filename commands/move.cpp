#include "commands/entry.h"
#include "commands/named_entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

// The first pair of moments that cannot be, in words; empty: all can.
std::string contradiction(const Incident& incident) {
  const auto is_before = [](const std::optional<Moment>& late, const std::optional<Moment>& early) {
    return late && early && *late < *early;
  };
  if (is_before(incident.mitigated_at, incident.started_at)) {
    return "the impact would be mitigated before it began";
  }
  if (is_before(incident.resolved_at, incident.started_at)) {
    return "the impact would end before it began";
  }
  if (is_before(incident.closed_at, incident.resolved_at)) {
    return "the incident would be closed before the impact ended";
  }
  for (const Hypothesis& hypothesis : incident.hypotheses) {
    if (is_before(hypothesis.settled_at, hypothesis.opened_at)) {
      return handle(hypothesis.number) + " would be settled before it was opened";
    }
  }
  for (const Page& page : incident.pages) {
    if (is_before(page.answered_at, page.opened_at)) {
      return handle(page.number) + " would be answered before it was sent";
    }
  }
  return "";
}

// The new time, and nothing else behind it.
Result<TimedText, Refusal> read_new_time(const Request& request, const NamedEntry& named) {
  const auto timed = read_timed_text(request, named.rest);
  if (!timed) {
    Refusal refusal = timed.error();
    refusal.field = "when";
    return failure(std::move(refusal));
  }
  const std::string number = handle(named.recorded.entry);
  if (!timed->time_written) {
    Refusal refusal = refuse_with_usage(request, k_move, "When did " + number + " happen?");
    refusal.field = "when";
    return failure(std::move(refusal));
  }
  if (!timed->text.empty()) {
    RichText why("Nothing was changed: behind the time stands “" + std::string(timed->text) +
                 "”. move takes a time alone; for the text type ");
    why.code(request.settings.command + " edit " + number + " " + std::string(timed->text));
    return failure(Refusal(why.plain("."), "when"));
  }
  return timed;
}

std::optional<Refusal> refusal_of_time(const Request& request, const NamedEntry& named,
                                       const TimedText& timed, const Event& correction) {
  const std::string number = handle(named.recorded.entry);
  if (timed.at == named.standing.happened_at) {
    return Refusal(number + " is at that time already. Nothing was changed.", "when");
  }
  const std::string now = contradiction(*request.incident);
  const std::string then =
      contradiction(with_correction(*request.incident, named.events, correction));
  if (then.empty() || then == now) return std::nullopt;
  return Refusal("Nothing was changed: with " + number + " at " +
                     spoken_moment(request, timed.at, timed.zone) + ", " + then +
                     ". Check the time, or move the other entry first.",
                 "when");
}

Outcome run_move(const Request& request) {
  const auto named = read_counting_entry(request, k_move);
  if (!named) return failure(named.error());
  const std::string number = handle(named->recorded.entry);
  if (std::holds_alternative<event::Declared>(named->recorded.body)) {
    RichText why(number +
                 " is the declaration: its time is when it was typed. For when the impact "
                 "began type ");
    return failure(Refusal(why.code(request.settings.command + " started WHEN").plain(".")));
  }
  const auto timed = read_new_time(request, *named);
  if (!timed) return failure(timed.error());
  const Moment before = named->standing.happened_at;
  Event correction =
      next_event(*request.incident, event::EntryRetimed{named->recorded.entry, before, timed->at},
                 request.typed.now, request.typed.now, request.typed.user, timed->zone_label);
  if (auto refusal = refusal_of_time(request, *named, *timed, correction)) {
    return failure(std::move(*refusal));
  }
  Answer answer;
  answer.incident = request.incident->number;
  answer.events.push_back(std::move(correction));
  RichText said("Moved ");
  said.bold(number).plain(" to " + spoken_moment(request, timed->at, timed->zone));
  said.plain("; it was at " + spoken_moment(request, before, timed->zone) + ".");
  answer.reply = Reply(said.plain(after_the_end(*request.incident, "correction")));
  return answer;
}

}  // namespace

const Verb k_move = {
    .name = "move",
    .aliases = "",
    .arguments = "En WHEN",
    .purpose = "Corrects when an entry happened.",
    .examples = {"move E12 14:35", "move E3 14:02 UTC"},
    .run = run_move,
};

}  // namespace tocsin
