#pragma once
// The words that the rules of lint look for. English; a rule that finds none of its words is
// silent.

#include <array>
#include <string_view>

namespace tocsin::lint_words {

// Action items begin with what is to be done.
inline constexpr std::array<std::string_view, 142> k_verbs{
    "add",        "adopt",     "agree",      "alert",       "allow",    "analyse", "analyze",
    "announce",   "apply",     "archive",    "ask",         "assign",   "audit",   "automate",
    "back",       "backfill",  "block",      "book",        "build",    "bump",    "buy",
    "call",       "cap",       "change",     "check",       "clean",    "close",   "configure",
    "confirm",    "contact",   "convert",    "correct",     "create",   "cut",     "decide",
    "define",     "delete",    "deploy",     "deprecate",   "design",   "detect",  "disable",
    "discuss",    "document",  "drop",       "enable",      "encrypt",  "enforce", "ensure",
    "evaluate",   "expand",    "explain",    "extend",      "file",     "find",    "finish",
    "fix",        "follow",    "force",      "get",         "give",     "grant",   "harden",
    "hire",       "implement", "improve",    "increase",    "index",    "inform",  "install",
    "instrument", "introduce", "invalidate", "investigate", "isolate",  "keep",    "learn",
    "limit",      "lower",     "make",       "measure",     "merge",    "migrate", "monitor",
    "move",       "notify",    "open",       "order",       "patch",    "pin",     "plan",
    "practice",   "practise",  "prepare",    "prevent",     "publish",  "raise",   "reduce",
    "refactor",   "refund",    "rehearse",   "release",     "remind",   "remove",  "rename",
    "renew",      "replace",   "report",     "reproduce",   "require",  "restore", "restrict",
    "retry",      "review",    "revoke",     "rewrite",     "roll",     "rotate",  "run",
    "schedule",   "send",      "set",        "share",       "split",    "stop",    "switch",
    "talk",       "teach",     "tell",       "test",        "track",    "train",   "try",
    "turn",       "update",    "upgrade",    "use",         "validate", "verify",  "warn",
    "watch",      "write"};

// Wording that says there was one cause and no more.
inline constexpr std::array<std::string_view, 10> k_single_cause{
    "the root cause", "single cause", "sole cause",   "only cause", "one cause",
    "solely",         "only because", "just because", "simply",     "caused only by"};

// Next to a name they turn an account into an accusation.
inline constexpr std::array<std::string_view, 20> k_blame{
    "fault",      "blame",       "blamed",      "mistake",    "mistakenly",
    "careless",   "carelessly",  "negligent",   "negligence", "forgot",
    "forgotten",  "sloppy",      "incompetent", "wrongly",    "neglected",
    "overlooked", "responsible", "should have", "failed to",  "did not bother"};

inline constexpr std::array<std::string_view, 5> k_human_error{
    "human error", "operator error", "user error", "pilot error", "human mistake"};

inline constexpr std::array<std::string_view, 20> k_numbers{
    "two",    "three",   "four",     "five",     "six",     "seven",   "eight",
    "nine",   "ten",     "eleven",   "half",     "third",   "quarter", "dozen",
    "dozens", "hundred", "hundreds", "thousand", "percent", "million"};

// In front of a length of time they make it the length of the impact.
inline constexpr std::array<std::string_view, 8> k_length_of{
    "lasted", "lasting", "lasts", "duration", "down for", "outage of", "downtime of", "for about"};

}  // namespace tocsin::lint_words
