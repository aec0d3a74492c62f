#include "bot/web/api.h"

#include "bot/domain/corrections.h"
#include "bot/domain/incident_name.h"
#include "bot/domain/iso_time.h"
#include "bot/domain/shown_name.h"
#include "bot/domain/stats.h"
#include "bot/domain/timeline.h"
#include "bot/domain/whole_number.h"
#include "bot/json.h"
#include "bot/web/gate.h"
#include "commands/catalog.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace tocsin::web {

namespace {

constexpr std::size_t k_most_recent = 100;
constexpr std::size_t k_most_found = 50;
constexpr std::size_t k_longest_text = 20'000;
constexpr std::size_t k_longest_key = 200;

Json maybe_iso(const std::optional<Moment>& moment) {
  return moment ? Json(print_iso(*moment)) : Json(nullptr);
}

class Answers {
 public:
  Answers(const Reader& record, Moment now) : record_(record), now_(now) {}

  Json person(const UserId& user) const {
    if (user.empty()) return nullptr;
    return {{"id", user.value}, {"name", shown_name(record_.person(user), user)}};
  }

  static Json issue(const Task& task) {
    if (!task.issue) return nullptr;
    return {{"key", task.issue->key},
            {"url", task.issue->url},
            {"state", task.issue->state},
            {"tracker", task.issue->tracker}};
  }

  Json incident(const Incident& one) const {
    Json tasks = Json::array();
    for (const Task& task : one.tasks) {
      tasks.push_back({{"task", handle(task.number)},
                       {"text", task.text},
                       {"owner", person(task.owner)},
                       {"is_open", task.state == TaskState::open},
                       {"issue", issue(task)}});
    }
    return {{"incident", handle(one.number)},
            {"title", one.title},
            {"severity", one.severity ? Json(std::string(name_of(*one.severity))) : Json(nullptr)},
            {"state", std::string(name_of(one.state))},
            {"is_drill", one.is_drill},
            {"lead", person(one.lead)},
            {"impact", one.impact},
            {"summary", one.summary},
            {"causes", one.causes},
            {"tasks", std::move(tasks)},
            {"last_update", one.last_update},
            {"zone", one.zone},
            {"declared_at", print_iso(one.declared_at)},
            {"started_at", maybe_iso(one.started_at)},
            {"detected_at", maybe_iso(one.detected_at)},
            {"mitigated_at", maybe_iso(one.mitigated_at)},
            {"resolved_at", maybe_iso(one.resolved_at)},
            {"closed_at", maybe_iso(one.closed_at)},
            {"entries", one.last_entry.value}};
  }

  Json incidents(const std::vector<Incident>& all) const {
    Json list = Json::array();
    for (const Incident& one : all) list.push_back(incident(one));
    return {{"incidents", std::move(list)}};
  }

  Json timeline(IncidentNumber number) const {
    return {{"incident", handle(number)},
            {"entries", listed(entries_of(record_.events_of(number)))}};
  }

  // For a page that has what the first `after` events add up to. When there are not so many, it has
  // another record before it (one that was put back), and gets everything.
  Json changes(const Incident& one, std::size_t after) const {
    std::vector<Event> events = record_.events_of(one.number);
    const std::size_t last = events.size();
    if (after > last) after = 0;
    std::vector<Entry> entries = entries_of(events);
    Json people = people_in(entries);
    if (after > 0) {
      events.resize(after);
      std::map<std::int64_t, Entry> known;
      for (Entry& entry : entries_of(events)) known.emplace(entry.number(), std::move(entry));
      std::erase_if(entries, [&known](const Entry& entry) {
        const auto found = known.find(entry.number());
        return found != known.end() && found->second == entry;
      });
    }
    return {{"incident", incident(one)},
            {"after", after},
            {"last", last},
            {"people", std::move(people)},
            {"entries", listed(entries)}};
  }

  Json find(const std::string& words) const {
    Json list = Json::array();
    for (const Found& found : record_.find(words, k_most_found, {})) {
      const auto one = record_.incident(found.incident);
      list.push_back({{"incident", handle(found.incident)},
                      {"title", one ? one->title : std::string()},
                      {"entry", handle(found.entry)},
                      {"excerpt", found.excerpt}});
    }
    return {{"found", std::move(list)}, {"not_searched_yet", record_.not_searched_yet()}};
  }

  Json stats(std::int64_t days) const {
    const Moment from = now_ - std::chrono::hours(24 * days);
    const Stats stats =
        stats_of(record_.times_since(from), {from, now_, std::chrono::hours(24 * 7)}, std::nullopt);
    return {{"days", days},
            {"incidents", stats.incidents},
            {"going_on", stats.going_on},
            {"by_severity",
             {{"unset", stats.by_severity[0]},
              {"sev1", stats.by_severity[1]},
              {"sev2", stats.by_severity[2]},
              {"sev3", stats.by_severity[3]},
              {"sev4", stats.by_severity[4]}}},
            {"detect", spread(stats.detect)},
            {"acknowledge", spread(stats.acknowledge)},
            {"mitigate", spread(stats.mitigate)},
            {"resolve", spread(stats.resolve)}};
  }

