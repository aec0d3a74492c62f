#include "commands/entry.h"
#include "commands/line.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const auto severity = find_severity(first.word);
  if (!severity) {
    return failure(refuse_with_usage(request, k_severity, "Which severity, 1 to 4?"));
  }
  const Incident& incident = *request.incident;
  if (incident.severity == severity) {
    return failure(Refusal(handle(incident.number) + " is " + std::string(name_of(*severity)) +
                           " already. Nothing was changed."));
  }
  const TimedText now{request.typed.now, request.zone, false, "", first.rest};
  return answer_entry(
      request,
      event::SeverityChanged{incident.severity, *severity, with_names(request, first.rest)}, now);
}

}  // namespace

const Verb k_severity = {
    .name = "sev",
    .aliases = "severity|priority",
    .arguments = "1..4 [REASON]",
    .purpose = "Changes the severity.",
    .examples = {"sev 1 All of Europe is affected", "sev 3"},
    .run = run,
};

}  // namespace tocsin
