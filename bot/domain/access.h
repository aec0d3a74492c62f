#pragma once
// Who may see what and who may do what: the one gate that everything which leaves the bot, and
// every command that comes in, has to pass. Set by the operator's configuration; without any, every
// full member of the workspace may do everything but read the private incidents of others.

#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/person.h"
#include "bot/domain/rich_text.h"

#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// What a command does, as far as permission is concerned.
enum class Act { look, change, declare, close, page };

struct Policy {
  bool guests_may = false;          // guests of the workspace may do what members may
  std::vector<UserId> may_declare;  // empty: everybody
  std::vector<UserId> may_close;
  std::vector<UserId> may_page;
  std::vector<UserId> may_read_private;  // besides those who are in it
};

// Nothing when this person may. Otherwise why not and who can, as a sentence. `person` is nothing
// when Slack has not told us about them: before its list of members was read such a one counts as a
// member, afterwards (`list_was_read`) as a stranger, who may do what guests may.
std::optional<RichText> refusal_of(Act act, const UserId& user, const std::optional<Person>& person,
                                   const Policy& policy, bool list_was_read);
bool is_stranger(const UserId& user, const std::optional<Person>& person, bool list_was_read);

// A private incident exists only for those who are in it (its declarer, its lead, who has a role, a
// task or the write-up in it, who is in its channel), and for those who ask from inside its channel
// (Slack lets only members in there).
bool may_see(const Incident& incident, const UserId& user, const ChannelId& asked_from,
             const Policy& policy = {});

}  // namespace tocsin
