#include "bot/import/entry_kind.h"

#include "bot/import/entry_acts.h"
#include "bot/import/entry_words.h"
#include "bot/import/repair_words.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>
#include <utility>

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
  // "queries were optimized, but the failures persisted"
  const std::size_t but = lower.find("but ");
  static constexpr auto go_on = std::to_array<std::string_view>({"persist", "remained", "go on"});
  static constexpr auto vain = std::to_array<std::string_view>(
      {"it failed", "they failed", "this failed", "which failed", "stuck"});
  static constexpr auto tried = std::to_array<std::string_view>(
      {"attempt", "tried", "tries", "restart", "rollback", "rolled", "reboot", "failover"});
  const bool turn = but != std::string_view::npos && begins_word(lower, but);
  if (turn && has_stem(lower.substr(but), go_on)) return true;
  if (turn && has_stem(lower.substr(but), vain) && has_stem(lower.substr(0, but), tried)) {
    return true;
  }
  // "everything looked normal, so the focus shifted": one lead is done with.
  static constexpr auto turns =
      std::to_array<std::string_view>({"shifted", "shifts", "shifting", "turned to", "moved on",
                                       "redirect", "leading the team to", "leading us to"});
  static constexpr auto sound = std::to_array<std::string_view>(
      {"normal", "stable", "healthy", "as expected", "in order", "correctly", "operational"});
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

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
  }
}

// A name that "resolved to the same address" is no end of anything, and "as the issue persisted" is
// why somebody was called. Quotes are straight behind it.
std::string without_lookalikes(std::string lower) {
  static constexpr std::pair<std::string_view, std::string_view> quotes[] = {
      {"“", "\""}, {"”", "\""}, {"‘", "'"}, {"’", "'"}};
  for (const auto& [curly, straight] : quotes) replace_all(lower, curly, straight);
  for (const std::string_view lookalike : {"logs pointed to",
                                           "logs point to",
                                           "logs, which pointed to",
                                           "resolved to ",
                                           "as the issue persist",
                                           "as the problem persist",
                                           "as issues persist",
                                           "temporary file",
                                           "temporary table",
                                           "temporary credential",
                                           "temporary director",
                                           "what was wrong",
                                           "engaged in",
                                           "git blame",
                                           "error log",
                                           "intrusion detection",
                                           "undetected",
                                           "mitigation efforts",
                                           "mitigation measures initiated",
                                           "mitigation measures begin",
                                           "mitigation measures began",
                                           "mitigation in progress",
                                           "team was alerted",
                                           "team alerted",
                                           "engineers were alerted",
                                           "engineer was alerted",
                                           "engineer alerted",
                                           "engineers alerted",
                                           "lead was alerted"}) {
    replace_all(lower, lookalike, "…");
  }
  return lower;
}

// "phones Chi, who administers the encoder", "asked the data team", "the supplier is called": who
// is called is one who can help, and who calls is none of those that are hurt.
bool calls_for_help(std::string_view lower) {
  static constexpr auto calls = std::to_array<std::string_view>(
      {"called ", "calls ", "phoned ", "phones ", "asked ", "asks ", "rang ", "rings ", "informed ",
       "alerted ", "notified ", "involved ", "involves ", "chat with ", "call to ", "called in"});
  static constexpr auto passive = std::to_array<std::string_view>(
      {"is called", "was called", "are called", "were called", "is informed", "was informed",
       "was phoned", "is phoned", "was asked", "is asked", "was involved", "were involved",
       "involved to"});
  // "The ticket was sent to the network team."
  static constexpr auto handed =
      std::to_array<std::string_view>({"was sent to the", "forwarded to the", "passed to the",
                                       "passed on to the", "handed on to the", "assigned to the"});
  static constexpr auto helpers = std::to_array<std::string_view>(
      {"team", "supplier", "vendor", "provider", "expert", "specialist", "administ", "senior",
       "engineer", "for help", "hosting", "dba", "on duty", "colleague"});
  static constexpr auto hurt = std::to_array<std::string_view>(
      {"user", "customer", "client", "visitor", "guest", "student", "monitor", "alert", "alarm",
       "system", "support", "help desk", "helpdesk"});
  constexpr std::size_t near = 44;
  const std::size_t hand = place_of(lower, handed);
  if (hand != std::string_view::npos && has_stem(lower.substr(hand, near), helpers)) return true;
  const std::size_t passively = place_of(lower, passive);
  if (passively != std::string_view::npos) return has_stem(lower.substr(0, passively), helpers);
  const std::size_t call = place_of(lower, calls);
  if (call == std::string_view::npos || has_stem(lower.substr(0, call), hurt)) return false;
  return has_stem(lower.substr(call, near), helpers);
}

