// Inviting people and user groups. Groups cannot be invited, so their members are read first; one
// person whom Slack refuses never keeps the others out. Progress: "invite:" and the plan, as
// "<groups read>;<how many still one by one>;<users to do>;<refused users>", lists with commas.
#include "bot/domain/whole_number.h"
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/slack_id.h"
#include "bot/slack/verdicts.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_most_per_call = 30;

struct Plan {
  std::size_t groups_read = 0;
  std::size_t one_by_one = 0;
  std::vector<std::string> users;
  std::vector<std::string> refused;  // "U1(user_not_found)"
};

std::vector<std::string> split(std::string_view text, char between) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(between);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> list_in(std::string_view text) {
  return text.empty() ? std::vector<std::string>{} : split(text, ',');
}

std::size_t count_in(std::string_view text) {
  return static_cast<std::size_t>(whole_number(text).value_or(0));
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

void add_user(Plan& plan, const std::string& user, const std::string& bot_user) {
  if (!is_id(user) || user == bot_user) return;
  if (std::find(plan.users.begin(), plan.users.end(), user) == plan.users.end()) {
    plan.users.push_back(user);
  }
}

const delivery::Invite& invite_of(const DeliveryContext& context) {
  return std::get<delivery::Invite>(context.delivery);
}

Plan plan_of(const Steps& steps) {
  Plan plan;
  if (steps.progress.step != "invite") {
    for (const UserId& user : invite_of(steps.context).users) {
      add_user(plan, user.value, steps.settings.bot_user);
    }
    return plan;
  }
  const std::vector<std::string> parts = split(steps.progress.detail, ';');
  if (parts.size() != 4) return plan;
  plan.groups_read = count_in(parts[0]);
  plan.one_by_one = count_in(parts[1]);
  plan.users = list_in(parts[2]);
  plan.refused = list_in(parts[3]);
  return plan;
}

std::size_t batch_size(const Plan& plan) {
  if (plan.one_by_one > 0) return 1;
  return std::min(plan.users.size(), k_most_per_call);
}

bool has_group(const DeliveryContext& context, const Plan& plan) {
  return plan.groups_read < invite_of(context).groups.size();
}

// Groups first, so that a person in two of them is invited once.
bool reads_group(const Steps& steps, const Plan& plan) { return has_group(steps.context, plan); }

std::string note(std::string_view who, std::string_view code) {
  std::string clean;
  for (const char c : fmt::format("{}({})", who, code)) {
    if (c != ',' && c != ';' && c != ' ' && c != ':') clean += c;
  }
  return clean;
}

Verdict go_on(const Steps& steps, const Plan& plan) {
  if (!plan.users.empty() || has_group(steps.context, plan)) {
    Progress progress;
    progress.step = "invite";
    progress.detail = fmt::format("{};{};{};{}", plan.groups_read, plan.one_by_one,
                                  joined(plan.users), joined(plan.refused));
    progress.joined = steps.progress.joined;
    return Steps::next(progress);
  }
  if (plan.refused.empty()) return verdict::Done{};
  std::string who;
  for (const std::string& each : plan.refused) who += (who.empty() ? "" : ", ") + each;
  return verdict::Refused{
      "not_invited",
      fmt::format("Slack did not let me invite everybody: {}. Please invite them by hand.", who),
      {}};
}

Verdict read_group(const Steps& steps, Plan plan, const Answer& read,
                   const net::HttpResponse& answer) {
  const std::string group = invite_of(steps.context).groups[plan.groups_read];
  ++plan.groups_read;
  if (!read.is_good()) {
    plan.refused.push_back(note("group " + group, read.error));
    return go_on(steps, plan);
  }
  const std::optional<Json> json = parse_json(answer.body);
  JsonReader reader(*json);
  for (JsonReader& user : reader.items_or_none("users")) {
    add_user(plan, user.as_text(), steps.settings.bot_user);
  }
  return go_on(steps, plan);
}

// Success does not mean that everybody is in: with `force` the answer lists those who are not.
std::vector<std::string> refused_users(const net::HttpResponse& answer) {
  std::vector<std::string> users;
  const std::optional<Json> json = parse_json(answer.body);
  if (!json) return users;
  JsonReader reader(*json);
  for (JsonReader& error : reader.items_or_none("errors")) {
    const std::string user = error.text_or("user", "");
    const std::string code = error.text_or("error", "");
    if (user.empty() || code == "already_in_channel" || code == "cant_invite_self") continue;
    users.push_back(note(user, code.empty() ? "refused" : code));
  }
  return users;
}

// What no other person in the call could change.
bool is_about_channel(std::string_view error) {
  constexpr std::array<std::string_view, 5> k_codes{"channel_not_found", "is_archived",
                                                    "not_in_channel", "restricted_action",
                                                    "method_not_supported_for_channel_type"};
  return std::find(k_codes.begin(), k_codes.end(), error) != k_codes.end();
}

}  // namespace

Prepared InviteSteps::request() const {
  const ChannelId channel = channel_of(context);
  if (progress.joining) return join_request(settings, channel);
  const Plan plan = plan_of(*this);
  if (reads_group(*this, plan)) {
    return prepared(settings, "usergroups.users.list",
                    {{"usergroup", invite_of(context).groups[plan.groups_read]}});
  }
  std::vector<std::string> batch = plan.users;
  batch.resize(batch_size(plan));
  return prepared(settings, "conversations.invite",
                  {{"channel", channel.value}, {"users", joined(batch)}, {"force", "true"}});
}

Verdict InviteSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  Plan plan = plan_of(*this);
  Progress again = progress;
  if (progress.joining) {
    if (!read.is_good()) return refused(read, "join the channel");
    again.joining = false;
    again.joined = true;
    return next(again);
  }
  if (reads_group(*this, plan)) return read_group(*this, std::move(plan), read, answer);

  const std::size_t batch = batch_size(plan);
  if (read.error == "not_in_channel" && !progress.joined) {
    again.joining = true;
    return next(again);
  }
  // Nobody to invite after all: whatever Slack said to the empty list does not matter.
  if (batch == 0) return go_on(*this, plan);
  if (is_about_channel(read.error)) return refused(read, "invite people to the channel");
  const bool whole_batch = read.kind == AnswerClass::ok || batch == 1;
  if (!whole_batch) {
    plan.one_by_one = batch;  // somebody in it is the trouble; those already in count as success
    return go_on(*this, plan);
  }
  std::vector<std::string> failed = refused_users(answer);
  if (failed.empty() && !read.is_good()) failed.push_back(note(plan.users.front(), read.error));
  plan.refused.insert(plan.refused.end(), failed.begin(), failed.end());
  plan.users.erase(plan.users.begin(), plan.users.begin() + static_cast<std::ptrdiff_t>(batch));
  if (plan.one_by_one > 0) --plan.one_by_one;
  return go_on(*this, plan);
}

}  // namespace tocsin::slack
