#include "integrations/on_call.h"

#include "bot/ensure.h"
#include "bot/json.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {
constexpr std::size_t k_most_people = 10;  // a schedule with more is a list of everybody
}  // namespace

void OnCallLook::add(std::string id, fact::OnCallPerson person) {
  if (ids.size() >= k_most_people || std::ranges::find(ids, id) != ids.end()) return;
  ids.push_back(std::move(id));
  people.push_back(std::move(person));
}

void OnCallLook::ends(std::optional<Moment> end) {
  if (end && (!until || *end < *until)) until = end;
}

const delivery::AskOnCall& question_of(const DeliveryContext& context) {
  const auto* question = std::get_if<delivery::AskOnCall>(&context.delivery);
  ENSURE(question != nullptr);
  return *question;
}

std::string print(const OnCallLook& look) {
  Json people = Json::array();
  for (std::size_t i = 0; i < look.people.size(); ++i) {
    const fact::OnCallPerson& person = look.people[i];
    people.push_back({{"id", look.ids[i]},
                      {"name", person.name},
                      {"mail", person.mail},
                      {"phone", person.phone}});
  }
  Json json{{"people", std::move(people)}, {"asked", look.asked}};
  if (look.until) json["until"] = to_stored(*look.until);
  return dump_json(json);
}

OnCallLook read_look(std::string_view progress) {
  OnCallLook look;
  const auto json = parse_json(progress);
  if (!json) return look;
  JsonReader reader(*json);
  for (JsonReader& person : reader.items("people")) {
    look.ids.push_back(person.text("id"));
    look.people.push_back({person.text("name"), person.text("mail"), person.text("phone")});
  }
  const std::int64_t asked = reader.integer("asked");
  if (const auto until = reader.maybe_integer("until")) look.until = from_stored(*until);
  if (reader.failed() || asked < 0) return {};
  look.asked = static_cast<std::size_t>(asked);
  return look;
}

Verdict next(const OnCallLook& look, const DeliveryContext& context) {
  if (!look.is_complete()) return verdict::NextStep{print(look), "", {}};
  const delivery::AskOnCall& question = question_of(context);
  return verdict::Done{
      {fact::OnCallRead{question.pager, question.schedule, look.people, look.until}}};
}

}  // namespace tocsin
