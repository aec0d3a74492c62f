#include "bot/web/api.h"

#include "bot/json.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"
#include "tests/web/world.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace api_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

const Moment k_now = utc(2026, 3, 10, 12, 0);

Result<std::string, std::string> no_writeup(const std::string& incident, const std::string& format,
                                            const Reader&) {
  return incident + " as " + format;
}

net::HttpResponse ask(const WebWorld& world, const std::string& target) {
  const auto parsed = web::parse_target(target);
  REQUIRE(parsed);
  return web::api_answer(*parsed, world.outside(), no_writeup, k_now);
}

Json json_of(const net::HttpResponse& response) {
  const auto json = parse_json(response.body);
  REQUIRE_MESSAGE(json.has_value(), response.body);
  return *json;
}

Json openapi() {
  const auto json = parse_json(file_content(source_path("deploy/openapi.json")));
  REQUIRE(json.has_value());
  return *json;
}

std::string type_of(const Json& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  return value.is_string() ? "string" : "something else";
}

// The value has exactly the documented keys, each of the documented type.
void check_as_documented(const Json& document, Json schema, const Json& value,
                         const std::string& where) {
  if (schema.contains("$ref")) {
    const std::string reference = schema["$ref"].get<std::string>();
    schema = document.at(Json::json_pointer(reference.substr(1)));
  }
  if (value.is_null()) {
    CHECK_MESSAGE(schema.value("nullable", false), where << " is null");
    return;
  }
  REQUIRE_MESSAGE(type_of(value) == schema["type"].get<std::string>(), where);
  if (value.is_array()) {
    for (const Json& item : value) check_as_documented(document, schema["items"], item, where);
  }
  if (!value.is_object()) return;
  std::set<std::string> documented;
  for (const auto& [key, inner] : schema["properties"].items()) {
    documented.insert(key);
    REQUIRE_MESSAGE(value.contains(key), where << " lacks " << key);
    check_as_documented(document, inner, value[key], where + "." + key);
  }
  for (const auto& [key, inner] : value.items()) {
    CHECK_MESSAGE(documented.contains(key), where << " has " << key);
  }
  CHECK_MESSAGE(schema["required"].size() == documented.size(), where);
}

std::string with_incident(std::string path) {
  const std::string name = "{incident}";
  const std::size_t at = path.find(name);
  return at == std::string::npos ? path : path.replace(at, name.size(), "INC-1");
}

}  // namespace

TEST_CASE("Every readable address of openapi.json is answered as documented there") {
  const WebWorld world;
  const Json document = openapi();
  std::size_t looked_at = 0;
  for (const auto& [path, methods] : document["paths"].items()) {
    if (!path.starts_with("/api/") || !methods.contains("get")) continue;
    const std::string target = with_incident(path) + (path.ends_with("find") ? "?q=gateway" : "");
    CAPTURE(target);
    const net::HttpResponse response = ask(world, target);
    CHECK(response.status == 200);
    ++looked_at;
    const Json& told = methods["get"]["responses"]["200"];
    if (!told.contains("content")) continue;
    check_as_documented(document, told["content"]["application/json"]["schema"], json_of(response),
                        target);
  }
  CHECK(looked_at == 8);
}

TEST_CASE("The answer to a command is as documented, and is read back as it was") {
  web::CommandAnswer answer;
  answer.is_saved = true;
  answer.text = "Saved E2";
  answer.choices.push_back({"INC-7", "INC-7 log it"});
  const net::HttpResponse response = web::command_answer(200, answer);
  const Json document = openapi();
  check_as_documented(document, document["components"]["schemas"]["Reply"], json_of(response),
                      "reply");
  const auto read = web::read_command_answer(response.body);
  REQUIRE(read);
  CHECK(read->is_saved);
  CHECK(read->text == "Saved E2");
  REQUIRE(read->choices.size() == 1);
  CHECK(read->choices[0].line == "INC-7 log it");
  CHECK_FALSE(web::read_command_answer("<html>").has_value());
}

TEST_CASE("Buttons that open a form are left out where no form can be opened") {
  Reply reply("What is wrong?");
  reply.buttons.push_back({"Open the form", "form declare", Button::Style::plain});
  reply.buttons.push_back({"Open it", "INC-7 form log", Button::Style::plain});
  reply.buttons.push_back({"INC-7", "INC-7 log in the form of a text", Button::Style::plain});
  const web::CommandAnswer answer = web::plain_answer(reply, false);
  CHECK(answer.text == "What is wrong?");
  REQUIRE(answer.choices.size() == 1);
  CHECK(answer.choices[0].label == "INC-7");
}

TEST_CASE("A private incident does not exist in any answer") {
  const WebWorld world;
  const std::string word = WebWorld::k_secret_word;
  for (const std::string target :
       {"/api/v1/incidents", "/api/v1/incidents?which=recent", "/api/v1/incidents/2",
        "/api/v1/incidents/INC-2/timeline", "/api/v1/incidents/2/postmortem?format=json",
        "/api/v1/find?q=papers", "/api/v1/stats"}) {
    CAPTURE(target);
    const net::HttpResponse response = ask(world, target);
    CHECK(response.body.find(word) == std::string::npos);
    if (target.find("/2") != std::string::npos || target.find("INC-2") != std::string::npos) {
      CHECK(response.status == 404);
    }
  }
  CHECK(json_of(ask(world, "/api/v1/incidents"))["incidents"].size() == 1);
  CHECK(json_of(ask(world, "/api/v1/find?q=papers"))["found"].empty());
}

