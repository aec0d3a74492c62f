#include "bot/import/entry_acts.h"

#include "bot/import/entry_classes.h"
#include "bot/import/entry_deeds.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace tocsin::imports {
namespace {

constexpr std::size_t k_nowhere = std::string_view::npos;

// What an entry is stands at its beginning; a log of a megabyte behind a clock is not read for it.
constexpr std::size_t k_longest_read = 1500;

// Split at the ends of sentences and where another deed begins.
std::vector<std::string_view> clauses_of(std::string_view lower) {
  static constexpr auto joints = std::to_array<std::string_view>(
      {"; ", ". ", ", ", "! ", "? ", ", but ", " but ", ", and ", ", so ", ", then ", " and then ",
       " – ", " — ", " - ", ": ", "... ", "… "});
  std::vector<std::string_view> clauses;
  lower = lower.substr(0, k_longest_read);
  while (!lower.empty()) {
    std::size_t at = k_nowhere;
    std::size_t length = 0;
    for (const std::string_view joint : joints) {
      const std::size_t found = lower.find(joint);
      if (found < at) at = found, length = joint.size();
    }
    const std::string_view clause = trim(lower.substr(0, at));
    if (!clause.empty()) clauses.push_back(clause);
    if (at == k_nowhere) break;
    lower.remove_prefix(at + length);
  }
  return clauses;
}

// "engineers confirmed | that the limit was raised"
std::string_view main_part(std::string_view clause) {
  std::size_t end = clause.size();
  for (const std::string_view joint : k_subordinate) {
    std::size_t at = clause.find(joint);
    while (at != k_nowhere && !begins_word(clause, at)) at = clause.find(joint, at + 1);
    end = std::min(end, at);
  }
  return clause.substr(0, end);
}

template <class Question>
bool any_clause(std::string_view lower, const Question& question) {
  const auto clauses = clauses_of(lower);
  return std::any_of(clauses.begin(), clauses.end(), question);
}

template <class Stems>
bool follows(std::string_view clause, std::size_t at, const Stems& stems, std::size_t near) {
  return at != k_nowhere && has_stem(clause.substr(at, near), stems);
}

template <class Words>
bool contains_any(std::string_view clause, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return contains(clause, word); });
}

// "Monitoring continued to make sure …", "added an alert": of watching, and nothing seen.
bool is_about_watching(std::string_view clause) {
  static constexpr auto stems = std::to_array<std::string_view>(
      {"continu",      "normal",          "stable",           "confirm",      "healthy",
       "green",        "recover",         "restored",         "added",        "set up",
       "no ",          "checked",         "checking",         "checks the",   "check of the log",
       "to monitor",   "improv",          "resolved",         "holds",        "was alerted",
       "were alerted", "team alerted",    "engineer alerted", "acknowledg",   "examin",
       "review",       "started monitor", "were informed",    "was informed", "were notified",
       "were told",    "back ",           "errors drop",      "dropped to",   "fell to",
       "declin"});
  return has_stem(clause, stems);
}

bool sees_in(std::string_view clause) {
  static constexpr auto perceives = std::to_array<std::string_view>(
      {"notic", "aware of", "saw ", "sees", "realis", "realiz", "discover", "found", "return",
       "receiv", "shows", "sign of", "greeted", "raised", "experienc", "got ", "observed",
       "spotted", "seen "});
  static constexpr auto whole = std::to_array<std::string_view>(
      {"outage", "site", "website", "service", "page", "down", "500", "502", "503", "504", "blank",
       "trouble", "unreach", "unavailab", "inaccess", "checkout", "incident"});
  static constexpr auto cause =
      std::to_array<std::string_view>({"cause", "typo", "bug", "config", "file", "because",
                                       "due to", "leak", "missing", "query", "logs", "index"});
  if (is_about_watching(clause)) return false;
  const std::size_t watcher = place_of(clause, k_watchers);
  if (watcher != k_nowhere && watcher < 44 && follows(clause, watcher, k_signs, 70)) return true;
  static constexpr auto surely =
      std::to_array<std::string_view>({"rang us", "rang ", "complain", "tweet", "vent", "calls us",
                                       "called us", "reported", "report "});
  const std::size_t hurt = place_of(clause, k_hurt_people);
  if (hurt < 24 && follows(clause, hurt, surely, 40)) return true;
  if (hurt < 30 && follows(clause, hurt, k_reporting, 50) && has_stem(clause, k_trouble)) {
    return true;
  }
  const std::size_t seen = place_of(clause, perceives);
  if (watcher != k_nowhere && seen != k_nowhere && !has_stem(clause, cause)) return true;
  static constexpr auto aware = std::to_array<std::string_view>({"aware of", "observed when"});
  if (has_stem(clause, aware) && has_stem(clause, k_trouble)) return true;
  return follows(clause, seen, k_trouble, 90) && has_stem(clause, whole) &&
         !has_stem(clause, cause);
}

