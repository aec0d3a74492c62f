#include "bot/domain/plain_words.h"

#include "bot/domain/whole_letters.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin {

namespace {

constexpr char32_t k_first_marked = 0xC0;    // À
constexpr char32_t k_behind_marked = 0x180;  // behind the block Latin Extended-A
constexpr char32_t k_broken = 0xFFFD;
constexpr std::string_view k_ellipsis = "…";

// What stays of each letter from U+00C0 on; '?': itself, '-': it is a sign.
constexpr std::string_view k_letters =
    "aaaaaa?ceeeeiiii?nooooo-?uuuuy??"
    "aaaaaa?ceeeeiiii?nooooo-?uuuuy?y"
    "aaaaaaccccccccdd??eeeeeeeeeegggg"
    "gggghh??iiiiiiiii???jjkk?llllll?"
    "???nnnnnn???oooooo??rrrrrrssssss"
    "sstttt??uuuuuuuuuuuuwwyyyzzzzzz?";
static_assert(k_letters.size() == k_behind_marked - k_first_marked);

struct Letter {
  char32_t value = k_broken;
  std::size_t bytes = 1;
};

// The letter at this place; what is not UTF-8 is one broken byte.
Letter letter_at(std::string_view text, std::size_t place) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[place + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
  if (bytes == 1 || place + bytes > text.size()) return {};
  char32_t value = first & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  return {value, bytes};
}

bool is_mark(char32_t letter) { return letter >= 0x300 && letter <= 0x36F; }

bool is_ascii_letter(char32_t letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

// Letters of all other scripts are; blanks, signs and pictures are not.
bool is_letter(char32_t letter) {
  if (letter < 0x80) return is_ascii_letter(letter);
  if (letter < k_first_marked) return letter == 0xAA || letter == 0xB5 || letter == 0xBA;
  if (letter < k_behind_marked) return k_letters[letter - k_first_marked] != '-';
  const bool is_sign =
      (letter >= 0x2000 && letter <= 0x2BFF) || (letter >= 0x3000 && letter <= 0x3020) ||
      letter >= 0x1F000 || (letter >= 0xE000 && letter <= 0xF8FF) || letter == k_broken ||
      (letter >= 0xFE00 && letter <= 0xFE6F) || (letter >= 0xFF00 && letter <= 0xFF0F);
  return !is_sign;
}

char32_t small(char32_t letter) {
  if (letter >= 'A' && letter <= 'Z') return letter + 0x20;
  if (letter < k_first_marked) return letter;
  if (letter < k_behind_marked) {
    const char plain = k_letters[letter - k_first_marked];
    if (plain != '?') return static_cast<unsigned char>(plain);
    if (letter < 0xDF) return letter + 0x20;
    if (letter < 0x100) return letter;
    const bool is_pair_from_odd = letter >= 0x139 && letter <= 0x148;
    return is_pair_from_odd ? letter + (letter & 1U) : letter | 1U;
  }
  if (letter >= 0x391 && letter <= 0x3A9) return letter + 0x20;  // Greek
  if (letter >= 0x410 && letter <= 0x42F) return letter + 0x20;  // Cyrillic
  if (letter >= 0x400 && letter <= 0x40F) return letter + 0x50;
  return letter;
}

void append(std::string& word, char32_t letter) {
  const auto put = [&word](char32_t byte) { word += static_cast<char>(byte); };
  if (letter < 0x80) return put(letter);
  if (letter < 0x800) {
    put(0xC0U | (letter >> 6U));
  } else if (letter < 0x10000) {
    put(0xE0U | (letter >> 12U));
    put(0x80U | ((letter >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (letter >> 18U));
    put(0x80U | ((letter >> 12U) & 0x3FU));
    put(0x80U | ((letter >> 6U) & 0x3FU));
  }
  put(0x80U | (letter & 0x3FU));
}

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

// One line, blanks joined.
std::string flattened(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (!is_blank(c)) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

bool is_inside_letter(std::string_view text, std::size_t place) {
  return place < text.size() && (static_cast<unsigned char>(text[place]) & 0xC0U) == 0x80U;
}

// The last end of a word that is not behind `place`, or at least of a letter.
std::size_t cut_before(std::string_view text, std::size_t place) {
  std::size_t cut = place;
  while (cut > 0 && !is_blank(text[cut])) --cut;
  if (cut > place / 2) return cut;
  return whole_letters(text, place).size();
}

bool ends(std::string_view word, std::string_view ending, std::size_t least_before) {
  return word.size() >= ending.size() + least_before && word.ends_with(ending);
}

std::string singular_of(std::string_view word) {
  if (ends(word, "ies", 2)) return std::string(word.substr(0, word.size() - 3)) + "y";
  for (const std::string_view ending : {"sses", "xes", "ches", "shes"}) {
    if (ends(word, ending, 2)) return std::string(word.substr(0, word.size() - 2));
  }
  const bool is_no_plural = word.ends_with("ss") || word.ends_with("us");
  if (ends(word, "s", 3) && !is_no_plural) return std::string(word.substr(0, word.size() - 1));
  return std::string(word);
}

}  // namespace

std::vector<PlainWord> words_with_places(std::string_view text) {
  std::vector<PlainWord> words;
  bool is_inside = false;
  for (std::size_t place = 0; place < text.size();) {
    const Letter letter = letter_at(text, place);
    if (is_letter(letter.value) && !is_mark(letter.value)) {
      if (!is_inside) words.push_back({"", place});
      append(words.back().word, small(letter.value));
      is_inside = true;
    } else if (!is_mark(letter.value)) {
      is_inside = false;
    }
    place += letter.bytes;
  }
  return words;
}

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  for (PlainWord& word : words_with_places(text)) words.push_back(std::move(word.word));
  return words;
}

std::string stem_of(std::string_view word) {
  std::string stem = singular_of(word);
  constexpr std::array<std::pair<std::string_view, std::size_t>, 5> k_endings{
      {{"ation", 4}, {"ion", 4}, {"ment", 3}, {"ing", 3}, {"ed", 3}}};
  for (const auto& [ending, least_before] : k_endings) {
    if (!ends(stem, ending, least_before)) continue;
    stem.resize(stem.size() - ending.size());
    break;
  }
  if (ends(stem, "e", 3)) stem.pop_back();
  return stem;
}

std::vector<std::string> spellings_of(std::string_view word) {
  std::string singular = singular_of(word);
  if (singular != word) return {std::string(word), std::move(singular)};
  const bool may_have_plural = word.size() >= 3 && !word.ends_with("s");
  if (!may_have_plural) return {std::string(word)};
  return {std::string(word), std::string(word) + "s"};
}

std::string beginning_of(std::string_view text, std::size_t most_bytes) {
  std::string line = flattened(text);
  if (line.size() <= most_bytes) return line;
  line.resize(cut_before(line, most_bytes));
  return line + std::string(k_ellipsis);
}

std::string excerpt_around(std::string_view text, std::size_t place, std::size_t most_bytes) {
  place = std::min(place, text.size());
  if (text.size() <= most_bytes || place < most_bytes / 2) return beginning_of(text, most_bytes);
  std::size_t from = cut_before(text, place - most_bytes / 4);
  while (from < text.size() && (is_blank(text[from]) || is_inside_letter(text, from))) ++from;
  return std::string(k_ellipsis) + beginning_of(text.substr(from), most_bytes);
}

}  // namespace tocsin
