#include "bot/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace tocsin {

void ensure_failed(const char* condition, const char* file, int line) {
  // stdio and not the log: the log may be the thing that is broken.
  std::fprintf(stderr, "tocsin: internal error: %s is false (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace tocsin
