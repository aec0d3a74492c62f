#include "bot/domain/postmortem_sections.h"

#include "bot/domain/markdown.h"
#include "bot/domain/postmortem_hash.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/postmortem_questions.h"
#include "bot/domain/timeline.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace tocsin {

namespace {

using Events = std::vector<const Event*>;

// The text of an event whose kind is known, as the person typed it.
template <class Body>
const std::string& text_of(const Event* event) {
  return std::get<Body>(event->body).text;
}

// "- text — Ada (E7)"
template <class Body>
void print_texts(PostmortemPage& page, const Events& events) {
  for (const Event* event : events) {
    page.print("- {} — {}{}\n", escape_markdown(text_of<Body>(event)), page.name(event->actor),
               PostmortemPage::evidence(event->entry));
  }
}

// "- 2023-11-15 14:00 EST (19:00 UTC): text — Ada (E7)"
template <class Body>
void print_dated_texts(PostmortemPage& page, const Events& events, std::string_view label = "") {
  for (const Event* event : events) {
    page.print("- {}{}: {} — {}{}\n", label, page.when(event->happened_at),
               escape_markdown(text_of<Body>(event)), page.name(event->actor),
               PostmortemPage::evidence(event->entry));
  }
}

template <class Body>
void print_block(PostmortemPage& page, const Event* event) {
  page.print("{}{}\n", escape_markdown(text_of<Body>(event), MarkdownPlace::paragraph),
             PostmortemPage::evidence(event->entry));
}

template <class Body>
void print_texts_or_ask(PostmortemPage& page, const Events& events, const Question& question) {
  if (events.empty()) {
    page.ask(question);
  } else {
    print_texts<Body>(page, events);
  }
}

template <class Body>
void print_dated_texts_or_ask(PostmortemPage& page, const Events& events,
                              const Question& question) {
  if (events.empty()) {
    page.ask(question);
  } else {
    print_dated_texts<Body>(page, events);
  }
}

Events lessons_of(event::LessonNoted::Kind kind, const Events& lessons) {
  Events of_kind = lessons;
  std::erase_if(of_kind, [kind](const Event* lesson) {
    return std::get<event::LessonNoted>(lesson->body).kind != kind;
  });
  return of_kind;
}

void print_gaps(PostmortemPage& page, const Events& gaps) {
  for (const Event* event : gaps) {
    const auto& gap = std::get<event::WasDeaf>(event->body);
    page.print("- No connection from {} to {}: {}; what was said in that time may be missing.\n",
               page.when(gap.from), page.when(gap.until), print_length(gap.until - gap.from));
  }
  if (gaps.empty()) page.print("- Gaps in the connection: none recorded\n");
}

void print_channel(PostmortemPage& page, const Incident& incident) {
  if (!incident.channel.empty()) {
    page.print("- Channel: \\#{} ({})\n", escape_markdown(incident.channel_name),
               escape_markdown(incident.channel.value));
  } else if (!incident.channel_refused.empty()) {
    page.print("- Channel: none; Slack refused it ({})\n",
               escape_markdown(incident.channel_refused));
  } else {
    page.print("- Channel: none recorded\n");
  }
}

}  // namespace

void write_summary(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Summary");
  if (facts.summary == nullptr) return page.ask(question::k_summary);
  print_block<event::SummarySet>(page, facts.summary);
}

void write_impact(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Impact");
  if (facts.impact == nullptr) {
    page.ask(question::k_impact);
  } else {
    print_block<event::ImpactSet>(page, facts.impact);
  }
  const auto length = time_between(facts.started, facts.resolved);
  if (!length) return;
  page.print("\nIt lasted {}: from {}{} to {}{}.\n", print_length(*length),
             page.when(*facts.started.at), PostmortemPage::evidence(facts.started.entry),
             page.when(*facts.resolved.at), PostmortemPage::evidence(facts.resolved.entry));
}

void write_detection(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Detection");
  print_dated_texts_or_ask<event::Detected>(page, facts.detections, question::k_detected);
}

void write_timeline(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Timeline");
  if (facts.timeline.empty()) return page.ask(question::k_timeline);
  std::optional<std::chrono::local_days> day_before;
  for (const Event* entry : facts.timeline) {
    const std::chrono::local_days day = page.day(entry->happened_at);
    if (day != day_before) {
      page.print("{}**{}**\n\n", day_before ? "\n" : "", page.date(entry->happened_at));
    }
    day_before = day;
    page.print("- {} **{}** {} — {}{}\n", page.clock(entry->happened_at), kind_word(entry->body),
               escape_markdown(timeline_text(entry->body)), page.name(entry->actor),
               PostmortemPage::evidence(entry->entry));
  }
}

void write_false_leads(PostmortemPage& page) {
  page.heading("What we ruled out");
  page.ask(question::k_false_leads);
}

