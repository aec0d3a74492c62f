#pragma once
// The times that stand in a text as its author wrote them: days, clocks with their zone, spans
// ("2:00 to 5:30 PM EST") and amounts ("1 hour, 45 minutes"). Reads more forms than the WHEN that
// people type to the bot, because nobody can be asked; what is odd is read and marked. Every
// function goes through the text once.

#include "bot/domain/when_scan.h"
#include "bot/import/document.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

// Where something stands in a text, in bytes.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const Place&) const = default;
};

struct WrittenDay {
  std::optional<int> year;
  unsigned month = 0;
  unsigned day = 0;
  bool two_ways = false;   // "05/06/2024": read as month and day
  bool day_first = false;  // "14/08/2024": how this author writes the other ones too
  Place place;

  bool possible() const;
  bool operator==(const WrittenDay&) const = default;
};

struct WrittenClock {
  unsigned hour = 0;  // as written
  unsigned minute = 0;
  unsigned second = 0;
  HalfOfDay half = HalfOfDay::none;
  std::string zone;               // as written; empty: none
  std::optional<WrittenDay> day;  // said with this clock
  Place place;                    // with day and zone
  std::string odd;                // as written, when it is an odd one

  // Nothing for "25:00" and "13:75". "14:30 am" is half past two in the afternoon, and odd.
  std::optional<std::chrono::seconds> of_day() const;
  bool is_odd() const;
};

struct WrittenSpan {
  WrittenClock from;
  WrittenClock until;
};

struct WrittenAmount {
  std::chrono::seconds length{0};
  Place place;
};

std::vector<WrittenDay> find_days(std::string_view text);

// In the order of the text. The two ends of a span have lent each other what was said once.
std::vector<WrittenClock> find_clocks(std::string_view text);

// Two clocks of `clocks` with "-", "to", "until" or the like between them.
std::vector<WrittenSpan> spans_among(const std::vector<WrittenClock>& clocks,
                                     std::string_view text);

// Whether what stands between two times makes a span of them: "-", ", to", "until".
bool joins(std::string_view between);

std::vector<WrittenAmount> find_amounts(std::string_view text);

// Zones wherever they stand in a text, as written.
std::vector<std::string> find_zones(std::string_view text);

// A zone by itself: "UTC", "(UTC+3)", "Europe/Berlin", "Pacific Time". As written, without
// brackets.
std::optional<std::string> read_zone(std::string_view text);

}  // namespace tocsin::imports
