// Slack's bad days on the Web API: answers that are lost, late, cut off or errors, with and without
// their effect. What was saved is posted, and nothing is posted twice.

#include "tests/e2e/findings.h"
#include "tests/e2e/typing.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

namespace tocsin::e2e::web_faults_test {

namespace {

using sandbox::Server;
using sandbox::WebEffect;
using sandbox::WebFault;

struct NamedFault {
  std::string name;
  WebFault fault;
};

std::vector<NamedFault> all_faults() {
  std::vector<NamedFault> faults{
      {"reset before the effect", sandbox::lost_before_effect()},
      {"reset after the effect", sandbox::lost_after_effect()},
      {"reset, and the effect a while later", sandbox::late_effect(Duration{700})},
      {"no answer, no effect", sandbox::silent()},
      {"no answer, but the effect", sandbox::silent(WebEffect::at_once)},
      {"half of the body", sandbox::truncated()},
      {"half of a chunk", sandbox::truncated_chunk()},
      {"half of the JSON", sandbox::half_an_object()},
      {"429 with Retry-After", sandbox::too_many("1")},
  };
  for (const WebEffect effect : {WebEffect::none, WebEffect::at_once}) {
    const std::string ending = effect == WebEffect::none ? ", no effect" : ", but the effect";
    faults.push_back({"503 with HTML" + ending, sandbox::http_error(503, "<html/>", effect)});
    faults.push_back({"200 with HTML" + ending, sandbox::html_page(effect)});
    faults.push_back({"internal_error" + ending, sandbox::refused_with("internal_error", effect)});
  }
  return faults;
}

// Everything that the bot wants to do is done.
bool settles(Stage& stage) {
  return stage.slack().eventually([&](Server& server) {
    return server.hub().waiting() == 0 && unsettled_deliveries(stage.database()) == 0;
  });
}

void check_findings(Stage& stage, const std::vector<TypedWord>& typed) {
  const auto record = stage.record();
  stage.slack().with([&](Server& server) {
    for (const std::string& finding : all_findings(server, *record, typed)) FAIL_CHECK(finding);
  });
}

// So many people declare at the same moment: an incident and a channel each.
void declare_at_once(LocalSlack& slack, std::size_t people) {
  std::vector<std::string> triggers;
  for (std::size_t i = 1; i <= people; ++i) {
    const UserId user = i % 2 == 0 ? k_ana : k_ben;
    triggers.push_back(slack.start_typing(user, k_general, "declare Trouble " + std::to_string(i)));
  }
  for (std::size_t i = 1; i <= people; ++i) {
    const std::string number = std::to_string(i);
    const std::string text = slack.shown_for(triggers[i - 1]).text;
    CHECK_MESSAGE(contains(text, "Saved *INC-" + number + "*: Trouble " + number), text);
    CHECK_FALSE(slack.wait_for_channel("inc-" + number + "-trouble-" + number).empty());
  }
}

}  // namespace

TEST_CASE("A post whose answer is lost, late or broken appears exactly once") {
  Stage stage;
  stage.configure(k_short_waits);
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  // Several incidents, so that the looks for lost posts run side by side.
  constexpr std::size_t k_lanes = 3;
  declare_at_once(slack, k_lanes);
  REQUIRE(settles(stage));
  std::vector<TypedWord> typed;
  for (const NamedFault& each : all_faults()) {
    slack.with([&](Server& server) { server.faults().fail_next("chat.postMessage", each.fault); });
    const std::string number = std::to_string(typed.size() + 1);
    const std::string incident = "INC-" + std::to_string(1 + typed.size() % k_lanes);
    typed.push_back({"word" + number,
                     slack.start_typing(k_ben, k_general, incident + " log Saw word" + number)});
    CHECK(contains(slack.shown_for(typed.back().trigger).text, "Saved *E"));
    const bool hit = slack.eventually([](Server& server) { return server.faults().spent(); });
    CHECK_MESSAGE(hit, each.name);
  }
  CHECK(settles(stage));
  slack.check_nothing_to_complain_about();
  stop(*bot);
  check_findings(stage, typed);
}

TEST_CASE("Whichever step of declaring fails, there is one channel, one card, one announcement") {
  Stage stage;
  stage.configure(k_short_waits);
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  std::vector<TypedWord> typed;
  for (const WebFault& fault : {sandbox::lost_after_effect(), sandbox::late_effect(Duration{700}),
                                sandbox::http_error(503, "<html/>"), sandbox::half_an_object()}) {
    slack.with([&](Server& server) {
      for (const char* method : {"conversations.create", "chat.postMessage", "pins.add",
                                 "conversations.invite", "conversations.setTopic", "chat.update"}) {
        server.faults().fail_next(method, fault);
      }
    });
    const std::string word = "word" + std::to_string(typed.size() + 1);
    typed.push_back({word, slack.start_typing(k_ana, k_general, "declare sev3 About " + word)});
    CHECK(contains(slack.shown_for(typed.back().trigger).text, "Saved *INC-"));
  }
  CHECK((settles(stage) || settles(stage)));  // Slack lets the bot make a channel every 3 s
  slack.check_nothing_to_complain_about();
  stop(*bot);
  check_findings(stage, typed);
}

TEST_CASE("The same command typed twice by a person makes two entries, not one") {
  Stage stage;
  LocalSlack& slack = stage.slack();
  const auto bot = stage.start_ready_bot();
  slack.type(k_ana, k_general, "declare Search is slow");
  const ChannelId channel = slack.wait_for_channel("inc-1-search-is-slow");
  CHECK(contains(slack.type(k_ana, channel, "log Still slow").text, "Saved *E2*"));
  CHECK(contains(slack.type(k_ana, channel, "log Still slow").text, "Saved *E3*"));
  stop(*bot);
}

}  // namespace tocsin::e2e::web_faults_test
