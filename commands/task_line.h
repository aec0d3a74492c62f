#pragma once
// What is typed after `task` and `followup`, taken apart: a new task, or a change of one. Used by
// those two verbs only.

#include "bot/domain/when.h"
#include "bot/domain/work.h"
#include "commands/catalog.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// "@ana Check the replica by 15:30". With "--" the text begins there and what stands in front are
// options: "@ana by 15:30 -- Ask by hand".
struct NewTask {
  UserId owner;  // empty: nobody
  std::string text;
  std::optional<When> due;
};
Result<NewTask, Refusal> read_new_task(const Request& request, const Verb& verb);

// "done T3 It was the cache", "T3 done". Nothing when the words are the text of a new task.
struct TaskChange {
  std::string_view action;  // one of k_task_actions
  TaskNumber task;
  std::string_view rest;
};
Result<std::optional<TaskChange>, Refusal> read_task_change(const Request& request,
                                                            const Verb& verb);

WhenContext due_context(const Request& request);

}  // namespace tocsin
