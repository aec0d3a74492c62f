#include "bot/domain/tracking.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_during = 15min;
constexpr Duration k_soon_after = 1h;
constexpr Duration k_later = 24h;
constexpr Duration k_soon = 24h * 7;
constexpr Duration k_longest = 24h * 180;

// Whose filing this event brings about; nothing: nobody's.
class Filed {
 public:
  explicit Filed(const Incident& after) : after_(after) {}

  std::vector<TaskNumber> operator()(const event::TaskAdded& added) const {
    return one(added.task);
  }
  std::vector<TaskNumber> operator()(const event::TaskMoved& moved) const {
    return one(moved.task);
  }
  std::vector<TaskNumber> operator()(const event::Closed&) const {
    std::vector<TaskNumber> tasks;
    for (const Task& task : after_.tasks) {
      if (is_unfiled(task)) tasks.push_back(task.number);
    }
    return tasks;
  }
  template <class Other>
  std::vector<TaskNumber> operator()(const Other&) const {
    return {};
  }

 private:
  std::vector<TaskNumber> one(TaskNumber number) const {
    const Task* task = find(after_, number);
    const bool remains = task != nullptr && is_unfiled(*task) &&
                         (task->kind == TaskKind::followup || is_over(after_.state));
    if (!remains) return {};
    return {number};
  }

  const Incident& after_;
};

}  // namespace

bool may_be_filed(const Incident& incident) { return !incident.is_drill && !incident.is_imported; }

bool is_filed_by_itself(const Incident& incident) {
  return may_be_filed(incident) && !incident.is_private;
}

bool is_unfiled(const Task& task) { return task.state == TaskState::open && !task.issue; }

std::vector<Delivery> tracker_consequences(const Incident& before, const Incident& after,
                                           const Event& event, const std::string& tracker) {
  std::vector<Delivery> deliveries;
  if (!tracker.empty() && is_filed_by_itself(after)) {
    for (const TaskNumber task : std::visit(Filed(after), event.body)) {
      deliveries.push_back(delivery::FileTask{tracker, task});
    }
  }
  // The write-up is about to be read: what is done there shall not stand in it as open.
  const bool is_closing = !is_over(before.state) && after.state == State::closed;
  if (is_closing) {
    for (Delivery& reading : readings_of(after)) deliveries.push_back(std::move(reading));
  }
  return deliveries;
}

std::vector<Delivery> readings_of(const Incident& incident) {
  std::vector<Delivery> readings;
  for (const Task& task : incident.tasks) {
    if (task.state != TaskState::open || !task.issue) continue;
    readings.push_back(delivery::ReadTask{task.issue->tracker, task.number});
  }
  return readings;
}

std::optional<Duration> next_reading(const Incident& incident, Moment now) {
  const bool has_any = std::ranges::any_of(incident.tasks, [](const Task& task) {
    return task.state == TaskState::open && task.issue.has_value();
  });
  if (!has_any) return std::nullopt;
  if (!is_over(incident.state)) return k_during;
  const Duration since = now - incident.closed_at.value_or(incident.declared_at);
  if (since > k_longest) return std::nullopt;
  return since < k_soon ? k_soon_after : k_later;
}

std::string issue_words(const TrackerIssue& issue) {
  return issue.state.empty() ? issue.key : issue.key + " “" + issue.state + "”";
}

}  // namespace tocsin
