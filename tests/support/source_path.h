#pragma once
// Where the sources lie, for tests that read fixtures, samples or the tree itself. Known to one
// object file, so that a compiler cache serves the others in any folder.

#include <string>

// The whole path of a file of the repository.
std::string source_path(const std::string& path_in_repository);
