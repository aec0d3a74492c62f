// Commands, buttons, modals and shortcuts from the person's hand to what they see in the end.

#include "tests/sandbox/caller.h"

#include <doctest/doctest.h>

namespace interactions_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

const std::string k_buttons = R"([{"type":"actions","block_id":"card","elements":[
  {"type":"button","action_id":"ack","value":"P1",
   "text":{"type":"plain_text","text":"Acknowledge"}},
  {"type":"static_select","action_id":"sev","options":[
    {"text":{"type":"plain_text","text":"SEV1"},"value":"1"},
    {"text":{"type":"plain_text","text":"SEV2"},"value":"2"}]}]}])";

const std::string k_modal = R"({"type":"modal","callback_id":"declare",
  "title":{"type":"plain_text","text":"Declare"},"submit":{"type":"plain_text","text":"Go"},
  "blocks":[
   {"type":"input","block_id":"title","label":{"type":"plain_text","text":"Title"},
    "element":{"type":"plain_text_input","action_id":"t","max_length":10}},
   {"type":"input","block_id":"lead","optional":true,"label":{"type":"plain_text","text":"Lead"},
    "element":{"type":"users_select","action_id":"u"}}]})";

// A whole sandbox with one connected bot in virtual time.
struct Connected {
  Sandbox sandbox{sample_workspace()};
  Moment now = k_start;

  Connected() {
    const Reception reception = sandbox.request(
        form_request("apps.connections.open", {}, "xapp-1-A0TOCSIN-1-sandbox"), now);
    const std::string url = body_of(reception.response)["url"];
    const std::string target = url.substr(url.find("/link"));
    REQUIRE(sandbox.handshake(target, now) == 101);
    sandbox.opened(1, target, now);
    sandbox.take_actions();
  }

  // The next frame for the bot.
  Json next() {
    sandbox.flush(now);
    const auto actions = sandbox.take_actions();
    REQUIRE(actions.size() >= 1);
    return *parse_json(actions.front().bytes);
  }
  void ack(const Json& frame, const Json& payload = Json()) {
    Json answer = {{"envelope_id", frame["envelope_id"]}};
    if (!payload.is_null()) answer["payload"] = payload;
    sandbox.received(1, dump_json(answer), now);
  }
  Json call(const std::string& method, const Fields& fields) {
    return body_of(sandbox.request(form_request(method, fields), now).response);
  }
  Workspace& workspace() { return sandbox.workspace(); }
};

}  // namespace

TEST_CASE("a command arrives with escaped text and its answer is seen by its user") {
  Connected slack;
  const auto trigger = slack.workspace().slash_command(
      k_ana, k_general, "/incident", "declare sev1 a & b @ben #random https://x.example/?a&b",
      slack.now);
  REQUIRE(trigger);
  const Json frame = slack.next();
  const Json& payload = frame["payload"];
  CHECK(payload["command"] == "/incident");
  CHECK(payload["text"] ==
        "declare sev1 a &amp; b <@U0BEN> <#C0RANDOM|random> <https://x.example/?a&amp;b>");
  CHECK(payload["channel_name"] == "general");
  CHECK(payload["is_enterprise_install"] == "false");
  slack.ack(frame, {{"text", "Declared"}});
  CHECK(slack.workspace().interaction(*trigger)->state == Interaction::State::answered);
  CHECK(slack.workspace().last_ephemeral(k_ana)->text == "Declared");
  CHECK(slack.workspace().last_ephemeral(k_ben) == nullptr);
  CHECK(slack.workspace().complaints().empty());
}

TEST_CASE("an empty ack shows nothing and one for all is seen in the channel") {
  Connected slack;
  REQUIRE(slack.workspace().slash_command(k_ana, k_general, "/incident", "", slack.now));
  slack.ack(slack.next());
  CHECK(slack.workspace().ephemerals().empty());
  REQUIRE(slack.workspace().slash_command(k_ana, k_general, "/incident", "", slack.now));
  slack.ack(slack.next(), {{"text", "for all"}, {"response_type", "in_channel"}});
  CHECK(slack.workspace().ephemerals().empty());
  CHECK(slack.workspace().channel(k_general)->messages.back().text() == "for all");
}

