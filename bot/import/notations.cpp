#include "bot/import/notations.h"

#include "bot/domain/ascii.h"
#include "bot/import/lost_spaces.h"
#include "bot/import/status_page.h"
#include "bot/import/text.h"
#include "bot/import/written_times.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>
#include <vector>

namespace tocsin::imports {
namespace {

struct Field {
  std::string_view name;
  std::string_view value;
};

// "name: value" or "name:", the name without blanks. The name is empty when it is none.
Field field_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (is_letter(line[at]) || line[at] == '_' || line[at] == '-')) ++at;
  if (at == 0 || at >= line.size() || line[at] != ':') return {};
  if (at + 1 < line.size() && line[at + 1] != ' ' && line[at + 1] != '\t') return {};
  return {line.substr(0, at), trim(line.substr(at + 1))};
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  const std::string lower = lowered(name);
  return std::find(names.begin(), names.end(), lower) != names.end();
}

// "Ana Okafor <ana@example.org>" and "ana@example.org (Ana Okafor)".
std::string name_of_sender(std::string_view from) {
  const std::size_t open = from.find('(');
  const std::size_t close = from.find(')');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
    return std::string(trim(from.substr(open + 1, close - open - 1)));
  }
  std::string_view name = trim(from.substr(0, from.find('<')));
  while (name.starts_with('"')) name.remove_prefix(1);
  while (name.ends_with('"')) name.remove_suffix(1);
  return std::string(name);
}

bool tells_today(std::string_view text) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"this morning", "this afternoon", "this evening", "tonight", "today"});
  constexpr std::size_t beginning = 600;
  return has_stem(lowered(text.substr(0, beginning)), words);
}

// The head of a mail: its subject is the title and its sender the author. When it was sent is when
// it happened only where the mail says "today".
std::string without_mail_head(std::string_view text) {
  std::string_view subject;
  std::string_view from;
  std::string_view sent;
  std::size_t at = 0;
  for (const std::string_view line : lines_of(text)) {
    const Field field = field_of(line);
    const bool folded = at > 0 && (line.starts_with(' ') || line.starts_with('\t'));
    if (field.name.empty() && !folded) break;
    if (is_one_of(field.name, {"subject"})) subject = field.value;
    if (is_one_of(field.name, {"from", "sender"})) from = field.value;
    if (is_one_of(field.name, {"date", "sent"})) sent = field.value;
    at += line.size() + 1;
  }
  if (subject.empty() || from.empty()) return std::string(text);
  std::string markdown = "# " + std::string(subject) + "\n\nAuthor: " + name_of_sender(from) + "\n";
  std::string_view body = text.substr(std::min(at, text.size()));
  const std::size_t signature = body.find("\n-- \n");
  body = body.substr(0, signature);
  const auto days = find_days(sent);
  if (!days.empty() && tells_today(body)) {
    const Place& place = days.front().place;
    markdown += "\nDate: " + std::string(sent.substr(place.begin, place.end - place.begin)) + "\n";
  }
  return markdown + '\n' + std::string(body) + '\n';
}

std::string_view bare_value(std::string_view value) {
  value = trim(value);
  for (const char quote : {'"', '\''}) {
    if (value.size() >= 2 && value.front() == quote && value.back() == quote) {
      return value.substr(1, value.size() - 2);
    }
  }
  return value;
}

std::string heading_of(std::string_view name) {
  std::string heading(name);
  std::replace(heading.begin(), heading.end(), '_', ' ');
  heading.front() = heading.front() >= 'a' && heading.front() <= 'z'
                        ? static_cast<char>(heading.front() - 32)
                        : heading.front();
  return heading;
}

// A flat reading of YAML: fields of the first column become labels or headings, what is below them
// paragraphs and items; the fields of an item are joined to one line.
class Yaml {
 public:
  // `in_front`: of a text that has headings of its own.
  explicit Yaml(bool in_front) : in_front_(in_front) {}

  void take(std::string_view line) {
    const std::string_view content = trim(line);
    if (content.empty() || content.starts_with('#')) return;
    if (line.front() != ' ' && line.front() != '-' && line.front() != '\t') return top(content);
    const bool item = content == "-" || content.starts_with("- ");
    const std::string_view rest = item ? trim(content.substr(1)) : content;
    const Field field = field_of(rest);
    const std::string_view value = bare_value(field.name.empty() ? rest : field.value);
    if (item) {
      out_ += "\n- ";
    } else {
      out_ += out_.ends_with('\n') || out_.ends_with("- ") ? "" : " ";
    }
    out_ += value;
  }

  std::string finish() { return std::move(out_) + "\n\n"; }

