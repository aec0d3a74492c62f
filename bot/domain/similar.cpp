#include "bot/domain/similar.h"

#include "bot/domain/common_words.h"
#include "bot/domain/corrections.h"
#include "bot/domain/plain_words.h"
#include "bot/domain/postmortem_facts.h"
#include "bot/domain/search_words.h"
#include "bot/domain/when.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_asked = 12;

// How much a word counts that stands in the title, in the gist, only in an entry.
constexpr double k_in_title = 1.0;
constexpr double k_in_gist = 0.9;
constexpr double k_in_text = 0.4;

// Before anything is known, as many incidents are imagined in which words are as common as the
// lists of common_words.h say; the record's own counts outweigh them as it grows.
constexpr double k_imagined = 200;
constexpr double k_share_in_many = 0.08;
constexpr double k_share_rare = 0.002;
constexpr double k_says_nothing = 0.15;  // a word in a greater share of all incidents
constexpr double k_most_rarity = 7.0;    // so that a name nobody has used before does not decide

// BM25's two constants, and a usual number of words in the entries of one incident.
constexpr double k_saturation = 1.2;
constexpr double k_length_counts = 0.75;
constexpr double k_usual_length = 300;

// The threshold: how much of what is asked has to stand in the other's title or gist, and with how
// many words. One alone is enough only while hardly any incident has it.
constexpr double k_least_share_of_three = 0.35;
constexpr double k_least_share_of_two = 0.45;
constexpr double k_least_share_of_one = 0.6;
constexpr std::size_t k_few = 10;
constexpr double k_beside_the_best = 0.6;  // a far weaker one is not told beside a good one

constexpr std::size_t k_told_bytes = 240;

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool can_tell(std::string_view word, std::string_view stem) {
  return word.size() >= 2 && !is_number(word) && commonness_of(stem) != Commonness::everywhere;
}

// "pay-gw-7f3a", "eu-west-1": the name of one machine or place, whose parts are no words.
bool is_name_of_one(std::string_view token) {
  const auto has = [token](auto test) { return std::ranges::any_of(token, test); };
  return has([](char c) { return c >= '0' && c <= '9'; }) &&
         has([](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }) &&
         has([](char c) { return c == '-' || c == '.' || c == '_' || c == '/' || c == ':'; });
}

// Without such names.
std::string words_only(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ') ++end;
    const std::string_view token = text.substr(at, end - at);
    if (!is_name_of_one(token.substr(0, token.find_last_not_of(".:,;") + 1))) kept += token;
    kept += ' ';
    at = end + 1;
  }
  return kept;
}

// Collects words with the greatest weight that they have anywhere, in the order of their coming.
class Asked {
 public:
  void add(std::string_view text, double weight) {
    for (std::string& word : plain_words(words_only(text))) {
      std::string stem = stem_of(word);
      if (!can_tell(word, stem)) continue;
      const auto [known, is_new] = places_.try_emplace(stem, words_.size());
      if (is_new) {
        words_.push_back({std::move(word), std::move(stem), weight});
        continue;
      }
      // A word that comes again and again in the entries is what they are about.
      double& highest = words_[known->second].weight;
      highest = std::max(highest, std::min(weight + highest / 4, k_in_gist));
    }
  }

  std::vector<AskedWord> take() {
    std::ranges::stable_sort(words_, std::greater{}, &AskedWord::weight);
    if (words_.size() > k_most_asked) words_.resize(k_most_asked);
    return std::move(words_);
  }

 private:
  std::vector<AskedWord> words_;
  std::unordered_map<std::string, std::size_t> places_;  // by stem
};

struct Weighed {
  const AskedWord* asked;
  double rarity;
  bool is_telling;  // may carry a match
  bool is_in_few;
};

// How rare a word is, counted and imagined incidents together. Nothing: it tells nothing.
std::vector<Weighed> weighed(const std::vector<AskedWord>& asked, const Neighbours& past) {
  std::vector<Weighed> words;
  for (std::size_t i = 0; i < asked.size() && i < past.having.size(); ++i) {
    const std::size_t having = past.having[i];
    // A name of a machine that nobody has met before tells nothing about the past.
    if (having == 0 && has_digit(asked[i].word)) continue;
    const bool is_rare = commonness_of(asked[i].stem) == Commonness::rare;
    const double imagined = k_imagined * (is_rare ? k_share_rare : k_share_in_many);
    const double share = (static_cast<double>(having) + imagined) /
                         (static_cast<double>(past.incidents) + k_imagined);
    if (share > k_says_nothing) continue;
    words.push_back(
        {&asked[i], std::min(-std::log(share), k_most_rarity), is_rare, having <= k_few});
  }
  return words;
}

// How often each of the words stands in a text, in whatever form.
struct Counts {
  std::vector<std::size_t> of;
  std::size_t words = 0;  // of the whole text
};

Counts counts_in(std::string_view text, const std::vector<Weighed>& asked) {
  Counts counts{std::vector<std::size_t>(asked.size()), 0};
  for (const std::string& word : plain_words(text)) {
    ++counts.words;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      // A stem begins as its word does; most words are told apart without making theirs.
      const std::string& stem = asked[i].asked->stem;
      if (word[0] == stem[0] && word[1] == stem[1] && stem_of(word) == stem) ++counts.of[i];
    }
  }
  return counts;
}

// BM25: often counts for more, in a long text for less. 0 to 1.
double frequency(std::size_t count, std::size_t words) {
  if (count == 0) return 0;
  const double often = static_cast<double>(count);
  const double length = static_cast<double>(words) / k_usual_length;
  return often / (often + k_saturation * (1 - k_length_counts + k_length_counts * length));
}

