// One long incident that uses every verb, as a file that people can read: what each person typed
// and was answered, and the incident's channel afterwards. Compared with every clock alike.
// TOCSIN_ACCEPT_FIXTURES=1 writes it anew.

#include "tests/e2e/script.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

namespace tocsin::e2e::long_incident_test {

TEST_CASE("A long incident with all verbs reads as it always did") {
  const std::string folder = source_path("tests/fixtures/incidents/");
  const std::vector<ScriptCase> script = read_script(folder + "long.txt");
  REQUIRE(script.size() == 1);
  Stage stage;
  auto bot = stage.start_ready_bot();
  ScriptPlayer player(stage.slack());
  player.play(script.front());
  CHECK(stage.slack().eventually([&](sandbox::Server& server) {
    const auto files = server.workspace().files();
    return !files.empty() && !files.back()->share.empty();
  }));
  stage.slack().check_nothing_to_complain_about();
  const std::string transcript = stage.slack().transcript(player.channel());
  stop(*bot);

  if (player.was_too_slow()) {
    MESSAGE("skipped: the machine was too slow to compare what was seen");
    return;
  }
  const std::string seen = without_times("What was typed, and what each was answered\n\n" +
                                         player.record() + "\nThe channel\n\n" + transcript);
  const std::string path = folder + "long-transcript.txt";
  if (std::getenv("TOCSIN_ACCEPT_FIXTURES") != nullptr) {
    std::ofstream(path, std::ios::binary) << seen;
    return;
  }
  CHECK(seen == file_content(path));
}

}  // namespace tocsin::e2e::long_incident_test
