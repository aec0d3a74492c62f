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

struct Row {
  std::string metric;
  std::string value = "unknown";
  std::string formula;
  std::string from;
};

void print_row(PostmortemPage& page, const Row& row) {
  page.print("| {} | {} | {} | {} |\n", row.metric, row.value, row.formula, row.from);
}

std::string in_italics(const Question& question) { return fmt::format("_{}_", question.asks); }

struct Mark {
  std::string_view word;  // "started": in the formula, and the command that corrects it
  const KnownMoment& moment;
  const Question& question;
};

std::string print_mark(const PostmortemPage& page, const Mark& mark) {
  return fmt::format("{} at {}{}", mark.word, page.when(*mark.moment.at),
                     PostmortemPage::evidence(mark.moment.entry));
}

void print_between(PostmortemPage& page, std::string metric, const Mark& from, const Mark& until) {
  Row row{std::move(metric), "unknown", fmt::format("{} → {}", from.word, until.word), ""};
  if (!from.moment.at || !until.moment.at) {
    const Question& missing = from.moment.at ? until.question : from.question;
    row.from = in_italics(missing);
    for (const Mark& mark : {from, until}) {
      if (!mark.moment.at) page.remember(mark.question);
    }
  } else if (const auto length = time_between(from.moment, until.moment)) {
    row.value = print_length(*length);
    row.from = print_entries(from.moment.entry, until.moment.entry);
  } else {
    row.from = fmt::format("_{} is before {}_", until.word, from.word);
    page.warn({fmt::format("The record says {} and {}: the wrong way round. Which is right? Type "
                           "`/incident {}` or `/incident {}`.",
                           print_mark(page, until), print_mark(page, from), until.question.type,
                           from.question.type),
               {}});
  }
  print_row(page, row);
}

// Only where the true start is not known: an honest lower bound under a name of its own.
void print_since_declare(PostmortemPage& page, const PostmortemFacts& facts) {
  if (facts.started.at) return;
  const auto length = time_between(facts.declared, facts.resolved);
  if (!length) return;
  print_row(page, {"From declare to resolved", print_length(*length), "declared → resolved",
                   print_entries(facts.declared.entry, facts.resolved.entry)});
}

struct TimeInSeverity {
  std::optional<Severity> severity;
  Duration length{0};
  bool has_end = true;
  std::string from;  // the entries
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
      time = times.insert(times.end(), TimeInSeverity{step.severity, Duration{0}, true, ""});
    }
    if (until.at) time->length += *until.at - step.from;
    time->has_end = time->has_end && until.at.has_value();
    if (!time->from.empty()) time->from += ", ";
    time->from += until.at ? print_entries(step.entry, until.entry) : "since " + handle(step.entry);
  }
  return times;
}

void print_severities(PostmortemPage& page, const Incident& incident,
                      const PostmortemFacts& facts) {
  Row row{"Time in each severity", "unknown", std::string(k_severity_formula), ""};
  const bool was_set = std::any_of(facts.severities.begin(), facts.severities.end(),
                                   [](const SeverityStep& step) { return step.severity; });
  if (!was_set) {
    page.remember(question::k_severity);
    row.from = in_italics(question::k_severity);
    print_row(page, row);
    return;
  }
  const std::vector<TimeInSeverity> times = times_in_severity(facts);
  if (times.empty()) {
    row.from = "the severity was recorded after the impact was over";
    print_row(page, row);
    return;
  }
  const bool goes_on = !facts.resolved.at && !is_over(incident.state);
  for (const TimeInSeverity& time : times) {
    row.metric = time.severity ? fmt::format("Time in {}", name_of(*time.severity))
                               : std::string("Time without a severity");
    row.value = time.has_end ? print_length(time.length) : goes_on ? "not over yet" : "unknown";
    row.from = time.from;
    print_row(page, row);
  }
}

// Between what is recorded, from the start of the impact to its end, both included.
void print_longest_gap(PostmortemPage& page, const PostmortemFacts& facts) {
  Row row{"Longest gap in the timeline", "unknown",
          "between two neighbouring entries, started → resolved", ""};
  if (!time_between(facts.started, facts.resolved)) {
    row.from = facts.started.at && facts.resolved.at
                   ? "_resolved is before started_"
                   : in_italics(facts.started.at ? question::k_resolved : question::k_started);
    print_row(page, row);
    return;
  }
  KnownMoment before = facts.started;
  Duration longest{-1};
  const auto look_at = [&](const KnownMoment& next) {
    const Duration gap = *next.at - *before.at;
    if (gap > longest) {
      longest = gap;
      row.value = print_length(gap);
      row.from = print_entries(before.entry, next.entry);
    }
    before = next;
  };
  for (const Event* entry : facts.timeline) {
    if (entry->happened_at < *facts.started.at) continue;
    if (entry->happened_at > *facts.resolved.at) break;
    look_at({entry->happened_at, entry->entry});
  }
  look_at(facts.resolved);
  print_row(page, row);
}

// From the first page that was sent to the first acknowledgement of any.
void print_acknowledgement(PostmortemPage& page, const PostmortemFacts& facts) {
  constexpr std::string_view k_name = "Time to acknowledge";
  if (facts.pages.empty()) {
    page.remember(question::k_escalation);
    print_row(page, {std::string(k_name), "unknown", "first page → first acknowledgement",
                     in_italics(question::k_escalation)});
    return;
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
  print_between(page, std::string(k_name), {"first page", paged, question::k_escalation},
                {"first acknowledgement", acknowledged, question::k_acknowledged});
}

void print_silence(PostmortemPage& page, const PostmortemFacts& facts) {
  Row row{"Longest silence between updates", "unknown", "between two neighbouring updates", ""};
  if (const auto silence = longest_silence(facts)) {
    row.value = print_length(silence->length);
    row.from = print_entries(silence->from, silence->until);
  } else if (!facts.updates.empty()) {
    row.from = "only one update was sent: " + handle(facts.updates.front()->entry);
  } else {
    page.remember(question::k_updates);
    row.from = in_italics(question::k_updates);
  }
  print_row(page, row);
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

void write_metrics(PostmortemPage& page, const Incident& incident, const PostmortemFacts& facts) {
  page.heading("Metrics");
  page.print("| Metric | Value | Formula | Computed from |\n|---|---|---|---|\n");
  const Mark started{"started", facts.started, question::k_started};
  const Mark detected{"detected", facts.detected, question::k_detected};
  const Mark mitigated{"mitigated", facts.mitigated, question::k_mitigated};
  const Mark resolved{"resolved", facts.resolved, question::k_resolved};
  print_between(page, "Time to detect", started, detected);
  print_acknowledgement(page, facts);
  print_between(page, "Time to mitigate", started, mitigated);
  print_between(page, "Time to resolve", started, resolved);
  print_since_declare(page, facts);
  print_severities(page, incident, facts);
  print_silence(page, facts);
  print_longest_gap(page, facts);
}

}  // namespace tocsin
