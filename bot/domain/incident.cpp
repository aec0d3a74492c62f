#include "bot/domain/incident.h"

#include "bot/domain/ladder.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// One overload an event: what it changes in the incident. No catch-all, so that a new event has to
// say what it means.
class Applier {
 public:
  Applier(Incident& incident, const Event& event) : incident_(incident), event_(event) {}

  void operator()(const event::Declared& declared) {
    incident_.title = declared.title;
    incident_.severity = declared.severity;
    incident_.is_private = declared.is_private;
    incident_.is_drill = declared.is_drill;
    incident_.zone = declared.zone;
    incident_.declarer = event_.actor;
    incident_.lead = event_.actor;
    incident_.declared_at = event_.recorded_at;
    incident_.since = declared.started_at;
    incident_.started_at = declared.started_at;
  }
  void operator()(const event::Imported& imported) {
    incident_.title = imported.title;
    incident_.zone = imported.zone;
    incident_.is_imported = true;
    incident_.declared_at = event_.recorded_at;
    const bool dated = event_.happened_at < event_.recorded_at;
    if (dated) incident_.since = event_.happened_at;
  }
  void operator()(const event::Logged&) {}
  void operator()(const event::Detected&) { incident_.detected_at = event_.happened_at; }
  void operator()(const event::Started&) { incident_.started_at = event_.happened_at; }
  void operator()(const event::ImpactSet& impact) { incident_.impact = impact.text; }
  void operator()(const event::SummarySet& summary) { incident_.summary = summary.text; }
  void operator()(const event::CauseAdded& cause) { incident_.causes.push_back(cause.text); }
  void operator()(const event::WorkaroundFound&) {}
  void operator()(const event::FixFound&) {}
  void operator()(const event::Decided& decided) { incident_.last_decision = decided.text; }
  void operator()(const event::MeasureNoted&) {}
  void operator()(const event::LessonNoted&) {}
  void operator()(const event::TitleChanged& title) { incident_.title = title.to; }
  void operator()(const event::SeverityChanged& change) { incident_.severity = change.to; }
  void operator()(const event::StateMoved& move) {
    if (incident_.state == State::closed || is_told_late(move.to)) return note_late(move.to);
    incident_.state = move.to;
    incident_.close_asked = false;
    if (move.to == State::mitigated) incident_.mitigated_at = event_.happened_at;
    if (move.to == State::resolved) {
      incident_.resolved_at = event_.happened_at;
      incident_.end_known = true;
      end_pages();
      return;
    }
    incident_.resolved_at.reset();  // the impact is back, or was never over
    if (move.to != State::mitigated) incident_.mitigated_at.reset();
  }
  void operator()(const event::CloseAsked&) { incident_.close_asked = true; }
  void operator()(const event::Closed& closed) {
    end_as(State::closed);
    incident_.end_known = closed.end_known;
  }
  void operator()(const event::ChannelMade& made) {
    incident_.channel = made.channel;
    incident_.channel_name = made.name;
    incident_.channel_refused.clear();
    incident_.channel_lost.reset();
  }
  void operator()(const event::ChannelRefused& refused) {
    incident_.channel_refused = refused.reason;
  }
  void operator()(const event::WasDeaf&) {}
  void operator()(const event::ReadBack&) {}

  void operator()(const event::Suspected& suspected) {
    taken(incident_.last_hypothesis, suspected.hypothesis);
    incident_.hypotheses.push_back({suspected.hypothesis, suspected.text, event_.happened_at,
                                    event_.actor, Standing::open, std::nullopt});
  }
  void operator()(const event::RuledOut& ruled_out) {
    taken(incident_.last_hypothesis, ruled_out.hypothesis);
    if (!ruled_out.lead.empty()) {
      incident_.hypotheses.push_back({ruled_out.hypothesis, ruled_out.lead, std::nullopt,
                                      event_.actor, Standing::open, std::nullopt});
    }
    settle(ruled_out.hypothesis, Standing::ruled_out);
  }
  void operator()(const event::Confirmed& confirmed) {
    const Hypothesis* right = settle(confirmed.hypothesis, Standing::confirmed);
    if (right != nullptr && incident_.causes.empty()) incident_.causes.push_back(right->text);
  }

  void operator()(const event::RoleGiven& given) { give(given.role, given.user); }
  void operator()(const event::HandoffOffered& offered) {
    drop_offers(offered.role);
    incident_.offers.push_back({offered.role, holder_of(incident_, offered.role), offered.to});
  }
  void operator()(const event::HandoffAccepted& accepted) { give(accepted.role, accepted.to); }
  void operator()(const event::HandoffDeclined& declined) {
    std::erase_if(incident_.offers, [&](const Offer& offer) {
      return offer.role == declined.role && offer.to == declined.to;
    });
  }

