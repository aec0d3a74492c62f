#pragma once
// The loop's shell: carries bytes between Slack and the engine and decides nothing about incidents.
// Acknowledges after the commit; when the engine takes too long it says so instead of letting Slack
// show an error. Loop's thread.

#include "bot/config/config.h"
#include "bot/net/http_client.h"
#include "bot/net/loop.h"
#include "bot/net/mail.h"
#include "bot/net/surroundings.h"
#include "bot/serve/engine_thread.h"
#include "bot/serve/forms.h"
#include "bot/serve/slack_inputs.h"
#include "bot/serve/slack_link.h"
#include "bot/slack/destination.h"
#include "bot/slack/envelope.h"
#include "bot/slack/startup.h"
#include "bot/web/metrics.h"
#include "integrations/switchboard.h"
#include "storage/store.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tocsin {

// For /metrics.
struct FrameCounts {
  std::uint64_t commands = 0;
  std::uint64_t events = 0;
  std::uint64_t unparsable = 0;
  std::uint64_t ignored = 0;
  std::uint64_t from_outside = 0;
  std::uint64_t losses = 0;  // of the connection
  std::uint64_t not_confirmed = 0;
  web::AnswerTimes answer_times;
};

class Session {
 public:
  // `finished` is called once: nothing more will happen. An empty sentence: a clean stop.
  using Finished = std::function<void(std::string sentence)>;

  Session(net::Loop& loop, Config config, net::Surroundings surroundings, Store& store,
          Finished finished);
  ~Session();

  void start();
  void stop();  // takes no more input, settles what is under way for at most 5 s, then `finished`

  const FrameCounts& counts() const { return counts_; }

  // For the HTTP side. `told` is called once with the engine's answer, or with null when it was not
  // there in time; it may still be carried out then.
  using Told = std::function<void(const Ack*)>;
  void run_outside(input::Command command, Told told);
  void probe(Told told);
  // What came in by a hook. It is saved also while Slack is away.
  void report(input::Alerts reported, Told told);
  void report(input::PagerAnswered answered, Told told);
  bool is_connected() const { return link_.is_connected(); }
  // Called after each step of the engine: the record may read differently, and with `has_recorded`
  // something has happened in an incident.
  using StepTold = std::function<void(bool has_recorded)>;
  void on_step(StepTold told) { stepped_ = std::move(told); }
  const Policy& policy() const { return policy_; }
  web::Measurements measurements() const;  // what the session knows of itself

 private:
  struct Waiting {
    slack::SocketId socket = 0;
    std::string envelope_id;
    bool takes_reply = true;  // else Slack shows only that it was acknowledged, or was not
    std::optional<std::vector<std::string>> form_inputs{};  // of a form: its fields
    Told told{};                                            // of somebody outside of Slack
    std::chrono::steady_clock::time_point since{};
  };

  void ask_who_we_are();
  void identified(slack::Identity identity);
  bool scopes_suffice(const slack::Identity& identity);
  void start_engine();
  void find_announcements();
  void ask_for_channel();
  void find_alert_channel();
  void ask_for_alert_channel();

  void frame_came(slack::SocketId socket, slack::Frame frame);
  void command_came(slack::SocketId socket, slack::frame::SlashCommand command);
  void button_came(slack::SocketId socket, slack::frame::ButtonPress press);
  void form_came(slack::SocketId socket, slack::frame::FormSubmitted submitted);
  void event_came(slack::SocketId socket, slack::Frame frame);
  void acknowledge(slack::SocketId socket, const std::string& envelope_id);
  void note_unparsable(const std::string& why);
  AckToken wait_for(Waiting waiting);
  void offer_command(input::Command command);
  template <class Report>
  void offer_report(Report reported, Told told);
  void offer_form(input::FormFilled filled);
  void from_slack(Input input);
  void offer(Input input);

  void carry_out(Effects effects, bool has_recorded);
  void answer(const Ack& ack);
  void send(Outgoing outgoing);
  void watch_waiting();
  void check_stopped();
  void finish(std::string sentence);

  net::Loop& loop_;
  Config config_;
  Store& store_;
  Finished finished_;
  net::HttpClient http_;
  std::optional<net::MailClient> mail_;
  SlackLink link_;
  std::unique_ptr<slack::SlackDestination> destination_;
  std::unique_ptr<Switchboard> switchboard_;  // Slack and the outside services
  std::optional<FormOpener> forms_;
  std::unique_ptr<EngineThread> engine_;
  Policy policy_;
  std::string known_team_;          // that the record belongs to; empty: to none yet
  bool is_known_ = false;           // who we are in Slack
  std::deque<Input> before_known_;  // what came from Slack before we knew it
  std::vector<std::pair<slack::SocketId, slack::Frame>> early_;  // and what nobody waits for
  OwnNames own_;
  StepTold stepped_;
  std::optional<slack::ChannelFinder> finder_;
  std::optional<slack::ChannelFinder> alert_finder_;

  std::unordered_map<AckToken, Waiting> waiting_;
  std::deque<std::pair<std::chrono::steady_clock::time_point, AckToken>> deadlines_;
  AckToken last_token_ = 0;
  std::size_t on_their_way_ = 0;
  FrameCounts counts_;
  bool stopping_ = false;
  bool finished_called_ = false;
  std::optional<std::chrono::steady_clock::time_point> stop_deadline_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tocsin
