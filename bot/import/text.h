#pragma once
// Small questions about words and sentences, shared by the readers of this folder.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::imports {

bool is_blank(char c);
bool is_word_byte(char c);  // of an ASCII letter or digit, or of any character beyond ASCII

// Four letters of ASCII or more, none of them small.
bool is_capitals(std::string_view text);

std::string_view trim(std::string_view text);
std::string lowered(std::string_view text);  // ASCII letters; the rest as it is

// White space folded to single blanks: a hard-wrapped text on one line.
std::string one_line(std::string_view text);

// Each without its line break; the empty ones too.
std::vector<std::string_view> lines_of(std::string_view text);

bool contains(std::string_view text, std::string_view part);

// Whether one of the stems begins a word of `lower`: "resolv" in "was resolved". "% of" may stand
// behind anything.
template <class Stems>
bool has_stem(std::string_view lower, const Stems& stems);

// Where the first of the stems begins a word; npos when none does.
template <class Stems>
std::size_t place_of(std::string_view lower, const Stems& stems);

bool begins_word(std::string_view text, std::size_t at);

// Bytes of the emoji or symbol (arrow, check mark, clock face) that begins the text; else 0.
std::size_t symbol_at_front(std::string_view text);

// Ends of sentences are ". ", "! ", "? " and line ends that follow them; "a.m.", "e.g." and
// "1.18.0" end none.
std::vector<std::string_view> sentences_of(std::string_view text);

// "By addressing these areas, we aim …", "This postmortem aims …": what closes a list and is no
// item of it.
bool is_closing_sentence(std::string_view text);

// "To prevent this from happening again we will:" and the like.
bool is_opening_sentence(std::string_view text);

// Instructions for whoever writes a postmortem, left around the postmortem.
bool is_assignment_text(std::string_view text);

template <class Stems>
bool has_stem(std::string_view lower, const Stems& stems) {
  for (const std::string_view stem : stems) {
    const bool sign = stem.front() == '%';
    for (std::size_t at = lower.find(stem); at != std::string_view::npos;
         at = lower.find(stem, at + 1)) {
      if (sign || begins_word(lower, at)) return true;
    }
  }
  return false;
}

template <class Stems>
std::size_t place_of(std::string_view lower, const Stems& stems) {
  std::size_t first = std::string_view::npos;
  for (const std::string_view stem : stems) {
    std::size_t at = lower.find(stem);
    while (at != std::string_view::npos && !begins_word(lower, at)) at = lower.find(stem, at + 1);
    first = std::min(first, at);
  }
  return first;
}

}  // namespace tocsin::imports