TEST_CASE("an ack payload that Slack would not show is complained about") {
  Connected slack;
  REQUIRE(slack.workspace().slash_command(k_ana, k_general, "/incident", "", slack.now));
  slack.ack(slack.next(), {{"text", "x"}, {"blocks", {{{"type", "banner"}}}}});
  CHECK(slack.workspace().ephemerals().empty());
  CHECK(slack.workspace().complaints().size() == 1);
}

TEST_CASE("a command that is never acked shows its user an error") {
  Connected slack;
  const auto trigger =
      slack.workspace().slash_command(k_ana, k_general, "/incident", "x", slack.now);
  slack.next();
  slack.sandbox.advance(slack.now + Duration{3000});
  CHECK(slack.workspace().interaction(*trigger)->state == Interaction::State::operation_timeout);
}

TEST_CASE("people cannot do what Slack's client would not let them do") {
  Connected slack;
  Workspace& workspace = slack.workspace();
  const Moment now = slack.now;
  CHECK_FALSE(workspace.slash_command(k_dora, k_incidents, "/incident", "x", now).has_value());
  CHECK_FALSE(workspace.slash_command(k_ana, k_general, "/other", "x", now).has_value());
  CHECK_FALSE(workspace.post(UserId{"U404"}, k_general, "x", now).has_value());
  CHECK_FALSE(workspace.join(k_dora, k_incidents, now).has_value());
  CHECK_FALSE(workspace.join(k_chi, k_secret, now).has_value());
  const MessageTs ts = *workspace.post(k_ana, k_incidents, "x", now);
  CHECK_FALSE(workspace.press(k_ana, k_incidents, ts, "Acknowledge", now).has_value());
  CHECK_FALSE(workspace.edit(k_ben, k_incidents, ts, "y", now).has_value());
  CHECK_FALSE(workspace.unreact(k_ben, k_incidents, ts, "eyes", now).has_value());
}

TEST_CASE("a press arrives with everything that a handler needs") {
  Connected slack;
  const std::string ts =
      slack.call("chat.postMessage",
                 {{"channel", "C0INCIDENTS"}, {"text", "card"}, {"blocks", k_buttons}})["ts"];
  slack.ack(slack.next());
  REQUIRE(slack.workspace().press(k_ben, k_incidents, MessageTs{ts}, "Acknowledge", slack.now));
  const Json frame = slack.next();
  CHECK(frame["type"] == "interactive");
  const Json& payload = frame["payload"];
  CHECK(payload["type"] == "block_actions");
  CHECK(payload["user"]["id"] == "U0BEN");
  CHECK(payload["container"]["message_ts"] == ts);
  CHECK(payload["channel"]["id"] == "C0INCIDENTS");
  CHECK(payload["message"]["text"] == "card");
  CHECK(payload["actions"][0]["action_id"] == "ack");
  CHECK(payload["actions"][0]["value"] == "P1");
  CHECK(payload["actions"][0]["block_id"] == "card");
  slack.ack(frame);

  REQUIRE(slack.workspace().press(k_ben, k_incidents, MessageTs{ts}, "sev", slack.now, "SEV2"));
  CHECK(slack.next()["payload"]["actions"][0]["selected_option"]["value"] == "2");
  CHECK_FALSE(slack.workspace()
                  .press(k_ben, k_incidents, MessageTs{ts}, "sev", slack.now, "SEV9")
                  .has_value());
}

