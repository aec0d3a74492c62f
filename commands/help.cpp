#include "commands/help.h"

#include "bot/domain/ascii.h"

#include "commands/line.h"
#include "commands/verbs.h"

#include <algorithm>

namespace tocsin {

namespace {

// By what one wants to do; the order is that of an incident.
struct Group {
  std::string_view purpose;
  std::vector<const Verb*> verbs;
};

std::vector<Group> groups() {
  return {
      {"Begin", {&k_declare, &k_drill, &k_list, &k_show, &k_find, &k_similar, &k_stats}},
      {"Write down",
       {&k_log, &k_detected, &k_started, &k_impact, &k_summary, &k_decide, &k_workaround, &k_fix,
        &k_timeline, &k_catchup}},
      {"Find the cause", {&k_suspect, &k_ruledout, &k_confirm, &k_cause}},
      {"Move it on",
       {&k_status, &k_investigating, &k_identified, &k_monitoring, &k_mitigated, &k_resolve,
        &k_severity, &k_title, &k_zone}},
      {"People",
       {&k_role, &k_lead, &k_comms, &k_scribe, &k_roles, &k_join, &k_handoff, &k_escalate, &k_ack,
        &k_oncall}},
      {"Work", {&k_task, &k_tasks, &k_followup}},
      {"Tell others", {&k_update, &k_remind, &k_quiet, &k_subscribe, &k_unsubscribe}},
      {"Correct", {&k_edit, &k_move, &k_strike, &k_undo, &k_link, &k_duplicate}},
      {"End and learn", {&k_close, &k_cancel, &k_reopen, &k_postmortem, &k_measure, &k_lesson}},
      {"This page", {&k_help}},
  };
}

std::string usage(const Request& request, const Verb& verb) {
  std::string line = request.settings.command + " " + std::string(verb.name);
  if (!verb.arguments.empty()) line += " " + std::string(verb.arguments);
  return line;
}

bool takes_when(const Verb& verb) { return verb.arguments.find("WHEN") != std::string_view::npos; }

Reply help_for(const Request& request, const Verb& verb) {
  RichText text(verb.purpose);
  text.plain("\nType ").code(usage(request, verb));
  for (const std::string_view example : verb.examples) {
    text.plain("\nFor example ").code(request.settings.command + " " + std::string(example));
  }
  if (!verb.aliases.empty()) {
    std::string aliases(verb.aliases);
    for (std::size_t at = 0; (at = aliases.find('|', at)) != std::string::npos; at += 2) {
      aliases.replace(at, 1, ", ");
    }
    text.plain("\nAlso: " + aliases);
  }
  if (takes_when(verb)) {
    text.plain("\nWHEN is ").code("14:35").plain(", ").code("14:35 EST").plain(", ");
    text.code("10m ago").plain(", ").code("yesterday 23:50").plain(" or ");
    text.code("2026-03-10 14:35").plain(".");
  }
  if (verb.run == nullptr) text.plain("\nThis version does not carry it out yet.");
  return Reply(std::move(text));
}

RichText group_line(const Group& group) {
  RichText line;
  line.bold(group.purpose).plain(": ");
  bool is_first = true;
  for (const Verb* verb : group.verbs) {
    if (verb->run == nullptr) continue;
    if (!is_first) line.plain(", ");
    is_first = false;
    line.plain(verb->name);
  }
  return line;
}

bool has_some(const Group& group) {
  return std::ranges::any_of(group.verbs, [](const Verb* verb) { return verb->run != nullptr; });
}

Reply all_verbs(const Request& request) {
  Reply reply;
  if (request.incident) {
    reply.paragraphs.push_back(RichText(handle(request.incident->number) + " is " +
                                        std::string(name_of(request.incident->state)) + ". ")
                                   .bold("Now")
                                   .plain(": " + std::string(verbs_for(request.incident->state))));
  }
  RichText text;
  for (const Group& group : groups()) {
    if (!has_some(group)) continue;
    if (!text.empty()) text.plain("\n");
    text.append(group_line(group));
  }
  reply.paragraphs.push_back(std::move(text));
  reply.paragraphs.push_back(
      RichText("How one is typed: ")
          .code(request.settings.command + " help log")
          .plain(". About another incident: ")
          .code(request.settings.command + " INC-7 log TEXT")
          .plain(". In threads, mention the bot, or begin with an exclamation mark: ")
          .code("!log TEXT")
          .plain("."));
  return reply;
}

Outcome run_help(const Request& request) {
  Answer answer;
  if (request.arguments.empty()) {
    answer.reply = all_verbs(request);
    return answer;
  }
  const std::string word = in_lower_case(request.arguments);
  const Verb* verb = find_verb(word);
  if (verb == nullptr) verb = find_verb(in_lower_case(take_word(request.arguments).word));
  if (verb == nullptr) verb = nearest_verb(word);
  if (verb != nullptr) {
    answer.reply = help_for(request, *verb);
    return answer;
  }
  return failure(
      Refusal(RichText("There is no verb “" + std::string(request.arguments) + "”. Type ")
                  .code(request.settings.command + " help")
                  .plain(" for all of them.")));
}

}  // namespace

// What makes sense to type now, most needed first.
std::string_view verbs_for(State state) {
  switch (state) {
    case State::investigating:
    case State::identified:
    case State::monitoring:
    case State::mitigated:
      return "log, suspect, ruledout, impact, update, task, escalate, status, resolve";
    case State::resolved:
      return "log, cause, summary, measure, followup, postmortem, close, reopen";
    case State::closed:
      return "postmortem, followup, edit, lesson, reopen";
    case State::cancelled:
      return "log, timeline, reopen";
  }
  return "";
}

const Verb k_help = {
    .name = "help",
    .aliases = "",
    .arguments = "[VERB]",
    .purpose = "Shows what can be typed.",
    .examples = {"help", "help declare"},
    .needs_incident = false,
    .act = Act::look,
    .run = run_help,
};

}  // namespace tocsin
