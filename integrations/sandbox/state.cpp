#include "integrations/sandbox/state.h"

#include "bot/domain/whole_number.h"
#include "bot/ensure.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace tocsin::sandbox {

namespace {

std::set<std::string> as_set(const std::vector<std::string>& words) {
  return {words.begin(), words.end()};
}

Channel channel_from(const ChannelSetup& setup, const UserId& bot) {
  Channel channel;
  channel.id = setup.id;
  channel.name = setup.name;
  channel.kind = setup.is_private ? ChannelKind::closed : ChannelKind::open;
  channel.is_general = setup.is_general;
  channel.archived = setup.archived;
  channel.members.insert(setup.members.begin(), setup.members.end());
  if (setup.bot_is_member) channel.members.insert(bot);
  if (!setup.members.empty()) channel.creator = setup.members.front();
  return channel;
}

std::string hex(std::uint64_t bits) {
  std::array<char, 20> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(bits));
  return text.data();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

State::State(WorkspaceSetup given)
    : setup(std::move(given)),
      scopes(as_set(setup.scopes.empty() ? all_scopes() : setup.scopes)),
      events(as_set(setup.events.empty() ? all_events() : setup.events)),
      dice(setup.seed) {
  PersonSetup bot;
  bot.id = setup.bot_user;
  bot.name = setup.bot_name;
  bot.real_name = setup.bot_name;
  bot.is_bot = true;
  people.emplace(bot.id.value, bot);
  for (const PersonSetup& person_setup : setup.people) {
    people.emplace(person_setup.id.value, person_setup);
  }
  for (const ChannelSetup& channel_setup : setup.channels) {
    channels.emplace(channel_setup.id.value, channel_from(channel_setup, setup.bot_user));
    channel_names.emplace(channel_setup.name, channel_setup.id.value);
  }
  for (const UserGroupSetup& group : setup.user_groups) user_groups.emplace(group.id, group);
}

std::string State::new_id(char prefix) {
  constexpr std::string_view k_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string id(1, prefix);
  std::string tail;
  for (std::int64_t rest = next_number(); rest > 0; rest /= 36) {
    tail.insert(tail.begin(), k_digits[static_cast<std::size_t>(rest % 36)]);
  }
  while (id.size() + tail.size() < 11) id += k_digits[dice.below(36)];
  return id + tail;
}

PersonSetup* State::person(const UserId& id) {
  const auto found = people.find(id.value);
  return found == people.end() ? nullptr : &found->second;
}

Channel* State::channel(const ChannelId& id) {
  const auto found = channels.find(id.value);
  return found == channels.end() || found->second.deleted ? nullptr : &found->second;
}

Message* State::message_or_grave(Channel& channel, const MessageTs& ts) {
  const auto micros = ts_micros(ts.value);
  if (!micros) return nullptr;
  auto& messages = channel.messages;
  const auto found =
      std::lower_bound(messages.begin(), messages.end(), *micros,
                       [](const Message& message, std::int64_t m) { return message.micros < m; });
  return found == messages.end() || found->micros != *micros ? nullptr : &*found;
}

Message* State::message(Channel& channel, const MessageTs& ts) {
  Message* found = message_or_grave(channel, ts);
  return found == nullptr || found->deleted ? nullptr : found;
}

bool State::bot_is_in(const Channel& channel) const {
  return channel.members.contains(setup.bot_user);
}

bool State::bot_sees(const Channel& channel) const {
  return channel.kind == ChannelKind::open || bot_is_in(channel);
}

Channel& State::direct_channel(const UserId& user, Moment now) {
  const std::string id = "D" + user.value.substr(1);
  const auto found = channels.find(id);
  if (found != channels.end()) return found->second;
  Channel channel;
  channel.id = ChannelId{id};
  channel.kind = ChannelKind::direct;
  channel.creator = setup.bot_user;
  channel.created = now;
  channel.members = {user, setup.bot_user};
  return channels.emplace(id, std::move(channel)).first->second;
}

bool State::name_is_taken(const std::string& name) const {
  const auto& hidden = setup.policies.names_taken;
  return channel_names.contains(name) ||
         std::find(hidden.begin(), hidden.end(), name) != hidden.end();
}

MessageTs State::give_ts(Channel& channel, Moment now) {
  channel.last_micros = std::max(to_stored(now) * 1000, channel.last_micros + 1);
  return MessageTs{ts_text(channel.last_micros)};
}

Message& State::add_message(Channel& channel, Message message, MessageVersion content, Moment now) {
  message.ts = give_ts(channel, now);
  message.micros = channel.last_micros;
  content.at = now;
  message.versions.push_back(std::move(content));
  channel.messages.push_back(std::move(message));
  Message& added = channel.messages.back();
  if (!added.thread.empty()) {
    if (Message* parent = message_or_grave(channel, added.thread)) {
      parent->replies.push_back(added.ts);
    }
  }
  return added;
}

Ephemeral& State::add_ephemeral(Ephemeral ephemeral) {
  ephemeral.number = next_number();
  ephemerals.push_back(std::move(ephemeral));
  return ephemerals.back();
}

void State::note(Interaction interaction) {
  if (!setup.keep_records) return;
  interaction_by_trigger[interaction.trigger_id] = interactions.size();
  interactions.push_back(std::move(interaction));
}

void State::complain(std::string what) { complaints.push_back(std::move(what)); }

std::string State::seal(std::string_view text) const {
  std::uint64_t mixed = 14695981039346656037ULL ^ setup.seed;
  for (const char c : text) mixed = (mixed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hex(Dice(mixed).next());
}

std::string State::new_trigger(const UserId& user, Moment now) {
  std::string trigger = std::to_string(to_stored(now));
  trigger += '.';
  trigger += std::to_string(next_number());
  trigger += '.';
  trigger += user.value;
  return trigger + seal(trigger);
}

State::TriggerCheck State::use_trigger(std::string_view trigger, Moment now) {
  constexpr std::size_t k_seal_length = 16;
  if (trigger.size() < k_seal_length) return {"invalid_trigger_id", {}};
  const std::string_view body = trigger.substr(0, trigger.size() - k_seal_length);
  const auto parts = split(body, '.');
  if (parts.size() != 3 || seal(body) != trigger.substr(body.size())) {
    return {"invalid_trigger_id", {}};
  }
  const auto at = whole_number(parts[0]);
  const auto number = whole_number(parts[1]);
  ENSURE(at && number);  // the seal says that we wrote them
  if (used_triggers.contains(*number)) return {"exchanged_trigger_id", {}};
  if (now - from_stored(*at) > setup.policies.trigger_lives) return {"expired_trigger_id", {}};
  used_triggers.insert(*number);
  return {"", UserId{std::string(parts[2])}};
}

std::string State::new_response_url(std::string_view kind, const UserId& user,
                                    const ChannelId& channel, std::string_view message,
                                    Moment now) {
  std::string token = std::to_string(to_stored(now));
  for (const std::string_view part :
       {std::string_view(user.value), std::string_view(channel.value), message}) {
    token += '_';
    token += part;
  }
  std::string sealed = std::to_string(next_number()) + "/" + token;
  std::string url = setup.http_base;
  url += '/';
  url += kind;
  url += '/';
  url += setup.team_id;
  url += '/';
  url += sealed;
  url += '_';
  url += seal(sealed);
  return url;
}

std::optional<ResponseAddress> State::response_address(std::string_view path) const {
  const auto steps = split(path, '/');  // "", kind, team, number, token
  if (steps.size() != 5 || steps[2] != setup.team_id) return std::nullopt;
  const auto parts = split(steps[4], '_');
  const auto number = whole_number(steps[3]);
  if (parts.size() != 5 || !number) return std::nullopt;
  const std::string sealed = std::string(steps[3]) + "/" +
                             std::string(steps[4].substr(0, steps[4].size() - parts[4].size() - 1));
  const auto at = whole_number(parts[0]);
  if (!at || seal(sealed) != parts[4]) return std::nullopt;
  return ResponseAddress{from_stored(*at), *number, UserId{std::string(parts[1])},
                         ChannelId{std::string(parts[2])}, std::string(parts[3])};
}

}  // namespace tocsin::sandbox
