#include "tests/e2e/typing.h"

#include "bot/json.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fstream>

namespace tocsin::e2e {

namespace {

using sandbox::Interaction;
using sandbox::Server;

std::string text_in_payload(const std::string& payload) {
  const auto json = parse_json(payload);
  if (!json || !json->is_object()) return "";
  return json->value("text", "");
}

}  // namespace

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string seen_text(const sandbox::Message& message) {
  return message.text() + "\n" + message.blocks() + "\n" + message.metadata();
}

// ---- people

bool LocalSlack::has_ready_bot() {
  return eventually([](Server& server) {
    const auto& calls = server.workspace().calls();
    return !server.hub().live().empty() && calls.contains("users.list") &&
           calls.contains("conversations.list");
  });
}

std::string LocalSlack::start_typing(const UserId& user, const ChannelId& channel,
                                     std::string_view text) {
  std::string trigger;
  std::string trouble;
  with([&](Server& server) {
    auto& workspace = server.workspace();
    const sandbox::Channel* place = workspace.channel(channel);
    if (place != nullptr && !place->members.contains(user)) {
      static_cast<void>(workspace.join(user, channel, server.now()));
    }
    const auto typed = workspace.slash_command(user, channel, "/incident", text, server.now());
    if (typed) {
      trigger = *typed;
    } else {
      trouble = typed.error().why;
    }
  });
  CHECK_MESSAGE(trouble.empty(), trouble);
  return trigger;
}

Shown LocalSlack::shown_for(const std::string& trigger) {
  Shown shown;
  eventually([&](Server& server) {
    const auto* act = server.workspace().interaction(trigger);
    if (act == nullptr || act->state == Interaction::State::waiting) return false;
    shown = {act->state, text_in_payload(act->answer), act->answer};
    return true;
  });
  return shown;
}

Shown LocalSlack::type(const UserId& user, const ChannelId& channel, std::string_view text) {
  Shown shown = shown_for(start_typing(user, channel, text));
  CHECK_MESSAGE(shown.is_answered(), "not answered: " << text);
  return shown;
}

Shown LocalSlack::press_in_answer(const UserId& user, std::string_view label) {
  std::string trigger;
  std::string trouble = "nothing was shown";
  with([&](Server& server) {
    const auto* shown = server.workspace().last_ephemeral(user);
    if (shown == nullptr) return;
    const auto pressed = server.workspace().press_ephemeral(shown->number, label, server.now());
    trouble = pressed ? "" : pressed.error().why;
    if (pressed) trigger = *pressed;
  });
  CHECK_MESSAGE(trouble.empty(), trouble);
  return shown_for(trigger);
}

// ---- what is there to see

ChannelId LocalSlack::wait_for_channel(std::string_view name) {
  ChannelId found;
  eventually([&](Server& server) {
    const auto* channel = server.workspace().channel_named(name);
    if (channel != nullptr) found = channel->id;
    return channel != nullptr && is_open_to_people(server, *channel);
  });
  return found;
}

// Before that the bot may not have read that Slack has made it, and nobody could type there.
bool is_open_to_people(Server& server, const sandbox::Channel& channel) {
  const UserId& bot = server.workspace().setup().bot_user;
  return !server.workspace().messages_of_app(channel.id).empty() ||
         std::ranges::any_of(channel.members, [&](const UserId& one) { return one != bot; });
}

std::vector<std::string> LocalSlack::seen_in(const ChannelId& channel) {
  std::vector<std::string> texts;
  with([&](Server& server) {
    for (const auto* message : server.workspace().messages_of_app(channel)) {
      texts.push_back(seen_text(*message));
    }
  });
  return texts;
}

bool LocalSlack::channel_shows(const ChannelId& channel, std::string_view words) {
  return eventually([&](Server& server) {
    for (const auto* message : server.workspace().messages_of_app(channel)) {
      if (contains(seen_text(*message), words)) return true;
    }
    return false;
  });
}

std::string LocalSlack::transcript(const ChannelId& channel) {
  std::string text;
  with([&](Server& server) { text = server.workspace().transcript(channel); });
  return text;
}

std::string LocalSlack::topic(const ChannelId& channel) {
  std::string text;
  with([&](Server& server) {
    if (const auto* found = server.workspace().channel(channel)) text = found->topic;
  });
  return text;
}

int LocalSlack::calls(const std::string& method) {
  int count = 0;
  with([&](Server& server) {
    const auto& all = server.workspace().calls();
    if (const auto found = all.find(method); found != all.end()) count = found->second;
  });
  return count;
}

void LocalSlack::check_nothing_to_complain_about() {
  std::vector<std::string> complaints;
  sandbox::HubCounters counters;
  with([&](Server& server) {
    complaints = server.workspace().complaints();
    counters = server.hub().counters();
  });
  for (const std::string& complaint : complaints) FAIL_CHECK(complaint);
  CHECK(counters.unknown_envelopes == 0);
  CHECK(counters.malformed == 0);
  CHECK(counters.unwanted_payloads == 0);
  CHECK(counters.oversized == 0);
}

// ---- the stage

Stage::Stage(sandbox::WorkspaceSetup setup) : slack_(std::move(setup)) {}

Variables Stage::variables() const {
  const sandbox::WorkspaceSetup setup;
  Variables variables{{"SLACK_APP_TOKEN", setup.app_token},
                      {"SLACK_BOT_TOKEN", setup.bot_token},
                      {"SLACK_API_URL", slack_.api_url()},
                      {"TOCSIN_DB", database()},
                      {"TOCSIN_HTTP", "off"}};
  if (is_configured_) variables["TOCSIN_CONFIG"] = folder_.file("tocsin.toml");
  return variables;
}

void Stage::configure(const std::string& toml) {
  std::ofstream(folder_.file("tocsin.toml"), std::ios::binary) << toml;
  is_configured_ = true;
}

std::unique_ptr<BotProcess> Stage::start() {
  return std::make_unique<BotProcess>(std::vector<std::string>{"serve"}, variables(),
                                      folder_.path());
}

std::unique_ptr<BotProcess> Stage::start_ready_bot() {
  auto bot = start();
  const bool is_ready = slack_.has_ready_bot();
  REQUIRE_MESSAGE(is_ready, bot->said());
  return bot;
}

std::unique_ptr<SqliteStore> Stage::record() const { return SqliteStore::open(database(), {}); }

void stop(BotProcess& bot) {
  bot.send_signal(SIGTERM);
  const auto status = bot.wait();
  REQUIRE_MESSAGE(status.has_value(), bot.said());
  CHECK_MESSAGE(*status == 0, bot.said());
}

}  // namespace tocsin::e2e
