// A program of the build: make_image <file> writes the image of a new database, see image.h.

#include "storage/migrations/migrations.h"
#include "storage/new_database/image.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdio>
#include <exception>

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: make_image FILE\n", stderr);
    return 2;
  }
  try {
    std::remove(arguments[1]);
    SQLite::Database database(arguments[1], SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    tocsin::apply_missing(database, tocsin::all_migrations(),
                          tocsin::from_stored(tocsin::k_moment_of_making));
    database.exec("VACUUM");  // without the pages that the steps in between have left
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "make_image: %s\n", trouble.what());
    return 1;
  }
  return 0;
}
