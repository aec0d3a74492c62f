// Engine, what was typed outside of Slack while Slack was away: the channel is told so, once, when
// Slack is back and the entries have been posted.

#include "bot/engine/engine.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

// Setting, stored: "7 2 5\n9 1 3\n" is E2 to E5 of INC-7 and E1 to E3 of INC-9.
constexpr std::string_view k_typed_away = "typed_away";

using Entries = std::pair<std::int64_t, std::int64_t>;  // first and last
using TypedAway = std::map<std::int64_t, Entries>;      // by incident

TypedAway read_typed_away(std::string_view stored) {
  TypedAway typed;
  std::int64_t numbers[3] = {};
  std::size_t count = 0;
  const char* at = stored.data();
  const char* const end = at + stored.size();
  while (at < end) {
    const auto [stopped, error] = std::from_chars(at, end, numbers[count]);
    if (error != std::errc{}) return typed;
    at = stopped + 1;
    if (++count < 3) continue;
    typed[numbers[0]] = {numbers[1], numbers[2]};
    count = 0;
  }
  return typed;
}

std::string to_text(const TypedAway& typed) {
  std::string text;
  for (const auto& [incident, entries] : typed) {
    text += std::to_string(incident) + " " + std::to_string(entries.first) + " " +
            std::to_string(entries.second) + "\n";
  }
  return text;
}

}  // namespace

void Engine::note_typed_away(const Answer& answer) {
  if (is_connected_) return;
  TypedAway typed = read_typed_away(store_.setting(k_typed_away).value_or(""));
  for (const Event& event : answer.events) {
    if (event.entry.value == 0) continue;
    const auto [place, is_new] =
        typed.try_emplace(answer.incident.value, event.entry.value, event.entry.value);
    if (!is_new) place->second.second = std::max(place->second.second, event.entry.value);
  }
  store_.put_setting(k_typed_away, to_text(typed));
}

void Engine::tell_typed_away(Now now) {
  const auto stored = store_.setting(k_typed_away);
  if (!stored || stored->empty()) return;
  for (const auto& [number, entries] : read_typed_away(*stored)) {
    const IncidentNumber incident{number};
    if (!record_.incident(incident)) continue;
    RichText text(handle(EntryNumber{entries.first}));
    if (entries.second != entries.first) text.plain(" to " + handle(EntryNumber{entries.second}));
    text.plain(entries.second != entries.first ? " were" : " was");
    text.plain(" typed while Slack was away, at the time shown.");
    outbox_.add(incident, delivery::Say{std::move(text)}, now);
  }
  store_.put_setting(k_typed_away, "");
}

}  // namespace tocsin
