#pragma once
// Internal to storage/: a layer under SQLite that hands a commit to the system in one write. SQLite
// writes each page of its write-ahead log with two system calls, and a command changes several
// pages; here they are put together until SQLite asks for the flush, which is when they have to be
// there. Only for connections that flush at every commit (synchronous=FULL): without a flush,
// others could be shown pages that are not in the file yet. The files of one connection are used on
// one thread at a time, as SQLite has it.

namespace tocsin {

// Puts the layer on top of SQLite's present one; again is no harm. Returns the name to open a
// database with. One thread at a time.
const char* use_whole_writes();

}  // namespace tocsin
