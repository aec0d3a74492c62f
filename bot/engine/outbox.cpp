#include "bot/engine/outbox.h"

#include "bot/domain/whole_number.h"
#include "bot/ensure.h"
#include "bot/log.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

// One message lists at most so much; the destination splits it into as many blocks as it needs.
constexpr std::size_t k_most_joined_entries = 40;
constexpr std::size_t k_most_joined_bytes = 12'000;

constexpr Duration k_late_after = 5s;

// Setting, stored by `tocsin restore` (storage/copies.cpp): the last row that its backup had.
constexpr std::string_view k_restored_rows = "restored_rows";

DeliveryId last_restored(const Store& store) {
  return DeliveryId{whole_number(store.setting(k_restored_rows).value_or("")).value_or(0)};
}

EntryNumber entry_of(const Delivery& delivery) {
  const auto* post = std::get_if<delivery::PostEntry>(&delivery);
  return post != nullptr ? post->entry : EntryNumber{};
}

std::size_t text_size(const Event& event) {
  return std::visit(
      [](const auto& body) -> std::size_t {
        if constexpr (requires { body.text; }) {
          return body.text.size();
        } else {
          return 200;
        }
      },
      event.body);
}

}  // namespace

Outbox::Outbox(Store& store, const Record& record, const Destination& destination,
               OutboxSettings settings)
    : store_(store), record_(record), destination_(destination), settings_(std::move(settings)) {}

void Outbox::load(Now now) {
  Lanes before = std::exchange(lanes_, {});
  if (!began_at_) began_at_ = now.steady;
  waited_in_backup_ = last_restored(store_);
  for (const OutboxRow& row : store_.unsettled_rows()) place_row(row, now);
  for (auto& [name, lane] : lanes_) {
    const auto known = before.find(name);
    if (known == before.end()) {
      // What left before a crash and was not answered is not remembered: it may still take effect.
      lane.stray_until = now.steady + settings_.grace;
      continue;
    }
    lane.due = known->second.due;
    lane.stray_until = known->second.stray_until;
    lane.strays = known->second.strays;
    lane.repeats = known->second.repeats && !lane.ready.empty();
    lane.setbacks = known->second.setbacks;
    lane.waiting_since = known->second.waiting_since;
    if (lane.stage == Stage::lost && known->second.stage != Stage::idle &&
        known->second.stage != Stage::requesting) {
      lane.lost_at = known->second.lost_at;
    }
  }
  keep_strays(before, now);
  restore_flights();
}

// Nothing waits in these lanes, but what does next may have to wait for what may come late.
void Outbox::keep_strays(const Lanes& before, Now now) {
  for (const auto& [name, lane] : before) {
    if (!lane.may_stray(now) || lanes_.contains(name)) continue;
    Lane& kept = lanes_[name];
    kept.incident = lane.incident;
    kept.service = lane.service;
    kept.is_page = lane.is_page;
    kept.stray_until = lane.stray_until;
    kept.strays = lane.strays;
  }
}

void Outbox::place_row(const OutboxRow& row, Now now) {
  Lane& lane = lane_for(row.lane, row.incident, row.delivery);
  Row kept{row.id, entry_of(row.delivery), row.subject};
  if (row.state == DeliveryState::ready) {
    kept.is_unsure = was_waiting_in_backup(row.id) && !row.sending_at;
    lane.ready.push_back(std::move(kept));
    return;
  }
  // One lane has one message under way at a time; the rows joined to it come after their head.
  lane.sending.push_back(std::move(kept));
  lane.stage = Stage::lost;
  lane.lost_at = now.steady;
  lane.due = now.steady;
}

Outbox::Lane& Outbox::lane_for(const std::string& name, IncidentNumber incident,
                               const Delivery& delivery) {
  Lane& lane = lanes_[name];
  lane.incident = incident;
  lane.service = service_of(delivery);
  lane.is_page = std::holds_alternative<delivery::CallPager>(delivery);
  return lane;
}

bool Outbox::may_leave(const Lane& lane) const {
  return !lane.blocked && !(is_slack_held_ && lane.service.empty());
}

