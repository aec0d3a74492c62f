#pragma once
// The channel of INC-1 with the people who are in it: Ana leads, Ben and Chi are there, Bot is a
// bot and Gus has left the company. For the tests of roles, tasks and pages.

#include "tests/commands/conversation.h"

#include <string_view>

namespace tocsin {

inline const UserId k_ana{"UANA"};
inline const UserId k_ben{"UBEN"};
inline const UserId k_chi{"UCHI"};

struct Crowd : Conversation {
  Crowd() {
    knows({k_ana, "Ana", ""});
    knows({k_ben, "Ben", ""});
    knows({k_chi, "Chi", ""});
    knows({UserId{"UBOT"}, "Bot", "", true});
    knows({UserId{"UGUS"}, "Gus", "", false, true});
    type("declare Checkout is failing");
    channel = give_channel(1);
  }

  // Every one of these lines is refused with this part in the answer, and nothing is recorded.
  void refuses(std::string_view part, const std::vector<const char*>& lines) {
    const std::size_t before = events();
    for (const std::string_view line : lines) {
      CAPTURE(line);
      const Said said = type(line);
      CHECK(said.refused);
      CAPTURE(said.text);
      CHECK(said.has(part));
      CHECK(events() == before);
    }
  }

  void close() { type("close resolved now"); }
};

}  // namespace tocsin
