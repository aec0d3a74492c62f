#include "bot/domain/consequences.h"

#include "bot/domain/ladder.h"
#include "bot/domain/page_consequences.h"
#include "bot/domain/personal_notices.h"
#include "bot/domain/public_status.h"
#include "bot/domain/similar.h"
#include "bot/domain/timeline.h"
#include "bot/domain/tracking.h"
#include "bot/domain/when.h"
#include "bot/domain/zone.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// Practice calls nobody, and of a private incident nobody else hears.
Ping ping_of(const Incident& incident, const Audience& audience) {
  if (!incident.severity || incident.is_private || incident.is_drill) return Ping::nobody;
  const auto wanted = audience.pings.find(*incident.severity);
  return wanted == audience.pings.end() ? Ping::nobody : wanted->second;
}

bool is_worse(const Incident& after, const Incident& before) {
  if (!after.severity) return false;
  return !before.severity || *after.severity < *before.severity;
}

// In the incident's channel: the announcement has been read, and threads call nobody.
RichText severity_notice(const Incident& after, Ping ping) {
  RichText text;
  text.everyone(ping).plain(" " + handle(after.number) + " is " +
                            std::string(name_of(*after.severity)) + " now: " + after.title);
  return text;
}

void on_declared(const Incident& after, const Audience& audience, std::vector<Delivery>& posts) {
  posts.push_back(delivery::MakeChannel{});
  posts.push_back(delivery::PostCard{});
  std::vector<UserId> invited;
  if (!after.declarer.empty()) invited.push_back(after.declarer);  // else a rule has declared it
  for (const UserId& user : audience.invite) {
    if (std::find(invited.begin(), invited.end(), user) == invited.end()) invited.push_back(user);
  }
  if (!invited.empty() || !audience.invite_groups.empty()) {
    posts.push_back(delivery::Invite{std::move(invited), audience.invite_groups});
  }
  if (!after.is_private) {
    posts.push_back(delivery::PostAnnouncement{ping_of(after, audience)});
  }
}

RichText deaf_notice(const Incident& incident, const event::WasDeaf& gap) {
  const Zone zone = find_zone(incident.zone).value_or(Zone{});
  RichText text("I had no connection to Slack from ");
  text.clock(gap.from, print_both(gap.from, zone, gap.until));
  text.plain(" to ");
  text.clock(gap.until, print_both(gap.until, zone, gap.until));
  text.plain(". Slash commands and buttons were refused in that time: use them again.");
  if (has_channel(incident)) {
    text.plain(" What was typed here with ! or to me, and what was marked, I read now.");
  }
  return text;
}

void count(RichText& text, std::int64_t number, std::string_view one, std::string_view several) {
  if (number == 0) return;
  text.plain("\n• " + std::to_string(number) + " " + std::string(number == 1 ? one : several));
}

// Nothing when there was nothing to make good: the notice of the gap has said enough.
std::optional<RichText> read_back_notice(const Incident& incident, const event::ReadBack& read) {
  const bool has_some = read.commands + read.marks + read.edits > 0;
  if (!has_some && read.trouble.empty()) return std::nullopt;
  const Zone zone = find_zone(incident.zone).value_or(Zone{});
  RichText text("Of the time without a connection, ");
  text.clock(read.from, print_both(read.from, zone, read.until)).plain(" to ");
  text.clock(read.until, print_both(read.until, zone, read.until));
  text.plain(has_some ? ", I have made good:" : ", I could read nothing.");
  count(text, read.commands, "command that was typed here", "commands that were typed here");
  count(text, read.marks, "message that was marked", "messages that were marked");
  count(text, read.edits, "message that was edited", "messages that were edited");
  if (!read.trouble.empty()) text.plain("\nNot everything could be read: " + read.trouble);
  return text.plain("\nRemoved marks and deleted messages cannot be seen afterwards.");
}

// Said where the incident lives from now on: in its announcement's thread, or, when it has none, in
// its lead's direct messages.
RichText refused_notice(const Incident& incident, const event::ChannelRefused& refused) {
  return RichText("Slack did not let me make a channel (" + refused.reason + "). " +
                  handle(incident.number) + " lives here instead. Commands work as before: put " +
                  handle(incident.number) + " in front of them.");
}

std::size_t open_tasks(const Incident& incident) {
  return static_cast<std::size_t>(
      std::ranges::count(incident.tasks, TaskState::open, &Task::state));
}

std::size_t filed_tasks(const Incident& incident) {
  return static_cast<std::size_t>(std::ranges::count_if(
      incident.tasks, [](const Task& task) { return task.issue.has_value(); }));
}