// A service that does not answer fills up with requests, and only its own wait for that.
bool Outbox::has_room(const Lane& lane) const {
  if (lane.is_page) return true;
  const auto of_its_service = std::ranges::count_if(flights_, [&](const auto& flight) {
    const Delivery& delivery = flight.second.context.delivery;
    return service_of(delivery) == lane.service &&
           !std::holds_alternative<delivery::CallPager>(delivery);
  });
  return static_cast<std::size_t>(of_its_service) < settings_.most_requests;
}

void Outbox::restore_flights() {
  for (auto flight = flights_.begin(); flight != flights_.end();) {
    const auto lane = lanes_.find(flight->second.lane);
    const bool still_open = lane != lanes_.end() && !lane->second.sending.empty() &&
                            lane->second.sending.front().id == flight->second.head;
    if (!still_open) {
      flight = flights_.erase(flight);
      continue;
    }
    lane->second.stage = flight->second.is_look ? Stage::looking : Stage::requesting;
    ++flight;
  }
}

void Outbox::undo(const std::vector<Outgoing>& requests) {
  for (const Outgoing& request : requests) flights_.erase(request.number);
  for (auto& [number, flight] : answered_) flights_[number] = std::move(flight);
  answered_.clear();
}

void Outbox::add(IncidentNumber incident, const Delivery& delivery, Now now) {
  Lane& lane = lane_for(lane_of(delivery, incident), incident, delivery);
  const std::string subject = subject_of(delivery);
  const DeliveryId id = store_.add(incident, delivery, now.wall);
  if (!subject.empty()) {
    std::erase_if(lane.ready, [&](const Row& row) { return row.subject == subject; });
  }
  lane.ready.push_back({id, entry_of(delivery), subject, false});
  if (std::exchange(lane.repeats, false)) lane.due = now.steady;  // it shows more than that
  if (!lane.waiting_since) lane.waiting_since = now.steady;
}

void Outbox::know_announcements(const Announcements& announcements) {
  announcements_.known = announcements.known;
  announcements_.channel = announcements.channel;
  for (auto& [name, lane] : lanes_) lane.blocked = false;
}

void Outbox::know_alert_channel(const ChannelId& channel) {
  announcements_.alerts = channel;
  for (auto& [name, lane] : lanes_) lane.blocked = false;
}

void Outbox::wake(IncidentNumber incident) {
  for (auto& [name, lane] : lanes_) {
    if (lane.incident == incident) lane.blocked = false;
  }
}

std::optional<Duration> Outbox::next_due() const {
  std::optional<Duration> earliest;
  for (const auto& [name, lane] : lanes_) {
    const bool waits =
        (lane.stage == Stage::idle && !lane.ready.empty()) || lane.stage == Stage::lost;
    if (!waits || (earliest && lane.due >= *earliest)) continue;
    if (may_leave(lane) && has_room(lane)) earliest = lane.due;
  }
  return earliest;
}

std::size_t Outbox::unsettled() const {
  std::size_t count = 0;
  for (const auto& [name, lane] : lanes_) count += lane.ready.size() + lane.sending.size();
  return count;
}

bool Outbox::is_late(IncidentNumber incident, Now now) const {
  const auto lane = lanes_.find(lane_of(delivery::PostEntry{}, incident));
  if (lane == lanes_.end() || !lane->second.waiting_since) return false;
  return now.steady - *lane->second.waiting_since > k_late_after;
}

// ---- leaving

std::vector<Settlement> Outbox::claim(Now now, std::vector<Outgoing>& requests) {
  std::vector<Settlement> refused;
  for (auto lane = lanes_.begin(); lane != lanes_.end();) {
    const auto& [name, state] = *lane;
    if (state.ready.empty() && state.sending.empty()) {
      lane = state.may_stray(now) ? std::next(lane) : lanes_.erase(lane);
      continue;
    }
    bool again = true;
    while (again && may_leave(state) && state.due <= now.steady && has_room(state)) {
      again = false;
      if (state.stage == Stage::idle && !state.ready.empty()) {
        again = claim_ready(name, lane->second, now, requests, refused);
      } else if (state.stage == Stage::lost) {
        claim_look(name, lane->second, now, requests);
        again = state.stage == Stage::idle;  // there was nothing to look for
      }
    }
    ++lane;
  }
  return refused;
}

