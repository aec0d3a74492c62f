#pragma once
// Puts the alerts of one report onto cards: a repetition or an end onto the card that shows the
// alert, a new one onto a card of its own, and in a storm all together onto one. Used by the engine
// within its transaction; says what has changed and leaves it to the engine to show it.

#include "bot/domain/alert.h"
#include "storage/store.h"

#include <optional>
#include <set>
#include <vector>

namespace tocsin {

class AlertIntake {
 public:
  AlertIntake(Store& store, Moment now) : store_(store), now_(now) {}

  void take(const Alert& alert);

  struct Taken {
    Alert alert;
    AlertCardNumber card;
  };
  const std::vector<Taken>& begun() const { return begun_; }  // they fire, and did not before
  const std::vector<Taken>& ended() const { return ended_; }
  const std::set<AlertCardNumber>& opened() const { return opened_; }
  const std::set<AlertCardNumber>& changed() const { return changed_; }  // of those before

 private:
  void begin(const Alert& alert, AlertCardNumber card, std::int64_t reports);
  void repeat(KnownAlert known, const Alert& alert);
  void end(KnownAlert known, const Alert& alert);
  void touch(AlertCardNumber card);
  AlertCardNumber card_for_new();

  Store& store_;
  Moment now_;
  std::optional<Store::RecentCards> recent_;
  std::vector<Taken> begun_;
  std::vector<Taken> ended_;
  std::set<AlertCardNumber> opened_;
  std::set<AlertCardNumber> changed_;
};

}  // namespace tocsin
