#include "bot/domain/timeline.h"

#include "bot/domain/incident.h"
#include "bot/domain/when.h"

#include <chrono>
#include <optional>
#include <utility>

namespace tocsin {

namespace {

struct KindWord {
  std::string_view operator()(const event::Declared&) const { return "declared"; }
  std::string_view operator()(const event::Imported&) const { return "imported"; }
  std::string_view operator()(const event::Logged&) const { return "log"; }
  std::string_view operator()(const event::Detected&) const { return "detected"; }
  std::string_view operator()(const event::Started&) const { return "started"; }
  std::string_view operator()(const event::ImpactSet&) const { return "impact"; }
  std::string_view operator()(const event::SummarySet&) const { return "summary"; }
  std::string_view operator()(const event::CauseAdded&) const { return "cause"; }
  std::string_view operator()(const event::WorkaroundFound&) const { return "workaround"; }
  std::string_view operator()(const event::FixFound&) const { return "fix"; }
  std::string_view operator()(const event::Decided&) const { return "decision"; }
  std::string_view operator()(const event::MeasureNoted&) const { return "measure"; }
  std::string_view operator()(const event::LessonNoted&) const { return "lesson"; }
  std::string_view operator()(const event::TitleChanged&) const { return "title"; }
  std::string_view operator()(const event::SeverityChanged&) const { return "severity"; }
  std::string_view operator()(const event::StateMoved& move) const { return name_of(move.to); }
  std::string_view operator()(const event::CloseAsked&) const { return "close asked"; }
  std::string_view operator()(const event::Closed&) const { return "closed"; }
  std::string_view operator()(const event::ChannelMade&) const { return "channel"; }
  std::string_view operator()(const event::ChannelRefused&) const { return "channel"; }
  std::string_view operator()(const event::WasDeaf&) const { return "gap"; }
  std::string_view operator()(const event::ReadBack&) const { return "read back"; }
  std::string_view operator()(const event::Suspected&) const { return "suspect"; }
  std::string_view operator()(const event::RuledOut&) const { return "ruled out"; }
  std::string_view operator()(const event::Confirmed&) const { return "confirmed"; }
  std::string_view operator()(const event::RoleGiven&) const { return "role"; }
  std::string_view operator()(const event::HandoffOffered&) const { return "handoff"; }
  std::string_view operator()(const event::HandoffAccepted&) const { return "handoff"; }
  std::string_view operator()(const event::HandoffDeclined&) const { return "handoff"; }
  std::string_view operator()(const event::TaskAdded& added) const {
    return added.kind == TaskKind::followup ? "follow-up" : "task";
  }
  std::string_view operator()(const event::TaskMoved&) const { return "task"; }
  std::string_view operator()(const event::TaskAssigned&) const { return "task"; }
  std::string_view operator()(const event::TaskDueSet&) const { return "task"; }
  std::string_view operator()(const event::UpdateSent&) const { return "update"; }
  std::string_view operator()(const event::ReminderSet&) const { return "reminder"; }
  std::string_view operator()(const event::QuietSet&) const { return "quiet"; }
  std::string_view operator()(const event::SubscriptionChanged&) const { return "subscription"; }
  std::string_view operator()(const event::Paged&) const { return "page"; }
  std::string_view operator()(const event::PageJoined&) const { return "page"; }
  std::string_view operator()(const event::PageAcknowledged&) const { return "ack"; }
  std::string_view operator()(const event::PageEnded&) const { return "page"; }
  std::string_view operator()(const event::PageDeclined&) const { return "page"; }
  std::string_view operator()(const event::Cancelled&) const { return "cancelled"; }
  std::string_view operator()(const event::Reopened&) const { return "reopened"; }
  std::string_view operator()(const event::Linked&) const { return "link"; }
  std::string_view operator()(const event::MergedInto&) const { return "duplicate"; }
  std::string_view operator()(const event::DuplicateFound&) const { return "duplicate"; }
  std::string_view operator()(const event::ZoneChanged&) const { return "zone"; }
  std::string_view operator()(const event::WriteupMoved&) const { return "write-up"; }
  std::string_view operator()(const event::SectionWritten&) const { return "write-up"; }
  std::string_view operator()(const event::WriteupAssigned&) const { return "write-up"; }
  std::string_view operator()(const event::MessageKept&) const { return "message"; }
  std::string_view operator()(const event::EntryEdited&) const { return "edit"; }
  std::string_view operator()(const event::EntryRetimed&) const { return "move"; }
  std::string_view operator()(const event::EntryStruck&) const { return "strike"; }
  std::string_view operator()(const event::EntryRestored&) const { return "undo"; }
  std::string_view operator()(const event::ChannelChanged&) const { return "channel"; }
  std::string_view operator()(const event::ChannelMoved&) const { return "channel"; }
  std::string_view operator()(const event::MemberChanged&) const { return "member"; }
  std::string_view operator()(const event::SimilarFound&) const { return "similar"; }
  std::string_view operator()(const event::StepPaged&) const { return "page"; }
  std::string_view operator()(const event::LadderEnded&) const { return "page"; }
  std::string_view operator()(const event::PagerRefused&) const { return "page"; }
  std::string_view operator()(const event::TaskFiled&) const { return "tracker"; }
  std::string_view operator()(const event::TaskStateRead&) const { return "tracker"; }
  std::string_view operator()(const event::StatusShown&) const { return "status page"; }
  std::string_view operator()(const event::AlertAttached&) const { return "alert"; }
  std::string_view operator()(const event::AlertEnded&) const { return "alert"; }
  std::string_view operator()(const event::DrillPlanned&) const { return "drill"; }
  std::string_view operator()(const event::Injected&) const { return "drill"; }
};

std::string or_else(const std::string& text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : text;
}

struct Text {
  RichText operator()(const event::Declared& declared) const {
    if (!declared.severity) return declared.title;
    return std::string(name_of(*declared.severity)) + ": " + declared.title;
  }
  RichText operator()(const event::Imported& imported) const {
    std::string text = imported.title + ", read from " + imported.file;
    for (std::size_t i = 0; i < imported.authors.size(); ++i) {
      text += (i == 0 ? ", written by " : ", ") + imported.authors[i];
    }
    return text;
  }
  RichText operator()(const event::Logged& event) const { return event.text; }
  RichText operator()(const event::Detected& event) const { return event.text; }
  RichText operator()(const event::Started& event) const {
    return or_else(event.text, "The impact began");
  }
  RichText operator()(const event::ImpactSet& event) const { return event.text; }
  RichText operator()(const event::SummarySet& event) const { return event.text; }
  RichText operator()(const event::CauseAdded& event) const { return event.text; }
  RichText operator()(const event::WorkaroundFound& event) const { return event.text; }
  RichText operator()(const event::FixFound& event) const { return event.text; }
  RichText operator()(const event::Decided& event) const { return event.text; }
  RichText operator()(const event::MeasureNoted& event) const { return event.text; }
  RichText operator()(const event::LessonNoted& event) const {
    switch (event.kind) {
      case event::LessonNoted::Kind::well:
        return "Went well: " + event.text;
      case event::LessonNoted::Kind::badly:
        return "Went badly: " + event.text;
      case event::LessonNoted::Kind::lucky:
        return "Got lucky: " + event.text;
    }
    return event.text;
  }
  RichText operator()(const event::TitleChanged& title) const { return title.to; }
  RichText operator()(const event::SeverityChanged& change) const {
    std::string text = std::string(change.from ? name_of(*change.from) : "not set") + " → " +
                       std::string(name_of(change.to));
    if (!change.reason.empty()) text += ": " + change.reason;
    return text;
  }
  RichText operator()(const event::StateMoved& move) const {
    if (!move.text.empty()) return move.text;
    if (move.to == State::resolved) return "The impact is over";
    return "State is now " + std::string(name_of(move.to));
  }
  RichText operator()(const event::CloseAsked&) const {
    return "Asked to close before the end of the impact was known";
  }
  RichText operator()(const event::Closed& closed) const {
    if (!closed.text.empty()) return closed.text;
    return closed.end_known ? "Incident closed"
                            : "Incident closed; the end of the impact is unknown";
  }
  RichText operator()(const event::ChannelMade& made) const {
    return "Channel #" + made.name + " made";
  }
  RichText operator()(const event::ChannelRefused& refused) const {
    return "Slack refused the channel (" + refused.reason + ")";
  }
  RichText operator()(const event::WasDeaf&) const { return "No connection to Slack"; }
  RichText operator()(const event::ReadBack&) const { return "Read what was missed"; }

