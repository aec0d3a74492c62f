// Session, how it begins: the engine at once, then who we are in Slack, then where announcements
// go.

#include "bot/log.h"
#include "bot/serve/engine_settings.h"
#include "bot/serve/random_text.h"
#include "bot/serve/session.h"
#include "integrations/catalog.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr auto k_ask_again = 10s;
constexpr auto k_find_again = 10min;
constexpr std::string_view k_installation = "installation";  // setting, stored
constexpr std::string_view k_team = "team";                  // setting, stored

}  // namespace

// The engine runs before Slack is heard of: what is typed on the command line is kept, and leaves
// when we know that this is the workspace it belongs to.
void Session::start() {
  link_.start();
  watch_waiting();
  try {
    known_team_ = store_.setting(k_team).value_or("");
    if (!store_.setting(k_installation)) {
      store_.begin();
      store_.put_setting(k_installation, random_text(10));
      store_.commit();
    }
    start_engine();
  } catch (const StorageError& error) {
    store_.rollback();
    return finish("The database " + config_.database + " cannot be written: " + error.what());
  }
  ask_who_we_are();
}

// ---- who we are

void Session::ask_who_we_are() {
  http_.send(slack::identity_request(config_.api_url, config_.bot_token),
             [this, alive = alive_](const net::HttpResponse& answer) {
               if (!*alive || stopping_) return;
               auto identity = slack::read_identity(answer);
               if (identity) return identified(std::move(*identity));
               if (identity.error().is_fatal) return finish(identity.error().sentence);
               log_warn("{}", identity.error().sentence);
               const auto pause = std::max<Duration>(identity.error().retry_after, k_ask_again);
               loop_.after(pause, [this, alive] {
                 if (*alive && !stopping_) ask_who_we_are();
               });
             });
}

bool Session::scopes_suffice(const slack::Identity& identity) {
  for (const slack::ScopeTrouble& missing : slack::missing_scopes(identity)) {
    if (missing.is_fatal) {
      finish(missing.sentence);
      return false;
    }
    log_warn("{}", missing.sentence);
  }
  return true;
}

void Session::identified(slack::Identity identity) {
  if (!scopes_suffice(identity)) return;
  if (!known_team_.empty() && known_team_ != identity.team_id) {
    return finish("The database " + config_.database +
                  " belongs to another Slack workspace than SLACK_BOT_TOKEN. Set TOCSIN_DB to "
                  "another file, or use that workspace's token.");
  }
  // The engine's thread has not used it yet: nothing leaves before SlackKnown.
  destination_->know_names(identity.bot_user, identity.bot_id);
  own_ = {UserId{identity.bot_user}, identity.bot_id};
  is_known_ = true;
  offer(input::SlackKnown{identity.team_id});
  while (!before_known_.empty()) {
    Input input = std::move(before_known_.front());
    before_known_.pop_front();
    offer(std::move(input));
  }
  for (auto& [socket, frame] : std::exchange(early_, {})) event_came(socket, std::move(frame));
  find_announcements();
  if (!config_.hooks.empty()) find_alert_channel();
}

void Session::start_engine() {
  slack::SlackSettings settings;
  settings.api_url = config_.api_url;
  settings.bot_token = config_.bot_token;
  settings.command = config_.command;
  settings.video = config_.video;
  settings.installation = store_.setting(k_installation).value_or("");
  destination_ = std::make_unique<slack::SlackDestination>(settings);
  forms_.emplace(http_, settings, [this, alive = alive_](input::FormRefused refused) {
    if (*alive) offer(std::move(refused));
  });

  switchboard_ = std::make_unique<Switchboard>(*destination_, connect_services(config_.services));

  EngineSettings engine = engine_settings(config_);
  engine.waits_for_slack = true;
  policy_ = engine.commands.policy;
  // From here on the store belongs to the engine's thread.
  engine_ = std::make_unique<EngineThread>(
      loop_, store_, *switchboard_, std::move(engine),
      [this](Effects effects, bool has_recorded) { carry_out(std::move(effects), has_recorded); });
}

void Session::find_announcements() {
  slack::SlackSettings settings;
  settings.api_url = config_.api_url;
  settings.bot_token = config_.bot_token;
  finder_.emplace(settings, config_.announcement_channel);
  ask_for_channel();
}

void Session::ask_for_channel() {
  const auto request = finder_->request();
  if (request) {
    loop_.after(finder_->wait(), [this, alive = alive_, request = *request] {
      if (!*alive || stopping_) return;
      http_.send(request, [this, alive](const net::HttpResponse& answer) {
        if (!*alive || stopping_) return;
        finder_->answer(answer);
        ask_for_channel();
      });
    });
    return;
  }
  if (!finder_->trouble().empty()) {
    log_warn("{}", finder_->trouble());
    loop_.after(k_find_again, [this, alive = alive_] {
      if (*alive && !stopping_) find_announcements();
    });
  }
  // What is to be announced waits meanwhile, as it would for a channel that is known to exist.
  if (!finder_->may_pass()) offer(input::AnnouncementChannel{finder_->channel()});
}

// Until it is found, the cards wait.
void Session::find_alert_channel() {
  slack::SlackSettings settings;
  settings.api_url = config_.api_url;
  settings.bot_token = config_.bot_token;
  alert_finder_.emplace(settings, config_.alerts.channel, "channel for alerts");
  ask_for_alert_channel();
}

void Session::ask_for_alert_channel() {
  if (const auto request = alert_finder_->request()) {
    loop_.after(alert_finder_->wait(), [this, alive = alive_, request = *request] {
      if (!*alive || stopping_) return;
      http_.send(request, [this, alive](const net::HttpResponse& answer) {
        if (!*alive || stopping_) return;
        alert_finder_->answer(answer);
        ask_for_alert_channel();
      });
    });
    return;
  }
  if (alert_finder_->trouble().empty()) {
    return offer(input::AlertChannel{alert_finder_->channel()});
  }
  log_warn("{} Alerts are kept and posted when it is there.", alert_finder_->trouble());
  loop_.after(k_find_again, [this, alive = alive_] {
    if (*alive && !stopping_) find_alert_channel();
  });
}

}  // namespace tocsin
