// What a person sees, as the page asks for it: one JSON object. Blocks and views stay the texts
// that the bot gave, so that a look costs no parsing here; the page parses what it has to draw
// anew.

#include "integrations/sandbox/page/page_core.h"

#include <algorithm>

namespace tocsin::sandbox {

namespace {

const char* kind_text(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::open:
      return "public";
    case ChannelKind::closed:
      return "private";
    case ChannelKind::direct:
      return "direct";
    case ChannelKind::group_direct:
      return "group";
  }
  return "";
}

Json person_seen(const PersonSetup& person) {
  return {{"id", person.id.value},
          {"name", person.name},
          {"real_name", person.real_name},
          {"zone", person.zone},
          {"is_guest", person.is_restricted},
          {"deleted", person.deleted}};
}

Json people_seen(const WorkspaceSetup& setup) {
  Json all = Json::array();
  for (const PersonSetup& person : setup.people) all.push_back(person_seen(person));
  return all;
}

Json groups_seen(const WorkspaceSetup& setup) {
  Json all = Json::array();
  for (const UserGroupSetup& group : setup.user_groups) {
    all.push_back({{"id", group.id}, {"handle", group.handle}, {"name", group.name}});
  }
  return all;
}

Json file_seen(const Workspace& workspace, const std::string& id) {
  const File* file = workspace.file(id);
  if (file == nullptr) return nullptr;
  return {{"id", id}, {"name", file->name}, {"title", file->title}, {"size", file->bytes.size()}};
}

Json message_seen(const Workspace& workspace, const Channel& channel, const Message& message) {
  Json json = {{"ts", message.ts.value},
               {"user", message.user.value},
               {"by_app", message.by_app},
               {"subtype", message.subtype},
               {"deleted", message.deleted}};
  if (message.deleted) return json;
  json["text"] = message.text();
  if (message.by_app) json["blocks"] = message.blocks();
  const bool reworded =
      message.versions.size() > 1 && message.text() != message.versions.front().text;
  json["edited"] = reworded;
  json["pinned"] =
      std::find(channel.pins.begin(), channel.pins.end(), message.ts) != channel.pins.end();
  json["reactions"] = Json::array();
  for (const Reaction& reaction : message.reactions) {
    Json users = Json::array();
    for (const UserId& user : reaction.users) users.push_back(user.value);
    json["reactions"].push_back({{"name", reaction.name}, {"users", std::move(users)}});
  }
  json["files"] = Json::array();
  for (const std::string& id : message.files) json["files"].push_back(file_seen(workspace, id));
  return json;
}

// The youngest messages, oldest first, each with its replies.
Json messages_seen(const Workspace& workspace, const Channel& channel, std::size_t most,
                   bool& has_earlier) {
  std::map<std::string, const Message*> replies;
  std::vector<const Message*> tops;
  for (const Message& message : channel.messages) {
    if (!message.thread.empty()) {
      replies.emplace(message.ts.value, &message);
    } else if (!message.deleted || !message.replies.empty()) {
      tops.push_back(&message);
    }
  }
  has_earlier = tops.size() > most;
  Json all = Json::array();
  for (std::size_t i = has_earlier ? tops.size() - most : 0; i < tops.size(); ++i) {
    Json json = message_seen(workspace, channel, *tops[i]);
    Json answers = Json::array();
    for (const MessageTs& ts : tops[i]->replies) {
      const auto reply = replies.find(ts.value);
      if (reply == replies.end() || reply->second->deleted) continue;
      answers.push_back(message_seen(workspace, channel, *reply->second));
    }
    if (!answers.empty()) json["replies"] = std::move(answers);
    all.push_back(std::move(json));
  }
  return all;
}

// Only for this person: answers to commands, and what Slack says when the bot did not answer.
Json notices_seen(const Workspace& workspace, const Look& look) {
  Json all = Json::array();
  for (const Ephemeral& one : workspace.ephemerals()) {
    if (one.user != look.viewer || one.channel != look.channel || one.replaced) continue;
    all.push_back({{"number", one.number},
                   {"key", "e" + std::to_string(one.number)},
                   {"at", to_stored(one.at)},
                   {"thread", one.thread.value},
                   {"text", one.text},
                   {"blocks", one.blocks}});
  }
  for (const Interaction& one : workspace.interactions()) {
    if (one.user != look.viewer || one.channel != look.channel) continue;
    const bool failed = one.state == Interaction::State::operation_timeout ||
                        one.state == Interaction::State::dispatch_failed;
    if (!failed) continue;
    const bool no_link = one.state == Interaction::State::dispatch_failed;
    all.push_back({{"number", 0},
                   {"at", to_stored(one.at)},
                   {"key", one.trigger_id},
                   {"failed", no_link ? "dispatch_failed" : "operation_timeout"},
                   {"what", one.type},
                   {"typed", one.text}});
  }
  return all;
}

Json channel_seen(const Workspace& workspace, const Channel& channel, const Look& look) {
  Json json = {{"id", channel.id.value},     {"topic", channel.topic},
               {"purpose", channel.purpose}, {"archived", channel.archived},
               {"members", Json::array()},   {"bookmarks", Json::array()},
               {"pins", Json::array()},      {"canvas", nullptr}};
  for (const UserId& member : channel.members) json["members"].push_back(member.value);
  for (const Bookmark& one : channel.bookmarks) {
    json["bookmarks"].push_back({{"title", one.title}, {"link", one.link}, {"emoji", one.emoji}});
  }
  for (const MessageTs& ts : channel.pins) {
    const Message* message = workspace.message(channel.id, ts);
    if (message != nullptr) json["pins"].push_back(message_seen(workspace, channel, *message));
  }
  if (const Canvas* canvas = workspace.canvas(channel.canvas)) {
    json["canvas"] = {{"title", canvas->title}, {"markdown", canvas->markdown}};
  }
  bool has_earlier = false;
  json["messages"] = messages_seen(workspace, channel, look.messages, has_earlier);
  json["has_earlier"] = has_earlier;
  json["notices"] = notices_seen(workspace, look);
  return json;
}

bool may_see(const Channel& channel, const UserId& viewer) {
  return channel.kind == ChannelKind::open || channel.members.contains(viewer);
}

// Of the newest message that somebody else wrote; what Slack itself notes there is no news.
std::string news_of(const Channel& channel, const UserId& viewer) {
  for (auto message = channel.messages.rbegin(); message != channel.messages.rend(); ++message) {
    const bool is_note = !message->subtype.empty() && message->subtype != "file_share";
    if (!message->deleted && message->user != viewer && !is_note) return message->ts.value;
  }
  return "";
}

Json channels_seen(const Workspace& workspace, const UserId& viewer) {
  Json all = Json::array();
  for (const Channel* channel : workspace.channels()) {
    if (channel->deleted || !may_see(*channel, viewer)) continue;
    all.push_back({{"id", channel->id.value},
                   {"name", channel->name},
                   {"kind", kind_text(channel->kind)},
                   {"archived", channel->archived},
                   {"is_member", channel->members.contains(viewer)},
                   {"news", news_of(*channel, viewer)}});
  }
  return all;
}

Json modal_seen(const Workspace& workspace, const UserId& viewer) {
  const View* view = workspace.open_modal(viewer);
  if (view == nullptr) return nullptr;
  const auto& all = workspace.interactions();
  const bool is_waiting = std::any_of(all.begin(), all.end(), [view](const Interaction& one) {
    return one.view_id == view->id && one.type == "view_submission" &&
           one.state == Interaction::State::waiting;
  });
  return {{"id", view->id},         {"hash", view->hash},       {"view", view->json},
          {"errors", view->errors}, {"trouble", view->trouble}, {"is_waiting", is_waiting}};
}

Json app_seen(const WebPage::Impl& page, const WorkspaceSetup& setup) {
  Json verbs = Json::array();
  for (const PageVerb& verb : page.setup.verbs) {
    verbs.push_back({{"name", verb.name},
                     {"aliases", verb.aliases},
                     {"arguments", verb.arguments},
                     {"purpose", verb.purpose}});
  }
  Json shortcuts = Json::array();
  for (const PageShortcut& one : page.setup.shortcuts) {
    shortcuts.push_back(
        {{"id", one.callback_id}, {"title", one.title}, {"on_message", one.on_message}});
  }
  return {{"user", setup.bot_user.value},
          {"name", setup.bot_name},
          {"commands", setup.commands},
          {"verbs", std::move(verbs)},
          {"shortcuts", std::move(shortcuts)}};
}

}  // namespace

