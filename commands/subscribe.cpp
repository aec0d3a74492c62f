#include "commands/entry.h"
#include "commands/over.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

Answer change(const Request& request, bool is_subscribed, RichText said) {
  const Incident& incident = *request.incident;
  const bool was =
      std::ranges::find(incident.subscribers, request.typed.user) != incident.subscribers.end();
  Answer answer;
  answer.reply = Reply(std::move(said));
  if (was == is_subscribed) return answer;
  answer.incident = incident.number;
  answer.events.push_back(next_event(incident, event::SubscriptionChanged{is_subscribed},
                                     request.typed.now, request.typed.now, request.typed.user));
  return answer;
}

Outcome run_subscribe(const Request& request) {
  if (!request.arguments.empty()) {
    return failure(refuse_with_usage(
        request, k_subscribe, "Subscribe takes nothing more: it is you who gets the updates."));
  }
  if (auto over = refusal_when_over(request, "there will be no more updates")) {
    return failure(std::move(*over));
  }
  RichText said("You get the updates of ");
  said.bold(handle(request.incident->number)).plain(" by direct message. To end that, type ");
  said.code(request.settings.command + " " + handle(request.incident->number) + " unsubscribe");
  return change(request, true, std::move(said.plain(".")));
}

Outcome run_unsubscribe(const Request& request) {
  if (!request.arguments.empty()) {
    return failure(refuse_with_usage(request, k_unsubscribe,
                                     "Unsubscribe takes nothing more: it is about you."));
  }
  RichText said("You get no updates of ");
  said.bold(handle(request.incident->number)).plain(" by direct message.");
  return change(request, false, std::move(said));
}

}  // namespace

const Verb k_subscribe = {
    .name = "subscribe",
    .aliases = "",
    .arguments = "",
    .purpose = "You get the updates by direct message.",
    .examples = {"subscribe", "INC-7 subscribe"},
    .run = run_subscribe,
};

const Verb k_unsubscribe = {
    .name = "unsubscribe",
    .aliases = "",
    .arguments = "",
    .purpose = "No more updates by direct message.",
    .examples = {"unsubscribe", "INC-7 unsubscribe"},
    .run = run_unsubscribe,
};

}  // namespace tocsin
