#include "bot/engine/engine.h"

#include "bot/domain/reminders.h"
#include "bot/ensure.h"
#include "bot/log.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <iterator>
#include <stdexcept>
#include <string>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_pause_after_failure = 250ms;
constexpr Duration k_first_tidying = std::chrono::hours(1);
constexpr std::string_view k_team = "team";                          // setting, stored
constexpr std::string_view k_probed_at = "probed_at";                // setting, stored
constexpr std::string_view k_announcement = "announcement_channel";  // setting, stored

// Our own mistake in carrying out an input. Like a failure of the database it ends the transaction:
// a savepoint for each input would cost a sixth of its time, for a case that should not exist.
class InputFailed : public std::runtime_error {
 public:
  explicit InputFailed(const std::exception& why)
      : std::runtime_error(std::string("an input could not be carried out: ") + why.what()) {}
};

// Whoever waits for an answer to this input.
struct Asker {
  std::string key;
  AckToken token = 0;
  bool takes_reply = true;
};

std::optional<Asker> asker_of(const Input& input) {
  if (const auto* command = std::get_if<input::Command>(&input)) {
    return Asker{command->key, command->token, !command->whisper_to};
  }
  if (const auto* filled = std::get_if<input::FormFilled>(&input)) {
    return Asker{filled->key, filled->token, true};
  }
  if (const auto* shortcut = std::get_if<input::Shortcut>(&input)) {
    return Asker{shortcut->key, shortcut->token, false};
  }
  if (const auto* answered = std::get_if<input::PagerAnswered>(&input)) {
    return Asker{answered->key, answered->token, false};
  }
  if (const auto* reported = std::get_if<input::Alerts>(&input)) {
    return Asker{reported->key, reported->token, false};
  }
  if (const auto* probe = std::get_if<input::Probe>(&input)) return Asker{"", probe->token, false};
  return std::nullopt;
}

bool is_form(const Input& input) { return std::holds_alternative<input::FormFilled>(input); }

RichText not_saved(const StorageError& trouble) {
  switch (trouble.kind()) {
    case StorageError::Kind::disk_full:
      return "Not saved: the bot's disk is full. Tell its operator, then type it again.";
    case StorageError::Kind::read_only:
      return "Not saved: the bot's database cannot be written. Tell its operator, then type it "
             "again.";
    case StorageError::Kind::busy:
      return "Not saved: the bot's database is busy. Type it again in a moment.";
    case StorageError::Kind::broken:
      break;
  }
  return "Not saved: the bot's database failed. Tell its operator, then type it again.";
}

OutboxSettings outbox_settings(const EngineSettings& settings) {
  OutboxSettings outbox = settings.outbox;
  outbox.commands = settings.commands;
  return outbox;
}

}  // namespace

Engine::Engine(Store& store, const Destination& destination, EngineSettings settings)
    : store_(store),
      settings_(std::move(settings)),
      announcement_name_(settings_.commands.announcement_channel),
      record_(store),
      outbox_(store, record_, destination, outbox_settings(settings_)) {
  settings_.audience.policy = settings_.commands.policy;
  settings_.audience.pagers = settings_.commands.roster.pagers;
  settings_.audience.roster = &settings_.commands.roster;  // which lives as long as this
  outbox_.hold_slack(settings_.waits_for_slack);
}

void Engine::start(Now now) {
  try {
    outbox_.load(now);
    load_read_shifts();
    // A channel that was there last time is; that there was none has to be found out again.
    const auto channel = store_.setting(k_announcement);
    if (channel && !channel->empty()) outbox_.know_announcements({true, ChannelId{*channel}});
    recall_alert_channel();
    store_.begin();
    set_program_timers(now);
    store_.commit();
    next_timer_ = store_.next_timer();
    has_program_timers_ = true;
  } catch (const StorageError& error) {
    store_.rollback();
    log_error("not saved: {}", error.what());
    trouble_ = error.what();
    reload_ = true;
    not_before_ = now.steady + k_pause_after_failure;
  }
}

void Engine::set_program_timers(Now now) {
  store_.set_timer({{}, TimerKind::forget_old_inputs, 0, now.wall + k_first_tidying});
  store_.set_timer({{}, TimerKind::refresh_people, k_slack_people, now.wall});
  if (asks_pagers()) {
    store_.set_timer({{}, TimerKind::refresh_people, k_on_call_people, now.wall});
  }
  store_.set_timer({{}, TimerKind::prepare_search, 0, now.wall});
}

void Engine::stop(Now now) {
  try {
    store_.begin();
    if (is_connected_) lose({}, now);
    store_.commit();
  } catch (const StorageError& error) {
    store_.rollback();
    log_warn("could not note the end of the connection: {}", error.what());
  }
}

bool Engine::has_something_to_do(Now now) const {
  if (!kept_.empty() || reload_) return now.steady >= not_before_;
  if (next_timer_ && *next_timer_ <= now.wall) return true;
  if (!lets_go()) return false;
  if (const auto note = next_note(); note && *note <= now.steady) return true;
  const auto due = outbox_.next_due();
  return due && *due <= now.steady;
}

