#pragma once
// What the tests of the trackers and status pages share: an incident with a task, answers out of
// captured payloads, and verdicts and looks as one line each, so that a table can say what is
// expected.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "tests/services/transport.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace tocsin::test {

inline const Moment k_now = from_stored(1'773'153'660'000);  // 2026-03-10 14:41 UTC

Service service(ServiceRole role, std::string kind,
                std::map<std::string, std::string, std::less<>> values);

// INC-7 with the follow-up T3; an installation "a1b2c3".
DeliveryContext context_of(Delivery delivery);
DeliveryContext filing();   // of T3 in "ops"
DeliveryContext reading();  // the same, where it is `id` there
void set_issue(DeliveryContext& context, std::string id);

net::HttpResponse answered(int status, const std::string& fixture_name,
                           std::vector<net::Header> headers = {});

// "done: T3 is #1347 (1347) in ops at https://…", "wait 30 s for all: why", "refused CODE: why", …
std::string print(const Verdict& verdict);
std::string print(const Look& look);

// "POST https://…" without the body.
std::string line_of(const net::HttpRequest& request);

}  // namespace tocsin::test
