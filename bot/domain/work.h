#pragma once
// What people work with during an incident besides its entries: hypotheses, tasks, pages, roles.
// Each has a handle that people type (H2, T3, P1). Parts of an Incident; changed only by apply().
// The names of the words are on disk.

#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/rung.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

enum class Standing { open, ruled_out, confirmed };
enum class TaskKind { task, followup };
enum class TaskState { open, done, dropped };
enum class PageState { open, acknowledged, declined, stopped };
enum class PagerCall { trigger, acknowledge, resolve };
enum class ChannelChange { renamed, archived, unarchived, deleted, left, joined };

std::string_view name_of(Standing standing);
std::string_view name_of(TaskKind kind);
std::string_view name_of(TaskState state);
std::string_view name_of(PageState state);
std::string_view name_of(PagerCall call);
std::string_view name_of(ChannelChange change);

struct Hypothesis {
  HypothesisNumber number;
  std::string text;
  std::optional<Moment> opened_at;  // nothing: it was opened and ruled out in one go
  UserId by;
  Standing standing = Standing::open;
  std::optional<Moment> settled_at;
  bool operator==(const Hypothesis&) const = default;
};

// What a task is in a tracker.
struct TrackerIssue {
  std::string tracker;  // its name in the configuration
  std::string id;       // the tracker's own
  std::string key;      // as people read it: "OPS-12", "#12"
  std::string url;
  std::string state;  // as the tracker names it; empty: not read yet
  std::optional<Moment> read_at;
  bool operator==(const TrackerIssue&) const = default;
};

// A follow-up is a task that is done after the incident; what is open at its end becomes one.
struct Task {
  TaskNumber number;
  TaskKind kind = TaskKind::task;
  std::string text;
  UserId owner;  // empty: nobody yet
  std::optional<Moment> due_at;
  TaskState state = TaskState::open;
  std::optional<TrackerIssue> issue{};
  bool operator==(const Task&) const = default;
};

struct Page {
  PageNumber number;
  std::string target;  // as people read it: "@ben"
  UserId user;         // empty: a group or a team
  std::string group;
  std::string reason;
  Moment opened_at;
  PageState state = PageState::open;
  UserId answered_by;  // empty: nobody, or somebody whom only the pager knows
  std::optional<Moment> answered_at;
  // Of a team's ladder (ladder.h):
  std::string team{};         // empty: a person or a group
  std::vector<Rung> rungs{};  // as they stood when the page was opened
  std::int64_t rung = 0;      // the one that is called now; behind the last: all were
  std::optional<Moment>
      next_at{};  // when the next one is called; nothing: it is not climbed further
  std::vector<UserId> declined{};
  std::string answered_there{};  // by whom, as the pager names them
  // The incident ended since the page was opened, or opened anew: the pagers were told then.
  bool is_ended = false;
  bool operator==(const Page&) const = default;
};

// What a status page shows of an incident.
struct StatusEntry {
  std::string status_page;  // its name in the configuration
  std::string id;           // the page's own
  std::string url;
  std::string text;  // the last that was shown
  Moment shown_at;
  bool operator==(const StatusEntry&) const = default;
};

// An alert of a monitoring system that belongs to an incident.
struct AttachedAlert {
  std::string source;  // the hook's name in the configuration
  std::string fingerprint;
  std::string title;
  std::string url;
  std::optional<Moment> ended_at;
  bool operator==(const AttachedAlert&) const = default;
};

inline constexpr std::string_view k_lead_role = "lead";

struct RoleHolder {  // of any role but the lead's
  std::string role;
  UserId user;
  bool operator==(const RoleHolder&) const = default;
};

// A role that is to move and waits for the other's word.
struct Offer {
  std::string role;
  UserId from;
  UserId to;
  bool operator==(const Offer&) const = default;
};

std::string handle(HypothesisNumber number);  // "H2"
std::string handle(TaskNumber number);        // "T3"
std::string handle(PageNumber number);        // "P1"

// "INC-7-P1": what outside services know a page by.
struct NamedPage {
  IncidentNumber incident;
  PageNumber page;
  bool operator==(const NamedPage&) const = default;
};
std::string dedup_key(IncidentNumber incident, PageNumber page);
std::optional<NamedPage> read_dedup_key(std::string_view key);

}  // namespace tocsin