  RichText operator()(const event::Suspected& suspected) const {
    return with_handle(handle(suspected.hypothesis), suspected.text);
  }
  RichText operator()(const event::RuledOut& ruled_out) const {
    RichText text = with_handle(handle(ruled_out.hypothesis), ruled_out.lead);
    if (!ruled_out.text.empty()) text.plain(ruled_out.lead.empty() ? " " : " — ");
    return text.plain(ruled_out.text);
  }
  RichText operator()(const event::Confirmed& confirmed) const {
    return with_handle(handle(confirmed.hypothesis), confirmed.text);
  }
  RichText operator()(const event::RoleGiven& given) const {
    RichText text(given.role + ": ");
    if (given.user.empty()) return text.plain("nobody");
    return text.user(given.user);
  }
  RichText operator()(const event::HandoffOffered& offered) const {
    return RichText(offered.role + " offered to ").user(offered.to);
  }
  RichText operator()(const event::HandoffAccepted& accepted) const {
    RichText text(accepted.role + " moved to ");
    text.user(accepted.to);
    if (!accepted.from.empty()) text.plain(" from ").user(accepted.from);
    return text;
  }
  RichText operator()(const event::HandoffDeclined& declined) const {
    RichText text(declined.role + " was not taken over by ");
    text.user(declined.to);
    if (!declined.text.empty()) text.plain(": " + declined.text);
    return text;
  }
  RichText operator()(const event::TaskAdded& added) const {
    RichText text = with_handle(handle(added.task), added.text);
    if (!added.owner.empty()) text.plain(" — ").user(added.owner);
    return with_due(std::move(text), added.due_at, added.owner.empty() ? " — by " : ", by ");
  }
  RichText operator()(const event::TaskMoved& moved) const {
    RichText text(handle(moved.task) + " " + said(moved.to));
    if (!moved.text.empty()) text.plain(": " + moved.text);
    return text;
  }
  RichText operator()(const event::TaskAssigned& assigned) const {
    RichText text(handle(assigned.task) + " is ");
    if (assigned.owner.empty()) return text.plain("nobody's");
    return text.user(assigned.owner).plain("'s");
  }
  RichText operator()(const event::TaskDueSet& due) const {
    if (!due.due_at) return RichText(handle(due.task) + " has no due date any more");
    return with_due(RichText(handle(due.task) + " is due"), due.due_at, " ");
  }
  RichText operator()(const event::UpdateSent& update) const {
    return with_due(RichText(update.text), update.next_due_at, " — next update by ");
  }
  RichText operator()(const event::ReminderSet& reminder) const {
    if (reminder.minutes == 0) return "No more reminders of updates";
    return RichText("An update every " + print_duration(std::chrono::minutes(reminder.minutes)));
  }
  RichText operator()(const event::QuietSet& quiet) const {
    return with_due(RichText("Heads down, no reminders"), quiet.until, " until ");
  }
  RichText operator()(const event::SubscriptionChanged& subscription) const {
    return subscription.is_subscribed ? "Subscribed to updates" : "No more updates";
  }
  RichText operator()(const event::Paged& paged) const {
    RichText text(handle(paged.page) + " ");
    if (!paged.user.empty()) {
      text.user(paged.user);
    } else if (!paged.group.empty()) {
      text.group(paged.group, paged.target);
    } else {
      text.plain(paged.target);
    }
    if (!paged.rungs.empty()) {
      with_called(text.plain(", first "), paged.rungs.front().called);
    }
    if (!paged.text.empty()) text.plain(": " + paged.text);
    return text;
  }
  RichText operator()(const event::StepPaged& step) const {
    RichText text(handle(step.page) + " " + step.team + ", step " + std::to_string(step.step));
    text.plain(step.round > 1 ? " again: " : ": ");
    with_called(text, step.called);
    return text;
  }
  RichText operator()(const event::LadderEnded& ended) const {
    return RichText(handle(ended.page) + ": everybody of " + ended.team +
                    " was called, and nobody has answered");
  }
  RichText operator()(const event::PagerRefused& refused) const {
    return RichText(handle(refused.page) + ": the pager " + refused.pager +
                    " did not take the page: " + refused.why);
  }
  RichText operator()(const event::TaskFiled& filed) const {
    RichText text(handle(filed.task) + " is ");
    if (filed.url.empty()) {
      text.plain(filed.key);
    } else {
      text.link(filed.url, filed.key);
    }
    return text.plain(" in " + filed.tracker);
  }
  RichText operator()(const event::TaskStateRead& read) const {
    return RichText(handle(read.task) + " is “" + read.state + "” in its tracker");
  }
  RichText operator()(const event::StatusShown& shown) const {
    if (shown.id.empty()) {  // somebody has let it go there; that it is there comes with its id
      return RichText("Let go to the status page " + shown.status_page + ": " + shown.text);
    }
    RichText text("On the status page ");
    if (shown.url.empty()) {
      text.plain(shown.status_page);
    } else {
      text.link(shown.url, shown.status_page);
    }
    return text.plain(": " + shown.text);
  }
  RichText operator()(const event::AlertAttached& alert) const {
    return RichText(alert.text.empty() ? alert.title : alert.title + ": " + alert.text);
  }
  RichText operator()(const event::AlertEnded& alert) const {
    return RichText("Ended: " + alert.title);
  }
  RichText operator()(const event::DrillPlanned& plan) const {
    return RichText("Practice: " + plan.scenario);
  }
  RichText operator()(const event::Injected& inject) const {
    return RichText("Practice, not real: " + inject.text);
  }
  RichText operator()(const event::PageJoined& joined) const {
    return with_handle(handle(joined.page), or_else(joined.text, "Asked for again"));
  }
  RichText operator()(const event::PageAcknowledged& acknowledged) const {
    RichText text(handle(acknowledged.page) + " acknowledged");
    if (!acknowledged.by.empty()) text.plain(" by " + acknowledged.by);
    if (!acknowledged.pager.empty()) text.plain(" in " + acknowledged.pager);
    return text;
  }
  RichText operator()(const event::PageEnded& ended) const {
    return RichText(handle(ended.page) + " ended by " + ended.by +
                    (ended.pager.empty() ? "" : " in " + ended.pager) +
                    ": nobody is called for it any more");
  }
  RichText operator()(const event::PageDeclined& declined) const {
    RichText text(handle(declined.page) + " declined");
    if (!declined.text.empty()) text.plain(": " + declined.text);
    return text;
  }
  RichText operator()(const event::Cancelled& cancelled) const { return cancelled.text; }
  RichText operator()(const event::Reopened& reopened) const { return reopened.text; }
  RichText operator()(const event::Linked& linked) const {
    return RichText("Related to " + handle(linked.other));
  }
  RichText operator()(const event::MergedInto& merged) const {
    return RichText("A duplicate of " + handle(merged.other));
  }
  RichText operator()(const event::DuplicateFound& found) const {
    return RichText(handle(found.other) + " is a duplicate of this one");
  }
  RichText operator()(const event::ZoneChanged& zone) const {
    return RichText("The incident's time zone is " + zone.to);
  }
  RichText operator()(const event::WriteupMoved& writeup) const {
    return RichText("The write-up is " + std::string(words_of(writeup.to)));
  }
  RichText operator()(const event::SectionWritten& written) const {
    std::string text = "“" + std::string(title_of(written.section)) + "” of the write-up";
    return RichText(text + (written.text.empty() ? " is the record's again" : " was written"));
  }
  RichText operator()(const event::WriteupAssigned& assigned) const {
    RichText text("The write-up is ");
    if (assigned.owner.empty()) {
      text.plain("nobody's");
    } else {
      text.user(assigned.owner).plain("'s");
    }
    return with_due(std::move(text), assigned.review_by, ", to be published by ");
  }
  RichText operator()(const event::MessageKept& kept) const {
    RichText text(kept.text);
    if (!kept.author.empty()) text.plain(" — ").user(kept.author);
    if (!kept.link.empty()) text.plain(" ").link(kept.link, "message");
    return text;
  }
  RichText operator()(const event::EntryEdited& edit) const {
    return RichText(handle(edit.corrects) + " is now: " + edit.to + " (was: " + edit.from + ")");
  }
  RichText operator()(const event::EntryRetimed& move) const {
    RichText text = with_due(RichText(handle(move.corrects) + " happened at"), move.to, " ");
    return with_due(std::move(text), move.from, ", not at ");
  }
  RichText operator()(const event::EntryStruck& strike) const {
    RichText text(handle(strike.corrects) + " was struck");
    if (!strike.reason.empty()) text.plain(": " + strike.reason);
    return text;
  }
  RichText operator()(const event::EntryRestored& restored) const {
    return RichText(handle(restored.corrects) + " counts again");
  }
  RichText operator()(const event::ChannelChanged& channel) const {
    if (channel.change == ChannelChange::renamed) {
      return RichText("The channel is now #" + channel.name);
    }
    return RichText("The channel was " + std::string(name_of(channel.change)));
  }
  RichText operator()(const event::ChannelMoved&) const { return "The channel has another id"; }
  RichText operator()(const event::MemberChanged& member) const {
    return RichText().user(member.user).plain(member.is_member ? " joined" : " left");
  }
  RichText operator()(const event::SimilarFound& found) const {
    RichText text("Like this one:");
    for (const event::SimilarIncident& one : found.incidents) {
      text.plain(" " + handle(one.other) + " " + one.title + ".");
    }
    return text;
  }

 private:
  // As mentions, so that those who are in the channel are told by Slack.
  static void with_called(RichText& text, const std::vector<Called>& called) {
    std::string_view before;
    for (const Called& one : called) {
      text.plain(before);
      if (!one.user.empty()) {
        text.user(one.user);
      } else if (!one.group.empty()) {
        text.group(one.group, one.name);
      } else {
        text.plain(one.name);
      }
      before = ", ";
    }
  }
  static RichText with_handle(const std::string& handle, const std::string& text) {
    return RichText(text.empty() ? handle : handle + " " + text);
  }
  static RichText with_due(RichText text, const std::optional<Moment>& at, std::string_view word) {
    if (!at) return text;
    text.plain(word);
    return text.moment(*at);
  }
  static std::string said(TaskState state) {
    switch (state) {
      case TaskState::open:
        return "is open again";
      case TaskState::done:
        return "is done";
      case TaskState::dropped:
        return "was dropped";
    }
    return "";
  }
};

}  // namespace

std::string_view kind_word(const EventBody& body) { return std::visit(KindWord{}, body); }

RichText timeline_words(const EventBody& body) { return std::visit(Text{}, body); }

std::string timeline_text(const EventBody& body) { return to_plain(timeline_words(body)); }

}  // namespace tocsin
