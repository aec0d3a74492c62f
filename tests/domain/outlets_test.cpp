// Which tasks are filed in a tracker and when, what a status page shows, and the address of the
// video call.

#include "bot/domain/consequences.h"
#include "bot/domain/public_status.h"
#include "bot/domain/reminders.h"
#include "bot/domain/tracking.h"
#include "bot/domain/video.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace outlets_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const UserId k_ana{"UANA"};
const Moment k_now = from_stored(1'773'153'600'000);

// An incident to which things happen, and what the outside services are told of it.
struct Story {
  Incident incident;
  Audience audience;
  Moment now = k_now;
  std::vector<Timer> timers;

  explicit Story(event::Declared declared = {"Checkout is failing", {}, false, false, {}, "UTC"}) {
    audience.tracker = "hub";
    incident.number = IncidentNumber{7};
    happens(std::move(declared));
    timers.clear();
  }

  std::string happens(EventBody body, const UserId& who = k_ana) {
    const Event event = next_event(incident, std::move(body), now, now, who);
    const Incident before = incident;
    incident = apply(incident, event);
    for (const Timer& timer : timers_after(before, incident, event)) timers.push_back(timer);
    std::string told;
    for (const Delivery& delivery : consequences(before, incident, event, audience)) {
      if (const auto* file = std::get_if<delivery::FileTask>(&delivery)) {
        told += "file " + handle(file->task) + " in " + file->tracker + "; ";
      } else if (const auto* read = std::get_if<delivery::ReadTask>(&delivery)) {
        told += "read " + handle(read->task) + " in " + read->tracker + "; ";
      } else if (const auto* show = std::get_if<delivery::ShowStatus>(&delivery)) {
        told += show->status_page + ": " + public_words(show->state, show->text) + "; ";
      }
    }
    return told;
  }
  std::string adds(TaskKind kind, const std::string& text = "Add an alert") {
    const TaskNumber number{incident.last_task.value + 1};
    return happens(event::TaskAdded{number, kind, text, {}, {}, ""});
  }
  std::string closes() { return happens(event::Closed{"", true}); }
};

event::TaskFiled filed(std::int64_t task) {
  return {TaskNumber{task}, "hub", "1347", "#1347", "https://example.com/1347"};
}

}  // namespace

TEST_CASE("a follow-up is filed at once, a task when the incident is closed with it") {
  Story story;
  CHECK(story.adds(TaskKind::followup) == "file T1 in hub; ");
  CHECK(story.adds(TaskKind::task) == "");
  CHECK(story.adds(TaskKind::task, "Restart it") == "");
  CHECK(story.happens(event::TaskMoved{TaskNumber{3}, TaskState::done, ""}) == "");
  CHECK(story.happens(filed(1), UserId{}) == "");
  CHECK(story.closes() == "file T2 in hub; read T1 in hub; ");
  CHECK(story.happens(event::TaskMoved{TaskNumber{3}, TaskState::open, ""}) == "file T3 in hub; ");
}

TEST_CASE("nothing is filed without a tracker, of a drill, or by itself of a private incident") {
  Story without;
  without.audience.tracker.clear();
  CHECK(without.adds(TaskKind::followup) == "");
  for (const bool is_drill : {true, false}) {
    CAPTURE(is_drill);
    Story story({"Checkout is failing", {}, !is_drill, is_drill, {}, "UTC"});
    CHECK(story.adds(TaskKind::followup) == "");
    CHECK(story.closes() == "");
    CHECK(may_be_filed(story.incident) == !is_drill);
  }
}

TEST_CASE("an issue is read back from its filing on, ever more seldom, and not for ever") {
  Story story;
  story.adds(TaskKind::followup);
  CHECK_FALSE(next_reading(story.incident, story.now));
  story.happens(filed(1), UserId{});
  const Timer set{IncidentNumber{7}, TimerKind::read_tasks, 0, k_now + 15min};
  CHECK(std::ranges::count(story.timers, set) == 1);
  CHECK(readings_of(story.incident) ==
        std::vector<Delivery>{delivery::ReadTask{"hub", TaskNumber{1}}});
  story.adds(TaskKind::followup);
  story.happens(filed(2), UserId{});
  CHECK(std::ranges::count(story.timers, set) == 1);  // the one that is set goes on
  story.closes();
  CHECK(next_reading(story.incident, k_now + 1h) == Duration(1h));
  CHECK(next_reading(story.incident, k_now + 24h * 8) == Duration(24h));
  CHECK_FALSE(next_reading(story.incident, k_now + 24h * 181));
  story.happens(event::TaskStateRead{TaskNumber{1}, "closed", true}, UserId{});
  story.happens(event::TaskMoved{TaskNumber{2}, TaskState::dropped, ""});
  CHECK_FALSE(next_reading(story.incident, k_now + 1h));
}

