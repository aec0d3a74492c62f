#include "bot/import/percent.h"

#include "bot/domain/when_scan.h"
#include "bot/import/text.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace tocsin::imports {
namespace {

constexpr auto k_who = std::to_array<std::string_view>(
    {"user",      "customer", "client",      "visitor",   "request",  "traffic",  "people",
     "shopper",   "account",  "subscriber",  "member",    "student",  "merchant", "tenant",
     "session",   "order",    "transaction", "player",    "listener", "viewer",   "organi",
     "calls",     "employee", "staff",       "colleague", "driver",   "patient",  "reader",
     "of them",   "api call", "everyone",    "sites",     "website",  "of those", "enthusiast",
     "guest",     "patron",   "participant", "applicant", "attendee", "resident", "citizen",
     "household", "donor",    "individual"});

// Names of machines and of what they count, which end as the names of people do.
constexpr auto k_no_people = std::to_array<std::string_view>(
    {"servers",  "containers", "routers",  "workers",    "clusters", "brokers",  "buffers",
     "errors",   "sensors",    "timers",   "processors", "headers",  "numbers",  "counters",
     "printers", "computers",  "monitors", "parameters", "powers",   "triggers", "registers",
     "layers",   "folders",    "handlers", "others",     "motors",   "meters",   "controllers"});

// "borrowers", "voters", "operators": people are called by what they do.
bool names_people(std::string_view clause) {
  while (!clause.empty()) {
    const std::size_t end = std::min(clause.find(' '), clause.size());
    std::string_view word = clause.substr(0, end);
    while (!word.empty() && (word.back() < 'a' || word.back() > 'z')) word.remove_suffix(1);
    const bool doer = word.size() >= 6 && (word.ends_with("ers") || word.ends_with("ors"));
    if (doer) {
      return std::find(k_no_people.begin(), k_no_people.end(), word) == k_no_people.end();
    }
    clause.remove_prefix(std::min(end + 1, clause.size()));
  }
  return false;
}

// The words behind "of the", as far as they name what the share is of.
std::string_view counted(std::string_view clause) {
  clause = trim(clause);
  if (!clause.starts_with("of ")) return {};
  std::size_t end = 0;
  constexpr int most_words = 4;
  for (int words = 0; words < most_words && end < clause.size(); ++words) {
    end = std::min(clause.find(' ', end + 1), clause.size());
  }
  return clause.substr(0, end);
}

constexpr auto k_hurt = std::to_array<std::string_view>(
    {"affect",    "impact", "unable",     "could not", "couldn",    "fail",        "down",
     "unavailab", "error",  "inaccessib", "experienc", "disrupt",   "lost",        "outage",
     "timed out", "slow",   "degrad",     "received",  "no access", "unreachable", "could"});

constexpr auto k_else =
    std::to_array<std::string_view>({"revenue",        "sales",         "cpu",
                                     "memory",         "disk",          "capacity",
                                     "utili",          "usage",         "sla ",
                                     "slo ",           "uptime",        "availability",
                                     "budget",         "load",          "latency",
                                     "conversion",     "cache hit",     "hit rate",
                                     "tickets",        "increase",      "more than usual",
                                     "threshold",      "discount",      "profit",
                                     "packet loss",    "full",          "above",
                                     "below",          "over 9",        "swap",
                                     "storage",        "quota",         "response time",
                                     "bandwidth",      "test coverage", "income",
                                     "engagement",     "spike",         "rollout",
                                     "rolled out",     "fell",          "drop in",
                                     "dropped by",     "decline",       "decrease",
                                     "reduc",          "done",          "back online",
                                     "more than usual"});

struct Share {
  double percent = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// "60%", "12.5 %", "60 percent", "100 per cent".
std::optional<Share> scan_share(Scanner& scanner) {
  Scanner ahead = scanner;
  const auto whole = ahead.take_number(3);
  if (!whole) return std::nullopt;
  double percent = *whole;
  if ((ahead.peek() == '.' || ahead.peek() == ',') && ahead.peek(1) >= '0' &&
      ahead.peek(1) <= '9') {
    ahead.skip(1);
    double weight = 0.1;
    for (const char digit : ahead.digits().substr(0, 6)) {
      percent += weight * (digit - '0');
      weight /= 10;
    }
    ahead.skip(ahead.digits().size());
  }
  ahead.skip_blanks();
  const bool sign = ahead.take('%');
  const bool worded =
      !sign && (ahead.take_word("percent") ||
                (ahead.take_word("per") && ahead.skip_blanks() && ahead.take_word("cent")));
  if ((!sign && !worded) || percent > 100) return std::nullopt;
  const Share share{percent, scanner.at(), ahead.at()};
  scanner = ahead;
  return share;
}

// "7 out of 10", "half of", "a quarter of the": what is counted has to follow. A third is no round
// number, so it stays unsaid.
std::optional<Share> scan_worded_share(Scanner& scanner) {
  Scanner ahead = scanner;
  double percent = 0;
  const auto one_of = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return ahead.take_word(word); });
  };
  if (const auto some = ahead.take_number(3)) {
    if (!ahead.skip_blanks() || !ahead.take_word("out") || !ahead.skip_blanks())
      return std::nullopt;
    if (!ahead.take_word("of") || !ahead.skip_blanks()) return std::nullopt;
    const auto all = ahead.take_number(3);
    if (!all || *some > *all || *all < 2) return std::nullopt;
    percent = 100.0 * *some / *all;
  } else {
    const bool thrice = ahead.take_word("three");
    if (thrice && !ahead.skip_blanks() && !ahead.take('-')) return std::nullopt;
    if (one_of({"quarters"})) {
      percent = thrice ? 75 : 0;
    } else if (!thrice && one_of({"quarter"})) {
      percent = 25;
    } else if (!thrice && one_of({"half"})) {
      percent = 50;
    }
    Scanner behind = ahead;
    behind.skip_blanks();
    const bool counts = behind.take_word("of") || behind.take_word("the") ||
                        behind.take_word("our") || behind.take_word("all");
    if (percent <= 0 || !counts) return std::nullopt;
  }
  const Share share{percent, scanner.at(), ahead.at()};
  scanner = ahead;
  return share;
}

