#include "tests/simulator/checkers.h"

#include "bot/domain/corrections.h"

#include "bot/domain/timeline.h"
#include "bot/json.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace tocsin::simulator {

namespace {

struct Stored {
  IncidentNumber incident;
  EntryNumber entry;
  int count = 0;
  bool is_declaration = false;
};

// "word12" and not the beginning of "word123".
bool mentions(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (end == text.size() || text[end] < '0' || text[end] > '9') return true;
  }
  return false;
}

std::map<std::string, Stored> stored_words(World& world) {
  std::map<std::string, Stored> words;
  for (const IncidentNumber number : world.store().all_incidents()) {
    for (const Event& event : world.store().events_of(number)) {
      if (event.entry.value == 0) continue;  // the channel's name has the title in it
      const std::string text = timeline_text(event.body);
      const std::size_t at = text.find("word");
      if (at == std::string::npos) continue;
      std::size_t end = at + 4;
      while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
      Stored& stored = words[text.substr(at, end - at)];
      stored.incident = number;
      stored.entry = event.entry;
      stored.is_declaration = std::holds_alternative<event::Declared>(event.body);
      ++stored.count;
    }
  }
  return words;
}

// The bot's own note on a message, which Slack keeps for it.
struct Label {
  std::string op;
  std::string kind;
};

Label label_of(const sandbox::Message& message) {
  const auto json = parse_json(message.metadata());
  if (!json) return {};
  const Json payload = json->value("event_payload", Json::object());
  return {payload.value("op", ""), payload.value("kind", "")};
}

std::string whole_text(const sandbox::Message& message) {
  return message.blocks().empty() ? message.text() : message.blocks();
}

const sandbox::Channel* channel_of(World& world, IncidentNumber number) {
  const auto incident = world.store().incident(number);
  return incident ? world.workspace().channel(incident->channel) : nullptr;
}

}  // namespace

Findings what_was_called_saved_is_stored_once(World& world) {
  Findings findings;
  const auto words = stored_words(world);
  for (const TypedLine& typed : world.typed()) {
    const auto* seen = world.workspace().interaction(typed.trigger);
    const auto stored = words.find(typed.word);
    const int count = stored == words.end() ? 0 : stored->second.count;
    const bool called_saved =
        seen != nullptr && (seen->answer.find("\"Saved ") != std::string::npos ||
                            seen->answer.find("\"Closed ") != std::string::npos);
    if (called_saved && count == 0) findings.push_back(typed.word + " was called saved and is not");
    if (count > 1)
      findings.push_back(typed.word + " is stored " + std::to_string(count) + " times");
  }
  return findings;
}

Findings what_is_stored_is_posted_once_and_in_order(World& world) {
  Findings findings;
  std::map<std::int64_t, std::vector<std::pair<EntryNumber, std::string>>> posted;
  for (const auto& [word, stored] : stored_words(world)) {
    if (stored.is_declaration) continue;
    const auto* channel = channel_of(world, stored.incident);
    if (channel == nullptr) continue;
    int count = 0;
    for (const auto* message : world.workspace().messages_of_app(channel->id)) {
      if (label_of(*message).kind != "entry") continue;
      if (!mentions(whole_text(*message), word)) continue;
      ++count;
      posted[stored.incident.value].emplace_back(stored.entry, message->ts.value);
    }
    if (count != 1) {
      findings.push_back(word + " (" + handle(stored.incident) + " " + handle(stored.entry) +
                         ") is posted " + std::to_string(count) + " times");
    }
  }
  for (auto& [incident, entries] : posted) {
    std::ranges::sort(entries);
    for (std::size_t i = 1; i < entries.size(); ++i) {
      if (entries[i].second < entries[i - 1].second) {
        findings.push_back("INC-" + std::to_string(incident) + " " + handle(entries[i].first) +
                           " stands before " + handle(entries[i - 1].first));
      }
    }
  }
  return findings;
}

Findings no_message_appears_twice(World& world) {
  Findings findings;
  std::map<std::string, int> ops;
  for (const auto* channel : world.workspace().channels()) {
    for (const auto* message : world.workspace().messages_of_app(channel->id)) {
      const Label label = label_of(*message);
      if (label.op.empty()) {
        // An answer to a button that could not be whispered comes by direct message, best effort.
        const bool is_direct = channel->kind == sandbox::ChannelKind::direct;
        if (!is_direct && message->files.empty() && message->subtype.empty()) {
          findings.push_back("a message without a label in #" + channel->name + ": " +
                             message->text());
        }
        continue;
      }
      if (++ops[label.op] == 2) findings.push_back("twice: " + label.op + " " + label.kind);
    }
  }
  return findings;
}