// "handed off | to the platform squad"
bool hands_over(std::string_view clause) {
  static constexpr auto whither = std::to_array<std::string_view>({"to ", "over to", "with "});
  const std::size_t verb = place_of(clause, k_transfer);
  // "An alert is sent to the operations team": nobody hands it on.
  if (verb == k_nowhere || place_of(clause, k_watchers) < verb) return false;
  const std::string_view behind = clause.substr(verb);
  const std::size_t to = place_of(behind, whither);
  constexpr std::size_t near = 24;
  static constexpr auto no_one = std::to_array<std::string_view>(
      {"to users", "to customers", "to production", "to clients", "message"});
  return to < 30 && follows(behind, to, k_helpers, near) && !has_stem(behind, no_one);
}

bool calls_in(std::string_view clause) {
  static constexpr auto who =
      std::to_array<std::string_view>({"customer", "user", "client", "visitor", "monitor", "alert",
                                       "alarm", "error rate", "system"});
  static constexpr auto passive = std::to_array<std::string_view>(
      {"was ", "were ", "is ", "are ", "gets ", "got ", "been ", "team ", "in", "engaged"});
  static constexpr auto others = std::to_array<std::string_view>(
      {"processes", "called by", "ask for", "requests", "function", "endpoint", "syscall", "nobody",
       "call was", "message", "help desk", "helpdesk", "service desk", "support desk", "flood of",
       "fix was", "to warn"});
  if (has_stem(clause, others)) return false;
  if (hands_over(clause)) return true;
  const std::size_t verb = place_of(clause, k_calling);
  const std::size_t helper = place_of(clause, k_helpers);
  const std::size_t hurt = place_of(clause, who);
  if (verb != k_nowhere && hurt > verb) {
    if (follows(clause, verb, k_helpers, 60)) return true;
    if (helper < verb && follows(clause, helper, passive, verb - helper + 12)) return true;
  }
  // "Senior engineers joined the investigation", "got the database team involved"
  return helper < hurt && follows(clause, helper, k_joining, 60);
}

// "The firewall was checked and found to be in order"
bool finds_sound(std::string_view clause) {
  static constexpr auto over = std::to_array<std::string_view>({"again",
                                                                "now ",
                                                                "restored",
                                                                "back",
                                                                "resolved",
                                                                "users",
                                                                "customers",
                                                                "website",
                                                                "site ",
                                                                "service",
                                                                "traffic",
                                                                "all systems",
                                                                "fully",
                                                                "resum",
                                                                "fix",
                                                                "stabl",
                                                                "monitoring confirm",
                                                                "endpoints",
                                                                "operation",
                                                                "abnormal",
                                                                "not ",
                                                                "levels",
                                                                "operational",
                                                                "no longer"});
  if (!has_stem(clause, k_parts) || !has_stem(clause, k_sound) || has_stem(clause, over)) {
    return false;
  }
  return has_stem(clause, k_checking) || contains(clause, "everything");
}

