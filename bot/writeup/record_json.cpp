#include "bot/writeup/record_json.h"

#include "bot/domain/corrections.h"
#include "bot/domain/incident.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/timeline.h"
#include "bot/domain/writeup_section.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tocsin::writeup {

namespace {

using Events = std::vector<const Event*>;

// What every entry has that a person typed.
OrderedJson entry_json(const RecordView& record, const Event& event, const std::string& text) {
  return {{"entry", json_of_entry(event.entry)},
          {"at", print_iso(event.happened_at)},
          {"text", text},
          {"who", json_of_person(record, event.actor)}};
}

template <class Body>
OrderedJson text_json(const RecordView& record, const Event* event) {
  return entry_json(record, *event, std::get<Body>(event->body).text);
}

template <class Body>
OrderedJson texts(const RecordView& record, const Events& events) {
  OrderedJson list = OrderedJson::array();
  for (const Event* event : events) list.push_back(text_json<Body>(record, event));
  return list;
}

template <class Body>
void add_texts_of(JsonDocument& document, std::string_view key, const RecordView& record,
                  const Events& events) {
  document.add_list(key, events,
                    [&](const Event* event) { return text_json<Body>(record, event); });
}

template <class Body>
OrderedJson text_or_null(const RecordView& record, const Event* event) {
  return event == nullptr ? OrderedJson(nullptr) : text_json<Body>(record, event);
}

OrderedJson cause_json(const RecordView& record, const Event* event) {
  const auto* confirmed = std::get_if<event::Confirmed>(&event->body);
  const LeadFacts* lead =
      confirmed == nullptr ? nullptr : find_lead(record.facts(), confirmed->hypothesis);
  std::string text = confirmed == nullptr ? std::get<event::CauseAdded>(event->body).text
                     : lead == nullptr    ? confirmed->text
                                          : std::string(words_of(*lead));
  OrderedJson cause = entry_json(record, *event, text);
  cause["hypothesis"] = confirmed == nullptr ? nullptr : OrderedJson(handle(confirmed->hypothesis));
  return cause;
}

std::string_view kind_of(event::LessonNoted::Kind kind) {
  switch (kind) {
    case event::LessonNoted::Kind::well:
      return "well";
    case event::LessonNoted::Kind::badly:
      return "badly";
    case event::LessonNoted::Kind::lucky:
      return "lucky";
  }
  return "";
}

OrderedJson lesson_json(const RecordView& record, const Event* event) {
  const auto& lesson = std::get<event::LessonNoted>(event->body);
  OrderedJson json = entry_json(record, *event, lesson.text);
  json["kind"] = kind_of(lesson.kind);
  return json;
}

std::string_view outcome_of(const LeadFacts& lead) {
  if (lead.settled == nullptr) return "open";
  return std::holds_alternative<event::Confirmed>(lead.settled->body) ? "confirmed" : "ruled_out";
}

std::string why_of(const LeadFacts& lead) {
  if (lead.settled == nullptr) return "";
  if (const auto* confirmed = std::get_if<event::Confirmed>(&lead.settled->body)) {
    return confirmed->text;
  }
  return std::get<event::RuledOut>(lead.settled->body).text;
}

OrderedJson lead_json(const RecordView& record, const LeadFacts& lead) {
  OrderedJson json{{"handle", handle(lead.number)},
                   {"text", words_of(lead)},
                   {"outcome", outcome_of(lead)},
                   {"why", json_of_text(why_of(lead))}};
  const Event* opened = lead.opened;
  const Event* settled = lead.settled;
  json["opened_at"] = opened ? OrderedJson(print_iso(opened->happened_at)) : nullptr;
  json["opened_by"] = opened ? json_of_person(record, opened->actor) : nullptr;
  json["opened_in"] = opened ? json_of_entry(opened->entry) : nullptr;
  json["settled_at"] = settled ? OrderedJson(print_iso(settled->happened_at)) : nullptr;
  json["settled_by"] = settled ? json_of_person(record, settled->actor) : nullptr;
  json["settled_in"] = settled ? json_of_entry(settled->entry) : nullptr;
  const bool is_known =
      opened != nullptr && settled != nullptr && settled->happened_at >= opened->happened_at;
  json["held"] = is_known ? json_of_length(settled->happened_at - opened->happened_at) : nullptr;
  return json;
}

OrderedJson people(const RecordView& record) {
  const Incident& incident = record.incident();
  OrderedJson roles = OrderedJson::array();
  for (const RoleHolder& held : incident.roles) {
    roles.push_back({{"role", held.role}, {"who", json_of_person(record, held.user)}});
  }
  OrderedJson authors = OrderedJson::array();
  std::set<UserId> seen;
  std::vector<const Event*> by_number = record.facts().timeline;
  std::sort(by_number.begin(), by_number.end(),
            [](const Event* left, const Event* right) { return left->entry < right->entry; });
  for (const Event* event : by_number) {
    if (event->actor.empty() || !seen.insert(event->actor).second) continue;
    authors.push_back(json_of_person(record, event->actor));
  }
  OrderedJson changes = OrderedJson::array();
  for (const Event* event : record.facts().roles) {
    changes.push_back(entry_json(record, *event, record.words(*event)));
  }
  return {{"lead", json_of_person(record, incident.lead)},
          {"declared_by", json_of_person(record, incident.declarer)},
          {"roles", std::move(roles)},
          {"authors", std::move(authors)},
          {"changes", std::move(changes)}};
}

OrderedJson answer_of(const RecordView& record, const PageFacts& page) {
  if (page.answer == nullptr) return nullptr;
  const auto* declined = std::get_if<event::PageDeclined>(&page.answer->body);
  OrderedJson json =
      entry_json(record, *page.answer, declined == nullptr ? std::string() : declined->text);
  json["answer"] = declined == nullptr ? "acknowledged" : "declined";
  if (const auto* ended = std::get_if<event::PageEnded>(&page.answer->body)) {
    json["answer"] = "ended";
    json["named"] = ended->by;
    if (!ended->pager.empty()) json["pager"] = ended->pager;
  }
  const auto* there = std::get_if<event::PageAcknowledged>(&page.answer->body);
  if (there != nullptr && !there->by.empty()) json["named"] = there->by;
  if (there != nullptr && !there->pager.empty()) json["pager"] = there->pager;
  const Duration after = page.answer->happened_at - page.paged->happened_at;
  json["after"] = after < Duration{0} ? OrderedJson(nullptr) : json_of_length(after);
  return json;
}

OrderedJson page_json(const RecordView& record, const PageFacts& page) {
  const auto& paged = std::get<event::Paged>(page.paged->body);
  const Page* known = find(record.incident(), page.number);
  OrderedJson json{{"handle", handle(page.number)},
                   {"target", paged.target},
                   {"user", json_of_person(record, paged.user)},
                   {"state", known ? OrderedJson(name_of(known->state)) : nullptr}};
  json["sent"] = entry_json(record, *page.paged, paged.text);
  json["asked_again"] = texts<event::PageJoined>(record, page.joined);
  json["answered"] = answer_of(record, page);
  return json;
}

// What a task is in a tracker.
OrderedJson issue_of(const Task& task) {
  if (!task.issue) return nullptr;
  const TrackerIssue& issue = *task.issue;
  return {{"tracker", issue.tracker},
          {"key", issue.key},
          {"url", json_of_text(issue.url)},
          {"state", json_of_text(issue.state)},
          {"read_at", issue.read_at ? OrderedJson(print_iso(*issue.read_at)) : nullptr}};
}

OrderedJson task_json(const RecordView& record, const Task& task) {
  const Event* event = record.added(task.number);
  return {{"handle", handle(task.number)},
          {"kind", name_of(task.kind)},
          {"text", task.text},
          {"owner", json_of_person(record, task.owner)},
          {"due", task.due_at ? OrderedJson(print_iso(*task.due_at)) : nullptr},
          {"state", name_of(task.state)},
          {"entry", event ? json_of_entry(event->entry) : nullptr},
          {"link", event ? json_of_text(link_of(*event)) : nullptr},
          {"issue", issue_of(task)}};
}

OrderedJson update_json(const RecordView& record, const Event* event) {
  const auto& update = std::get<event::UpdateSent>(event->body);
  OrderedJson json = entry_json(record, *event, update.text);
  json["next_promised"] =
      update.next_due_at ? OrderedJson(print_iso(*update.next_due_at)) : nullptr;
  return json;
}

// Where it was written, when it was written elsewhere; start and end as the document says them.
OrderedJson imported(const RecordView& record) {
  for (const Event& event : record.sources().events) {
    const auto* document = std::get_if<event::Imported>(&event.body);
    if (document == nullptr) continue;
    const auto& minutes = document->stated_minutes;
    return {{"file", document->file},
            {"sha256", document->fingerprint},
            {"authors", document->authors},
            {"start", json_of_text(document->start)},
            {"end", json_of_text(document->end)},
            {"zone", json_of_text(document->zone_written)},
            {"stated_minutes", minutes ? OrderedJson(*minutes) : OrderedJson(nullptr)}};
  }
  return nullptr;
}

// One overload a correction; other events are none.
struct CorrectionJson {
  OrderedJson operator()(const event::EntryEdited& edit) const {
    return {{"what", "edited"}, {"from", edit.from}, {"to", edit.to}};
  }
  OrderedJson operator()(const event::EntryRetimed& move) const {
    return {{"what", "moved"}, {"from", print_iso(move.from)}, {"to", print_iso(move.to)}};
  }
  OrderedJson operator()(const event::EntryStruck& strike) const {
    return {{"what", "struck"}, {"reason", json_of_text(strike.reason)}};
  }
  OrderedJson operator()(const event::EntryRestored&) const { return {{"what", "restored"}}; }
  template <class Other>
  OrderedJson operator()(const Other&) const {
    return nullptr;
  }
};

// Null for an event that corrects nothing.
OrderedJson correction_json(const RecordView& record, const Event& event,
                            const std::set<EntryNumber>& struck) {
  const std::optional<EntryNumber> entry = corrected_entry(event.body);
  const OrderedJson how = std::visit(CorrectionJson{}, event.body);
  if (!entry || how.is_null()) return nullptr;
  OrderedJson json{{"entry", json_of_entry(*entry)},
                   {"at", print_iso(event.recorded_at)},
                   {"who", json_of_person(record, event.actor)}};
  json.update(how);
  // What a struck entry said is in the record only.
  if (struck.contains(*entry) && json["what"] == "edited") {
    json.erase("from");
    json.erase("to");
  }
  return json;
}

// What a person wrote in a section and stands there now.
OrderedJson own_text_json(const RecordView& record, const Event* event) {
  const auto& written = std::get<event::SectionWritten>(event->body);
  return {{"section", name_of(written.section)},
          {"heading", title_of(written.section)},
          {"text", written.text},
          {"at", print_iso(event->recorded_at)},
          {"who", json_of_person(record, event->actor)}};
}

// Each time a section was written or given back; what it said before is in the record only.
OrderedJson own_text_versions(const RecordView& record) {
  OrderedJson list = OrderedJson::array();
  for (const Event& event : record.sources().events) {
    const auto* written = std::get_if<event::SectionWritten>(&event.body);
    if (written == nullptr) continue;
    list.push_back({{"section", name_of(written->section)},
                    {"what", written->text.empty() ? "given_back" : "written"},
                    {"at", print_iso(event.recorded_at)},
                    {"who", json_of_person(record, event.actor)}});
  }
  return list;
}

OrderedJson json_of_read_back(const RecordView& record, const event::WasDeaf& gap) {
  const event::ReadBack* read = read_back_of(record.facts(), gap);
  if (read == nullptr) return nullptr;
  return {{"commands", read->commands},
          {"marks", read->marks},
          {"edits", read->edits},
          {"trouble", json_of_text(read->trouble)}};
}

OrderedJson gap_json(const RecordView& record, const Event* event) {
  const auto& gap = std::get<event::WasDeaf>(event->body);
  return {{"from", print_iso(gap.from)},
          {"until", print_iso(gap.until)},
          {"length", json_of_length(gap.until - gap.from)},
          {"read_back", json_of_read_back(record, gap)}};
}

}  // namespace

