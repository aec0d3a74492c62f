#include "bot/domain/ascii.h"
#include "bot/domain/when.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/pages.h"
#include "commands/refusals.h"
#include "commands/teams.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_pages = 20;
constexpr std::size_t k_most_teams = 20;

// The latest pages, and who came.
void add_pages(const Request& request, const Incident& incident, Reply& reply) {
  RichText text("Pages of " + handle(incident.number) + ":");
  const std::size_t count = incident.pages.size();
  const std::size_t left_out = count > k_most_pages ? count - k_most_pages : 0;
  if (count == 0) text.plain(" none.");
  if (left_out > 0) text.plain("\n" + std::to_string(left_out) + " earlier ones are not shown.");
  for (std::size_t i = left_out; i < count; ++i) {
    const Page& page = incident.pages[i];
    text.plain("\n• ").append(page_line(request, page)).plain(" — ");
    text.append(answer_to(request, page));
    if (page.state != PageState::open) continue;
    reply.buttons.push_back({"Acknowledge " + handle(page.number),
                             handle(incident.number) + " ack " + handle(page.number),
                             Button::Style::plain});
  }
  reply.paragraphs.push_back(std::move(text));
}

std::string shown(const Request& request, const std::string& name) {
  const auto called = find_called(request, name);
  return called ? called->name : name + " (not known to Slack)";
}

// As the pager told last; said to be old when it has not told for a while.
RichText read_shift_line(const Request& request, const std::string& name,
                         const Schedule& schedule) {
  const Roster& roster = request.settings.roster;
  const std::string pager = pager_title(roster, schedule.pager);
  RichText text("On call by the schedule " + name + " of " + pager + ": ");
  const auto read = roster.read_shifts.find(name);
  if (read == roster.read_shifts.end()) return text.plain("not known, it has not told yet.");
  const ReadShift& shift = read->second;
  if (shift.people.empty()) text.plain("nobody");
  for (const ReadShift::One& one : shift.people) {
    if (&one != shift.people.data()) text.plain(", ");
    const auto called = find_called(request, "@" + one.name);
    text.bold(called ? called->name : one.name);
    const std::string& phone = called && !called->phone.empty() ? called->phone : one.phone;
    if (!phone.empty()) text.plain(" " + phone);
  }
  if (shift.until) {
    text.plain(" until ").date_and_clock(*shift.until, print_moment(*shift.until, request.zone));
  }
  if (is_old(shift, request.typed.now)) {
    text.plain(", as of ").date_and_clock(shift.read_at, print_moment(shift.read_at, request.zone));
    text.plain("; " + pager + " does not answer");
  }
  return text.plain(".");
}

// "schedule payments: @ana until Mon 09:00, then @bo"
RichText shift_line(const Request& request, const std::string& name, const Schedule& schedule) {
  if (!schedule.pager.empty()) return read_shift_line(request, name, schedule);
  RichText text("On call by the schedule " + name + ": ");
  const auto shift = on_call(schedule, request.settings.roster, request.typed.now);
  if (!shift) return text.plain("nobody yet, it begins later.");
  text.bold(shown(request, shift->person)).plain(" until ");
  text.date_and_clock(shift->until, print_moment(shift->until, request.zone));
  return text.plain(", then " + shown(request, shift->next) + ".");
}

// What `escalate` would do now, step by step.
void add_steps(const Request& request, const std::string& name, const Team& team, Reply& reply) {
  const Plan plan = plan_for(request, team);
  RichText text("If you page ");
  text.bold(name).plain(" now:");
  for (const Rung& rung : plan.rungs) {
    text.plain("\n• step " + std::to_string(rung.step) + (rung.round > 1 ? " again" : ""));
    text.plain(": " + names_of(rung.called) + ", for " + print_duration(Duration{rung.wait_ms}));
  }
  if (plan.rungs.empty()) text.plain(" nobody can be called.");
  if (!plan.missing.empty()) {
    text.plain("\nNot called, because Slack does not know them: " + listed(plan.missing) + ".");
  }
  if (!team.members.empty()) {
    text.plain("\nAlso in the team: ");
    for (const std::string& member : team.members) {
      text.plain((&member == team.members.data() ? "" : ", ") + shown(request, member));
    }
    text.plain(".");
  }
  reply.paragraphs.push_back(std::move(text));
  if (!request.incident) return;
  reply.buttons.push_back({"Page " + name, handle(request.incident->number) + " escalate " + name,
                           Button::Style::plain});
}

