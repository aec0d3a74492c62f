#pragma once
// The program's configuration as one value: defaults, then the TOML file, then the environment,
// which wins. Read once by main before anything else runs. Anything wrong is one sentence that
// names the file, the line and the key that was probably meant.

#include "bot/domain/hook.h"
#include "bot/domain/moment.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/result.h"
#include "bot/domain/service.h"
#include "bot/domain/team.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// A template of the write-up, as it was read from its file.
struct ConfiguredTemplate {
  std::string kind;  // "sev1" … "sev4", "drill", "private"; empty: for all others
  std::string path;
  std::string text;
};

// Where a value comes from: "tocsin.toml:4" or "environment TOCSIN_DB".
struct ConfigOrigin {
  std::string place;
  std::string text;  // as it is written there; only of the file
};

struct Config {
  std::string app_token;                           // secret
  std::string bot_token;                           // secret
  std::string api_url = "https://slack.com/api/";  // ends with '/'
  std::string command = "/incident";
  std::string announcement_channel = "incidents";  // without '#'
  // Whom an incident of this severity calls: "nobody", "here" or "channel".
  std::string ping_sev1 = "nobody";
  std::string ping_sev2 = "nobody";
  std::string ping_sev3 = "nobody";
  std::string ping_sev4 = "nobody";
  std::vector<std::string> invite;         // user ids
  std::vector<std::string> invite_groups;  // user group ids

  // Who may do what (domain/access.h): user ids; an empty list is everybody, for may_read_private
  // nobody.
  bool guests_may = false;
  std::vector<std::string> may_declare;
  std::vector<std::string> may_close;
  std::vector<std::string> may_page;
  std::vector<std::string> may_read_private;

  // The roles of an incident with the sentence that is told to who gets one. "lead" is always among
  // them.
  std::map<std::string, std::string> roles{
      {"lead", "You decide: keep the state right, and see that every task has an owner."},
      {"comms", "You tell the others: say what is known with update, and when the next one comes."},
      {"scribe", "You keep the timeline: log what is seen, done and decided, with its time."}};

  // The reactions that take a message over, by Slack's names without colons.
  std::vector<std::string> keep_emoji{"pushpin", "round_pushpin"};
  std::vector<std::string> task_emoji{"ballot_box_with_check"};

  // How write-ups are laid out, and the function that does it: main reads and checks the files.
  std::vector<ConfiguredTemplate> writeup_templates;
  PostmortemLayout writeup_layout = render_postmortem;
  // How many days after the closing a write-up shall be published, by severity.
  std::int64_t review_days_sev1 = 3;
  std::int64_t review_days_sev2 = 5;
  std::int64_t review_days_others = 10;

  // Whom to call: [teams.NAME], [schedules.NAME], [phones].
  Roster roster;

  // The outside services: [pagers.NAME], [trackers.NAME], [status_pages.NAME]; and [mail].
  std::vector<Service> services;
  std::optional<MailServer> mail;

  // What may come in at /hooks/…, and what becomes of alerts: [hooks.NAME], [alerts].
  Hooks hooks;
  AlertSettings alerts;
  // Of the video call of an incident: an address with "{number}" in it; empty: there is none.
  std::string video;

  // Where the web page, the API and the metrics are: "127.0.0.1:8686", or "off".
  std::string http_address = "127.0.0.1:8686";
  std::string http_token;  // secret; without one only this machine may ask
  std::string cli_user;    // as whom `tocsin inc` types: "@ana" or a member ID; empty: $USER

  std::string zone = "UTC";
  std::string database = "tocsin.db";
  std::string log = "info";

  // How long one request to Slack may take, and how long a lost one may still take effect. The
  // second must be longer than the first.
  Duration http_timeout{10'000};
  Duration grace{30'000};

  // By key; what is not here is the default. "slack.app_token_file" stands for what it names.
  std::map<std::string, ConfigOrigin> origins;
  std::vector<std::string> secret_files;  // that were read, for a look at who else may
};

// Gives the value of an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

Result<Config, std::string> read_config(const Environment& environment);

// The keys of the file, as "slack.command"; for the sample's test and for suggestions. "roles" is a
// section in which every name is a role, "writeup.templates" one in which every name is a kind of
// incident; every name in "teams", "schedules", "phones", "pagers", "trackers" and "status_pages"
// is one of many, too. "mail" is a section of its own (mail_keys() in bot/domain/service.h).
std::vector<std::string> config_keys();

}  // namespace tocsin
