#pragma once
// The small words that may stand around a phrase that announces a section: "Tasks to address the
// issue". Only sections.cpp includes this.

#include <array>
#include <string_view>

namespace tocsin::imports {

constexpr auto k_fillers = std::to_array<std::string_view>(
    {"a",          "about",    "address",    "an",           "analysis",    "and",
     "at",         "broadly",  "brief",      "customer",     "customers",   "did",
     "detail",     "details",  "detailed",   "estimated",    "event",       "final",
     "following",  "for",      "from",       "full",         "further",     "general",
     "how",        "i",        "identified", "ii",           "iii",         "immediate",
     "in",         "incident", "incidents",  "initial",      "is",          "issue",
     "issues",     "it",       "iv",         "its",          "key",         "list",
     "main",       "of",       "on",         "or",           "our",         "outage",
     "outages",    "overall",  "path",       "paths",        "planned",     "post",
     "postmortem", "mortem",   "possible",   "process",      "proposed",    "report",
     "s",          "section",  "service",    "services",     "short",       "speaking",
     "steps",      "system",   "taken",      "technical",    "that",        "the",
     "these",      "this",     "to",         "total",        "user",        "users",
     "v",          "was",      "we",         "were",         "what",        "which",
     "who",        "will",     "with",       "are",          "made",        "be",
     "business",   "items",    "time",       "occurred",     "statement",   "approximate",
     "future",     "required", "specific",   "utc",          "times",       "happened",
     "affected",   "include",  "includes",   "including",    "individuals", "things",
     "can",        "could",    "individual", "many",         "so",          "action",
     "open",       "concrete", "actionable", "interruption", "needed"});

}  // namespace tocsin::imports