// The fields that card and announcement show.
bool card_differs(const Incident& before, const Incident& after) {
  return before.title != after.title || before.severity != after.severity ||
         before.state != after.state || before.lead != after.lead || before.roles != after.roles ||
         before.impact != after.impact || before.summary != after.summary ||
         before.started_at != after.started_at || before.detected_at != after.detected_at ||
         before.mitigated_at != after.mitigated_at || before.resolved_at != after.resolved_at ||
         before.closed_at != after.closed_at || before.causes != after.causes ||
         before.channel != after.channel || before.channel_name != after.channel_name ||
         before.channel_refused != after.channel_refused ||
         before.channel_lost != after.channel_lost || before.end_known != after.end_known ||
         before.hypotheses != after.hypotheses || open_tasks(before) != open_tasks(after) ||
         filed_tasks(before) != filed_tasks(after) ||
         before.status_entries != after.status_entries || before.pages != after.pages ||
         before.last_update != after.last_update || before.last_update_at != after.last_update_at ||
         before.update_due_at != after.update_due_at || before.quiet_until != after.quiet_until ||
         before.related != after.related || before.merged_into != after.merged_into;
}

bool topic_differs(const Incident& before, const Incident& after) {
  return before.title != after.title || before.severity != after.severity ||
         before.state != after.state || before.lead != after.lead ||
         before.channel != after.channel;
}

// What the stakeholders are told in the thread of the announcement.
RichText update_notice(const event::UpdateSent& update, const Event& event) {
  RichText text(update.text);
  text.plain(" — ").user(event.actor);
  if (!update.next_due_at) return text;
  return text.plain("\nNext update by ").moment(*update.next_due_at).plain(".");
}

RichText cancelled_notice(const Incident& after, const event::Cancelled& cancelled) {
  return RichText(handle(after.number) + " was cancelled: " + cancelled.text);
}

RichText reopened_notice(const Incident& after, const event::Reopened& reopened) {
  return RichText(handle(after.number) + " is open again: " + reopened.text);
}

RichText merged_notice(const Incident& after, const event::MergedInto& merged) {
  return RichText(handle(after.number) + " is a duplicate of " + handle(merged.other) +
                  ". Please go on there.");
}

// A correction is said where the entry was said, so that nobody goes on with the old text.
RichText correction_notice(const Event& event) {
  RichText text = timeline_words(event.body);
  if (!event.actor.empty()) text.plain(" — ").user(event.actor);  // Slack does not say who deletes
  return text;
}

RichText similar_notice(const event::SimilarFound& found) {
  RichText text(found.incidents.size() == 1
                    ? "This looks like one of the past:"
                    : "This looks like some of the past, best match first:");
  for (const event::SimilarIncident& one : found.incidents) {
    text.plain("\n").append(told_of(one));
  }
  return text;
}

// What is posted in the incident's own place and under its announcement, besides its entries.
class ChannelNotices {
 public:
  ChannelNotices(const Incident& after, const Event& event, const Roster* roster,
                 std::vector<Delivery>& posts)
      : after_(after), event_(event), roster_(roster), posts_(posts) {}

  void operator()(const event::ChannelRefused& refused) { say(refused_notice(after_, refused)); }
  void operator()(const event::WasDeaf& gap) { say(deaf_notice(after_, gap)); }
  void operator()(const event::ReadBack& read) {
    if (auto notice = read_back_notice(after_, read)) say(std::move(*notice));
  }
  void operator()(const event::EntryEdited&) { say(correction_notice(event_)); }
  void operator()(const event::EntryRetimed&) { say(correction_notice(event_)); }
  void operator()(const event::EntryStruck&) { say(correction_notice(event_)); }
  void operator()(const event::EntryRestored&) { say(correction_notice(event_)); }
  void operator()(const event::UpdateSent& update) {
    entry();
    announce(update_notice(update, event_));
  }
  void operator()(const event::Cancelled& cancelled) {
    entry();
    announce(cancelled_notice(after_, cancelled));
  }
  void operator()(const event::Reopened& reopened) {
    entry();
    announce(reopened_notice(after_, reopened));
  }
  void operator()(const event::MergedInto& merged) { announce(merged_notice(after_, merged)); }
  void operator()(const event::SimilarFound& found) { say(similar_notice(found)); }
  // The pointer with the other's channel comes from the command: only that knows both incidents.
  void operator()(const event::DuplicateFound&) {}
  void operator()(const event::WriteupMoved& writeup) {
    say(RichText("The write-up is " + std::string(words_of(writeup.to)) + " — ")
            .user(event_.actor));
  }
  // Seen in the write-up, and as a change in its thread once it is posted.
  void operator()(const event::SectionWritten&) {}
  // The owner is told, and the channel by the reminders; everybody reads it in the write-up.
  void operator()(const event::WriteupAssigned&) {}
  void operator()(const event::RoleGiven& given) { entry_and_invite(given.user); }
  void operator()(const event::HandoffOffered& offered) { entry_and_invite(offered.to); }
  void operator()(const event::TaskAdded& added) { entry_and_invite(added.owner); }
  void operator()(const event::TaskAssigned& assigned) { entry_and_invite(assigned.owner); }
  void operator()(const event::Paged& paged) {
    entry();
    if (!paged.user.empty()) invite(paged.user);
    if (!paged.group.empty()) posts_.push_back(delivery::Invite{{}, {paged.group}});
    if (!paged.rungs.empty()) call(paged.rungs.front().called);
    if (paged.rungs.size() == 1) say_phones(paged.page);
  }
  void operator()(const event::StepPaged& step) {
    entry();
    call(step.called);
    const Page* page = find(after_, step.page);
    const bool is_last =
        page != nullptr && step.rung + 1 == static_cast<std::int64_t>(page->rungs.size());
    if (is_last) say_phones(step.page);
  }
  void operator()(const event::LadderEnded& ended) {
    entry();
    const Page* page = find(after_, ended.page);
    if (page == nullptr) return;
    const std::string number = handle(after_.number) + " ";
    const std::string phones = phone_list(as_known(*page));
    Reply reply(RichText("Nobody has answered " + handle(ended.page) +
                         (phones.empty() ? ", and no phone number is known. Name a person to page."
                                         : ". Call them by phone: " + phones + ".")));
    reply.buttons = {
        {"I take it", number + "ack " + handle(ended.page), Button::Style::primary},
        {"Page again", number + "escalate " + ended.team + " again", Button::Style::plain}};
    posts_.push_back(delivery::AskChannel{std::move(reply)});
  }
  template <class Other>
  void operator()(const Other&) {
    entry();
  }

