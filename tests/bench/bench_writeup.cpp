// The write-up of an incident with 10,000 entries in each format, from events in memory: what a
// person waits for after `close`, and for `tocsin postmortem`.

#include "bot/writeup/html.h"
#include "bot/writeup/json.h"
#include "bot/writeup/template.h"
#include "tests/domain/postmortem_record.h"

#include <benchmark/benchmark.h>

#include <string>

namespace tocsin::bench {

namespace {

using test::Record;

// Of every 20 entries 12 are log lines; the rest is what the sections are made of.
Record long_record() {
  Record record;
  const Moment start = test::utc(2026, 1, 10, 22, 0);
  record.add(start, "U1", test::declared("Checkout fails", "Europe/Berlin", start));
  std::int64_t number = 0;
  for (int i = 1; i < 10'000; ++i) {
    const Moment at = start + std::chrono::seconds(10 * i);
    switch (i % 20) {
      case 0:
        record.add(at, "U2", event::UpdateSent{"Error rate is falling; we go on.", {}});
        break;
      case 1:
        ++number;
        record.add(at, "U3", event::Suspected{HypothesisNumber{number}, "The cache is cold"});
        break;
      case 2:
        record.add(at, "U3", event::RuledOut{HypothesisNumber{number}, "", "it is warm"});
        break;
      case 3:
        record.add(
            at, "U1",
            event::TaskAdded{
                TaskNumber{number}, TaskKind::followup, "Look at the cache", UserId{"U2"}, {}, ""});
        break;
      case 4:
        record.add(at, "U1", event::Decided{"Roll back <gateway.yaml> | at once"});
        break;
      case 5:
        record.add(at, "U1",
                   event::Paged{PageNumber{number}, "@linus", UserId{"U3"}, "", "gateway"});
        break;
      case 6:
        record.add(at, "U3", event::PageAcknowledged{PageNumber{number}});
        break;
      case 7:
        record.add(at, "U2", event::CauseAdded{"A change without a check"});
        break;
      default:
        record.add(at, "U1",
                   event::Logged{"Error rate is falling, now at 4.2 %, see "
                                 "https://grafana.example/d/payments?from=now-1h"});
    }
  }
  record.add(start + std::chrono::hours(28), "U1",
             test::moved(State::investigating, State::resolved, "over"));
  return record;
}

void markdown(benchmark::State& state) {
  const Record record = long_record();
  const writeup::Template layout = writeup::Template::built_in();
  for (auto _ : state) benchmark::DoNotOptimize(layout.render(record.sources()));
}
BENCHMARK(markdown)->Unit(benchmark::kMillisecond);

void html(benchmark::State& state) {
  const Record record = long_record();
  const writeup::Template layout = writeup::Template::built_in();
  for (auto _ : state) benchmark::DoNotOptimize(writeup::html_of(record.sources(), layout));
}
BENCHMARK(html)->Unit(benchmark::kMillisecond);

void json(benchmark::State& state) {
  const Record record = long_record();
  for (auto _ : state) benchmark::DoNotOptimize(writeup::json_of(record.sources()));
}
BENCHMARK(json)->Unit(benchmark::kMillisecond);

// Three loops over what a template of one's own may ask for.
void own_template(benchmark::State& state) {
  const Record record = long_record();
  const auto layout = writeup::Template::read(
      "{{#entries}}{{time}} {{kind}} {{{text}}} {{who}} {{entry}}\n{{/entries}}"
      "{{#leads}}{{handle}} {{text}}\n{{/leads}}{{#tasks}}{{handle}} {{text}}\n{{/tasks}}",
      "bench");
  for (auto _ : state) benchmark::DoNotOptimize(layout->render(record.sources()));
}
BENCHMARK(own_template)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace tocsin::bench

BENCHMARK_MAIN();
