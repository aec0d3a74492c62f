#include "bot/slack/progress.h"

namespace tocsin::slack {

Progress read_progress(std::string_view text) {
  Progress progress;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
    if (word == "plain") {
      progress.plain = true;
    } else if (word == "bare") {
      progress.bare = true;
    } else if (word == "joining") {
      progress.joining = true;
    } else if (word == "joined") {
      progress.joined = true;
    } else if (!word.empty()) {
      const std::size_t colon = word.find(':');
      progress.step = std::string(word.substr(0, colon));
      progress.detail = colon == std::string_view::npos ? "" : std::string(word.substr(colon + 1));
    }
  }
  return progress;
}

std::string to_text(const Progress& progress) {
  std::string text = progress.step;
  if (!progress.detail.empty()) text += ":" + progress.detail;
  const auto flag = [&](bool set, std::string_view word) {
    if (!set) return;
    if (!text.empty()) text += ' ';
    text += word;
  };
  flag(progress.plain, "plain");
  flag(progress.bare, "bare");
  flag(progress.joining, "joining");
  flag(progress.joined, "joined");
  return text;
}

}  // namespace tocsin::slack
