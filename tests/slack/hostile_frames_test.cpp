// Whatever arrives, parse_frame() gives a value, and what can be acknowledged is.
#include "bot/slack/ack.h"
#include "bot/slack/envelope.h"

#include "tests/slack/world.h"
#include "tests/support/sanitized.h"

#include <random>

namespace hostile_frames_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::fixture;

namespace {

constexpr std::size_t k_step = k_is_sanitized ? 4 : 1;

std::string id_of(const std::string& text) { return envelope_id_of(parse_frame(text)); }

}  // namespace

TEST_CASE("a fixture cut at any byte never throws, and is acknowledged once its id was there") {
  for (const std::string& name : world::all_fixtures()) {
    CAPTURE(name);
    const std::string text = fixture(name);
    const std::string id = id_of(text);
    for (std::size_t length = 0; length < text.size(); length += k_step) {
      const Frame frame = parse_frame(std::string_view(text).substr(0, length));
      const std::string found = envelope_id_of(frame);
      if (!found.empty()) CHECK(found == id);
    }
    if (id.empty()) continue;
    const std::size_t behind_id = text.find(id) + id.size() + 1;
    CHECK(id_of(text.substr(0, behind_id)) == id);
    CHECK(id_of(text.substr(0, text.size() / 2)) == id);
  }
}

TEST_CASE("a fixture with any one byte changed never throws") {
  std::mt19937 random(7);
  for (const std::string& name : world::all_fixtures()) {
    const std::string text = fixture(name);
    for (std::size_t i = 0; i < text.size(); i += k_step) {
      std::string changed = text;
      changed[i] = static_cast<char>(random());
      const Frame frame = parse_frame(changed);
      CHECK(frame.index() < std::variant_size_v<Frame>);
    }
  }
}

TEST_CASE("frames that are not objects are ignored") {
  for (const char* text : {"", " ", "\n\n", "hello", "[]", "null", "17", "\"{\"", "\x01\x02"}) {
    CAPTURE(text);
    CHECK(std::holds_alternative<frame::Ignored>(parse_frame(text)));
  }
}

TEST_CASE("stray line ends before a frame are harmless") {
  CHECK(std::holds_alternative<frame::Hello>(parse_frame("\n\r\n{\"type\":\"hello\"}")));
}

TEST_CASE("a payload that cannot be understood is acknowledged all the same") {
  for (
      const char* text : {
          R"({"envelope_id":"e1","type":"slash_commands"})",
          R"({"envelope_id":"e1","type":"slash_commands","payload":null})",
          R"({"envelope_id":"e1","type":"slash_commands","payload":"text"})",
          R"({"envelope_id":"e1","type":"slash_commands","payload":{"user_id":7}})",
          R"({"envelope_id":"e1","type":"interactive","payload":{}})",
          R"({"envelope_id":"e1","type":"interactive","payload":{"type":"block_actions"}})",
          R"({"envelope_id":"e1","type":"interactive","payload":{"type":"block_actions","actions":[]}})",
          R"({"envelope_id":"e1","type":"interactive","payload":{"type":"block_actions","actions":[3]}})",
          R"({"envelope_id":"e1","type":"events_api","payload":{"type":"event_callback"}})",
          R"({"envelope_id":"e1","type":"events_api","payload":{"type":"event_callback","event":[]}})",
          R"({"envelope_id":"e1","type":"events_api","payload":[1,2,3]})",
          R"({"envelope_id":"e1","type":"events_api","payload":{"type":"event_callback","event":)"
          R"({"type":"message","channel":"C1","ts":"1.2","thread_ts":1.5}}})",
          R"({"envelope_id":"e1","payload":{{{)",
          R"({"payload":{"envelope_id":"inner"},"envelope_id" : "e1", "x":tru})",
      }) {
    CAPTURE(text);
    const Frame frame = parse_frame(text);
    CHECK(std::holds_alternative<frame::Unparsable>(frame));
    CHECK(envelope_id_of(frame) == "e1");
    CHECK(!std::get<frame::Unparsable>(frame).why.empty());
  }
}

