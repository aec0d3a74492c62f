// Follow-ups that become issues of a tracker, with the real program and the trackers on loopback:
// once, whatever becomes of the answers, and back again when they are done there.

#include "tests/e2e/local_trackers.h"
#include "tests/e2e/night.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tocsin::e2e::tracker_test {

namespace {

using Issue = LocalTracker::Issue;

std::string with_tracker(const LocalTracker& tracker) {
  return std::string(k_short_waits) + "[trackers.hub]\nkind = \"" + tracker.kind() + "\"\n" +
         tracker.settings();
}

// The answers to one filing after the other. A limit without its end is waited for a little.
const std::vector<std::vector<Way>> k_days{
    {},          {Way::limited},           {Way::limited_for_a_second}, {Way::broken, Way::broken},
    {Way::lost}, {Way::broken, Way::lost}, {Way::lost, Way::limited}};

void check_tracker(LocalTracker& tracker, const std::string& secret) {
  Night night(with_tracker(tracker));
  for (std::size_t i = 0; i < k_days.size(); ++i) {
    CAPTURE(i);
    const std::string task = "T" + std::to_string(i + 1);
    tracker.server().answer_next(k_days[i]);
    CHECK(contains(night.type("followup Add alert " + task).text, "It is filed in hub."));
    CHECK(night.shows(task + " is "));
    REQUIRE(tracker.has(i + 1));
    CHECK(contains(night.type("tasks").payload, tracker.key_of(tracker.issues().back())));
  }
  tracker.settle(0, Issue::State::done);
  tracker.settle(1, Issue::State::dropped);
  night.type("close resolved now");  // the write-up shall not call open what is done there
  CHECK(night.hears("tasks all", ", done"));
  CHECK(night.hears("tasks all", ", dropped"));
  stop(*night.bot);
  const std::vector<Issue> issues = tracker.issues();
  REQUIRE(issues.size() == k_days.size());
  const Incident incident = night.incident();
  REQUIRE(incident.tasks.size() == k_days.size());
  for (std::size_t i = 0; i < issues.size(); ++i) {
    CHECK(issues[i].title == "Add alert T" + std::to_string(i + 1));
    REQUIRE(incident.tasks[i].issue.has_value());
    CHECK(incident.tasks[i].issue->key == tracker.key_of(issues[i]));
  }
  CHECK(incident.tasks[0].state == TaskState::done);
  CHECK(incident.tasks[1].state == TaskState::dropped);
  CHECK(incident.tasks[2].state == TaskState::open);
  CHECK_FALSE(contains(night.bot->said(), secret));
}

}  // namespace

TEST_CASE("A follow-up is one issue at GitHub whatever its answers, and is done when that is") {
  LocalGitHub tracker;
  check_tracker(tracker, "github-secret");
}

TEST_CASE("A follow-up is one issue in Jira, whose search lags, and is done when that is") {
  LocalJira tracker;
  check_tracker(tracker, "jira-secret");
}

TEST_CASE("A follow-up is one issue in Linear whatever its answers, and is done when that is") {
  LocalLinear tracker;
  check_tracker(tracker, "linear-secret");
}

TEST_CASE("A filing that was on its way when the bot was killed is found by the next one") {
  LocalGitHub tracker;
  Night night(with_tracker(tracker));
  tracker.server().answer_next({Way::lost});
  night.type("followup Add an alert");
  REQUIRE(tracker.has(1));
  night.bot->kill_hard();
  // Else Slack takes the killed one for the one that is ready.
  CHECK(night.stage.slack().eventually(
      [](sandbox::Server& server) { return server.hub().live().empty(); }));
  const auto again = night.stage.start_ready_bot();
  CHECK(night.shows("T1 is "));
  CHECK(contains(night.type("tasks").payload, "#4"));
  stop(*again);
  CHECK(tracker.issues().size() == 1);
}

TEST_CASE("A tracker that refuses is said with its reason, and the button files it later") {
  LocalGitHub tracker;
  Night night(with_tracker(tracker));
  tracker.server().answer_next({Way::refused});
  night.type("followup Add an alert");
  CHECK(night.hears("tasks", "File T1 in hub"));
  night.type("tasks");
  CHECK(night.stage.slack().press_in_answer(k_ana, "File T1 in hub").is_answered());
  CHECK(tracker.has(1));
  CHECK(night.shows("T1 is "));
  stop(*night.bot);
}

}  // namespace tocsin::e2e::tracker_test
