#include "bot/domain/common_words.h"

#include <algorithm>
#include <array>

namespace tocsin {

namespace {

// All as stem_of() makes them, and in order.

// Words of every text.
constexpr std::array<std::string_view, 299> k_filling{
    "a",          "about",  "abov",    "across",  "actually", "after",  "again",    "against",
    "al",         "all",    "almost",  "along",   "already",  "also",   "although", "alway",
    "am",         "among",  "an",      "and",     "another",  "any",    "anyon",    "anyth",
    "are",        "around", "as",      "at",      "au",       "auf",    "aux",      "avec",
    "away",       "back",   "be",      "becam",   "becaus",   "been",   "befor",    "began",
    "begin",      "behind", "being",   "below",   "between",  "both",   "but",      "by",
    "came",       "can",    "cannot",  "con",     "could",    "dan",    "das",      "del",
    "dem",        "den",    "der",     "des",     "did",      "didn",   "die",      "do",
    "doe",        "doesn",  "doing",   "don",     "done",     "du",     "during",   "each",
    "ein",        "eine",   "either",  "el",      "else",     "en",     "enough",   "es",
    "especially", "est",    "et",      "even",    "ever",     "every",  "everyon",  "everyth",
    "few",        "first",  "five",    "follow",  "for",      "found",  "four",     "from",
    "further",    "get",    "gett",    "go",      "goe",      "going",  "gone",     "got",
    "had",        "has",    "hasn",    "have",    "haven",    "having", "he",       "her",
    "here",       "him",    "his",     "how",     "however",  "i",      "if",       "im",
    "in",         "inde",   "instead", "into",    "is",       "isn",    "ist",      "it",
    "its",        "itself", "just",    "keep",    "kept",     "la",     "las",      "last",
    "later",      "le",     "least",   "les",     "less",     "let",    "like",     "likely",
    "littl",      "ll",     "long",    "longer",  "look",     "los",    "made",     "mainly",
    "make",       "making", "many",    "may",     "mayb",     "me",     "might",    "mit",
    "more",       "most",   "much",    "must",    "my",       "near",   "need",     "neither",
    "never",      "new",    "next",    "nicht",   "no",       "nobody", "none",     "nor",
    "not",        "noth",   "now",     "of",      "off",      "often",  "on",       "once",
    "one",        "only",   "onto",    "or",      "other",    "our",    "out",      "over",
    "own",        "para",   "pas",     "per",     "perhap",   "pleas",  "por",      "pour",
    "put",        "quit",   "rather",  "re",      "really",   "s",      "same",     "se",
    "see",        "seem",   "seen",    "several", "shall",    "she",    "should",   "side",
    "sinc",       "sind",   "so",      "some",    "someon",   "someth", "soon",     "still",
    "such",       "sur",    "t",       "take",    "taken",    "than",   "that",     "the",
    "their",      "them",   "then",    "ther",    "thes",     "they",   "thi",      "thing",
    "thos",       "though", "thre",    "through", "thus",     "to",     "together", "too",
    "took",       "toward", "two",     "un",      "una",      "und",    "under",    "une",
    "until",      "up",     "upon",    "us",      "use",      "used",   "using",    "usually",
    "various",    "ve",     "very",    "via",     "von",      "was",    "wasn",     "we",
    "well",       "went",   "were",    "what",    "whatever", "when",   "wher",     "whether",
    "which",      "whil",   "who",     "whol",    "whom",     "whos",   "why",      "will",
    "wir",        "with",   "within",  "without", "won",      "would",  "yes",      "yet",
    "you",        "your",   "zu"};

// Words of every incident, whatever it was about.
constexpr std::array<std::string_view, 363> k_of_incidents{
    "abnormal",      "action",       "activ",       "affect",        "alarm",
    "alert",         "app",          "apparent",    "appear",        "applic",
    "approximately", "assum",        "assumpt",     "attempt",       "availability",
    "availabl",      "bad",          "behavior",    "behaviour",     "big",
    "break",         "brok",         "broken",      "bug",           "business",
    "call",          "case",         "caus",        "certain",       "chang",
    "check",         "circumstanc",  "clear",       "client",        "code",
    "company",       "complaint",    "complet",     "completely",    "component",
    "condit",        "confirm",      "continu",     "correct",       "correctiv",
    "correctly",     "crash",        "critical",    "customer",      "damag",
    "date",          "day",          "deep",        "degrad",        "delay",
    "deploy",        "deployment",   "detail",      "detect",        "determin",
    "develop",       "developer",    "development", "devop",         "difficulty",
    "discover",      "discovery",    "disrupt",     "dive",          "down",
    "downtim",       "due",          "durat",       "early",         "elevat",
    "emergency",     "end",          "ended",       "engineer",      "enhanc",
    "ensur",         "environment",  "error",       "escal",         "escalat",
    "estimat",       "event",        "exact",       "exactly",       "exampl",
    "except",        "expect",       "experienc",   "explain",       "extra",
    "face",          "faced",        "fail",        "failur",        "fix",
    "fixed",         "fixing",       "focus",       "full",          "fully",
    "funct",         "function",     "functional",  "functionality", "give",
    "given",         "glitch",       "group",       "half",          "handl",
    "happen",        "hard",         "high",        "higher",        "hit",
    "host",          "hour",         "hundr",       "identifi",      "identify",
    "immediat",      "immediately",  "impact",      "implement",     "important",
    "improv",        "improvement",  "incident",    "includ",        "incorrect",
    "incorrectly",   "increas",      "indicat",     "individual",    "inform",
    "initial",       "initially",    "inspect",     "intermittent",  "intermittently",
    "internal",      "introduc",     "introduct",   "investig",      "investigat",
    "involv",        "issu",         "key",         "know",          "known",
    "larg",          "lead",         "led",         "lesson",        "level",
    "limit",         "list",         "live",        "loss",          "lost",
    "low",           "main",         "maintenanc",  "major",         "majority",
    "manual",        "manually",     "meltdown",    "messag",        "minor",
    "minut",         "mislead",      "mistak",      "mitig",         "mitigat",
    "monitor",       "normal",       "normally",    "notic",         "notifi",
    "notify",        "number",       "observ",      "occur",         "occurr",
    "oncall",        "onlin",        "open",        "oper",          "operat",
    "operational",   "outag",        "overall",     "owing",         "page",
    "part",          "partial",      "partially",   "party",         "path",
    "peopl",         "percent",      "perform",     "performanc",    "period",
    "permanent",     "permanently",  "person",      "platform",      "point",
    "possibl",       "post",         "postmortem",  "potential",     "potentially",
    "prevent",       "preventativ",  "preventiv",   "previous",      "previously",
    "primary",       "prior",        "problem",     "procedur",      "process",
    "prod",          "product",      "project",     "proper",        "properly",
    "quick",         "quickly",      "rate",        "ratio",         "reach",
    "read",          "real",         "reason",      "recent",        "recently",
    "recover",       "recovery",     "redirect",    "reduc",         "relat",
    "report",        "request",      "requir",      "resolut",       "resolv",
    "respond",       "respons",      "restart",     "restor",        "result",
    "return",        "revert",       "review",      "rise",          "rising",
    "robust",        "roll",         "rollback",    "root",          "routin",
    "run",           "runn",         "safe",        "second",        "server",
    "servic",        "set",          "setup",       "sever",         "severity",
    "shift",         "show",         "significant", "significantly", "similar",
    "site",          "situ",         "slow",        "slower",        "slowly",
    "slowness",      "small",        "solut",       "solv",          "sourc",
    "specific",      "specifically", "spik",        "stability",     "stabl",
    "start",         "stat",         "status",      "step",          "stop",
    "stopp",         "strik",        "sudden",      "suddenly",      "suggest",
    "summary",       "support",      "suspect",     "system",        "task",
    "team",          "technical",    "temporarily", "temporary",     "test",
    "third",         "threshold",    "time",        "timelin",       "today",
    "todo",          "tomorrow",     "topic",       "total",         "trac",
    "track",         "tried",        "trigger",     "troubl",        "troubleshoot",
    "try",           "trying",       "turn",        "unabl",         "unavailability",
    "unavailabl",    "understand",   "unexpect",    "unexpectedly",  "unknown",
    "unresponsiv",   "unusual",      "updat",       "urgent",        "user",
    "verifi",        "verify",       "visit",       "warn",          "watch",
    "web",           "websit",       "week",        "work",          "workaround",
    "wrong",         "yesterday",    "zero"};

// What most systems are made of: they tell something, but no two incidents are alike for them.
constexpr std::array<std::string_view, 67> k_of_systems{
    "api",      "backend", "browser",  "build",   "cach",          "capacity",  "cloud",
    "cluster",  "config",  "configur", "connect", "connectivity",  "container", "cpu",
    "data",     "databas", "db",       "disk",    "endpoint",      "external",  "featur",
    "frontend", "gateway", "hardwar",  "http",    "infrastructur", "instanc",   "integr",
    "job",      "latency", "load",     "log",     "machin",        "memory",    "misconfigur",
    "mobil",    "modul",   "network",  "node",    "overload",      "packag",    "patch",
    "pod",      "pool",    "provider", "queu",    "region",        "releas",    "replica",
    "resourc",  "scal",    "script",   "softwar", "sql",           "storag",    "tabl",
    "thread",   "timed",   "timeout",  "traffic", "transact",      "usag",      "vendor",
    "vers",     "vm",      "worker",   "zone"};

}  // namespace

Commonness commonness_of(std::string_view stem) {
  if (std::ranges::binary_search(k_filling, stem)) return Commonness::everywhere;
  if (std::ranges::binary_search(k_of_incidents, stem)) return Commonness::everywhere;
  if (std::ranges::binary_search(k_of_systems, stem)) return Commonness::in_many;
  return Commonness::rare;
}

}  // namespace tocsin
