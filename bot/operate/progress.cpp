#include "bot/operate/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace tocsin {

ProgressLine::ProgressLine(std::string doing)
    : doing_(std::move(doing)), is_seen_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (shown_ > 0) std::fputs("\r\033[K", stderr);
}

void ProgressLine::step(std::size_t done, std::size_t all) {
  constexpr std::size_t k_hundred = 100;
  if (!is_seen_ || all == 0) return;
  const std::size_t now = done * k_hundred / all + 1;
  if (now == shown_) return;
  shown_ = now;
  std::fprintf(stderr, "\r%s: %zu of %zu (%zu %%)\033[K", doing_.c_str(), done, all, now - 1);
}

}  // namespace tocsin
