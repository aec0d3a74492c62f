#include "bot/domain/postmortem_sections.h"

#include "bot/domain/markdown.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/postmortem_questions.h"
#include "bot/domain/timeline.h"

#include <algorithm>
#include <array>
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

// Of what is replaced whenever it is said anew: a person's own text stands in place of what was
// said before it. (Both are of the same record, in its order.) What came after it is news.
bool speaks_after(const Event* said, const Event* own_text) {
  return said != nullptr && (own_text == nullptr || own_text < said);
}

Events lessons_of(event::LessonNoted::Kind kind, const Events& lessons) {
  Events of_kind = lessons;
  std::erase_if(of_kind, [kind](const Event* lesson) {
    return std::get<event::LessonNoted>(lesson->body).kind != kind;
  });
  return of_kind;
}

// "- The credentials were replaced: confirmed as H1, the rollback helped — Ada (E4, E9)"
void print_confirmed(PostmortemPage& page, const PostmortemFacts& facts, const Event& event,
                     const event::Confirmed& confirmed) {
  const LeadFacts* lead = find_lead(facts, confirmed.hypothesis);
  page.print("- {}: confirmed as {}{}{} — {} ({}{})\n",
             lead == nullptr ? "A hypothesis" : escape_markdown(words_of(*lead)),
             handle(confirmed.hypothesis), confirmed.text.empty() ? "" : ", ",
             escape_markdown(confirmed.text), page.name(event.actor),
             lead == nullptr || lead->opened == nullptr ? "" : handle(lead->opened->entry) + ", ",
             handle(event.entry));
}

}  // namespace

void write_summary(PostmortemPage& page, const PostmortemFacts& facts) {
  const bool has_facts = speaks_after(facts.summary, page.own_text(WriteupSection::summary));
  page.begin(WriteupSection::summary, has_facts);
  if (facts.summary == nullptr) return page.ask(question::k_summary);
  if (has_facts) print_block<event::SummarySet>(page, facts.summary);
}

void write_impact(PostmortemPage& page, const PostmortemFacts& facts) {
  const bool has_facts = speaks_after(facts.impact, page.own_text(WriteupSection::impact));
  page.begin(WriteupSection::impact, has_facts);
  if (facts.impact == nullptr) {
    page.ask(question::k_impact);
  } else if (has_facts) {
    print_block<event::ImpactSet>(page, facts.impact);
  }
  const auto length = time_between(facts.started, facts.resolved);
  if (!length) return;
  page.print("\nIt lasted {}: from {}{} to {}{}.\n", print_length(*length),
             page.when(*facts.started.at), PostmortemPage::evidence(facts.started.entry),
             page.when(*facts.resolved.at), PostmortemPage::evidence(facts.resolved.entry));
}

void write_detection(PostmortemPage& page, const PostmortemFacts& facts) {
  page.begin(WriteupSection::detection, !facts.detections.empty());
  const bool has_own = page.own_text(WriteupSection::detection) != nullptr;
  // Words do not say when, so the question stays; below them it would contradict them.
  if (has_own && facts.detections.empty()) return page.remember(question::k_detected);
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
               page.words(timeline_words(entry->body)), page.name(entry->actor),
               PostmortemPage::evidence(entry->entry));
  }
}

void write_decisions(PostmortemPage& page, const PostmortemFacts& facts) {
  page.begin(WriteupSection::decisions, !facts.decisions.empty());
  print_dated_texts_or_ask<event::Decided>(page, facts.decisions, question::k_decisions);
}

void write_causes(PostmortemPage& page, const PostmortemFacts& facts) {
  page.begin(WriteupSection::causes, !facts.causes.empty());
  if (facts.causes.empty()) return page.ask(question::k_causes);
  for (const Event* cause : facts.causes) {
    if (const auto* confirmed = std::get_if<event::Confirmed>(&cause->body)) {
      print_confirmed(page, facts, *cause, *confirmed);
    } else {
      print_texts<event::CauseAdded>(page, {cause});
    }
  }
}

void write_resolution(PostmortemPage& page, const PostmortemFacts& facts) {
  const bool has_list =
      !(facts.workarounds.empty() && facts.fixes.empty() && facts.reliefs.empty());
  page.begin(WriteupSection::resolution, has_list);
  print_dated_texts<event::WorkaroundFound>(page, facts.workarounds, "Workaround, ");
  print_dated_texts<event::FixFound>(page, facts.fixes, "Permanent fix, ");
  for (const Event* relief : facts.reliefs) {
    const State state = std::get<event::StateMoved>(relief->body).to;
    page.print("- {}, {}: {} — {}{}\n", state == State::mitigated ? "Mitigated" : "Resolved",
               page.when(relief->happened_at), page.words(timeline_words(relief->body)),
               page.name(relief->actor), PostmortemPage::evidence(relief->entry));
  }
  if (page.own_text(WriteupSection::resolution) != nullptr) return;
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
  page.begin(WriteupSection::lessons, !facts.lessons.empty());
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
  page.begin(WriteupSection::measures, !facts.measures.empty());
  print_texts_or_ask<event::MeasureNoted>(page, facts.measures, question::k_measures);
}

void write_open_questions(PostmortemPage& page) {
  page.heading("Open questions");
  if (page.open_questions().empty()) page.print("None.\n");
  for (const OpenQuestion& question : page.open_questions()) {
    page.print("- {}\n", question.sentence);
  }
}

}  // namespace tocsin
