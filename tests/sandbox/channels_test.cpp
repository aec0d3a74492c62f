// conversations.* and what people do with channels; files and canvases; the transcript.

#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

namespace channels_test {

using namespace tocsin;
using namespace tocsin::sandbox;

TEST_CASE("channel names are checked as Slack checks them") {
  Caller bot;
  const auto error_for = [&](const std::string& name) {
    return bot.error("conversations.create", {{"name", name}});
  };
  CHECK(error_for("") == "invalid_name_required");
  CHECK(error_for("Inc-1") == "invalid_name_specials");
  CHECK(error_for("inc 1") == "invalid_name_specials");
  CHECK(error_for("störung") == "invalid_name_specials");
  CHECK(error_for("--__") == "invalid_name_punctuation");
  CHECK(error_for(std::string(81, 'a')) == "invalid_name_maxlength");
  CHECK(error_for(std::string(80, 'a')) == "");
}

TEST_CASE("a name is taken by open, archived, private and invisible channels alike") {
  WorkspaceSetup setup = sample_workspace();
  setup.policies.names_taken = {"ghost"};
  setup.channels[2].archived = true;
  Caller bot(setup);
  for (const char* name : {"general", "random", "secret", "ghost"}) {
    CHECK(bot.error("conversations.create", {{"name", name}}) == "name_taken");
  }
}

TEST_CASE("a policy can forbid new channels") {
  Caller bot;
  bot.workspace.policies().create_channel_error = "restricted_action";
  CHECK(bot.error("conversations.create", {{"name", "inc-1"}}) == "restricted_action");
}

TEST_CASE("two creates of one name at the same moment can both succeed when that is asked for") {
  Caller bot;
  bot.workspace.policies().twin_names_within = Duration{100};
  const std::string first = bot.call("conversations.create", {{"name", "inc-1"}})["channel"]["id"];
  const std::string second = bot.call("conversations.create", {{"name", "inc-1"}})["channel"]["id"];
  CHECK(first != second);
  bot.now += Duration{100};
  CHECK(bot.error("conversations.create", {{"name", "inc-1"}}) == "name_taken");
}

TEST_CASE("a new channel has the bot as creator and member, and is found again by the bot") {
  Caller bot;
  const Json made = bot.call("conversations.create", {{"name", "inc-1"}, {"is_private", "true"}});
  CHECK(made["channel"]["is_private"] == true);
  CHECK(made["channel"]["creator"] == "U0TOCSIN");
  const Json own = bot.call("users.conversations", {{"types", "private_channel"}});
  REQUIRE(own["channels"].size() == 1);
  CHECK(own["channels"][0]["name"] == "inc-1");
}

TEST_CASE("invite fails as a whole without force, and in parts with it") {
  Caller bot;
  const std::string id = bot.call("conversations.create", {{"name", "inc-1"}})["channel"]["id"];
  const Json refused =
      bot.call("conversations.invite", {{"channel", id}, {"users", "U0ANA,U404,U0DORA"}});
  CHECK(refused["error"] == "user_not_found");
  CHECK(refused["errors"].size() == 2);
  CHECK_FALSE(bot.workspace.channel(ChannelId{id})->members.contains(k_ana));
  const Json forced = bot.call(
      "conversations.invite", {{"channel", id}, {"users", "U0ANA,U404,U0DORA"}, {"force", "true"}});
  CHECK(forced["errors"][1]["error"] == "user_is_restricted");
  CHECK(bot.workspace.channel(ChannelId{id})->members.contains(k_ana));
  CHECK(bot.error("conversations.invite", {{"channel", id}, {"users", "U0ANA"}}) ==
        "already_in_channel");
  CHECK(bot.error("conversations.invite", {{"channel", id}, {"users", "U0TOCSIN"}}) ==
        "cant_invite_self");
  CHECK(bot.error("conversations.invite", {{"channel", id}, {"users", ""}}) == "no_user");
  CHECK(bot.error("conversations.invite", {{"channel", "C0GENERAL"}, {"users", "U0DORA"}}) ==
        "not_in_channel");
}

TEST_CASE("topics are limited to 250 UTF-16 units and remembered") {
  Caller bot;
  const auto error_for = [&](const std::string& topic) {
    return bot.error("conversations.setTopic", {{"channel", "C0INCIDENTS"}, {"topic", topic}});
  };
  CHECK(error_for(std::string(250, 'a')) == "");
  CHECK(error_for(std::string(251, 'a')) == "too_long");
  std::string faces;
  for (int i = 0; i < 126; ++i) faces += "\xF0\x9F\x98\x80";
  CHECK(error_for(faces) == "too_long");
  CHECK(error_for("") == "");
  CHECK(bot.workspace.channel(k_incidents)->topics.size() == 2);
}

TEST_CASE("join works for public channels only, and warns when it changes nothing") {
  Caller bot;
  CHECK(bot.error("conversations.join", {{"channel", "C0GENERAL"}}) == "");
  CHECK(bot.call("conversations.join", {{"channel", "C0GENERAL"}})["warning"] ==
        "already_in_channel");
  CHECK(bot.error("conversations.join", {{"channel", "C0SECRET"}}) == "channel_not_found");
}

TEST_CASE("an archived channel refuses everything but reading, and a bot cannot bring it back") {
  Caller bot;
  const std::string ts = bot.post("x");
  CHECK(bot.error("conversations.archive", {{"channel", "C0INCIDENTS"}}) == "");
  CHECK(bot.error("conversations.archive", {{"channel", "C0INCIDENTS"}}) == "already_archived");
  CHECK(bot.error("conversations.unarchive", {{"channel", "C0INCIDENTS"}}) == "not_in_channel");
  CHECK(bot.error("conversations.setTopic", {{"channel", "C0INCIDENTS"}, {"topic", "x"}}) ==
        "is_archived");
  CHECK(bot.error("pins.add", {{"channel", "C0INCIDENTS"}, {"timestamp", ts}}) == "is_archived");
  CHECK(bot.error("conversations.history", {{"channel", "C0INCIDENTS"}}) == "");
  CHECK(bot.error("conversations.archive", {{"channel", "C0GENERAL"}}) == "cant_archive_general");
}

TEST_CASE("only the creator renames") {
  Caller bot;
  const std::string id = bot.call("conversations.create", {{"name", "inc-1"}})["channel"]["id"];
  CHECK(bot.error("conversations.rename", {{"channel", id}, {"name", "general"}}) == "name_taken");
  CHECK(bot.error("conversations.rename", {{"channel", id}, {"name", "inc-1-db"}}) == "");
  CHECK(bot.workspace.channel_named("inc-1-db") != nullptr);
  CHECK(bot.workspace.channel_named("inc-1") == nullptr);
  CHECK(bot.error("conversations.rename", {{"channel", "C0INCIDENTS"}, {"name", "x"}}) ==
        "not_authorized");
}

TEST_CASE("open gives the direct channel and refuses who cannot be written to") {
  WorkspaceSetup setup = sample_workspace();
  setup.people[4].deleted = true;
  setup.scopes = {"im:write", "mpim:write"};
  Caller bot(setup);
  CHECK(bot.call("conversations.open", {{"users", "U0ANA"}})["channel"]["id"] == "D0ANA");
  CHECK(bot.error("conversations.open", {{"users", "U404"}}) == "user_not_found");
  CHECK(bot.error("conversations.open", {{"users", "U0EVIL"}}) == "user_disabled");
  const std::string group =
      bot.call("conversations.open", {{"users", "U0ANA,U0BEN"}})["channel"]["id"];
  CHECK(bot.call("conversations.open", {{"users", "U0BEN,U0ANA"}})["channel"]["id"] == group);
}

TEST_CASE("lists show public channels and the private ones of the bot") {
  Caller bot;
  CHECK(bot.call("conversations.list")["channels"].size() == 3);
  CHECK(bot.call("conversations.list", {{"types", "public_channel,private_channel"}})["channels"]
            .size() == 3);
  CHECK(bot.error("conversations.list", {{"types", "everything"}}) == "invalid_types");
  CHECK(bot.error("conversations.info", {{"channel", "C0SECRET"}}) == "channel_not_found");
  CHECK(bot.call("conversations.members", {{"channel", "C0RANDOM"}})["members"].size() == 3);
}

TEST_CASE("what people do with channels reaches the bot as events") {
  WorkspaceSetup setup = sample_workspace();
  setup.events = all_events();
  Caller bot(setup);
  Workspace& workspace = bot.workspace;
  REQUIRE(workspace.join(k_ben, k_general, bot.now).has_value() == false);  // is a member
  REQUIRE(workspace.invite(k_ana, k_bot, k_secret, bot.now));
  auto events = bot.events();
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"]["subtype"] == "channel_join");
  CHECK(events[1]["event"]["type"] == "member_joined_channel");
  CHECK(events[1]["event"]["user"] == "U0TOCSIN");
  CHECK(events[1]["event"]["inviter"] == "U0ANA");

  REQUIRE(workspace.rename_channel(k_ana, k_incidents, "incidents-2", bot.now));
  events = bot.events();
  CHECK(events.back()["event"]["type"] == "channel_rename");
  CHECK(events.back()["event"]["channel"]["name"] == "incidents-2");
  REQUIRE(workspace.archive_channel(k_ana, k_secret, bot.now));
  CHECK(bot.events().back()["event"]["type"] == "group_archive");
  workspace.set_person(workspace.setup().people[0], bot.now);
  CHECK(bot.events().back()["event"]["type"] == "user_change");
  REQUIRE(workspace.delete_channel(k_ana, k_incidents, bot.now));
  CHECK(bot.events().back()["event"]["type"] == "channel_deleted");
  CHECK(bot.error("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}}) ==
        "channel_not_found");
}

TEST_CASE("a bot that is taken out is told so, and hears nothing more from there") {
  Caller bot;
  REQUIRE(bot.workspace.remove(k_ana, k_bot, k_incidents, bot.now));
  const auto events = bot.events();
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"]["type"] == "member_left_channel");
  CHECK(events[0]["event"]["user"] == "U0TOCSIN");
  CHECK(events[1]["event"]["type"] == "channel_left");
  CHECK(events[1]["event"]["channel"] == "C0INCIDENTS");
  REQUIRE(bot.workspace.post(k_ana, k_incidents, "is it gone?", bot.now));
  CHECK(bot.events().empty());
}

TEST_CASE("a channel that got another id is not known under the old one any more") {
  Caller bot;
  const auto moved = bot.workspace.change_channel_id(k_incidents, bot.now);
  REQUIRE(moved);
  const auto events = bot.events();
  REQUIRE_FALSE(events.empty());
  CHECK(events.back()["event"]["type"] == "channel_id_changed");
  CHECK(events.back()["event"]["old_channel_id"] == "C0INCIDENTS");
  CHECK(events.back()["event"]["new_channel_id"] == moved->value);
  CHECK(bot.error("chat.postMessage", {{"channel", "C0INCIDENTS"}, {"text", "x"}}) ==
        "channel_not_found");
  CHECK(bot.call("chat.postMessage", {{"channel", moved->value}, {"text", "x"}})["ok"] == true);
  CHECK(bot.workspace.channel_named("incidents")->id == *moved);
}

TEST_CASE("a deleted message with replies leaves a grave, one without is told as deleted") {
  Caller bot;
  const MessageTs alone = *bot.workspace.post(k_ana, k_incidents, "alone", bot.now);
  const MessageTs parent = *bot.workspace.post(k_ana, k_incidents, "parent", bot.now);
  REQUIRE(bot.workspace.post(k_ben, k_incidents, "reply", bot.now, parent));
  REQUIRE(bot.workspace.erase(k_ana, k_incidents, alone, bot.now));
  auto event = bot.events().back()["event"];
  CHECK(event["subtype"] == "message_deleted");
  CHECK(event["deleted_ts"] == alone.value);
  REQUIRE(bot.workspace.erase(k_ana, k_incidents, parent, bot.now));
  event = bot.events().back()["event"];
  CHECK(event["subtype"] == "message_changed");
  CHECK(event["message"]["subtype"] == "tombstone");
  CHECK(event["message"]["ts"] == parent.value);
  CHECK(event["previous_message"]["text"] == "parent");
}

TEST_CASE("somebody new and somebody who leaves are told apart") {
  Caller bot;
  PersonSetup person;
  person.id = UserId{"U0NEW"};
  person.name = "nia";
  bot.workspace.set_person(person, bot.now);
  CHECK(bot.events().back()["event"]["type"] == "team_join");
  person.deleted = true;
  bot.workspace.set_person(person, bot.now);
  const auto event = bot.events().back()["event"];
  CHECK(event["type"] == "user_change");
  CHECK(event["user"]["deleted"] == true);
}

TEST_CASE("events that the app has not subscribed to or has no scope for stay untold") {
  WorkspaceSetup setup = sample_workspace();
  setup.events = {"message.channels", "reaction_added"};
  setup.scopes = {"channels:history"};
  Caller bot(setup);
  const MessageTs ts = *bot.workspace.post(k_ana, k_incidents, "@tocsin hi", bot.now);
  REQUIRE(bot.workspace.react(k_ben, k_incidents, ts, "eyes", bot.now));
  const auto events = bot.events();
  REQUIRE(events.size() == 1);
  CHECK(events[0]["event"]["type"] == "message");
}

TEST_CASE("messages in channels without the bot stay unheard") {
  Caller bot;
  REQUIRE(bot.workspace.post(k_ana, k_general, "hello @tocsin", bot.now));
  CHECK(bot.events().empty());
}

TEST_CASE("a mention is told twice, as a message and as a mention") {
  Caller bot;
  REQUIRE(bot.workspace.post(k_ana, k_incidents, "@tocsin status & <now>", bot.now));
  const auto events = bot.events();
  REQUIRE(events.size() == 2);
  CHECK(events[0]["event"]["type"] == "message");
  CHECK(events[1]["event"]["type"] == "app_mention");
  CHECK(events[0]["event"]["ts"] == events[1]["event"]["ts"]);
  CHECK(events[0]["event_id"] != events[1]["event_id"]);
  CHECK(events[0]["event"]["text"] == "<@U0TOCSIN> status &amp; &lt;now&gt;");
}

TEST_CASE("an upload has three steps and the message comes a little later") {
  WorkspaceSetup setup = sample_workspace();
  setup.scopes = {"files:read", "files:write"};
  Caller bot(setup);
  CHECK(bot.error("files.getUploadURLExternal", {{"filename", "x.md"}, {"length", "0"}}) ==
        "invalid_arguments");
  const Json step = bot.call("files.getUploadURLExternal", {{"filename", "x.md"}, {"length", "5"}});
  const std::string id = step["file_id"];
  const std::string files = R"([{"id":")" + id + R"(","title":"Write-up"}])";
  CHECK(bot.error("files.completeUploadExternal", {{"files", files}}) == "file_not_found");
  net::HttpRequest upload;
  upload.method = "POST";
  upload.url = step["upload_url"];
  upload.body = "four";
  CHECK(bot.workspace.call(upload, bot.now).status == 400);
  upload.body = "hello";
  CHECK(bot.workspace.call(upload, bot.now).body == "OK - 5");
  const Json done =
      bot.call("files.completeUploadExternal", {{"files", files}, {"channel_id", "C0INCIDENTS"}});
  CHECK(done["files"][0]["shares"].empty());
  CHECK(bot.workspace.channel(k_incidents)->messages.empty());
  bot.now += Duration{1500};
  CHECK(bot.call("files.info", {{"file", id}})["file"]["shares"]["public"].contains("C0INCIDENTS"));
  CHECK(bot.workspace.channel(k_incidents)->messages.back().subtype == "file_share");
  CHECK(bot.workspace.file(id)->bytes == "hello");
}

TEST_CASE("a channel has one canvas") {
  Caller bot;
  const Fields create{{"channel_id", "C0INCIDENTS"},
                      {"document_content", R"({"type":"markdown","markdown":"# One"})"}};
  const std::string id = bot.call("conversations.canvases.create", create)["canvas_id"];
  CHECK(bot.error("conversations.canvases.create", create) == "channel_canvas_already_exists");
  const std::string change =
      R"([{"operation":"replace","document_content":{"type":"markdown","markdown":"# Two"}}])";
  CHECK(bot.error("canvases.edit", {{"canvas_id", id}, {"changes", change}}) == "");
  CHECK(bot.workspace.canvas(id)->markdown == "# Two");
  CHECK(bot.error("canvases.edit", {{"canvas_id", "F404"}, {"changes", change}}) ==
        "canvas_not_found");
  bot.workspace.policies().canvas_error = "team_tier_cannot_create_channel_canvases";
  CHECK(bot.error("canvases.create") == "team_tier_cannot_create_channel_canvases");
}

TEST_CASE("a transcript reads like the channel") {
  Caller bot;
  const std::string ts =
      bot.post("fallback", {{"blocks",
                             R"([{"type":"header","text":{"type":"plain_text","text":"INC-1"}},
            {"type":"section","text":{"type":"mrkdwn","text":"lead <@U0ANA> &amp; co"}},
            {"type":"actions","elements":[{"type":"button","action_id":"a",
             "text":{"type":"plain_text","text":"Resolve"}}]}])"}});
  bot.call("pins.add", {{"channel", "C0INCIDENTS"}, {"timestamp", ts}});
  REQUIRE(bot.workspace.post(k_ben, k_incidents, "looking @ana", bot.now, MessageTs{ts}));
  REQUIRE(bot.workspace.react(k_ben, k_incidents, MessageTs{ts}, "eyes", bot.now));
  CHECK(bot.workspace.transcript(k_incidents) ==
        "#incidents\n"
        "[08:00:00] tocsin (pinned): # INC-1\n"
        "    lead @ana & co\n"
        "    [Resolve]\n"
        "    :eyes: 1\n"
        "  > [08:00:00] ben: looking @ana\n");
}

}  // namespace channels_test
