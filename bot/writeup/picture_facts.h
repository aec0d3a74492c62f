#pragma once
// What the drawing of the timeline shows, before anybody thinks of pixels: which span of time, the
// bands of severity and state, phases, updates with their longest silence, leads, gaps of the
// connection.

#include "bot/domain/moment.h"
#include "bot/writeup/record_view.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::writeup {

struct Band {
  Moment from;
  Moment until;
  std::string_view look;  // class in the style sheet: "sev1", "mitigated"
  std::string label;
  std::string story;  // "sev1 from 23:40 EST to 02:30 EST, 2 hours 50 minutes (E6)"
};

struct Instant {
  Moment at;
  std::string label;  // "started 23:00"
  std::string story;
};

struct PictureFacts {
  Moment from;
  Moment until;
  std::vector<Instant> phases;
  std::vector<Band> severities;
  std::vector<Band> states;
  std::vector<Instant> updates;
  std::optional<Band> silence;  // the longest between two updates
  std::vector<Band> leads;
  std::vector<Band> gaps;  // of the connection
  std::vector<Moment> entries;
  std::string zone_name;    // "EST"
  std::string description;  // all of it in words, for who cannot see it
  std::string not_drawn;    // "3 entries lie after what is drawn."; empty: all are
};

PictureFacts picture_facts(const RecordView& record);

}  // namespace tocsin::writeup
