#pragma once
// Jira Cloud as a tracker (REST API v3). An issue carries the mark of its task as a label. Jira's
// search learns of a new issue seconds to minutes late, so after a lost answer a look does not end
// with it: behind the newest issue that the search knows, the next numbers of the project are asked
// for one by one in a single request that reads the issues themselves. Pure; engine's thread.

#include "bot/domain/service.h"
#include "integrations/destination.h"
#include "integrations/rest.h"

#include <string>

namespace tocsin::jira {

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
  Prepared prepared(net::HttpRequest request) const;
  Prepared search(const std::string& jql, std::size_t most) const;
  fact::TaskFiled filed(const DeliveryContext& context, std::string id, std::string key) const;

  std::string name_;
  std::string url_;
  std::string project_;
  std::string issue_type_;
  std::string user_and_token_;  // as the Authorization header wants them
  rest::Manners manners_;
};

}  // namespace tocsin::jira