// Nothing when the match is poor.
std::optional<Alike> judged(const PastWords& candidate, const std::vector<Weighed>& words) {
  const Counts title = counts_in(candidate.title, words);
  const Counts gist = counts_in(candidate.gist, words);
  const Counts text = counts_in(candidate.text, words);
  double asked = 0;
  double found = 0;
  std::size_t telling = 0;
  bool one_is_in_few = false;
  Alike alike{candidate.incident, 0, {}};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Weighed& word = words[i];
    const double weight = word.asked->weight * word.rarity;
    asked += weight;
    const bool is_central = title.of[i] > 0 || gist.of[i] > 0;
    const double place = title.of[i] > 0  ? k_in_title
                         : gist.of[i] > 0 ? k_in_gist
                                          : k_in_text * frequency(text.of[i], text.words);
    if (place == 0) continue;
    found += weight * place;
    if (!is_central) continue;
    alike.words.push_back(word.asked->word);
    if (!word.is_telling || word.asked->weight < k_in_gist) continue;
    ++telling;
    one_is_in_few = word.is_in_few;
  }
  if (asked == 0 || telling == 0) return std::nullopt;
  alike.score = found / asked;
  bool is_good = false;
  if (alike.words.size() >= 3) {
    is_good = alike.score >= k_least_share_of_three;
  } else if (telling == 2) {
    is_good = alike.score >= k_least_share_of_two;
  } else {
    is_good = one_is_in_few && alike.score >= k_least_share_of_one;
  }
  if (!is_good) return std::nullopt;
  return alike;
}

std::optional<std::int64_t> minutes_between(const Event* from, const Event* until) {
  if (from == nullptr || until == nullptr || until->happened_at < from->happened_at) {
    return std::nullopt;
  }
  return std::chrono::duration_cast<std::chrono::minutes>(until->happened_at - from->happened_at)
      .count();
}

std::string cause_in(const PostmortemFacts& facts) {
  std::string causes;
  for (const Event* event : facts.causes) {
    std::string_view text;
    if (const auto* confirmed = std::get_if<event::Confirmed>(&event->body)) {
      const LeadFacts* lead = find_lead(facts, confirmed->hypothesis);
      text = lead == nullptr ? std::string_view(confirmed->text) : words_of(*lead);
    } else {
      text = std::get<event::CauseAdded>(event->body).text;
    }
    if (text.empty()) continue;
    if (!causes.empty()) causes += "; ";
    causes += text;
  }
  return beginning_of(causes, k_told_bytes);
}

std::string fix_in(const PostmortemFacts& facts) {
  if (!facts.fixes.empty()) {
    return beginning_of(std::get<event::FixFound>(facts.fixes.back()->body).text, k_told_bytes);
  }
  if (facts.workarounds.empty()) return "";
  return beginning_of(std::get<event::WorkaroundFound>(facts.workarounds.back()->body).text,
                      k_told_bytes);
}

}  // namespace

std::vector<AskedWord> asked_words(const Incident& incident, const std::vector<Event>& standing) {
  Asked asked;
  asked.add(incident.title, k_in_title);
  const SearchWords words = search_words(standing, standing);
  asked.add(words.gist, k_in_gist);
  asked.add(words.text, k_in_text);
  return asked.take();
}

std::vector<Alike> alike(const std::vector<AskedWord>& asked, const Neighbours& past) {
  const std::vector<Weighed> words = weighed(asked, past);
  std::vector<Alike> good;
  for (const PastWords& candidate : past.candidates) {
    if (auto one = judged(candidate, words)) good.push_back(std::move(*one));
  }
  std::ranges::sort(good, [](const Alike& left, const Alike& right) {
    return std::tie(right.score, right.incident) < std::tie(left.score, left.incident);
  });
  if (good.size() > k_most_alike) good.resize(k_most_alike);
  std::erase_if(good, [best = good.empty() ? 0 : good.front().score](const Alike& one) {
    return one.score < best * k_beside_the_best;
  });
  return good;
}

bool is_example(const Incident& past, IncidentNumber for_incident) {
  return past.number != for_incident && !past.is_drill && past.state != State::cancelled &&
         past.merged_into.value == 0;
}

event::SimilarIncident known_of(const Incident& past, const std::vector<Event>& events,
                                std::vector<std::string> words) {
  const std::vector<Event> standing = standing_events(events);
  const PostmortemFacts facts = gather_facts(past, standing);
  event::SimilarIncident known;
  known.other = past.number;
  known.title = past.title;
  known.words = std::move(words);
  known.cause = cause_in(facts);
  known.fix = fix_in(facts);
  for (const LeadFacts& lead : facts.leads) {
    if (lead.settled == nullptr || !std::holds_alternative<event::RuledOut>(lead.settled->body)) {
      continue;
    }
    known.false_leads.push_back(
        {beginning_of(words_of(lead), k_told_bytes), minutes_between(lead.opened, lead.settled)});
  }
  return known;
}

RichText told_of(const event::SimilarIncident& similar) {
  RichText text;
  text.bold(handle(similar.other)).plain(" " + similar.title);
  if (!similar.words.empty()) {
    text.plain(" (both: ");
    for (const std::string& word : similar.words) {
      text.plain(&word == &similar.words.front() ? word : ", " + word);
    }
    text.plain(")");
  }
  text.plain("\nCause: " + (similar.cause.empty() ? "nobody recorded it" : similar.cause));
  if (!similar.fix.empty()) text.plain("\nWhat helped: " + similar.fix);
  for (const event::LeadBefore& lead : similar.false_leads) {
    text.plain("\nFalse lead: " + lead.text);
    if (lead.held_minutes) {
      text.plain(" (held " + print_duration(std::chrono::minutes(*lead.held_minutes)) + ")");
    }
  }
  return text;
}

}  // namespace tocsin
