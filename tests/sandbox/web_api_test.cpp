// What is common to all Web API methods: tokens, encodings, scopes, arguments, pages, rates.

#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace web_api_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

}  // namespace

TEST_CASE("a call without a token, with a wrong one and with the other kind is refused") {
  Caller bot;
  const auto error_with = [&](const std::string& method, const std::string& token) {
    return body_of(bot.workspace.call(form_request(method, {}, token), bot.now))["error"];
  };
  CHECK(error_with("auth.test", "") == "not_authed");
  CHECK(error_with("auth.test", "xoxb-stolen") == "invalid_auth");
  CHECK(error_with("auth.test", "xapp-1-A0TOCSIN-1-sandbox") == "not_allowed_token_type");
  CHECK(error_with("apps.connections.open", "xoxb-1-sandbox") == "not_allowed_token_type");
  CHECK(error_with("apps.connections.open", "") == "missing_args");
}

TEST_CASE("a token in the body does not count and is complained about") {
  Caller bot;
  const net::HttpRequest request = form_request("auth.test", {{"token", "xoxb-1-sandbox"}}, "");
  CHECK(body_of(bot.workspace.call(request, bot.now))["error"] == "not_authed");
  CHECK(bot.workspace.complaints().size() == 1);
}

TEST_CASE("auth.test tells who the bot is and every answer lists the scopes") {
  Caller bot;
  const net::HttpResponse response = bot.workspace.call(form_request("auth.test", {}), bot.now);
  const Json answer = body_of(response);
  CHECK(answer["ok"] == true);
  CHECK(answer["user_id"] == "U0TOCSIN");
  CHECK(answer["bot_id"] == "B0TOCSIN");
  const std::string* scopes = net::find_header(response.headers, "x-oauth-scopes");
  REQUIRE(scopes != nullptr);
  CHECK(scopes->find("chat:write") != std::string::npos);
}

TEST_CASE("an unknown method is named so") {
  Caller bot;
  CHECK(bot.error("chat.shout") == "unknown_method");
}

TEST_CASE("a revoked token refuses every method") {
  Caller bot;
  bot.workspace.policies().auth_error = "token_revoked";
  CHECK(bot.error("auth.test") == "token_revoked");
}

TEST_CASE("a missing scope is named together with those that were given") {
  WorkspaceSetup setup = sample_workspace();
  setup.scopes = {"chat:write", "channels:read"};
  Caller bot(setup);
  const Json answer = bot.call("pins.add", {{"channel", "C0INCIDENTS"}, {"timestamp", "1.0"}});
  CHECK(answer["error"] == "missing_scope");
  CHECK(answer["needed"] == "pins:write");
  CHECK(answer["provided"] == "channels:read,chat:write");
}

TEST_CASE("the scope that a channel method needs depends on the kind of the channel") {
  WorkspaceSetup setup = sample_workspace();
  setup.scopes = {"channels:history"};
  setup.channels[3].bot_is_member = true;
  Caller bot(setup);
  CHECK(bot.error("conversations.history", {{"channel", "C0INCIDENTS"}}) == "");
  const Json answer = bot.call("conversations.history", {{"channel", "C0SECRET"}});
  CHECK(answer["error"] == "missing_scope");
  CHECK(answer["needed"] == "groups:history");
}

TEST_CASE("missing arguments are listed") {
  Caller bot;
  const Json answer = bot.call("pins.add", {{"channel", "C0INCIDENTS"}});
  CHECK(answer["error"] == "invalid_arguments");
  CHECK(answer["response_metadata"]["messages"][0] == "[ERROR] missing required field: timestamp");
}

TEST_CASE("an argument that the method does not know is taken but complained about") {
  Caller bot;
  CHECK(bot.error("auth.test", {{"verbose", "1"}}) == "");
  CHECK(bot.workspace.complaints().front() == "auth.test: unknown argument verbose");
}

