// The catalogue against the table that people were promised.

#include "commands/help.h"
#include "tests/commands/conversation.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>

namespace catalog_test {

using namespace tocsin;

namespace {

struct Row {
  std::string name;
  std::vector<std::string> aliases;
};

std::vector<Row> promised_verbs() {
  std::ifstream file(source_path("tests/fixtures/commands/verbs.txt"));
  REQUIRE(file);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    Row row;
    const std::size_t open = line.find(" (");
    row.name = line.substr(0, open);
    if (open != std::string::npos) {
      REQUIRE(line.ends_with(')'));
      std::string rest = line.substr(open + 2, line.size() - open - 3);
      while (true) {
        const std::size_t comma = rest.find(", ");
        row.aliases.push_back(rest.substr(0, comma));
        if (comma == std::string::npos) break;
        rest.erase(0, comma + 2);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> names_of(const Verb& verb) {
  std::vector<std::string> names{std::string(verb.name)};
  std::string rest(verb.aliases);
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    names.push_back(rest.substr(0, bar));
    rest = bar == std::string::npos ? "" : rest.substr(bar + 1);
  }
  return names;
}

}  // namespace

TEST_CASE("every promised verb is in the catalogue, and so is every alias of it") {
  const std::vector<Row> rows = promised_verbs();
  CHECK(rows.size() > 50);
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Verb* verb = find_verb(row.name);
    REQUIRE(verb != nullptr);
    CHECK(verb->name == row.name);
    for (const std::string& alias : row.aliases) {
      CAPTURE(alias);
      CHECK(find_verb(alias) == verb);
    }
  }
}

TEST_CASE("the catalogue has no verb that was not promised") {
  std::set<std::string> promised;
  for (const Row& row : promised_verbs()) promised.insert(row.name);
  for (const Verb* verb : catalog()) {
    CAPTURE(verb->name);
    if (verb->is_hidden) continue;
    CHECK(promised.count(std::string(verb->name)) == 1);
  }
}

TEST_CASE("no two verbs share a name or an alias") {
  std::set<std::string> seen;
  for (const Verb* verb : catalog()) {
    for (const std::string& name : names_of(*verb)) {
      CAPTURE(name);
      CHECK(seen.insert(name).second);
      CHECK(find_verb(name) == verb);
    }
  }
}

TEST_CASE("every verb says what it is for, in one sentence, with two examples that reach it") {
  for (const Verb* verb : catalog()) {
    if (verb->is_hidden) continue;
    CAPTURE(verb->name);
    CHECK(verb->purpose.ends_with('.'));
    for (const std::string_view example : verb->examples) {
      CAPTURE(example);
      REQUIRE_FALSE(example.empty());
      Conversation room;
      room.type("declare Something");
      // "INC-7 undo": the example names an incident of its own.
      const bool named = example.starts_with("INC-");
      const std::string line(named ? example.substr(example.find(' ') + 1) : example);
      const Verb* reached = find_verb(line.substr(0, line.find(' ')));
      CHECK(reached == verb);
    }
    CHECK(verb->examples[0] != verb->examples[1]);
  }
}

// What has to have been typed before an example makes sense.
void prepare_for(const Verb& verb, Conversation& room) {
  room.knows({UserId{"UANA"}, "Ana", ""});
  room.knows({UserId{"UBEN"}, "Ben", ""});
  room.knows({UserId{"UCHI"}, "Chi", ""});
  // The examples speak of E12, H2 and T4 too.
  for (const char* line : {"suspect A slow query", "suspect A full disk", "task One", "task Two",
                           "task Three", "task Four"}) {
    room.type(line);
  }
  for (int i = 0; i < 8; ++i) room.type("log Something happened");
  if (verb.name == "investigating") room.type("identified");
  if (verb.name == "reopen") room.type("resolve");
  if (verb.name == "escalate") {
    room.settings.roster.teams["payments"].steps = {
        {{"@ben"}, std::chrono::minutes(5), 1, std::nullopt}};
  }
  if (verb.name == "ack" || verb.name == "decline-page") room.type("escalate me");
}

TEST_CASE("the examples of every verb that works are carried out as they stand") {
  for (const Verb* verb : catalog()) {
    if (verb->run == nullptr || verb->name == "show") continue;
    // What buttons of outside services type has tests with those services.
    const std::set<std::string_view> of_services{"declare-alert", "attach-alert", "show-status",
                                                 "file-task"};
    if (of_services.contains(verb->name)) continue;
    for (std::string_view example : verb->examples) {
      CAPTURE(example);
      // The room's incident is INC-1.
      if (example.starts_with("INC-7 ")) example.remove_prefix(6);
      Conversation room;
      room.now = moment("2026-03-10 23:50 UTC");
      // The examples speak of INC-12 and INC-7 too.
      for (int i = 0; i < 12; ++i) room.type("declare Something is broken");
      room.channel = room.give_channel(1);
      prepare_for(*verb, room);
      const Said said = room.type(example);
      CAPTURE(said.text);
      CHECK((!said.refused || said.form));
    }
  }
}

TEST_CASE("help for a verb shows its usage, both examples and its other names") {
  for (const Verb* verb : catalog()) {
    CAPTURE(verb->name);
    for (const std::string& name : names_of(*verb)) {
      CAPTURE(name);
      Conversation room;
      const Said said = room.type("help " + name);
      CHECK_FALSE(said.refused);
      std::string usage = "/incident " + std::string(verb->name);
      if (!verb->arguments.empty()) usage += " " + std::string(verb->arguments);
      CHECK(said.has(usage));
      CHECK(said.has(verb->purpose));
      for (const std::string_view example : verb->examples) {
        CHECK(said.has("/incident " + std::string(example)));
      }
      for (const std::string& other : names_of(*verb)) CHECK(said.has(other));
      CHECK(room.events() == 0);
    }
  }
}

TEST_CASE("help names each verb that this version carries out once, and no other") {
  Conversation room;
  const Said said = room.type("help");
  std::string words = said.text;
  for (char& c : words) {
    if (c == ',' || c == '\n' || c == '.') c = ' ';
  }
  words = words.substr(0, words.find("How one is typed"));
  for (const Verb* verb : catalog()) {
    CAPTURE(verb->name);
    const std::string word = " " + std::string(verb->name) + " ";
    const std::size_t at = words.find(word);
    CHECK((at != std::string::npos) == (verb->run != nullptr && !verb->is_hidden));
    if (at != std::string::npos) CHECK(words.find(word, at + 1) == std::string::npos);
  }
}

TEST_CASE("help fits a phone: some ten short lines") {
  Conversation room;
  const Said said = room.type("help");
  CHECK(said.text.size() < 1'500);
  CHECK(std::ranges::count(said.text, '\n') < 16);
  CHECK(said.has("/incident help log"));
}

TEST_CASE("help in an incident's channel begins with the verbs that are valid now") {
  Conversation room;
  room.type("declare Something is broken");
  room.channel = room.give_channel(1);
  CHECK(room.type("help").text.starts_with("INC-1 is investigating. Now: log, suspect"));
  room.type("resolve");
  CHECK(room.type("help").text.starts_with("INC-1 is resolved. Now: log, cause"));
  room.type("close");
  CHECK(room.type("help").text.starts_with("INC-1 is closed. Now: postmortem"));
  room.type("reopen Not over");
  room.type("cancel It was a test");
  CHECK(room.type("help").text.starts_with("INC-1 is cancelled. Now: log, timeline, reopen"));
}

TEST_CASE("the verbs that an incident's state suggests exist") {
  for (const State state : {State::investigating, State::identified, State::monitoring,
                            State::mitigated, State::resolved, State::closed, State::cancelled}) {
    std::string words(verbs_for(state));
    while (!words.empty()) {
      const std::size_t comma = words.find(", ");
      CAPTURE(words.substr(0, comma));
      CHECK(find_verb(words.substr(0, comma)) != nullptr);
      words = comma == std::string::npos ? "" : words.substr(comma + 2);
    }
  }
}

TEST_CASE("the button that declares takes the whole line for the title") {
  Conversation room;
  const Said asked = room.type("Private endpoint of checkout is down");
  REQUIRE(asked.button("Declare this incident"));
  room.press(*asked.button("Declare this incident"));
  CHECK(room.incident(1).title == "Private endpoint of checkout is down");
  CHECK_FALSE(room.incident(1).is_private);
}

TEST_CASE("a no-break space parts words as any other") {
  Conversation room;
  room.type("declare\u00A0Something is\u202Fbroken\u00A0");
  CHECK(room.incident(1).title == "Something is\u202Fbroken");
}

TEST_CASE("help for a verb that takes a time says how times are written") {
  Conversation room;
  CHECK(room.type("help log").has("WHEN is 14:35"));
  CHECK_FALSE(room.type("help link").has("WHEN is"));
}

TEST_CASE("help with a typing error helps with the verb that was meant") {
  Conversation room;
  CHECK(room.type("help delcare").has("/incident declare"));
  CHECK(room.type("HELP Close").has("Closes the incident"));
  const Said said = room.type("help frobnicate");
  CHECK(said.refused);
  CHECK(said.has("no verb “frobnicate”"));
  CHECK(said.has("/incident help"));
}

TEST_CASE("help speaks of the command as it is named in this workspace") {
  Conversation room;
  room.settings.command = "/outage";
  const Said said = room.type("help log");
  CHECK(said.has("/outage log [WHEN] TEXT"));
  CHECK_FALSE(said.has("/incident"));
}

TEST_CASE("a verb that is still to come is refused by name and changes nothing") {
  Conversation room;
  room.type("declare Something is broken");
  room.channel = room.give_channel(1);
  const std::size_t before = room.events();
  for (const Verb* verb : catalog()) {
    if (verb->run != nullptr) continue;
    CAPTURE(verb->name);
    const Said said = room.type(std::string(verb->name) + " H1 @ana");
    CHECK(said.refused);
    CHECK(said.has(verb->name));
    CHECK(said.has("Nothing was saved"));
  }
  CHECK(room.events() == before);
}

}  // namespace catalog_test
