#include "bot/slack/startup.h"

#include "bot/domain/ascii.h"

#include "bot/json.h"
#include "bot/slack/wanted.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_retry = 5s;
constexpr int k_most_failures = 5;

std::vector<std::string> split_scopes(std::string_view list) {
  std::vector<std::string> scopes;
  std::string scope;
  for (const char c : list) {
    if (c == ',' || c == ' ') {
      if (!scope.empty()) scopes.push_back(std::exchange(scope, {}));
    } else {
      scope += c;
    }
  }
  if (!scope.empty()) scopes.push_back(scope);
  return scopes;
}

std::string_view prefix_of(std::string_view token) {
  for (const std::string_view prefix : {"xapp-", "xoxb-", "xoxp-", "xoxe.", "xoxe-", "xwfp-"}) {
    if (token.starts_with(prefix)) return prefix;
  }
  return "";
}

std::string what_it_is(std::string_view token) {
  const std::string_view prefix = prefix_of(token);
  if (prefix == "xapp-") return "an app-level token";
  if (prefix == "xoxb-") return "a bot token";
  if (prefix == "xoxp-") return "a user token";
  if (prefix == "xwfp-") return "a workflow token";
  if (!prefix.empty()) return "a token that expires (token rotation is on)";
  return "no Slack token";
}

constexpr std::string_view k_app_token_help =
    "make one under Basic Information, App-Level Tokens, with the scope connections:write";
constexpr std::string_view k_bot_token_help =
    "copy the Bot User OAuth Token from OAuth & Permissions";

StartTrouble unreachable(const Answer& read) {
  return {"Slack does not answer (" + read.trouble + "); I keep trying.", false,
          std::max(read.retry_after, k_retry)};
}

StartTrouble refused_token(const Answer& read) {
  if (read.error == "not_allowed_token_type") {
    return {fmt::format("SLACK_BOT_TOKEN is not a bot token: {}.", k_bot_token_help), true,
            Duration{0}};
  }
  if (read.error == "account_inactive" || read.error == "token_revoked") {
    return {fmt::format("Slack refuses SLACK_BOT_TOKEN ({}): the app was removed from the "
                        "workspace. Install it again, then {}.",
                        read.error, k_bot_token_help),
            true, Duration{0}};
  }
  if (read.error == "token_expired") {
    return {
        "SLACK_BOT_TOKEN has expired: token rotation is on for the app. Make an app without "
        "it, since it cannot be switched off again.",
        true, Duration{0}};
  }
  return {fmt::format("Slack refuses SLACK_BOT_TOKEN ({}): {}.", read.error, k_bot_token_help),
          true, Duration{0}};
}

