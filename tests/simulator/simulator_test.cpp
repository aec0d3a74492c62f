// Whole histories in virtual time. To replay one: TOCSIN_SIMULATOR_SEED=<seed> simulator; to run
// many: TOCSIN_SIMULATOR_SEEDS=<count> simulator

#include "bot/log.h"
#include "tests/simulator/checkers.h"
#include "tests/simulator/world.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace tocsin::simulator::simulator_test {

namespace {

namespace fs = std::filesystem;

struct TemporaryFolder {
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "tocsin-simulator-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

Chaos bad_day() {
  Chaos chaos;
  chaos.lost_answer = 0.06;
  chaos.server_error = 0.04;
  chaos.rate_limited = 0.02;
  chaos.crash = 0.01;
  chaos.socket_trouble = 0.01;
  chaos.envelope_trouble = 0.03;
  chaos.clock_jump = 0.005;
  chaos.commits = {0.02, 0.01};
  chaos.pager = {0.15, 0.1, 0.1, 0.05, 0.03};
  return chaos;
}

// A team whose ladder is climbed within minutes, for people who mostly do not answer.
EngineSettings with_team() {
  EngineSettings settings;
  Team payments;
  payments.steps = {{{"U0CHI", "pager:duty"}, Duration{60'000}, 2, std::nullopt},
                    {{"U0BEN", "U0ANA"}, Duration{90'000}, 1, std::nullopt},
                    {{"pager:duty"}, Duration{60'000}, 1, std::nullopt},
                    {{"U0ANA"}, Duration{30'000}, 1, std::nullopt}};
  settings.commands.roster.pagers["duty"] = "PagerDuty";
  settings.commands.roster.teams["payments"] = payments;
  settings.commands.roster.phones["U0ANA"] = "+49 30 1234";
  settings.alert_rules = {{{{"severity", "critical"}}, Severity::sev3, false}};
  return settings;
}

std::size_t steps_called(World& world) {
  std::size_t count = 0;
  for (const IncidentNumber number : world.store().all_incidents()) {
    for (const Event& event : world.store().events_of(number)) {
      if (std::holds_alternative<event::StepPaged>(event.body)) ++count;
    }
  }
  return count;
}

void check(World& world, std::uint64_t seed) {
  CHECK(!world.typed().empty());
  for (const std::string& finding : all_findings(world)) {
    FAIL_CHECK("seed " << seed << ": " << finding);
  }
}

std::vector<std::uint64_t> seeds() {
  if (const char* one = std::getenv("TOCSIN_SIMULATOR_SEED")) {
    return {std::strtoull(one, nullptr, 10)};
  }
  std::vector<std::uint64_t> chosen;
  std::uint64_t most = 60;
  if (const char* count = std::getenv("TOCSIN_SIMULATOR_SEEDS")) {
    most = std::strtoull(count, nullptr, 10);
  }
  for (std::uint64_t seed = 1; seed <= most; ++seed) chosen.push_back(seed);
  if (const char* commit = std::getenv("TOCSIN_SIMULATOR_COMMIT")) {
    const std::uint64_t base = std::hash<std::string>{}(commit) % 1'000'000'000;
    for (std::uint64_t i = 0; i < 10; ++i) chosen.push_back(1000 + base + i);
  }
  return chosen;
}

}  // namespace

TEST_CASE("the log is off: chaos would fill it") { start_log(LogLevel::off); }

TEST_CASE("on a good day everything is saved, posted once and in order") {
  const TemporaryFolder folder;
  World world(7, folder.path);
  world.live(300);
  world.calm_down();
  check(world, 7);
  CHECK(world.typed().size() > 50);
}

TEST_CASE("whatever goes wrong, nothing saved is lost and nothing is said twice") {
  std::size_t typed = 0;
  std::size_t steps = 0;
  std::size_t told = 0;
  std::size_t answered_there = 0;
  int crashes = 0;
  for (const std::uint64_t seed : seeds()) {
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    std::fflush(stdout);
    const TemporaryFolder folder;
    World world(seed, folder.path, with_team());
    world.set_chaos(bad_day());
    world.live(400);
    world.calm_down();
    check(world, seed);
    world.let_pass(std::chrono::hours(26));
    world.calm_down();
    check(world, seed);
    for (const std::string& finding : a_posted_writeup_shows_the_record(world)) {
      FAIL_CHECK("seed " << seed << ": " << finding);
    }
    typed += world.typed().size();
    crashes += world.crashes();
    steps += steps_called(world);
    told += world.pager().heard().size();
    answered_there += world.pager().answered_there();
  }
  const bool is_enough = seeds().size() > 1;
  if (is_enough) CHECK(steps > 0);
  if (is_enough) CHECK(answered_there > 0);
  MESSAGE(steps << " steps of ladders called, the pager told " << told << " times, "
                << answered_there << " pages acknowledged there, " << typed << " lines typed, "
                << crashes << " crashes");
}

TEST_CASE("the checkers can fail: with too short a grace period something is said twice") {
  EngineSettings impatient;
  impatient.outbox.grace = Duration{100};
  std::size_t twice = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const TemporaryFolder folder;
    World world(seed, folder.path, impatient);
    sandbox::WebRule late;
    late.method = "chat.postMessage";
    late.times = -1;
    late.probability = 0.5;
    late.fault = sandbox::late_effect(Duration{15'000});
    world.faults().add(late);
    world.live(200);
    world.calm_down();
    twice += no_message_appears_twice(world).size();
  }
  CHECK(twice > 0);
}

}  // namespace tocsin::simulator::simulator_test
