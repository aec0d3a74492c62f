// conversations.* that change something.

#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_most_invited = 100;
constexpr std::size_t k_longest_topic = 250;

Json shown(const Call& call, const Channel& channel) {
  return accepted({{"channel", channel_json(call.state, channel)}});
}

std::vector<UserId> user_list(const std::string& text) {
  std::vector<UserId> users;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (!name.empty()) users.push_back(UserId{std::string(name)});
  }
  return users;
}

// Two creates of one name that run at the same moment may both succeed in Slack.
bool is_twin(Call& call, const std::string& name) {
  const Duration within = call.state.setup.policies.twin_names_within;
  const auto found = call.state.channel_names.find(name);
  if (within.count() == 0 || found == call.state.channel_names.end()) return false;
  return call.now - call.state.channels[found->second].created < within;
}

Json create(Call& call) {
  const std::string name = call.arguments.text("name");
  const bool is_private = call.arguments.flag("is_private");
  const std::string_view needed = is_private ? call.method.needs.closed : call.method.needs.open;
  if (!has_scope(call.state, needed)) return missing_scope(call.state, needed);
  const std::string& policy = call.state.setup.policies.create_channel_error;
  if (!policy.empty()) return refused(policy);
  const std::string trouble = channel_name_trouble(name);
  if (!trouble.empty()) return refused(trouble);
  if (call.state.name_is_taken(name) && !is_twin(call, name)) return refused("name_taken");
  Channel channel;
  channel.id = ChannelId{call.state.new_id('C')};
  channel.name = name;
  channel.kind = is_private ? ChannelKind::closed : ChannelKind::open;
  channel.creator = call.state.setup.bot_user;
  channel.created = call.now;
  const std::string id = channel.id.value;
  call.state.channel_names[name] = id;
  Channel& added = call.state.channels.emplace(id, std::move(channel)).first->second;
  if (!is_private) {
    call.state.emit("channel_created",
                    {{"type", "channel_created"},
                     {"channel",
                      {{"id", id},
                       {"name", name},
                       {"created", to_stored(call.now) / 1000},
                       {"creator", added.creator.value}}},
                     {"event_ts", ts_text(to_stored(call.now) * 1000)}},
                    call.now);
  }
  call.state.put_in(added, added.creator, {}, call.now);
  return shown(call, added);
}

std::string invite_trouble(Call& call, const Channel& channel, const UserId& user) {
  if (user == call.state.setup.bot_user) return "cant_invite_self";
  const PersonSetup* person = call.state.person(user);
  if (person == nullptr) return "user_not_found";
  if (person->deleted) return "cant_invite";
  if (channel.members.contains(user)) return "already_in_channel";
  return person->is_restricted ? "user_is_restricted" : "";
}

Json invite(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const auto users = user_list(call.arguments.text("users"));
  if (users.empty()) return refused("no_user");
  if (users.size() > k_most_invited) {
    return refused("invalid_arguments", {"[ERROR] too many users [json-pointer:/users]"});
  }
  Json errors = Json::array();
  std::vector<UserId> good;
  for (const UserId& user : users) {
    const std::string trouble = invite_trouble(call, *channel, user);
    if (trouble.empty()) {
      if (std::find(good.begin(), good.end(), user) == good.end()) good.push_back(user);
    } else {
      errors.push_back({{"user", user.value}, {"ok", false}, {"error", trouble}});
    }
  }
  const bool force = call.arguments.flag("force");
  if (errors.empty() || force) {
    for (const UserId& user : good) {
      call.state.put_in(*channel, user, call.state.setup.bot_user, call.now);
    }
  }
  if (errors.empty()) return shown(call, *channel);
  Json answer = refused(errors.front()["error"].get<std::string>());
  if (force && call.state.setup.policies.forced_invite_answers_ok) answer = shown(call, *channel);
  answer["errors"] = std::move(errors);
  return answer;
}

Json kick(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const UserId user{call.arguments.text("user")};
  if (user == call.state.setup.bot_user) return refused("cant_kick_self");
  if (call.state.person(user) == nullptr) return refused("user_not_found");
  if (channel->is_general) return refused("cant_kick_from_general");
  if (!channel->members.contains(user)) return refused("not_in_channel");
  call.state.take_out(*channel, user, call.now);
  return accepted();
}

Json join(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (channel->kind != ChannelKind::open) return refused("method_not_supported_for_channel_type");
  if (channel->archived) return refused("is_archived");
  if (call.state.bot_is_in(*channel)) {
    call.warn("already_in_channel");
  } else {
    call.state.put_in(*channel, call.state.setup.bot_user, {}, call.now);
  }
  return shown(call, *channel);
}

Json leave(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (channel->archived) return refused("is_archived");
  if (channel->is_general) return refused("cant_leave_general");
  if (!call.state.bot_is_in(*channel)) return accepted({{"not_in_channel", true}});
  if (channel->members.size() == 1) return refused("last_member");
  call.state.take_out(*channel, call.state.setup.bot_user, call.now);
  return accepted();
}

Json set_topic(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const std::string topic = call.arguments.text("topic");
  if (utf16_length(topic) > k_longest_topic) return refused("too_long");
  for (const std::string& mark : hostile_marks(topic)) {
    call.state.complain("conversations.setTopic: " + mark);
  }
  channel->topic = topic;
  channel->topics.push_back(topic);
  const std::string bot = call.state.setup.bot_user.value;
  call.state.add_system_line(*channel, call.state.setup.bot_user, "channel_topic",
                             "<@" + bot + "> set the channel topic: " + topic, call.now,
                             {{"topic", topic}});
  return shown(call, *channel);
}

