#include "bot/domain/alert_card.h"
#include "commands/alerts.h"
#include "commands/verbs.h"

#include <string>
#include <utility>

namespace tocsin {

namespace {

RichText confirmation(const Request& request, const Incident& declared) {
  const std::string number = handle(declared.number);
  RichText text("Saved ");
  text.bold(number).plain(": " + declared.title + ". You are the lead. Its channel is being made");
  if (!request.settings.announcement_channel.empty()) {
    text.plain(" and announced in #" + request.settings.announcement_channel);
  }
  text.plain(". Severity is not set: type ");
  return text.code(request.settings.command + " " + number + " sev 2").plain(".");
}

// Of several who press at once the first declares; the others are told of that one.
Outcome run_declare_alert(const Request& request) {
  auto card = read_alert_card(request, k_declare_alert);
  if (!card) return failure(std::move(card.error()));
  if (const auto home = home_of(request, *card)) return failure(refuse_taken_alerts(*home));
  Incident incident;
  incident.number = request.reader.next_incident_number();
  event::Declared declared;
  declared.title = title_of(*card);
  declared.zone = request.zone.label();
  Answer answer;
  answer.incident = incident.number;
  answer.events.push_back(next_event(incident, std::move(declared), request.typed.now,
                                     request.typed.now, request.typed.user));
  incident = apply(std::move(incident), answer.events.back());
  answer.reply = Reply(confirmation(request, incident));
  attach_alerts(request, *card, std::move(incident), answer);
  return answer;
}

}  // namespace

const Verb k_declare_alert = {
    .name = "declare-alert",
    .aliases = "",
    .arguments = "CARD",
    .purpose = "Declares an incident of the alerts on a card.",
    .examples = {"declare-alert 12", "declare-alert 7"},
    .needs_incident = false,
    .act = Act::declare,
    .is_hidden = true,
    .run = run_declare_alert,
};

}  // namespace tocsin
