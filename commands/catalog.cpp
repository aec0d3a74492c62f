#include "commands/catalog.h"

#include "bot/domain/edit_distance.h"
#include "commands/describe.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/other_incident.h"
#include "commands/refusals.h"
#include "commands/role_names.h"
#include "commands/verbs.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

template <class Visit>
void for_each_name(const Verb& verb, Visit visit) {
  visit(verb.name);
  std::string_view rest = verb.aliases;
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    visit(rest.substr(0, bar));
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 1);
  }
}

Zone zone_of(const Typed& typed, const CommandSettings& settings, const Reader& reader) {
  if (const auto person = reader.person(typed.user); person && !person->zone.empty()) {
    if (const auto zone = find_zone(person->zone)) return *zone;
  }
  return find_zone(settings.zone).value_or(Zone{});
}

std::string with_incident(const Line& line, std::string_view rest) {
  return (line.named ? handle(*line.named) + " " : "") + std::string(rest);
}

// An unknown first word: a typing error of a verb, or a sentence that may be meant as a title.
Refusal answer_unknown(const Request& request, const Line& line) {
  Reply reply;
  if (const Verb* meant = nearest_verb(line.word)) {
    std::string corrected = std::string(meant->name);
    if (!line.arguments.empty()) corrected += " " + std::string(line.arguments);
    corrected = with_incident(line, corrected);
    reply.paragraphs.push_back(RichText("Nothing saved. Did you mean ")
                                   .code(request.settings.command + " " + corrected)
                                   .plain("?"));
    reply.buttons.push_back({"Yes, run that", corrected, Button::Style::primary});
  } else {
    reply.paragraphs.push_back(
        RichText("Nothing saved: “" + line.word + "” is no verb. To add it to an incident, type ")
            .code(request.settings.command + " log " + std::string(line.rest))
            .plain(". To declare an incident of that title, press the button."));
    reply.buttons.push_back(
        {"Declare this incident", "declare -- " + std::string(line.rest), Button::Style::danger});
  }
  return Refusal(std::move(reply));
}

Outcome run_bare(const Request& request) {
  Answer answer;
  answer.reply =
      request.incident ? describe_incident(request, *request.incident) : describe_active(request);
  return answer;
}

Outcome run_verb(Request& request, const Line& line) {
  const Verb& verb = *line.verb;
  if (verb.run == nullptr) {
    return failure(Refusal("“" + std::string(verb.name) +
                           "” is planned, but this version cannot do it yet. Nothing was saved."));
  }
  if (&verb == &k_show || &verb == &k_similar) {
    // The one that is named behind the verb, also in the channel of another.
    if (const auto named = read_line(line.arguments).named) {
      request.incident = request.reader.incident(*named);
      if (!request.incident || !may_see(*request.incident, request.typed.user,
                                        request.typed.channel, request.settings.policy)) {
        return failure(refuse_no_such_incident(request, *named));
      }
    }
  }
  if (auto refusal = refuse_not_allowed(request, verb.act)) return failure(std::move(*refusal));
  if (verb.needs_incident && !request.incident) {
    return failure(ask_which_incident(request, line.rest));
  }
  Outcome outcome = verb.run(request);
  // A bare verb that lacks one of its fields asks for them all at once. Where no form can be
  // opened, the sentence says what to type.
  const bool lacks_field = !outcome && !outcome.error().field.empty();
  if (lacks_field && request.arguments.empty() && verb.form != nullptr) {
    return offer_form(verb.form(request), std::move(outcome.error().reply));
  }
  return outcome;
}

}  // namespace

