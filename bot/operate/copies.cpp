#include "bot/operate/copies.h"

#include "bot/operate/progress.h"
#include "storage/copies.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <variant>

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

// Of what waited in the backup, and may have gone out since.
struct Waiting {
  std::int64_t looked_for = 0;
  std::int64_t files = 0;
  std::int64_t calls = 0;
  std::int64_t status_updates = 0;
};

class Sorter {
 public:
  explicit Sorter(Waiting& waiting) : waiting_(waiting) {}

  void operator()(const delivery::MakeChannel&) { ++waiting_.looked_for; }
  void operator()(const delivery::PostCard&) { ++waiting_.looked_for; }
  void operator()(const delivery::PostAnnouncement&) { ++waiting_.looked_for; }
  void operator()(const delivery::PostEntry&) { ++waiting_.looked_for; }
  void operator()(const delivery::Say&) { ++waiting_.looked_for; }
  void operator()(const delivery::SayUnderAnnouncement&) { ++waiting_.looked_for; }
  void operator()(const delivery::Tell&) { ++waiting_.looked_for; }
  void operator()(const delivery::PostWriteup&) { ++waiting_.looked_for; }
  void operator()(const delivery::SayUnderWriteup&) { ++waiting_.looked_for; }
  void operator()(const delivery::PostQuestions&) { ++waiting_.looked_for; }
  void operator()(const delivery::AnnounceWriteup&) { ++waiting_.looked_for; }
  void operator()(const delivery::AskPerson&) { ++waiting_.looked_for; }
  void operator()(const delivery::AskChannel&) { ++waiting_.looked_for; }
  void operator()(const delivery::PostAlerts&) { ++waiting_.looked_for; }
  void operator()(const delivery::FileTask&) { ++waiting_.looked_for; }
  void operator()(const delivery::AttachWriteup&) { ++waiting_.files; }
  void operator()(const delivery::CallPager&) { ++waiting_.calls; }
  void operator()(const delivery::ShowStatus&) { ++waiting_.status_updates; }
  // The same once more changes nothing, or (an answer for one person's eyes) is not sent again.
  void operator()(const delivery::Invite&) {}
  void operator()(const delivery::SetTopic&) {}
  void operator()(const delivery::EditCard&) {}
  void operator()(const delivery::EditAnnouncement&) {}
  void operator()(const delivery::EditWriteup&) {}
  void operator()(const delivery::EditQuestions&) {}
  void operator()(const delivery::EditAlerts&) {}
  void operator()(const delivery::ShowCanvas&) {}
  void operator()(const delivery::PublishHome&) {}
  void operator()(const delivery::Whisper&) {}
  void operator()(const delivery::ReadMessage&) {}
  void operator()(const delivery::ReadMissed&) {}
  void operator()(const delivery::ReadPeople&) {}
  void operator()(const delivery::ReadPerson&) {}
  void operator()(const delivery::ReadTask&) {}
  void operator()(const delivery::AskOnCall&) {}

 private:
  Waiting& waiting_;
};

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return count == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", count, many);
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

std::string what_may_come_again(const Restored& restored) {
  Waiting waiting;
  for (const Delivery& each : restored.waiting) std::visit(Sorter(waiting), each);
  std::string text;
  if (waiting.looked_for > 0) {
    text += fmt::format("{} still waiting when the backup was made. {} before it is sent.\n",
                        counted(waiting.looked_for, "post was", "posts were"),
                        waiting.looked_for == 1 ? "It is looked for" : "Each is looked for");
  }
  const auto may_repeat = [&](std::int64_t count, std::string_view one, std::string_view many,
                              std::string_view why) {
    if (count > 0)
      text += fmt::format("{} may come a second time: {}\n", counted(count, one, many), why);
  };
  may_repeat(waiting.files, "file", "files", "nothing tells it from an earlier one in Slack.");
  may_repeat(waiting.calls, "call of a pager", "calls of a pager",
             "a pager that has closed the page since, a mail and a webhook cannot be asked.");
  may_repeat(waiting.status_updates, "update of a status page", "updates of a status page",
             "Statuspage is asked first, a webhook cannot be.");
  may_repeat(restored.due_since, "reminder or step of a page", "reminders or steps of a page",
             "due since the backup, as far as the record knows not yet done.");
  return text;
}

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
    fmt::print("{}", what_may_come_again(restored));
    fmt::print("Start the bot again: tocsin serve\n");
    return 0;
  } catch (const std::runtime_error& trouble) {
    return refuse(trouble.what());
  }
}

}  // namespace tocsin
