// The second half of Outbox: what an answer, or its loss, does to a row.

#include "bot/engine/outbox.h"
#include "bot/ensure.h"
#include "bot/log.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_first_setback = 1s;
constexpr Duration k_longest_setback = 60s;
constexpr Duration k_held_for = 60s;
// Of a page: who waits for an answer must not wait for a pause.
constexpr Duration k_longest_setback_of_page = 15s;
// So often a page was not taken before people are told; it is tried further.
constexpr std::int64_t k_tries_before_told = 3;

// What shows all there is to show, wherever it is sent.
bool is_whole_edit(const Delivery& delivery) {
  return std::holds_alternative<delivery::EditCard>(delivery) ||
         std::holds_alternative<delivery::EditAnnouncement>(delivery) ||
         std::holds_alternative<delivery::EditQuestions>(delivery) ||
         std::holds_alternative<delivery::EditAlerts>(delivery) ||
         std::holds_alternative<delivery::SetTopic>(delivery) ||
         std::holds_alternative<delivery::PublishHome>(delivery);
}

// What shows a certain revision. Sending it once more changes only what shows another one as far as
// we know, so a later one cannot be repeated in the way of the whole edits.
bool is_edit_of_revision(const Delivery& delivery) {
  return std::holds_alternative<delivery::EditWriteup>(delivery) ||
         std::holds_alternative<delivery::ShowCanvas>(delivery);
}

}  // namespace

Settlement Outbox::answered(RequestNumber request, const net::HttpResponse& answer, Now now) {
  const auto found = flights_.find(request);
  if (found == flights_.end()) return {};  // of a row that a reload found settled
  answered_.emplace_back(request, std::move(found->second));
  Flight& flight = answered_.back().second;
  flights_.erase(found);
  const auto place = lanes_.find(flight.lane);
  ENSURE(place != lanes_.end());
  Lane& lane = place->second;
  ENSURE(!lane.sending.empty() && lane.sending.front().id == flight.head);
  if (!flight.is_look) {
    Verdict verdict = destination_.judge(flight.context, answer);
    // What is harmless to repeat waits to be tried again, also after a lost answer.
    const auto* wait = std::get_if<verdict::Wait>(&verdict);
    const bool may_stray =
        wait != nullptr && !wait->is_rate_limit && answer.transport != net::Transport::never_sent;
    if (may_stray) note_stray(lane, flight.head, now.steady);
    return act_on(lane, flight, std::move(verdict), now);
  }
  Settlement settlement;
  act_on_look(lane, flight, destination_.found(flight.context, answer), now, settlement);
  return settlement;
}

void Outbox::act_on_look(Lane& lane, Flight& flight, const Look& look, Now now,
                         Settlement& settlement) {
  lane.stage = Stage::lost;
  if (const auto* found = std::get_if<look::Found>(&look)) {
    settlement = act_on(lane, flight, found->verdict, now);
  } else if (const auto* more = std::get_if<look::More>(&look)) {
    lane.cursor = more->cursor;
    lane.due = now.steady;
  } else if (const auto* failed = std::get_if<look::Failed>(&look)) {
    lane.cursor.clear();
    lane.due = now.steady + std::max(failed->after, settings_.between_looks);
    pacer_.hold_back(flight.paces, now.steady + failed->after);
  } else {
    const bool conclusive = lane.look_began >= lane.lost_at + settings_.grace;
    lane.cursor.clear();
    if (conclusive) {
      back_to_ready(lane, "not found there, sent again", true);
      lane.due = now.steady;
    } else {
      lane.due = std::min(now.steady + settings_.between_looks,
                          std::max(now.steady, lane.lost_at + settings_.grace));
    }
  }
}

