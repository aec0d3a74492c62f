// What an entry is where its words do not say it: by its place among the others.

#include "bot/import/entry_kind.h"
#include "bot/import/text.h"
#include "bot/import/timeline.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

using Entries = std::vector<ImportedEntry>;

bool has_kind(const Entries& timeline, EntryKind kind) {
  return std::any_of(timeline.begin(), timeline.end(),
                     [&](const ImportedEntry& entry) { return entry.kind == kind; });
}

// Nothing is repaired before anything is wrong: what is put in place there is the change that broke
// it.
void settle_first(Entries& timeline) {
  if (timeline.size() < 3) return;
  EntryKind& first = timeline.front().kind;
  const bool repaired = first == EntryKind::fix || first == EntryKind::workaround;
  if (repaired || first == EntryKind::resolved) first = EntryKind::log;
}

// Where no entry says that it detects, the first one that tells what could be seen does, or whom it
// kept from what.
void settle_detection(Entries& timeline) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"spike",   "seen ",   "observ",    "report", "notif",  "shows",  "showed", "surge",
       "monitor", "signal",  "informed",  "ticket", "calls",  "called", "phone",  "writes",
       "wrote",   "cannot ", "could not", "couldn", "unable", "tells ", "alerted"});
  static constexpr auto states =
      std::to_array<std::string_view>({"500", "502", "503", "not load", "unavailab", "unreach",
                                       "went down", "goes down", "is down", "fail"});
  constexpr std::size_t most = 3;
  if (has_kind(timeline, EntryKind::detected) || timeline.empty()) return;
  // "The issue was detected by an alert. The team assumed …": it begins with what it is.
  for (std::size_t i = 0; i < std::min(most, timeline.size()); ++i) {
    const auto sentences = sentences_of(timeline[i].text);
    constexpr std::size_t tale = 4;  // that tells more than one thing
    if (i > 0 && timeline[i].kind == EntryKind::ruledout && sentences.size() < tale) continue;
    if (sentences.size() < 2 || kind_of_entry(sentences.front()) != EntryKind::detected) continue;
    timeline[i].kind = EntryKind::detected;
    return;
  }
  if (timeline.size() > 2 && timeline.front().kind == EntryKind::log &&
      (contains(lowered(timeline.front().text), "discovered") ||
       contains(lowered(timeline.front().text), "found the issue"))) {
    timeline.front().kind = EntryKind::detected;
    return;
  }
  const auto settle = [&](const auto& words) {
    for (std::size_t i = 0; i < std::min(most, timeline.size()); ++i) {
      ImportedEntry& entry = timeline[i];
      if (entry.kind != EntryKind::log) return false;
      if (!has_stem(lowered(entry.text), words)) continue;
      entry.kind = EntryKind::detected;
      return true;
    }
    return false;
  };
  if (!settle(stems)) settle(states);
}

// "The provider says there were no retries" behind "Dee suspects the provider's retries": what is
// denied next is the lead.
void settle_leads(Entries& timeline) {
  static constexpr auto denials = std::to_array<std::string_view>(
      {"no ", "not ", "none", "nothing", "still ", "healthy", "green", "clean", "fine", "as well"});
  constexpr std::size_t near = 2;
  std::size_t open = 0;  // so many of the next entries may still answer the lead
  for (ImportedEntry& entry : timeline) {
    if (entry.kind == EntryKind::suspect) {
      open = near;
    } else if (open > 0) {
      --open;
      if (entry.kind == EntryKind::ruledout) open = 0;
      const std::string lower = lowered(entry.text);
      const bool denied = has_stem(lower, denials) && !contains(lower, "no such file");
      if (entry.kind != EntryKind::log || !denied) continue;
      entry.kind = EntryKind::ruledout;
      open = 0;
    }
  }
}

// "Rollback completed, but the issue persists" behind "Rollback started": that repaired nothing.
void settle_vain(Entries& timeline) {
  static constexpr auto tried = std::to_array<std::string_view>(
      {"rollback", "rolled back", "roll back", "restart", "revert", "reboot", "failover", "scal"});
  static constexpr auto vain =
      std::to_array<std::string_view>({"persist", "no effect", "no improvement", "did not help",
                                       "didn't help", "without success", "remained"});
  for (std::size_t i = 1; i < timeline.size(); ++i) {
    EntryKind& before = timeline[i - 1].kind;
    if (before != EntryKind::fix && before != EntryKind::workaround) continue;
    const std::string lower = lowered(timeline[i].text);
    if (timeline[i].kind != EntryKind::ruledout || !has_stem(lower, vain)) continue;
    const std::string deed = lowered(timeline[i - 1].text);
    const bool same = std::any_of(tried.begin(), tried.end(), [&](std::string_view word) {
      return contains(deed, word) && contains(lower, word);
    });
    if (same) before = EntryKind::log;
  }
}

