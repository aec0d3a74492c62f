// Slack's bad days on the socket: it cannot be opened, breaks, is replaced, speaks nonsense, or
// brings the same thing twice. What people type has one effect each time.

#include "bot/domain/timeline.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace tocsin::e2e::socket_faults_test {

namespace {

using sandbox::EnvelopeFaultKind;
using sandbox::EnvelopeRule;
using sandbox::Interaction;
using sandbox::Server;
using sandbox::SocketFaultKind;
using sandbox::SocketRule;

SocketRule socket_fault(SocketFaultKind kind, std::string body = {}, int status = 0) {
  SocketRule rule;
  rule.kind = kind;
  rule.body = std::move(body);
  rule.status = status;
  return rule;
}

void add_envelope_fault(LocalSlack& slack, EnvelopeFaultKind kind) {
  slack.with([&](Server& server) {
    EnvelopeRule rule;
    rule.kind = kind;
    server.faults().add(rule);
  });
}

// Sends it on the connection that is live.
void inject(LocalSlack& slack, const SocketRule& fault) {
  slack.with([&](Server& server) {
    const auto live = server.hub().live();
    REQUIRE_FALSE(live.empty());
    server.hub().inject(live.front(), fault, server.now());
  });
}

int connections(LocalSlack& slack) {
  int count = 0;
  slack.with([&](Server& server) { count = server.hub().counters().connections; });
  return count;
}

bool is_live(LocalSlack& slack) {
  return slack.eventually([](Server& server) { return !server.hub().live().empty(); });
}

int times_stored(const Store& record, const std::string& words) {
  int count = 0;
  for (const IncidentNumber number : record.all_incidents()) {
    for (const Event& event : record.events_of(number)) {
      const bool is_entry = event.entry.value > 0;
      if (is_entry && contains(timeline_text(event.body), words)) ++count;
    }
  }
  return count;
}

void check_stored_once(const Stage& stage, const std::vector<std::string>& lines) {
  const auto record = stage.record();
  for (const std::string& line : lines) CHECK_MESSAGE(times_stored(*record, line) == 1, line);
}

// Declared, and settled as far as the channel goes.
ChannelId declare_search(LocalSlack& slack) {
  CHECK(contains(slack.type(k_ana, k_general, "declare Search is slow").text, "Saved *INC-1*"));
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  REQUIRE_FALSE(channel.empty());
  return channel;
}

}  // namespace

TEST_CASE("When connections cannot be opened the bot tries again until they can") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  slack.with([](Server& server) {
    auto& faults = server.faults();
    const std::string method = "apps.connections.open";
    faults.fail_next(method, sandbox::refused_with("fatal_error"));
    faults.fail_next(method, sandbox::too_many("1"));
    faults.fail_next(method, sandbox::html_page());
    faults.fail_next(method, sandbox::half_an_object());
  });
  const auto bot = stage.start();
  CHECK(is_live(slack));
  CHECK(connections(slack) == 1);
  CHECK(slack.calls("apps.connections.open") == 2);  // half an object is the rest of a real one
  declare_search(slack);
  stop(*bot);
  check_stored_once(stage, {"Search is slow"});
}

TEST_CASE("A refused handshake is followed by exactly one new attempt with a new address") {
  for (const int status : {409, 408, 503}) {
    CAPTURE(status);
    Stage stage;
    LocalSlack& slack = stage.slack();
    slack.with([&](Server& server) {
      server.faults().add(socket_fault(SocketFaultKind::refuse, "", status));
    });
    const auto bot = stage.start();
    CHECK(is_live(slack));
    CHECK(slack.type(k_ana, k_general, "list").is_answered());
    CHECK(connections(slack) == 1);
    CHECK(slack.calls("apps.connections.open") == 2);
    stop(*bot);
  }
}

