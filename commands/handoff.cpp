#include "bot/domain/ascii.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/refusals.h"
#include "commands/role_names.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

// In the lines of buttons, for good.
constexpr std::string_view k_accept = "accept";
constexpr std::string_view k_decline = "decline";

const Offer* offer_of(const Incident& incident, std::string_view role) {
  const auto found = std::ranges::find(incident.offers, role, &Offer::role);
  return found == incident.offers.end() ? nullptr : &*found;
}

// ---- offering

Refusal ask_which_role(const Request& request, const std::vector<std::string>& roles,
                       std::string_view person) {
  Reply reply("Nothing was changed yet. Which role do you hand over?");
  for (const std::string& role : roles) {
    reply.buttons.push_back(
        {"Hand over " + role,
         handle(request.incident->number) + " handoff " + std::string(person) + " " + role,
         Button::Style::plain});
  }
  return Refusal(std::move(reply));
}

Refusal refuse_without_role(const Request& request) {
  RichText why(
      "You have no role to hand over, so nothing was changed. To give a role at once, type ");
  why.code(line_to_type(request, "role NAME @USER")).plain("; to see who has which, ");
  return Refusal(why.code(line_to_type(request, "roles")).plain("."), "role");
}

// The one that was written, else the only one that the typist has.
Result<std::string, Refusal> read_role(const Request& request, std::string_view word,
                                       std::string_view person) {
  if (!word.empty()) {
    auto role = find_role(request.settings, word);
    if (!role) return failure(refuse_unknown_role(request, word));
    return std::move(*role);
  }
  const std::vector<std::string> held = roles_of(*request.incident, request.typed.user);
  if (held.empty()) return failure(refuse_without_role(request));
  if (held.size() > 1) return failure(ask_which_role(request, held, person));
  return held.front();
}

// Why this role cannot be offered to this person by the typist; nothing when it can.
std::optional<Refusal> obstacle(const Request& request, const std::string& role, const UserId& to) {
  const Incident& incident = *request.incident;
  const UserId holder = holder_of(incident, role);
  if (holder.empty()) {
    RichText why("Nobody has " + role + ", so there is nothing to hand over. Give it at once: ");
    return Refusal(why.code(line_to_type(request, "role " + role + " @USER")).plain("."), "role");
  }
  if (to == holder) {
    RichText why;
    if (to == request.typed.user) {
      why.plain("You have " + role + " yourself. Nothing was changed; name somebody else.");
    } else {
      why.user(to).plain(" has " + role + " already. Nothing was changed.");
    }
    return Refusal(std::move(why), "person");
  }
  if (holder != request.typed.user && incident.lead != request.typed.user) {
    RichText why(role + " is ");
    why.user(holder).plain("'s: they or the lead can hand it over. Nothing was changed. ");
    why.plain("If they cannot, type ");
    return Refusal(why.code(line_to_type(request, "role " + role + " @USER")).plain("."), "role");
  }
  const Offer* offer = offer_of(incident, role);
  if (offer != nullptr && offer->to == to) {
    RichText why(role + " is offered to ");
    why.user(to).plain(" already; it moves when they accept. Nobody was asked twice.");
    return Refusal(std::move(why), "person");
  }
  return std::nullopt;
}

Outcome offer(const Request& request) {
  FirstWord first = take_word(request.arguments);
  // "handoff scribe @ben" says the same.
  if (const FirstWord second = take_word(first.rest);
      !looks_like_person(first.word) && looks_like_person(second.word) && second.rest.empty()) {
    std::swap(first.word, first.rest);
  }
  const FirstWord role_word = take_word(first.rest);
  if (!role_word.rest.empty()) {
    return failure(refuse_excess(request, k_handoff, role_word.rest));
  }
  const auto to = read_person(request, first.word);
  if (!to) return failure(to.error());
  const auto role = read_role(request, role_word.word, first.word);
  if (!role) return failure(role.error());
  if (auto refusal = obstacle(request, *role, *to)) return failure(std::move(*refusal));
  const Offer* earlier = offer_of(*request.incident, *role);
  Answer answer = answer_now(request, event::HandoffOffered{*role, *to});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").user(*to).plain(" is asked to take over " + *role);
  said.plain(" and gets a brief; it moves when they accept.");
  if (earlier != nullptr) said.plain(" The offer to ").user(earlier->to).plain(" is withdrawn.");
  return answer;
}

