#pragma once
// What a request asks for, taken apart once: path and query, decoded. Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::web {

struct Target {
  std::vector<std::string> path;             // "/api/v1/find" is {"api", "v1", "find"}
  std::map<std::string, std::string> query;  // of a name that comes twice, the first

  std::string query_or(const std::string& name, std::string otherwise) const;
};

// Nothing when it is broken: a wrong escape, a zero byte.
std::optional<Target> parse_target(std::string_view target);

}  // namespace tocsin::web