std::span<const Verb* const> catalog() {
  static constexpr std::array k_verbs{
      &k_declare,    &k_log,           &k_detected,     &k_started,      &k_impact,
      &k_summary,    &k_suspect,       &k_ruledout,     &k_confirm,      &k_cause,
      &k_decide,     &k_workaround,    &k_fix,          &k_status,       &k_investigating,
      &k_identified, &k_monitoring,    &k_mitigated,    &k_severity,     &k_update,
      &k_role,       &k_lead,          &k_comms,        &k_scribe,       &k_roles,
      &k_join,       &k_handoff,       &k_escalate,     &k_ack,          &k_oncall,
      &k_task,       &k_tasks,         &k_followup,     &k_measure,      &k_lesson,
      &k_timeline,   &k_edit,          &k_move,         &k_strike,       &k_undo,
      &k_catchup,    &k_remind,        &k_quiet,        &k_subscribe,    &k_unsubscribe,
      &k_link,       &k_duplicate,     &k_zone,         &k_title,        &k_resolve,
      &k_close,      &k_cancel,        &k_reopen,       &k_postmortem,   &k_list,
      &k_show,       &k_find,          &k_similar,      &k_stats,        &k_drill,
      &k_help,       &k_keep_message,  &k_task_message, &k_decline_page, &k_home,
      &k_form,       &k_declare_alert, &k_attach_alert, &k_show_status,  &k_file_task};
  return k_verbs;
}

const Verb* find_verb(std::string_view word) {
  for (const Verb* verb : catalog()) {
    bool found = false;
    for_each_name(*verb, [&](std::string_view name) { found = found || name == word; });
    if (found) return verb;
  }
  return nullptr;
}

const Verb* nearest_verb(std::string_view word) {
  if (word.size() < 3 || word.size() > 20) return nullptr;
  const std::size_t furthest = word.size() < 5 ? 1 : 2;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  const Verb* nearest = nullptr;
  for (const Verb* verb : catalog()) {
    if (verb->is_hidden) continue;
    for_each_name(*verb, [&](std::string_view name) {
      const std::size_t steps = edit_distance(word, name);
      if (steps <= furthest && steps < best) {
        best = steps;
        nearest = verb;
      }
    });
  }
  return nearest;
}

Outcome run_line(const Typed& typed, const CommandSettings& settings, const Reader& reader) {
  Line line = read_line(typed.text);
  // "ops @ben": a role of the configuration is a word of its own, like lead and scribe.
  if (line.verb == nullptr && !line.word.empty() && find_role(settings, line.word)) {
    line.verb = &k_role;
    line.arguments = line.rest;
  }
  Request request{typed,
                  settings,
                  reader,
                  line.word,
                  line.arguments,
                  std::nullopt,
                  zone_of(typed, settings, reader)};
  if (line.named) {
    request.incident = reader.incident(*line.named);
    if (!request.incident ||
        !may_see(*request.incident, typed.user, typed.channel, settings.policy)) {
      return failure(refuse_no_such_incident(request, *line.named));
    }
  } else if (const auto number = reader.incident_of_channel(typed.channel)) {
    request.incident = reader.incident(*number);
  }
  if (line.word.empty()) return run_bare(request);
  if (line.verb == nullptr) return failure(answer_unknown(request, line));
  return run_verb(request, line);
}

std::string line_of(const FilledForm& form) {
  const Verb* verb = find_verb(form.verb);
  if (verb == nullptr || verb->arguments_of == nullptr) return "";
  std::string line;
  if (form.incident.value > 0) line = handle(form.incident) + " ";
  line += verb->name;
  if (!form.arguments.empty()) line += " " + form.arguments;
  const std::string arguments = verb->arguments_of(form);
  return arguments.empty() ? line : line + " " + arguments;
}

std::optional<std::string> line_in_chatter(std::string_view message,
                                           const CommandSettings& settings) {
  message = trim(message);
  if (!message.starts_with('!')) return std::nullopt;
  message.remove_prefix(1);
  const Line line = read_line(message);
  const bool is_ours = line.verb != nullptr || (line.named && line.word.empty()) ||
                       nearest_verb(line.word) != nullptr || find_role(settings, line.word);
  if (message.starts_with(' ') || !is_ours) return std::nullopt;
  return std::string(message);
}

}  // namespace tocsin
