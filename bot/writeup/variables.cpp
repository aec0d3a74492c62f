#include "bot/writeup/variables.h"

namespace tocsin::writeup {

namespace {

constexpr std::array<std::string_view, 7> k_entry{"time", "utc",   "kind", "text",
                                                  "who",  "entry", "link"};
constexpr std::array<std::string_view, 8> k_lead{"handle", "text",    "outcome", "why",
                                                 "held",   "settled", "who",     "entry"};
constexpr std::array<std::string_view, 7> k_task{"handle", "kind",  "text", "owner",
                                                 "due",    "state", "entry"};
constexpr std::array<std::string_view, 5> k_update{"time", "text", "who", "entry", "next"};
constexpr std::array<std::string_view, 4> k_number{"name", "value", "formula", "computed_from"};
constexpr std::array<std::string_view, 1> k_question{"question"};

constexpr std::array<Loop, 6> k_loops{{
    {"entries", k_entry},
    {"leads", k_lead},
    {"tasks", k_task},
    {"updates", k_update},
    {"numbers", k_number},
    {"questions", k_question},
}};

struct Row {
  std::string_view name;
  std::string_view variable;
};

constexpr std::array<Row, 11> k_rows{{
    {"Incident", "incident"},
    {"Status", "status"},
    {"Severity", "severity"},
    {"Started", "started"},
    {"Detected", "detected"},
    {"Mitigated", "mitigated"},
    {"Resolved", "resolved"},
    {"Duration", "duration"},
    {"Lead", "lead"},
    {"Authors", "authors"},
    {"Write-up", "write_up"},
}};

constexpr std::array<std::string_view, 13> k_values{
    "title",     "table",    "incident", "status", "severity", "started", "detected",
    "mitigated", "resolved", "duration", "lead",   "authors",  "write_up"};

constexpr std::array<std::string_view, 2> k_conditions{"is_drill", "is_private"};

}  // namespace

std::span<const Loop> loops() { return k_loops; }
std::span<const std::string_view> values() { return k_values; }
std::span<const std::string_view> conditions() { return k_conditions; }

std::string_view variable_of_row(std::string_view name) {
  for (const Row& row : k_rows) {
    if (row.name == name) return row.variable;
  }
  return "";
}

}  // namespace tocsin::writeup
