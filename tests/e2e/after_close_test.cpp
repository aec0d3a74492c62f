// After the closing, with the real program: what is corrected shows in the posted write-up, in
// place, and the difference in its thread.

#include "tests/e2e/acting.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin::e2e::after_close_test {

namespace {

using sandbox::Message;
using sandbox::Server;

// The bot's messages of one kind in a channel, oldest first.
std::vector<const Message*> of_kind_in(Server& server, const ChannelId& channel,
                                       const std::string& kind) {
  std::vector<const Message*> found;
  for (const Message* message : server.workspace().messages_of_app(channel)) {
    if (contains(message->metadata(), "\"kind\":\"" + kind + "\"")) found.push_back(message);
  }
  return found;
}

bool shows(const std::vector<const Message*>& messages, std::string_view words) {
  return std::ranges::any_of(
      messages, [words](const Message* message) { return contains(seen_text(*message), words); });
}

bool has_file(Server& server, std::size_t count) {
  const auto files = server.workspace().files();
  return std::ranges::count_if(files, [](const auto* file) { return !file->share.empty(); }) ==
         static_cast<std::ptrdiff_t>(count);
}

}  // namespace

TEST_CASE(
    "a correction after the closing edits the posted write-up, with the difference in its thread") {
  Scene scene;
  LocalSlack& slack = scene.slack();
  const ChannelId channel = scene.channel();
  slack.type(k_ben, channel, "log Roled back release 41");
  slack.type(k_ana, channel, "resolve It works again");
  slack.type(k_ana, channel, "close");
  REQUIRE(slack.eventually([&](Server& server) {
    return has_file(server, 1) && of_kind_in(server, channel, "questions").size() == 1;
  }));
  MessageTs first;
  std::size_t parts = 0;
  slack.with([&](Server& server) {
    const auto posted = of_kind_in(server, channel, "writeup");
    parts = posted.size();
    REQUIRE(parts > 0);
    first = posted.front()->ts;
    CHECK(shows(posted, "Roled back"));
    CHECK(shows(of_kind_in(server, channel, "questions"), "What made it possible"));
  });
  CHECK(slack.eventually([&](Server& server) {
    return shows(of_kind_in(server, k_incidents, "report"), "Read the write-up");
  }));

  slack.type(k_ben, channel, "edit E2 Rolled back release 41");
  slack.type(k_ana, channel, "postmortem write causes Two things met: a small pool and a sale.");
  // Publishing brings it up to date at once; else it would follow after the quiet time.
  slack.type(k_ana, channel, "postmortem publish");
  slack.type(k_ana, channel, "postmortem publish");
  CHECK(slack.eventually([&](Server& server) {
    return has_file(server, 2) && of_kind_in(server, channel, "changes").size() == 1 &&
           !shows(of_kind_in(server, channel, "questions"), "What made it possible");
  }));
  slack.with([&](Server& server) {
    const auto posted = of_kind_in(server, channel, "writeup");
    REQUIRE(posted.size() >= parts);
    CHECK(posted.front()->ts == first);
    CHECK(shows(posted, "Rolled back"));
    CHECK(shows(posted, "Two things met: a small pool and a sale."));
    CHECK(shows(posted, "published"));
    const auto changes = of_kind_in(server, channel, "changes");
    REQUIRE(changes.size() == 1);
    CHECK(changes.front()->thread == first);
    CHECK(shows(changes, "− "));
    CHECK(shows(changes, "+ "));
    CHECK(shows(changes, "Two things met"));
  });
  const auto events = scene.end();
  CHECK(of_kind<event::SectionWritten>(events).size() == 1);
  CHECK(of_kind<event::EntryEdited>(events).size() == 1);
}

}  // namespace tocsin::e2e::after_close_test
