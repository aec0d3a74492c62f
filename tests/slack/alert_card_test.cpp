// Cards of alerts in Slack: what stands in an alert is hostile text.

#include "bot/slack/deliver.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace tocsin::alert_card_test {

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

DeliveryContext with(AlertCard card) {
  DeliveryContext context;
  context.delivery = delivery::PostAlerts{card.number};
  context.alerts = std::move(card);
  return context;
}

AlertCard hostile_card() {
  Alert alert;
  alert.source = "alertmanager";
  alert.fingerprint = "f1";
  alert.title = "<!channel> *bold* <@U123>";
  alert.text = std::string(3'000, '<');
  alert.url = "javascript:alert(1)";
  alert.labels = {{"a", "<!here>"}, {"b", "`code`"}};
  AlertCard card;
  card.number = AlertCardNumber{12};
  card.alerts = {alert};
  card.firing = 1;
  return card;
}

}  // namespace

TEST_CASE("nothing in an alert can ping a channel or make a link of its own") {
  const slack::Content content = slack::alerts_content(with(hostile_card()));
  for (const std::string& text : {content.text, content.blocks}) {
    CHECK(!has(text, "<!channel>"));
    CHECK(!has(text, "<@U123>"));
    CHECK(!has(text, "<!here>"));
    CHECK(!has(text, "javascript:"));
    CHECK(has(text, "&lt;!channel&gt;"));
  }
  CHECK(has(content.blocks, "declare-alert 12"));
  CHECK(has(content.blocks, "attach-alert 12"));
}

TEST_CASE("a card of many alerts is one message and names the incident that it belongs to") {
  AlertCard card = hostile_card();
  card.gathers = true;
  card.firing = 9'995;
  card.alerts.resize(k_most_alerts_shown, card.alerts.front());
  card.labels.push_back({"severity=critical", 9'995});
  DeliveryContext context = with(std::move(card));
  Incident incident;
  incident.number = IncidentNumber{7};
  incident.title = "Checkout is failing";
  context.incident = incident;
  const slack::Content content = slack::alerts_content(context);
  CHECK(content.text.size() < 16'000);
  CHECK(has(content.text, "9995 are firing"));
  CHECK(has(content.text, "severity=critical (9995)"));
  CHECK(has(content.text, "INC-7"));
  CHECK(!has(content.blocks, "declare-alert"));
}

}  // namespace tocsin::alert_card_test
