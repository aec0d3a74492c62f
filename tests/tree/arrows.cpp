#include "tests/tree/arrows.h"

#include <algorithm>
#include <array>

namespace tocsin::test {

namespace {

struct Arrows {
  std::string_view from;  // a file, or a folder with all below it; the first that fits counts
  std::vector<std::string_view> to;
};

// What a file may include:
//   "own"           files of the row's folder and below it
//   "same folder"   files of the folder that the file itself is in
//   "bot/domain/"   files of that folder, "bot/json.h": that file
//   "boost"         a library (see k_libraries); std is open to all
//   "date in .cpp"  the same, but only in files whose name ends so
const std::vector<Arrows>& arrows() {
  static const std::vector<Arrows> table{
      {"bot/main.cpp", {"everything"}},

      {"bot/json.", {"nlohmann", "boost in .cpp", "bot/json.h", "bot/ensure.h"}},
      {"bot/log.", {"fmt", "spdlog", "bot/log.h", "bot/ensure.h"}},
      {"bot/ensure.", {"bot/ensure.h"}},

      {"bot/domain/", {"fmt", "date in .cpp", "tl in /result.h", "own"}},
      {"bot/net/mail.",
       {"esmtp in .cpp", "openssl in .cpp", "posix", "bot/log.h", "bot/ensure.h", "same folder"}},
      {"bot/net/", {"fmt", "boost", "openssl", "posix", "bot/log.h", "bot/ensure.h", "own"}},
      {"bot/import/", {"fmt", "cmark in /blocks.cpp", "bot/domain/", "own"}},
      {"bot/offline/",
       {"fmt", "posix", "openssl in /fingerprint.cpp", "bot/import/", "bot/domain/", "bot/json.h",
        "storage/store.h", "own"}},
      {"bot/slack/",
       {"fmt", "bot/domain/", "bot/json.h", "bot/log.h", "bot/ensure.h", "bot/net/http.h",
        "integrations/destination.h", "own"}},
      {"storage/",
       {"posix", "sqlite in .cpp", "sqlite in _internal.h", "sqlite in /statement.h", "bot/domain/",
        "bot/json.h", "bot/log.h", "bot/ensure.h", "own"}},
      {"commands/", {"fmt", "bot/domain/", "storage/reader.h", "own"}},

      {"integrations/sandbox/",
       {"fmt", "bot/domain/", "bot/json.h", "bot/log.h", "bot/ensure.h", "bot/net/",
        "integrations/destination.h", "own"}},
      {"integrations/signature.", {"fmt", "openssl in .cpp", "bot/ensure.h", "same folder"}},
      {"integrations/catalog.", {"bot/domain/", "bot/ensure.h", "integrations/"}},
      {"integrations/",
       {"fmt", "bot/domain/", "bot/json.h", "bot/log.h", "bot/ensure.h", "bot/net/http.h",
        "integrations/destination.h", "integrations/signature.h", "integrations/base64.h",
        "integrations/rest.h", "integrations/task_text.h", "integrations/paging.h",
        "integrations/on_call.h", "same folder"}},

      {"bot/engine/",
       {"fmt", "bot/domain/", "storage/store.h", "storage/reader.h", "storage/outside_reader.h",
        "commands/catalog.h", "integrations/destination.h", "bot/log.h", "bot/ensure.h",
        "bot/net/http.h", "own"}},
      {"bot/config/",
       {"fmt", "toml in .cpp", "toml in /config_teams.h", "toml in /config_services.h",
        "toml in /config_hooks.h", "toml in /config_nodes.h", "bot/domain/", "bot/net/url.h",
        "bot/net/surroundings.h", "bot/log.h", "bot/ensure.h", "own"}},
      {"bot/writeup/",
       {"fmt", "cmark in .cpp", "bot/domain/", "bot/json.h", "bot/ensure.h", "own"}},
      {"bot/print/", {"fmt", "posix", "bot/domain/", "bot/writeup/", "storage/reader.h", "own"}},
      {"bot/web/",
       {"fmt", "prometheus in /metrics.cpp", "bot/domain/", "bot/json.h", "bot/net/http.h",
        "storage/reader.h", "commands/catalog.h", "own"}},
      {"bot/serve/",
       {"fmt", "posix in /service_manager.cpp", "posix in /mailbox.h", "bot/web/",
        "storage/outside_reader.h", "bot/domain/", "bot/net/", "bot/slack/", "bot/engine/",
        "bot/config/", "storage/store.h", "bot/log.h", "bot/ensure.h", "integrations/destination.h",
        "integrations/catalog.h", "integrations/switchboard.h", "integrations/hooks/hooks.h",
        "own"}},
      {"bot/inc/",
       {"fmt", "bot/domain/", "bot/net/", "bot/slack/destination.h", "bot/config/", "bot/serve/",
        "bot/web/", "commands/catalog.h", "storage/store.h", "own"}},
      {"bot/operate/",
       {"fmt", "posix", "bot/domain/", "bot/config/", "bot/json.h", "bot/log.h", "bot/net/",
        "bot/slack/", "bot/engine/", "bot/serve/", "commands/catalog.h", "storage/store.h",
        "storage/copies.h", "integrations/probe.h", "bot/print/print.h", "bot/writeup/", "own"}},
      {"bot/play/",
       {"bot/domain/", "bot/net/", "bot/config/", "bot/serve/", "integrations/sandbox/",
        "storage/store.h", "bot/log.h", "own"}},
  };
  return table;
}

struct Library {
  std::string_view name;
  std::string_view prefix;  // of the angled include
};

constexpr std::array<Library, 32> k_libraries{{
    {"boost", "boost/"},
    {"openssl", "openssl/"},
    {"nlohmann", "nlohmann/"},
    {"spdlog", "spdlog/"},
    {"fmt", "fmt/"},
    {"date", "date/"},
    {"tl", "tl/"},
    {"sqlite", "SQLiteCpp/"},
    {"sqlite", "sqlite3.h"},
    {"toml", "toml++/"},
    {"cmark", "cmark-gfm"},
    {"cli11", "CLI/"},
    {"posix", "sys/"},
    {"posix", "netinet/"},
    {"posix", "arpa/"},
    {"posix", "unistd.h"},
    {"posix", "signal.h"},
    {"posix", "fcntl.h"},
    {"posix", "poll.h"},
    {"posix", "netdb.h"},
    {"posix", "pthread.h"},
    {"posix", "semaphore.h"},
    {"posix", "termios.h"},
    {"posix", "time.h"},
    {"posix", "dirent.h"},
    {"posix", "ifaddrs.h"},
    {"posix", "strings.h"},
    {"posix", "spawn.h"},
    {"posix", "stdlib.h"},
    {"prometheus", "prometheus/"},
    {"esmtp", "libesmtp.h"},
    {"esmtp", "auth-client.h"},
}};

// "std" for names like <vector>; empty for what is in no row.
std::string_view library_of(std::string_view name) {
  for (const Library& library : k_libraries) {
    if (name.starts_with(library.prefix)) return library.name;
  }
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return plain ? "std" : "";
}

const Arrows* row_for(std::string_view path) {
  const auto row = std::find_if(arrows().begin(), arrows().end(), [path](const Arrows& candidate) {
    return path.starts_with(candidate.from);
  });
  return row == arrows().end() ? nullptr : &*row;
}

std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

bool allows(std::string_view entry, const Arrows& row, std::string_view path,
            const Include& include) {
  if (entry == "everything") return true;
  if (const std::size_t in = entry.find(" in "); in != std::string_view::npos) {
    if (!path.ends_with(entry.substr(in + 4))) return false;
    entry = entry.substr(0, in);
  }
  if (include.angled) return entry == library_of(include.name);
  if (entry == "own") return include.name.starts_with(folder_of(row.from));
  if (entry == "same folder") return folder_of(include.name) == folder_of(path);
  return entry.ends_with('/') ? include.name.starts_with(entry) : include.name == entry;
}

}  // namespace

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> includes;
  std::size_t number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    line = trim(line);
    if (!line.starts_with('#')) continue;
    line = trim(line.substr(1));
    if (!line.starts_with("include")) continue;
    line = trim(line.substr(7));
    if (line.empty()) continue;
    const bool angled = line.front() == '<';
    const std::size_t end = line.find(angled ? '>' : '"', 1);
    includes.push_back({std::string(line.substr(1, end - 1)), angled, number});
  }
  return includes;
}

std::vector<std::string> forbidden_includes(const SourceFile& file) {
  const Arrows* row = row_for(file.path);
  if (row == nullptr) return {file.path + ": no row of the table is about this file"};
  std::vector<std::string> complaints;
  for (const Include& include : includes_of(file.text)) {
    if (include.angled && library_of(include.name) == "std") continue;
    const bool allowed = std::any_of(row->to.begin(), row->to.end(), [&](std::string_view entry) {
      return allows(entry, *row, file.path, include);
    });
    if (allowed) continue;
    complaints.push_back(file.path + ":" + std::to_string(include.line) + ": may not include " +
                         include.name);
  }
  return complaints;
}

}  // namespace tocsin::test