 private:
  // A line of the timeline as people read it.
  struct Entry {
    Event event;  // with its corrections
    bool is_struck = false;
    std::int64_t number() const { return event.entry.value; }
    bool operator==(const Entry&) const = default;
  };

  // By the time at which things happened; what was struck is marked.
  static std::vector<Entry> entries_of(const std::vector<Event>& events) {
    std::vector<Entry> entries;
    std::set<std::int64_t> standing;
    for (Event& event : standing_events(events)) {
      if (event.entry.value == 0) continue;
      standing.insert(event.entry.value);
      entries.push_back({std::move(event)});
    }
    for (const Event& event : events) {
      if (event.entry.value > 0 && !standing.contains(event.entry.value)) {
        entries.push_back({event, true});
      }
    }
    std::ranges::stable_sort(entries, {},
                             [](const Entry& entry) { return entry.event.happened_at; });
    return entries;
  }

  // Everybody who is named in these entries, as they are called now. A page that has drawn somebody
  // under another name asks for everything anew.
  Json people_in(const std::vector<Entry>& entries) const {
    std::set<UserId> users;
    for (const Entry& entry : entries) {
      users.insert(entry.event.actor);
      for (const Span& span : timeline_words(entry.event.body).spans) {
        if (const auto* user = std::get_if<span::User>(&span)) users.insert(user->user);
      }
    }
    users.erase(UserId{});
    Json people = Json::array();
    for (const UserId& user : users) people.push_back(person(user));
    return people;
  }

  Json listed(const std::vector<Entry>& entries) const {
    Json list = Json::array();
    for (const Entry& entry : entries) {
      const Event& event = entry.event;
      list.push_back({{"entry", handle(event.entry)},
                      {"kind", std::string(kind_word(event.body))},
                      {"text", words(event.body)},
                      {"happened_at", print_iso(event.happened_at)},
                      {"recorded_at", print_iso(event.recorded_at)},
                      {"by", person(event.actor)},
                      {"is_struck", entry.is_struck}});
    }
    return list;
  }

  // People by name instead of by id.
  std::string words(const EventBody& body) const {
    RichText named;
    for (const Span& span : timeline_words(body).spans) {
      const auto* user = std::get_if<span::User>(&span);
      if (user != nullptr) {
        const std::string name = shown_name(record_.person(user->user), user->user);
        named.plain(name.starts_with('@') ? name : "@" + name);
      } else {
        named.spans.push_back(span);
      }
    }
    return to_plain(named);
  }

  static Json spread(const Spread& spread) {
    const auto seconds = [](const std::optional<Duration>& length) {
      return length ? Json(length->count() / 1000) : Json(nullptr);
    };
    return {{"known", spread.known},
            {"unknown", spread.unknown},
            {"p50_seconds", seconds(spread.half)},
            {"p90_seconds", seconds(spread.most)}};
  }

