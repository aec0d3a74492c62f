#include "bot/domain/ascii.h"
#include "commands/amount.h"
#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/outlets.h"
#include "commands/over.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

Form update_form(const Request& request) {
  FormField next;
  next.name = "next";
  next.label = "Next update";
  next.hint = "Promised to the readers; the bot reminds of it.";
  next.kind = FormField::Kind::choice;
  next.is_optional = true;
  next.choices = {{"15m", "in 15 minutes"}, {"30m", "in 30 minutes"}, {"1h", "in 1 hour"},
                  {"2h", "in 2 hours"},     {"4h", "in 4 hours"},     {"24h", "in 24 hours"}};
  return make_form(request, k_update, "Update", "Send",
                   {text_field("What do the stakeholders need to know?"), std::move(next)});
}

std::string update_arguments(const FilledForm& form) {
  const std::string next = value_of(form, "next");
  return (next.empty() ? "-- " : "next " + next + " -- ") + value_of(form, "text");
}

using namespace std::chrono_literals;

constexpr Duration k_soonest = 1min;
constexpr Duration k_latest = 24h * 7;

struct Words {
  std::optional<Promise> next;
  std::string_view text;
};

Refusal refuse(const Request& request, std::string_view why, std::string_view field) {
  Refusal refusal = refuse_with_usage(request, k_update, why);
  refusal.field = field;
  return refusal;
}

// "next Monday we replace the disks": a day alone may begin a sentence as well, and what was sent
// out cannot be taken back. "next Monday: …", "next Monday -- …" and "next Monday 9:00 …" are
// times.
bool is_sentence(std::string_view text, std::size_t taken) {
  const std::string_view time = text.substr(0, taken);
  const std::string_view rest = trim(text.substr(taken));
  const bool is_marked = time.ends_with(':') || time.ends_with("--") || rest.starts_with("--") ||
                         time.find_first_of("0123456789") != std::string_view::npos;
  return !is_marked && !rest.empty();
}

// "next 30m TEXT". A text that only begins with the word ("next step is a rollback") is a text; one
// that goes on with a number was meant as a time, and nothing is sent out on a typing error.
Result<Words, Refusal> read_words(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  if (first.word == "--") return Words{std::nullopt, first.rest};
  if (in_lower_case(first.word) != "next") return Words{std::nullopt, request.arguments};
  const auto next = take_promise(request, first.rest);
  const bool is_time =
      next || (!first.rest.empty() && first.rest[0] >= '0' && first.rest[0] <= '9');
  if (!is_time || (next && is_sentence(first.rest, next->consumed))) {
    return Words{std::nullopt, request.arguments};
  }
  if (!next) {
    return failure(refuse(
        request, "I could not read when the next update comes, so nothing was sent.", "next"));
  }
  if (next->at < request.typed.now + k_soonest || next->at > request.typed.now + k_latest) {
    return failure(refuse(request,
                          "The next update has to come in 1 minute at the earliest and in 7 days "
                          "at the latest. Nothing was sent.",
                          "next"));
  }
  const FirstWord rest = take_word(first.rest.substr(next->consumed));
  if (rest.word == "--") return Words{next, rest.rest};
  return Words{next, trim(first.rest.substr(next->consumed))};
}

// Whom it reaches, so that nobody believes that more people know than do.
RichText reached(const Request& request, const Incident& incident) {
  const auto others = std::ranges::count_if(
      incident.subscribers, [&](const UserId& user) { return user != request.typed.user; });
  RichText text;
  if (incident.is_private) {
    text.plain(" Nothing is announced, because the incident is private.");
  } else if (request.settings.announcement_channel.empty()) {
    text.plain(" There is no announcement channel; only this incident's channel shows it.");
  } else {
    text.plain(" It goes to #" + request.settings.announcement_channel + " too.");
  }
  if (others > 0) {
    text.plain(" " + std::to_string(others) +
               (others == 1 ? " subscriber gets" : " subscribers get") + " it by direct message.");
  }
  return text;
}

Outcome run_update(const Request& request) {
  if (auto over = refusal_when_over(request, "no update was sent"))
    return failure(std::move(*over));
  const auto words = read_words(request);
  if (!words) return failure(words.error());
  if (words->text.empty()) {
    return failure(
        refuse(request, "What do the stakeholders need to know? The text is missing.", "text"));
  }
  event::UpdateSent update{with_names(request, words->text), std::nullopt};
  const std::string text = update.text;
  if (words->next) update.next_due_at = words->next->at;
  const TimedText now{request.typed.now, request.zone, false, "", words->text};
  Answer answer = answer_entry(request, std::move(update), now);
  const Incident after = apply(*request.incident, answer.events.back());
  RichText& said = answer.reply.paragraphs.front();
  said.append(reached(request, after));
  if (after.update_due_at) {
    const Zone zone = words->next ? words->next->zone : request.zone;
    said.plain(" Next update due at " + spoken_moment(request, *after.update_due_at, zone) + ".");
  } else {
    said.plain(" No next one is promised: ");
    said.code(request.settings.command + " remind 30m").plain(" reminds the lead.");
  }
  add_status_pages(request, after, answer.events.back().entry, text, answer.reply);
  return answer;
}

}  // namespace

const Verb k_update = {
    .name = "update",
    .aliases = "post|announce",
    .arguments = "[next 30m|next 14:30] TEXT",
    .purpose = "Tells the stakeholders: announcement channel, status page and subscribers.",
    .examples = {"update next 30m We found the cause", "update Payments work again"},
    .form = update_form,
    .run = run_update,
    .arguments_of = update_arguments,
};

}  // namespace tocsin
