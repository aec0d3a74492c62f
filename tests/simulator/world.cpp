#include "tests/simulator/world.h"

#include "bot/slack/ack.h"
#include "bot/slack/blocks.h"
#include "bot/slack/envelope.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <variant>

namespace tocsin::simulator {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_latest_effect = 20s;  // less than the grace period, as ARCHITECTURE.md assumes
const Moment k_begin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 28} + 21h};

sandbox::WorkspaceSetup setup_for(std::uint64_t seed) {
  sandbox::WorkspaceSetup setup = sandbox::sample_workspace();
  setup.seed = seed;
  setup.rate_limits = true;
  sandbox::ChannelSetup alerts;
  alerts.id = ChannelId{"C0ALERTS"};
  alerts.name = "alerts";
  alerts.members = {UserId{"U0ANA"}};
  alerts.bot_is_member = true;  // as it is once the channel was found
  setup.channels.push_back(std::move(alerts));
  return setup;
}

constexpr std::array<std::string_view, 3> k_people{"ana", "ben", "chi"};

}  // namespace

World::World(std::uint64_t seed, const std::filesystem::path& folder, EngineSettings settings)
    : dice_(seed),
      database_(folder / ("world-" + std::to_string(seed) + ".db")),
      slack_(setup_for(seed)),
      settings_(std::move(settings)),
      true_time_(k_begin) {
  start_bot();
  connect();
}

World::~World() = default;

Now World::now() const {
  return {true_time_ + clock_error_, std::chrono::duration_cast<Duration>(true_time_ - k_begin)};
}

void World::start_bot() {
  ++life_;
  OpenOptions opening;
  opening.now = now().wall;
  opening.flushes = false;  // the simulated crash is of the process, not of the machine
  file_ = SqliteStore::open(database_.string(), opening);
  store_ = std::make_unique<FaultyStore>(*file_, dice_);
  store_->faults = chaos_.commits;
  slack::SlackSettings settings;
  const auto& setup = slack_.workspace().setup();
  settings.api_url = "http://127.0.0.1:1/api/";
  settings.bot_token = setup.bot_token;
  settings.bot_user = setup.bot_user.value;
  settings.bot_id = setup.bot_id;
  settings.installation = "sim";
  destination_ = std::make_unique<slack::SlackDestination>(settings);
  Services services;
  services["duty"] = std::make_unique<PagerDestination>();
  switchboard_ = std::make_unique<Switchboard>(*destination_, std::move(services));
  engine_ = std::make_unique<Engine>(*store_, *switchboard_, settings_);
  engine_->start(now());
  const auto* incidents = slack_.workspace().channel_named("incidents");
  step_engine({input::AnnouncementChannel{incidents->id}});
  step_engine({input::AlertChannel{slack_.workspace().channel_named("alerts")->id}});
}

void World::crash() {
  ++crashes_;
  is_starting_ = true;
  engine_.reset();
  store_.reset();
  file_.reset();
  waiting_.clear();
  reported_.clear();
  if (socket_) slack_.closed(*socket_, true_time_);
  socket_.reset();
  start_bot();
  connect();
  is_starting_ = false;
}

void World::connect() {
  reconnect_at_.reset();
  socket_ = ++last_socket_;
  slack_.opened(*socket_, "/link", true_time_);
  take_slack_actions();
  step_engine({input::Connected{}});
}

void World::set_chaos(const Chaos& chaos) {
  chaos_ = chaos;
  store_->faults = chaos.commits;
  pager_.chaos = chaos.pager;
}

// ---- people

void World::type_something() {
  const UserId user = slack_.workspace().user_named(k_people[dice_.below(k_people.size())]);
  const std::string word = "word" + std::to_string(++last_word_);
  const std::vector<Incident> active = file_->active_incidents();
  if (active.empty() || (active.size() < 3 && dice_.chance(0.05))) {
    const ChannelId general = slack_.workspace().channel_named("general")->id;
    type(user, general, "declare sev" + std::to_string(1 + dice_.below(4)) + " Trouble " + word,
         word, true);
    return;
  }
  const Incident& incident = active[dice_.below(active.size())];
  const std::string name = handle(incident.number) + " ";
  const ChannelId general = slack_.workspace().channel_named("general")->id;
  constexpr std::array<std::string_view, 22> k_verbs{"log ",
                                                     "log ",
                                                     "log ",
                                                     "log 2m ago ",
                                                     "detected ",
                                                     "impact ",
                                                     "cause ",
                                                     "fix ",
                                                     "mitigated ",
                                                     "identified ",
                                                     "sev 2 ",
                                                     "resolve ",
                                                     "suspect ",
                                                     "deadend ",
                                                     "decide ",
                                                     "task @ben ",
                                                     "escalate @chi ",
                                                     "update ",
                                                     "lesson well ",
                                                     "workaround ",
                                                     "escalate payments ",
                                                     "page payments again "};
  std::string line(k_verbs[dice_.below(k_verbs.size())]);
  if (dice_.chance(0.03)) line = "close ";
  type(user, general, name + line + "about " + word, word, false);
}