// The row to look for before anything of this lane leaves: the first one, or one of the entries
// that would leave together with it.
std::optional<std::size_t> Outbox::next_unsure(const Lane& lane) {
  const std::size_t count = std::min(lane.ready.size(), k_most_joined_entries);
  for (std::size_t i = 0; i < count; ++i) {
    const bool leaves_with_first = i == 0 || lane.ready[i].entry.value > 0;
    if (!leaves_with_first) break;
    if (lane.ready[i].is_unsure) return i;
    if (lane.ready[i].entry.value == 0) break;
  }
  return std::nullopt;
}

// As if its answer had been lost, at the latest when this process began.
void Outbox::look_before_leaving(Lane& lane, std::size_t index, Now now) {
  const auto place = lane.ready.begin() + static_cast<std::ptrdiff_t>(index);
  std::optional<OutboxRow> row = store_.outbox_row(place->id);
  ENSURE(row.has_value());
  row->state = DeliveryState::sending;
  row->sending_at = row->created_at;  // not before
  store_.update(*row);
  lane.sending.push_back(std::move(*place));
  lane.ready.erase(place);
  lane.stage = Stage::lost;
  lane.lost_at = *began_at_;
  lane.due = now.steady;
}

// True when the lane may be asked again at once (a row was dropped that needs no request).
bool Outbox::claim_ready(const std::string& name, Lane& lane, Now now,
                         std::vector<Outgoing>& requests, std::vector<Settlement>& refused) {
  std::optional<OutboxRow> head = store_.outbox_row(lane.ready.front().id);
  ENSURE(head.has_value());
  if (!destination_.serves(head->delivery)) {
    lane.sending.push_back(std::move(lane.ready.front()));
    lane.ready.pop_front();
    refused.push_back(refuse_unserved(lane, *head, now));
    return true;
  }
  if (const auto unsure = next_unsure(lane)) {
    look_before_leaving(lane, *unsure, now);
    return true;
  }
  if (waits_for_stray(lane, *head, now)) {
    lane.due = *lane.stray_until;
    return false;
  }
  std::optional<DeliveryContext> context = gather(lane, *head, now);
  if (!context) {
    if (lane.blocked) return false;
    lane.sending.push_back(std::move(lane.ready.front()));
    lane.ready.pop_front();
    settle(lane, DeliveryState::superseded, "no longer needed", now);
    return true;
  }
  context->secret = lane.secret;
  const std::size_t joined = context->entries.empty() ? 1 : context->entries.size();
  Prepared prepared = destination_.request(*context);
  const Duration free_at = pacer_.free_at(prepared.paces);
  if (free_at > now.steady) {
    lane.due = free_at;
    return false;
  }
  std::move(lane.ready.begin(), lane.ready.begin() + static_cast<std::ptrdiff_t>(joined),
            std::back_inserter(lane.sending));
  lane.ready.erase(lane.ready.begin(), lane.ready.begin() + static_cast<std::ptrdiff_t>(joined));
  lane.repeats = false;
  mark_sending(name, lane, std::move(*head), now);
  let_go(name, lane, now, std::move(*context), std::move(prepared), false, requests);
  return false;
}

// Nothing when the row has to wait (the lane is blocked then) or is needless.
std::optional<DeliveryContext> Outbox::gather(Lane& lane, const OutboxRow& head, Now now) {
  Assembled assembled =
      assemble(head, record_, store_, announcements_, settings_.commands, now.wall);
  if (std::holds_alternative<assembled::NotYet>(assembled)) {
    lane.blocked = true;
    return std::nullopt;
  }
  if (std::holds_alternative<assembled::Needless>(assembled)) return std::nullopt;
  DeliveryContext context = std::get<DeliveryContext>(std::move(assembled));
  if (std::holds_alternative<delivery::PostEntry>(context.delivery)) join_entries(lane, context);
  return context;
}

