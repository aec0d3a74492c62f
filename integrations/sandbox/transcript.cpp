// A channel as plain text, for people who read a failed test and for comparison with golden files.

#include "bot/json.h"
#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"
#include "integrations/sandbox/workspace.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tocsin::sandbox {

namespace {

std::string clock_text(Moment moment) {
  const std::int64_t seconds = to_stored(moment) / 1000 % 86'400;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return text.data();
}

// One <token> as people see it.
std::string token_text(const State& state, std::string_view inner) {
  const std::size_t bar = inner.find('|');
  const std::string_view name = inner.substr(0, bar);
  const std::string label(bar == std::string_view::npos ? std::string_view{}
                                                        : inner.substr(bar + 1));
  if (name.substr(0, 1) == "@") {
    const auto found = state.people.find(std::string(name.substr(1)));
    return "@" + (found == state.people.end() ? std::string(name.substr(1)) : found->second.name);
  }
  if (name.substr(0, 1) == "#") {
    const auto found = state.channels.find(std::string(name.substr(1)));
    return "#" + (found == state.channels.end() ? std::string(name.substr(1)) : found->second.name);
  }
  if (name.substr(0, 6) == "!date^" || name.substr(0, 9) == "!subteam^") return label;
  if (name.substr(0, 1) == "!") return "@" + std::string(name.substr(1)) + "(!)";
  return label.empty() ? std::string(name) : label + " (" + std::string(name) + ")";
}

std::string readable(const State& state, std::string_view wire) {
  std::string out;
  for (std::size_t i = 0; i < wire.size(); ++i) {
    const std::size_t end = wire[i] == '<' ? wire.find('>', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += wire[i];
    } else {
      out += token_text(state, wire.substr(i + 1, end - i - 1));
      i = end;
    }
  }
  return unescape_wire(out);
}

void add_line(std::vector<std::string>& lines, std::string line) {
  if (!line.empty()) lines.push_back(std::move(line));
}

std::string text_of(const State& state, const Json& json, const char* key) {
  if (!json.is_object() || !json.contains(key)) return "";
  const Json& text = json[key];
  if (text_in(text, "type") == "mrkdwn") return readable(state, text_in(text, "text"));
  return text_in(text, "text");
}

std::string element_text(const State& state, const Json& element) {
  const std::string type = text_in(element, "type");
  if (type == "button") return "[" + text_of(state, element, "text") + "]";
  if (type == "mrkdwn") return readable(state, text_in(element, "text"));
  if (type == "plain_text") return text_in(element, "text");
  if (type == "image") return "(" + text_in(element, "alt_text") + ")";
  const std::string label = text_of(state, element, "placeholder");
  return "<" + (label.empty() ? text_in(element, "action_id") : label) + ">";
}

std::string rich_text(const State& state, const Json& json) {
  const std::string type = text_in(json, "type");
  if (type == "text" || type == "link") {
    const std::string text = text_in(json, "text");
    return text.empty() ? text_in(json, "url") : text;
  }
  if (type == "user") return token_text(state, "@" + text_in(json, "user_id"));
  if (type == "channel") return token_text(state, "#" + text_in(json, "channel_id"));
  if (type == "emoji") return ":" + text_in(json, "name") + ":";
  if (type == "date") return text_in(json, "fallback");
  if (type == "broadcast") return "@" + text_in(json, "range") + "(!)";
  std::string out;
  if (!json.is_object() || !json.contains("elements")) return out;
  for (const Json& element : json["elements"]) {
    if (!out.empty() && type != "rich_text_section" && type != "rich_text_preformatted" &&
        type != "rich_text_quote") {
      out += '\n';
    }
    out += (type == "rich_text_list" ? "- " : "") + rich_text(state, element);
  }
  return out;
}

std::string table_row(const State& state, const Json& row) {
  std::string out;
  for (const Json& cell : row) {
    out += out.empty() ? "" : " | ";
    out += text_in(cell, "type") == "raw_text" ? text_in(cell, "text") : rich_text(state, cell);
  }
  return out;
}

void add_block(const State& state, const Json& block, std::vector<std::string>& lines) {
  const std::string type = text_in(block, "type");
  if (type == "divider") add_line(lines, "----");
  if (type == "header") add_line(lines, "# " + text_of(state, block, "text"));
  if (type == "markdown") add_line(lines, text_in(block, "text"));
  if (type == "rich_text") add_line(lines, rich_text(state, block));
  if (type == "image") add_line(lines, "(image: " + text_in(block, "alt_text") + ")");
  if (type == "input") add_line(lines, text_of(state, block, "label") + ": ____");
  if (type == "section") {
    add_line(lines, text_of(state, block, "text"));
    if (block.contains("fields")) {
      for (const Json& field : block["fields"]) add_line(lines, element_text(state, field));
    }
    if (block.contains("accessory")) add_line(lines, element_text(state, block["accessory"]));
  }
  if (type == "context" || type == "actions") {
    std::string line;
    for (const Json& element : block["elements"]) {
      line += (line.empty() ? "" : " ") + element_text(state, element);
    }
    add_line(lines, line);
  }
  if (type == "table") {
    for (const Json& row : block["rows"]) add_line(lines, table_row(state, row));
  }
}

std::vector<std::string> content_lines(const State& state, const Message& message) {
  std::vector<std::string> lines;
  const Json blocks = message.by_app ? parsed_or_null(message.blocks()) : Json();
  if (blocks.is_array()) {
    for (const Json& block : blocks) add_block(state, block, lines);
  } else {
    add_line(lines, readable(state, message.text()));
  }
  for (const std::string& id : message.files) {
    const File& file = state.files.at(id);
    add_line(lines, "(file: " + file.name + ", " + std::to_string(file.bytes.size()) + " bytes)");
  }
  if (lines.empty()) lines.push_back("(empty)");
  return lines;
}

void add_message(const State& state, const Channel& channel, const Message& message,
                 const std::string& indent, std::string& out) {
  const auto author = state.people.find(message.user.value);
  const Moment at = from_stored(message.micros / 1000);
  out += indent + "[" + clock_text(at) + "] ";
  out += author == state.people.end() ? message.user.value : author->second.name;
  if (std::find(channel.pins.begin(), channel.pins.end(), message.ts) != channel.pins.end()) {
    out += " (pinned)";
  }
  if (message.versions.size() > 1) out += " (edited)";
  out += ": ";
  const std::string next = "\n" + indent + "    ";
  bool first = true;
  for (const std::string& line : content_lines(state, message)) {
    if (!first) out += next;
    first = false;
    for (const char c : line) {
      if (c == '\n') {
        out += next;
      } else {
        out += c;
      }
    }
  }
  for (const Reaction& reaction : message.reactions) {
    out += next + ":" + reaction.name + ": " + std::to_string(reaction.users.size());
  }
  out += '\n';
}

}  // namespace

std::string Workspace::transcript(const ChannelId& id) const {
  const auto found = state_->channels.find(id.value);
  if (found == state_->channels.end()) return "";
  Channel& channel = found->second;
  std::string out = "#" + channel.name;
  if (channel.archived) out += " (archived)";
  if (!channel.topic.empty()) out += " | " + readable(*state_, channel.topic);
  out += '\n';
  for (const Message& message : channel.messages) {
    const bool is_reply = !message.thread.empty();
    const bool is_orphan = is_reply && state_->message_or_grave(channel, message.thread) == nullptr;
    if (is_reply && !is_orphan) continue;  // shown below its parent
    if (message.deleted && message.replies.empty()) continue;
    if (message.deleted) {
      out += "[" + clock_text(from_stored(message.micros / 1000)) + "] (deleted)\n";
    } else {
      add_message(*state_, channel, message, is_orphan ? "  ? " : "", out);
    }
    for (const MessageTs& ts : message.replies) {
      const Message* reply = state_->message(channel, ts);
      if (reply != nullptr) add_message(*state_, channel, *reply, "  > ", out);
    }
  }
  return out;
}

}  // namespace tocsin::sandbox