EntryNumber World::some_entry(const Incident& incident) {
  const auto last = static_cast<std::uint64_t>(incident.last_entry.value);
  return EntryNumber{1 + static_cast<std::int64_t>(dice_.below(last))};
}

// A line that is not looked for afterwards; " E " in it stands for the entry.
void World::type_about(const Incident& incident, EntryNumber entry, std::string_view words) {
  std::string line(words);
  if (const std::size_t at = line.find(" E "); at != std::string::npos) {
    line.replace(at + 1, 1, handle(entry));
  }
  const UserId user = slack_.workspace().user_named(k_people[dice_.below(k_people.size())]);
  const ChannelId general = slack_.workspace().channel_named("general")->id;
  const auto trigger = slack_.workspace().slash_command(
      user, general, "/incident", handle(incident.number) + " " + line, true_time_);
  if (!trigger) return;
  slack_.flush(true_time_);
  take_slack_actions();
}

// What changes or only reads what is there: its words are nothing that has to be found again.
void World::correct_something() {
  const std::vector<Incident> active = file_->active_incidents();
  if (active.empty()) return;
  const Incident& incident = active[dice_.below(active.size())];
  const EntryNumber entry = some_entry(incident);
  constexpr std::array<std::string_view, 16> k_lines{"undo",
                                                     "ack P1",
                                                     "decline-page P1",
                                                     "decline-page P2 On a plane",
                                                     "status investigating It is back",
                                                     "edit E Other words",
                                                     "strike E Wrong incident",
                                                     "move E 1m ago",
                                                     "task done T1",
                                                     "confirm H1",
                                                     "ruledout H1 No sign of it",
                                                     "ack",
                                                     "catchup",
                                                     "timeline",
                                                     "handoff @ben",
                                                     "quiet 20m"};
  type_about(incident, entry, k_lines[dice_.below(k_lines.size())]);
}

// After the closing: the posted write-up has to follow.
void World::correct_what_is_closed() {
  std::vector<Incident> closed;
  for (Incident& incident : file_->recent_incidents(8)) {
    if (incident.state == State::closed) closed.push_back(std::move(incident));
  }
  if (closed.empty()) return;
  const Incident& incident = closed[dice_.below(closed.size())];
  const EntryNumber entry = some_entry(incident);
  constexpr std::array<std::string_view, 14> k_lines{"postmortem write summary A release broke it",
                                                     "postmortem write causes - one\n- another",
                                                     "postmortem write lessons We were lucky",
                                                     "postmortem clear summary",
                                                     "postmortem publish",
                                                     "postmortem owner @ben",
                                                     "postmortem due tomorrow",
                                                     "edit E Other words",
                                                     "move E 1m ago",
                                                     "strike E Wrong incident",
                                                     "undo",
                                                     "started 3h ago",
                                                     "resolved 1m ago",
                                                     "link INC-1"};
  type_about(incident, entry, k_lines[dice_.below(k_lines.size())]);
}

void World::type(const UserId& user, const ChannelId& channel, const std::string& text,
                 const std::string& word, bool is_declaration) {
  const auto trigger =
      slack_.workspace().slash_command(user, channel, "/incident", text, true_time_);
  if (!trigger) return;
  typed_.push_back({word, *trigger, is_declaration});
  slack_.flush(true_time_);
  take_slack_actions();
}

void World::press_something() {
  const auto& seen = slack_.workspace().ephemerals();
  if (seen.empty()) return;
  const auto& message = seen[dice_.below(seen.size())];
  if (message.blocks.find("\"actions\"") == std::string::npos) return;
  static_cast<void>(slack_.workspace().press_ephemeral(message.number, "Resolved now", true_time_));
  slack_.flush(true_time_);
  take_slack_actions();
}

// ---- trouble

