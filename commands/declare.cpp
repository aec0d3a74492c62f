#include "bot/domain/ascii.h"
#include "bot/domain/when.h"
#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <string>
#include <utility>

namespace tocsin {

namespace {

struct Options {
  event::Declared declared;
  Zone zone;
  std::string zone_label;  // written at `since`; empty without
};

// Reads "sev1", "private", "drill" and "since WHEN" in any order in front of the title.
Result<Options, Refusal> read_options(const Request& request) {
  Options options;
  options.zone = request.zone;
  std::string_view rest = request.arguments;
  while (true) {
    const FirstWord first = take_word(rest);
    const std::string word = in_lower_case(first.word);
    if (const auto severity = find_severity(word); severity && word.size() > 1) {
      options.declared.severity = severity;
      rest = first.rest;
    } else if (word == "private") {
      options.declared.is_private = true;
      rest = first.rest;
    } else if (word == "drill") {
      options.declared.is_drill = true;
      rest = first.rest;
    } else if (word == "since") {
      const auto timed = read_timed_text(request, first.rest);
      if (!timed) {
        Refusal refusal = timed.error();
        refusal.field = "since";
        return failure(std::move(refusal));
      }
      if (!timed->time_written) {
        return failure(
            refuse_with_usage(request, k_declare, "Since when? I could not read a time.", "since"));
      }
      options.declared.started_at = timed->at;
      options.zone = timed->zone;
      options.zone_label = timed->zone_label;
      rest = timed->text;
    } else {
      if (word == "--") rest = first.rest;  // the title follows, whatever it begins with
      break;
    }
  }
  options.declared.title = with_names(request, trim(rest));
  options.declared.zone = options.zone.label();
  return options;
}

RichText confirmation(const Request& request, const Incident& declared, const Zone& zone) {
  RichText text("Saved ");
  text.bold(handle(declared.number)).plain(": ");
  if (declared.severity) text.plain(std::string(name_of(*declared.severity)) + " ");
  text.plain(declared.title + ", declared at " + spoken_moment(request, request.typed.now, zone) +
             ".");
  if (declared.started_at) {
    text.plain(" Impact since " + spoken_moment(request, *declared.started_at, zone) + ".");
  }
  text.plain(" You are the lead.");
  if (declared.is_drill) text.plain(" This is a drill: it says so everywhere and is in no number.");
  if (declared.is_private) {
    text.plain(" Its private channel is being made; nothing is announced.");
  } else {
    text.plain(" Its channel is being made");
    if (!request.settings.announcement_channel.empty()) {
      text.plain(" and announced in #" + request.settings.announcement_channel);
    }
    text.plain(".");
  }
  if (!declared.severity) {
    text.plain(" Severity is not set: type ").code(request.settings.command + " sev 2").plain(".");
  }
  return text;
}

Outcome run_declare(const Request& typed) {
  // It may be typed in the channel of another incident, which has nothing to do with the new one.
  Request request = typed;
  request.incident.reset();
  auto options = read_options(request);
  if (!options) return failure(options.error());
  if (options->declared.title.empty()) {
    return failure(
        refuse_with_usage(request, k_declare, "What is wrong? The title is missing.", "title"));
  }
  Incident incident;
  incident.number = request.reader.next_incident_number();
  const Moment happened_at = options->declared.started_at.value_or(request.typed.now);
  const Zone zone = options->zone;
  Answer answer;
  answer.incident = incident.number;
  answer.events.push_back(next_event(incident, std::move(options->declared), happened_at,
                                     request.typed.now, request.typed.user,
                                     std::move(options->zone_label)));
  const Incident declared = apply(std::move(incident), answer.events.back());
  answer.reply = Reply(confirmation(request, declared, zone));
  return answer;
}

FormField check_field(std::string name, std::string label, std::string choice) {
  FormField field;
  field.label = std::move(label);
  field.kind = FormField::Kind::check;
  field.choices = {{name, std::move(choice)}};
  field.name = std::move(name);
  return field;
}

Form declare_form(const Request& request) {
  FormField title;
  title.name = "title";
  title.label = "What is wrong?";
  title.longest = 200;
  FormField severity;
  severity.name = "severity";
  severity.label = "Severity";
  severity.hint = "It can be set and changed later.";
  severity.kind = FormField::Kind::choice;
  severity.is_optional = true;
  for (const char* name : {"sev1", "sev2", "sev3", "sev4"}) {
    severity.choices.push_back({name, name});
  }
  FormField since = when_field("Empty: not known yet. Or 13:40 EST, 20m ago, yesterday 23:50.");
  since.name = "since";
  since.label = "Impact since";
  return make_form(request, k_declare, "Declare an incident", "Declare",
                   {std::move(title), std::move(severity), std::move(since),
                    check_field("private", "Private", "Only those who are invited see it"),
                    check_field("drill", "Drill", "An exercise; it is kept out of every number")});
}

// The title stands behind "--", whatever it begins with.
std::string declare_arguments(const FilledForm& form) {
  std::string options;
  for (const char* name : {"severity", "private", "drill"}) {
    const std::string value = value_of(form, name);
    if (!value.empty()) options += value + " ";
  }
  const std::string title = "-- " + value_of(form, "title");
  const std::string since = value_of(form, "since");
  return options + (since.empty() ? title : "since " + when_and_text(since, title));
}

}  // namespace

const Verb k_declare = {
    .name = "declare",
    .aliases = "new|open|create|start|report",
    .arguments = "[sev1..sev4] [private] [drill] [since WHEN] TITLE",
    .purpose = "Opens an incident. You become its lead.",
    .examples = {"declare sev1 Checkout is failing", "declare since 13:40 EST Search is slow"},
    .needs_incident = false,
    .act = Act::declare,
    .form = declare_form,
    .run = run_declare,
    .arguments_of = declare_arguments,
};

}  // namespace tocsin
