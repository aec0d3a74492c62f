// A private incident, lived through with the real program, and then everything that somebody who is
// not in it can see: what Slack holds, what the bot answers, what HTTP and the command line give.

#include "tests/e2e/acting.h"
#include "tests/e2e/asking.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tocsin::e2e::private_test {

namespace {

using sandbox::Channel;
using sandbox::Done;
using sandbox::Server;
using sandbox::Workspace;

// Stands in every text of the incident, and in nothing that an outsider types.
constexpr const char* k_secret = "blueprint";

constexpr const char* k_lines[] = {
    "log The blueprint lies in the open folder",
    "impact Everybody with the link reads the blueprint",
    "summary The blueprint was shared by mistake",
    "suspect The blueprint was put there by a script",
    "confirm H1 The script copies the blueprint",
    "decide Take the blueprint offline",
    "task @ana Delete the blueprint",
    "followup @ana Scan for other copies of the blueprint",
    "update next 30m The blueprint is offline",
    "escalate @ana The blueprint is still cached",
    "cause The blueprint had no owner",
    "resolve The blueprint is gone",
    "close",
};

// The addresses that can be read, as the description of the API lists them.
std::vector<std::string> readable_addresses() {
  const auto description = parse_json(file_content(source_path("deploy/openapi.json")));
  REQUIRE(description.has_value());
  std::vector<std::string> addresses{"/"};
  for (const auto& [path, methods] : (*description)["paths"].items()) {
    if (!methods.contains("get")) continue;
    std::string address = path;
    if (const std::size_t at = address.find("{incident}"); at != std::string::npos) {
      address.replace(at, std::string("{incident}").size(), "1");
    }
    addresses.push_back(address + (address.ends_with("/find") ? "?q=leaked" : ""));
  }
  REQUIRE(addresses.size() > 8);
  return addresses;
}

// All that Slack shows to people who are not in the incident's channel; ana's direct messages and
// answers are hers.
std::vector<std::string> seen_by_others(Server& server, const ChannelId& own) {
  const Workspace& workspace = server.workspace();
  std::vector<std::string> seen;
  for (const Channel* channel : workspace.channels()) {
    const bool is_anas =
        channel->kind == sandbox::ChannelKind::direct && channel->members.contains(k_ana);
    if (channel->id == own || is_anas) continue;
    seen.push_back(channel->name + " " + channel->topic);
    for (const auto* message : workspace.messages_of_app(channel->id)) {
      seen.push_back(seen_text(*message));
    }
  }
  for (const auto& whisper : workspace.ephemerals()) {
    if (whisper.user != k_ana) seen.push_back(whisper.text + whisper.blocks);
  }
  for (const auto* view : workspace.views()) {
    if (view->user != k_ana) seen.push_back(view->json);
  }
  return seen;
}

ChannelId private_channel(LocalSlack& slack) {
  ChannelId found;
  const bool is_there = slack.eventually([&](Server& server) {
    for (const Channel* channel : server.workspace().channels()) {
      if (!channel->name.starts_with("inc-1")) continue;
      CHECK(channel->kind == sandbox::ChannelKind::closed);
      if (channel->members.contains(k_ana)) found = channel->id;  // once she is invited
    }
    return !found.empty();
  });
  REQUIRE(is_there);
  return found;
}

void look_over_http(const Asker& asker) {
  for (const std::string& address : readable_addresses()) {
    const net::HttpResponse answer = asker.get(address);
    CAPTURE(address);
    CHECK_FALSE_MESSAGE(contains(answer.body, k_secret), answer.body);
    CHECK(answer.status == (contains(address, "/1") ? 404 : 200));
  }
  CHECK_FALSE(contains(asker.get("/metrics").body, "severity=\"sev1\"} 1"));
  CHECK_FALSE(contains(dump_json(asker.type("INC-1 show", "k1")), k_secret));
}

void look_at_exports(const Stage& stage) {
  for (const char* format : {"json", "csv", "md"}) {
    const std::string file = stage.folder().file(std::string("all.") + format);
    BotProcess exporting({"export", "--format", format, "--output", file}, stage.variables(),
                         stage.folder().path());
    CHECK(exporting.wait() == 0);
    const std::string written = file_content(file);
    CHECK(contains(written, "Something was leaked"));
    CHECK_FALSE(contains(written, k_secret));
    CHECK_FALSE(contains(exporting.said(), k_secret));
  }
}

}  // namespace

TEST_CASE("whoever is not in a private incident finds no trace of it, whatever they look at") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  BotProcess bot({"serve"}, with_http(stage), stage.folder().path());
  const std::string port = port_of(bot);
  REQUIRE(slack.has_ready_bot());
  CHECK(contains(slack.type(k_ana, k_general, "declare private sev1 Our blueprint leaked").text,
                 "Saved"));
  const ChannelId channel = private_channel(slack);
  for (const char* line : k_lines) {
    CAPTURE(line);
    CHECK(slack.type(k_ana, channel, line).is_answered());
  }
  REQUIRE(slack.channel_shows(channel, "## Timeline"));

  for (const char* line : {"",
                           "list",
                           "list recent",
                           "list mine",
                           "list sev1",
                           "find leaked",
                           "show INC-1",
                           "INC-1 log x",
                           "INC-1 timeline all",
                           "INC-1 catchup",
                           "INC-1 postmortem preview",
                           "INC-1 tasks all",
                           "INC-1 ack P1",
                           "INC-1 update hello",
                           "similar INC-1",
                           "link INC-1",
                           "stats 30d",
                           "tasks mine",
                           "drill INC-1",
                           "declare Something was leaked",
                           "help"}) {
    CAPTURE(line);
    const Shown shown = slack.type(k_ben, k_general, line);
    CHECK(shown.is_answered());
    CHECK_FALSE_MESSAGE(contains(shown.payload, k_secret), shown.payload);
  }
  slack.with(
      [](Server& server) { CHECK(server.workspace().open_home(k_ben, server.now()).has_value()); });
  CHECK(slack.eventually([](Server& server) { return server.workspace().home(k_ben) != nullptr; }));
  REQUIRE_FALSE(slack.wait_for_channel("inc-2-something-was-leaked").empty());
  slack.with([&](Server& server) {
    const auto seen = seen_by_others(server, channel);
    CHECK(seen.size() > 20);
    for (const std::string& text : seen) CHECK_FALSE_MESSAGE(contains(text, k_secret), text);
  });

  look_over_http(Asker(port));
  look_at_exports(stage);
  slack.check_nothing_to_complain_about();
  stop(bot);
  CHECK_FALSE(contains(bot.said(), k_secret));  // nor in the log
}

}  // namespace tocsin::e2e::private_test
