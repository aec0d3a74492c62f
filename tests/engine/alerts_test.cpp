// Alerts that come in: onto cards, into incidents, by rules; repeated, ended, in a storm.

#include "tests/engine/engine_world.h"

#include <algorithm>
#include <set>

namespace alerts_test {

using namespace tocsin;

namespace {

const ChannelId k_alerts{"CALERTS"};

Alert alert_of(const std::string& fingerprint, const std::string& title = "Disk full") {
  Alert alert;
  alert.source = "alertmanager";
  alert.fingerprint = fingerprint;
  alert.title = title;
  alert.labels = {{"severity", "critical"}, {"team", "search"}};
  return alert;
}

class AlertWorld : public EngineWorld {
 public:
  AlertWorld() : AlertWorld(Setting{}) {}
  explicit AlertWorld(Setting setting) : EngineWorld(std::move(setting)) {
    step({input::AlertChannel{k_alerts}});
  }

  Ack report(std::vector<Alert> alerts, const std::string& key = "") {
    for (Alert& alert : alerts) {
      if (alert.started_at == Moment{}) alert.started_at = now().wall;
    }
    step({input::Alerts{key, std::move(alerts), ++last_report_}});
    REQUIRE(!acks.empty());
    REQUIRE(acks.back().token == last_report_);
    return acks.back();
  }
  void fire(const std::string& fingerprint) {
    CHECK(report({alert_of(fingerprint)}).saved);
    settle();
  }
  void end(const std::string& fingerprint) {
    Alert alert = alert_of(fingerprint);
    alert.started_at = now().wall - 1h;
    alert.ended_at = now().wall;
    CHECK(report({alert}).saved);
    settle();
  }
  std::vector<std::string> cards() const { return slack.texts(k_alerts.value); }
  std::ptrdiff_t events_of_kind(std::int64_t number, auto is_it) const {
    return std::ranges::count_if(store().events_of(IncidentNumber{number}), is_it);
  }
  std::ptrdiff_t attached(std::int64_t number = 1) const {
    return events_of_kind(number, [](const Event& event) {
      return std::holds_alternative<event::AlertAttached>(event.body);
    });
  }
  std::ptrdiff_t ended(std::int64_t number = 1) const {
    return events_of_kind(number, [](const Event& event) {
      return std::holds_alternative<event::AlertEnded>(event.body);
    });
  }

 private:
  AckToken last_report_ = 1'000'000;
};

EngineWorld::Setting with_rule(bool is_private = false) {
  EngineWorld::Setting setting;
  setting.engine.alert_rules = {
      {{{"severity", "critical"}, {"team", "search"}}, Severity::sev2, is_private}};
  return setting;
}

}  // namespace

TEST_CASE("an alert is one card, edited when it is repeated and when it ends") {
  AlertWorld world;
  world.fire("f1");
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "Firing: Disk full"));
  CHECK(has(world.cards()[0], "[declare-alert 1] [attach-alert 1]"));
  world.pass(1min);
  world.fire("f1");
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "reported 2 times"));
  world.pass(1min);
  world.end("f1");
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "Ended: Disk full"));
  CHECK(has(world.cards()[0], "Lasted 2 minutes"));
  world.end("f1");  // once more: nothing new
  CHECK(world.cards().size() == 1);
}

TEST_CASE("the end of an alert that nobody heard of shows nothing") {
  AlertWorld world;
  world.end("f1");
  CHECK(world.cards().empty());
}

TEST_CASE("what fires again soon stays on its card, and long after gets another") {
  AlertWorld world;
  world.fire("f1");
  world.end("f1");
  world.pass(29min);
  world.fire("f1");
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "Firing"));
  world.end("f1");
  world.pass(31min);
  world.fire("f1");
  REQUIRE(world.cards().size() == 2);
  CHECK(has(world.cards()[0], "Ended"));
  CHECK(has(world.cards()[1], "Firing"));
}

TEST_CASE("a report that was overtaken by a later one changes nothing") {
  AlertWorld world;
  Alert alert = alert_of("f1");
  alert.said_at = world.now().wall;
  world.report({alert});
  Alert over = alert;
  over.started_at = world.now().wall;
  over.ended_at = world.now().wall + 2min;
  over.said_at = world.now().wall + 2min;
  world.pass(3min);
  world.report({over});
  Alert late = alert;
  late.said_at = *alert.said_at + 1min;
  world.report({late});
  world.settle();
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "Ended"));
}

TEST_CASE("a report that is delivered again under its key is taken once") {
  AlertWorld world;
  world.report({alert_of("f1")}, "pagerduty:1");
  world.report({alert_of("f1")}, "pagerduty:1");
  world.settle();
  REQUIRE(world.cards().size() == 1);
  CHECK(!has(world.cards()[0], "reported"));
}

