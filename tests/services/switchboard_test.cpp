#include "integrations/switchboard.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

namespace tocsin::switchboard_test {

namespace {

// Says its name in everything it is asked for.
class Named : public Destination {
 public:
  explicit Named(std::string name) : name_(std::move(name)) {}
  std::string_view name() const override { return name_; }
  Prepared request(const DeliveryContext&) const override {
    return {{"POST", "https://" + name_ + ".example", {}, ""}, {}};
  }
  Verdict judge(const DeliveryContext&, const net::HttpResponse&) const override {
    return verdict::Refused{name_, "", {}};
  }
  std::optional<Prepared> lookup(const DeliveryContext&, const std::string&) const override {
    return Prepared{{"GET", "https://" + name_ + ".example/look", {}, ""}, {}};
  }
  Look found(const DeliveryContext&, const net::HttpResponse&) const override {
    return look::Failed{Duration{0}, name_};
  }

 private:
  std::string name_;
};

DeliveryContext of(Delivery delivery) {
  DeliveryContext context;
  context.delivery = std::move(delivery);
  return context;
}

}  // namespace

TEST_CASE("each delivery goes to the service that it names, and what names none to Slack") {
  const Named slack("slack");
  Services services;
  services["duty"] = std::make_unique<Named>("duty");
  const Switchboard board(slack, std::move(services));

  const std::pair<Delivery, std::string> cases[] = {
      {delivery::CallPager{"duty", PageNumber{1}, PagerCall::trigger}, "duty"},
      {delivery::Say{"hello"}, "slack"}};
  for (const auto& [delivery, who] : cases) {
    const DeliveryContext context = of(delivery);
    CHECK(board.request(context).request.url == "https://" + who + ".example");
    CHECK(std::get<verdict::Refused>(board.judge(context, {})).code == who);
    CHECK(board.lookup(context, "")->request.url == "https://" + who + ".example/look");
    CHECK(std::get<look::Failed>(board.found(context, {})).why == who);
    CHECK(board.serves(delivery));
  }
  CHECK(!board.serves(delivery::FileTask{"github", TaskNumber{1}}));
}

}  // namespace tocsin::switchboard_test
