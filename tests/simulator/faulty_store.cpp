#include "tests/simulator/faulty_store.h"

namespace tocsin::simulator {

void FaultyStore::commit() {
  if (dice_.chance(faults.before)) {
    throw StorageError(StorageError::Kind::disk_full, "the simulated disk is full");
  }
  inner_.commit();
  if (dice_.chance(faults.after)) {
    is_committed_ = true;
    throw StorageError(StorageError::Kind::broken, "the simulated commit lost its answer");
  }
}

void FaultyStore::rollback() noexcept {
  // After a commit whose answer was lost there is nothing left to take back.
  if (!is_committed_) inner_.rollback();
  is_committed_ = false;
}

}  // namespace tocsin::simulator