std::optional<Duration> Engine::wait(Now now) const {
  std::optional<Duration> shortest;
  const auto consider = [&](Duration pause) {
    pause = std::max(pause, Duration{0});
    if (!shortest || pause < *shortest) shortest = pause;
  };
  if (reload_ || !kept_.empty()) {
    consider(not_before_ - now.steady);
    return shortest;
  }
  if (next_timer_) consider(*next_timer_ - now.wall);
  if (!lets_go()) return shortest;
  if (const auto due = outbox_.next_due()) consider(*due - now.steady);
  if (const auto note = next_note()) consider(*note - now.steady);
  return shortest;
}

Engine::Health Engine::health() const {
  return {trouble_.empty(), trouble_.empty() ? outbox_.held_because() : trouble_,
          outbox_.unsettled()};
}

Effects Engine::step(std::vector<Input> inputs, Now now) {
  if (inputs.empty() && !has_something_to_do(now)) return {};
  if (!kept_.empty()) {
    std::vector<Input> all = std::move(kept_);
    kept_.clear();
    std::move(inputs.begin(), inputs.end(), std::back_inserter(all));
    inputs = std::move(all);
  }
  Effects effects;
  try {
    transact(inputs, now, effects, Leaving::now);
    return effects;
  } catch (const StorageError& error) {
    undo(effects);
    if (error.kind() != StorageError::Kind::broken || inputs.size() < 2) {
      return refuse(std::move(inputs), error, now);
    }
    log_warn("one of {} inputs cannot be stored; each is tried by itself", inputs.size());
  } catch (const InputFailed& error) {
    undo(effects);
    log_error("{}", error.what());
    if (inputs.size() < 2) return give_up(inputs.front());
  }
  return step_one_by_one(std::move(inputs), now);
}

// All inputs in one transaction, or none.
void Engine::transact(const std::vector<Input>& inputs, Now now, Effects& effects,
                      Leaving leaving) {
  was_connected_ = is_connected_;
  reported_now_.clear();
  if (reload_) {
    record_.forget();
    outbox_.load(now);
    load_read_shifts();
    reload_ = false;
  }
  store_.begin();
  if (!has_program_timers_) set_program_timers(now);
  for (const Input& input : inputs) run(input, now, effects);
  fire_timers(now);
  note_hearing(now);
  if (lets_go() && leaving == Leaving::now) {
    for (const Settlement& refused : outbox_.claim(now, effects.requests)) settle(refused, now);
  }
  record_.flush();
  const auto next_timer = store_.next_timer();  // in here, where a look takes no lock of its own
  store_.commit();
  outbox_.committed();
  has_program_timers_ = true;
  next_timer_ = next_timer;
  if (!trouble_.empty()) log_info("the database can be written again");
  trouble_.clear();
}

void Engine::undo(Effects& effects) {
  store_.rollback();
  outbox_.undo(effects.requests);
  effects = {};
  reload_ = true;
  is_connected_ = was_connected_;
  heard_noted_at_.reset();
  for (const auto& reported : reported_now_) reported_.erase(reported);
}

// One input that the database cannot take must not take the others down with it. What leaves,
// leaves with the next step: a page must not go out behind an answer to it that is among these
// inputs.
Effects Engine::step_one_by_one(std::vector<Input> inputs, Now now) {
  Effects all;
  for (Input& input : inputs) {
    std::vector<Input> one;
    one.push_back(std::move(input));
    Effects effects;
    try {
      transact(one, now, effects, Leaving::later);
    } catch (const StorageError& error) {
      undo(effects);
      effects = refuse(std::move(one), error, now);
    } catch (const InputFailed& error) {
      undo(effects);
      log_error("{}", error.what());
      effects = give_up(one.front());
    }
    std::ranges::move(effects.acks, std::back_inserter(all.acks));
    std::ranges::move(effects.forms, std::back_inserter(all.forms));
    std::ranges::move(effects.requests, std::back_inserter(all.requests));
  }
  return all;
}

Effects Engine::give_up(const Input& input) {
  Effects effects;
  if (const auto asker = asker_of(input)) {
    Reply reply("Not saved: something in the bot went wrong. Tell its operator.");
    effects.acks.push_back(
        {asker->token, false, asker->takes_reply, std::move(reply), is_form(input)});
  }
  return effects;
}

// Nothing of the transaction is on disk, as far as we know. A commit can fail after the fact, so
// the keys are looked up before anybody is told "not saved".
Effects Engine::refuse(std::vector<Input> inputs, const StorageError& trouble, Now now) {
  if (trouble_ != trouble.what()) log_error("not saved: {}", trouble.what());
  trouble_ = trouble.what();
  not_before_ = now.steady + k_pause_after_failure;
  Effects effects;
  for (Input& input : inputs) {
    const auto asker = asker_of(input);
    if (!asker) {
      kept_.push_back(std::move(input));
      continue;
    }
    std::optional<Reply> saved;
    try {
      saved = store_.reply_for(asker->key);
    } catch (const StorageError& error) {
      log_error("could not read back: {}", error.what());
    }
    effects.acks.push_back({asker->token, saved.has_value(), asker->takes_reply,
                            saved.value_or(Reply(not_saved(trouble))),
                            is_form(input) && !saved.has_value()});
  }
  return effects;
}

