// The engine on its own thread, with a real record and the strict local Slack; runs under the
// thread sanitizer too.

#include "bot/serve/engine_thread.h"
#include "bot/domain/corrections.h"

#include "bot/slack/destination.h"
#include "integrations/sandbox/workspace.h"
#include "storage/sqlite_store.h"
#include "tests/net/run_until.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace engine_thread_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'773'153'600'000);

// Holds the engine's thread at its next request until it is opened.
class Gate {
 public:
  void open() {
    {
      const std::lock_guard lock(mutex_);
      is_open_ = true;
    }
    changed_.notify_all();
  }
  void shut() {
    const std::lock_guard lock(mutex_);
    is_open_ = false;
    is_reached_ = false;
  }
  void pass() {
    std::unique_lock lock(mutex_);
    is_reached_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }
  void wait_until_reached() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_reached_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = true;
  bool is_reached_ = false;
};

// The real wire format, behind the gate.
class GatedSlack final : public Destination {
 public:
  GatedSlack(slack::SlackSettings settings, Gate& gate)
      : slack_(std::move(settings)), gate_(gate) {}

  std::string_view name() const override { return "gated"; }
  Prepared request(const DeliveryContext& context) const override {
    gate_.pass();
    return slack_.request(context);
  }
  Verdict judge(const DeliveryContext& context, const net::HttpResponse& answer) const override {
    return slack_.judge(context, answer);
  }
  std::optional<Prepared> lookup(const DeliveryContext& context,
                                 const std::string& cursor) const override {
    return slack_.lookup(context, cursor);
  }
  Look found(const DeliveryContext& context, const net::HttpResponse& answer) const override {
    return slack_.found(context, answer);
  }

 private:
  slack::SlackDestination slack_;
  Gate& gate_;
};

slack::SlackSettings settings_of(const sandbox::Workspace& workspace) {
  slack::SlackSettings settings;
  settings.api_url = "http://127.0.0.1:1/api/";
  settings.bot_token = workspace.setup().bot_token;
  settings.bot_user = workspace.setup().bot_user.value;
  settings.bot_id = workspace.setup().bot_id;
  settings.installation = "test";
  return settings;
}

OpenOptions opening() {
  OpenOptions options;
  options.now = k_now;
  return options;
}

// The loop's side: carries requests to the workspace and its answers back, as the session does.
class Shell {
 public:
  Shell()
      : workspace(sandbox::sample_workspace()),
        store(SqliteStore::open(":memory:", opening())),
        slack(settings_of(workspace), gate) {}

  void start() {
    start_without_input();
    engine->offer(input::AnnouncementChannel{workspace.channel_named("incidents")->id});
  }
  void start_without_input() {
    EngineSettings settings;
    settings.outbox.grace = 20ms;  // what was under way at a stop is looked for after that
    engine = std::make_unique<EngineThread>(loop, *store, slack, std::move(settings),
                                            [this](Effects effects, bool has_recorded) {
                                              if (has_recorded) ++recordings;
                                              carry_out(std::move(effects));
                                            });
  }
  void stop() {
    gate.open();
    engine.reset();
  }

  input::Command command(const std::string& line) {
    input::Command typed;
    typed.token = ++last_token;
    typed.key = "key" + std::to_string(typed.token);
    typed.user = workspace.user_named("ana");
    typed.channel = workspace.channel_named("general")->id;
    typed.text = line;
    return typed;
  }

  bool run_until(const std::function<bool()>& reached) { return net::run_until(loop, reached); }

  net::Loop loop;
  sandbox::Workspace workspace;
  Gate gate;
  std::unique_ptr<SqliteStore> store;
  GatedSlack slack;
  std::unique_ptr<EngineThread> engine;
  std::vector<Ack> acks;
  std::set<std::thread::id> called_on;
  std::size_t requests = 0;
  std::size_t recordings = 0;  // steps in which something happened in an incident
  bool answers = true;
  AckToken last_token = 0;

 private:
  void carry_out(Effects effects) {
    called_on.insert(std::this_thread::get_id());
    for (Ack& ack : effects.acks) acks.push_back(std::move(ack));
    for (const Outgoing& outgoing : effects.requests) {
      ++requests;
      if (!answers) continue;
      engine->offer(input::Answered{outgoing.number, workspace.call(outgoing.request, k_now)});
    }
  }
};

bool has_card(Shell& shell) {
  const auto* channel = shell.workspace.channel_named("inc-1-checkout-is-failing");
  return channel != nullptr && !shell.workspace.messages_of_app(channel->id).empty();
}

}  // namespace

TEST_CASE("a command that is offered on the loop is answered on the loop and posted in Slack") {
  Shell shell;
  shell.start();
  CHECK(shell.engine->offer(shell.command("declare sev1 Checkout is failing")));
  CHECK(shell.run_until([&] { return !shell.acks.empty() && has_card(shell); }));
  REQUIRE(shell.acks.size() == 1);
  CHECK(shell.acks[0].saved);
  CHECK(shell.acks[0].token == 1);
  CHECK(shell.called_on == std::set<std::thread::id>{std::this_thread::get_id()});
  shell.stop();
  CHECK(shell.store->incident(IncidentNumber{1})->channel ==
        shell.workspace.channel_named("inc-1-checkout-is-failing")->id);
}

