#pragma once
// Handles that people type (E12, H2, T3, P1) and people whom they name (<@U1>, @ben, me). What
// cannot be read or does not exist becomes a refusal that says what to type; nobody is guessed.

#include "commands/request.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin {

// "E12", "e12"; nothing for another word.
std::optional<EntryNumber> read_entry_handle(std::string_view word);
std::optional<HypothesisNumber> read_hypothesis_handle(std::string_view word);
std::optional<TaskNumber> read_task_handle(std::string_view word);
std::optional<PageNumber> read_page_handle(std::string_view word);

// The first word is meant as a person: "<@U1>", "<@U1|ben>", "@ben", "me".
bool looks_like_person(std::string_view word);

// The person whom the word names. Refuses bots, those who are gone, names that nobody or several
// people have. `is_group_taken`: where a user group may stand too, the nearest may be one.
Result<UserId, Refusal> read_person(const Request& request, std::string_view word,
                                    bool is_group_taken = false);

// " (Slack's list of members is of Mon 09:00)" when it is old; empty: it is not.
std::string age_of_lists(const Request& request, bool with_groups);

// "<!subteam^S1>" or "<!subteam^S1|@payments>": a user group of Slack.
struct UserGroup {
  std::string id;
  std::string name;  // as people read it: "@payments"
};
std::optional<UserGroup> read_group(std::string_view word);
// The same, and "@payments" as it is typed where Slack makes no mention of it, unless a person is
// called so.
std::optional<UserGroup> read_group(const Request& request, std::string_view word);

}  // namespace tocsin
