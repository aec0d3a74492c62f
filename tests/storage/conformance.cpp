#include "tests/storage/conformance.h"

namespace tocsin {

std::vector<ConformanceCase> conformance_cases() {
  std::vector<ConformanceCase> all;
  for (const auto& part : {transaction_cases(), incident_cases(), event_cases(), outbox_cases(),
                           other_cases(), search_cases(), alert_cases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace tocsin