bool denies_in(std::string_view clause) {
  if (has_stem(clause, k_vain) || finds_sound(clause)) return true;
  static constexpr auto idle = std::to_array<std::string_view>(
      {"changed nothing", "did nothing", "does nothing", "did not bring", "didn't bring",
       "not at fault", "little impact", "little effect", "n't solve", "n't fix", "was not the"});
  if (contains_any(clause, idle)) return true;
  static constexpr auto makes = std::to_array<std::string_view>(
      {"made", "makes", "had", "has", "brought", "brings", "did", "does", "with", "yield", "show",
       "produc", "provid", "saw", "gave", "failed to", "fails to"});
  const std::size_t make = place_of(clause, makes);
  if (make == k_nowhere) return false;
  const std::string_view behind = clause.substr(make);
  const std::size_t none = place_of(behind, k_none);
  return none < 12 && follows(behind, none, k_help, 26);
}

// "After restarting the service the error still occurred"
bool goes_on(std::string_view lower) {
  lower = lower.substr(0, k_longest_read);
  static constexpr auto what = std::to_array<std::string_view>(
      {"error", "problem", "issue", "failure", "timeout", "outage", "symptom", "latency", "crash",
       "500", "502", "503", "leak", "down"});
  const std::size_t tried = place_of(lower, k_trying);
  if (tried == k_nowhere) return false;
  const std::string_view behind = lower.substr(tried);
  const std::size_t on = place_of(behind, k_goes_on);
  if (on == k_nowhere) return false;
  constexpr std::size_t close = 20;
  const std::size_t from = on > close ? on - close : 0;
  const std::string_view near = behind.substr(from, on - from + close);
  static constexpr auto well = std::to_array<std::string_view>(
      {"stable", "normal", "investigat", "monitor", "healthy", "operational", "green"});
  return has_stem(near, what) && !has_stem(near, well);
}

bool supposes_in(std::string_view clause) {
  static constexpr auto well =
      std::to_array<std::string_view>({"restored", "resolved", "stable", "recover", "normal",
                                       "fixed", "after thought", "thoughtful", "thoughts"});
  static constexpr auto look = std::to_array<std::string_view>(
      {"focused on fix", "ing on check", "ing on ensur", "ing on identif", "ing on restor",
       "ing on fix", "ing on resol", "focused on rest", "focused on rec", "focused on depl"});
  return has_stem(clause, k_supposing) && !has_stem(clause, well) && !contains_any(clause, look);
}

bool holds_in(std::string_view clause) {
  const std::string_view main = main_part(clause);
  if (has_stem(main, k_only_looks)) return false;
  static constexpr auto looking = std::to_array<std::string_view>(
      {"investigat", "checking", "identified", "temporary file", "look", "discuss", "plan"});
  if (has_stem(clause, looking)) return false;
  if (has_stem(clause, k_meanwhile)) return true;
  const std::size_t flow = place_of(main, k_flow);
  if (flow != k_nowhere && has_stem(main, k_diverted)) return true;
  return has_stem(clause, k_some) && has_stem(clause, k_well);
}

bool changes_in(std::string_view clause) {
  const std::string_view main = main_part(clause);
  const std::size_t done = std::min(place_of(main, k_done), place_of(main, k_does));
  static constexpr auto open =
      std::to_array<std::string_view>({"begin", "began", "being", "starts"});
  if (done == k_nowhere || has_stem(main, open)) return false;
  // "Discovered the wrong port and changed it" finds and does.
  const std::string_view before = main.substr(0, done);
  const std::size_t and_then = before.rfind(" and ");
  const std::string_view own = and_then == k_nowhere ? before : before.substr(and_then);
  // "the job had deleted the index" is how it broke.
  if (own.ends_with("had ") || own.ends_with("had been ")) return false;
  return !has_stem(own, k_only_looks) && !has_stem(own, k_papers) &&
         !has_stem(main.substr(done, 28), k_papers);
}

