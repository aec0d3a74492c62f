#pragma once
// Classes of words for what was done and what was only looked at; entry_classes.h has who and what.
// Only entry_acts.cpp includes this.

#include <array>
#include <string_view>

namespace tocsin::imports {

// What holds for some time or for some people only.
constexpr auto k_meanwhile = std::to_array<std::string_view>({"interim",
                                                              "stop-gap",
                                                              "stopgap",
                                                              "for now",
                                                              "meanwhile",
                                                              "quick fix",
                                                              "band-aid",
                                                              "bandaid",
                                                              "maintenance mode",
                                                              "maintenance page",
                                                              "keep the site alive",
                                                              "throttl",
                                                              "short-term",
                                                              "short term",
                                                              "temporary",
                                                              "temporarily",
                                                              "workaround",
                                                              "read-only mode",
                                                              "basic functionality",
                                                              "degraded mode",
                                                              "to buy time",
                                                              "for the time being",
                                                              "for the moment",
                                                              "first aid",
                                                              "provisional",
                                                              "emergency",

                                                              "is repaired",
                                                              "is ready",
                                                              "rate limit was",
                                                              "rate limits were",

                                                              "until it is",
                                                              "until they are",
                                                              "until the fix",
                                                              "until a fix",
                                                              "until the real",
                                                              "rate limiting enabled",
                                                              "rate limiting was",
                                                              "rate limiting applied"});

constexpr auto k_flow = std::to_array<std::string_view>({"traffic", "request", "users"});

constexpr auto k_diverted = std::to_array<std::string_view>(
    {"shifted", "routed", "rerouted", "redirected", "moved", "diverted", "drained", "sent to",
     "switched to", "failed over", "steered", "sent all"});

constexpr auto k_some = std::to_array<std::string_view>(
    {"half of", "some of", "some users", "most users", "partial", "partly", "for some",
     "a few users", "part of the", "half the"});

// Deeds that change the system, as what was done ("removed", "was removed") …
constexpr auto k_done = std::to_array<std::string_view>({"changed",         "set ",
                                                         "removed",         "deleted",
                                                         "erased",          "added",
                                                         "installed",       "replaced",
                                                         "reverted",        "corrected",
                                                         "killed",          "upgraded",
                                                         "updated",         "uninstalled",
                                                         "released",        "rebuilt",
                                                         "recreated",       "rewrote",
                                                         "rewritten",       "renamed",
                                                         "moved",           "granted",
                                                         "enabled",         "disabled",
                                                         "increased",       "raised",
                                                         "lowered",         "reduced",
                                                         "expanded",        "extended",
                                                         "cleared",         "purged",
                                                         "flushed",         "freed",
                                                         "terminated",      "was stopped",
                                                         "were stopped",    "stopped the",
                                                         "started again",   "restarted",
                                                         "reloaded",        "redeployed",
                                                         "reinstalled",     "rebooted",
                                                         "renewed",         "reissued",
                                                         "re-ran",          "reran",
                                                         "patched",         "optimized",
                                                         "optimised",       "tuned",
                                                         "adjusted",        "reconfigured",
                                                         "modified",        "rotated",
                                                         "unblocked",       "opened port",
                                                         "allowed",         "whitelisted",
                                                         "swapped",         "provisioned",
                                                         "allocated",       "doubled",
                                                         "rolled back",     "put back",
                                                         "fixed",           "repaired",
                                                         "remounted",       "resized",
                                                         "scaled",          "deployed",
                                                         "pushed",          "applied",
                                                         "restored the",    "restored from",
                                                         "turned off",      "switched off",
                                                         "switched back",   "dropped the",
                                                         "reset",           "recreat",
                                                         "repointed",       "pointed the",
                                                         "rectified",       "edited",

                                                         "resynced",        "dismantled",
                                                         "unplugged",       "reconnected",
                                                         "plugged",         "destroyed",
                                                         "put into",        "written into",
                                                         "run on all",      "was created",
                                                         "were created",    "back to the previous",
                                                         "back to the old", "back to version",
                                                         "turned the",      "turned it",
                                                         "was given",       "were given",
                                                         "amended",         "bumped",
                                                         "dropped from",    "broken by",
                                                         "tweak",           "ran the migration",
                                                         "taken out",       "out of the pool",
                                                         "merged",          "cut over",
                                                         "run to its end",  "again by hand"});

// … and as what somebody does.
constexpr auto k_does = std::to_array<std::string_view>({
    "changes ",   "sets ",      "removes ",    "deletes ",         "adds ",        "installs ",
    "replaces ",  "reverts ",   "revert ",     "corrects ",        "kills ",       "kill ",
    "upgrades ",  "updates ",   "rolls back",  "renames ",         "disables ",    "enables ",
    "clears ",    "frees ",     "renews ",     "patches ",         "reloads ",     "deploys ",
    "change the", "remove the", "restart the", "takes the broken", "takes it out", "ships ",
    "turns off",
});

// What such a deed is done to where it repairs nothing.
constexpr auto k_papers = std::to_array<std::string_view>(
    {"status page", "ticket",   "incident",  "channel",     "message",    "document", "meeting",
     "alert",       "alarm",    "report",    "post-mortem", "postmortem", "announce", "customers",
     "stakeholder", "users",    "monitor",   "runbook",     "issue was",  "bridge",   "war room",
     "priority",    "severity", "log level", "logging",     "dashboard",  "test",     "staging",
     "email",       "tweet",    "focus",     "attention"});

// Who looks repairs nothing, whatever words follow.
constexpr auto k_only_looks = std::to_array<std::string_view>(
    {"check",      "examin",     "inspect",   "investigat", "look",       "review",  "analy",
     "monitor",    "test",       "verif",     "confirm",    "trace",      "traced",  "tracing",
     "search",     "ran strace", "wrote a",   "prepared",   "reproduc",   "not ",    "cannot",
     "decision",   "locat",      "debug",     "caus",       "deteriorat", "worsen",  "determin",
     "realiz",     "realis",     "identif",   "discover",   "found",      "reveal",  "notice",
     "noticed",    "learn",      "logs show", "errors in",  "trying",     "tried",   "attempt",
     "started to", "starts to",  "began",     "begin",      "start of",   "plan",    "propos",
     "decid",      "consider",   "suspect",   "discuss",    "wait",       "waiting", "continu",
     "prepar",     "asked",      "told",      "develop",    "working on", "work on", "creat"});

// "that", "which", "to ensure": what follows tells about something that the clause does not do.
constexpr auto k_subordinate = std::to_array<std::string_view>(
    {"that ",     "which ",     "who ",        "to ensure", "to make sure", "to see",
     "to verify", "to confirm", "in order to", "so that",   "because",      "due to",
     "after ",    "before ",    "while ",      "until ",    "as soon as",   "since ",
     "whether ",  "caused by",  "where "});

}  // namespace tocsin::imports