Settlement Outbox::act_on(Lane& lane, Flight& flight, Verdict verdict, Now now) {
  Settlement settlement;
  // Of the row: a lane of a service carries rows of many incidents.
  if (flight.context.incident) settlement.incident = flight.context.incident->number;
  const DeliveryId head = flight.head;
  if (const auto* read = std::get_if<delivery::ReadMessage>(&flight.context.delivery)) {
    settlement.read = *read;
  }
  if (auto* done = std::get_if<verdict::Done>(&verdict)) {
    settlement.facts = std::move(done->facts);
    settlement.has_read_people =
        std::holds_alternative<delivery::ReadPeople>(flight.context.delivery);
    settle(lane, DeliveryState::sent, "", now);
    if (lane.service.empty()) held_because_.clear();
    repeat_after_stray(lane, flight, now);
  } else if (auto* next = std::get_if<verdict::NextStep>(&verdict)) {
    settlement.facts = std::move(next->facts);
    std::optional<OutboxRow> row = store_.outbox_row(head);
    ENSURE(row.has_value());
    row->progress = std::move(next->progress);
    store_.update(*row);
    back_to_ready(lane, "", false);
    lane.secret = std::move(next->secret);
    lane.setbacks = 0;
  } else if (auto* wait = std::get_if<verdict::Wait>(&verdict)) {
    back_to_ready(lane, wait->why, false);
    lane.due = now.steady + setback(lane, head, wait->after);
    note_struggle(lane, flight, wait->why, settlement);
    if (wait->is_rate_limit) pacer_.hold_back(flight.paces, lane.due);
  } else if (auto* unknown = std::get_if<verdict::Unknown>(&verdict)) {
    lose(lane, flight, unknown->why, now, settlement);
  } else if (auto* hold = std::get_if<verdict::Hold>(&verdict)) {
    hold_back(lane, hold->why, now);
    note_struggle(lane, flight, hold->why, settlement);
  } else if (auto* refused = std::get_if<verdict::Refused>(&verdict)) {
    log_warn("delivery {} refused for good: {}", head.value, refused->code);
    settlement.facts = std::move(refused->facts);
    Settlement::Failure failure{flight.context.delivery, {}, refused->code, refused->why};
    for (const Row& row : lane.sending) {
      if (row.entry.value > 0) failure.entries.push_back(row.entry);
    }
    settlement.failure = std::move(failure);
    settle(lane, DeliveryState::rejected, refused->code, now);
  }
  return settlement;
}

void Outbox::lose(Lane& lane, const Flight& flight, const std::string& why, Now now,
                  Settlement& settlement) {
  if (lane.is_page && !destination_.lookup(flight.context, "")) {
    // The service knows the page by its key, so that a repetition wakes nobody twice: at once.
    const bool is_first = lane.setbacks == 0;
    back_to_ready(lane, why, false);
    const Duration pause = setback(lane, flight.head, Duration{0});
    lane.due = is_first ? now.steady : now.steady + pause;
    note_struggle(lane, flight, why, settlement);
    return;
  }
  log_info("delivery {}: outcome unknown ({}), looking before sending again", flight.head.value,
           why);
  lane.stage = Stage::lost;
  lane.lost_at = now.steady;
  lane.due = now.steady + settings_.first_look;
}

void Outbox::note_stray(Lane& lane, DeliveryId edit, Duration lost_at) {
  lane.stray_until = lost_at + settings_.grace;
  lane.strays = edit;
}

// A later revision leaves only when the earlier one cannot come any more.
bool Outbox::waits_for_stray(const Lane& lane, const OutboxRow& head, Now now) {
  return lane.may_stray(now) && is_edit_of_revision(head.delivery) && head.id != lane.strays;
}

// An edit is harmless to repeat, but one whose answer was lost may take effect late and then hide
// what a later one has shown. So that one is sent once more, when nothing can come any more.
void Outbox::repeat_after_stray(Lane& lane, const Flight& flight, Now now) {
  const Delivery& sent = flight.context.delivery;
  if (!lane.stray_until || !is_whole_edit(sent)) return;
  const Duration until = *lane.stray_until;
  if (now.steady >= until) {
    lane.stray_until.reset();
  } else if (lane.ready.empty()) {  // else a later one follows, and is repeated in its turn
    add(lane.incident, sent, now);
    lane.repeats = true;
    lane.due = until;
  }
}

void Outbox::hold_back(Lane& lane, const std::string& why, Now now) {
  if (lane.service.empty()) {
    if (held_because_ != why) log_error("Slack refuses everything: {}", why);
    held_because_ = why;
  } else {
    log_error("{} refuses everything: {}", lane.service, why);
  }
  ++lane.setbacks;
  back_to_ready(lane, why, false);
  lane.due = now.steady + k_held_for;
}