TEST_CASE("a method without a JSON column does not see the arguments of a JSON body") {
  Caller bot;
  net::HttpRequest request = form_request("users.info", {});
  request.headers[0].value = "application/json; charset=utf-8";
  request.body = R"({"user":"U0ANA"})";
  CHECK(body_of(bot.workspace.call(request, bot.now))["error"] == "invalid_arguments");
  request.url = "/api/chat.postMessage";
  request.body = R"({"channel":"C0INCIDENTS","text":"hello"})";
  CHECK(body_of(bot.workspace.call(request, bot.now))["ok"] == true);
}

TEST_CASE("an empty JSON body has no arguments") {
  Caller bot;
  net::HttpRequest request = form_request("auth.test", {});
  request.headers[0].value = "application/json";
  request.body = "";
  CHECK(body_of(bot.workspace.call(request, bot.now))["ok"] == true);
}

TEST_CASE("broken bodies are refused each in its own way") {
  Caller bot;
  net::HttpRequest request = form_request("chat.postMessage", {});
  const auto error_for = [&](const std::string& type, const std::string& body) {
    request.headers[0].value = type;
    request.body = body;
    return body_of(bot.workspace.call(request, bot.now))["error"];
  };
  CHECK(error_for("application/json; charset=utf-8", "{\"channel\":") == "invalid_json");
  CHECK(error_for("application/json; charset=utf-8", "[1]") == "json_not_object");
  CHECK(error_for("application/x-www-form-urlencoded", "text=%zz") == "invalid_form_data");
  CHECK(error_for("application/x-www-form-urlencoded", "text=%ff") == "invalid_form_data");
  CHECK(error_for("text/plain", "hello") == "invalid_post_type");
  CHECK(error_for("", "hello") == "missing_post_type");
}

TEST_CASE("a JSON body without a charset is warned about") {
  Caller bot;
  net::HttpRequest request = form_request("auth.test", {});
  request.headers[0].value = "application/json";
  request.body = "{}";
  CHECK(body_of(bot.workspace.call(request, bot.now))["warning"] == "missing_charset");
}

TEST_CASE("apps.connections.open must be a POST and its tickets work once") {
  Caller bot;
  net::HttpRequest request = form_request("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox");
  const std::string url = body_of(bot.workspace.call(request, bot.now))["url"];
  const std::string ticket = url.substr(url.find("ticket=") + 7, 36);
  CHECK(bot.workspace.take_ticket(ticket).empty());
  CHECK_FALSE(bot.workspace.take_ticket(ticket).empty());
  CHECK_FALSE(bot.workspace.take_ticket("made-up").empty());
  request.method = "GET";
  CHECK(body_of(bot.workspace.call(request, bot.now))["error"] == "insecure_request");
}

TEST_CASE("pages have opaque cursors, may be empty in the middle, and end with an empty cursor") {
  WorkspaceSetup setup = sample_workspace();
  Caller bot(setup);
  std::vector<std::string> names;
  std::string cursor;
  int pages = 0;
  bool was_empty = false;
  do {
    const Json answer = bot.call("users.list", {{"limit", "2"}, {"cursor", cursor}});
    REQUIRE(answer["ok"] == true);
    was_empty = was_empty || answer["members"].empty();
    for (const Json& member : answer["members"]) names.push_back(member["name"]);
    cursor = answer["response_metadata"]["next_cursor"];
    ++pages;
  } while (!cursor.empty());
  CHECK(names.size() == 6);
  CHECK(was_empty);
  CHECK(pages == 5);
  CHECK(bot.error("users.list", {{"cursor", "nonsense"}}) == "invalid_cursor");
  CHECK(bot.error("users.list", {{"limit", "0"}}) == "invalid_limit");
}

