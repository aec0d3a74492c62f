#pragma once
// A time zone as a person wrote it: an abbreviation with a fixed offset ("PST" is -8 in summer
// too), an offset ("+02:00"), UTC, or an IANA name ("Europe/Berlin", which follows daylight
// saving). The label is kept exactly as it is shown; it is also the stored form, and find_zone
// reads it back.

#include "bot/domain/moment.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace tocsin {

class Zone {
 public:
  Zone();  // UTC

  const std::string& label() const { return label_; }
  bool is_utc() const;
  std::chrono::minutes offset_at(Moment moment) const;

  // What stands behind a clock time: the label for fixed zones ("EST", "+02:00"), the abbreviation
  // in force for IANA zones ("CEST"), or "UTC". Where that abbreviation would be read back as
  // another zone (China's "CST", Ireland's "IST") or does not exist, it is the offset: "+08:00".
  std::string name_at(Moment moment) const;

  // The moment at which clocks of this zone show `local`. In the hour that exists twice it is the
  // first; in the hour that does not exist it is the moment at which the clocks jump.
  Moment moment_of(std::chrono::local_time<Duration> local) const;
  std::chrono::local_time<Duration> local_at(Moment moment) const;

  bool operator==(const Zone& other) const { return label_ == other.label_; }

 private:
  friend std::optional<Zone> find_zone(std::string_view name);
  friend std::optional<Zone> zone_meant_at_home(std::string_view word, const Zone& home,
                                                Moment now);

  Zone(std::string label, std::chrono::minutes offset);
  Zone(std::string label, const date::time_zone* rules);

  std::string label_;
  std::chrono::minutes offset_{0};          // of a fixed zone
  const date::time_zone* rules_ = nullptr;  // of an IANA zone: the tz database's, never freed
};

// Case does not matter for abbreviations and UTC; IANA names are matched without case as well and
// the label becomes the name's proper spelling. Nothing for unknown names.
std::optional<Zone> find_zone(std::string_view name);

// For "did you mean": known zone names near this one, best first, at most three.
std::vector<std::string> similar_zones(std::string_view name);

}  // namespace tocsin
