#include "bot/domain/postmortem_metrics.h"

#include "bot/domain/postmortem_questions.h"
#include "bot/domain/when.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::string_view k_severity_formula =
    "from the entry that set it to the next one; the last one until resolved";

Metric unknown(std::string key, std::string name, std::string formula) {
  return {std::move(key), std::move(name), {}, "unknown", std::move(formula), "", {}, {}, ""};
}

void set_length(Metric& metric, Duration length, EntryNumber from, EntryNumber until) {
  metric.length = length;
  metric.value = print_length(length);
  metric.computed_from = print_entries(from, until);
  metric.entries.clear();
  for (const EntryNumber entry : {from, until}) {
    const bool known = !metric.entries.empty() && metric.entries.back() == entry;
    if (entry.value > 0 && !known) metric.entries.push_back(entry);
  }
}

void lack(Metric& metric, const Question& question) {
  if (metric.questions.empty()) metric.computed_from = fmt::format("_{}_", question.asks);
  metric.questions.push_back(question);
}

struct Mark {
  std::string_view word;  // "started": in the formula, and the command that corrects it
  const KnownMoment& moment;
  const Question& question;
};

std::string print_mark(const PostmortemPage& page, const Mark& mark) {
  return fmt::format("{} at {}{}", mark.word, page.when(*mark.moment.at),
                     PostmortemPage::evidence(mark.moment.entry));
}

Metric between(const PostmortemPage& page, std::string key, std::string name, const Mark& from,
               const Mark& until) {
  Metric metric =
      unknown(std::move(key), std::move(name), fmt::format("{} → {}", from.word, until.word));
  if (!from.moment.at || !until.moment.at) {
    for (const Mark& mark : {from, until}) {
      if (!mark.moment.at) lack(metric, mark.question);
    }
  } else if (const auto length = time_between(from.moment, until.moment)) {
    set_length(metric, *length, from.moment.entry, until.moment.entry);
  } else {
    metric.computed_from = fmt::format("_{} is before {}_", until.word, from.word);
    metric.contradiction = fmt::format(
        "The record says {} and {}: the wrong way round. Which is right? Type `/incident {}` or "
        "`/incident {}`.",
        print_mark(page, until), print_mark(page, from), until.question.type, from.question.type);
  }
  return metric;
}

struct TimeInSeverity {
  std::optional<Severity> severity;
  Duration length{0};
  bool has_end = true;
  std::string from;  // the entries
  std::vector<EntryNumber> entries;
};

// Sums by severity, in the order in which they were first in force. What lies after the end of the
// impact does not count.
std::vector<TimeInSeverity> times_in_severity(const PostmortemFacts& facts) {
  std::vector<SeverityStep> steps = facts.severities;
  std::sort(steps.begin(), steps.end(), [](const auto& left, const auto& right) {
    return std::tie(left.from, left.entry) < std::tie(right.from, right.entry);
  });
  std::vector<TimeInSeverity> times;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const SeverityStep& step = steps[i];
    KnownMoment until = facts.resolved;
    if (i + 1 < steps.size()) {
      const SeverityStep& next = steps[i + 1];
      if (!until.at || next.from < *until.at) until = {next.from, next.entry};
    }
    if (until.at && *until.at <= step.from) continue;
    auto time = std::find_if(times.begin(), times.end(), [&step](const TimeInSeverity& known) {
      return known.severity == step.severity;
    });
    if (time == times.end()) {
      time = times.insert(times.end(), TimeInSeverity{step.severity, Duration{0}, true, "", {}});
    }
    if (until.at) time->length += *until.at - step.from;
    time->has_end = time->has_end && until.at.has_value();
    if (!time->from.empty()) time->from += ", ";
    time->from += until.at ? print_entries(step.entry, until.entry) : "since " + handle(step.entry);
    for (const EntryNumber entry : {step.entry, until.entry}) {
      if (entry.value > 0 && !std::ranges::count(time->entries, entry))
        time->entries.push_back(entry);
    }
  }
  return times;
}

