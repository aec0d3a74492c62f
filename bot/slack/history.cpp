#include "bot/slack/history.h"

#include "bot/json.h"
#include "bot/slack/verdicts.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view k_join = "join";
constexpr std::string_view k_in = "in:";
constexpr std::string_view k_page = "page:";

// The id in the answers of conversations.open and conversations.join; history has none.
std::string opened_channel(const net::HttpResponse& answer) {
  const std::optional<Json> json = parse_json(answer.body);
  if (!json) return "";
  JsonReader reader(*json);
  std::optional<JsonReader> channel = reader.maybe_object("channel");
  return channel ? channel->text_or("id", "") : "";
}

std::string opened_in(const std::string& cursor) {
  return cursor.substr(k_in.size(), cursor.find(',') - k_in.size());
}

Look read_failure(const Answer& read) {
  if (read.error == "not_in_channel") return look::More{std::string(k_join)};
  return failed_look(read);
}

}  // namespace

bool is_person(const ChannelId& channel) {
  return channel.value.starts_with('U') || channel.value.starts_with('W');
}

Prepared history_request(const SlackSettings& settings, const Place& place, Moment since,
                         const std::string& cursor) {
  if (cursor == k_join) return join_request(settings, place.channel);
  if (cursor.empty() && is_person(place.channel)) {
    return prepared(settings, "conversations.open", {{"users", place.channel.value}});
  }
  const std::string channel = cursor.starts_with(k_in) ? opened_in(cursor) : place.channel.value;
  const auto oldest = std::chrono::floor<std::chrono::seconds>(since - k_clock_slack);
  Fields fields{{"channel", channel},
                {"oldest", fmt::format("{}.000000", oldest.time_since_epoch().count())},
                {"inclusive", "true"},
                {"include_all_metadata", "true"},
                {"limit", "200"}};
  if (cursor.starts_with(k_page)) fields.emplace_back("cursor", cursor.substr(k_page.size()));
  const std::size_t comma = cursor.starts_with(k_in) ? cursor.find(',') : std::string::npos;
  if (comma != std::string::npos) fields.emplace_back("cursor", cursor.substr(comma + 1));
  if (place.thread.empty()) return prepared(settings, "conversations.history", fields);
  fields.emplace_back("ts", place.thread.value);
  return prepared(settings, "conversations.replies", fields);
}

Look read_history(const Place& place, const std::string& cursor, const net::HttpResponse& answer,
                  const IsOurs& is_ours) {
  const Answer read = classify(answer);
  if (!read.is_good()) return read_failure(read);
  if (const std::string channel = opened_channel(answer); !channel.empty()) {
    const auto& warnings = read.warnings;
    const bool was_in =
        std::find(warnings.begin(), warnings.end(), "already_in_channel") != warnings.end();
    // History says that we are not in, join says that we are: one of them lags behind.
    if (was_in) return look::Failed{30s, "Slack contradicts itself about the channel"};
    return look::More{std::string(k_in) + channel};
  }
  const std::optional<Json> json = parse_json(answer.body);
  JsonReader reader(*json);
  for (JsonReader& message : reader.items_or_none("messages")) {
    if (auto verdict = is_ours(message)) return look::Found{std::move(*verdict)};
  }
  if (read.next_cursor.empty()) return look::NotThere{};
  if (!is_person(place.channel)) return look::More{std::string(k_page) + read.next_cursor};
  if (!cursor.starts_with(k_in)) return look::NotThere{};
  return look::More{fmt::format("{}{},{}", k_in, opened_in(cursor), read.next_cursor)};
}

}  // namespace tocsin::slack
