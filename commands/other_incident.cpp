#include "commands/other_incident.h"

#include "bot/domain/incident_name.h"
#include "commands/entry.h"
#include "commands/line.h"

#include <utility>

namespace tocsin {

Refusal refuse_no_such_incident(const Request& request, IncidentNumber number) {
  return Refusal(RichText("There is no " + handle(number) + " that you can see. Type ")
                     .code(request.settings.command + " list")
                     .plain(" for the active ones."),
                 "incident");
}

Result<OtherIncident, Refusal> read_other_incident(const Request& request, const Verb& verb) {
  const FirstWord first = take_word(request.arguments);
  const auto refuse = [&](std::string_view why) {
    Refusal refusal = refuse_with_usage(request, verb, why);
    refusal.field = "incident";
    return failure(std::move(refusal));
  };
  if (first.word.empty()) return refuse("Which other incident? Its number is missing.");
  const auto number = read_incident_name(first.word);
  if (!number) return refuse("“" + std::string(first.word) + "” is no incident's number.");
  if (*number == request.incident->number) {
    return refuse(handle(*number) + " is this incident itself.");
  }
  auto other = request.reader.incident(*number);
  if (!other ||
      !may_see(*other, request.typed.user, request.typed.channel, request.settings.policy)) {
    return failure(refuse_no_such_incident(request, *number));
  }
  return OtherIncident{std::move(*other), first.rest};
}

}  // namespace tocsin
