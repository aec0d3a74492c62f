#include "commands/amount.h"
#include "commands/entry.h"
#include "commands/over.h"
#include "commands/verbs.h"

#include <chrono>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_shortest_quiet = 1min;
constexpr Duration k_longest_quiet = 4h;

Outcome run_quiet(const Request& request) {
  if (auto over = refusal_when_over(request, "there are no reminders to hold back")) {
    return failure(std::move(*over));
  }
  const auto refuse = [&](std::string_view why) {
    Refusal refusal = refuse_with_usage(request, k_quiet, why);
    refusal.field = "when";
    return failure(std::move(refusal));
  };
  if (request.arguments.empty()) return refuse("For how long?");
  const auto length = read_amount(request.arguments);
  if (!length) return refuse("“" + std::string(request.arguments) + "” is no length of time.");
  if (*length < k_shortest_quiet || *length > k_longest_quiet) {
    return refuse("That has to be from 1 minute to 4 hours, so that nobody is forgotten.");
  }
  const Moment until = request.typed.now + *length;
  const TimedText now{request.typed.now, request.zone, false, "", ""};
  Answer answer = answer_entry(request, event::QuietSet{until}, now);
  answer.reply.paragraphs.front().plain(
      " No reminders until " + spoken_moment(request, until, request.zone) +
      ". The channel sees that; what is due then is asked for then. Pages still go out.");
  return answer;
}

}  // namespace

const Verb k_quiet = {
    .name = "quiet",
    .aliases = "headsdown",
    .arguments = "20m",
    .purpose = "Holds reminders back and tells watchers until when.",
    .examples = {"quiet 20m", "headsdown 10m"},
    .run = run_quiet,
};

}  // namespace tocsin
