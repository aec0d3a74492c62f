#pragma once
// `tocsin backup` and `tocsin restore`: what main's pieces (copying, looking into a file) are put
// together to, and what people are told. Called by main.

#include "bot/domain/moment.h"

#include <functional>
#include <string>
#include <vector>

namespace tocsin {

struct Restored;

// What main lends: the concrete record.
struct CopyTools {
  // What is wrong with the record in a file (see check.h); throws std::runtime_error with a
  // sentence when it cannot be opened.
  std::function<std::vector<std::string>(const std::string& path)> troubles_of;
};

// Copies the record to `path`, looks whether the copy is whole, and only then gives it its name.
int back_up(const std::string& database, const std::string& path, const CopyTools& tools);

// Looks whether the backup is whole, then puts it in the place of the record.
int restore(const std::string& backup, const std::string& database, Moment now,
            const CopyTools& tools);

// What the operator should know after a restore, a line each; empty: nothing.
std::string what_may_come_again(const Restored& restored);

}  // namespace tocsin
