#include "storage/delivery_codec.h"
#include "storage/event_codec.h"
#include "storage/field_writer.h"
#include "storage/incident_codec.h"
#include "storage/reply_codec.h"
#include "tests/storage/samples.h"

#include <doctest/doctest.h>

#include <set>
#include <utility>

namespace tocsin::test_codecs {

// Long because it is one table: a row a kind of event, next to how it is compared.
TEST_CASE("The stored form of every event stays as it is") {
  const std::vector<std::pair<std::string, std::string>> stored = {
      {"declared",
       R"({"title":"t","severity":"sev1","private":true,"drill":true,"started_at":1731678900123,)"
       R"("zone":"t"})"},
      {"declared", R"({"title":"t","private":false,"drill":false,"zone":""})"},
      {"imported", R"({"title":"t","zone":"t","zone_written":"t","file":"t","fingerprint":"t",)"
                   R"("authors":["t","to t"],"start":"t","end":"t","stated_minutes":90})"},
      {"imported",
       R"({"title":"t","zone":"","zone_written":"","file":"","fingerprint":"","authors":[],)"
       R"("start":"","end":""})"},
      {"logged", R"({"text":"t"})"},
      {"detected", R"({"text":"t"})"},
      {"started", R"({"text":"t"})"},
      {"impact_set", R"({"text":"t"})"},
      {"summary_set", R"({"text":"t"})"},
      {"cause_added", R"({"text":"t"})"},
      {"workaround_found", R"({"text":"t"})"},
      {"fix_found", R"({"text":"t"})"},
      {"decided", R"({"text":"t"})"},
      {"measure_noted", R"({"text":"t"})"},
      {"lesson_noted", R"({"lesson":"well","text":"t"})"},
      {"lesson_noted", R"({"lesson":"badly","text":"t"})"},
      {"lesson_noted", R"({"lesson":"lucky","text":"t"})"},
      {"title_changed", R"({"from":"t","to":"to t"})"},
      {"severity_changed", R"({"to":"sev2","reason":"t"})"},
      {"severity_changed", R"({"from":"sev4","to":"sev3","reason":""})"},
      {"state_moved", R"({"from":"identified","to":"monitoring","text":"t"})"},
      {"state_moved", R"({"from":"mitigated","to":"resolved","text":""})"},
      {"close_asked", R"({})"},
      {"closed", R"({"text":"t","end_known":false})"},
      {"channel_made", R"({"channel":"Ct","name":"t"})"},
      {"channel_refused", R"({"reason":"t"})"},
      {"was_deaf", R"({"from":1731679260123,"until":1731679320123})"},
      {"read_back",
       R"({"from":1731679260123,"until":1731679320123,"commands":3,"marks":2,"edits":1,)"
       R"("trouble":"t"})"},
      {"suspected", R"({"hypothesis":1,"text":"t"})"},
      {"ruled_out", R"({"hypothesis":1,"lead":"","text":"t"})"},
      {"ruled_out", R"({"hypothesis":2,"lead":"t","text":""})"},
      {"confirmed", R"({"hypothesis":3,"text":"t"})"},
      {"role_given", R"({"role":"t","user":"t","from":"U1"})"},
      {"handoff_offered", R"({"role":"t","to":"Ut"})"},
      {"handoff_accepted", R"({"role":"t","from":"t","to":"U2"})"},
      {"handoff_declined", R"({"role":"t","to":"t","text":"t"})"},
      {"task_added",
       R"({"task":1,"kind":"task","text":"t","owner":"t","due_at":1731679740123,"link":"t"})"},
      {"task_added", R"({"task":2,"kind":"followup","text":"t","owner":"","link":""})"},
      {"task_moved", R"({"task":1,"to":"dropped","text":"t"})"},
      {"task_assigned", R"({"task":1,"owner":"t"})"},
      {"task_due_set", R"({"task":1,"due_at":1731681000123})"},
      {"task_due_set", R"({"task":1})"},
      {"update_sent", R"({"text":"t","next_due_at":1731681000123})"},
      {"update_sent", R"({"text":"t"})"},
      {"reminder_set", R"({"minutes":30})"},
      {"quiet_set", R"({"until":1731680400123})"},
      {"subscription_changed", R"({"is_subscribed":false})"},
      {"paged", R"({"page":1,"target":"t","user":"t","group":"","text":"t"})"},
      {"paged", R"({"page":2,"target":"t","user":"","group":"t","text":""})"},
      {"paged", R"({"page":3,"target":"t","user":"","group":"","text":"t","team":"t","rungs":[)"
                R"({"step":1,"round":1,"called":[{"user":"t","group":"","name":"t","phone":"t"}],)"
                R"("wait_ms":300000},)"
                R"({"step":1,"round":2,"called":[{"user":"","group":"t","name":"t","phone":""}],)"
                R"("wait_ms":60000}]})"},
      {"step_paged", R"({"page":3,"team":"t","rung":1,"step":1,"round":2,)"
                     R"("called":[{"user":"t","group":"","name":"t","phone":""}]})"},
      {"step_paged", R"({"page":3,"team":"t","rung":2,"step":2,"round":1,)"
                     R"("called":[{"user":"","group":"","name":"t","phone":"","pager":"t"}]})"},
      {"ladder_ended", R"({"page":3,"team":"t"})"},
      {"drill_planned",
       R"({"scenario":"t","injects":[{"after_ms":0,"text":"t"},{"after_ms":60000,"text":"t"}]})"},
      {"injected", R"({"number":2,"text":"t"})"},
      {"page_joined", R"({"page":1,"text":"t"})"},
      {"page_acknowledged", R"({"page":1})"},
      {"page_acknowledged", R"({"page":1,"pager":"t","by":"t"})"},
      {"page_ended", R"({"page":1,"pager":"t","by":"t"})"},
      {"page_declined", R"({"page":1,"text":"t"})"},
      {"pager_refused", R"({"page":1,"pager":"t","why":"t"})"},
      {"task_filed", R"({"task":2,"tracker":"t","id":"t","key":"t","url":"t"})"},
      {"task_state_read", R"({"task":2,"state":"t","is_done":true})"},
      {"status_shown", R"({"status_page":"t","text":"t","url":"t","id":"t"})"},
      {"alert_attached", R"({"source":"t","fingerprint":"t","title":"t","text":"t","url":"t"})"},
      {"alert_ended", R"({"source":"t","fingerprint":"t","title":"t"})"},
      {"cancelled", R"({"text":"t"})"},
      {"reopened", R"({"from":"cancelled","text":"t"})"},
      {"linked", R"({"other":3})"},
      {"merged_into", R"({"other":3})"},
      {"duplicate_found", R"({"other":4})"},
      {"zone_changed", R"({"from":"t","to":"to t"})"},
      {"writeup_moved", R"({"to":"in_review"})"},
      {"section_written", R"({"section":"causes","text":"t"})"},
      {"section_written", R"({"section":"communication","text":""})"},
      {"writeup_assigned", R"({"owner":"t","review_by":1731679500123})"},
      {"writeup_assigned", R"({"owner":""})"},
      {"message_kept", R"({"text":"t","author":"t","channel":"Ct","ts":"t","link":"t"})"},
      {"entry_edited", R"({"corrects":3,"from":"t","to":"to t"})"},
      {"entry_retimed", R"({"corrects":3,"from":1731679260123,"to":1731679320123})"},
      {"entry_struck", R"({"corrects":3,"reason":"t"})"},
      {"entry_restored", R"({"corrects":3})"},
      {"channel_changed", R"({"change":"renamed","name":"t"})"},
      {"channel_changed", R"({"change":"archived","name":""})"},
      {"channel_moved", R"({"from":"t","to":"C2"})"},
      {"member_changed", R"({"user":"t","is_member":false})"},
      {"similar_found",
       R"({"incidents":[{"other":3,"title":"t","words":["t","dns"],"cause":"t","fix":"",)"
       R"("false_leads":[{"text":"t","held_minutes":20}]},)"
       R"({"other":2,"title":"t","words":[],"cause":"","fix":"t","false_leads":[{"text":"t"}]}]})"},
  };
  const std::vector<EventBody> events = every_event("t");
  std::set<std::size_t> kinds;
  REQUIRE(events.size() == stored.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    CAPTURE(stored[i].second);
    kinds.insert(events[i].index());
    CHECK(stored_kind(events[i]) == stored[i].first);
    CHECK(body_to_json(events[i]) == stored[i].second);
    const auto body = event_body_from(stored[i].first, stored[i].second);
    REQUIRE(body);
    CHECK(*body == events[i]);
  }
  CHECK(kinds.size() == std::variant_size_v<EventBody::Kinds>);
}

TEST_CASE("The stored form of every delivery stays as it is") {
  const std::string spans =
      R"({"spans":["t",{"bold":"t"},{"italic":"t"},{"code":"t"},{"user":"Ut"},)"
      R"({"channel":"Ct","name":"t"},{"everyone":"here"},{"everyone":"channel"},)"
      R"({"clock":1731679380123,"otherwise":"t"},)"
      R"({"date_and_clock":1731679020123,"otherwise":"t"},)"
      R"({"link":"https://example.com/t","text":"t"}]})";
  const std::string reply = R"({"paragraphs":[)" + spans +
                            R"(,{"spans":[]},{"spans":["t"]}],"buttons":[)"
                            R"({"label":"t","command":"INC-7 close","style":"danger"},)"
                            R"({"label":"Update","command":"t","style":"primary"},)"
                            R"({"label":"","command":"","style":"plain"}]})";
  const std::vector<std::pair<std::string, std::string>> stored = {
      {"make_channel", "{}"},
      {"invite", R"({"users":["U1","t"],"groups":["S1","t"]})"},
      {"invite", R"({"users":[],"groups":[]})"},
      {"set_topic", "{}"},
      {"post_card", "{}"},
      {"edit_card", "{}"},
      {"post_announcement", "{}"},
      {"post_announcement", R"({"ping":"channel"})"},
      {"edit_announcement", "{}"},
      {"post_entry", R"({"entry":12})"},
      {"say", R"({"text":)" + spans + "}"},
      {"say_under_announcement", R"({"text":)" + spans + "}"},
      {"tell", R"({"user":"Ut","text":)" + spans + "}"},
      {"whisper", R"({"user":"U1","place":{"channel":"C1","thread":"t"},"reply":)" + reply + "}"},
      {"post_writeup", R"({"revision":3})"},
      {"attach_writeup", R"({"revision":4})"},
      {"ask_person", R"({"user":"Ut","reply":)" + reply + "}"},
      {"ask_channel", R"({"reply":)" + reply + "}"},
      {"read_message", R"({"channel":"C1","ts":"t","thread":"","user":"U1","purpose":"keep"})"},
      {"read_message", R"({"channel":"t","ts":"1.2","thread":"t","user":"t","purpose":"task"})"},
      {"read_missed",
       R"({"channel":"t","since":1731679260123,"from":1731679320123,"until":1731679380123})"},
      {"publish_home", R"({"user":"Ut"})"},
      {"edit_writeup", R"({"revision":5})"},
      {"say_under_writeup", R"({"text":)" + spans + "}"},
      {"post_questions", "{}"},
      {"edit_questions", "{}"},
      {"announce_writeup", "{}"},
      {"read_people", "{}"},
      {"read_person", R"({"user":"Ut"})"},
      {"show_canvas", R"({"revision":6})"},
      {"call_pager", R"({"pager":"t","page":2,"call":"resolve"})"},
      {"ask_on_call", R"({"pager":"t","schedule":"t"})"},
      {"file_task", R"({"tracker":"t","task":3})"},
      {"read_task", R"({"tracker":"t","task":3})"},
      {"show_status", R"({"status_page":"t","text":"t","state":"mitigated"})"},
      {"post_alerts", R"({"card":12})"},
      {"edit_alerts", R"({"card":12})"},
  };
  const std::vector<Delivery> deliveries = every_delivery("t");
  std::set<std::size_t> kinds;
  REQUIRE(deliveries.size() == stored.size());
  for (std::size_t i = 0; i < deliveries.size(); ++i) {
    CAPTURE(stored[i].second);
    kinds.insert(deliveries[i].index());
    CHECK(stored_kind(deliveries[i]) == stored[i].first);
    CHECK(delivery_to_json(deliveries[i]) == stored[i].second);
    const auto delivery = delivery_from(stored[i].first, stored[i].second);
    REQUIRE(delivery);
    CHECK(*delivery == deliveries[i]);
  }
  CHECK(kinds.size() == std::variant_size_v<Delivery::Kinds>);
}

TEST_CASE("A user group and the page of a message are stored, and rows without them are read") {
  const delivery::AskPerson ask{UserId{"U1"}, Reply(RichText("Come, ").group("S1", "@payments")),
                                PageNumber{2}};
  const std::string stored =
      R"({"user":"U1","reply":{"paragraphs":[{"spans":["Come, ",{"group":"S1","name":"@payments"}]}],)"
      R"("buttons":[]},"page":2})";
  CHECK(delivery_to_json(ask) == stored);
  const auto read = delivery_from("ask_person", stored);
  REQUIRE(read);
  CHECK(*read == Delivery{ask});
  const auto old =
      delivery_from("ask_person", R"({"user":"U1","reply":{"paragraphs":[],"buttons":[]}})");
  REQUIRE(old);
  CHECK_FALSE(std::get<delivery::AskPerson>(*old).page);
}

TEST_CASE("Every stored form is read back as it was, whatever the text") {
  for (const std::string& text : hard_texts()) {
    for (const EventBody& event : every_event(text)) {
      const auto read = event_body_from(stored_kind(event), body_to_json(event));
      REQUIRE(read);
      CHECK(*read == event);
    }
    for (const Delivery& delivery : every_delivery(text)) {
      const auto read = delivery_from(stored_kind(delivery), delivery_to_json(delivery));
      REQUIRE(read);
      CHECK(*read == delivery);
    }
    const auto reply = reply_from(reply_to_json(full_reply(text)));
    REQUIRE(reply);
    CHECK(*reply == full_reply(text));
  }
}

TEST_CASE("Broken UTF-8 is stored as U+FFFD, because it could not be read back") {
  const std::string mark = "\xEF\xBF\xBD";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\xff", mark},
      {"a\x80z", "a" + mark + "z"},
      {"\xC0\xAF", mark + mark},                        // overlong
      {"\xE0\x80\xAF", mark + mark + mark},             // overlong
      {"\xED\xA0\x80", mark + mark + mark},             // a surrogate
      {"\xF4\x90\x80\x80", mark + mark + mark + mark},  // beyond U+10FFFF
      {"\xE2\x82", mark + mark},                        // cut off
      {"\xE2\x82\xAC\xF0\x9F", "\xE2\x82\xAC" + mark + mark},
      {"\xC3(", mark + "("},
  };
  for (const auto& [broken, whole] : cases) {
    CAPTURE(whole);
    const auto read = event_body_from("logged", body_to_json(event::Logged{broken}));
    REQUIRE(read);
    CHECK(std::get<event::Logged>(*read).text == whole);
  }
}

