// What can be said of the configuration once all of it is read.

#include "bot/config/config_tables.h"
#include "bot/domain/find_ping.h"
#include "bot/domain/video.h"
#include "bot/domain/zone.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

namespace tocsin {

namespace {

using Trouble = std::optional<std::string>;

// A name in the place of an id would shut everybody out without a word.
Trouble check_people(const Config& config) {
  for (const ListKey& key : k_list_keys) {
    if (!key.path.starts_with("people.")) continue;
    for (const std::string& id : config.*key.member) {
      const bool is_id = id.size() > 1 && (id.front() == 'U' || id.front() == 'W') &&
                         std::ranges::all_of(id, [](unsigned char c) {
                           return std::isupper(c) != 0 || std::isdigit(c) != 0;
                         });
      if (is_id) continue;
      return std::string(key.path) + ": \"" + id +
             "\" is no user id. Take the member ID from the person's profile in Slack, like U0123.";
    }
  }
  return std::nullopt;
}

Trouble check_pings(const Config& config) {
  for (const TextKey& key : k_text_keys) {
    if (!key.path.starts_with("slack.ping_") || find_ping(config.*key.member)) continue;
    return std::string(key.path) + ": \"" + config.*key.member +
           "\" is unknown. Take \"nobody\", \"here\" or \"channel\".";
  }
  return std::nullopt;
}

Trouble check_reactions(Config& config) {
  for (auto* names : {&config.keep_emoji, &config.task_emoji}) {
    for (std::string& name : *names) std::erase(name, ':');
    if (std::ranges::find(*names, "") != names->end()) {
      return "reactions: an emoji without a name. Write it as in Slack, like \"pushpin\".";
    }
  }
  for (const std::string& name : config.keep_emoji) {
    if (std::ranges::find(config.task_emoji, name) == config.task_emoji.end()) continue;
    return "reactions: \"" + name + "\" stands under keep and under task. Take it out of one.";
  }
  return std::nullopt;
}

}  // namespace

Trouble check_config(Config& config) {
  if (config.api_url.empty()) return "SLACK_API_URL is empty. Leave it out for Slack's own.";
  if (config.database.empty()) {
    return "TOCSIN_DB is empty. Leave it out for tocsin.db, or give the path of a file.";
  }
  if (!config.api_url.ends_with('/')) config.api_url += '/';
  if (!config.command.starts_with('/')) {
    return "slack.command has to begin with '/', like \"/incident\".";
  }
  if (config.announcement_channel.starts_with('#')) config.announcement_channel.erase(0, 1);
  if (!find_zone(config.zone)) {
    const std::vector<std::string> near = similar_zones(config.zone);
    return "zone \"" + config.zone + "\" is unknown." +
           (near.empty() ? "" : " Did you mean " + near.front() + "?");
  }
  if (auto trouble = trouble_of_video(config.video)) return "incident.video " + *trouble;
  if (auto trouble = check_people(config)) return trouble;
  if (auto trouble = check_pings(config)) return trouble;
  if (auto trouble = check_reactions(config)) return trouble;
  config.roster.zone = config.zone;
  constexpr std::array<std::string_view, 5> k_levels{"debug", "info", "warn", "error", "off"};
  if (std::ranges::find(k_levels, config.log) == k_levels.end()) {
    return "log \"" + config.log + "\" is unknown. Take debug, info, warn, error or off.";
  }
  if (config.grace <= config.http_timeout) {
    return "delivery.grace_ms has to be longer than delivery.timeout_ms, else a message whose "
           "answer "
           "was lost could be posted twice.";
  }
  return std::nullopt;
}

}  // namespace tocsin
