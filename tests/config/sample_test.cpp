// The sample configuration that comes with the program: it loads as it stands, names every key,
// and what it gives as the default is the default.

#include "tests/config/surroundings.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <algorithm>
#include <sstream>

namespace sample_test {

using namespace tocsin;

namespace {

// Empty when there is none.
std::string sample_text() { return file_content(source_path("deploy/tocsin.sample.toml")); }

// Takes the '#' from lines that are settings and not sentences: "# app_token = …".
std::string with_everything_set(const std::string& sample) {
  std::istringstream lines(sample);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# ")) {
      const std::size_t equals = line.find(" = ");
      const std::string key = line.substr(2, equals == std::string::npos ? 0 : equals - 2);
      if (!key.empty() && key.find(' ') == std::string::npos) line.erase(0, 2);
    }
    text += line + "\n";
  }
  return text;
}

// "slack.command" for each setting of the text.
std::set<std::string> keys_of(const std::string& text) {
  std::istringstream lines(text);
  std::set<std::string> keys;
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('[')) section = line.substr(1, line.find(']') - 1) + ".";
    // Sections whose keys are names of people, teams and services.
    for (const char* names :
         {"teams", "schedules", "phones", "pagers", "trackers", "status_pages", "mail"}) {
      if (line == "[" + std::string(names) + "]") keys.insert(names);
    }
    const std::size_t equals = line.find(" = ");
    if (line.starts_with('#') || equals == std::string::npos) continue;
    // Every name in these sections is one of many: a role, a kind of incident.
    const bool is_open = section == "roles." || section == "writeup.templates.";
    keys.insert(is_open ? section.substr(0, section.size() - 1) : section + line.substr(0, equals));
  }
  return keys;
}

}  // namespace

TEST_CASE("the sample configuration loads, and what stands in it is the default") {
  const std::string sample = sample_text();
  if (sample.empty()) {
    MESSAGE("skipped: there is no deploy/tocsin.sample.toml");
    return;
  }
  ConfigWorld world;
  world.toml(sample);
  const Config read = world.must_read();
  const Config standard = ConfigWorld().must_read();
  CHECK(read.app_token.empty());
  CHECK(read.bot_token.empty());
  CHECK(read.api_url == standard.api_url);
  CHECK(read.command == standard.command);
  CHECK(read.announcement_channel == standard.announcement_channel);
  CHECK(read.invite == standard.invite);
  CHECK(read.invite_groups == standard.invite_groups);
  CHECK(read.guests_may == standard.guests_may);
  CHECK(read.may_declare == standard.may_declare);
  CHECK(read.may_close == standard.may_close);
  CHECK(read.may_page == standard.may_page);
  CHECK(read.may_read_private == standard.may_read_private);
  CHECK(read.roles == standard.roles);
  CHECK(read.keep_emoji == standard.keep_emoji);
  CHECK(read.task_emoji == standard.task_emoji);
  CHECK(read.roster == standard.roster);
  CHECK(read.services.empty());
  CHECK(!read.mail);
  CHECK(read.hooks.empty());
  CHECK(read.alerts.channel == standard.alerts.channel);
  CHECK(read.alerts.rules.empty());
  CHECK(read.writeup_templates.empty());
  CHECK(read.zone == standard.zone);
  CHECK(read.database == standard.database);
  CHECK(read.log == standard.log);
  CHECK(read.http_timeout == standard.http_timeout);
  CHECK(read.grace == standard.grace);
}

TEST_CASE("the examples of teams, schedules and services in the sample load as they stand") {
  std::istringstream lines(sample_text());
  std::string text;
  bool is_example = false;
  for (std::string line; std::getline(lines, line);) {
    is_example = line.starts_with("#   [") || (is_example && line.starts_with("#"));
    if (is_example) text += (line.size() > 4 ? line.substr(4) : "") + "\n";
  }
  ConfigWorld world;
  world.toml(text);
  const Config read = world.must_read();
  REQUIRE(read.roster.teams.contains("payments"));
  CHECK(read.roster.teams.find("payments")->second.steps.size() == 3);
  REQUIRE(read.roster.schedules.contains("payments"));
  CHECK(read.roster.schedules.find("payments")->second.people.size() == 3);
  for (const ServiceKind& kind : service_kinds()) {
    CHECK_MESSAGE(std::ranges::any_of(read.services,
                                      [&](const Service& service) {
                                        return service.role == kind.role &&
                                               service.kind == kind.name;
                                      }),
                  kind.name);
  }
  REQUIRE(read.mail);
  CHECK(read.mail->host == "smtp.example.com");
}

TEST_CASE("the sample configuration has every key and no other") {
  const std::string sample = sample_text();
  if (sample.empty()) {
    MESSAGE("skipped: there is no deploy/tocsin.sample.toml");
    return;
  }
  const std::vector<std::string> keys = config_keys();
  CHECK(keys_of(with_everything_set(sample)) == std::set<std::string>(keys.begin(), keys.end()));
}

}  // namespace sample_test
