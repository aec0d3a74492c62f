#include "tests/import/corpus.h"

#include "tests/import/fixture.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace tocsin::imports {

namespace {

struct Spelling {
  std::string_view from;
  std::string_view to;
};

constexpr Spelling k_spellings[] = {
    {"\u2018", "'"}, {"\u2019", "'"}, {"\u201C", "\""}, {"\u201D", "\""},
    {"\u00A0", " "}, {"*", ""},       {"_", ""},        {"`", ""},
};

// How a human compares: white space, case, marks of emphasis and the shape of quotes do not count.
std::string folded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto* spelling =
        std::find_if(std::begin(k_spellings), std::end(k_spellings),
                     [&](const Spelling& each) { return text.substr(at).starts_with(each.from); });
    if (spelling != std::end(k_spellings)) {
      plain += spelling->to;
      at += spelling->from.size();
    } else {
      plain += text[at++];
    }
  }
  std::string result;
  for (const char c : plain) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (blank && (result.empty() || result.back() == ' ')) continue;
    result += blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

// "a|b": either will do.
bool says(std::string_view text, const std::string& wanted) {
  const std::string whole = folded(text);
  for (std::size_t begin = 0; begin <= wanted.size();) {
    const std::size_t end = std::min(wanted.find('|', begin), wanted.size());
    const std::string part = folded(std::string_view(wanted).substr(begin, end - begin));
    if (whole.find(part) != std::string::npos) return true;
    begin = end + 1;
  }
  return false;
}

// The fact is a value, or a list of all values that a human would accept.
template <class Test>
bool accepts(const Json& fact, Test&& test) {
  return fact.is_array() ? std::any_of(fact.begin(), fact.end(), test) : test(fact);
}

std::string to_the_minute(const std::optional<LocalTime>& time) {
  if (!time) return "null";
  const std::string printed = print_local_time(*time);
  return time->of_day ? printed.substr(0, printed.size() - 3) : printed;
}

std::string or_null(const std::optional<std::string>& text) { return text ? *text : "null"; }

std::string number(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "null";
}

class Comparison {
 public:
  Comparison(const Json& facts, const ImportedDocument& document)
      : facts_(facts), document_(document) {}

  std::vector<std::string> run() {
    text("title", document_.title);
    authors();
    text("start", to_the_minute(document_.start));
    text("end", to_the_minute(document_.end));
    text("tz", or_null(document_.zone));
    text("duration_minutes", number(document_.duration_minutes));
    text("stated_duration_minutes", number(document_.stated_duration_minutes));
    percent();
    contains("impact_contains", or_null(document_.impact));
    contains("root_cause_contains", or_null(document_.root_cause));
    contains("resolution_contains", or_null(document_.resolution));
    contains("escalation_contains", joined(document_.escalations));
    timeline();
    count("tasks_count", document_.tasks.size(), joined(document_.tasks));
    count("measures_count", document_.measures.size(), joined(document_.measures));
    count("actions_count", document_.tasks.size() + document_.measures.size(), "");
    warnings();
    return std::move(missing_);
  }

 private:
  static std::string joined(const std::vector<std::string>& texts) {
    std::string result;
    for (const std::string& each : texts) result += "[" + each + "] ";
    return result;
  }

  void miss(std::string_view key, const std::string& read) {
    missing_.push_back(fmt::format("{}: wanted {}, read {}", key,
                                   facts_.contains(key) ? facts_.at(std::string(key)).dump() : "",
                                   read));
  }

  // Numbers and null are compared as they are written.
  void text(const char* key, const std::string& read) {
    const auto fact = facts_.find(key);
    if (fact == facts_.end()) return;
    const bool right = accepts(*fact, [&](const Json& each) {
      return each.is_null()
                 ? read == "null" || read.empty()
                 : folded(each.is_string() ? each.get<std::string>() : each.dump()) == folded(read);
    });
    if (!right) miss(key, read);
  }

  void authors() {
    const auto fact = facts_.find("authors");
    if (fact == facts_.end() || fact->is_null()) return;
    std::vector<std::string> wanted = fact->get<std::vector<std::string>>();
    if (wanted != document_.authors) miss("authors", joined(document_.authors));
  }

