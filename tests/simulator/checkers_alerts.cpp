#include "tests/simulator/checkers.h"

#include <map>

namespace tocsin::simulator {

namespace {

std::string shown_on(World& world, const AlertCard& card) {
  for (const auto* message : world.workspace().messages_of_app(card.channel)) {
    if (message->ts == card.ts) return message->text() + message->blocks();
  }
  return "";
}

}  // namespace

Findings alerts_are_on_one_card_each_as_they_are(World& world) {
  Findings findings;
  std::map<std::string, AlertCardNumber> messages;
  for (const std::string& fingerprint : world.taken_alerts()) {
    const auto known = world.store().known_alert("alertmanager", fingerprint);
    if (!known) {
      findings.push_back(fingerprint + " was called saved and is not");
      continue;
    }
    const auto card = world.store().alert_card(known->card);
    if (!card || card->ts.empty()) {
      findings.push_back(fingerprint + " is on no message");
      continue;
    }
    const auto [other, is_new] = messages.emplace(card->ts.value, card->number);
    if (!is_new && other->second != card->number) {
      findings.push_back("one message for two cards: " + card->ts.value);
    }
    const std::string shown = shown_on(world, *card);
    if (shown.empty()) findings.push_back("the message of " + fingerprint + " is not there");
    if (card->gathers) {
      const std::string counts =
          std::to_string(card->ended) + (card->ended == 1 ? " has ended." : " have ended.");
      if (shown.find(counts) == std::string::npos) {
        findings.push_back("a card of many is not up to date: " + shown);
      }
      continue;
    }
    const std::string state = known->alert.ended_at ? "Ended: " : "Firing: ";
    const std::string title = "Trouble with " + fingerprint + ";";
    if (shown.find(state) == std::string::npos || shown.find(title) == std::string::npos) {
      findings.push_back(fingerprint + " is shown as something else: " + shown);
    }
  }
  return findings;
}

Findings alerts_belong_to_the_incidents_that_their_cards_name(World& world) {
  Findings findings;
  for (const std::string& fingerprint : world.taken_alerts()) {
    const auto known = world.store().known_alert("alertmanager", fingerprint);
    const auto card = known ? world.store().alert_card(known->card) : std::nullopt;
    if (!card || card->incident.value == 0 || card->gathers) continue;
    const auto incident = world.store().incident(card->incident);
    if (!incident || is_over(incident->state)) continue;
    const std::string shown = shown_on(world, *card);
    const bool says_so = shown.find(handle(card->incident)) != std::string::npos;
    if (!says_so && !incident->is_private) {
      findings.push_back("the card of " + fingerprint + " does not name its incident: " + shown);
    }
    if (shown.find("declare-alert") != std::string::npos) {
      findings.push_back("the card of " + fingerprint + " still offers to declare");
    }
  }
  return findings;
}

}  // namespace tocsin::simulator