Json seen_by(WebPage::Impl& page, const Look& look, Moment now) {
  Workspace& workspace = page.workspace();
  const WorkspaceSetup& setup = workspace.setup();
  const auto& people = setup.people;
  const bool is_known = std::any_of(people.begin(), people.end(), [&](const PersonSetup& person) {
    return person.id == look.viewer;
  });
  Json json = {{"workspace", setup.team_domain},
               {"people", people_seen(setup)},
               {"groups", groups_seen(setup)},
               {"app", app_seen(page, setup)},
               {"now", to_stored(now)},
               {"connections", page.sandbox.hub().live().size()},
               {"bad_days",
                {{"slow", page.bad_days.slow},
                 {"down", page.bad_days.down},
                 {"limited", page.bad_days.limited}}},
               {"channel", nullptr},
               {"modal", nullptr},
               {"home", nullptr}};
  if (!is_known) return json;
  json["direct"] = workspace.direct_channel(look.viewer, now).value;
  json["channels"] = channels_seen(workspace, look.viewer);
  const Channel* channel = workspace.channel(look.channel);
  if (channel != nullptr && !channel->deleted && may_see(*channel, look.viewer)) {
    json["channel"] = channel_seen(workspace, *channel, look);
  }
  json["modal"] = modal_seen(workspace, look.viewer);
  if (const View* home = workspace.home(look.viewer)) {
    json["home"] = {{"id", home->id}, {"hash", home->hash}, {"view", home->json}};
  }
  return json;
}

}  // namespace tocsin::sandbox
