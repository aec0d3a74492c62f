#include "bot/serve/session.h"

#include "bot/ensure.h"
#include "bot/log.h"
#include "bot/serve/clock.h"
#include "bot/slack/ack.h"
#include "bot/slack/blocks.h"
#include "bot/slack/views.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <variant>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

// Slack shows an error after 3 s; an honest "not confirmed" has to be there before.
constexpr auto k_answer_within = 2500ms;
constexpr auto k_watch_every = 100ms;
constexpr auto k_settle_within = 5s;
constexpr auto k_farewell = 20ms;

constexpr std::string_view k_by_mail = "smtp://";

net::MailOptions mail_options(const MailServer& server, const std::string& ssl_cert_file) {
  net::MailOptions options;
  options.host = server.host;
  options.port = server.port;
  options.is_encrypted = server.security != MailSecurity::none;
  options.user = server.user;
  options.password = server.password;
  options.ssl_cert_file = ssl_cert_file;
  return options;
}

const char* const k_not_confirmed =
    "Not confirmed yet: the bot is slow. If it goes through it will appear in the channel; look "
    "there "
    "before you type it again.";

const char* const k_form_not_confirmed =
    "Not confirmed yet: the bot is slow. You get a message when it is saved. Submitting again does "
    "no harm: it is saved once.";

}  // namespace

Session::Session(net::Loop& loop, Config config, net::Surroundings surroundings, Store& store,
                 Finished finished)
    : loop_(loop),
      config_(std::move(config)),
      store_(store),
      finished_(std::move(finished)),
      http_(loop, surroundings, {.timeout = config_.http_timeout}),
      link_(loop, http_, surroundings, config_.api_url, config_.app_token,
            {[this](slack::SocketId socket, slack::Frame frame) {
               frame_came(socket, std::move(frame));
             },
             [this] { from_slack(input::Connected{}); },
             [this](std::optional<Moment> awake_until) {
               ++counts_.losses;
               from_slack(input::Lost{awake_until});
             },
             [this](std::string sentence) { finish(std::move(sentence)); }}) {
  if (config_.mail) mail_.emplace(loop, mail_options(*config_.mail, surroundings.ssl_cert_file));
}

Session::~Session() {
  *alive_ = false;
  engine_.reset();  // before the loop's callbacks lose what they refer to
}

// ---- what comes in

void Session::frame_came(slack::SocketId socket, slack::Frame frame) {
  if (auto* command = std::get_if<slack::frame::SlashCommand>(&frame)) {
    command_came(socket, std::move(*command));
    return;
  }
  if (auto* press = std::get_if<slack::frame::ButtonPress>(&frame)) {
    button_came(socket, std::move(*press));
    return;
  }
  if (auto* submitted = std::get_if<slack::frame::FormSubmitted>(&frame)) {
    form_came(socket, std::move(*submitted));
    return;
  }
  event_came(socket, std::move(frame));
}

// What happens in Slack is acknowledged when it is on disk: until then Slack delivers it again.
void Session::event_came(slack::SocketId socket, slack::Frame frame) {
  if (!is_known_ && !stopping_) {  // whether it is about us is known when we know our names
    early_.emplace_back(socket, std::move(frame));
    return;
  }
  if (auto input = input_of(frame, own_, last_token_ + 1)) {
    ++counts_.events;
    if (stopping_) return;
    wait_for({socket, slack::envelope_id_of(frame), false});
    from_slack(std::move(*input));
    return;
  }
  if (const auto* broken = std::get_if<slack::frame::Unparsable>(&frame)) {
    note_unparsable(broken->why);
  } else if (std::holds_alternative<slack::frame::Ignored>(frame)) {
    ++counts_.ignored;
  } else {
    ++counts_.events;
  }
  const std::string envelope_id = slack::envelope_id_of(frame);
  if (!envelope_id.empty()) acknowledge(socket, envelope_id);
}