bool looks_like_channel_id(std::string_view text) {
  if (text.size() < 9 || (text.front() != 'C' && text.front() != 'G')) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace

std::optional<std::string> token_trouble(std::string_view app_token, std::string_view bot_token) {
  if (app_token.empty() && bot_token.empty()) {
    return fmt::format("SLACK_APP_TOKEN and SLACK_BOT_TOKEN are not set: {}, and {}.",
                       k_app_token_help, k_bot_token_help);
  }
  if (app_token.empty()) return fmt::format("SLACK_APP_TOKEN is not set: {}.", k_app_token_help);
  if (bot_token.empty()) return fmt::format("SLACK_BOT_TOKEN is not set: {}.", k_bot_token_help);
  const bool app_fits = prefix_of(app_token) == "xapp-";
  const bool bot_fits = prefix_of(bot_token) == "xoxb-";
  if (prefix_of(app_token) == "xoxb-" && prefix_of(bot_token) == "xapp-") {
    return "SLACK_APP_TOKEN and SLACK_BOT_TOKEN are swapped: the xapp- token belongs in "
           "SLACK_APP_TOKEN, the xoxb- token in SLACK_BOT_TOKEN.";
  }
  if (!app_fits) {
    return fmt::format("SLACK_APP_TOKEN holds {}, but must begin with xapp-: {}.",
                       what_it_is(app_token), k_app_token_help);
  }
  if (!bot_fits) {
    return fmt::format("SLACK_BOT_TOKEN holds {}, but must begin with xoxb-: {}.",
                       what_it_is(bot_token), k_bot_token_help);
  }
  return std::nullopt;
}

net::HttpRequest identity_request(std::string_view api_url, std::string_view bot_token) {
  return api_request(api_url, bot_token, "auth.test", {});
}

Result<Identity, StartTrouble> read_identity(const net::HttpResponse& response) {
  const Answer read = classify(response);
  switch (read.kind) {
    case AnswerClass::ok:
    case AnswerClass::treat_as_success:
      break;
    case AnswerClass::rate_limited:
    case AnswerClass::transient_no_effect:
    case AnswerClass::unknown_effect:
      return failure(unreachable(read));
    case AnswerClass::auth:
    case AnswerClass::missing_scope:
    case AnswerClass::refused:
      return failure(refused_token(read));
  }
  const std::optional<Json> json = parse_json(response.body);
  JsonReader reader(*json);
  Identity identity;
  identity.bot_user = reader.text("user_id");
  identity.bot_id = reader.text_or("bot_id", "");
  identity.team_id = reader.text("team_id");
  identity.team_name = reader.text_or("team", "");
  identity.workspace_url = reader.text_or("url", "");
  if (reader.failed()) {
    return failure(StartTrouble{
        "Slack's answer about SLACK_BOT_TOKEN cannot be read (" + reader.error() + ").", false,
        k_retry});
  }
  if (identity.bot_id.empty()) {
    return failure(StartTrouble{
        fmt::format("SLACK_BOT_TOKEN belongs to a person, not to a bot: {}.", k_bot_token_help),
        true, Duration{0}});
  }
  if (const std::string* scopes = net::find_header(response.headers, "X-OAuth-Scopes")) {
    identity.scopes = split_scopes(*scopes);
    identity.scopes_known = true;
  }
  return identity;
}

std::vector<std::string_view> wanted_scopes() {
  std::vector<std::string_view> scopes;
  for (const WantedScope& wanted : wanted_scope_table()) scopes.push_back(wanted.scope);
  return scopes;
}

std::vector<ScopeTrouble> missing_scopes(const Identity& identity) {
  std::vector<ScopeTrouble> troubles;
  if (!identity.scopes_known) return troubles;
  // The table has the fatal ones in front.
  for (const WantedScope& wanted : wanted_scope_table()) {
    const auto& granted = identity.scopes;
    if (std::find(granted.begin(), granted.end(), wanted.scope) != granted.end()) continue;
    troubles.push_back({std::string(wanted.scope),
                        fmt::format("The scope {} is missing: {}. Add it under OAuth & Permissions "
                                    "in the app's settings and install the app again.",
                                    wanted.scope, wanted.lost),
                        wanted.is_fatal});
  }
  return troubles;
}

// ---- the announcement channel

ChannelFinder::ChannelFinder(SlackSettings settings, std::string_view wanted, std::string_view what)
    : settings_(std::move(settings)), wanted_(wanted), what_(what) {
  while (wanted_.starts_with('#')) wanted_.erase(0, 1);
  if (wanted_.empty()) {
    step_ = Step::done;
    trouble_ = "No " + what_ + " is configured.";
  } else if (looks_like_channel_id(wanted_)) {
    found_.value = wanted_;
    step_ = Step::join;
  } else {
    wanted_ = in_lower_case(wanted_);
  }
}

std::optional<net::HttpRequest> ChannelFinder::request() const {
  switch (step_) {
    case Step::list: {
      Fields fields{{"types", "public_channel"}, {"exclude_archived", "true"}, {"limit", "200"}};
      if (!cursor_.empty()) fields.emplace_back("cursor", cursor_);
      return api_request(settings_, "conversations.list", fields);
    }
    case Step::join:
      return api_request(settings_, "conversations.join", {{"channel", found_.value}});
    case Step::done:
      return std::nullopt;
  }
  return std::nullopt;
}

void ChannelFinder::answer(const net::HttpResponse& response) {
  wait_ = Duration{0};
  switch (step_) {
    case Step::list:
      read_page(response);
      return;
    case Step::join:
      read_join(response);
      return;
    case Step::done:
      return;
  }
}

void ChannelFinder::finish(std::string trouble) {
  step_ = Step::done;
  trouble_ = std::move(trouble);
}

// True when the answer was no success; then the next step, or the end, is set.
bool ChannelFinder::read_failure(const Answer& read, std::string_view doing) {
  if (read.is_good()) {
    failures_ = 0;
    return false;
  }
  const bool may_pass = read.kind == AnswerClass::rate_limited ||
                        read.kind == AnswerClass::transient_no_effect ||
                        read.kind == AnswerClass::unknown_effect;
  if (may_pass && failures_ < k_most_failures) {
    ++failures_;
    wait_ = std::max(read.retry_after, k_retry);
    return true;
  }
  may_pass_ = may_pass;
  if (read.kind == AnswerClass::missing_scope) {
    finish(
        fmt::format("I cannot {} #{}: the app lacks the scope {}. Add it in the app's settings "
                    "and install the app again.",
                    doing, wanted_, read.needed));
  } else {
    finish(fmt::format("I cannot {} #{}: {}.", doing, wanted_, read.trouble));
  }
  return true;
}

void ChannelFinder::read_page(const net::HttpResponse& response) {
  const Answer read = classify(response);
  if (read_failure(read, "look for the " + what_)) return;
  const std::optional<Json> json = parse_json(response.body);
  JsonReader reader(*json);
  for (JsonReader& channel : reader.items_or_none("channels")) {
    if (channel.text_or("name", "") != wanted_) continue;
    found_.value = channel.text_or("id", "");
    if (found_.empty()) continue;
    if (channel.flag_or("is_member", false)) {
      channel_ = found_;
      finish("");
    } else {
      step_ = Step::join;
    }
    return;
  }
  cursor_ = read.next_cursor;
  if (!cursor_.empty()) return;
  finish(
      fmt::format("There is no public channel #{}: please create it, or set another "
                  "{}.",
                  wanted_, what_));
}

void ChannelFinder::read_join(const net::HttpResponse& response) {
  const Answer read = classify(response);
  if (read.error == "is_archived") {
    finish(fmt::format("The {} #{} is archived: please unarchive it.", what_, wanted_));
    return;
  }
  // A private channel given by its id: whether we are in it shows with the first post.
  if (read.error == "method_not_supported_for_channel_type") {
    channel_ = found_;
    finish("");
    return;
  }
  if (read_failure(read, "join the " + what_)) return;
  channel_ = found_;
  finish("");
}

}  // namespace tocsin::slack
