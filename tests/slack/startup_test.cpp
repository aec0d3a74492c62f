#include "bot/slack/startup.h"
#include "bot/slack/socket_mode.h"

#include "tests/slack/world.h"

namespace startup_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::answered;
using world::refusal;

namespace {

const std::string k_identity =
    R"({"ok":true,"url":"https://example.slack.com/","team":"Example","user":"tocsin",)"
    R"("team_id":"T0INCIDENT","user_id":"U0BOT00001","bot_id":"B0BOT00001"})";

net::HttpResponse identity_with(const std::string& scopes) {
  return answered(k_identity, 200, {{"x-oauth-scopes", scopes}});
}

std::string all_wanted() {
  std::string list;
  for (const std::string_view scope : wanted_scopes()) list += std::string(scope) + ",";
  return list;
}

bool says(const std::optional<std::string>& trouble, const std::string& words) {
  return trouble && trouble->find(words) != std::string::npos;
}

ChannelFinder finder(const std::string& wanted) { return {world::settings(), wanted}; }

}  // namespace

TEST_CASE("tokens that look right are no trouble") {
  CHECK(!token_trouble("xapp-1-A1-2-abc", "xoxb-1-2-abc"));
}

TEST_CASE("each way to get the tokens wrong has a sentence with the way out") {
  CHECK(says(token_trouble("", ""), "SLACK_APP_TOKEN and SLACK_BOT_TOKEN are not set"));
  CHECK(says(token_trouble("", "xoxb-1"), "SLACK_APP_TOKEN is not set"));
  CHECK(says(token_trouble("", "xoxb-1"), "App-Level Tokens"));
  CHECK(says(token_trouble("xapp-1", ""), "SLACK_BOT_TOKEN is not set"));
  CHECK(says(token_trouble("xapp-1", ""), "OAuth & Permissions"));
  CHECK(says(token_trouble("xoxb-1", "xapp-1"), "swapped"));
  CHECK(says(token_trouble("xoxb-1", "xoxb-1"), "SLACK_APP_TOKEN holds a bot token"));
  CHECK(says(token_trouble("xapp-1", "xapp-1"), "SLACK_BOT_TOKEN holds an app-level token"));
  CHECK(says(token_trouble("xapp-1", "xoxp-1"), "holds a user token"));
  CHECK(says(token_trouble("xapp-1", "xoxe.xoxb-1"), "token rotation is on"));
  CHECK(says(token_trouble("xapp-1", "hunter2"), "holds no Slack token"));
}

