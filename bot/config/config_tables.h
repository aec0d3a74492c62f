#pragma once
// Internal to bot/config/: the keys of the configuration, each with its place in the file, in
// Config and in the environment. Reading, checking, suggesting and showing go over the same tables.

#include "bot/config/config.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct TextKey {
  std::string_view path;
  std::string Config::*member;
  std::string_view environment;  // empty: only in the file
  bool is_secret = false;        // also as <path>_file, and <environment>_FILE
};

inline constexpr std::array k_text_keys{
    TextKey{"slack.app_token", &Config::app_token, "SLACK_APP_TOKEN", true},
    TextKey{"slack.bot_token", &Config::bot_token, "SLACK_BOT_TOKEN", true},
    TextKey{"slack.api_url", &Config::api_url, "SLACK_API_URL"},
    TextKey{"slack.command", &Config::command, ""},
    TextKey{"slack.announcement_channel", &Config::announcement_channel, ""},
    TextKey{"slack.ping_sev1", &Config::ping_sev1, ""},
    TextKey{"slack.ping_sev2", &Config::ping_sev2, ""},
    TextKey{"slack.ping_sev3", &Config::ping_sev3, ""},
    TextKey{"slack.ping_sev4", &Config::ping_sev4, ""},
    TextKey{"incident.video", &Config::video, ""},
    TextKey{"http.address", &Config::http_address, "TOCSIN_HTTP"},
    TextKey{"http.token", &Config::http_token, "TOCSIN_HTTP_TOKEN", true},
    TextKey{"cli.as", &Config::cli_user, "TOCSIN_AS"},
    TextKey{"zone", &Config::zone, ""},
    TextKey{"database", &Config::database, "TOCSIN_DB"},
    TextKey{"log", &Config::log, "TOCSIN_LOG"},
};

struct ListKey {
  std::string_view path;
  std::vector<std::string> Config::*member;
};

inline constexpr std::array k_list_keys{
    ListKey{"slack.invite", &Config::invite},
    ListKey{"slack.invite_groups", &Config::invite_groups},
    ListKey{"people.may_declare", &Config::may_declare},
    ListKey{"people.may_close", &Config::may_close},
    ListKey{"people.may_page", &Config::may_page},
    ListKey{"people.may_read_private", &Config::may_read_private},
    ListKey{"reactions.keep", &Config::keep_emoji},
    ListKey{"reactions.task", &Config::task_emoji},
};

struct FlagKey {
  std::string_view path;
  bool Config::*member;
};

inline constexpr std::array k_flag_keys{
    FlagKey{"people.guests_may", &Config::guests_may},
};

inline constexpr std::string_view k_roles_section = "roles";  // its keys are names of roles

inline constexpr std::string_view k_teams = "teams";  // config_teams.cpp; their keys are names
inline constexpr std::string_view k_schedules = "schedules";
inline constexpr std::string_view k_phones = "phones";

inline constexpr std::string_view k_mail = "mail";  // config_services.cpp, as are those of services

inline constexpr std::string_view k_template = "writeup.template";
inline constexpr std::string_view k_templates =
    "writeup.templates";  // its keys are kinds of incidents
inline constexpr std::array<std::string_view, 6> k_template_kinds{"drill", "private", "sev1",
                                                                  "sev2",  "sev3",    "sev4"};

struct DurationKey {
  std::string_view path;
  Duration Config::*member;
};

inline constexpr std::array k_duration_keys{
    DurationKey{"delivery.timeout_ms", &Config::http_timeout},
    DurationKey{"delivery.grace_ms", &Config::grace},
};

struct DaysKey {
  std::string_view path;
  std::int64_t Config::*member;
};

inline constexpr std::array k_days_keys{
    DaysKey{"writeup.review_days_sev1", &Config::review_days_sev1},
    DaysKey{"writeup.review_days_sev2", &Config::review_days_sev2},
    DaysKey{"writeup.review_days_others", &Config::review_days_others},
};

// What is wrong with the whole, in one sentence; puts values into their usual form.
std::optional<std::string> check_config(Config& config);

}  // namespace tocsin
