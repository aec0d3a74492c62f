#pragma once
// Whole copies of a record: the backup that is made while the bot runs, and putting one back. For
// `tocsin backup` and `tocsin restore`.

#include "bot/domain/delivery.h"
#include "bot/domain/moment.h"

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace tocsin {

// Why a copy was not made: one sentence. Nothing is left behind.
class CopyError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using CopyProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Copies the record as it is at one moment into a file that must not be there yet; whoever writes
// the record meanwhile is not held up. The copy is one file, on disk when this returns.
void copy_record(const std::string& from, const std::string& to, const CopyProgress& progress);

// Gives a finished file its name, unless there is one of that name.
void name_copy(const std::string& copy, const std::string& name);

struct Restored {
  std::string kept_aside;  // where the record that was there before is now; empty: there was none
  std::vector<Delivery> waiting;  // what had not gone out when the backup was made
  std::int64_t due_since = 0;  // reminders and steps of pages of which the time has come since then
};

// Puts a backup in the place of the record. Refuses (OpenError) while somebody writes the record.
// Every post that waits in it may have gone out since, so it is marked to be looked for before it
// is sent, and new posts get numbers that the old record never used.
Restored put_in_place(const std::string& backup, const std::string& record, Moment now,
                      const CopyProgress& progress);

}  // namespace tocsin
