#include "bot/operate/doctor_here.h"

#include "bot/config/config_values.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace tocsin {

namespace {

namespace fs = std::filesystem;

constexpr unsigned k_others = 077;            // whoever is not the owner
constexpr unsigned k_others_installed = 027;  // the group may read

// A service's own files belong to root and are read by the service's group, as
// deploy/tocsin.service has them.
bool others_may_look(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return false;
  const bool is_installed = status.st_uid == 0 && status.st_gid != 0;
  return (status.st_mode & (is_installed ? k_others_installed : k_others)) != 0;
}

std::optional<Moment> moment_of(const std::string& date) {
  constexpr std::string_view k_months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::array<char, 4> month{};
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (std::sscanf(date.c_str(), "%*3s, %d %3s %d %d:%d:%d", &day, month.data(), &year, &hour,
                  &minute, &second) != 6) {
    return std::nullopt;
  }
  const std::size_t at = k_months.find(month.data());
  if (std::strlen(month.data()) != 3 || at == std::string_view::npos || at % 3 != 0) {
    return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day whole{std::chrono::year{year},
                             std::chrono::month{static_cast<unsigned>(at / 3 + 1)},
                             std::chrono::day{static_cast<unsigned>(day)}};
  if (!whole.ok()) return std::nullopt;
  return Moment{duration_cast<Duration>(sys_days{whole}.time_since_epoch() + hours{hour} +
                                        minutes{minute} + seconds{second})};
}

}  // namespace

Findings secret_findings(const Config& config) {
  std::vector<std::string> files = config.secret_files;
  // A secret that stands in the configuration file itself: "tocsin.toml:4".
  for (const ShownValue& value : effective_values(config)) {
    const bool is_elsewhere = value.value.empty() || value.origin.starts_with("environment ") ||
                              value.origin.find(", from ") != std::string::npos;
    if (!value.is_secret || is_elsewhere) continue;
    const std::string file = value.origin.substr(0, value.origin.rfind(':'));
    if (std::ranges::find(files, file) == files.end()) files.push_back(file);
  }
  Findings findings;
  for (const std::string& file : files) {
    if (!others_may_look(file)) continue;
    findings.push_back(wrong(
        "secrets",
        fmt::format("Other users may read {}, which holds a token: chmod 600 {}", file, file)));
  }
  if (findings.empty() && !files.empty()) {
    findings.push_back(good("secrets", "The files with tokens are for their owner alone."));
  }
  return findings;
}

Findings database_findings(const std::string& database, const std::string& trouble) {
  Findings findings;
  std::error_code error;
  const std::string folder = fs::absolute(database, error).parent_path().string();
  const bool is_there = fs::exists(database, error);
  const bool may_write = access(folder.c_str(), W_OK) == 0 &&
                         (!is_there || access(database.c_str(), R_OK | W_OK) == 0);
  if (!fs::is_directory(folder, error)) {
    findings.push_back(wrong("database", fmt::format("There is no folder {} for {}: mkdir -p {}",
                                                     folder, database, folder)));
  } else if (!may_write) {
    findings.push_back(wrong(
        "database", fmt::format("{} or its folder cannot be written by this user: run this as the "
                                "user that runs tocsin, or give it the right to.",
                                database)));
  } else if (!is_there) {
    findings.push_back(
        note("database", fmt::format("{} is not there yet; `tocsin serve` makes it.", database)));
  } else if (!trouble.empty()) {
    findings.push_back(wrong("database", trouble));
  } else {
    findings.push_back(good("database", fmt::format("{} can be read and written ({} bytes).",
                                                    database, fs::file_size(database, error))));
  }
  if (is_there && others_may_look(database)) {
    findings.push_back(
        wrong("database", fmt::format("Other users may read {}, which holds private incidents: "
                                      "chmod 600 {}",
                                      database, database)));
  }
  const fs::space_info space = fs::space(folder, error);
  if (!error) findings.push_back(disk_finding(folder, space.available));
  return findings;
}

Finding disk_finding(const std::string& folder, std::uint64_t free_bytes) {
  constexpr std::uint64_t k_mega = 1'000'000;
  constexpr std::uint64_t k_least = 200 * k_mega;
  const std::string says = fmt::format("{} MB are free in {}", free_bytes / k_mega, folder);
  if (free_bytes < k_least) {
    return wrong("disk", says + ": make room, or nothing can be saved soon.");
  }
  return good("disk", says + ".");
}

Finding pdf_finding(const std::string& path) {
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const fs::path folder = path.substr(begin, end - begin);
    for (const char* name : {"weasyprint", "chromium"}) {
      const std::string program = (folder / name).string();
      if (end > begin && access(program.c_str(), X_OK) == 0) {
        return good("PDF", "Write-ups can be made into PDF by " + program + ".");
      }
    }
    begin = end + 1;
  }
  return note("PDF",
              "Write-ups cannot be made into PDF here; the other formats can. For PDF install "
              "weasyprint or chromium.");
}

Finding clock_finding(const std::optional<std::string>& date, Moment now) {
  const auto theirs = date ? moment_of(*date) : std::nullopt;
  if (!theirs) return note("clock", "Slack did not tell its time, so the clock was not compared.");
  constexpr auto k_most = std::chrono::seconds(30);
  const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(now - *theirs);
  if (ahead > k_most || ahead < -k_most) {
    return wrong("clock",
                 fmt::format("This machine's clock is {} s {} Slack's: times of entries would be "
                             "wrong. Set it, best by NTP (timedatectl set-ntp true).",
                             ahead.count() < 0 ? -ahead.count() : ahead.count(),
                             ahead.count() < 0 ? "behind" : "ahead of"));
  }
  return good("clock", "It agrees with Slack's.");
}

}  // namespace tocsin