// Mostly where it hurts: what cannot simply be repeated. Looks would swallow the rest.
void World::add_web_fault(sandbox::WebFault fault) {
  sandbox::WebRule rule;
  rule.fault = std::move(fault);
  constexpr std::array<std::string_view, 3> k_delicate{"chat.postMessage", "conversations.create",
                                                       "files.completeUploadExternal"};
  if (dice_.chance(0.7)) rule.method = k_delicate[dice_.below(k_delicate.size())];
  slack_.faults().add(std::move(rule));
}

void World::lose_an_answer() {
  using namespace sandbox;
  const auto longest = static_cast<std::uint64_t>(k_latest_effect.count());
  switch (dice_.below(4)) {
    case 0:
      return add_web_fault(lost_before_effect());
    case 1:
      return add_web_fault(lost_after_effect());
    case 2:
      return add_web_fault(silent(WebEffect::at_once));
    default:
      return add_web_fault(
          late_effect(Duration{1000 + static_cast<std::int64_t>(dice_.below(longest - 1000))}));
  }
}

void World::break_the_server() {
  using namespace sandbox;
  const WebEffect effect = dice_.chance(0.5) ? WebEffect::at_once : WebEffect::none;
  switch (dice_.below(5)) {
    case 0:
      return add_web_fault(http_error(503, "<html>", effect));
    case 1:
      return add_web_fault(html_page(effect));
    case 2:
      return add_web_fault(refused_with("fatal_error", effect));
    case 3:
      return add_web_fault(refused_with("internal_error", effect));
    default:
      return add_web_fault(half_an_object(effect));
  }
}

void World::disturb_an_envelope() {
  using namespace sandbox;
  constexpr std::array k_kinds{EnvelopeFaultKind::duplicate, EnvelopeFaultKind::second_envelope,
                               EnvelopeFaultKind::vanish, EnvelopeFaultKind::late};
  EnvelopeRule rule;
  rule.kind = k_kinds[dice_.below(k_kinds.size())];
  rule.after = Duration{static_cast<std::int64_t>(dice_.below(2000))};
  slack_.faults().add(rule);
}

