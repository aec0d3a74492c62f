#pragma once
// Every outside service that the program can talk to, one row a kind. The kinds and their keys are
// in bot/domain/service.h; this is where a kind gets its destination. Used by bot/serve.

#include "bot/domain/service.h"
#include "integrations/switchboard.h"

#include <vector>

namespace tocsin {

// One destination for each. Every kind of `services` is one of the table, which bot/config checks.
Services connect_services(const std::vector<Service>& services);

}  // namespace tocsin
