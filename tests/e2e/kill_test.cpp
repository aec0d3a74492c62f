// kill -9 at any moment, again and again, while people type. To repeat a run (the moments of the
// kills excepted): TOCSIN_KILL_SEED=<seed> test_e2e -tc="*kill*"; TOCSIN_KILLS=<n> kills more
// often.

#include "integrations/sandbox/dice.h"
#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

namespace tocsin::e2e::kill_test {

namespace {

using sandbox::Server;
using std::chrono::milliseconds;

constexpr std::uint64_t k_kills = 210;
constexpr std::uint64_t k_most_incidents = 4;  // pins and topics take their time in Slack

// How long a bot may live before it is killed. Most die within the first moments of their work;
// a few live long enough to find out what became of their predecessors' messages.
enum class Life { stillborn, brief, long_enough };

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

class Storm {
 public:
  explicit Storm(std::uint64_t seed) : dice_(seed) {
    stage_.configure("[delivery]\ntimeout_ms = 400\ngrace_ms = 900\n");
    // Slack takes its time, so that many die between a post and its answer.
    stage_.slack().with([](Server& server) {
      sandbox::WebRule slow;
      slow.times = -1;
      slow.probability = 0.5;
      slow.fault = sandbox::slow_answer(Duration{25});
      server.faults().add(slow);
    });
  }

  // One life of the bot, from its start to its violent end.
  void live_and_die() {
    const Life life = dice_.chance(0.1)    ? Life::stillborn
                      : dice_.chance(0.05) ? Life::long_enough
                                           : Life::brief;
    auto bot = stage_.start();
    if (life == Life::stillborn) {
      wait(dice_.below(30));
    } else {
      REQUIRE_MESSAGE(is_connected(), bot->said());
      type_some_lines();
      if (life == Life::long_enough) wait(950 + dice_.below(500));
      if (dice_.chance(0.6)) wait_for_answers();
      type_some_lines();
      wait(dice_.below(61));
    }
    REQUIRE_MESSAGE(bot->is_running(), bot->said());
    bot->kill_hard();
    REQUIRE(stage_.slack().eventually([](Server& server) { return server.hub().live().empty(); }));
  }

  // A last bot that nobody kills: it ends when it has nothing left to do.
  void let_settle() {
    auto bot = stage_.start();
    const auto until = std::chrono::steady_clock::now() + milliseconds{120'000};
    const auto is_settled = [&] {
      bool nothing_waits = false;
      stage_.slack().with([&](Server& server) { nothing_waits = server.hub().waiting() == 0; });
      return nothing_waits && unsettled_deliveries(stage_.database()) == 0;
    };
    REQUIRE_MESSAGE(is_connected(), bot->said());
    while (!is_settled() && std::chrono::steady_clock::now() < until) wait(50);
    CHECK(unsettled_deliveries(stage_.database()) == 0);
    stop(*bot);
  }

  void check() {
    const auto record = stage_.record();
    stage_.slack().with([&](Server& server) {
      for (const std::string& finding : all_findings(server, *record, typed_)) FAIL_CHECK(finding);
      const Counts counts = count(server, *record, typed_);
      std::printf(
          "kills: %zu lines typed, %zu acked, %zu called saved, %zu stored, %zu lost (never "
          "acked), %d delivered again, %zu posts, %d looks for lost ones\n",
          counts.typed, counts.acked, counts.saved, counts.stored, counts.typed - counts.acked,
          server.hub().counters().retried, counts.posts, counts.looked_for);
      // That it was a storm and no silence; on a slow machine many die before they have answered.
      CHECK(counts.saved > counts.typed / 8);
      CHECK(record->all_incidents().size() >= 1);
    });
  }

 private:
  // For the moments at which nothing is waited for: how long they are is what the dice decide.
  static void wait(std::uint64_t how_many_ms) {
    std::this_thread::sleep_for(milliseconds(how_many_ms));
  }

  bool is_connected() {
    return stage_.slack().eventually([](Server& server) { return !server.hub().live().empty(); });
  }

  // So that not all die over the first commands, but also over what follows from them.
  void wait_for_answers() {
    CHECK(stage_.slack().eventually([](Server& server) { return server.hub().in_the_air() == 0; }));
  }

  void type_some_lines() {
    stage_.slack().with([&](Server& server) {
      const std::uint64_t lines = 1 + dice_.below(5);
      for (std::uint64_t i = 0; i < lines; ++i) type_a_line(server);
    });
  }

  void type_a_line(Server& server) {
    const std::string word = "word" + std::to_string(typed_.size() + 1);
    const bool declares = declared_ == 0 || (declared_ < k_most_incidents && dice_.chance(0.02));
    std::string text;
    if (declares) {
      ++declared_;
      text = "declare sev2 Trouble with " + word;
    } else {
      text = "INC-" + std::to_string(1 + dice_.below(declared_)) + " " + line_with(word);
    }
    auto& workspace = server.workspace();
    const UserId user = std::vector{k_ana, k_ben, k_chi}[dice_.below(3)];
    const auto typed = workspace.slash_command(user, k_general, "/incident", text, server.now());
    REQUIRE(typed);
    typed_.push_back({word, *typed});
  }

  std::string line_with(const std::string& word) {
    const std::uint64_t choice = dice_.below(100);
    if (choice < 85) return "log Looked at " + word;
    if (choice < 88) return "detected Seen in " + word;
    if (choice < 91) return "impact Nobody can " + word;
    if (choice < 94) return "mitigated now Helped by " + word;
    if (choice < 97) return "resolve now Ended by " + word;
    return "close Done with " + word;
  }

  Stage stage_;
  sandbox::Dice dice_;
  std::uint64_t declared_ = 0;
  std::vector<TypedWord> typed_;
};

}  // namespace

TEST_CASE("After hundreds of kill -9 nothing saved is lost and nothing is said twice") {
  const std::uint64_t seed = number_from("TOCSIN_KILL_SEED", std::random_device{}());
  const std::uint64_t kills = number_from("TOCSIN_KILLS", k_kills);
  std::printf("kills: seed %llu, %llu kills\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(kills));
  std::fflush(stdout);
  Storm storm(seed);
  for (std::uint64_t i = 0; i < kills; ++i) storm.live_and_die();
  storm.let_settle();
  storm.check();
}

}  // namespace tocsin::e2e::kill_test
