#include "commands/task_verbs.h"

#include "bot/domain/ascii.h"

#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/outlets.h"
#include "commands/refusals.h"
#include "commands/task_line.h"

#include <utility>

namespace tocsin {

namespace {

Outcome add(const Request& request, const Verb& verb, TaskKind kind) {
  auto typed = read_new_task(request, verb);
  if (!typed) return failure(std::move(typed.error()));
  const Incident& incident = *request.incident;
  const bool becomes_followup = kind == TaskKind::task && is_over(incident.state);
  event::TaskAdded added;
  added.task = TaskNumber{incident.last_task.value + 1};
  added.kind = becomes_followup ? TaskKind::followup : kind;
  added.text = std::move(typed->text);
  added.owner = typed->owner;
  if (typed->due) added.due_at = typed->due->at;
  const std::string number = handle(added.task);
  const bool has_owner = !added.owner.empty();
  Answer answer = answer_now(request, std::move(added));
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(number).plain(" is ");
  if (has_owner) {
    said.user(typed->owner).plain("'s");
  } else {
    said.plain("nobody's yet");
  }
  if (typed->due) said.plain(", due " + spoken_moment(request, typed->due->at, typed->due->zone));
  said.plain(".");
  if (becomes_followup) said.plain(" It is a follow-up, since the incident is over.");
  if (!has_owner) {
    answer.reply.buttons.push_back({"Take " + number,
                                    handle(incident.number) + " task assign " + number + " me",
                                    Button::Style::plain});
  }
  const Incident after = apply(incident, answer.events.back());
  add_tracker(request, after, after.tasks.back(), answer.reply);
  return answer;
}

std::string_view words_for(TaskState state) {
  switch (state) {
    case TaskState::open:
      return "open";
    case TaskState::done:
      return "done";
    case TaskState::dropped:
      return "dropped";
  }
  return "";
}

Outcome move(const Request& request, const Task& task, TaskState to, std::string_view text) {
  const std::string number = handle(task.number);
  if (task.state == to) {
    return failure(
        Refusal(number + " is " + std::string(words_for(to)) + " already. Nothing was changed."));
  }
  if (to == TaskState::dropped && task.state == TaskState::done) {
    return failure(Refusal(RichText(number + " is done already, so there is nothing to drop. To "
                                             "open it again, type ")
                               .code(line_to_type(request, "task reopen " + number))
                               .plain(". Nothing was changed.")));
  }
  Answer answer = answer_now(request, event::TaskMoved{task.number, to, with_names(request, text)});
  answer.reply.paragraphs.front().plain(" ").bold(number).plain(
      (to == TaskState::open ? " is open again: " : " is " + std::string(words_for(to)) + ": ") +
      task.text);
  return answer;
}

// Owners and dates are for what is still to be done.
Refusal refuse_settled(const Request& request, const Task& task) {
  const std::string number = handle(task.number);
  return Refusal(RichText(number + " is " + std::string(words_for(task.state)) +
                          ". Nothing was changed. To open it again, type ")
                     .code(line_to_type(request, "task reopen " + number))
                     .plain("."));
}

struct NewOwner {
  UserId owner;                // empty: nobody
  std::optional<UserId> from;  // of a button: only while it is still this one's
};

// "@USER", "me", "nobody", "nobody from @USER".
Result<NewOwner, Refusal> read_owner(const Request& request, const Verb& verb,
                                     std::string_view rest) {
  const FirstWord first = take_word(rest);
  NewOwner read;
  const std::string word = in_lower_case(first.word);
  if (word.empty()) {
    Refusal refusal = refuse_with_usage(
        request, verb, "Whose is it? Nothing was changed. Type a name or “nobody” behind it.");
    refusal.field = "person";
    return failure(std::move(refusal));
  }
  if (word != "nobody" && word != "none") {
    auto whole = read_person(request, first.rest.empty() ? first.word : rest);
    if (!whole && first.rest.empty()) return failure(std::move(whole.error()));
    if (!whole) return failure(refuse_excess(request, verb, first.rest));
    read.owner = *whole;
    return read;
  }
  if (first.rest.empty()) return read;
  const FirstWord from = take_word(first.rest);
  if (in_lower_case(from.word) != "from") return failure(refuse_excess(request, verb, first.rest));
  auto person = read_person(request, from.rest);
  if (!person) return failure(std::move(person.error()));
  read.from = *person;
  return read;
}

Outcome assign(const Request& request, const Verb& verb, const Task& task, std::string_view rest) {
  const auto read = read_owner(request, verb, rest);
  if (!read) return failure(read.error());
  if (task.state != TaskState::open) return failure(refuse_settled(request, task));
  const std::string number = handle(task.number);
  const bool has_moved = read->from && *read->from != task.owner;
  if (read->owner == task.owner || has_moved) {
    RichText why(number + " is ");
    if (task.owner.empty()) {
      why.plain("nobody's");
    } else {
      why.user(task.owner).plain("'s");
    }
    why.plain(has_moved ? " by now" : " already");
    return failure(Refusal(why.plain(". Nothing was changed."), "person"));
  }
  Answer answer = answer_now(request, event::TaskAssigned{task.number, read->owner});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(number).plain(" is ");
  if (read->owner.empty()) {
    said.plain("nobody's");
  } else {
    said.user(read->owner).plain("'s");
  }
  said.plain(" now: " + task.text);
  return answer;
}

Outcome set_due(const Request& request, const Task& task, std::string_view rest) {
  if (task.state != TaskState::open) return failure(refuse_settled(request, task));
  const std::string number = handle(task.number);
  const std::string word = in_lower_case(rest);
  std::optional<When> due;
  if (word != "none" && word != "never" && word != "-") {
    const FirstWord first = take_word(rest);
    auto read =
        read_due(in_lower_case(first.word) == "by" ? first.rest : rest, due_context(request));
    if (!read) {
      Refusal refusal = std::move(read.error());
      refusal.field = "due";
      return failure(std::move(refusal));
    }
    due = *read;
  }
  const std::optional<Moment> at = due ? std::optional<Moment>(due->at) : std::nullopt;
  if (at == task.due_at) {
    return failure(Refusal(number + (at ? " is due then already." : " has no due date already.") +
                               " Nothing was changed.",
                           "due"));
  }
  Answer answer = answer_now(request, event::TaskDueSet{task.number, at});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(number);
  if (due) {
    said.plain(" is due " + spoken_moment(request, due->at, due->zone) + ": " + task.text);
  } else {
    said.plain(" has no due date any more: " + task.text);
  }
  return answer;
}

Refusal refuse_unknown_task(const Request& request, TaskNumber task) {
  RichText why(handle(request.incident->number) + " has no " + handle(task) +
               ". Nothing was changed. To see them all, type ");
  return Refusal(why.code(line_to_type(request, "tasks all")).plain("."));
}

Outcome change(const Request& request, const Verb& verb, const TaskChange& change) {
  const Task* task = find(*request.incident, change.task);
  if (task == nullptr) return failure(refuse_unknown_task(request, change.task));
  if (change.action == "assign") return assign(request, verb, *task, change.rest);
  if (change.action == "due") return set_due(request, *task, change.rest);
  if (change.action == "done") return move(request, *task, TaskState::done, change.rest);
  if (change.action == "drop") return move(request, *task, TaskState::dropped, change.rest);
  return move(request, *task, TaskState::open, change.rest);
}

}  // namespace

Outcome run_task(const Request& request, const Verb& verb, TaskKind kind) {
  const auto typed = read_task_change(request, verb);
  if (!typed) return failure(typed.error());
  if (*typed) return change(request, verb, **typed);
  return add(request, verb, kind);
}

Form task_form(const Request& request, const Verb& verb, std::string_view name,
               std::string_view asks) {
  FormField person;
  person.name = "person";
  person.label = "Who does it?";
  person.kind = FormField::Kind::person;
  person.is_optional = true;
  FormField due = when_field("Empty: no date. Or 15:30, tomorrow, fri, 2026-12-01.");
  due.name = "due";
  due.label = "By when?";
  return make_form(request, verb, name, "Add",
                   {text_field(asks), std::move(person), std::move(due)});
}

std::string task_arguments(const FilledForm& form) {
  const std::string person = value_of(form, "person");
  std::string due = value_of(form, "due");
  std::string arguments = person.empty() ? "" : "<@" + person + "> ";
  // "--" ends the options of the line; in a date it is a slip of the finger.
  for (std::size_t at = 0; (at = due.find("--", at)) != std::string::npos;) due.erase(at, 1);
  if (!due.empty()) arguments += "by " + due + " ";
  return arguments + "-- " + value_of(form, "text");
}

}  // namespace tocsin
