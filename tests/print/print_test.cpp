// `tocsin postmortem` on a real database file, with a bot that goes on writing it, and with
// programs that make PDFs or only seem to.

#include "bot/print/print.h"
#include "bot/domain/entry_links.h"
#include "bot/print/child.h"
#include "storage/sqlite_store.h"
#include "tests/domain/postmortem_record.h"
#include "tests/support/file_content.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace print_test {

using namespace tocsin;
using namespace tocsin::test;
namespace fs = std::filesystem;

namespace {

// A folder with a database in it, and a bot that holds it open.
class World {
 public:
  World() {
    std::string name = (fs::temp_directory_path() / "tocsin-print-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    OpenOptions options;
    options.flushes = false;
    bot_ = SqliteStore::open(database(), options);
  }
  ~World() {
    bot_.reset();
    fs::remove_all(folder_);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string database() const { return path("tocsin.db"); }

  void save(const Record& record, const std::string& writeup = "") {
    bot_->begin();
    for (const auto& [id, name] : record.names)
      bot_->put(Person{UserId{id}, name, "", false, false, false});
    for (const Event& event : record.events) bot_->append(record.incident.number, event);
    bot_->put(record.incident);
    if (!writeup.empty()) bot_->put(Writeup{record.incident.number, 1, Moment{}, writeup});
    bot_->commit();
  }

  // A program of this name that is found first.
  void install(const std::string& name, const std::string& script) {
    fs::create_directories(folder_ / "bin");
    const fs::path file = folder_ / "bin" / name;
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(file, fs::perms::owner_all);
  }
  PdfPrograms programs() const { return {path("bin"), std::chrono::minutes(1)}; }

  Result<std::string, std::string> print(const std::string& incident,
                                         const std::string& format = "md") const {
    const auto record = SqliteStore::open_to_read(database());
    PrintOptions options;
    options.incident = incident;
    options.format = format;
    options.output = path("out");
    return printed_text(options, *record, {}, programs());
  }

 private:
  fs::path folder_;
  std::unique_ptr<SqliteStore> bot_;
};

Record outage() {
  Record record;
  record.add(utc(2024, 8, 10, 14, 30), "U1", declared("Payments are slow"));
  record.add(utc(2024, 8, 10, 14, 40), "U2", event::Logged{"Looking"});
  return record;
}

}  // namespace

TEST_CASE(
    "the write-up is printed while the bot goes on writing, by any way to name the incident") {
  World world;
  Record record = outage();
  world.save(record);
  for (const char* name : {"INC-7", "inc-7", "Inc-7", "#7", "7"}) {
    CHECK(world.print(name) == with_entry_links(record.render()));
  }
  Record later(8);
  later.add(utc(2024, 8, 11, 9, 0), "U1", declared("Search is empty"));
  world.save(later);
  CHECK(world.print("8") == with_entry_links(later.render()));
}

TEST_CASE(
    "an imported incident is printed as its document says it, in other formats from the record") {
  World world;
  Record record(4);
  event::Imported imported;
  imported.title = "Outage";
  imported.zone = "UTC";
  imported.file = "outage.md";
  record.add(utc(2020, 1, 2, 3, 4), "", imported);
  world.save(record, "# Outage\n\nAs it was written.\n");
  CHECK(world.print("4") == "# Outage\n\nAs it was written.\n");
  CHECK(world.print("4", "json")->find("\"file\": \"outage.md\"") != std::string::npos);
}

TEST_CASE("what was opened to read shows one moment of the record") {
  World world;
  world.save(outage());
  const auto reader = SqliteStore::open_to_read(world.database());
  CHECK(reader->events_of(IncidentNumber{7}).size() == 2);
  Record later(8);
  later.add(utc(2024, 8, 11, 9, 0), "U1", declared("Search is empty"));
  world.save(later);
  CHECK_FALSE(reader->incident(IncidentNumber{8}).has_value());
  CHECK(SqliteStore::open_to_read(world.database())->incident(IncidentNumber{8}).has_value());
}

TEST_CASE("what names no incident, or one that is not there, is refused with a sentence") {
  World world;
  CHECK(world.print("7").error() == "There is no INC-7: nothing is recorded yet.");
  world.save(outage());
  CHECK(world.print("INC-99").error() == "There is no INC-99. The latest is INC-7.");
  for (const char* name : {"", "INC-", "payments", "7a", "-7", "0", "INC-99999999999999999999"}) {
    CHECK(world.print(name).error() ==
          "\"" + std::string(name) + "\" names no incident. Write it as INC-7 or 7.");
  }
}

TEST_CASE("a database that is not there, not ours or not whole is refused and left alone") {
  World world;
  const auto trouble = [](const std::string& path) -> std::string {
    try {
      SqliteStore::open_to_read(path);
    } catch (const OpenError& error) {
      return error.what();
    }
    return "";
  };
  CHECK(trouble(world.path("none.db")).find("There is no database") == 0);
  CHECK(!fs::exists(world.path("none.db")));
  std::ofstream(world.path("text.db")) << std::string(5'000, 'x');
  CHECK(trouble(world.path("text.db")).find("is not an SQLite database") != std::string::npos);
  std::ofstream(world.path("empty.db")) << "";
  CHECK(!trouble(world.path("empty.db")).empty());
  CHECK(fs::file_size(world.path("empty.db")) == 0);
}

TEST_CASE("a file is written whole, replaces an older one, and is for its owner alone") {
  World world;
  const std::string path = world.path("INC-7.md");
  std::ofstream(path) << "an older one";
  CHECK_FALSE(put_text(path, "new").has_value());
  CHECK(file_content(path) == "new");
  CHECK((fs::status(path).permissions() & fs::perms::others_all) == fs::perms::none);
  const auto no_folder = put_text(world.path("nowhere/INC-7.md"), "new");
  REQUIRE(no_folder.has_value());
  CHECK(no_folder->find("cannot be written: No such file or directory.") != std::string::npos);
  CHECK(put_text(world.path(""), "new")->find("is a folder") != std::string::npos);
}

TEST_CASE("without a program that makes PDFs it says what to install") {
  World world;
  world.save(outage());
  CHECK(world.print("7", "pdf").error().find("apt-get install weasyprint") != std::string::npos);
}

TEST_CASE(
    "a PDF is made by the first program that can, from the page and without our environment") {
  World world;
  world.save(outage());
  setenv("SLACK_BOT_TOKEN", "xoxb-secret", 1);
  world.install("weasyprint", R"(echo broken >&2; exit 3)");
  CHECK(world.print("7", "pdf").error().find("made no PDF (exit status 3): broken") !=
        std::string::npos);
  world.install("chromium", R"(
for last; do :; done
page=${last#file://}
for option; do case "$option" in --print-to-pdf=*) out=${option#--print-to-pdf=};; esac; done
{ echo "%PDF-1.7"; /bin/cat "$page"; echo "token $SLACK_BOT_TOKEN"; } > "$out")");
  const auto pdf = world.print("7", "pdf");
  REQUIRE_MESSAGE(pdf.has_value(), pdf.error());
  CHECK(pdf->starts_with("%PDF-1.7\n<!DOCTYPE html>"));
  CHECK(pdf->find("Payments are slow") != std::string::npos);
  CHECK(pdf->find("xoxb-secret") == std::string::npos);
  unsetenv("SLACK_BOT_TOKEN");
}

TEST_CASE("a program that does not come to an end is ended, with its helpers") {
  const Finished finished = run_child({"/bin/sh", "-c", "echo begun; sleep 1000 & sleep 1000"},
                                      {"PATH=/usr/bin:/bin"}, std::chrono::milliseconds(200));
  CHECK(finished.started);
  CHECK_FALSE(finished.in_time);
  CHECK(finished.status == 128 + 9);
}

TEST_CASE("what another program says is heard to its end, however much it is") {
  const Finished finished = run_child(
      {"/bin/sh", "-c", "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 4"},
      {"PATH=/usr/bin:/bin"}, std::chrono::minutes(5));
  CHECK(finished.in_time);
  CHECK(finished.status == 4);
  CHECK(finished.said.size() == 4'096);
  CHECK(finished.said.starts_with("line 0\nline 1\n"));
  CHECK_FALSE(run_child({"/nowhere/program"}, {}, std::chrono::minutes(1)).started);
}

}  // namespace print_test