// Once without content, then only counted: a peer that sends garbage must not fill the log.
void Session::note_unparsable(const std::string& why) {
  if (counts_.unparsable++ == 0) log_warn("a frame from Slack could not be understood: {}", why);
}

void Session::acknowledge(slack::SocketId socket, const std::string& envelope_id) {
  link_.send(socket, slack::ack(envelope_id));
}

AckToken Session::wait_for(Waiting waiting) {
  const AckToken token = ++last_token_;
  waiting.since = std::chrono::steady_clock::now();
  waiting_[token] = std::move(waiting);
  deadlines_.emplace_back(std::chrono::steady_clock::now() + k_answer_within, token);
  return token;
}

void Session::command_came(slack::SocketId socket, slack::frame::SlashCommand command) {
  ++counts_.commands;
  if (stopping_) return;  // not acknowledged: Slack shows that it failed, and nothing was saved
  input::Command typed;
  typed.key = slack::input_key(command);
  typed.user = std::move(command.user);
  typed.channel = std::move(command.channel);
  typed.text = std::move(command.text);
  typed.trigger = std::move(command.trigger_id);
  if (!command.accepts_reply) typed.whisper_to = Place{typed.channel, {}};
  typed.token = wait_for({socket, std::move(command.envelope_id), command.accepts_reply});
  offer_command(std::move(typed));
}

void Session::button_came(slack::SocketId socket, slack::frame::ButtonPress press) {
  ++counts_.commands;
  if (stopping_) return;
  auto line = slack::command_line_of(press.value);
  if (!line) {  // a link button, or one of another version: nothing to run, but it wants its ack
    acknowledge(socket, press.envelope_id);
    return;
  }
  input::Command pressed;
  pressed.key = slack::input_key(press);
  pressed.user = std::move(press.user);
  pressed.channel = press.channel;
  pressed.text = std::move(*line);
  pressed.trigger = std::move(press.trigger_id);
  pressed.from_home = press.is_on_home;
  pressed.whisper_to = Place{std::move(press.channel), std::move(press.thread_ts)};
  pressed.token = wait_for({socket, std::move(press.envelope_id), false});
  offer_command(std::move(pressed));
}

void Session::form_came(slack::SocketId socket, slack::frame::FormSubmitted submitted) {
  ++counts_.commands;
  if (stopping_) return;  // not acknowledged: the form stays, and nothing was saved
  std::vector<std::string> inputs = std::move(submitted.inputs);
  std::string envelope_id = std::move(submitted.envelope_id);
  input::FormFilled filled = filled_form(std::move(submitted));
  filled.token = wait_for({socket, std::move(envelope_id), true, std::move(inputs)});
  offer_form(std::move(filled));
}

void Session::offer_form(input::FormFilled filled) {
  const AckToken token = filled.token;
  if (!is_known_) {
    before_known_.emplace_back(std::move(filled));
  } else if (!engine_->offer(std::move(filled))) {
    answer({token, false, true, Reply("Not saved: the bot has too much to do. Submit it again."),
            true});
  }
}

void Session::offer_command(input::Command command) {
  const AckToken token = command.token;
  if (!is_known_ && !command.is_from_outside) {
    before_known_.emplace_back(std::move(command));
  } else if (!engine_->offer(std::move(command))) {
    answer({token, false, true, Reply("Not saved: the bot has too much to do. Type it again.")});
  }
}

// Of which workspace it is, and who we are in it, may still be unknown.
void Session::from_slack(Input input) {
  if (is_known_) {
    offer(std::move(input));
  } else {
    before_known_.push_back(std::move(input));
  }
}

void Session::offer(Input input) {
  if (engine_ != nullptr && !engine_->offer(std::move(input))) {
    log_error("the engine does not keep up; an input was dropped");
  }
}

// ---- what goes out

