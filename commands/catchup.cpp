#include "bot/domain/video.h"
#include "bot/domain/when.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/verbs.h"

#include <string>

namespace tocsin {

namespace {

constexpr std::size_t k_most_of_each = 5;  // a late joiner reads this while the house burns

void add_moment(RichText& text, const Request& request, Moment moment) {
  text.clock(moment, print_both(moment, request.zone, request.typed.now));
}

void add_ago(RichText& text, const Request& request, Moment moment) {
  if (request.typed.now <= moment) return;
  text.plain(" (" + print_duration(request.typed.now - moment) + " ago)");
}

void add_course(RichText& text, const Request& request, const Incident& incident) {
  if (incident.started_at) {
    text.plain("\nBegan ");
    add_moment(text, request, *incident.started_at);
    add_ago(text, request, *incident.started_at);
  } else {
    text.plain("\nDeclared ");
    add_moment(text, request, incident.declared_at);
    add_ago(text, request, incident.declared_at);
  }
  if (incident.mitigated_at) {
    text.plain("; mitigated ");
    add_moment(text, request, *incident.mitigated_at);
  }
  if (incident.resolved_at) {
    text.plain("; resolved ");
    add_moment(text, request, *incident.resolved_at);
  }
  text.plain("\nImpact: " + (incident.impact.empty() ? "not recorded yet" : incident.impact));
}

void add_roles(RichText& text, const Incident& incident) {
  text.plain("\nLead: ");
  if (incident.lead.empty()) {
    text.plain("nobody");
  } else {
    text.user(incident.lead);
  }
  for (const RoleHolder& held : incident.roles) {
    text.plain(", " + held.role + ": ").user(held.user);
  }
}

void add_updates(RichText& text, const Request& request, const Incident& incident) {
  if (incident.last_update_at) {
    text.plain("\nLast update ");
    add_moment(text, request, *incident.last_update_at);
    text.plain(": " + incident.last_update);
  } else {
    text.plain("\nNo update was sent yet");
  }
  if (!incident.update_due_at || is_over(incident.state)) return;
  text.plain(*incident.update_due_at <= request.typed.now ? "\nThe next update was due "
                                                          : "\nNext update due ");
  add_moment(text, request, *incident.update_due_at);
}

// Counts the items that are shown; those beyond the limit are only counted.
class Lines {
 public:
  explicit Lines(RichText& text) : text_(text) {}
  bool next() {
    if (++count_ > k_most_of_each) return false;
    text_.plain("\n");
    return true;
  }
  void end(std::string_view verb) {
    if (count_ <= k_most_of_each) return;
    text_.plain("\nand " + std::to_string(count_ - k_most_of_each) + " more: ").code(verb);
  }

 private:
  RichText& text_;
  std::size_t count_ = 0;
};

void add_work(RichText& text, const Request& request, const Incident& incident) {
  const std::string line = request.settings.command + " " + handle(incident.number) + " ";
  Lines hypotheses(text);
  for (const Hypothesis& hypothesis : incident.hypotheses) {
    if (hypothesis.standing != Standing::open || !hypotheses.next()) continue;
    text.plain("Suspected ").bold(handle(hypothesis.number)).plain(": " + hypothesis.text);
  }
  hypotheses.end(line + "timeline all");
  Lines tasks(text);
  for (const Task& task : incident.tasks) {
    if (task.state != TaskState::open || !tasks.next()) continue;
    text.plain("Open ").bold(handle(task.number)).plain(": " + task.text + " — ");
    if (task.owner.empty()) {
      text.plain("nobody's yet");
    } else {
      text.user(task.owner);
    }
  }
  tasks.end(line + "tasks");
  Lines pages(text);
  for (const Page& page : incident.pages) {
    if (page.state != PageState::open || !pages.next()) continue;
    text.plain("Waiting for ");
    if (page.user.empty()) {
      text.plain(page.target);
    } else {
      text.user(page.user);
    }
    text.plain(" (").bold(handle(page.number)).plain(") since ");
    add_moment(text, request, page.opened_at);
  }
  pages.end(line + "timeline all");
}

Outcome run_catchup(const Request& request) {
  if (!request.arguments.empty()) {
    return failure(refuse_with_usage(request, k_catchup, "catchup needs nothing behind it."));
  }
  const Incident& incident = *request.incident;
  RichText text = incident_line(incident);
  if (incident.channel != request.typed.channel && has_channel(incident)) {
    text.plain(", in ").channel(incident.channel, incident.channel_name);
  }
  if (!request.settings.video.empty() && !is_over(incident.state)) {
    text.plain("\n").link(video_link(request.settings.video, incident.number), "Join the call");
  }
  add_course(text, request, incident);
  add_roles(text, incident);
  add_updates(text, request, incident);
  RichText work;
  add_work(work, request, incident);
  text.append(work);
  if (!incident.last_decision.empty()) text.plain("\nLast decision: " + incident.last_decision);
  if (incident.merged_into.value > 0) {
    text.plain("\nA duplicate: it goes on in " + handle(incident.merged_into));
  }
  Answer answer;
  answer.reply = Reply(std::move(text));
  answer.reply.buttons.push_back(
      {"Timeline", handle(incident.number) + " timeline", Button::Style::plain});
  return answer;
}

}  // namespace

const Verb k_catchup = {
    .name = "catchup",
    .aliases = "",
    .arguments = "",
    .purpose = "What a late joiner needs to know, seen by nobody else.",
    .examples = {"catchup", "INC-7 catchup"},
    .act = Act::look,
    .run = run_catchup,
};

}  // namespace tocsin
