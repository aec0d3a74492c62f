#pragma once
// The program's configuration as one value: defaults, then the TOML file, then the environment,
// which wins. Read once by main before anything else runs. Anything wrong is one sentence that
// names the file, the line and the key that was probably meant.

#include "bot/domain/moment.h"
#include "bot/domain/result.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

struct Config {
  std::string app_token;                           // secret
  std::string bot_token;                           // secret
  std::string api_url = "https://slack.com/api/";  // ends with '/'
  std::string command = "/incident";
  std::string announcement_channel = "incidents";  // without '#'
  std::vector<std::string> invite;                 // user ids
  std::vector<std::string> invite_groups;          // user group ids
  std::string zone = "UTC";
  std::string database = "tocsin.db";
  std::string log = "info";

  // How long one request to Slack may take, and how long a lost one may still take effect. The
  // second must be longer than the first.
  Duration http_timeout{10'000};
  Duration grace{30'000};
};

// Gives the value of an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

Result<Config, std::string> read_config(const Environment& environment);

// The keys of the file, as "slack.command"; for the sample's test and for suggestions.
std::vector<std::string> config_keys();

}  // namespace tocsin
