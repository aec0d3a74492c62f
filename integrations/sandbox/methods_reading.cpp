// conversations.* that only read, and users.conversations.

#include "integrations/sandbox/call.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace tocsin::sandbox {

namespace {

Json with_cursor(Json answer, const Page& page) {
  answer["response_metadata"] = {{"next_cursor", page.next_cursor}};
  return answer;
}

// The kinds of channel that `types` asks for, or the refusal.
Json wanted_kinds(Call& call, std::set<ChannelKind>& kinds) {
  constexpr std::array k_names{std::pair{std::string_view{"public_channel"}, ChannelKind::open},
                               std::pair{std::string_view{"private_channel"}, ChannelKind::closed},
                               std::pair{std::string_view{"im"}, ChannelKind::direct},
                               std::pair{std::string_view{"mpim"}, ChannelKind::group_direct}};
  const std::string text =
      call.arguments.has("types") ? call.arguments.text("types") : "public_channel";
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    const auto found = std::find_if(k_names.begin(), k_names.end(),
                                    [&](const auto& known) { return known.first == name; });
    if (found == k_names.end()) return refused("invalid_types");
    const Needs& needs = call.method.needs;
    const std::array by_kind{needs.open, needs.closed, needs.direct, needs.group_direct};
    const std::string_view needed = by_kind[static_cast<std::size_t>(found->second)];
    if (!has_scope(call.state, needed)) return missing_scope(call.state, needed);
    kinds.insert(found->second);
  }
  return Json();
}

Json listed(Call& call, const UserId* member) {
  std::set<ChannelKind> kinds;
  Json trouble = wanted_kinds(call, kinds);
  if (!trouble.is_null()) return trouble;
  std::vector<const Channel*> found;
  for (const auto& [id, channel] : call.state.channels) {
    if (channel.deleted || !kinds.contains(channel.kind)) continue;
    if (!call.state.bot_sees(channel)) continue;
    if (member != nullptr && !channel.members.contains(*member)) continue;
    if (channel.archived && call.arguments.flag("exclude_archived")) continue;
    found.push_back(&channel);
  }
  const Page page = page_of(call, found.size(), 100, 999);
  if (!page.refusal.is_null()) return page.refusal;
  Json channels = Json::array();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    channels.push_back(channel_json(call.state, *found[i]));
  }
  return with_cursor(accepted({{"channels", channels}}), page);
}

Json list(Call& call) { return listed(call, nullptr); }

Json users_conversations(Call& call) {
  UserId user = call.state.setup.bot_user;
  if (call.arguments.has("user")) user = UserId{call.arguments.text("user")};
  if (call.state.person(user) == nullptr) return refused("user_not_found");
  return listed(call, &user);
}

Json channel_details(Call& call) {
  const Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  Json json = channel_json(call.state, *channel);
  if (call.arguments.flag("include_num_members")) json["num_members"] = channel->members.size();
  return accepted({{"channel", json}});
}

Json members(Call& call) {
  const Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  const std::vector<UserId> all(channel->members.begin(), channel->members.end());
  const Page page = page_of(call, all.size(), 100, 999);
  if (!page.refusal.is_null()) return page.refusal;
  Json ids = Json::array();
  for (std::size_t i = page.begin; i < page.end; ++i) ids.push_back(all[i].value);
  return with_cursor(accepted({{"members", ids}}), page);
}

struct Span {
  std::int64_t youngest = std::numeric_limits<std::int64_t>::max();  // by the policy
  std::int64_t oldest = 0;
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  bool inclusive = false;

  bool holds(std::int64_t micros) const {
    if (micros > youngest) return false;
    if (micros == oldest || micros == latest) return inclusive;
    return micros > oldest && micros < latest;
  }
};

