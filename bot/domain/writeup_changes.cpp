#include "bot/domain/writeup_changes.h"

#include "bot/domain/markdown.h"
#include "bot/domain/whole_letters.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_lines = 16;
constexpr std::size_t k_longest_line = 300;  // bytes

struct Section {
  std::string_view heading;
  std::vector<std::string_view> lines;  // without blank ones
};

// What stands before the first section (title and table) has an empty heading.
std::vector<Section> sections_in(std::string_view markdown) {
  std::vector<Section> sections(1);
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    const std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    if (line.starts_with("## ")) {
      sections.push_back({line.substr(3), {}});
    } else if (!line.empty()) {
      sections.back().lines.push_back(line);
    }
  }
  return sections;
}

bool is_derived(std::string_view heading) {
  return heading == "Open questions" || heading == "Record";
}

const Section* find_section(const std::vector<Section>& sections, std::string_view heading) {
  const auto found = std::ranges::find(sections, heading, &Section::heading);
  return found == sections.end() ? nullptr : &*found;
}

// The lines of `left` that `right` does not have as often.
std::vector<std::string_view> lines_only_in(const Section* left, const Section* right) {
  std::map<std::string_view, std::size_t> there;
  if (right != nullptr) {
    for (const std::string_view line : right->lines) ++there[line];
  }
  std::vector<std::string_view> only;
  if (left == nullptr) return only;
  for (const std::string_view line : left->lines) {
    const auto known = there.find(line);
    if (known != there.end() && known->second > 0) {
      --known->second;
    } else {
      only.push_back(line);
    }
  }
  return only;
}

// "(E12)" at the end: lines about the same entries stand together. Of a table's row its first cell.
std::string_view subject_of(std::string_view line) {
  if (line.starts_with('|')) return line.substr(0, line.find('|', 1));
  const std::size_t open = line.rfind(" (E");
  return open == std::string_view::npos || !line.ends_with(')') ? std::string_view()
                                                                : line.substr(open);
}

struct Change {
  std::string_view before;  // empty: a new line
  std::string_view after;   // empty: it is gone
};

std::vector<Change> changes_between(std::vector<std::string_view> removed,
                                    std::vector<std::string_view> added) {
  std::vector<Change> changes;
  const bool is_one_for_one = removed.size() == 1 && added.size() == 1;
  for (const std::string_view line : removed) {
    const auto same = std::ranges::find_if(added, [&](std::string_view other) {
      return is_one_for_one || (!subject_of(line).empty() && subject_of(line) == subject_of(other));
    });
    if (same == added.end()) {
      changes.push_back({line, {}});
    } else {
      changes.push_back({line, *same});
      added.erase(same);
    }
  }
  for (const std::string_view line : added) changes.push_back({{}, line});
  return changes;
}

bool is_between_asterisks(std::string_view text) {
  return text.size() > 4 && text.starts_with("**") && text.ends_with("**");
}

// As people read it: without what Markdown wants around it.
std::string as_read(std::string_view line) {
  std::string text;
  if (line.starts_with('|')) {  // a row of a table: its cells
    for (std::size_t begin = 1; begin < line.size();) {
      std::size_t end = line.find('|', begin);
      while (end != std::string_view::npos && line[end - 1] == '\\') end = line.find('|', end + 1);
      end = std::min(end, line.size());
      if (!text.empty()) text += " · ";
      std::string_view cell = line.substr(begin, end - begin);
      while (cell.starts_with(' ')) cell.remove_prefix(1);
      while (cell.ends_with(' ')) cell.remove_suffix(1);
      text += unescape_markdown(cell);
      begin = end + 1;
    }
  } else {
    if (line.starts_with("- ")) line.remove_prefix(2);
    if (line.ends_with('\\')) line.remove_suffix(1);
    if (line.size() > 2 && line.starts_with('_') && line.ends_with('_')) {
      line = line.substr(1, line.size() - 2);
    }
    if (is_between_asterisks(line)) line = line.substr(2, line.size() - 4);
    std::string plain(line);
    for (std::size_t at = 0; (at = plain.find("**", at)) != std::string::npos;) {
      plain.erase(at, 2);  // what people typed is escaped, so these mark the kind of an entry
    }
    text = unescape_markdown(plain);
  }
  if (text.size() <= k_longest_line) return text;
  return std::string(whole_letters(text, k_longest_line)) + "…";
}

class Printer {
 public:
  explicit Printer(const std::vector<UserId>& by) : text_("Changed") {
    for (std::size_t i = 0; i < by.size(); ++i) {
      text_.plain(i == 0 ? " by " : i + 1 == by.size() ? " and " : ", ").user(by[i]);
    }
    text_.plain(":");
  }

  void print(std::string_view heading, const std::vector<Change>& changes) {
    bool has_heading = false;
    for (const Change& change : changes) {
      if (lines_ >= k_most_lines) {
        ++left_;
        continue;
      }
      if (!has_heading) text_.plain("\n").bold(heading.empty() ? "Head" : heading);
      has_heading = true;
      line("− ", change.before);
      line("+ ", change.after);
    }
  }

  RichText take() {
    if (lines_ == 0) return {};
    if (left_ > 0) {
      text_.plain("\nand " + std::to_string(left_) + " more, in the write-up itself.");
    }
    return std::move(text_);
  }

 private:
  void line(std::string_view sign, std::string_view what) {
    if (what.empty()) return;
    ++lines_;
    text_.plain("\n" + std::string(sign) + as_read(what));
  }

  RichText text_;
  std::size_t lines_ = 0;
  std::size_t left_ = 0;
};

struct Outdates {
  bool operator()(const event::Closed&) const { return false; }  // posts a new one
  bool operator()(const event::CloseAsked&) const { return false; }
  bool operator()(const event::SubscriptionChanged&) const { return false; }
  bool operator()(const event::MemberChanged&) const { return false; }
  bool operator()(const event::ChannelMoved&) const { return false; }
  bool operator()(const event::DrillPlanned&) const { return false; }
  template <class Other>
  bool operator()(const Other&) const {
    return true;
  }
};

}  // namespace

RichText writeup_changes(std::string_view before, std::string_view after,
                         const std::vector<UserId>& by) {
  const std::vector<Section> old_sections = sections_in(before);
  const std::vector<Section> new_sections = sections_in(after);
  Printer printer(by);
  for (const Section& section : new_sections) {
    if (is_derived(section.heading)) continue;
    const Section* old = find_section(old_sections, section.heading);
    printer.print(section.heading,
                  changes_between(lines_only_in(old, &section), lines_only_in(&section, old)));
  }
  return printer.take();
}

bool outdates_writeup(const Incident& before, const Incident& after, const EventBody& body) {
  if (before.state != State::closed && after.state != State::closed) return false;
  return std::visit(Outdates{}, body);
}

}  // namespace tocsin