 private:
  void entry() {
    if (event_.entry.value > 0) posts_.push_back(delivery::PostEntry{event_.entry});
  }
  void entry_and_invite(const UserId& user) {
    entry();
    if (!user.empty() && user != event_.actor) invite(user);
  }
  // While an incident is under way; afterwards nobody is pulled into its channel.
  void invite(const UserId& user) {
    if (!is_over(after_.state)) posts_.push_back(delivery::Invite{{user}, {}});
  }
  void call(const std::vector<Called>& called) {
    std::string asleep;
    for (const Called& one : called) {
      if (!one.pager.empty()) asleep += (asleep.empty() ? "" : ", ") + one.name;
    }
    if (after_.is_drill && !asleep.empty()) {
      say(RichText("Practice: " + asleep + " is not told of it and wakes nobody."));
    }
    for (const Called& one : called) {
      if (!one.user.empty()) invite(one.user);
      if (!one.group.empty()) posts_.push_back(delivery::Invite{{}, {one.group}});
    }
  }
  // The last step: whoever reads the channel can take the telephone.
  void say_phones(PageNumber number) {
    const Page* page = find(after_, number);
    if (page == nullptr) return;
    const std::vector<Rung> rungs = as_known(*page);
    const bool has_phone = std::ranges::any_of(rungs, [](const Rung& rung) {
      return std::ranges::any_of(rung.called, [](const Called& one) { return !one.phone.empty(); });
    });
    if (!has_phone) return;
    say(RichText("This is the last step of " + page->team + " for " + handle(number) +
                 ". By phone: " + phone_list(rungs) + "."));
  }
  std::vector<Rung> as_known(const Page& page) const {
    return rungs_as_known(page, roster_, event_.recorded_at);
  }
  void say(RichText text) { posts_.push_back(delivery::Say{std::move(text)}); }
  void announce(RichText text) {
    if (after_.is_private) return;
    posts_.push_back(delivery::SayUnderAnnouncement{std::move(text)});
  }

  const Incident& after_;
  const Event& event_;
  const Roster* roster_;
  std::vector<Delivery>& posts_;
};

}  // namespace

std::vector<Delivery> consequences(const Incident& before, const Incident& after,
                                   const Event& event, const Audience& audience) {
  std::vector<Delivery> posts;
  if (after.is_imported) return posts;
  if (std::holds_alternative<event::Declared>(event.body)) {
    on_declared(after, audience, posts);
    return posts;
  }
  std::visit(ChannelNotices(after, event, audience.roster, posts), event.body);
  if (const Ping ping = ping_of(after, audience);
      ping != Ping::nobody && is_worse(after, before) && ping != ping_of(before, audience)) {
    posts.push_back(delivery::Say{severity_notice(after, ping)});
  }
  for (Delivery& call : pager_calls(before, after, event, audience.pagers)) {
    posts.push_back(std::move(call));
  }
  for (Delivery& notice : personal_notices(after, event, audience)) {
    posts.push_back(std::move(notice));
  }
  for (Delivery& filing : tracker_consequences(before, after, event, audience.tracker)) {
    posts.push_back(std::move(filing));
  }
  for (Delivery& shown : status_consequences(before, after, event)) {
    posts.push_back(std::move(shown));
  }
  if (card_differs(before, after)) {
    posts.push_back(delivery::EditCard{});
    if (!after.is_private) posts.push_back(delivery::EditAnnouncement{});
  }
  if (has_channel(after) && topic_differs(before, after)) {
    posts.push_back(delivery::SetTopic{});
  }
  return posts;
}

}  // namespace tocsin
