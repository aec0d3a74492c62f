#pragma once
// What a tracker is told of a task, whatever the tracker: the words, and the mark by which the task
// is found again. Of a private incident nothing is said but its number, because a tracker has other
// readers. Pure; used by the trackers.

#include "integrations/destination.h"

#include <string>
#include <vector>

namespace tocsin {

// The task that a FileTask or ReadTask is about. It is there: bot/engine sees to it.
const Task& task_of(const DeliveryContext& context);

// On one line; at most so many bytes, because every tracker counts letters, of which there are
// fewer.
std::string issue_title(const Task& task, std::size_t most_bytes = 250);

struct IssueLine {
  std::string text;
  std::string url{};  // behind the text; empty: none
};

// The task's whole words when the title is too short for them, what incident it is of, its owner,
// when it is due, where it was talked about.
std::vector<IssueLine> issue_lines(const DeliveryContext& context);
std::string issue_markdown(const DeliveryContext& context);  // the same, and the mark

// "tocsin a1b2c3 INC-7 T3": the same for every attempt, and never for another task, also when two
// bots file into one tracker.
std::string issue_mark(const DeliveryContext& context);

}  // namespace tocsin