// What an entry is whose label says it: "Resolution (5:30 PM): …".
constexpr std::size_t k_longest_label = 40;
constexpr std::pair<std::string_view, EntryKind> k_labels[] = {
    {"detection", EntryKind::detected},  {"issue detection", EntryKind::detected},
    {"resolution", EntryKind::resolved}, {"resolved", EntryKind::resolved},
    {"escalation", EntryKind::escalate}, {"escalated", EntryKind::escalate},
    {"wrong turn", EntryKind::ruledout}, {"false lead", EntryKind::ruledout},
    {"misleading", EntryKind::ruledout}, {"workaround", EntryKind::workaround},
    {"relief", EntryKind::workaround},
};

// "users were able to log in", but not "no users were able to".
bool tells_able(std::string_view lower) {
  static constexpr auto none = std::to_array<std::string_view>({"no ", "not ", "none ", "few "});
  const std::size_t at = lower.find("were able to");
  return at != std::string_view::npos && !has_stem(lower.substr(0, at), none);
}

// "Looked for potential causes" suspects nothing yet.
bool looks_for_causes(std::string_view lower) {
  static constexpr auto looking =
      std::to_array<std::string_view>({"investigat", "looking for", "looked for", "look for",
                                       "find", "identify", "search", "other", "check where"});
  static constexpr auto causes = std::to_array<std::string_view>(
      {"potential cause", "possible cause", "probable cause", "likely cause", "might be coming"});
  return place_of(lower, looking) < place_of(lower, causes);
}

bool tells_suspicion(std::string_view lower) {
  static constexpr auto causes = std::to_array<std::string_view>(
      {"potential cause", "possible cause", "probable cause", "likely cause", "might be"});
  if (!has_stem(lower, k_suspect)) return false;
  if (!looks_for_causes(lower)) return true;
  std::string rest(lower);
  for (const std::string_view cause : causes) {
    for (std::size_t at = rest.find(cause); at != std::string::npos; at = rest.find(cause, at)) {
      rest.replace(at, cause.size(), "…");
    }
  }
  return has_stem(rest, k_suspect);
}

// "Monitored the logs to ensure that it was resolved", "was not loading properly", "it failed to
// come back online": over it is not.
bool denies_end(std::string_view lower) {
  static constexpr auto denials = std::to_array<std::string_view>(
      {"being ", "to ensure", "to make sure", "to verify", "in order to", "believ", "appears to",
       "despite", "not loading", "not working", "not responding", "failed to", "fails to",
       "not be ", "not yet", "unable to"});
  const std::size_t over = place_of(lower, k_resolved);
  const std::size_t denial = place_of(lower, denials);
  return over != std::string_view::npos && denial < over;
}

// "Discovered that the cause was a fault triggered by the load": nothing new is detected.
bool finds_cause(std::string_view lower) {
  static constexpr auto finds = std::to_array<std::string_view>(
      {"discovered", "identified", "found", "traced", "determined", "realized", "realised"});
  static constexpr auto causes = std::to_array<std::string_view>(
      {"root cause", "the cause was", "the cause is", "was caused by", "is caused by"});
  return has_stem(lower, finds) && has_stem(lower, causes);
}

// "Monitoring shows that the traffic comes back": good news detects nothing.
bool sees_recovery(std::string_view lower) {
  static constexpr auto good = std::to_array<std::string_view>(
      {"recovery", "recovering", "recovered", "improving", "improved", "improvement",
       "returning to normal", "coming back"});
  return has_stem(lower, good);
}

// "Restarted the server, checked the logs" is a look, and no repair.
bool restarts_to_look(std::string_view lower) {
  static constexpr auto looks =
      std::to_array<std::string_view>({"check", "monitored the", "going to the", "reviewed"});
  return lower.starts_with("restart") && has_stem(lower, looks) && contains(lower, "…");
}

