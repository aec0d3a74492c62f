// Pages that outside services carry: they leave whatever Slack does, are repeated without asking,
// and what a service does not take is said while there is time.

#include "bot/domain/incident_times.h"
#include "tests/engine/engine_world.h"

#include <algorithm>

namespace pagers_test {

using namespace tocsin;

namespace {

using Strings = std::vector<std::string>;

EngineWorld::Setting with_pager() {
  EngineWorld::Setting setting;
  Roster& roster = setting.engine.commands.roster;
  roster.pagers = {{"duty", "PagerDuty"}};
  Team payments;
  payments.steps = {{{"UBEN", "pager:duty"}, 5min, 1, std::nullopt},
                    {{"UCHI"}, 10min, 1, std::nullopt}};
  Team night;
  night.steps = {{{"pager:duty"}, 5min, 1, std::nullopt}, {{"UCHI"}, 10min, 1, std::nullopt}};
  roster.teams = {{"payments", payments}, {"night", night}};
  return setting;
}

EngineWorld::Setting with_schedule() {
  EngineWorld::Setting setting = with_pager();
  Roster& roster = setting.engine.commands.roster;
  roster.schedules["first"].pager = "duty";
  roster.schedules["first"].pager_schedule = "PXYZ";
  roster.teams["payments"].steps[0].targets = {"schedule:first", "pager:duty"};
  return setting;
}

std::ptrdiff_t said(const EngineWorld& world, std::string_view part) {
  const auto texts = world.slack.texts("C1");
  return std::ranges::count_if(texts, [&](const std::string& text) { return has(text, part); });
}

std::ptrdiff_t told(const EngineWorld& world, const UserId& user, std::string_view part) {
  const auto texts = world.slack.texts(user.value);
  return std::ranges::count_if(texts, [&](const std::string& text) { return has(text, part); });
}

void passes(EngineWorld& world, Duration time) {
  world.pass(time);
  world.run();
}

input::PagerAnswered answered_there(const EngineWorld& world, const char* page,
                                    const std::string& key = "hook1") {
  return {key, "PagerDuty", page, "Ana Lopez", world.now().wall, 0};
}

input::PagerAnswered ended_there(const EngineWorld& world, const char* page) {
  input::PagerAnswered ended = answered_there(world, page, "ended");
  ended.is_end = true;
  return ended;
}

}  // namespace

TEST_CASE("a team's pager is triggered once and hears of the answer and of the end") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate payments no money comes in");
  world.run();
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1"});
  CHECK(said(world, "P1 payments, first @UBEN, PagerDuty: no money comes in") == 1);
  world.type("INC-1 escalate payments and refunds");
  world.type_as(k_ben, "INC-1 ack P1");
  world.run();
  world.type("INC-1 resolve");
  world.run();
  CHECK(world.slack.paged ==
        Strings{"duty trigger INC-1-P1", "duty acknowledge INC-1-P1", "duty resolve INC-1-P1"});
}

TEST_CASE("`again` pages anew, under another name") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.type("INC-1 escalate night again");
  world.run();
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1", "duty trigger INC-1-P2"});
}

TEST_CASE("an acknowledgement in the pager stops the ladder and is not sent back there") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.run();
  world.step({answered_there(world, "INC-1-P1")});
  world.step({answered_there(world, "INC-1-P1")});           // delivered again
  world.step({answered_there(world, "INC-1-P1", "hook2")});  // said again in other words
  world.settle();
  CHECK(world.incident().pages[0].state == PageState::acknowledged);
  CHECK(said(world, "P1 acknowledged by Ana Lopez in PagerDuty") == 1);
  CHECK(has(text_of(world.type("INC-1 oncall").reply), "acknowledged by Ana Lopez"));
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1"});
  passes(world, 1h);
  CHECK(told(world, UserId{"UCHI"}, "You are needed") == 0);
}

