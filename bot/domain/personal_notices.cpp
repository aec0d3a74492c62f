#include "bot/domain/personal_notices.h"

#include "bot/domain/access.h"
#include "bot/domain/ladder.h"
#include "bot/domain/video.h"
#include "bot/domain/when.h"
#include "bot/domain/zone.h"

#include <utility>

namespace tocsin {

namespace {

// "INC-7 sev1 (drill): Checkout is failing, in #inc-7-checkout-is-failing"
RichText subject_line(const Incident& incident) {
  RichText text;
  text.bold(handle(incident.number));
  if (incident.severity) text.plain(" " + std::string(name_of(*incident.severity)));
  if (incident.is_drill) text.plain(" (drill)");
  text.plain(": " + incident.title);
  if (has_channel(incident)) {
    text.plain(", in ").channel(incident.channel, incident.channel_name);
  }
  return text;
}

class PersonalNotices {
 public:
  PersonalNotices(const Incident& after, const Event& event, const Audience& audience)
      : incident_(after), event_(event), audience_(audience) {}

  void operator()(const event::RoleGiven& given) {
    if (given.user.empty() || given.user == event_.actor) return;
    tell_of_role(given.role, given.user);
  }
  void operator()(const event::HandoffAccepted& accepted) {
    if (!accepted.from.empty()) {
      RichText text;
      text.user(accepted.to).plain(" has taken over " + accepted.role + " of ");
      tell(accepted.from, text.append(subject_line(incident_)).plain("."));
    }
    tell_of_role(accepted.role, accepted.to);
  }
  void operator()(const event::HandoffDeclined& declined) {
    const UserId holder = holder_of(incident_, declined.role);
    if (holder.empty() || holder == event_.actor) return;
    RichText text;
    text.user(declined.to).plain(" does not take over " + declined.role + " of ");
    text.append(subject_line(incident_));
    if (!declined.text.empty()) text.plain(": " + declined.text);
    tell(holder, text.plain(". You still have it."));
  }
  void operator()(const event::HandoffOffered& offered) { offer(offered); }
  void operator()(const event::TaskAdded& added) { tell_of_task(added.task, added.owner); }
  void operator()(const event::TaskAssigned& assigned) {
    tell_of_task(assigned.task, assigned.owner);
  }
  void operator()(const event::UpdateSent& update) {
    for (const UserId& user : incident_.subscribers) {
      // Who has left a private incident since then is outside.
      if (user == event_.actor || !may_see(incident_, user, {}, audience_.policy)) continue;
      RichText text = subject_line(incident_);
      text.plain("\n" + update.text);
      if (update.next_due_at) {
        text.plain("\nNext update by ");
        text.moment(*update.next_due_at);
        text.plain(".");
      }
      tell(user, std::move(text));
    }
  }
  void operator()(const event::Paged& paged) {
    const RichText asked = RichText("Asked by ").user(event_.actor);
    if (!paged.user.empty()) return call(paged.user, paged.page, paged.text, asked);
    if (paged.rungs.empty()) return;
    for (const Called& called : paged.rungs.front().called) {
      RichText why = asked;
      if (!called.user.empty()) {
        call(called.user, paged.page, paged.text, why.plain(", for " + paged.team));
      }
    }
  }
  void operator()(const event::StepPaged& step) {
    const Page* page = find(incident_, step.page);
    for (const Called& called : step.called) {
      if (called.user.empty()) continue;
      RichText why(step.round > 1 ? "You are called again for " + step.team
                                  : "Step " + std::to_string(step.step) + " of " + step.team);
      why.plain(": nobody has answered so far");
      call(called.user, step.page, page != nullptr ? page->reason : "", std::move(why));
    }
  }
  // Whom the pager would have woken sleeps on: the lead can reach them in another way.
  void operator()(const event::PagerRefused& refused) {
    const Page* page = find(incident_, refused.page);
    if (page == nullptr || incident_.lead.empty()) return;
    RichText text(handle(refused.page) + " of ");
    text.append(subject_line(incident_)).plain(": the pager " + refused.pager);
    text.plain(" did not take the page, so it wakes nobody. " + refused.why);
    const std::string phones =
        phone_list(rungs_as_known(*page, audience_.roster, event_.recorded_at));
    if (!phones.empty()) text.plain("\nBy phone: " + phones + ".");
    tell(incident_.lead, std::move(text));
  }
  void operator()(const event::PageDeclined& declined) {
    const Page* page = find(incident_, declined.page);
    if (page == nullptr || incident_.lead.empty() || incident_.lead == event_.actor) return;
    RichText text(handle(declined.page) + " of ");
    text.append(subject_line(incident_)).plain(": ").user(event_.actor).plain(" can't come");
    if (!declined.text.empty()) text.plain(" (" + declined.text + ")");
    tell(incident_.lead,
         text.plain(". Page somebody else: ")
             .code(audience_.command + " " + handle(incident_.number) + " escalate @USER")
             .plain("."));
  }
  void operator()(const event::WriteupAssigned& assigned) {
    if (assigned.owner.empty() || assigned.owner == event_.actor) return;
    RichText text("The write-up of ");
    text.append(subject_line(incident_)).plain(" is yours: see that it is read and published");
    if (assigned.review_by) {
      text.plain(" by ");
      text.moment(*assigned.review_by);
    }
    Reply reply(std::move(text.plain(".")));
    const std::string line = handle(incident_.number) + " postmortem";
    reply.buttons = {{"Read it", line, Button::Style::primary},
                     {"What to improve", line + " lint", Button::Style::plain}};
    notices_.push_back(delivery::AskPerson{assigned.owner, std::move(reply)});
  }
  template <class Other>
  void operator()(const Other&) {}