// A page that does not get through is said while there is time to reach people in another way.
void Outbox::note_struggle(const Lane& lane, const Flight& flight, const std::string& why,
                           Settlement& settlement) {
  const auto* call = std::get_if<delivery::CallPager>(&flight.context.delivery);
  const bool is_page = call != nullptr && call->call == PagerCall::trigger;
  if (!is_page || lane.setbacks != k_tries_before_told) return;
  log_warn("page {} has not reached {} so far: {}", handle(call->page), call->pager, why);
  settlement.facts.emplace_back(
      fact::PagerRefused{call->pager, call->page, why + " I keep trying."});
}

// What waited for a service that the configuration no longer has.
Settlement Outbox::refuse_unserved(Lane& lane, const OutboxRow& head, Now now) {
  const std::string why = lane.service + " is not in the configuration any more.";
  log_warn("delivery {} refused: {}", head.id.value, why);
  Settlement settlement;
  settlement.incident = head.incident;
  settlement.failure = Settlement::Failure{head.delivery, {}, "not configured", why};
  const auto* call = std::get_if<delivery::CallPager>(&head.delivery);
  if (call != nullptr && call->call == PagerCall::trigger) {
    settlement.facts.emplace_back(fact::PagerRefused{call->pager, call->page, why});
  }
  settle(lane, DeliveryState::rejected, "not configured", now);
  return settlement;
}

void Outbox::settle(Lane& lane, DeliveryState state, const std::string& trouble, Now now) {
  for (const Row& kept : lane.sending) {
    std::optional<OutboxRow> row = store_.outbox_row(kept.id);
    ENSURE(row.has_value());
    row->state = state;
    row->trouble = trouble;
    store_.update(*row);
  }
  lane.sending.clear();
  lane.stage = Stage::idle;
  lane.setbacks = 0;
  lane.cursor.clear();
  lane.secret.clear();
  lane.waiting_since.reset();
  if (!lane.ready.empty()) lane.waiting_since = now.steady;
}

void Outbox::back_to_ready(Lane& lane, const std::string& trouble, bool keep_sending_time) {
  for (Row& kept : lane.sending) {
    std::optional<OutboxRow> row = store_.outbox_row(kept.id);
    ENSURE(row.has_value());
    kept.is_unsure = was_waiting_in_backup(kept.id) && !keep_sending_time;
    row->state = DeliveryState::ready;
    row->joined_to = DeliveryId{};
    row->trouble = trouble;
    if (!keep_sending_time) row->sending_at.reset();
    const bool replaced =
        !row->subject.empty() &&
        std::ranges::any_of(lane.ready, [&](const Row& r) { return r.subject == row->subject; });
    if (replaced) row->state = DeliveryState::superseded;
    store_.update(*row);
  }
  std::erase_if(lane.sending, [&](const Row& kept) {
    return !kept.subject.empty() &&
           std::ranges::any_of(lane.ready, [&](const Row& r) { return r.subject == kept.subject; });
  });
  const auto place = std::ranges::find_if(lane.ready, [&](const Row& row) {
    return !lane.sending.empty() && lane.sending.front().id < row.id;
  });
  lane.ready.insert(place, std::make_move_iterator(lane.sending.begin()),
                    std::make_move_iterator(lane.sending.end()));
  lane.sending.clear();
  lane.stage = Stage::idle;
  lane.cursor.clear();
}

// How long to wait: what was asked for, else longer each time, with a little that differs from row
// to row so that lanes which failed together do not come back together.
Duration Outbox::setback(Lane& lane, DeliveryId id, Duration asked) {
  ++lane.setbacks;
  if (asked > Duration{0}) return asked;
  const auto doublings = std::min<std::int64_t>(lane.setbacks - 1, 6);
  const Duration pause = std::min(k_first_setback * (std::int64_t{1} << doublings),
                                  lane.is_page ? k_longest_setback_of_page : k_longest_setback);
  return pause + Duration{(id.value * 7919) % (pause.count() / 4 + 1)};
}

}  // namespace tocsin