TEST_CASE("what is done in the tracker is done here, and what is known of an issue can be said") {
  Story story;
  story.adds(TaskKind::followup);
  story.happens(filed(1), UserId{});
  CHECK(issue_words(*story.incident.tasks.front().issue) == "#1347");
  story.happens(event::TaskStateRead{TaskNumber{1}, "closed", true}, UserId{});
  CHECK(issue_words(*story.incident.tasks.front().issue) == "#1347 “closed”");
  CHECK(story.incident.tasks.front().state == TaskState::done);
}

TEST_CASE("a status page shows nothing before somebody let it, and everything from then on") {
  Story story;
  CHECK(story.happens(event::UpdateSent{"We are looking", {}}) == "");
  const std::string words = public_words(State::investigating, "We are looking");
  CHECK(story.happens(event::StatusShown{"trust", words, "", ""}) ==
        "trust: Investigating: We are looking; ");
  CHECK(story.happens(event::StatusShown{"trust", words, "https://x.example", "p1"}, UserId{}) ==
        "");  // it is there
  story.happens(event::StateMoved{State::investigating, State::mitigated, "internal words"});
  CHECK(story.happens(event::UpdateSent{"A fix is out", {}}) ==
        "trust: Monitoring: A fix is out; ");
  CHECK(story.happens(event::StateMoved{State::mitigated, State::resolved, "internal words"}) ==
        "trust: Resolved: This incident has been resolved.; ");
  CHECK(story.closes() == "");  // it is resolved there already
}

TEST_CASE("an end without a resolution ends it on the status page too, without internal words") {
  Story closed;
  closed.happens(event::StatusShown{"trust", "Investigating: x", "u", "p1"}, UserId{});
  CHECK(closed.closes() == "trust: Resolved: This incident has been resolved.; ");
  Story cancelled;
  cancelled.happens(event::StatusShown{"trust", "Investigating: x", "u", "p1"}, UserId{});
  CHECK(cancelled.happens(event::Cancelled{"Mallory's false alarm"}) ==
        "trust: Resolved: This incident is over.; ");
}

TEST_CASE("of a private incident and of a drill a status page is told nothing, whatever happens") {
  for (const bool is_drill : {true, false}) {
    Story story({"Checkout is failing", {}, !is_drill, is_drill, {}, "UTC"});
    CHECK_FALSE(may_be_public(story.incident));
    CHECK(story.happens(event::StatusShown{"trust", "Investigating: x", "", ""}) == "");
    CHECK(story.happens(event::UpdateSent{"x", {}}) == "");
    CHECK(story.closes() == "");
  }
}

TEST_CASE("the sum of a preview changes with title, state and text") {
  Story story;
  const std::string sum = preview_sum(story.incident, "We are looking");
  CHECK(sum.size() == 8);
  CHECK(sum == preview_sum(story.incident, "We are looking"));
  CHECK(sum != preview_sum(story.incident, "We are looking."));
  Incident other = story.incident;
  other.title += "!";
  CHECK(sum != preview_sum(other, "We are looking"));
  other = story.incident;
  other.state = State::identified;
  CHECK(sum != preview_sum(other, "We are looking"));
}

TEST_CASE("the video call's address is made from its pattern, which is checked") {
  CHECK(video_link("https://meet.example.com/inc-{number}", IncidentNumber{12}) ==
        "https://meet.example.com/inc-12");
  CHECK(video_link("", IncidentNumber{12}).empty());
  CHECK_FALSE(trouble_of_video(""));
  CHECK_FALSE(trouble_of_video("https://meet.example.com/inc-{number}"));
  CHECK_FALSE(trouble_of_video("https://meet.example.com/war-room"));
  for (const char* wrong :
       {"http://meet.example.com/{number}", "https://", "meet.example.com/{number}",
        "https://meet.example.com/{title}", "https://meet.example.com/{number", "https://a b",
        "https://a|b", "https://é.example"}) {
    CAPTURE(wrong);
    CHECK(trouble_of_video(wrong).has_value());
  }
}

}  // namespace outlets_test