TEST_CASE("a button in an ephemeral answer can be pressed and the answer replaced") {
  Connected slack;
  REQUIRE(slack.workspace().slash_command(k_ana, k_general, "/incident", "", slack.now));
  slack.ack(slack.next(), {{"text", "choose"}, {"blocks", *parse_json(k_buttons)}});
  const std::int64_t number = slack.workspace().last_ephemeral(k_ana)->number;
  REQUIRE(slack.workspace().press_ephemeral(number, "Acknowledge", slack.now));
  const Json frame = slack.next();
  CHECK(frame["payload"]["container"]["is_ephemeral"] == true);
  CHECK_FALSE(frame["payload"].contains("message"));
  slack.ack(frame);
  net::HttpRequest request;
  request.method = "POST";
  request.url = frame["payload"]["response_url"];
  request.body = R"({"text":"done","replace_original":true})";
  CHECK(slack.sandbox.request(request, slack.now).response.body == "ok");
  CHECK(slack.workspace().last_ephemeral(k_ana)->text == "done");
  CHECK_FALSE(slack.workspace().press_ephemeral(number, "Acknowledge", slack.now).has_value());
}

TEST_CASE("a trigger opens one modal within three seconds") {
  Connected slack;
  const auto open = [&](const std::string& trigger) {
    return slack.call("views.open", {{"trigger_id", trigger}, {"view", k_modal}});
  };
  const auto typed = [&] {
    const auto trigger =
        slack.workspace().slash_command(k_ana, k_general, "/incident", "", slack.now);
    slack.ack(slack.next());
    return *trigger;
  };
  CHECK(open("made.up.trigger")["error"] == "invalid_trigger_id");
  const std::string used = typed();
  CHECK(open(used)["ok"] == true);
  CHECK(open(used)["error"] == "exchanged_trigger_id");
  const std::string old = typed();
  slack.now += Duration{3001};
  CHECK(open(old)["error"] == "expired_trigger_id");
  CHECK(slack.workspace().open_modal(k_ana) != nullptr);
}

TEST_CASE("a view that breaks the rules is refused with pointers") {
  Connected slack;
  const auto trigger =
      slack.workspace().slash_command(k_ana, k_general, "/incident", "", slack.now);
  Json view = *parse_json(k_modal);
  view["title"]["text"] = std::string(25, 'a');
  const Json answer =
      slack.call("views.open", {{"trigger_id", *trigger}, {"view", dump_json(view)}});
  CHECK(answer["error"] == "invalid_arguments");
  CHECK(answer["response_metadata"]["messages"][0].get<std::string>().find("/view/title/text") !=
        std::string::npos);
}

TEST_CASE("a modal is submitted with its values and closes on an empty ack") {
  Connected slack;
  const auto trigger = slack.workspace().global_shortcut(k_ana, "declare_incident", slack.now);
  slack.ack(slack.next());
  const std::string id =
      slack.call("views.open", {{"trigger_id", *trigger}, {"view", k_modal}})["view"]["id"];
  CHECK_FALSE(slack.workspace().submit_view(id, {}, slack.now).has_value());
  CHECK_FALSE(
      slack.workspace().submit_view(id, {{"title", "", "far too long"}}, slack.now).has_value());
  CHECK_FALSE(slack.workspace().submit_view(id, {{"nothing", "", "x"}}, slack.now).has_value());
  REQUIRE(slack.workspace().submit_view(id, {{"title", "", "DB down"}, {"lead", "", "U0BEN"}},
                                        slack.now));
  const Json frame = slack.next();
  CHECK(frame["accepts_response_payload"] == true);
  const Json& values = frame["payload"]["view"]["state"]["values"];
  CHECK(values["title"]["t"]["value"] == "DB down");
  CHECK(values["lead"]["u"]["selected_user"] == "U0BEN");
  CHECK(frame["payload"]["view"]["callback_id"] == "declare");
  slack.ack(frame);
  CHECK(slack.workspace().view(id)->state == View::State::submitted);
  CHECK(slack.workspace().open_modal(k_ana) == nullptr);
}

