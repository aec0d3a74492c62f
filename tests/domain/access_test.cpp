// Who may do what, and who may see what.

#include "bot/domain/access.h"

#include <doctest/doctest.h>

namespace access_test {

using namespace tocsin;

namespace {

const UserId k_ana{"UANA"};
const UserId k_ben{"UBEN"};

Person member(const UserId& user) { return {user, "name", "", false, false, false}; }

std::string why_not(Act act, const Person& person, const Policy& policy = {}) {
  const auto refusal = refusal_of(act, person.id, person, policy, true);
  return refusal ? to_plain(*refusal) : "";
}

}  // namespace

TEST_CASE("without a configuration every full member may do everything") {
  for (const Act act : {Act::look, Act::change, Act::declare, Act::close, Act::page}) {
    CHECK(why_not(act, member(k_ana)).empty());
    // Slack has not told us about anybody yet.
    CHECK_FALSE(refusal_of(act, k_ana, std::nullopt, {}, false));
  }
}

TEST_CASE("guests may do nothing, unless the operator says otherwise") {
  Person guest = member(k_ana);
  guest.is_guest = true;
  for (const Act act : {Act::look, Act::change, Act::declare, Act::close, Act::page}) {
    CHECK(why_not(act, guest).find("guests of this workspace cannot") != std::string::npos);
    Policy open;
    open.guests_may = true;
    CHECK(why_not(act, guest, open).empty());
  }
  Policy named;
  named.may_declare = {k_ana};
  CHECK(why_not(Act::declare, guest, named).empty());
  CHECK_FALSE(why_not(Act::close, guest, named).empty());
}

TEST_CASE("whom the list of members does not have may do what guests may") {
  const auto refusal = refusal_of(Act::declare, k_ana, std::nullopt, {}, true);
  REQUIRE(refusal);
  CHECK(to_plain(*refusal) ==
        "Nothing was changed: Tocsin does not know you yet and has just asked Slack who you are. "
        "In a few seconds send it again; if you are a guest, ask a full member to type it.");
  Policy open;
  open.guests_may = true;
  CHECK_FALSE(refusal_of(Act::declare, k_ana, std::nullopt, open, true));
  Policy named;
  named.may_declare = {k_ana};
  CHECK_FALSE(refusal_of(Act::declare, k_ana, std::nullopt, named, true));
  // On the machine itself, where nobody is named.
  CHECK_FALSE(refusal_of(Act::declare, UserId{}, std::nullopt, {}, true));
}

TEST_CASE("a deactivated account may do nothing") {
  Person gone = member(k_ana);
  gone.is_gone = true;
  CHECK(why_not(Act::change, gone).find("deactivated") != std::string::npos);
}

TEST_CASE("a list names who may, and the refusal says so") {
  Policy policy;
  policy.may_declare = {k_ana};
  policy.may_close = {k_ana};
  policy.may_page = {k_ana};
  for (const Act act : {Act::declare, Act::close, Act::page}) {
    CHECK(why_not(act, member(k_ana), policy).empty());
    const std::string why = why_not(act, member(k_ben), policy);
    CHECK(why.find("Nothing was changed") != std::string::npos);
    CHECK(why.find("These can: @UANA") != std::string::npos);
  }
  CHECK(why_not(Act::change, member(k_ben), policy).empty());
  CHECK(why_not(Act::look, member(k_ben), policy).empty());
}

TEST_CASE("a private incident is seen by everyone who is in it, whatever made them so") {
  Incident incident;
  incident.is_private = true;
  incident.declarer = k_ana;
  const auto sees = [](const Incident& one) { return may_see(one, k_ben, ChannelId{}); };
  CHECK_FALSE(sees(incident));
  const auto with = [&incident](auto change) {
    Incident other = incident;
    change(other);
    return other;
  };
  CHECK(sees(with([](Incident& one) { one.lead = k_ben; })));
  CHECK(sees(with([](Incident& one) { one.members = {k_ben}; })));
  CHECK(sees(with([](Incident& one) { one.roles = {{"comms", k_ben}}; })));
  CHECK(sees(with([](Incident& one) { one.offers = {{"lead", k_ana, k_ben}}; })));
  CHECK(sees(with([](Incident& one) {
    one.tasks.emplace_back();
    one.tasks.back().owner = k_ben;
  })));
  CHECK(sees(with([](Incident& one) {
    one.pages.emplace_back();
    one.pages.back().user = k_ben;
  })));
  Policy policy;
  policy.may_read_private = {k_ben};
  CHECK(may_see(incident, k_ben, ChannelId{}, policy));
  CHECK_FALSE(may_see(incident, UserId{"UCHI"}, ChannelId{}, policy));
}

}  // namespace access_test