TEST_CASE("an acknowledgement in the pager that is heard after it was called again is sent back") {
  const std::vector<Strings> between{{"INC-1 resolve", "INC-1 undo"},
                                     {"INC-1 ack P1", "INC-1 undo"},
                                     {"INC-1 ack P1", "INC-1 decline-page P1"}};
  for (const Strings& lines : between) {
    CAPTURE(lines[0] + ", " + lines[1]);
    EngineWorld world(with_pager());
    world.declare();
    world.type("INC-1 escalate night");
    world.run();
    const input::PagerAnswered acknowledged = answered_there(world, "INC-1-P1");
    world.pass(1min);
    for (const std::string& line : lines) world.type(line);
    world.run();
    CHECK(world.slack.paged.back() == "duty trigger INC-1-P1");
    world.step({acknowledged});
    world.run();
    CHECK(world.incident().pages[0].state == PageState::acknowledged);
    CHECK(world.slack.paged.back() == "duty acknowledge INC-1-P1");
    CHECK(std::ranges::count(world.slack.paged, "duty trigger INC-1-P1") == 2);
    world.step({answered_there(world, "INC-1-P1", "hook2")});
    world.run();
    CHECK(world.slack.paged.back() == "duty acknowledge INC-1-P1");
    CHECK(said(world, "P1 acknowledged by Ana Lopez in PagerDuty") == 1);
  }
}

TEST_CASE("an acknowledgement in the pager from before a later step called it again is sent back") {
  EngineWorld::Setting setting = with_pager();
  setting.engine.commands.roster.teams["night"].steps[0].repeat = 2;
  EngineWorld world(setting);
  world.declare();
  world.type("INC-1 escalate night");
  world.run();
  const input::PagerAnswered acknowledged = answered_there(world, "INC-1-P1");
  passes(world, 5min);
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1", "duty trigger INC-1-P1"});
  world.step({acknowledged});
  world.run();
  CHECK(world.slack.paged.back() == "duty acknowledge INC-1-P1");
}

TEST_CASE("a page that is ended in the pager stops the ladder and is no acknowledgement") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.type("INC-1 escalate night again");
  world.run();
  world.step({ended_there(world, "INC-1-P2")});
  world.step({ended_there(world, "INC-1-P2")});             // delivered again
  world.step({answered_there(world, "INC-1-P2", "late")});  // by somebody who comes too late
  world.settle();
  for (const Page& page : world.incident().pages) CHECK(page.state == PageState::stopped);
  CHECK(said(world, "P2 ended by Ana Lopez in PagerDuty: nobody is called for it any more") == 1);
  CHECK(said(world, "P1 ended by Ana Lopez: nobody is called for it any more") == 1);
  Strings ended = world.slack.paged;  // each page goes its own way: in which order does not matter
  std::ranges::sort(ended);
  CHECK(ended == Strings{"duty resolve INC-1-P1", "duty resolve INC-1-P2", "duty trigger INC-1-P1",
                         "duty trigger INC-1-P2"});
  passes(world, 1h);
  CHECK(told(world, UserId{"UCHI"}, "You are needed") == 0);
  CHECK(
      has(text_of(world.type("INC-1 ack P2").reply), "P2 was ended in its pager by Ana Lopez at "));
  CHECK_FALSE(times_of(world.incident())->acknowledged_at);
}

TEST_CASE("who had acknowledged a page before it was ended has, also when that is heard later") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.run();
  const input::PagerAnswered acknowledged = answered_there(world, "INC-1-P1", "first");
  world.pass(1min);
  world.step({ended_there(world, "INC-1-P1")});
  world.pass(1min);
  world.step({acknowledged});
  world.settle();
  CHECK(world.incident().pages[0].state == PageState::acknowledged);
  CHECK(times_of(world.incident())->acknowledged_at == acknowledged.at);
}

TEST_CASE("who answers one page in the pager answers the others of that team, and it hears so") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.type("INC-1 escalate night again");
  world.run();
  world.step({answered_there(world, "INC-1-P2")});
  world.run();
  CHECK(world.incident().pages[0].state == PageState::acknowledged);
  CHECK(world.slack.paged.back() == "duty acknowledge INC-1-P1");
  CHECK(world.slack.paged.size() == 3);
}

