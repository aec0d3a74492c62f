// The operator's commands as the real program runs them, beside a bot that serves people.

#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

namespace tocsin::e2e::operator_test {

namespace {

// The exit status, with what it said on standard error.
int run(const Stage& stage, const std::vector<std::string>& arguments,
        std::string* said = nullptr) {
  BotProcess program(arguments, stage.variables(), stage.folder().path());
  const auto status = program.wait();
  if (said != nullptr) *said = program.said();
  INFO(program.said());
  REQUIRE(status.has_value());
  return *status;
}

}  // namespace

TEST_CASE("While the bot runs it can be looked at, checked, exported and backed up, not restored") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const std::string copy = stage.folder().file("backup.db");
  {
    const auto bot = stage.start_ready_bot();
    CHECK(contains(slack.type(k_ana, k_general, "declare sev2 Search is slow").text, "Saved"));
    CHECK(run(stage, {"doctor"}) == 0);
    CHECK(run(stage, {"config", "--json"}) == 0);
    CHECK(run(stage, {"check"}) == 0);
    CHECK(run(stage, {"export", "--format", "csv"}) == 0);
    CHECK(run(stage, {"backup", copy}) == 0);
    std::string said;
    CHECK(run(stage, {"restore", copy}, &said) == 1);
    CHECK(contains(said, "stop the bot first"));
    slack.type(k_ana, k_general, "declare sev3 After the backup");
    CHECK(bot->is_running());
    stop(*bot);
  }
  CHECK(run(stage, {"check", "--database", copy}) == 0);
  CHECK(run(stage, {"restore", copy}) == 0);
  CHECK(stage.record()->all_incidents().size() == 1);
  const auto bot = stage.start_ready_bot();
  CHECK(contains(slack.type(k_ana, k_general, "list").text, "Search is slow"));
  stop(*bot);
}

}  // namespace tocsin::e2e::operator_test
