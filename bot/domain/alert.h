#pragma once
// Alerts of monitoring systems, as values: one for each fingerprint, however often it is repeated,
// and the cards that show them. Made by the hooks, kept by storage, shown by Slack.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <cstddef>
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
  std::optional<Moment> ended_at{};  // nothing: it goes on
  // When its source said so. Only of sources whose reports may overtake each other.
  std::optional<Moment> said_at{};
  bool operator==(const Alert&) const = default;
};

// An alert as it was last reported, on the card that shows it.
struct KnownAlert {
  Alert alert;
  AlertCardNumber card;
  std::int64_t reports = 1;  // how often it was reported
  Moment heard_at;           // the last time
  bool operator==(const KnownAlert&) const = default;
};

struct LabelCount {
  std::string label;  // "severity=critical"
  std::int64_t count = 0;
  bool operator==(const LabelCount&) const = default;
};

inline constexpr std::size_t k_most_alerts_shown = 10;
inline constexpr std::size_t k_most_labels_shown = 5;

// One message in the alert channel: of one alert, or in a storm of many.
struct AlertCard {
  AlertCardNumber number;
  std::vector<Alert> alerts;  // the latest first, at most k_most_alerts_shown; those that go on
                              // before those that have ended
  std::int64_t firing = 0;    // of all on this card
  std::int64_t ended = 0;     //
  std::int64_t repeats = 0;   // how often one of them was reported again
  IncidentNumber incident;    // 0: belongs to none yet
  ChannelId channel;          // where it is posted; empty: not yet
  MessageTs ts;
  bool gathers = false;  // what comes in a storm, many on one card
  Moment opened_at{};
  std::vector<LabelCount> labels{};  // of a card that gathers: the most frequent
  bool operator==(const AlertCard&) const = default;
};

}  // namespace tocsin