void add_team(const Request& request, const std::string& name, const Team& team, Reply& reply) {
  std::vector<std::string> told;
  for (const TeamStep& step : team.steps) {
    for (const std::string& target : step.targets) {
      if (!target.starts_with(k_schedule_prefix)) continue;
      const auto schedule =
          request.settings.roster.schedules.find(target.substr(k_schedule_prefix.size()));
      if (schedule == request.settings.roster.schedules.end()) continue;
      if (std::ranges::find(told, schedule->first) != told.end()) continue;
      told.push_back(schedule->first);
      reply.paragraphs.push_back(shift_line(request, schedule->first, schedule->second));
    }
  }
  add_steps(request, name, team, reply);
}

// Every team in a line: who is called now, and who would be next.
RichText overview(const Request& request) {
  RichText text("Who is called now:");
  std::size_t left = k_most_teams;
  for (const auto& [name, team] : request.settings.roster.teams) {
    if (left-- == 0) break;
    const Plan plan = plan_for(request, team);
    text.plain("\n• ").bold(name).plain(": ");
    if (plan.rungs.empty()) {
      text.plain("nobody can be called");
      continue;
    }
    const Rung& first = plan.rungs.front();
    text.plain(names_of(first.called));
    const auto next =
        std::ranges::find_if(plan.rungs, [&](const Rung& rung) { return rung.step != first.step; });
    if (next == plan.rungs.end()) continue;
    text.plain("; after " + print_duration(Duration{first.wait_ms * (next - plan.rungs.begin())}) +
               " " + names_of(next->called));
  }
  for (const auto& [name, schedule] : request.settings.roster.schedules) {
    text.plain("\n").append(shift_line(request, name, schedule));
  }
  return text;
}

Refusal refuse_unknown(const Request& request, std::string_view word) {
  const std::vector<std::string> near = similar_teams(request.settings.roster, word);
  RichText why("There is no team or schedule “" + std::string(word) + "”. ");
  if (near.empty()) return Refusal(why.plain("No teams are set up."));
  why.plain("The nearest: " + listed(near) + ".");
  Reply reply(std::move(why));
  for (const std::string& name : near) {
    reply.buttons.push_back({name, "oncall " + name, Button::Style::plain});
  }
  return Refusal(std::move(reply));
}

Answer answer_without_teams(const Request& request) {
  RichText text("No teams are set up, so nobody is on call here. To call a person or a group of ");
  text.plain("Slack, type ").code(line_to_type(request, "escalate @USER REASON"));
  text.plain(". Teams and schedules are set up in the configuration file, under [teams].");
  Answer answer;
  answer.reply = Reply(std::move(text));
  return answer;
}

Outcome run_oncall(const Request& request) {
  const Roster& roster = request.settings.roster;
  Answer answer;
  if (roster.teams.empty() && roster.schedules.empty()) {
    answer = answer_without_teams(request);
  } else if (request.arguments.empty()) {
    answer.reply = Reply(overview(request));
  } else {
    const std::string word = in_lower_case(request.arguments);
    const auto team = roster.teams.find(word);
    const auto schedule = roster.schedules.find(word);
    if (team == roster.teams.end() && schedule == roster.schedules.end()) {
      return failure(refuse_unknown(request, request.arguments));
    }
    if (team != roster.teams.end()) {
      add_team(request, team->first, team->second, answer.reply);
    } else {
      answer.reply = Reply(shift_line(request, schedule->first, schedule->second));
    }
  }
  if (const std::string age = age_of_lists(request, true); !age.empty()) {
    answer.reply.paragraphs.push_back(
        RichText("Slack has not told for a while who is who" + age + "."));
  }
  if (request.incident) add_pages(request, *request.incident, answer.reply);
  // Answered from what was read last; asked again for the next time.
  for (const auto& [name, schedule] : roster.schedules) {
    if (schedule.pager.empty()) continue;
    answer.deliveries.push_back(delivery::AskOnCall{schedule.pager, schedule.pager_schedule});
  }
  return answer;
}

}  // namespace

const Verb k_oncall = {
    .name = "oncall",
    .aliases = "",
    .arguments = "[TEAM]",
    .purpose = "Shows who is on call and who would be next; in an incident also who was paged.",
    .examples = {"oncall", "oncall payments"},
    .needs_incident = false,
    .act = Act::look,
    .run = run_oncall,
};

}  // namespace tocsin
