#pragma once
// A disk that fails on command: while the object lives, every database that is opened in this
// process is on it. Wraps SQLite's own file layer; a flush is counted and not carried out, because
// these tests lose no power.

#include <cstdint>
#include <memory>

namespace tocsin {

class FaultyDisk {
 public:
  enum class Fault {
    full,          // a write finds room for half of it
    broken_write,  // a write fails
    broken_flush,  // a flush fails after everything was written
  };

  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // The `number`th write or flush from now on fails, from 1; with `lasting`, so do all after it.
  void fail(Fault fault, std::int64_t number, bool lasting);
  void heal();
  bool has_failed() const;  // since fail()

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tocsin
