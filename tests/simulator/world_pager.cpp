// The world's pager: what it is told, and what its people do there.

#include "tests/simulator/world.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::simulator {

namespace {

using namespace std::chrono_literals;

}  // namespace

void World::call_pager(const Outgoing& outgoing) {
  const auto named = read_dedup_key(outgoing.request.body);
  const auto incident = named ? file_->incident(named->incident) : std::nullopt;
  const Page* page = incident ? find(*incident, named->page) : nullptr;
  const bool is_trigger = outgoing.request.url.ends_with(name_of(PagerCall::trigger));
  if (is_trigger && (page == nullptr || page->state != PageState::open)) {
    late_pages_.push_back(outgoing.request.body);
  }
  auto [response, after] = pager_.receive(outgoing.request, dice_);
  input::Answered answered{outgoing.number, std::move(response)};
  if (after > k_http_timeout) {
    answered.answer.transport = net::Transport::lost;
    answered.answer.trouble = "timeout";
    after = k_http_timeout;
  }
  answers_.emplace(true_time_ + after, std::pair(life_, std::move(answered)));
}

// A hook is delivered again until it was acknowledged, and sometimes after that.
void World::hear_pager() {
  if (const auto done = pager_.somebody_answers(dice_)) {
    const AckToken token = ++last_token_;
    const input::PagerAnswered told{"hook" + std::to_string(token),
                                    "PagerDuty",
                                    done->key,
                                    "Ana Lopez",
                                    true_time_,
                                    token,
                                    done->is_end};
    const Duration after{static_cast<std::int64_t>(dice_.below(60'000))};
    hooks_.emplace(true_time_ + after, told);
    if (dice_.chance(0.2)) hooks_.emplace(true_time_ + 2 * after, told);
  }
  std::vector<Input> told;
  while (!hooks_.empty() && hooks_.begin()->first <= true_time_) {
    auto hook = hooks_.extract(hooks_.begin());
    told.emplace_back(hook.mapped());
    hook.key() = true_time_ + 5s;
    hooks_.insert(std::move(hook));
  }
  if (!told.empty()) step_engine(std::move(told));
}

}  // namespace tocsin::simulator
