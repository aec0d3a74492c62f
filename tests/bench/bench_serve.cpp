// Measures `tocsin serve` as a person would meet it, against the local Slack over loopback, and
// beside it, in the same rounds, bare bots: one on tocsin's own network code and, where they are
// installed, one on slack-go and one on Bolt for JavaScript. See README.md for what each figure
// means.

#include "tests/bench/child.h"
#include "tests/bench/disk.h"
#include "tests/bench/figures.h"
#include "tests/bench/load.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
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
  std::string slack_go;  // the program; empty: not among the contestants
  std::string bolt;      // the script for node; empty: not among the contestants
  std::string folder = "bench-data";
  std::string json;             // a file; empty: standard output
  int rounds = 12;              // short ones, so that some of them find the machine quiet
  std::size_t before = 10'000;  // entries before the rounds and before the second look at memory
  std::size_t single = 300;     // commands a round at 1 in flight
  std::size_t crowded = 5'000;  // and at 64
  int starts = 2;               // a round, for each kind of database
};

constexpr std::size_t k_in_flight = 64;

std::vector<Figure> figure_kinds() {
  return {
      {"latency_1_median", "1 in flight: frame out to ack in, median", "µs", 0},
      {"latency_1_p95", "  95 of 100 are faster than", "µs", 0},
      {"latency_1_p99", "  99 of 100 are faster than", "µs", 0},
      {"rate_64", "64 in flight: acks a second", "/s", 0},
      {"latency_64_median", "  frame out to ack in, median", "µs", 0},
      {"latency_64_p99", "  99 of 100 are faster than", "µs", 0},
      {"processor_1", "processor time of the bot, 1 in flight", "µs", 1},
      {"processor_64", "processor time of the bot, 64 in flight", "µs", 1},
      {"memory_start", "memory after hello, resident", "MB", 1},
      {"memory_start_own", "  of it not shared with files", "MB", 1},
      {"memory_later", "memory after the first entries, resident", "MB", 1},
      {"memory_later_own", "  of it not shared with files", "MB", 1},
      {"memory_end", "memory after all entries, resident", "MB", 1},
      {"hello_existing", "exec to hello, database exists", "ms", 1},
      {"hello_new", "exec to hello, new database", "ms", 1},
      {"insert_median", "one durable INSERT alone, median", "µs", 0},
      {"insert_rate", "  a second", "/s", 0},
      {"fdatasync_median", "4 KiB and fdatasync alone, median", "µs", 0},
      {"making_a_frame", "the local Slack makes one frame", "µs", 1},
  };
}

// Thrown, so that the bots are ended on the way out.
[[noreturn]] void fail(const std::string& why) { throw std::runtime_error(why); }

void remove_database(const std::string& path) {
  for (const char* part : {"", "-wal", "-shm", "-lock"}) fs::remove(path + part);
}

struct Contestant {
  std::string name;  // also of its database
  std::vector<std::string> arguments;
};

// Tocsin first: the others are what it is compared with.
std::vector<Contestant> contestants_of(const Options& options) {
  std::vector<Contestant> contestants{{"tocsin", {options.tocsin, "serve"}}};
  if (!options.slack_go.empty()) contestants.push_back({"slack-go", {options.slack_go}});
  if (!options.bolt.empty())
    contestants.push_back({"bolt", {"/usr/bin/env", "node", options.bolt}});
  contestants.push_back({"bare", {options.bare}});
  return contestants;
}

