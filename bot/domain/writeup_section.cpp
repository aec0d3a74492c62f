#include "bot/domain/writeup_section.h"

#include "bot/domain/ascii.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace tocsin {

namespace {

constexpr std::array k_sections{
    WriteupSection::summary,  WriteupSection::impact,       WriteupSection::detection,
    WriteupSection::leads,    WriteupSection::decisions,    WriteupSection::escalation,
    WriteupSection::causes,   WriteupSection::resolution,   WriteupSection::lessons,
    WriteupSection::measures, WriteupSection::communication};

// Besides the names themselves.
constexpr std::array<std::pair<std::string_view, WriteupSection>, 18> k_other_words{
    {{"detected", WriteupSection::detection},
     {"ruledout", WriteupSection::leads},
     {"ruled-out", WriteupSection::leads},
     {"hypotheses", WriteupSection::leads},
     {"decision", WriteupSection::decisions},
     {"escalations", WriteupSection::escalation},
     {"pages", WriteupSection::escalation},
     {"cause", WriteupSection::causes},
     {"root-cause", WriteupSection::causes},
     {"rootcause", WriteupSection::causes},
     {"factors", WriteupSection::causes},
     {"fix", WriteupSection::resolution},
     {"workaround", WriteupSection::resolution},
     {"lesson", WriteupSection::lessons},
     {"measure", WriteupSection::measures},
     {"improvements", WriteupSection::measures},
     {"updates", WriteupSection::communication},
     {"comms", WriteupSection::communication}}};

}  // namespace

std::span<const WriteupSection> writeup_sections() { return k_sections; }

std::string_view name_of(WriteupSection section) {
  switch (section) {
    case WriteupSection::summary:
      return "summary";
    case WriteupSection::impact:
      return "impact";
    case WriteupSection::detection:
      return "detection";
    case WriteupSection::leads:
      return "leads";
    case WriteupSection::decisions:
      return "decisions";
    case WriteupSection::escalation:
      return "escalation";
    case WriteupSection::causes:
      return "causes";
    case WriteupSection::resolution:
      return "resolution";
    case WriteupSection::lessons:
      return "lessons";
    case WriteupSection::measures:
      return "measures";
    case WriteupSection::communication:
      return "communication";
  }
  return "";
}

std::string_view title_of(WriteupSection section) {
  switch (section) {
    case WriteupSection::summary:
      return "Summary";
    case WriteupSection::impact:
      return "Impact";
    case WriteupSection::detection:
      return "Detection";
    case WriteupSection::leads:
      return "What we ruled out";
    case WriteupSection::decisions:
      return "Decisions";
    case WriteupSection::escalation:
      return "Escalation";
    case WriteupSection::causes:
      return "Root cause and contributing factors";
    case WriteupSection::resolution:
      return "Resolution";
    case WriteupSection::lessons:
      return "Lessons";
    case WriteupSection::measures:
      return "Corrective and preventive measures";
    case WriteupSection::communication:
      return "Communication";
  }
  return "";
}

std::string_view question_of(WriteupSection section) {
  switch (section) {
    case WriteupSection::summary:
      return "What happened, in a few sentences?";
    case WriteupSection::impact:
      return "Who was affected, how many, and how?";
    case WriteupSection::detection:
      return "When and how was it noticed?";
    case WriteupSection::leads:
      return "Which leads were false, and what settled it?";
    case WriteupSection::decisions:
      return "What was decided, by whom, and why?";
    case WriteupSection::escalation:
      return "Who was called in, and when did they come?";
    case WriteupSection::causes:
      return "What made it possible, and what set it off?";
    case WriteupSection::resolution:
      return "What gave relief, and what is the permanent fix?";
    case WriteupSection::lessons:
      return "What went well, what badly, where were we lucky?";
    case WriteupSection::measures:
      return "What will be different?";
    case WriteupSection::communication:
      return "Who was told what, and when?";
  }
  return "";
}

std::optional<WriteupSection> find_writeup_section(std::string_view word) {
  const std::string small = in_lower_case(word);
  const auto named =
      std::ranges::find(k_sections, small, [](WriteupSection section) { return name_of(section); });
  if (named != k_sections.end()) return *named;
  const auto other =
      std::ranges::find(k_other_words, small, &std::pair<std::string_view, WriteupSection>::first);
  if (other != k_other_words.end()) return other->second;
  return std::nullopt;
}

}  // namespace tocsin