Json take_span(Call& call, Span& span) {
  span.inclusive = call.arguments.flag("inclusive");
  const Duration lag = call.state.setup.policies.history_lags;
  if (lag.count() > 0) span.youngest = to_stored(call.now - lag) * 1000;
  if (call.arguments.has("oldest")) {
    const auto oldest = loose_ts_micros(call.arguments.text("oldest"));
    if (!oldest) return refused("invalid_ts_oldest");
    span.oldest = *oldest;
  }
  if (call.arguments.has("latest")) {
    const auto latest = loose_ts_micros(call.arguments.text("latest"));
    if (!latest) return refused("invalid_ts_latest");
    span.latest = *latest;
  }
  return Json();
}

Json page_of_messages(Call& call, const Channel& channel, const std::vector<const Message*>& found,
                      const Page& page) {
  const bool all_metadata = call.arguments.flag("include_all_metadata");
  Json messages = Json::array();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    messages.push_back(message_json(call.state, channel, *found[i], all_metadata));
  }
  Json answer = accepted({{"messages", messages}, {"has_more", !page.next_cursor.empty()}});
  if (!page.next_cursor.empty()) {
    answer["response_metadata"] = {{"next_cursor", page.next_cursor}};
  }
  return answer;
}

Json history(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (!call.state.bot_is_in(*channel)) return refused("not_in_channel");
  Span span;
  Json trouble = take_span(call, span);
  if (!trouble.is_null()) return trouble;
  std::vector<const Message*> found;  // newest first
  for (auto message = channel->messages.rbegin(); message != channel->messages.rend(); ++message) {
    if (message->micros < span.oldest) break;
    const bool is_hidden_reply = !message->thread.empty() && !message->broadcast;
    if (message->deleted || is_hidden_reply || !span.holds(message->micros)) continue;
    found.push_back(&*message);
  }
  const Page page = page_of(call, found.size(), 100, 999);
  if (!page.refusal.is_null()) return page.refusal;
  Json answer = page_of_messages(call, *channel, found, page);
  answer["pin_count"] = channel->pins.size();
  return answer;
}

Json replies(Call& call) {
  Channel* channel = call.conversation("channel");
  if (channel == nullptr) return call.refusal;
  if (!call.state.bot_is_in(*channel)) return refused("not_in_channel");
  Span span;
  Json trouble = take_span(call, span);
  if (!trouble.is_null()) return trouble;
  const Message* parent =
      call.state.message_or_grave(*channel, MessageTs{call.arguments.text("ts")});
  if (parent == nullptr || (parent->deleted && parent->replies.empty())) {
    return refused("thread_not_found");
  }
  std::vector<const Message*> found;  // the parent, then oldest first
  if (!parent->deleted) found.push_back(parent);
  for (const MessageTs& ts : parent->replies) {
    const Message* reply = call.state.message(*channel, ts);
    if (reply != nullptr && span.holds(reply->micros)) found.push_back(reply);
  }
  const Page page = page_of(call, found.size(), 1000, 1000);
  if (!page.refusal.is_null()) return page.refusal;
  return page_of_messages(call, *channel, found, page);
}

constexpr Needs k_read{"channels:read", "groups:read", "im:read", "mpim:read"};
constexpr Needs k_history{"channels:history", "groups:history", "im:history", "mpim:history"};

constexpr std::array k_reading_methods{
    Method{"conversations.list", 20, false, false, true, k_read, "",
           "types exclude_archived limit cursor team_id", list},
    Method{"users.conversations", 50, false, false, true, k_read, "",
           "user types exclude_archived limit cursor team_id", users_conversations},
    Method{"conversations.info", 50, false, false, true, k_read, "channel",
           "include_num_members include_locale", channel_details},
    Method{"conversations.members", 100, false, false, true, k_read, "channel", "limit cursor",
           members},
    Method{"conversations.history", 50, true, false, true, k_history, "channel",
           "oldest latest inclusive limit cursor include_all_metadata", history},
    Method{"conversations.replies", 50, false, false, true, k_history, "channel ts",
           "oldest latest inclusive limit cursor include_all_metadata", replies},
};

}  // namespace

std::span<const Method> channel_reading_methods() { return k_reading_methods; }

}  // namespace tocsin::sandbox
