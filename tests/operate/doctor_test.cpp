// The doctor against the local workspace, over real sockets: healthy, and with one thing wrong at a
// time.

#include "bot/operate/doctor.h"
#include "bot/operate/doctor_here.h"
#include "bot/operate/manifest.h"
#include "bot/operate/show_config.h"
#include "integrations/sandbox/server.h"
#include "storage/sqlite_store.h"
#include "tests/operate/records.h"
#include "tests/storage/temporary_folder.h"

#include <doctest/doctest.h>

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <fstream>

namespace doctor_test {

using namespace tocsin;
namespace fs = std::filesystem;

namespace {

class Practice {
 public:
  explicit Practice(sandbox::WorkspaceSetup setup = sandbox::sample_workspace())
      : slack_(std::move(setup)) {
    const sandbox::WorkspaceSetup usual;
    config.app_token = usual.app_token;
    config.bot_token = usual.bot_token;
    config.api_url = slack_.api_url();
    config.http_address = "127.0.0.1:0";
    config.database = folder_.file("tocsin.db");
    test::make_record(config.database, 1);
    tools.trouble_of_database = [this](const std::string&) { return database_trouble; };
    tools.team_of_database = [this](const std::string&) { return team; };
    tools.unknown_names_of_database = [this](const std::string&) { return unknown_names; };
    tools.scratch_record = [] { return SqliteStore::open(":memory:", {}); };
    tools.now = [] {
      return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    };
    tools.path = "/nowhere";
  }

  Config config;
  DoctorTools tools;
  std::string database_trouble;
  std::string team;
  std::string unknown_names;

  const TemporaryFolder& folder() const { return folder_; }
  sandbox::SandboxThread& slack() { return slack_; }
  Findings findings(bool rehearse = false) const {
    return doctor_findings(config, {}, tools, rehearse);
  }

 private:
  TemporaryFolder folder_;
  sandbox::SandboxThread slack_;
};

std::vector<std::string> wrongs(const Findings& findings) {
  std::vector<std::string> said;
  for (const Finding& finding : findings) {
    if (finding.kind == Finding::Kind::wrong) said.push_back(finding.says);
  }
  return said;
}

// The only thing that is wrong.
std::string only_wrong(const Findings& findings) {
  const auto said = wrongs(findings);
  CHECK_MESSAGE(said.size() == 1, doctor_report(findings));
  CHECK(doctor_status(findings) == 1);
  return said.empty() ? "" : said.front();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Of a healthy installation the doctor says that nothing is wrong") {
  const Practice practice;
  const Findings findings = practice.findings();
  CHECK_MESSAGE(wrongs(findings).empty(), doctor_report(findings));
  CHECK(doctor_status(findings) == 0);
  const std::string report = doctor_report(findings);
  for (const char* part : {"bot token", "app token", "scopes", "announcements", "database", "disk",
                           "PDF", "Nothing is wrong.\n"}) {
    CHECK_MESSAGE(has(report, part), report);
  }
}

TEST_CASE("Where the page and the metrics can be served is told: free, taken, off, open to all") {
  Practice practice;
  const auto told = [&practice] { return doctor_report(practice.findings()); };
  CHECK(has(told(), "can be served at 127.0.0.1:0"));
  std::string taken = practice.slack().api_url();
  taken = taken.substr(0, taken.rfind("/api")).substr(std::string("http://").size());
  practice.config.http_address = taken;
  CHECK(has(told(), taken + " cannot be had now"));
  CHECK(wrongs(practice.findings()).empty());
  practice.config.http_address = "off";
  CHECK(has(told(), "switched off"));
  practice.config.http_address = "0.0.0.0:8686";
  CHECK(has(only_wrong(practice.findings()), "set TOCSIN_HTTP_TOKEN"));
}

TEST_CASE("Each wrong token is one finding with the way out, and is never shown") {
  Practice practice;
  practice.config.bot_token = "xoxb-1-stale";
  CHECK(has(only_wrong(practice.findings()), "SLACK_BOT_TOKEN (invalid_auth)"));
  practice.config.bot_token = sandbox::WorkspaceSetup().bot_token;
  practice.config.app_token = "xapp-1-A0-1-stale";
  const std::string said = only_wrong(practice.findings());
  CHECK(has(said, "SLACK_APP_TOKEN"));
  CHECK(has(said, "App-Level Tokens"));
  CHECK_FALSE(has(said, "stale"));
  practice.config.app_token.clear();
  CHECK(has(only_wrong(practice.findings()), "SLACK_APP_TOKEN is not set"));
}

TEST_CASE("Every scope that was not granted is named with what is lost") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  for (const std::string& scope : sandbox::all_scopes()) {
    if (scope != "pins:write" && scope != "commands") setup.scopes.push_back(scope);
  }
  const Practice practice(setup);
  const auto said = wrongs(practice.findings());
  REQUIRE(said.size() == 2);
  CHECK(has(said[0], "The scope commands is missing: nobody can type a command."));
  CHECK(has(said[1], "The scope pins:write is missing: the card is not pinned."));
}

TEST_CASE("An announcement channel that is not there, or archived, is told") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.channels[1].archived = true;
  Practice practice(setup);
  CHECK(has(only_wrong(practice.findings()), "#incidents"));
  practice.config.announcement_channel = "nowhere";
  CHECK(has(only_wrong(practice.findings()), "#nowhere"));
}

