// The home tab: what one person needs to see when they open the app, and a way to declare.

#include "bot/domain/access.h"
#include "bot/domain/when.h"
#include "commands/catalog.h"
#include "commands/describe.h"

#include <cstddef>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_incidents = 15;
constexpr std::size_t k_most_tasks_at_home = 15;
constexpr std::size_t k_most_writeups = 8;
constexpr std::size_t k_most_recent = 50;

RichText line_with_channel(const Incident& incident) {
  RichText text = incident_line(incident);
  if (has_channel(incident)) {
    text.plain(" in ").channel(incident.channel, incident.channel_name);
  }
  return text;
}

ScreenPart incident_part(const Incident& incident) {
  ScreenPart part;
  part.text = line_with_channel(incident);
  if (!incident.lead.empty()) part.text.plain(" — lead ").user(incident.lead);
  const std::string number = handle(incident.number);
  part.buttons = {{"Show", number + " show", Button::Style::plain},
                  {"Catch up", number + " catchup", Button::Style::plain}};
  return part;
}

ScreenPart task_part(const Incident& incident, const Task& task) {
  ScreenPart part;
  part.text.bold(handle(incident.number) + " " + handle(task.number)).plain(" " + task.text);
  if (task.due_at) {
    part.text.plain(" — by ").moment(*task.due_at);
  }
  part.buttons = {{"Done", handle(incident.number) + " task done " + handle(task.number),
                   Button::Style::primary}};
  return part;
}

ScreenPart writeup_part(const Incident& incident) {
  ScreenPart part;
  part.text = line_with_channel(incident);
  part.buttons = {{"Read", handle(incident.number) + " postmortem", Button::Style::plain}};
  return part;
}

// Under its heading, at most so many; what is left out is said, with the button that lists it.
void add_list(Screen& screen, std::string heading, std::vector<ScreenPart> parts, std::size_t most,
              const std::string& all_of_them) {
  ScreenPart top;
  top.heading = std::move(heading);
  if (parts.empty()) top.text = "None.";
  screen.parts.push_back(std::move(top));
  const std::size_t left_out = parts.size() > most ? parts.size() - most : 0;
  parts.resize(parts.size() - left_out);
  for (ScreenPart& part : parts) screen.parts.push_back(std::move(part));
  if (left_out == 0) return;
  ScreenPart more;
  more.text.italic(std::to_string(left_out) + " more.");
  more.buttons = {{"List all", all_of_them, Button::Style::plain}};
  screen.parts.push_back(std::move(more));
}

std::vector<ScreenPart> tasks_of(const std::vector<Incident>& incidents, const UserId& user) {
  std::vector<ScreenPart> parts;
  for (const Incident& incident : incidents) {
    for (const Task& task : incident.tasks) {
      if (task.owner != user || task.state != TaskState::open) continue;
      parts.push_back(task_part(incident, task));
    }
  }
  return parts;
}

}  // namespace

Screen home_screen(const UserId& user, const CommandSettings& settings, const Reader& reader,
                   Moment now) {
  const auto only_visible = [&](std::vector<Incident> incidents) {
    std::erase_if(incidents, [&](const Incident& incident) {
      return !may_see(incident, user, ChannelId{}, settings.policy);
    });
    return incidents;
  };
  Screen screen;
  ScreenPart top;
  top.heading = "Tocsin";
  top.text.plain("As of ").clock(now, print_clock(now, Zone()));
  top.text.plain(". Anywhere in Slack: ").code(settings.command + " help").plain(".");
  top.buttons = {{"Declare an incident", "declare", Button::Style::danger},
                 {"Refresh", "home", Button::Style::plain}};
  screen.parts.push_back(std::move(top));

  std::vector<ScreenPart> active;
  for (const Incident& incident : only_visible(reader.active_incidents())) {
    active.push_back(incident_part(incident));
  }
  add_list(screen, "Active incidents", std::move(active), k_most_incidents, "list active");
  add_list(screen, "My tasks and follow-ups",
           tasks_of(only_visible(reader.incidents_with_open_tasks()), user), k_most_tasks_at_home,
           "tasks mine");
  std::vector<ScreenPart> writeups;
  for (const Incident& incident : only_visible(reader.recent_incidents(k_most_recent))) {
    if (incident.state == State::closed) writeups.push_back(writeup_part(incident));
  }
  add_list(screen, "Recent write-ups", std::move(writeups), k_most_writeups, "list recent");
  return screen;
}

}  // namespace tocsin
