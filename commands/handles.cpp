#include "commands/handles.h"

#include "bot/domain/ascii.h"
#include "bot/domain/known_names.h"
#include "bot/domain/when.h"
#include "bot/domain/whole_number.h"
#include "commands/line.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

template <class Number>
std::optional<Number> read_handle(std::string_view word, char letter) {
  if (word.size() < 2 || word.size() > 10) return std::nullopt;
  if (in_lower_case(word.substr(0, 1)).front() != letter) return std::nullopt;
  const auto number = whole_number(word.substr(1));
  return number && *number > 0 ? std::optional(Number{*number}) : std::nullopt;
}

// "<@U1|ben>" → "U1"; empty when it is none.
std::string_view mentioned_id(std::string_view word) {
  if (!word.starts_with("<@") || !word.ends_with('>')) return {};
  word = word.substr(2, word.size() - 3);
  return word.substr(0, word.find('|'));
}

Refusal refuse_person(const Person& person, std::string_view why) {
  RichText text;
  text.user(person.id).plain(" " + std::string(why) + " Nothing was changed; name somebody else.");
  return Refusal(std::move(text), "person");
}

Result<UserId, Refusal> checked(const Request& request, UserId user) {
  const auto person = request.reader.person(user);
  if (!person) return user;  // new here: Slack has not told us about them yet
  if (person->is_bot) return failure(refuse_person(*person, "is a bot and cannot do that."));
  if (person->is_gone) {
    return failure(refuse_person(*person, "has no account in this workspace any more."));
  }
  return user;
}

}  // namespace

std::optional<EntryNumber> read_entry_handle(std::string_view word) {
  return read_handle<EntryNumber>(word, 'e');
}
std::optional<HypothesisNumber> read_hypothesis_handle(std::string_view word) {
  return read_handle<HypothesisNumber>(word, 'h');
}
std::optional<TaskNumber> read_task_handle(std::string_view word) {
  return read_handle<TaskNumber>(word, 't');
}
std::optional<PageNumber> read_page_handle(std::string_view word) {
  return read_handle<PageNumber>(word, 'p');
}

bool looks_like_person(std::string_view word) {
  return !mentioned_id(word).empty() || (word.size() > 1 && word.front() == '@') ||
         in_lower_case(word) == "me";
}

namespace {

// Whom the typist may have meant; and how old the lists are in which it was looked, when they are.
std::string near_names(const Request& request, std::string_view word, bool is_group_taken) {
  const Roster& roster = request.settings.roster;
  std::string text;
  std::vector<std::string> names = roster.member_names;
  if (is_group_taken && roster.groups) {
    for (const KnownGroup& group : roster.groups->groups) names.push_back(group.handle);
  }
  const std::vector<std::string> near = nearest_names(word, names);
  for (const std::string& name : near) {
    text += (&name == near.data() ? "; the nearest are " : ", ") + name;
  }
  return text + age_of_lists(request, is_group_taken);
}

}  // namespace

std::string age_of_lists(const Request& request, bool with_groups) {
  const Roster& roster = request.settings.roster;
  const auto age = [&](std::string_view list, Moment read_at) {
    if (!is_old_list(read_at, request.typed.now)) return std::string();
    return " (Slack's list of " + std::string(list) + " is of " +
           print_moment(read_at, request.zone) + ")";
  };
  std::string text;
  if (roster.people_read_at) text += age("members", *roster.people_read_at);
  if (with_groups && roster.groups) text += age("groups", roster.groups->read_at);
  return text;
}

Result<UserId, Refusal> read_person(const Request& request, std::string_view word,
                                    bool is_group_taken) {
  if (in_lower_case(word) == "me") return checked(request, request.typed.user);
  if (const std::string_view id = mentioned_id(word); !id.empty()) {
    return checked(request, UserId{std::string(id)});
  }
  const std::string_view name = word.starts_with('@') ? word.substr(1) : word;
  const std::vector<Person> found = request.reader.people_named(name);
  if (found.size() == 1) return checked(request, found.front().id);
  const std::string shown = "“" + std::string(word) + "”";
  if (found.empty()) {
    return failure(Refusal("I know nobody called " + shown + " here" +
                               near_names(request, name, is_group_taken) +
                               ". Nothing was changed; pick the name from Slack's list after "
                               "typing @.",
                           "person"));
  }
  return failure(Refusal(std::to_string(found.size()) + " people are called " + shown +
                             ". Nothing was changed; pick the right one from Slack's list after "
                             "typing @.",
                         "person"));
}

std::optional<UserGroup> read_group(std::string_view word) {
  constexpr std::string_view k_start = "<!subteam^";
  if (!word.starts_with(k_start) || !word.ends_with('>')) return std::nullopt;
  word = word.substr(k_start.size(), word.size() - k_start.size() - 1);
  const std::size_t bar = word.find('|');
  UserGroup group{std::string(word.substr(0, bar)), ""};
  if (bar != std::string_view::npos) group.name = std::string(word.substr(bar + 1));
  if (group.name.empty()) group.name = "@" + group.id;
  if (group.name.front() != '@') group.name.insert(0, "@");
  return group;
}

std::optional<UserGroup> read_group(const Request& request, std::string_view word) {
  if (auto group = read_group(word)) return group;
  const auto& known = request.settings.roster.groups;
  if (!word.starts_with('@') || !known) return std::nullopt;
  if (!request.reader.people_named(word.substr(1)).empty()) return std::nullopt;
  const KnownGroup* group = find_group(*known, word);
  if (group == nullptr) return std::nullopt;
  return UserGroup{group->id, "@" + group->handle};
}

}  // namespace tocsin