TEST_CASE("Hooks that are set up are told, with the channel for their alerts") {
  Practice practice;
  const auto said_of = [&practice](const std::string& about) {
    std::string said;
    for (const Finding& finding : practice.findings()) {
      if (finding.about == about) said += finding.says;
    }
    return said;
  };
  CHECK(said_of("hooks").empty());
  CHECK(said_of("alerts").empty());
  practice.config.hooks["alertmanager"].token = "a-token-for-the-alertmanager";
  CHECK(said_of("hooks") == "Open to who has the token or the secret: /hooks/alertmanager.");
  CHECK(has(only_wrong(practice.findings()), "There is no public channel #alerts"));
  practice.config.alerts.channel = "random";
  CHECK(said_of("alerts") == "The bot can post in #random.");
  CHECK(wrongs(practice.findings()).empty());
  practice.config.http_address = "off";
  CHECK(has(only_wrong(practice.findings()), "/hooks/alertmanager: set up, but"));
}

TEST_CASE("Socket Mode that is off, and a Slack that does not answer, are told") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.policies.connection_error = "forbidden_team";
  Practice practice(setup);
  CHECK(has(only_wrong(practice.findings()), "SLACK_APP_TOKEN"));
  practice.slack().with([](sandbox::Server& server) {
    server.faults().fail_next("", sandbox::lost_before_effect(), -1);
  });
  const auto said = wrongs(practice.findings());
  REQUIRE(said.size() == 2);
  CHECK(has(said[0], "does not answer"));
}

TEST_CASE("A database of another workspace, or one that cannot be opened, is told") {
  Practice practice;
  practice.team = "T0OTHER";
  CHECK(has(only_wrong(practice.findings()), "another Slack workspace"));
  practice.team = "T0SANDBOX";
  practice.database_trouble = "It is broken.";
  CHECK(only_wrong(practice.findings()) == "It is broken.");
  practice.database_trouble.clear();
  practice.config.database = practice.folder().file("missing/tocsin.db");
  CHECK(has(only_wrong(practice.findings()), "mkdir -p"));
}

TEST_CASE("Files with secrets or incidents that others may read are told with the command") {
  Practice practice;
  const std::string kept = practice.folder().file("bot_token");
  std::ofstream(kept) << "xoxb-1-sandbox";
  practice.config.secret_files = {kept};
  fs::permissions(kept, fs::perms::owner_read | fs::perms::others_read);
  CHECK(only_wrong(practice.findings()) ==
        "Other users may read " + kept + ", which holds a token: chmod 600 " + kept);
  fs::permissions(kept, fs::perms::owner_read);
  CHECK(wrongs(practice.findings()).empty());
  const std::string toml = practice.folder().file("tocsin.toml");
  std::ofstream(toml) << "[slack]\n";
  fs::permissions(toml, fs::perms::group_read, fs::perm_options::add);
  practice.config.origins["slack.bot_token"] = {toml + ":2", ""};
  practice.config.origins["slack.app_token"] = {toml + ":3", ""};
  CHECK(has(only_wrong(practice.findings()), "chmod 600 " + toml));
  constexpr gid_t k_service = 4711;
  if (geteuid() == 0 && chown(toml.c_str(), 0, k_service) == 0) {  // root:tocsin, as installed
    fs::permissions(toml, fs::perms::owner_read | fs::perms::group_read);
    CHECK(wrongs(practice.findings()).empty());
    fs::permissions(toml, fs::perms::others_read, fs::perm_options::add);
    CHECK(has(only_wrong(practice.findings()), "chmod 600 " + toml));
  }
  practice.config.origins.clear();
  fs::permissions(practice.config.database, fs::perms::group_read, fs::perm_options::add);
  CHECK(has(only_wrong(practice.findings()), "private incidents: chmod 600"));
}