void World::cut_the_socket() {
  slack_.closed(*socket_, true_time_);
  socket_.reset();
  waiting_.clear();
  reconnect_at_ = true_time_ + Duration{static_cast<std::int64_t>(dice_.below(20'000))};
  step_engine({input::Lost{}});
}

void World::let_something_go_wrong() {
  if (dice_.chance(chaos_.lost_answer)) lose_an_answer();
  if (dice_.chance(chaos_.server_error)) break_the_server();
  if (dice_.chance(chaos_.rate_limited)) {
    constexpr std::array<std::string_view, 4> k_waits{"3", "", "soon", "17"};
    add_web_fault(sandbox::too_many(std::string(k_waits[dice_.below(k_waits.size())])));
  }
  if (dice_.chance(chaos_.envelope_trouble)) disturb_an_envelope();
  if (dice_.chance(chaos_.clock_jump)) {
    clock_error_ = Duration{static_cast<std::int64_t>(dice_.below(100'000)) - 50'000};
  }
  if (socket_ && dice_.chance(chaos_.socket_trouble)) cut_the_socket();
  if (dice_.chance(chaos_.crash)) crash();
}

// ---- the bot's shell

void World::step_engine(std::vector<Input> inputs) {
  carry_out(engine_->step(std::move(inputs), now()));
}

void World::carry_out(Effects effects) {
  // Between commit and act: the effects of this step never happen.
  if (!is_starting_ && dice_.chance(chaos_.crash)) return crash();
  for (const Ack& ack : effects.acks) {
    note_taken(ack);
    if (ack.saved)
      std::erase_if(hooks_, [&](const auto& hook) { return hook.second.token == ack.token; });
    const auto waiting = waiting_.find(ack.token);
    if (waiting == waiting_.end()) continue;
    if (socket_ && (ack.saved || ack.with_reply)) {
      const std::string text =
          ack.with_reply ? slack::ack(waiting->second, ack.reply) : slack::ack(waiting->second);
      slack_.received(*socket_, text, true_time_);
    }
    waiting_.erase(waiting);
  }
  for (const Outgoing& outgoing : effects.requests) {
    if (outgoing.request.url.starts_with("pager:")) {
      call_pager(outgoing);
      continue;
    }
    const sandbox::Reception reception = slack_.request(outgoing.request, true_time_);
    input::Answered answered{outgoing.number, sandbox::as_seen_by_client(reception)};
    Duration after = reception.after + Duration{static_cast<std::int64_t>(dice_.below(300))};
    if (reception.kind == sandbox::Reception::Kind::silence || after > k_http_timeout) {
      answered.answer = {};
      answered.answer.transport = net::Transport::lost;
      answered.answer.trouble = "timeout";
      after = k_http_timeout;
    }
    answers_.emplace(true_time_ + after, std::pair(life_, std::move(answered)));
  }
  take_slack_actions();
}

void World::take_slack_actions() {
  for (const sandbox::SocketAction& action : slack_.take_actions()) {
    if (!socket_ || action.socket != *socket_) continue;
    using Kind = sandbox::SocketAction::Kind;
    if (action.kind == Kind::text) {
      receive(action.bytes);
    } else if (action.kind == Kind::close || action.kind == Kind::drop) {
      slack_.closed(*socket_, true_time_);
      socket_.reset();
      reconnect_at_ = true_time_ + 1s;
    }
  }
}

void World::receive(const std::string& frame) {
  const slack::Frame parsed = slack::parse_frame(frame);
  const std::string envelope = slack::envelope_id_of(parsed);
  if (const auto* command = std::get_if<slack::frame::SlashCommand>(&parsed)) {
    waiting_[++last_token_] = envelope;
    step_engine({input::Command{slack::input_key(*command), command->user, command->channel,
                                command->text, last_token_, std::nullopt}});
  } else if (const auto* press = std::get_if<slack::frame::ButtonPress>(&parsed)) {
    const auto line = slack::command_line_of(press->value);
    if (!line) return;
    waiting_[++last_token_] = envelope;
    step_engine({input::Command{slack::input_key(*press), press->user, press->channel, *line,
                                last_token_, Place{press->channel, press->thread_ts}}});
  } else if (!envelope.empty() && socket_) {
    slack_.received(*socket_, slack::ack(envelope), true_time_);
  }
}

// ---- time

Duration World::until_next() const {
  Duration shortest = std::chrono::hours(1);
  const auto consider = [&](Moment moment) {
    shortest = std::min(shortest, std::max(moment - true_time_, Duration{0}));
  };
  if (const auto wait = engine_->wait(now())) shortest = std::min(shortest, *wait);
  if (!answers_.empty()) consider(answers_.begin()->first);
  if (const auto due = slack_.next_due()) consider(*due);
  if (reconnect_at_) consider(*reconnect_at_);
  if (!hooks_.empty()) consider(hooks_.begin()->first);
  return shortest;
}

bool World::advance() {
  const Duration step = until_next();
  if (step >= std::chrono::hours(1)) return false;
  true_time_ += std::max(step, Duration{1});
  slack_.advance(true_time_);
  take_slack_actions();
  if (reconnect_at_ && *reconnect_at_ <= true_time_) connect();
  std::vector<Input> inputs;
  while (!answers_.empty() && answers_.begin()->first <= true_time_) {
    auto [life, answered] = std::move(answers_.begin()->second);
    answers_.erase(answers_.begin());
    // The answers to requests of a process that is gone reach nobody.
    if (life == life_) inputs.emplace_back(std::move(answered));
  }
  step_engine(std::move(inputs));
  hear_pager();
  return true;
}

void World::live(int steps) {
  for (int i = 0; i < steps; ++i) {
    if (dice_.chance(0.35)) type_something();
    if (dice_.chance(0.06)) correct_something();
    if (dice_.chance(0.06)) correct_what_is_closed();
    if (dice_.chance(0.02)) press_something();
    if (dice_.chance(0.08)) report_alerts();
    if (dice_.chance(0.01)) press_on_an_alert();
    let_something_go_wrong();
    if (!advance()) true_time_ += Duration{static_cast<std::int64_t>(dice_.below(5000))};
  }
}

void World::calm_down() {
  set_chaos({});
  slack_.faults().clear();
  clock_error_ = Duration{0};
  // Bounded: a world that never comes to rest is a finding, and the checkers say so.
  for (int i = 0; i < 200'000 && !is_at_rest(); ++i) {
    if (!advance()) break;
  }
}

bool World::is_at_rest() const {
  return answers_.empty() && hooks_.empty() && !reconnect_at_ && engine_->health().unsettled == 0 &&
         file_->unsettled_rows().empty();
}

void World::let_pass(Duration time) {
  const Moment end = true_time_ + time;
  while (true_time_ < end) {
    const Moment before = true_time_;
    if (!advance()) {
      true_time_ = std::min(end, true_time_ + std::chrono::hours(1));
      step_engine({});
    }
    if (true_time_ <= before) return;
  }
}

}  // namespace tocsin::simulator
