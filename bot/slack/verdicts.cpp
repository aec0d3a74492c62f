#include "bot/slack/verdicts.h"

#include "bot/log.h"

#include <fmt/core.h>

#include <array>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;

struct Reason {
  std::string_view code;
  std::string_view words;
};

constexpr std::array k_reasons{
    Reason{"is_archived", "the channel is archived. A bot cannot unarchive it; please do"},
    Reason{"channel_not_found",
           "the channel is gone, or it is private and I am not in it. "
           "Please invite me"},
    Reason{"not_in_channel", "I am not in the channel. Please invite me"},
    Reason{"restricted_action", "a setting of the workspace forbids it. Please ask its admins"},
    Reason{"restricted_action_read_only_channel", "the channel is read-only for me"},
    Reason{"restricted_action_thread_only_channel", "the channel takes replies in threads only"},
    Reason{"restricted_action_non_threadable_channel", "the channel has no threads"},
    Reason{"restricted_action_thread_locked", "the thread is locked"},
    Reason{"cannot_reply_to_message", "that message takes no replies"},
    Reason{"messages_tab_disabled",
           "direct messages to the app are switched off. Please enable "
           "the Messages tab in the app's settings"},
    Reason{"message_limit_exceeded", "the workspace has used up its messages"},
    Reason{"cannot_create_channel", "channels cannot be created in this workspace"},
    Reason{"name_taken", "all names that I tried for the channel are taken"},
    Reason{"user_not_found", "Slack does not know that person"},
    Reason{"user_not_visible", "that person is not visible to me"},
    Reason{"user_disabled", "that person's account is deactivated"},
    Reason{"message_not_found", "the message was deleted. I post a new one"},
    Reason{"cant_update_message", "the message can no longer be edited. I post a new one"},
    Reason{"edit_window_closed", "the message can no longer be edited. I post a new one"},
    Reason{"is_inactive", "the message can no longer be edited. I post a new one"},
    Reason{"block_mismatch", "the message can no longer be edited. I post a new one"},
    Reason{"file_uploads_disabled", "file uploads are switched off in this workspace"},
    Reason{"storage_limit_reached", "the workspace's storage is full"},
    Reason{"thread_not_found", "the thread is gone"},
};

struct Tier {
  std::string_view method;
  Duration spacing;
};

// Half of each method's tier would be the average; bursts are short, so the spacing is less.
constexpr Duration k_tier_2 = 3'000ms;
constexpr Duration k_tier_3 = 1'200ms;
constexpr Duration k_tier_4 = 600ms;
constexpr std::array k_tiers{
    Tier{"chat.postMessage", 200ms},  // several hundred a minute; each channel has its own pace
    Tier{"chat.update", k_tier_3},
    Tier{"chat.postEphemeral", k_tier_4},
    Tier{"conversations.create", k_tier_2},
    Tier{"conversations.invite", k_tier_3},
    Tier{"conversations.join", k_tier_3},
    Tier{"conversations.open", k_tier_3},
    Tier{"conversations.setTopic", k_tier_2},
    Tier{"conversations.history", k_tier_3},
    Tier{"conversations.replies", k_tier_3},
    Tier{"users.conversations", k_tier_3},
    Tier{"users.info", k_tier_4},
    Tier{"users.list", k_tier_2},
    Tier{"usergroups.list", k_tier_2},
    Tier{"usergroups.users.list", k_tier_2},
    Tier{"pins.add", k_tier_2},
    Tier{"files.getUploadURLExternal", k_tier_4},
    Tier{"files.completeUploadExternal", k_tier_4},
    Tier{"conversations.info", k_tier_3},
    Tier{"conversations.canvases.create", k_tier_2},
    Tier{"canvases.edit", k_tier_3},
    Tier{"auth.test", k_tier_4},
};

Duration spacing_of(std::string_view method) {
  for (const Tier& tier : k_tiers) {
    if (tier.method == method) return tier.spacing;
  }
  return k_tier_3;
}

}  // namespace

std::string refusal_sentence(const Answer& answer, std::string_view doing) {
  if (answer.kind == AnswerClass::missing_scope) {
    return fmt::format(
        "Slack did not let me {}: the app lacks the scope {}. Add it in the app's settings and "
        "install the app again.",
        doing, answer.needed.empty() ? "that this needs" : answer.needed);
  }
  for (const Reason& reason : k_reasons) {
    if (reason.code == answer.error) {
      return fmt::format("Slack did not let me {}: {}.", doing, reason.words);
    }
  }
  return fmt::format("Slack did not let me {} ({}).", doing,
                     answer.error.empty() ? "no reason given" : answer.error);
}

verdict::Refused refused(const Answer& answer, std::string_view doing, std::vector<Fact> facts) {
  for (const std::string& message : answer.messages) {
    log_warn("Slack refused to {}: {}", doing, message);
  }
  return {answer.error, refusal_sentence(answer, doing), std::move(facts)};
}

std::optional<Verdict> common_verdict(const Answer& answer, Repeat repeat) {
  switch (answer.kind) {
    case AnswerClass::ok:
      for (const std::string& warning : answer.warnings) log_warn("Slack warns: {}", warning);
      return std::nullopt;
    case AnswerClass::treat_as_success:
    case AnswerClass::refused:
      return std::nullopt;
    case AnswerClass::rate_limited:
      return verdict::Wait{answer.retry_after, answer.trouble, true};
    case AnswerClass::transient_no_effect:
      // No time: the outbox waits longer from try to try.
      return verdict::Wait{Duration{0}, answer.trouble, false};
    case AnswerClass::unknown_effect:
      if (repeat == Repeat::harmless) return verdict::Wait{Duration{0}, answer.trouble, false};
      return verdict::Unknown{answer.trouble};
    case AnswerClass::auth:
      return verdict::Hold{answer.trouble};
    case AnswerClass::missing_scope:
      // Without this one the bot is mute, so nothing may be thrown away for it.
      if (answer.needed.find("chat:write") != std::string::npos) {
        return verdict::Hold{answer.trouble};
      }
      return std::nullopt;
  }
  return std::nullopt;
}

Prepared prepared(const SlackSettings& settings, std::string_view method, const Fields& fields) {
  return {api_request(settings, method, fields), {{std::string(method), spacing_of(method)}}};
}

Prepared join_request(const SlackSettings& settings, const ChannelId& channel) {
  return prepared(settings, "conversations.join", {{"channel", channel.value}});
}

Look failed_look(const Answer& read) {
  const bool is_for_good =
      read.kind == AnswerClass::refused || read.kind == AnswerClass::missing_scope;
  if (is_for_good) return look::NotThere{};
  return look::Failed{read.retry_after, read.trouble};
}

}  // namespace tocsin::slack
