#include "bot/domain/search_words.h"

#include "bot/domain/plain_words.h"

#include <algorithm>
#include <optional>
#include <variant>

namespace tocsin {

namespace {

constexpr std::size_t k_excerpt_bytes = 160;

void add(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += " — ";
  text += more;
}

void add_line(std::string& text, const std::string& more) {
  if (more.empty()) return;
  if (!text.empty()) text += '\n';
  text += more;
}

template <class... Bodies>
bool is_one_of(const EventBody& body) {
  return (std::holds_alternative<Bodies>(body) || ...);
}

bool is_gist(const EventBody& body) {
  return is_one_of<event::ImpactSet, event::SummarySet, event::CauseAdded, event::Confirmed,
                   event::WorkaroundFound, event::FixFound>(body);
}

const std::string* hypothesis_in(const std::vector<Event>& events, HypothesisNumber number) {
  for (const Event& event : events) {
    const auto* suspected = std::get_if<event::Suspected>(&event.body);
    if (suspected != nullptr && suspected->hypothesis == number) return &suspected->text;
  }
  return nullptr;
}

// How many of the words the text has, and where the first of them stands.
struct Hits {
  std::size_t count = 0;
  std::size_t place = 0;
};

Hits hits_in(std::string_view text, const std::vector<std::string>& words) {
  Hits hits;
  const std::vector<PlainWord> there = words_with_places(text);
  std::optional<std::size_t> first;
  for (const std::string& word : words) {
    const bool may_go_on = &word == &words.back();
    const auto found = std::ranges::find_if(there, [&](const PlainWord& one) {
      return may_go_on ? one.word.starts_with(word) : one.word == word;
    });
    if (found == there.end()) continue;
    ++hits.count;
    first = std::min(first.value_or(found->at), found->at);
  }
  hits.place = first.value_or(0);
  return hits;
}

}  // namespace

SearchWords search_words(const EventBody& body) {
  SearchWords words;
  if (const auto* declared = std::get_if<event::Declared>(&body)) words.title = declared->title;
  if (const auto* imported = std::get_if<event::Imported>(&body)) words.title = imported->title;
  if (const auto* title = std::get_if<event::TitleChanged>(&body)) words.title = title->to;
  std::string& text = is_gist(body) ? words.gist : words.text;
  if (const auto* ruled_out = std::get_if<event::RuledOut>(&body)) add(text, ruled_out->lead);
  if (const auto* severity = std::get_if<event::SeverityChanged>(&body)) {
    add(text, severity->reason);
  }
  std::visit(
      [&text](const auto& known) {
        if constexpr (requires { known.text; }) add(text, known.text);
      },
      body);
  return words;
}

SearchWords search_words(const std::vector<Event>& standing, const std::vector<Event>& whole) {
  SearchWords words;
  for (const Event& event : standing) {
    const SearchWords more = search_words(event.body);
    add_line(words.title, more.title);
    add_line(words.gist, more.gist);
    add_line(words.text, more.text);
    if (const auto* confirmed = std::get_if<event::Confirmed>(&event.body)) {
      const std::string* cause = hypothesis_in(whole, confirmed->hypothesis);
      if (cause != nullptr) add_line(words.gist, *cause);
    }
  }
  return words;
}

BestEntry best_entry(const std::vector<Event>& standing, std::string_view typed) {
  const std::vector<std::string> words = plain_words(typed);
  BestEntry best;
  std::size_t most = 0;
  for (const Event& event : standing) {
    if (event.entry.value == 0) continue;
    const SearchWords own = search_words(event.body);
    if (own.empty()) continue;
    const std::string& text = !own.title.empty()  ? own.title
                              : !own.gist.empty() ? own.gist
                                                  : own.text;
    const Hits hits = hits_in(text, words);
    if (hits.count < most || (hits.count == 0 && best.entry.value != 0)) continue;
    most = hits.count;
    best = {event.entry, excerpt_around(text, hits.place, k_excerpt_bytes)};
  }
  return best;
}

}  // namespace tocsin
