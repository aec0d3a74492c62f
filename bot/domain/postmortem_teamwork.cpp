// Sections of the write-up about what people did together: the leads that they followed, whom they
// called, what is left to do, whom they told, who had which role.

#include "bot/domain/markdown.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/postmortem_questions.h"
#include "bot/domain/postmortem_sections.h"
#include "bot/domain/timeline.h"
#include "bot/domain/tracking.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace tocsin {

namespace {

// " — why", or nothing.
std::string reason(std::string_view text) {
  return text.empty() ? "" : " — " + escape_markdown(text);
}

// "- H1 The database: from 14:20 to 14:48, 28 minutes, ruled out — it was idle — Ada (E4, E8)"
void print_false_lead(PostmortemPage& page, const LeadFacts& lead) {
  const Event& settled = *lead.settled;
  const auto& body = std::get<event::RuledOut>(settled.body);
  page.print("- {} {}: ", handle(lead.number), escape_markdown(words_of(lead)));
  if (lead.opened == nullptr) {
    page.print("ruled out {}; how long it held is not recorded — {}{}\n",
               page.when(settled.happened_at), page.name(settled.actor),
               PostmortemPage::evidence(settled.entry));
    return;
  }
  const Moment from = lead.opened->happened_at;
  const std::string held = settled.happened_at < from
                               ? std::string("for a time that is not known")
                               : "for " + print_length(settled.happened_at - from);
  page.print("held {}, from {} until it was ruled out {}{} — {} ({}, {})\n", held, page.when(from),
             page.when(settled.happened_at), reason(body.text), page.name(settled.actor),
             handle(lead.opened->entry), handle(settled.entry));
}

void print_open_lead(PostmortemPage& page, const LeadFacts& lead) {
  page.print("- {} {}: still open, since {} — {}{}\n", handle(lead.number),
             escape_markdown(words_of(lead)), page.when(lead.opened->happened_at),
             page.name(lead.opened->actor), PostmortemPage::evidence(lead.opened->entry));
  const std::string number = handle(lead.number);
  const std::string words = " (" + std::string(words_of(lead)) + ")";
  page.warn({fmt::format("Was {} true ({})? Type `/incident ruledout {} WHY` or `/incident confirm "
                         "{} WHY`.",
                         number, escape_markdown(words_of(lead)), number, number),
             {{number + " was false" + words, "form ruledout " + number},
              {number + " was true" + words, "form confirm " + number}}});
}

std::string target_of(PostmortemPage& page, const event::Paged& paged) {
  return paged.user.empty() ? escape_markdown(paged.target) : page.name(paged.user);
}

// Who has answered in the pager itself is known by its word alone: "Ana in PagerDuty".
std::string answered_by(PostmortemPage& page, const Event& answer) {
  if (const auto* ended = std::get_if<event::PageEnded>(&answer.body)) {
    return escape_markdown(ended->by + (ended->pager.empty() ? "" : " in " + ended->pager));
  }
  const auto* there = std::get_if<event::PageAcknowledged>(&answer.body);
  if (there == nullptr || there->by.empty()) return page.name(answer.actor);
  const std::string where = there->pager.empty() ? "" : " in " + there->pager;
  return escape_markdown(there->by + where);
}

std::string_view verb_of(const Event& answer) {
  if (std::holds_alternative<event::PageDeclined>(answer.body)) return "declined";
  const bool is_end = std::holds_alternative<event::PageEnded>(answer.body);
  return is_end ? "not acknowledged, but ended" : "acknowledged";
}

// "; acknowledged 15:03 by Ben after 3 minutes (E6)"
std::string print_answer(PostmortemPage& page, const Incident& incident, const PageFacts& facts) {
  if (facts.answer == nullptr) {
    const Page* known = find(incident, facts.number);
    const bool was_stopped = known != nullptr && known->state == PageState::stopped;
    return was_stopped ? "not acknowledged before the incident ended" : "not acknowledged";
  }
  const Event& answer = *facts.answer;
  const Duration length = answer.happened_at - facts.paged->happened_at;
  const std::string after =
      length < Duration{0} ? std::string("before it was sent") : "after " + print_length(length);
  const auto* declined = std::get_if<event::PageDeclined>(&answer.body);
  return fmt::format("{} {} by {}, {}{}{}", verb_of(answer), page.when(answer.happened_at),
                     answered_by(page, answer), after,
                     declined != nullptr ? reason(declined->text) : "",
                     PostmortemPage::evidence(answer.entry));
}

std::string names_of(PostmortemPage& page, const std::vector<Called>& called) {
  std::string names;
  for (const Called& one : called) {
    if (!names.empty()) names += ", ";
    names += one.user.empty() ? escape_markdown(one.name) : page.name(one.user);
  }
  return names;
}

// What happened on the ladder of a team, a line each.
void print_climb(PostmortemPage& page, const Event& event) {
  const std::string when = page.when(event.happened_at);
  const std::string evidence = PostmortemPage::evidence(event.entry);
  if (const auto* step = std::get_if<event::StepPaged>(&event.body)) {
    page.print("  - step {}{}: {} paged {}{}\n", step->step, step->round > 1 ? ", again" : "",
               names_of(page, step->called), when, evidence);
  } else if (const auto* declined = std::get_if<event::PageDeclined>(&event.body)) {
    page.print("  - {} could not, {}{}{}\n", page.name(event.actor), when, reason(declined->text),
               evidence);
  } else if (const auto* refused = std::get_if<event::PagerRefused>(&event.body)) {
    page.print("  - the pager {} did not take the page, {}{}{}\n", escape_markdown(refused->pager),
               when, reason(refused->why), evidence);
  } else {
    page.print("  - everybody was called and nobody had answered, {}{}\n", when, evidence);
  }
}

std::string owner_of(PostmortemPage& page, const Task& task) {
  return task.owner.empty() ? "nobody yet" : page.name(task.owner);
}

// ": #12 “In Progress” https://…", what is known of it in its tracker.
std::string in_tracker(const Task& task) {
  if (!task.issue) return "";
  std::string text = ": " + escape_markdown(issue_words(*task.issue));
  if (!task.issue->url.empty()) text += " " + escape_markdown(task.issue->url);
  return text;
}

// The address of the message that a task was made from, and the entry that made it.
std::map<TaskNumber, std::string> origins_of_tasks(const PostmortemFacts& facts) {
  std::map<TaskNumber, std::string> origins;
  for (const Event* added : facts.tasks) {
    const auto& body = std::get<event::TaskAdded>(added->body);
    std::string origin = body.link.empty() ? "" : " " + escape_markdown(body.link);
    origins.emplace(body.task, origin + PostmortemPage::evidence(added->entry));
  }
  return origins;
}

}  // namespace

