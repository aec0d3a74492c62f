#pragma once
// The sections of the configuration that set up outside services: [pagers.NAME], [trackers.NAME],
// [status_pages.NAME] and [mail]. Used by config.cpp, for one file; what is wrong is one sentence
// with file and line. Which kinds and keys there are stands in bot/domain/service.cpp alone.

#include "bot/config/config.h"

#include <toml++/toml.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

inline constexpr std::array k_service_roles{ServiceRole::pager, ServiceRole::tracker,
                                            ServiceRole::status_page};

// Of "pagers", "trackers", "status_pages"; nothing for other paths.
std::optional<ServiceRole> find_service_section(std::string_view path);

class ServicesReader {
 public:
  using Trouble = std::optional<std::string>;

  ServicesReader(std::string path, Config& config) : path_(std::move(path)), config_(config) {}

  Trouble read_services(ServiceRole role, const toml::node& node);
  Trouble read_mail(const toml::node& node);

  // After the whole file: what one section says of another. A pager of kind mail gets "from" and
  // "server" of [mail].
  Trouble check();
  std::vector<std::string> pagers() const;

 private:
  using Values = std::map<std::string, std::string, std::less<>>;

  std::string at(const toml::node& node) const;
  Trouble read_service(Service service, const toml::node& node);
  Trouble read_values(const std::string& section, const std::vector<ServiceKey>& keys,
                      const toml::table& table, Values& values);
  Trouble read_value(const std::string& path, const toml::node& node, const ServiceKey& key,
                     bool is_file, std::string& into);

  std::string path_;
  Config& config_;
  std::map<std::string, std::string> places_;  // of each service: file and line
};

}  // namespace tocsin
