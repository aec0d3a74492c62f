#include "bot/import/entry_kind.h"

#include "bot/import/text.h"

#include <array>

namespace tocsin::imports {
namespace {

constexpr auto k_ruledout = std::to_array<std::string_view>({"ruled out", "ruling out", "misleading", "misled", "red herring", "false lead", "dead end", "wrong path", "wrong track", "wrong lead", "turned out not", "turns out not", "not the cause", "not the culprit", "not the problem", "not the issue", "not the source", "no anomal", "nothing unusual", "nothing abnormal", "nothing wrong", "no issues found", "no issue found", "found no ", "no evidence", "without any improvement", "without improvement", "without success", "no improvement", "no effect", "had no impact", "did not help", "didn't help", "didn’t help", "did not resolve", "didn't resolve", "didn’t resolve", "did not fix", "didn't fix", "problem persist", "issue persist", "error persist", "errors persist", "issues persist", "to no avail", "innocent", "dismissed", "discarded", "lead was dropped", "lead dropped", "we were wrong", "was wrong", "proved wrong", "proven wrong", "disproved", "disproven", "incorrect assumption", "wrong assumption", "not related", "unrelated", "eliminated as", "was fine", "were fine", "is fine", "are fine", "were healthy", "is healthy", "was healthy", "no change", "cleared of", "not responsible", "not it", "not that", "rolled back, no", "without effect", "not the ", "theory dropped", "theory up", "theory is out", "theory out", "lead is out", "false trail", "not a leak", "wasn't", "wasn’t", "weren't", "they were not", "there is no problem", "no problem from", "made it worse", "excluded", "is not the reason", "not an attack", "not an outage", "their fault"});

constexpr auto k_suspect = std::to_array<std::string_view>({"suspect", "assum", "hypothes", "theory", "theoriz", "initial idea", "initially thought", "at first thought", "first thought", "first guess", "we thought", "thought to be", "thought that", "thought it", "believed to be", "believed that", "believed it", "believes", "suggested that", "suggesting that", "suggests that", "potential cause", "possible cause", "probable cause", "likely cause", "possibly", "might be", "may be caused", "could be caused", "guess", "is it ", "attributed to", "focused on", "focus on", "points to", "pointed to", "suspic", "think that", "thinks that", "they think", "we believed", "first believed", "i thought"});

constexpr auto k_escalate = std::to_array<std::string_view>({"escalat", "paged", "paging ", "pages the", "pages a", "called in", "brought in", "looped in", "pulled in", "joins the call", "handed over to", "handed to", "contacted", "called the", "woken", "woke ", "reached out to", "asked for help", "team engaged", "support engaged", "engaged the"});

constexpr auto k_resolved = std::to_array<std::string_view>({"resolved", "fully restored", "fully operational", "fully recovered", "back to normal", "returned to normal", "returns to normal", "return to normal", "back online", "back up", "service restored", "services restored", "restored", "recovered", "all clear", "outage ends", "outage ended", "incident ends", "incident ended", "incident closed", "operational again", "available again", "working again", "works again", "running normally", "normal operation", "normal levels", "stable again", "is stable", "all systems normal", "is normal", "are back", "is back", "was back", "were back", "works as usual", "stabilized", "stabilised", "service resumed", "resumed normal", "no more errors", "declared over", "healthy", "as usual", "successfully", "works", "as expected", "answers again", "all pages work"});

constexpr auto k_workaround = std::to_array<std::string_view>({"workaround", "work around", "temporary", "temporarily", "mitigat", "immediate relief", "stopgap", "failed over", "failover to", "rate limit applied", "switched off", "scaled up", "shed load", "partially restored"});

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
                                                        "updated the config"});

constexpr auto k_detected = std::to_array<std::string_view>({"detected", "detects", "detection", "alert", "alarm", "noticed", "notices", "complain", "first report", "users report", "customers report", "reports of", "reported that", "reported by", "was reported", "reports from", "were reported", "triggered", "monitoring show", "monitoring report", "pager", "discovered that the site", "discovered that the service", "support ticket", "sees failing", "sees errors", "wrote that", "calls support", "does not open", "sees the error"});

constexpr auto k_partly = std::to_array<std::string_view>({"partial", "partly", "some users"});

// What is only begun has not fixed anything yet.
constexpr auto k_unfinished = std::to_array<std::string_view>(
    {"began", "begins", "begin ", "starts to", "started to", "started working", "working on",
     "trying to", "tried to", "attempt", "plan to", "preparing", "looking for", "developing",
     "discuss", "investigat"});

EntryKind kind_of_words(std::string_view text) {
  const std::string lower = lowered(text);
  const bool unfinished = has_stem(lower, k_unfinished);
  if (has_stem(lower, k_escalate) && contains(lower, "escalat")) return EntryKind::escalate;
  if (has_stem(lower, k_ruledout)) return EntryKind::ruledout;
  if (has_stem(lower, k_suspect)) return EntryKind::suspect;
  if (has_stem(lower, k_escalate)) return EntryKind::escalate;
  const bool workaround = has_stem(lower, k_workaround) || has_stem(lower, k_partly);
  if (workaround && !unfinished) return EntryKind::workaround;
  const bool fix = has_stem(lower, k_fix) && !unfinished;
  const bool over = has_stem(lower, k_resolved);
  const bool permanent = contains(lower, "permanent") || contains(lower, "fix implemented") ||
                         contains(lower, "patch");
  if (over && !(fix && permanent)) return EntryKind::resolved;
  if (fix) return EntryKind::fix;
  if (has_stem(lower, k_detected)) return EntryKind::detected;
  return EntryKind::log;
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
  const std::string lower = lowered(text);
  return (has_stem(lower, k_resolved) || contains(lower, "fully restoring") ||
          contains(lower, "restoring service") || contains(lower, "outage mitigated")) &&
         !has_stem(lower, k_partly);
}

EntryKind kind_of_entry(std::string_view text) {
  const auto sentences = sentences_of(text);
  const EntryKind whole = kind_of_words(text);
  if (sentences.size() < 2 || whole == EntryKind::escalate) return whole;
  const EntryKind first = kind_of_words(sentences.front());
  return first == EntryKind::log ? whole : first;
}

}  // namespace tocsin::imports
