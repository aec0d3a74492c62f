#include "bot/offline/import_files.h"

#include "bot/import/read_document.h"
#include "bot/offline/document_json.h"
#include "bot/offline/text_file.h"

#include <cstdio>

namespace tocsin {
namespace {

void refuse(const std::string& file, const std::string& reason) {
  std::fprintf(stderr, "%s: %s\n", file.c_str(), reason.c_str());
}

}  // namespace

int import_files(const ImportOptions& options) {
  bool refused = false;
  for (const std::string& file : options.files) {
    const auto text = read_text_file(file, imports::k_longest_document);
    const auto document =
        text ? imports::read_document(*text)
             : Result<imports::ImportedDocument, std::string>(failure(text.error()));
    if (!document) {
      refuse(file, document.error());
      refused = true;
      continue;
    }
    const std::string printed = options.as_json ? print_document_json(file, *document)
                                                : print_document_summary(file, *document);
    std::fwrite(printed.data(), 1, printed.size(), stdout);
  }
  return refused ? 1 : 0;
}

}  // namespace tocsin
