#pragma once
// Internal to storage/: what a file system needs besides the flush of a file.

#include <string>

namespace tocsin {

// The names in the folder of this file are on disk after this, as far as the file system knows how.
void flush_folder_of(const std::string& path);

}  // namespace tocsin
