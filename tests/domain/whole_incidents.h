#pragma once
// Whole incidents for the tests of the write-up, here and in tests/writeup.

#include "tests/domain/postmortem_record.h"

#include <string>

namespace tocsin::test {

Record checkout_outage();  // in New York, over midnight, with everything that can be recorded
Record team_response();    // in UTC: a response of several people
Record just_declared();
Record hostile_incident();  // every text tries to be more than text
Record long_incident();     // in Berlin: hundreds of entries, many leads, updates and gaps

// Compares with tests/fixtures/postmortem/<name>. To accept a wanted change: run once with
// TOCSIN_ACCEPT_FIXTURES=1 and read the difference before committing it.
void check_fixture(const std::string& name, const std::string& text);

}  // namespace tocsin::test
