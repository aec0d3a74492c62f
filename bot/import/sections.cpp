#include "bot/import/sections.h"

#include "bot/domain/zone_names.h"
#include "bot/import/section_fillers.h"
#include "bot/import/section_words.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_filler(std::string_view word) {
  if (word.size() <= 2 && word.front() >= '0' && word.front() <= '9') return true;
  return std::find(k_fillers.begin(), k_fillers.end(), word) != k_fillers.end();
}

// "2024" and "march", unless they are fillers anyway.
bool is_of_date(std::string_view word) {
  static constexpr auto months = std::to_array<std::string_view>(
      {"january", "february", "march", "april", "may", "june", "july", "august", "september",
       "october", "november", "december"});
  if (word.size() == 4 && is_number(word)) return true;
  return std::find(months.begin(), months.end(), word) != months.end();
}

// The words of `phrase` at `at`: how many, or 0.
std::size_t matched_words(const std::vector<std::string>& words, std::size_t at,
                          std::string_view phrase) {
  std::size_t count = 0;
  while (!phrase.empty()) {
    const std::size_t end = std::min(phrase.find(' '), phrase.size());
    if (at + count >= words.size() || words[at + count] != phrase.substr(0, end)) return 0;
    ++count;
    phrase.remove_prefix(std::min(end + 1, phrase.size()));
  }
  return count;
}

struct Match {
  const Phrase* phrase = nullptr;
  std::size_t words = 0;
};

Match longest_at(const std::vector<std::string>& words, std::size_t at) {
  Match best;
  for (const Phrase& phrase : k_phrases) {
    if (phrase.words.front() != words[at].front()) continue;
    const std::size_t count = matched_words(words, at, phrase.words);
    if (count > best.words) best = {&phrase, count};
  }
  return best;
}

// What several phrases of one heading mean together.
Roles settled(Roles roles) {
  if (roles.has(Role::timeline)) return Role::timeline;
  if (roles.has(Role::measures) && roles.has(Role::resolution)) roles.remove(Role::resolution);
  if (roles.has(Role::summary) && !(roles == Roles(Role::summary))) roles.remove(Role::summary);
  if (roles.has(Role::end) && roles.has(Role::resolution)) roles.remove(Role::end);
  if (roles.has(Role::date) && roles.has(Role::duration)) roles.remove(Role::date);
  if (roles.any_of({Role::start, Role::end})) roles.remove(Role::duration);
  if (roles.has(Role::misleading)) return Role::misleading;
  if (!roles.within(Role::authors)) roles.remove(Role::authors);  // "Resolved by"
  return roles;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char raw : text) {
    const char c = lower_letter(raw);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) {
      if (!inside) words.emplace_back();
      words.back() += c;
    } else if (c == '&') {
      words.emplace_back("and");
    }
    inside = letter;
  }
  return words;
}

Announcement read_announcement(std::string_view text) {
  constexpr std::size_t most_words = 14;
  const std::vector<std::string> words = words_of(text);
  Announcement read;
  if (words.empty() || words.size() > most_words) return read;
  const bool counted = words.size() == 2 && words[0] == "task" && is_number(words[1]);
  if (counted) return read;
  Roles weak;
  std::size_t unknown = 0;
  std::size_t dated = 0;  // of them
  for (std::size_t at = 0; at < words.size();) {
    const Match match = longest_at(words, at);
    if (match.phrase == nullptr) {
      if (!is_filler(words[at])) ++unknown;
      if (is_of_date(words[at])) ++dated;
      ++at;
      continue;
    }
    Roles& roles = match.phrase->weak ? weak : read.roles;
    roles.add(match.phrase->role);
    at += match.words;
  }
  if (read.roles.empty() && unknown == 0) read.roles = weak;
  read.roles = settled(read.roles);
  // "Timeline for March 5, 2024".
  if (read.roles.has(Role::timeline)) unknown -= dated;
  read.exact = unknown == 0 && !read.roles.empty();
  // "Why our queue filled up", but not "Why it took so long".
  const bool late = std::find(words.begin(), words.end(), "long") != words.end();
  if (read.roles.empty() && words.front() == "why" && !late) read.roles = Role::cause;
  return read;
}

std::string without_brackets(std::string_view text) {
  std::string kept;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) kept += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return kept;
}

Announcement read_heading(std::string_view text) {
  // "Corrective measures must contain:" is left of the assignment, with the answer below it.
  const std::size_t order = text.find(" must contain");
  if (order != std::string_view::npos) text = text.substr(0, order);
  const Announcement announced = read_announcement(without_brackets(text));
  const std::size_t open = text.rfind('(');
  if (announced.exact || open == std::string_view::npos) return announced;
  const std::string_view inside = text.substr(open + 1);
  const Announcement explained = read_announcement(inside.substr(0, inside.find(')')));
  return explained.exact ? explained : announced;
}

bool is_dotted_heading(std::string_view text) {
  constexpr std::size_t most_words = 5;
  const bool dot = text.ends_with('.') && !text.ends_with("..") && text.size() > 1;
  if (!dot || text.front() < 'A' || text.front() > 'Z') return false;
  const std::string plain = without_brackets(text);
  if (words_of(plain).size() > most_words || plain.find_first_of(",;:") != plain.npos) return false;
  constexpr Roles of_sections{Role::summary,    Role::impact,   Role::cause, Role::timeline,
                              Role::resolution, Role::measures, Role::tasks, Role::lessons};
  const Announcement announcement = read_announcement(plain);
  return announcement.exact && announcement.roles.within(of_sections);
}

bool is_generic_title(std::string_view text) {
  static constexpr auto generic = std::to_array<std::string_view>(
      {"postmortem",    "post",    "mortem",    "incident", "report",   "outage",
       "the",           "a",       "an",        "of",       "and",      "analysis",
       "review",        "root",    "cause",     "rca",      "issue",    "summary",
       "web",           "stack",   "debugging", "0x19",     "project",  "production",
       "after",         "action",  "for",       "document", "template", "postmortems",
       "retrospective", "my",      "on",        "to",       "first",    "task",
       "devops",        "sysadmin"});
  const std::vector<std::string> words = words_of(text);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return is_number(word) || std::find(generic.begin(), generic.end(), word) != generic.end();
  });
}

bool begins_like_title(std::string_view text) {
  static constexpr auto beginnings = std::to_array<std::string_view>(
      {"postmortem", "post mortem", "incident report", "incident postmortem", "rca", "pm",
       "incident review", "outage report", "post incident review", "after action report"});
  std::string joined;
  for (const std::string& word : words_of(text)) joined += word + ' ';
  const bool begins = std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view each) {
    return joined.starts_with(std::string(each) + ' ');
  });
  return begins && !is_generic_title(text) && !read_announcement(text).exact;
}

}  // namespace tocsin::imports
