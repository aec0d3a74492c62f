#include "bot/domain/tracking.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

Outcome run_file_task(const Request& request) {
  const Incident& incident = *request.incident;
  const std::string& tracker = request.settings.tracker;
  const FirstWord first = take_word(request.arguments);
  const auto number = read_task_handle(first.word);
  if (!number || !first.rest.empty()) {
    return failure(refuse_with_usage(request, k_file_task, "Which task? Nothing was changed."));
  }
  const std::string name = handle(*number);
  if (tracker.empty()) {
    return failure(Refusal("No tracker is set up, so " + name + " stays here only."));
  }
  if (!may_be_filed(incident)) {
    return failure(Refusal(handle(incident.number) + " is a drill: its tasks are not filed."));
  }
  const Task* task = find(incident, *number);
  if (task == nullptr) {
    RichText why(handle(incident.number) + " has no " + name +
                 ". Nothing was changed. To see them all, type ");
    return failure(Refusal(why.code(line_to_type(request, "tasks all")).plain(".")));
  }
  if (task->issue) {
    RichText why(name + " is ");
    why.link(task->issue->url, task->issue->key);
    return failure(
        Refusal(why.plain(" in " + task->issue->tracker + " already. Nothing was changed.")));
  }
  if (task->state != TaskState::open) {
    return failure(Refusal(name + " is " + std::string(name_of(task->state)) +
                           ", so there is nothing to file. Nothing was changed."));
  }
  Answer answer;
  answer.incident = incident.number;
  answer.deliveries.push_back(delivery::FileTask{tracker, *number});
  answer.reply = Reply(name + " is filed in " + tracker + "; its number comes into the channel." +
                       (incident.is_private ? " Whoever reads " + tracker +
                                                  " sees its words, and nothing else of " +
                                                  handle(incident.number) + "."
                                            : ""));
  return answer;
}

}  // namespace

const Verb k_file_task = {
    .name = "file-task",
    .aliases = "",
    .arguments = "Tn",
    .purpose = "Puts a task into the tracker.",
    .examples = {"file-task T3", "INC-7 file-task T3"},
    .is_hidden = true,
    .run = run_file_task,
};

}  // namespace tocsin
