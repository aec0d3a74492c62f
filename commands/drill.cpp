#include "commands/line.h"
#include "commands/other_incident.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome declare(const Request& request, const std::string& options) {
  Request declaring = request;
  declaring.arguments = options;
  return k_declare.run(declaring);
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
  return declare(request, options + " -- " + incident->title);
}

Outcome run(const Request& request) {
  if (!request.arguments.empty()) {
    if (const auto number = read_incident_name(request.arguments)) {
      return drill_of(request, *number);
    }
    return declare(request, "drill " + std::string(request.arguments));
  }
  RichText text("A drill is an incident for practice: it has its own channel and write-up, is ");
  text.plain("marked as a drill everywhere, and is in no number. To start one, type ");
  text.code(request.settings.command + " drill Checkout is failing").plain("; to replay one, ");
  text.code(request.settings.command + " drill INC-7").plain(". End it with ");
  text.code(request.settings.command + " close").plain(".");
  Answer answer;
  answer.reply = Reply(std::move(text));
  return answer;
}

}  // namespace

const Verb k_drill = {
    .name = "drill",
    .aliases = "",
    .arguments = "[SCENARIO|INC-n]",
    .purpose = "Practice; kept out of every number.",
    .examples = {"drill", "drill Checkout is failing"},
    .needs_incident = false,
    .act = Act::declare,
    .run = run,
};

}  // namespace tocsin
