#include "integrations/mail/message.h"

#include "bot/domain/whole_letters.h"
#include "integrations/base64.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace tocsin::mail {

namespace {

constexpr std::size_t k_longest_line = 76;

std::string print_date(Moment moment) {
  constexpr std::array<std::string_view, 7> k_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(moment - day));
  return fmt::format(
      "{}, {} {} {} {:02}:{:02}:{:02} +0000", k_days[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), k_months[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
      time.seconds().count());
}

bool is_plain(std::string_view text) {
  return text.size() <= 60 && text.find("=?") == std::string_view::npos &&
         std::ranges::all_of(text, [](char letter) { return letter >= ' ' && letter <= '~'; });
}

std::string in_lines(const std::string& encoded) {
  std::string lines;
  for (std::size_t at = 0; at < encoded.size(); at += k_longest_line) {
    lines += encoded.substr(at, k_longest_line) + "\r\n";
  }
  return lines;
}

}  // namespace

std::string encoded_words(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  constexpr std::size_t k_bytes = 42;  // 56 letters of base64, and the marks around them
  std::string words;
  while (!text.empty()) {
    std::string_view part = whole_letters(text, k_bytes);
    if (part.empty()) part = text.substr(0, 1);  // broken UTF-8
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + encode_base64(part) + "?=";
    text.remove_prefix(part.size());
  }
  return words;
}

std::vector<std::string> addresses_in(std::string_view list) {
  std::vector<std::string> addresses;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view part = list.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) addresses.emplace_back(part);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return addresses;
}

std::string print(const Message& message) {
  std::string to;
  for (const std::string& address : message.to) to += (to.empty() ? "" : ",\r\n ") + address;
  std::string text = fmt::format(
      "From: Tocsin <{}>\r\nTo: {}\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: {}\r\n", message.from,
      to, encoded_words(message.subject), print_date(message.date), message.id);
  if (!message.answers_to.empty()) {
    text += fmt::format("In-Reply-To: {0}\r\nReferences: {0}\r\n", message.answers_to);
  }
  text +=
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
      "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  std::string body;
  for (const char letter : message.text) body += letter == '\n' ? "\r\n" : std::string(1, letter);
  return text + in_lines(encode_base64(body));
}

}  // namespace tocsin::mail