TEST_CASE("errors of a modal are shown beside inputs, and elsewhere they are trouble") {
  Connected slack;
  const auto trigger = slack.workspace().global_shortcut(k_ana, "declare_incident", slack.now);
  slack.ack(slack.next());
  const std::string id =
      slack.call("views.open", {{"trigger_id", *trigger}, {"view", k_modal}})["view"]["id"];
  const auto submit_and_answer = [&](const Json& answer) {
    REQUIRE(slack.workspace().submit_view(id, {{"title", "", "x"}}, slack.now));
    slack.ack(slack.next(), answer);
  };
  submit_and_answer({{"response_action", "errors"}, {"errors", {{"title", "too short"}}}});
  CHECK(slack.workspace().view(id)->errors == R"({"title":"too short"})");
  CHECK_FALSE(slack.workspace().view(id)->trouble);
  submit_and_answer({{"response_action", "errors"}, {"errors", {{"elsewhere", "x"}}}});
  CHECK(slack.workspace().view(id)->trouble);
  CHECK(slack.workspace().complaints().size() == 1);
  submit_and_answer({{"response_action", "update"}, {"view", *parse_json(k_modal)}});
  CHECK_FALSE(slack.workspace().view(id)->trouble);
  submit_and_answer({{"response_action", "clear"}});
  CHECK(slack.workspace().open_modal(k_ana) == nullptr);
}

TEST_CASE("a modal whose submission is not acked has trouble connecting") {
  Connected slack;
  const auto trigger = slack.workspace().global_shortcut(k_ana, "declare_incident", slack.now);
  slack.ack(slack.next());
  const std::string id =
      slack.call("views.open", {{"trigger_id", *trigger}, {"view", k_modal}})["view"]["id"];
  REQUIRE(slack.workspace().submit_view(id, {{"title", "", "x"}}, slack.now));
  slack.next();
  slack.sandbox.advance(slack.now + Duration{3000});
  CHECK(slack.workspace().view(id)->trouble);
  CHECK(slack.workspace().view(id)->state == View::State::open);
}

TEST_CASE("updates of views notice a newer version") {
  Connected slack;
  const std::string home =
      R"({"type":"home","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"x"}}]})";
  const Json first = slack.call("views.publish", {{"user_id", "U0ANA"}, {"view", home}});
  const std::string hash = first["view"]["hash"];
  const Fields with_hash{{"user_id", "U0ANA"}, {"view", home}, {"hash", hash}};
  CHECK(slack.call("views.publish", with_hash)["ok"] == true);
  CHECK(slack.call("views.publish", with_hash)["error"] == "hash_conflict");
  CHECK(slack.workspace().home(k_ana) != nullptr);
  slack.workspace().policies().home_tab = false;
  CHECK(slack.call("views.publish", {{"user_id", "U0ANA"}, {"view", home}})["error"] ==
        "not_enabled");
  CHECK(slack.call("views.update", {{"view_id", "V404"}, {"view", k_modal}})["error"] ==
        "not_found");
}

TEST_CASE("a stack of modals is three high") {
  Connected slack;
  const auto fresh = [&] {
    const auto trigger = slack.workspace().global_shortcut(k_ana, "x", slack.now);
    slack.ack(slack.next());
    return *trigger;
  };
  CHECK(slack.call("views.push", {{"trigger_id", fresh()}, {"view", k_modal}})["error"] ==
        "not_found");
  CHECK(slack.call("views.open", {{"trigger_id", fresh()}, {"view", k_modal}})["ok"] == true);
  CHECK(slack.call("views.push", {{"trigger_id", fresh()}, {"view", k_modal}})["ok"] == true);
  CHECK(slack.call("views.push", {{"trigger_id", fresh()}, {"view", k_modal}})["ok"] == true);
  CHECK(slack.call("views.push", {{"trigger_id", fresh()}, {"view", k_modal}})["error"] ==
        "push_limit_reached");
}

TEST_CASE("a message shortcut works where the bot is not a member") {
  Connected slack;
  const MessageTs ts = *slack.workspace().post(k_ana, k_general, "look", slack.now);
  REQUIRE(slack.workspace().message_shortcut(k_ana, k_general, ts, "add_timeline", slack.now));
  const Json frame = slack.next();
  CHECK(frame["payload"]["type"] == "message_action");
  CHECK(frame["payload"]["message"]["text"] == "look");
  CHECK(frame["payload"]["message_ts"] == ts.value);
}

