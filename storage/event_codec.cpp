#include "storage/event_codec.h"

#include "storage/alternatives.h"
#include "storage/field_writer.h"

#include <variant>

namespace tocsin {

namespace {

struct Kinds {
  std::string_view operator()(const event::Declared&) const { return "declared"; }
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

std::string_view stored_kind(const EventBody& body) { return std::visit(Kinds{}, body); }

std::string body_to_json(const EventBody& body) {
  return std::visit([](const auto& known) { return fields_to_json(known); }, body);
}

Result<EventBody, std::string> event_body_from(std::string_view kind, std::string_view json) {
  return alternative_from<EventBody, Kinds>(kind, json);
}

}  // namespace tocsin