  void percent() {
    const auto fact = facts_.find("impact_percent");
    if (fact == facts_.end()) return;
    const std::optional<double> read = document_.impact_percent;
    const bool right = accepts(*fact, [&](const Json& each) {
      return each.is_null() ? !read : read && std::abs(each.get<double>() - *read) < 0.001;
    });
    if (!right) miss("impact_percent", read ? fmt::format("{}", *read) : "null");
  }

  void contains(const char* key, const std::string& read) {
    const auto fact = facts_.find(key);
    if (fact == facts_.end() || fact->is_null()) return;
    if (!says(read, fact->get<std::string>())) miss(key, read);
  }

  void count(const char* key, std::size_t read, const std::string& what) {
    const auto fact = facts_.find(key);
    if (fact == facts_.end()) return;
    if (!accepts(*fact, [&](const Json& each) { return each.get<std::size_t>() == read; })) {
      miss(key, fmt::format("{} {}", read, what));
    }
  }

  static bool is_at(const ImportedEntry& entry, const std::string& wanted) {
    if (!entry.time) return false;
    const std::string read = to_the_minute(entry.time);
    if (wanted.find('T') != std::string::npos) return read == wanted;
    const std::string clock = wanted.size() == 4 ? "0" + wanted : wanted;
    return read.substr(read.find('T') + 1) == clock;
  }

  static bool matches(const ImportedEntry& entry, const Json& fact) {
    return accepts(fact.at("time"),
                   [&](const Json& each) { return is_at(entry, each.get<std::string>()); }) &&
           says(entry.text, fact.at("contains").get<std::string>());
  }

  std::string printed(const ImportedEntry& entry) const {
    return fmt::format("{} {} {}", to_the_minute(entry.time), kind_word(entry.kind), entry.text);
  }

  void kind(const Json& fact, const ImportedEntry& entry) {
    if (!fact.contains("kind")) return;
    const bool right = accepts(fact.at("kind"), [&](const Json& each) {
      return each.get<std::string>() == kind_word(entry.kind);
    });
    if (!right)
      missing_.push_back(fmt::format("kind: wanted {}, read {}", fact.dump(), printed(entry)));
  }

  void entry_at(const char* key, bool first) {
    const auto fact = facts_.find(key);
    if (fact == facts_.end() || fact->is_null()) return;
    if (document_.timeline.empty()) {
      miss(key, "no entries");
      return;
    }
    const ImportedEntry& entry = first ? document_.timeline.front() : document_.timeline.back();
    if (!matches(entry, *fact)) {
      miss(key, printed(entry));
    } else {
      kind(*fact, entry);
    }
  }

  void timeline() {
    const std::vector<ImportedEntry>& read = document_.timeline;
    std::string times;
    for (const ImportedEntry& each : read) times += to_the_minute(each.time) + " ";
    count("timeline_count", read.size(), times);
    entry_at("first_entry", true);
    entry_at("last_entry", false);
    for (const Json& fact : facts_.value("entries", Json::array())) {
      const auto entry = std::find_if(
          read.begin(), read.end(), [&](const ImportedEntry& each) { return matches(each, fact); });
      if (entry == read.end()) {
        missing_.push_back(fmt::format("entry: wanted {}", fact.dump()));
      } else {
        kind(fact, *entry);
      }
    }
  }

  void warnings() {
    for (const Json& word : facts_.value("warnings_contain", Json::array())) {
      const bool found =
          std::any_of(document_.warnings.begin(), document_.warnings.end(),
                      [&](const std::string& each) { return says(each, word.get<std::string>()); });
      if (!found) miss("warnings_contain", joined(document_.warnings));
    }
  }

  const Json& facts_;
  const ImportedDocument& document_;
  std::vector<std::string> missing_;
};

}  // namespace

Json read_facts(const std::string& folder) {
  return parse_json(read_fixture(folder + "/facts.json")).value_or(Json::object());
}

std::vector<std::string> missing_facts(const Json& facts, const ImportedDocument& document) {
  return Comparison(facts, document).run();
}

}  // namespace tocsin::imports
