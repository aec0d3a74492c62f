#pragma once
// The texts of Slack's wire: forms, message time stamps, lengths as Slack counts them, and what is
// dangerous in a text that a bot posts. Pure functions, used inside the sandbox only.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

// Nothing when the text is not a form (broken percent sequence). A repeated key keeps the last.
std::optional<std::map<std::string, std::string>> parse_form(std::string_view text);

// Path and query of a target or an absolute URL.
struct Target {
  std::string path;
  std::string query;
};
Target split_target(std::string_view url);

bool is_utf8(std::string_view text);
std::size_t utf16_length(std::string_view text);       // broken bytes count one each
inline constexpr std::size_t k_longest_text = 40'000;  // of a message; what is longer is cut
std::string cut_to_utf16(std::string_view text, std::size_t units);

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

void append_json_text(std::string& out, std::string_view text);  // with quotes, escaped

// "1700000000.000100" and back. Refused unless exactly digits, a dot and six digits.
std::string ts_text(std::int64_t micros);
std::optional<std::int64_t> ts_micros(std::string_view ts);
// As oldest and latest take it: also "0", "1700000000" and fewer decimals.
std::optional<std::int64_t> loose_ts_micros(std::string_view ts);

// What a careful bot never posts in a mrkdwn text: an active @channel, @here or @everyone, control
// characters, a bare & or < (so something was not escaped). In words.
std::vector<std::string> hostile_marks(std::string_view mrkdwn);
bool has_control_characters(std::string_view text);

// Escapes & < >, as Slack does for what people type.
std::string escape_typed(std::string_view text);
std::string unescape_wire(std::string_view text);

}  // namespace tocsin::sandbox
