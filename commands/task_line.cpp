#include "commands/task_line.h"

#include "bot/domain/ascii.h"

#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/refusals.h"

#include <array>
#include <utility>

namespace tocsin {

namespace {

constexpr std::array<std::string_view, 5> k_task_actions{"done", "drop", "reopen", "assign", "due"};

// The word itself as a view that outlives the typed one.
std::optional<std::string_view> action_of(std::string_view word) {
  const std::string name = in_lower_case(word);
  for (const std::string_view action : k_task_actions) {
    if (action == name) return action;
  }
  return std::nullopt;
}

// Where the last "by" that stands as a word begins; npos when there is none.
std::size_t last_by(std::string_view text) {
  const std::string small = in_lower_case(text);
  for (std::size_t at = small.rfind("by"); at != std::string::npos;
       at = small.rfind("by", at - 1)) {
    const auto is_blank = [&](std::size_t i) { return small[i] == ' ' || small[i] == '\n'; };
    const bool begins = at == 0 || is_blank(at - 1);
    if (begins && at + 2 < small.size() && is_blank(at + 2)) return at;
    if (at == 0) break;
  }
  return std::string::npos;
}

Refusal about_due(Refusal refusal) {
  refusal.field = "due";
  return refusal;
}

// "by WHEN" at the end, when it is one: "Restart it by hand" is a text.
Result<NewTask, Refusal> with_due_behind(const Request& request, std::string_view text) {
  NewTask task;
  const std::size_t by = last_by(text);
  if (by != std::string_view::npos) {
    auto due = find_due(text.substr(by + 2), due_context(request));
    if (!due) return failure(about_due(std::move(due.error())));
    if (*due) {
      task.due = std::move(*due);
      text = trim(text.substr(0, by));
    }
  }
  task.text = with_names(request, text);
  return task;
}

// Before "--" stands nothing, or "by WHEN".
Result<NewTask, Refusal> with_due_in_front(const Request& request, std::string_view options,
                                           std::string_view text) {
  NewTask task;
  task.text = with_names(request, text);
  if (options.empty()) return task;
  auto due = read_due(take_word(options).rest, due_context(request));
  if (!due) return failure(about_due(std::move(due.error())));
  task.due = std::move(*due);
  return task;
}

Result<NewTask, Refusal> read_text_and_due(const Request& request, std::string_view text) {
  if (text == k_text_follows || text.starts_with("-- ")) {
    return with_due_in_front(request, "", trim(text.substr(k_text_follows.size())));
  }
  const std::size_t mark = text.find(" -- ");
  if (in_lower_case(take_word(text).word) == "by" && mark != std::string_view::npos) {
    return with_due_in_front(request, trim(text.substr(0, mark)), trim(text.substr(mark + 4)));
  }
  return with_due_behind(request, text);
}

Refusal refuse_which(const Request& request, const Verb& verb, std::string_view action) {
  return refuse_with_usage(request, verb,
                           "Which task? Nothing was changed. Type its number, like " +
                               line_to_type(request, "task " + std::string(action) + " T1") + "; " +
                               line_to_type(request, "tasks") + " lists them. For a new one:");
}

}  // namespace

WhenContext due_context(const Request& request) {
  WhenContext context;
  context.now = request.typed.now;
  context.zone = request.zone;
  return context;
}

Result<NewTask, Refusal> read_new_task(const Request& request, const Verb& verb) {
  std::string_view text = request.arguments;
  UserId owner;
  if (const FirstWord first = take_word(text); looks_like_person(first.word)) {
    auto person = read_person(request, first.word);
    if (!person) {
      // What was typed is not lost.
      Refusal refusal = std::move(person.error());
      if (!first.rest.empty()) {
        refusal.reply.buttons.push_back({"Add it without an owner",
                                         handle(request.incident->number) + " " +
                                             std::string(verb.name) + " " + std::string(first.rest),
                                         Button::Style::plain});
      }
      return failure(std::move(refusal));
    }
    owner = *person;
    text = first.rest;
  }
  auto task = read_text_and_due(request, text);
  if (!task) return task;
  if (task->text.empty()) {
    Refusal refusal = refuse_with_usage(request, verb, "What is to be done? The text is missing.");
    refusal.field = "text";
    return failure(std::move(refusal));
  }
  task->owner = owner;
  return task;
}

Result<std::optional<TaskChange>, Refusal> read_task_change(const Request& request,
                                                            const Verb& verb) {
  const FirstWord first = take_word(request.arguments);
  const FirstWord second = take_word(first.rest);
  if (const auto task = read_task_handle(first.word)) {  // "T3 done"
    if (const auto action = action_of(second.word)) {
      return TaskChange{*action, *task, second.rest};
    }
    RichText why("What about " + std::string(first.word) + "? Nothing was changed. Type ");
    why.code(line_to_type(request, "task done|drop|reopen " + handle(*task))).plain(", ");
    why.code(line_to_type(request, "task assign " + handle(*task) + " @USER")).plain(" or ");
    why.code(line_to_type(request, "task due " + handle(*task) + " fri")).plain(".");
    return failure(Refusal(std::move(why)));
  }
  const auto action = action_of(first.word);
  if (!action) return std::nullopt;
  if (const auto task = read_task_handle(second.word)) {
    return TaskChange{*action, *task, second.rest};
  }
  if (auto refusal = refuse_other_handle(second.word, "a task, like T1")) {
    return failure(std::move(*refusal));
  }
  // "drop the old index" is work to be done; "done with it" is not.
  if (second.word.empty() || *action == "done") {
    return failure(refuse_which(request, verb, *action));
  }
  return std::nullopt;
}

}  // namespace tocsin
