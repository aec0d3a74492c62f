#include "bot/slack/writeup_parts.h"

#include "bot/slack/json_text.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/utf8.h"

#include <fmt/core.h>

#include <cstdint>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_beside_blocks_units = 280;
constexpr std::string_view k_fence = "```";
constexpr std::size_t k_longest_link = 1'800;  // a token is never cut, and a section has 3,000

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t bytes = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return lines;
}

bool is_heading(std::string_view line) { return line.starts_with("# ") || line.starts_with("## "); }

bool is_table_row(std::string_view line) { return line.starts_with("|"); }

bool is_table_rule(std::string_view line) {
  return is_table_row(line) && line.find_first_not_of("|-: \n") == std::string_view::npos &&
         line.find('-') != std::string_view::npos;
}

// Sections with their headings. What stands inside of a code fence is no heading.
std::vector<std::string_view> sections_in(std::string_view markdown) {
  std::vector<std::string_view> sections;
  bool in_fence = false;
  std::size_t begin = 0;
  std::size_t position = 0;
  for (const std::string_view line : lines_of(markdown)) {
    if (line.starts_with(k_fence)) in_fence = !in_fence;
    if (!in_fence && is_heading(line) && position > begin) {
      sections.push_back(markdown.substr(begin, position - begin));
      begin = position;
    }
    position += line.size();
  }
  if (position > begin) sections.push_back(markdown.substr(begin));
  return sections;
}

// Takes a section that is longer than a message apart, line by line.
class SectionCutter {
 public:
  explicit SectionCutter(std::size_t units) : units_(units) {}

  std::vector<std::string> cut(std::string_view section) {
    for (const std::string_view line : lines_of(section)) {
      note_table(line);
      // Room is kept for the fence that a cut would have to close.
      for (const std::string_view piece : pieces_of(line)) add(piece);
      if (line.starts_with(k_fence)) fence_ = fence_.empty() ? std::string(line) : "";
    }
    if (has_content_) parts_.push_back(std::move(part_));
    return std::move(parts_);
  }

 private:
  static constexpr std::size_t k_reserve = 16;

  void note_table(std::string_view line) {
    if (!fence_.empty() || !is_table_row(line)) {
      table_head_.clear();
      previous_.clear();
    } else if (is_table_rule(line) && table_head_.empty() && !previous_.empty()) {
      table_head_ = previous_ + std::string(line);
    } else {
      previous_ = std::string(line);
    }
  }

  std::vector<std::string_view> pieces_of(std::string_view line) const {
    const std::size_t most = units_ / 2;
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    std::size_t used = 0;
    for (std::size_t i = 0; i < line.size();) {
      const CodePoint point = code_point_at(line, i);
      const std::size_t width = point.value > 0xFFFF ? 2 : 1;
      if (used + width > most) {
        pieces.push_back(line.substr(begin, i - begin));
        begin = i;
        used = 0;
      }
      used += width;
      i += point.bytes;
    }
    pieces.push_back(line.substr(begin));
    return pieces;
  }

  void add(std::string_view piece) {
    if (has_content_ &&
        slack_length(part_) + slack_length(piece) + k_reserve + fence_.size() > units_) {
      if (!fence_.empty()) part_ += std::string(part_.ends_with('\n') ? "" : "\n") + "```\n";
      parts_.push_back(std::move(part_));
      part_ = fence_;
      const bool in_table = is_table_row(piece) && table_head_.size() < units_ / 4;
      if (in_table && !is_table_rule(piece)) part_ += table_head_;
      has_content_ = false;
    }
    part_ += piece;
    has_content_ = true;
  }

  std::size_t units_;
  std::vector<std::string> parts_;
  std::string part_;
  bool has_content_ = false;
  std::string fence_;       // the opening line of the code fence that we are in
  std::string table_head_;  // both lines of it
  std::string previous_;
};

std::string unmarked_line(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    constexpr std::string_view k_escapable = "\\`*_[]#|~$-+=:.)(!";
    const bool escapes =
        c == '\\' && i + 1 < line.size() && k_escapable.find(line[i + 1]) != std::string_view::npos;
    if (escapes) {
      text += line[++i];
    } else if (line.substr(i).starts_with("**")) {
      text += '*';
      ++i;
    } else {
      text += c;
    }
  }
  return text;
}

