#include "commands/outlets.h"

#include "bot/domain/public_status.h"
#include "bot/domain/tracking.h"
#include "bot/domain/when.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

// Twice as long as an issue of an open incident goes without being read.
constexpr Duration k_stale = 30min;

bool is_shown_by(const Incident& incident, const std::string& page) {
  return status_entry(incident, page) != nullptr;
}

bool has_ended(const Incident& incident) {
  return incident.state == State::resolved || is_over(incident.state);
}

void add_preview(const Request& request, const Incident& incident, EntryNumber update,
                 std::string_view text, Reply& reply) {
  std::string names;
  for (const std::string& page : request.settings.status_pages) {
    if (is_shown_by(incident, page)) continue;
    names += (names.empty() ? "" : ", ") + page;
    reply.buttons.push_back({"Show on " + page,
                             handle(incident.number) + " show-status " + page + " " +
                                 handle(update) + " " + preview_sum(incident, text),
                             Button::Style::plain});
  }
  if (names.empty()) return;
  RichText preview("Not public: the status page " + names + " does not show it. It would say:\n");
  preview.bold(incident.title)
      .plain("\n" + public_words(incident.state, text) +
             "\nOnce it is there, every update follows by itself.");
  reply.paragraphs.push_back(std::move(preview));
}

}  // namespace

void add_status_pages(const Request& request, const Incident& incident, EntryNumber update,
                      std::string_view text, Reply& reply) {
  if (request.settings.status_pages.empty()) return;
  RichText& said = reply.paragraphs.front();
  if (!may_be_public(incident)) {
    if (incident.is_drill) said.plain(" It is a drill: no status page shows it.");
    return;
  }
  for (const std::string& page : request.settings.status_pages) {
    if (is_shown_by(incident, page)) said.plain(" It goes to the status page " + page + " too.");
  }
  if (!has_ended(incident)) add_preview(request, incident, update, text, reply);
}

void add_tracker(const Request& request, const Incident& incident, const Task& task, Reply& reply) {
  const std::string& tracker = request.settings.tracker;
  if (tracker.empty() || task.kind != TaskKind::followup) return;
  RichText& said = reply.paragraphs.front();
  if (!may_be_filed(incident)) {
    said.plain(" It is not filed in " + tracker + ", because this is a drill.");
  } else if (!is_filed_by_itself(incident)) {
    said.plain(" It is not filed in " + tracker + ", because the incident is private.");
    reply.buttons.push_back(filing_button(request, incident, task));
  } else {
    said.plain(" It is filed in " + tracker + ".");
  }
}

std::string resolved_there(const Request& request, const Incident& incident) {
  std::string text;
  if (!may_be_public(incident)) return text;
  for (const std::string& page : request.settings.status_pages) {
    if (!is_shown_by(incident, page)) continue;
    text += " The status page " + page + " is told that it is resolved.";
  }
  return text;
}

void add_issue(const Request& request, const Task& task, RichText& text) {
  if (!task.issue) return;
  text.plain(", ");
  if (task.issue->url.empty()) {
    text.plain(task.issue->key);
  } else {
    text.link(task.issue->url, task.issue->key);
  }
  if (task.issue->state.empty()) return;
  text.plain(" “" + task.issue->state + "”");
  const auto& answered = request.settings.trackers_read_at;
  const auto known = answered.find(task.issue->tracker);
  std::optional<Moment> read_at = task.issue->read_at;
  if (known != answered.end() && (!read_at || known->second > *read_at)) read_at = known->second;
  const bool is_stale = read_at && request.typed.now - *read_at > k_stale;
  if (task.state == TaskState::open && is_stale) {
    text.plain(" as of ").date_and_clock(*read_at,
                                         print_both(*read_at, request.zone, request.typed.now));
  }
}

Button filing_button(const Request& request, const Incident& incident, const Task& task) {
  return {"File " + handle(task.number) + " in " + request.settings.tracker,
          handle(incident.number) + " file-task " + handle(task.number), Button::Style::plain};
}

}  // namespace tocsin
