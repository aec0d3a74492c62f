// Every verb through the real sockets: the cases stand in tests/fixtures/incidents/verbs.txt, one
// for each verb of the catalogue, each with an incident of its own.

#include "commands/catalog.h"
#include "tests/e2e/script.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

namespace tocsin::e2e::verbs_test {

namespace {

std::vector<ScriptCase> cases_of_verbs() {
  return read_script(source_path("tests/fixtures/incidents/verbs.txt"));
}

// Each case waits for Slack's pace, so they are played in parts, which run side by side.
constexpr std::size_t k_parts = 4;
template <std::size_t number>
using Part = std::integral_constant<std::size_t, number>;

}  // namespace

TEST_CASE("There is a case for every verb") {
  std::set<std::string> shown;
  for (const ScriptCase& one : cases_of_verbs()) {
    shown.insert(one.name.substr(0, one.name.find(' ')));
  }
  for (const Verb* verb : catalog()) {
    if (verb->is_hidden || verb->run == nullptr) continue;
    CHECK_MESSAGE(shown.contains(std::string(verb->name)), "no case for " << verb->name);
  }
}

TEST_CASE_TEMPLATE("Every verb does in Slack what it says", This, Part<0>, Part<1>, Part<2>,
                   Part<3>) {
  Stage stage;
  stage.configure(
      "[teams.payments]\n"
      "steps = [ { targets = [\"U0BEN\"], wait = \"10m\" }, { targets = [\"U0CHI\"] } ]\n"
      "[teams.hasty]\n"
      "steps = [ { targets = [\"U0BEN\"], wait = \"2s\" }, { targets = [\"U0CHI\"] } ]\n"
      "[phones]\nU0CHI = \"+81 3 1234\"\n");
  auto bot = stage.start_ready_bot();
  const std::vector<ScriptCase> cases = cases_of_verbs();
  for (std::size_t i = This::value; i < cases.size(); i += k_parts) {
    ScriptPlayer(stage.slack()).play(cases[i]);
    CHECK_MESSAGE(bot->is_running(), bot->said());
  }
  stage.slack().check_nothing_to_complain_about();
  stop(*bot);
}

}  // namespace tocsin::e2e::verbs_test
