#pragma once
// The sections of the configuration that say whom to call: [teams.NAME], [schedules.NAME] and
// [phones]. Used by config.cpp, for one file; what is wrong is one sentence with file and line.

#include "bot/domain/team.h"

#include <toml++/toml.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

class TeamsReader {
 public:
  using Trouble = std::optional<std::string>;

  TeamsReader(std::string path, Roster& roster) : path_(std::move(path)), roster_(roster) {}

  Trouble read_teams(const toml::node& node);
  Trouble read_schedules(const toml::node& node);
  Trouble read_phones(const toml::node& node);

  // After the whole file: what one of them says of another, and of a pager.
  Trouble check(const std::vector<std::string>& pagers) const;

 private:
  struct Mention {  // of a team, a schedule or a pager by a step
    std::string team;
    std::string target;
    std::string place;  // file and line
  };

  std::string at(const toml::node& node) const;
  Trouble read_team(const std::string& name, const toml::node& node);
  Trouble read_steps(const std::string& name, const toml::node& node, Team& team);
  Trouble read_step(const std::string& key, const std::string& team, const toml::node& node,
                    TeamStep& step);
  Trouble read_targets(const std::string& key, const std::string& team, const toml::node& node,
                       TeamStep& step);
  Trouble read_schedule(const std::string& name, const toml::node& node);
  Trouble check_asked(const std::string& key, const Schedule& schedule, bool has_day,
                      const toml::node& node) const;
  Trouble read_names(const std::string& key, const toml::node& node,
                     std::vector<std::string>& into) const;
  Trouble read_text(const std::string& key, const toml::node& node, std::string& into) const;
  Trouble read_zone(const std::string& key, const toml::node& node, std::string& into) const;
  Trouble unknown(const std::string& key, std::string_view word,
                  const std::vector<std::string>& known, const toml::node& node) const;
  Trouble find_cycle() const;

  std::string path_;
  Roster& roster_;
  std::vector<Mention> mentions_;
  std::vector<Mention> asked_;  // of a pager by a schedule, whose key is `team`
};

// "90s", "5m", "2h", "7d"; nothing for other texts and for nothing at all.
std::optional<Duration> read_length(std::string_view text);

}  // namespace tocsin
