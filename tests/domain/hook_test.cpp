#include "bot/domain/hook.h"

#include <doctest/doctest.h>

namespace tocsin::hook_test {

TEST_CASE("the first rule that an alert meets with all its labels is taken") {
  Alert alert;
  alert.source = "alertmanager";
  alert.labels = {{"severity", "critical"}, {"instance", "web-3:9100"}};
  AlertRule other_team;
  other_team.match = {{"severity", "critical"}, {"team", "payments"}};
  AlertRule web;
  web.match = {{"instance", "~web-"}, {"severity", "critical"}};
  AlertRule anything;
  anything.match["source"] = "alertmanager";
  const std::vector<AlertRule> rules{other_team, web, anything};
  CHECK(rule_for(alert, rules) == &rules[1]);
  alert.labels["team"] = "payments";
  CHECK(rule_for(alert, rules) == &rules[0]);
  alert.labels = {{"severity", "warning"}, {"instance", "db-web-1"}};
  CHECK(rule_for(alert, rules) == &rules[2]);
  alert.source = "grafana";
  CHECK(rule_for(alert, rules) == nullptr);
  alert.labels["source"] = "alertmanager";
  CHECK(rule_for(alert, rules) == &rules[2]);
  CHECK(rule_for(alert, {}) == nullptr);
}

}  // namespace tocsin::hook_test