TEST_CASE(
    "a connection that is not given says whether the token, a setting or the network is to blame") {
  CHECK(!connection_trouble(answered(R"({"ok":true,"url":"wss://example.com/link"})")));
  CHECK(says(connection_trouble(refusal("invalid_auth")), "SLACK_APP_TOKEN"));
  CHECK(says(connection_trouble(refusal("feature_not_enabled")), "see that Socket Mode is on"));
  for (const auto& unheard : {world::lost(), world::never_sent(), answered("", 503)}) {
    const auto trouble = connection_trouble(unheard);
    CHECK(says(trouble, "Try again when Slack answers"));
    CHECK(!says(trouble, "Socket Mode is on"));
  }
}

TEST_CASE("no token ever shows in a sentence") {
  for (const char* app : {"", "xapp-SECRET", "xoxb-SECRET", "SECRET"}) {
    for (const char* bot : {"", "xapp-SECRET", "xoxb-SECRET", "SECRET"}) {
      const auto trouble = token_trouble(app, bot);
      if (trouble) CHECK(trouble->find("SECRET") == std::string::npos);
    }
  }
}

TEST_CASE("the bot learns who it is and what it may do") {
  CHECK(world::method_of(identity_request("https://slack.com/api/", "xoxb-1")) == "auth.test");
  const auto identity = read_identity(identity_with("chat:write, commands,pins:write"));
  REQUIRE(identity);
  CHECK(identity->bot_user == "U0BOT00001");
  CHECK(identity->bot_id == "B0BOT00001");
  CHECK(identity->team_id == "T0INCIDENT");
  CHECK(identity->workspace_url == "https://example.slack.com/");
  CHECK(identity->scopes == std::vector<std::string>{"chat:write", "commands", "pins:write"});
}

TEST_CASE("a refused bot token is fatal and says how to get a right one") {
  for (const char* code : {"invalid_auth", "not_authed", "account_inactive", "token_revoked",
                           "token_expired", "not_allowed_token_type", "missing_scope"}) {
    CAPTURE(code);
    const auto identity = read_identity(refusal(code));
    REQUIRE(!identity);
    CHECK(identity.error().is_fatal);
    CHECK(identity.error().sentence.find("SLACK_BOT_TOKEN") != std::string::npos);
  }
}

TEST_CASE("a Slack that cannot be reached is no reason not to start") {
  for (const auto& answer : {world::lost(), world::never_sent(), answered("<html>", 503),
                             refusal("internal_error"), answered(R"({"ok":true})")}) {
    const auto identity = read_identity(answer);
    REQUIRE(!identity);
    CHECK(!identity.error().is_fatal);
    CHECK(identity.error().retry_after > Duration{0});
  }
  const auto limited = read_identity(answered("", 429, {{"Retry-After", "12"}}));
  CHECK(limited.error().retry_after == std::chrono::seconds(12));
}

TEST_CASE("a token of a person is not a bot token") {
  const auto identity = read_identity(answered(R"({"ok":true,"user_id":"U1","team_id":"T1"})"));
  REQUIRE(!identity);
  CHECK(identity.error().is_fatal);
  CHECK(identity.error().sentence.find("person") != std::string::npos);
}

TEST_CASE("missing scopes are told with what is lost, fatal ones first") {
  const auto full = read_identity(identity_with(all_wanted()));
  CHECK(missing_scopes(*full).empty());
  const auto few = missing_scopes(*read_identity(identity_with("chat:write,users:read")));
  REQUIRE(few.size() == wanted_scopes().size() - 2);
  CHECK(few[0].scope == "commands");
  CHECK(few[0].is_fatal);
  for (std::size_t i = 1; i < few.size(); ++i) CHECK(!few[i].is_fatal);
  for (const ScopeTrouble& trouble : few) {
    CHECK(trouble.sentence.find(trouble.scope) != std::string::npos);
    CHECK(trouble.sentence.find("install the app again") != std::string::npos);
  }
  // Slack did not send the list: nothing can be said.
  CHECK(missing_scopes(*read_identity(answered(k_identity))).empty());
}

TEST_CASE("the announcement channel is found by name over several pages and joined") {
  ChannelFinder find = finder("#Incidents");
  CHECK(world::method_of(*find.request()) == "conversations.list");
  CHECK(world::fields_of(*find.request())["limit"] == "200");
  find.answer(answered(
      R"({"ok":true,"channels":[{"id":"C1","name":"general"}],"response_metadata":{"next_cursor":"a="}})"));
  CHECK(world::fields_of(*find.request())["cursor"] == "a=");
  find.answer(answered(R"({"ok":true,"channels":[],"response_metadata":{"next_cursor":"b="}})"));
  find.answer(answered(
      R"({"ok":true,"channels":[{"id":"C0ANNOUNCE","name":"incidents","is_member":false}]})"));
  CHECK(world::method_of(*find.request()) == "conversations.join");
  CHECK(world::fields_of(*find.request())["channel"] == "C0ANNOUNCE");
  find.answer(answered(R"({"ok":true,"channel":{"id":"C0ANNOUNCE"}})"));
  CHECK(!find.request());
  CHECK(find.channel().value == "C0ANNOUNCE");
  CHECK(find.trouble().empty());
}

TEST_CASE("a channel that the bot is in already, or that is given by id, needs fewer steps") {
  ChannelFinder member = finder("incidents");
  member.answer(answered(
      R"({"ok":true,"channels":[{"id":"C0ANNOUNCE","name":"incidents","is_member":true}]})"));
  CHECK(!member.request());
  CHECK(member.channel().value == "C0ANNOUNCE");
  ChannelFinder id = finder("C0ANNOUNCE");
  CHECK(world::method_of(*id.request()) == "conversations.join");
  id.answer(refusal("method_not_supported_for_channel_type"));
  CHECK(id.channel().value == "C0ANNOUNCE");
}

TEST_CASE("a channel that is not there, archived or out of reach is one sentence") {
  ChannelFinder none = finder("incidents");
  none.answer(answered(R"({"ok":true,"channels":[]})"));
  CHECK(!none.request());
  CHECK(none.trouble().find("There is no public channel #incidents") != std::string::npos);
  ChannelFinder archived = finder("C0ANNOUNCE");
  archived.answer(refusal("is_archived"));
  CHECK(archived.trouble().find("archived") != std::string::npos);
  ChannelFinder scope = finder("incidents");
  scope.answer(answered(R"({"ok":false,"error":"missing_scope","needed":"channels:read"})"));
  CHECK(scope.trouble().find("channels:read") != std::string::npos);
  CHECK(scope.channel().empty());
  CHECK(!finder("").request());
  CHECK(!finder("#").trouble().empty());
}

TEST_CASE("trouble that may pass is waited for, but not for ever") {
  ChannelFinder find = finder("incidents");
  find.answer(answered("", 429, {{"Retry-After", "9"}}));
  CHECK(find.wait() == std::chrono::seconds(9));
  CHECK(find.request());
  for (int i = 0; i < 4; ++i) find.answer(world::lost());
  CHECK(find.request());
  CHECK(find.wait() > Duration{0});
  find.answer(world::lost());
  CHECK(!find.request());
  CHECK(!find.trouble().empty());
}

}  // namespace startup_test
