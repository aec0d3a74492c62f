// The direct messages that follow from an event: whom, and what they can press.

#include "bot/domain/personal_notices.h"

#include <doctest/doctest.h>

#include <string>

namespace personal_notices_test {

using namespace tocsin;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);
const UserId k_ana{"UANA"};
const UserId k_ben{"UBEN"};
const UserId k_chi{"UCHI"};

Incident declared() {
  event::Declared first{"Checkout is failing", Severity::sev1, false, false, {}, "UTC"};
  Incident incident;
  incident.number = IncidentNumber{7};
  return apply(incident, {k_now, k_now, k_ana, EntryNumber{1}, "", first});
}

struct Notice {
  UserId user;
  std::string text;
  std::vector<std::string> lines;  // behind the buttons
};

std::vector<Notice> notices(const Incident& before, EventBody body, const UserId& actor = k_ana) {
  const Event event = next_event(before, std::move(body), k_now, k_now, actor);
  Audience audience;
  audience.duties["comms"] = "You write the updates.";
  std::vector<Notice> found;
  for (const Delivery& one : personal_notices(apply(before, event), event, audience)) {
    if (const auto* tell = std::get_if<delivery::Tell>(&one)) {
      found.push_back({tell->user, to_plain(tell->text), {}});
      continue;
    }
    const auto& ask = std::get<delivery::AskPerson>(one);
    found.push_back({ask.user, to_plain(ask.reply.paragraphs.front()), {}});
    for (const Button& button : ask.reply.buttons)
      found.back().lines.push_back(button.command_line);
  }
  return found;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("whoever is given a role hears of it with its duty, unless they took it themselves") {
  const auto told = notices(declared(), event::RoleGiven{"comms", k_ben, UserId{}});
  REQUIRE(told.size() == 1);
  CHECK(told[0].user == k_ben);
  CHECK(told[0].text ==
        "You are now comms of INC-7 sev1: Checkout is failing. You write the updates.");
  CHECK(told[0].lines == std::vector<std::string>{"INC-7 catchup"});
  CHECK(notices(declared(), event::RoleGiven{"comms", k_ben, UserId{}}, k_ben).empty());
  CHECK(notices(declared(), event::RoleGiven{"comms", UserId{}, k_ben}).empty());
}

TEST_CASE("a hand-off is offered with the brief and two buttons") {
  Incident incident = declared();
  incident.hypotheses = {{HypothesisNumber{1}, "DNS", k_now, k_ana, Standing::open, {}},
                         {HypothesisNumber{2}, "Disk", k_now, k_ana, Standing::ruled_out, k_now}};
  incident.last_decision = "We fail over";
  const auto told = notices(incident, event::HandoffOffered{"lead", k_ben});
  REQUIRE(told.size() == 1);
  CHECK(told[0].user == k_ben);
  CHECK(contains(told[0].text, "@UANA asks you to take over lead of INC-7"));
  CHECK(contains(told[0].text, "State: investigating"));
  CHECK(contains(told[0].text, "Open hypothesis H1: DNS"));
  CHECK_FALSE(contains(told[0].text, "Disk"));
  CHECK(contains(told[0].text, "Last decision: We fail over"));
  CHECK(told[0].lines ==
        std::vector<std::string>{"INC-7 handoff accept lead", "INC-7 handoff decline lead"});
}

TEST_CASE("an accepted hand-off tells both, a declined one tells the holder") {
  const auto accepted = notices(declared(), event::HandoffAccepted{"lead", k_ana, k_ben}, k_ben);
  REQUIRE(accepted.size() == 2);
  CHECK(accepted[0].user == k_ana);
  CHECK(contains(accepted[0].text, "@UBEN has taken over lead of INC-7"));
  CHECK(accepted[1].user == k_ben);
  const auto declined =
      notices(declared(), event::HandoffDeclined{"lead", k_ben, "on the train"}, k_ben);
  REQUIRE(declined.size() == 1);
  CHECK(declined[0].user == k_ana);
  CHECK(contains(declined[0].text, "on the train. You still have it."));
}

TEST_CASE("a task is told to its owner with its buttons, and not to who took it themselves") {
  const event::TaskAdded task{TaskNumber{3}, TaskKind::followup, "Write a test", k_ben, k_now, ""};
  const auto told = notices(declared(), task);
  REQUIRE(told.size() == 1);
  CHECK(told[0].user == k_ben);
  CHECK(contains(told[0].text, "A follow-up is yours: T3 Write a test, by 2023-11-14"));
  CHECK(told[0].lines ==
        std::vector<std::string>{"INC-7 task done T3", "INC-7 task assign T3 nobody from <@UBEN>"});
  CHECK(notices(declared(), task, k_ben).empty());
  CHECK(notices(declared(), event::TaskAdded{TaskNumber{3}, {}, "x", UserId{}, {}, ""}).empty());
}

TEST_CASE("subscribers get the update, but not who wrote it") {
  Incident incident = declared();
  incident.subscribers = {k_ana, k_ben, k_chi};
  const auto told = notices(incident, event::UpdateSent{"We roll back", k_now});
  REQUIRE(told.size() == 2);
  CHECK(told[0].user == k_ben);
  CHECK(told[1].user == k_chi);
  CHECK(contains(told[0].text, "We roll back\nNext update by "));
}

TEST_CASE("a page reaches its person with three buttons, and a refused one reaches the lead") {
  Incident incident = declared();
  const event::Paged page{PageNumber{1}, "@ben", k_ben, "", "Payments are down"};
  const auto told = notices(incident, page);
  REQUIRE(told.size() == 1);
  CHECK(told[0].user == k_ben);
  CHECK(contains(told[0].text, "You are needed: INC-7 sev1"));
  CHECK(contains(told[0].text, "Payments are down"));
  CHECK(told[0].lines ==
        std::vector<std::string>{"INC-7 ack P1", "INC-7 decline-page P1", "INC-7 catchup"});
  CHECK(notices(incident, event::Paged{PageNumber{1}, "@ops", UserId{}, "S1", ""}).empty());
  incident = apply(incident, next_event(incident, page, k_now, k_now, k_ana));
  const auto declined = notices(incident, event::PageDeclined{PageNumber{1}, "asleep"}, k_ben);
  REQUIRE(declined.size() == 1);
  CHECK(declined[0].user == k_ana);
  CHECK(contains(declined[0].text, "@UBEN can't come (asleep)"));
}

TEST_CASE("what concerns nobody in person tells nobody") {
  for (const EventBody& body :
       {EventBody(event::Logged{"x"}), EventBody(event::Suspected{HypothesisNumber{1}, "x"}),
        EventBody(event::EntryStruck{EntryNumber{1}, ""}), EventBody(event::Closed{"", true})}) {
    CHECK(notices(declared(), body).empty());
  }
}

}  // namespace personal_notices_test
