#include "bot/operate/copies.h"

#include "bot/operate/progress.h"
#include "storage/copies.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace tocsin {

namespace {

namespace fs = std::filesystem;

int refuse(const std::string& sentence) {
  fmt::print(stderr, "tocsin: {}\n", sentence);
  return 1;
}

std::string listed(const std::vector<std::string>& troubles) {
  std::string text;
  for (const std::string& trouble : troubles) text += "\n  " + trouble;
  return text;
}

CopyProgress shown_on(ProgressLine& line) {
  return [&line](std::int64_t done, std::int64_t all) {
    line.step(static_cast<std::size_t>(done), static_cast<std::size_t>(all));
  };
}

class Unfinished {  // a copy that has no name yet is gone at the end
 public:
  explicit Unfinished(std::string path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

int back_up(const std::string& database, const std::string& path, const CopyTools& tools) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return refuse(fmt::format("\"{}\" is a folder. Name the file too: tocsin backup {}", path,
                              (fs::path(path) / "tocsin-backup.db").string()));
  }
  if (fs::exists(path, error)) {
    return refuse(fmt::format(
        "There is already a file \"{}\", which is left as it is. Give another path.", path));
  }
  if (!fs::exists(database, error)) {
    return refuse(fmt::format(
        "There is no database \"{}\": set TOCSIN_DB to the path of the bot's database.", database));
  }
  try {
    const Unfinished copy(fmt::format("{}.{}.part", path, getpid()));
    {
      ProgressLine line("Copying pages");
      copy_record(database, copy.path(), shown_on(line));
    }
    const auto troubles = tools.troubles_of(copy.path());
    if (!troubles.empty()) {
      return refuse("The backup was not kept, because the record is not whole:" + listed(troubles) +
                    "\nRun `tocsin check` to see what to do.");
    }
    name_copy(copy.path(), path);
    fmt::print("Backed up {} to {} ({} bytes), and found it whole.\n", database, path,
               fs::file_size(path, error));
    return 0;
  } catch (const std::runtime_error& trouble) {
    return refuse(trouble.what());
  }
}

int restore(const std::string& backup, const std::string& database, Moment now,
            const CopyTools& tools) {
  std::error_code error;
  if (!fs::is_regular_file(backup, error)) {
    return refuse(fmt::format("There is no backup \"{}\". Nothing was changed.", backup));
  }
  if (fs::equivalent(backup, database, error)) {
    return refuse("That file is the database itself. Nothing was changed.");
  }
  try {
    const auto troubles = tools.troubles_of(backup);
    if (!troubles.empty()) {
      return refuse("The backup is not whole, so nothing was changed:" + listed(troubles) +
                    "\nTake an older backup.");
    }
    ProgressLine line("Copying pages");
    const Restored restored = put_in_place(backup, database, now, shown_on(line));
    fmt::print("Restored {} from {}.\n", database, backup);
    if (!restored.kept_aside.empty()) {
      fmt::print("What was there before is kept as {}.\n", restored.kept_aside);
    }
    if (restored.waiting > 0) {
      fmt::print(
          "{} still waiting when the backup was made. The bot looks in each channel for the first "
          "of them; others that went out since may appear a second time.\n",
          restored.waiting == 1 ? "1 post was" : fmt::format("{} posts were", restored.waiting));
    }
    fmt::print("Start the bot again: tocsin serve\n");
    return 0;
  } catch (const std::runtime_error& trouble) {
    return refuse(trouble.what());
  }
}

}  // namespace tocsin
