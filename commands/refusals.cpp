#include "commands/refusals.h"

#include "commands/entry.h"
#include "commands/handles.h"

#include <utility>

namespace tocsin {

std::string line_to_type(const Request& request, std::string_view rest) {
  std::string line = request.settings.command + " ";
  const bool is_elsewhere = request.incident && request.incident->channel != request.typed.channel;
  if (is_elsewhere) line += handle(request.incident->number) + " ";
  return line + std::string(rest);
}

Refusal refuse_when_over(const Request& request, std::string_view why) {
  RichText text(handle(request.incident->number) + " is ");
  text.plain(std::string(name_of(request.incident->state)) + ": " + std::string(why));
  text.plain(". Nothing was changed. To go on with it, type ");
  return Refusal(text.code(line_to_type(request, "reopen REASON")).plain("."));
}

std::optional<Refusal> refuse_not_allowed(const Request& request, Act act) {
  const UserId& user = request.typed.user;
  const std::optional<Person> person = request.reader.person(user);
  const bool list_was_read = request.settings.roster.people_read_at.has_value();
  auto why = refusal_of(act, user, person, request.settings.policy, list_was_read);
  if (!why) return std::nullopt;
  Refusal refusal(std::move(*why));
  if (is_stranger(user, person, list_was_read) && !request.typed.text.empty()) {
    refusal.reply.buttons.push_back({"Send it again", request.typed.text, Button::Style::primary});
  }
  return refusal;
}

Refusal refuse_excess(const Request& request, const Verb& verb, std::string_view excess) {
  return refuse_with_usage(
      request, verb, "Nothing was changed: I cannot read “" + std::string(excess) + "” there.");
}

std::optional<Refusal> refuse_other_handle(std::string_view word, std::string_view wanted) {
  std::string_view kind;
  if (read_entry_handle(word)) kind = "an entry";
  if (read_hypothesis_handle(word)) kind = "a hypothesis";
  if (read_task_handle(word)) kind = "a task";
  if (read_page_handle(word)) kind = "a page";
  if (kind.empty()) return std::nullopt;
  return Refusal("“" + std::string(word) + "” is the handle of " + std::string(kind) +
                 "; here goes " + std::string(wanted) + ". Nothing was changed.");
}

}  // namespace tocsin
