#include "bot/domain/access.h"
#include "bot/domain/ascii.h"
#include "bot/domain/tracking.h"
#include "bot/domain/when.h"
#include "commands/line.h"
#include "commands/outlets.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::size_t k_most_listed = 40;
constexpr std::size_t k_most_task_buttons = 25;  // Slack's limit of one row

enum class Which { mine, open, unassigned, all };

std::optional<Which> read_which(std::string_view word) {
  const std::string name = in_lower_case(word);
  if (name.empty() || name == "open") return Which::open;
  if (name == "mine" || name == "my" || name == "me") return Which::mine;
  if (name == "unassigned" || name == "nobody") return Which::unassigned;
  if (name == "all") return Which::all;
  return std::nullopt;
}

bool is_meant(const Task& task, Which which, const UserId& user) {
  const bool is_open = task.state == TaskState::open;
  switch (which) {
    case Which::mine:
      return is_open && task.owner == user;
    case Which::open:
      return is_open;
    case Which::unassigned:
      return is_open && task.owner.empty();
    case Which::all:
      return true;
  }
  return false;
}

std::string heading(Which which) {
  switch (which) {
    case Which::mine:
      return "Your open tasks";
    case Which::open:
      return "Open tasks";
    case Which::unassigned:
      return "Open tasks that nobody owns";
    case Which::all:
      return "All tasks";
  }
  return "";
}

class List {
 public:
  List(const Request& request, bool names_incidents)
      : request_(request), names_incidents_(names_incidents) {}

  void add(const Incident& incident, const Task& task) {
    ++count_;
    if (shown_ == k_most_listed) return;
    ++shown_;
    add_line(incident, task);
    if (task.state == TaskState::open) add_button(incident, task);
  }

  Reply take(const std::string& title) {
    if (count_ == 0) return Reply(RichText(title + ": none."));
    RichText text(title + ":");
    text.append(lines_);
    if (count_ > shown_)
      text.plain("\n" + std::to_string(count_ - shown_) + " more are not shown.");
    Reply reply(std::move(text));
    if (without_button_ > 0) {
      reply.paragraphs.push_back(
          RichText("Slack has room for 25 buttons. For the others type ")
              .code(
                  line_to_type(request_, names_incidents_ ? "INC-n task done Tn" : "task done Tn"))
              .plain("."));
    }
    reply.buttons = std::move(buttons_);
    return reply;
  }

 private:
  void add_line(const Incident& incident, const Task& task) {
    lines_.plain("\n• ");
    lines_.bold((names_incidents_ ? handle(incident.number) + " " : "") + handle(task.number));
    if (task.kind == TaskKind::followup) lines_.plain(" (follow-up)");
    lines_.plain(" " + task.text + " — ");
    if (task.owner.empty()) {
      lines_.plain("nobody");
    } else {
      lines_.user(task.owner);
    }
    if (task.state != TaskState::open) {
      lines_.plain(", " + std::string(name_of(task.state)));
    } else if (task.due_at) {
      const bool is_late = *task.due_at < request_.typed.now;
      lines_.plain(is_late ? ", was due " : ", by ");
      lines_.date_and_clock(*task.due_at,
                            print_both(*task.due_at, request_.zone, request_.typed.now));
    }
    add_issue(request_, task, lines_);
  }

  // What a tracker has refused, and what is not filed by itself.
  bool could_be_filed(const Incident& incident, const Task& task) const {
    return !request_.settings.tracker.empty() && may_be_filed(incident) && is_unfiled(task) &&
           (task.kind == TaskKind::followup || is_over(incident.state));
  }

  void add_button(const Incident& incident, const Task& task) {
    if (buttons_.size() == k_most_task_buttons) {
      ++without_button_;
      return;
    }
    const std::string number = handle(task.number);
    const std::string name = (names_incidents_ ? handle(incident.number) + " " : "") + number;
    const std::string line = handle(incident.number) + " task ";
    if (task.owner.empty()) {
      buttons_.push_back({"Take " + name, line + "assign " + number + " me", Button::Style::plain});
    } else {
      buttons_.push_back({"Done " + name, line + "done " + number, Button::Style::plain});
    }
    if (could_be_filed(incident, task) && buttons_.size() < k_most_task_buttons) {
      buttons_.push_back(filing_button(request_, incident, task));
    }
  }

  const Request& request_;
  bool names_incidents_;
  RichText lines_;
  std::vector<Button> buttons_;
  std::size_t count_ = 0;
  std::size_t shown_ = 0;
  std::size_t without_button_ = 0;
};

void add_tasks(const Request& request, const Incident& incident, Which which, List& list) {
  for (const Task& task : incident.tasks) {
    if (is_meant(task, which, request.typed.user)) list.add(incident, task);
  }
}

// Where no incident is meant: those of every incident that the asker may see.
Answer list_everywhere(const Request& request, Which which) {
  List list(request, true);
  for (const Incident& incident : request.reader.incidents_with_open_tasks()) {
    if (may_see(incident, request.typed.user, request.typed.channel, request.settings.policy)) {
      add_tasks(request, incident, which, list);
    }
  }
  Answer answer;
  answer.reply = list.take(heading(which) + " of all incidents");
  return answer;
}

Outcome run_tasks(const Request& request) {
  const auto which = read_which(request.arguments);
  if (!which) return failure(refuse_excess(request, k_tasks, request.arguments));
  if (!request.incident) return list_everywhere(request, *which);
  List list(request, false);
  add_tasks(request, *request.incident, *which, list);
  Answer answer;
  answer.reply = list.take(heading(*which) + " of " + handle(request.incident->number));
  return answer;
}

}  // namespace

const Verb k_tasks = {
    .name = "tasks",
    .aliases = "",
    .arguments = "[mine|open|unassigned|all]",
    .purpose = "Lists the tasks and follow-ups; outside of an incident those of all.",
    .examples = {"tasks", "tasks mine"},
    .needs_incident = false,
    .act = Act::look,
    .run = run_tasks,
};

}  // namespace tocsin
