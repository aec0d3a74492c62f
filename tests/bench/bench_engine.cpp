// The parts of the hot path one by one and without sockets: reading a frame, writing an ack, a step
// of the engine with 1, 8 or 64 commands in it, and the write-up of a long incident. For finding
// waste, also under perf or valgrind: what counts for people is bench_serve.

#include "bot/domain/postmortem.h"
#include "bot/engine/engine.h"
#include "bot/ensure.h"
#include "bot/slack/ack.h"
#include "bot/slack/destination.h"
#include "bot/slack/envelope.h"
#include "integrations/sandbox/sandbox.h"
#include "storage/sqlite_store.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::bench {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* k_frame =
    R"({"envelope_id":"57d6a792-4d35-4d0b-b6aa-3361493e1caf","type":"slash_commands",)"
    R"("accepts_response_payload":true,"payload":{"token":"sandbox","team_id":"T0SANDBOX",)"
    R"("team_domain":"sandbox","channel_id":"C0GENERAL","channel_name":"general",)"
    R"("user_id":"U0ANA","user_name":"ana","command":"/incident",)"
    R"("text":"log Error rate is falling, now at 4.2 %, reading 1234","api_app_id":"A0TOCSIN",)"
    R"("is_enterprise_install":"false","response_url":"http://127.0.0.1:34567/commands/T0SANDBOX/)"
    R"(1234/1767225600000_U0ANA_C0GENERAL_/0123456789abcdef",)"
    R"("trigger_id":"1767225600000.1234.U0ANA0123456789abcdef"}})";

void read_a_frame(benchmark::State& state) {
  for (auto _ : state) {
    slack::Frame frame = slack::parse_frame(k_frame);
    benchmark::DoNotOptimize(frame);
  }
}
BENCHMARK(read_a_frame);

void write_an_ack(benchmark::State& state) {
  RichText said("Saved ");
  said.bold("E-1234").plain(" at 14:35 CET (13:35 UTC).");
  const Reply reply(std::move(said));
  for (auto _ : state) {
    std::string text = slack::ack("57d6a792-4d35-4d0b-b6aa-3361493e1caf", reply);
    benchmark::DoNotOptimize(text);
  }
}
BENCHMARK(write_an_ack);

std::string database_path(bool on_disk) {
  if (!on_disk) return ":memory:";
  const char* folder = std::getenv("TOCSIN_BENCH_FOLDER");
  const fs::path path = fs::path(folder != nullptr ? folder : ".") / "engine.db";
  for (const char* part : {"", "-wal", "-shm", "-lock"}) fs::remove(path.string() + part);
  return path.string();
}

// An engine with one declared incident, a Slack that answers everything at once, and a clock that
// goes forward by a millisecond a step.
class Setting {
 public:
  explicit Setting(bool on_disk)
      : slack_(workspace()),
        store_(SqliteStore::open(database_path(on_disk), {})),
        destination_(slack_settings()),
        engine_(*store_, destination_, {}) {
    engine_.start(now_);
    step({input::AnnouncementChannel{ChannelId{"C0INCIDENTS"}}, input::Connected{}});
    step(commands(1, "declare sev2 Checkout is failing"));
    for (int i = 0; i < 50; ++i) settle();
  }

  std::vector<Input> commands(std::int64_t count, const std::string& text) {
    std::vector<Input> inputs;
    for (std::int64_t i = 0; i < count; ++i) {
      input::Command command;
      command.key = "slash:1767225600000." + std::to_string(++typed_) + ".U0ANA0123456789abcdef";
      command.user = UserId{"U0ANA"};
      command.channel = ChannelId{"C0GENERAL"};
      command.text = text;
      command.token = static_cast<AckToken>(typed_);
      inputs.push_back(std::move(command));
    }
    return inputs;
  }

  void step(std::vector<Input> inputs) {
    now_.wall += 1ms;
    now_.steady += 1ms;
    Effects effects = engine_.step(std::move(inputs), now_);
    for (Outgoing& outgoing : effects.requests) to_answer_.push_back(std::move(outgoing));
  }

  bool has_answers() const { return !to_answer_.empty(); }
  void take_answers() {
    std::vector<Input> answers;
    for (const Outgoing& outgoing : std::exchange(to_answer_, {})) {
      auto reception = slack_.request(relative(outgoing.request), now_.wall);
      answers.push_back(input::Answered{outgoing.number, sandbox::as_seen_by_client(reception)});
    }
    step(std::move(answers));
  }

  void settle() {
    now_.wall += 1s;
    now_.steady += 1s;
    step({});
    while (has_answers()) take_answers();
  }

  Store& store() { return *store_; }

 private:
  static sandbox::WorkspaceSetup workspace() {
    sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
    setup.keep_records = false;
    return setup;
  }

  static slack::SlackSettings slack_settings() {
    const sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
    slack::SlackSettings settings;
    settings.api_url = "http://127.0.0.1:1/api/";
    settings.bot_token = setup.bot_token;
    settings.bot_user = setup.bot_user.value;
    settings.bot_id = setup.bot_id;
    settings.installation = "bench";
    return settings;
  }

  static net::HttpRequest relative(net::HttpRequest request) {
    constexpr std::string_view k_base = "http://127.0.0.1:1";
    if (request.url.starts_with(k_base)) request.url.erase(0, k_base.size());
    return request;
  }

  sandbox::Sandbox slack_;
  std::unique_ptr<SqliteStore> store_;
  slack::SlackDestination destination_;
  Engine engine_;
  Now now_{from_stored(1'767'225'600'000), 0ms};
  std::vector<Outgoing> to_answer_;
  std::int64_t typed_ = 0;
};

void step_the_engine(benchmark::State& state, bool on_disk) {
  Setting setting(on_disk);
  const std::int64_t together = state.range(0);
  for (auto _ : state) {
    state.PauseTiming();
    while (setting.has_answers()) setting.take_answers();
    std::vector<Input> inputs =
        setting.commands(together, "INC-1 log Error rate is falling, now at 4.2 %, reading 12");
    state.ResumeTiming();
    setting.step(std::move(inputs));
  }
  state.SetItemsProcessed(state.iterations() * together);
  ENSURE(setting.store().events_of(IncidentNumber{1}).size() >
         static_cast<std::size_t>(state.iterations() * together));
}
BENCHMARK_CAPTURE(step_the_engine, in_memory, false)->Arg(1)->Arg(8)->Arg(64);
BENCHMARK_CAPTURE(step_the_engine, on_disk, true)->Arg(1)->Arg(8)->Arg(64)->UseRealTime();

void write_up_10000_entries(benchmark::State& state) {
  Setting setting(false);
  for (int i = 0; i < 100; ++i) {
    setting.step(setting.commands(100, "INC-1 log Error rate is falling, now at 4.2 %"));
    while (setting.has_answers()) setting.take_answers();
  }
  const auto incident = setting.store().incident(IncidentNumber{1});
  ENSURE(incident.has_value());
  for (auto _ : state) {
    const std::vector<Event> events = setting.store().events_of(incident->number);
    const PostmortemSources sources{*incident, events,
                                    [](const UserId& user) { return "@" + user.value; }};
    std::string markdown = render_postmortem(sources);
    benchmark::DoNotOptimize(markdown);
  }
}
BENCHMARK(write_up_10000_entries)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace tocsin::bench

BENCHMARK_MAIN();
