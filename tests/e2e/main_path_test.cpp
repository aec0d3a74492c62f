// The whole of an incident, as people in Slack live it: the real program against the strict local
// Slack, with nothing configured but the tokens.

#include "bot/domain/entry_links.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

namespace tocsin::e2e::main_path_test {

namespace {

using sandbox::Server;

constexpr std::array k_headings{
    "Summary",           "Impact",         "Metrics",
    "Detection",         "Timeline",       "What we ruled out",
    "Decisions",         "Escalation",     "Root cause and contributing factors",
    "Resolution",        "Lessons",        "Corrective and preventive measures",
    "Action items",      "Communication",  "People",
    "Similar incidents", "Open questions", "Record"};

// Each answer has the handle of what it saved and the moment in both zones.
void type_and_check(LocalSlack& slack, const UserId& user, const ChannelId& channel,
                    const std::string& line, const std::string& handle) {
  const Shown shown = slack.type(user, channel, line);
  CHECK_MESSAGE(contains(shown.text, "Saved *" + handle + "*"), line << " → " << shown.text);
  CHECK_MESSAGE(contains(shown.text, "UTC"), line << " → " << shown.text);
}

struct Counted {
  const sandbox::Message* message = nullptr;
  int count = 0;
};

// The bot's messages that are not replies and hold all of these words.
Counted find_messages(Server& server, const ChannelId& channel,
                      const std::vector<std::string>& words) {
  Counted found;
  for (const auto* message : server.workspace().messages_of_app(channel)) {
    const std::string text = seen_text(*message);
    const bool all =
        std::ranges::all_of(words, [&](const std::string& word) { return contains(text, word); });
    if (!all || !message->thread.empty()) continue;
    found.message = message;
    ++found.count;
  }
  return found;
}

std::string declare_checkout(Stage& stage) {
  const Shown shown = stage.slack().type(k_ana, k_general, "declare sev1 Checkout is failing");
  CHECK_MESSAGE(contains(shown.text, "Saved *INC-1*"), shown.text);
  CHECK(contains(shown.text, "UTC"));
  return shown.text;
}

void check_card(LocalSlack& slack, const ChannelId& channel) {
  slack.with([&](Server& server) {
    const auto* found = server.workspace().channel(channel);
    REQUIRE(found != nullptr);
    REQUIRE(found->pins.size() == 1);
    const Counted cards = find_messages(server, channel, {"\"header\"", "INC-1"});
    CHECK(cards.count == 1);
    REQUIRE(cards.message != nullptr);
    CHECK(cards.message->ts == found->pins.front());
    CHECK(cards.message->versions.size() >= 3);
    const std::string text = seen_text(*cards.message);
    CHECK(contains(text, "closed"));
    CHECK(contains(text, "40% of customers cannot pay"));
  });
}

void check_announcement(LocalSlack& slack) {
  slack.with([&](Server& server) {
    const Counted announcements = find_messages(server, k_incidents, {"INC-1"});
    CHECK(announcements.count == 1);
    REQUIRE(announcements.message != nullptr);
    CHECK(announcements.message->versions.size() >= 2);
    const std::string text = seen_text(*announcements.message);
    CHECK(contains(text, "closed"));
    CHECK(contains(text, "Checkout is failing"));
  });
}

void check_entries_in_order(LocalSlack& slack, const ChannelId& channel,
                            const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& text : slack.seen_in(channel)) {
    if (contains(text, "\"entry\"")) all += text;
  }
  std::size_t at = 0;
  for (const std::string& word : words) {
    const std::size_t found = all.find(word, at);
    CHECK_MESSAGE(found != std::string::npos, word << " is missing or out of order in " << all);
    if (found != std::string::npos) at = found;
  }
}

void check_writeup(LocalSlack& slack, const ChannelId& channel) {
  const bool attached = slack.eventually([&](Server& server) {
    const auto files = server.workspace().files();
    return std::ranges::any_of(files, [](const auto* file) { return !file->share.empty(); });
  });
  REQUIRE(attached);
  std::string file;
  slack.with([&](Server& server) {
    const auto files = server.workspace().files();
    REQUIRE(files.size() == 1);
    CHECK(files.front()->name == "INC-1-postmortem.md");
    CHECK(files.front()->channel == channel);
    file = files.front()->bytes;
  });
  const bool is_canvas = slack.eventually([&](Server& server) {
    const auto* canvas = server.workspace().canvas(server.workspace().channel(channel)->canvas);
    return canvas != nullptr && with_entry_links(canvas->markdown) == file;
  });
  CHECK(is_canvas);
  CHECK(file.starts_with("# Checkout is failing\n"));
  std::string posted;
  for (const std::string& text : slack.seen_in(channel)) posted += text;
  for (const std::string heading : k_headings) {
    CHECK_MESSAGE(contains(file, "\n## " + heading + "\n"), heading);
    CHECK_MESSAGE(contains(posted, "## " + heading), heading);
  }
  for (const char* fact : {"Expired client certificate", "40% of customers cannot pay"}) {
    CHECK(contains(file, fact));
    CHECK(contains(posted, fact));
  }
}

}  // namespace

