// Five real postmortems, each typed as those who were there would have: the write-up has every fact
// of the document. tests/fixtures/seeds/README.md says how the files are read.

#include "tests/e2e/script.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tocsin::e2e::seeds_test {

namespace {

const std::string k_scripts = source_path("bot/play/samples/");
const std::string k_folder = source_path("tests/fixtures/seeds/");

sandbox::WorkspaceSetup workspace_with_groups() {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  for (const char* handle : {"developers", "senior-engineers", "devops"}) {
    sandbox::UserGroupSetup group = setup.user_groups.front();
    group.id = "S0GROUP" + std::to_string(setup.user_groups.size());
    group.handle = handle;
    group.name = handle;
    setup.user_groups.push_back(std::move(group));
  }
  return setup;
}

// The lines of each section of a Markdown text, under its heading; "#" is what comes before the
// first. Without the backslashes that keep a text from being taken for markup.
std::map<std::string, std::vector<std::string>> sections_of(const std::string& markdown) {
  std::map<std::string, std::vector<std::string>> sections;
  std::string section = "#";
  std::size_t at = 0;
  while (at < markdown.size()) {
    const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
    std::string line = markdown.substr(at, end - at);
    std::erase(line, '\\');
    if (line.starts_with("## ")) {
      section = line.substr(3);
    } else {
      sections[section].push_back(std::move(line));
    }
    at = end + 1;
  }
  return sections;
}

struct Fact {
  std::string line;  // as it stands in the file
  std::string section;
  std::vector<std::string> parts;
};

std::vector<Fact> read_facts(const std::string& path) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in.good(), path);
  std::vector<Fact> facts;
  for (std::string line; std::getline(in, line);) {
    const std::size_t bar = line.find(" | ");
    REQUIRE_MESSAGE(bar != std::string::npos, path << ": " << line);
    Fact fact{line, line.substr(0, bar), {}};
    std::size_t at = bar + 3;
    while (at <= line.size()) {
      const std::size_t end = std::min(line.find(" + ", at), line.size());
      fact.parts.push_back(line.substr(at, end - at));
      at = end + 3;
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

bool holds(const std::vector<std::string>& lines, const Fact& fact) {
  return std::ranges::any_of(lines, [&fact](const std::string& line) {
    return std::ranges::all_of(fact.parts,
                               [&line](const std::string& part) { return contains(line, part); });
  });
}

// The Markdown file as it was attached in the channel.
std::string attached_writeup(LocalSlack& slack) {
  std::string markdown;
  CHECK(slack.eventually([&](sandbox::Server& server) {
    const auto files = server.workspace().files();
    if (files.empty() || files.back()->share.empty()) return false;
    markdown = files.back()->bytes;
    return true;
  }));
  return markdown;
}

void replay(const std::string& seed) {
  const std::vector<ScriptCase> script = read_script(k_scripts + seed + ".txt");
  REQUIRE(script.size() == 1);
  Stage stage(workspace_with_groups());
  const auto bot = stage.start_ready_bot();
  ScriptPlayer player(stage.slack());
  player.play(script.front());
  const std::string attached = attached_writeup(stage.slack());
  auto sections = sections_of(attached);
  stage.slack().check_nothing_to_complain_about();
  stop(*bot);
  if (player.was_too_slow()) {
    MESSAGE("skipped: the machine was too slow to compare what was written");
    return;
  }
  const std::vector<Fact> facts = read_facts(k_folder + seed + ".facts");
  CHECK(facts.size() >= 20);
  for (const Fact& fact : facts) {
    CHECK_MESSAGE(holds(sections[fact.section], fact), "the write-up lacks: " << fact.line);
  }
}

template <int number>
using Seed = std::integral_constant<int, number>;

}  // namespace

TEST_CASE_TEMPLATE(
    "a real incident that is typed with the commands comes out with all of its facts", This,
    Seed<0>, Seed<1>, Seed<2>, Seed<3>, Seed<4>) {
  replay("seed-" + std::to_string(This::value));
}

}  // namespace tocsin::e2e::seeds_test
