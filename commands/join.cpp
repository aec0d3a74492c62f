#include "commands/entry.h"
#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/role_names.h"
#include "commands/verbs.h"

#include <vector>

namespace tocsin {

namespace {

Outcome take(const Request& request, const std::string& role) {
  const UserId from = holder_of(*request.incident, role);
  Answer answer = answer_now(request, event::RoleGiven{role, request.typed.user, from});
  answer.reply.paragraphs.front().plain(" You are now ").bold(role).plain(".");
  const auto duty = request.settings.role_duties.find(role);
  if (duty != request.settings.role_duties.end()) {
    answer.reply.paragraphs.front().plain(" " + duty->second);
  }
  return answer;
}

Refusal refuse_taken(const Request& request, const std::string& role) {
  const UserId holder = holder_of(*request.incident, role);
  if (holder == request.typed.user) {
    return Refusal("You are " + role + " already. Nothing was changed.", "role");
  }
  RichText why(role + " is ");
  why.user(holder).plain("'s. Nothing was changed. They can hand it over with ");
  why.code(line_to_type(request, "handoff @YOU " + role)).plain("; if they cannot, take it with ");
  return Refusal(why.code(line_to_type(request, "role " + role + " me")).plain("."), "role");
}

// Nobody is guessed, and no role either.
Outcome take_any(const Request& request) {
  const std::vector<std::string> free = free_roles(request);
  if (free.size() == 1) return take(request, free.front());
  if (free.empty()) {
    RichText why("No role is free, so nothing was changed. To see who has which, type ");
    return failure(Refusal(why.code(line_to_type(request, "roles")).plain("."), "role"));
  }
  Reply reply("Nothing was changed yet. Which role do you take?");
  for (const std::string& role : free) {
    reply.buttons.push_back(
        {"Take " + role, handle(request.incident->number) + " join " + role, Button::Style::plain});
  }
  return failure(Refusal(std::move(reply)));
}

Outcome run_join(const Request& request) {
  if (is_over(request.incident->state)) {
    return failure(refuse_when_over(request, "its roles do not change any more"));
  }
  const FirstWord first = take_word(request.arguments);
  if (first.word.empty()) return take_any(request);
  const auto role = find_role(request.settings, first.word);
  if (!role) return failure(refuse_unknown_role(request, first.word));
  if (!first.rest.empty()) return failure(refuse_excess(request, k_join, first.rest));
  if (!is_free(request, *role) || holder_of(*request.incident, *role) == request.typed.user) {
    return failure(refuse_taken(request, *role));
  }
  return take(request, *role);
}

}  // namespace

const Verb k_join = {
    .name = "join",
    .aliases = "claim",
    .arguments = "[ROLE]",
    .purpose = "Takes a free role.",
    .examples = {"join scribe", "join comms"},
    .run = run_join,
};

}  // namespace tocsin
