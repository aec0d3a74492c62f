#include "bot/import/percent.h"

#include "bot/domain/when_scan.h"
#include "bot/import/text.h"

#include <array>

namespace tocsin::imports {
namespace {

constexpr auto k_who = std::to_array<std::string_view>(
    {"user",    "customer", "client",      "visitor", "request",  "traffic",  "people",
     "shopper", "account",  "subscriber",  "member",  "student",  "merchant", "tenant",
     "session", "order",    "transaction", "player",  "listener", "viewer",   "organi",
     "calls",   "api call", "everyone",    "sites",   "website"});

constexpr auto k_hurt = std::to_array<std::string_view>(
    {"affect",    "impact", "unable",     "could not", "couldn",    "fail",        "down",
     "unavailab", "error",  "inaccessib", "experienc", "disrupt",   "lost",        "outage",
     "timed out", "slow",   "degrad",     "received",  "no access", "unreachable", "could"});

constexpr auto k_else =
    std::to_array<std::string_view>({"revenue",     "sales",         "cpu",
                                     "memory",      "disk",          "capacity",
                                     "utili",       "usage",         "sla ",
                                     "slo ",        "uptime",        "availability",
                                     "budget",      "load",          "latency",
                                     "conversion",  "cache hit",     "hit rate",
                                     "tickets",     "increase",      "more than usual",
                                     "threshold",   "discount",      "profit",
                                     "packet loss", "full",          "above",
                                     "below",       "over 9",        "swap",
                                     "storage",     "quota",         "response time",
                                     "bandwidth",   "test coverage", "income",
                                     "engagement",  "spike",         "rollout",
                                     "rolled out",  "fell",          "drop in",
                                     "dropped by",  "decline",       "decrease",
                                     "reduc",       "back online",   "more than usual"});

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

int rate(std::string_view lower, const Share& share) {
  constexpr std::size_t near = 34;
  const std::string_view behind = lower.substr(share.end, near);
  const std::size_t from = share.begin > near ? share.begin - near : 0;
  const std::string_view before = lower.substr(from, share.begin - from);
  int points = 0;
  const std::string_view clause = behind.substr(0, behind.find_first_of(",;.("));
  if (has_stem(clause, k_who)) points += 4;
  if (has_stem(before, k_who)) points += 2;
  if (has_stem(lower, k_hurt)) points += 1;
  if (has_stem(clause, k_hurt)) points += 1;
  if (has_stem(clause, k_else)) points -= 5;
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
      if (!scanner.at_digit() || scanner.after_digit()) {
        scanner.skip(1);
        continue;
      }
      const auto share = scan_share(scanner);
      if (!share) {
        scanner.skip(scanner.digits().size());
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
