// Who is on call when, and which ladder a team's policy makes.

#include "bot/domain/team.h"

#include "bot/domain/when.h"
#include "bot/domain/zone.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

Moment utc(int month, unsigned day, int hour, int minute = 0) {
  const auto date = std::chrono::year(2026) / month / std::chrono::day(day);
  return std::chrono::sys_days(std::chrono::year_month_day(date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute);
}

// From Monday, 5 January 2026, 09:00 in Berlin.
Schedule weekly() {
  Schedule schedule;
  schedule.people = {"@ana", "@bo", "@chi"};
  schedule.from = std::chrono::local_days(std::chrono::year(2026) / 1 / 5);
  schedule.zone = "Europe/Berlin";
  return schedule;
}

std::optional<Called> anybody(std::string_view name) {
  if (name == "@nobody") return std::nullopt;
  return Called{UserId{std::string(name)}, "", std::string(name), ""};
}

std::string printed(const Plan& plan) {
  std::string text;
  for (const Rung& rung : plan.rungs) {
    text += std::to_string(rung.step) + "." + std::to_string(rung.round) + ":";
    for (const Called& called : rung.called) text += called.name;
    text += " ";
  }
  for (const std::string& name : plan.missing) text += "?" + name;
  return text;
}

const Moment k_noon = utc(1, 6, 11);  // 12:00 in Berlin, on Ana's first Tuesday

}  // namespace

TEST_CASE("a rotation hands over at its time of day, in its zone") {
  const Schedule schedule = weekly();
  const Roster roster;
  CHECK_FALSE(on_call(schedule, roster, utc(1, 5, 7, 59)));
  CHECK(on_call(schedule, roster, utc(1, 5, 8))->person == "@ana");
  CHECK(on_call(schedule, roster, utc(1, 12, 7, 59))->person == "@ana");
  const auto second = on_call(schedule, roster, utc(1, 12, 8));
  CHECK(second->person == "@bo");
  CHECK(second->next == "@chi");
  CHECK(second->until == utc(1, 19, 8));
  CHECK(on_call(schedule, roster, utc(1, 26, 8))->person == "@ana");
}

TEST_CASE("summer time moves the handover with the clocks of the zone") {
  const auto shift = on_call(weekly(), Roster{}, utc(3, 28, 12));
  REQUIRE(shift);
  CHECK(shift->until == utc(3, 30, 7));  // 09:00 in Berlin is 07:00 UTC from the 29th on
  CHECK(on_call(weekly(), Roster{}, utc(3, 30, 7))->person == shift->next);
}

TEST_CASE("hours hold from the first minute to the last, also over midnight") {
  const Hours day{8h, 20h};
  CHECK_FALSE(is_within(day, "UTC", utc(1, 6, 7, 59)));
  CHECK(is_within(day, "UTC", utc(1, 6, 8)));
  CHECK_FALSE(is_within(day, "UTC", utc(1, 6, 20)));
  const Hours night{22h, 6h};
  CHECK(is_within(night, "UTC", utc(1, 6, 23)));
  CHECK(is_within(night, "UTC", utc(1, 6, 5, 59)));
  CHECK_FALSE(is_within(night, "UTC", utc(1, 6, 6)));
  CHECK(is_within(night, "Europe/Berlin", utc(1, 6, 21)));
}

TEST_CASE("a plan has a rung for each round of a step, and leaves out what calls nobody") {
  Roster roster;
  roster.schedules["rota"] = weekly();
  Team team;
  team.steps = {{{"schedule:rota"}, 5min, 2, std::nullopt},
                {{"@nobody"}, 5min, 1, std::nullopt},
                {{"@bo", "@chi", "@bo"}, 10min, 1, std::nullopt}};
  CHECK(printed(plan_ladder(team, roster, k_noon, anybody)) ==
        "1.1:@ana 1.2:@ana 3.1:@bo@chi ?@nobody");
}

TEST_CASE("who is on call is looked at for the time at which the step would come") {
  Roster roster;
  roster.schedules["rota"] = weekly();
  Team team;
  team.steps = {{{"schedule:rota"}, 10min, 2, std::nullopt}};
  // Five minutes before Bo takes over from Ana.
  CHECK(printed(plan_ladder(team, roster, utc(1, 12, 7, 55), anybody)) == "1.1:@ana 1.2:@bo ");
}

