#pragma once
// The engine: takes what has come in together with the time, runs it in one database transaction,
// and gives back what may now be acknowledged and sent. Touches no socket, thread or clock, so the
// loop's shell and the simulator drive the same one. One thread.

#include "bot/domain/consequences.h"
#include "bot/domain/hook.h"
#include "bot/engine/alert_intake.h"
#include "bot/engine/inputs.h"
#include "bot/engine/now.h"
#include "bot/engine/outbox.h"
#include "bot/engine/record.h"
#include "commands/catalog.h"
#include "integrations/destination.h"
#include "storage/store.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

// The reactions that take a message over, by Slack's names.
struct MarkingEmoji {
  std::vector<std::string> keep{"pushpin", "round_pushpin"};
  std::vector<std::string> task{"ballot_box_with_check"};

  // What a reaction asks for; nothing: it is only a reaction.
  std::optional<delivery::ReadMessage::Purpose> purpose_of(const std::string& emoji) const;
};

struct EngineSettings {
  CommandSettings commands;
  Audience audience;
  OutboxSettings outbox;
  MarkingEmoji emoji;
  std::vector<AlertRule> alert_rules{};
  // Nothing leaves for Slack before input::SlackKnown. For a shell that starts while Slack is away.
  bool waits_for_slack = false;
  // Nothing leaves at all: for a command line that works on the record by itself.
  bool only_records = false;
};

class Engine {
 public:
  Engine(Store& store, const Destination& destination, EngineSettings settings);

  // Before the first step: reads what was left undone and sets the program's own timers. A disk
  // that cannot be written now is a matter for the steps that follow.
  void start(Now now);

  // Everything in `inputs` shares one transaction. When it cannot be committed, every command is
  // answered "not saved" and the rest is kept and tried again.
  Effects step(std::vector<Input> inputs, Now now);

  // How long the engine may be left alone when nothing comes in.
  std::optional<Duration> wait(Now now) const;

  // Nothing is on its way any more: a good moment to stop.
  bool is_settled() const { return outbox_.on_their_way() == 0; }

  // Grows when something has happened in an incident; now and then also when it was undone.
  std::uint64_t recorded() const { return record_.recorded(); }

  // Remembers until when we could hear Slack. Called at a clean stop.
  void stop(Now now);

  struct Health {
    bool can_save = true;
    std::string trouble;  // why it cannot save, or why Slack refuses everything
    std::size_t unsettled = 0;
  };
  Health health() const;

 private:
  // Steps of the timer refresh_people; stored.
  static constexpr std::int64_t k_slack_people = 0;
  static constexpr std::int64_t k_on_call_people = 1;

