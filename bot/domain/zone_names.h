#pragma once
// The zone abbreviations that Tocsin takes as written, each with one fixed offset. Shared by the
// zone and the reader of WHENs, so that what one prints the other reads.

#include "bot/domain/ascii.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace tocsin {

constexpr std::size_t k_longest_zone_name = 64;

struct Abbreviation {
  std::string_view name;
  int offset_minutes;

  constexpr std::chrono::minutes offset() const { return std::chrono::minutes{offset_minutes}; }
};

// The ones that are typed most come first: that is also the order of suggestions. Where a word has
// several meanings the table has the one with most people typing English; the others are taken
// from the typist's own zone (zone_meant_at_home).
constexpr std::array<Abbreviation, 58> k_abbreviations{{
    {"GMT", 0},    {"EST", -300},  {"EDT", -240},  {"CST", -360}, {"CDT", -300}, {"MST", -420},
    {"MDT", -360}, {"PST", -480},  {"PDT", -420},  {"CET", 60},   {"CEST", 120}, {"BST", 60},
    {"IST", 330},  {"EET", 120},   {"EEST", 180},  {"WET", 0},    {"WEST", 60},  {"JST", 540},
    {"KST", 540},  {"SGT", 480},   {"HKT", 480},   {"AEST", 600}, {"AEDT", 660}, {"ACST", 570},
    {"ACDT", 630}, {"AWST", 480},  {"NZST", 720},  {"NZDT", 780}, {"MSK", 180},  {"BRT", -180},
    {"ART", -180}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600}, {"HDT", -540}, {"AST", -240},
    {"ADT", -180}, {"NST", -210},  {"NDT", -150},  {"SAST", 120}, {"CAT", 120},  {"EAT", 180},
    {"WAT", 60},   {"MET", 60},    {"MEST", 120},  {"IDT", 180},  {"TRT", 180},  {"GST", 240},
    {"PKT", 300},  {"NPT", 345},   {"ICT", 420},   {"WIB", 420},  {"WITA", 480}, {"WIT", 540},
    {"PHT", 480},  {"MYT", 480},   {"ChST", 600},  {"SST", -660},
}};

constexpr const Abbreviation* find_abbreviation(std::string_view name) {
  for (const Abbreviation& known : k_abbreviations) {
    if (same_name(known.name, name)) return &known;
  }
  return nullptr;
}

// Words that several countries use for their own time. (Manila's "PST" is left out: an engineer
// there who writes PST to a chat room mostly means California's.)
constexpr bool is_shared_abbreviation(std::string_view word) {
  return same_name(word, "CST") || same_name(word, "IST");
}

}  // namespace tocsin