TEST_CASE("ten thousand alerts at once are a handful of messages, and all are kept") {
  AlertWorld world;
  std::vector<Alert> alerts;
  for (int i = 0; i < 10'000; ++i) alerts.push_back(alert_of("f" + std::to_string(i)));
  CHECK(world.report(alerts).saved);
  world.settle();
  CHECK(world.cards().size() == 6);
  CHECK(has(world.cards().back(), "Many alerts at once: 9995 are firing, 0 have ended."));
  CHECK(has(world.cards().back(), "severity=critical (9995)"));
  CHECK(has(world.cards().back(), "and 9985 more"));
  for (const Alert& alert : alerts) {
    REQUIRE(world.store().known_alert(alert.source, alert.fingerprint));
  }
  for (Alert& alert : alerts) alert.ended_at = world.now().wall;
  CHECK(world.report(alerts).saved);
  world.settle();
  CHECK(world.cards().size() == 6);
  CHECK(has(world.cards().back(), "0 are firing, 9995 have ended."));
}

TEST_CASE(
    "of a card of many that is attached the alerts that it shows are entries, and that is said") {
  AlertWorld world;
  std::vector<Alert> alerts;
  for (int i = 0; i < 40; ++i) alerts.push_back(alert_of("f" + std::to_string(i)));
  world.report(alerts);
  world.settle();
  world.declare("declare Search is slow");
  CHECK(has(text_of(world.type("INC-1 attach-alert 6").reply),
            "Saved: the card belongs to INC-1. Of its 35 alerts the 10 that it shows are in the "
            "timeline, one by one."));
  world.settle();
  CHECK(world.attached() == 10);
  CHECK(has(world.cards().back(), "Belongs to INC-1"));
}

TEST_CASE("a storm of single reports is a handful of messages, too") {
  AlertWorld world;
  for (int i = 0; i < 300; ++i) {
    world.report({alert_of("f" + std::to_string(i))});
    if (i % 10 == 0) world.pass(100ms);
  }
  world.settle();
  CHECK(world.cards().size() == 6);
  CHECK(has(world.cards().back(), "295 are firing"));
  CHECK(world.slack.acts["edit"] < 60);
  // When it is over, a new alert has a card of its own again.
  world.pass(5min);
  world.fire("later");
  CHECK(world.cards().size() == 7);
  CHECK(has(world.cards().back(), "Firing: Disk full"));
}

TEST_CASE("of several who press Declare the first declares, and the others are told") {
  AlertWorld world;
  world.fire("f1");
  input::Command ana = world.command("declare-alert 1");
  input::Command ben = world.command("declare-alert 1");
  ben.user = k_ben;
  world.step({ana, ben});
  CHECK(has(text_of(world.acks[world.acks.size() - 2].reply), "Saved INC-1: Disk full"));
  CHECK(has(text_of(world.acks.back().reply), "These alerts belong to INC-1 Disk full already"));
  world.settle();
  CHECK(world.store().all_incidents().size() == 1);
  CHECK(world.incident().lead == k_ana);
  CHECK(world.attached() == 1);
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "Belongs to INC-1 Disk full"));
  CHECK(!has(world.cards()[0], "declare-alert"));
  world.pass(3min);
  world.end("f1");
  CHECK(world.ended() == 1);
  CHECK(world.incident().alerts.front().ended_at == world.now().wall);
  CHECK(has(world.cards()[0], "Ended"));
}

TEST_CASE("when its incident is over, a card offers to declare again") {
  AlertWorld world;
  world.fire("f1");
  world.type("declare-alert 1");
  world.settle();
  world.type("INC-1 cancel false alarm");
  world.settle();
  CHECK(has(world.cards()[0], "[declare-alert 1]"));
  CHECK(has(text_of(world.type("declare-alert 1").reply), "Saved INC-2"));
}

TEST_CASE("attach offers the incidents that go on, and puts the alert into one of them") {
  AlertWorld world;
  world.fire("f1");
  CHECK(has(text_of(world.type("attach-alert 1").reply), "No incident is going on"));
  world.declare("declare Search is slow");
  const Ack asked = world.type("attach-alert 1");
  REQUIRE(asked.reply.buttons.size() == 1);
  CHECK(asked.reply.buttons[0].label == "INC-1 Search is slow");
  const std::string line = asked.reply.buttons[0].command_line;
  CHECK(has(text_of(world.type(line).reply), "the alert is in the timeline of INC-1"));
  world.settle();
  CHECK(world.attached() == 1);
  CHECK(has(world.cards()[0], "Belongs to INC-1"));
  CHECK(has(text_of(world.type_as(k_ben, line).reply), "already. Nothing was changed"));
  CHECK(world.attached() == 1);
  // Taken back, it belongs to none.
  world.type("INC-1 undo");
  world.settle();
  CHECK(world.incident().alerts.empty());
  CHECK(has(world.cards()[0], "[attach-alert 1]"));
}

TEST_CASE("buttons of cards that are not kept any more say what to do instead") {
  AlertWorld world;
  CHECK(has(text_of(world.type("declare-alert 7").reply), "too old"));
  CHECK(has(text_of(world.type("attach-alert x").reply), "Which alert?"));
  world.fire("f1");
  world.pass(31 * 24h);
  world.settle();
  CHECK(has(text_of(world.type("declare-alert 1").reply), "too old"));
  CHECK(!world.store().known_alert("alertmanager", "f1"));
}

