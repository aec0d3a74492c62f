// Engine, after a gap in the connection: what was typed, marked and edited in an incident's channel
// meanwhile is read from its history and made good, with its true time.

#include "bot/domain/slack_time.h"
#include "bot/engine/engine.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace tocsin {

namespace {

// What has been made good so far, kept with the record while a long channel is read in parts.
struct Tally {
  std::int64_t commands = 0;
  std::int64_t marks = 0;
  std::int64_t edits = 0;
};

std::string tally_setting(IncidentNumber incident) {
  return "read_back:" + std::to_string(incident.value);
}

std::string to_text(const Tally& tally) {
  return std::to_string(tally.commands) + " " + std::to_string(tally.marks) + " " +
         std::to_string(tally.edits);
}

Tally read_tally(const std::string& text) {
  Tally tally;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::int64_t* number : {&tally.commands, &tally.marks, &tally.edits}) {
    if (at != end && *at == ' ') ++at;
    at = std::from_chars(at, end, *number).ptr;
  }
  return tally;
}

}  // namespace

// Whether the line was a command that had not been carried out yet.
bool Engine::carry_out_late(const fact::MissedMessage& message, Now now) {
  std::string line = message.line;
  if (message.is_chatter) {
    const auto meant = line_in_chatter(message.line, settings_.commands);
    if (!meant) return false;
    line = *meant;
  }
  if (was_handled(message.typed_key, "")) return false;
  const Moment typed_at = std::min(moment_of(message.ts).value_or(now.wall), now.wall);
  Outcome outcome =
      run_line({message.author, message.channel, line, typed_at}, settings_.commands, record_);
  if (outcome) {
    // It happened when it was typed; it is in the record only since now.
    for (Event& event : outcome->events) event.recorded_at = now.wall;
    for (EventElsewhere& other : outcome->elsewhere) other.event.recorded_at = now.wall;
    record_outcome(*outcome, now);
  }
  Reply reply("I had no connection to Slack when you typed “" + line + "”. Now:");
  const Reply& answer = outcome ? outcome->reply : outcome.error().reply;
  reply.paragraphs.insert(reply.paragraphs.end(), answer.paragraphs.begin(),
                          answer.paragraphs.end());
  reply.buttons = answer.buttons;
  outbox_.add({}, delivery::Whisper{message.author, Place{message.channel, message.thread}, reply},
              now);
  remember(message.typed_key, "", Reply(), now);
  return true;
}

// Whether a mark of the message was still to be acted on; one is enough.
bool Engine::mark_late(IncidentNumber incident, const fact::MissedMessage& message, Now now) {
  for (const auto& mark : message.marks) {
    const auto purpose = settings_.emoji.purpose_of(mark.emoji);
    if (!purpose) continue;
    // Also when somebody has struck it since: that was their decision.
    const bool is_known =
        purpose == delivery::ReadMessage::Purpose::keep
            ? record_.entry_of_message(incident, message.channel, message.ts).has_value()
            : has_task_of(incident, message.ts);
    input::Reacted reacted;
    reacted.key = "missed:" + mark.emoji + ":" + mark.user.value + ":" + message.channel.value +
                  ":" + message.ts.value;
    if (is_known || was_handled(reacted.key, "")) continue;
    reacted.user = mark.user;
    reacted.emoji = mark.emoji;
    reacted.channel = message.channel;
    reacted.message = message.ts;
    reacted.is_about_us = message.is_ours;
    if (react(reacted, now)) return true;
  }
  return false;
}

void Engine::read_back(IncidentNumber number, const fact::MissedRead& missed, Now now) {
  const std::string setting = tally_setting(number);
  Tally tally = read_tally(store_.setting(setting).value_or(""));
  for (const fact::MissedMessage& message : missed.messages) {
    if (!message.line.empty() && carry_out_late(message, now)) ++tally.commands;
    if (mark_late(number, message, now)) ++tally.marks;
    if (!message.is_edited || message.is_ours) continue;
    input::MessageChanged changed;
    changed.key = "missed:" + message.channel.value + ":" + message.ts.value + ":" + message.text;
    changed.channel = message.channel;
    changed.message = message.ts;
    changed.user = message.author;
    changed.text = message.text;
    if (follow_message(changed, now)) ++tally.edits;
  }
  store_.put_setting(setting, missed.is_last ? "" : to_text(tally));
  if (!missed.is_last) return;
  note(number,
       event::ReadBack{missed.from, missed.until, tally.commands, tally.marks, tally.edits,
                       missed.trouble},
       now.wall, UserId{}, now);
}

}  // namespace tocsin
