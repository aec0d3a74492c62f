#include "bot/serve/shared_answers.h"

#include <cstddef>
#include <iterator>

namespace tocsin {

namespace {

// Pages that look at different incidents, twice over; a write-up may have some hundred KB.
constexpr std::size_t k_most_kept = 16;

}  // namespace

void SharedAnswers::forget() {
  ++change_;
  std::erase_if(asked_, [](const auto& one) { return one.second.answer.has_value(); });
}

std::optional<SharedAnswers::Key> SharedAnswers::ask(const std::string& url, Give give) {
  Key key{change_, url};
  if (const auto known = asked_.find(key); known != asked_.end()) {
    if (known->second.answer) {
      give(*known->second.answer);
    } else {
      known->second.waiting.push_back(std::move(give));
    }
    return std::nullopt;
  }
  asked_[key].waiting.push_back(std::move(give));
  return key;
}

void SharedAnswers::answered(const Key& key, const net::HttpResponse& answer) {
  const auto found = asked_.find(key);
  if (found == asked_.end()) return;
  const std::vector<Give> waiting = std::exchange(found->second.waiting, {});
  const bool is_kept = key.first == change_ && answer.status == 200 && asked_.size() <= k_most_kept;
  if (is_kept) {
    found->second.answer = answer;
  } else {
    asked_.erase(found);
  }
  for (const Give& give : waiting) give(answer);
}

}  // namespace tocsin
