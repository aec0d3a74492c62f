#pragma once
// Something that shall happen later: a row, unique by (incident, kind, step), so that setting it
// again moves it. When one fires, the state is looked at again before anything is said.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"

#include <cstdint>
#include <string_view>

namespace tocsin {

enum class TimerKind {
  remind_to_close,    // resolved a day ago and still not closed: ask the lead
  forget_old_inputs,  // keys are kept a week
  refresh_people,     // once a day
  update_due,         // the promised update; step 0: the lead, step 1: the channel
  page_unanswered,    // step: the page's number; nobody has acknowledged it
  task_due,           // step: the task's number; before and after its due date, until it is done
  look_for_similar,   // right after the declaration, so that its answer does not wait for it
  prepare_search,     // what `find` looks in, part by part
  writeup_changed,    // the record of a closed incident has changed; the posted write-up follows
  ladder_step,        // step: the page's number; the next rung of its ladder is called
  drill_inject,       // the next thing that a drill shows
  read_tasks,         // what the tracker says of the tasks that were filed there
  writeup_review,     // the write-up is to be published; step 0: the owner, step 1: the channel
};

std::string_view name_of(TimerKind kind);  // on disk

struct Timer {
  IncidentNumber incident;  // 0: of the program
  TimerKind kind = TimerKind::remind_to_close;
  std::int64_t step = 0;
  Moment due_at;
  bool operator==(const Timer&) const = default;
};

}  // namespace tocsin
