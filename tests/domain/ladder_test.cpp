// Who is called next when nobody answers a page of a team, and what stops it.

#include "bot/domain/ladder.h"

#include "bot/domain/corrections.h"
#include "bot/domain/incident.h"
#include "bot/domain/reminders.h"
#include "bot/domain/timeline.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace ladder_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);
constexpr PageNumber k_page{1};

Called person(const char* id, const char* phone = "") {
  return {UserId{id}, "", "@" + std::string(id), phone};
}

Rung rung(std::int64_t step, std::vector<Called> called, Duration wait = 5min) {
  return {step, 1, std::move(called), wait.count()};
}

// INC-7, in which the team payments is called: Ana and Bo, then Chi, then Dee.
class Climb {
 public:
  explicit Climb(std::vector<Rung> rungs = {rung(1, {person("UANA"), person("UBO")}),
                                            rung(2, {person("UCHI")}, 10min),
                                            rung(3, {person("UDEE", "+49 30 1")})}) {
    incident.number = IncidentNumber{7};
    add(event::Declared{"Checkout is failing", {}, false, false, {}, "UTC"});
    add(event::Paged{k_page, "payments", {}, "", "", "payments", std::move(rungs)});
  }

  std::vector<Timer> add(EventBody body, const char* actor = "UANA") {
    const Incident before = incident;
    events.push_back(next_event(incident, std::move(body), now, now, UserId{actor}));
    incident = is_correction(events.back().body) ? fold(incident.number, events)
                                                 : apply(incident, events.back());
    return timers_after(before, incident, events.back());
  }
  const Page& page() const { return incident.pages.front(); }
  // What is due now, carried out; its text, or nothing.
  std::string climb() {
    auto due = due_on_ladder(page(), now);
    if (!due) return "";
    std::string text = timeline_text(*due);
    add(std::move(*due), "");
    return text;
  }

  Moment now = k_now;
  Incident incident;
  std::vector<Event> events;
};

bool sets_ladder_timer(const std::vector<Timer>& timers, Moment due_at) {
  return std::ranges::find(timers, Timer{IncidentNumber{7}, TimerKind::ladder_step, 1, due_at}) !=
         timers.end();
}

}  // namespace

TEST_CASE("a ladder goes on when its time is over and never before") {
  Climb one;
  CHECK(rung_of(one.page())->step == 1);
  CHECK(*one.page().next_at == k_now + 5min);
  one.now = k_now + 5min - 1ms;
  CHECK(one.climb().empty());
  one.now = k_now + 5min;
  CHECK(one.climb() == "P1 payments, step 2: @UCHI");
  CHECK(one.climb().empty());
  one.now += 10min;
  CHECK(one.climb() == "P1 payments, step 3: @UDEE");
  one.now += 5min;
  CHECK(one.climb() == "P1: everybody of payments was called, and nobody has answered");
  one.now += 24h;
  CHECK(one.climb().empty());
  CHECK(one.page().state == PageState::open);
}

TEST_CASE("the clock set back makes no step early: it counts from when the rung was called") {
  Climb one;
  one.now = k_now - 1h;
  CHECK(one.climb().empty());
  one.now = k_now + 6min;
  CHECK_FALSE(one.climb().empty());
  CHECK(*one.page().next_at == k_now + 16min);
}

TEST_CASE("an answer, the resolution, the closing and the cancelling each end a ladder") {
  const std::vector<EventBody> ends{event::PageAcknowledged{k_page},
                                    event::PageEnded{k_page, "PagerDuty", "Ana"},
                                    event::StateMoved{State::investigating, State::resolved, ""},
                                    event::Closed{"", true},
                                    event::Cancelled{"not ours"},
                                    event::MergedInto{IncidentNumber{3}}};
  for (const EventBody& end : ends) {
    CAPTURE(timeline_text(end));
    Climb one;
    one.add(end, "UCHI");
    one.now += 1h;
    CHECK(one.climb().empty());
    CHECK_FALSE(one.page().state == PageState::open);
    // A step that was decided before arrives after it: nothing is called any more.
    one.add(event::StepPaged{k_page, "payments", 1, 2, 1, {person("UCHI")}}, "");
    CHECK(one.page().rung == 0);
    one.add(event::Reopened{State::closed, "again"});
    one.now += 1h;
    CHECK(one.climb().empty());
  }
}

TEST_CASE("who cannot come is not called again, and the next step comes when nobody is left") {
  Climb one({rung(1, {person("UANA"), person("UBO")}), rung(2, {person("UBO")}),
             rung(3, {person("UBO"), person("UCHI")})});
  one.add(event::PageDeclined{k_page, "on a plane"}, "UBO");
  CHECK(is_anybody_left(one.page(), {}));
  one.add(event::PageDeclined{k_page, ""}, "UANA");
  CHECK_FALSE(is_anybody_left(one.page(), {}));
  // Step 2 has only Bo; of step 3 only Chi is left.
  const EventBody next = next_of_ladder(one.page());
  CHECK(timeline_text(next) == "P1 payments, step 3: @UCHI");
  one.add(next, "");
  one.add(event::PageDeclined{k_page, ""}, "UCHI");
  CHECK(std::holds_alternative<event::LadderEnded>(next_of_ladder(one.page())));
}

