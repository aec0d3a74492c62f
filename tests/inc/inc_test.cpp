// `tocsin inc` without a bot: on a real record, from which nothing leaves.

#include "bot/inc/inc.h"

#include "bot/domain/timeline.h"
#include "storage/sqlite_store.h"

#include <doctest/doctest.h>

#include <memory>

namespace inc_test {

using namespace tocsin;

namespace {

class Desk {
 public:
  Desk() : store(SqliteStore::open(":memory:", {})) {
    config.http_address = "off";
    store->begin();
    store->put(Person{UserId{"U0ANA"}, "ana", "Europe/Berlin", false, false, false});
    store->commit();
  }

  int type(const std::vector<std::string>& words, const std::string& as = "@ana") {
    return run_inc({words, as}, config, "nobody-known", net::Surroundings{},
                   [this](const std::function<int(Store&)>& work) { return work(*store); });
  }

  Config config;
  std::unique_ptr<SqliteStore> store;
};

}  // namespace

TEST_CASE("An incident named after the verb stands in front of the line") {
  CHECK(typed_line({"log", "INC-7", "it", "is", "the", "cache"}) == "INC-7 log it is the cache");
  CHECK(typed_line({"log", "inc-7", "x"}) == "inc-7 log x");
  CHECK(typed_line({"log", "#7", "x"}) == "#7 log x");
  CHECK(typed_line({"INC-7", "log", "x"}) == "INC-7 log x");
  CHECK(typed_line({"log", "7", "errors"}) == "log 7 errors");
  CHECK(typed_line({"show", "INC-7"}) == "show INC-7");
  CHECK(typed_line({"link", "INC-7"}) == "link INC-7");
  CHECK(typed_line({"declare", "sev1", "Checkout", "down"}) == "declare sev1 Checkout down");
}

TEST_CASE("The name may stand behind the verb too") {
  const IncOptions options = with_name_taken_out({{"log", "INC-7", "x", "--as", "@bo"}, ""});
  CHECK(options.as == "@bo");
  CHECK(options.words == std::vector<std::string>{"log", "INC-7", "x"});
}

TEST_CASE(
    "Without a bot a command is carried out on the record, and what it says waits for Slack") {
  Desk desk;
  CHECK(desk.type({"declare", "sev1", "Checkout", "down"}) == 0);
  CHECK(desk.type({"log", "INC-1", "it", "is", "the", "cache"}) == 0);
  const auto incident = desk.store->incident(IncidentNumber{1});
  REQUIRE(incident);
  CHECK(incident->title == "Checkout down");
  CHECK(incident->lead == UserId{"U0ANA"});
  CHECK(timeline_text(desk.store->events_of(IncidentNumber{1}).back().body) == "it is the cache");
  for (const OutboxRow& row : desk.store->unsettled_rows()) {
    CHECK(row.state == DeliveryState::ready);
    CHECK(row.attempts == 0);
  }
  CHECK_FALSE(desk.store->unsettled_rows().empty());
}

TEST_CASE("The exit status is 0 only for what was carried out") {
  Desk desk;
  CHECK(desk.type({"log", "INC-4", "x"}) == 1);               // there is none
  CHECK(desk.type({"declare"}) == 1);                         // would be a form in Slack
  CHECK(desk.type({"declare", "Checkout"}, "@nobody") == 1);  // unknown
  CHECK(desk.type({"declare", "Checkout"}, "") == 1);         // nor is the login name known
  CHECK(desk.type({"frobnicate", "the", "gateway"}) == 1);
  CHECK(desk.store->all_incidents().empty());
  desk.config.cli_user = "@ana";
  CHECK(desk.type({"declare", "Checkout"}, "") == 0);
}

TEST_CASE("A private incident does not exist for a command line, not even for who is in it") {
  Desk desk;
  CHECK(desk.type({"declare", "private", "Leaked", "keys"}) == 0);
  CHECK(desk.store->incident(IncidentNumber{1})->is_private);
  CHECK(desk.type({"show", "INC-1"}) == 1);
  CHECK(desk.type({"log", "INC-1", "x"}) == 1);
}

}  // namespace inc_test