std::vector<Metric> severity_metrics(const Incident& incident, const PostmortemFacts& facts) {
  Metric none =
      unknown("time_in_severity", "Time in each severity", std::string(k_severity_formula));
  const bool was_set = std::any_of(facts.severities.begin(), facts.severities.end(),
                                   [](const SeverityStep& step) { return step.severity; });
  if (!was_set) {
    lack(none, question::k_severity);
    return {none};
  }
  const std::vector<TimeInSeverity> times = times_in_severity(facts);
  if (times.empty()) {
    none.computed_from = "the severity was recorded after the impact was over";
    return {none};
  }
  const bool goes_on = !facts.resolved.at && !is_over(incident.state);
  std::vector<Metric> metrics;
  for (const TimeInSeverity& time : times) {
    Metric metric = none;
    metric.key = time.severity ? fmt::format("time_in_{}", name_of(*time.severity))
                               : std::string("time_without_severity");
    metric.name = time.severity ? fmt::format("Time in {}", name_of(*time.severity))
                                : std::string("Time without a severity");
    if (time.has_end) metric.length = time.length;
    metric.value = time.has_end ? print_length(time.length) : goes_on ? "not over yet" : "unknown";
    metric.computed_from = time.from;
    metric.entries = time.entries;
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

// Between what is recorded, from the start of the impact to its end, both included.
Metric longest_gap(const PostmortemFacts& facts) {
  Metric metric = unknown("longest_timeline_gap", "Longest gap in the timeline",
                          "between two neighbouring entries, started → resolved");
  if (!facts.started.at || !facts.resolved.at) {
    lack(metric, facts.started.at ? question::k_resolved : question::k_started);
    return metric;
  }
  if (!time_between(facts.started, facts.resolved)) {
    metric.computed_from = "_resolved is before started_";
    return metric;
  }
  KnownMoment before = facts.started;
  Duration longest{-1};
  std::pair<EntryNumber, EntryNumber> around;
  const auto look_at = [&](const KnownMoment& next) {
    const Duration gap = *next.at - *before.at;
    if (gap > longest) {
      longest = gap;
      around = {before.entry, next.entry};
    }
    before = next;
  };
  for (const Event* entry : facts.timeline) {
    if (entry->happened_at < *facts.started.at) continue;
    if (entry->happened_at > *facts.resolved.at) break;
    look_at({entry->happened_at, entry->entry});
  }
  look_at(facts.resolved);
  set_length(metric, longest, around.first, around.second);
  return metric;
}

// From the first page that was sent to the first acknowledgement of any.
Metric acknowledgement(const PostmortemPage& page, const PostmortemFacts& facts) {
  constexpr std::string_view k_key = "time_to_acknowledge";
  constexpr std::string_view k_name = "Time to acknowledge";
  if (facts.pages.empty()) {
    Metric metric =
        unknown(std::string(k_key), std::string(k_name), "first page → first acknowledgement");
    lack(metric, question::k_escalation);
    return metric;
  }
  KnownMoment paged;
  KnownMoment acknowledged;
  const auto take_earlier = [](KnownMoment& known, const Event& event) {
    if (!known.at || event.happened_at < *known.at) known = {event.happened_at, event.entry};
  };
  for (const PageFacts& one : facts.pages) {
    take_earlier(paged, *one.paged);
    if (one.answer == nullptr) continue;
    if (std::holds_alternative<event::PageAcknowledged>(one.answer->body)) {
      take_earlier(acknowledged, *one.answer);
    }
  }
  return between(page, std::string(k_key), std::string(k_name),
                 {"first page", paged, question::k_escalation},
                 {"first acknowledgement", acknowledged, question::k_acknowledged});
}

Metric silence(const PostmortemFacts& facts) {
  Metric metric = unknown("longest_silence", "Longest silence between updates",
                          "between two neighbouring updates");
  if (const auto silence = longest_silence(facts)) {
    set_length(metric, silence->length, silence->from, silence->until);
  } else if (!facts.updates.empty()) {
    const EntryNumber only = facts.updates.front()->entry;
    metric.computed_from = "only one update was sent: " + handle(only);
    metric.entries = {only};
  } else {
    lack(metric, question::k_updates);
  }
  return metric;
}

}  // namespace

std::optional<Silence> longest_silence(const PostmortemFacts& facts) {
  std::optional<Silence> longest;
  for (std::size_t i = 1; i < facts.updates.size(); ++i) {
    const Event& before = *facts.updates[i - 1];
    const Event& after = *facts.updates[i];
    const Duration length = after.happened_at - before.happened_at;
    if (!longest || length > longest->length) longest = {length, before.entry, after.entry};
  }
  return longest;
}

std::optional<Duration> time_between(const KnownMoment& from, const KnownMoment& until) {
  if (!from.at || !until.at || *until.at < *from.at) return std::nullopt;
  return *until.at - *from.at;
}

std::string print_length(Duration length) {
  return length == Duration{0} ? "0 minutes" : print_duration(length);
}

std::string print_entries(EntryNumber from, EntryNumber until) {
  const auto print = [](EntryNumber entry) {
    return entry.value > 0 ? handle(entry) : std::string("no entry");
  };
  return from == until ? print(from) : print(from) + " → " + print(until);
}

std::vector<Metric> metrics_of(const PostmortemPage& page, const Incident& incident,
                               const PostmortemFacts& facts) {
  const Mark started{"started", facts.started, question::k_started};
  const Mark detected{"detected", facts.detected, question::k_detected};
  const Mark mitigated{"mitigated", facts.mitigated, question::k_mitigated};
  const Mark resolved{"resolved", facts.resolved, question::k_resolved};
  std::vector<Metric> metrics;
  metrics.push_back(between(page, "time_to_detect", "Time to detect", started, detected));
  metrics.push_back(acknowledgement(page, facts));
  metrics.push_back(between(page, "time_to_mitigate", "Time to mitigate", started, mitigated));
  metrics.push_back(between(page, "time_to_resolve", "Time to resolve", started, resolved));
  // Only where the true start is not known: an honest lower bound under a name of its own.
  const auto at_least = time_between(facts.declared, facts.resolved);
  if (!facts.started.at && at_least) {
    metrics.push_back(
        unknown("declare_to_resolve", "From declare to resolved", "declared → resolved"));
    set_length(metrics.back(), *at_least, facts.declared.entry, facts.resolved.entry);
  }
  for (Metric& metric : severity_metrics(incident, facts)) metrics.push_back(std::move(metric));
  metrics.push_back(silence(facts));
  metrics.push_back(longest_gap(facts));
  return metrics;
}

void write_metrics(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts) {
  page.heading("Metrics");
  page.print("| Metric | Value | Formula | Computed from |\n|---|---|---|---|\n");
  for (const Metric& metric : metrics_of(page, incident, facts)) {
    page.print("| {} | {} | {} | {} |\n", metric.name, metric.value, metric.formula,
               metric.computed_from);
    for (const Question& question : metric.questions) page.remember(question);
    if (!metric.contradiction.empty()) page.warn(metric.contradiction);
  }
}

}  // namespace tocsin
