#include "bot/import/document.h"

#include <fmt/core.h>

namespace tocsin::imports {

std::string print_local_time(const LocalTime& time) {
  std::string printed;
  if (time.day) {
    const std::chrono::year_month_day date{*time.day};
    printed = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  }
  if (time.of_day) {
    const auto seconds = time.of_day->count();
    printed += fmt::format("T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
  return printed;
}

std::string_view kind_word(EntryKind kind) {
  switch (kind) {
    case EntryKind::detected:
      return "detected";
    case EntryKind::log:
      return "log";
    case EntryKind::suspect:
      return "suspect";
    case EntryKind::ruledout:
      return "ruledout";
    case EntryKind::escalate:
      return "escalate";
    case EntryKind::workaround:
      return "workaround";
    case EntryKind::fix:
      return "fix";
    case EntryKind::resolved:
      return "resolved";
  }
  return "";
}

}  // namespace tocsin::imports