TEST_CASE("an envelope_id that is no text, too long, or not at the top is none") {
  CHECK(id_of(R"({"envelope_id":7,"type":"slash_commands","payload":{}})").empty());
  CHECK(id_of(R"({"payload":{"envelope_id":"inner"},"type":)").empty());
  CHECK(id_of(R"({"text":"\"envelope_id\":\"fake\"","type":)").empty());
  CHECK(id_of("{\"envelope_id\":\"" + std::string(20'000, 'x') + "\",\"type\":\"y\"}").empty());
  CHECK(id_of("{\"envelope_id\":\"" + std::string(20'000, 'x')).empty());
}

TEST_CASE("nesting without end is refused and still acknowledged") {
  const std::string deep(100'000, '[');
  const Frame frame =
      parse_frame("{\"envelope_id\":\"e1\",\"type\":\"events_api\",\"payload\":" + deep);
  CHECK(std::holds_alternative<frame::Unparsable>(frame));
  CHECK(envelope_id_of(frame) == "e1");
}

TEST_CASE("broken UTF-8 is replaced and the command goes on") {
  const std::string text =
      "{\"envelope_id\":\"e1\",\"type\":\"slash_commands\",\"payload\":{\"user_id\":\"U1\","
      "\"channel_id\":\"C1\",\"command\":\"/incident\",\"text\":\"log caf\xE9 \xF0\x9F\x94 ok\"}}";
  const Frame frame = parse_frame(text);
  REQUIRE(std::holds_alternative<frame::SlashCommand>(frame));
  CHECK(std::get<frame::SlashCommand>(frame).text == "log caf\uFFFD \uFFFD\uFFFD\uFFFD ok");
}

TEST_CASE("half a surrogate pair and raw control characters do not cost a command") {
  const std::string text =
      "{\"envelope_id\":\"e1\",\"type\":\"slash_commands\",\"payload\":{\"user_id\":\"U1\","
      "\"channel_id\":\"C1\",\"command\":\"/incident\","
      "\"text\":\"log a\\ud83d b\\udd25 \\ud83d\\udd25 \x07 \t end\\\\\"}}";
  const Frame frame = parse_frame(text);
  REQUIRE(std::holds_alternative<frame::SlashCommand>(frame));
  CHECK(std::get<frame::SlashCommand>(frame).text ==
        "log a\uFFFD b\uFFFD \U0001F525 \x07 \t end\\");
}

TEST_CASE("control characters stay in the text as they were typed") {
  const Frame frame = parse_frame(
      R"({"envelope_id":"e1","type":"slash_commands","payload":{"user_id":"U1","channel_id":"C1",)"
      R"("command":"/incident","text":"log \u0000\u001b[31m\u202e"}})");
  REQUIRE(std::holds_alternative<frame::SlashCommand>(frame));
  CHECK(std::get<frame::SlashCommand>(frame).text == std::string("log ") + '\0' + "\x1b[31m\u202E");
}

TEST_CASE("a very large frame is parsed") {
  std::string blocks;
  for (int i = 0; i < 3'000; ++i) blocks += R"({"type":"section","text":{"text":"x"}},)";
  const std::string text =
      R"({"envelope_id":"e1","type":"interactive","payload":{"type":"block_actions","user":{"id":)"
      R"("U1"},"message":{"blocks":[)" +
      blocks + R"({}]},"actions":[{"type":"button","action_id":"run:0","value":"v1:list"}]}})";
  CHECK(std::holds_alternative<frame::ButtonPress>(parse_frame(text)));
}

TEST_CASE("random bytes never throw") {
  std::mt19937 random(11);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "{";
    const std::size_t length = random() % 64;
    for (std::size_t k = 0; k < length; ++k) {
      constexpr std::string_view k_likely = "{}[]\":,\\u0envlop_id <>&";
      text +=
          random() % 3 == 0 ? static_cast<char>(random()) : k_likely[random() % k_likely.size()];
    }
    const Frame frame = parse_frame(text);
    CHECK(ack(envelope_id_of(frame)).size() < k_largest_ack);
  }
}

}  // namespace hostile_frames_test
