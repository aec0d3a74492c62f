#pragma once
// The names that a template may use, and what they stand for. One list: templates are checked
// against it, their values are made for it, and a test holds the sample in deploy/ to it. Names are
// in people's templates: one is never given another meaning.

#include <array>
#include <span>
#include <string_view>

namespace tocsin::writeup {

struct Section {
  std::string_view heading;   // as the contract has it
  std::string_view variable;  // what stands under it: {{{ruled_out}}}
};

inline constexpr std::array<Section, 18> k_sections{{
    {"Summary", "summary"},
    {"Impact", "impact"},
    {"Metrics", "metrics"},
    {"Detection", "detection"},
    {"Timeline", "timeline"},
    {"What we ruled out", "ruled_out"},
    {"Decisions", "decisions"},
    {"Escalation", "escalation"},
    {"Root cause and contributing factors", "causes"},
    {"Resolution", "resolution"},
    {"Lessons", "lessons"},
    {"Corrective and preventive measures", "measures"},
    {"Action items", "action_items"},
    {"Communication", "communication"},
    {"People", "people"},
    {"Similar incidents", "similar"},
    {"Open questions", "open_questions"},
    {"Record", "record"},
}};

// A loop, {{#entries}} … {{/entries}}, and what may be named inside of it.
struct Loop {
  std::string_view variable;
  std::span<const std::string_view> inside;
};

std::span<const Loop> loops();

// "table", "title" and the rows of the table at the top; and the conditions.
std::span<const std::string_view> values();
std::span<const std::string_view> conditions();

// The variable that a row of the table at the top is named by: "Write-up" is "write_up".
std::string_view variable_of_row(std::string_view name);

}  // namespace tocsin::writeup
