// Who the members of the workspace are, and which user groups there are. Progress of the whole
// list: "page:<cursor>", and "plain" after a cursor that Slack no longer knew; then "groups".
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/person.h"
#include "bot/slack/verdicts.h"

#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_groups = "groups";

// Where groups may not be read, or the workspace has none, people are known all the same.
Verdict judge_groups(const net::HttpResponse& answer) {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  const std::optional<Json> json = read.is_good() ? parse_json(answer.body) : std::nullopt;
  if (!json) return verdict::Done{};
  fact::GroupsRead groups;
  JsonReader reader(*json);
  for (JsonReader& group : reader.items("usergroups")) {
    if (!group.is_object()) continue;
    KnownGroup known{group.text_or("id", ""), group.text_or("handle", "")};
    if (!known.id.empty() && !known.handle.empty()) groups.groups.push_back(std::move(known));
  }
  if (reader.failed()) return verdict::Done{};
  return verdict::Done{{std::move(groups)}};
}

}  // namespace

Prepared PeopleSteps::request() const {
  if (progress.step == k_groups) return prepared(settings, "usergroups.list", {});
  Fields fields{{"limit", "200"}};
  if (progress.step == "page") fields.emplace_back("cursor", progress.detail);
  return prepared(settings, "users.list", fields);
}

Verdict PeopleSteps::judge(const net::HttpResponse& answer) const {
  if (progress.step == k_groups) return judge_groups(answer);
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (read.error == "invalid_cursor" && progress.step == "page" && !progress.plain) {
    Progress again;
    again.plain = true;  // from the beginning, and only once
    return next(again);
  }
  if (!read.is_good()) return refused(read, "read the list of people");
  fact::PeopleRead page;
  const std::optional<Json> json = parse_json(answer.body);
  const auto members = json->find("members");
  if (members != json->end() && members->is_array()) {
    for (const Json& member : *members) {
      if (auto person = read_person(JsonReader(member))) page.people.push_back(std::move(*person));
    }
  }
  std::vector<Fact> facts;
  if (!page.people.empty()) facts.emplace_back(std::move(page));
  if (read.next_cursor.empty() || read.next_cursor.find(' ') != std::string::npos) {
    Progress groups;
    groups.step = k_groups;
    return next(groups, std::move(facts));
  }
  Progress more = progress;
  more.step = "page";
  more.detail = read.next_cursor;
  return next(more, std::move(facts));
}

Prepared PersonSteps::request() const {
  const auto& read = std::get<delivery::ReadPerson>(context.delivery);
  return prepared(settings, "users.info", {{"user", read.user.value}});
}

Verdict PersonSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (!read.is_good()) return refused(read, "look up a person");
  const std::optional<Json> json = parse_json(answer.body);
  const auto user = json->find("user");
  std::optional<Person> person =
      user != json->end() ? read_person(JsonReader(*user)) : std::nullopt;
  if (!person) return verdict::Done{};
  return verdict::Done{{fact::PeopleRead{{std::move(*person)}}}};
}

}  // namespace tocsin::slack
