#include "bot/domain/ascii.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/role_names.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

bool is_nobody(std::string_view word) {
  const std::string name = in_lower_case(word);
  return name == "nobody" || name == "none" || name == "free" || name == "-";
}

Refusal refuse_without_person(const Request& request, const Verb& verb, const std::string& role) {
  Refusal refusal = refuse_with_usage(request, verb, "Who shall be " + role + "?");
  refusal.field = "person";
  return refusal;
}

// Empty: nobody shall have it any more.
Result<UserId, Refusal> read_holder(const Request& request, const Verb& verb,
                                    const std::string& role, std::string_view rest) {
  const FirstWord first = take_word(rest);
  if (first.word.empty()) return failure(refuse_without_person(request, verb, role));
  if (!first.rest.empty()) {
    // "@Ana Berg", typed by hand: names may have blanks.
    auto whole = read_person(request, rest);
    if (whole) return whole;
    return failure(refuse_excess(request, verb, first.rest));
  }
  if (!is_nobody(first.word)) return read_person(request, first.word);
  if (role != k_lead_role) return UserId{};
  RichText why("An incident always has a lead. Nothing was changed. Name who takes over: ");
  return failure(Refusal(why.code(line_to_type(request, "lead @USER")).plain("."), "person"));
}

Outcome give(const Request& request, const Verb& verb, const std::string& role,
             std::string_view rest) {
  const Incident& incident = *request.incident;
  if (is_over(incident.state)) {
    return failure(refuse_when_over(request, "its roles do not change any more"));
  }
  const auto user = read_holder(request, verb, role, rest);
  if (!user) return failure(user.error());
  const UserId from = holder_of(incident, role);
  if (*user == from) {
    RichText why(role + " is ");
    if (from.empty()) {
      why.plain("free");
    } else {
      why.user(from);
    }
    return failure(Refusal(why.plain(" already. Nothing was changed."), "person"));
  }
  Answer answer = answer_now(request, event::RoleGiven{role, *user, from});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ");
  if (user->empty()) {
    said.plain(role + " is free now");
  } else {
    said.user(*user).plain(" is now " + role);
  }
  if (!from.empty()) said.plain(", until now it was ").user(from);
  said.plain(".");
  return answer;
}

Outcome run_role(const Request& request) {
  FirstWord first = take_word(request.arguments);
  if (first.word.empty()) {
    return failure(refuse_with_usage(request, k_role, "Which role, and who?"));
  }
  // "role @ana lead" says the same.
  if (const FirstWord second = take_word(first.rest);
      looks_like_person(first.word) && second.rest.empty() && !second.word.empty()) {
    std::swap(first.word, first.rest);
  }
  const auto role = find_role(request.settings, first.word);
  if (!role) return failure(refuse_unknown_role(request, first.word));
  return give(request, k_role, *role, first.rest);
}

Outcome run_named(const Request& request, const Verb& verb) {
  const auto role = find_role(request.settings, verb.name);
  if (!role) return failure(refuse_unknown_role(request, verb.name));
  return give(request, verb, *role, request.arguments);
}

Outcome run_lead(const Request& request) { return run_named(request, k_lead); }
Outcome run_comms(const Request& request) { return run_named(request, k_comms); }
Outcome run_scribe(const Request& request) { return run_named(request, k_scribe); }

}  // namespace

const Verb k_role = {
    .name = "role",
    .aliases = "assign",
    .arguments = "lead|comms|scribe|NAME @USER",
    .purpose = "Gives a role; nobody in place of a person frees it.",
    .examples = {"role scribe @ben", "role comms @ana"},
    .run = run_role,
};

const Verb k_lead = {
    .name = "lead",
    .aliases = "",
    .arguments = "@USER",
    .purpose = "Makes somebody the lead.",
    .examples = {"lead @ben", "INC-7 lead @ben"},
    .run = run_lead,
};

const Verb k_comms = {
    .name = "comms",
    .aliases = "",
    .arguments = "@USER",
    .purpose = "Makes somebody responsible for the updates.",
    .examples = {"comms @ben", "INC-7 comms @ben"},
    .run = run_comms,
};

const Verb k_scribe = {
    .name = "scribe",
    .aliases = "",
    .arguments = "@USER",
    .purpose = "Makes somebody the scribe.",
    .examples = {"scribe @chi", "INC-7 scribe @chi"},
    .run = run_scribe,
};

}  // namespace tocsin