OrderedJson json_of_text(const std::string& text) {
  return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

OrderedJson json_of_entry(EntryNumber entry) {
  return entry.value > 0 ? OrderedJson(handle(entry)) : OrderedJson(nullptr);
}

OrderedJson json_of_person(const RecordView& record, const UserId& user) {
  if (user.empty()) return nullptr;
  return {{"id", user.value}, {"name", record.name(user)}};
}

OrderedJson json_of_moment(const RecordView& record, Moment moment) {
  return {{"at", print_iso(moment)},
          {"local", record.local(moment)},
          {"zone", record.zone_name(moment)}};
}

OrderedJson json_of_length(Duration length) {
  return {{"milliseconds", length.count()}, {"words", print_length(length)}};
}

void add_texts(JsonDocument& document, const RecordView& record) {
  const PostmortemFacts& facts = record.facts();
  document.add("summary", text_or_null<event::SummarySet>(record, facts.summary));
  document.add("impact", text_or_null<event::ImpactSet>(record, facts.impact));
  add_texts_of<event::Detected>(document, "detections", record, facts.detections);
  document.add_list("causes", facts.causes,
                    [&](const Event* event) { return cause_json(record, event); });
  add_texts_of<event::WorkaroundFound>(document, "workarounds", record, facts.workarounds);
  add_texts_of<event::FixFound>(document, "fixes", record, facts.fixes);
  add_texts_of<event::Decided>(document, "decisions", record, facts.decisions);
  document.add_list("lessons", facts.lessons,
                    [&](const Event* event) { return lesson_json(record, event); });
  add_texts_of<event::MeasureNoted>(document, "measures", record, facts.measures);
}

void add_teamwork(JsonDocument& document, const RecordView& record) {
  const PostmortemFacts& facts = record.facts();
  document.add_list("leads", facts.leads,
                    [&](const LeadFacts& lead) { return lead_json(record, lead); });
  document.add("people", people(record));
  document.add_list("pages", facts.pages,
                    [&](const PageFacts& page) { return page_json(record, page); });
  document.add_list("tasks", record.incident().tasks,
                    [&](const Task& task) { return task_json(record, task); });
  document.add_list("updates", facts.updates,
                    [&](const Event* event) { return update_json(record, event); });
  document.add_list("links", facts.links, [&](const Event* event) {
    return entry_json(record, *event, record.words(*event));
  });
}

void add_record(JsonDocument& document, const RecordView& record) {
  const std::set<EntryNumber> struck = struck_entries(record.sources().events);
  OrderedJson corrections = OrderedJson::array();
  for (const Event& event : record.sources().events) {
    OrderedJson correction = correction_json(record, event, struck);
    if (!correction.is_null()) corrections.push_back(std::move(correction));
  }
  document.add("corrections", corrections);
  document.add_list("struck", struck, json_of_entry);
  document.add_list("gaps", record.facts().gaps,
                    [&](const Event* event) { return gap_json(record, event); });
  document.add("imported", imported(record));
  const auto& own_texts = record.facts().own_texts;
  document.add_list("own_texts", own_texts,
                    [&](const auto& text) { return own_text_json(record, text.second); });
  document.add("own_text_versions", own_text_versions(record));
}

}  // namespace tocsin::writeup
