#include "tests/simulator/pager.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::simulator {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view k_scheme = "pager:/";
constexpr Duration k_silence = 1h;  // longer than anybody waits

net::HttpResponse answered(int status) {
  net::HttpResponse response;
  response.status = status;
  return response;
}

}  // namespace

// As the great ones do it: an event for an alert that is over opens it anew, one for an alert that
// rings or was taken wakes nobody.
void PagerService::take(const Heard& heard) {
  heard_.push_back(heard);
  const auto known = alerts_.find(heard.key);
  const bool rings = known != alerts_.end() && known->second != Ringing::resolved;
  switch (heard.call) {
    case PagerCall::trigger:
      if (!rings) alerts_[heard.key] = Ringing::triggered;
      return;
    case PagerCall::acknowledge:
      if (rings) known->second = Ringing::acknowledged;
      return;
    case PagerCall::resolve:
      if (rings) known->second = Ringing::resolved;
      return;
  }
}

PagerService::Answer PagerService::receive(const net::HttpRequest& request, sandbox::Dice& dice) {
  const std::string_view call = std::string_view(request.url).substr(k_scheme.size());
  Heard heard{request.body, PagerCall::trigger};
  for (const PagerCall one : {PagerCall::acknowledge, PagerCall::resolve}) {
    if (name_of(one) == call) heard.call = one;
  }
  const Duration after{static_cast<std::int64_t>(20 + dice.below(2000))};
  if (dice.chance(chaos.rate_limited)) return {answered(429), after};
  if (heard.call == PagerCall::trigger && dice.chance(chaos.refused)) return {answered(400), after};
  const bool is_broken = dice.chance(chaos.server_error);
  const bool is_lost = dice.chance(chaos.lost);
  const bool has_effect = (!is_broken && !is_lost) || dice.chance(0.5);
  if (has_effect) take(heard);
  if (is_lost) return {{}, k_silence};
  return {answered(is_broken ? 503 : 202), after};
}

std::optional<PagerService::Done> PagerService::somebody_answers(sandbox::Dice& dice) {
  if (!dice.chance(chaos.answers)) return std::nullopt;
  std::vector<std::string> ringing;
  for (const auto& [key, alert] : alerts_) {
    if (alert == Ringing::triggered) ringing.push_back(key);
  }
  if (ringing.empty()) return std::nullopt;
  const std::string& key = ringing[dice.below(ringing.size())];
  const bool is_end = dice.chance(0.3);
  alerts_[key] = is_end ? Ringing::resolved : Ringing::acknowledged;
  if (!is_end) ++answered_there_;
  return Done{key, is_end};
}

Prepared PagerDestination::request(const DeliveryContext& context) const {
  const auto& call = std::get<delivery::CallPager>(context.delivery);
  Prepared prepared;
  prepared.request.method = "POST";
  prepared.request.url = std::string(k_scheme) + std::string(name_of(call.call));
  prepared.request.body = dedup_key(context.incident->number, call.page);
  return prepared;
}

Verdict PagerDestination::judge(const DeliveryContext& context,
                                const net::HttpResponse& answer) const {
  if (answer.transport == net::Transport::lost) return verdict::Unknown{answer.trouble};
  if (answer.transport == net::Transport::never_sent) return verdict::Wait{0ms, answer.trouble};
  if (answer.status == 429) return verdict::Wait{0ms, "rate limited", true};
  if (answer.status >= 500) return verdict::Unknown{"status " + std::to_string(answer.status)};
  if (answer.status < 300) return verdict::Done{};
  verdict::Refused refused{"refused", "The pager refused it.", {}};
  const auto& call = std::get<delivery::CallPager>(context.delivery);
  if (call.call == PagerCall::trigger) {
    refused.facts.emplace_back(fact::PagerRefused{call.pager, call.page, refused.why});
  }
  return refused;
}

}  // namespace tocsin::simulator