Findings every_incident_has_one_channel_one_card_and_one_announcement(World& world) {
  Findings findings;
  const auto* incidents = world.workspace().channel_named("incidents");
  for (const IncidentNumber number : world.store().all_incidents()) {
    const std::string prefix = "inc-" + std::to_string(number.value) + "-";
    const auto channels = world.workspace().channels();
    const auto made = std::ranges::count_if(
        channels, [&](const auto* channel) { return channel->name.starts_with(prefix); });
    if (made != 1)
      findings.push_back(handle(number) + " has " + std::to_string(made) + " channels");
    const auto* channel = channel_of(world, number);
    if (channel != nullptr && channel->pins.size() != 1) {
      findings.push_back(handle(number) + " has " + std::to_string(channel->pins.size()) + " pins");
    }
    const auto announced = world.workspace().messages_of_app(incidents->id);
    const auto announcements = std::ranges::count_if(announced, [&](const auto* message) {
      return message->thread.empty() && mentions(whole_text(*message), handle(number));
    });
    if (announcements != 1) {
      findings.push_back(handle(number) + " is announced " + std::to_string(announcements) +
                         " times");
    }
  }
  return findings;
}

Findings every_closed_incident_has_its_writeup_once(World& world) {
  Findings findings;
  for (const IncidentNumber number : world.store().all_incidents()) {
    const auto incident = world.store().incident(number);
    const std::string name = handle(number) + "-postmortem.md";
    int shared = 0;
    for (const auto* file : world.workspace().files()) {
      if (file->completed && file->name == name) ++shared;
    }
    // Once at the closing, and the final text once more when it was published.
    const bool is_published = incident->writeup_state == WriteupState::published;
    const int wanted = incident->state == State::closed ? (is_published ? 2 : 1) : 0;
    if (shared != wanted) {
      findings.push_back(name + " is attached " + std::to_string(shared) + " times, wanted " +
                         std::to_string(wanted));
    }
  }
  return findings;
}

// What a person reads in a message that carries Markdown.
std::string markdown_in(const sandbox::Message& message) {
  const auto blocks = parse_json(message.blocks());
  if (!blocks || !blocks->is_array()) return "";
  std::string text;
  for (const Json& block : *blocks) {
    if (block.value("type", "") == "markdown") text += block.value("text", "");
  }
  return text;
}

Findings a_posted_writeup_shows_the_record(World& world) {
  Findings findings;
  for (const IncidentNumber number : world.store().all_incidents()) {
    const auto incident = world.store().incident(number);
    const auto writeup = world.store().latest_writeup(number);
    if (incident->state != State::closed || !writeup) continue;
    std::string shown;
    for (const MessageRef& part : world.store().messages(number, MessagePurpose::writeup)) {
      const auto* message = world.workspace().message(part.channel, part.ts);
      if (message != nullptr) shown += markdown_in(*message);
    }
    // It may show more: the note of a part that nothing is left for.
    if (!shown.starts_with(writeup->markdown)) {
      findings.push_back(handle(number) + ": its posted write-up is not the latest one");
    }
    const auto events = static_cast<std::int64_t>(world.store().events_of(number).size());
    if (writeup->events != events) {
      findings.push_back(handle(number) + ": its write-up is of " +
                         std::to_string(writeup->events) + " events, but there are " +
                         std::to_string(events));
    }
  }
  return findings;
}

Findings the_events_fold_to_the_row(World& world) {
  Findings findings;
  for (const IncidentNumber number : world.store().all_incidents()) {
    if (fold(number, world.store().events_of(number)) != *world.store().incident(number)) {
      findings.push_back(handle(number) + ": its events do not fold to its row");
    }
  }
  return findings;
}

Findings slack_had_nothing_to_complain_about(World& world) {
  return world.workspace().complaints();
}

Findings reminders_come_once_and_not_early(World& world) {
  Findings findings;
  std::map<std::string, int> reminders;
  for (const auto* channel : world.workspace().channels()) {
    if (channel->kind != sandbox::ChannelKind::direct) continue;
    for (const auto* message : world.workspace().messages_of_app(channel->id)) {
      const std::string text = whole_text(*message);
      if (text.find("not closed yet") == std::string::npos) continue;
      for (const IncidentNumber number : world.store().all_incidents()) {
        if (!mentions(text, handle(number))) continue;
        const auto incident = world.store().incident(number);
        if (++reminders[handle(number)] > 1) findings.push_back(handle(number) + " reminded twice");
        if (!incident->resolved_at) continue;
        // The time of the message is Slack's; the bot's clock is up to 50 s off when chaos rules.
        const Moment posted = from_stored(message->micros / 1000);
        const Moment earliest = *incident->resolved_at + std::chrono::hours(23);
        if (posted < earliest) findings.push_back(handle(number) + " reminded early");
      }
    }
  }
  return findings;
}

