// Engine, the write-up: rendered and posted at the closing, brought up to date in place when the
// record changes afterwards.

#include "bot/domain/postmortem.h"
#include "bot/domain/reminders.h"
#include "bot/domain/shown_name.h"
#include "bot/domain/writeup_changes.h"
#include "bot/engine/engine.h"
#include "bot/ensure.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tocsin {

namespace {

// Those who changed the record after `before` was made, in the order of their first change.
std::vector<UserId> authors_since(const Writeup& before, const std::vector<Event>& events) {
  std::vector<UserId> authors;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const bool is_new = before.events > 0 ? i >= static_cast<std::size_t>(before.events)
                                          : events[i].recorded_at > before.made_at;
    const UserId& actor = events[i].actor;
    if (!is_new || actor.empty()) continue;
    if (std::ranges::find(authors, actor) == authors.end()) authors.push_back(actor);
  }
  return authors;
}

}  // namespace

Writeup Engine::next_writeup(IncidentNumber number, Now now) {
  const std::optional<Incident> incident = record_.incident(number);
  ENSURE(incident.has_value());
  const std::vector<Event> events = record_.events_of(number);
  const PostmortemSources sources{*incident, events, [this](const UserId& user) {
                                    return shown_name(record_.person(user), user);
                                  }};
  const auto latest = record_.latest_writeup(number);
  return {number, latest ? latest->revision + 1 : 1, now.wall, settings_.commands.layout(sources),
          static_cast<std::int64_t>(events.size())};
}

void Engine::post_writeup(IncidentNumber number, Now now) {
  const auto incident = record_.incident(number);
  if (incident && incident->is_imported) return;  // it has no place in Slack
  const Writeup writeup = next_writeup(number, now);
  store_.put(writeup);
  // What was posted before stays as it is; from now on the new messages are kept up to date.
  for (const MessagePurpose purpose : {MessagePurpose::writeup, MessagePurpose::questions}) {
    for (const MessageRef& message : store_.messages(number, purpose)) {
      store_.forget_message(number, purpose, message.part);
    }
  }
  await_no_change(number);
  outbox_.add(number, delivery::PostWriteup{writeup.revision}, now);
  outbox_.add(number, delivery::AttachWriteup{writeup.revision}, now);
  outbox_.add(number, delivery::ShowCanvas{writeup.revision}, now);
  outbox_.add(number, delivery::PostQuestions{}, now);
}

// Whatever had changed is shown by then.
void Engine::await_no_change(IncidentNumber number) {
  for (const std::int64_t step : {k_after_last_change, k_after_first_change}) {
    store_.drop_timer(number, TimerKind::writeup_changed, step);
  }
}

bool Engine::is_writeup_posted(IncidentNumber number) const {
  if (store_.message(number, MessagePurpose::writeup)) return true;
  const std::vector<OutboxRow> rows = store_.unsettled_rows();
  return std::ranges::any_of(rows, [number](const OutboxRow& row) {
    return row.incident == number && std::holds_alternative<delivery::PostWriteup>(row.delivery);
  });
}

void Engine::update_writeup(IncidentNumber number, Now now) {
  await_no_change(number);
  const auto latest = record_.latest_writeup(number);
  if (!latest || !is_writeup_posted(number)) return;
  const Writeup writeup = next_writeup(number, now);
  if (writeup.markdown == latest->markdown) return;
  store_.put(writeup);
  outbox_.add(number, delivery::EditWriteup{writeup.revision}, now);
  outbox_.add(number, delivery::ShowCanvas{writeup.revision}, now);
  RichText changes = writeup_changes(latest->markdown, writeup.markdown,
                                     authors_since(*latest, record_.events_of(number)));
  if (!changes.empty()) {
    outbox_.add(number, delivery::SayUnderWriteup{std::move(changes)}, now);
  }
  outbox_.add(number, delivery::EditQuestions{}, now);  // needless where none were posted
}

// The messages show the final text, and the file that people keep is attached anew.
void Engine::publish_writeup(IncidentNumber number, Now now) {
  if (!is_writeup_posted(number)) return post_writeup(number, now);
  update_writeup(number, now);
  const auto latest = record_.latest_writeup(number);
  if (!latest) return;
  outbox_.add(number, delivery::AttachWriteup{latest->revision}, now);
  const auto incident = record_.incident(number);
  if (incident && !incident->is_private) {
    outbox_.add(number, delivery::AnnounceWriteup{}, now);
  }
}

}  // namespace tocsin
