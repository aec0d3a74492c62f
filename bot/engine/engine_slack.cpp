// Engine, what people do in Slack besides typing commands: reactions, edits of messages, changes of
// channels and of people.

#include "bot/domain/corrections.h"
#include "bot/domain/slack_time.h"
#include "bot/domain/timeline.h"
#include "bot/engine/engine.h"
#include "bot/log.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// The text of the entry as it stands after its corrections; nothing when it was struck.
std::optional<std::string> standing_text(const std::vector<Event>& events, EntryNumber entry) {
  for (const Event& event : standing_events(events)) {
    if (event.entry != entry) continue;
    const std::string* text = editable_text(event.body);
    return text == nullptr ? std::string() : *text;
  }
  return std::nullopt;
}

// Slack tells one change in several events, and what the bot does itself comes back as well.
bool is_known_already(const input::ChannelChanged& changed, const Incident& incident) {
  switch (changed.change) {
    case ChannelChange::renamed:
      return changed.name == incident.channel_name;
    case ChannelChange::archived:
    case ChannelChange::deleted:
      return incident.channel_lost == changed.change;
    case ChannelChange::left:  // an archived channel is lost either way
      return incident.channel_lost.has_value();
    case ChannelChange::unarchived:
      return incident.channel_lost != ChannelChange::archived;
    case ChannelChange::joined:
      return incident.channel_lost != ChannelChange::left;
  }
  return false;
}

}  // namespace

std::optional<delivery::ReadMessage::Purpose> MarkingEmoji::purpose_of(
    const std::string& emoji) const {
  using Purpose = delivery::ReadMessage::Purpose;
  if (std::ranges::find(keep, emoji) != keep.end()) return Purpose::keep;
  if (std::ranges::find(task, emoji) != task.end()) return Purpose::task;
  return std::nullopt;
}

// Whether it has led to anything.
bool Engine::react(const input::Reacted& reacted, Now now) {
  const auto purpose = settings_.emoji.purpose_of(reacted.emoji);
  if (!purpose || reacted.is_about_us) return false;
  const auto number = record_.incident_of_channel(reacted.channel);
  if (!number || was_handled(reacted.key, reacted.second_key)) return false;
  remember(reacted.key, reacted.second_key, Reply(), now);
  if (refusal_of(Act::change, reacted.user, record_.person(reacted.user), settings_.commands.policy,
                 settings_.commands.roster.people_read_at.has_value())) {
    return false;  // a reaction is no question: the answer to it would be noise
  }
  if (reacted.is_added) {
    outbox_.add(*number,
                delivery::ReadMessage{reacted.channel, reacted.message, {}, reacted.user, *purpose},
                now);
    return true;
  }
  if (purpose != delivery::ReadMessage::Purpose::keep) return false;
  const auto entry = record_.entry_of_message(*number, reacted.channel, reacted.message);
  if (!entry) return false;
  const std::vector<Event> events = record_.events_of(*number);
  const auto kept = std::ranges::find(events, *entry, &Event::entry);
  // Others may have marked it too: only who brought it in takes it out.
  if (kept->actor != reacted.user || !standing_text(events, *entry)) return false;
  note(*number, event::EntryStruck{*entry, "the reaction was removed"}, now.wall, reacted.user,
       now);
  return true;
}

void Engine::take_message(IncidentNumber incident, const delivery::ReadMessage& read,
                          const fact::MessageRead& message, Now now) {
  const auto current = record_.incident(incident);
  if (!current) return;
  if (!message.is_there) {
    RichText text("I could not read the message that you marked for ");
    text.bold(handle(incident)).plain(". It may be gone, or in a channel that I am not in. ");
    text.plain("Nothing was added; type ").code(settings_.commands.command + " log TEXT");
    outbox_.add(incident, delivery::Tell{read.user, text.plain(" instead.")}, now);
    return;
  }
  if (read.purpose == delivery::ReadMessage::Purpose::keep) {
    keep_message(*current, read, message, now);
  } else {
    make_task(*current, read, message, now);
  }
}

