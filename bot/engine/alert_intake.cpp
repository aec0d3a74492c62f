#include "bot/engine/alert_intake.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin {

namespace {

// What fires again soon after its end is the same trouble, and stays where people talk about it.
constexpr Duration k_same_card_for = std::chrono::minutes(30);

// More new cards than this within a minute, and nobody can read them.
constexpr std::int64_t k_most_single = 5;
constexpr Duration k_single_within = std::chrono::minutes(1);
constexpr Duration k_gathers_for = std::chrono::minutes(10);

bool is_overtaken(const KnownAlert& known, const Alert& alert) {
  return known.alert.said_at && alert.said_at && *alert.said_at < *known.alert.said_at;
}

}  // namespace

// The end of what nobody heard of is nothing to show.
void AlertIntake::take(const Alert& alert) {
  std::optional<KnownAlert> known = store_.known_alert(alert.source, alert.fingerprint);
  if (!known) {
    if (!alert.ended_at) begin(alert, card_for_new(), 1);
    return;
  }
  if (is_overtaken(*known, alert)) return;
  const std::optional<Moment> ended_at = known->alert.ended_at;
  if (alert.ended_at) {
    if (!ended_at) end(std::move(*known), alert);
  } else if (!ended_at) {
    repeat(std::move(*known), alert);
  } else if (now_ - *ended_at < k_same_card_for) {
    touch(known->card);
    begin(alert, known->card, known->reports + 1);
  } else {
    begin(alert, card_for_new(), 1);
  }
}

void AlertIntake::begin(const Alert& alert, AlertCardNumber card, std::int64_t reports) {
  store_.put(KnownAlert{alert, card, reports, now_});
  begun_.push_back({alert, card});
}

void AlertIntake::repeat(KnownAlert known, const Alert& alert) {
  const Moment started_at = std::min(known.alert.started_at, alert.started_at);
  known.alert = alert;
  known.alert.started_at = started_at;
  known.heard_at = now_;
  ++known.reports;
  store_.put(known);
  touch(known.card);
}

// Nothing ends before it began, or in the future, whatever the clock of its source says.
void AlertIntake::end(KnownAlert known, const Alert& alert) {
  const Moment began = known.alert.started_at;
  known.alert.ended_at = std::clamp(*alert.ended_at, began, std::max(began, now_));
  if (alert.said_at) known.alert.said_at = alert.said_at;
  known.heard_at = now_;
  store_.put(known);
  touch(known.card);
  ended_.push_back({std::move(known.alert), known.card});
}

void AlertIntake::touch(AlertCardNumber card) {
  if (!opened_.contains(card)) changed_.insert(card);
}

AlertCardNumber AlertIntake::card_for_new() {
  if (!recent_) {
    recent_ = store_.recent_alert_cards(now_ - k_single_within, now_ - k_gathers_for, now_);
  }
  const bool is_storm = recent_->single >= k_most_single;
  if (is_storm && recent_->gathering) {
    touch(*recent_->gathering);
    return *recent_->gathering;
  }
  const AlertCardNumber card = store_.open_alert_card(is_storm, now_);
  opened_.insert(card);
  if (is_storm) {
    recent_->gathering = card;
  } else {
    ++recent_->single;
  }
  return card;
}

}  // namespace tocsin
