#include "bot/import/entry_lead.h"

#include "bot/domain/when_scan.h"
#include "bot/domain/whole_letters.h"
#include "bot/import/text.h"

#include <array>

namespace tocsin::imports {
namespace {

// Marks in front of a time that are no part of it.
std::size_t decoration(std::string_view line) {
  static constexpr auto marks = std::to_array<std::string_view>(
      {" ", "\t", "[", "(", "*",      "_",      "~", "\"", ">", "|", "•", "◦", "●",
       "▪", "■",  "·", "‣", "➢",      "➤",      "►", "▶",  "→", "✔", "✓", "✅", "🕐",
       "🕑", "⏰",  "⏱", "🕒", "\uFE0F", "\u00a0", "–", "—",  "-", "≈", "“", "#", "`"});
  std::size_t at = 0;
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view mark : marks) {
      if (!line.substr(at).starts_with(mark)) continue;
      at += mark.size();
      found = true;
    }
    if (const std::size_t symbol = symbol_at_front(line.substr(at)); symbol > 0) {
      at += symbol;
      found = true;
    }
  }
  return at;
}

// "At", "At around", "On": words in front of a time.
std::size_t lead_words(std::string_view line) {
  Scanner scanner{line};
  constexpr int most_words = 3;
  for (int i = 0; i < most_words; ++i) {
    Scanner ahead = scanner;
    bool found = false;
    for (const std::string_view word :
         {"at", "on", "around", "about", "approximately", "approx", "roughly", "by", "from", "ca",
          "circa", "time", "between", "exactly", "just", "after", "since", "then", "early"}) {
      if (ahead.take_word(word)) {
        found = true;
        break;
      }
    }
    if (!found) break;
    ahead.take('.');
    ahead.take(':');
    if (!ahead.skip_blanks()) break;
    ahead.take('~');
    scanner = ahead;
  }
  return scanner.at();
}

// "2.4 " or "3.1.2. " in front of a time counts sections.
std::size_t section_number(std::string_view line) {
  Scanner scanner{line};
  int numbers = 0;
  while (scanner.take_number(2)) {
    ++numbers;
    if (!scanner.take('.')) break;
  }
  if (numbers < 2 || !scanner.skip_blanks()) return 0;
  return scanner.at_digit() ? scanner.at() : 0;
}

struct Rest {
  std::string_view text;
  bool marked = false;
};

Rest after_marks(std::string_view rest) {
  static constexpr auto marks =
      std::to_array<std::string_view>({":",  "-", "–", "—", ")", "]", "|",  ",", ".", ";",  "→",
                                       "=>", ">", "*", "_", "~", "•", "\"", "”", "`", "：", "="});
  Rest found{trim(rest), false};
  if (rest.starts_with("\t") || rest.starts_with("  ")) found.marked = true;
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view mark : marks) {
      if (!found.text.starts_with(mark)) continue;
      // The minus of "-5%" and the point of ".env" are the text's.
      const std::string_view behind = found.text.substr(mark.size());
      const bool number = (mark == "-" || mark == ".") && !behind.empty() &&
                          behind.front() >= '0' && behind.front() <= '9';
      if (number) continue;
      if (mark == "\"" && found.marked) continue;
      found.text = trim(behind);
      found.marked = true;
      more = true;
    }
  }
  return found;
}

bool day_leads(std::string_view line, Lead& lead) {
  const auto days = find_days(line.substr(0, 48));
  if (days.empty() || days.front().place.begin != 0) return false;
  const Rest rest = after_marks(line.substr(days.front().place.end));
  lead.day = days.front();
  lead.text = std::string(rest.text);
  lead.marked = rest.marked || rest.text.empty();
  return true;
}

// The longest time with its day, zone and end of span is shorter than this.
constexpr std::size_t k_window = 160;

std::string_view window(std::string_view text) { return whole_letters(text, k_window); }

}  // namespace

std::optional<Lead> read_lead(std::string_view line) {
  line.remove_prefix(decoration(line));
  line.remove_prefix(section_number(line));
  line.remove_prefix(lead_words(line));
  line.remove_prefix(decoration(line));
  Lead lead;
  const std::string_view front = window(line);
  const auto clocks = find_clocks(front);
  if (clocks.empty() || clocks.front().place.begin != 0) {
    return day_leads(line, lead) ? std::optional(lead) : std::nullopt;
  }
  lead.clock = clocks.front();
  std::size_t end = clocks.front().place.end;
  const auto spans = spans_among(clocks, front);
  if (!spans.empty() && spans.front().from.place == clocks.front().place) {
    lead.until = spans.front().until;
    end = spans.front().until.place.end;
  }
  const Rest rest = after_marks(line.substr(end));
  lead.text = std::string(rest.text);
  lead.marked = rest.marked || rest.text.empty();
  return lead;
}

std::optional<Lead> read_time_inside(std::string_view line) {
  const auto clocks = find_clocks(line);
  for (const WrittenClock& clock : clocks) {
    if (!clock.of_day()) continue;
    Lead lead;
    lead.clock = clock;
    lead.text = std::string(trim(line));
    const std::size_t begin = clock.place.begin;
    const std::size_t end = clock.place.end;
    const bool bracketed = begin > 0 && end < line.size() &&
                           (line[begin - 1] == '(' || line[begin - 1] == '[') &&
                           (line[end] == ')' || line[end] == ']');
    if (bracketed) {
      std::string_view before = trim(line.substr(0, begin - 1));
      std::string_view behind = line.substr(end + 1);
      lead.text = std::string(before) + (behind.starts_with(":") ? "" : " ") + std::string(behind);
      lead.text = std::string(trim(lead.text));
    }
    return lead;
  }
  return std::nullopt;
}

}  // namespace tocsin::imports
