#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/other_incident.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

bool knows(const Incident& incident, IncidentNumber other) {
  return std::ranges::find(incident.related, other) != incident.related.end();
}

Event linked(const Request& request, const Incident& incident, IncidentNumber other) {
  return next_event(incident, event::Linked{other}, request.typed.now, request.typed.now,
                    request.typed.user);
}

// Of a private and an open incident, only the private one may name the other.
Answer link_privately(const Request& request, const Incident& other) {
  const Incident& incident = *request.incident;
  const Incident& hidden = incident.is_private ? incident : other;
  const Incident& open = incident.is_private ? other : incident;
  Answer answer;
  answer.incident = incident.number;
  Event event = linked(request, hidden, open.number);
  RichText said("Saved " + handle(event.entry) + " in ");
  said.bold(handle(hidden.number))
      .plain(": related to " + handle(open.number) + ". Nothing is said in ");
  said.plain(handle(open.number) + ", because " + handle(hidden.number) + " is private.");
  if (incident.is_private) {
    answer.events.push_back(std::move(event));
  } else {
    answer.elsewhere.push_back({hidden.number, std::move(event)});
  }
  answer.reply = Reply(std::move(said));
  return answer;
}

Outcome run_link(const Request& request) {
  const auto other = read_other_incident(request, k_link);
  if (!other) return failure(other.error());
  const Incident& incident = *request.incident;
  const IncidentNumber number = other->incident.number;
  if (!other->rest.empty()) {
    return failure(refuse_with_usage(request, k_link,
                                     "Only one incident can be linked at a time, without a text."));
  }
  if (knows(incident, number) || knows(other->incident, incident.number)) {
    return failure(Refusal(handle(incident.number) + " and " + handle(number) +
                           " are linked already. Nothing was changed."));
  }
  if (incident.is_private && other->incident.is_private) {
    return failure(Refusal(
        "Both incidents are private, and a link would show each to the people of the other. "
        "Nothing was changed. If that is wanted, write it with log."));
  }
  if (incident.is_private || other->incident.is_private) {
    return link_privately(request, other->incident);
  }
  Answer answer;
  answer.incident = incident.number;
  answer.events.push_back(linked(request, incident, number));
  answer.elsewhere.push_back({number, linked(request, other->incident, incident.number)});
  RichText said("Saved ");
  said.bold(handle(answer.events.back().entry)).plain(": " + handle(incident.number) + " and ");
  said.plain(handle(number) + " are linked, on both cards.");
  answer.reply = Reply(std::move(said));
  return answer;
}

Form link_form(const Request& request) {
  FormField other;
  other.name = "incident";
  other.label = "Which incident is like this one?";
  other.hint = "INC-12, or its number.";
  other.longest = 40;
  return make_form(request, k_link, "Link", "Save", {std::move(other)});
}

std::string link_arguments(const FilledForm& form) { return value_of(form, "incident"); }

}  // namespace

const Verb k_link = {
    .name = "link",
    .aliases = "",
    .arguments = "INC-n",
    .purpose = "Relates two incidents.",
    .examples = {"link INC-12", "INC-7 link INC-12"},
    .form = link_form,
    .run = run_link,
    .arguments_of = link_arguments,
};

}  // namespace tocsin
