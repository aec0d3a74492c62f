#include "commands/status.h"

#include "bot/domain/ascii.h"

#include "commands/describe.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/outlets.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Refusal refuse_over(const Request& request, State to) {
  const Incident& incident = *request.incident;
  RichText why(handle(incident.number) + " is " + std::string(name_of(incident.state)) +
               ": its state does not move any more.");
  const auto& known = to == State::mitigated ? incident.mitigated_at : incident.resolved_at;
  const bool is_end = to == State::mitigated || to == State::resolved;
  if (incident.state == State::closed && is_end && known) {
    why.plain(" It is recorded as " + std::string(name_of(to)) + " at " +
              spoken_moment(request, *known, request.zone) + "; correct that entry with ");
    return Refusal(why.code(request.settings.command + " move En WHEN").plain("."));
  }
  return Refusal(why.plain(" Entries can still be added with log."));
}

// After the closing somebody finds out when the impact was reduced or over, which nobody recorded.
bool may_come_late(const Incident& incident, State to) {
  if (incident.state != State::closed) return false;
  return (to == State::mitigated && !incident.mitigated_at) ||
         (to == State::resolved && !incident.resolved_at);
}

Refusal refuse_without_time(const Request& request, State to) {
  RichText why(handle(request.incident->number) + " is closed already. When was it ");
  why.plain(std::string(name_of(to)) + "? Type ");
  why.code(request.settings.command + " " + std::string(name_of(to)) + " 17:30");
  return Refusal(why.plain("."), "when");
}

// What the write-up cannot say yet; shown when the impact is over, while people still remember.
std::vector<std::string> missing_facts(const Incident& after) {
  std::vector<std::string> missing;
  if (!after.started_at) missing.push_back("when it began: started WHEN");
  if (!after.detected_at) missing.push_back("how it was noticed: detected [WHEN] TEXT");
  if (after.impact.empty()) missing.push_back("who was affected: impact TEXT");
  if (after.causes.empty()) missing.push_back("why it happened: cause TEXT");
  return missing;
}

// Empty when nothing is missing.
RichText lacking(const Incident& after) {
  RichText text;
  for (const std::string& fact : missing_facts(after)) {
    if (text.empty()) text.plain("The write-up still lacks:");
    text.plain("\n• " + fact);
  }
  return text;
}

void add_missing_facts(const Incident& after, Reply& reply) {
  RichText text = lacking(after);
  if (!text.empty()) reply.paragraphs.push_back(std::move(text));
}

Outcome run_status(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  if (first.word.empty()) {
    Answer answer;
    answer.reply = describe_incident(request, *request.incident);
    return answer;
  }
  const Verb* verb = find_verb(in_lower_case(first.word));
  for (const Verb* state_verb :
       {&k_investigating, &k_identified, &k_monitoring, &k_mitigated, &k_resolve}) {
    if (verb == state_verb) {
      Request inner = request;
      inner.arguments = first.rest;
      return state_verb->run(inner);
    }
  }
  RichText why("“" + std::string(first.word) + "” is no state. Type ");
  why.code(request.settings.command + " status " + std::string(k_status.arguments)).plain(".");
  return failure(Refusal(std::move(why)));
}

Form status_form(const Request& request) {
  FormField state;
  state.name = "state";
  state.label = "State";
  state.kind = FormField::Kind::choice;
  state.choices = {{"investigating", "Investigating: the cause is not known"},
                   {"identified", "Identified: the cause is known"},
                   {"monitoring", "Monitoring: a remedy is in place"},
                   {"mitigated", "Mitigated: users are no longer hurt"},
                   {"resolved", "Resolved: the impact is over"}};
  state.initial = name_of(request.incident->state);
  return make_form(request, k_status, "Status", "Save",
                   {std::move(state), optional(text_field("What is new?")), when_field()});
}

std::string status_arguments(const FilledForm& form) {
  const std::string rest = when_and_text(form);
  return rest.empty() ? value_of(form, "state") : value_of(form, "state") + " " + rest;
}

Form resolve_form(const Request& request) {
  Form form = make_form(request, k_resolve, "Resolve", "Resolve",
                        {when_field("When the impact ended. Empty: now. Or 17:30, 2:05pm EST, "
                                    "10m ago."),
                         optional(text_field("What ended it?"))});
  form.introduction = lacking(*request.incident);
  return form;
}

Form mitigated_form(const Request& request) {
  return make_form(request, k_mitigated, "Mitigated", "Save",
                   {when_field("When users were no longer hurt. Empty: now. Or 16:00, 2:05pm EST, "
                               "10m ago."),
                    optional(text_field("What helped?"))});
}

