#include "commands/entry.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

Outcome run_title(const Request& request) {
  if (request.arguments.empty()) {
    return failure(refuse_with_usage(request, k_title, "The new title is missing."));
  }
  const TimedText now{request.typed.now, request.zone, false, "", request.arguments};
  return answer_entry(
      request, event::TitleChanged{request.incident->title, with_names(request, request.arguments)},
      now);
}

}  // namespace

const Verb k_title = {
    .name = "title",
    .aliases = "rename|retitle",
    .arguments = "TEXT",
    .purpose = "Gives the incident a new title.",
    .examples = {"title Checkout and refunds are failing", "title Payments down in Europe"},
    .run = run_title,
};

}  // namespace tocsin