namespace {

// When each call of a ladder was recorded, and what may hasten the next one.
struct Climbed {
  Moment called_at;
  std::int64_t wait_ms = 0;
  bool may_be_early = false;  // somebody has declined, or a pager has refused
  std::set<std::int64_t> rungs;
};

// The state of each page right before each event: what was known when it was recorded.
Findings findings_of_ladders(IncidentNumber number, const std::vector<Event>& events) {
  Findings findings;
  std::map<PageNumber, Climbed> climbs;
  std::map<PageNumber, std::vector<Rung>> ladders;
  std::vector<Event> before;
  for (const Event& event : events) {
    if (const auto* paged = std::get_if<event::Paged>(&event.body)) {
      if (!paged->rungs.empty()) {
        ladders[paged->page] = paged->rungs;
        climbs[paged->page] = {event.recorded_at, paged->rungs.front().wait_ms, false, {0}};
      }
    } else if (const auto* declined = std::get_if<event::PageDeclined>(&event.body)) {
      climbs[declined->page].may_be_early = true;
    } else if (const auto* refused = std::get_if<event::PagerRefused>(&event.body)) {
      climbs[refused->page].may_be_early = true;
    } else if (const auto* step = std::get_if<event::StepPaged>(&event.body)) {
      const std::string name =
          handle(number) + " " + handle(step->page) + " rung " + std::to_string(step->rung);
      Climbed& climb = climbs[step->page];
      const Incident incident = fold(number, before);
      const Page* page = find(incident, step->page);
      const bool waits = page != nullptr && page->state == PageState::open;
      if (!waits) findings.push_back(name + " was called after an answer or the end");
      if (!climb.rungs.insert(step->rung).second) findings.push_back(name + " was called twice");
      const bool is_early = event.recorded_at < climb.called_at + Duration{climb.wait_ms};
      if (is_early && !climb.may_be_early) findings.push_back(name + " was called early");
      climb.called_at = event.recorded_at;
      climb.wait_ms = ladders[step->page][static_cast<std::size_t>(step->rung)].wait_ms;
      climb.may_be_early = false;
    }
    before.push_back(event);
  }
  return findings;
}

void count_calls(const std::vector<Called>& called, const std::string& page,
                 std::map<std::string, int>& calls) {
  for (const Called& one : called) ++calls[one.user.value + " " + page];
}

}  // namespace

Findings ladders_call_in_time_once_and_not_after_an_answer(World& world) {
  Findings findings;
  std::map<std::string, int> calls;  // by person and "INC-1 ack P1"
  for (const IncidentNumber number : world.store().all_incidents()) {
    const std::vector<Event> events = world.store().events_of(number);
    for (std::string& finding : findings_of_ladders(number, events)) {
      findings.push_back(std::move(finding));
    }
    for (const Event& event : events) {
      const std::string line = handle(number) + " ack ";
      if (const auto* paged = std::get_if<event::Paged>(&event.body)) {
        if (paged->rungs.empty()) {
          ++calls[paged->user.value + " " + line + handle(paged->page)];
        } else {
          count_calls(paged->rungs.front().called, line + handle(paged->page), calls);
        }
      } else if (const auto* step = std::get_if<event::StepPaged>(&event.body)) {
        count_calls(step->called, line + handle(step->page), calls);
      }
    }
  }
  for (const auto& [call, count] : calls) {
    const UserId user{call.substr(0, call.find(' '))};
    const std::string line = call.substr(call.find(' ') + 1);
    int told = 0;
    for (const auto* channel : world.workspace().channels()) {
      const bool is_theirs = channel->kind == sandbox::ChannelKind::direct &&
                             std::ranges::find(channel->members, user) != channel->members.end();
      if (!is_theirs) continue;
      for (const auto* message : world.workspace().messages_of_app(channel->id)) {
        const std::string text = whole_text(*message);
        if (mentions(text, line) && text.find("You are needed") != std::string::npos) ++told;
      }
    }
    if (told > count) {
      findings.push_back(call + ": called " + std::to_string(told) + " times, wanted " +
                         std::to_string(count));
    }
  }
  return findings;
}

Findings all_findings(World& world) {
  Findings all;
  if (!world.is_at_rest()) all.push_back("the world did not come to rest");
  for (const auto check :
       {what_was_called_saved_is_stored_once, what_is_stored_is_posted_once_and_in_order,
        no_message_appears_twice, every_incident_has_one_channel_one_card_and_one_announcement,
        every_closed_incident_has_its_writeup_once, the_events_fold_to_the_row,
        slack_had_nothing_to_complain_about, reminders_come_once_and_not_early,
        ladders_call_in_time_once_and_not_after_an_answer, alerts_are_on_one_card_each_as_they_are,
        alerts_belong_to_the_incidents_that_their_cards_name,
        pagers_are_called_in_time_and_told_of_the_end}) {
    Findings findings = check(world);
    all.insert(all.end(), findings.begin(), findings.end());
  }
  return all;
}

}  // namespace tocsin::simulator
