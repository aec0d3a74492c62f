#include "bot/operate/rehearse.h"

#include "bot/engine/engine.h"
#include "bot/slack/destination.h"
#include "bot/slack/web_api.h"

#include <fmt/core.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_patience = 120s;  // for all of it; Slack takes about a post a second
constexpr Duration k_look_again = 200ms;

// The bot types to itself: nobody is disturbed by a rehearsal.
class Rehearsal {
 public:
  Rehearsal(const slack::SlackSettings& settings, const EngineSettings& engine, SlackVisit& visit,
            Store& record, const std::function<Moment()>& now)
      : settings_(settings),
        destination_(settings),
        engine_(record, destination_, engine),
        visit_(visit),
        record_(record),
        now_(now),
        began_(now()) {}

  Findings run() {
    engine_.start(time());
    step({input::Connected{}});
    type("declare private drill Rehearsal by tocsin doctor");
    settle();
    for (const char* line : {"INC-1 log The first line", "INC-1 resolve now", "INC-1 close"}) {
      type(line);
      settle();
    }
    tell_what_was_refused();
    archive();
    if (findings_.empty()) {
      findings_.push_back(good("rehearsal",
                               "A practice incident went from declare to close in a private "
                               "channel, which is archived again."));
    }
    return std::move(findings_);
  }

 private:
  Now time() const {
    const Moment wall = now_();
    return {wall, wall - began_};
  }
  bool is_late() const { return now_() - began_ > k_patience; }

  void type(const std::string& line) {
    if (!findings_.empty()) return;
    input::Command typed;
    typed.key = fmt::format("rehearsal {}", ++lines_);
    typed.user = UserId{settings_.bot_user};
    typed.text = line;
    typed.token = lines_;
    const std::vector<Ack> acks = step({typed});
    if (acks.empty() || !acks.front().saved) {
      findings_.push_back(wrong("rehearsal", fmt::format("\"{}\" was not saved.", line)));
    }
  }

  // Carries out what leaves, and hands the answers in, until nothing is left to be sent.
  void settle() {
    while (findings_.empty() && engine_.health().unsettled > 0) {
      if (is_late()) {
        findings_.push_back(
            wrong("rehearsal", fmt::format("Slack did not take everything within {} s: {}.",
                                           k_patience / 1s, waiting_for())));
        return;
      }
      const auto pause = engine_.wait(time());
      if (!pause || *pause > Duration{0})
        visit_.wait(std::min(pause.value_or(k_look_again), k_look_again));
      step({});
    }
  }

  std::vector<Ack> step(std::vector<Input> inputs) {
    Effects effects = engine_.step(std::move(inputs), time());
    std::vector<Ack> acks = std::move(effects.acks);
    while (!effects.requests.empty()) {
      std::vector<Input> answers;
      for (Outgoing& outgoing : effects.requests) {
        answers.emplace_back(
            input::Answered{outgoing.number, visit_.ask(std::move(outgoing.request))});
      }
      effects = engine_.step(std::move(answers), time());
    }
    return acks;
  }

  std::string waiting_for() const {
    std::string reasons;
    for (const OutboxRow& row : record_.unsettled_rows()) {
      if (!row.trouble.empty()) reasons += (reasons.empty() ? "" : "; ") + row.trouble;
    }
    return reasons.empty() ? "no reason was given" : reasons;
  }

  void tell_what_was_refused() {
    for (std::int64_t id = 1;; ++id) {
      const auto row = record_.outbox_row(DeliveryId{id});
      if (!row) return;
      if (row->state == DeliveryState::rejected) {
        say_once("Slack refused a part of it: " + row->trouble);
      }
    }
  }

  void say_once(const std::string& sentence) {
    for (const Finding& finding : findings_) {
      if (finding.says == sentence) return;
    }
    findings_.push_back(wrong("rehearsal", sentence));
  }

  void archive() {
    const auto incident = record_.incident(IncidentNumber{1});
    if (!incident || incident->channel.empty()) {
      if (findings_.empty()) {
        findings_.push_back(wrong("rehearsal", "Slack made no channel for it."));
      }
      return;
    }
    const slack::Answer answer = slack::classify(visit_.ask(slack::api_request(
        settings_, "conversations.archive", {{"channel", incident->channel.value}})));
    if (!answer.is_good()) {
      findings_.push_back(wrong("rehearsal", fmt::format("#{} could not be archived ({}): archive "
                                                         "it by hand.",
                                                         incident->channel_name, answer.trouble)));
    }
  }

  slack::SlackSettings settings_;
  slack::SlackDestination destination_;
  Engine engine_;
  SlackVisit& visit_;
  Store& record_;
  const std::function<Moment()>& now_;
  Moment began_;
  AckToken lines_ = 0;
  Findings findings_;
};

}  // namespace

Findings rehearsal_findings(const Config& config, const slack::Identity& identity,
                            SlackVisit& visit, Store& record, const std::function<Moment()>& now) {
  slack::SlackSettings settings;
  settings.api_url = config.api_url;
  settings.bot_token = config.bot_token;
  settings.bot_user = identity.bot_user;
  settings.bot_id = identity.bot_id;
  settings.command = config.command;
  settings.installation = fmt::format("rehearsal{}", to_stored(now()));
  EngineSettings engine;
  engine.commands.command = config.command;
  engine.commands.announcement_channel = config.announcement_channel;
  engine.commands.zone = config.zone;
  engine.audience.command = config.command;
  engine.outbox.grace = config.grace;
  return Rehearsal(settings, engine, visit, record, now).run();
}

}  // namespace tocsin
