#include "bot/domain/scenario.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>

namespace tocsin {

namespace {

using Inject = Scenario::Inject;

constexpr std::array k_database{
    Inject{0, "Alert: checkout answers with errors, 40% of requests fail"},
    Inject{3, "Support: customers say that they were charged and see no order"},
    Inject{7, "Dashboard: the primary database has no free disk space; writes wait"},
    Inject{12, "A colleague says that a report was started at the time of the first alert"},
    Inject{18, "A director asks in the channel how long it will take"},
    Inject{25, "The report has ended; the error rate falls to 5%"},
};
constexpr std::array k_release{
    Inject{0, "Alert: sign-in takes 9 seconds instead of 0.3"},
    Inject{3, "The last release was 25 minutes ago; its author does not answer"},
    Inject{6, "Somebody suspects the network: the provider's page says all is well"},
    Inject{11, "One region is fine; it does not have the release yet"},
    Inject{16, "The button for the rollback fails with “permission denied”"},
    Inject{22, "After the rollback sign-in takes 0.4 seconds"},
};
constexpr std::array k_provider{
    Inject{0, "Alert: messages to customers stay in the queue, 12,000 are waiting"},
    Inject{4, "The mail provider's status page is green"},
    Inject{8, "A retry job doubles the queue every five minutes"},
    Inject{13, "The provider's page turns red: delays in your region"},
    Inject{19, "Sales asks whether tonight's campaign can go out"},
    Inject{26, "The provider reports recovery; the queue is still 40,000 long"},
};
constexpr std::array k_secret_brief{
    Inject{0, "A customer reports a key of ours in a public repository"},
    Inject{4, "The key can read all customer files"},
    Inject{9, "Access logs show reads from an unknown address since yesterday"},
    Inject{14, "Replacing the key will stop the nightly export"},
    Inject{20, "A journalist writes to the press address"},
};
constexpr std::array k_alone{
    Inject{0, "Alert: the home page answers with 503"},
    Inject{2, "The person on call does not answer; you are alone"},
    Inject{6, "The runbook for this alert is empty"},
    Inject{10, "A second alert: the search index is two hours old"},
    Inject{15, "The second alert turns out to be an old one that was never closed"},
    Inject{20, "Home page: 503 for half of the visitors only"},
};

constexpr std::array k_scenarios{
    Scenario{"database", "Checkout fails, the database is full", Severity::sev1,
             "A wrong first lead, and somebody who wants an estimate.", k_database},
    Scenario{"release", "Sign-in is slow after a release", Severity::sev2,
             "A rollback that does not work at the first try.", k_release},
    Scenario{"provider", "Mail to customers is stuck", Severity::sev2,
             "Somebody else's outage, and a retry that makes it worse.", k_provider},
    Scenario{"secret", "A key of ours is public", Severity::sev1,
             "Not for everybody: who is told what, and when.", k_secret_brief},
    Scenario{"alone", "The home page is down and nobody answers", Severity::sev1,
             "Calling for help, and an alert that is none.", k_alone},
};

constexpr Duration k_longest_pause = std::chrono::minutes(5);
constexpr std::size_t k_most_injects = 60;

// What was seen; empty for everything else.
struct Seen {
  std::string operator()(const event::Detected& body) const { return body.text; }
  std::string operator()(const event::Logged& body) const { return body.text; }
  std::string operator()(const event::ImpactSet& body) const { return "Impact: " + body.text; }
  std::string operator()(const event::MessageKept& body) const { return body.text; }
  std::string operator()(const event::Injected& body) const { return body.text; }
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

}  // namespace

std::span<const Scenario> scenarios() { return k_scenarios; }

const Scenario* find_scenario(std::string_view name) {
  const auto found = std::ranges::find(k_scenarios, name, &Scenario::name);
  return found == k_scenarios.end() ? nullptr : &*found;
}

event::DrillPlanned plan_of(const Scenario& scenario) {
  event::DrillPlanned plan{std::string(scenario.name), {}};
  for (const Inject& inject : scenario.injects) {
    const Duration after = std::chrono::minutes(inject.after_minutes);
    plan.injects.push_back({after.count(), std::string(inject.text)});
  }
  return plan;
}

event::DrillPlanned replay_of(IncidentNumber number, const std::vector<Event>& standing) {
  std::vector<std::pair<Moment, std::string>> seen;
  for (const Event& event : standing) {
    std::string text = std::visit(Seen{}, event.body);
    if (!text.empty()) seen.emplace_back(event.happened_at, std::move(text));
  }
  std::ranges::stable_sort(seen, {}, &std::pair<Moment, std::string>::first);
  if (seen.size() > k_most_injects) seen.resize(k_most_injects);
  event::DrillPlanned plan{"INC-" + std::to_string(number.value), {}};
  Duration after{0};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (i > 0) after += std::min(seen[i].first - seen[i - 1].first, k_longest_pause);
    plan.injects.push_back({after.count(), std::move(seen[i].second)});
  }
  return plan;
}

std::optional<NextInject> next_inject(const std::vector<Event>& events) {
  const Event* planned = nullptr;
  std::size_t shown = 0;
  for (const Event& event : events) {
    if (std::holds_alternative<event::DrillPlanned>(event.body)) planned = &event;
    if (std::holds_alternative<event::Injected>(event.body)) ++shown;
  }
  if (planned == nullptr) return std::nullopt;
  const auto& plan = std::get<event::DrillPlanned>(planned->body);
  if (shown >= plan.injects.size()) return std::nullopt;
  const auto& next = plan.injects[shown];
  return NextInject{{static_cast<std::int64_t>(shown) + 1, next.text},
                    planned->recorded_at + Duration{next.after_ms}};
}

}  // namespace tocsin