TEST_CASE("A full disk and a clock that is off are told, small differences are not") {
  CHECK(disk_finding("/data", 10'000'000).kind == Finding::Kind::wrong);
  CHECK(disk_finding("/data", 10'000'000'000).kind == Finding::Kind::good);
  const Moment noon = from_stored(1'764'158'400'000);  // 2025-11-26 12:00 UTC
  const std::string date = "Wed, 26 Nov 2025 12:00:00 GMT";
  CHECK(clock_finding(date, noon + std::chrono::seconds(3)).kind == Finding::Kind::good);
  const Finding late = clock_finding(date, noon - std::chrono::seconds(90));
  CHECK(late.kind == Finding::Kind::wrong);
  CHECK(has(late.says, "90 s behind"));
  CHECK(has(clock_finding(date, noon + std::chrono::hours(1)).says, "3600 s ahead of"));
  CHECK(clock_finding(std::nullopt, noon).kind == Finding::Kind::note);
  for (const char* odd :
       {"", "yesterday", "Wed, 26 Foo 2025 12:00:00 GMT", "Wed, 99 Nov 2025 12:00:00 GMT"}) {
    CHECK(clock_finding(std::string(odd), noon).kind == Finding::Kind::note);
  }
}

TEST_CASE("Names that Slack does not know are each told with what was probably meant") {
  Practice practice;
  practice.unknown_names = "@anna: Slack knows nobody of that name. Did you mean @ana?\nU99: …\n";
  const auto said = wrongs(practice.findings());
  REQUIRE(said.size() == 2);
  CHECK(said[0] == "@anna: Slack knows nobody of that name. Did you mean @ana?");
  CHECK(said[1] == "U99: …");
}

TEST_CASE("A rehearsal declares, closes and archives, and disturbs nobody") {
  Practice practice;
  const Findings findings = practice.findings(true);
  CHECK_MESSAGE(wrongs(findings).empty(), doctor_report(findings));
  CHECK(has(doctor_report(findings), "went from declare to close"));
  practice.slack().with([](sandbox::Server& server) {
    int rehearsals = 0;
    for (const sandbox::Channel* channel : server.workspace().channels()) {
      if (!channel->name.starts_with("inc-1-")) continue;
      ++rehearsals;
      CHECK(channel->kind == sandbox::ChannelKind::closed);
      CHECK(channel->archived);
    }
    CHECK(rehearsals == 1);
    const auto* announcements = server.workspace().channel_named("incidents");
    REQUIRE(announcements != nullptr);
    CHECK(server.workspace().messages_of_app(announcements->id).empty());
  });
  // Nothing of it is in the bot's own record.
  CHECK(SqliteStore::open_to_read(practice.config.database)->all_incidents().size() == 1);
}

TEST_CASE("A rehearsal tells what Slack refused") {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.policies.create_channel_error = "restricted_action";
  const Practice practice(setup);
  const Findings findings = practice.findings(true);
  CHECK_FALSE(wrongs(findings).empty());
  CHECK(doctor_status(findings) == 1);
}

TEST_CASE("The manifest's usage hint comes from the catalogue") {
  const auto text = manifest_text("/incident", "yaml");
  REQUIRE(text);
  CHECK(has(*text, "usage_hint: \"[declare|log|"));
  CHECK(has(*text, "|help]\""));
  CHECK(has(*manifest_text("/incident", "json"), "\"usage_hint\": \"[declare|log|"));
}

TEST_CASE("The configuration is shown with origins in a table or as JSON, without secrets") {
  Config config;
  config.bot_token = "xoxb-1-HUSH";
  config.origins["slack.bot_token"] = {"environment SLACK_BOT_TOKEN", ""};
  for (const std::string& shown : {config_table(config), config_json(config)}) {
    CHECK(has(shown, "environment SLACK_BOT_TOKEN"));
    CHECK(has(shown, "xoxb-… (hidden)"));
    CHECK_FALSE(has(shown, "HUSH"));
    CHECK(has(shown, "slack.announcement_channel"));
  }
}

TEST_CASE("the doctor has a line for each outside service, and no secret in any") {
  Practice practice;
  practice.config.mail = MailServer{"smtp.example.com", 587,    MailSecurity::starttls,
                                    "tocsin",           "HUSH", "tocsin@example.com"};
  practice.config.services = {
      {ServiceRole::pager, "duty", "pagerduty", {{"routing_key", "HUSH"}}},
      {ServiceRole::pager, "letter", "mail", {{"to", "ana@example.com"}}},
  };
  const Findings findings = practice.findings();
  CHECK(wrongs(findings).empty());
  const std::string report = doctor_report(findings);
  CHECK(has(report, "note  mail           Leaves by smtp.example.com:587 with STARTTLS."));
  CHECK(has(report, "note  duty           PagerDuty is set up. Not tried:"));
  CHECK(has(report, "note  letter         Sends mail by the server of [mail]."));
  CHECK_FALSE(has(report, "HUSH"));
}

TEST_CASE("a service that does not know what the configuration names is wrong, with its key") {
  Practice practice;
  // Whoever answers here is not GitHub and knows no repository.
  practice.config.services = {
      {ServiceRole::tracker,
       "hub",
       "github",
       {{"repository", "example/checkout"},
        {"token", "HUSH"},
        {"url", practice.config.api_url.substr(0, practice.config.api_url.find("/api"))}}}};
  const std::string said = only_wrong(practice.findings());
  CHECK(has(said, "GitHub"));
  CHECK(has(said, "[trackers.hub]"));
  CHECK_FALSE(has(said, "HUSH"));
}

}  // namespace doctor_test
