#include "bot/domain/zone.h"
#include "bot/domain/ascii.h"

#include <date/tz.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <utility>

#include "bot/domain/zone_names.h"

namespace tocsin {
namespace {

using std::chrono::minutes;

// Offsets are kept to the minute: the seconds that some had before 1972 (Monrovia's -0:44:30) are
// dropped in both directions, so that reading and printing stay each other's inverse.
minutes whole_minutes(std::chrono::seconds offset) {
  return std::chrono::duration_cast<minutes>(offset);
}

date::sys_seconds seconds_of(Moment moment) {
  return date::sys_seconds{std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch())};
}

std::string offset_name(minutes offset) {
  const long count = static_cast<long>(offset.count());
  const long size = count < 0 ? -count : count;
  return fmt::format("{}{:02}:{:02}", count < 0 ? '-' : '+', size / 60, size % 60);
}

// "+2", "+02", "+0200", "+2:00", "+02:00"; from -12 to +14 hours, the range of real clocks.
std::optional<minutes> read_offset(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool colon = text[i] == ':' && i > 0 && i + 3 == text.size();
    if (colon) continue;
    if (!is_digit(text[i]) || digits.size() == 4) return std::nullopt;
    digits += text[i];
  }
  if (digits.size() <= 2) {
    if (text.size() > digits.size()) return std::nullopt;  // "+2:" or the like
    digits += "00";
  }
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  const int offset = sign * (number / 100 * 60 + number % 100);
  if (number % 100 > 59 || offset < -12 * 60 || offset > 14 * 60) return std::nullopt;
  return minutes{offset};
}

// "+02:00", "UTC+2", "GMT-5".
std::optional<minutes> read_named_offset(std::string_view text) {
  const std::string_view prefix = text.substr(0, 3);
  if (same_name(prefix, "UTC") || same_name(prefix, "GMT")) text.remove_prefix(3);
  return read_offset(text);
}

// The entry of the tz database, or nothing; also nothing when this machine has no tz database or
// the zone's file there cannot be read. It is read here once, so that later look-ups cannot fail.
const date::time_zone* find_rules(std::string_view name) {
  try {
    const auto& zones = date::get_tzdb().zones;
    auto found = std::lower_bound(
        zones.begin(), zones.end(), name,
        [](const date::time_zone& zone, std::string_view wanted) { return zone.name() < wanted; });
    if (found == zones.end() || found->name() != name) {
      found = std::find_if(zones.begin(), zones.end(), [&](const date::time_zone& zone) {
        return same_name(zone.name(), name);
      });
    }
    // Files in lower case ("localtime", "posixrules") are the machine's settings, not names.
    if (found == zones.end() || found->name()[0] < 'A' || found->name()[0] > 'Z') return nullptr;
    found->get_info(date::sys_seconds{});
    return &*found;
  } catch (const std::exception&) {
    return nullptr;
  }
}

// What Americans write for "whichever of EST and EDT is in force".
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> k_american{{
    {"ET", "America/New_York"},
    {"CT", "America/Chicago"},
    {"MT", "America/Denver"},
    {"PT", "America/Los_Angeles"},
}};

constexpr std::array<std::string_view, 10> k_names_of_utc{
    "UTC",  "Z",        "Etc/UTC",   "Etc/UCT",       "UCT",
    "Zulu", "Etc/Zulu", "Universal", "Etc/Universal", "+00:00"};

}  // namespace

Zone::Zone() : label_("UTC") {}
Zone::Zone(std::string label, minutes offset) : label_(std::move(label)), offset_(offset) {}
Zone::Zone(std::string label, const date::time_zone* rules)
    : label_(std::move(label)), rules_(rules) {}

bool Zone::is_utc() const { return label_ == "UTC"; }

minutes Zone::offset_at(Moment moment) const {
  if (rules_ == nullptr) return offset_;
  return whole_minutes(rules_->get_info(seconds_of(moment)).offset);
}

std::string Zone::name_at(Moment moment) const {
  if (rules_ == nullptr) return label_;
  const date::sys_info now = rules_->get_info(seconds_of(moment));
  const minutes offset = whole_minutes(now.offset);
  const Abbreviation* known = find_abbreviation(now.abbrev);
  if (known != nullptr && known->offset() == offset) return now.abbrev;
  return offset_name(offset);
}

Moment Zone::moment_of(std::chrono::local_time<Duration> local) const {
  const Duration shown = local.time_since_epoch();
  if (rules_ == nullptr) return Moment{shown - offset_};
  const date::local_seconds second{std::chrono::floor<std::chrono::seconds>(shown)};
  const date::local_info found = rules_->get_info(second);
  if (found.result == date::local_info::nonexistent) {
    return Moment{Duration{found.first.end.time_since_epoch()}};
  }
  return Moment{shown - whole_minutes(found.first.offset)};
}

std::chrono::local_time<Duration> Zone::local_at(Moment moment) const {
  return std::chrono::local_time<Duration>{moment.time_since_epoch() + offset_at(moment)};
}

std::optional<Zone> find_zone(std::string_view name) {
  if (name.empty() || name.size() > k_longest_zone_name) return std::nullopt;
  for (const std::string_view utc : k_names_of_utc) {
    if (same_name(name, utc)) return Zone();
  }
  if (const Abbreviation* known = find_abbreviation(name)) {
    return Zone(std::string(known->name), known->offset());
  }
  if (const auto offset = read_named_offset(name)) {
    if (*offset == minutes{0}) return Zone();
    return Zone(offset_name(*offset), *offset);
  }
  for (const auto& [american, iana] : k_american) {
    if (same_name(name, american)) name = iana;
  }
  if (const date::time_zone* rules = find_rules(name)) return Zone(rules->name(), rules);
  return std::nullopt;
}

// "CST" is -6 in the table, but not for someone in Shanghai: where the home zone itself uses the
// word, in either season, with another offset, that is the one which is meant.
std::optional<Zone> zone_meant_at_home(std::string_view word, const Zone& home, Moment now) {
  if (home.rules_ == nullptr || !is_shared_abbreviation(word)) return std::nullopt;
  for (const Moment season : {now, now - std::chrono::weeks{26}}) {
    const date::sys_info info = home.rules_->get_info(seconds_of(season));
    if (same_name(info.abbrev, word)) return find_zone(offset_name(whole_minutes(info.offset)));
  }
  return std::nullopt;
}

}  // namespace tocsin
