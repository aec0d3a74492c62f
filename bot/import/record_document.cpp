#include "bot/import/record_document.h"

#include "bot/domain/zone.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tocsin::imports {
namespace {

class Recorder {
 public:
  Recorder(const ImportedDocument& document, const DocumentSource& source, IncidentNumber number,
           Moment now)
      : document_(document), source_(source), now_(now) {
    recorded_.incident.number = number;
    if (const auto zone = find_zone(document.zone.value_or("UTC"))) zone_ = *zone;
    start_ = moment_of(document.start);
    end_ = moment_of(document.end);
    if (start_ && end_ && *end_ < *start_) end_.reset();
  }

  RecordedDocument run() {
    add(imported(), start_.value_or(now_));
    if (start_) add(event::Started{}, *start_);
    if (document_.impact) add(event::ImpactSet{*document_.impact}, start_.value_or(now_));
    for (const ImportedEntry& entry : document_.timeline) take(entry);
    const Moment after = end_ ? *end_ : start_.value_or(now_);
    for (const std::string& lead : document_.false_leads) {
      add(event::RuledOut{next_hypothesis(), lead, ""}, after);
    }
    for (const std::string& escalation : document_.escalations) {
      if (!is_told(escalation)) add(event::Logged{"Escalation: " + escalation}, after);
    }
    if (document_.root_cause) add(event::CauseAdded{*document_.root_cause}, after);
    if (document_.resolution) add(event::FixFound{*document_.resolution}, after);
    for (const std::string& measure : document_.measures) add(event::MeasureNoted{measure}, after);
    for (const std::string& task : document_.tasks) add(event::MeasureNoted{task}, after);
    if (end_ && !recorded_.incident.resolved_at) resolve("", *end_);
    add(event::Closed{"", end_.has_value()}, after);
    return std::move(recorded_);
  }

 private:
  std::optional<Moment> moment_of(const std::optional<LocalTime>& time) const {
    if (!time || !time->day || !time->of_day) return std::nullopt;
    const auto local = std::chrono::local_days{time->day->time_since_epoch()} + *time->of_day;
    return zone_.moment_of(std::chrono::time_point_cast<Duration>(local));
  }

  event::Imported imported() const {
    event::Imported body;
    body.title = document_.title.empty() ? source_.file : document_.title;
    body.zone = zone_.label();
    body.zone_written = document_.zone.value_or("");
    body.file = source_.file;
    body.fingerprint = source_.fingerprint;
    body.authors = document_.authors;
    if (document_.start) body.start = print_local_time(*document_.start);
    if (document_.end) body.end = print_local_time(*document_.end);
    body.stated_minutes = document_.stated_duration_minutes;
    return body;
  }

  void add(EventBody body, Moment happened_at) {
    const std::string zone = document_.zone ? zone_.label() : "";
    const Event event =
        next_event(recorded_.incident, std::move(body), happened_at, now_, UserId{}, zone);
    recorded_.incident = apply(std::move(recorded_.incident), event);
    recorded_.events.push_back(event);
  }

  void resolve(const std::string& text, Moment at) {
    add(event::StateMoved{recorded_.incident.state, State::resolved, text}, at);
  }

  HypothesisNumber next_hypothesis() const {
    return HypothesisNumber{recorded_.incident.last_hypothesis.value + 1};
  }

  // The one lead that is open: what is ruled out without a name is that one.
  std::optional<HypothesisNumber> only_open_lead() const {
    std::optional<HypothesisNumber> open;
    for (const Hypothesis& hypothesis : recorded_.incident.hypotheses) {
      if (hypothesis.standing != Standing::open) continue;
      if (open) return std::nullopt;
      open = hypothesis.number;
    }
    return open;
  }

  void take(const ImportedEntry& entry) {
    const auto at = moment_of(entry.time);
    std::string text = entry.text;
    if (!at && entry.time) text = print_time(*entry.time) + " " + text;
    if (!at) return add(event::Logged{text}, now_);
    switch (entry.kind) {
      case EntryKind::detected:
        if (recorded_.incident.detected_at) return add(event::Logged{text}, *at);
        return add(event::Detected{text}, *at);
      case EntryKind::log:
      case EntryKind::escalate:
        return end_ && *at == *end_ && &entry == &document_.timeline.back()
                   ? resolve(text, *at)
                   : add(event::Logged{text}, *at);
      case EntryKind::suspect:
        return add(event::Suspected{next_hypothesis(), text}, *at);
      case EntryKind::ruledout:
        if (const auto lead = only_open_lead()) return add(event::RuledOut{*lead, "", text}, *at);
        return add(event::RuledOut{next_hypothesis(), text, ""}, *at);
      case EntryKind::workaround:
        return add(event::WorkaroundFound{text}, *at);
      case EntryKind::fix:
        return add(event::FixFound{text}, *at);
      case EntryKind::resolved:
        return end_ && *at == *end_ ? resolve(text, *at) : add(event::Logged{text}, *at);
    }
  }

  static std::string print_time(const LocalTime& time) {
    if (!time.of_day) return print_local_time(time);
    return print_local_time({std::nullopt, time.of_day}).substr(1, 5);
  }

  bool is_told(const std::string& escalation) const {
    return std::any_of(document_.timeline.begin(), document_.timeline.end(),
                       [&](const ImportedEntry& entry) { return entry.text == escalation; });
  }

  const ImportedDocument& document_;
  const DocumentSource& source_;
  Moment now_;
  Zone zone_;
  std::optional<Moment> start_;
  std::optional<Moment> end_;
  RecordedDocument recorded_;
};

}  // namespace

RecordedDocument record_document(const ImportedDocument& document, const DocumentSource& source,
                                 IncidentNumber number, Moment now) {
  return Recorder(document, source, number, now).run();
}

}  // namespace tocsin::imports
