// The write-up as the channel's canvas.
#include "tests/slack/world.h"

namespace destination_canvas_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::get;
using world::is;
using world::refusal;
using world::Trip;

namespace {

constexpr const char* k_no_canvas =
    R"({"ok":true,"channel":{"id":"C0INC00007","name":"inc-7-checkout-down"}})";
constexpr const char* k_canvas =
    R"({"ok":true,"channel":{"id":"C0INC00007","properties":{"canvas":{"file_id":"F1","is_empty":false}}}})";
constexpr const char* k_canvas_as_tab =
    R"({"ok":true,"channel":{"id":"C0INC00007","properties":{"tabs":[{"id":"t0","type":"files"},)"
    R"({"id":"t1","type":"channel_canvas","data":{"file_id":"F2"}}]}}})";

Trip canvas_trip() {
  Trip trip{delivery::ShowCanvas{1}};
  trip.context.writeup = Writeup{IncidentNumber{7}, 1, {}, "# Checkout \"down\"\n"};
  return trip;
}

Trip canvas_trip_at_creation() {
  Trip trip = canvas_trip();
  REQUIRE(is<verdict::NextStep>(trip.judge(k_no_canvas)));
  REQUIRE(trip.method() == "conversations.canvases.create");
  return trip;
}

MessageRef ref_in(const verdict::Done& done) {
  REQUIRE(done.facts.size() == 1);
  return std::get<fact::MessagePosted>(done.facts.front()).message;
}

}  // namespace

TEST_CASE("the write-up becomes the canvas of a channel that has none") {
  Trip trip = canvas_trip();
  CHECK(trip.method() == "conversations.info");
  CHECK(trip.fields()["channel"] == "C0INC00007");
  trip.judge(k_no_canvas);
  CHECK(trip.method() == "conversations.canvases.create");
  auto fields = trip.fields();
  CHECK(fields["channel_id"] == "C0INC00007");
  CHECK(fields["title"] == "INC-7 postmortem");
  const Json content = world::json_of(fields["document_content"]);
  CHECK(content["type"] == "markdown");
  CHECK(content["markdown"] == "# Checkout \"down\"\n");
  const Verdict verdict = trip.judge(R"({"ok":true,"canvas_id":"F9"})");
  const MessageRef made = ref_in(get<verdict::Done>(verdict));
  CHECK(made.purpose == MessagePurpose::canvas);
  CHECK(made.channel.value == "C0INC00007");
  CHECK(made.ts.value == "F9");
}

TEST_CASE("a canvas that somebody has made is left alone") {
  for (const char* channel : {k_canvas, k_canvas_as_tab}) {
    Trip trip = canvas_trip();
    CHECK(get<verdict::Done>(trip.judge(channel)).facts.empty());
  }
}

TEST_CASE("our canvas is brought up to date; one that was deleted is not made again") {
  Trip trip = canvas_trip();
  trip.context.message = MessageRef{MessagePurpose::canvas, {"C0INC00007"}, {"F9"}};
  CHECK(trip.method() == "canvases.edit");
  auto fields = trip.fields();
  CHECK(fields["canvas_id"] == "F9");
  const Json changes = world::json_of(fields["changes"]);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0]["operation"] == "replace");
  CHECK(changes[0]["document_content"]["markdown"] == "# Checkout \"down\"\n");
  CHECK(is<verdict::Done>(trip.judge(R"({"ok":true})")));
  CHECK(is<verdict::Done>(trip.judge(refusal("canvas_not_found"))));
  CHECK(is<verdict::Wait>(trip.judge(refusal("canvas_editing_locked"))));
  CHECK(!trip.slack.lookup(trip.context, ""));
}

TEST_CASE("without canvases, or without the permission for them, nothing is said") {
  for (const char* code : {"team_tier_cannot_create_channel_canvases", "canvas_disabled_user_team",
                           "free_team_canvas_tab_already_exists", "channel_canvas_already_exists",
                           "restricted_action", "missing_scope"}) {
    CAPTURE(code);
    Trip trip = canvas_trip_at_creation();
    CHECK(get<verdict::Done>(trip.judge(refusal(code))).facts.empty());
  }
  Trip trip = canvas_trip();
  CHECK(get<verdict::Done>(trip.judge(refusal("missing_scope"))).facts.empty());
}

TEST_CASE("a creation whose answer was lost is looked for before it is repeated") {
  Trip trip = canvas_trip_at_creation();
  CHECK(is<verdict::Unknown>(trip.judge(world::lost())));
  const auto look = trip.slack.lookup(trip.context, "");
  REQUIRE(look);
  CHECK(world::method_of(look->request) == "conversations.info");
  CHECK(std::holds_alternative<look::NotThere>(trip.found(k_no_canvas)));
  const Look found = trip.found(k_canvas);
  const Verdict verdict = std::get<look::Found>(found).verdict;
  CHECK(ref_in(get<verdict::Done>(verdict)).ts.value == "F1");
}

}  // namespace destination_canvas_test
