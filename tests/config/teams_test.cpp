// Whom to call, in the configuration: what is read, and what is refused with file, line and what
// was probably meant.

#include "tests/config/surroundings.h"

#include <chrono>

namespace teams_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void refuses(const std::string& text, const std::string& part) {
  ConfigWorld world;
  const std::string trouble = world.trouble_with(text);
  CAPTURE(text);
  CAPTURE(trouble);
  CHECK(contains(trouble, part));
  CHECK(contains(trouble, "tocsin.toml, line "));
}

}  // namespace

TEST_CASE("a team is read with its steps, waits, rounds and hours") {
  ConfigWorld world;
  world.toml(R"(
zone = "Europe/Berlin"
[teams.payments]
steps = [
  { targets = ["schedule:rota"], wait = "30s", repeat = 2 },
  { targets = ["@bo", "S0123"], hours = "22:00-06:00" },
  { targets = ["team:web"] },
]
members = ["@dee", "U0123"]
group = "S0456"
[teams.web]
steps = [ { targets = ["@chi"] } ]
[schedules.rota]
people = ["@ana", "@bo"]
from = 2026-01-05
every = "14d"
handover = "08:30"
zone = "UTC"
[phones]
"@ana" = "+49 30 1"
)");
  const Roster roster = world.must_read().roster;
  const Team& payments = roster.teams.find("payments")->second;
  REQUIRE(payments.steps.size() == 3);
  CHECK(payments.steps[0].wait == 30s);
  CHECK(payments.steps[0].repeat == 2);
  CHECK(payments.steps[1].wait == 5min);
  CHECK(payments.steps[1].hours == Hours{22h, 6h});
  CHECK(payments.members == std::vector<std::string>{"@dee", "U0123"});
  CHECK(payments.group == "S0456");
  const Schedule& rota = roster.schedules.find("rota")->second;
  CHECK(rota.days == 14);
  CHECK(rota.handover == 8h + 30min);
  CHECK(rota.from == std::chrono::local_days(std::chrono::year(2026) / 1 / 5));
  CHECK(roster.phones.find("@ana")->second == "+49 30 1");
  CHECK(roster.zone == "Europe/Berlin");
}

TEST_CASE("what calls nobody is refused at start") {
  refuses("[teams.payments]\nmembers = [\"@ana\"]\n", "teams.payments has no steps");
  refuses("[teams.payments]\nsteps = []\n", "teams.payments.steps has to be a list");
  refuses("[teams.payments]\nsteps = [ { wait = \"5m\" } ]\n", "a step without targets");
  refuses("[teams.payments]\nsteps = [ { targets = [] } ]\n", "a step without targets");
  refuses("[teams.payments]\nsteps = [ { targets = [\"@ana\"], hours = \"08:00-20:00\" } ]\n",
          "every step has hours");
  refuses("[schedules.rota]\nfrom = 2026-01-05\n", "schedules.rota has no people");
  refuses("[schedules.rota]\npeople = [\"@ana\"]\n", "does not say from when");
}

TEST_CASE("wrong keys are refused with the line and the one that was meant") {
  refuses("[teams.payments]\nstpes = []\n",
          "line 2: there is no key teams.payments.stpes. Did you mean steps?");
  refuses("[teams.payments]\nsteps = [ { targets = [\"@ana\"], wiat = \"5m\" } ]\n",
          "there is no key teams.payments.steps.wiat. Did you mean wait?");
  refuses("[schedules.rota]\npeeple = [\"@ana\"]\n", "Did you mean people?");
  refuses("[teams.\"Pay ments\"]\nsteps = []\n", "cannot be typed as the name of a team");
}

TEST_CASE("targets that are not there, and teams that call themselves, are refused") {
  refuses("[teams.payments]\nsteps = [ { targets = [\"ana\"] } ]\n", "\"ana\" is no target");
  refuses(
      "[teams.payments]\nsteps = [ { targets = [\"schedule:rta\"] } ]\n[schedules.rota]\n"
      "people = [\"@ana\"]\nfrom = 2026-01-05\n",
      "line 2: there is no schedule \"rta\". Did you mean rota?");
  refuses("[teams.payments]\nsteps = [ { targets = [\"team:paymets\"] } ]\n",
          "there is no team \"paymets\". Did you mean payments?");
  refuses("[teams.payments]\nsteps = [ { targets = [\"team:payments\"] } ]\n",
          "team payments calls itself");
  refuses(
      "[teams.a]\nsteps = [ { targets = [\"team:b\"] } ]\n[teams.b]\n"
      "steps = [ { targets = [\"@ana\", \"team:a\"] } ]\n",
      "calls itself by way of");
}

TEST_CASE("waits, rounds, hours, days and phones are read strictly") {
  const std::string step = "[teams.a]\nsteps = [ { targets = [\"@ana\"], ";
  for (const char* wait : {"\"5\"", "\"0m\"", "\"m\"", "\"2d\"", "5", "\"-5m\""}) {
    refuses(step + "wait = " + wait + " } ]\n", "wait has to be a time");
  }
  for (const char* repeat : {"0", "11", "\"2\""}) {
    refuses(step + "repeat = " + repeat + " } ]\n", "from 1 to 10");
  }
  for (const char* hours : {"\"8-20\"", "\"08:00\"", "\"08:00-08:00\"", "\"25:00-26:00\""}) {
    refuses(step + "hours = " + hours + " } ]\n", "hours are written like");
  }
  const std::string schedule = "[schedules.r]\npeople = [\"@ana\"]\nfrom = 2026-01-05\n";
  refuses(schedule + "every = \"12h\"\n", "has to be a number of days");
  refuses(schedule + "handover = \"9\"\n", "a time of day");
  refuses(schedule + "zone = \"Europe/Berlim\"\n", "Did you mean Europe/Berlin?");
  refuses("[schedules.r]\npeople = [\"@ana\"]\nfrom = \"2026-01-05\"\n", "date without quotes");
  refuses("[phones]\nana = \"+49\"\n", "\"ana\" is nobody");
}

TEST_CASE("a schedule may be a pager's: its name and its ID there") {
  ConfigWorld world;
  world.toml(R"(
[teams.payments]
steps = [ { targets = ["schedule:first", "pager:duty"] } ]
[schedules.first]
pager = "duty"
schedule = "PXYZ"
[pagers.duty]
kind = "pagerduty"
routing_key = "0123456789abcdef"
)");
  const Roster roster = world.must_read().roster;
  const Schedule& first = roster.schedules.find("first")->second;
  CHECK(first.pager == "duty");
  CHECK(first.pager_schedule == "PXYZ");
  CHECK(roster.teams.find("payments")->second.steps[0].targets ==
        std::vector<std::string>{"schedule:first", "pager:duty"});
}

TEST_CASE("a schedule of a pager that is not whole, or of no pager, is refused") {
  refuses("[schedules.first]\npager = \"duty\"", "does not say which schedule of duty it is");
  refuses("[schedules.first]\nschedule = \"PXYZ\"", "no pager that knows it");
  refuses("[schedules.first]\npager = \"duty\"\nschedule = \"P1\"\npeople = [\"@ana\"]",
          "has people of its own and a pager to ask");
  refuses("[schedules.first]\npagers = \"duty\"", "Did you mean pager?");
  refuses(
      "[schedules.first]\npager = \"dity\"\nschedule = \"P1\"\n"
      "[pagers.duty]\nkind = \"pagerduty\"\nrouting_key = \"0123\"",
      "schedules.first.pager: there is no pager \"dity\", with a section [pagers.dity]. Did you "
      "mean duty?");
}

}  // namespace teams_test
