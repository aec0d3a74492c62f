// Write-ups in parts and as a file, and the list of people.
#include "bot/slack/writeup_parts.h"
#include "tests/slack/world.h"

namespace destination_writeup_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::get;
using world::is;
using world::refusal;
using world::Trip;

namespace {

std::string long_writeup() {
  std::string text = "# Checkout down\n\n";
  for (int section = 0; section < 6; ++section) {
    text += "## Section " + std::to_string(section) + "\n\n";
    for (int line = 0; line < 100; ++line) {
      text += "Line " + std::to_string(line) + " of what happened, with some words to fill it.\n";
    }
  }
  return text;
}

Trip writeup_trip(Delivery delivery, std::string markdown) {
  Trip trip{std::move(delivery)};
  trip.context.writeup = Writeup{IncidentNumber{7}, 1, {}, std::move(markdown)};
  trip.context.file_name = "INC-7-postmortem.md";
  return trip;
}

std::string posted(int number) {
  return R"({"ok":true,"channel":"C0INC00007","ts":"1763735800.00000)" + std::to_string(number) +
         "\"}";
}

}  // namespace

TEST_CASE("a write-up is posted part by part, each with an operation of its own") {
  const std::string markdown = long_writeup();
  const auto parts = writeup_parts(markdown);
  REQUIRE(parts.size() > 2);
  Trip trip = writeup_trip(delivery::PostWriteup{1}, markdown);
  std::string together;
  std::vector<std::string> operations;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    CAPTURE(k);
    auto fields = trip.fields();
    const Json blocks = world::json_of(fields["blocks"]);
    CHECK(blocks[0]["type"] == "markdown");
    together += blocks[0]["text"].get<std::string>();
    CHECK(!fields["text"].empty());
    operations.push_back(world::json_of(fields["metadata"])["event_payload"]["op"]);
    const Verdict verdict = trip.judge(posted(static_cast<int>(k)));
    const bool is_last = k + 1 == parts.size();
    const std::vector<Fact> facts =
        is_last ? get<verdict::Done>(verdict).facts : get<verdict::NextStep>(verdict).facts;
    if (!is_last) {
      CHECK(get<verdict::NextStep>(verdict).progress == "part:" + std::to_string(k + 1));
    }
    // Each message is kept with what it shows, to be edited when that changes.
    REQUIRE(facts.size() == 1);
    const MessageRef message = std::get<fact::MessagePosted>(facts[0]).message;
    CHECK(message.purpose == MessagePurpose::writeup);
    CHECK(message.part == static_cast<std::int64_t>(k));
    CHECK(message.shows == note_of_part(parts[k]));
  }
  CHECK(together == markdown);
  CHECK(operations[0] == "k3x9:12:part:0");
  CHECK(operations[2] == "k3x9:12:part:2");
}

TEST_CASE("a lost part is found under its own number and the next one follows") {
  Trip trip = writeup_trip(delivery::PostWriteup{1}, long_writeup());
  trip.context.progress = "part:1";
  const Look found = trip.found(
      R"({"ok":true,"messages":[{"ts":"1.2","bot_id":"B0BOT00001","metadata":{"event_payload":)"
      R"({"op":"k3x9:12:part:1"}}}]})");
  CHECK(get<verdict::NextStep>(std::get<look::Found>(found).verdict).progress == "part:2");
}

TEST_CASE("a workspace without markdown blocks gets plain sections, for the rest too") {
  Trip trip = writeup_trip(delivery::PostWriteup{1}, long_writeup());
  trip.judge(refusal("invalid_blocks"));
  CHECK(trip.context.progress == "plain");
  const Json blocks = world::json_of(trip.fields()["blocks"]);
  CHECK(blocks[0]["type"] == "section");
  CHECK(blocks[0]["text"]["text"].get<std::string>().starts_with("*Checkout down*"));
  trip.judge(posted(1));
  CHECK(trip.context.progress == "part:1 plain");
}