// One bot that lives through all rounds, with a Slack of its own.
class Bot {
 public:
  Bot(std::vector<std::string> arguments, std::string database) : database_(std::move(database)) {
    remove_database(database_);
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

// Everything that is measured of one contestant goes through here.
class Measuring {
 public:
  Measuring(Figures& figures, std::size_t place, Bot& bot)
      : figures_(figures), place_(place), bot_(bot) {}

  void single(std::size_t commands) {
    const double before = bot_.child().processor_seconds();
    const Burst burst = bot_.run(commands, 1);
    note("latency_1_median", quantile(burst.microseconds, 0.5));
    note("latency_1_p95", quantile(burst.microseconds, 0.95));
    note("latency_1_p99", quantile(burst.microseconds, 0.99));
    note("processor_1", processor_for_one(before, commands));
  }

  void crowded(std::size_t commands) {
    const double before = bot_.child().processor_seconds();
    const Burst burst = bot_.run(commands, k_in_flight);
    note("rate_64", static_cast<double>(commands) / burst.seconds);
    note("latency_64_median", quantile(burst.microseconds, 0.5));
    note("latency_64_p99", quantile(burst.microseconds, 0.99));
    note("processor_64", processor_for_one(before, commands));
  }

  void memory(const std::string& when) {
    const Memory memory = bot_.child().memory();
    note("memory_" + when, memory.resident);
    if (when != "end") note("memory_" + when + "_own", memory.anonymous);
  }

  void starts(const std::vector<std::string>& arguments, Load& load, const Options& options) {
    const std::string path = (fs::path(options.folder) / "start.db").string();
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
    note("hello_existing", median(found));
    note("hello_new", median(made));
  }

 private:
  void note(std::string_view name, double value) { figures_.note(place_, name, value); }
  double processor_for_one(double before, std::size_t commands) const {
    return (bot_.child().processor_seconds() - before) * 1e6 / static_cast<double>(commands);
  }

  Figures& figures_;
  std::size_t place_;
  Bot& bot_;
};

void measure_floor(Figures& figures, const Options& options, Load& load) {
  const std::vector<double> inserts = time_inserts(options.folder, 300);
  double total = 0;
  for (const double one : inserts) total += one;
  figures.note_machine("insert_median", median(inserts));
  figures.note_machine("insert_rate", static_cast<double>(inserts.size()) * 1e6 / total);
  figures.note_machine("fdatasync_median", median(time_fdatasync(options.folder, 300)));
  figures.note_machine("making_a_frame", load.making_a_frame());
}

void measure_rounds(Figures& figures, const Options& options,
                    const std::vector<Contestant>& contestants, std::vector<Measuring>& measured) {
  Load doors;  // for the bots that only start
  for (int round = 0; round < options.rounds; ++round) {
    fmt::print(stderr, "round {} of {}, load {}\n", round + 1, options.rounds, load_average());
    measure_floor(figures, options, doors);
    if (options.single > 0) {
      for (Measuring& one : measured) one.single(options.single);
    }
    if (options.crowded > 0) {
      for (Measuring& one : measured) one.crowded(options.crowded);
    }
    if (options.starts == 0) continue;
    for (std::size_t i = 0; i < measured.size(); ++i) {
      measured[i].starts(contestants[i].arguments, doors, options);
    }
  }
}

void run(const Options& options) {
  fs::create_directories(options.folder);
  const std::vector<Contestant> contestants = contestants_of(options);
  std::vector<std::string> names;
  for (const Contestant& contestant : contestants) names.push_back(contestant.name);
  Figures figures(names, figure_kinds());
  const std::string load_before = load_average();
  std::vector<std::unique_ptr<Bot>> bots;
  std::vector<Measuring> measured;
  for (const Contestant& contestant : contestants) {
    const fs::path database = fs::path(options.folder) / (contestant.name + ".db");
    bots.push_back(std::make_unique<Bot>(contestant.arguments, database.string()));
    measured.emplace_back(figures, bots.size() - 1, *bots.back());
    measured.back().memory("start");
  }
  Bot& tocsin = *bots.front();
  if (!tocsin.load().declare()) fail("no incident: " + tocsin.child().said());
  for (std::size_t i = 0; i < bots.size(); ++i) {
    if (options.before > 0) bots[i]->run(options.before, k_in_flight);
    measured[i].memory("later");
  }
  measure_rounds(figures, options, contestants, measured);
  for (Measuring& one : measured) one.memory("end");
  tocsin.child().kill();  // its posts leave one a second; nobody waits for them
  const std::size_t stored = entries_in(tocsin.database());
  if (stored != tocsin.sent()) {
    fail(fmt::format("{} commands were acked, {} are stored", tocsin.sent(), stored));
  }
  fmt::print("load before: {}\nload after:  {}\nentries: {} acked, all of them stored\n",
             load_before, load_average(), stored);
  figures.print_tables(stdout, "insert_median");
  std::FILE* json = options.json.empty() ? stdout : std::fopen(options.json.c_str(), "w");
  if (json == nullptr) fail("cannot write " + options.json);
  figures.print_json(json);
  if (json != stdout) std::fclose(json);
}

}  // namespace

}  // namespace tocsin::bench

int main(int argc, char** argv) {
  tocsin::bench::Options options;
  CLI::App app{"Measures `tocsin serve` and bare bots beside it."};
  app.add_option("--folder", options.folder, "Where the databases are put: a folder on a real disk")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "How often everything is measured")
      ->capture_default_str();
  app.add_option("--tocsin", options.tocsin, "The program")->capture_default_str();
  app.add_option("--slack-go", options.slack_go, "The bare bot on slack-go: its program");
  app.add_option("--bolt", options.bolt, "The bare bot on Bolt for JavaScript: its script");
  app.add_option("--before", options.before, "Entries before the rounds")->capture_default_str();
  app.add_option("--single", options.single, "Commands a round, one at a time")
      ->capture_default_str();
  app.add_option("--crowded", options.crowded, "Commands a round, 64 at a time")
      ->capture_default_str();
  app.add_option("--starts", options.starts, "Starts a round, with each kind of database")
      ->capture_default_str();
  app.add_option("--json", options.json, "A file for the lines of JSON");
  CLI11_PARSE(app, argc, argv);
  try {
    tocsin::bench::run(options);
  } catch (const std::runtime_error& error) {
    fmt::print(stderr, "bench_serve: {}\n", error.what());
    return 1;
  }
  return 0;
}
