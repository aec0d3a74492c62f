#include "bot/import/entry_kind.h"

#include "bot/import/entry_words.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

// "escalated to the network team", but not "notices escalating response times".
bool tells_escalation(std::string_view lower) {
  constexpr std::string_view rising = "escalating";
  for (std::size_t at = lower.find("escalat"); at != std::string_view::npos;
       at = lower.find("escalat", at + 1)) {
    std::string_view behind = lower.substr(at);
    if (!behind.starts_with(rising)) return true;
    behind = trim(behind.substr(rising.size()));
    for (const std::string_view object : {"to ", "the ", "it", "this "}) {
      if (behind.starts_with(object)) return true;
    }
  }
  return false;
}

// "shows no network anomalies", "did not reveal any issues"; "no further errors" is another thing.
bool finds_nothing(std::string_view lower) {
  static constexpr auto never = std::to_array<std::string_view>(
      {"not reveal", "not show any", "not find any", "not find the", "not indicate any"});
  if (has_stem(lower, never)) return true;
  // "everything looked normal, so the focus shifted": one lead is done with.
  static constexpr auto turns =
      std::to_array<std::string_view>({"shifted", "shifts", "turned to", "moved on", "redirect"});
  static constexpr auto sound =
      std::to_array<std::string_view>({"normal", "stable", "healthy", "as expected", "in order"});
  if (has_stem(lower, turns) && has_stem(lower, sound)) return true;
  if (!has_stem(lower, k_looking) || has_stem(lower, k_resolved)) return false;
  constexpr std::size_t near = 28;
  for (std::size_t at = lower.find("no "); at != std::string_view::npos;
       at = lower.find("no ", at + 1)) {
    if (!begins_word(lower, at)) continue;
    const std::string_view behind = lower.substr(at + 3);
    if (behind.starts_with("further") || behind.starts_with("more") || behind.starts_with("new")) {
      continue;
    }
    const std::size_t end = std::min(behind.find_first_of(".,;:"), near);
    if (has_stem(behind.substr(0, end), k_findings)) return true;
  }
  return false;
}

// A name that "resolved to the same address" is no end of anything, and "as the issue persisted" is
// why somebody was called.
std::string without_lookalikes(std::string lower) {
  for (const std::string_view lookalike :
       {"resolved to ", "as the issue persist", "as the problem persist", "as issues persist"}) {
    for (std::size_t at = lower.find(lookalike); at != std::string::npos;
         at = lower.find(lookalike, at)) {
      lower.replace(at, lookalike.size(), "…");
    }
  }
  return lower;
}

// "users were able to log in", but not "no users were able to".
bool tells_able(std::string_view lower) {
  static constexpr auto none = std::to_array<std::string_view>({"no ", "not ", "none ", "few "});
  const std::size_t at = lower.find("were able to");
  return at != std::string_view::npos && !has_stem(lower.substr(0, at), none);
}

}  // namespace

bool tells_begin(std::string_view text) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"outage begins", "outage began", "outage starts", "outage started", "incident begins",
       "incident began", "incident starts", "incident started", "impact begins", "impact began",
       "impact starts", "impact started", "start of outage", "start of incident", "start of impact",
       "issue began", "issue started", "beginning of the outage"});
  return has_stem(lowered(text), stems);
}

bool tells_end(std::string_view text) {
  const std::string lower = without_lookalikes(lowered(text));
  return (has_stem(lower, k_resolved) || tells_able(lower) || contains(lower, "fully restoring") ||
          contains(lower, "restoring service") || contains(lower, "outage mitigated")) &&
         !has_stem(lower, k_partly);
}

EntryKind kind_of_entry(std::string_view text) {
  const std::string lower = without_lookalikes(lowered(text));
  if (lower.starts_with("detection")) return EntryKind::detected;  // its label
  // "deployed the fix and began monitoring" is done.
  const std::size_t deed = std::min(place_of(lower, k_fix), place_of(lower, k_workaround));
  const bool unfinished = place_of(lower, k_unfinished) < deed;
  if (tells_escalation(lower)) return EntryKind::escalate;
  if (has_stem(lower, k_ruledout) || finds_nothing(lower)) return EntryKind::ruledout;
  if (has_stem(lower, k_suspect)) return EntryKind::suspect;
  // "Issue detected when a customer called the support desk": only the sure word escalates here.
  if (contains(lower, "detected")) return EntryKind::detected;
  if (has_stem(lower, k_escalate)) return EntryKind::escalate;
  const bool workaround = has_stem(lower, k_workaround) || has_stem(lower, k_partly);
  const bool named = contains(lower, "as a workaround");
  if (named || (workaround && !unfinished)) return EntryKind::workaround;
  const bool fix = has_stem(lower, k_fix) && !unfinished;
  const bool over = has_stem(lower, k_resolved) || tells_able(lower);
  const bool permanent = contains(lower, "permanent") || contains(lower, "fix implemented") ||
                         contains(lower, "patch");
  if (over && !(fix && permanent)) return EntryKind::resolved;
  if (fix) return EntryKind::fix;
  if (has_stem(lower, k_detected)) return EntryKind::detected;
  return EntryKind::log;
}

}  // namespace tocsin::imports