// Behind the detection, who notices it too and begins to look detects nothing new.
void settle_look(Entries& timeline) {
  static constexpr auto looks = std::to_array<std::string_view>(
      {"initial investigation", "began investigat", "begins investigat", "began to investigat",
       "started investigat", "starts investigat", "began an investigat", "started to investigat"});
  bool detected = false;
  for (ImportedEntry& entry : timeline) {
    if (entry.kind != EntryKind::detected) continue;
    if (detected && has_stem(lowered(entry.text), looks)) entry.kind = EntryKind::log;
    detected = true;
  }
}

// What was seen at the end of the incident, whatever its words, is that it was over.
void settle_end(ImportedDocument& document) {
  static constexpr auto after = std::to_array<std::string_view>(
      {"post-mortem", "postmortem", "meeting", "review", "announce", "report", "inform", "notif",
       "apolog", "communicat", "told", "wrote", "document", "ticket", "prevent"});
  // Where it was over before, what comes then has to say that it still is.
  static constexpr auto confirms = std::to_array<std::string_view>(
      {"confirm", "stable",  "stabil",  "verif", "normal", "closed", "clos",
       "complet", "success", "all ",    "fully", "over",   "end",    "work",
       "run",     "monitor", "healthy", "green", "online", "up "});
  Entries& timeline = document.timeline;
  if (timeline.size() < 2 || !document.end || !timeline.back().time) return;
  const LocalTime& at = *timeline.back().time;
  const auto minute = [](const LocalTime& time) {
    return time.of_day ? std::optional(std::chrono::floor<std::chrono::minutes>(*time.of_day))
                       : std::nullopt;
  };
  // Whatever day it is: entries of a long incident often have none.
  if (!at.of_day || minute(at) != minute(*document.end)) return;
  ImportedEntry& last = timeline.back();
  const bool open = last.kind == EntryKind::log || last.kind == EntryKind::detected;
  const bool talk = last.kind == EntryKind::log && has_stem(lowered(last.text), after);
  const bool before = std::any_of(timeline.begin(), timeline.end() - 1, [](const ImportedEntry& e) {
    return e.kind == EntryKind::resolved;
  });
  if (before && !has_stem(lowered(last.text), confirms)) return;
  if (open && !talk) last.kind = EntryKind::resolved;
}

// "He restored the index and everything worked again" is both.
bool tells_deed(std::string_view text) {
  static constexpr auto deeds = std::to_array<std::string_view>(
      {"restored from", "restored the", "restored to the", "restores the"});
  return has_stem(lowered(text), deeds);
}

// "The limit was raised, and connections were restored": the deed is told first.
bool tells_deed_first(std::string_view text) {
  static constexpr auto deeds = std::to_array<std::string_view>(
      {"was increased", "were increased", "increased the",  "was raised",   "were raised",
       "raised the",    "was rebuilt",    "were rebuilt",   "rebuilt",      "was replaced",
       "replaced",      "was corrected",  "were corrected", "corrected",    "was reverted",
       "reverted",      "was reset",      "was removed",    "were removed", "removed",
       "was enlarged",  "was rewritten",  "reconfigured",   "renewed"});
  static constexpr auto over =
      std::to_array<std::string_view>({"restored", "resolved", "recover", "normal", "back "});
  const std::string lower = lowered(text);
  return place_of(lower, deeds) < place_of(lower, over);
}

// "The backup was restored" before "All pages are there": the former is the deed.
void settle_restored(Entries& timeline) {
  const auto last =
      std::find_if(timeline.rbegin(), timeline.rend(),
                   [](const ImportedEntry& entry) { return entry.kind == EntryKind::resolved; });
  for (auto entry = timeline.begin(); last != timeline.rend() && &*entry != &*last; ++entry) {
    if (entry->kind != EntryKind::resolved) continue;
    if (tells_deed(entry->text) || tells_deed_first(entry->text)) entry->kind = EntryKind::fix;
  }
}

constexpr auto k_finds = std::to_array<std::string_view>(
    {"identified", "identif", "discover", "culprit", "root cause", "reveal", "traced", "realiz",
     "pinpoint", "turned out", "was found", "found"});

