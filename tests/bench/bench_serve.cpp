// Measures `tocsin serve` as a person would meet it, against the local Slack over loopback and with
// its database on a real disk, and a bare bot beside it in the same rounds. See README.md for what
// each figure means.

#include "tests/bench/child.h"
#include "tests/bench/disk.h"
#include "tests/bench/figures.h"
#include "tests/bench/load.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tocsin::bench {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct Options {
  std::string tocsin = TOCSIN_PROGRAM;
  std::string bare = BARE_BOT_PROGRAM;
  std::string folder = "bench-data";
  std::string json;             // a file; empty: standard output
  int rounds = 12;              // short ones, so that some of them find the machine quiet
  std::size_t single = 300;     // commands a round at 1 in flight
  std::size_t crowded = 5'000;  // and at 64
  int starts = 2;               // a round, for each kind of database
};

constexpr std::size_t k_in_flight = 64;
constexpr std::size_t k_entries_before_memory = 10'000;

std::vector<Figure> figure_kinds() {
  return {
      {"latency_1_median", "1 in flight: frame out to ack in, median", "µs", 0, 118, {}, {}},
      {"latency_1_p95", "  95 of 100 are faster than", "µs", 0, 0, {}, {}},
      {"latency_1_p99", "  99 of 100 are faster than", "µs", 0, 0, {}, {}},
      {"rate_64", "64 in flight: acks a second", "/s", 0, 16'300, {}, {}},
      {"latency_64_median", "  frame out to ack in, median", "µs", 0, 0, {}, {}},
      {"latency_64_p99", "  99 of 100 are faster than", "µs", 0, 0, {}, {}},
      {"processor_64", "  processor time of the bot for one", "µs", 1, 0, {}, {}},
      {"memory_start", "memory after hello, resident", "MB", 1, 11, {}, {}},
      {"memory_start_own", "  of it not shared with files", "MB", 1, 0, {}, {}},
      {"memory_10000", "memory after 10,000 entries, resident", "MB", 1, 0, {}, {}},
      {"memory_10000_own", "  of it not shared with files", "MB", 1, 0, {}, {}},
      {"memory_end", "memory after all entries, resident", "MB", 1, 0, {}, {}},
      {"hello_existing", "exec to hello, database exists", "ms", 1, 6, {}, {}},
      {"hello_new", "exec to hello, new database", "ms", 1, 0, {}, {}},
      {"insert_median", "one durable INSERT alone, median", "µs", 0, 0, {}, {}},
      {"insert_rate", "  a second", "/s", 0, 0, {}, {}},
      {"fdatasync_median", "4 KiB and fdatasync alone, median", "µs", 0, 0, {}, {}},
      {"making_a_frame", "the local Slack makes one frame", "µs", 1, 0, {}, {}},
  };
}

void fail(const std::string& why) {
  fmt::print(stderr, "bench_serve: {}\n", why);
  std::exit(1);
}

void remove_database(const std::string& path) {
  for (const char* part : {"", "-wal", "-shm", "-lock"}) fs::remove(path + part);
}

// One bot that lives through all rounds, with a Slack of its own.
class Bot {
 public:
  Bot(std::string program, std::vector<std::string> arguments, std::string database)
      : database_(std::move(database)) {
    remove_database(database_);
    arguments.insert(arguments.begin(), std::move(program));
    child_ = std::make_unique<Child>(std::move(arguments), load_.environment(database_));
    if (!child_->wait_for_hello()) fail("no hello: " + child_->said());
    std::this_thread::sleep_for(500ms);  // what it does after hello is part of having started
  }

  Load& load() { return load_; }
  Child& child() { return *child_; }
  const std::string& database() const { return database_; }

  Burst run(std::size_t commands, std::size_t in_flight) {
    Burst burst = load_.run(commands, in_flight);
    if (burst.failed > 0) fail(fmt::format("{} commands were not acked in time", burst.failed));
    sent_ += commands;
    return burst;
  }
  std::size_t sent() const { return sent_; }

 private:
  Load load_;
  std::string database_;
  std::unique_ptr<Child> child_;
  std::size_t sent_ = 0;
};

using Note = void (Figures::*)(std::string_view, double);

void measure_single(Figures& figures, Note note, Bot& bot, std::size_t commands) {
  const Burst burst = bot.run(commands, 1);
  (figures.*note)("latency_1_median", quantile(burst.microseconds, 0.5));
  (figures.*note)("latency_1_p95", quantile(burst.microseconds, 0.95));
  (figures.*note)("latency_1_p99", quantile(burst.microseconds, 0.99));
}

void measure_crowded(Figures& figures, Note note, Bot& bot, std::size_t commands) {
  const double before = bot.child().processor_seconds();
  const Burst burst = bot.run(commands, k_in_flight);
  const double used = bot.child().processor_seconds() - before;
  (figures.*note)("rate_64", static_cast<double>(commands) / burst.seconds);
  (figures.*note)("latency_64_median", quantile(burst.microseconds, 0.5));
  (figures.*note)("latency_64_p99", quantile(burst.microseconds, 0.99));
  (figures.*note)("processor_64", used * 1e6 / static_cast<double>(commands));
}

void note_memory(Figures& figures, Note note, const std::string& when, Bot& bot) {
  const Memory memory = bot.child().memory();
  (figures.*note)("memory_" + when, memory.resident);
  if (when != "end") (figures.*note)("memory_" + when + "_own", memory.anonymous);
}

void measure_starts(Figures& figures, Note note, const std::vector<std::string>& arguments,
                    Load& load, const Options& options) {
  const std::string path = (fs::path(options.folder) / "start.db").string();
  remove_database(path);
  std::vector<double> made;
  std::vector<double> found;
  for (int i = 0; i < 2 * options.starts; ++i) {
    const bool is_new = i % 2 == 0;
    if (is_new) remove_database(path);
    Child child(arguments, load.environment(path));
    const auto taken = child.wait_for_hello();
    if (!taken) fail("no hello: " + child.said());
    (is_new ? made : found).push_back(*taken);
    std::this_thread::sleep_for(100ms);
    child.stop();
  }
  remove_database(path);
  (figures.*note)("hello_existing", median(found));
  (figures.*note)("hello_new", median(made));
}

void measure_floor(Figures& figures, const Options& options, Load& load) {
  const std::vector<double> inserts = time_inserts(options.folder, options.single);
  double total = 0;
  for (const double one : inserts) total += one;
  figures.bare("insert_median", median(inserts));
  figures.bare("insert_rate", static_cast<double>(inserts.size()) * 1e6 / total);
  figures.bare("fdatasync_median", median(time_fdatasync(options.folder, 300)));
  figures.bare("making_a_frame", load.making_a_frame());
}

void run(const Options& options) {
  fs::create_directories(options.folder);
  const auto in_folder = [&](const char* name) {
    return (fs::path(options.folder) / name).string();
  };
  Figures figures(figure_kinds());
  const std::string load_before = load_average();
  Bot bare(options.bare, {}, in_folder("bare.db"));
  Bot tocsin(options.tocsin, {"serve"}, in_folder("tocsin.db"));
  Load doors;  // for the bots that only start
  note_memory(figures, &Figures::bare, "start", bare);
  note_memory(figures, &Figures::tocsin, "start", tocsin);
  if (!tocsin.load().declare()) fail("no incident: " + tocsin.child().said());
  bare.run(k_entries_before_memory, k_in_flight);
  tocsin.run(k_entries_before_memory, k_in_flight);
  note_memory(figures, &Figures::bare, "10000", bare);
  note_memory(figures, &Figures::tocsin, "10000", tocsin);
  for (int round = 0; round < options.rounds; ++round) {
    fmt::print(stderr, "round {} of {}, load {}\n", round + 1, options.rounds, load_average());
    measure_floor(figures, options, doors);
    measure_single(figures, &Figures::bare, bare, options.single);
    measure_single(figures, &Figures::tocsin, tocsin, options.single);
    measure_crowded(figures, &Figures::bare, bare, options.crowded);
    measure_crowded(figures, &Figures::tocsin, tocsin, options.crowded);
    measure_starts(figures, &Figures::bare, {options.bare}, doors, options);
    measure_starts(figures, &Figures::tocsin, {options.tocsin, "serve"}, doors, options);
  }
  note_memory(figures, &Figures::bare, "end", bare);
  note_memory(figures, &Figures::tocsin, "end", tocsin);
  tocsin.child().kill();  // its posts leave one a second; nobody waits for them
  const std::size_t stored = entries_in(tocsin.database());
  if (stored != tocsin.sent()) {
    fail(fmt::format("{} commands were acked, {} are stored", tocsin.sent(), stored));
  }
  fmt::print("load before: {}\nload after:  {}\nentries: {} acked, all of them stored\n\n",
             load_before, load_average(), stored);
  figures.print_table(stdout, "insert_median");
  std::FILE* json = options.json.empty() ? stdout : std::fopen(options.json.c_str(), "w");
  if (json == nullptr) fail("cannot write " + options.json);
  figures.print_json(json);
  if (json != stdout) std::fclose(json);
}

}  // namespace

}  // namespace tocsin::bench

int main(int argc, char** argv) {
  tocsin::bench::Options options;
  CLI::App app{"Measures `tocsin serve` and a bare bot beside it."};
  app.add_option("--folder", options.folder, "Where the databases are put: a folder on a real disk")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "How often everything is measured")
      ->capture_default_str();
  app.add_option("--tocsin", options.tocsin, "The program")->capture_default_str();
  app.add_option("--single", options.single, "Commands a round, one at a time")
      ->capture_default_str();
  app.add_option("--crowded", options.crowded, "Commands a round, 64 at a time")
      ->capture_default_str();
  app.add_option("--starts", options.starts, "Starts a round, with each kind of database")
      ->capture_default_str();
  app.add_option("--json", options.json, "A file for the lines of JSON");
  CLI11_PARSE(app, argc, argv);
  tocsin::bench::run(options);
  return 0;
}
