#include "tests/engine/engine_world.h"

#include "integrations/catalog.h"

#include <algorithm>

namespace tocsin {

namespace {

const Moment k_begin = from_stored(1'773'153'600'000);  // 2026-03-10 14:40 UTC

OpenOptions opening() {
  OpenOptions options;
  options.now = k_begin;
  return options;
}

}  // namespace

std::string text_of(const Reply& reply) {
  std::string text;
  for (const RichText& paragraph : reply.paragraphs) text += to_plain(paragraph) + "\n";
  return text;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

EngineWorld::EngineWorld(Setting setting)
    : setting_(std::move(setting)),
      file_(SqliteStore::open(":memory:", opening())),
      disk_(*file_),
      destination_(setting_.slack),
      switchboard_(destination_, connect_services(setting_.services)),
      now_{k_begin, 1'000'000ms} {
  slack.people = {{k_ana, "Ana", ""}, {k_ben, "Ben", "Europe/Berlin"}};
  if (setting_.starts) start();
  if (setting_.starts) settle();
}

void EngineWorld::start() {
  // The small one plays every service that is not given.
  const Destination& all =
      setting_.services.empty() ? static_cast<const Destination&>(destination_) : switchboard_;
  engine_ = std::make_unique<Engine>(disk_, all, setting_.engine);
  engine_->start(now_);
  if (setting_.knows_announcements) step({input::AnnouncementChannel{setting_.announcements}});
}

void EngineWorld::restart() {
  engine_.reset();
  out.clear();
  // A new process has a steady clock of its own.
  now_.steady = Duration{500};
  start();
}

void EngineWorld::restart_without_looking() {
  setting_.knows_announcements = false;
  restart();
}

void EngineWorld::step(std::vector<Input> inputs) {
  Effects effects = engine_->step(std::move(inputs), now_);
  for (Ack& ack : effects.acks) acks.push_back(std::move(ack));
  for (FormToOpen& form : effects.forms) forms.push_back(std::move(form));
  for (Outgoing& request : effects.requests) out.push_back(std::move(request));
}

input::Command EngineWorld::command(std::string_view line, const std::string& key) {
  input::Command typed;
  typed.token = ++last_token_;
  typed.key = key.empty() ? "key" + std::to_string(typed.token) : key;
  typed.user = k_ana;
  typed.channel = k_general;
  typed.text = std::string(line);
  return typed;
}

Ack EngineWorld::type(std::string_view line, const ChannelId& channel) {
  return type_as(k_ana, line, channel);
}

Ack EngineWorld::type_as(const UserId& user, std::string_view line, const ChannelId& channel) {
  input::Command typed = command(line);
  typed.user = user;
  typed.channel = channel;
  const AckToken token = typed.token;
  step({std::move(typed)});
  REQUIRE_FALSE(acks.empty());
  REQUIRE(acks.back().token == token);
  return acks.back();
}

// ---- requests

Outgoing EngineWorld::take(std::size_t index) {
  REQUIRE(index < out.size());
  Outgoing taken = std::move(out[index]);
  out.erase(out.begin() + static_cast<std::ptrdiff_t>(index));
  return taken;
}

input::Answered EngineWorld::performed(std::size_t index) {
  const Outgoing request = take(index);
  const bool is_outside = request.request.url.starts_with("https://");
  return {request.number,
          is_outside ? setting_.outside(request.request) : slack.perform(request.request)};
}

void EngineWorld::answer(std::size_t index) { step({performed(index)}); }

void EngineWorld::answer_with(net::HttpResponse answer, std::size_t index) {
  step({input::Answered{take(index).number, std::move(answer)}});
}

void EngineWorld::lose_answer(std::size_t index) {
  input::Answered answered = performed(index);
  answered.answer = answer_lost();
  step({std::move(answered)});
}

std::size_t EngineWorld::out_with(std::string_view part) const {
  const auto found = std::ranges::find_if(out, [&](const Outgoing& one) {
    return has(one.request.body, part) || has(one.request.url, part);
  });
  CAPTURE(part);
  REQUIRE(found != out.end());
  return static_cast<std::size_t>(found - out.begin());
}

// ---- time

void EngineWorld::pass(Duration time) {
  now_.wall += time;
  now_.steady += time;
  step();
}

void EngineWorld::run() {
  for (int i = 0; i < 1000; ++i) {
    if (out.empty()) {
      const auto wait = engine_->wait(now_);
      if (!wait || *wait > 0ms) return;
      step();
      if (out.empty()) return;
    }
    answer();
  }
  FAIL("it never ends");
}

void EngineWorld::settle() {
  for (int i = 0; i < 1000; ++i) {
    run();
    if (engine_->health().unsettled == 0) return;
    const auto wait = engine_->wait(now_);
    if (!wait || *wait > 10min) return;  // the rest waits for something else
    pass(std::max(*wait, 1ms));
  }
  FAIL("it never settles");
}

bool EngineWorld::waits_at_least(Duration time) const {
  const auto wait = engine_->wait(now_);
  return !wait || *wait >= time;
}

// ---- reading

void EngineWorld::declare(std::string_view line) {
  const Ack ack = type(line);
  REQUIRE(ack.saved);
  settle();
}

Incident EngineWorld::incident(std::int64_t number) const {
  const auto found = file_->incident(IncidentNumber{number});
  REQUIRE(found);
  return *found;
}

std::vector<std::string> EngineWorld::logged(std::int64_t number) const {
  std::vector<std::string> texts;
  for (const Event& event : file_->events_of(IncidentNumber{number})) {
    if (const auto* log = std::get_if<event::Logged>(&event.body)) texts.push_back(log->text);
  }
  return texts;
}

OutboxRow EngineWorld::row(DeliveryId id) const {
  const auto found = file_->outbox_row(id);
  REQUIRE(found);
  return *found;
}

}  // namespace tocsin