Outcome run_investigating(const Request& request) {
  return move_state(request, State::investigating);
}
Outcome run_identified(const Request& request) { return move_state(request, State::identified); }
Outcome run_monitoring(const Request& request) { return move_state(request, State::monitoring); }
Outcome run_mitigated(const Request& request) { return move_state(request, State::mitigated); }
Outcome run_resolve(const Request& request) { return move_state(request, State::resolved); }

}  // namespace

Outcome move_state(const Request& request, State to) {
  const Incident& incident = *request.incident;
  const bool ends_impact = to == State::mitigated || to == State::resolved;
  if (is_over(incident.state) && !may_come_late(incident, to)) {
    return failure(refuse_over(request, to));
  }
  const auto timed = read_timed_text(request, request.arguments);
  if (!timed) return failure(timed.error());
  if (is_over(incident.state) && !timed->time_written) {
    return failure(refuse_without_time(request, to));
  }
  if (incident.state == to && !timed->time_written && timed->text.empty()) {
    return failure(Refusal(handle(incident.number) + " is " + std::string(name_of(to)) +
                           " already. Nothing was changed."));
  }
  if (ends_impact && incident.started_at && timed->at < *incident.started_at) {
    RichText why("That is before the impact began (" +
                 spoken_moment(request, *incident.started_at, timed->zone) +
                 "). Check the time, or correct the beginning with started.");
    return failure(Refusal(std::move(why), "when"));
  }
  Answer answer = answer_entry(
      request, event::StateMoved{incident.state, to, with_names(request, timed->text)}, *timed);
  if (is_over(incident.state)) return answer;
  if (const State state = apply(incident, answer.events.back()).state; state != to) {
    answer.reply.paragraphs.front().plain(" " + handle(incident.number) + " stays ");
    answer.reply.paragraphs.front().bold(name_of(state)).plain(", which it became later.");
    return answer;
  }
  answer.reply.paragraphs.front().plain(" " + handle(incident.number) + " is now ");
  answer.reply.paragraphs.front().bold(name_of(to)).plain(".");
  if (to == State::resolved) {
    answer.reply.paragraphs.front().plain(resolved_there(request, incident));
    add_missing_facts(apply(incident, answer.events.back()), answer.reply);
    answer.reply.buttons.push_back({"Close and post the write-up",
                                    handle(incident.number) + " close", Button::Style::primary});
    answer.timers.push_back({incident.number, TimerKind::remind_to_close, 0,
                             request.typed.now + std::chrono::hours(24)});
  }
  return answer;
}

const Verb k_status = {
    .name = "status",
    .aliases = "",
    .arguments = "[investigating|identified|monitoring|mitigated|resolved] [WHEN] [TEXT]",
    .purpose =
        "Moves the state; each state is also a verb of its own. Without one, shows the card.",
    .examples = {"status identified It is the payment gateway", "status mitigated 16:00"},
    .form = status_form,
    .run = run_status,
    .arguments_of = status_arguments,
};

const Verb k_investigating = {
    .name = "investigating",
    .aliases = "",
    .arguments = "[WHEN] [TEXT]",
    .purpose = "State: we are looking for the cause.",
    .examples = {"investigating", "investigating The errors are back"},
    .run = run_investigating,
};

const Verb k_identified = {
    .name = "identified",
    .aliases = "",
    .arguments = "[WHEN] [TEXT]",
    .purpose = "State: the cause is known.",
    .examples = {"identified It is the payment gateway", "identified 15:20"},
    .run = run_identified,
};

const Verb k_monitoring = {
    .name = "monitoring",
    .aliases = "",
    .arguments = "[WHEN] [TEXT]",
    .purpose = "State: a remedy is in place and is being watched.",
    .examples = {"monitoring", "monitoring 15:45 New pool size is live"},
    .run = run_monitoring,
};

const Verb k_mitigated = {
    .name = "mitigated",
    .aliases = "mitigate|mit",
    .arguments = "[WHEN] [TEXT]",
    .purpose = "State: users are no longer hurt, the repair goes on.",
    .examples = {"mitigated 16:00 Traffic moved away", "mitigated"},
    .form = mitigated_form,
    .run = run_mitigated,
    .arguments_of = when_and_text,
};

const Verb k_resolve = {
    .name = "resolve",
    .aliases = "resolved|fixed",
    .arguments = "[WHEN] [TEXT]",
    .purpose = "The impact is over. Shows what the write-up still lacks.",
    .examples = {"resolve", "resolve 17:30 Error rate is back to normal"},
    .form = resolve_form,
    .run = run_resolve,
    .arguments_of = when_and_text,
};

}  // namespace tocsin
