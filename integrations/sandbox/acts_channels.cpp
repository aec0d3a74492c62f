// What people do with channels: come and go, create, rename, archive, delete.

#include "integrations/sandbox/state.h"
#include "integrations/sandbox/wire.h"
#include "integrations/sandbox/workspace.h"

#include <utility>

namespace tocsin::sandbox {

namespace {

// What stands against a person's doing something to a channel; empty when nothing does.
std::string obstacle(State& state, const UserId& user, const ChannelId& id, bool must_be_member) {
  const PersonSetup* person = state.person(user);
  const Channel* channel = state.channel(id);
  if (person == nullptr || person->deleted) return "nobody is " + user.value;
  if (channel == nullptr) return "no channel " + id.value;
  if (channel->kind == ChannelKind::direct) return "is a direct channel";
  if (must_be_member && !channel->members.contains(user)) {
    return person->name + " is not in " + channel->name;
  }
  return "";
}

}  // namespace

Act<Done> Workspace::join(const UserId& user, const ChannelId& id, Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, false);
  if (!why.empty()) return impossible(why);
  Channel& channel = *state.channel(id);
  if (channel.kind != ChannelKind::open) return impossible("is private");
  if (channel.archived) return impossible("is archived");
  if (channel.members.contains(user)) return impossible("is in there");
  if (state.person(user)->is_restricted) return impossible("guests cannot join by themselves");
  state.put_in(channel, user, {}, now);
  return Done{};
}

Act<Done> Workspace::leave(const UserId& user, const ChannelId& id, Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, true);
  if (!why.empty()) return impossible(why);
  if (state.channel(id)->archived) return impossible("is archived");
  state.take_out(*state.channel(id), user, now);
  return Done{};
}

Act<Done> Workspace::invite(const UserId& user, const UserId& who, const ChannelId& id,
                            Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, true);
  if (!why.empty()) return impossible(why);
  Channel& channel = *state.channel(id);
  const PersonSetup* invited = state.person(who);
  if (invited == nullptr || invited->deleted) return impossible("nobody is " + who.value);
  if (channel.archived) return impossible("is archived");
  if (channel.members.contains(who)) return impossible("is in there");
  state.put_in(channel, who, user, now);
  return Done{};
}

Act<Done> Workspace::remove(const UserId& user, const UserId& who, const ChannelId& id,
                            Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, true);
  if (!why.empty()) return impossible(why);
  Channel& channel = *state.channel(id);
  if (channel.archived) return impossible("is archived");
  if (!channel.members.contains(who)) return impossible("is not in there");
  state.take_out(channel, who, now);
  return Done{};
}

Act<ChannelId> Workspace::create_channel(const UserId& user, std::string_view name, bool is_private,
                                         Moment now) {
  State& state = *state_;
  const PersonSetup* person = state.person(user);
  if (person == nullptr || person->deleted) return impossible("nobody is " + user.value);
  const std::string trouble = channel_name_trouble(name);
  if (!trouble.empty()) return impossible(trouble);
  if (state.name_is_taken(std::string(name))) return impossible("the name is taken");
  Channel channel;
  channel.id = ChannelId{state.new_id('C')};
  channel.name = name;
  channel.kind = is_private ? ChannelKind::closed : ChannelKind::open;
  channel.creator = user;
  channel.created = now;
  const ChannelId id = channel.id;
  state.channel_names[channel.name] = id.value;
  Channel& added = state.channels.emplace(id.value, std::move(channel)).first->second;
  if (!is_private) {
    const Json shown = {{"id", id.value},
                        {"name", added.name},
                        {"created", to_stored(now) / 1000},
                        {"creator", user.value}};
    state.emit("channel_created",
               {{"type", "channel_created"},
                {"channel", shown},
                {"event_ts", ts_text(to_stored(now) * 1000)}},
               now);
  }
  state.put_in(added, user, {}, now);
  return id;
}

Act<Done> Workspace::rename_channel(const UserId& user, const ChannelId& id, std::string_view name,
                                    Moment now) {
  State& state = *state_;
  std::string why = obstacle(state, user, id, true);
  if (why.empty()) why = channel_name_trouble(name);
  if (why.empty() && state.name_is_taken(std::string(name))) why = "the name is taken";
  if (!why.empty()) return impossible(why);
  state.rename(*state.channel(id), std::string(name), user, now);
  return Done{};
}

Act<Done> Workspace::archive_channel(const UserId& user, const ChannelId& id, Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, true);
  if (!why.empty()) return impossible(why);
  if (state.channel(id)->archived) return impossible("is archived");
  if (state.channel(id)->is_general) return impossible("#general stays");
  state.archive(*state.channel(id), user, now);
  return Done{};
}

Act<Done> Workspace::unarchive_channel(const UserId& user, const ChannelId& id, Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, false);
  if (!why.empty()) return impossible(why);
  if (!state.channel(id)->archived) return impossible("is not archived");
  state.unarchive(*state.channel(id), user, now);
  return Done{};
}

Act<Done> Workspace::delete_channel(const UserId& user, const ChannelId& id, Moment now) {
  State& state = *state_;
  const std::string why = obstacle(state, user, id, false);
  if (!why.empty()) return impossible(why);
  Channel& channel = *state.channel(id);
  if (channel.is_general) return impossible("#general stays");
  const std::string type = channel.kind == ChannelKind::open ? "channel_deleted" : "group_deleted";
  Json event = {{"type", type},
                {"channel", id.value},
                {"actor_id", user.value},
                {"event_ts", ts_text(to_stored(now) * 1000)}};
  if (state.bot_sees(channel)) state.emit(type, std::move(event), now);
  channel.deleted = true;
  state.channel_names.erase(channel.name);
  return Done{};
}

Act<ChannelId> Workspace::change_channel_id(const ChannelId& id, Moment now) {
  State& state = *state_;
  if (state.channel(id) == nullptr) return impossible("no channel " + id.value);
  const ChannelId moved{state.new_id('C')};
  auto node = state.channels.extract(id.value);
  node.key() = moved.value;
  node.mapped().id = moved;
  const Channel& channel = state.channels.insert(std::move(node)).position->second;
  if (!channel.name.empty()) state.channel_names[channel.name] = moved.value;
  Json event = {{"type", "channel_id_changed"},
                {"old_channel_id", id.value},
                {"new_channel_id", moved.value},
                {"event_ts", ts_text(to_stored(now) * 1000)}};
  state.emit_in(channel, "channel_id_changed", std::move(event), now);
  return moved;
}

void Workspace::set_person(PersonSetup person, Moment now) {
  const char* const type = state_->person(person.id) == nullptr ? "team_join" : "user_change";
  PersonSetup& kept = state_->people[person.id.value];
  kept = std::move(person);
  state_->emit(type,
               {{"type", type},
                {"user", person_json(*state_, kept)},
                {"event_ts", ts_text(to_stored(now) * 1000)}},
               now);
}

void Workspace::add_unannounced(PersonSetup person) {
  const std::string id = person.id.value;
  state_->people[id] = std::move(person);
}

ChannelId Workspace::direct_channel(const UserId& user, Moment now) {
  return state_->direct_channel(user, now).id;
}

}  // namespace tocsin::sandbox