// "Engineers check that it runs by restarting it", "the patch is being tested", "decision to roll
// back": the repair is only spoken of.
bool speaks_of_repair(std::string_view lower) {
  static constexpr auto speaks = std::to_array<std::string_view>(
      {"check that", "checks that", "checked that", "checked if", "checked whether", "verify that",
       "review of", "decision to", "started writing", "make sure that the fix",
       "monitoring continued"});
  static constexpr auto tested = std::to_array<std::string_view>(
      {"being tested", "tested in staging", "sent for review", "in staging", "being prepared",
       "being developed", "being written", "being deployed", "being rolled", "under review"});
  if (has_stem(lower, tested)) return true;
  const std::size_t spoken = place_of(lower, speaks);
  const std::size_t fix = place_of(lower, k_fix);
  return spoken < fix && !contains(lower.substr(0, fix), " and ");
}

// Where no list knows the words: by who does what.
EntryKind kind_by_acts(const std::string& lower) {
  if (restarts_to_look(lower)) return EntryKind::log;
  if (calls_helper(lower)) return EntryKind::escalate;
  if (supposes_cause(lower)) return EntryKind::suspect;
  if (holds_back(lower)) return EntryKind::workaround;
  if (tells_well(lower)) return EntryKind::resolved;
  if (changes_system(lower)) return EntryKind::fix;
  return sees_trouble(lower) ? EntryKind::detected : EntryKind::log;
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
  return ((has_stem(lower, k_resolved) && !denies_end(lower)) || tells_able(lower) ||
          contains(lower, "fully restoring") || contains(lower, "restoring service") ||
          contains(lower, "outage mitigated")) &&
         !has_stem(lower, k_partly);
}

EntryKind kind_of_entry(std::string_view text) {
  const std::string lower = without_lookalikes(lowered(text));
  for (const auto& [label, kind] : k_labels) {
    const bool alone = kind == EntryKind::detected || lower.find(':') < k_longest_label;
    if (lower.starts_with(label) && alone) return kind;
  }
  // "deployed the fix and began monitoring" is done.
  const std::size_t deed = std::min(place_of(lower, k_fix), place_of(lower, k_workaround));
  const bool unfinished = place_of(lower, k_unfinished) < deed;
  if (tells_escalation(lower)) return EntryKind::escalate;
  if (has_stem(lower, k_ruledout) || finds_nothing(lower) || denies_lead(lower)) {
    return EntryKind::ruledout;
  }
  if (tells_suspicion(lower)) return EntryKind::suspect;
  if (rings_alarm(lower)) return EntryKind::detected;
  // "Issue detected when a customer called the support desk": only the sure word escalates here.
  if (contains(lower, "detected")) return EntryKind::detected;
  if (has_stem(lower, k_escalate) || calls_for_help(lower) || hands_to_helper(lower))
    return EntryKind::escalate;
  if (contains(lower, "fully mitigated")) return EntryKind::resolved;
  // "some users could log in again", but not "some users were connected without a certificate".
  const bool partly =
      has_stem(lower, k_partly) &&
      (has_stem(lower, k_resolved) || has_stem(lower, k_fix) || contains(lower, "partial"));
  const bool makeshift = is_makeshift(lower) && (has_stem(lower, k_fix) || changes_system(lower));
  const bool workaround = has_stem(lower, k_workaround) || partly || makeshift;
  const bool named = contains(lower, "as a workaround");
  if (named || (workaround && !unfinished)) return EntryKind::workaround;
  // "Increased the limit, cleared the cache": what somebody did.
  const bool did = lower.starts_with("increased ") ||
                   (lower.starts_with("raised ") && !lower.starts_with("raised to")) ||
                   lower.starts_with("cleared ") || lower.starts_with("removed ");
  const bool failed = lower.starts_with("failed ");  // "Failed rollback of the configuration"
  const bool fix = (has_stem(lower, k_fix) || did) && !unfinished && !failed &&
                   !restarts_to_look(lower) && !speaks_of_repair(lower);
  const bool over = (has_stem(lower, k_resolved) && !denies_end(lower)) || tells_able(lower);
  const bool permanent = contains(lower, "permanent") || contains(lower, "fix implemented") ||
                         contains(lower, "patch");
  if (over && !(fix && permanent)) return EntryKind::resolved;
  if (fix) return EntryKind::fix;
  const std::size_t begun = place_of(lower, k_unfinished);
  const bool deed_works = place_of(lower, k_deed) < std::min(place_of(lower, k_effect), begun);
  if (deed_works && has_stem(lower, k_effect)) return EntryKind::fix;
  if (tells_well(lower)) return EntryKind::resolved;
  const bool detected = has_stem(without_occasion(lower), k_detected);
  if (detected && !finds_cause(lower) && !sees_recovery(lower)) return EntryKind::detected;
  return kind_by_acts(lower);
}

}  // namespace tocsin::imports
