#include "bot/slack/blocks.h"

#include "bot/slack/json_text.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/utf8.h"

#include <fmt/core.h>

#include <algorithm>

namespace tocsin::slack {

namespace {

// On the wire, and in messages that stay in Slack for years: never changed, only followed by v2.
constexpr std::string_view k_value_version = "v1:";

constexpr std::string_view k_shortened = "\n_(shortened)_";

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string mrkdwn_object(std::string_view mrkdwn) {
  return fmt::format(R"({{"type":"mrkdwn","text":{},"verbatim":true}})", json_string(mrkdwn));
}

std::string_view style_of(Button::Style style) {
  switch (style) {
    case Button::Style::plain:
      return "";
    case Button::Style::primary:
      return R"(,"style":"primary")";
    case Button::Style::danger:
      return R"(,"style":"danger")";
  }
  return "";
}

bool can_be_carried(const Button& button) {
  return utf16_units(button_value(button.command_line)) <= k_longest_value &&
         is_utf8(button.command_line);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

}  // namespace

std::string button_value(std::string_view command_line) {
  return std::string(k_value_version) + std::string(command_line);
}

std::optional<std::string> command_line_of(std::string_view value) {
  if (!value.starts_with(k_value_version)) return std::nullopt;
  return std::string(value.substr(k_value_version.size()));
}

// A label is plain text: no markup, so nothing is escaped, and it is cut between characters.
std::string plain_label(std::string_view typed, std::size_t units) {
  const std::string text = unmarked(typed);
  if (text.find_first_not_of(' ') == std::string::npos) return "…";
  if (utf16_units(text) <= units) return text;
  std::string label;
  std::size_t used = 1;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = code_point_at(text, i);
    used += point.value > 0xFFFF ? 2 : 1;
    if (used > units) break;
    append_code_point(label, point.value);
    i += point.bytes;
  }
  return label + "…";
}

std::vector<std::string> sections_of(std::string_view mrkdwn) {
  std::vector<std::string> sections;
  for (const std::string& piece : split_text(mrkdwn, k_section_units)) {
    // Slack refuses an empty section, and one of blanks only.
    if (piece.find_first_not_of(" \n") == std::string::npos) continue;
    sections.push_back(fmt::format(R"({{"type":"section","text":{}}})", mrkdwn_object(piece)));
  }
  return sections;
}

std::string actions_of(const std::vector<Button>& buttons) {
  std::string elements;
  std::size_t number = 0;
  for (const Button& button : buttons) {
    if (!can_be_carried(button)) continue;
    if (number == k_most_buttons) break;
    if (number > 0) elements += ',';
    elements += fmt::format(
        R"({{"type":"button","action_id":"run:{}","text":{{"type":"plain_text","text":{},"emoji":true}},"value":{}{}}})",
        number, json_string(plain_label(button.label, k_longest_label)),
        json_string(button_value(button.command_line)), style_of(button.style));
    ++number;
  }
  if (number == 0) return "";
  return fmt::format(R"({{"type":"actions","elements":[{}]}})", elements);
}

std::string context_of(std::string_view mrkdwn) {
  return fmt::format(R"({{"type":"context","elements":[{}]}})",
                     mrkdwn_object(shorten(mrkdwn, k_section_units)));
}

std::string list_of(const std::vector<std::string>& blocks) {
  return "[" + joined(blocks, ",") + "]";
}

std::vector<std::string> paragraphs_of(const Reply& reply) {
  std::vector<std::string> paragraphs;
  for (const RichText& paragraph : reply.paragraphs) {
    std::string mrkdwn = to_mrkdwn(paragraph);
    if (mrkdwn.find_first_not_of(" \n") != std::string::npos) {
      paragraphs.push_back(std::move(mrkdwn));
    }
  }
  for (const Button& button : reply.buttons) {
    if (can_be_carried(button)) continue;
    paragraphs.push_back(
        fmt::format("The line behind “{}” is too long for a button: please type it yourself.",
                    escaped(plain_label(button.label, k_longest_label))));
  }
  return paragraphs;
}

Content content_of(const std::vector<std::string>& paragraphs, const std::vector<Button>& buttons) {
  const std::string text = joined(paragraphs, "\n");
  const std::string actions = actions_of(buttons);
  Content content;
  content.text_is_whole = slack_length(text) <= k_text_units;
  content.text = shorten(text.empty() ? "…" : text, k_text_units);
  if (actions.empty() && content.text_is_whole) return content;

  std::vector<std::string> blocks;
  // Sections of neighbouring paragraphs are joined, so that a long list stays under the number of
  // blocks.
  std::string section;
  const auto flush = [&] {
    for (std::string& block : sections_of(section)) blocks.push_back(std::move(block));
    section.clear();
  };
  for (const std::string& paragraph : paragraphs) {
    if (slack_length(section) + slack_length(paragraph) + 1 > k_section_units) flush();
    if (!section.empty()) section += '\n';
    section += paragraph;
  }
  flush();
  const std::size_t room = k_most_blocks - (actions.empty() ? 0 : 1);
  if (blocks.size() > room) {
    blocks.resize(room - 1);
    blocks.push_back(context_of("This was too long for one message and is shortened."));
  }
  if (!actions.empty()) blocks.push_back(actions);
  content.blocks = list_of(blocks);
  return content;
}

Content reply_content(const Reply& reply) {
  return content_of(paragraphs_of(reply), reply.buttons);
}

Content sentence_content(const RichText& text) {
  Reply reply;
  reply.paragraphs.push_back(text);
  return reply_content(reply);
}

std::string plain_content(const Content& content, std::string_view whole) {
  constexpr std::size_t k_always_taken = 2'850;  // of 3,000, which no method refuses
  if (content.text_is_whole && slack_length(content.text) <= k_always_taken) return content.text;
  const std::string ending =
      whole.empty() ? std::string(k_shortened) : fmt::format("\n_(shortened; {})_", whole);
  const std::size_t room = k_always_taken - std::min(slack_length(ending), k_always_taken / 2);
  return shorten(content.text, room) + ending;
}

}  // namespace tocsin::slack
