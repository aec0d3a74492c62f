// What becomes of pages when an incident moves on, and what is said of one that nobody answers.

#include "bot/domain/incident.h"
#include "bot/domain/reminders.h"
#include "bot/domain/timeline.h"
#include "bot/domain/when.h"

#include <doctest/doctest.h>

#include <chrono>

namespace pages_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);

Incident with(Incident incident, EventBody body, const std::string& actor = "UANA") {
  return apply(incident, next_event(incident, std::move(body), k_now, k_now, UserId{actor}));
}

// INC-7 with P1 of a person and P2 of a group.
Incident with_pages() {
  Incident incident;
  incident.number = IncidentNumber{7};
  incident = with(incident, event::Declared{"Checkout is failing", {}, false, false, {}, "UTC"});
  incident = with(incident, event::Paged{PageNumber{1}, "@Ben", UserId{"UBEN"}, "", "why"});
  return with(incident, event::Paged{PageNumber{2}, "@payments", UserId{}, "S1", ""});
}

Timer timer_of(std::int64_t page) {
  return {IncidentNumber{7}, TimerKind::page_unanswered, page, k_now + 5min};
}

}  // namespace

TEST_CASE("resolving stops the pages that wait, and leaves those that were answered") {
  Incident incident = with(with_pages(), event::PageAcknowledged{PageNumber{1}}, "UBEN");
  incident = with(incident, event::StateMoved{State::investigating, State::resolved, ""});
  CHECK(incident.pages[0].state == PageState::acknowledged);
  CHECK(incident.pages[1].state == PageState::stopped);
  const Incident mitigated =
      with(with_pages(), event::StateMoved{State::investigating, State::mitigated, ""});
  CHECK(mitigated.pages[0].state == PageState::open);
}

TEST_CASE("a person who declines ends their page, one of a group does not end the group's") {
  Incident incident = with(with_pages(), event::PageDeclined{PageNumber{1}, "On a plane"}, "UBEN");
  incident = with(incident, event::PageDeclined{PageNumber{2}, "On a plane"}, "UBEN");
  CHECK(incident.pages[0].state == PageState::declined);
  CHECK(incident.pages[0].answered_by == UserId{"UBEN"});
  CHECK(incident.pages[1].state == PageState::open);
  CHECK(incident.pages[1].answered_by.empty());
}

TEST_CASE("a page that nobody answers offers to take it and to page again") {
  const Incident incident = with_pages();
  const char* const lines[] = {"INC-7 escalate <@UBEN> again",
                               "INC-7 escalate <!subteam^S1|@payments> again"};
  for (std::int64_t number = 1; number <= 2; ++number) {
    const Reminder reminder = reminder_of(timer_of(number), incident, "/incident", k_now + 5min);
    REQUIRE(reminder.deliveries.size() == 1);
    const Reply& reply = std::get<delivery::AskChannel>(reminder.deliveries[0]).reply;
    const std::string text = to_plain(reply.paragraphs.at(0));
    CHECK(text.find("has not answered for 5 minutes") != std::string::npos);
    CHECK(text.find("/incident INC-7 escalate @USER") != std::string::npos);
    REQUIRE(reply.buttons.size() == 2);
    CHECK(reply.buttons[0].command_line == "INC-7 ack P" + std::to_string(number));
    CHECK(reply.buttons[1].command_line == lines[number - 1]);
    CHECK_FALSE(reminder.next);
  }
}

TEST_CASE("a page that was answered, is gone or was followed by another is not complained of") {
  const auto is_silent = [](const Incident& incident, std::int64_t page) {
    return reminder_of(timer_of(page), incident, "/incident", k_now + 5min).deliveries.empty();
  };
  CHECK(is_silent(with(with_pages(), event::PageAcknowledged{PageNumber{1}}), 1));
  CHECK(is_silent(with_pages(), 9));
  const Incident again =
      with(with_pages(), event::Paged{PageNumber{3}, "@Ben", UserId{"UBEN"}, "", ""});
  CHECK(is_silent(again, 1));
  CHECK_FALSE(is_silent(again, 3));
}

TEST_CASE("a group is shown by its id where it can be, else by name") {
  const RichText words =
      timeline_words(event::Paged{PageNumber{2}, "@payments", UserId{}, "S1", "Down"});
  CHECK(words == RichText("P2 ").group("S1", "@payments").plain(": Down"));
  CHECK(to_plain(words) == "P2 @payments: Down");
  CHECK(to_plain(RichText().group("S1", "")) == "@S1");
}

TEST_CASE("words behind by are a due time, no time, or a time that cannot be") {
  WhenContext context;
  context.now = k_now;  // 2023-11-14 22:13 UTC
  const auto due = find_due("tomorrow 10:00", context);
  REQUIRE((due && *due));
  CHECK(print_moment((*due)->at, Zone()) == "2023-11-15 10:00 UTC");
  for (const std::string_view words : {"hand", "3 of 5 pods", ""}) {
    CAPTURE(words);
    const auto none = find_due(words, context);
    REQUIRE(none);
    CHECK_FALSE(*none);
  }
  for (const std::string_view words : {"2020-01-01", "2024-02-30", "25:00"}) {
    CAPTURE(words);
    CHECK_FALSE(find_due(words, context));
  }
}

}  // namespace pages_test
