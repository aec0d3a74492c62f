#include "tests/e2e/acting.h"

#include <doctest/doctest.h>

namespace tocsin::e2e {

using sandbox::Done;
using sandbox::Ephemeral;
using sandbox::Server;
using sandbox::Workspace;

Scene::Scene(sandbox::WorkspaceSetup setup) : stage_(std::move(setup)) {
  bot_ = stage_.start_ready_bot();
  slack().type(k_ana, k_general, "declare sev1 Checkout is failing");
  channel_ = slack().wait_for_channel("inc-1-checkout-is-failing");
  REQUIRE_FALSE(channel_.empty());
  // Ana is invited and the card pinned; after that what people write is the youngest.
  const bool is_ready = slack().eventually([&](Server& server) {
    const auto* channel = server.workspace().channel(channel_);
    return channel->members.contains(k_ana) && !channel->pins.empty();
  });
  REQUIRE(is_ready);
  act<Done>([&](Workspace& workspace, Moment now) { return workspace.join(k_ben, channel_, now); });
}

void Scene::fail_with(const std::string& trouble) { REQUIRE_MESSAGE(trouble.empty(), trouble); }

MessageTs Scene::write(const UserId& user, const ChannelId& channel, std::string_view text,
                       const MessageTs& thread) {
  return act<MessageTs>([&](Workspace& workspace, Moment now) {
    return workspace.post(user, channel, text, now, thread);
  });
}

void Scene::mark(const UserId& user, const MessageTs& message, std::string_view emoji) {
  act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.react(user, channel_, message, emoji, now);
  });
}

void Scene::unmark(const UserId& user, const MessageTs& message, std::string_view emoji) {
  act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.unreact(user, channel_, message, emoji, now);
  });
}

Ephemeral Scene::whispered(const UserId& user, std::string_view words) {
  Ephemeral found;
  const bool came = slack().eventually([&](Server& server) {
    for (const Ephemeral& ephemeral : server.workspace().ephemerals()) {
      const bool is_whisper = ephemeral.way == Ephemeral::Way::post_ephemeral;
      if (!is_whisper || ephemeral.user != user) continue;
      if (!contains(ephemeral.text + ephemeral.blocks, words)) continue;
      found = ephemeral;
      return true;
    }
    return false;
  });
  CHECK_MESSAGE(came, "never whispered: " << words);
  return found;
}

bool Scene::told(const UserId& user, std::string_view words) {
  ChannelId direct;
  slack().with(
      [&](Server& server) { direct = server.workspace().direct_channel(user, server.now()); });
  return slack().channel_shows(direct, words);
}

int Scene::said_in_channel(std::string_view words) {
  int count = 0;
  for (const std::string& text : slack().seen_in(channel_)) {
    if (contains(text, words)) ++count;
  }
  return count;
}

void Scene::without_bot(Duration how_long, const std::function<void()>& what) {
  e2e::stop(*bot_);
  Moment began;
  slack().with([&](Server& server) { began = server.now(); });
  what();
  const auto is_over = [&](Server& server) { return server.now() - began >= how_long; };
  while (!slack().eventually(is_over)) {
  }
  bot_ = stage_.start_ready_bot();
}

std::vector<Event> Scene::end() {
  e2e::stop(*bot_);
  slack().check_nothing_to_complain_about();
  return stage_.record()->events_of(IncidentNumber{1});
}

}  // namespace tocsin::e2e
