#pragma once
// The words of a WHEN as they stand in the text, before any of them is a moment: shared by
// take_when (when.cpp) and read_due (when_due.cpp). A scan_… function reads one thing at the
// scanner's place and moves past it; when it is not there it returns nothing and the scanner stays.

#include "bot/domain/moment.h"
#include "bot/domain/reply.h"
#include "bot/domain/when.h"
#include "bot/domain/zone.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace tocsin {

// A place in a text. Copying it is how a longer reading is tried without losing the place.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool at_end() const { return at_ == text_.size(); }
  char peek(std::size_t ahead = 0) const {  // a NUL beyond the end
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at_digit() const;
  bool at_letter() const;
  bool after_digit() const;
  std::string_view since(const Scanner& earlier) const {
    return text_.substr(earlier.at_, at_ - earlier.at_);
  }

  std::string_view digits() const;   // the run of them that starts here
  std::string_view letters() const;  // ASCII ones

  void skip(std::size_t bytes) { at_ += bytes; }
  bool skip_blanks();  // no-break blanks too: phones and browsers put one before PM
  bool take(char wanted);
  bool take_dash();                         // also the longer ones that phones make of it
  bool take_word(std::string_view wanted);  // a whole word, in any case
  std::optional<unsigned> take_number(std::size_t most_digits);  // the whole run of digits or none

 private:
  std::size_t blank_length() const;

  std::string_view text_;
  std::size_t at_ = 0;
};

enum class HalfOfDay { none, am, pm };

struct WrittenClock {
  Duration of_day{0};
  bool possible = true;  // "25:00" and "13pm" are not
  bool with_seconds = false;
};

struct WrittenDate {
  std::optional<int> year;
  unsigned month = 0;
  unsigned day = 0;
  std::optional<unsigned> weekday;  // Sunday is 0
  bool two_ways = false;            // "10/08/2024": read by half the world as another day

  bool possible() const;  // "Feb 30" is not; "Feb 29" without a year is
};

// What stands before a zone decides how much may be taken for one: after "14:30" a "-15:10" ends a
// range and "+1000" counts something, while in a time stamp both are offsets.
enum class ClockForm { bare, dated, stamp };

HalfOfDay scan_half_of_day(Scanner& scanner);  // "pm", " PM", " p.m.", " p. m."
std::optional<WrittenClock> scan_clock(Scanner& scanner);
std::optional<WrittenDate> scan_date(Scanner& scanner);
std::optional<unsigned> scan_weekday(Scanner& scanner);  // Sunday is 0
std::optional<Zone> scan_zone(Scanner& scanner, const WhenContext& context, ClockForm form);

// How strictly units are read: after a minus "-5M" counts millions and "-3 d" is anything, so there
// a unit of one letter is small and directly behind its number.
enum class Units { any, tight };

// "1h20m", "1 hour 20 minutes", "1.5 hours", "half an hour".
std::optional<Duration> scan_amount(Scanner& scanner, Units units);

// After a WHEN: its end, or blanks, or a ":" or "-" or the like that separates it from the text;
// moves to where the text begins. False when the word goes on ("10:30%", "5pms").
bool take_separator(Scanner& scanner);

Refusal refused_clock(std::string_view as_written);
Refusal refused_date(const WrittenDate& date, std::string_view as_written);

}  // namespace tocsin
