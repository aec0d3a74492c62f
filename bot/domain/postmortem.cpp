#include "bot/domain/postmortem.h"

#include "bot/domain/corrections.h"
#include "bot/domain/markdown.h"
#include "bot/domain/postmortem_facts.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/postmortem_page.h"
#include "bot/domain/postmortem_sections.h"

#include <set>
#include <utility>

namespace tocsin {

namespace {

// "sev3 → sev1": every severity that was set, in the order in which it was set.
std::string severity_path(const PostmortemFacts& facts) {
  std::string path;
  std::optional<Severity> before;
  for (const SeverityStep& step : facts.severities) {
    const std::string_view name = step.severity ? name_of(*step.severity) : "not set";
    if (!path.empty() && step.severity == before) continue;
    if (!path.empty()) path += " → ";
    path += name;
    before = step.severity;
  }
  return path.empty() ? "not set" : path;
}

std::string moment_cell(const PostmortemPage& page, const KnownMoment& moment, bool may_come) {
  if (!moment.at) return may_come ? "not recorded yet" : "unknown";
  return page.when(*moment.at) + PostmortemPage::evidence(moment.entry);
}

std::string duration_cell(const PostmortemFacts& facts, bool impact_may_go_on) {
  if (const auto length = time_between(facts.started, facts.resolved)) return print_length(*length);
  return !facts.resolved.at && impact_may_go_on ? "not over yet" : "unknown";
}

// Those who wrote it elsewhere, and those who wrote entries and sections, in the order of their
// first one.
std::string authors(PostmortemPage& page, const std::vector<Event>& events) {
  std::set<UserId> seen;
  std::string names;
  for (const Event& event : events) {
    if (const auto* document = std::get_if<event::Imported>(&event.body)) {
      for (const std::string& author : document->authors) {
        names += (names.empty() ? "" : ", ") + escape_markdown(author);
      }
      continue;
    }
    const bool is_writing =
        event.entry.value > 0 || std::holds_alternative<event::SectionWritten>(event.body);
    if (event.actor.empty() || !is_writing) continue;
    if (!seen.insert(event.actor).second) continue;
    if (!names.empty()) names += ", ";
    names += page.name(event.actor);
  }
  return names.empty() ? "unknown" : names;
}

// "draft — Ada sees to it, to be published by 2023-11-18 14:00 EST (19:00 UTC)"
std::string writeup_cell(PostmortemPage& page, const Incident& incident) {
  std::string cell(words_of(incident.writeup_state));
  if (incident.writeup_state == WriteupState::published) return cell;
  if (!incident.writeup_owner.empty()) {
    cell += " — " + page.name(incident.writeup_owner) + " sees to it";
  }
  if (incident.review_by) {
    cell += incident.writeup_owner.empty() ? " — " : ", ";
    cell += "to be published by " + page.when(*incident.review_by);
  }
  return cell;
}

std::vector<PostmortemRow> table_at_top(PostmortemPage& page, const Incident& incident,
                                        const std::vector<Event>& standing,
                                        const PostmortemFacts& facts) {
  const bool before_resolved = incident.state != State::resolved && !is_over(incident.state);
  const bool before_mitigated = before_resolved && incident.state != State::mitigated;
  return {
      {"Incident", handle(incident.number)},
      {"Status", std::string(name_of(incident.state))},
      {"Severity", severity_path(facts)},
      {"Started", moment_cell(page, facts.started, false)},
      {"Detected", moment_cell(page, facts.detected, false)},
      {"Mitigated", moment_cell(page, facts.mitigated, before_mitigated)},
      {"Resolved", moment_cell(page, facts.resolved, before_resolved)},
      {"Duration", duration_cell(facts, before_resolved)},
      {"Lead", incident.lead.empty() ? "unknown" : page.name(incident.lead)},
      {"Authors", authors(page, standing)},
      {"Write-up", writeup_cell(page, incident)},
  };
}

// All but the record, which asks nothing. The timeline of a long incident is most of the work, and
// it asks something only when it is empty.
void write_sections(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts,
                    bool with_timeline) {
  write_summary(page, facts);
  write_impact(page, facts);
  write_metrics(page, incident, facts);
  write_detection(page, facts);
  if (with_timeline || facts.timeline.empty()) write_timeline(page, facts);
  write_false_leads(page, facts);
  write_decisions(page, facts);
  write_escalation(page, incident, facts);
  write_causes(page, facts);
  write_resolution(page, facts);
  write_lessons(page, facts);
  write_measures(page, facts);
  write_action_items(page, incident, facts);
  write_communication(page, facts);
  write_people(page, incident, facts);
  write_similar_incidents(page, incident, facts);
  write_open_questions(page);
}

}  // namespace

PostmortemParts postmortem_parts(const PostmortemSources& sources) {
  const Incident& incident = sources.incident;
  const std::vector<Event> standing = standing_events(sources.events);
  const PostmortemFacts facts = gather_facts(incident, standing);
  PostmortemPage page(sources);
  page.know_own_texts(facts.own_texts);
  PostmortemParts parts;
  parts.title = escape_markdown(incident.title);
  if (parts.title.empty()) parts.title = handle(incident.number);
  parts.is_drill = incident.is_drill;
  parts.is_private = incident.is_private;
  parts.rows = table_at_top(page, incident, standing, facts);
  write_sections(page, incident, facts, true);
  write_record(page, sources, facts);
  parts.sections = page.take_sections();
  parts.open_questions = page.open_questions();
  return parts;
}

std::string render_postmortem(const PostmortemSources& sources) {
  const PostmortemParts parts = postmortem_parts(sources);
  std::string text = "# " + parts.title + "\n\n";
  if (parts.is_drill) {
    text += "**Drill.** Practice, not a real incident; kept out of every number.\n\n";
  }
  if (parts.is_private) text += "**Private.** For the members of the incident's channel only.\n\n";
  bool is_first = true;
  for (const PostmortemRow& row : parts.rows) {
    text += fmt::format("| {} | {} |\n", row.name, row.value);
    if (std::exchange(is_first, false)) text += "|---|---|\n";
  }
  for (const PostmortemSection& section : parts.sections) {
    text += fmt::format("\n## {}\n\n", section.heading);
    text += section.text;
  }
  return text;
}

std::vector<OpenQuestion> open_questions(const PostmortemSources& sources) {
  const std::vector<Event> standing = standing_events(sources.events);
  const PostmortemFacts facts = gather_facts(sources.incident, standing);
  PostmortemPage page(sources);
  page.know_own_texts(facts.own_texts);
  write_sections(page, sources.incident, facts, false);
  return page.open_questions();
}

}  // namespace tocsin
