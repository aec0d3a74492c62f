// Engine, what people type, press and fill in: every way in ends at the same line of the catalogue.

#include "bot/engine/engine.h"
#include "bot/log.h"
#include "storage/outside_reader.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tocsin {

namespace {

const char* const k_form_is_open = "The form is open.";

}  // namespace

bool Engine::was_handled(const std::string& key, const std::string& second_key) const {
  return store_.reply_for(key).has_value() ||
         (!second_key.empty() && store_.reply_for(second_key).has_value());
}

void Engine::remember(const std::string& key, const std::string& second_key, const Reply& reply,
                      Now now) {
  store_.remember_input(key, reply, now.wall);
  if (!second_key.empty()) store_.remember_input(second_key, Reply(), now.wall);
}

void Engine::run_command(const input::Command& command, Now now, Effects& effects) {
  Ack ack{command.token, true, !command.whisper_to, {}};
  std::string line = command.text;
  if (command.is_chatter) {
    // A talk is no command: it leaves no trace, not even its key.
    const auto meant = line_in_chatter(command.text, settings_.commands);
    if (!meant || !record_.incident_of_channel(command.channel)) {
      effects.acks.push_back(std::move(ack));
      return;
    }
    line = *meant;
  }
  if (auto earlier = store_.reply_for(command.key)) {
    ack.reply = std::move(*earlier);
    effects.acks.push_back(std::move(ack));
    return;
  }
  if (!command.second_key.empty() && store_.reply_for(command.second_key)) {
    effects.acks.push_back(std::move(ack));
    return;
  }
  const OutsideReader outside(record_, settings_.commands.policy);
  const Reader& reader = command.is_from_outside ? static_cast<const Reader&>(outside) : record_;
  Outcome outcome = carry_out({command.user, command.channel, line, now.wall}, now, reader);
  if (command.is_from_outside && (!outcome || outcome->form)) {
    // Nothing was changed, so that typing it again, or its redelivery, finds things as they are.
    ack.reply = outcome ? std::move(outcome->reply) : std::move(outcome.error().reply);
    ack.is_refused = true;
    effects.acks.push_back(std::move(ack));
    return;
  }
  if (command.is_from_outside) note_typed_away(*outcome);
  const bool opens_form = outcome && outcome->form && !command.trigger.empty();
  ack.reply = outcome ? std::move(outcome->reply) : std::move(outcome.error().reply);
  if (opens_form) {
    Form form = std::move(*outcome->form);
    form.channel = command.channel;
    if (command.whisper_to) form.thread = command.whisper_to->thread;
    std::string asked_by = line_for_form(form);
    effects.forms.push_back({command.user, command.trigger, std::move(asked_by), std::move(form)});
    ack.with_reply = false;
  } else if (command.whisper_to) {
    outbox_.add({}, delivery::Whisper{command.user, *command.whisper_to, ack.reply}, now);
  }
  if (command.from_home) outbox_.add({}, delivery::PublishHome{command.user}, now);
  // A redelivery finds the form open; its fields are not for the record.
  remember(command.key, command.second_key, opens_form ? Reply(k_form_is_open) : ack.reply, now);
  if (command.token != 0) effects.acks.push_back(std::move(ack));
}

// Runs one line, and records what it answers.
Outcome Engine::carry_out(const Typed& typed, Now now, const Reader& reader) {
  if (!record_.person(typed.user)) outbox_.add({}, delivery::ReadPerson{typed.user}, now);
  Outcome outcome = run_line(typed, settings_.commands, reader);
  if (!outcome) return outcome;
  record_outcome(*outcome, now);
  const bool posts = !outcome->events.empty() ||
                     std::ranges::any_of(outcome->deliveries,
                                         [](const auto& one) { return service_of(one).empty(); });
  if (posts && settings_.waits_for_slack && !outcome->reply.paragraphs.empty()) {
    outcome->reply.paragraphs.front().plain(
        " Slack is away: it is saved and will be posted when Slack returns.");
  } else if (posts && outbox_.is_late(outcome->incident, now) &&
             !outcome->reply.paragraphs.empty()) {
    outcome->reply.paragraphs.front().plain(" Slack is slow: it is saved and will be posted.");
  }
  return outcome;
}

void Engine::record_outcome(const Answer& answer, Now now) {
  for (const Event& event : answer.events) record(answer.incident, event, now);
  for (const EventElsewhere& other : answer.elsewhere) record(other.incident, other.event, now);
  for (const Delivery& delivery : answer.deliveries) {
    outbox_.add(answer.incident, delivery, now);
  }
  for (const DeliveryElsewhere& other : answer.deliveries_elsewhere) {
    outbox_.add(other.incident, other.delivery, now);
  }
  for (const Timer& timer : answer.timers) store_.set_timer(timer);
  if (answer.wants_writeup) post_writeup(answer.incident, now);
}

// A refused form is not remembered: corrected and submitted again, it is the same view to Slack.
void Engine::run_form(const input::FormFilled& filled, Now now, Effects& effects) {
  Ack ack{filled.token, true, true, {}};
  if (auto earlier = store_.reply_for(filled.key)) {
    ack.reply = std::move(*earlier);
    effects.acks.push_back(std::move(ack));
    return;
  }
  const std::string line = line_of(filled.form);
  if (line.empty()) {
    ack.is_refused = true;
    ack.reply = Reply("This form is of another version of the bot. Nothing was saved; type it.");
    effects.acks.push_back(std::move(ack));
    return;
  }
  Outcome outcome = carry_out({filled.user, filled.place.channel, line, now.wall}, now, record_);
  if (outcome && outcome->form) {  // blanks only: it asks for the same form again
    outcome = failure(Refusal(std::move(outcome->reply)));
  }
  if (!outcome) {
    ack.is_refused = true;
    ack.field = std::move(outcome.error().field);
    ack.reply = std::move(outcome.error().reply);
    effects.acks.push_back(std::move(ack));
    return;
  }
  ack.reply = std::move(outcome->reply);
  outbox_.add({}, delivery::Whisper{filled.user, filled.place, ack.reply}, now);
  store_.remember_input(filled.key, ack.reply, now.wall);
  effects.acks.push_back(std::move(ack));
}

void Engine::offer_form(const input::FormRefused& refused, Now now) {
  Reply reply("Slack did not open the form. Nothing is lost; open it again:");
  reply.buttons.push_back({"Open the form", refused.command_line, Button::Style::primary});
  outbox_.add({}, delivery::Whisper{refused.user, refused.place, std::move(reply)}, now);
}

// The shortcuts are lines of their own, so that "which incident?" can be asked with buttons.
void Engine::run_shortcut(const input::Shortcut& shortcut, Now now, Effects& effects) {
  input::Command command;
  command.key = shortcut.key;
  command.user = shortcut.user;
  command.channel = shortcut.channel;
  command.token = shortcut.token;
  command.trigger = shortcut.trigger;
  command.whisper_to = Place{shortcut.channel, shortcut.thread};
  command.text = shortcut.callback;
  if (!shortcut.message.empty()) {
    command.text += " " + shortcut.channel.value + " " + shortcut.message.value;
    if (!shortcut.thread.empty()) command.text += " " + shortcut.thread.value;
  }
  run_command(command, now, effects);
}

}  // namespace tocsin