  enum class Leaving { now, later };
  void transact(const std::vector<Input>& inputs, Now now, Effects& effects, Leaving leaving);
  void undo(Effects& effects);
  Effects step_one_by_one(std::vector<Input> inputs, Now now);
  struct Runner;
  void run(const Input& input, Now now, Effects& effects);
  void run_command(const input::Command& command, Now now, Effects& effects);
  bool was_handled(const std::string& key, const std::string& second_key) const;
  void remember(const std::string& key, const std::string& second_key, const Reply& reply, Now now);
  Outcome carry_out(const Typed& typed, Now now, const Reader& reader);
  void record_outcome(const Answer& answer, Now now);
  void run_form(const input::FormFilled& filled, Now now, Effects& effects);
  void offer_form(const input::FormRefused& refused, Now now);
  void run_shortcut(const input::Shortcut& shortcut, Now now, Effects& effects);
  bool react(const input::Reacted& reacted, Now now);
  bool follow_message(const input::MessageChanged& changed, Now now);
  void change_channel(const input::ChannelChanged& changed, Now now);
  void move_channel(const input::ChannelMoved& moved, Now now);
  void move_member(const input::MemberMoved& moved, Now now);
  void change_person(const input::PersonChanged& changed, Now now);
  void open_home(const input::HomeOpened& opened, Now now);
  void take_message(IncidentNumber incident, const delivery::ReadMessage& read,
                    const fact::MessageRead& message, Now now);
  void keep_message(const Incident& incident, const delivery::ReadMessage& read,
                    const fact::MessageRead& message, Now now);
  bool has_task_of(IncidentNumber incident, const MessageTs& message) const;
  void make_task(const Incident& incident, const delivery::ReadMessage& read,
                 const fact::MessageRead& message, Now now);
  // An event whose cause is not a typed line.
  void note(IncidentNumber incident, EventBody body, Moment happened_at, const UserId& actor,
            Now now);
  void record(IncidentNumber incident, const Event& event, Now now);
  // The next revision of the write-up, as the record gives it now.
  Writeup next_writeup(IncidentNumber incident, Now now);
  void post_writeup(IncidentNumber incident, Now now);    // anew, with its file
  void update_writeup(IncidentNumber incident, Now now);  // the posted one, in place
  void publish_writeup(IncidentNumber incident, Now now);
  void await_no_change(IncidentNumber incident);  // of a write-up
  bool is_writeup_posted(IncidentNumber incident) const;
  void settle(const Settlement& settlement, Now now);
  void learn(IncidentNumber incident, const Fact& fact, Now now);
  void learn_of_service(IncidentNumber incident, const Fact& fact, Now now);
  void learn_state(IncidentNumber incident, const fact::TaskStateRead& read, Now now);
  void read_tasks(const Timer& timer, Now now);  // asks the trackers for the state of their issues
  void answer_in_pager(const input::PagerAnswered& answered, Now now);
  void know_alert_channel(const input::AlertChannel& found);
  void recall_alert_channel();
  void take_alerts(const input::Alerts& reported, Now now, Effects& effects);
  void put_on_cards(const std::vector<Alert>& alerts, Now now);
  void end_attached(const std::vector<AlertIntake::Taken>& ended, Now now);
  void attach_by_themselves(const std::vector<AlertIntake::Taken>& begun, Now now);
  IncidentNumber incident_of_storm(AlertCardNumber number) const;
  IncidentNumber declare_by_rule(const AlertRule& rule, const Alert& alert, Now now);
  void attach(IncidentNumber number, const Alert& alert, Now now);
  void follow_alerts(const Incident& before, const Incident& after, Now now);
  void learn_of_alerts(const fact::AlertsPosted& posted, Now now);
  void refused_by_pager(IncidentNumber incident, const fact::PagerRefused& refused, Now now);
  void learn_on_call(const fact::OnCallRead& read, Now now);
  bool asks_pagers() const;  // who is on call
  void ask_on_call(Now now);
  void load_read_shifts();  // what was read from outside and is kept
  void note_people_read(Now now);
  void look_up_configured_names();
  void report_failure(IncidentNumber incident, const Settlement::Failure& failure, Now now);
  void hear(Now now);
  void lose(const input::Lost& lost, Now now);
  // What was missed while we could not hear Slack.
  void read_back(IncidentNumber incident, const fact::MissedRead& missed, Now now);
  bool carry_out_late(const fact::MissedMessage& message, Now now);
  bool mark_late(IncidentNumber incident, const fact::MissedMessage& message, Now now);
  void look_for_similar(IncidentNumber incident, Now now);
  void fire_timers(Now now);
  void fire(const Timer& timer, Now now);
  void climb(const Timer& timer, Now now);        // the next rung of a page's ladder
  void show_inject(const Timer& timer, Now now);  // the next thing of a drill
  Effects give_up(const Input& input);
  void know_announcements(const input::AnnouncementChannel& found);
  void note_typed_away(const Answer& answer);
  void tell_typed_away(Now now);
  void know_slack(const input::SlackKnown& known);
  void probe(const input::Probe& asked, Now now, Effects& effects);
  Effects refuse(std::vector<Input> inputs, const StorageError& trouble, Now now);
  bool has_something_to_do(Now now) const;
  bool lets_go() const { return !is_stopping_ && !settings_.only_records; }
  void set_program_timers(Now now);
  void note_hearing(Now now);
  std::optional<Duration> next_note() const;

  Store& store_;
  EngineSettings settings_;
  std::string announcement_name_;
  Record record_;
  Outbox outbox_;
  std::vector<Input> kept_;  // inputs of a failed transaction that nobody would send again
  bool reload_ = false;
  Duration not_before_{0};  // after a failed transaction
  std::string trouble_;
  std::optional<Moment> next_timer_;
  bool has_program_timers_ = false;
  bool is_connected_ = false;
  bool was_connected_ = false;              // before the transaction at hand
  bool is_watched_ = false;                 // there are active incidents, whose gaps matter
  std::optional<Duration> heard_noted_at_;  // steady
  bool is_stopping_ = false;
  std::vector<std::string> names_read_;  // of a list of members that is being read
  std::set<std::pair<IncidentNumber, std::string>> reported_;  // refusals that the lead knows of
  std::vector<std::pair<IncidentNumber, std::string>> reported_now_;  // in this transaction
};

}  // namespace tocsin
