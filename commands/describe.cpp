#include "commands/describe.h"

#include "bot/domain/access.h"
#include "bot/domain/when.h"
#include "bot/domain/whole_letters.h"
#include "commands/help.h"
#include "commands/outlets.h"

#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_longest_label = 70;  // Slack's limit is 75
constexpr std::size_t k_longest_part = 200;  // of a text that is only one line of the answer
constexpr std::size_t k_most_tasks = 5;
constexpr std::size_t k_most_lines = 20;

std::string shortened(std::string text, std::size_t longest) {
  if (text.size() <= longest) return text;
  return std::string(whole_letters(text, longest - 3)) + "…";
}

std::vector<Incident> visible_active(const Request& request) {
  std::vector<Incident> active = request.reader.active_incidents();
  std::erase_if(active, [&](const Incident& incident) {
    return !may_see(incident, request.typed.user, request.typed.channel, request.settings.policy);
  });
  return active;
}

Button button_for(const Incident& incident, std::string_view rest) {
  return {shortened(handle(incident.number) + " " + incident.title, k_longest_label),
          handle(incident.number) + (rest.empty() ? "" : " " + std::string(rest)),
          Button::Style::plain};
}

void add_time(RichText& text, const Request& request, std::string_view what,
              const std::optional<Moment>& moment, const Zone& zone) {
  if (!moment) return;
  text.plain("\n" + std::string(what) + " " + print_both(*moment, zone, request.typed.now));
}

// How long the impact has lasted, or lasted.
void add_length(RichText& text, const Request& request, const Incident& incident) {
  const Moment start = incident.started_at.value_or(incident.declared_at);
  if (incident.resolved_at && *incident.resolved_at >= start) {
    text.plain("\nLasted " + print_duration(*incident.resolved_at - start));
  } else if (!is_over(incident.state) && request.typed.now > start) {
    text.plain("\nGoing on for " + print_duration(request.typed.now - start));
  }
}

void add_people(RichText& text, const Incident& incident) {
  if (!incident.lead.empty()) text.plain("\nLead ").user(incident.lead);
  for (const RoleHolder& held : incident.roles) {
    text.plain(", " + held.role + " ").user(held.user);
  }
}

void add_updates(RichText& text, const Request& request, const Incident& incident,
                 const Zone& zone) {
  if (incident.last_update_at) {
    text.plain("\nLast update " + print_both(*incident.last_update_at, zone, request.typed.now) +
               ": " + shortened(incident.last_update, k_longest_part));
  }
  add_time(text, request, "Next update due", incident.update_due_at, zone);
}

// What is still open, each with the handle that is typed.
void add_open_work(RichText& text, const Request& request, const Incident& incident) {
  for (const Hypothesis& one : incident.hypotheses) {
    if (one.standing != Standing::open) continue;
    text.plain("\nSuspected " + handle(one.number) + " " + shortened(one.text, k_longest_part));
  }
  std::size_t shown = 0;
  std::size_t open = 0;
  for (const Task& task : incident.tasks) {
    if (task.state != TaskState::open || ++open > k_most_tasks) continue;
    ++shown;
    text.plain("\nOpen " + handle(task.number) + " " + shortened(task.text, k_longest_part));
    if (!task.owner.empty()) text.plain(" — ").user(task.owner);
    add_issue(request, task, text);
  }
  if (open > shown) text.plain("\nand " + std::to_string(open - shown) + " more open tasks");
}

// Other incidents only as far as this person may see them.
void add_related(RichText& text, const Request& request, const Incident& incident) {
  const auto is_shown = [&request](IncidentNumber number) {
    const auto other = request.reader.incident(number);
    return other &&
           may_see(*other, request.typed.user, request.typed.channel, request.settings.policy);
  };
  if (incident.merged_into.value > 0 && is_shown(incident.merged_into)) {
    text.plain("\nA duplicate of " + handle(incident.merged_into));
  }
  for (const IncidentNumber number : incident.related) {
    if (is_shown(number)) text.plain("\nRelated to " + handle(number));
  }
}

}  // namespace

