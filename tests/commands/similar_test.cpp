// `similar`: what past incidents have in common with this one, and for whom.

#include "tests/commands/conversation.h"

namespace similar_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

// INC-1: an old outage of checkout with a false lead, closed. Then the one that is asked about.
class Past : public Conversation {
 public:
  Past() {
    type("declare sev1 Checkout payments are failing");
    type("INC-1 suspect The database is overloaded");
    now += 20min;
    type("INC-1 ruledout H1 scaling it did nothing");
    type("INC-1 cause Wrong credentials of the payment gateway");
    type("INC-1 workaround Switched to the second provider");
    type("INC-1 resolve");
    type("INC-1 close");
    now += 24h;
  }
};

}  // namespace

TEST_CASE("similar tells causes, what helped and how long a false lead held, and why it matched") {
  Past past;
  past.type("declare Payments at checkout do not go through");
  const Said said = past.type("INC-2 similar");
  CHECK(said.has("Like INC-2 Payments at checkout do not go through:"));
  CHECK(said.has("INC-1 Checkout payments are failing (both: payments, checkout)"));
  CHECK(said.has("Cause: Wrong credentials of the payment gateway"));
  CHECK(said.has("What helped: Switched to the second provider"));
  CHECK(said.has("False lead: The database is overloaded (held 20 minutes)"));
  REQUIRE(said.button("INC-1"));
  CHECK(said.events.empty());
  CHECK(past.type("similar INC-2").text == said.text);
  const ChannelId channel = past.give_channel(2);
  CHECK(past.type_in(channel, "similar").text == said.text);
}

TEST_CASE("another subject finds nothing, and says how to look on") {
  Past past;
  past.type("declare DNS resolution is failing");
  const Said said = past.type("INC-2 similar");
  CHECK_FALSE(said.refused);
  CHECK(said.has("No incident of the past is like INC-2"));
  CHECK(said.has("/incident find WORDS"));
  CHECK_FALSE(said.has("INC-1"));
}

TEST_CASE("drills, cancelled ones and duplicates are no examples") {
  Past past;
  past.type("declare drill Payments at checkout do not go through");
  past.type("declare Payments at checkout fail again");
  past.type("INC-3 cancel a false alarm");
  past.type("declare Payments at checkout");
  const Said said = past.type("INC-4 similar");
  CHECK(said.has("INC-1"));
  CHECK_FALSE(said.has("INC-2"));
  CHECK_FALSE(said.has("INC-3"));
}

TEST_CASE("a private incident is told only to those who are in it") {
  Past past;
  past.type_as(UserId{"UBO"}, "declare private Refunds went to a stranger");
  past.type("declare Refunds are wrong, strangers are paid");
  CHECK(past.type_as(UserId{"UBO"}, "INC-3 similar").has("INC-2"));
  const Said outside = past.type("INC-3 similar");
  CHECK_FALSE(outside.has("INC-2"));
  CHECK_FALSE(outside.has("stranger went"));
}

TEST_CASE("similar is about an incident, and refuses other words") {
  Past past;
  CHECK(past.type("similar INC-9").has("There is no INC-9 that you can see"));
  past.type("declare One");
  past.type("declare Two");
  const Said which = past.type("similar");
  CHECK(which.refused);
  CHECK_FALSE(which.buttons.empty());
  const Said words = past.type("INC-2 similar checkout");
  CHECK(words.refused);
  CHECK(words.has("“checkout” is no incident's number"));
  CHECK(words.has("/incident similar"));
}

}  // namespace similar_test
