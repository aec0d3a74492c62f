#pragma once
// Internal to storage/: a database in which nothing has happened yet, as the bytes of its file. It
// is made while the program is built (make_image.cpp), by running the migrations: at the first
// start of a bot they would take longer than everything else.

#include "bot/domain/moment.h"

#include <cstdint>
#include <span>
#include <string>

namespace SQLite {
class Database;
}

namespace tocsin {

// Stands in the image wherever the moment belongs at which a database is made; SQLite stores it as
// these six bytes, and reads any six there as a moment.
inline constexpr std::int64_t k_moment_of_making = 0x544f'4353'494e;

// Made while building, see CMakeLists.txt.
std::span<const char> new_database_image();

// Makes of a connection's empty memory such a database. Throws SQLite::Exception.
void fill_memory(SQLite::Database& database, Moment now);

// Makes the file, whole or not at all whatever happens meanwhile; under the writer's lock, where no
// file is. 0, or why it could not be made (errno).
int make_database_file(const std::string& path, Moment now, bool flushes);

}  // namespace tocsin
