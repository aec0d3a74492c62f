#pragma once
// What must hold after whatever has gone wrong, looked up in the two places that count: the record
// in the database and what people see in Slack. Each check gives its complaints as sentences. They
// know what was typed and nothing of how the bot works. Test thread (inside LocalSlack::with).

#include "integrations/sandbox/server.h"
#include "storage/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin::e2e {

// One line that a person typed. Its word is "word" and a number, in no other line.
struct TypedWord {
  std::string word;
  std::string trigger;
};

using Findings = std::vector<std::string>;

// What was called saved is stored, and nothing is stored twice.
Findings stored_wrongly(sandbox::Server& slack, const Store& record,
                        const std::vector<TypedWord>& typed);
// What is stored is posted in its channel exactly once, in the order of its entries.
Findings posted_wrongly(sandbox::Server& slack, const Store& record);
// No delivery has made two messages, anywhere.
Findings said_twice(sandbox::Server& slack);
// Each incident has one channel with one pinned card, one announcement, and when it is closed one
// write-up file.
Findings things_not_single(sandbox::Server& slack, const Store& record);
// The events add up to the incident's row.
Findings rows_that_differ_from_events(const Store& record);

Findings all_findings(sandbox::Server& slack, const Store& record,
                      const std::vector<TypedWord>& typed);

struct Counts {
  std::size_t typed = 0;
  std::size_t acked = 0;  // Slack got some answer to it
  std::size_t saved = 0;  // of these, with an answer that said saved
  std::size_t stored = 0;
  std::size_t posts = 0;  // messages of the bot, everywhere
  int looked_for = 0;     // looks for a message or channel whose answer was lost
};
Counts count(sandbox::Server& slack, const Store& record, const std::vector<TypedWord>& typed);

// Deliveries that are not settled yet, read while the bot may be running.
std::int64_t unsettled_deliveries(const std::string& database);

}  // namespace tocsin::e2e