  void operator()(const event::TaskAdded& added) {
    taken(incident_.last_task, added.task);
    incident_.tasks.push_back(
        {added.task, added.kind, added.text, added.owner, added.due_at, TaskState::open});
  }
  void operator()(const event::TaskMoved& moved) {
    if (Task* task = find_task(moved.task)) task->state = moved.to;
  }
  void operator()(const event::TaskAssigned& assigned) {
    if (Task* task = find_task(assigned.task)) task->owner = assigned.owner;
  }
  void operator()(const event::TaskDueSet& due) {
    if (Task* task = find_task(due.task)) task->due_at = due.due_at;
  }

  void operator()(const event::TaskFiled& filed) {
    Task* task = find_task(filed.task);
    if (task == nullptr) return;
    task->issue = TrackerIssue{filed.tracker, filed.id, filed.key, filed.url, "", std::nullopt};
  }
  void operator()(const event::TaskStateRead& read) {
    Task* task = find_task(read.task);
    if (task == nullptr || !task->issue) return;
    task->issue->state = read.state;
    task->issue->read_at = event_.recorded_at;
    if (read.is_done) task->state = TaskState::done;
  }
  void operator()(const event::StatusShown& shown) {
    StatusEntry entry{shown.status_page, shown.id, shown.url, shown.text, event_.happened_at};
    std::erase_if(incident_.status_entries, [&](const StatusEntry& earlier) {
      return earlier.status_page == shown.status_page;
    });
    incident_.status_entries.push_back(std::move(entry));
  }
  void operator()(const event::AlertAttached& attached) {
    std::erase_if(incident_.alerts, [&](const AttachedAlert& alert) {
      return alert.source == attached.source && alert.fingerprint == attached.fingerprint;
    });
    incident_.alerts.push_back(
        {attached.source, attached.fingerprint, attached.title, attached.url, std::nullopt});
  }
  void operator()(const event::AlertEnded& ended) {
    for (AttachedAlert& alert : incident_.alerts) {
      const bool is_it = alert.source == ended.source && alert.fingerprint == ended.fingerprint;
      if (is_it) alert.ended_at = event_.happened_at;
    }
  }

  void operator()(const event::UpdateSent& update) {
    incident_.last_update = update.text;
    incident_.last_update_at = event_.happened_at;
    incident_.update_due_at = update.next_due_at;
    if (!update.next_due_at) remind_from(event_.happened_at);
  }
  void operator()(const event::ReminderSet& reminder) {
    incident_.remind_minutes = reminder.minutes;
    incident_.update_due_at.reset();
    remind_from(event_.happened_at);
  }
  void operator()(const event::QuietSet& quiet) { incident_.quiet_until = quiet.until; }
  void operator()(const event::SubscriptionChanged& subscription) {
    change_list(incident_.subscribers, event_.actor, subscription.is_subscribed);
  }

  void operator()(const event::Paged& paged) {
    taken(incident_.last_page, paged.page);
    // Called anew, a team has one ladder: the one before is climbed no further.
    for (Page& earlier : incident_.pages) {
      if (earlier.team == paged.team) earlier.next_at.reset();
    }
    Page page{paged.page,         paged.target,    paged.user, paged.group, paged.text,
              event_.happened_at, PageState::open, {},         std::nullopt};
    page.team = paged.team;
    page.rungs = paged.rungs;
    if (!page.rungs.empty()) page.next_at = after(page.rungs.front());
    incident_.pages.push_back(std::move(page));
  }
  void operator()(const event::StepPaged& step) {
    Page* page = find_page(step.page);
    if (page == nullptr || page->state != PageState::open) return;
    page->rung = step.rung;
    if (const Rung* rung = rung_of(*page)) page->next_at = after(*rung);
  }
  void operator()(const event::LadderEnded& ended) {
    Page* page = find_page(ended.page);
    if (page == nullptr) return;
    page->rung = static_cast<std::int64_t>(page->rungs.size());
    page->next_at.reset();
  }
  // Whom to call instead is decided by the ladder, which goes on at its time.
  void operator()(const event::PagerRefused&) {}
  void operator()(const event::PageJoined&) {}
  void operator()(const event::PageAcknowledged& acknowledged) {
    answer_page(acknowledged.page, PageState::acknowledged);
    Page* page = find_page(acknowledged.page);
    if (page != nullptr) page->answered_there = acknowledged.by;
  }
  void operator()(const event::PageEnded& ended) {
    Page* page = find_page(ended.page);
    if (page == nullptr || page->state != PageState::open) return;
    answer_page(ended.page, PageState::stopped);
    page->answered_there = ended.by;
  }
  // One of a group or a team who cannot come leaves the others called.
  void operator()(const event::PageDeclined& declined) {
    Page* page = find_page(declined.page);
    if (page != nullptr && !page->rungs.empty()) return leave_ladder(*page);
    if (page == nullptr || page->user.empty()) return;
    answer_page(declined.page, PageState::declined);
  }

