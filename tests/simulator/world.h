#pragma once
// A whole world in virtual time: Slack (the strict sandbox), the bot (real engine, real Slack wire
// format, real SQLite) and people who type, with everything that can go wrong between them. One
// seed, one history.

#include "bot/engine/engine.h"
#include "bot/slack/destination.h"
#include "integrations/sandbox/dice.h"
#include "integrations/sandbox/sandbox.h"
#include "integrations/switchboard.h"
#include "storage/sqlite_store.h"
#include "tests/simulator/faulty_store.h"
#include "tests/simulator/pager.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::simulator {

// One thing that a person typed, and what became of it as the person saw it.
struct TypedLine {
  std::string word;  // unique in the whole world; part of the text
  std::string trigger;
  bool is_declaration = false;
};

struct Chaos {
  double lost_answer = 0;   // of a Web API call: with, without or with a late effect
  double server_error = 0;  // 5xx, HTML, fatal_error, half an object
  double rate_limited = 0;
  double crash = 0;  // of the bot, at any step
  double socket_trouble = 0;
  double envelope_trouble = 0;
  double clock_jump = 0;  // of the bot's wall clock
  CommitFaults commits;
  PagerChaos pager;
};

// Longer the bot does not wait for an answer.
inline constexpr Duration k_http_timeout = std::chrono::seconds(10);

class World {
 public:
  World(std::uint64_t seed, const std::filesystem::path& folder, EngineSettings settings = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void set_chaos(const Chaos& chaos);

  // People type, things go wrong, time passes: `steps` things happen.
  void live(int steps);
  // Nothing goes wrong any more; ends when everything has come to rest.
  void calm_down();
  void let_pass(Duration time);

  void crash();  // the process is gone; a new one starts at once

  sandbox::Workspace& workspace() { return slack_.workspace(); }
  sandbox::FaultPlan& faults() { return slack_.faults(); }
  Store& store() { return *file_; }
  const std::vector<TypedLine>& typed() const { return typed_; }
  // Fingerprints of alerts that a monitoring system was told are saved.
  const std::set<std::string>& taken_alerts() const { return taken_alerts_; }
  int crashes() const { return crashes_; }
  const PagerService& pager() const { return pager_; }
  // Triggers that left although their page waited for nobody any more.
  const std::vector<std::string>& late_pages() const { return late_pages_; }
  bool is_at_rest() const;

 private:
  void start_bot();
  void connect();
  void type_something();
  void type(const UserId& user, const ChannelId& channel, const std::string& text,
            const std::string& word, bool is_declaration);
  EntryNumber some_entry(const Incident& incident);
  void type_about(const Incident& incident, EntryNumber entry, std::string_view words);
  void correct_something();
  void correct_what_is_closed();
  void press_something();
  void report_alerts();
  void press_on_an_alert();
  void note_taken(const Ack& ack);
  void let_something_go_wrong();
  void add_web_fault(sandbox::WebFault fault);
  void lose_an_answer();
  void break_the_server();
  void disturb_an_envelope();
  void cut_the_socket();
  void carry_out(Effects effects);
  void step_engine(std::vector<Input> inputs);
  void call_pager(const Outgoing& outgoing);
  void hear_pager();  // what it tells of its people
  void take_slack_actions();
  void receive(const std::string& frame);
  bool advance();  // to the next thing that is due; false when nothing is
  Duration until_next() const;
  Now now() const;

  sandbox::Dice dice_;
  std::filesystem::path database_;
  sandbox::Sandbox slack_;
  EngineSettings settings_;
  Chaos chaos_;

  Moment true_time_;         // Slack's, and the one that passes
  Duration clock_error_{0};  // of the bot's wall clock
  std::unique_ptr<SqliteStore> file_;
  std::unique_ptr<FaultyStore> store_;
  std::unique_ptr<slack::SlackDestination> destination_;
  std::unique_ptr<Switchboard> switchboard_;
  PagerService pager_;
  std::multimap<Moment, input::PagerAnswered> hooks_;  // told again until they were acknowledged
  std::vector<std::string> late_pages_;
  std::unique_ptr<Engine> engine_;
  std::optional<sandbox::SocketNumber> socket_;
  std::optional<Moment> reconnect_at_;
  sandbox::SocketNumber last_socket_ = 0;
  std::map<AckToken, std::string> waiting_;  // to envelope ids
  AckToken last_token_ = 0;
  std::multimap<Moment, std::pair<int, input::Answered>> answers_;  // with the bot's life
  int life_ = 0;
  int crashes_ = 0;
  bool is_starting_ = false;
  std::vector<TypedLine> typed_;
  std::int64_t last_word_ = 0;
  std::map<AckToken, std::vector<std::string>> reported_;  // firing, and not answered yet
  std::set<std::string> taken_alerts_;
};

}  // namespace tocsin::simulator