TEST_CASE("what is due by itself happens without anybody offering anything") {
  Shell shell;
  shell.start_without_input();
  CHECK(shell.run_until([&] { return shell.requests > 0; }));  // for the list of people
  shell.stop();
  CHECK(shell.store->person(shell.workspace.user_named("ana")));
}

TEST_CASE("whoever looks at incidents is told when something has happened in one, and only then") {
  Shell shell;
  shell.start();
  shell.engine->offer(shell.command("declare Checkout is failing"));
  CHECK(shell.run_until([&] { return has_card(shell); }));
  const std::size_t before = shell.recordings;
  CHECK(before > 0);
  shell.engine->offer(shell.command("list"));
  CHECK(shell.run_until([&] { return shell.acks.size() == 2; }));
  CHECK(shell.recordings == before);
  shell.engine->offer(shell.command("INC-1 log the cache is cold"));
  CHECK(shell.run_until([&] { return shell.acks.size() == 3; }));
  CHECK(shell.recordings == before + 1);
  shell.stop();
}

TEST_CASE("many commands are each answered once, in order") {
  Shell shell;
  shell.answers = false;
  shell.start();
  shell.engine->offer(shell.command("declare Checkout is failing"));
  for (int i = 0; i < 500; ++i)
    shell.engine->offer(shell.command("INC-1 log " + std::to_string(i)));
  CHECK(shell.run_until([&] { return shell.acks.size() >= 501; }));
  shell.stop();
  REQUIRE(shell.acks.size() == 501);
  for (std::size_t i = 0; i < 501; ++i) {
    CHECK(shell.acks[i].token == i + 1);
    CHECK(shell.acks[i].saved);
  }
  CHECK(shell.store->events_of(IncidentNumber{1}).size() == 501);
}

TEST_CASE("an engine that does not keep up refuses what it cannot hold, and answers the rest") {
  Shell shell;
  shell.answers = false;
  shell.gate.shut();
  shell.start();
  shell.gate.wait_until_reached();  // the engine's thread stands still now
  CHECK(shell.engine->offer(shell.command("declare Checkout is failing")));
  std::size_t taken = 0;
  while (taken < 100'000 && shell.engine->offer(input::Connected{})) ++taken;
  CHECK(taken < 100'000);
  CHECK_FALSE(shell.engine->offer(shell.command("declare Too much")));
  CHECK(shell.acks.empty());
  shell.gate.open();
  CHECK(shell.run_until([&] { return shell.acks.size() == 1; }));
  shell.stop();
  CHECK(shell.acks[0].saved);
  CHECK_FALSE(shell.store->incident(IncidentNumber{2}));
}

TEST_CASE(
    "ending the engine's thread while it is busy finishes what was offered and calls nobody") {
  Shell shell;
  shell.answers = false;
  shell.gate.shut();
  shell.start();
  shell.gate.wait_until_reached();
  shell.engine->offer(shell.command("declare Checkout is failing"));
  for (int i = 0; i < 200; ++i)
    shell.engine->offer(shell.command("INC-1 log " + std::to_string(i)));
  shell.stop();
  const std::size_t answered = shell.acks.size();
  net::run_for(shell.loop, 20ms);  // what was posted to the loop is still there
  CHECK(shell.acks.size() == answered);
  CHECK(shell.store->events_of(IncidentNumber{1}).size() == 201);
  const IncidentNumber number{1};
  CHECK(fold(number, shell.store->events_of(number)) == shell.store->incident(IncidentNumber{1}));
}

TEST_CASE("an engine's thread that was never asked for anything ends at once") {
  for (int i = 0; i < 20; ++i) {
    Shell shell;
    shell.start();
    shell.stop();
  }
}

TEST_CASE("the loop may end before what the engine has posted to it is carried out") {
  for (int i = 0; i < 20; ++i) {
    auto shell = std::make_unique<Shell>();
    shell->start();
    shell->engine->offer(shell->command("declare Checkout is failing"));
    if (i % 2 == 0) net::run_for(shell->loop, 1ms);
    shell->stop();
    shell.reset();
  }
}

TEST_CASE("a second engine goes on where the first one was ended") {
  Shell shell;
  shell.start();
  shell.engine->offer(shell.command("declare Checkout is failing"));
  CHECK(shell.run_until([&] { return !shell.acks.empty(); }));
  shell.stop();
  net::run_for(shell.loop, 5ms);
  shell.start();
  // Whatever had left and was not taken in is found by a look, and the card is posted once.
  CHECK(shell.run_until([&] { return has_card(shell); }));
  shell.engine->offer(shell.command("INC-1 log after the restart"));
  CHECK(shell.run_until([&] { return shell.acks.size() == 2; }));
  CHECK(shell.acks.back().saved);
  shell.stop();
}

}  // namespace engine_thread_test