TEST_CASE("An incident from declare to close: channel, card, announcement, entries, write-up") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  declare_checkout(stage);
  const ChannelId channel = slack.wait_for_channel("inc-1-checkout-is-failing");
  REQUIRE_FALSE(channel.empty());
  type_and_check(slack, k_ana, channel, "log Payments began to fail after the release", "E2");
  type_and_check(slack, k_ben, channel, "detected Alert on the error rate", "E3");
  type_and_check(slack, k_ana, channel, "impact 40% of customers cannot pay", "E4");
  type_and_check(slack, k_chi, channel, "cause Expired client certificate", "E5");
  CHECK(slack.eventually([&](Server& server) {
    const auto* found = server.workspace().channel(channel);
    const Counted cards = find_messages(server, channel, {"\"header\"", "40% of customers"});
    return contains(found->topic, "sev1 · investigating · lead <@") && cards.count == 1;
  }));
  type_and_check(slack, k_ben, channel, "status mitigated Second provider takes over", "E6");
  CHECK(slack.eventually([&](Server& server) {
    return contains(server.workspace().channel(channel)->topic, "mitigated");
  }));
  type_and_check(slack, k_ana, channel, "resolve Certificate renewed", "E7");
  const Shown closed = slack.type(k_ana, channel, "close All clear");
  CHECK_MESSAGE(contains(closed.text, "Closed *INC-1* with E8"), closed.text);

  check_writeup(slack, channel);
  CHECK(slack.eventually([&](Server& server) {
    return contains(server.workspace().channel(channel)->topic, "closed");
  }));
  CHECK(slack.eventually([&](Server& server) {
    const Counted cards = find_messages(server, channel, {"\"header\"", "*State* closed"});
    const Counted told = find_messages(server, k_incidents, {"INC-1", "closed"});
    return cards.count == 1 && told.count == 1;
  }));
  check_card(slack, channel);
  check_announcement(slack);
  check_entries_in_order(
      slack, channel,
      {"Payments began to fail", "Alert on the error rate", "40% of customers",
       "Expired client certificate", "Second provider", "Certificate renewed", "All clear"});
  CHECK(slack.eventually([](Server& server) {  // itself, and the report in its thread
    return server.workspace().messages_of_app(k_incidents).size() == 2;
  }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("Closing what is not resolved asks with buttons, and “Resolved now” closes it") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  declare_checkout(stage);
  const ChannelId channel = slack.wait_for_channel("inc-1-checkout-is-failing");
  REQUIRE_FALSE(channel.empty());

  const Shown asked = slack.type(k_ana, channel, "close");
  CHECK_MESSAGE(contains(asked.text, "not resolved yet"), asked.text);
  CHECK(contains(asked.payload, "Resolved now"));
  CHECK(contains(asked.payload, "Resolved at …"));
  const Shown pressed = slack.press_in_answer(k_ana, "Resolved now");
  CHECK(pressed.is_answered());

  // The answer to a press comes by another way than the ack.
  CHECK(slack.eventually([&](Server& server) {
    const auto* told = server.workspace().last_ephemeral(k_ana);
    return told != nullptr && contains(told->text + told->blocks, "Closed *INC-1*");
  }));
  CHECK(slack.eventually([&](Server& server) {
    return !server.workspace().files().empty() &&
           !server.workspace().files().front()->share.empty();
  }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  const auto incident = stage.record()->incident({1});
  REQUIRE(incident);
  CHECK(incident->state == State::closed);
  CHECK(incident->resolved_at.has_value());
  CHECK(incident->end_known);
}

}  // namespace tocsin::e2e::main_path_test
