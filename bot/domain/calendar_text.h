#pragma once
// Dates and clock times digit by digit, for the functions that print moments: a long write-up
// prints tens of thousands of them, and a format that is read anew for each costs more than all
// else about them. Pure, on any thread.

#include <fmt/core.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace tocsin {

// With zeros in front; `number` is not negative and has no more digits.
inline void append_digits(std::string& text, std::int64_t number, std::size_t digits) {
  const std::size_t begin = text.size();
  text.resize(begin + digits);
  for (std::size_t at = begin + digits; at > begin; number /= 10) {
    text[--at] = static_cast<char>('0' + number % 10);
  }
}

// "2023-11-15"
inline void append_date(std::string& text, const std::chrono::year_month_day& date) {
  const int year = static_cast<int>(date.year());
  if (year >= 0 && year <= 9999) {
    append_digits(text, year, 4);
  } else {
    text += fmt::format("{:04}", year);
  }
  text += '-';
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.day()), 2);
}

// "14:05"
template <class Length>
void append_hour_and_minute(std::string& text, const std::chrono::hh_mm_ss<Length>& time) {
  append_digits(text, time.hours().count(), 2);
  text += ':';
  append_digits(text, time.minutes().count(), 2);
}

}  // namespace tocsin
