#pragma once
// Linear as a tracker (GraphQL). Whoever creates an issue there may choose its id: ours is made
// from the task, so that the second creation of one task is refused by Linear itself, and after a
// lost answer the issue is simply read by that id. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>
#include <string_view>

namespace tocsin::linear {

class Tracker : public Destination {
 public:
  explicit Tracker(const Service& service);

  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext& context) const override;
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override;
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override;
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override;

 private:
  Prepared ask(std::string_view query, const Json& variables) const;
  Verdict judge_read(const DeliveryContext& context, const Json& data) const;
  Verdict judge_team(const Json& data) const;
  Verdict judge_created(const DeliveryContext& context, const Json& data) const;

  std::string name_;
  std::string url_;
  std::string team_;  // its key ("OPS") or its id
  std::string token_;
  rest::Manners manners_;
};

// The id of the task's issue: a UUID, the same for every attempt.
std::string issue_id(std::string_view mark);

}  // namespace tocsin::linear