void write_decisions(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Decisions");
  print_dated_texts_or_ask<event::Decided>(page, facts.decisions, question::k_decisions);
}

void write_escalation(PostmortemPage& page) {
  page.heading("Escalation");
  page.ask(question::k_escalation);
}

void write_causes(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Root cause and contributing factors");
  print_texts_or_ask<event::CauseAdded>(page, facts.causes, question::k_causes);
}

void write_resolution(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Resolution");
  print_dated_texts<event::WorkaroundFound>(page, facts.workarounds, "Workaround, ");
  print_dated_texts<event::FixFound>(page, facts.fixes, "Permanent fix, ");
  for (const Event* relief : facts.reliefs) {
    const State state = std::get<event::StateMoved>(relief->body).to;
    page.print("- {}, {}: {} — {}{}\n", state == State::mitigated ? "Mitigated" : "Resolved",
               page.when(relief->happened_at), escape_markdown(timeline_text(relief->body)),
               page.name(relief->actor), PostmortemPage::evidence(relief->entry));
  }
  const bool has_list =
      !(facts.workarounds.empty() && facts.fixes.empty() && facts.reliefs.empty());
  if (facts.workarounds.empty()) {
    if (has_list) page.print("\n");
    page.ask(question::k_workaround);
  }
  if (facts.fixes.empty()) {
    if (has_list || facts.workarounds.empty()) page.print("\n");
    page.ask(question::k_fix);
  }
}

void write_lessons(PostmortemPage& page, const PostmortemFacts& facts) {
  using Kind = event::LessonNoted::Kind;
  page.heading("Lessons");
  if (facts.lessons.empty()) return page.ask(question::k_lessons);
  constexpr std::array<std::pair<Kind, std::string_view>, 3> k_groups{
      {{Kind::well, "Went well"}, {Kind::badly, "Went badly"}, {Kind::lucky, "Got lucky"}}};
  std::string_view blank_line = "";
  for (const auto& [kind, label] : k_groups) {
    const Events lessons = lessons_of(kind, facts.lessons);
    if (lessons.empty()) continue;
    page.print("{}**{}**\n\n", blank_line, label);
    print_texts<event::LessonNoted>(page, lessons);
    blank_line = "\n";
  }
}

void write_measures(PostmortemPage& page, const PostmortemFacts& facts) {
  page.heading("Corrective and preventive measures");
  print_texts_or_ask<event::MeasureNoted>(page, facts.measures, question::k_measures);
}

void write_action_items(PostmortemPage& page) {
  page.heading("Action items");
  page.ask(question::k_actions);
}

void write_communication(PostmortemPage& page) {
  page.heading("Communication");
  page.ask(question::k_updates);
}

void write_people(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts) {
  page.heading("People");
  // By name first, so that the order is one that a reader understands; by id too, because two
  // people may have one name.
  std::map<std::pair<std::string, UserId>, std::size_t> entries_of;
  for (const Event* entry : facts.timeline) {
    if (!entry->actor.empty()) ++entries_of[{page.name(entry->actor), entry->actor}];
  }
  if (incident.lead.empty() && entries_of.empty()) return page.ask(question::k_people);
  if (!incident.lead.empty()) page.print("- Lead: {}\n", page.name(incident.lead));
  if (!incident.declarer.empty()) {
    page.print("- Declared by: {}{}\n", page.name(incident.declarer),
               PostmortemPage::evidence(facts.declared.entry));
  }
  for (const auto& [person, entries] : entries_of) {
    page.print("- {}: {} {}\n", person.first, entries, entries == 1 ? "entry" : "entries");
  }
}

void write_similar_incidents(PostmortemPage& page) {
  page.heading("Similar incidents");
  page.ask(question::k_similar);
}

void write_open_questions(PostmortemPage& page) {
  page.heading("Open questions");
  if (page.open_questions().empty()) page.print("None.\n");
  for (const std::string& question : page.open_questions()) page.print("- {}\n", question);
}

void write_record(PostmortemPage& page, const PostmortemSources& sources,
                  const PostmortemFacts& facts) {
  page.heading("Record");
  EntryNumber first;
  EntryNumber last;
  for (const Event* entry : facts.timeline) {
    if (first.value == 0 || entry->entry < first) first = entry->entry;
    last = std::max(last, entry->entry);
  }
  page.print("- Entries: {}", facts.timeline.size());
  if (last.value > 0) page.print(" ({})", print_entries(first, last));
  page.print("\n");
  print_channel(page, sources.incident);
  print_gaps(page, facts.gaps);
  page.print("- Hash over the record (FNV-1a, 64 bit): {}\n",
             hash_of_record(sources.incident.number, sources.events));
}

}  // namespace tocsin