void Engine::keep_message(const Incident& incident, const delivery::ReadMessage& read,
                          const fact::MessageRead& message, Now now) {
  if (const auto entry = record_.entry_of_message(incident.number, read.channel, read.ts)) {
    if (!standing_text(record_.events_of(incident.number), *entry)) {
      note(incident.number, event::EntryRestored{*entry}, now.wall, read.user, now);
    }
    return;
  }
  std::string text = message.text;
  if (text.empty()) text = "(a message without text)";
  if (!message.author_name.empty()) text = message.author_name + ": " + text;
  note(incident.number,
       event::MessageKept{std::move(text), message.author, read.channel, read.ts, message.link},
       std::min(moment_of(read.ts).value_or(now.wall), now.wall), read.user, now);
}

// A task remembers its message by the address, which ends with the message's name without its dot.
bool Engine::has_task_of(IncidentNumber incident, const MessageTs& message) const {
  std::string name = "/p" + message.value;
  std::erase(name, '.');
  return std::ranges::any_of(record_.events_of(incident), [&name](const Event& event) {
    const auto* added = std::get_if<event::TaskAdded>(&event.body);
    return added != nullptr && added->link.find(name) != std::string::npos;
  });
}

void Engine::make_task(const Incident& incident, const delivery::ReadMessage& read,
                       const fact::MessageRead& message, Now now) {
  const bool is_known =
      std::ranges::any_of(record_.events_of(incident.number), [&message](const Event& event) {
        const auto* added = std::get_if<event::TaskAdded>(&event.body);
        return added != nullptr && !message.link.empty() && added->link == message.link;
      });
  if (is_known) return;
  event::TaskAdded added;
  added.task = TaskNumber{incident.last_task.value + 1};
  added.kind = is_over(incident.state) ? TaskKind::followup : TaskKind::task;
  added.text = message.text.empty() ? "See the message" : first_line(message.text);
  added.link = message.link;
  note(incident.number, std::move(added), now.wall, read.user, now);
}

// A message that was taken over is followed: its edits become corrections, and when it is deleted
// its entry is struck.
// Whether the record has changed.
bool Engine::follow_message(const input::MessageChanged& changed, Now now) {
  const auto number = record_.incident_of_channel(changed.channel);
  if (!number) return false;
  const auto entry = record_.entry_of_message(*number, changed.channel, changed.message);
  if (!entry || was_handled(changed.key, changed.second_key)) return false;
  remember(changed.key, changed.second_key, Reply(), now);
  const auto text = standing_text(record_.events_of(*number), *entry);
  if (!text) return false;
  if (changed.is_deleted) {
    note(*number, event::EntryStruck{*entry, "the message was deleted"}, now.wall, changed.user,
         now);
  } else if (*text != changed.text && !changed.text.empty()) {
    note(*number, event::EntryEdited{*entry, *text, changed.text}, now.wall, changed.user, now);
  } else {
    return false;
  }
  return true;
}