TEST_CASE("A connection that Slack recycles is replaced without losing a command") {
  for (const std::string reason : {"warning", "refresh_requested", "something_new"}) {
    CAPTURE(reason);
    Stage stage;
    LocalSlack& slack = stage.slack();
    const auto bot = stage.start_ready_bot();
    const ChannelId channel = declare_search(slack);
    std::vector<std::string> lines;
    std::vector<std::string> triggers;
    const auto type_on = [&](int count) {
      for (int i = 0; i < count; ++i) {
        lines.push_back("Look number " + std::to_string(lines.size() + 1) + ".");
        triggers.push_back(slack.start_typing(k_ben, channel, "log " + lines.back()));
      }
    };
    type_on(3);
    inject(slack, socket_fault(SocketFaultKind::disconnect, reason));
    type_on(3);
    // Both are live for a while, and Slack uses either.
    CHECK(
        slack.eventually([](Server& server) { return server.hub().counters().connections == 2; }));
    type_on(20);
    for (const std::string& trigger : triggers) {
      const std::string answer = slack.shown_for(trigger).text;
      CHECK_MESSAGE(contains(answer, "Saved "), answer);
    }
    CHECK(slack.channel_shows(channel, lines.back()));
    slack.check_nothing_to_complain_about();
    CHECK(connections(slack) == 2);
    stop(*bot);
    check_stored_once(stage, lines);
  }
}

TEST_CASE("When Socket Mode is switched off the bot says so and does not hammer") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.with([](Server& server) { server.sandbox().set_socket_mode(false, server.now()); });
  CHECK(bot->says("Socket Mode was switched off"));
  CHECK(bot->is_running());
  CHECK(slack.calls("apps.connections.open") <= 2);
  stop(*bot);
}

TEST_CASE("A socket that breaks while commands are under way costs none of them") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  std::vector<std::string> lines;
  for (int round = 0; round < 3; ++round) {
    slack.with([&](Server& server) {
      static_cast<void>(server.workspace().join(k_ana, channel, server.now()));
      for (int i = 0; i < 5; ++i) {
        lines.push_back("Look number " + std::to_string(lines.size() + 1) + ".");
        const auto typed = server.workspace().slash_command(k_ana, channel, "/incident",
                                                            "log " + lines.back(), server.now());
        REQUIRE(typed);
      }
      server.flush();
      if (round % 2 == 0) server.hub().drop_all(server.now());
      if (round % 2 == 1) {
        server.hub().inject(server.hub().live().front(),
                            socket_fault(SocketFaultKind::close, "", 1011), server.now());
      }
    });
    CHECK(is_live(slack));
  }
  CHECK(slack.channel_shows(channel, lines.back()));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  check_stored_once(stage, lines);
}

TEST_CASE("Commands that come twice, by whatever way, have one effect and one answer") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  const ChannelId channel = declare_search(slack);
  add_envelope_fault(slack, EnvelopeFaultKind::duplicate);
  const Shown first = slack.type(k_ana, channel, "log Same envelope twice.");
  CHECK(contains(first.text, "Saved *E2*"));
  add_envelope_fault(slack, EnvelopeFaultKind::second_envelope);
  const Shown second = slack.type(k_ana, channel, "log Again in a new envelope.");
  CHECK(contains(second.text, "Saved *E3*"));

  // Never seen at first: its author gets Slack's error, and the command comes by another socket.
  add_envelope_fault(slack, EnvelopeFaultKind::vanish);
  const std::string lost = slack.start_typing(k_ana, channel, "log Seen at the second try.");
  CHECK(slack.shown_for(lost).state == Interaction::State::operation_timeout);
  slack.with([](Server& server) { server.hub().drop_all(server.now()); });
  CHECK(slack.channel_shows(channel, "Seen at the second try."));

  // The twin of the second one is answered too, with the same words.
  slack.with([&](Server& server) {
    std::vector<std::string> answers;
    for (const auto& ack : server.hub().acks()) {
      if (contains(ack.payload, "Saved *E3*")) answers.push_back(ack.payload);
    }
    REQUIRE(answers.size() == 2);
    CHECK(answers[0] == answers[1]);
    CHECK(server.hub().counters().second == 1);
  });
  slack.check_nothing_to_complain_about();
  stop(*bot);
  check_stored_once(
      stage, {"Same envelope twice.", "Again in a new envelope.", "Seen at the second try."});
}

