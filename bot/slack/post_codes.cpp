#include "bot/slack/post_codes.h"

#include "bot/json.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace tocsin::slack {

namespace {

constexpr std::array<std::string_view, 9> k_block_codes{"msg_too_long",
                                                        "msg_blocks_too_long",
                                                        "invalid_blocks",
                                                        "invalid_blocks_format",
                                                        "invalid_attachments",
                                                        "too_many_attachments",
                                                        "attachment_payload_limit_exceeded",
                                                        "markdown_text_conflict",
                                                        "no_text"};

constexpr std::array<std::string_view, 5> k_gone_codes{"message_not_found", "cant_update_message",
                                                       "edit_window_closed", "is_inactive",
                                                       "block_mismatch"};

}  // namespace

bool is_about_blocks(std::string_view error) { return holds(k_block_codes, error); }

bool is_about_metadata(std::string_view error) {
  return error == "metadata_too_large" || error == "metadata_must_be_sent_from_app" ||
         error.starts_with("invalid_metadata");
}

bool is_gone(std::string_view error) { return holds(k_gone_codes, error); }

std::optional<Progress> another_way(std::string_view error, Progress progress) {
  if (error == "not_in_channel" && !progress.joined) {
    progress.joining = true;
    return progress;
  }
  if (is_about_blocks(error) && !progress.plain) {
    progress.plain = true;
    return progress;
  }
  return std::nullopt;
}

Progress once_joined(Progress progress) {
  progress.joining = false;
  progress.joined = true;
  return progress;
}

bool is_own_message(JsonReader& message, const SlackSettings& settings) {
  const std::string bot = message.text_or("bot_id", "");
  const std::string user = message.text_or("user", "");
  if (settings.bot_id.empty() && settings.bot_user.empty()) return true;
  return (!bot.empty() && bot == settings.bot_id) || (!user.empty() && user == settings.bot_user);
}

PostMark mark_of(JsonReader& message) {
  std::optional<JsonReader> metadata = message.maybe_object("metadata");
  if (!metadata) return {};
  std::optional<JsonReader> payload = metadata->maybe_object("event_payload");
  if (!payload) return {};
  return {payload->text_or("op", ""), payload->text_or("incident", ""),
          payload->text_or("entries", "")};
}

std::string marks_of(const std::vector<Event>& entries) {
  std::string marks;
  for (const Event& entry : entries) {
    marks += fmt::format("{}{}@{}", marks.empty() ? "" : " ", entry.entry.value,
                         entry.recorded_at.time_since_epoch().count());
  }
  return marks;
}

bool has_all(std::string_view marks, const std::vector<Event>& entries) {
  const std::string among = fmt::format(" {} ", marks);
  return !entries.empty() && std::ranges::all_of(entries, [&](const Event& entry) {
    return among.find(fmt::format(" {} ", marks_of({entry}))) != std::string::npos;
  });
}

}  // namespace tocsin::slack