  void operator()(const event::Cancelled&) { end_as(State::cancelled); }
  void operator()(const event::Reopened&) {
    incident_.state = State::investigating;
    incident_.closed_at.reset();
    incident_.resolved_at.reset();
    incident_.mitigated_at.reset();
    incident_.end_known = true;
    incident_.merged_into = IncidentNumber{};
    incident_.writeup_state = WriteupState::draft;
    incident_.writeup_owner = UserId{};
    incident_.review_by.reset();
  }
  void operator()(const event::Linked& linked) {
    change_list(incident_.related, linked.other, true);
  }
  void operator()(const event::MergedInto& merged) {
    end_as(State::cancelled);
    incident_.merged_into = merged.other;
  }
  void operator()(const event::DuplicateFound& found) {
    change_list(incident_.related, found.other, true);
  }
  void operator()(const event::ZoneChanged& zone) { incident_.zone = zone.to; }

  void operator()(const event::WriteupMoved& writeup) { incident_.writeup_state = writeup.to; }
  void operator()(const event::SectionWritten&) {}
  void operator()(const event::WriteupAssigned& assigned) {
    incident_.writeup_owner = assigned.owner;
    incident_.review_by = assigned.review_by;
  }

  void operator()(const event::MessageKept&) {}

  void operator()(const event::EntryEdited&) {}
  void operator()(const event::EntryRetimed&) {}
  void operator()(const event::EntryStruck&) {}
  void operator()(const event::EntryRestored&) {}

  void operator()(const event::ChannelChanged& channel) {
    switch (channel.change) {
      case ChannelChange::renamed:
        incident_.channel_name = channel.name;
        return;
      case ChannelChange::unarchived:
      case ChannelChange::joined:
        incident_.channel_lost.reset();
        return;
      case ChannelChange::archived:
      case ChannelChange::deleted:
      case ChannelChange::left:
        incident_.channel_lost = channel.change;
        return;
    }
  }
  void operator()(const event::ChannelMoved& moved) { incident_.channel = moved.to; }
  void operator()(const event::MemberChanged& member) {
    change_list(incident_.members, member.user, member.is_member);
  }
  void operator()(const event::SimilarFound&) {}
  void operator()(const event::DrillPlanned&) {}
  void operator()(const event::Injected&) {}

 private:
  template <class Number>
  static void taken(Number& last, Number number) {
    last = std::max(last, number);
  }

  template <class Item>
  static void change_list(std::vector<Item>& items, const Item& item, bool is_in) {
    std::erase(items, item);
    if (is_in) items.push_back(item);
  }

  const Hypothesis* settle(HypothesisNumber number, Standing standing) {
    for (Hypothesis& hypothesis : incident_.hypotheses) {
      if (hypothesis.number != number) continue;
      hypothesis.standing = standing;
      hypothesis.settled_at = event_.happened_at;
      return &hypothesis;
    }
    return nullptr;
  }

  void drop_offers(const std::string& role) {
    std::erase_if(incident_.offers, [&](const Offer& offer) { return offer.role == role; });
  }

  void give(const std::string& role, const UserId& user) {
    drop_offers(role);
    if (role == k_lead_role) {
      incident_.lead = user;
      return;
    }
    std::erase_if(incident_.roles, [&](const RoleHolder& held) { return held.role == role; });
    if (!user.empty()) incident_.roles.push_back({role, user});
  }

  Task* find_task(TaskNumber number) {
    const auto found = std::ranges::find(incident_.tasks, number, &Task::number);
    return found == incident_.tasks.end() ? nullptr : &*found;
  }

  Page* find_page(PageNumber number) {
    const auto found = std::ranges::find(incident_.pages, number, &Page::number);
    return found == incident_.pages.end() ? nullptr : &*found;
  }

  // From when it was recorded: moving the entry to another time must not hasten anybody's page.
  Moment after(const Rung& rung) const { return event_.recorded_at + Duration{rung.wait_ms}; }

  // Who had taken it and cannot come after all leaves it to the others.
  void leave_ladder(Page& page) {
    change_list(page.declined, event_.actor, true);
    if (page.state != PageState::acknowledged || page.answered_by != event_.actor) return;
    page.state = PageState::open;
    page.is_ended = false;
    page.answered_by = UserId{};
    page.answered_at.reset();
  }

  void answer_page(PageNumber number, PageState state) {
    Page* page = find_page(number);
    if (page == nullptr) return;
    page->state = state;
    page->answered_by = event_.actor;
    page->answered_at = event_.happened_at;
  }