std::string_view clause_behind(std::string_view lower, const Share& share) {
  constexpr std::size_t near = 34;
  const std::string_view behind = lower.substr(share.end, near);
  return behind.substr(0, behind.find_first_of(",;.("));
}

int rate(std::string_view lower, const Share& share) {
  constexpr std::size_t near = 44;
  const std::size_t from = share.begin > near ? share.begin - near : 0;
  const std::string_view before = lower.substr(from, share.begin - from);
  int points = 0;
  const std::string_view clause = clause_behind(lower, share);
  if (has_stem(clause, k_who) || names_people(counted(clause))) points += 4;
  if (has_stem(before, k_who)) points += 2;
  if (has_stem(lower, k_hurt)) points += 1;
  if (has_stem(clause, k_hurt)) points += 1;
  // "70% of users saw slow load times" counts users, "20% of customer revenue" does not.
  constexpr std::size_t apart = 16;
  const std::size_t who = place_of(clause, k_who);
  const std::size_t other = place_of(clause, k_else);
  const bool counts = who != std::string_view::npos && other > who && other - who >= apart;
  if (other != std::string_view::npos && !counts) points -= 5;
  const std::size_t comma = before.find_last_of(",;.(");
  const std::string_view last = comma == std::string_view::npos ? before : before.substr(comma + 1);
  if (has_stem(last, k_else)) points -= 4;
  return points;
}

}  // namespace

std::optional<double> affected_percent(std::string_view text) {
  std::optional<double> best;
  int most = 1;  // what is below this says nothing about people
  for (const std::string_view sentence : sentences_of(text)) {
    const std::string lower = lowered(sentence);
    Scanner scanner{sentence};
    while (!scanner.at_end()) {
      const bool word = scanner.at_letter() && begins_word(sentence, scanner.at());
      if (!word && (!scanner.at_digit() || scanner.after_digit())) {
        scanner.skip(1);
        continue;
      }
      auto share = scan_share(scanner);
      if (!share) {
        share = scan_worded_share(scanner);
        if (share && !has_stem(clause_behind(lower, *share), k_who) &&
            !names_people(counted(clause_behind(lower, *share)))) {
          continue;
        }
      }
      if (!share) {
        scanner.skip(std::max<std::size_t>(1, scanner.digits().size()));
        continue;
      }
      const int points = rate(lower, *share);
      if (points > most) {
        most = points;
        best = share->percent;
      }
    }
  }
  return best;
}

}  // namespace tocsin::imports
