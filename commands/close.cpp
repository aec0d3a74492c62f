#include "bot/domain/ascii.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/status.h"
#include "commands/verbs.h"
#include "commands/writeup_owner.h"

#include <utility>

namespace tocsin {

namespace {

// In the button's line; on old buttons too.
constexpr std::string_view k_resolved_word = "resolved";
constexpr std::string_view k_resolved_now = "resolved now";

// First `close` of an incident whose impact is not over: ask, and remember that we asked. What was
// typed behind it is kept at once, because nobody types it a second time.
Answer ask_for_the_end(const Request& request) {
  const Incident& incident = *request.incident;
  const std::string number = handle(incident.number);
  Answer answer;
  answer.incident = incident.number;
  const auto add = [&](EventBody body) -> const Event& {
    return answer.events.emplace_back(next_event(incident, std::move(body), request.typed.now,
                                                 request.typed.now, request.typed.user));
  };
  add(event::CloseAsked{});
  RichText text(number + " is not resolved yet. When did the impact end? Press a button, type ");
  text.code(request.settings.command + " " + number + " close resolved 14:35");
  text.plain(", or type close again to close it with the end unknown.");
  if (const std::string_view typed = trim(request.arguments); !typed.empty()) {
    const Event& logged = add(event::Logged{with_names(request, typed)});
    text.plain(" What you typed is saved as " + handle(logged.entry) + ".");
  }
  answer.reply = Reply(std::move(text));
  answer.reply.buttons = {
      {"Resolved now", number + " close resolved now", Button::Style::primary},
      {"Resolved at …", number + " help resolve", Button::Style::plain},
  };
  return answer;
}

// Nothing when nobody is asked for the write-up, or when it has no owner.
const event::WriteupAssigned* find_assigned(const Answer& answer) {
  for (const Event& event : answer.events) {
    const auto* assigned = std::get_if<event::WriteupAssigned>(&event.body);
    if (assigned != nullptr && !assigned->owner.empty()) return assigned;
  }
  return nullptr;
}

// Everything that closing adds, after the (possibly just resolved) incident.
void add_closing(const Request& request, const Incident& incident, std::string_view text,
                 Answer& answer) {
  if (auto assigned = assigned_at_close(request, incident)) {
    answer.events.push_back(next_event(incident, std::move(*assigned), request.typed.now,
                                       request.typed.now, request.typed.user));
  }
  Event closed = next_event(
      incident, event::Closed{with_names(request, text), incident.state == State::resolved},
      request.typed.now, request.typed.now, request.typed.user);
  RichText said("Closed ");
  said.bold(handle(incident.number)).plain(" with " + handle(closed.entry) + " at ");
  said.plain(spoken_moment(request, request.typed.now, request.zone));
  said.plain(incident.state == State::resolved ? "." : "; the end of the impact is unknown.");
  said.plain(" The write-up is being posted in its channel.");
  if (const auto* assigned = find_assigned(answer)) {
    said.plain(" It is ");
    if (assigned->owner == request.typed.user) {
      said.plain("yours");
    } else {
      said.user(assigned->owner).plain("'s");
    }
    said.plain(", to be published by ");
    said.date_and_clock(*assigned->review_by,
                        spoken_moment(request, *assigned->review_by, request.zone));
    said.plain(".");
  }
  answer.events.push_back(std::move(closed));
  answer.reply.paragraphs.push_back(std::move(said));
  answer.reply.buttons.clear();
}

Outcome run_close(const Request& request) {
  const Incident& incident = *request.incident;
  if (is_over(incident.state)) {
    return failure(Refusal(handle(incident.number) + " is " + std::string(name_of(incident.state)) +
                           " already. Nothing was changed."));
  }
  const FirstWord first = take_word(request.arguments);
  if (incident.state != State::resolved && in_lower_case(first.word) == k_resolved_word) {
    Request resolving = request;
    resolving.arguments = first.rest;
    Outcome resolved = move_state(resolving, State::resolved);
    if (!resolved) return resolved;
    resolved->timers.clear();  // nothing to remind of: it is closed in the same breath
    const Incident after = apply(incident, resolved->events.back());
    resolved->reply.paragraphs.resize(1);
    add_closing(request, after, "", *resolved);
    return resolved;
  }
  if (incident.state != State::resolved && !incident.close_asked) return ask_for_the_end(request);
  // The old button, pressed after the incident was resolved in another way: its words are no text.
  const bool is_button = in_lower_case(request.arguments) == k_resolved_now;
  Answer answer;
  answer.incident = incident.number;
  add_closing(request, incident, is_button ? "" : request.arguments, answer);
  return answer;
}

}  // namespace

const Verb k_close = {
    .name = "close",
    .aliases = "end|finish",
    .arguments = "[TEXT]",
    .purpose = "Closes the incident and posts the write-up.",
    .examples = {"close", "close All clear, follow-ups are noted"},
    .act = Act::close,
    .run = run_close,
};

}  // namespace tocsin