  void remind_from(Moment moment) {
    if (incident_.remind_minutes > 0) {
      incident_.update_due_at = moment + std::chrono::minutes(incident_.remind_minutes);
    }
  }

  // Somebody fills in when an earlier state was reached, before what is known of a later one.
  bool is_told_late(State to) const {
    if (event_.happened_at >= event_.recorded_at) return false;
    const auto is_before = [&](const std::optional<Moment>& known) {
      return known && event_.happened_at < *known;
    };
    if (incident_.state == State::resolved) {
      return to != State::resolved && is_before(incident_.resolved_at);
    }
    const bool is_after = to == State::mitigated || to == State::resolved;
    return incident_.state == State::mitigated && !is_after && is_before(incident_.mitigated_at);
  }

  // Said only afterwards: the moments are what is new, the incident stays as it is.
  void note_late(State state) {
    if (state == State::mitigated) incident_.mitigated_at = event_.happened_at;
    if (state != State::resolved) return;
    incident_.resolved_at = event_.happened_at;
    incident_.end_known = true;
  }

  // What goes on after the incident becomes a follow-up; nobody is nudged or paged for it any more.
  void end_as(State state) {
    incident_.state = state;
    incident_.closed_at = event_.happened_at;
    incident_.close_asked = false;
    incident_.update_due_at.reset();
    incident_.offers.clear();
    for (Task& task : incident_.tasks) {
      if (task.state == TaskState::open) task.kind = TaskKind::followup;
    }
    end_pages();
  }

  void end_pages() {
    for (Page& page : incident_.pages) {
      if (page.state == PageState::open) page.state = PageState::stopped;
      page.is_ended = true;
    }
  }

  Incident& incident_;
  const Event& event_;
};

// An incident may be written down long afterwards. What is typed without a time then says nothing
// of the day on which it all happened.
bool tells_the_day(const Incident& incident, const Event& event) {
  return !incident.since || !event.zone.empty() ||
         std::holds_alternative<event::Declared>(event.body);
}

}  // namespace

std::string handle(IncidentNumber number) { return "INC-" + std::to_string(number.value); }

std::string handle(EntryNumber number) { return "E" + std::to_string(number.value); }

Incident apply(Incident incident, const Event& event) {
  std::visit(Applier(incident, event), event.body);
  if (event.entry.value > 0) {
    incident.last_entry = std::max(incident.last_entry, event.entry);
    if (tells_the_day(incident, event) && incident.latest_entry_at < event.happened_at) {
      incident.latest_entry_at = event.happened_at;
    }
  }
  return incident;
}

Incident apply_struck(Incident incident, const Event& event) {
  // Whoever was called has been called: they must not be called again for it.
  const bool has_called = std::holds_alternative<event::StepPaged>(event.body) ||
                          std::holds_alternative<event::LadderEnded>(event.body);
  if (has_called) return apply(std::move(incident), event);
  incident.last_entry = std::max(incident.last_entry, event.entry);
  std::visit(
      [&incident](const auto& body) {
        if constexpr (requires { body.hypothesis; }) {
          incident.last_hypothesis = std::max(incident.last_hypothesis, body.hypothesis);
        } else if constexpr (requires { body.task; }) {
          incident.last_task = std::max(incident.last_task, body.task);
        } else if constexpr (requires { body.page; }) {
          incident.last_page = std::max(incident.last_page, body.page);
        }
      },
      event.body);
  return incident;
}

UserId holder_of(const Incident& incident, std::string_view role) {
  if (role == k_lead_role) return incident.lead;
  const auto held = std::ranges::find(incident.roles, role, &RoleHolder::role);
  return held == incident.roles.end() ? UserId{} : held->user;
}

namespace {

template <class Item, class Number>
const Item* find_in(const std::vector<Item>& items, Number number) {
  const auto found = std::ranges::find(items, number, &Item::number);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Hypothesis* find(const Incident& incident, HypothesisNumber number) {
  return find_in(incident.hypotheses, number);
}
const Task* find(const Incident& incident, TaskNumber number) {
  return find_in(incident.tasks, number);
}
const Page* find(const Incident& incident, PageNumber number) {
  return find_in(incident.pages, number);
}

Event next_event(const Incident& incident, EventBody body, Moment happened_at, Moment now,
                 const UserId& actor, std::string zone) {
  Event event;
  event.happened_at = happened_at;
  event.recorded_at = now;
  event.actor = actor;
  event.zone = std::move(zone);
  if (is_timeline_entry(body)) event.entry = EntryNumber{incident.last_entry.value + 1};
  event.body = std::move(body);
  return event;
}

}  // namespace tocsin
