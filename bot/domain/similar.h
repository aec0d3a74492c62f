#pragma once
// Which incidents of the past are like this one: pure rules. The caller asks the words of an
// incident for their neighbours (storage/reader.h) and has them judged here. Words are weighed as
// BM25 does, by how rare they are and how short the text is that has them; below a threshold
// nothing is said, because a wrong hint costs more at night than none. Used by `similar` and by the
// engine after a declaration.

#include "bot/domain/event_bodies.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/rich_text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tocsin {

// A word of the incident that is asked about.
struct AskedWord {
  std::string word;     // as plain_words() gives it
  std::string stem;     // two words with one stem are one word
  double weight = 1.0;  // less when it stands in an entry only
};

// What of an incident is compared; the weightiest first, at most a dozen. Common words are left
// out, so it may be nothing.
std::vector<AskedWord> asked_words(const Incident& incident, const std::vector<Event>& standing);

// One incident of the past, as the search keeps it.
struct PastWords {
  IncidentNumber incident;
  std::string title;
  std::string gist;  // impact, causes, workaround, fix
  std::string text;  // all other entries
};

struct Neighbours {
  std::size_t incidents = 0;        // of the whole record
  std::vector<std::size_t> having;  // how many of them have each word, in the order of the question
  std::vector<PastWords> candidates;
};

struct Alike {
  IncidentNumber incident;
  double score = 0;  // 0 to 1: how much of what is asked it has
  std::vector<std::string> words;
};

// The good ones among the candidates, best first.
std::vector<Alike> alike(const std::vector<AskedWord>& asked, const Neighbours& past);

// Whether an incident may serve as an example: no drill, not cancelled, no duplicate, not this one.
bool is_example(const Incident& past, IncidentNumber for_incident);

// What is told about it: its causes, what helped, which leads were false and how long they held.
event::SimilarIncident known_of(const Incident& past, const std::vector<Event>& events,
                                std::vector<std::string> words);

// One or more lines for people.
RichText told_of(const event::SimilarIncident& similar);

constexpr std::size_t k_most_alike = 3;        // that are told
constexpr std::size_t k_most_neighbours = 40;  // that are judged

}  // namespace tocsin
