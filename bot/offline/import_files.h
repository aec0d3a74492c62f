#pragma once
// `tocsin import FILE…`: reads the files one after the other and says of each what was read, or why
// it was refused; the others still go in. Called by main, which gives the exit status back.

#include <string>
#include <vector>

namespace tocsin {

struct ImportOptions {
  std::vector<std::string> files;
  bool dry_run = false;  // read and tell, store nothing
  bool as_json = false;
};

int import_files(const ImportOptions& options);

}  // namespace tocsin