TEST_CASE("nothing of a private incident shows on a card, and for outsiders it does not exist") {
  AlertWorld world;
  world.fire("f1");
  world.declare("declare private Somebody is in our network");
  world.type("INC-1 attach-alert 1");
  world.settle();
  CHECK(world.attached() == 1);
  CHECK(!has(world.cards()[0], "INC-1"));
  CHECK(!has(world.cards()[0], "network"));
  CHECK(has(text_of(world.type("declare-alert 1").reply), "belong to INC-1"));  // ana is in it
  const Ack asked = world.type_as(k_ben, "attach-alert 1");
  CHECK(!has(text_of(asked.reply), "INC-1"));
  CHECK(has(text_of(world.type_as(k_ben, "declare-alert 1").reply), "Saved INC-2"));
  world.settle();
  CHECK(has(world.cards()[0], "Belongs to INC-2"));
  world.pass(1min);
  world.end("f1");
  CHECK(world.ended(1) == 1);
  CHECK(world.ended(2) == 1);
}

TEST_CASE("a rule declares once, without a lead, and what comes later joins") {
  AlertWorld world(with_rule());
  world.fire("f1");
  REQUIRE(world.store().all_incidents().size() == 1);
  CHECK(world.incident().severity == Severity::sev2);
  CHECK(world.incident().title == "Disk full");
  CHECK(world.incident().lead.empty());
  CHECK(world.attached() == 1);
  CHECK(has(world.cards()[0], "Belongs to INC-1"));
  CHECK(world.slack.count("Nobody leads it yet. To take it, type /incident join lead") == 1);
  world.fire("f1");
  world.end("f1");
  world.pass(2h);
  world.fire("f1");  // on another card, of the same incident
  CHECK(world.store().all_incidents().size() == 1);
  CHECK(world.attached() == 2);
  CHECK(world.ended() == 1);
  CHECK(has(world.cards().back(), "Belongs to INC-1"));
  CHECK(world.type("INC-1 join lead").saved);
  CHECK(world.incident().lead == k_ana);
  // Of a closed one the repetitions declare nothing; a new stretch does.
  world.type("INC-1 cancel not ours");
  world.fire("f1");
  CHECK(world.store().all_incidents().size() == 1);
  world.end("f1");
  world.fire("f1");
  CHECK(world.store().all_incidents().size() == 2);
}

TEST_CASE("alerts of one report that meet the same rule are one incident, and so is a storm") {
  AlertWorld world(with_rule());
  std::vector<Alert> alerts;
  for (int i = 0; i < 1'000; ++i) alerts.push_back(alert_of("f" + std::to_string(i)));
  world.report(alerts);
  world.settle();
  CHECK(world.store().all_incidents().size() == 1);
  CHECK(world.attached() == 50);
  for (int i = 0; i < 20; ++i) world.report({alert_of("g" + std::to_string(i))});
  world.settle();
  CHECK(world.store().all_incidents().size() <= 2);
}

TEST_CASE("a private incident that a rule declares shows nowhere") {
  AlertWorld world(with_rule(true));
  world.fire("f1");
  CHECK(world.incident().is_private);
  CHECK(has(world.cards()[0], "[declare-alert 1]"));
  CHECK(world.slack.texts(k_incidents.value).empty());
}

TEST_CASE("cards wait for their channel and survive a restart, each posted once") {
  EngineWorld::Setting setting;
  AlertWorld world(setting);
  world.fire("f1");
  world.step({input::AlertChannel{}});  // it is gone
  world.report({alert_of("f2")});
  world.report({alert_of("f2")});
  world.settle();
  CHECK(world.cards().size() == 1);
  world.restart();
  world.settle();
  CHECK(world.cards().size() == 1);
  world.step({input::AlertChannel{k_alerts}});
  world.settle();
  REQUIRE(world.cards().size() == 2);
  CHECK(has(world.cards()[1], "reported 2 times"));
  // The answer to a post is lost together with the process: it is looked for.
  world.report({alert_of("f3")});
  world.lose_answer(world.out_with("alerts"));
  world.restart();
  world.settle();
  CHECK(world.cards().size() == 3);
  world.report({alert_of("f3")});
  world.settle();
  REQUIRE(world.cards().size() == 3);
  CHECK(has(world.cards()[2], "reported 2 times"));
}

TEST_CASE("a card that somebody deletes is posted anew when there is news") {
  AlertWorld world;
  world.fire("f1");
  std::erase_if(world.slack.messages,
                [](const SmallSlack::Message& one) { return one.place == k_alerts.value; });
  world.fire("f1");
  REQUIRE(world.cards().size() == 1);
  CHECK(has(world.cards()[0], "reported 2 times"));
}

TEST_CASE("what cannot be saved is said, and nothing of it stays") {
  AlertWorld world;
  world.disk().next_commit = TroubledStore::Commit::fails;
  CHECK(!world.report({alert_of("f1")}).saved);
  CHECK(!world.store().known_alert("alertmanager", "f1"));
  world.pass(1s);
  CHECK(world.report({alert_of("f1")}).saved);
  world.settle();
  CHECK(world.cards().size() == 1);
}

}  // namespace alerts_test
