// Making an incident's channel, its topic, and inviting people into it.
#include "bot/json.h"
#include "bot/slack/card.h"
#include "bot/slack/deliver.h"
#include "bot/slack/verdicts.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace tocsin::slack {

namespace {

constexpr int k_most_attempts = 7;  // see channel_name()

std::int64_t number_in(std::string_view text, std::int64_t otherwise) {
  std::int64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::int64_t unix_seconds(Moment moment) {
  return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

// Policies of a workspace, which a thread in the announcement channel gets around.
bool forbids_channels(const Answer& answer) {
  return answer.error == "no_permission" || answer.error == "access_denied" ||
         answer.error == "enterprise_is_restricted";
}

struct OwnChannel {
  std::string_view name;
  std::string_view creator;
  std::int64_t created_after;
};

// The channel of that name that we made ourselves since then.
std::optional<fact::ChannelCreated> find_own(const net::HttpResponse& answer,
                                             const OwnChannel& wanted) {
  const std::optional<Json> json = parse_json(answer.body);
  if (!json) return std::nullopt;
  JsonReader reader(*json);
  for (JsonReader& channel : reader.items_or_none("channels")) {
    const std::string id = channel.text_or("id", "");
    const std::string name = channel.text_or("name", "");
    const bool same_name =
        name == wanted.name || channel.text_or("name_normalized", "") == wanted.name;
    if (id.empty() || !same_name) continue;
    if (channel.text_or("creator", "") != wanted.creator) continue;
    if (channel.integer_or("created", 0) < wanted.created_after) continue;
    return fact::ChannelCreated{ChannelId{id}, name};
  }
  return std::nullopt;
}

}  // namespace

// ---- making the channel. Progress: "" or "name:<attempt>", and "own:<attempt>:<since>[:<cursor>]"
// while we look whether a name that is taken was taken by ourselves.

int MakeChannelSteps::attempt() const {
  return static_cast<int>(
      std::clamp<std::int64_t>(number_in(progress.detail, 1), 1, k_most_attempts));
}

std::string MakeChannelSteps::name() const {
  return channel_name(incident_of(context), attempt(), !progress.plain);
}

Prepared MakeChannelSteps::own_channels(const std::string& cursor) const {
  Fields fields{{"types", incident_of(context).is_private ? "private_channel" : "public_channel"},
                {"exclude_archived", "true"},
                {"limit", "200"}};
  if (!cursor.empty()) fields.emplace_back("cursor", cursor);
  return prepared(settings, "users.conversations", fields);
}

namespace {

struct OwnStep {
  std::int64_t since = 0;
  std::string cursor;
};

OwnStep read_own(std::string_view detail) {
  OwnStep own;
  const std::size_t first = detail.find(':');
  if (first == std::string_view::npos) return own;
  detail.remove_prefix(first + 1);
  own.since = number_in(detail, 0);
  const std::size_t second = detail.find(':');
  if (second != std::string_view::npos) own.cursor = std::string(detail.substr(second + 1));
  return own;
}

}  // namespace

Prepared MakeChannelSteps::request() const {
  if (progress.step == "own") return own_channels(read_own(progress.detail).cursor);
  return prepared(
      settings, "conversations.create",
      {{"name", name()}, {"is_private", incident_of(context).is_private ? "true" : "false"}});
}

Verdict MakeChannelSteps::judge(const net::HttpResponse& answer) const {
  return progress.step == "own" ? judge_own(answer) : judge_create(answer);
}

Verdict MakeChannelSteps::judge_create(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  constexpr std::string_view k_doing = "make the incident's channel";
  const auto give_up = [&] { return refused(read, k_doing, {fact::ChannelRefused{read.error}}); };
  if (forbids_channels(read)) return give_up();
  if (auto verdict = common_verdict(read, Repeat::dangerous)) return *verdict;
  if (read.is_good()) {
    const std::optional<Json> json = parse_json(answer.body);
    JsonReader reader(*json);
    JsonReader channel = reader.object("channel");
    const std::string id = channel.text("id");
    const std::string given = channel.text_or("name", name());
    if (reader.failed() || id.empty()) return verdict::Unknown{"no channel in the answer"};
    return verdict::Done{{fact::ChannelCreated{ChannelId{id}, given}}};
  }
  if (read.error == "name_taken") {
    Progress own = progress;
    own.step = "own";
    own.detail = fmt::format("{}:{}", attempt(), unix_seconds(context.first_sent_at));
    return next(own);
  }
  if (read.error.starts_with("invalid_name") && !progress.plain) {
    Progress plain;
    plain.step = "name";
    plain.detail = "1";
    plain.plain = true;
    return next(plain);
  }
  return give_up();
}

// A lost answer may have made the channel; then the name is taken, and it is ours to use.
Verdict MakeChannelSteps::judge_own(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (!read.is_good()) return next_name();
  const OwnStep own = read_own(progress.detail);
  const std::string wanted = name();
  const OwnChannel ours{wanted, settings.bot_user, own.since - k_clock_slack.count()};
  if (auto found = find_own(answer, ours)) return verdict::Done{{std::move(*found)}};
  if (read.next_cursor.empty()) return next_name();
  Progress page = progress;
  page.detail = fmt::format("{}:{}:{}", attempt(), own.since, read.next_cursor);
  return next(page);
}

Verdict MakeChannelSteps::next_name() const {
  if (attempt() >= k_most_attempts) {
    Answer taken;
    taken.kind = AnswerClass::refused;
    taken.error = "name_taken";
    return refused(taken, "make the incident's channel", {fact::ChannelRefused{taken.error}});
  }
  Progress name_step = progress;
  name_step.step = "name";
  name_step.detail = fmt::format("{}", attempt() + 1);
  return next(name_step);
}

std::optional<Prepared> MakeChannelSteps::lookup(const std::string& cursor) const {
  if (progress.step == "own") return std::nullopt;
  return own_channels(cursor);
}

Look MakeChannelSteps::found(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (!read.is_good()) return failed_look(read);
  const std::string wanted = name();
  const OwnChannel ours{wanted, settings.bot_user,
                        unix_seconds(context.first_sent_at) - k_clock_slack.count()};
  if (auto channel = find_own(answer, ours)) {
    return look::Found{verdict::Done{{std::move(*channel)}}};
  }
  if (!read.next_cursor.empty()) return look::More{read.next_cursor};
  return look::NotThere{};
}

// ---- topic

Prepared TopicSteps::request() const {
  const ChannelId channel = channel_of(context);
  if (progress.joining) return join_request(settings, channel);
  return prepared(settings, "conversations.setTopic",
                  {{"channel", channel.value}, {"topic", topic_of(incident_of(context))}});
}

Verdict TopicSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  Progress then;
  then.joined = true;
  if (progress.joining)
    return read.is_good() ? Verdict(next(then)) : refused(read, "join the channel");
  if (read.is_good()) return verdict::Done{};
  if (read.error == "not_in_channel" && !progress.joined) {
    then.joining = true;
    return next(then);
  }
  return refused(read, "set the channel's topic");
}

}  // namespace tocsin::slack
