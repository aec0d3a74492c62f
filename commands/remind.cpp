#include "bot/domain/ascii.h"
#include "commands/amount.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/over.h"
#include "commands/verbs.h"

#include <chrono>
#include <utility>

namespace tocsin {

namespace {

using namespace std::chrono_literals;

constexpr Duration k_shortest_wait = 5min;
constexpr Duration k_longest_wait = 24h;

Refusal refuse(const Request& request, std::string_view why) {
  Refusal refusal = refuse_with_usage(request, k_remind, why);
  refusal.field = "when";
  return refusal;
}

Outcome turn_off(const Request& request, const TimedText& now) {
  const Incident& incident = *request.incident;
  if (incident.remind_minutes == 0 && !incident.update_due_at) {
    return failure(Refusal("No reminder is set for " + handle(incident.number) +
                           ", and no update is promised. Nothing was changed."));
  }
  Answer answer = answer_entry(request, event::ReminderSet{0}, now);
  answer.reply.paragraphs.front().plain(" Nobody is reminded of updates any more.");
  return answer;
}

Outcome run_remind(const Request& request) {
  if (auto over = refusal_when_over(request, "nobody is reminded"))
    return failure(std::move(*over));
  const Incident& incident = *request.incident;
  const TimedText now{request.typed.now, request.zone, false, "", ""};
  if (request.arguments.empty()) {
    return failure(refuse(
        request, incident.remind_minutes == 0
                     ? "No reminder is set. How often shall there be an update?"
                     : "An update is due every " +
                           print_duration(std::chrono::minutes(incident.remind_minutes)) + "."));
  }
  if (in_lower_case(request.arguments) == "off") return turn_off(request, now);
  const auto length = read_amount(request.arguments);
  if (!length) {
    return failure(
        refuse(request, "“" + std::string(request.arguments) + "” is no length of time."));
  }
  if (*length < k_shortest_wait || *length > k_longest_wait) {
    return failure(refuse(request, "That has to be from 5 minutes to 24 hours."));
  }
  const std::int64_t minutes = std::chrono::duration_cast<std::chrono::minutes>(*length).count();
  if (minutes == incident.remind_minutes && incident.update_due_at > request.typed.now) {
    return failure(Refusal(
        "There is a reminder every " + print_duration(std::chrono::minutes(minutes)) +
        " already; the next update is due at " +
        spoken_moment(request, *incident.update_due_at, request.zone) + ". Nothing was changed."));
  }
  Answer answer = answer_entry(request, event::ReminderSet{minutes}, now);
  const Incident after = apply(incident, answer.events.back());
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" An update is due every " + print_duration(std::chrono::minutes(minutes)));
  if (after.update_due_at) {
    said.plain(", the next at " + spoken_moment(request, *after.update_due_at, request.zone));
  }
  said.plain(". When it is late, the lead is reminded first, then the channel. ");
  said.code(request.settings.command + " remind off").plain(" ends it.");
  return answer;
}

}  // namespace

const Verb k_remind = {
    .name = "remind",
    .aliases = "",
    .arguments = "30m|off",
    .purpose = "Reminds the lead when the next update is due.",
    .examples = {"remind 30m", "remind 1h"},
    .run = run_remind,
};

}  // namespace tocsin
