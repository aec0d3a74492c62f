#pragma once
// An imported document as an incident of the record with its events: closed, without declarer, lead
// and channel, so that search, `similar` and `stats` know the past. Pure.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/moment.h"
#include "bot/import/document.h"

#include <string>
#include <vector>

namespace tocsin::imports {

struct DocumentSource {
  std::string file;         // without its folder
  std::string fingerprint;  // SHA-256 of its bytes
};

struct RecordedDocument {
  Incident incident;
  std::vector<Event> events;
};

// Times are taken in the document's zone. What has no date, or no time, cannot be a moment: such
// entries happen at `now` and carry their clock in front of their text, and nothing that counts
// minutes is made of them. Tasks become measures: nobody knows whether they were done, and nobody
// shall be reminded of them.
RecordedDocument record_document(const ImportedDocument& document, const DocumentSource& source,
                                 IncidentNumber number, Moment now);

}  // namespace tocsin::imports
