#include "bot/slack/ack.h"

#include "bot/slack/blocks.h"
#include "bot/slack/json_text.h"
#include "tests/slack/world.h"

namespace ack_test {

using namespace tocsin;
using namespace tocsin::slack;

namespace {

Json frame_of(const std::string& text) {
  CHECK(text.size() <= k_largest_ack);
  CHECK(text.find('\n') == std::string::npos);
  return world::json_of(text);
}

Reply reply_of(std::size_t paragraphs, const std::string& text) {
  Reply reply;
  for (std::size_t i = 0; i < paragraphs; ++i) reply.paragraphs.emplace_back(text);
  return reply;
}

std::string all_text(const Json& payload) {
  if (!payload.contains("blocks")) return payload["text"].get<std::string>();
  std::string text;
  for (const Json& block : payload["blocks"]) {
    if (block.contains("text")) text += block["text"]["text"].get<std::string>() + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a bare ack is nothing but the envelope's id") {
  CHECK(ack("abc-1") == R"({"envelope_id":"abc-1"})");
  CHECK(ack("abc-1", Reply{}) == R"({"envelope_id":"abc-1"})");
}

TEST_CASE("a simple reply is a private text in the ack") {
  const Reply reply(RichText("Saved ").bold("E12").plain(" at 14:35 & <soon>."));
  const Json frame = frame_of(ack("abc-1", reply));
  CHECK(frame["envelope_id"] == "abc-1");
  CHECK(frame["payload"]["response_type"] == "ephemeral");
  CHECK(frame["payload"]["text"] == "Saved *E12* at 14:35 &amp; &lt;soon&gt;.");
  CHECK(!frame["payload"].contains("blocks"));
}

TEST_CASE("a reply may be for the whole channel") {
  AnswerOptions options;
  options.visibility = Visibility::channel;
  const Json frame = frame_of(ack("a", Reply(RichText("Hello")), options));
  CHECK(frame["payload"]["response_type"] == "in_channel");
}

TEST_CASE("buttons stand under the text and carry their command line") {
  Reply reply(RichText("Which one?"));
  reply.buttons.push_back({"INC-7 Checkout", "INC-7 show", Button::Style::plain});
  reply.buttons.push_back({"Declare", "declare \"x\"", Button::Style::primary});
  const Json frame = frame_of(ack("a", reply));
  const Json& blocks = frame["payload"]["blocks"];
  CHECK(frame["payload"]["text"] == "Which one?");
  CHECK(blocks[0]["text"]["text"] == "Which one?");
  CHECK(blocks[0]["text"]["verbatim"] == true);
  const Json& elements = blocks[1]["elements"];
  CHECK(elements[0]["action_id"] == "run:0");
  CHECK(elements[0]["value"] == "v1:INC-7 show");
  CHECK(!elements[0].contains("style"));
  CHECK(elements[1]["action_id"] == "run:1");
  CHECK(elements[1]["value"] == "v1:declare \"x\"");
  CHECK(elements[1]["style"] == "primary");
}

TEST_CASE("an ack never grows over its limit, whatever the answer is") {
  const std::vector<std::string> texts{std::string(100, 'x'),    std::string(3'000, 'y'),
                                       std::string(40'000, 'z'), std::string(500, '"'),
                                       std::string(500, '&'),    std::string(500, '\\'),
                                       std::string(500, '\1'),   "中文字符的一段文字"};
  for (const std::string& text : texts) {
    for (const std::size_t count : {1U, 2U, 5U, 20U, 100U, 1'000U}) {
      if (count * text.size() > 300'000) continue;  // twenty times the limit is enough
      Reply reply = reply_of(count, text);
      frame_of(ack("abc-1", reply));
      for (int i = 0; i < 30; ++i) reply.buttons.push_back({text, text});
      frame_of(ack("abc-1", reply));
    }
  }
}

TEST_CASE("around the limit nothing is cut too early and nothing too late") {
  bool whole = false;
  bool cut = false;
  for (std::size_t count = 120; count < 200; ++count) {
    const Json frame = frame_of(ack("abc-1", reply_of(count, std::string(99, 'x'))));
    const std::string text = all_text(frame["payload"]);
    const bool shortened = text.find("shortened") != std::string::npos;
    const auto shown = static_cast<std::size_t>(std::count(text.begin(), text.end(), 'x')) / 99;
    if (shortened) {
      cut = true;
      CHECK(shown < count);
      CHECK(shown > 110);
    } else {
      whole = true;
      CHECK(!cut);
      CHECK(shown == count);
    }
  }
  CHECK(whole);
  CHECK(cut);
}

TEST_CASE("a shortened answer ends with what was left out and what to type") {
  AnswerOptions options;
  options.rest = "Type `/incident timeline 20`.";
  const Json frame = frame_of(ack("abc-1", reply_of(400, std::string(99, 'x')), options));
  const std::string text = all_text(frame["payload"]);
  CHECK(text.find("shortened") != std::string::npos);
  CHECK(text.find("of its paragraphs are cut") != std::string::npos);
  CHECK(text.find("Type `/incident timeline 20`.") != std::string::npos);
}

TEST_CASE("one paragraph that is too long is shown in part") {
  const Json frame = frame_of(ack("abc-1", reply_of(1, std::string(40'000, 'x'))));
  const std::string text = all_text(frame["payload"]);
  CHECK(text.find("xxxx") != std::string::npos);
  CHECK(text.find("…") != std::string::npos);
  CHECK(text.find("shortened") != std::string::npos);
}

TEST_CASE("a button that cannot carry its line says so instead") {
  Reply reply(RichText("Did you mean?"));
  reply.buttons.push_back({"Log it", "log " + std::string(2'500, 'x')});
  const Json frame = frame_of(ack("a", reply));
  CHECK(frame["payload"]["text"].get<std::string>().find("too long for a button") !=
        std::string::npos);
  CHECK(!frame["payload"].contains("blocks"));
}

TEST_CASE("the same answer can go by the command's response address") {
  Reply reply(RichText("Saved \"it\""));
  const net::HttpRequest request = answer_request("https://hooks.example/x", reply);
  CHECK(request.method == "POST");
  CHECK(request.url == "https://hooks.example/x");
  const Json body = world::json_of(request.body);
  CHECK(body["replace_original"] == false);
  CHECK(body["response_type"] == "ephemeral");
  CHECK(body["text"] == "Saved \"it\"");
}

TEST_CASE("JSON strings are written correctly for every byte there is") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  std::string text;
  append_json_string(text, all);
  const Json json = world::json_of(text);
  CHECK(json.get<std::string>().substr(0, 128) == all.substr(0, 128));
  std::string emoji;
  append_json_string(emoji, "é\U0001F525\"\\\n");
  CHECK(world::json_of(emoji).get<std::string>() == "é\U0001F525\"\\\n");
}

}  // namespace ack_test
