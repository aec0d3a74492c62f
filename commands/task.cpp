#include "commands/forms.h"
#include "commands/task_verbs.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Outcome run(const Request& request) { return run_task(request, k_task, TaskKind::task); }

Form form(const Request& request) {
  FormField person;
  person.name = "person";
  person.label = "Who does it?";
  person.kind = FormField::Kind::person;
  person.is_optional = true;
  FormField due = when_field("Empty: no date. Or 15:30, tomorrow, fri, 2026-12-01.");
  due.name = "due";
  due.label = "By when?";
  return make_form(request, k_task, "Task", "Add",
                   {text_field("What is to be done?"), std::move(person), std::move(due)});
}

std::string arguments_of(const FilledForm& form) {
  const std::string person = value_of(form, "person");
  std::string due = value_of(form, "due");
  std::string arguments = person.empty() ? "" : "<@" + person + "> ";
  for (std::size_t at = 0; (at = due.find("--", at)) != std::string::npos;) due.erase(at, 1);
  if (!due.empty()) arguments += "by " + due + " ";
  return arguments + "-- " + value_of(form, "text");
}

}  // namespace

const Verb k_task = {
    .name = "task",
    .aliases = "todo|action",
    .arguments = "[@USER] TEXT [by WHEN]",
    .purpose =
        "Work during the incident. Later: task done|drop|reopen Tn, task assign Tn @USER, "
        "task due Tn WHEN.",
    .examples = {"task @ana Check the replica by tomorrow", "task Check the replica"},
    .form = form,
    .run = run,
    .arguments_of = arguments_of,
};

}  // namespace tocsin
