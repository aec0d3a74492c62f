// The bot's disk is full while people type: they are told, nothing is half done, and when there is
// space again all goes on by itself.

#include "bot/domain/timeline.h"
#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

namespace tocsin::e2e::disk_test {

using sandbox::Server;

// More than the bot has said by then, and less than what its database has written.
constexpr std::size_t k_full = 16 * 1024;

namespace {

// Somebody's sqlite3 in the middle of a transaction.
class HeldDatabase {
 public:
  explicit HeldDatabase(const std::string& path) {
    REQUIRE(sqlite3_open(path.c_str(), &connection_) == SQLITE_OK);
    sqlite3_busy_timeout(connection_, 10'000);
    REQUIRE(sqlite3_exec(connection_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  ~HeldDatabase() { sqlite3_close(connection_); }
  HeldDatabase(const HeldDatabase&) = delete;
  HeldDatabase& operator=(const HeldDatabase&) = delete;

 private:
  sqlite3* connection_ = nullptr;
};

}  // namespace

TEST_CASE("On a full disk commands are answered “not saved”, and with space it goes on") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  CHECK(contains(slack.type(k_ana, channel, "log Before.").text, "Saved *E2*"));
  CHECK(slack.channel_shows(channel, "Before."));

  bot->limit_files(k_full);
  for (int i = 0; i < 3; ++i) {
    const Shown refused = slack.type(k_ana, channel, "log Lost line.");
    CHECK_MESSAGE(contains(refused.text, "Not saved: the bot's disk is full"), refused.text);
  }
  const Shown declared = slack.type(k_ben, k_general, "declare Mail is down");
  CHECK_MESSAGE(contains(declared.text, "Not saved"), declared.text);
  CHECK(bot->is_running());

  bot->limit_files({});
  CHECK(contains(slack.type(k_ana, channel, "log After.").text, "Saved *E3*"));
  CHECK(slack.channel_shows(channel, "After."));
  CHECK(contains(slack.type(k_ben, k_general, "declare Mail is down").text, "Saved *INC-2*"));
  CHECK_FALSE(slack.wait_for_channel("inc-2-mail-is-down").empty());
  CHECK(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  const auto record = stage.record();
  CHECK(record->all_incidents().size() == 2);
  for (const Event& event : record->events_of({1})) {
    CHECK_FALSE(contains(timeline_text(event.body), "Lost line."));
  }
  slack.with([&](Server& server) {
    for (const std::string& finding : all_findings(server, *record, {})) FAIL_CHECK(finding);
  });
}

TEST_CASE("While another program holds the database commands are refused, and then taken again") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  CHECK(contains(slack.type(k_ana, k_general, "declare Search is slow").text, "Saved *INC-1*"));
  {
    const HeldDatabase held(stage.database());
    const Shown refused = slack.type(k_ana, k_general, "INC-1 log Lost line.");
    CHECK_MESSAGE(contains(refused.text, "Not saved: the bot's database is busy"), refused.text);
  }
  CHECK(contains(slack.type(k_ana, k_general, "INC-1 log After.").text, "Saved *E2*"));
  CHECK(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  const auto record = stage.record();
  slack.with([&](Server& server) {
    for (const std::string& finding : all_findings(server, *record, {})) FAIL_CHECK(finding);
  });
}

TEST_CASE("A post whose answer comes while the disk is full is not posted again") {
  Stage stage;
  stage.configure("[delivery]\ntimeout_ms = 5000\ngrace_ms = 6000\n");
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  REQUIRE(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  slack.with([](Server& server) {
    server.faults().fail_next("chat.postMessage", sandbox::slow_answer(Duration{2'000}));
  });
  CHECK(contains(slack.type(k_ana, channel, "log Only once.").text, "Saved"));
  CHECK(slack.eventually([](Server& server) { return server.faults().spent(); }));
  bot->limit_files(k_full);
  CHECK(bot->says("not saved"));  // the answer could not be written down
  bot->limit_files({});
  CHECK(slack.eventually([&](Server&) { return unsettled_deliveries(stage.database()) == 0; }));
  stop(*bot);
  const auto record = stage.record();
  slack.with([&](Server& server) {
    for (const std::string& finding : all_findings(server, *record, {})) FAIL_CHECK(finding);
  });
  CHECK(slack.channel_shows(channel, "Only once."));
}

}  // namespace tocsin::e2e::disk_test
