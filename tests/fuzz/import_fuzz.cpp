// Any bytes as a document to import: reading it ends, in a value or in a refusal, and what was read
// can be recorded.

#include "bot/import/read_document.h"
#include "bot/import/record_document.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto document = tocsin::imports::read_document(text);
  if (document) {
    tocsin::imports::record_document(*document, {"fuzz.md", ""}, tocsin::IncidentNumber{1},
                                     tocsin::from_stored(1'900'000'000'000));
  }
  return 0;
}
