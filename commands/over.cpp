#include "commands/over.h"

#include <string>

namespace tocsin {

std::optional<Refusal> refusal_when_over(const Request& request, std::string_view what_was_not) {
  const Incident& incident = *request.incident;
  if (!is_over(incident.state)) return std::nullopt;
  const std::string number = handle(incident.number);
  RichText why(number + " is " + std::string(name_of(incident.state)) + ", so " +
               std::string(what_was_not) + ". If it goes on, type ");
  why.code(request.settings.command + " " + number + " reopen REASON");
  why.plain(" first; to add to its record, use ");
  why.code(request.settings.command + " " + number + " log TEXT").plain(".");
  return Refusal(std::move(why));
}

}  // namespace tocsin
