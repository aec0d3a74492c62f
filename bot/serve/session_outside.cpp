// Session, what comes in by other ways than Slack.

#include "bot/serve/session.h"

#include <utility>

namespace tocsin {

void Session::run_outside(input::Command command, Told told) {
  ++counts_.from_outside;
  if (stopping_) {
    const Ack ack{0, false, true, Reply("Not saved: the bot is stopping. Send it again.")};
    return told(&ack);
  }
  Waiting waiting;
  waiting.told = std::move(told);
  command.token = wait_for(std::move(waiting));
  offer_command(std::move(command));
}

void Session::probe(Told told) {
  if (stopping_) return told(nullptr);
  Waiting waiting;
  waiting.told = std::move(told);
  offer(input::Probe{wait_for(std::move(waiting))});
}

template <class Report>
void Session::offer_report(Report reported, Told told) {
  const Ack not_saved{0, false, false, {}};
  if (stopping_) return told(&not_saved);
  Waiting waiting;
  waiting.told = std::move(told);
  reported.token = wait_for(std::move(waiting));
  const AckToken token = reported.token;
  if (!engine_->offer(std::move(reported))) answer({token, false, false, {}});
}

void Session::report(input::Alerts reported, Told told) {
  offer_report(std::move(reported), std::move(told));
}

void Session::report(input::PagerAnswered answered, Told told) {
  offer_report(std::move(answered), std::move(told));
}

web::Measurements Session::measurements() const {
  web::Measurements measured;
  measured.is_connected = is_connected();
  measured.commands = counts_.commands;
  measured.events = counts_.events;
  measured.unparsable = counts_.unparsable;
  measured.ignored = counts_.ignored;
  measured.from_outside = counts_.from_outside;
  measured.connection_losses = counts_.losses;
  measured.not_confirmed = counts_.not_confirmed;
  measured.answer_times = counts_.answer_times;
  return measured;
}

}  // namespace tocsin
