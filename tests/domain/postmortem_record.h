#pragma once
// A record for the tests of the write-up, made the way the engine makes one: each event is numbered
// by next_event() and folded by apply().

#include "bot/domain/corrections.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/postmortem.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tocsin::test {

// A moment in UTC.
inline Moment utc(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

class Record {
 public:
  explicit Record(std::int64_t number = 7) { incident.number = IncidentNumber{number}; }

  Record& add(Moment at, const char* actor, EventBody body) {
    return add_late(at, at, actor, std::move(body));
  }
  // Typed at `typed_at` about something that happened at `at`.
  Record& add_late(Moment at, Moment typed_at, const char* actor, EventBody body) {
    events.push_back(next_event(incident, std::move(body), at, typed_at, UserId{actor}));
    incident = apply(std::move(incident), events.back());
    return *this;
  }

  // A correction: the incident is what all events add up to, as the engine does it.
  Record& correct(Moment at, const char* actor, EventBody body) {
    events.push_back(next_event(incident, std::move(body), at, at, UserId{actor}));
    incident = fold(incident.number, events);
    return *this;
  }

  // Of this very record, while it lives.
  PostmortemSources sources() const {
    return {incident, events, [this](const UserId& user) {
              const auto known = names.find(user.value);
              return known == names.end() ? "@" + user.value : known->second;
            }};
  }

  std::string render() const { return render_postmortem(sources()); }

  Incident incident;
  std::vector<Event> events;
  std::map<std::string, std::string> names{{"U1", "Ada"}, {"U2", "Grace"}, {"U3", "Linus"}};
};

inline event::Declared declared(std::string title, std::string zone = "UTC",
                                std::optional<Moment> started_at = std::nullopt) {
  event::Declared body;
  body.title = std::move(title);
  body.zone = std::move(zone);
  body.started_at = started_at;
  return body;
}

inline event::StateMoved moved(State from, State to, std::string text = "") {
  return {from, to, std::move(text)};
}

// What stands under "## <heading>", without the blank lines around it.
inline std::string section(const std::string& markdown, const std::string& heading) {
  const std::string title = "\n## " + heading + "\n";
  const std::size_t found = markdown.find(title);
  if (found == std::string::npos) return "(no such section)";
  const std::size_t begin = markdown.find_first_not_of('\n', found + title.size());
  const std::size_t next = markdown.find("\n## ", found + title.size() - 1);
  std::string text = markdown.substr(begin, next == std::string::npos ? next : next - begin);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// The line that contains `part`; empty when there is none.
inline std::string line_with(const std::string& text, const std::string& part) {
  const std::size_t found = text.find(part);
  if (found == std::string::npos) return "";
  const std::size_t before = text.rfind('\n', found);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, text.find('\n', found) - begin);
}

}  // namespace tocsin::test