TEST_CASE("Nonsense on the socket neither ends the connection nor stays unacknowledged") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  for (const SocketFaultKind kind :
       {SocketFaultKind::malformed, SocketFaultKind::binary, SocketFaultKind::empty,
        SocketFaultKind::raw_newline, SocketFaultKind::unknown_type,
        SocketFaultKind::unknown_envelope, SocketFaultKind::unparsable_payload,
        SocketFaultKind::oversized}) {
    inject(slack, socket_fault(kind));
  }
  for (const char* text : {"[]", "null", "{", "hello", "{\"type\":7}", "{\"envelope_id\":7}",
                           "{\"type\":\"slash_commands\"}", "{\"type\":\"hello\"}"}) {
    inject(slack, socket_fault(SocketFaultKind::malformed, text));
  }
  const std::string deep(100'000, '[');
  inject(slack, socket_fault(SocketFaultKind::malformed, deep));
  CHECK(contains(slack.type(k_ana, k_general, "declare Search is slow").text, "Saved *INC-1*"));
  slack.with([](Server& server) {
    const auto& acks = server.hub().acks();
    CHECK(std::ranges::count_if(acks, [](const auto& ack) { return ack.key.empty(); }) == 2);
    const auto& counters = server.hub().counters();
    CHECK(counters.connections == 1);
    CHECK(counters.malformed == 0);
    // The frame that was cut off had an id as well, which only this test knows nothing of.
    CHECK(counters.unknown_envelopes == 1);
  });
  stop(*bot);
}

TEST_CASE("A frame that breaks the protocol ends that connection, and the next one works") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  inject(slack, socket_fault(SocketFaultKind::malformed, "\xFF\xFE no UTF-8"));
  CHECK(slack.eventually([](Server& server) {
    return server.hub().counters().connections == 2 && !server.hub().live().empty();
  }));
  CHECK(slack.type(k_ana, k_general, "list").is_answered());
  CHECK(connections(slack) == 2);
  stop(*bot);
}

TEST_CASE("Payloads of known kinds with nothing as expected inside are acknowledged") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  using sandbox::EnvelopeKind;
  slack.with([](Server& server) {
    auto& workspace = server.workspace();
    const Moment now = server.now();
    workspace.raw_envelope(EnvelopeKind::events_api, "app_rate_limited",
                           R"({"type":"app_rate_limited","minute_rate_limited":1518467820})", now);
    workspace.raw_envelope(EnvelopeKind::events_api, "event_callback", "{}", now);
    workspace.raw_envelope(EnvelopeKind::slash_commands, "/incident", R"({"command":7})", now);
    workspace.raw_envelope(EnvelopeKind::interactive, "block_actions",
                           R"({"type":"block_actions","actions":[]})", now);
    workspace.raw_envelope(EnvelopeKind::interactive, "new_thing", R"({"type":"new_thing"})", now);
    workspace.raw_event(R"({"type":"an_event_of_next_year","user":{"id":1}})", now);
  });
  CHECK(slack.eventually([](Server& server) { return server.hub().waiting() == 0; }));
  slack.with([](Server& server) {
    CHECK(server.hub().acks().size() == 6);
    CHECK(server.hub().counters().connections == 1);
    CHECK(server.hub().counters().retried == 0);
  });
  CHECK(slack.type(k_ana, k_general, "list").is_answered());
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

TEST_CASE("An answer larger than Slack takes in one frame is shortened, and says so") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  std::string title = "Search";
  while (title.size() < 30'000) title += " is slow and <slower>";
  const Shown shown = slack.type(k_ana, k_general, "declare " + title);
  CHECK(contains(shown.payload, "Saved *INC-1*"));
  CHECK(contains(shown.payload, "shortened"));
  CHECK(shown.payload.size() < 20'000);
  CHECK(connections(slack) == 1);
  CHECK(slack.eventually([](Server& server) {
    const auto channels = server.workspace().channels();
    return std::ranges::any_of(channels,
                               [](const auto* channel) { return !channel->pins.empty(); });
  }));
  slack.check_nothing_to_complain_about();
  stop(*bot);
}

}  // namespace tocsin::e2e::socket_faults_test
