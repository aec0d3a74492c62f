#pragma once
// An outside service that wakes people, in virtual time: it knows a page by its key, so that a
// repetition wakes nobody twice; loses answers, is slow, limits and refuses as it is told; and its
// people acknowledge or end it there, of which it tells until somebody has listened.

#include "integrations/destination.h"
#include "integrations/sandbox/dice.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::simulator {

struct PagerChaos {
  double lost = 0;          // of an answer, with or without an effect
  double server_error = 0;  // with or without an effect
  double rate_limited = 0;
  double refused = 0;  // of a trigger, for good
  double answers = 0;  // somebody acknowledges or ends it there, at any step
};

class PagerService {
 public:
  enum class Ringing { triggered, acknowledged, resolved };
  struct Heard {
    std::string key;
    PagerCall call = PagerCall::trigger;
  };
  struct Answer {
    net::HttpResponse response;
    Duration after{0};
  };

  PagerChaos chaos;

  Answer receive(const net::HttpRequest& request, sandbox::Dice& dice);
  struct Done {
    std::string key;
    bool is_end = false;
  };
  // Somebody acknowledges one of those that ring, or ends it there.
  std::optional<Done> somebody_answers(sandbox::Dice& dice);

  const std::map<std::string, Ringing>& alerts() const { return alerts_; }
  bool was_woken_by(const std::string& key) const { return alerts_.contains(key); }
  std::size_t answered_there() const { return answered_there_; }
  const std::vector<Heard>& heard() const { return heard_; }  // what arrived, in order

 private:
  void take(const Heard& heard);

  std::map<std::string, Ringing> alerts_;
  std::vector<Heard> heard_;
  std::size_t answered_there_ = 0;
};

// Its language: "pager:/trigger" with the key as body.
class PagerDestination final : public Destination {
 public:
  std::string_view name() const override { return "pager"; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
};

}  // namespace tocsin::simulator