// The entries that wait in a row behind the first one; of a lost message exactly those it carried.
void Outbox::join_entries(Lane& lane, DeliveryContext& context) {
  const bool is_lost = !lane.sending.empty();
  std::size_t bytes = 0;
  const auto take = [&](const Row& row) {
    if (row.entry.value == 0) return false;
    const bool full = context.entries.size() >= k_most_joined_entries ||
                      (bytes > k_most_joined_bytes && !context.entries.empty());
    if (full && !is_lost) return false;
    std::optional<Event> event = record_.entry(context.incident->number, row.entry);
    ENSURE(event.has_value());
    bytes += text_size(*event);
    context.entries.push_back(std::move(*event));
    return true;
  };
  if (is_lost) {
    for (const Row& row : lane.sending) take(row);
    return;
  }
  for (const Row& row : lane.ready) {
    if (!take(row)) return;
  }
}

void Outbox::mark_sending(const std::string& name, Lane& lane, OutboxRow head, Now now) {
  head.state = DeliveryState::sending;
  head.joined_to = DeliveryId{};
  if (!head.sending_at) head.sending_at = now.wall;
  ++head.attempts;
  store_.update(head);
  for (std::size_t i = 1; i < lane.sending.size(); ++i) {
    std::optional<OutboxRow> joined = store_.outbox_row(lane.sending[i].id);
    ENSURE(joined && joined->lane == name);
    joined->state = DeliveryState::sending;
    joined->joined_to = head.id;
    joined->sending_at = head.sending_at;
    ++joined->attempts;
    store_.update(*joined);
  }
  supersede_by(head);
}

// A whole card that is rendered now shows everything that a waiting edit would have shown.
void Outbox::supersede_by(const OutboxRow& row) {
  std::optional<Delivery> edit;
  if (std::holds_alternative<delivery::PostCard>(row.delivery)) edit = delivery::EditCard{};
  if (std::holds_alternative<delivery::PostAnnouncement>(row.delivery)) {
    edit = delivery::EditAnnouncement{};
  }
  if (const auto* post = std::get_if<delivery::PostAlerts>(&row.delivery)) {
    edit = delivery::EditAlerts{post->card};
  }
  if (!edit || !row.progress.empty()) return;
  const std::string name = lane_of(*edit, row.incident);
  const std::string subject = subject_of(*edit);
  store_.supersede(name, subject);
  const auto lane = lanes_.find(name);
  if (lane == lanes_.end()) return;
  std::erase_if(lane->second.ready, [&](const Row& ready) { return ready.subject == subject; });
}

void Outbox::let_go(const std::string& name, Lane& lane, Now now, DeliveryContext context,
                    Prepared prepared, bool is_look, std::vector<Outgoing>& requests) {
  pacer_.take(prepared.paces, now.steady);
  const RequestNumber number = ++last_request_;
  lane.stage = is_look ? Stage::looking : Stage::requesting;
  flights_[number] =
      Flight{name, lane.sending.front().id, is_look, std::move(context), std::move(prepared.paces)};
  requests.push_back({number, std::move(prepared.request)});
}

void Outbox::claim_look(const std::string& name, Lane& lane, Now now,
                        std::vector<Outgoing>& requests) {
  const std::optional<OutboxRow> head = store_.outbox_row(lane.sending.front().id);
  ENSURE(head.has_value());
  if (!destination_.serves(head->delivery)) {
    back_to_ready(lane, head->trouble, false);  // and is refused there
    return;
  }
  std::optional<DeliveryContext> context = gather(lane, *head, now);
  if (!context) {
    if (!lane.blocked) settle(lane, DeliveryState::superseded, "no longer needed", now);
    return;
  }
  std::optional<Prepared> look = destination_.lookup(*context, lane.cursor);
  if (!look && lane.sending.front().is_unsure) {
    back_to_ready(lane, "", true);  // there is nothing to look for
    return;
  }
  if (!look) {
    // Harmless to repeat, so there is nothing to look for. A page that a restart found on its way
    // is repeated at once.
    back_to_ready(lane, head->trouble, false);
    note_stray(lane, head->id, lane.lost_at);
    if (!lane.is_page) lane.due = now.steady + setback(lane, head->id, Duration{0});
    return;
  }
  const Duration free_at = pacer_.free_at(look->paces);
  if (free_at > now.steady) {
    lane.due = free_at;
    return;
  }
  if (lane.cursor.empty()) lane.look_began = now.steady;
  context->cursor = lane.cursor;
  let_go(name, lane, now, std::move(*context), std::move(*look), true, requests);
}

}  // namespace tocsin