TEST_CASE("The timeline marks what was struck and names people") {
  const WebWorld world;
  const Json entries = json_of(ask(world, "/api/v1/incidents/1/timeline"))["entries"];
  REQUIRE(entries.size() >= 3);
  CHECK(entries[1]["text"] == "errors from the gateway");
  CHECK(entries[1]["by"]["name"] == "Grace");
  CHECK(entries[1]["happened_at"] == "2026-03-10T08:30:00Z");
  CHECK(entries[1]["is_struck"] == false);
  CHECK(entries[2]["is_struck"] == true);
}

TEST_CASE("Who follows an incident is told what is new and what reads differently, and no more") {
  WebWorld world;
  const Json all = json_of(ask(world, "/api/v1/incidents/1/changes"));
  CHECK(all["after"] == 0);
  CHECK(all["incident"] == json_of(ask(world, "/api/v1/incidents/1")));
  CHECK(all["entries"] == json_of(ask(world, "/api/v1/incidents/1/timeline"))["entries"]);
  const std::string last = std::to_string(all["last"].get<int>());
  CHECK(json_of(ask(world, "/api/v1/incidents/1/changes?after=" + last))["entries"].empty());

  Record record = WebWorld::checkout();
  const std::size_t before = record.events.size();
  record.add(utc(2026, 3, 10, 8, 40), "U1", event::Logged{"the cache is cold"});
  record.correct(utc(2026, 3, 10, 8, 41), "U2",
                 event::EntryEdited{EntryNumber{2}, "errors from the gateway", "it was DNS"});
  world.store->begin();
  for (std::size_t i = before; i < record.events.size(); ++i) {
    world.store->append(record.incident.number, record.events[i]);
  }
  world.store->put(record.incident);
  world.store->commit();
  const Json changed = json_of(ask(world, "/api/v1/incidents/1/changes?after=" + last));
  CHECK(changed["after"] == all["last"]);
  CHECK(changed["last"].get<std::size_t>() == record.events.size());
  REQUIRE(changed["entries"].size() == 2);
  CHECK(changed["entries"][0]["entry"] == "E2");
  CHECK(changed["entries"][0]["text"] == "it was DNS");
  CHECK(changed["entries"][1]["text"] == "the cache is cold");
}

TEST_CASE("Who follows an incident is told how everybody in it is called now") {
  const WebWorld world;
  const auto people = [&] {
    std::string names;
    const Json told = json_of(ask(world, "/api/v1/incidents/1/changes?after=4"));
    for (const Json& one : told["people"]) {
      names += one["name"].get<std::string>() + " ";
    }
    return names;
  };
  const std::string before = people();
  CHECK(before.find("Grace") != std::string::npos);
  world.store->begin();
  world.store->put(Person{UserId{"U2"}, "Grace Hopper", "", false, false, false});
  world.store->commit();
  CHECK(people().find("Grace Hopper ") != std::string::npos);
  CHECK(people().size() == before.size() + std::string(" Hopper").size());
}

TEST_CASE("Who knows more changes than there are has followed another record and gets everything") {
  const WebWorld world;
  const Json told = json_of(ask(world, "/api/v1/incidents/1/changes?after=99"));
  CHECK(told["after"] == 0);
  CHECK(told["entries"].size() == 3);
  CHECK(ask(world, "/api/v1/incidents/2/changes?after=0").status == 404);
  CHECK(ask(world, "/api/v1/incidents/1/changes?after=x").status == 400);
}

TEST_CASE("What is asked wrongly is refused with a sentence that says how to ask") {
  const WebWorld world;
  const auto refused = [&](const std::string& target, int status, const std::string& words) {
    CAPTURE(target);
    const net::HttpResponse response = ask(world, target);
    CHECK(response.status == status);
    CHECK(json_of(response)["error"].get<std::string>().find(words) != std::string::npos);
  };
  refused("/api/v1/incidents/seven", 400, "INC-7");
  refused("/api/v1/incidents/-1", 400, "INC-7");
  refused("/api/v1/incidents/99999999999999999999", 400, "INC-7");
  refused("/api/v1/incidents/9", 404, "INC-9");
  refused("/api/v1/incidents?which=old", 400, "recent");
  refused("/api/v1/incidents/1/postmortem?format=pdf", 400, "html");
  refused("/api/v1/find", 400, "q=");
  refused("/api/v1/stats?days=0", 400, "3660");
  refused("/api/v2/incidents", 404, "openapi");
  refused("/page", 404, "openapi");
}

TEST_CASE("A command needs who types it, its text and its key") {
  const auto read =
      web::read_typed(R"({"as": "@ana", "incident": "INC-7", "text": "log it", "key": "k1"})");
  REQUIRE(read);
  CHECK(read->line() == "INC-7 log it");
  CHECK(web::read_typed(R"({"as": "@ana", "text": "list", "key": "k"})")->line() == "list");
  for (const char* const broken :
       {"", "[]", "log it", R"({"as": "@ana", "text": "log it"})",
        R"({"as": "@ana", "text": 7, "key": "k"})", R"({"as": "@ana", "text": "x", "key": ""})",
        R"({"as": "@ana", "text": "x", "key": "k", "incident": "7; close"})"}) {
    CAPTURE(broken);
    CHECK_FALSE(web::read_typed(broken).has_value());
  }
  CHECK_FALSE(web::read_typed(web::command_body({"a", "", std::string(30'000, 'x'), "k"})));
}

}  // namespace api_test
