// typed_text() and line_to() of envelope.h: from Slack's escaped form back to what the person
// typed.
#include "bot/slack/envelope.h"
#include "bot/slack/slack_id.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tocsin::slack {

namespace {

// Slack escapes exactly three characters; undone once, so "&amp;lt;" is the typed "&lt;".
std::string unescaped(std::string_view text) {
  struct Entity {
    std::string_view code;
    char character;
  };
  constexpr std::array k_entities{Entity{"&lt;", '<'}, Entity{"&gt;", '>'}, Entity{"&amp;", '&'}};
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto found =
        std::find_if(k_entities.begin(), k_entities.end(),
                     [&](const Entity& entity) { return text.substr(i).starts_with(entity.code); });
    if (found == k_entities.end()) {
      out += text[i++];
    } else {
      out += found->character;
      i += found->code.size();
    }
  }
  return out;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view k_blanks = " \t\r\n";
  const std::size_t start = text.find_first_not_of(k_blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(k_blanks) - start + 1);
}

std::string special(std::string_view target, std::string_view label, std::string_view token) {
  constexpr std::string_view k_group = "!subteam^";
  if (target.starts_with(k_group) && is_id(target.substr(k_group.size()))) {
    if (label.empty()) return "<" + std::string(target) + ">";
    return "<" + std::string(target) + "|" + unescaped(label) + ">";
  }
  if (target == "!here" || target == "!channel" || target == "!everyone") {
    return "@" + std::string(target.substr(1));
  }
  if (!label.empty()) return unescaped(label);  // a date shows as its fallback
  return "<" + unescaped(token) + ">";
}

// People type "example.com" and Slack makes "<http://example.com|example.com>" of it.
std::string link(std::string_view target, std::string_view label) {
  if (label.empty()) return unescaped(target);
  for (const std::string_view scheme : {"http://", "https://", "mailto:", "tel:"}) {
    if (target.starts_with(scheme) && target.substr(scheme.size()) == label) {
      return unescaped(label);
    }
  }
  if (target == label) return unescaped(label);
  return unescaped(label) + " (" + unescaped(target) + ")";
}

std::string of_token(std::string_view token) {
  const std::size_t bar = token.find('|');
  const std::string_view target = token.substr(0, bar);
  const std::string_view label =
      bar == std::string_view::npos ? std::string_view() : token.substr(bar + 1);
  if (token.starts_with('@') && is_id(target.substr(1))) return "<" + std::string(target) + ">";
  if (token.starts_with('#') && is_id(target.substr(1))) {
    if (label.empty()) return "<" + std::string(target) + ">";
    return "<" + std::string(target) + "|" + unescaped(label) + ">";
  }
  if (token.starts_with('!')) return special(target, label, token);
  if (token.empty() || token.starts_with('@') || token.starts_with('#')) {
    return "<" + unescaped(token) + ">";
  }
  return link(target, label);
}

}  // namespace

std::string typed_text(std::string_view slack_text) {
  if (slack_text.find_first_of("<&") == std::string_view::npos) return std::string(slack_text);
  std::string typed;
  typed.reserve(slack_text.size());
  while (!slack_text.empty()) {
    const std::size_t open = slack_text.find('<');
    const std::size_t close =
        open == std::string_view::npos ? open : slack_text.find('>', open + 1);
    if (close == std::string_view::npos) break;
    typed += unescaped(slack_text.substr(0, open));
    typed += of_token(slack_text.substr(open + 1, close - open - 1));
    slack_text.remove_prefix(close + 1);
  }
  return typed + unescaped(slack_text);
}

bool is_typed_subtype(std::string_view subtype) {
  return subtype.empty() || subtype == "thread_broadcast" || subtype == "file_share";
}

bool begins_with_mark(std::string_view text) { return without_blanks(text).starts_with('!'); }

std::string line_to(const UserId& own, std::string_view text) {
  const std::string mention = "<@" + own.value + ">";
  text = without_blanks(text);
  if (text.starts_with(mention)) {
    text.remove_prefix(mention.size());
    text = without_blanks(text);
    if (text.starts_with(':') || text.starts_with(',')) text.remove_prefix(1);
    text = without_blanks(text);
  }
  if (text.starts_with('!')) text.remove_prefix(1);
  return std::string(text);
}

}  // namespace tocsin::slack