TEST_CASE("what a pager says of a page that nobody has opened changes nothing") {
  EngineWorld world(with_pager());
  world.declare();
  for (const char* key : {"INC-1-P9", "INC-9-P1", "INC-1", "their own", ""}) {
    world.step({answered_there(world, key, std::string("hook ") + key)});
  }
  CHECK(world.incident().pages.empty());
}

TEST_CASE("a page leaves while Slack is not known, and while Slack refuses everything") {
  EngineWorld::Setting setting = with_pager();
  EngineWorld world(setting);
  world.declare();
  world.slack.refuses_everything = true;
  world.type("INC-1 log something for Slack");
  world.run();
  world.slack.refuses_everything = false;  // of the pager, which is another service
  world.type("INC-1 escalate night");
  world.answer(world.out_with("duty trigger"));
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1"});

  setting.engine.waits_for_slack = true;
  EngineWorld alone(setting);
  alone.type("declare Checkout is failing");
  alone.type("INC-1 escalate night");
  REQUIRE(alone.out.size() == 1);
  alone.answer();
  CHECK(alone.slack.paged == Strings{"duty trigger INC-1-P1"});
  CHECK(alone.waits_at_least(1s));  // what is for Slack makes no noise meanwhile
  alone.step({input::SlackKnown{"T1"}});
  CHECK_FALSE(alone.out.empty());
}

TEST_CASE("a command line without a bot only records: nothing leaves") {
  EngineWorld::Setting setting = with_pager();
  setting.engine.only_records = true;
  EngineWorld world(setting);
  world.type("declare Checkout is failing");
  world.type("INC-1 escalate night");
  CHECK(world.out.empty());
  CHECK(world.waiting<delivery::CallPager>().state == DeliveryState::ready);
}

TEST_CASE("a page whose answer was lost is sent again at once, without a look") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.lose_answer(world.out_with("duty trigger"));
  world.answer(world.out_with("duty trigger"));
  CHECK(world.slack.paged.size() == 2);  // under the same name, so that nobody is woken twice
  CHECK(world.slack.paged[0] == world.slack.paged[1]);
}

TEST_CASE("a page that was answered before its repetition is not sent again") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  const std::size_t page = world.out_with("duty trigger");
  world.type("INC-1 ack P1");
  world.lose_answer(page);
  world.settle();
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1", "duty acknowledge INC-1-P1"});
}

TEST_CASE("a restart in the middle of a page sends it again at once") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.restart();
  world.step();
  world.run();
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1"});
}

TEST_CASE("a refused page is said at once, and the ladder goes on when nobody else is left") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.answer_with(answer_refused("invalid_key"), world.out_with("duty trigger"));
  world.run();
  passes(world, 3s);
  CHECK(said(world, "P1: the pager duty did not take the page: Slack says invalid_key.") == 1);
  CHECK(told(world, k_ana, "so it wakes nobody") == 1);
  CHECK(told(world, UserId{"UCHI"}, "You are needed") == 1);
  CHECK(world.incident().pages[0].rung == 1);
}

TEST_CASE("a pager that does not answer is said after a few tries, once, and tried further") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate payments");
  for (int i = 0; i < 5; ++i) {
    while (std::ranges::none_of(
        world.out, [](const Outgoing& one) { return has(one.request.body, "duty trigger"); })) {
      world.pass(1s);
    }
    world.answer_with(answer_never_sent(), world.out_with("duty trigger"));
  }
  CHECK(world.now().wall - world.incident().pages[0].opened_at < 60s);
  CHECK(world.incident().pages[0].rung == 0);  // Ben may still answer
  world.settle();
  CHECK(said(world, "connection refused I keep trying.") == 1);
  CHECK(world.slack.paged == Strings{"duty trigger INC-1-P1"});
}

