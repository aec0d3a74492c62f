// Every verb through the real sockets: the cases stand in tests/fixtures/incidents/verbs.txt, one
// for each verb of the catalogue, each with an incident of its own.

#include "commands/catalog.h"
#include "tests/e2e/script.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <set>

namespace tocsin::e2e::verbs_test {

TEST_CASE("Every verb does in Slack what it says, and there is a case for each") {
  const std::vector<ScriptCase> cases =
      read_script(source_path("tests/fixtures/incidents/verbs.txt"));
  std::set<std::string> shown;
  for (const ScriptCase& one : cases) shown.insert(one.name.substr(0, one.name.find(' ')));
  for (const Verb* verb : catalog()) {
    if (verb->is_hidden || verb->run == nullptr) continue;
    CHECK_MESSAGE(shown.contains(std::string(verb->name)), "no case for " << verb->name);
  }
  Stage stage;
  stage.configure(
      "[teams.payments]\n"
      "steps = [ { targets = [\"U0BEN\"], wait = \"10m\" }, { targets = [\"U0CHI\"] } ]\n"
      "[teams.hasty]\n"
      "steps = [ { targets = [\"U0BEN\"], wait = \"2s\" }, { targets = [\"U0CHI\"] } ]\n"
      "[phones]\nU0CHI = \"+81 3 1234\"\n");
  auto bot = stage.start_ready_bot();
  for (const ScriptCase& one : cases) {
    ScriptPlayer(stage.slack()).play(one);
    CHECK_MESSAGE(bot->is_running(), bot->said());
  }
  stage.slack().check_nothing_to_complain_about();
  stop(*bot);
}

}  // namespace tocsin::e2e::verbs_test
