#pragma once
// A real store whose disk gives trouble when a test says so: a commit that fails before or after
// the fact, a text that cannot be stored, a file that cannot be read or written at all. Counts the
// transactions.

#include "tests/support/passing_store.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

class TroubledStore final : public PassingStore {
 public:
  explicit TroubledStore(Store& inner) : PassingStore(inner) {}

  enum class Commit { works, fails, fails_after_the_fact };
  Commit next_commit = Commit::works;  // one commit; then it works again
  StorageError::Kind kind = StorageError::Kind::disk_full;
  bool is_dead = false;          // nothing can be read or written
  std::string unthinkable;       // the same, with an error that has nothing to do with the disk
  std::string unstorable;        // an event whose text contains it breaks
  bool breaks_messages = false;  // a posted message cannot be stored

  int begun = 0;
  int committed = 0;

  void begin() override {
    if (is_dead) throw StorageError(kind, "the test's disk is dead");
    inner_.begin();
    ++begun;
  }
  void commit() override;
  void rollback() noexcept override;
  std::optional<Reply> reply_for(std::string_view key) const override;
  void append(IncidentNumber incident, const Event& event) override;
  using PassingStore::put;
  void put(IncidentNumber incident, const MessageRef& message) override;

 private:
  bool is_on_disk_ = false;  // although we said that it was not
};

}  // namespace tocsin