TEST_CASE("What is wrong with a stored text is told with its path") {
  const auto trouble = [](std::string_view kind, std::string_view json) {
    const auto body = event_body_from(kind, json);
    return body ? std::string("none") : body.error();
  };
  CHECK(trouble("logged", R"({"text":"t"})") == "none");
  CHECK(trouble("logged", "") == "/: is not JSON");
  CHECK(trouble("logged", R"({"text":"t")") == "/: is not JSON");
  CHECK(trouble("logged", R"(["t"])") == "/: is not an object");
  CHECK(trouble("logged", "{}") == "/text: is missing");
  CHECK(trouble("logged", R"({"text":null})") == "/text: is missing");
  CHECK(trouble("logged", R"({"text":7})") == "/text: is not text");
  CHECK(trouble("forgotten", "{}") == "unknown kind \"forgotten\"");
  CHECK(trouble("", "{}") == "unknown kind \"\"");
  CHECK(trouble("lesson_noted", R"({"lesson":"sad","text":""})") ==
        "/lesson: unknown word \"sad\"");
  CHECK(trouble("state_moved", R"({"from":"asleep","to":"closed","text":""})") ==
        "/from: unknown word \"asleep\"");
  CHECK(trouble("severity_changed", R"({"to":"sev9","reason":""})") ==
        "/to: unknown word \"sev9\"");
  CHECK(trouble("was_deaf", R"({"from":1.5,"until":2})") == "/from: is not a whole number");
  CHECK(trouble("closed", R"({"text":"","end_known":1})") == "/end_known: is not true or false");

  const auto reply_trouble = [](std::string_view json) {
    const auto reply = reply_from(json);
    return reply ? std::string("none") : reply.error();
  };
  CHECK(reply_trouble(R"({"paragraphs":[{"spans":["a",7]}],"buttons":[]})") ==
        "/spans: holds an unknown kind of span");
  CHECK(reply_trouble(R"({"paragraphs":[{"spans":[{"link":"x"}]}],"buttons":[]})") ==
        "/paragraphs/0/spans/0/text: is missing");
  CHECK(reply_trouble(R"({"paragraphs":[],"buttons":[{"label":"a","command":"b"}]})") ==
        "/buttons/0/style: is missing");
  CHECK(reply_trouble(R"({"paragraphs":{},"buttons":[]})") == "/paragraphs: is not a list");
  CHECK_FALSE(incident_with_details("{}"));
  CHECK_FALSE(delivery_from("post_entry", R"({"entry":"12"})"));
}

TEST_CASE("Keys of a newer program are passed over") {
  const auto body = event_body_from("logged", R"({"mood":{"a":[1]},"text":"t","later":null})");
  REQUIRE(body);
  CHECK(*body == EventBody{event::Logged{"t"}});
  const auto delivery = delivery_from("edit_card", R"({"color":"red"})");
  REQUIRE(delivery);
  CHECK(*delivery == Delivery{delivery::EditCard{}});
}

TEST_CASE("A stored text that nests without end is refused") {
  const std::string json = R"({"text":)" + std::string(100'000, '[');
  CHECK_FALSE(event_body_from("logged", json));
}

}  // namespace tocsin::test_codecs