RichText incident_line(const Incident& incident) {
  RichText line;
  line.bold(handle(incident.number));
  if (incident.severity) line.plain(" " + std::string(name_of(*incident.severity)));
  line.plain(" " + std::string(name_of(incident.state)));
  if (incident.is_drill) line.plain(" (drill)");
  line.plain(": " + incident.title);
  return line;
}

Reply describe_incident(const Request& request, const Incident& incident) {
  const Zone zone = find_zone(incident.zone).value_or(Zone{});
  RichText text = incident_line(incident);
  if (incident.is_private) text.plain(" (private)");
  add_people(text, incident);
  if (!incident.channel.empty() && incident.channel != request.typed.channel) {
    text.plain("\nChannel ").channel(incident.channel, incident.channel_name);
  }
  text.plain("\nImpact: " + (incident.impact.empty() ? "not recorded yet" : incident.impact));
  if (!incident.summary.empty()) text.plain("\nSummary: " + incident.summary);
  add_time(text, request, "Declared", incident.declared_at, zone);
  add_time(text, request, "Began", incident.started_at, zone);
  add_time(text, request, "Detected", incident.detected_at, zone);
  add_time(text, request, "Mitigated", incident.mitigated_at, zone);
  add_time(text, request, "Resolved", incident.resolved_at, zone);
  add_length(text, request, incident);
  add_updates(text, request, incident, zone);
  add_open_work(text, request, incident);
  add_related(text, request, incident);
  Reply reply(std::move(text));
  reply.paragraphs.push_back(
      RichText("You can type: " + std::string(verbs_for(incident.state)) + ". ")
          .code(request.settings.command + " help")
          .plain(" shows all."));
  return reply;
}

std::vector<Button> show_buttons(const std::vector<Incident>& incidents) {
  std::vector<Button> buttons;
  for (const Incident& incident : incidents) {
    if (buttons.size() == k_most_buttons) break;
    buttons.push_back(button_for(incident, "show"));
  }
  return buttons;
}

RichText not_complete(std::size_t behind) {
  return RichText("This is not complete yet: " + std::to_string(behind) +
                  " entries are still being prepared for searching. Ask again in some minutes.");
}

Reply describe_active(const Request& request) {
  const std::vector<Incident> active = visible_active(request);
  const RichText how = RichText("To declare one, type ")
                           .code(request.settings.command + " declare sev2 WHAT IS WRONG")
                           .plain(".");
  Reply reply;
  if (active.empty()) {
    reply.paragraphs = {RichText("No active incident. ").append(how)};
  } else {
    RichText text(active.size() == 1 ? "One active incident:" : "Active incidents:");
    for (std::size_t i = 0; i < active.size() && i < k_most_lines; ++i) {
      text.plain("\n").append(incident_line(active[i]));
    }
    if (active.size() > k_most_lines) {
      text.plain("\nand " + std::to_string(active.size() - k_most_lines) + " more.");
    }
    reply.paragraphs = {std::move(text), how};
    reply.buttons = show_buttons(active);
  }
  reply.buttons.push_back({"Declare an incident", "declare", Button::Style::danger});
  return reply;
}

Refusal ask_which_incident(const Request& request, std::string_view rest) {
  const std::vector<Incident> active = visible_active(request);
  Reply reply;
  if (active.empty()) {
    reply.paragraphs.push_back(RichText("No incident is active, so nothing was saved. Type ")
                                   .code(request.settings.command + " declare WHAT IS WRONG")
                                   .plain(" to start one, or put the number in front: ")
                                   .code(request.settings.command + " INC-1 " + std::string(rest))
                                   .plain("."));
    return Refusal(std::move(reply));
  }
  RichText text(active.size() == 1 ? "Nothing saved yet. Did you mean this incident? "
                                   : "Nothing saved yet. Which incident do you mean? ");
  text.plain("Press its button, or put the number in front: ");
  text.code(request.settings.command + " " + handle(active.front().number) + " " +
            std::string(rest));
  reply.paragraphs.push_back(std::move(text));
  for (const Incident& incident : active) {
    if (reply.buttons.size() < k_most_buttons) reply.buttons.push_back(button_for(incident, rest));
  }
  return Refusal(std::move(reply));
}

}  // namespace tocsin