// ---- answering

Refusal refuse_void(const Request& request, const std::string& role) {
  const UserId holder = holder_of(*request.incident, role);
  if (holder == request.typed.user) {
    return Refusal("You have " + role + " already. Nothing was changed.");
  }
  RichText why("That offer does not stand any more: " + role + " is ");
  if (holder.empty()) {
    why.plain("free. Take it with ").code(line_to_type(request, "join " + role)).plain(".");
    return Refusal(std::move(why));
  }
  why.user(holder).plain("'s");
  if (const Offer* other = offer_of(*request.incident, role)) {
    why.plain(" and offered to ").user(other->to).plain(", who alone can answer");
  }
  return Refusal(why.plain(". Nothing was changed."));
}

// The offer that is answered: of the role that is written, else the only one for the typist.
Result<Offer, Refusal> read_offer(const Request& request, std::string_view answer,
                                  std::string_view word) {
  const Incident& incident = *request.incident;
  if (!word.empty()) {
    const std::string role = in_lower_case(word);
    const Offer* offered = offer_of(incident, role);
    if (offered != nullptr && offered->to == request.typed.user) return *offered;
    const bool is_role = find_role(request.settings, role).has_value();
    return failure(is_role ? refuse_void(request, role) : refuse_unknown_role(request, word));
  }
  std::vector<Offer> mine;
  for (const Offer& offered : incident.offers) {
    if (offered.to == request.typed.user) mine.push_back(offered);
  }
  if (mine.size() == 1) return mine.front();
  if (mine.empty()) {
    return failure(Refusal("No role is offered to you in " + handle(incident.number) +
                           ". Nothing was changed."));
  }
  Reply reply("Nothing was changed yet. Which role do you mean?");
  for (const Offer& offered : mine) {
    reply.buttons.push_back(
        {offered.role,
         handle(incident.number) + " handoff " + std::string(answer) + " " + offered.role,
         Button::Style::plain});
  }
  return failure(Refusal(std::move(reply)));
}

Outcome accept(const Request& request, std::string_view rest) {
  const FirstWord role = take_word(rest);
  if (!role.rest.empty()) return failure(refuse_excess(request, k_handoff, role.rest));
  const auto offered = read_offer(request, k_accept, role.word);
  if (!offered) return failure(offered.error());
  Answer answer =
      answer_now(request, event::HandoffAccepted{offered->role, offered->from, offered->to});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" You are now ").bold(offered->role).plain(".");
  answer.reply.buttons.push_back(
      {"Catch up", handle(request.incident->number) + " catchup", Button::Style::plain});
  return answer;
}

Outcome decline(const Request& request, std::string_view rest) {
  const FirstWord role = take_word(rest);
  const auto offered = read_offer(request, k_decline, role.word);
  if (!offered) return failure(offered.error());
  Answer answer = answer_now(
      request, event::HandoffDeclined{offered->role, offered->to, with_names(request, role.rest)});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" " + offered->role + " stays ");
  if (offered->from.empty()) {
    said.plain("free.");
  } else {
    said.plain("with ").user(offered->from).plain(", who is told.");
  }
  return answer;
}

Outcome run_handoff(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  if (first.word.empty()) {
    Refusal refusal = refuse_with_usage(request, k_handoff, "Who shall take over?");
    refusal.field = "person";
    return failure(std::move(refusal));
  }
  if (is_over(request.incident->state)) {
    return failure(refuse_when_over(request, "its roles do not change any more"));
  }
  const std::string word = in_lower_case(first.word);
  if (word == k_accept) return accept(request, first.rest);
  if (word == k_decline) return decline(request, first.rest);
  return offer(request);
}

}  // namespace

const Verb k_handoff = {
    .name = "handoff",
    .aliases = "",
    .arguments = "@USER [ROLE]",
    .purpose = "Hands a role over: they get a brief, and it moves when they accept.",
    .examples = {"handoff @ben", "handoff @ben lead"},
    .run = run_handoff,
};

}  // namespace tocsin
