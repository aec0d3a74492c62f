// Alerts and the cards that show them.

#include "tests/storage/conformance.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin {

namespace {

KnownAlert alert_on(AlertCardNumber card, const std::string& fingerprint, Moment started_at) {
  KnownAlert known;
  known.alert.source = "alertmanager";
  known.alert.fingerprint = fingerprint;
  known.alert.title = "Disk full";
  known.alert.started_at = started_at;
  known.card = card;
  known.heard_at = started_at;
  return known;
}

void keeps_alerts(TestRecord& record) {
  auto store = record.open();
  std::vector<KnownAlert> alerts;
  committed(*store, [&] {
    const AlertCardNumber card = store->open_alert_card(false, minute(0));
    for (const std::string& text : hard_texts()) {
      KnownAlert known = alert_on(card, "f" + text, minute(1));
      known.alert.title = text;
      known.alert.text = text;
      known.alert.url = text;
      known.alert.labels = {{text, text}, {"severity", "critical"}};
      if (alerts.size() % 2 == 0) known.alert.ended_at = minute(2);
      if (alerts.size() % 3 == 0) known.alert.said_at = minute(3);
      known.reports = static_cast<std::int64_t>(alerts.size()) + 1;
      alerts.push_back(known);
      store->put(known);
    }
  });
  store.reset();
  store = record.open();
  for (const KnownAlert& known : alerts) {
    CHECK(store->known_alert("alertmanager", known.alert.fingerprint) == known);
  }
  CHECK_FALSE(store->known_alert("grafana", alerts.front().alert.fingerprint));
  CHECK_FALSE(store->known_alert("alertmanager", "other"));
  KnownAlert again = alerts.front();
  again.alert.title = "Disk fuller";
  again.reports = 7;
  committed(*store, [&] { store->put(again); });
  CHECK(store->known_alert("alertmanager", again.alert.fingerprint) == again);
}

void knows_an_alert_by_its_latest_card(TestRecord& record) {
  auto store = record.open();
  AlertCardNumber first;
  AlertCardNumber second;
  committed(*store, [&] {
    first = store->open_alert_card(false, minute(0));
    second = store->open_alert_card(false, minute(90));
    KnownAlert ended = alert_on(first, "f1", minute(0));
    ended.alert.ended_at = minute(5);
    store->put(alert_on(second, "f1", minute(90)));
    store->put(ended);
  });
  CHECK(first < second);
  CHECK(store->known_alert("alertmanager", "f1") == alert_on(second, "f1", minute(90)));
  CHECK(store->alert_card(first)->ended == 1);
  CHECK(store->alert_card(second)->firing == 1);
}

void shows_what_is_on_a_card(TestRecord& record) {
  auto store = record.open();
  AlertCardNumber number;
  committed(*store, [&] {
    number = store->open_alert_card(true, minute(0));
    for (int i = 0; i < 30; ++i) {
      KnownAlert known = alert_on(number, "f" + std::to_string(i), minute(i));
      known.alert.labels = {{"pod", std::to_string(i)}, {"team", i < 20 ? "search" : "web"}};
      known.reports = 2;
      if (i >= 12) known.alert.ended_at = minute(100);
      store->put(known);
    }
  });
  const auto card = store->alert_card(number);
  REQUIRE(card);
  CHECK(card->gathers);
  CHECK(card->opened_at == minute(0));
  CHECK(card->firing == 12);
  CHECK(card->ended == 18);
  CHECK(card->repeats == 30);
  REQUIRE(card->alerts.size() == k_most_alerts_shown);
  CHECK(card->alerts.front().fingerprint == "f11");
  CHECK(std::ranges::none_of(card->alerts, [](const Alert& a) { return a.ended_at.has_value(); }));
  CHECK(card->labels == std::vector<LabelCount>{{"team=search", 20}, {"team=web", 10}});
  CHECK_FALSE(store->alert_card({number.value + 1}));
}

void keeps_where_a_card_is_and_whose(TestRecord& record) {
  auto store = record.open();
  AlertCardNumber card;
  committed(*store, [&] {
    store->put(small_incident(1));
    card = store->open_alert_card(false, minute(0));
    store->put_place(card, {"C1"}, {"1731679200.000100"});
    store->put_incident(card, {1});
  });
  store.reset();
  store = record.open();
  const auto kept = store->alert_card(card);
  REQUIRE(kept);
  CHECK(kept->channel == ChannelId{"C1"});
  CHECK(kept->ts == MessageTs{"1731679200.000100"});
  CHECK(kept->incident == IncidentNumber{1});
  CHECK(store->alert_cards_of({1}) == std::vector{card});
  CHECK(store->alert_cards_of({2}).empty());
  committed(*store, [&] { store->put_place(card, {}, {}); });
  CHECK(store->alert_card(card)->ts.empty());
}

void counts_recent_cards(TestRecord& record) {
  auto store = record.open();
  AlertCardNumber gathering;
  committed(*store, [&] {
    for (int i = 0; i < 5; ++i) store->open_alert_card(false, minute(i));
    store->open_alert_card(true, minute(1));
    gathering = store->open_alert_card(true, minute(3));
    store->open_alert_card(true, minute(50));
  });
  const auto recent = store->recent_alert_cards(minute(2), minute(0), minute(4));
  CHECK(recent.single == 2);
  CHECK(recent.gathering == gathering);
  CHECK_FALSE(store->recent_alert_cards(minute(2), minute(3), minute(4)).gathering);
}

void forgets_old_alerts_and_their_cards(TestRecord& record) {
  auto store = record.open();
  AlertCardNumber old_card;
  AlertCardNumber kept_card;
  committed(*store, [&] {
    old_card = store->open_alert_card(false, minute(0));
    kept_card = store->open_alert_card(false, minute(0));
    store->put(alert_on(old_card, "f1", minute(0)));
    store->put(alert_on(kept_card, "f2", minute(0)));
    store->put(alert_on(kept_card, "f3", minute(10)));
  });
  committed(*store, [&] { CHECK(store->forget_alerts_before(minute(10)) == 2); });
  CHECK_FALSE(store->known_alert("alertmanager", "f1"));
  CHECK_FALSE(store->alert_card(old_card));
  CHECK(store->alert_card(kept_card)->firing == 1);
  committed(*store, [&] { CHECK(store->forget_alerts_before(minute(99)) == 1); });
  AlertCardNumber next;
  committed(*store, [&] { next = store->open_alert_card(false, minute(99)); });
  CHECK(kept_card < next);  // an old message's buttons never mean another card
}

}  // namespace

std::vector<ConformanceCase> alert_cases() {
  return {
      {"alerts are kept as they are", keeps_alerts},
      {"an alert that came again is known by its latest card", knows_an_alert_by_its_latest_card},
      {"a card shows the latest of its alerts, their number and their labels",
       shows_what_is_on_a_card},
      {"a card keeps its place and its incident", keeps_where_a_card_is_and_whose},
      {"recent cards are counted, later ones left out", counts_recent_cards},
      {"old alerts are forgotten with their cards, whose numbers never come again",
       forgets_old_alerts_and_their_cards},
  };
}

}  // namespace tocsin
