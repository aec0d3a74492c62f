// chat.*, history and replies, pins, reactions, bookmarks, ephemerals, response addresses.

#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

namespace messages_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

const std::string k_section = R"([{"type":"section","text":{"type":"mrkdwn","text":"*hello*"}}])";

}  // namespace

TEST_CASE("a post gets a ts that grows within its channel even in one millisecond") {
  Caller bot;
  const net::HttpRequest post =
      form_request("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}});
  const std::string first = body_of(bot.workspace.call(post, bot.now))["ts"];
  const std::string second = body_of(bot.workspace.call(post, bot.now))["ts"];
  const std::string third = body_of(bot.workspace.call(post, bot.now - Duration{5000}))["ts"];
  CHECK(first == "1763712000.000000");
  CHECK(second == "1763712000.000001");
  CHECK(third == "1763712000.000002");
}

TEST_CASE("a post of the bot comes back to it as an event") {
  Caller bot;
  bot.post("hello", {{"metadata", R"({"event_type":"t","event_payload":{"op":"7"}})"}});
  const auto events = bot.events();
  REQUIRE(events.size() == 1);
  CHECK(events[0]["type"] == "event_callback");
  CHECK(events[0]["event"]["bot_id"] == "B0TOCSIN");
  CHECK(events[0]["event"]["channel_type"] == "channel");
  CHECK(events[0]["event"]["metadata"]["event_payload"]["op"] == "7");
}

TEST_CASE("posts to places where the bot may not speak are refused with the right reason") {
  WorkspaceSetup setup = sample_workspace();
  setup.scopes = all_scopes();
  std::erase(setup.scopes, "chat:write.public");
  setup.channels[2].archived = true;
  Caller bot(setup);
  const auto error_in = [&](const std::string& channel) {
    return bot.error("chat.postMessage", {{"channel", channel}, {"text", "x"}});
  };
  CHECK(error_in("C0GENERAL") == "not_in_channel");
  CHECK(error_in("C0RANDOM") == "is_archived");
  CHECK(error_in("C0SECRET") == "channel_not_found");
  CHECK(error_in("C404") == "channel_not_found");
  CHECK(error_in("#incidents") == "channel_not_found");
}

TEST_CASE(
    "with chat:write.public the bot may post where it is not a member, but not to private ones") {
  Caller bot;
  CHECK(bot.error("chat.postMessage", {{"channel", "C0GENERAL"}, {"text", "x"}}) == "");
  CHECK(bot.error("chat.postMessage", {{"channel", "C0SECRET"}, {"text", "x"}}) ==
        "channel_not_found");
}

TEST_CASE("a post to a person goes to the direct channel, whose id the answer has") {
  Caller bot;
  const Json answer = bot.call("chat.postMessage", {{"channel", "U0ANA"}, {"text", "x"}});
  CHECK(answer["channel"] == "D0ANA");
  CHECK(bot.error("chat.update",
                  {{"channel", "U0ANA"}, {"ts", answer["ts"].get<std::string>()}, {"text", "y"}}) ==
        "channel_not_found");
}

TEST_CASE("a post needs content") {
  Caller bot;
  CHECK(bot.error("chat.postMessage", {{"channel", "C0INCIDENTS"}}) == "no_text");
  CHECK(bot.error("chat.postMessage",
                  {{"channel", "C0INCIDENTS"}, {"text", ""}, {"blocks", "[]"}}) == "no_text");
  CHECK(bot.error("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"blocks", "not json"}}) ==
        "invalid_blocks_format");
  CHECK(bot.error("chat.postMessage",
                  {{"channel", "C0INCIDENTS"}, {"text", "x"}, {"markdown_text", "y"}}) ==
        "markdown_text_conflict");
}

TEST_CASE("a text above 40,000 is cut with a warning; an edit above 4,000 is refused") {
  Caller bot;
  const Json cut = bot.call("chat.postMessage",
                            {{"channel", "C0INCIDENTS"}, {"text", std::string(40'001, 'a')}});
  CHECK(cut["warning"] == "message_truncated");
  CHECK(cut["message"]["text"].get<std::string>().size() == 40'000);
  const std::string ts = bot.post("x");
  const Fields at{{"channel", "C0INCIDENTS"}, {"ts", ts}};
  Fields long_edit = at;
  long_edit.push_back({"text", std::string(4'001, 'a')});
  CHECK(bot.error("chat.update", long_edit) == "msg_too_long");
  Fields edit = at;
  edit.push_back({"text", std::string(4'000, 'a')});
  CHECK(bot.error("chat.update", edit) == "");
}

TEST_CASE("blocks without a fallback text are taken with a warning and complained about") {
  Caller bot;
  const Json answer =
      bot.call("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"blocks", k_section}});
  CHECK(answer["ok"] == true);
  CHECK(answer["warning"] == "missing_text_in_message");
  CHECK(bot.workspace.complaints().size() == 1);
}

TEST_CASE("blocks that are too long together are refused") {
  Caller bot;
  std::string blocks = "[";
  for (int i = 0; i < 5; ++i) {
    blocks += (i == 0 ? "" : ",");
    blocks +=
        R"({"type":"section","text":{"type":"mrkdwn","text":")" + std::string(2900, 'a') + "\"}}";
  }
  blocks += "]";
  CHECK(bot.error("chat.postMessage",
                  {{"channel", "C0INCIDENTS"}, {"text", "x"}, {"blocks", blocks}}) ==
        "msg_blocks_too_long");
}

TEST_CASE("an edit with text alone takes the blocks away and keeps the metadata") {
  Caller bot;
  const std::string metadata = R"({"event_type":"t","event_payload":{"op":"7"}})";
  const std::string ts = bot.post("x", {{"blocks", k_section}, {"metadata", metadata}});
  bot.call("chat.update", {{"channel", "C0INCIDENTS"}, {"ts", ts}, {"text", "y"}});
  const Message* message = bot.workspace.message(k_incidents, MessageTs{ts});
  CHECK(message->text() == "y");
  CHECK(message->blocks().empty());
  CHECK_FALSE(message->metadata().empty());
  CHECK(message->versions.size() == 2);
  bot.call("chat.update",
           {{"channel", "C0INCIDENTS"}, {"ts", ts}, {"text", "z"}, {"metadata", "{}"}});
  CHECK(message->metadata().empty());
}

TEST_CASE("only the bot's own, existing messages can be edited and deleted") {
  Caller bot;
  const MessageTs ts = *bot.workspace.post(k_ana, k_incidents, "hi", bot.now);
  const Fields fields{{"channel", "C0INCIDENTS"}, {"ts", ts.value}, {"text", "x"}};
  CHECK(bot.error("chat.update", fields) == "cant_update_message");
  CHECK(bot.error("chat.delete", {{"channel", "C0INCIDENTS"}, {"ts", ts.value}}) ==
        "cant_delete_message");
  CHECK(bot.error("chat.delete", {{"channel", "C0INCIDENTS"}, {"ts", "1.000000"}}) ==
        "message_not_found");
  const std::string own = bot.post("x");
  CHECK(bot.error("chat.delete", {{"channel", "C0INCIDENTS"}, {"ts", own}}) == "");
  CHECK(bot.error("chat.delete", {{"channel", "C0INCIDENTS"}, {"ts", own}}) == "message_not_found");
}

TEST_CASE("in an archived channel an edit is refused as inactive") {
  Caller bot;
  const std::string ts = bot.post("x");
  REQUIRE(bot.workspace.archive_channel(k_ana, k_incidents, bot.now));
  CHECK(bot.error("chat.update", {{"channel", "C0INCIDENTS"}, {"ts", ts}, {"text", "y"}}) ==
        "is_inactive");
}

TEST_CASE("metadata must be flat and its keys lower case") {
  Caller bot;
  const auto error_with = [&](const std::string& metadata) {
    return bot.error("chat.postMessage",
                     {{"channel", "C0INCIDENTS"}, {"text", "x"}, {"metadata", metadata}});
  };
  CHECK(error_with("[]") == "invalid_metadata_format");
  CHECK(error_with(R"({"event_type":"t"})") == "invalid_metadata_format");
  CHECK(error_with(R"({"event_type":"","event_payload":{}})") == "invalid_metadata_format");
  CHECK(error_with(R"({"event_type":"t","event_payload":{"Op":1}})") == "invalid_metadata_schema");
  CHECK(error_with(R"({"event_type":"t","event_payload":{"op":{"a":1}}})") ==
        "invalid_metadata_schema");
  const std::string large = std::string(3000, 'x');
  CHECK(error_with(R"({"event_type":"t","event_payload":{"op":")" + large + "\"}}") ==
        "metadata_too_large");
  CHECK(error_with(R"({"event_type":"t","event_payload":{"op":"x","n":1,"b":true}})") == "");
}

TEST_CASE("history shows newest first and whole metadata only when asked") {
  Caller bot;
  const std::string metadata = R"({"event_type":"t","event_payload":{"op":"7"}})";
  const std::string first = bot.post("one", {{"metadata", metadata}});
  bot.post("two");
  const Json plain = bot.call("conversations.history", {{"channel", "C0INCIDENTS"}});
  CHECK(plain["messages"][0]["text"] == "two");
  CHECK(plain["messages"][1]["metadata"] == Json({{"event_type", "t"}}));
  const Json full = bot.call("conversations.history",
                             {{"channel", "C0INCIDENTS"}, {"include_all_metadata", "true"}});
  CHECK(full["messages"][1]["metadata"]["event_payload"]["op"] == "7");
  const Json without =
      bot.call("conversations.history", {{"channel", "C0INCIDENTS"}, {"oldest", first}});
  CHECK(without["messages"].size() == 1);
  const Json with =
      bot.call("conversations.history",
               {{"channel", "C0INCIDENTS"}, {"oldest", first}, {"inclusive", "true"}});
  CHECK(with["messages"].size() == 2);
}

TEST_CASE("history needs membership and good times") {
  Caller bot;
  CHECK(bot.error("conversations.history", {{"channel", "C0GENERAL"}}) == "not_in_channel");
  CHECK(bot.error("conversations.history", {{"channel", "C0INCIDENTS"}, {"oldest", "x"}}) ==
        "invalid_ts_oldest");
  CHECK(bot.error("conversations.history", {{"channel", "C0INCIDENTS"}, {"limit", "1000"}}) ==
        "invalid_limit");
}

TEST_CASE("history can lag behind when that is asked for") {
  Caller bot;
  bot.workspace.policies().history_lags = Duration{2000};
  bot.post("x");
  const Fields channel{{"channel", "C0INCIDENTS"}};
  CHECK(bot.call("conversations.history", channel)["messages"].empty());
  bot.now += Duration{2000};
  CHECK(bot.call("conversations.history", channel)["messages"].size() == 1);
}

TEST_CASE("replies are in their thread and not in the history, unless broadcast") {
  Caller bot;
  const std::string parent = bot.post("parent");
  const std::string reply = bot.post("reply", {{"thread_ts", parent}});
  bot.post("loud", {{"thread_ts", parent}, {"reply_broadcast", "true"}});
  const Json history = bot.call("conversations.history", {{"channel", "C0INCIDENTS"}});
  CHECK(history["messages"].size() == 2);
  const Json replies =
      bot.call("conversations.replies", {{"channel", "C0INCIDENTS"}, {"ts", parent}});
  CHECK(replies["messages"].size() == 3);
  CHECK(replies["messages"][0]["reply_count"] == 2);
  CHECK(replies["messages"][1]["thread_ts"] == parent);
  CHECK(bot.error("conversations.replies", {{"channel", "C0INCIDENTS"}, {"ts", "1.000000"}}) ==
        "thread_not_found");
  CHECK(bot.error("chat.postMessage",
                  {{"channel", "C0INCIDENTS"}, {"text", "x"}, {"thread_ts", reply}}) ==
        "cannot_reply_to_message");
}

TEST_CASE("a post into a thread that does not exist is taken but complained about") {
  Caller bot;
  bot.post("x", {{"thread_ts", "1.000000"}});
  CHECK(bot.workspace.complaints().size() == 1);
}

TEST_CASE("active broadcasts, control characters and missing escapes are complained about") {
  Caller bot;
  bot.post("all quiet &amp; &lt;fine&gt; <@U0ANA> <https://x.example|link> > quote");
  CHECK(bot.workspace.complaints().empty());
  const auto complains_about = [&](const std::string& text) {
    bot.workspace.clear_complaints();
    bot.post(text);
    return bot.workspace.complaints().size();
  };
  CHECK(complains_about("<!channel> wake up") == 1);
  CHECK(complains_about("<!here|here>") == 1);
  CHECK(complains_about("<!everyone>") == 1);
  CHECK(complains_about("bell \x07") == 1);
  CHECK(complains_about("a & b") == 1);
  CHECK(complains_about("1 < 2") == 1);
  CHECK(complains_about("<!date^1700000000^{time}|12:00 UTC>") == 0);
  bot.workspace.clear_complaints();
  bot.post("x",
           {{"blocks", R"([{"type":"section","text":{"type":"mrkdwn","text":"<!channel>"}}])"}});
  CHECK(bot.workspace.complaints().size() == 1);
  bot.workspace.clear_complaints();
  bot.post("x", {{"blocks",
                  R"([{"type":"header","text":{"type":"plain_text","text":"<!channel> & co"}}])"}});
  CHECK(bot.workspace.complaints().empty());
}

TEST_CASE("an ephemeral message reaches members only and is no message of the channel") {
  Caller bot;
  const Fields to_ana{{"channel", "C0INCIDENTS"}, {"user", "U0ANA"}, {"text", "psst"}};
  CHECK(bot.error("chat.postEphemeral", to_ana) == "");
  CHECK(bot.workspace.last_ephemeral(k_ana)->text == "psst");
  CHECK(bot.workspace.channel(k_incidents)->messages.empty());
  CHECK(bot.error("chat.postEphemeral",
                  {{"channel", "C0INCIDENTS"}, {"user", "U0DORA"}, {"text", "x"}}) ==
        "user_not_in_channel");
  CHECK(bot.error("chat.postEphemeral",
                  {{"channel", "C0GENERAL"}, {"user", "U0ANA"}, {"text", "x"}}) ==
        "not_in_channel");
}

TEST_CASE("pins are set once and taken away once") {
  Caller bot;
  const std::string ts = bot.post("x");
  const Fields at{{"channel", "C0INCIDENTS"}, {"timestamp", ts}};
  CHECK(bot.error("pins.remove", at) == "no_pin");
  CHECK(bot.error("pins.add", at) == "");
  CHECK(bot.error("pins.add", at) == "already_pinned");
  CHECK(bot.call("pins.list", {{"channel", "C0INCIDENTS"}})["items"].size() == 1);
  CHECK(bot.error("pins.remove", at) == "");
  CHECK(bot.error("pins.add", {{"channel", "C0INCIDENTS"}, {"timestamp", "1.000000"}}) ==
        "message_not_found");
  CHECK(bot.error("pins.add", {{"channel", "C0GENERAL"}, {"timestamp", ts}}) == "not_in_channel");
}

TEST_CASE("reactions are set once and named without colons") {
  Caller bot;
  const std::string ts = bot.post("x");
  const auto error_with = [&](const std::string& name) {
    return bot.error("reactions.add",
                     {{"channel", "C0INCIDENTS"}, {"timestamp", ts}, {"name", name}});
  };
  CHECK(error_with(":eyes:") == "invalid_name");
  CHECK(error_with("eyes") == "");
  CHECK(error_with("eyes") == "already_reacted");
}

TEST_CASE("bookmarks need a link") {
  Caller bot;
  const auto error_with = [&](const std::string& link) {
    return bot.error(
        "bookmarks.add",
        {{"channel_id", "C0INCIDENTS"}, {"title", "Runbook"}, {"type", "link"}, {"link", link}});
  };
  CHECK(error_with("ftp://x") == "invalid_link");
  CHECK(error_with("https://x.example/runbook") == "");
  CHECK(bot.call("bookmarks.list", {{"channel_id", "C0INCIDENTS"}})["bookmarks"].size() == 1);
}

TEST_CASE("a permalink has the ts without its dot") {
  Caller bot;
  const std::string ts = bot.post("x");
  const Json answer =
      bot.call("chat.getPermalink", {{"channel", "C0INCIDENTS"}, {"message_ts", ts}});
  CHECK(answer["permalink"] == "https://sandbox.slack.com/archives/C0INCIDENTS/p1763712000010000");
}

TEST_CASE("a response_url takes five answers within thirty minutes") {
  Caller bot;
  REQUIRE(bot.workspace.slash_command(k_ana, k_general, "/incident", "help", bot.now));
  const std::string url = bot.workspace.interactions().back().response_url;
  net::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = R"({"text":"late answer"})";
  const net::HttpResponse first = bot.workspace.call(request, bot.now);
  CHECK(first.status == 200);
  CHECK(first.body == "ok");
  CHECK(bot.workspace.last_ephemeral(k_ana)->text == "late answer");
  for (int i = 0; i < 4; ++i) CHECK(bot.workspace.call(request, bot.now).body == "ok");
  CHECK(body_of(bot.workspace.call(request, bot.now))["error"] == "used_url");

  REQUIRE(bot.workspace.slash_command(k_ana, k_general, "/incident", "help", bot.now));
  request.url = bot.workspace.interactions().back().response_url;
  const Moment too_late = bot.now + std::chrono::minutes{31};
  CHECK(body_of(bot.workspace.call(request, too_late))["error"] == "expired_url");
  request.url += "x";
  CHECK(bot.workspace.call(request, bot.now).status == 404);
}

TEST_CASE("an answer in the channel is seen by all, also where the bot is not a member") {
  Caller bot;
  REQUIRE(bot.workspace.slash_command(k_ana, k_general, "/incident", "help", bot.now));
  net::HttpRequest request;
  request.method = "POST";
  request.url = bot.workspace.interactions().back().response_url;
  request.body = R"({"text":"for all","response_type":"in_channel"})";
  CHECK(bot.workspace.call(request, bot.now).body == "ok");
  CHECK(bot.workspace.channel(k_general)->messages.back().text() == "for all");
  request.body = R"({"text":"x","response_type":"everybody"})";
  CHECK(body_of(bot.workspace.call(request, bot.now))["error"] == "invalid_response_type");
  request.body = "not json";
  CHECK(bot.workspace.call(request, bot.now).status == 400);
}

}  // namespace messages_test