TEST_CASE("a file is attached in three steps, the upload's address is a secret") {
  Trip trip = writeup_trip(delivery::AttachWriteup{1}, "# Äpfel\n");
  CHECK(trip.method() == "files.getUploadURLExternal");
  CHECK(trip.fields()["filename"] == "INC-7-postmortem.md");
  CHECK(trip.fields()["length"] == "9");
  CHECK(!trip.slack.lookup(trip.context, ""));
  const Verdict address = trip.judge(
      R"({"ok":true,"upload_url":"https://files.example/upload/v1/SECRET","file_id":"F0FILE0001"})");
  CHECK(get<verdict::NextStep>(address).secret == "https://files.example/upload/v1/SECRET");
  CHECK(get<verdict::NextStep>(address).progress.find("SECRET") == std::string::npos);

  const net::HttpRequest upload = trip.request();
  CHECK(upload.url == "https://files.example/upload/v1/SECRET");
  CHECK(upload.body == "# Äpfel\n");
  CHECK(net::find_header(upload.headers, "Authorization") == nullptr);
  CHECK(!trip.slack.lookup(trip.context, ""));
  trip.judge(world::answered("OK - 9"));

  CHECK(trip.method() == "files.completeUploadExternal");
  CHECK(trip.fields()["files"] == R"([{"id":"F0FILE0001","title":"INC-7 postmortem"}])");
  CHECK(trip.fields()["channel_id"] == "C0INC00007");
  CHECK(is<verdict::Done>(trip.judge(R"({"ok":true,"files":[{"id":"F0FILE0001"}]})")));
}

TEST_CASE("after a restart the address is gone and the upload begins anew") {
  Trip trip = writeup_trip(delivery::AttachWriteup{1}, "# x\n");
  trip.judge(R"({"ok":true,"upload_url":"https://files.example/1","file_id":"F1"})");
  trip.context.secret.clear();
  CHECK(trip.method() == "files.getUploadURLExternal");
  trip.judge(R"({"ok":true,"upload_url":"https://files.example/2","file_id":"F2"})");
  CHECK(trip.request().url == "https://files.example/2");
}

TEST_CASE(
    "an upload that did not get through is sent again, a refused one begins anew, not for ever") {
  Trip trip = writeup_trip(delivery::AttachWriteup{1}, "# x\n");
  const std::string address =
      R"({"ok":true,"upload_url":"https://files.example/1","file_id":"F1"})";
  trip.judge(address);
  CHECK(is<verdict::Wait>(trip.judge(world::lost())));
  CHECK(is<verdict::Wait>(trip.judge(world::answered("", 503))));
  CHECK(get<verdict::Wait>(trip.judge(world::answered("", 429))).is_rate_limit);
  for (int i = 0; i < 3; ++i) {
    CHECK(is<verdict::NextStep>(trip.judge(world::answered("gone", 404))));
    CHECK(trip.method() == "files.getUploadURLExternal");
    trip.judge(address);
  }
  const Verdict verdict = trip.judge(world::answered("gone", 404));
  CHECK(get<verdict::Refused>(verdict).code == "upload_status_404");
}

TEST_CASE("a lost completion is unknown and looked for by the file") {
  Trip trip = writeup_trip(delivery::AttachWriteup{1}, "# x\n");
  trip.context.progress = "complete:F1:0";
  CHECK(is<verdict::Unknown>(trip.judge(world::lost())));
  CHECK(world::method_of(trip.slack.lookup(trip.context, "")->request) == "conversations.history");
  CHECK(std::holds_alternative<look::NotThere>(
      trip.found(R"({"ok":true,"messages":[{"ts":"1","files":[{"id":"F9"}]}]})")));
  const Look found =
      trip.found(R"({"ok":true,"messages":[{"ts":"1","files":[{"id":"F9"},{"id":"F1"}]}]})");
  CHECK(is<verdict::Done>(std::get<look::Found>(found).verdict));
}

TEST_CASE("a workspace without uploads refuses the file in words") {
  Trip trip = writeup_trip(delivery::AttachWriteup{1}, "# x\n");
  CHECK(get<verdict::Refused>(trip.judge(refusal("file_uploads_disabled")))
            .why.find("switched off") != std::string::npos);
  Trip scope = writeup_trip(delivery::AttachWriteup{1}, "# x\n");
  const auto verdict = scope.judge(std::string(
      R"({"ok":false,"error":"missing_scope","needed":"files:write","provided":"chat:write"})"));
  CHECK(get<verdict::Refused>(verdict).why.find("files:write") != std::string::npos);
}

TEST_CASE("people are read page by page, strange members are passed over") {
  Trip trip{delivery::ReadPeople{}};
  CHECK(trip.method() == "users.list");
  CHECK(trip.fields()["limit"] == "200");
  CHECK(!trip.fields().contains("cursor"));
  const Verdict first = trip.judge(
      R"({"ok":true,"members":[)"
      R"({"id":"U1","name":"anna","tz":"Europe/Berlin","profile":{"display_name":"Anna","real_name":"Anna B"}},)"
      R"({"id":"U2","name":"ben","real_name":"Ben C","profile":{"display_name":""},"deleted":true},)"
      R"({"id":"U3","name":"carl","is_ultra_restricted":true,"tz":null},)"
      R"({"id":"B4","name":"bot","is_bot":true},{"id":"USLACKBOT","name":"slackbot","is_bot":false},)"
      R"(7,null,{"id":8},{"name":"nobody"},{"id":"U5","tz":3,"deleted":"no","profile":[]}],)"
      R"("response_metadata":{"next_cursor":"dXNlcjpVMDYx="}})");
  const auto& next = get<verdict::NextStep>(first);
  const auto& people = std::get<fact::PeopleRead>(next.facts.at(0)).people;
  REQUIRE(people.size() == 6);
  CHECK(people[0] == Person{UserId{"U1"}, "Anna", "Europe/Berlin", false, false, false});
  CHECK(people[1] == Person{UserId{"U2"}, "Ben C", "", false, true, false});
  CHECK(people[2] == Person{UserId{"U3"}, "carl", "", false, false, true});
  CHECK(people[3].is_bot);
  CHECK(people[4].is_bot);
  CHECK(people[5] == Person{UserId{"U5"}, "", "", false, false, false});
  CHECK(trip.fields()["cursor"] == "dXNlcjpVMDYx=");
  const Verdict last = trip.judge(R"({"ok":true,"members":[{"id":"U9","is_stranger":true}]})");
  const auto& rest = get<verdict::NextStep>(last).facts;
  REQUIRE(rest.size() == 1);
  CHECK(std::get<fact::PeopleRead>(rest[0]).people.at(0).is_guest);  // of another workspace
  CHECK(trip.method() == "usergroups.list");
}

TEST_CASE("user groups are read behind the people, and people alone where that is not allowed") {
  Trip trip{delivery::ReadPeople{}};
  trip.context.progress = "groups:";
  CHECK(trip.method() == "usergroups.list");
  const Verdict read = Trip(trip).judge(
      R"({"ok":true,"usergroups":[{"id":"S1","handle":"payments-oncall","name":"Payments"},)"
      R"(7,null,{"id":"S2"},{"handle":"nobody"},{"id":"S3","handle":"search"}]})");
  const auto& facts = get<verdict::Done>(read).facts;
  REQUIRE(facts.size() == 1);
  CHECK(std::get<fact::GroupsRead>(facts[0]).groups ==
        std::vector<KnownGroup>{{"S1", "payments-oncall"}, {"S3", "search"}});
  for (
      const char* answer :
      {R"({"ok":false,"error":"missing_scope","needed":"usergroups:read","provided":"chat:write"})",
       R"({"ok":false,"error":"plan_upgrade_required"})", R"({"ok":true,"usergroups":7})",
       R"({"ok":true})"}) {
    CAPTURE(answer);
    CHECK(get<verdict::Done>(Trip(trip).judge(std::string(answer))).facts.empty());
  }
  CHECK(is<verdict::Wait>(Trip(trip).judge(world::lost())));
}

TEST_CASE("a stale cursor starts the list again, once") {
  Trip trip{delivery::ReadPeople{}};
  trip.context.progress = "page:old";
  CHECK(is<verdict::NextStep>(trip.judge(refusal("invalid_cursor"))));
  CHECK(!trip.fields().contains("cursor"));
  trip.judge(R"({"ok":true,"members":[],"response_metadata":{"next_cursor":"b"}})");
  CHECK(is<verdict::Refused>(trip.judge(refusal("invalid_cursor"))));
}

TEST_CASE("one person is read by id") {
  Trip trip{delivery::ReadPerson{UserId{"U1"}}};
  CHECK(trip.method() == "users.info");
  CHECK(trip.fields()["user"] == "U1");
  CHECK(is<verdict::Wait>(Trip(trip).judge(world::lost())));
  CHECK(is<verdict::Refused>(Trip(trip).judge(refusal("user_not_found"))));
  const Verdict verdict = trip.judge(
      R"({"ok":true,"user":{"id":"U1","tz":"Asia/Tokyo","profile":{"display_name":"Aya"}}})");
  CHECK(std::get<fact::PeopleRead>(get<verdict::Done>(verdict).facts.at(0)).people.at(0).zone ==
        "Asia/Tokyo");
}

TEST_CASE("the file has its entries linked, the messages have plain numbers") {
  const std::string markdown =
      "# Down\n\n## Timeline\n\n- 09:10 UTC **log** slow — Ana (E3)\n\n## Summary\n\nIt was slow. "
      "(E3)\n";
  Trip message = writeup_trip(delivery::PostWriteup{1}, markdown);
  const Json blocks = world::json_of(message.fields()["blocks"]);
  CHECK(blocks[0]["text"].get<std::string>() == markdown);

  Trip file = writeup_trip(delivery::AttachWriteup{1}, markdown);
  const std::string linked =
      "# Down\n\n## Timeline\n\n- 09:10 UTC **log** slow — Ana (<a id=\"e3\"></a>E3)\n\n## "
      "Summary\n\nIt was slow. ([E3](#e3))\n";
  CHECK(file.fields()["length"] == std::to_string(linked.size()));
  file.judge(R"({"ok":true,"upload_url":"https://files.example/u1","file_id":"F1"})");
  CHECK(file.request().body == linked);
}

}  // namespace destination_writeup_test