TEST_CASE("rate limits answer 429 with Retry-After and let the call through afterwards") {
  WorkspaceSetup setup = sample_workspace();
  setup.rate_limits = true;
  Caller bot(setup);
  const net::HttpRequest post =
      form_request("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}});
  for (int i = 0; i < 3; ++i) CHECK(bot.workspace.call(post, bot.now).status == 200);
  const net::HttpResponse limited = bot.workspace.call(post, bot.now);
  CHECK(limited.status == 429);
  CHECK(*net::find_header(limited.headers, "Retry-After") == "3");
  CHECK(body_of(limited)["error"] == "ratelimited");
  CHECK(bot.workspace.call(post, bot.now + Duration{3000}).status == 200);
}

TEST_CASE("a tier counts per method and not per workspace") {
  WorkspaceSetup setup = sample_workspace();
  setup.rate_limits = true;
  Caller bot(setup);
  for (int i = 0; i < 20; ++i) CHECK(bot.error("users.list") == "");
  CHECK(bot.error("users.list") == "ratelimited");
  CHECK(bot.error("users.info", {{"user", "U0ANA"}}) == "");
}

TEST_CASE("calls and refusals are counted by method") {
  Caller bot;
  bot.call("auth.test");
  bot.call("users.info", {{"user", "U404"}});
  CHECK(bot.workspace.calls().at("auth.test") == 1);
  CHECK(bot.workspace.refusals().at("users.info user_not_found") == 1);
}

TEST_CASE("an address that is no method gets a web page with 404") {
  Caller bot;
  net::HttpRequest request;
  request.url = "/nothing";
  const net::HttpResponse response = bot.workspace.call(request, bot.now);
  CHECK(response.status == 404);
  CHECK(response.body.find("<html>") != std::string::npos);
}

TEST_CASE("users, teams and groups are told as Slack tells them") {
  Caller bot;
  const Json ana = bot.call("users.info", {{"user", "U0ANA"}})["user"];
  CHECK(ana["tz"] == "Europe/Berlin");
  CHECK(ana["profile"]["email"] == "ana@example.com");
  CHECK(bot.call("team.info")["team"]["domain"] == "sandbox");
  CHECK(bot.call("usergroups.users.list", {{"usergroup", "S0PAYMENTS"}})["users"].size() == 2);
  CHECK(bot.error("usergroups.users.list", {{"usergroup", "S404"}}) == "no_such_subteam");
  bot.workspace.policies().user_group_error = "plan_upgrade_required";
  CHECK(bot.error("usergroups.list") == "plan_upgrade_required");
  CHECK(bot.error("users.lookupByEmail", {{"email", "nobody@example.com"}}) == "users_not_found");
}

TEST_CASE("no call, however strange, brings the workspace down") {
  Caller bot;
  const std::string ts = bot.post("x");
  const auto methods = words_of(
      "auth.test team.info users.info users.list chat.postMessage chat.update chat.delete "
      "chat.postEphemeral conversations.create conversations.invite conversations.open "
      "conversations.history conversations.list conversations.setTopic conversations.rename "
      "pins.add reactions.add bookmarks.add views.open views.publish views.update canvases.edit "
      "files.getUploadURLExternal files.completeUploadExternal canvases.create usergroups.list "
      "users.conversations");
  const auto names = words_of(
      "channel channel_id text blocks metadata attachments ts users user limit cursor timestamp "
      "name topic view trigger_id files user_id link title type length filename types changes "
      "canvas_id thread_ts document_content");
  const auto values = words_of(
      R"(null [] {} [[]] [null] [{}] "" "x" -1 1e300 true "C0INCIDENTS" "U0ANA" [{"type":7}] )"
      R"([{"type":"section","text":7}] [{"type":"actions","elements":[7]}] [{"id":7}] )"
      R"([{"type":"input","element":{"type":"static_select","options":7}}] [{"operation":7}] )"
      R"({"type":"modal","blocks":7,"title":7} {"event_type":7,"event_payload":7} )"
      R"([{"type":"rich_text","elements":[{"elements":7}]}] "\u0000\uffff" )"
      R"([{"type":"table","rows":[7,[7]]}] ")" +
      ts + "\"");
  Dice dice(5);
  for (int round = 0; round < 4000; ++round) {
    net::HttpRequest request = form_request(methods[dice.below(methods.size())], {});
    request.headers[0].value = "application/json; charset=utf-8";
    request.body = "{";
    for (const std::string& name : names) {
      if (!dice.chance(0.4)) continue;
      request.body += (request.body.size() == 1 ? "\"" : ",\"") + name + "\":";
      request.body += values[dice.below(values.size())];
    }
    request.body += "}";
    const Json answer = body_of(bot.workspace.call(request, bot.now));
    CHECK(answer["ok"].is_boolean());
  }
}

}  // namespace web_api_test
