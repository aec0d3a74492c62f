#include "bot/writeup/json.h"

#include "bot/domain/corrections.h"
#include "bot/domain/postmortem_hash.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/timeline.h"
#include "bot/json.h"
#include "bot/writeup/record_json.h"
#include "bot/writeup/record_view.h"

#include <utility>

namespace tocsin::writeup {

namespace {

OrderedJson phase(const RecordView& record, const KnownMoment& moment) {
  if (!moment.at) return nullptr;
  OrderedJson json = json_of_moment(record, *moment.at);
  json["entry"] = json_of_entry(moment.entry);
  return json;
}

OrderedJson severity_path(const RecordView& record) {
  OrderedJson path = OrderedJson::array();
  for (const SeverityStep& step : record.facts().severities) {
    path.push_back({{"severity", step.severity ? OrderedJson(name_of(*step.severity)) : nullptr},
                    {"from", print_iso(step.from)},
                    {"entry", json_of_entry(step.entry)}});
  }
  return path;
}

OrderedJson channel(const Incident& incident) {
  if (incident.channel.empty()) return nullptr;
  return {{"id", incident.channel.value}, {"name", incident.channel_name}};
}

OrderedJson incident_json(const RecordView& record) {
  const Incident& incident = record.incident();
  OrderedJson related = OrderedJson::array();
  for (const IncidentNumber other : incident.related) related.push_back(handle(other));
  const bool is_duplicate = incident.merged_into.value > 0;
  return {
      {"handle", handle(incident.number)},
      {"number", incident.number.value},
      {"title", incident.title},
      {"state", name_of(incident.state)},
      {"severity", incident.severity ? OrderedJson(name_of(*incident.severity)) : nullptr},
      {"severity_path", severity_path(record)},
      {"zone", incident.zone},
      {"is_drill", incident.is_drill},
      {"is_private", incident.is_private},
      {"channel", channel(incident)},
      {"write_up", name_of(incident.writeup_state)},
      {"related", std::move(related)},
      {"duplicate_of", is_duplicate ? OrderedJson(handle(incident.merged_into)) : nullptr},
      {"write_up_owner", json_of_person(record, incident.writeup_owner)},
      {"review_by", incident.review_by ? OrderedJson(print_iso(*incident.review_by)) : nullptr},
  };
}

OrderedJson phases_json(const RecordView& record) {
  const PostmortemFacts& facts = record.facts();
  OrderedJson closed = nullptr;
  if (record.incident().closed_at) closed = json_of_moment(record, *record.incident().closed_at);
  return {
      {"declared", phase(record, facts.declared)}, {"started", phase(record, facts.started)},
      {"detected", phase(record, facts.detected)}, {"mitigated", phase(record, facts.mitigated)},
      {"resolved", phase(record, facts.resolved)}, {"closed", std::move(closed)}};
}

OrderedJson question_json(const Question& question) {
  return {{"asks", question.asks}, {"type", "/incident " + std::string(question.type)}};
}

OrderedJson metric_json(const Metric& metric) {
  OrderedJson json{{"key", metric.key}, {"name", metric.name}};
  json["milliseconds"] = metric.length ? OrderedJson(metric.length->count()) : nullptr;
  json["words"] = metric.value;
  json["formula"] = metric.formula;
  json["computed_from"] = metric.computed_from;
  json["entries"] = OrderedJson::array();
  for (const EntryNumber entry : metric.entries) json["entries"].push_back(handle(entry));
  json["questions"] = OrderedJson::array();
  for (const Question& question : metric.questions) {
    json["questions"].push_back(question_json(question));
  }
  return json;
}

OrderedJson timeline_entry(const RecordView& record, const Event& event) {
  OrderedJson entry = OrderedJson::object();
  entry.get_ref<OrderedJson::object_t&>().reserve(9);
  entry["entry"] = json_of_entry(event.entry);
  entry["at"] = print_iso(event.happened_at);
  entry["local"] = record.local(event.happened_at);
  entry["zone"] = record.zone_name(event.happened_at);
  entry["kind"] = kind_word(event.body);
  entry["text"] = record.words(event);
  entry["who"] = json_of_person(record, event.actor);
  entry["recorded_at"] = print_iso(event.recorded_at);
  entry["link"] = json_of_text(link_of(event));
  return entry;
}

}  // namespace

std::string json_of(const PostmortemSources& sources) {
  const RecordView record(sources);
  const PostmortemFacts& facts = record.facts();
  JsonDocument document;
  document.add("format", "tocsin postmortem");
  document.add("version", 1);
  document.add("incident", incident_json(record));
  document.add("phases", phases_json(record));
  const auto length = time_between(facts.started, facts.resolved);
  document.add("duration", length ? json_of_length(*length) : nullptr);
  add_texts(document, record);
  document.add_list("metrics", metrics_of(record.page(), record.incident(), facts), metric_json);
  document.add_list("timeline", facts.timeline,
                    [&](const Event* event) { return timeline_entry(record, *event); });
  add_teamwork(document, record);
  document.add_list("open_questions", open_questions(sources),
                    [](const OpenQuestion& question) { return question.sentence; });
  add_record(document, record);
  document.add("hash", hash_of_record(sources.incident.number, sources.events));
  return document.finish();
}

}  // namespace tocsin::writeup
