#include "bot/domain/ascii.h"
#include "bot/domain/corrections.h"
#include "bot/domain/incident_name.h"
#include "bot/domain/scenario.h"
#include "commands/line.h"
#include "commands/other_incident.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Outcome declare(const Request& request, const std::string& options) {
  Request declaring = request;
  declaring.arguments = options;
  return k_declare.run(declaring);
}

// Declares the drill and plans what it will show.
Outcome begin(const Request& request, const std::string& options, event::DrillPlanned plan) {
  Outcome outcome = declare(request, options);
  if (!outcome || plan.injects.empty()) return outcome;
  Incident drill;
  drill.number = outcome->incident;
  for (const Event& event : outcome->events) drill = apply(std::move(drill), event);
  const std::size_t count = plan.injects.size();
  outcome->events.push_back(
      next_event(drill, std::move(plan), request.typed.now, request.typed.now, request.typed.user));
  RichText text("This is practice. What happens is shown in its channel, marked “Practice, not ");
  text.plain("real”, " + std::to_string(count) + (count == 1 ? " message" : " messages"));
  text.plain(" in all; resolving, closing or cancelling it stops them.");
  outcome->reply.paragraphs.push_back(std::move(text));
  return outcome;
}

// The practice of a real incident is as private as that one.
Outcome drill_of(const Request& request, IncidentNumber number) {
  const auto incident = request.reader.incident(number);
  if (!incident ||
      !may_see(*incident, request.typed.user, request.typed.channel, request.settings.policy)) {
    return failure(refuse_no_such_incident(request, number));
  }
  std::string options = "drill";
  if (incident->severity) options += " " + std::string(name_of(*incident->severity));
  if (incident->is_private) options += " private";
  return begin(request, options + " -- " + incident->title,
               replay_of(number, standing_events(request.reader.events_of(number))));
}

Outcome drill_of(const Request& request, const Scenario& scenario) {
  const std::string options = "drill " + std::string(name_of(scenario.severity)) + " -- ";
  return begin(request, options + std::string(scenario.title), plan_of(scenario));
}

Answer list(const Request& request) {
  const std::string command = request.settings.command;
  RichText text("A drill is an incident for practice: it has its own channel and write-up, is ");
  text.plain("marked as a drill everywhere, and is in no number. Scenarios:");
  Reply reply;
  for (const Scenario& scenario : scenarios()) {
    text.plain("\n• ").code(command + " drill " + std::string(scenario.name));
    text.plain(" — " + std::string(scenario.title) + ". " + std::string(scenario.purpose));
    reply.buttons.push_back({"Start " + std::string(scenario.name),
                             "drill " + std::string(scenario.name), Button::Style::plain});
  }
  text.plain("\n• ").code(command + " drill INC-7").plain(" — shows again what was seen in INC-7");
  text.plain("\n• ")
      .code(command + " drill Checkout is failing")
      .plain(" — a title of your own; you ");
  text.plain("tell what happens\nEnd it with ").code(command + " close").plain(".");
  reply.paragraphs.push_back(std::move(text));
  Answer answer;
  answer.reply = std::move(reply);
  return answer;
}

Outcome run_drill(const Request& request) {
  if (request.arguments.empty()) return list(request);
  if (const auto number = read_incident_name(request.arguments)) return drill_of(request, *number);
  if (const Scenario* scenario = find_scenario(in_lower_case(request.arguments))) {
    return drill_of(request, *scenario);
  }
  return declare(request, "drill " + std::string(request.arguments));
}

}  // namespace

const Verb k_drill = {
    .name = "drill",
    .aliases = "",
    .arguments = "[SCENARIO|INC-n]",
    .purpose = "Practice, kept out of every number; without words, lists the scenarios.",
    .examples = {"drill", "drill database"},
    .needs_incident = false,
    .act = Act::declare,
    .run = run_drill,
};

}  // namespace tocsin
