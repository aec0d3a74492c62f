#include "tests/engine/troubled_store.h"

#include "bot/domain/timeline.h"

namespace tocsin {

void TroubledStore::commit() {
  const Commit fate = std::exchange(next_commit, Commit::works);
  if (fate == Commit::fails || is_dead) throw StorageError(kind, "the test's disk is full");
  inner_.commit();
  ++committed;
  if (fate == Commit::fails_after_the_fact) {
    is_on_disk_ = true;
    throw StorageError(kind, "the answer of the test's disk was lost");
  }
}

void TroubledStore::rollback() noexcept {
  // After a commit whose answer was lost there is nothing left to take back.
  if (!is_on_disk_) inner_.rollback();
  is_on_disk_ = false;
}

std::optional<Reply> TroubledStore::reply_for(std::string_view key) const {
  if (is_dead) throw StorageError(kind, "the test's disk is dead");
  return inner_.reply_for(key);
}

void TroubledStore::append(IncidentNumber incident, const Event& event) {
  const std::string text = timeline_text(event.body);
  if (!unthinkable.empty() && text.find(unthinkable) != std::string::npos) {
    throw std::runtime_error("the test does not want to think of this");
  }
  if (!unstorable.empty() && text.find(unstorable) != std::string::npos) {
    throw StorageError(StorageError::Kind::broken, "the test cannot store this text");
  }
  inner_.append(incident, event);
}

void TroubledStore::put(IncidentNumber incident, const MessageRef& message) {
  if (breaks_messages) throw StorageError(StorageError::Kind::broken, "no place for a message");
  inner_.put(incident, message);
}

}  // namespace tocsin
