#include "commands/writeup_owner.h"

#include "bot/domain/ascii.h"
#include "bot/domain/when.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"

#include <chrono>
#include <string>
#include <utility>

namespace tocsin {

namespace {

std::string postmortem_line(const Request& request, std::string_view rest) {
  return request.settings.command + " " + handle(request.incident->number) + " postmortem " +
         std::string(rest);
}

// Who has it and until when, as a sentence.
RichText standing(const Request& request, const UserId& owner, std::optional<Moment> review_by) {
  RichText text("The write-up of ");
  text.bold(handle(request.incident->number)).plain(" is ");
  if (owner.empty()) {
    text.plain("nobody's");
  } else {
    text.user(owner).plain("'s");
  }
  if (!review_by) return text.plain(", without a date to be published by.");
  text.plain(", to be published by ");
  return text.date_and_clock(*review_by, spoken_moment(request, *review_by, request.zone))
      .plain(".");
}

std::optional<Refusal> refusal_when_settled(const Request& request) {
  const Incident& incident = *request.incident;
  const std::string number = handle(incident.number);
  if (incident.state == State::cancelled) {
    return Refusal(number + " was cancelled, so it has no write-up.");
  }
  if (incident.writeup_state == WriteupState::published) {
    return Refusal("The write-up of " + number + " is published already. Nothing was changed.");
  }
  if (incident.is_imported) {
    return Refusal(number +
                   " was imported: its write-up was finished elsewhere. Nothing was "
                   "changed.");
  }
  if (incident.is_drill) {
    return Refusal(number + " is a drill: nobody is asked for its write-up. Nothing was changed.");
  }
  return std::nullopt;
}

Outcome assign(const Request& request, UserId owner, std::optional<Moment> review_by) {
  const Incident& incident = *request.incident;
  if (owner == incident.writeup_owner && review_by == incident.review_by) {
    return failure(Refusal("That is so already. Nothing was changed."));
  }
  Answer answer;
  answer.incident = incident.number;
  RichText said("Saved. ");
  said.append(standing(request, owner, review_by));
  answer.events.push_back(next_event(incident, event::WriteupAssigned{std::move(owner), review_by},
                                     request.typed.now, request.typed.now, request.typed.user));
  answer.reply = Reply(std::move(said));
  return answer;
}

Answer tell(const Request& request, std::string_view how) {
  RichText text = standing(request, request.incident->writeup_owner, request.incident->review_by);
  text.plain(" To change that, type ").code(postmortem_line(request, how)).plain(".");
  Answer answer;
  answer.reply = Reply(std::move(text));
  return answer;
}

std::int64_t days_for(const ReviewDays& days, std::optional<Severity> severity) {
  if (severity == Severity::sev1) return days.sev1;
  if (severity == Severity::sev2) return days.sev2;
  return days.others;
}

}  // namespace

Outcome set_writeup_owner(const Request& request, std::string_view arguments) {
  if (arguments.empty()) return tell(request, "owner @USER");
  if (auto refusal = refusal_when_settled(request)) return failure(std::move(*refusal));
  if (in_lower_case(arguments) == "nobody")
    return assign(request, UserId{}, request.incident->review_by);
  const auto user = read_person(request, arguments);
  if (!user) return failure(user.error());
  return assign(request, *user, request.incident->review_by);
}

Outcome set_writeup_due(const Request& request, std::string_view arguments) {
  if (arguments.empty()) return tell(request, "due fri");
  if (auto refusal = refusal_when_settled(request)) return failure(std::move(*refusal));
  WhenContext context;
  context.now = request.typed.now;
  context.zone = request.zone;
  const auto due = read_due(arguments, context);
  if (!due) return failure(due.error());
  if (due->at <= request.typed.now) {
    RichText why(spoken_moment(request, due->at, request.zone) +
                 " is past. Nothing was changed. Type a day to come, like ");
    return failure(Refusal(why.code(postmortem_line(request, "due fri")).plain(".")));
  }
  return assign(request, request.incident->writeup_owner, due->at);
}

std::optional<event::WriteupAssigned> assigned_at_close(const Request& request,
                                                        const Incident& incident) {
  if (incident.is_drill) return std::nullopt;
  event::WriteupAssigned assigned{incident.writeup_owner, incident.review_by};
  if (assigned.owner.empty()) assigned.owner = incident.lead;
  if (!assigned.review_by) {
    const std::int64_t days = days_for(request.settings.review_days, incident.severity);
    assigned.review_by = request.typed.now + std::chrono::hours(24 * days);
  }
  const bool is_known =
      assigned.owner == incident.writeup_owner && assigned.review_by == incident.review_by;
  if (is_known) return std::nullopt;
  return assigned;
}

}  // namespace tocsin