// "Old scheduler switched off" behind the found cause, and nothing else repairs: it is the fix.
void settle_workaround(Entries& timeline) {
  static constexpr auto only_so_long =
      std::to_array<std::string_view>({"workaround", "work around", "temporar", "mitigat", "relief",
                                       "stopgap", "emergency", "partial", "partly", "some "});
  if (has_kind(timeline, EntryKind::fix)) return;
  bool found = false;
  for (auto entry = timeline.begin(); entry != timeline.end(); ++entry) {
    const std::string lower = lowered(entry->text);
    const bool sure = entry->kind == EntryKind::workaround && !has_stem(lower, only_so_long);
    if (sure && found) {
      entry->kind = EntryKind::fix;
      return;
    }
    found = found || has_stem(lower, k_finds);
  }
}

// Where no entry says that it repairs, the deed before the end does: by its words, or because the
// cause was found before it.
void settle_fix(Entries& timeline) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"removed",      "killed",   "changed",  "increased", "deployed", "pushed",    "updated",
       "switched",     "added",    "enabled",  "disabled",  "cleared",  "deleted",   "renamed",
       "reloaded",     "replaces", "restored", "set to",    "raised",   "rebuilt",   "created",
       "upgraded",     "undone",   "renews",   "set by",    "reset",    "re-enable", "reboot",
       "reconfigured", "stopped",  "released", "installed"});
  static constexpr auto looks = std::to_array<std::string_view>(
      {"investigat", "monitor", "confirm", "test", "check", "verif", "analy", "review", "notif",
       "going down", "goes down", "went down", "decreas", "drop", "recover", "improv", "waiting"});
  std::size_t end = 0;
  bool found = false;  // the cause, before the last entry
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const EntryKind kind = timeline[i].kind;
    if (kind == EntryKind::fix || kind == EntryKind::workaround) return;
    if (kind == EntryKind::resolved && end == 0) end = i;
  }
  if (end == 0) end = timeline.size();
  if (end < 3 || (end < timeline.size() && tells_deed(timeline[end].text))) return;
  for (std::size_t i = 0; i + 1 < end; ++i) {
    found = found || has_stem(lowered(timeline[i].text), k_finds);
  }
  // "The backup job is killed", and then "Load goes down": the deed may be told one entry before.
  constexpr std::size_t near = 2;
  for (std::size_t i = end - 1; i > 0 && i + near >= end; --i) {
    ImportedEntry& entry = timeline[i];
    const std::string lower = lowered(entry.text);
    const bool last = i + 1 == end;
    const bool deed = last && found && !has_stem(lower, k_finds) && !has_stem(lower, looks);
    // "The cause was traced to a limit that was set to ten" finds it.
    const bool only_finds = place_of(lower, k_finds) < place_of(lower, stems) &&
                            !contains(lower, " and ") && !contains(lower, ";");
    if (entry.kind != EntryKind::log || (!deed && (!has_stem(lower, stems) || only_finds)))
      continue;
    entry.kind = EntryKind::fix;
    return;
  }
}

// "Plot twist! The servers are all green", and then somebody is called in: it was not over.
void settle_early_end(Entries& timeline) {
  static constexpr auto parts =
      std::to_array<std::string_view>({"server", "database", "network", "dns", "firewall", "cache",
                                       "quer", "disk", "load balancer"});
  bool goes_on = false;  // a lead or a call for help follows
  for (auto entry = timeline.rbegin(); entry != timeline.rend(); ++entry) {
    const EntryKind kind = entry->kind;
    if (kind == EntryKind::resolved && goes_on && !tells_end(entry->text)) {
      const bool part = has_stem(lowered(entry->text), parts);
      entry->kind = part ? EntryKind::ruledout : EntryKind::log;
    }
    goes_on = goes_on || kind == EntryKind::escalate || kind == EntryKind::suspect;
  }
}

}  // namespace

void settle_beginning(ImportedDocument& document) {
  settle_first(document.timeline);
  settle_leads(document.timeline);
  settle_vain(document.timeline);
  settle_detection(document.timeline);
  settle_look(document.timeline);
}

void settle_ending(ImportedDocument& document) {
  settle_early_end(document.timeline);
  settle_end(document);
  settle_restored(document.timeline);
  settle_workaround(document.timeline);
  settle_fix(document.timeline);
}

}  // namespace tocsin::imports