void write_false_leads(PostmortemPage& page, const PostmortemFacts& facts) {
  const auto belongs_here = [](const LeadFacts& lead) {
    return lead.settled == nullptr || !std::holds_alternative<event::Confirmed>(lead.settled->body);
  };
  page.begin(WriteupSection::leads, std::ranges::any_of(facts.leads, belongs_here));
  bool has_one = false;
  for (const LeadFacts& lead : facts.leads) {
    if (!belongs_here(lead)) continue;
    has_one = true;
    if (lead.settled == nullptr) {
      print_open_lead(page, lead);
    } else {
      print_false_lead(page, lead);
    }
  }
  if (!has_one) page.ask(question::k_false_leads);
}

void write_escalation(PostmortemPage& page, const Incident& incident,
                      const PostmortemFacts& facts) {
  page.begin(WriteupSection::escalation, !facts.pages.empty());
  if (facts.pages.empty()) return page.ask(question::k_escalation);
  for (const PageFacts& known : facts.pages) {
    const Event& sent = *known.paged;
    const auto& paged = std::get<event::Paged>(sent.body);
    page.print("- {} {}: paged {} by {}{}{}; {}\n", handle(known.number), target_of(page, paged),
               page.when(sent.happened_at), page.name(sent.actor), reason(paged.text),
               PostmortemPage::evidence(sent.entry), print_answer(page, incident, known));
    if (!paged.rungs.empty()) {
      page.print("  - step {}: {} paged {}{}\n", paged.rungs.front().step,
                 names_of(page, paged.rungs.front().called), page.when(sent.happened_at),
                 PostmortemPage::evidence(sent.entry));
    }
    for (const Event* climbed : known.climbed) print_climb(page, *climbed);
    for (const Event* joined : known.joined) {
      page.print("  - asked for again {} by {}{}{}\n", page.when(joined->happened_at),
                 page.name(joined->actor), reason(std::get<event::PageJoined>(joined->body).text),
                 PostmortemPage::evidence(joined->entry));
    }
  }
}

