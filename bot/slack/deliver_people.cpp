// Who the members of the workspace are. Progress of the whole list: "page:<cursor>", and "plain"
// after a cursor that Slack no longer knew.
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/verdicts.h"

#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_slackbot = "USLACKBOT";  // a bot that Slack lists as a person

// Values of a wrong type are taken for missing: one strange member must not hide the others.
std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

bool flag_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

std::optional<Person> read_person(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  Person person;
  person.id.value = text_of(json, "id");
  if (person.id.empty()) return std::nullopt;
  const auto profile = json.find("profile");
  if (profile != json.end() && profile->is_object()) {
    person.name = text_of(*profile, "display_name");
    if (person.name.empty()) person.name = text_of(*profile, "real_name");
  }
  if (person.name.empty()) person.name = text_of(json, "real_name");
  if (person.name.empty()) person.name = text_of(json, "name");
  person.zone = text_of(json, "tz");
  person.is_bot = flag_of(json, "is_bot") || person.id.value == k_slackbot;
  person.is_gone = flag_of(json, "deleted");
  person.is_guest = flag_of(json, "is_restricted") || flag_of(json, "is_ultra_restricted");
  return person;
}

}  // namespace

Prepared PeopleSteps::request() const {
  Fields fields{{"limit", "200"}};
  if (progress.step == "page") fields.emplace_back("cursor", progress.detail);
  return prepared(settings, "users.list", fields);
}

Verdict PeopleSteps::judge(const net::HttpResponse& answer) const {
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
      if (auto person = read_person(member)) page.people.push_back(std::move(*person));
    }
  }
  std::vector<Fact> facts;
  if (!page.people.empty()) facts.emplace_back(std::move(page));
  if (read.next_cursor.empty() || read.next_cursor.find(' ') != std::string::npos) {
    return verdict::Done{std::move(facts)};
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
  std::optional<Person> person = user != json->end() ? read_person(*user) : std::nullopt;
  if (!person) return verdict::Done{};
  return verdict::Done{{fact::PeopleRead{{std::move(*person)}}}};
}

}  // namespace tocsin::slack
