// Calling a team: escalate by its name, ack and Can't on its ladder, oncall.

#include "tests/commands/crowd.h"

#include <doctest/doctest.h>

#include <chrono>

namespace teams_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const UserId k_dee{"UDEE"};

// Payments: Ben, then Chi and Dee, then Chi.
struct Staff : Crowd {
  Staff() {
    knows({k_dee, "Dee", ""});
    Team payments;
    payments.steps = {{{"@ben"}, 5min, 1, std::nullopt},
                      {{"UCHI", "@dee"}, 10min, 1, std::nullopt},
                      {{"@chi"}, 5min, 1, std::nullopt}};
    payments.group = "S7";
    payments.members = {"@ana"};
    settings.roster.teams["payments"] = payments;
    settings.roster.phones["@ben"] = "+49 30 1";
  }
  Page page(std::int64_t number = 1) const {
    const Incident current = incident(1);
    const Page* found = find(current, PageNumber{number});
    REQUIRE(found != nullptr);
    return *found;
  }
};

}  // namespace

TEST_CASE("a team is paged by its name or its user group, with its ladder as it stands") {
  for (const std::string_view line :
       {"escalate payments checkout is down", "page PAYMENTS -- checkout is down",
        "escalate <!subteam^S7|@payments-people> checkout is down"}) {
    CAPTURE(line);
    Staff room;
    const Said said = room.type(line);
    CHECK(said.has("P1: payments: step 1 calls @Ben. No answer by 14:45 UTC: step 2, @Chi, @Dee."));
    CHECK(room.page().team == "payments");
    CHECK(room.page().reason == "checkout is down");
    REQUIRE(room.page().rungs.size() == 3);
    CHECK(room.page().rungs[0].called[0].phone == "+49 30 1");
    // A changed configuration does not change a ladder that is being climbed.
    room.settings.roster = {};
    room.type_as(k_ben, "decline-page P1");
    CHECK(room.page().rung == 1);
  }
}

TEST_CASE("a second escalate to the same team adds its reason and pages nobody, unless again") {
  Staff room;
  room.type("escalate payments checkout is down");
  const Said said = room.type_as(k_chi, "escalate payments and refunds");
  CHECK(said.has("payments was paged already as P1 at 14:40 UTC"));
  CHECK(room.incident(1).pages.size() == 1);
  CHECK(body_of<event::PageJoined>(room.last_event(1)).text == "and refunds");
  REQUIRE(said.button("Page again"));
  CHECK(room.press(*said.button("Page again")).has("P2: payments"));
  CHECK_FALSE(room.page(1).next_at);
  CHECK(room.page(2).next_at);
}

TEST_CASE("Can't of the only one who is called brings the next step at once") {
  Staff room;
  room.type("escalate payments");
  CHECK(room.type_as(k_dee, "decline-page P1").has("P1 of payments has not called you."));
  const Said said = room.type_as(k_ben, "decline-page P1 On a plane");
  CHECK(said.has("Step 2 of payments is called now: @Chi, @Dee."));
  REQUIRE(said.events.size() == 2);
  CHECK(std::get<event::StepPaged>(said.events[1].body).step == 2);
  CHECK(said.events[1].actor.empty());
  CHECK(room.type_as(k_ben, "decline-page P1").has("You have said already that you can't come"));
  CHECK(room.type_as(k_chi, "decline-page P1").has("The others of step 2 of payments"));
  // Step 3 is Chi alone, who has said no.
  CHECK(room.type_as(k_dee, "decline-page P1").has("Nobody is left on the ladder of payments"));
  CHECK(room.page().state == PageState::open);
  CHECK_FALSE(room.type_as(k_ana, "ack P1").refused);
}

TEST_CASE("who was called, or anybody of the team, acknowledges and stops the ladder") {
  Staff room;
  room.type("escalate payments");
  CHECK(room.type_in(ChannelId{"CGENERAL"}, "oncall").has("payments"));
  room.channel = ChannelId{"CGENERAL"};
  CHECK(room.type_as(k_ben, "ack").has("You have P1"));  // outside: his page is the only one
  CHECK(room.page().state == PageState::acknowledged);
  // Who had it and cannot come after all leaves it to the next ones.
  CHECK(room.type_as(k_ben, "INC-1 decline-page P1").has("Step 2 of payments is called now"));
  CHECK(room.page().state == PageState::open);
  Staff other;
  other.type("escalate payments");
  CHECK(other.type_as(k_dee, "ack P1").has("You have P1"));
  CHECK(other.type_as(k_chi, "decline-page P1").refused);
}

TEST_CASE("an unknown team is refused with the nearest ones, as buttons") {
  Staff room;
  room.settings.roster.teams["platform"] = room.settings.roster.teams["payments"];
  const std::size_t before = room.events();
  const Said said = room.type("escalate paymnets checkout is down");
  CHECK(said.refused);
  CHECK(said.has("Nobody was paged: there is no team “paymnets”. The nearest are payments"));
  REQUIRE(said.button("Page payments"));
  CHECK(said.button("Page payments")->command_line == "INC-1 escalate payments checkout is down");
  CHECK(room.events() == before);
  CHECK(room.press(*said.button("Page payments")).has("P1: payments"));
}