// The write-up's Markdown writes the three HTML characters as Slack does and links as <https://…>;
// everything else that looks like one of Slack's tokens is escaped here.
std::string entities_kept(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const bool begins_link = rest.starts_with("<https://") || rest.starts_with("<http://");
    const std::size_t close = begins_link ? rest.find_first_of(">| \n") : std::string_view::npos;
    const bool is_link = close <= k_longest_link && rest[close] == '>';
    if (is_link) {
      out += rest.substr(0, close + 1);
      i += close + 1;
      continue;
    }
    const char c = text[i++];
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&' && !rest.starts_with("&amp;") && !rest.starts_with("&lt;") &&
               !rest.starts_with("&gt;")) {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string mrkdwn_line(std::string_view line) {
  std::string_view text = line;
  const bool ends = text.ends_with('\n');
  if (ends) text.remove_suffix(1);
  std::size_t hashes = 0;
  while (hashes < text.size() && text[hashes] == '#') ++hashes;
  const bool heading = hashes > 0 && hashes <= 6 && hashes < text.size() && text[hashes] == ' ';
  if (heading) text.remove_prefix(hashes + 1);
  std::string out = entities_kept(unmarked_line(text));
  if (heading && !out.empty()) out = "*" + out + "*";
  if (ends) out += '\n';
  return out;
}

// No token of Slack's may be smuggled in through a write-up, whatever made its Markdown.
std::string without_tokens(std::string_view part) {
  std::string text;
  text.reserve(part.size());
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool is_token = part[i] == '<' && i + 1 < part.size() &&
                          (part[i + 1] == '!' || part[i + 1] == '@' || part[i + 1] == '#');
    if (is_token) {
      text += "&lt;";
    } else {
      text += part[i];
    }
  }
  return text;
}

std::string first_lines(std::string_view part) {
  std::string text;
  for (const std::string_view line : lines_of(part)) {
    if (slack_length(text) > k_beside_blocks_units) break;
    if (!is_table_row(line)) text += mrkdwn_line(line);
  }
  while (text.ends_with('\n')) text.pop_back();
  return text.empty() ? "Postmortem" : shorten(text, k_beside_blocks_units);
}

}  // namespace

std::vector<std::string> writeup_parts(std::string_view markdown) {
  const std::string text = repaired_utf8(markdown);
  std::vector<std::string> parts;
  std::string part;
  const auto flush = [&] {
    if (part.find_first_not_of(" \n") != std::string::npos) parts.push_back(std::move(part));
    part.clear();
  };
  for (const std::string_view section : sections_in(text)) {
    if (slack_length(part) + slack_length(section) <= k_markdown_units) {
      part += section;
      continue;
    }
    flush();
    if (slack_length(section) <= k_markdown_units) {
      part = std::string(section);
      continue;
    }
    for (std::string& piece : SectionCutter(k_markdown_units).cut(section)) {
      flush();
      part = std::move(piece);
    }
  }
  flush();
  if (parts.empty()) parts.emplace_back("The write-up is empty.");
  return parts;
}

// FNV-1a, 64 bit.
std::string note_of_part(std::string_view part) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : part) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 0x00000100000001B3U;
  }
  return fmt::format("{:016x}", hash);
}

Content writeup_part_content(std::string_view part) {
  Content content;
  content.text = first_lines(part);
  content.text_is_whole = false;
  std::string block = R"({"type":"markdown","text":)";
  append_json_string(block, without_tokens(part));
  content.blocks = list_of({block + "}"});
  return content;
}

Content writeup_part_as_sections(std::string_view part) {
  std::string text;
  for (const std::string_view line : lines_of(part)) text += mrkdwn_line(line);
  Content content;
  content.text = first_lines(part);
  content.text_is_whole = false;
  std::vector<std::string> blocks = sections_of(text);
  if (blocks.size() > k_most_blocks) {
    blocks.resize(k_most_blocks - 1);
    blocks.push_back(context_of("This part was too long for one message; the file has it all."));
  }
  content.blocks = list_of(blocks);
  return content;
}

}  // namespace tocsin::slack