TEST_CASE("reactions, edits, deletions and pins of people are told") {
  Connected slack;
  Workspace& workspace = slack.workspace();
  const auto type_after = [&](auto act) {
    act();
    const Json frame = slack.next();
    slack.ack(frame);
    const Json& event = frame["payload"]["event"];
    return event["type"].get<std::string>() +
           (event.contains("subtype") ? "." + event["subtype"].get<std::string>() : "");
  };
  MessageTs ts;
  CHECK(type_after([&] { ts = *workspace.post(k_ana, k_incidents, "one", slack.now); }) ==
        "message");
  CHECK(type_after([&] { (void)workspace.react(k_ben, k_incidents, ts, "pushpin", slack.now); }) ==
        "reaction_added");
  CHECK(type_after([&] {
          (void)workspace.unreact(k_ben, k_incidents, ts, "pushpin", slack.now);
        }) == "reaction_removed");
  CHECK(type_after([&] { (void)workspace.edit(k_ana, k_incidents, ts, "two", slack.now); }) ==
        "message.message_changed");
  CHECK(type_after([&] { (void)workspace.pin(k_ana, k_incidents, ts, slack.now); }) == "pin_added");
  CHECK(type_after([&] { (void)workspace.erase(k_ana, k_incidents, ts, slack.now); }) ==
        "message.message_deleted");
  CHECK(type_after([&] { (void)workspace.open_home(k_ana, slack.now); }) == "app_home_opened");
}

TEST_CASE("raw payloads can be sent, such as one without an inner event") {
  Connected slack;
  slack.workspace().raw_envelope(EnvelopeKind::events_api, "app_rate_limited",
                                 R"({"type":"app_rate_limited","minute_rate_limited":1})",
                                 slack.now);
  CHECK_FALSE(slack.next()["payload"].contains("event"));
  slack.workspace().raw_event(R"({"type":"tokens_revoked","tokens":{"bot":["U0TOCSIN"]}})",
                              slack.now);
  CHECK(slack.next()["payload"]["event"]["type"] == "tokens_revoked");
}

TEST_CASE("no ack, however strange, brings the workspace down") {
  Connected slack;
  const auto trigger = slack.workspace().global_shortcut(k_ana, "x", slack.now);
  slack.ack(slack.next());
  const std::string id =
      slack.call("views.open", {{"trigger_id", *trigger}, {"view", k_modal}})["view"]["id"];
  for (const char* payload :
       {"7", "\"x\"", "[]", R"({"response_action":7})", R"({"response_action":"errors"})",
        R"({"response_action":"errors","errors":{"title":7}})", R"({"response_action":"update"})",
        R"({"response_action":"update","view":7})",
        R"({"response_action":"push","view":{"type":7}})", R"({"blocks":7,"text":7})",
        R"({"text":"x","response_type":7})", R"({"text":"x","blocks":[{"type":7}]})",
        R"({"text":"x","delete_original":7,"thread_ts":7})", R"({"attachments":7})"}) {
    if (slack.workspace().view(id)->state == View::State::open) {
      REQUIRE(slack.workspace().submit_view(id, {{"title", "", "x"}}, slack.now));
      slack.ack(slack.next(), *parse_json(payload));
    }
    REQUIRE(slack.workspace().slash_command(k_ana, k_general, "/incident", "x", slack.now));
    slack.ack(slack.next(), *parse_json(payload));
  }
  CHECK(slack.sandbox.hub().waiting() == 0);
}

TEST_CASE("without records the workspace keeps none") {
  WorkspaceSetup setup = sample_workspace();
  setup.keep_records = false;
  Workspace workspace(setup);
  REQUIRE(workspace.slash_command(k_ana, k_general, "/incident", "x", k_start));
  CHECK(workspace.interactions().empty());
  CHECK(workspace.take_envelopes().size() == 1);
}

}  // namespace interactions_test
