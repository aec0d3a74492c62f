#pragma once
// The sections of the write-up that a person may write in their own words. Those that are made of
// numbers, times and handles (metrics, timeline, action items, people, record …) are not among
// them: there the record alone speaks. The names are on disk and in commands.

#include <optional>
#include <span>
#include <string_view>

namespace tocsin {

enum class WriteupSection {
  summary,
  impact,
  detection,
  leads,  // "What we ruled out"
  decisions,
  escalation,
  causes,
  resolution,
  lessons,
  measures,
  communication,
};

std::span<const WriteupSection> writeup_sections();  // in the order of the document

std::string_view name_of(WriteupSection section);   // "causes"
std::string_view title_of(WriteupSection section);  // the heading in the document
// What is asked for, as the label of a field: "What happened, in a few sentences?"
std::string_view question_of(WriteupSection section);

// By its name or a word that people use for it ("root-cause"), in any case.
std::optional<WriteupSection> find_writeup_section(std::string_view word);

}  // namespace tocsin
