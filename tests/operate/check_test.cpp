// What `tocsin check` finds in records that were tampered with, and that it finds nothing else.

#include "tests/operate/records.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <fstream>

namespace check_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

// As somebody with sqlite3 in their hands would.
void tamper(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

bool one_says(const std::vector<std::string>& troubles, const std::string& words) {
  for (const std::string& trouble : troubles) {
    if (trouble.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("A record that nobody touched is whole, also while a bot writes it") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 3);
  CHECK(troubles_in(database).empty());
  const auto bot = SqliteStore::open(database, {});
  log_line(*bot, 2, "Not searched yet");
  CHECK(troubles_in(database).empty());
}

TEST_CASE("A row that was changed by hand is told with what differs") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 3);
  tamper(database,
         "UPDATE incident SET title = 'Nothing happened', state = 'closed' WHERE number = 2");
  const auto troubles = troubles_in(database);
  CHECK(troubles.size() == 1);
  CHECK(one_says(troubles, "INC-2"));
  CHECK(one_says(troubles, "title, state"));
}

TEST_CASE("Of an earlier version's row it is not asked whether its pages have ended") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 2);
  {
    const auto bot = SqliteStore::open(database, {});
    Incident incident = *bot->incident(IncidentNumber{1});
    bot->begin();
    event::Paged paged;
    paged.page = PageNumber{1};
    paged.user = UserId{"U0BEN"};
    happen(*bot, incident, paged);
    happen(*bot, incident, event::PageAcknowledged{PageNumber{1}});
    happen(*bot, incident, event::StateMoved{State::investigating, State::resolved, ""});
    bot->put(incident);
    bot->catch_up_search(10);
    bot->commit();
  }
  CHECK(troubles_in(database).empty());
  tamper(database,
         "UPDATE incident SET details = json_remove(details, '$.pages[0].is_ended') "
         "WHERE details ->> '$.pages[0].is_ended'");
  CHECK(troubles_in(database).empty());
  tamper(database, "UPDATE incident SET details = json_remove(details, '$.pages[0].state')");
  CHECK(one_says(troubles_in(database), "INC-1 cannot be read"));
}

TEST_CASE("A search that forgot an incident, and one that knows other words, are told") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 3);
  tamper(database, "DELETE FROM past WHERE rowid = 65536");
  tamper(database, "UPDATE past SET text = 'other words' WHERE rowid = 3 * 65536");
  const auto troubles = troubles_in(database);
  CHECK(troubles.size() == 2);
  CHECK(one_says(troubles, "INC-1 is not searched"));
  CHECK(one_says(troubles, "INC-3 is not searched"));
}

TEST_CASE("An event that cannot be read is told, and the other incidents are still looked at") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 3);
  tamper(
      database,
      "DROP TRIGGER event_is_never_changed; UPDATE event SET kind = 'nonsense' WHERE incident = 1 "
      "AND entry = 2; UPDATE incident SET title = 'x' WHERE number = 3");
  const auto troubles = troubles_in(database);
  CHECK(one_says(troubles, "INC-1 cannot be read"));
  CHECK(one_says(troubles, "INC-3"));
}

TEST_CASE("Rows that refer to nothing and a changed migration are told") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 1);
  tamper(database,
         "INSERT INTO writeup (incident, revision, made_at, markdown) VALUES (9, 1, 0, '')");
  tamper(database, "UPDATE migration SET checksum = 'other' WHERE number = 2");
  const auto troubles = troubles_in(database);
  CHECK(one_says(troubles, "refer to a row of incident"));
  CHECK(one_says(troubles, "Migration 2"));
}

TEST_CASE("A damaged file is told, and never taken for whole") {
  const TemporaryFolder folder;
  const std::string database = folder.file("tocsin.db");
  make_record(database, 40);
  const auto size = std::filesystem::file_size(database);
  {
    std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
    for (std::uintmax_t at = 8'192; at + 4'096 < size; at += 4'096) {
      file.seekp(static_cast<std::streamoff>(at));
      file << std::string(600, '\xff');
    }
  }
  bool is_told = false;
  try {
    is_told = !troubles_in(database).empty();
  } catch (const std::runtime_error& refused) {
    is_told = !std::string(refused.what()).empty();
  }
  CHECK(is_told);
}

TEST_CASE("The report says what to do when something is wrong, and how much was looked at") {
  CHECK(check_report("a.db", 1, {}).find("1 incident, ") != std::string::npos);
  const std::string report = check_report("a.db", 3, {"INC-2 is odd."});
  CHECK(report.find("INC-2 is odd.\n1 finding in a.db") == 0);
  CHECK(report.find("tocsin restore") != std::string::npos);
}

}  // namespace check_test
