#include "storage/event_codec.h"

#include "storage/added_field.h"
#include "storage/alternatives.h"
#include "storage/field_writer.h"
#include "storage/rung_fields.h"

#include <variant>

namespace tocsin {

namespace {

struct EventKinds {
  std::string_view operator()(const event::Declared&) const { return "declared"; }
  std::string_view operator()(const event::Imported&) const { return "imported"; }
  std::string_view operator()(const event::Logged&) const { return "logged"; }
  std::string_view operator()(const event::Detected&) const { return "detected"; }
  std::string_view operator()(const event::Started&) const { return "started"; }
  std::string_view operator()(const event::ImpactSet&) const { return "impact_set"; }
  std::string_view operator()(const event::SummarySet&) const { return "summary_set"; }
  std::string_view operator()(const event::CauseAdded&) const { return "cause_added"; }
  std::string_view operator()(const event::WorkaroundFound&) const { return "workaround_found"; }
  std::string_view operator()(const event::FixFound&) const { return "fix_found"; }
  std::string_view operator()(const event::Decided&) const { return "decided"; }
  std::string_view operator()(const event::MeasureNoted&) const { return "measure_noted"; }
  std::string_view operator()(const event::LessonNoted&) const { return "lesson_noted"; }
  std::string_view operator()(const event::TitleChanged&) const { return "title_changed"; }
  std::string_view operator()(const event::SeverityChanged&) const { return "severity_changed"; }
  std::string_view operator()(const event::StateMoved&) const { return "state_moved"; }
  std::string_view operator()(const event::CloseAsked&) const { return "close_asked"; }
  std::string_view operator()(const event::Closed&) const { return "closed"; }
  std::string_view operator()(const event::ChannelMade&) const { return "channel_made"; }
  std::string_view operator()(const event::ChannelRefused&) const { return "channel_refused"; }
  std::string_view operator()(const event::WasDeaf&) const { return "was_deaf"; }
  std::string_view operator()(const event::ReadBack&) const { return "read_back"; }
  std::string_view operator()(const event::Suspected&) const { return "suspected"; }
  std::string_view operator()(const event::RuledOut&) const { return "ruled_out"; }
  std::string_view operator()(const event::Confirmed&) const { return "confirmed"; }
  std::string_view operator()(const event::RoleGiven&) const { return "role_given"; }
  std::string_view operator()(const event::HandoffOffered&) const { return "handoff_offered"; }
  std::string_view operator()(const event::HandoffAccepted&) const { return "handoff_accepted"; }
  std::string_view operator()(const event::HandoffDeclined&) const { return "handoff_declined"; }
  std::string_view operator()(const event::TaskAdded&) const { return "task_added"; }
  std::string_view operator()(const event::TaskMoved&) const { return "task_moved"; }
  std::string_view operator()(const event::TaskAssigned&) const { return "task_assigned"; }
  std::string_view operator()(const event::TaskDueSet&) const { return "task_due_set"; }
  std::string_view operator()(const event::UpdateSent&) const { return "update_sent"; }
  std::string_view operator()(const event::ReminderSet&) const { return "reminder_set"; }
  std::string_view operator()(const event::QuietSet&) const { return "quiet_set"; }
  std::string_view operator()(const event::SubscriptionChanged&) const {
    return "subscription_changed";
  }
  std::string_view operator()(const event::Paged&) const { return "paged"; }
  std::string_view operator()(const event::PageJoined&) const { return "page_joined"; }
  std::string_view operator()(const event::PageAcknowledged&) const { return "page_acknowledged"; }
  std::string_view operator()(const event::PageEnded&) const { return "page_ended"; }
  std::string_view operator()(const event::PageDeclined&) const { return "page_declined"; }
  std::string_view operator()(const event::Cancelled&) const { return "cancelled"; }
  std::string_view operator()(const event::Reopened&) const { return "reopened"; }
  std::string_view operator()(const event::Linked&) const { return "linked"; }
  std::string_view operator()(const event::MergedInto&) const { return "merged_into"; }
  std::string_view operator()(const event::DuplicateFound&) const { return "duplicate_found"; }
  std::string_view operator()(const event::ZoneChanged&) const { return "zone_changed"; }
  std::string_view operator()(const event::WriteupMoved&) const { return "writeup_moved"; }
  std::string_view operator()(const event::SectionWritten&) const { return "section_written"; }
  std::string_view operator()(const event::WriteupAssigned&) const { return "writeup_assigned"; }
  std::string_view operator()(const event::MessageKept&) const { return "message_kept"; }
  std::string_view operator()(const event::EntryEdited&) const { return "entry_edited"; }
  std::string_view operator()(const event::EntryRetimed&) const { return "entry_retimed"; }
  std::string_view operator()(const event::EntryStruck&) const { return "entry_struck"; }
  std::string_view operator()(const event::EntryRestored&) const { return "entry_restored"; }
  std::string_view operator()(const event::ChannelChanged&) const { return "channel_changed"; }
  std::string_view operator()(const event::ChannelMoved&) const { return "channel_moved"; }
  std::string_view operator()(const event::MemberChanged&) const { return "member_changed"; }
  std::string_view operator()(const event::SimilarFound&) const { return "similar_found"; }
  std::string_view operator()(const event::StepPaged&) const { return "step_paged"; }
  std::string_view operator()(const event::LadderEnded&) const { return "ladder_ended"; }
  std::string_view operator()(const event::PagerRefused&) const { return "pager_refused"; }
  std::string_view operator()(const event::TaskFiled&) const { return "task_filed"; }
  std::string_view operator()(const event::TaskStateRead&) const { return "task_state_read"; }
  std::string_view operator()(const event::StatusShown&) const { return "status_shown"; }
  std::string_view operator()(const event::AlertAttached&) const { return "alert_attached"; }
  std::string_view operator()(const event::AlertEnded&) const { return "alert_ended"; }
  std::string_view operator()(const event::DrillPlanned&) const { return "drill_planned"; }
  std::string_view operator()(const event::Injected&) const { return "injected"; }
};

}  // namespace

void list_fields(auto& fields, Is<event::Declared> auto& declared) {
  fields("title", declared.title);
  fields("severity", declared.severity);
  fields("private", declared.is_private);
  fields("drill", declared.is_drill);
  fields("started_at", declared.started_at);
  fields("zone", declared.zone);
}

void list_fields(auto& fields, Is<event::Imported> auto& body) {
  fields("title", body.title);
  fields("zone", body.zone);
  fields("zone_written", body.zone_written);
  fields("file", body.file);
  fields("fingerprint", body.fingerprint);
  fields("authors", body.authors);
  fields("start", body.start);
  fields("end", body.end);
  fields("stated_minutes", body.stated_minutes);
}

void list_fields(auto& fields, Is<event::Logged> auto& logged) { fields("text", logged.text); }

void list_fields(auto& fields, Is<event::Detected> auto& detected) {
  fields("text", detected.text);
}

void list_fields(auto& fields, Is<event::Started> auto& started) { fields("text", started.text); }

void list_fields(auto& fields, Is<event::ImpactSet> auto& impact) { fields("text", impact.text); }

void list_fields(auto& fields, Is<event::SummarySet> auto& summary) {
  fields("text", summary.text);
}

void list_fields(auto& fields, Is<event::CauseAdded> auto& cause) { fields("text", cause.text); }

void list_fields(auto& fields, Is<event::WorkaroundFound> auto& workaround) {
  fields("text", workaround.text);
}

void list_fields(auto& fields, Is<event::FixFound> auto& fix) { fields("text", fix.text); }

void list_fields(auto& fields, Is<event::Decided> auto& decided) { fields("text", decided.text); }

void list_fields(auto& fields, Is<event::MeasureNoted> auto& measure) {
  fields("text", measure.text);
}

void list_fields(auto& fields, Is<event::LessonNoted> auto& lesson) {
  fields("lesson", lesson.kind);
  fields("text", lesson.text);
}

void list_fields(auto& fields, Is<event::TitleChanged> auto& title) {
  fields("from", title.from);
  fields("to", title.to);
}

void list_fields(auto& fields, Is<event::SeverityChanged> auto& severity) {
  fields("from", severity.from);
  fields("to", severity.to);
  fields("reason", severity.reason);
}

void list_fields(auto& fields, Is<event::StateMoved> auto& move) {
  fields("from", move.from);
  fields("to", move.to);
  fields("text", move.text);
}

void list_fields(auto&, Is<event::CloseAsked> auto&) {}

void list_fields(auto& fields, Is<event::Closed> auto& closed) {
  fields("text", closed.text);
  fields("end_known", closed.end_known);
}

void list_fields(auto& fields, Is<event::ChannelMade> auto& made) {
  fields("channel", made.channel);
  fields("name", made.name);
}

void list_fields(auto& fields, Is<event::ChannelRefused> auto& refused) {
  fields("reason", refused.reason);
}

void list_fields(auto& fields, Is<event::WasDeaf> auto& gap) {
  fields("from", gap.from);
  fields("until", gap.until);
}

void list_fields(auto& fields, Is<event::ReadBack> auto& read) {
  fields("from", read.from);
  fields("until", read.until);
  fields("commands", read.commands);
  fields("marks", read.marks);
  fields("edits", read.edits);
  fields("trouble", read.trouble);
}

void list_fields(auto& fields, Is<event::Suspected> auto& body) {
  fields("hypothesis", body.hypothesis);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::RuledOut> auto& body) {
  fields("hypothesis", body.hypothesis);
  fields("lead", body.lead);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::Confirmed> auto& body) {
  fields("hypothesis", body.hypothesis);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::RoleGiven> auto& body) {
  fields("role", body.role);
  fields("user", body.user);
  fields("from", body.from);
}

void list_fields(auto& fields, Is<event::HandoffOffered> auto& body) {
  fields("role", body.role);
  fields("to", body.to);
}

void list_fields(auto& fields, Is<event::HandoffAccepted> auto& body) {
  fields("role", body.role);
  fields("from", body.from);
  fields("to", body.to);
}

void list_fields(auto& fields, Is<event::HandoffDeclined> auto& body) {
  fields("role", body.role);
  fields("to", body.to);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::TaskAdded> auto& body) {
  fields("task", body.task);
  fields("kind", body.kind);
  fields("text", body.text);
  fields("owner", body.owner);
  fields("due_at", body.due_at);
  fields("link", body.link);
}

void list_fields(auto& fields, Is<event::TaskMoved> auto& body) {
  fields("task", body.task);
  fields("to", body.to);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::TaskAssigned> auto& body) {
  fields("task", body.task);
  fields("owner", body.owner);
}

void list_fields(auto& fields, Is<event::TaskDueSet> auto& body) {
  fields("task", body.task);
  fields("due_at", body.due_at);
}

void list_fields(auto& fields, Is<event::UpdateSent> auto& body) {
  fields("text", body.text);
  fields("next_due_at", body.next_due_at);
}

void list_fields(auto& fields, Is<event::ReminderSet> auto& body) {
  fields("minutes", body.minutes);
}

void list_fields(auto& fields, Is<event::QuietSet> auto& body) { fields("until", body.until); }

void list_fields(auto& fields, Is<event::SubscriptionChanged> auto& body) {
  fields("is_subscribed", body.is_subscribed);
}

void list_fields(auto& fields, Is<event::Paged> auto& body) {
  fields("page", body.page);
  fields("target", body.target);
  fields("user", body.user);
  fields("group", body.group);
  fields("text", body.text);
  added(fields, "team", body.team);
  added(fields, "rungs", body.rungs);
}

void list_fields(auto& fields, Is<event::StepPaged> auto& body) {
  fields("page", body.page);
  fields("team", body.team);
  fields("rung", body.rung);
  fields("step", body.step);
  fields("round", body.round);
  fields("called", body.called);
}

void list_fields(auto& fields, Is<event::LadderEnded> auto& body) {
  fields("page", body.page);
  fields("team", body.team);
}

void list_fields(auto& fields, Is<event::PagerRefused> auto& body) {
  fields("page", body.page);
  fields("pager", body.pager);
  fields("why", body.why);
}

void list_fields(auto& fields, Is<event::TaskFiled> auto& body) {
  fields("task", body.task);
  fields("tracker", body.tracker);
  fields("id", body.id);
  fields("key", body.key);
  fields("url", body.url);
}

void list_fields(auto& fields, Is<event::TaskStateRead> auto& body) {
  fields("task", body.task);
  fields("state", body.state);
  fields("is_done", body.is_done);
}

void list_fields(auto& fields, Is<event::StatusShown> auto& body) {
  fields("status_page", body.status_page);
  fields("text", body.text);
  fields("url", body.url);
  fields("id", body.id);
}

void list_fields(auto& fields, Is<event::AlertAttached> auto& body) {
  fields("source", body.source);
  fields("fingerprint", body.fingerprint);
  fields("title", body.title);
  fields("text", body.text);
  fields("url", body.url);
}

void list_fields(auto& fields, Is<event::AlertEnded> auto& body) {
  fields("source", body.source);
  fields("fingerprint", body.fingerprint);
  fields("title", body.title);
}

void list_fields(auto& fields, Is<event::DrillPlanned::Inject> auto& inject) {
  fields("after_ms", inject.after_ms);
  fields("text", inject.text);
}

void list_fields(auto& fields, Is<event::DrillPlanned> auto& body) {
  fields("scenario", body.scenario);
  fields("injects", body.injects);
}

void list_fields(auto& fields, Is<event::Injected> auto& body) {
  fields("number", body.number);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::PageJoined> auto& body) {
  fields("page", body.page);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::PageAcknowledged> auto& body) {
  fields("page", body.page);
  added(fields, "pager", body.pager);
  added(fields, "by", body.by);
}

void list_fields(auto& fields, Is<event::PageEnded> auto& body) {
  fields("page", body.page);
  fields("pager", body.pager);
  fields("by", body.by);
}

void list_fields(auto& fields, Is<event::PageDeclined> auto& body) {
  fields("page", body.page);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::Cancelled> auto& body) { fields("text", body.text); }

void list_fields(auto& fields, Is<event::Reopened> auto& body) {
  fields("from", body.from);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::Linked> auto& body) { fields("other", body.other); }

void list_fields(auto& fields, Is<event::MergedInto> auto& body) { fields("other", body.other); }

void list_fields(auto& fields, Is<event::DuplicateFound> auto& body) {
  fields("other", body.other);
}

void list_fields(auto& fields, Is<event::ZoneChanged> auto& body) {
  fields("from", body.from);
  fields("to", body.to);
}

void list_fields(auto& fields, Is<event::WriteupMoved> auto& body) { fields("to", body.to); }

void list_fields(auto& fields, Is<event::SectionWritten> auto& body) {
  fields("section", body.section);
  fields("text", body.text);
}

void list_fields(auto& fields, Is<event::WriteupAssigned> auto& body) {
  fields("owner", body.owner);
  fields("review_by", body.review_by);
}

void list_fields(auto& fields, Is<event::MessageKept> auto& body) {
  fields("text", body.text);
  fields("author", body.author);
  fields("channel", body.channel);
  fields("ts", body.ts);
  fields("link", body.link);
}

void list_fields(auto& fields, Is<event::EntryEdited> auto& body) {
  fields("corrects", body.corrects);
  fields("from", body.from);
  fields("to", body.to);
}

void list_fields(auto& fields, Is<event::EntryRetimed> auto& body) {
  fields("corrects", body.corrects);
  fields("from", body.from);
  fields("to", body.to);
}

void list_fields(auto& fields, Is<event::EntryStruck> auto& body) {
  fields("corrects", body.corrects);
  fields("reason", body.reason);
}

void list_fields(auto& fields, Is<event::EntryRestored> auto& body) {
  fields("corrects", body.corrects);
}

void list_fields(auto& fields, Is<event::ChannelChanged> auto& body) {
  fields("change", body.change);
  fields("name", body.name);
}

void list_fields(auto& fields, Is<event::ChannelMoved> auto& body) {
  fields("from", body.from);
  fields("to", body.to);
}

void list_fields(auto& fields, Is<event::MemberChanged> auto& body) {
  fields("user", body.user);
  fields("is_member", body.is_member);
}

void list_fields(auto& fields, Is<event::LeadBefore> auto& lead) {
  fields("text", lead.text);
  fields("held_minutes", lead.held_minutes);
}

void list_fields(auto& fields, Is<event::SimilarIncident> auto& similar) {
  fields("other", similar.other);
  fields("title", similar.title);
  fields("words", similar.words);
  fields("cause", similar.cause);
  fields("fix", similar.fix);
  fields("false_leads", similar.false_leads);
}

void list_fields(auto& fields, Is<event::SimilarFound> auto& body) {
  fields("incidents", body.incidents);
}

std::string_view stored_kind(const EventBody& body) { return std::visit(EventKinds{}, body); }

std::string body_to_json(const EventBody& body) {
  return std::visit([](const auto& known) { return fields_to_json(known); }, body);
}

Result<EventBody, std::string> event_body_from(std::string_view kind, std::string_view json) {
  return alternative_from<EventBody, EventKinds>(kind, json);
}

}  // namespace tocsin
