#include "bot/domain/access.h"
#include "bot/domain/ascii.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_looked_at = 500;  // of the recent ones
constexpr std::size_t k_most_shown = 20;

struct Filter {
  bool with_closed = false;  // "recent"
  bool is_mine = false;
  std::optional<Severity> severity;
};

Result<Filter, Refusal> read_filter(const Request& request) {
  Filter filter;
  std::string_view rest = request.arguments;
  while (!rest.empty()) {
    const FirstWord first = take_word(rest);
    const std::string word = in_lower_case(first.word);
    const auto severity = find_severity(word);
    if (word == "recent" || word == "all") {
      filter.with_closed = true;
    } else if (word == "mine") {
      filter.is_mine = true;
    } else if (severity) {
      filter.severity = severity;
    } else if (word != "active") {
      return failure(refuse_with_usage(request, k_list,
                                       "“" + std::string(first.word) + "” is no kind of list."));
    }
    rest = first.rest;
  }
  return filter;
}

bool is_part_of(const Incident& incident, const UserId& user) {
  return incident.declarer == user || incident.lead == user ||
         std::ranges::any_of(incident.roles,
                             [&](const RoleHolder& held) { return held.user == user; }) ||
         std::ranges::any_of(incident.tasks, [&](const Task& task) {
           return task.owner == user && task.state == TaskState::open;
         });
}

std::vector<Incident> chosen(const Request& request, const Filter& filter) {
  std::vector<Incident> incidents = filter.with_closed
                                        ? request.reader.recent_incidents(k_most_looked_at)
                                        : request.reader.active_incidents();
  std::erase_if(incidents, [&](const Incident& incident) {
    if (!may_see(incident, request.typed.user, request.typed.channel, request.settings.policy)) {
      return true;
    }
    if (filter.is_mine && !is_part_of(incident, request.typed.user)) return true;
    return filter.severity && incident.severity != filter.severity;
  });
  return incidents;
}

// "active sev1 incidents of yours"
std::string words_of(const Filter& filter, bool is_one) {
  std::string words = filter.with_closed ? "recent" : "active";
  if (filter.severity) words += " " + std::string(name_of(*filter.severity));
  words += is_one ? " incident" : " incidents";
  return filter.is_mine ? words + " of yours" : words;
}

std::string arguments_of(const Filter& filter) {
  std::string words = filter.with_closed ? "recent" : "active";
  if (filter.is_mine) words += " mine";
  if (filter.severity) words += " " + std::string(name_of(*filter.severity));
  return words;
}

Outcome run_list(const Request& request) {
  const auto filter = read_filter(request);
  if (!filter) return failure(filter.error());
  const std::vector<Incident> incidents = chosen(request, *filter);
  Answer answer;
  Filter with_closed = *filter;
  with_closed.with_closed = true;
  if (incidents.empty()) {
    RichText none("There is no " + words_of(*filter, true) + ". To declare one, type ");
    none.code(request.settings.command + " declare sev2 WHAT IS WRONG").plain(".");
    answer.reply = Reply(std::move(none));
  } else {
    const std::size_t shown = std::min(incidents.size(), k_most_shown);
    RichText text(std::to_string(incidents.size()) + " " +
                  words_of(*filter, incidents.size() == 1) + ":");
    for (std::size_t i = 0; i < shown; ++i) text.plain("\n").append(incident_line(incidents[i]));
    if (shown < incidents.size()) {
      text.plain("\n" + std::to_string(incidents.size() - shown) +
                 " more are not shown. Look for them with ");
      text.code(request.settings.command + " find WORDS").plain(".");
    }
    answer.reply = Reply(std::move(text));
    answer.reply.buttons = show_buttons(incidents);
  }
  if (!filter->with_closed) {
    answer.reply.buttons.push_back(
        {"Closed ones too", "list " + arguments_of(with_closed), Button::Style::plain});
  }
  return answer;
}

Outcome run_show(const Request& request) {
  Answer answer;
  answer.reply = describe_incident(request, *request.incident);
  return answer;
}

}  // namespace

const Verb k_list = {
    .name = "list",
    .aliases = "ls",
    .arguments = "[active|recent|mine|sev1..sev4]",
    .purpose = "Lists incidents; the words can be combined.",
    .examples = {"list", "list recent sev1"},
    .needs_incident = false,
    .act = Act::look,
    .run = run_list,
};

const Verb k_show = {
    .name = "show",
    .aliases = "",
    .arguments = "INC-n",
    .purpose = "Shows one incident.",
    .examples = {"show INC-7", "INC-7 show"},
    .act = Act::look,
    .run = run_show,
};

}  // namespace tocsin