void Session::carry_out(Effects effects, bool has_recorded) {
  for (const FormToOpen& form : effects.forms) forms_->open(form);  // first: its trigger runs out
  for (const Ack& ack : effects.acks) answer(ack);
  for (Outgoing& outgoing : effects.requests) send(std::move(outgoing));
  if (stepped_) stepped_(has_recorded);
  check_stopped();
}

void Session::answer(const Ack& ack) {
  const auto found = waiting_.find(ack.token);
  if (found == waiting_.end()) return;  // it was told "not confirmed" long ago
  const Waiting waiting = std::move(found->second);
  waiting_.erase(found);
  if (waiting.told) return waiting.told(&ack);
  counts_.answer_times.add(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - waiting.since).count());
  if (waiting.form_inputs && ack.is_refused) {
    link_.send(waiting.socket, slack::form_refused_ack(waiting.envelope_id, *waiting.form_inputs,
                                                       ack.field, ack.reply));
  } else if (waiting.form_inputs) {
    acknowledge(waiting.socket, waiting.envelope_id);  // Slack closes the form
  } else if (ack.with_reply && waiting.takes_reply) {
    link_.send(waiting.socket, slack::ack(waiting.envelope_id, ack.reply));
  } else if (ack.saved) {
    acknowledge(waiting.socket, waiting.envelope_id);
  }
  // A press that was not saved gets no ack: Slack marks the button with a warning.
}

void Session::send(Outgoing outgoing) {
  ++on_their_way_;
  auto answered = [this, alive = alive_, number = outgoing.number](net::HttpResponse answer) {
    if (!*alive) return;
    --on_their_way_;
    offer(input::Answered{number, std::move(answer)});
    check_stopped();
  };
  if (!outgoing.request.url.starts_with(k_by_mail)) {
    return http_.send(std::move(outgoing.request), std::move(answered));
  }
  ENSURE(mail_.has_value());  // a pager that sends mail knows its server: bot/config
  mail_->send(std::move(outgoing.request), std::move(answered));
}

void Session::watch_waiting() {
  const auto now = std::chrono::steady_clock::now();
  while (!deadlines_.empty() && deadlines_.front().first <= now) {
    const AckToken token = deadlines_.front().second;
    deadlines_.pop_front();
    const auto found = waiting_.find(token);
    if (found == waiting_.end()) continue;
    // Without an ack Slack marks a pressed button by itself; its answer still comes, as a whisper.
    const Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    ++counts_.not_confirmed;
    if (waiting.told) {
      waiting.told(nullptr);
      continue;
    }
    if (waiting.form_inputs) {
      link_.send(waiting.socket, slack::form_refused_ack(waiting.envelope_id, *waiting.form_inputs,
                                                         "", Reply(k_form_not_confirmed)));
      continue;
    }
    if (!waiting.takes_reply) continue;
    link_.send(waiting.socket, slack::ack(waiting.envelope_id, Reply(k_not_confirmed)));
  }
  if (stop_deadline_ && now >= *stop_deadline_) return finish("");
  loop_.after(k_watch_every, [this, alive = alive_] {
    if (*alive) watch_waiting();
  });
}

// ---- the end

void Session::stop() {
  if (stopping_) return;
  stopping_ = true;
  stop_deadline_ = std::chrono::steady_clock::now() + k_settle_within;
  offer(input::Stopping{});
  check_stopped();
}

// The answers that are still out are worth waiting for: each spares a look after the next start.
void Session::check_stopped() {
  if (!stopping_ || !waiting_.empty() || on_their_way_ > 0) return;
  finish("");
}

void Session::finish(std::string sentence) {
  if (finished_called_) return;
  finished_called_ = true;
  stopping_ = true;
  link_.stop();
  // Later: the caller may be a callback of something that `finished` will destroy, and the close
  // frames want a moment to leave.
  loop_.after(k_farewell, [this, alive = alive_, sentence = std::move(sentence)] {
    if (*alive) finished_(sentence);
  });
}

}  // namespace tocsin
