// A private incident does not exist for those outside.

#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace private_test {

using namespace tocsin;

namespace {

const UserId k_outsider{"UBEN"};

// INC-1 is open to all, INC-2 private, declared by Ana.
struct WithPrivate : Conversation {
  WithPrivate() {
    type("declare Checkout is failing");
    type("declare private sev1 Leaked signing key");
    give_channel(1);
    give_channel(2);
  }
};

bool gives_it_away(const Said& said) {
  if (said.has("INC-2 sev") || said.has("Leaked") || said.has("private")) return true;
  for (const Button& button : said.buttons) {
    if (button.label.find("Leaked") != std::string::npos) return true;
    if (button.command_line.find("INC-2") != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("lists, questions and the bare line of an outsider leave a private incident out") {
  WithPrivate room;
  for (const std::string_view line :
       {"", "list", "log Something", "close", "show", "resolve 14:30"}) {
    CAPTURE(line);
    const Said said = room.type_as(k_outsider, line);
    CHECK_FALSE(gives_it_away(said));
    CHECK(said.has("INC-1"));
  }
}

TEST_CASE("when only a private incident is active an outsider hears that none is") {
  WithPrivate room;
  room.type("INC-1 close resolved now");
  CHECK(room.type_as(k_outsider, "").has("No active incident."));
  CHECK(room.type_as(k_outsider, "log x").has("No incident is active"));
  CHECK(room.type("").has("Leaked signing key"));
}

TEST_CASE("an outsider who names a private incident hears what they would hear of none at all") {
  WithPrivate room;
  const std::size_t before = room.events();
  const ChannelId open_channel{"CINC1"};
  for (const std::string_view rest : {"", " log x", " show", " close", " sev 2", " help log"}) {
    CAPTURE(rest);
    for (const ChannelId& from : {ChannelId{"CGENERAL"}, open_channel}) {
      room.channel = from;
      const Said hidden = room.type_as(k_outsider, "INC-2" + std::string(rest));
      Said absent = room.type_as(k_outsider, "INC-9" + std::string(rest));
      CHECK(hidden.refused);
      const std::size_t at = absent.text.find("INC-9");
      REQUIRE(at != std::string::npos);
      CHECK(hidden.text == absent.text.replace(at, 5, "INC-2"));
      CHECK(hidden.buttons == absent.buttons);
    }
  }
  CHECK(room.type_as(k_outsider, "show INC-2").text ==
        "There is no INC-2 that you can see. Type "
        "/incident list for the active ones.");
  CHECK(room.type_as(k_outsider, "show 2").refused);
  CHECK(room.events() == before);
}

TEST_CASE("the declarer sees a private incident from everywhere") {
  WithPrivate room;
  CHECK(room.type("").has("Leaked signing key"));
  CHECK(room.type("INC-2 log Key revoked").has("in INC-2"));
  CHECK(room.type("show INC-2").has("Leaked signing key"));
}

TEST_CASE("whoever types inside the private channel is in") {
  WithPrivate room;
  room.channel = ChannelId{"CINC2"};
  CHECK_FALSE(room.type_as(k_outsider, "log I was invited").refused);
  CHECK(room.type_as(k_outsider, "list").has("Leaked signing key"));
  CHECK(room.type_as(k_outsider, "INC-2 show").has("Leaked signing key"));
}

TEST_CASE("a private incident without a channel is not open to those in no channel either") {
  Conversation room;
  room.type("declare private Leaked signing key");
  CHECK(room.type_as(k_outsider, "INC-1 show").refused);
  CHECK(room.type_in(ChannelId{}, "INC-1 show").refused == false);
  room.channel = ChannelId{};
  CHECK(room.type_as(k_outsider, "INC-1 show").refused);
}

}  // namespace private_test