TEST_CASE("a service that refuses everything holds back its own lanes and nobody else's") {
  EngineWorld world(with_pager());
  world.declare();
  world.type("INC-1 escalate night");
  world.answer_with(answer_held(), world.out_with("duty trigger"));
  CHECK(world.engine().health().trouble == "");
  world.type("INC-1 log life goes on");
  world.run();
  CHECK(said(world, "life goes on") == 1);
}

TEST_CASE("requests to a dead service keep no page waiting") {
  EngineWorld::Setting setting = with_pager();
  setting.engine.outbox.most_requests = 2;
  EngineWorld world(setting);
  world.declare();
  for (int i = 0; i < 4; ++i) world.type("INC-1 escalate night again");
  const auto pages = std::ranges::count_if(
      world.out, [](const Outgoing& one) { return has(one.request.body, "duty trigger"); });
  CHECK(pages == 4);
  CHECK(world.out.size() > 4);  // and what is for Slack left as well
}

TEST_CASE("a page for a pager that was taken out of the configuration is refused with a reason") {
  EngineWorld::Setting setting = with_pager();
  setting.slack.gone = {"duty"};
  EngineWorld world(setting);
  world.declare();
  world.type("INC-1 escalate night");
  world.run();
  passes(world, 3s);
  CHECK(world.slack.paged.empty());
  CHECK(said(world, "did not take the page: duty is not in the configuration any more.") == 1);
  CHECK(told(world, UserId{"UCHI"}, "You are needed") == 1);
}

TEST_CASE("who is on call is read from the pager, kept over a restart, and old when it is old") {
  EngineWorld::Setting setting = with_schedule();
  EngineWorld world(setting);
  world.slack.on_call = "Dee Long +49 30 1234";
  passes(world, 10min);
  CHECK(has(text_of(world.type("oncall first").reply), "of PagerDuty: Dee Long +49 30 1234."));
  world.run();
  world.restart();
  world.pass(2h);  // nothing is answered from here on
  const std::string answer = text_of(world.type("oncall first").reply);
  CHECK(has(answer, "Dee Long +49 30 1234, as of "));
  CHECK(has(answer, "; PagerDuty does not answer."));
}

TEST_CASE("the last step has the numbers of the moment in which it is shown") {
  EngineWorld::Setting setting = with_schedule();
  setting.engine.commands.roster.teams["payments"].steps = {
      {{"schedule:first", "UBEN"}, 15min, 1, std::nullopt}};
  EngineWorld world(setting);
  const auto last_words = [&](const char* page) {
    for (const std::string& text : world.slack.texts("C1")) {
      if (has(text, std::string("Nobody has answered ") + page + ". Call them by phone: ")) {
        return text;
      }
    }
    return std::string();
  };
  world.declare();
  world.type("INC-1 escalate payments");  // nobody knows yet who is on call there
  world.run();
  world.slack.on_call = "Dee Long +49 30 1234";
  passes(world, 10min);
  passes(world, 10min);
  CHECK(has(last_words("P1"), "Dee Long +49 30 1234"));
  world.type("INC-1 escalate payments again");
  world.slack.on_call = "Dee Long +49 30 9999";
  passes(world, 10min);
  passes(world, 10min);
  CHECK(has(last_words("P2"), "Dee Long +49 30 9999"));
  CHECK_FALSE(has(last_words("P2"), "1234"));
}

TEST_CASE("the last step has names and numbers from what was read last, when the pager is down") {
  EngineWorld::Setting setting = with_schedule();
  setting.engine.commands.roster.teams["payments"].steps = {
      {{"schedule:first", "pager:duty"}, 5min, 1, std::nullopt}};
  EngineWorld world(setting);
  world.slack.on_call = "Dee Long +49 30 1234";
  passes(world, 10min);
  world.declare();
  world.type("INC-1 escalate payments");
  world.answer_with(answer_refused("invalid_key"), world.out_with("duty trigger"));
  world.run();
  passes(world, 3s);
  CHECK(said(world, "By phone: Dee Long +49 30 1234, PagerDuty calls Dee Long +49 30 1234.") == 1);
}

}  // namespace pagers_test
