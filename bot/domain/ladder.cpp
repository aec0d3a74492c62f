#include "bot/domain/ladder.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tocsin {

namespace {

bool is_out(const Page& page, const Called& called) {
  return !called.user.empty() &&
         std::ranges::find(page.declined, called.user) != page.declined.end();
}

bool calls_somebody(const Page& page, const Rung& rung, const PagerNames& refused = {}) {
  return std::ranges::any_of(rung.called, [&](const Called& called) {
    const bool has_refused =
        !called.pager.empty() && std::ranges::find(refused, called.pager) != refused.end();
    return !is_out(page, called) && !has_refused;
  });
}

bool is_name_of(const Called& called, const std::string& name) {
  return called.name == name || called.name == "@" + name;
}

// What the operator has written down stands; else what a pager has told last.
std::string phone_now(const Called& called, const Roster& roster, Moment at) {
  if (!called.pager.empty()) return people_behind(roster, called.pager, at);
  if (roster.phones.contains(called.user.value) || roster.phones.contains(called.name)) return "";
  for (const auto& [schedule, read] : roster.read_shifts) {
    for (const ReadShift::One& one : read.people) {
      if (is_name_of(called, one.name)) return one.phone;
    }
  }
  return "";
}

// Those of whom a pager had not told when the page was opened.
void add_named_since(std::vector<Rung>& rungs, const Team& team, const Roster& roster) {
  const auto is_listed = [&](const std::string& name) {
    return std::ranges::any_of(rungs, [&](const Rung& rung) {
      return std::ranges::any_of(rung.called,
                                 [&](const Called& one) { return is_name_of(one, name); });
    });
  };
  for (const TeamStep& step : team.steps) {
    for (const std::string& target : step.targets) {
      if (!target.starts_with(k_schedule_prefix)) continue;
      const auto read = roster.read_shifts.find(target.substr(k_schedule_prefix.size()));
      if (read == roster.read_shifts.end()) continue;
      for (const ReadShift::One& one : read->second.people) {
        if (is_listed(one.name)) continue;
        rungs.back().called.push_back({{}, "", one.name, one.phone});
      }
    }
  }
}

}  // namespace

const Rung* rung_of(const Page& page) {
  const auto index = static_cast<std::size_t>(page.rung);
  return index < page.rungs.size() ? &page.rungs[index] : nullptr;
}

bool have_same_target(const Page& one, const Page& other) {
  return one.user == other.user && one.group == other.group && one.team == other.team;
}

bool may_be_called(const Page& page, const UserId& user) {
  const auto so_far = std::min(static_cast<std::size_t>(page.rung) + 1, page.rungs.size());
  for (std::size_t i = 0; i < so_far; ++i) {
    for (const Called& called : page.rungs[i].called) {
      if (called.user.empty() || called.user == user) return true;
    }
  }
  return false;
}

PagerNames refused_pagers(const std::vector<Event>& events, PageNumber page) {
  PagerNames refused;
  for (const Event& event : events) {
    if (const auto* paged = std::get_if<event::Paged>(&event.body)) {
      if (paged->page == page) refused.clear();
    } else if (const auto* step = std::get_if<event::StepPaged>(&event.body)) {
      if (step->page == page) refused.clear();
    } else if (const auto* refusal = std::get_if<event::PagerRefused>(&event.body)) {
      if (refusal->page == page) refused.push_back(refusal->pager);
    }
  }
  return refused;
}

bool is_anybody_left(const Page& page, const PagerNames& refused) {
  const Rung* rung = rung_of(page);
  return rung != nullptr && calls_somebody(page, *rung, refused);
}

EventBody next_of_ladder(const Page& page) {
  for (auto next = static_cast<std::size_t>(page.rung) + 1; next < page.rungs.size(); ++next) {
    const Rung& rung = page.rungs[next];
    if (!calls_somebody(page, rung)) continue;
    event::StepPaged step{page.number, page.team,  static_cast<std::int64_t>(next),
                          rung.step,   rung.round, rung.called};
    std::erase_if(step.called, [&](const Called& called) { return is_out(page, called); });
    return step;
  }
  return event::LadderEnded{page.number, page.team};
}

std::optional<EventBody> due_on_ladder(const Page& page, Moment now) {
  const bool is_climbed = page.state == PageState::open && page.next_at && *page.next_at <= now;
  if (!is_climbed) return std::nullopt;
  return next_of_ladder(page);
}

std::optional<EventBody> due_after_refusal(const Page& page, const PagerNames& refused) {
  const bool is_climbed = page.state == PageState::open && page.next_at.has_value();
  if (!is_climbed || is_anybody_left(page, refused)) return std::nullopt;
  return next_of_ladder(page);
}

PagerNames called_pagers(const Page& page) {
  PagerNames called;
  const auto so_far = std::min(static_cast<std::size_t>(page.rung) + 1, page.rungs.size());
  for (std::size_t i = 0; i < so_far; ++i) {
    for (const Called& one : page.rungs[i].called) {
      const bool is_new = std::ranges::find(called, one.pager) == called.end();
      if (!one.pager.empty() && is_new) called.push_back(one.pager);
    }
  }
  return called;
}

std::vector<Rung> rungs_as_known(const Page& page, const Roster* roster, Moment at) {
  std::vector<Rung> rungs = page.rungs;
  if (roster == nullptr || rungs.empty()) return rungs;
  for (Rung& rung : rungs) {
    for (Called& one : rung.called) {
      std::string phone = phone_now(one, *roster, at);
      if (!phone.empty()) one.phone = std::move(phone);
    }
  }
  const auto team = roster->teams.find(page.team);
  if (team != roster->teams.end()) add_named_since(rungs, team->second, *roster);
  return rungs;
}

std::string phone_list(const std::vector<Rung>& rungs) {
  std::string list;
  std::vector<std::string> listed;
  for (const Rung& rung : rungs) {
    for (const Called& called : rung.called) {
      // A pager is listed for those whom it calls, when it has told.
      if (!called.pager.empty() && called.phone.empty()) continue;
      if (std::ranges::find(listed, called.name) != listed.end()) continue;
      listed.push_back(called.name);
      if (!list.empty()) list += ", ";
      list += called.name;
      if (!called.pager.empty()) {
        list += " calls " + called.phone;
      } else if (called.group.empty()) {
        list += called.phone.empty() ? " (no number is set up)" : " " + called.phone;
      }
    }
  }
  return list;
}

}  // namespace tocsin