void Engine::change_channel(const input::ChannelChanged& changed, Now now) {
  const auto number = record_.incident_of_channel(changed.channel);
  if (!number || was_handled(changed.key, "")) return;
  remember(changed.key, "", Reply(), now);
  const auto incident = record_.incident(*number);
  if (!incident) return;
  if (is_known_already(changed, *incident)) return;
  note(*number, event::ChannelChanged{changed.change, changed.name}, now.wall, changed.user, now);
  RichText text(handle(*number) + ": its channel #" + incident->channel_name);
  switch (changed.change) {
    case ChannelChange::renamed:
      text.plain(" is now #" + changed.name + ". Everything goes on there.");
      break;
    case ChannelChange::archived:
      text.plain(" was archived. A bot cannot undo that; unarchive it and I go on there.");
      break;
    case ChannelChange::deleted:
      text.plain(" was deleted.");
      break;
    case ChannelChange::left:
      text.plain(" has lost me: somebody removed the bot. Invite it again and I go on there.");
      break;
    case ChannelChange::unarchived:
    case ChannelChange::joined:
      text.plain(" can be used again.");
      break;
  }
  if (!has_channel(*record_.incident(*number))) {
    text.plain(" The incident goes on: commands work anywhere with " + handle(*number) +
               " in front, and what I have to say comes ");
    text.plain(incident->is_private ? "to you directly." : "in its announcement's thread.");
  }
  if (!incident->lead.empty() && incident->lead != changed.user) {
    outbox_.add(*number, delivery::Tell{incident->lead, std::move(text)}, now);
  }
  outbox_.wake(*number);
}

void Engine::move_channel(const input::ChannelMoved& moved, Now now) {
  const auto number = record_.incident_of_channel(moved.from);
  if (!number || was_handled(moved.key, "")) return;
  remember(moved.key, "", Reply(), now);
  note(*number, event::ChannelMoved{moved.from, moved.to}, now.wall, UserId{}, now);
}

// Whoever comes late gets what they need to know, seen by nobody else.
void Engine::move_member(const input::MemberMoved& moved, Now now) {
  const auto number = record_.incident_of_channel(moved.channel);
  if (!number || was_handled(moved.key, "")) return;
  remember(moved.key, "", Reply(), now);
  const auto incident = record_.incident(*number);
  if (!incident) return;
  const bool is_known = std::ranges::find(incident->members, moved.user) != incident->members.end();
  if (incident->is_private && is_known != moved.is_member) {
    note(*number, event::MemberChanged{moved.user, moved.is_member}, now.wall, moved.user, now);
  }
  const bool has_begun = incident->last_entry.value > 1;
  if (!moved.is_member || !has_begun || moved.user == incident->declarer) return;
  const Typed typed{moved.user, moved.channel, "catchup", now.wall};
  const Outcome outcome = run_line(typed, settings_.commands, record_);
  if (!outcome) return;
  outbox_.add({}, delivery::Whisper{moved.user, Place{moved.channel, {}}, outcome->reply}, now);
}

void Engine::open_home(const input::HomeOpened& opened, Now now) {
  if (!record_.person(opened.user)) outbox_.add({}, delivery::ReadPerson{opened.user}, now);
  outbox_.add({}, delivery::PublishHome{opened.user}, now);
}

void Engine::change_person(const input::PersonChanged& changed, Now now) {
  const auto before = record_.person(changed.person.id);
  record_.learn(changed.person);
  const bool was_gone = before && before->is_gone;
  if (!changed.person.is_gone || was_gone) return;
  for (const Incident& incident : record_.active_incidents()) {
    if (incident.lead != changed.person.id) continue;
    RichText text("The lead, ");
    text.user(changed.person.id).plain(", has no account in this workspace any more. Who leads? ");
    text.code(settings_.commands.command + " join lead").plain(".");
    outbox_.add(incident.number, delivery::Say{std::move(text)}, now);
  }
  for (const Incident& incident : record_.incidents_with_open_tasks()) {
    for (const Task& task : incident.tasks) {
      const bool is_theirs = task.owner == changed.person.id && task.state == TaskState::open;
      if (!is_theirs || incident.lead.empty() || incident.lead == changed.person.id) continue;
      RichText text(handle(incident.number) + " " + handle(task.number) + " (" + task.text +
                    ") belongs to ");
      text.user(changed.person.id).plain(", who has no account any more. Give it away: ");
      text.code(settings_.commands.command + " " + handle(incident.number) + " task assign " +
                handle(task.number) + " @USER");
      outbox_.add(incident.number, delivery::Tell{incident.lead, text.plain(".")}, now);
    }
  }
}

}  // namespace tocsin
