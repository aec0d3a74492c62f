// What leaves the record by `tocsin export`, and what does not.

#include "bot/operate/export.h"

#include "bot/json.h"
#include "tests/operate/records.h"
#include "tests/storage/temporary_folder.h"
#include "tests/support/file_content.h"

#include <doctest/doctest.h>

namespace export_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

class Exported {
 public:
  Exported() : store_(SqliteStore::open(folder_.file("tocsin.db"), {.now = {}, .flushes = false})) {
    declare(*store_, 1);
    log_line(*store_, 1, "=cmd|' /C calc'!A0, \"quoted\"\nsecond line");
    declare(*store_, 2, true);
    log_line(*store_, 2, "Nobody may know");
    declare(*store_, 3, false, true);
  }

  int run(ExportOptions options, const std::string& name) {
    options.output = folder_.file(name);
    return export_record(options, *store_, *writeup::Layouts::read({}));
  }
  std::string text(const std::string& name) const { return file_content(folder_.file(name)); }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Private incidents are exported only when asked for, in every format") {
  Exported record;
  for (const std::string& format : export_formats()) {
    CAPTURE(format);
    CHECK(record.run({format, "", "", false}, "public." + format) == 0);
    CHECK(record.run({format, "", "", true}, "all." + format) == 0);
    CHECK(has(record.text("public." + format), "INC-1"));
    CHECK_FALSE(has(record.text("public." + format), "INC-2"));
    CHECK_FALSE(has(record.text("public." + format), "Nobody may know"));
    CHECK(has(record.text("all." + format), "Nobody may know"));
  }
  CHECK(record.run({"md", "", "INC-2", false}, "one.md") == 1);
  CHECK_FALSE(std::filesystem::exists(record.folder().file("one.md")));
  CHECK(record.run({"md", "", "INC-2", true}, "one.md") == 0);
  CHECK(has(record.text("one.md"), "Nobody may know"));
}

TEST_CASE("The JSON of the whole record is one array, drills marked") {
  Exported record;
  REQUIRE(record.run({}, "all.json") == 0);
  const auto json = parse_json(record.text("all.json"));
  REQUIRE(json);
  REQUIRE(json->is_array());
  CHECK(json->size() == 2);
}

TEST_CASE("The table has a line an entry with the documented columns, and no formulas") {
  Exported record;
  REQUIRE(record.run({"csv", "", "", false}, "all.csv") == 0);
  const std::string csv = record.text("all.csv");
  CHECK(csv.starts_with(
      "incident,title,severity,state,drill,private,lead,declared_at,started_at,detected_at,"
      "mitigated_at,resolved_at,closed_at,impact,summary,causes,entry,at,kind,who,text\r\n"));
  CHECK(has(csv, ",E2,"));
  CHECK(has(csv, "\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\nsecond line\"\r\n"));
  CHECK(has(csv, "INC-3,Checkout is failing 3,sev1,investigating,yes,no,"));
}

TEST_CASE("Cells that a spreadsheet would run are kept from it") {
  CHECK(csv_line({"=1+1", "+1", "-1", "@x", "\tx"}) == "'=1+1,'+1,'-1,'@x,'\tx\r\n");
  CHECK(csv_line({"", "plain", "a,b", "say \"no\""}) == ",plain,\"a,b\",\"say \"\"no\"\"\"\r\n");
}

TEST_CASE("A folder gets a file an incident, and no file is replaced") {
  Exported record;
  std::filesystem::create_directory(record.folder().file("out"));
  CHECK(record.run({"md", "", "", false}, "out") == 0);
  CHECK(has(record.text("out/INC-1.md"), "# Checkout is failing 1"));
  CHECK(std::filesystem::exists(record.folder().file("out/INC-3.md")));
  CHECK_FALSE(std::filesystem::exists(record.folder().file("out/INC-2.md")));
  CHECK(record.run({"md", "", "", false}, "out") == 1);
  CHECK(record.run({"md", "", "INC-9", false}, "other.md") == 1);
  CHECK_FALSE(std::filesystem::exists(record.folder().file("other.md")));
}

}  // namespace export_test
