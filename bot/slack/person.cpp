#include "bot/slack/person.h"

#include "bot/json.h"

#include <string>
#include <string_view>
#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_slackbot = "USLACKBOT";  // a bot that Slack lists as a person

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

bool flag_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::optional<Person> read_person(const JsonReader& user) {
  const Json& json = user.raw();
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
  // Whoever is in a shared channel from another workspace is no full member of this one either.
  person.is_guest = flag_of(json, "is_restricted") || flag_of(json, "is_ultra_restricted") ||
                    flag_of(json, "is_stranger");
  return person;
}

}  // namespace tocsin::slack
