#pragma once
// Alerts of monitoring systems, as values: one for each fingerprint, however often it is repeated,
// and the cards that show them. Made by the hooks, kept by storage, shown by Slack.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct Alert {
  std::string source;       // the hook that it came by: "alertmanager", …
  std::string fingerprint;  // the same for every repetition
  std::string title;
  std::string text;  // may be empty
  std::string url;   // of the alert at its source; may be empty
  std::map<std::string, std::string, std::less<>> labels;
  Moment started_at;
  std::optional<Moment> ended_at;  // nothing: it goes on
  bool operator==(const Alert&) const = default;
};

// One message in the alert channel: of one alert, or in a storm of many.
struct AlertCard {
  AlertCardNumber number;
  std::vector<Alert> alerts;  // the latest, at most as many as fit
  std::int64_t firing = 0;    // of all on this card
  std::int64_t ended = 0;     //
  std::int64_t repeats = 0;   // how often one of them was reported again
  IncidentNumber incident;    // 0: belongs to none yet
  ChannelId channel;          // where it is posted; empty: not yet
  MessageTs ts;
  bool operator==(const AlertCard&) const = default;
};

}  // namespace tocsin
