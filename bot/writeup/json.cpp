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

OrderedJson metrics_json(const RecordView& record) {
  OrderedJson metrics = OrderedJson::array();
  for (const Metric& metric : metrics_of(record.page(), record.incident(), record.facts())) {
    metrics.push_back(metric_json(metric));
  }
  return metrics;
}

OrderedJson timeline_json(const RecordView& record) {
  OrderedJson timeline = OrderedJson::array();
  timeline.get_ref<OrderedJson::array_t&>().reserve(record.facts().timeline.size());
  for (const Event* event : record.facts().timeline) {
    OrderedJson entry = OrderedJson::object();
    entry["entry"] = json_of_entry(event->entry);
    entry["at"] = print_iso(event->happened_at);
    entry["local"] = record.local(event->happened_at);
    entry["zone"] = record.zone_name(event->happened_at);
    entry["kind"] = kind_word(event->body);
    entry["text"] = record.words(*event);
    entry["who"] = json_of_person(record, event->actor);
    entry["recorded_at"] = print_iso(event->recorded_at);
    entry["link"] = json_of_text(link_of(*event));
    timeline.push_back(std::move(entry));
  }
  return timeline;
}

OrderedJson open_questions(const PostmortemSources& sources) {
  OrderedJson questions = OrderedJson::array();
  for (const std::string& question : postmortem_parts(sources).open_questions) {
    questions.push_back(question);
  }
  return questions;
}

}  // namespace

std::string json_of(const PostmortemSources& sources) {
  const RecordView record(sources);
  OrderedJson json;
  json["format"] = "tocsin postmortem";
  json["version"] = 1;
  json["incident"] = incident_json(record);
  json["phases"] = phases_json(record);
  const auto length = time_between(record.facts().started, record.facts().resolved);
  json["duration"] = length ? json_of_length(*length) : nullptr;
  add_texts(json, record);
  json["metrics"] = metrics_json(record);
  json["timeline"] = timeline_json(record);
  add_teamwork(json, record);
  json["open_questions"] = open_questions(sources);
  add_record(json, record);
  json["hash"] = hash_of_record(sources.incident.number, sources.events);
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace tocsin::writeup
