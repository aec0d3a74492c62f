#pragma once
// How far a delivery of several steps has come, as the text that the outbox stores with the row:
// "<step>:<detail> <flag> <flag>". Rows outlive upgrades, so the words are never given another
// meaning. Used by the deliver_*.cpp files only.

#include <string>
#include <string_view>

namespace tocsin::slack {

struct Progress {
  std::string step;      // empty at the start
  std::string detail;    // without blanks
  bool plain = false;    // "plain": without blocks (or a channel name without the title)
  bool bare = false;     // "bare": without metadata
  bool joining = false;  // "joining": join the channel now, then go on
  bool joined = false;   // "joined": was joined for this delivery, so do not try that again
};

Progress read_progress(std::string_view text);
std::string to_text(const Progress& progress);

}  // namespace tocsin::slack