TEST_CASE("a step outside of its hours is passed over") {
  Team team;
  team.zone = "Europe/Berlin";
  team.steps = {{{"@ana"}, 5min, 1, Hours{8h, 12h}}, {{"@bo"}, 5min, 1, std::nullopt}};
  CHECK(printed(plan_ladder(team, {}, utc(1, 6, 10, 59), anybody)) == "1.1:@ana 2.1:@bo ");
  CHECK(printed(plan_ladder(team, {}, k_noon, anybody)) == "2.1:@bo ");
}

TEST_CASE("a team as a target stands for whom it would call first") {
  Roster roster;
  roster.teams["platform"].steps = {{{"@dee"}, 5min, 1, Hours{0h, 1h}},
                                    {{"@chi"}, 5min, 1, std::nullopt}};
  Team team;
  team.steps = {{{"@ana"}, 5min, 1, std::nullopt}, {{"team:platform"}, 5min, 1, std::nullopt}};
  CHECK(printed(plan_ladder(team, roster, k_noon, anybody)) == "1.1:@ana 2.1:@chi ");
}

TEST_CASE("the nearest teams come first") {
  Roster roster;
  for (const char* name : {"payments", "platform", "search", "web"}) roster.teams[name];
  CHECK(similar_teams(roster, "paymnets").front() == "payments");
  CHECK(similar_teams(roster, "paymnets").size() == 3);
  CHECK(similar_teams({}, "x").empty());
}

TEST_CASE("a pager in a step is called by its name, with those whom it calls as far as it told") {
  Roster roster;
  roster.pagers = {{"duty", "PagerDuty"}};
  Team team;
  team.steps = {{{"pager:duty", "pager:gone"}, 5min, 1, std::nullopt}};
  Plan plan = plan_ladder(team, roster, k_noon, anybody);
  REQUIRE(plan.rungs.size() == 1);
  CHECK(plan.rungs[0].called == std::vector<Called>{{{}, "", "PagerDuty", "", "duty"}});
  CHECK(plan.missing == std::vector<std::string>{"pager:gone"});

  roster.schedules["first"].pager = "duty";
  roster.read_shifts["first"] = {{{"Ana Lopez", "", "+49 30 1"}, {"Bo", "", ""}}, {}, k_noon};
  plan = plan_ladder(team, roster, k_noon, anybody);
  CHECK(plan.rungs[0].called[0].phone == "Ana Lopez +49 30 1, Bo");
  plan = plan_ladder(team, roster, k_noon + 1h, anybody);
  CHECK(plan.rungs[0].called[0].phone.starts_with("Ana Lopez +49 30 1, Bo as of "));
}

TEST_CASE("two pagers of one service are told apart by their names") {
  Roster roster;
  roster.pagers = {{"duty", "PagerDuty"}, {"night", "PagerDuty"}, {"ops", "Opsgenie"}};
  CHECK(pager_title(roster, "duty") == "PagerDuty (duty)");
  CHECK(pager_title(roster, "ops") == "Opsgenie");
  CHECK(pager_title(roster, "gone") == "gone");
}

TEST_CASE("whom a pager's schedule names is a person of Slack, or somebody with a telephone") {
  Roster roster;
  roster.pagers = {{"duty", "PagerDuty"}};
  roster.schedules["first"].pager = "duty";
  Team team;
  team.steps = {{{"schedule:first"}, 5min, 1, std::nullopt}};
  Plan plan = plan_ladder(team, roster, k_noon, anybody);
  CHECK(plan.rungs.empty());
  CHECK(plan.missing == std::vector<std::string>{"PagerDuty's schedule first"});
  roster.read_shifts["first"] = {{{"ana", "", "+49 30 1"}, {"nobody", "", "+49 30 2"}}, {}, k_noon};
  plan = plan_ladder(team, roster, k_noon + 48h, anybody);  // however old
  REQUIRE(plan.rungs.size() == 1);
  CHECK(plan.rungs[0].called == std::vector<Called>{{UserId{"@ana"}, "", "@ana", "+49 30 1"},
                                                    {{}, "", "nobody", "+49 30 2"}});
}
