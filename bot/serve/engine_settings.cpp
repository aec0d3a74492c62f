#include "bot/serve/engine_settings.h"

#include "bot/domain/find_ping.h"

#include <string>
#include <vector>

namespace tocsin {

namespace {

std::vector<UserId> users_of(const std::vector<std::string>& ids) {
  std::vector<UserId> users;
  for (const std::string& id : ids) users.push_back({id});
  return users;
}

// Who may do what, which roles there are, which reactions mean something, and how long a write-up
// may take.
void set_people(const Config& config, EngineSettings& engine) {
  Policy& policy = engine.commands.policy;
  policy.guests_may = config.guests_may;
  policy.may_declare = users_of(config.may_declare);
  policy.may_close = users_of(config.may_close);
  policy.may_page = users_of(config.may_page);
  policy.may_read_private = users_of(config.may_read_private);
  engine.commands.roles.clear();
  for (const auto& [role, duty] : config.roles) {
    if (role != "lead") engine.commands.roles.push_back(role);
    if (!duty.empty()) engine.commands.role_duties[role] = duty;
  }
  engine.audience.duties = engine.commands.role_duties;
  engine.commands.layout = config.writeup_layout;
  engine.commands.roster = config.roster;
  for (const Service& service : config.services) {
    const ServiceKind* kind = find_service_kind(service.role, service.kind);
    if (service.role != ServiceRole::pager || kind == nullptr) continue;
    engine.commands.roster.pagers[service.name] = kind->title;
  }
  engine.emoji = {config.keep_emoji, config.task_emoji};
  engine.commands.review_days = {config.review_days_sev1, config.review_days_sev2,
                                 config.review_days_others};
}

Ping ping_of(const std::string& word) { return find_ping(word).value_or(Ping::nobody); }

// Where follow-ups are filed and updates are shown, besides Slack. With several trackers it is
// the first by name.
void set_outlets(const Config& config, EngineSettings& engine) {
  for (const Service& service : config.services) {
    std::string& tracker = engine.commands.tracker;
    if (service.role == ServiceRole::tracker && (tracker.empty() || service.name < tracker)) {
      tracker = service.name;
    }
    if (service.role == ServiceRole::status_page) {
      engine.commands.status_pages.push_back(service.name);
    }
  }
  engine.audience.tracker = engine.commands.tracker;
  engine.commands.video = config.video;
  engine.audience.video = config.video;
}

}  // namespace

EngineSettings engine_settings(const Config& config) {
  EngineSettings engine;
  engine.commands.command = config.command;
  engine.commands.announcement_channel = config.announcement_channel;
  engine.commands.zone = config.zone;
  set_people(config, engine);
  set_outlets(config, engine);
  engine.audience.command = config.command;
  for (const std::string& user : config.invite) engine.audience.invite.push_back({user});
  engine.audience.invite_groups = config.invite_groups;
  engine.audience.pings = {{Severity::sev1, ping_of(config.ping_sev1)},
                           {Severity::sev2, ping_of(config.ping_sev2)},
                           {Severity::sev3, ping_of(config.ping_sev3)},
                           {Severity::sev4, ping_of(config.ping_sev4)}};
  engine.outbox.grace = config.grace;
  engine.alert_rules = config.alerts.rules;
  return engine;
}

}  // namespace tocsin