TEST_CASE("who has acknowledged and cannot come after all leaves the page to the others") {
  Climb one;
  one.add(event::PageAcknowledged{k_page}, "UBO");
  one.now += 1h;
  const auto timers = one.add(event::PageDeclined{k_page, "no network"}, "UBO");
  CHECK(one.page().state == PageState::open);
  CHECK(sets_ladder_timer(timers, k_now + 5min));
  CHECK(one.climb() == "P1 payments, step 2: @UCHI");
  // Of somebody else's acknowledgement it takes nothing away.
  one.add(event::PageAcknowledged{k_page}, "UCHI");
  one.add(event::PageDeclined{k_page, ""}, "UANA");
  CHECK(one.page().state == PageState::acknowledged);
}

TEST_CASE("a group may always be somebody, and only those who were called may decline") {
  Climb one({rung(1, {person("UANA")}), rung(2, {{{}, "S1", "@ops", ""}})});
  CHECK(may_be_called(one.page(), UserId{"UANA"}));
  CHECK_FALSE(may_be_called(one.page(), UserId{"UBO"}));
  one.now += 5min;
  one.climb();
  CHECK(may_be_called(one.page(), UserId{"UBO"}));
  one.add(event::PageDeclined{k_page, ""}, "UBO");
  CHECK(is_anybody_left(one.page(), {}));
}

TEST_CASE("a timer is set for each rung, and again when an acknowledgement is taken back") {
  Climb one;
  CHECK(sets_ladder_timer(one.add(event::Logged{"x"}), k_now + 5min) == false);
  one.now += 5min;
  CHECK(sets_ladder_timer(one.add(next_of_ladder(one.page()), ""), one.now + 10min));
  one.add(event::PageAcknowledged{k_page}, "UCHI");
  const EntryNumber acknowledged = one.events.back().entry;
  const auto timers = one.add(event::EntryStruck{acknowledged, "wrong page"}, "UCHI");
  CHECK(one.page().state == PageState::open);
  CHECK(sets_ladder_timer(timers, one.now + 10min));
}

TEST_CASE("the page of a ladder has no timer of the pages of a person") {
  Climb one;
  for (const Timer& timer : one.add(event::Logged{"x"})) {
    CHECK(timer.kind != TimerKind::page_unanswered);
  }
  Incident before = one.incident;
  before.pages.clear();
  const Event& paged = one.events[1];
  for (const Timer& timer : timers_after(before, one.incident, paged)) {
    CHECK(timer.kind == TimerKind::ladder_step);
  }
}

TEST_CASE("striking what the bot did does not call anybody a second time") {
  Climb one;
  one.now += 5min;
  one.climb();
  const EntryNumber step = one.events.back().entry;
  one.add(event::EntryStruck{step, "noise"});
  CHECK(one.page().rung == 1);
  one.now += 5min;
  CHECK(one.climb().empty());
}

TEST_CASE("a team that is called again climbs one ladder, and moving the entry hastens nothing") {
  Climb one;
  one.now += 1min;
  one.add(
      event::Paged{PageNumber{2}, "payments", {}, "", "", "payments", {rung(1, {person("UANA")})}});
  CHECK_FALSE(one.incident.pages[0].next_at);
  CHECK(one.incident.pages[1].next_at == one.now + 5min);
  const EntryNumber second = one.events.back().entry;
  one.add(event::EntryRetimed{second, one.now, k_now - 1h});
  CHECK(one.incident.pages[1].next_at == one.now + 5min);
}

TEST_CASE("the list for the telephone names everybody once") {
  CHECK(
      phone_list({rung(1, {person("UANA")}), rung(2, {person("UDEE", "+49 30 1"), person("UANA")}),
                  rung(3, {{{}, "S1", "@ops", ""}})}) ==
      "@UANA (no number is set up), @UDEE +49 30 1, @ops");
  const Called pager{{}, "", "PagerDuty", "", "duty"};
  const Called telling{{}, "", "Opsgenie", "Bo +49 30 2", "ops"};
  const Called outside{{}, "", "Ana Lopez", "+49 30 3"};
  CHECK(phone_list({rung(1, {pager, telling, outside})}) ==
        "Opsgenie calls Bo +49 30 2, Ana Lopez +49 30 3");
  CHECK(phone_list({rung(1, {pager})}).empty());
}

}  // namespace ladder_test