  const Reader& record_;
  Moment now_;
};

// For completion.
Json all_verbs() {
  Json list = Json::array();
  for (const Verb* verb : catalog()) {
    if (verb->is_hidden) continue;
    Json aliases = Json::array();
    std::string_view rest = verb->aliases;
    while (!rest.empty()) {
      const std::size_t end = rest.find('|');
      aliases.push_back(std::string(rest.substr(0, end)));
      rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    }
    list.push_back({{"verb", std::string(verb->name)},
                    {"aliases", std::move(aliases)},
                    {"arguments", std::string(verb->arguments)},
                    {"purpose", std::string(verb->purpose)},
                    {"needs_incident", verb->needs_incident}});
  }
  return {{"verbs", std::move(list)}};
}

net::HttpResponse as_json(const Json& json) {
  return answer(200, "application/json", dump_json(json) + "\n");
}

net::HttpResponse unknown_path() {
  return refusal(404, "There is no such address. deploy/openapi.json lists those that there are.");
}

net::HttpResponse writeup(const Incident& incident, const Reader& record,
                          const PrintWriteup& print_writeup, const std::string& format) {
  const bool is_known = format == "md" || format == "html" || format == "json";
  if (!is_known) return refusal(400, "format is md, html or json.");
  auto text = print_writeup(handle(incident.number), format, record);
  if (!text) return refusal(500, text.error());
  const std::string_view type = format == "md"     ? "text/markdown; charset=utf-8"
                                : format == "html" ? "text/html; charset=utf-8"
                                                   : "application/json";
  net::HttpResponse response = answer(200, type, std::move(*text));
  // The document brings its own style and nothing else; whatever came into it runs nothing.
  response.headers.push_back({"Content-Security-Policy",
                              "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                              "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"});
  return response;
}

net::HttpResponse about_incident(const Target& target, const Reader& record,
                                 const PrintWriteup& print_writeup, const Answers& answers) {
  const std::string& name = target.path[3];
  const auto number = read_incident_name(name);
  if (!number) return refusal(400, "Name the incident like INC-7 or 7.");
  const auto incident = record.incident(*number);
  if (!incident) return refusal(404, "There is no " + handle(*number) + ".");
  if (target.path.size() == 4) return as_json(answers.incident(*incident));
  if (target.path.size() > 5) return unknown_path();
  if (target.path[4] == "timeline") return as_json(answers.timeline(*number));
  if (target.path[4] == "changes") {
    const std::string after = target.query_or("after", "0");
    const auto count = whole_number(after);
    if (!count) return refusal(400, "after is a number: the last that you were told, or 0.");
    return as_json(answers.changes(*incident, static_cast<std::size_t>(*count)));
  }
  if (target.path[4] != "postmortem") return unknown_path();
  return writeup(*incident, record, print_writeup, target.query_or("format", "md"));
}

}  // namespace

net::HttpResponse api_answer(const Target& target, const Reader& record,
                             const PrintWriteup& print_writeup, Moment now) {
  const Answers answers(record, now);
  const std::vector<std::string>& path = target.path;
  if (path.size() < 3 || path[0] != "api" || path[1] != "v1") return unknown_path();
  if (path[2] == "incidents" && path.size() > 3) {
    return about_incident(target, record, print_writeup, answers);
  }
  if (path.size() != 3) return unknown_path();
  if (path[2] == "incidents") {
    const std::string which = target.query_or("which", "active");
    if (which == "active") return as_json(answers.incidents(record.active_incidents()));
    if (which != "recent") return refusal(400, "which is active or recent.");
    return as_json(answers.incidents(record.recent_incidents(k_most_recent)));
  }
  if (path[2] == "verbs") return as_json(all_verbs());
  if (path[2] == "find") {
    const std::string words = target.query_or("q", "");
    if (words.empty()) return refusal(400, "Say what to look for: /api/v1/find?q=WORDS.");
    return as_json(answers.find(words));
  }
  if (path[2] == "stats") {
    constexpr std::int64_t k_most_days = 3660;
    const auto days = whole_number(target.query_or("days", "90"));
    if (!days || *days < 1 || *days > k_most_days)
      return refusal(400, "days is a number from 1 to 3660.");
    return as_json(answers.stats(*days));
  }
  return unknown_path();
}

Result<TypedOutside, std::string> read_typed(std::string_view body) {
  const auto json = parse_json(body);
  if (!json || !json->is_object()) return failure(std::string("Send one JSON object."));
  JsonReader reader(*json);
  TypedOutside typed;
  typed.as = reader.text("as");
  typed.text = reader.text("text");
  typed.key = reader.text("key");
  typed.incident = reader.text_or("incident", "");
  if (reader.failed()) return failure(reader.error() + ".");
  if (typed.text.size() > k_longest_text) {
    return failure(std::string("text is too long: at most 20000 bytes."));
  }
  if (typed.key.empty() || typed.key.size() > k_longest_key) {
    return failure(
        std::string("key is a text of your own for this very act, 1 to 200 bytes; "
                    "send the same again when you repeat it."));
  }
  if (!typed.incident.empty() && !read_incident_name(typed.incident)) {
    return failure(std::string("incident is like INC-7."));
  }
  return typed;
}

CommandAnswer plain_answer(const Reply& reply, bool is_saved) {
  CommandAnswer given;
  given.is_saved = is_saved;
  for (const RichText& paragraph : reply.paragraphs) {
    given.text += (given.text.empty() ? "" : "\n\n") + to_plain(paragraph);
  }
  for (const Button& button : reply.buttons) {
    std::string_view line = button.command_line;
    if (line.starts_with("INC-")) line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    if (!line.starts_with("form ")) given.choices.push_back({button.label, button.command_line});
  }
  return given;
}

net::HttpResponse command_answer(int status, const CommandAnswer& given) {
  Json choices = Json::array();
  for (const CommandAnswer::Choice& choice : given.choices) {
    choices.push_back({{"label", choice.label}, {"line", choice.line}});
  }
  const Json json{{"saved", given.is_saved}, {"text", given.text}, {"buttons", std::move(choices)}};
  return answer(status, "application/json", dump_json(json) + "\n");
}

std::optional<CommandAnswer> read_command_answer(std::string_view body) {
  const auto json = parse_json(body);
  if (!json || !json->is_object()) return std::nullopt;
  JsonReader reader(*json);
  CommandAnswer given;
  if (reader.has("error")) {
    given.text = reader.text("error");
  } else {
    given.is_saved = reader.flag("saved");
    given.text = reader.text("text");
    for (JsonReader& choice : reader.items("buttons")) {
      given.choices.push_back({choice.text("label"), choice.text("line")});
    }
  }
  if (reader.failed()) return std::nullopt;
  return given;
}

std::string command_body(const TypedOutside& typed) {
  return dump_json(Json{
      {"as", typed.as}, {"incident", typed.incident}, {"text", typed.text}, {"key", typed.key}});
}

}  // namespace tocsin::web
