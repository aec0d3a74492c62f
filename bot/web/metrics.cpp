#include "bot/web/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>
#include <utility>
#include <vector>

namespace tocsin::web {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric counter(std::uint64_t value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = static_cast<double>(value);
  return metric;
}

ClientMetric gauge(double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

ClientMetric histogram(const AnswerTimes& times) {
  ClientMetric metric;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < times.counts.size(); ++i) {
    total += times.counts.at(i);
    ClientMetric::Bucket bucket;
    bucket.cumulative_count = total;
    bucket.upper_bound = i < AnswerTimes::k_bounds.size() ? AnswerTimes::k_bounds.at(i)
                                                          : std::numeric_limits<double>::infinity();
    metric.histogram.bucket.push_back(bucket);
  }
  metric.histogram.sample_count = total;
  metric.histogram.sample_sum = times.sum;
  return metric;
}

void add(std::vector<MetricFamily>& families, const char* name, const char* help, MetricType type,
         std::vector<ClientMetric> metrics) {
  MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  family.metric = std::move(metrics);
  families.push_back(std::move(family));
}

void add_record(std::vector<MetricFamily>& families, const Measurements& measured) {
  constexpr std::array<const char*, 5> k_severities{"unset", "sev1", "sev2", "sev3", "sev4"};
  std::vector<ClientMetric> active;
  for (std::size_t i = 0; i < k_severities.size(); ++i) {
    active.push_back(
        gauge(static_cast<double>(measured.active.at(i)), {{"severity", k_severities.at(i)}}));
  }
  add(families, "tocsin_active_incidents", "Incidents that are not over; private ones left out.",
      MetricType::Gauge, std::move(active));
  add(families, "tocsin_outbox_unsettled", "Messages to Slack that wait or are on their way.",
      MetricType::Gauge, {gauge(static_cast<double>(measured.unsettled))});
  add(families, "tocsin_outbox_oldest_seconds", "How long the oldest of them has been waiting.",
      MetricType::Gauge, {gauge(measured.oldest_unsettled)});
  add(families, "tocsin_database_bytes", "Size of the database file and its log.",
      MetricType::Gauge, {gauge(static_cast<double>(measured.database_bytes))});
}

void add_hooks(std::vector<MetricFamily>& families, const HookNumbers& hooks) {
  if (hooks.empty()) return;
  std::vector<ClientMetric> requests;
  for (const auto& [name, counts] : hooks) {
    const auto add_one = [&requests, &hook = name](const char* result, std::uint64_t count) {
      requests.push_back(counter(count, {{"hook", hook}, {"result", result}}));
    };
    add_one("taken", counts.taken);
    add_one("refused", counts.refused);
    add_one("limited", counts.limited);
    add_one("broken", counts.broken);
    add_one("not_saved", counts.not_saved);
  }
  add(families, "tocsin_hook_requests_total", "Requests to the hooks, by what became of them.",
      MetricType::Counter, std::move(requests));
}

}  // namespace

void AnswerTimes::add(double seconds) {
  std::size_t bucket = 0;
  while (bucket < k_bounds.size() && seconds > k_bounds.at(bucket)) ++bucket;
  ++counts.at(bucket);
  sum += seconds;
}

std::string metrics_text(const Measurements& measured) {
  std::vector<MetricFamily> families;
  add(families, "tocsin_info", "Which version runs.", MetricType::Gauge,
      {gauge(1, {{"version", measured.version}})});
  add(families, "tocsin_start_time_seconds", "When the bot was started, in seconds since 1970.",
      MetricType::Gauge, {gauge(measured.started_at)});
  add(families, "tocsin_slack_connected", "1 while Slack can reach the bot.", MetricType::Gauge,
      {gauge(measured.is_connected ? 1 : 0)});
  add(families, "tocsin_slack_disconnections_total", "How often the connection to Slack was lost.",
      MetricType::Counter, {counter(measured.connection_losses)});
  add(families, "tocsin_commands_total", "Commands, buttons and forms, by where they came from.",
      MetricType::Counter,
      {counter(measured.commands, {{"source", "slack"}}),
       counter(measured.from_outside, {{"source", "http"}})});
  add(families, "tocsin_events_total", "What else happened in Slack and was told to the bot.",
      MetricType::Counter, {counter(measured.events)});
  add(families, "tocsin_frames_unparsable_total", "Frames from Slack that nobody understood.",
      MetricType::Counter, {counter(measured.unparsable)});
  add(families, "tocsin_frames_ignored_total", "Frames from Slack that mean nothing to the bot.",
      MetricType::Counter, {counter(measured.ignored)});
  add(families, "tocsin_not_confirmed_total", "Commands that were not on disk within 2.5 s.",
      MetricType::Counter, {counter(measured.not_confirmed)});
  add(families, "tocsin_answer_seconds", "From a command's arrival to its answer, on disk.",
      MetricType::Histogram, {histogram(measured.answer_times)});
  add_hooks(families, measured.hooks);
  if (measured.has_record) add_record(families, measured);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace tocsin::web
