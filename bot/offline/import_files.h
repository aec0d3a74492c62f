#pragma once
// `tocsin import FILE…`: reads the files one after the other and says of each what was read or
// stored, or why it was refused; the others still go in. Called by main, which gives the exit
// status back. One transaction a document.

#include "bot/domain/moment.h"
#include "storage/store.h"

#include <string>
#include <vector>

namespace tocsin {

struct ImportOptions {
  std::vector<std::string> files;
  bool dry_run = false;  // read and tell, store nothing
  bool as_json = false;
};

// `store` is null for a dry run. Not 0 when a file was refused.
int import_files(const ImportOptions& options, Store* store, Moment now);

}  // namespace tocsin