 private:
  void top(std::string_view content) {
    const Field field = field_of(content);
    // What the generator of a web site wants to know.
    const bool site = is_one_of(field.name, {"layout", "permalink", "categories", "category",
                                             "tags", "comments", "draft", "slug", "image", "toc"});
    if (field.name.empty() || site) return;
    std::string_view value = bare_value(field.value);
    const bool block =
        value.empty() || value == ">" || value == "|" || value == ">-" || value == "|-";
    if (block) {
      out_ += "\n\n## " + heading_of(field.name) + "\n\n";
      return;
    }
    if (value.starts_with('[') && value.ends_with(']')) value = value.substr(1, value.size() - 2);
    if (is_one_of(field.name, {"title", "name", "subject"}) && in_front_) {
      out_.insert(0, "\n\nTitle: " + std::string(value) + "\n\n");  // whatever stood above it
    } else if (is_one_of(field.name, {"title", "name", "subject"})) {
      out_ += "\n\n# " + std::string(value) + "\n\n";
    } else {
      out_ += "\n\n" + heading_of(field.name) + ": " + std::string(value) + "\n\n";
    }
  }

  std::string out_;
  bool in_front_;
};

// "---" on the first line to the next "---".
std::string without_front_matter(std::string_view text) {
  if (!text.starts_with("---\n")) return std::string(text);
  const std::size_t end = text.find("\n---", 3);
  if (end == std::string_view::npos) return std::string(text);
  const std::string_view head = text.substr(4, end > 4 ? end - 4 : 0);
  Yaml yaml(true);
  for (const std::string_view line : lines_of(head)) {
    const bool fits = trim(line).empty() || line.starts_with(' ') || line.starts_with('-') ||
                      line.starts_with('#') || !field_of(line).name.empty();
    if (!fits) return std::string(text);
    yaml.take(line);
  }
  const std::size_t body = std::min(text.find('\n', end + 1), text.size() - 1) + 1;
  return yaml.finish() + std::string(text.substr(body));
}

// All of it: fields in the first column, everything else indented below them.
bool is_yaml(const std::vector<std::string_view>& lines) {
  std::size_t fields = 0;
  std::size_t empty_ones = 0;
  for (const std::string_view line : lines) {
    if (trim(line).empty() || line.front() == '#' || line.front() == ' ') continue;
    const Field field = field_of(line);
    if (field.name.empty()) return false;
    const bool small = field.name.front() >= 'a' && field.name.front() <= 'z';
    if (!small) return false;
    ++fields;
    if (field.value.empty()) ++empty_ones;
  }
  constexpr std::size_t enough = 4;
  return fields >= enough && empty_ones > 0;
}

bool is_wiki_heading(std::string_view line) {
  return line.size() > 4 && line[0] == 'h' && line[1] >= '1' && line[1] <= '6' && line[2] == '.' &&
         line[3] == ' ';
}

// "h2. Impact", "||Time||Event||", "{{code}}".
std::string from_wiki(const std::vector<std::string_view>& lines) {
  std::string markdown;
  bool in_table = false;
  for (const std::string_view line : lines) {
    std::string text(line);
    if (is_wiki_heading(line)) {
      text = std::string(static_cast<std::size_t>(line[1] - '0'), '#') + ' ' +
             std::string(line.substr(4));
    }
    for (const std::string_view brace : {"{{", "}}"}) {
      for (std::size_t at = text.find(brace); at != std::string::npos; at = text.find(brace, at)) {
        text.replace(at, 2, "`");
      }
    }
    const bool head = text.starts_with("||");
    const bool row = text.starts_with('|');
    if (row && !in_table) markdown += '\n';
    if (head) {
      for (std::size_t at = text.find("||"); at != std::string::npos; at = text.find("||", at)) {
        text.replace(at, 2, "|");
      }
      const auto columns = std::count(text.begin(), text.end(), '|') - 1;
      text += "\n|";
      for (std::ptrdiff_t i = 0; i < columns; ++i) text += "---|";
    }
    if (!row && in_table) markdown += '\n';
    in_table = row;
    markdown += text + '\n';
  }
  return markdown;
}

}  // namespace

std::string notation_to_markdown(std::string_view text) {
  const std::string plain =
      with_lost_spaces(status_page_to_markdown(without_front_matter(without_mail_head(text))));
  const std::vector<std::string_view> lines = lines_of(plain);
  if (std::any_of(lines.begin(), lines.end(), is_wiki_heading)) return from_wiki(lines);
  if (!is_yaml(lines)) return plain;
  Yaml yaml(false);
  for (const std::string_view line : lines) yaml.take(line);
  return yaml.finish();
}

}  // namespace tocsin::imports
