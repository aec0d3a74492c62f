#include "bot/domain/lint.h"

#include "bot/domain/ascii.h"
#include "bot/domain/corrections.h"
#include "bot/domain/lint_words.h"
#include "bot/domain/postmortem_facts.h"
#include "bot/domain/when.h"
#include "bot/domain/when_scan.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_longest_gap = 15min;
constexpr std::size_t k_near = 4;  // words between a name and a word of blame

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : in_lower_case(text)) {
    if (is_word_byte(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, ""));
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// Where these words stand one after the other in `text`, from `from` on; nothing when nowhere.
std::optional<std::size_t> find_words(const std::vector<std::string>& text,
                                      const std::vector<std::string>& wanted,
                                      std::size_t from = 0) {
  if (wanted.empty() || wanted.size() > text.size()) return std::nullopt;
  for (std::size_t at = from; at + wanted.size() <= text.size(); ++at) {
    if (std::equal(wanted.begin(), wanted.end(), text.begin() + static_cast<std::ptrdiff_t>(at))) {
      return at;
    }
  }
  return std::nullopt;
}

// The first of the phrases that the text has; empty when it has none.
template <class Phrases>
std::string_view first_of(const Phrases& phrases, std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  for (const std::string_view phrase : phrases) {
    if (find_words(words, words_of(phrase))) return phrase;
  }
  return {};
}

// Where a text stands that has no handle.
std::string place_of(const Event& event) {
  const auto* written = std::get_if<event::SectionWritten>(&event.body);
  return written == nullptr ? "" : " (in “" + std::string(title_of(written->section)) + "”)";
}

std::string quoted(std::string_view text) { return "“" + std::string(text) + "”"; }

// A text that people wrote and that stands in the write-up, and how it is changed.
struct Spoken {
  const Event* event;
  const std::string* text;
  std::string fix;  // "edit E12 TEXT"
};

class Linter {
 public:
  explicit Linter(const PostmortemSources& sources)
      : sources_(sources),
        incident_(sources.incident),
        events_(standing_events(sources.events)),
        facts_(gather_facts(incident_, events_)) {
    for (const Event& event : events_) {
      const std::string* text = editable_text(event.body);
      if (text == nullptr || event.entry.value == 0) continue;
      spoken_.push_back({&event, text, "edit " + handle(event.entry) + " TEXT"});
    }
    for (const auto& [section, event] : facts_.own_texts) {
      spoken_.push_back({event, &std::get<event::SectionWritten>(event->body).text,
                         "postmortem write " + std::string(name_of(section)) + " TEXT"});
    }
  }

  std::vector<LintFinding> run() {
    check_action_items();
    check_single_cause();
    check_blame();
    check_human_error();
    check_gaps();
    check_impact();
    check_stated_lengths();
    return std::move(findings_);
  }

 private:
  void add(EntryNumber entry, std::string what, std::string type) {
    findings_.push_back({entry, std::move(what), std::move(type)});
  }

  EntryNumber entry_of(TaskNumber task) const {
    for (const Event& event : events_) {
      const auto* added = std::get_if<event::TaskAdded>(&event.body);
      if (added != nullptr && added->task == task) return event.entry;
    }
    return {};
  }

  void check_action_items() {
    for (const Task& task : incident_.tasks) {
      if (task.state != TaskState::open) continue;
      const std::string name = handle(task.number);
      const EntryNumber entry = entry_of(task.number);
      if (task.owner.empty()) {
        add(entry, name + " has no owner.", "followup assign " + name + " @USER");
      }
      if (!task.due_at) add(entry, name + " has no date.", "followup due " + name + " fri");
      const std::vector<std::string> words = words_of(task.text);
      const auto is_first = [&](std::string_view verb) {
        return !words.empty() && words.front() == verb;
      };
      if (!std::ranges::any_of(lint_words::k_verbs, is_first)) {
        add(entry, name + " does not begin with what is to be done: " + quoted(task.text) + ".",
            "edit " + handle(entry) + " Add …");
      }
    }
  }

  bool is_own_text_of(const Event& event, WriteupSection section) const {
    const auto own = facts_.own_texts.find(section);
    return own != facts_.own_texts.end() && own->second == &event;
  }

  void check_single_cause() {
    for (const Spoken& spoken : spoken_) {
      const Event& event = *spoken.event;
      const bool is_about_causes =
          std::ranges::find(facts_.causes, &event) != facts_.causes.end() ||
          &event == facts_.summary || is_own_text_of(event, WriteupSection::causes) ||
          is_own_text_of(event, WriteupSection::summary);
      if (!is_about_causes) continue;
      const std::string_view phrase = first_of(lint_words::k_single_cause, *spoken.text);
      if (phrase.empty()) continue;
      add(event.entry,
          quoted(phrase) + " leaves no room for what else had to come together" + place_of(event) +
              ".",
          "cause WHAT ELSE MADE IT POSSIBLE");
    }
    if (incident_.causes.size() == 1) {
      add(facts_.causes.empty() ? EntryNumber{} : facts_.causes.front()->entry,
          "Only one cause is recorded. What made it possible, what set it off, what made it worse?",
          "cause TEXT");
    }
  }

  // The names of those who take part, as words.
  std::vector<std::vector<std::string>> names() const {
    std::set<UserId> users{incident_.lead, incident_.declarer};
    for (const RoleHolder& held : incident_.roles) users.insert(held.user);
    for (const Task& task : incident_.tasks) users.insert(task.owner);
    for (const Event& event : events_) users.insert(event.actor);
    std::vector<std::vector<std::string>> names;
    for (const UserId& user : users) {
      if (user.empty()) continue;
      names.push_back(words_of(user.value));
      if (sources_.name_of) names.push_back(words_of(sources_.name_of(user)));
    }
    return names;
  }

  static bool is_near(const std::vector<std::string>& text, const std::vector<std::string>& name,
                      const std::vector<std::string>& blame) {
    for (auto at = find_words(text, name); at; at = find_words(text, name, *at + 1)) {
      const std::size_t end = *at + name.size();
      const std::size_t from = *at > k_near + blame.size() ? *at - k_near - blame.size() : 0;
      const auto found = find_words(text, blame, from);
      if (found && *found <= end + k_near) return true;
    }
    return false;
  }

  void check_blame() {
    const auto known = names();
    for (const Spoken& spoken : spoken_) {
      const std::vector<std::string> words = words_of(*spoken.text);
      const auto blames = [&](std::string_view phrase) {
        return std::ranges::any_of(
            known, [&](const auto& name) { return is_near(words, name, words_of(phrase)); });
      };
      const auto phrase = std::ranges::find_if(lint_words::k_blame, blames);
      if (phrase == lint_words::k_blame.end()) continue;
      add(spoken.event->entry,
          quoted(*phrase) + " stands next to a name" + place_of(*spoken.event) +
              ". Say what the situation was, not who.",
          spoken.fix);
    }
  }

  void check_human_error() {
    for (const Spoken& spoken : spoken_) {
      const std::string_view phrase = first_of(lint_words::k_human_error, *spoken.text);
      if (phrase.empty()) continue;
      add(spoken.event->entry,
          quoted(phrase) + place_of(*spoken.event) +
              " is where the questions begin: what made it easy to do, hard to notice?",
          spoken.fix);
    }
  }

  void check_gaps() {
    if (!incident_.started_at || !incident_.resolved_at) return;
    const Zone zone = find_zone(incident_.zone).value_or(Zone());
    Moment before = *incident_.started_at;
    const auto check = [&](Moment at, EntryNumber entry) {
      if (at - before > k_longest_gap) {
        add(entry,
            "Nothing is recorded from " + print_clock(before, zone) + " to " +
                print_clock(at, zone) + ", for " + print_duration(at - before) + " of the impact.",
            "log " + print_moment(before + (at - before) / 2, zone) + " TEXT");
      }
      before = std::max(before, at);
    };
    for (const Event* event : facts_.timeline) {
      if (event->happened_at < before) continue;
      if (event->happened_at > *incident_.resolved_at) break;
      check(event->happened_at, event->entry);
    }
    check(*incident_.resolved_at, facts_.resolved.entry);
  }

  static bool has_number(const std::string& text) {
    return text.find_first_of("0123456789") != std::string::npos ||
           !first_of(lint_words::k_numbers, text).empty();
  }

  // Said twice, once with a number is enough.
  void check_impact() {
    const auto own = facts_.own_texts.find(WriteupSection::impact);
    const Event* written = own == facts_.own_texts.end() ? nullptr : own->second;
    if (facts_.impact == nullptr && written == nullptr) {
      add({}, "There is no impact: who was affected, how many, and how?", "impact TEXT");
      return;
    }
    if (facts_.impact != nullptr && has_number(*editable_text(facts_.impact->body))) return;
    if (written != nullptr && has_number(std::get<event::SectionWritten>(written->body).text))
      return;
    add(facts_.impact == nullptr ? EntryNumber{} : facts_.impact->entry,
        "The impact has no number: how many, how much, which share?", "impact TEXT");
  }

  // Is this length that of one of the spans that the times give?
  bool is_known_length(Duration stated) const {
    const auto agrees = [stated](std::optional<Moment> from, std::optional<Moment> to) {
      if (!from || !to || *to < *from) return false;
      const Duration length = *to - *from;
      const Duration off = stated > length ? stated - length : length - stated;
      return off <= std::max<Duration>(1min, length / 10);
    };
    for (const auto& from : {incident_.started_at, incident_.detected_at}) {
      for (const auto& to : {incident_.mitigated_at, incident_.resolved_at}) {
        if (agrees(from, to)) return true;
      }
    }
    return false;
  }

  void check_lengths_in(const Spoken& spoken) {
    const std::string small = in_lower_case(*spoken.text);
    for (const std::string_view word : lint_words::k_length_of) {
      for (std::size_t at = small.find(word); at != std::string::npos;
           at = small.find(word, at + 1)) {
        if (at > 0 && is_word_byte(small[at - 1])) continue;
        const std::size_t begin = small.find_first_not_of(" :", at + word.size());
        if (begin == std::string::npos) continue;
        std::string_view rest = std::string_view(small).substr(begin);
        for (const std::string_view filler : {"for ", "about ", "around ", "was ", "is ", "of "}) {
          if (rest.starts_with(filler)) rest.remove_prefix(filler.size());
        }
        Scanner scanner(rest);
        const auto stated = scan_amount(scanner, Units::any);
        if (!stated || is_known_length(*stated)) continue;
        add(spoken.event->entry,
            "It says " + quoted(rest.substr(0, scanner.at())) + place_of(*spoken.event) +
                ", but by the times it was " +
                print_duration(*incident_.resolved_at - *incident_.started_at) + ".",
            spoken.fix);
        return;
      }
    }
  }

  void check_stated_lengths() {
    if (!incident_.started_at || !incident_.resolved_at) return;
    if (*incident_.resolved_at < *incident_.started_at) return;
    for (const Spoken& spoken : spoken_) {
      const Event& event = *spoken.event;
      const bool speaks_of_it = &event == facts_.impact || &event == facts_.summary ||
                                std::holds_alternative<event::Closed>(event.body) ||
                                is_own_text_of(event, WriteupSection::summary) ||
                                is_own_text_of(event, WriteupSection::impact);
      if (speaks_of_it) check_lengths_in(spoken);
    }
    for (const Event& event : events_) {
      if (const auto* document = std::get_if<event::Imported>(&event.body)) check(*document);
    }
  }

  void check(const event::Imported& document) {
    if (!document.stated_minutes) return;
    const Duration stated = std::chrono::minutes(*document.stated_minutes);
    if (is_known_length(stated)) return;
    const EntryNumber end = facts_.resolved.entry;
    add(end,
        "The document states a duration of " + print_duration(stated) +
            ", but by its times it was " +
            print_duration(*incident_.resolved_at - *incident_.started_at) + ".",
        end.value > 0 ? "move " + handle(end) + " WHEN" : "started WHEN");
  }

  const PostmortemSources& sources_;
  const Incident& incident_;
  std::vector<Event> events_;
  PostmortemFacts facts_;
  std::vector<Spoken> spoken_;  // those of the timeline, then people's own texts of sections
  std::vector<LintFinding> findings_;
};

}  // namespace

std::vector<LintFinding> lint(const PostmortemSources& sources) { return Linter(sources).run(); }

}  // namespace tocsin
