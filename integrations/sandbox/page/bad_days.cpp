#include "integrations/sandbox/page/page_core.h"

namespace tocsin::sandbox {

namespace {

constexpr Duration k_slow_by{4'000};
constexpr const char* k_retry_after = "5";

WebRule always(WebFault fault) {
  WebRule rule;
  rule.times = -1;
  rule.fault = std::move(fault);
  return rule;
}

// The first rule that hits wins: the worst comes first.
void apply(WebPage::Impl& page) {
  FaultPlan& plan = page.sandbox.faults();
  plan.clear();
  if (page.bad_days.down) {
    plan.add(always(lost_before_effect()));
    SocketRule refuse;
    refuse.kind = SocketFaultKind::refuse;
    refuse.times = -1;
    plan.add(refuse);
  }
  if (page.bad_days.limited) plan.add(always(too_many(k_retry_after)));
  if (page.bad_days.slow) plan.add(always(slow_answer(k_slow_by)));
}

}  // namespace

std::string switch_bad_day(WebPage::Impl& page, std::string_view name, bool on, Moment now) {
  SocketHub& hub = page.sandbox.hub();
  if (name == "cut") {
    hub.drop_all(now);
    return "";
  }
  if (name == "refresh") {
    for (const SocketNumber socket : hub.live()) hub.refresh(socket, now);
    return "";
  }
  if (name == "slow") {
    page.bad_days.slow = on;
  } else if (name == "limited") {
    page.bad_days.limited = on;
  } else if (name == "down") {
    page.bad_days.down = on;
    if (on) hub.drop_all(now);
  } else {
    return "There is no switch \"" + std::string(name) + "\".";
  }
  apply(page);
  return "";
}

}  // namespace tocsin::sandbox
