#include "commands/alerts.h"

#include "bot/domain/access.h"
#include "bot/domain/state.h"
#include "bot/domain/whole_number.h"
#include "commands/entry.h"
#include "commands/line.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tocsin {

Result<AlertCard, Refusal> read_alert_card(const Request& request, const Verb& verb) {
  const auto number = whole_number(request.arguments);
  if (!number) {
    return failure(refuse_with_usage(request, verb, "Which alert? Use the buttons of its card."));
  }
  std::optional<AlertCard> card = request.reader.alert_card(AlertCardNumber{*number});
  if (card && !card->alerts.empty()) return std::move(*card);
  RichText why("These alerts are too old: I do not keep them any more. To declare, type ");
  why.code(request.settings.command + " declare TITLE").plain(". Nothing was changed.");
  return failure(Refusal(std::move(why)));
}

std::optional<Incident> home_of(const Request& request, const AlertCard& card) {
  if (card.incident.value == 0) return std::nullopt;
  std::optional<Incident> home = request.reader.incident(card.incident);
  const bool counts =
      home && !is_over(home->state) &&
      may_see(*home, request.typed.user, request.typed.channel, request.settings.policy);
  return counts ? std::move(home) : std::nullopt;
}

Refusal refuse_taken_alerts(const Incident& home) {
  const std::string number = handle(home.number);
  RichText why("These alerts belong to ");
  why.bold(number).plain(" " + home.title + " already. Nothing was changed.");
  if (has_channel(home)) why.plain(" Join ").channel(home.channel, home.channel_name).plain(".");
  Reply reply(std::move(why));
  reply.buttons.push_back({"Show " + number, "show " + number, Button::Style::primary});
  return Refusal(std::move(reply));
}

Incident attach_alerts(const Request& request, const AlertCard& card, Incident incident,
                       Answer& answer) {
  const Moment now = request.typed.now;
  const auto add = [&](EventBody body, Moment happened_at) {
    answer.events.push_back(
        next_event(incident, std::move(body), std::min(happened_at, now), now, request.typed.user));
    incident = apply(std::move(incident), answer.events.back());
  };
  for (const Alert& alert : card.alerts) {
    const bool is_attached = std::ranges::any_of(incident.alerts, [&](const AttachedAlert& one) {
      return one.source == alert.source && one.fingerprint == alert.fingerprint && !one.ended_at;
    });
    if (is_attached) continue;
    add(event::AlertAttached{alert.source, alert.fingerprint, alert.title, alert.text, alert.url},
        alert.started_at);
    if (alert.ended_at) {
      add(event::AlertEnded{alert.source, alert.fingerprint, alert.title}, *alert.ended_at);
    }
  }
  return incident;
}

}  // namespace tocsin
