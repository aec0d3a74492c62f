#include "bot/import/entry_kind.h"

#include "bot/import/text.h"

#include <algorithm>
#include <array>

namespace tocsin::imports {
namespace {

constexpr auto k_ruledout = std::to_array<std::string_view>({"ruled out",
                                                             "ruling out",
                                                             "misleading",
                                                             "misled",
                                                             "red herring",
                                                             "false lead",
                                                             "dead end",
                                                             "wrong path",
                                                             "wrong track",
                                                             "wrong lead",
                                                             "turned out not",
                                                             "turns out not",
                                                             "not the cause",
                                                             "not the culprit",
                                                             "not the problem",
                                                             "not the issue",
                                                             "not the source",
                                                             "no anomal",
                                                             "nothing unusual",
                                                             "nothing abnormal",
                                                             "nothing wrong",
                                                             "no issues found",
                                                             "no issue found",
                                                             "nothing found",
                                                             "nothing was found",
                                                             "found nothing",
                                                             "came back clean",
                                                             "did not change anything",
                                                             "no luck",
                                                             "so no ",
                                                             "but the problem remained",
                                                             "but the issue remained",
                                                             "found no ",
                                                             "no evidence",
                                                             "without any improvement",
                                                             "without improvement",
                                                             "without success",
                                                             "no improvement",
                                                             "no effect",
                                                             "had no impact",
                                                             "did not help",
                                                             "didn't help",
                                                             "didn’t help",
                                                             "did not resolve",
                                                             "didn't resolve",
                                                             "didn’t resolve",
                                                             "did not fix",
                                                             "didn't fix",
                                                             "problem persist",
                                                             "issue persist",
                                                             "error persist",
                                                             "errors persist",
                                                             "issues persist",
                                                             "to no avail",
                                                             "innocent",
                                                             "dismissed",
                                                             "discarded",
                                                             "lead was dropped",
                                                             "lead dropped",
                                                             "we were wrong",
                                                             "was wrong",
                                                             "proved wrong",
                                                             "proven wrong",
                                                             "disproved",
                                                             "disproven",
                                                             "incorrect assumption",
                                                             "wrong assumption",
                                                             "not related",
                                                             "unrelated",
                                                             "eliminated as",
                                                             "was fine",
                                                             "were fine",
                                                             "is fine",
                                                             "are fine",
                                                             "were healthy",
                                                             "is healthy",
                                                             "was healthy",
                                                             "no change",
                                                             "cleared of",
                                                             "not responsible",
                                                             "not it",
                                                             "not that",
                                                             "rolled back, no",
                                                             "without effect",
                                                             "not the ",
                                                             "made it worse",
                                                             "make it worse",
                                                             "theory dropped",
                                                             "theory was dropped",
                                                             "theory is out",
                                                             "theory up",
                                                             "theory was wrong",
                                                             "gave up on",
                                                             "so it is not",
                                                             "so it was not",
                                                             "is not the reason",
                                                             "was not the reason",
                                                             "not the reason",
                                                             "not their fault",
                                                             "not a leak",
                                                             "not an outage",
                                                             "not an attack",
                                                             "thus not",
                                                             "rules out",
                                                             "rule out",
                                                             "has no outage",
                                                             "had no outage",
                                                             "is out of the question",
                                                             "false trail",
                                                             "false alarm",
                                                             "false positive",
                                                             "wasn't the",
                                                             "wasn’t the",
                                                             "not with the",
                                                             "not an issue"});

constexpr auto k_suspect = std::to_array<std::string_view>({"suspect",
                                                            "assum",
                                                            "hypothes",
                                                            "theory",
                                                            "theoriz",
                                                            "initial idea",
                                                            "initially thought",
                                                            "at first thought",
                                                            "first thought",
                                                            "first guess",
                                                            "we thought",
                                                            "thought to be",
                                                            "thought that",
                                                            "thought it",
                                                            "believed to be",
                                                            "believed that",
                                                            "believed it",
                                                            "believes",
                                                            "suggested that",
                                                            "suggesting that",
                                                            "suggests that",
                                                            "potential cause",
                                                            "possible cause",
                                                            "probable cause",
                                                            "likely cause",
                                                            "possibly",
                                                            "might be",
                                                            "may be caused",
                                                            "could be caused",
                                                            "guess",
                                                            "is it ",
                                                            "attributed to",
                                                            "focused on",
                                                            "focus on",
                                                            "points to",
                                                            "pointed to",
                                                            "suspicion",
                                                            "think that",
                                                            "thinks that",
                                                            "think it",
                                                            "thinks it",
                                                            "thinks of",
                                                            "thinking",
                                                            "thought the",
                                                            "i think",
                                                            "we think",
                                                            "takes them for",
                                                            "taken for",
                                                            "looks like",
                                                            "looked like",
                                                            "blame"});

constexpr auto k_escalate = std::to_array<std::string_view>(
    {"wake-up call", "summon",          "paged",          "called in",      "calls in",
     "brought in",   "looped in",       "pulled in",      "joins the call", "handed over to",
     "handed to",    "contacted",       "engaged",        "called the",     "woken",
     "woke ",        "reached out to",  "asked for help", "pages the",      "pages on",
     "page to",      "called for help", "asks for help",  "ask the help",   "contact the",
     "team joins",   "paging"});

constexpr auto k_resolved = std::to_array<std::string_view>({"resolved",
                                                             "fully restored",
                                                             "fully operational",
                                                             "fully recovered",
                                                             "back to normal",
                                                             "returned to normal",
                                                             "returns to normal",
                                                             "return to normal",
                                                             "back online",
                                                             "back up",
                                                             "service restored",
                                                             "services restored",
                                                             "restored",
                                                             "recovered",
                                                             "all clear",
                                                             "outage ends",
                                                             "outage ended",
                                                             "incident ends",
                                                             "incident ended",
                                                             "incident closed",
                                                             "operational again",
                                                             "available again",
                                                             "working again",
                                                             "works again",
                                                             "running normally",
                                                             "normal operation",
                                                             "normal levels",
                                                             "stable again",
                                                             "is stable",
                                                             "all systems normal",
                                                             "is normal",
                                                             "are back",
                                                             "is back",
                                                             "was back",
                                                             "were back",
                                                             "works as usual",
                                                             "stabilized",
                                                             "stabilised",
                                                             "service resumed",
                                                             "resumed normal",
                                                             "no more errors",
                                                             "declared over",
                                                             "works now",
                                                             "works normally",
                                                             "working as expected",
                                                             "works as expected",
                                                             "running as expected",
                                                             "open again",
                                                             "can work again",
                                                             "are correct again",
                                                             "errors gone",
                                                             "everything works",
                                                             "all works",
                                                             "all pages work",
                                                             "can log in again",
                                                             "healthy again",
                                                             "service healthy",
                                                             "reachable again",
                                                             "all systems are",
                                                             "normal again",
                                                             "errors are gone",
                                                             "users can ",
                                                             "customers can ",
                                                             "problem solved",
                                                             "issue solved",
                                                             "was solved",
                                                             "is solved",
                                                             "closed the incident",
                                                             "incident was closed",
                                                             "officially closed",
                                                             "fix was successful",
                                                             "resolution of the",
                                                             "restoration confirmed",
                                                             "restoration was confirmed",
                                                             "restoration achieved",
                                                             "restoration complete",
                                                             "no further error",
                                                             "no further issue",
                                                             "no further incident",
                                                             "no further alert",
                                                             "no further problem",
                                                             "no further disruption"});

constexpr auto k_workaround = std::to_array<std::string_view>(
    {"workaround", "work around", "temporary", "temporarily", "mitigat", "immediate relief",
     "stopgap", "failed over", "failover to", "rate limit applied", "switched off", "scaled up",
     "shed load", "partially restored", "emergency measure", "as a relief", "temporary relief"});

constexpr auto k_fix = std::to_array<std::string_view>({"fix ",
                                                        "fix.",
                                                        "fix,",
                                                        "fixed",
                                                        "fixes",
                                                        "hotfix",
                                                        "patch",
                                                        "rolled back",
                                                        "rollback",
                                                        "roll back",
                                                        "rolling back",
                                                        "reverted",
                                                        "reverting",
                                                        "corrected",
                                                        "correct credentials",
                                                        "repaired",
                                                        "replaced",
                                                        "redeployed",
                                                        "was removed",
                                                        "renewed",
                                                        "re-created",
                                                        "recreated",
                                                        "created again",
                                                        "increased the",
                                                        "was doubled",
                                                        "permanent solution",
                                                        "solution implement",
                                                        "solution deploy",
                                                        "solution was",
                                                        "restarted",
                                                        "put back",
                                                        "set back",
                                                        "updated the config",
                                                        "revert ",
                                                        "revert merged",
                                                        "put right",
                                                        "set right",
                                                        "was corrected",
                                                        "is added",
                                                        "was added",
                                                        "taken back",
                                                        "taken off",
                                                        "taken out of",
                                                        "adjusted",
                                                        "rectif",
                                                        "restarting",
                                                        "enlarg",
                                                        "correcting",
                                                        "stopped by hand"});

constexpr auto k_detected = std::to_array<std::string_view>({"detected",
                                                             "detects",
                                                             "detection",
                                                             "alert",
                                                             "alarm",
                                                             "noticed",
                                                             "notices",
                                                             "complain",
                                                             "first report",
                                                             "users report",
                                                             "customers report",
                                                             "reports of",
                                                             "reported that",
                                                             "reported by",
                                                             "was reported",
                                                             "reports from",
                                                             "were reported",
                                                             "triggered",
                                                             "monitoring show",
                                                             "monitoring report",
                                                             "pager",
                                                             "discovered that the site",
                                                             "discovered that the service",
                                                             "support ticket",
                                                             "critical",
                                                             "monitoring sees",
                                                             "monitoring saw",
                                                             "monitoring tells",
                                                             "monitoring told",
                                                             "monitoring found",
                                                             "monitoring fire",
                                                             "monitoring notic",
                                                             "reader wrote",
                                                             "writes to support",
                                                             "wrote to support",
                                                             "calls support",
                                                             "customer calls",
                                                             "customer called",
                                                             "customer writes",
                                                             "customer wrote",
                                                             "first customer",
                                                             "first ticket",
                                                             "first call",
                                                             "user writes",
                                                             "users write",
                                                             "screenshot",
                                                             "somebody noticed",
                                                             "finds the outage",
                                                             "page storm",
                                                             "storm of pages",
                                                             "is not reachable"});

constexpr auto k_partly = std::to_array<std::string_view>({"partial", "partly", "some users"});

// What is only begun has not fixed anything yet.
constexpr auto k_unfinished = std::to_array<std::string_view>(
    {"began", "begins", "begin ", "starts to", "started to", "started working", "working on",
     "trying to", "tried to", "attempt", "plan to", "preparing", "looking for", "developing",
     "discuss", "investigat"});

constexpr auto k_looking = std::to_array<std::string_view>(
    {"investigat", "reveal", "check", "review", "analy", "find", "found", "examin", "diagnos",
     "logs", "inspect", "look", "show", "test", "indicat", "trac"});

constexpr auto k_findings = std::to_array<std::string_view>(
    {"anomal", "issue", "problem", "error", "evidence", "fault", "sign", "irregular", "abnormal",
     "bug", "cause", "culprit", "clue"});

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
      std::to_array<std::string_view>({"shifted", "shifts", "turned to", "moved on"});
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

// A name that "resolved to the same address" is no end of anything.
std::string without_name_lookups(std::string lower) {
  constexpr std::string_view lookup = "resolved to ";
  for (std::size_t at = lower.find(lookup); at != std::string::npos; at = lower.find(lookup, at)) {
    lower.replace(at, lookup.size(), "led to ");
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
  const std::string lower = without_name_lookups(lowered(text));
  return (has_stem(lower, k_resolved) || tells_able(lower) || contains(lower, "fully restoring") ||
          contains(lower, "restoring service") || contains(lower, "outage mitigated")) &&
         !has_stem(lower, k_partly);
}

EntryKind kind_of_entry(std::string_view text) {
  const std::string lower = without_name_lookups(lowered(text));
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
