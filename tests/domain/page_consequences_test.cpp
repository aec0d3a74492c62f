// What the pagers of a ladder are told, whatever changes its page.

#include "bot/domain/page_consequences.h"

#include "bot/domain/consequences.h"
#include "bot/domain/corrections.h"
#include "bot/domain/ladder.h"
#include "bot/domain/timeline.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

namespace page_consequences_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);
constexpr PageNumber k_page{1};

Called person(const char* id, const char* phone = "") {
  return {UserId{id}, "", "@" + std::string(id), phone};
}
Called pager(const char* name, const char* people = "") {
  return {{}, "", "PagerDuty", people, name};
}

const std::vector<Rung> k_duty_only{{1, 1, {pager("duty")}, 300'000}};

// INC-7, in which the team payments is called: Ana and the pager duty, then the pager backup.
class Climb {
 public:
  explicit Climb(std::vector<Rung> rungs = {{1, 1, {person("UANA"), pager("duty")}, 300'000},
                                            {2, 1, {pager("backup")}, 300'000}},
                 bool is_drill = false, bool is_resolved = false) {
    incident.number = IncidentNumber{7};
    add(event::Declared{"Checkout is failing", {}, false, is_drill, {}, "UTC"});
    if (is_resolved) add(event::StateMoved{State::investigating, State::resolved, ""});
    calls = add(event::Paged{k_page, "payments", {}, "", "", "payments", std::move(rungs)});
  }

  // What the pagers hear of this event: "duty trigger, backup resolve".
  std::string add(EventBody body, const char* actor = "UCHI") {
    const Incident before = incident;
    events.push_back(next_event(incident, std::move(body), now, now, UserId{actor}));
    incident = is_correction(events.back().body) ? fold(incident.number, events)
                                                 : apply(incident, events.back());
    std::string heard;
    Audience audience;
    audience.pagers = {{"duty", "PagerDuty"}, {"backup", "Opsgenie"}};
    for (const Delivery& delivery : consequences(before, incident, events.back(), audience)) {
      if (const auto* say = std::get_if<delivery::Say>(&delivery)) said += to_plain(say->text);
      if (const auto* tell = std::get_if<delivery::Tell>(&delivery)) told += to_plain(tell->text);
      if (const auto* ask = std::get_if<delivery::AskChannel>(&delivery)) {
        said += to_plain(ask->reply.paragraphs.front());
      }
      const auto* call = std::get_if<delivery::CallPager>(&delivery);
      if (call == nullptr) continue;
      CHECK(call->page == k_page);
      heard += (heard.empty() ? "" : ", ") + call->pager + " " + std::string(name_of(call->call));
    }
    return heard;
  }
  std::string climb() { return add(next_of_ladder(page()), ""); }
  const Page& page() const { return incident.pages.front(); }

  Moment now = k_now;
  Incident incident;
  std::vector<Event> events;
  std::string calls;
  std::string said;
  std::string told;
};

}  // namespace

TEST_CASE("a rung that is called triggers its pagers, and no other") {
  Climb one;
  CHECK(one.calls == "duty trigger");
  CHECK(one.add(event::Logged{"hm"}) == "");
  CHECK(one.climb() == "backup trigger");
  CHECK(one.climb() == "");  // the end of the ladder
  CHECK(one.said == "Nobody has answered P1. Call them by phone: @UANA (no number is set up).");
}

TEST_CASE("an answer, from wherever, tells every pager that was called, and no pager twice") {
  Climb one;
  one.climb();
  CHECK(one.add(event::PageAcknowledged{k_page}) == "duty acknowledge, backup acknowledge");
  CHECK(one.add(event::PageAcknowledged{k_page}) == "");
  Climb before_the_second;
  CHECK(before_the_second.add(event::PageAcknowledged{k_page}) == "duty acknowledge");
}

TEST_CASE("the pager in which a page was acknowledged is not told what it knows") {
  for (const char* name : {"duty", "PagerDuty"}) {  // of the configuration, or the service's
    Climb one;
    one.climb();
    CHECK(one.add(event::PageAcknowledged{k_page, name, "Ana Lopez"}, "") == "backup acknowledge");
    CHECK(one.page().answered_there == "Ana Lopez");
    CHECK(timeline_text(one.events.back().body).find("acknowledged by Ana Lopez in") !=
          std::string::npos);
  }
}

TEST_CASE("a page that was ended in one pager is ended in all, and one that was answered is not") {
  Climb one;
  one.climb();
  CHECK(one.add(event::PageEnded{k_page, "PagerDuty", "Ana Lopez"}, "") ==
        "duty resolve, backup resolve");
  CHECK(one.page().state == PageState::stopped);
  CHECK(one.page().answered_there == "Ana Lopez");
  CHECK(one.add(event::StateMoved{State::investigating, State::resolved, ""}) == "");
  Climb answered;
  answered.add(event::PageAcknowledged{k_page}, "UANA");
  CHECK(answered.add(event::PageEnded{k_page, "PagerDuty", "Ana Lopez"}, "") == "");
  CHECK(answered.page().state == PageState::acknowledged);
}

TEST_CASE("the end of the incident resolves the page in every pager, once") {
  const std::vector<EventBody> ends{event::StateMoved{State::investigating, State::resolved, ""},
                                    event::Closed{"", true}, event::Cancelled{"not ours"},
                                    event::MergedInto{IncidentNumber{3}}};
  for (const EventBody& end : ends) {
    CAPTURE(timeline_text(end));
    Climb open;
    CHECK(open.add(end) == "duty resolve");
    Climb answered;
    answered.add(event::PageAcknowledged{k_page});
    CHECK(answered.add(end) == "duty resolve");
    if (!is_over(answered.incident.state)) CHECK(answered.add(event::Closed{"", true}) == "");
  }
}

TEST_CASE("a page of after the resolution ends with the next end, whenever that is dated") {
  const EventBody resolved_again = event::StateMoved{State::resolved, State::resolved, ""};
  Climb taken(k_duty_only, false, true);
  taken.add(event::PageAcknowledged{k_page});
  taken.now += std::chrono::minutes(5);
  CHECK(taken.add(resolved_again) == "duty resolve");
  CHECK(taken.add(event::Closed{"", true}) == "");

  Climb moved(k_duty_only, false, true);
  moved.now += std::chrono::minutes(5);
  const EntryNumber resolution{2};
  REQUIRE(std::holds_alternative<event::StateMoved>(moved.events[1].body));
  CHECK(moved.add(event::EntryRetimed{resolution, k_now, moved.now}) == "");
  CHECK(moved.incident.resolved_at == moved.now);
  moved.add(event::PageAcknowledged{k_page});
  CHECK(moved.add(event::Closed{"", true}) == "duty resolve");
}

TEST_CASE("a page that was taken, ended and left open again ends once more") {
  Climb one(k_duty_only);
  one.add(event::PageAcknowledged{k_page}, "UANA");
  CHECK(one.add(event::StateMoved{State::investigating, State::resolved, ""}) == "duty resolve");
  CHECK(one.add(event::PageDeclined{k_page, "on a plane"}, "UANA") == "duty resolve, duty trigger");
  one.add(event::PageAcknowledged{k_page}, "UBEN");
  CHECK(one.add(event::Closed{"", true}) == "duty resolve");
}

TEST_CASE("a page that is taken back is resolved, and one that comes back wakes them again") {
  Climb one;
  const EntryNumber entry = one.events.back().entry;
  CHECK(one.add(event::EntryStruck{entry, "typed in error"}) == "duty resolve");
  CHECK(one.incident.pages.empty());
  CHECK(one.add(event::EntryRestored{entry}) == "duty trigger");
}

TEST_CASE("who had taken a page and cannot come after all leaves it to be woken for anew") {
  Climb one;
  one.add(event::PageAcknowledged{k_page}, "UANA");
  CHECK(one.add(event::PageDeclined{k_page, "on a plane"}, "UANA") == "duty resolve, duty trigger");
}

TEST_CASE("an acknowledgement is told back to the pager that was called again, and to no other") {
  const PagerTitles titles{{"duty", "PagerDuty"}, {"backup", "Opsgenie"}};
  const auto told = [&](const Climb& one, const char* title) {
    const auto back = told_back(one.incident, k_page, title, one.events, titles);
    return back ? std::get<delivery::CallPager>(*back).pager : std::string();
  };
  Climb once;
  once.climb();  // calls the other one
  once.add(event::Logged{"hm"});
  CHECK(told(once, "PagerDuty") == "");
  const EntryNumber logged = once.events.back().entry;
  once.add(event::EntryStruck{logged, "typed in error"});
  CHECK(told(once, "PagerDuty") == "duty");
  CHECK(told(once, "Opsgenie") == "backup");
  CHECK(told(once, "Grafana") == "");

  Climb declined;
  declined.add(event::PageAcknowledged{k_page}, "UANA");
  declined.add(event::PageDeclined{k_page, "on a plane"}, "UANA");
  CHECK(told(declined, "duty") == "duty");
  declined.incident.is_drill = true;
  CHECK(told(declined, "duty") == "");

  Climb rounds({{1, 1, {pager("duty")}, 300'000}, {1, 2, {pager("duty")}, 300'000}});
  CHECK(told(rounds, "PagerDuty") == "");
  rounds.climb();
  CHECK(told(rounds, "PagerDuty") == "duty");
}

TEST_CASE("a drill wakes nobody outside, and says so") {
  Climb one({{1, 1, {person("UANA"), pager("duty")}, 300'000}}, true);
  CHECK(one.calls == "");
  CHECK(one.said == "Practice: PagerDuty is not told of it and wakes nobody.");
  CHECK(one.add(event::PageAcknowledged{k_page}) == "");
  CHECK(one.add(event::Closed{"", true}) == "");
}

TEST_CASE("a refused page is told to the lead, with the numbers to call instead") {
  Climb one({{1, 1, {pager("duty", "Ana Lopez +49 30 1234")}, 300'000}});
  one.incident.lead = UserId{"UDEE"};
  one.add(event::PagerRefused{k_page, "duty", "The routing key is not valid."}, "");
  CHECK(one.told ==
        "P1 of INC-7: Checkout is failing: the pager duty did not take the page, so it wakes "
        "nobody. The routing key is not valid.\nBy phone: PagerDuty calls Ana Lopez +49 30 1234.");
}

TEST_CASE("a ladder goes on at once when a pager has refused and nobody else is left") {
  Climb one({{1, 1, {pager("duty")}, 300'000}, {2, 1, {person("UANA")}, 300'000}});
  CHECK_FALSE(due_after_refusal(one.page(), {}));
  one.add(event::PagerRefused{k_page, "duty", "No such key."}, "");
  const PagerNames refused = refused_pagers(one.events, k_page);
  REQUIRE(refused == PagerNames{"duty"});
  const auto due = due_after_refusal(one.page(), refused);
  REQUIRE(due);
  CHECK(timeline_text(*due) == "P1 payments, step 2: @UANA");
  one.add(*due, "");
  CHECK(refused_pagers(one.events, k_page).empty());  // it may be called again
}

TEST_CASE("while a person of the step may answer, a refusing pager hastens nothing") {
  Climb one;
  one.add(event::PagerRefused{k_page, "duty", "No such key."}, "");
  CHECK_FALSE(due_after_refusal(one.page(), refused_pagers(one.events, k_page)));
  one.add(event::PageDeclined{k_page, ""}, "UANA");
  CHECK(due_after_refusal(one.page(), refused_pagers(one.events, k_page)));
}

TEST_CASE("a refusal that comes after the answer hastens nothing") {
  Climb one({{1, 1, {pager("duty")}, 300'000}, {2, 1, {person("UANA")}, 300'000}});
  one.add(event::PageAcknowledged{k_page});
  one.add(event::PagerRefused{k_page, "duty", "No such key."}, "");
  CHECK_FALSE(due_after_refusal(one.page(), refused_pagers(one.events, k_page)));
}

}  // namespace page_consequences_test
