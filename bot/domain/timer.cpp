#include "bot/domain/timer.h"

namespace tocsin {

std::string_view name_of(TimerKind kind) {
  switch (kind) {
    case TimerKind::remind_to_close:
      return "remind_to_close";
    case TimerKind::forget_old_inputs:
      return "forget_old_inputs";
    case TimerKind::refresh_people:
      return "refresh_people";
    case TimerKind::update_due:
      return "update_due";
    case TimerKind::page_unanswered:
      return "page_unanswered";
    case TimerKind::task_due:
      return "task_due";
    case TimerKind::look_for_similar:
      return "look_for_similar";
    case TimerKind::prepare_search:
      return "prepare_search";
    case TimerKind::writeup_changed:
      return "writeup_changed";
    case TimerKind::ladder_step:
      return "ladder_step";
    case TimerKind::drill_inject:
      return "drill_inject";
    case TimerKind::read_tasks:
      return "read_tasks";
    case TimerKind::writeup_review:
      return "writeup_review";
  }
  return "remind_to_close";
}

}  // namespace tocsin