// "Orders are placed again", "all pages load"; but "checked it again" and "fails again" are no end.
bool works_again(std::string_view clause, std::size_t service) {
  static constexpr auto works =
      std::to_array<std::string_view>({" work", " works", " load", " loads", " answer", " answers",
                                       " pass", " respond", " run", " up"});
  if (service > 30 || has_stem(clause, k_trouble) || has_stem(clause, k_only_looks)) return false;
  if (has_stem(clause, k_done) || has_stem(clause, k_does)) return false;
  std::string_view end = clause;
  while (!end.empty() && (end.back() == '.' || end.back() == '!')) end.remove_suffix(1);
  return contains(clause.substr(service), " again") ||
         std::any_of(works.begin(), works.end(),
                     [&](std::string_view word) { return end.ends_with(word); });
}

bool well_in(std::string_view clause) {
  static constexpr auto not_yet = std::to_array<std::string_view>(
      {"not ",     "no longer",    "never",  "nobody",  "n't",        "partial",   "some ",
       "half",     "failed to",    "trying", "attempt", "to restore", "could be",  "will be",
       "would be", "until",        "if ",    "being ",  "began",      "begin",     "start",
       "gradual",  "slowly",       "occurr", "happen",  "begun",      "to ensure", "to verify",
       "ensuring", "verification", "restart"});
  static constexpr auto checks =
      std::to_array<std::string_view>({"to ensure", "to verify", "to make sure"});
  if (has_stem(clause, checks)) return false;
  if (has_stem(clause, k_ending)) return true;
  static constexpr auto trouble = std::to_array<std::string_view>(
      {"error", "problem", "issue", "outage", "incident", "latency", "timeouts", "alert", "failure",
       "monster", "beast", "villain", "nightmare", "crisis", "response time", "load time"});
  const std::size_t bad = place_of(clause, trouble);
  if (follows(clause, bad, k_ended, 60)) return true;
  if (has_stem(clause, not_yet)) return false;
  const std::size_t service = place_of(clause, k_services);
  return follows(clause, service, k_well, 70) || works_again(clause, service);
}

}  // namespace

bool sees_trouble(std::string_view lower) {
  return any_clause(without_occasion(std::string(lower)), sees_in);
}

bool calls_helper(std::string_view lower) { return any_clause(lower, calls_in); }

bool supposes_cause(std::string_view lower) { return any_clause(lower, supposes_in); }

bool denies_lead(std::string_view lower) { return goes_on(lower) || any_clause(lower, denies_in); }

bool holds_back(std::string_view lower) { return any_clause(lower, holds_in); }

bool changes_system(std::string_view lower) {
  // "Provider removes the old cluster; portal unreachable": the change that broke it.
  static constexpr auto breaks =
      std::to_array<std::string_view>({"unreach", "unavailab", "breaks", "broke ", "goes down",
                                       "went down", "crashes", "stops answering"});
  return any_clause(lower, changes_in) && !has_stem(lower, breaks);
}

bool hands_to_helper(std::string_view lower) {
  return any_clause(lower, [](std::string_view clause) {
    return hands_over(clause) && place_of(clause, k_hurt_people) > place_of(clause, k_transfer);
  });
}

std::string without_occasion(std::string lower) {
  static constexpr auto ends = std::to_array<std::string_view>({",", ".", ";", "!"});
  for (std::size_t at = lower.find(" after "); at != k_nowhere; at = lower.find(" after ", at)) {
    std::size_t end = lower.size();
    for (const std::string_view mark : ends) end = std::min(end, lower.find(mark, at));
    lower.replace(at, end - at, " …");
  }
  return lower;
}

bool is_makeshift(std::string_view lower) { return has_stem(lower, k_meanwhile); }

// "The error rate paged the on-call", "the monitoring woke Chi": nobody is called in, it is seen.
bool rings_alarm(std::string_view lower) {
  static constexpr auto wakes = std::to_array<std::string_view>({"page", "woke", "wake", "rang"});
  return any_clause(lower, [](std::string_view clause) {
    const std::size_t first = std::min(place_of(clause, k_watchers), place_of(clause, k_measures));
    return first < place_of(clause, wakes) && has_stem(clause, wakes);
  });
}

bool tells_well(std::string_view lower) { return any_clause(lower, well_in); }

}  // namespace tocsin::imports
