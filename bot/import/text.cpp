#include "bot/import/text.h"

#include "bot/domain/zone_names.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

constexpr auto k_abbreviations_in_text = std::to_array<std::string_view>(
    {"a.m",  "p.m",  "e.g", "i.e", "etc", "approx", "vs",  "no",  "dr",  "mr",  "ms",  "mrs",
     "ca",   "resp", "inc", "st",  "jan", "feb",    "mar", "apr", "jun", "jul", "aug", "sep",
     "sept", "oct",  "nov", "dec", "mon", "tue",    "wed", "thu", "fri", "sat", "sun"});

// Whether the "." at `at` ends no sentence, because of the word in front of it.
bool is_abbreviated(std::string_view text, std::size_t at) {
  std::size_t start = at;
  constexpr std::size_t longest = 8;
  while (start > 0 && at - start < longest && !is_blank(text[start - 1]) &&
         text[start - 1] != '(') {
    --start;
  }
  const std::string word = lowered(text.substr(start, at - start));
  return std::find(k_abbreviations_in_text.begin(), k_abbreviations_in_text.end(), word) !=
         k_abbreviations_in_text.end();
}

template <class Beginnings>
bool begins_with_one(std::string_view lower, const Beginnings& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return lower.starts_with(beginning); });
}

}  // namespace

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (lower_letter(c) >= 'a' && lower_letter(c) <= 'z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_capitals(std::string_view text) {
  std::size_t letters = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++letters;
  }
  return letters >= 4;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), lower_letter);
  return lower;
}

std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char c : trim(text)) {
    if (!is_blank(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_word_byte(text[at - 1]);
}

std::size_t symbol_at_front(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (byte(0) == 0xF0 && byte(1) == 0x9F && text.size() >= 4) return 4;  // U+1F000 and on
  if (byte(0) == 0xE2 && byte(1) >= 0x86 && byte(1) <= 0xAF && text.size() >= 3) return 3;
  if (byte(0) == 0xEF && byte(1) == 0xB8 && byte(2) == 0x8F) return 3;  // makes one an emoji
  if (byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) == 0x8D) return 3;  // joins two emoji
  return 0;
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '.' && c != '!' && c != '?') continue;
    std::size_t end = at + 1;
    while (end < text.size() && (text[end] == '.' || text[end] == ')' || text[end] == '"')) ++end;
    if (text.substr(end).starts_with("”") || text.substr(end).starts_with("’")) end += 3;
    const bool blank = end >= text.size() || is_blank(text[end]);
    if (!blank || (c == '.' && is_abbreviated(text, at))) continue;
    std::size_t next = end;
    while (next < text.size() && is_blank(text[next])) ++next;
    if (next < text.size() && text[next] >= 'a' && text[next] <= 'z' && c == '.') continue;
    if (const auto sentence = trim(text.substr(start, end - start)); !sentence.empty()) {
      sentences.push_back(sentence);
    }
    start = next;
    at = next > at ? next - 1 : at;
  }
  if (const auto rest = trim(text.substr(std::min(start, text.size()))); !rest.empty()) {
    sentences.push_back(rest);
  }
  return sentences;
}

namespace {

// How a sentence begins that closes a document and is no item of the list above it.
constexpr auto k_closing_beginnings = std::to_array<std::string_view>(
    {"by addressing",      "by implementing",  "by taking",
     "by following",       "by learning",      "by doing",
     "by completing",      "by adopting",      "by making",
     "by executing",       "by focusing",      "by fixing",
     "by proactively",     "by prioritizing",  "by investing",
     "by applying",        "by continuously",  "by putting",
     "by working",         "these measures",   "these steps",
     "these actions",      "these tasks",      "these improvements",
     "these changes",      "these efforts",    "these corrective",
     "these lessons",      "with these",       "through these",
     "through this",       "in conclusion",    "in summary",
     "to conclude",        "overall,",         "together,",
     "together these",     "we believe",       "we are committed",
     "we're committed",    "we remain",        "we apologize",
     "we apologise",       "we aim",           "we hope",
     "our commitment",     "our goal",         "our team",
     "implementing these", "addressing these", "completing these",
     "taking these",       "following these",  "once these",
     "thank you",          "thanks for",       "lessons learned from",
     "remember,",          "stay tuned",       "and that",
     "we learned",         "all in all",       "ultimately,",
     "the lessons",        "with those",       "this "});

}  // namespace

bool is_closing_sentence(std::string_view text) {
  const std::string lower = lowered(trim(text));
  return begins_with_one(lower, k_closing_beginnings);
}

bool is_opening_sentence(std::string_view text) {
  const std::string_view trimmed = trim(text);
  return trimmed.ends_with(':') || trimmed.ends_with("：");
}

bool is_assignment_text(std::string_view text) {
  static constexpr auto marks =
      std::to_array<std::string_view>({"must contain",
                                       "must be written",
                                       "should be between",
                                       "executives will see",
                                       "using the web stack debugging project",
                                       "be as creative",
                                       "broadly speaking",
                                       "very specific, like a todo",
                                       "bullet point, 1 or 2 sentences",
                                       "format bullet point",
                                       "400 to 600 words",
                                       "keep it brief and",
                                       "what service was down/slow",
                                       "what were user experiencing",
                                       "how many % of the users",
                                       "how was the issue detected (",
                                       "what parts of the system were investigated",
                                       "explain what was causing the issue in detail",
                                       "explain how the issue was fixed in detail",
                                       "time, keyword",
                                       "in this project, your task",
                                       "manual qa review",
                                       "auto review",
                                       "score:",
                                       "which team/individuals was the incident escalated to",
                                       "monitoring alert, an engineer noticed",
                                       "what are the things that can be improved",
                                       "start and end times (including timezone)",
                                       "explain in detail",
                                       "with start and end times",
                                       "keep it short, 1 or 2",
                                       "detailed explanation of",
                                       "project will start",
                                       "(mandatory)",
                                       "#advanced",
                                       "must end by",
                                       "software system will eventually fail",
                                       "postmortem is a tool",
                                       "will never have faced",
                                       "for this project, we expect",
                                       "write a postmortem",
                                       "and to ensure that the root cause(s)",
                                       "make people want to read",
                                       "only sample subheadings",
                                       "list of things that went well",
                                       "things that could have gone better",
                                       "good things that happened to us but not",
                                       "write a post-mortem"});
  const std::string lower = lowered(one_line(text));
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return contains(lower, mark); });
}

}  // namespace tocsin::imports
