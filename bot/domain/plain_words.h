#pragma once
// The words of a text for comparing: lower case and without marks ("Größe" is "große", "Café" is
// "cafe"), as the full-text index takes them too, so that what one finds the other recognises.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct PlainWord {
  std::string word;
  std::size_t at = 0;  // where it begins in the text, in bytes
  bool operator==(const PlainWord&) const = default;
};

std::vector<PlainWord> words_with_places(std::string_view text);
std::vector<std::string> plain_words(std::string_view text);

// Without the ending of a plural, of a time or of a noun made from a verb, so that "gateways",
// "failed" and "configuration" meet "gateway", "failing" and "configured". Rough, for English, and
// only for comparing: two words with one stem count as the same word.
std::string stem_of(std::string_view word);

// The word and its other number: "gateway" and "gateways". For looking it up where only whole words
// are known.
std::vector<std::string> spellings_of(std::string_view word);

// The beginning of a text on one line, cut between two words, with "…" for the rest.
std::string beginning_of(std::string_view text, std::size_t most_bytes);

// The same around a place in the text.
std::string excerpt_around(std::string_view text, std::size_t place, std::size_t most_bytes);

}  // namespace tocsin