void write_action_items(PostmortemPage& page, const Incident& incident,
                        const PostmortemFacts& facts) {
  page.heading("Action items");
  if (incident.tasks.empty()) return page.ask(question::k_actions);
  const auto in_state = [&incident](TaskState state) {
    return std::ranges::count(incident.tasks, state, &Task::state);
  };
  if (in_state(TaskState::open) > 0) {
    std::map<TaskNumber, std::string> origins = origins_of_tasks(facts);
    page.print("| Type | What | Owner | Due | State |\n|---|---|---|---|---|\n");
    for (const Task& task : incident.tasks) {
      if (task.state != TaskState::open) continue;
      page.print("| {} | {} {}{} | {} | {} | open{} |\n",
                 task.kind == TaskKind::followup ? "follow-up" : "task", handle(task.number),
                 escape_markdown(task.text), origins[task.number], owner_of(page, task),
                 task.due_at ? page.when(*task.due_at) : std::string("no date"), in_tracker(task));
    }
    page.print("\n");
  }
  page.print("Open: {}, done: {}, dropped: {}.\n", in_state(TaskState::open),
             in_state(TaskState::done), in_state(TaskState::dropped));
}

void write_communication(PostmortemPage& page, const PostmortemFacts& facts) {
  page.begin(WriteupSection::communication, !facts.updates.empty());
  if (facts.updates.empty()) return page.ask(question::k_updates);
  for (const Event* event : facts.updates) {
    const auto& update = std::get<event::UpdateSent>(event->body);
    page.print("- {}: {} — {}{}", page.when(event->happened_at), escape_markdown(update.text),
               page.name(event->actor), PostmortemPage::evidence(event->entry));
    if (update.next_due_at)
      page.print("; the next was promised by {}", page.when(*update.next_due_at));
    page.print("\n");
  }
  for (const Event* event : facts.shown) {
    const auto& shown = std::get<event::StatusShown>(event->body);
    page.print("- {}: on the status page {}: {}{}\n", page.when(event->happened_at),
               escape_markdown(shown.status_page), escape_markdown(shown.text),
               PostmortemPage::evidence(event->entry));
  }
  if (const auto silence = longest_silence(facts)) {
    page.print("\nThe longest silence between two updates was {} ({}).\n",
               print_length(silence->length), print_entries(silence->from, silence->until));
  }
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
  for (const RoleHolder& held : incident.roles) {
    page.print("- Role {}: {}\n", escape_markdown(held.role), page.name(held.user));
  }
  if (!incident.declarer.empty()) {
    page.print("- Declared by: {}{}\n", page.name(incident.declarer),
               PostmortemPage::evidence(facts.declared.entry));
  }
  for (const auto& [person, entries] : entries_of) {
    page.print("- {}: {} {}\n", person.first, entries, entries == 1 ? "entry" : "entries");
  }
  for (const Event* change : facts.roles) {
    page.print("- Role changed {}: {}{}\n", page.when(change->happened_at),
               page.words(timeline_words(change->body)), PostmortemPage::evidence(change->entry));
  }
}

namespace {

// "- INC-3 Checkout down (in common: checkout). Cause: …", and what misled people then.
void print_similar(PostmortemPage& page, const event::SimilarIncident& similar) {
  page.print("- {} {}", handle(similar.other), escape_markdown(similar.title));
  std::string_view before = " (in common: ";
  for (const std::string& word : similar.words) {
    page.print("{}{}", before, escape_markdown(word));
    before = ", ";
  }
  page.print("{} — found at the declaration\n", similar.words.empty() ? "" : ")");
  page.print("  - Cause: {}\n",
             similar.cause.empty() ? "nobody recorded it" : escape_markdown(similar.cause));
  if (!similar.fix.empty()) page.print("  - What helped: {}\n", escape_markdown(similar.fix));
  for (const event::LeadBefore& lead : similar.false_leads) {
    page.print("  - False lead: {}", escape_markdown(lead.text));
    if (lead.held_minutes) {
      page.print(", held {}", print_length(std::chrono::minutes(*lead.held_minutes)));
    }
    page.print("\n");
  }
}

}  // namespace

void write_similar_incidents(PostmortemPage& page, const Incident& incident,
                             const PostmortemFacts& facts) {
  page.heading("Similar incidents");
  bool has_one = false;
  for (const Event* link : facts.links) {
    // Of one that was reopened: it is no duplicate any more.
    const auto* merged = std::get_if<event::MergedInto>(&link->body);
    if (merged != nullptr && merged->other != incident.merged_into) continue;
    has_one = true;
    page.print("- {} — {}{}\n", page.words(timeline_words(link->body)), page.name(link->actor),
               PostmortemPage::evidence(link->entry));
  }
  if (facts.similar != nullptr) {
    for (const auto& one : std::get<event::SimilarFound>(facts.similar->body).incidents) {
      has_one = true;
      print_similar(page, one);
    }
  }
  if (!has_one) page.ask(question::k_similar);
}

}  // namespace tocsin