Json set_purpose(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  const std::string purpose = call.arguments.text("purpose");
  if (utf16_length(purpose) > k_longest_topic) return refused("too_long");
  channel->purpose = purpose;
  const std::string bot = call.state.setup.bot_user.value;
  call.state.add_system_line(*channel, call.state.setup.bot_user, "channel_purpose",
                             "<@" + bot + "> set the channel purpose: " + purpose, call.now,
                             {{"purpose", purpose}});
  return accepted({{"purpose", purpose}});
}

Json rename(Call& call) {
  Channel* channel = call.own_conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (channel->creator != call.state.setup.bot_user) return refused("not_authorized");
  const std::string name = call.arguments.text("name");
  const std::string trouble = channel_name_trouble(name);
  if (!trouble.empty()) return refused(trouble);
  if (name != channel->name) {
    if (call.state.name_is_taken(name)) return refused("name_taken");
    call.state.rename(*channel, name, call.state.setup.bot_user, call.now);
  }
  return shown(call, *channel);
}

Json archive(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (channel->kind == ChannelKind::direct || channel->kind == ChannelKind::group_direct) {
    return refused("method_not_supported_for_channel_type");
  }
  if (channel->archived) return refused("already_archived");
  if (channel->is_general) return refused("cant_archive_general");
  if (!call.state.bot_is_in(*channel)) return refused("not_in_channel");
  call.state.archive(*channel, call.state.setup.bot_user, call.now);
  return accepted();
}

// Slack's documents say that bot tokens cannot do it; the code is the one seen in the field.
Json unarchive(Call& call) {
  const Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  return refused(channel->archived ? "not_in_channel" : "not_archived");
}

Json open_with(Call& call, const std::vector<UserId>& users) {
  if (users.empty()) return refused("not_enough_users");
  if (users.size() > 8) return refused("too_many_users");
  for (const UserId& user : users) {
    const PersonSetup* person = call.state.person(user);
    if (person == nullptr) return refused("user_not_found");
    if (person->deleted) return refused("user_disabled");
    if (person->id == call.state.setup.bot_user) return refused("invalid_user_combination");
  }
  Channel* channel = nullptr;
  if (users.size() == 1) {
    channel = &call.state.direct_channel(users.front(), call.now);
  } else {
    if (!has_scope(call.state, "mpim:write")) return missing_scope(call.state, "mpim:write");
    std::set<UserId> members(users.begin(), users.end());
    members.insert(call.state.setup.bot_user);
    for (auto& [id, known] : call.state.channels) {
      if (known.kind == ChannelKind::group_direct && known.members == members) channel = &known;
    }
    if (channel == nullptr) {
      Channel added;
      added.id = ChannelId{call.state.new_id('G')};
      added.kind = ChannelKind::group_direct;
      added.creator = call.state.setup.bot_user;
      added.created = call.now;
      added.members = std::move(members);
      const std::string id = added.id.value;
      channel = &call.state.channels.emplace(id, std::move(added)).first->second;
    }
  }
  if (!call.arguments.flag("return_im")) {
    return accepted({{"channel", {{"id", channel->id.value}}}});
  }
  return shown(call, *channel);
}

Json open(Call& call) {
  if (call.arguments.has("channel")) {
    const Channel* channel = call.conversation("channel");
    if (channel == nullptr) return call.refusal;
    return accepted({{"channel", {{"id", channel->id.value}}}, {"no_op", true}});
  }
  return open_with(call, user_list(call.arguments.text("users")));
}

constexpr Needs k_manage{"channels:manage", "groups:write", "im:write", "mpim:write"};
constexpr Needs k_invite{"channels:manage|channels:write.invites",
                         "groups:write|groups:write.invites", "im:write", "mpim:write"};
constexpr Needs k_topic{"channels:manage|channels:write.topic", "groups:write|groups:write.topic",
                        "im:write", "mpim:write"};
constexpr Needs k_open{"im:write|mpim:write", "", "", ""};

constexpr std::array k_channel_methods{
    Method{"conversations.create", 20, true, false, true, k_manage, "name?", "is_private team_id",
           create},
    Method{"conversations.invite", 50, true, false, true, k_invite, "channel users?", "force",
           invite},
    Method{"conversations.kick", 50, true, false, true, k_manage, "channel user", "", kick},
    Method{"conversations.join", 50, true, false, false, Needs{"channels:join", "", "", ""},
           "channel", "", join},
    Method{"conversations.leave", 50, true, false, true, k_manage, "channel", "", leave},
    Method{"conversations.setTopic", 20, true, false, true, k_topic, "channel topic?", "",
           set_topic},
    Method{"conversations.setPurpose", 20, true, false, true, k_topic, "channel purpose?", "",
           set_purpose},
    Method{"conversations.rename", 20, true, false, true, k_manage, "channel name?", "", rename},
    Method{"conversations.archive", 20, true, false, true, k_manage, "channel", "", archive},
    Method{"conversations.unarchive", 20, true, false, true, k_manage, "channel", "", unarchive},
    Method{"conversations.open", 50, true, false, false, k_open, "",
           "users channel return_im prevent_creation", open},
};

}  // namespace

std::span<const Method> channel_writing_methods() { return k_channel_methods; }

}  // namespace tocsin::sandbox
