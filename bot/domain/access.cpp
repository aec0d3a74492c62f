#include "bot/domain/access.h"

#include <algorithm>

namespace tocsin {

namespace {

bool holds(const std::vector<UserId>& users, const UserId& user) {
  return std::ranges::find(users, user) != users.end();
}

const std::vector<UserId>* list_for(Act act, const Policy& policy) {
  switch (act) {
    case Act::look:
    case Act::change:
      return nullptr;
    case Act::declare:
      return &policy.may_declare;
    case Act::close:
      return &policy.may_close;
    case Act::page:
      return &policy.may_page;
  }
  return nullptr;
}

std::string_view words_for(Act act) {
  switch (act) {
    case Act::look:
      return "see incidents";
    case Act::change:
      return "change an incident";
    case Act::declare:
      return "declare an incident";
    case Act::close:
      return "close or cancel an incident";
    case Act::page:
      return "page somebody";
  }
  return "";
}

}  // namespace

std::optional<RichText> refusal_of(Act act, const UserId& user, const std::optional<Person>& person,
                                   const Policy& policy, bool list_was_read) {
  const std::vector<UserId>* allowed = list_for(act, policy);
  if (allowed != nullptr && holds(*allowed, user)) return std::nullopt;
  RichText why("Nothing was changed: ");
  if (person && person->is_gone) {
    return why.plain("your account is deactivated. Ask an admin of the workspace.");
  }
  if (person && person->is_guest && !policy.guests_may) {
    why.plain("guests of this workspace cannot " + std::string(words_for(act)));
    return why.plain(" with Tocsin. Ask a full member to type it for you.");
  }
  if (is_stranger(user, person, list_was_read) && !policy.guests_may) {
    why.plain("Tocsin does not know you yet and has just asked Slack who you are. In a few ");
    return why.plain("seconds send it again; if you are a guest, ask a full member to type it.");
  }
  if (allowed == nullptr || allowed->empty()) return std::nullopt;
  why.plain("you may not " + std::string(words_for(act)) + ". These can: ");
  for (std::size_t i = 0; i < allowed->size(); ++i) {
    if (i > 0) why.plain(", ");
    why.user((*allowed)[i]);
  }
  return why.plain(". Ask one of them.");
}

bool is_stranger(const UserId& user, const std::optional<Person>& person, bool list_was_read) {
  return list_was_read && !person && !user.empty();
}

bool may_see(const Incident& incident, const UserId& user, const ChannelId& asked_from,
             const Policy& policy) {
  if (!incident.is_private) return true;
  if (!asked_from.empty() && asked_from == incident.channel) return true;
  if (user.empty()) return false;
  const auto is_theirs = [&user](const auto& held) { return held.user == user; };
  return user == incident.declarer || user == incident.lead || user == incident.writeup_owner ||
         holds(incident.members, user) || std::ranges::any_of(incident.roles, is_theirs) ||
         std::ranges::any_of(incident.pages, is_theirs) ||
         std::ranges::any_of(incident.offers, [&](const Offer& one) { return one.to == user; }) ||
         std::ranges::any_of(incident.tasks, [&](const Task& one) { return one.owner == user; }) ||
         holds(policy.may_read_private, user);
}

}  // namespace tocsin
