#include "bot/domain/access.h"
#include "bot/domain/state.h"
#include "commands/alerts.h"
#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::size_t k_most_offered = 10;

std::string line_for(const AlertCard& card) {
  return "attach-alert " + std::to_string(card.number.value);
}

// To which? A button for each incident that goes on.
Answer offer_incidents(const Request& request, const AlertCard& card) {
  Answer answer;
  std::vector<Button>& buttons = answer.reply.buttons;
  for (const Incident& incident : request.reader.active_incidents()) {
    if (!may_see(incident, request.typed.user, request.typed.channel, request.settings.policy)) {
      continue;
    }
    if (buttons.size() == k_most_offered) break;
    const std::string number = handle(incident.number);
    buttons.push_back({number + " " + incident.title, number + " " + line_for(card)});
  }
  RichText text;
  if (buttons.empty()) {
    text.plain("No incident is going on. Declare one of these alerts:");
    buttons.push_back({"Declare an incident", "declare-alert " + std::to_string(card.number.value),
                       Button::Style::primary});
  } else {
    text.plain("To which incident do these alerts belong? To another one: type ");
    text.code(request.settings.command + " INC-7 " + line_for(card)).plain(", with its number.");
  }
  answer.reply.paragraphs.push_back(std::move(text));
  return answer;
}

Outcome run_attach_alert(const Request& request) {
  auto card = read_alert_card(request, k_attach_alert);
  if (!card) return failure(std::move(card.error()));
  if (const auto home = home_of(request, *card)) return failure(refuse_taken_alerts(*home));
  if (!request.incident) return offer_incidents(request, *card);
  if (is_over(request.incident->state)) {
    return failure(refuse_when_over(request, "alerts are attached while an incident goes on"));
  }
  const std::string number = handle(request.incident->number);
  Answer answer;
  answer.incident = request.incident->number;
  attach_alerts(request, *card, *request.incident, answer);
  if (answer.events.empty()) {
    return failure(
        Refusal("These alerts are attached to " + number + " already. Nothing was changed."));
  }
  RichText text("Saved: ");
  const auto shown = static_cast<std::int64_t>(card->alerts.size());
  const std::int64_t all = card->firing + card->ended;
  if (shown < all) {
    text.plain("the card belongs to ").bold(number).plain(". Of its " + std::to_string(all));
    answer.reply = Reply(text.plain(" alerts the " + std::to_string(shown) +
                                    " that it shows are in the timeline, one by one."));
    return answer;
  }
  text.plain(shown == 1 ? "the alert is" : "the alerts are");
  answer.reply = Reply(text.plain(" in the timeline of ").bold(number).plain("."));
  return answer;
}

}  // namespace

const Verb k_attach_alert = {
    .name = "attach-alert",
    .aliases = "",
    .arguments = "CARD",
    .purpose = "Attaches the alerts on a card to an incident.",
    .examples = {"attach-alert 12", "INC-7 attach-alert 12"},
    .needs_incident = false,
    .is_hidden = true,
    .run = run_attach_alert,
};

}  // namespace tocsin
