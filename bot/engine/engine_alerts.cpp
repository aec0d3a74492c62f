// Engine, what monitoring systems report: alerts come onto cards, into the incidents that they
// belong to, and by a rule of the operator's they declare one.

#include "bot/domain/hook.h"
#include "bot/domain/zone.h"
#include "bot/engine/alert_intake.h"
#include "bot/engine/engine.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::string_view k_alert_channel = "alert_channel";  // setting, stored
constexpr std::size_t k_most_attached = 50;                    // to one incident by themselves

// `alert`: an Alert or an AttachedAlert.
const AttachedAlert* find_attached(const Incident& incident, const auto& alert) {
  const auto found = std::ranges::find_if(incident.alerts, [&](const AttachedAlert& one) {
    return one.source == alert.source && one.fingerprint == alert.fingerprint;
  });
  return found == incident.alerts.end() ? nullptr : &*found;
}

}  // namespace

void Engine::know_alert_channel(const input::AlertChannel& found) {
  store_.put_setting(k_alert_channel, found.channel.value);
  outbox_.know_alert_channel(found.channel);
}

// What the last start has found; until it is looked for again.
void Engine::recall_alert_channel() {
  const auto channel = store_.setting(k_alert_channel);
  if (channel && !channel->empty()) outbox_.know_alert_channel(ChannelId{*channel});
}

void Engine::take_alerts(const input::Alerts& reported, Now now, Effects& effects) {
  const bool has_key = !reported.key.empty();
  if (!has_key || !was_handled(reported.key, "")) {
    if (has_key) remember(reported.key, "", Reply(), now);
    put_on_cards(reported.alerts, now);
  }
  if (reported.token != 0) effects.acks.push_back({reported.token, true, false, {}});
}

void Engine::put_on_cards(const std::vector<Alert>& alerts, Now now) {
  AlertIntake intake(store_, now.wall);
  for (const Alert& alert : alerts) intake.take(alert);
  for (const AlertCardNumber card : intake.opened()) {
    outbox_.add({}, delivery::PostAlerts{card}, now);
  }
  for (const AlertCardNumber card : intake.changed()) {
    // Not posted yet, or Slack has refused it.
    const auto known = store_.bare_alert_card(card);
    if (known && known->ts.empty()) outbox_.add({}, delivery::PostAlerts{card}, now);
    outbox_.add({}, delivery::EditAlerts{card}, now);
  }
  if (!intake.ended().empty()) end_attached(intake.ended(), now);
  if (!intake.begun().empty()) attach_by_themselves(intake.begun(), now);
}

void Engine::end_attached(const std::vector<AlertIntake::Taken>& ended, Now now) {
  for (const Incident& incident : record_.active_incidents()) {
    if (incident.alerts.empty()) continue;
    for (const AlertIntake::Taken& one : ended) {
      const AttachedAlert* attached = find_attached(incident, one.alert);
      if (attached == nullptr || attached->ended_at) continue;
      note(incident.number,
           event::AlertEnded{one.alert.source, one.alert.fingerprint, attached->title},
           one.alert.ended_at.value_or(now.wall), UserId{}, now);
    }
  }
}

// What fires again belongs where it belonged, as long as that incident is not over. What is new may
// meet a rule: those of one report that meet the same one are one incident, and so is a storm.
void Engine::attach_by_themselves(const std::vector<AlertIntake::Taken>& begun, Now now) {
  const std::vector<Incident> active = record_.active_incidents();
  std::map<const AlertRule*, IncidentNumber> declared;
  for (const AlertIntake::Taken& one : begun) {
    const auto home = std::ranges::find_if(active, [&](const Incident& incident) {
      return find_attached(incident, one.alert) != nullptr;
    });
    if (home != active.end()) {
      attach(home->number, one.alert, now);
      continue;
    }
    const AlertRule* rule = rule_for(one.alert, settings_.alert_rules);
    if (rule == nullptr) continue;
    IncidentNumber& incident = declared[rule];
    if (incident.value == 0) incident = incident_of_storm(one.card);
    if (incident.value == 0) incident = declare_by_rule(*rule, one.alert, now);
    attach(incident, one.alert, now);
  }
}

IncidentNumber Engine::incident_of_storm(AlertCardNumber number) const {
  const auto card = store_.bare_alert_card(number);
  if (!card || !card->gathers || card->incident.value == 0) return {};
  const auto incident = record_.incident(card->incident);
  return incident && !is_over(incident->state) ? card->incident : IncidentNumber{};
}

// Nobody is made its lead: the channel is asked for one.
IncidentNumber Engine::declare_by_rule(const AlertRule& rule, const Alert& alert, Now now) {
  Incident incident;
  incident.number = record_.next_incident_number();
  event::Declared declared;
  declared.title = alert.title;
  declared.severity = rule.severity;
  declared.is_private = rule.is_private;
  declared.zone = find_zone(settings_.commands.zone).value_or(Zone{}).label();
  const IncidentNumber number = incident.number;
  record(number, next_event(incident, std::move(declared), now.wall, now.wall, UserId{}), now);
  RichText text("A rule has declared this because of an alert of " + alert.source +
                ". Nobody leads it yet. To take it, type ");
  text.code(settings_.commands.command + " join lead").plain(".");
  outbox_.add(number, delivery::Say{std::move(text)}, now);
  return number;
}

void Engine::attach(IncidentNumber number, const Alert& alert, Now now) {
  const auto incident = record_.incident(number);
  if (!incident) return;
  const bool is_known = find_attached(*incident, alert) != nullptr;
  if (!is_known && incident->alerts.size() >= k_most_attached) return;
  note(number,
       event::AlertAttached{alert.source, alert.fingerprint, alert.title, alert.text, alert.url},
       std::min(alert.started_at, now.wall), UserId{}, now);
}

// Cards show which incident their alerts belong to, and offer to declare one once that is over.
void Engine::follow_alerts(const Incident& before, const Incident& after, Now now) {
  std::set<AlertCardNumber> cards;
  const auto give_to = [&](IncidentNumber owner, const AttachedAlert& alert) {
    const auto known = store_.known_alert(alert.source, alert.fingerprint);
    if (!known) return;
    store_.put_incident(known->card, owner);
    cards.insert(known->card);
  };
  if (before.alerts != after.alerts) {
    for (const AttachedAlert& alert : before.alerts) {
      if (find_attached(after, alert) == nullptr) give_to({}, alert);
    }
    for (const AttachedAlert& alert : after.alerts) {
      const AttachedAlert* earlier = find_attached(before, alert);
      const bool is_new = earlier == nullptr || (earlier->ended_at && !alert.ended_at);
      if (is_new) give_to(after.number, alert);
    }
  }
  if (is_over(before.state) != is_over(after.state)) {
    for (const AlertCardNumber card : store_.alert_cards_of(after.number)) cards.insert(card);
  }
  for (const AlertCardNumber card : cards) outbox_.add({}, delivery::EditAlerts{card}, now);
}

void Engine::learn_of_alerts(const fact::AlertsPosted& posted, Now now) {
  store_.put_place(posted.card, posted.channel, posted.ts);
  if (posted.ts.empty()) outbox_.add({}, delivery::PostAlerts{posted.card}, now);
}

}  // namespace tocsin
