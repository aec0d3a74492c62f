#include "bot/play/samples.h"
#include "bot/play/play.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace tocsin::samples_test {

TEST_CASE("there is a sample for a newcomer and one for each of the five real postmortems") {
  const std::vector<std::string> names = sample_names();
  CHECK(names ==
        std::vector<std::string>{"checkout", "seed-0", "seed-1", "seed-2", "seed-3", "seed-4"});
}

TEST_CASE("every sample is declared in a channel, typed by several people, and closed") {
  for (const std::string& name : sample_names()) {
    CAPTURE(name);
    const std::vector<PlayedLine> lines = sample_lines(name);
    REQUIRE(lines.size() > 10);
    CHECK(lines.front().channel == "general");
    CHECK(lines.front().text.starts_with("declare "));
    CHECK(lines.back().text == "close");
    std::set<std::string> people;
    for (const PlayedLine& line : lines) people.insert(line.who);
    CHECK(people.size() >= 2);
  }
}

TEST_CASE("a sample that nobody wrote has no lines") { CHECK(sample_lines("seed-9").empty()); }

TEST_CASE("remarks, checks and blank lines of a script are not typed") {
  const auto lines = read_sample(
      "// ana types: nothing\n\nana in #general types: declare X\n-> ben types: no\n"
      "ben types: log It says: ana types: hm");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].who == "ana");
  CHECK(lines[0].channel == "general");
  CHECK(lines[0].text == "declare X");
  CHECK(lines[1].who == "ben");
  CHECK(lines[1].channel.empty());
  CHECK(lines[1].text == "log It says: ana types: hm");
}

TEST_CASE("options that contradict each other are refused with what to leave out") {
  SandboxOptions options;
  CHECK(options_trouble(options).empty());
  options.port = "auto";
  CHECK(options_trouble(options).empty());
  for (const char* port : {"", "0", "70000", "80x", "-1", "Auto"}) {
    options.port = port;
    CHECK(options_trouble(options).find("--port") != std::string::npos);
  }
  options.port = "8750";
  options.serve_only = true;
  CHECK(options_trouble(options).empty());
  options.sample = "checkout";
  CHECK(options_trouble(options).find("--play") != std::string::npos);
  options.sample.clear();
  options.headless = true;
  CHECK(options_trouble(options).find("--headless") != std::string::npos);
}

TEST_CASE("a folder that cannot be made is one sentence, and a new one is made") {
  const TemporaryFolder folder;
  SandboxOptions options;
  options.folder = folder.file("a/b");
  const auto database = sandbox_database(options);
  REQUIRE(database.has_value());
  CHECK(std::filesystem::is_directory(options.folder));
  std::ofstream(folder.file("file")) << "x";
  options.folder = folder.file("file") + "/below";
  const auto refused = sandbox_database(options);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().find("file/below") != std::string::npos);
}

TEST_CASE("a database that cannot be had is said with the option that helps") {
  SandboxOptions options;
  options.folder = "here";
  CHECK(database_trouble(options, true, "x").find("--folder") != std::string::npos);
  CHECK(database_trouble(options, false, "x").find("left as it is") != std::string::npos);
}

}  // namespace tocsin::samples_test