  std::vector<Delivery> take() { return std::move(notices_); }

 private:
  void tell(const UserId& user, RichText text) {
    notices_.push_back(delivery::Tell{user, std::move(text)});
  }

  void tell_of_role(const std::string& role, const UserId& user) {
    RichText text("You are now " + role + " of ");
    text.append(subject_line(incident_)).plain(".");
    if (const auto duty = audience_.duties.find(role); duty != audience_.duties.end()) {
      text.plain(" " + duty->second);
    }
    Reply reply(std::move(text));
    reply.buttons = {{"Catch up", handle(incident_.number) + " catchup", Button::Style::plain}};
    notices_.push_back(delivery::AskPerson{user, std::move(reply)});
  }

  void tell_of_task(TaskNumber number, const UserId& owner) {
    const Task* task = find(incident_, number);
    if (task == nullptr || owner.empty() || owner == event_.actor) return;
    RichText text(task->kind == TaskKind::followup ? "A follow-up is yours: "
                                                   : "A task is yours: ");
    text.bold(handle(number)).plain(" " + task->text);
    if (task->due_at) {
      text.plain(", by ");
      text.moment(*task->due_at);
    }
    text.plain("\n").append(subject_line(incident_));
    Reply reply(std::move(text));
    const std::string line = handle(incident_.number) + " task ";
    // An old button must take the task from nobody else.
    const std::string free = "assign " + handle(number) + " nobody from <@" + owner.value + ">";
    reply.buttons = {{"Done", line + "done " + handle(number), Button::Style::primary},
                     {"Not mine", line + free, Button::Style::plain}};
    notices_.push_back(delivery::AskPerson{owner, std::move(reply)});
  }

  void call(const UserId& user, PageNumber page, const std::string& reason, RichText why) {
    RichText text("You are needed: ");
    text.append(subject_line(incident_)).plain("\n");
    if (!reason.empty()) text.plain(reason + "\n");
    Reply reply(text.append(why).plain("."));
    const std::string line = handle(incident_.number) + " ";
    reply.buttons = {{"Acknowledge", line + "ack " + handle(page), Button::Style::primary},
                     {"Can't", line + "decline-page " + handle(page), Button::Style::plain},
                     {"Catch up", line + "catchup", Button::Style::plain}};
    notices_.push_back(delivery::AskPerson{user, std::move(reply), page});
  }

  // The brief of a hand-off: what the other has to know before they say yes.
  void offer(const event::HandoffOffered& offered) {
    RichText text;
    text.user(event_.actor).plain(" asks you to take over " + offered.role + " of ");
    text.append(subject_line(incident_)).plain(".");
    text.plain("\nState: " + std::string(name_of(incident_.state)));
    text.plain("\nImpact: " + (incident_.impact.empty() ? "not recorded" : incident_.impact));
    for (const Hypothesis& hypothesis : incident_.hypotheses) {
      if (hypothesis.standing != Standing::open) continue;
      text.plain("\nOpen hypothesis " + handle(hypothesis.number) + ": " + hypothesis.text);
    }
    for (const Task& task : incident_.tasks) {
      if (task.state != TaskState::open) continue;
      text.plain("\nRunning " + handle(task.number) + ": " + task.text);
      if (!task.owner.empty()) text.plain(" — ").user(task.owner);
    }
    if (!incident_.last_decision.empty()) {
      text.plain("\nLast decision: " + incident_.last_decision);
    }
    if (incident_.update_due_at) {
      text.plain("\nNext update due ");
      text.moment(*incident_.update_due_at);
    }
    if (!audience_.video.empty()) {
      text.plain("\n").link(video_link(audience_.video, incident_.number), "Join the call");
    }
    Reply reply(std::move(text));
    const std::string line = handle(incident_.number) + " handoff ";
    reply.buttons = {{"Accept", line + "accept " + offered.role, Button::Style::primary},
                     {"Decline", line + "decline " + offered.role, Button::Style::plain}};
    notices_.push_back(delivery::AskPerson{offered.to, std::move(reply)});
  }

  const Incident& incident_;
  const Event& event_;
  const Audience& audience_;
  std::vector<Delivery> notices_;
};

}  // namespace

std::vector<Delivery> personal_notices(const Incident& after, const Event& event,
                                       const Audience& audience) {
  PersonalNotices notices(after, event, audience);
  std::visit(notices, event.body);
  return notices.take();
}

}  // namespace tocsin