// What each input asks of the engine, and whether somebody waits to hear that it was received.
struct Engine::Runner {
  void operator()(const input::Command& command) { engine.run_command(command, now, effects); }
  void operator()(const input::FormFilled& filled) { engine.run_form(filled, now, effects); }
  void operator()(const input::FormRefused& refused) { engine.offer_form(refused, now); }
  void operator()(const input::Shortcut& used) { engine.run_shortcut(used, now, effects); }
  void operator()(const input::Reacted& reacted) {
    engine.react(reacted, now);
    received(reacted.token);
  }
  void operator()(const input::MessageChanged& changed) {
    engine.follow_message(changed, now);
    received(changed.token);
  }
  void operator()(const input::ChannelChanged& changed) {
    engine.change_channel(changed, now);
    received(changed.token);
  }
  void operator()(const input::ChannelMoved& moved) {
    engine.move_channel(moved, now);
    received(moved.token);
  }
  void operator()(const input::MemberMoved& moved) {
    engine.move_member(moved, now);
    received(moved.token);
  }
  void operator()(const input::HomeOpened& opened) {
    engine.open_home(opened, now);
    received(opened.token);
  }
  void operator()(const input::PersonChanged& changed) {
    engine.change_person(changed, now);
    received(changed.token);
  }
  void operator()(const input::Answered& answered) {
    engine.settle(engine.outbox_.answered(answered.request, answered.answer, now), now);
  }
  void operator()(const input::Connected&) {
    engine.hear(now);
    engine.tell_typed_away(now);
  }
  void operator()(const input::Lost& lost) { engine.lose(lost, now); }
  void operator()(const input::AnnouncementChannel& found) { engine.know_announcements(found); }
  void operator()(const input::SlackKnown& known) { engine.know_slack(known); }
  void operator()(const input::Probe& asked) { engine.probe(asked, now, effects); }
  void operator()(const input::PagerAnswered& answered) {
    engine.answer_in_pager(answered, now);
    received(answered.token);
  }
  void operator()(const input::Alerts& told) { engine.take_alerts(told, now, effects); }
  void operator()(const input::AlertChannel& found) { engine.know_alert_channel(found); }
  void operator()(const input::Stopping&) { engine.is_stopping_ = true; }

  void received(AckToken token) const {
    if (token != 0) effects.acks.push_back({token, true, false, {}});
  }

  Engine& engine;
  Now now;
  Effects& effects;
};

void Engine::run(const Input& input, Now now, Effects& effects) {
  try {
    std::visit(Runner{*this, now, effects}, input);
  } catch (const StorageError&) {
    throw;
  } catch (const std::exception& error) {
    throw InputFailed(error);
  }
}

void Engine::know_announcements(const input::AnnouncementChannel& found) {
  store_.put_setting(k_announcement, found.channel.value);
  outbox_.know_announcements({true, found.channel});
  // Answers name the channel only while there is one.
  settings_.commands.announcement_channel = found.channel.empty() ? "" : announcement_name_;
}

void Engine::know_slack(const input::SlackKnown& known) {
  if (store_.setting(k_team) != known.team) store_.put_setting(k_team, known.team);
  settings_.waits_for_slack = false;
  outbox_.hold_slack(false);
}

void Engine::probe(const input::Probe& asked, Now now, Effects& effects) {
  store_.put_setting(k_probed_at, std::to_string(to_stored(now.wall)));
  effects.acks.push_back({asked.token, true, false, {}});
}

// The one way in which an event enters the record, whatever caused it.
void Engine::record(IncidentNumber incident, const Event& event, Now now) {
  const Record::Change change = record_.record(incident, event);
  for (const Delivery& delivery :
       consequences(change.before, change.after, event, settings_.audience)) {
    outbox_.add(incident, delivery, now);
  }
  follow_alerts(change.before, change.after, now);
  for (const Timer& timer : timers_after(change.before, change.after, event)) {
    if (keeps_its_time(timer)) {
      store_.set_timer_once(timer);
    } else {
      store_.set_timer(timer);
    }
  }
  if (is_over(change.after.state)) store_.drop_timer(incident, TimerKind::remind_to_close, 0);
  if (std::holds_alternative<event::Closed>(event.body)) {
    post_writeup(incident, now);
    if (!change.after.is_private) outbox_.add(incident, delivery::AnnounceWriteup{}, now);
  }
  const auto* paged = std::get_if<event::Paged>(&event.body);
  if (paged != nullptr && !paged->rungs.empty()) ask_on_call(now);
  const auto* moved = std::get_if<event::WriteupMoved>(&event.body);
  if (moved != nullptr && moved->to == WriteupState::published) publish_writeup(incident, now);
}

void Engine::note(IncidentNumber incident, EventBody body, Moment happened_at, const UserId& actor,
                  Now now) {
  const auto current = record_.incident(incident);
  if (!current) return;
  record(incident, next_event(*current, std::move(body), happened_at, now.wall, actor), now);
}

}  // namespace tocsin
