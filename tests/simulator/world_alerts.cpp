// World, what monitoring systems report and what people do with it.

#include "tests/simulator/world.h"

#include <utility>

namespace tocsin::simulator {

// A few at once, some of which were reported before or end now; now and then a storm. What was not
// called saved is not repeated here: nothing is owed for it.
void World::report_alerts() {
  const std::uint64_t most = dice_.chance(0.05) ? 60 : 3;
  const std::uint64_t count = 1 + dice_.below(most);
  input::Alerts reported;
  reported.token = ++last_token_;
  std::vector<std::string> firing;
  for (std::uint64_t i = 0; i < count; ++i) {
    Alert alert;
    alert.source = "alertmanager";
    alert.fingerprint = "f" + std::to_string(dice_.below(200));
    alert.title = "Trouble with " + alert.fingerprint + ";";
    alert.labels = {{"severity", dice_.chance(0.02) ? "critical" : "warning"}};
    alert.started_at = now().wall;
    if (dice_.chance(0.4)) {
      alert.ended_at = now().wall;
    } else {
      firing.push_back(alert.fingerprint);
    }
    reported.alerts.push_back(std::move(alert));
  }
  reported_[reported.token] = std::move(firing);
  step_engine({std::move(reported)});
}

void World::note_taken(const Ack& ack) {
  const auto reported = reported_.find(ack.token);
  if (reported == reported_.end()) return;
  if (ack.saved) taken_alerts_.insert(reported->second.begin(), reported->second.end());
  reported_.erase(reported);
}

void World::press_on_an_alert() {
  const auto* alerts = slack_.workspace().channel_named("alerts");
  const auto messages = slack_.workspace().messages_of_app(alerts->id);
  if (messages.empty()) return;
  const MessageTs ts = messages[dice_.below(messages.size())]->ts;
  const UserId user = slack_.workspace().user_named("ana");
  static_cast<void>(
      slack_.workspace().press(user, alerts->id, ts, "Declare an incident", true_time_));
  slack_.flush(true_time_);
  take_slack_actions();
}

}  // namespace tocsin::simulator
