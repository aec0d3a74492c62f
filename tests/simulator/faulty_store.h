#pragma once
// A real store whose commits fail now and then: before anything is on disk, or after everything is
// (the answer got lost).

#include "integrations/sandbox/dice.h"
#include "tests/support/passing_store.h"

namespace tocsin::simulator {

struct CommitFaults {
  double before = 0;  // chance that a commit fails and leaves nothing
  double after = 0;   // chance that it reports a failure although all is on disk
};

class FaultyStore final : public PassingStore {
 public:
  FaultyStore(Store& inner, sandbox::Dice& dice) : PassingStore(inner), dice_(dice) {}

  CommitFaults faults;

  void commit() override;
  void rollback() noexcept override;

 private:
  sandbox::Dice& dice_;
  bool is_committed_ = false;  // although we said that it was not
};

}  // namespace tocsin::simulator
