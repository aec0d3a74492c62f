#pragma once
// A harmless look at each outside service: does it know our key, is there what the configuration
// names. Called by `tocsin doctor`; pure.

#include "bot/domain/result.h"
#include "bot/domain/service.h"
#include "integrations/destination.h"

#include <optional>
#include <string>

namespace tocsin {

// Nothing when the service has no way to look without doing something, or is not told the key that
// it takes for that; not_tried() then says which.
std::optional<Prepared> probe(const Service& service);
std::string not_tried(const Service& service);

// A sentence for the operator: what works, or what is wrong and how to mend it.
Result<std::string, std::string> judge_probe(const Service& service,
                                             const net::HttpResponse& answer);

}  // namespace tocsin