TEST_CASE("a user group is called by its name, also where Slack makes no mention of it") {
  Staff room;
  room.settings.roster.groups =
      KnownGroups{{{"S7", "payments-people"}, {"S8", "search-oncall"}}, room.now};
  CHECK(room.type("escalate @Search-Oncall it is slow").has("P1: @search-oncall is called in"));
  CHECK(room.page().group == "S8");
  // One that stands for a team is the team.
  CHECK(room.type("escalate @payments-people").has("P2: payments: step 1 calls @Ben."));
  room.settings.roster.teams["search"].steps = {{{"S8"}, 5min, 1, std::nullopt},
                                                {{"@search-oncall"}, 5min, 1, std::nullopt},
                                                {{"S9"}, 5min, 1, std::nullopt}};
  room.type("escalate search");
  REQUIRE(room.page(3).rungs.size() == 3);
  CHECK(room.page(3).rungs[0].called[0] == Called{{}, "S8", "@search-oncall", ""});
  CHECK(room.page(3).rungs[1].called[0] == Called{{}, "S8", "@search-oncall", ""});
  CHECK(room.page(3).rungs[2].called[0] == Called{{}, "S9", "S9", ""});
}

TEST_CASE("an unknown name is refused with the nearest people and groups, and the lists' age") {
  Staff room;
  room.settings.roster.member_names = {"Ben", "Chi"};
  room.settings.roster.people_read_at = room.now - 1h;
  room.settings.roster.groups = KnownGroups{{{"S8", "search-oncall"}}, room.now - 1h};
  const Said said = room.type("escalate @serch-oncall");
  CHECK(said.refused);
  CHECK(said.has("I know nobody called “@serch-oncall” here; the nearest are @search-oncall."));
  CHECK(room.type("escalate @bem").has("the nearest are @Ben."));
  // A task is a person's: there a group is not among them.
  CHECK_FALSE(room.type("task @serch-oncall Look at it").has("@search-oncall"));
  CHECK_FALSE(room.type("oncall").has("Slack has not told"));
  // While Slack is away what was read last is used, and said to be old.
  room.settings.roster.people_read_at = room.now - 48h;
  room.settings.roster.groups->read_at = room.now - 72h;
  const Said old = room.type("escalate @serch-oncall");
  CHECK(
      old.has("@search-oncall (Slack's list of members is of 2026-03-08 14:40 UTC) (Slack's "
              "list of groups is of 2026-03-07 14:40 UTC)"));
  CHECK(room.type("escalate @search-oncall").has("P1: @search-oncall is called in"));
  CHECK(room.type("oncall").has("Slack has not told for a while who is who (Slack's list"));
}

TEST_CASE("names of the configuration that Slack does not know are said, and never guessed") {
  Staff room;
  room.settings.roster.teams["payments"].steps = {{{"@gone", "@ben"}, 5min, 1, std::nullopt},
                                                  {{"@gus"}, 5min, 1, std::nullopt}};
  CHECK(room.type("escalate payments").has("Slack does not know @gone, @gus: they are not called"));
  CHECK(room.page().rungs.size() == 1);
  room.settings.roster.teams["search"].steps = {{{"@gone"}, 5min, 1, std::nullopt}};
  CHECK(room.type("escalate search").has("Nobody was paged: of team search nobody can be called"));
  CHECK(room.incident(1).pages.size() == 1);
}

TEST_CASE("oncall tells who is called now and who is next, and a team's whole ladder") {
  Staff room;
  Schedule rota;
  rota.people = {"@ben", "@chi"};
  rota.from = std::chrono::local_days(std::chrono::year(2026) / 3 / 2);
  rota.zone = "UTC";
  room.settings.roster.schedules["rota"] = rota;
  room.settings.roster.teams["search"].steps = {{{"schedule:rota"}, 5min, 2, std::nullopt},
                                                {{"@dee"}, 5min, 1, std::nullopt}};
  const Said all = room.type("oncall");
  CHECK(all.has("payments: @Ben; after 5 minutes @Chi, @Dee"));
  CHECK(all.has("search: @Chi; after 10 minutes @Dee"));
  CHECK(all.has("On call by the schedule rota: @Chi until 2026-03-16 09:00 UTC, then @Ben."));
  CHECK(all.has("Pages of INC-1: none."));
  const Said one = room.type("oncall Search");
  CHECK(one.has("@Chi until 2026-03-16 09:00 UTC, then @Ben."));
  CHECK(one.has("step 1: @Chi, for 5 minutes"));
  CHECK(one.has("step 1 again: @Chi"));
  CHECK(one.has("step 2: @Dee, for 5 minutes"));
  REQUIRE(one.button("Page search"));
  CHECK(room.type("oncall payments").has("Also in the team: @Ana."));
  CHECK(room.type("oncall rota").has("@Chi until"));
  const Said none = room.type("oncall serach");
  CHECK(none.refused);
  CHECK(none.has("There is no team or schedule “serach”. The nearest: search"));
}

TEST_CASE("oncall says of an open page which step is called until when") {
  Staff room;
  room.type("escalate payments");
  CHECK(room.type("oncall").has("no answer yet; step 1, @Ben, is called until 14:45 UTC"));
}

TEST_CASE("drill with the name of a scenario plans what it will show") {
  Conversation room;
  const Said said = room.type("drill Database");
  CHECK(said.has("Saved INC-1: sev1 Checkout fails, the database is full"));
  CHECK(said.has("This is practice."));
  CHECK(room.incident(1).is_drill);
  CHECK(body_of<event::DrillPlanned>(room.last_event(1)).scenario == "database");
  const Said list = room.type("drill");
  CHECK(list.has("/incident drill database"));
  REQUIRE(list.button("Start release"));
}

TEST_CASE("a drill of an incident replays what was seen in it") {
  Crowd room;
  room.type("detected Errors above 5%");
  room.now += 2min;
  room.type("log The pool is full");
  room.type("drill INC-1");
  const auto plan = body_of<event::DrillPlanned>(room.last_event(2));
  REQUIRE(plan.injects.size() == 2);
  CHECK(plan.injects[0].text == "Errors above 5%");
  CHECK(plan.injects[1].after_ms == 120'000);
}

}  // namespace teams_test
