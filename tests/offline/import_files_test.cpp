// `tocsin import` into a real record.

#include "bot/offline/import_files.h"
#include "bot/domain/corrections.h"
#include "bot/domain/postmortem.h"
#include "storage/sqlite_store.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace import_files_test {

using namespace tocsin;

namespace {

const Moment k_now = from_stored(1'900'000'000'000);

std::unique_ptr<SqliteStore> open_store() {
  OpenOptions options;
  options.now = k_now;
  return SqliteStore::open(":memory:", options);
}

std::string seed(int number) {
  return source_path("tests/fixtures/seeds/seed-" + std::to_string(number) + ".md");
}

int import_into(Store& store, std::vector<std::string> files) {
  ImportOptions options;
  options.files = std::move(files);
  return import_files(options, &store, k_now);
}

}  // namespace

TEST_CASE("imported documents are closed incidents that search and the write-up know") {
  const auto store = open_store();
  CHECK(import_into(*store, {seed(0), seed(1), seed(2), seed(3), seed(4)}) == 0);
  CHECK(store->all_incidents().size() == 5);
  CHECK(store->active_incidents().empty());
  const auto incident = store->incident({3});
  REQUIRE(incident);
  CHECK(incident->is_imported);
  CHECK(incident->state == State::closed);
  CHECK(incident->declarer.empty());
  CHECK(incident->lead.empty());
  REQUIRE(incident->started_at);
  REQUIRE(incident->resolved_at);
  CHECK(*incident->resolved_at - *incident->started_at == std::chrono::minutes{105});
  const auto found =
      store->find("crash loop payment gateway", 5, [](IncidentNumber) { return true; });
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().incident == IncidentNumber{3});
  const auto writeup = store->latest_writeup({3});
  REQUIRE(writeup);
  CHECK(writeup->markdown.find("The Day Our Servers") != std::string::npos);
}

TEST_CASE("the write-up of an imported document names those who wrote it") {
  const auto store = open_store();
  CHECK(import_into(*store, {seed(2)}) == 0);
  const auto incident = store->incident({1});
  REQUIRE(incident);
  const std::vector<Event> events = store->events_of({1});
  const PostmortemSources sources{*incident, events, [](const UserId& user) { return user.value; }};
  const PostmortemParts parts = postmortem_parts(sources);
  const bool named = std::any_of(parts.rows.begin(), parts.rows.end(), [](const auto& row) {
    return row.name == "Authors" && row.value == "Elijah Frempong";
  });
  CHECK(named);
}

TEST_CASE("of what was imported the events fold to the row, and nothing waits to be sent") {
  const auto store = open_store();
  CHECK(import_into(*store, {seed(0), seed(1), seed(2), seed(3), seed(4)}) == 0);
  for (const IncidentNumber number : store->all_incidents()) {
    CHECK(fold(number, store->events_of(number)) == store->incident(number));
  }
  CHECK(store->unsettled_rows().empty());
  CHECK_FALSE(store->next_timer());
  CHECK(store->incidents_with_open_tasks().empty());
}

TEST_CASE("a document without a date has no moments, and its clocks stay in the text") {
  const auto store = open_store();
  CHECK(import_into(*store, {seed(1)}) == 0);
  const auto incident = store->incident({1});
  REQUIRE(incident);
  CHECK_FALSE(incident->started_at);
  CHECK_FALSE(incident->resolved_at);
  CHECK_FALSE(incident->end_known);
  bool told = false;
  for (const Event& event : store->events_of({1})) {
    const auto* logged = std::get_if<event::Logged>(&event.body);
    told = told || (logged != nullptr && logged->text.starts_with("12:20 "));
  }
  CHECK(told);
}

TEST_CASE("the same document does not go in twice, whatever its name") {
  const TemporaryFolder folder;
  const auto store = open_store();
  CHECK(import_into(*store, {seed(2), seed(2)}) == 0);
  const std::string corrected = folder.file("corrected.md");
  std::ofstream(corrected) << file_content(seed(2)) << "\nOne more sentence.\n";
  CHECK(import_into(*store, {corrected}) == 0);
  CHECK(store->all_incidents().size() == 1);
}

TEST_CASE("what cannot be read is refused, the others go in and the exit status tells") {
  const TemporaryFolder folder;
  const auto store = open_store();
  std::ofstream(folder.file("notes.md")) << "# Shopping\n\n- milk\n";
  std::ofstream(folder.file("binary.md")) << std::string("\0\1\2", 3);
  CHECK(import_into(*store, {folder.file("notes.md"), folder.path().string(),
                             folder.file("nothing.md"), folder.file("binary.md"), seed(4)}) == 1);
  CHECK(store->all_incidents().size() == 1);
}

}  // namespace import_files_test
