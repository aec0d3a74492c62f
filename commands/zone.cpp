#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Refusal refuse_unknown(const Request& request) {
  RichText why("I know no time zone “" + std::string(request.arguments) +
               "”. Nothing was changed. Type a name like Europe/Berlin, EST or +02:00.");
  Reply reply(std::move(why));
  for (const std::string& name : similar_zones(request.arguments)) {
    reply.buttons.push_back(
        {name, handle(request.incident->number) + " zone " + name, Button::Style::plain});
  }
  Refusal refusal(std::move(reply));
  refusal.field = "zone";
  return refusal;
}

Outcome run_zone(const Request& request) {
  const Incident& incident = *request.incident;
  if (request.arguments.empty()) {
    return failure(refuse_with_usage(
        request, k_zone,
        "Times of " + handle(incident.number) + " are written in " + incident.zone + "."));
  }
  const auto zone = find_zone(request.arguments);
  if (!zone) return failure(refuse_unknown(request));
  if (zone->label() == incident.zone) {
    return failure(Refusal("The zone of " + handle(incident.number) + " is " + incident.zone +
                           " already. Nothing was changed."));
  }
  const TimedText now{request.typed.now, request.zone, false, "", request.arguments};
  Answer answer = answer_entry(request, event::ZoneChanged{incident.zone, zone->label()}, now);
  answer.reply.paragraphs.front().plain(" The write-up of " + handle(incident.number) +
                                        " will show its times in " + zone->label() + ".");
  return answer;
}

}  // namespace

const Verb k_zone = {
    .name = "zone",
    .aliases = "",
    .arguments = "ZONE",
    .purpose = "Sets the incident's time zone, in which the write-up shows its times.",
    .examples = {"zone Europe/Berlin", "zone EST"},
    .run = run_zone,
};

}  // namespace tocsin
