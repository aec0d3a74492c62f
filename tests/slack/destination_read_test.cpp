// Reading a message that somebody marked: what it says, then its address.

#include "bot/slack/destination.h"
#include "tests/slack/world.h"

namespace destination_read_test {

using namespace tocsin;
using namespace tocsin::slack;
using namespace tocsin::slack::world;

namespace {

Trip reading(const std::string& thread = "") {
  return Trip(delivery::ReadMessage{{"C0INC00007"},
                                    {"1763712100.000200"},
                                    {thread},
                                    UserId{"U0ANNA0001"},
                                    delivery::ReadMessage::Purpose::keep});
}

std::string replies(const std::string& text, const std::string& more = "") {
  return R"({"ok":true,"messages":[{"ts":"1763712000.000100","user":"U1","text":"the first"},)"
         R"({"ts":"1763712100.000200","user":"U0BEN00002","text":")" +
         text + "\"" + more + "}]}";
}

const std::string k_link =
    R"({"ok":true,"permalink":"https://x.slack.com/archives/C0INC00007/p1763712100000200"})";

fact::MessageRead read_in(const Verdict& verdict) {
  const auto& done = get<verdict::Done>(verdict);
  REQUIRE(done.facts.size() == 1);
  return std::get<fact::MessageRead>(done.facts[0]);
}

}  // namespace

TEST_CASE("a marked message is read with its author and address, whatever its text looks like") {
  for (const char* text : {"Latency is at 9 s", "plain joined bare", "it's  a:b  ", "one"}) {
    CAPTURE(text);
    Trip trip = reading();
    CHECK(trip.method() == "conversations.replies");
    CHECK(is<verdict::NextStep>(trip.judge(replies(text))));
    CHECK(trip.method() == "chat.getPermalink");
    CHECK(trip.fields()["message_ts"] == "1763712100.000200");
    const auto read = read_in(trip.judge(k_link));
    CHECK(read.is_there);
    CHECK(read.text == text);
    CHECK(read.author.value == "U0BEN00002");
    CHECK(read.link == "https://x.slack.com/archives/C0INC00007/p1763712100000200");
  }
}

TEST_CASE("a reply is asked for by its thread") {
  CHECK(reading("1763712000.000100").fields()["ts"] == "1763712000.000100");
  CHECK(reading().fields()["ts"] == "1763712100.000200");
}

TEST_CASE("what a bot wrote has the bot's name and no author") {
  Trip trip = reading();
  trip.judge(replies("CPU is hot", R"(,"bot_id":"B0ALERTS","username":"Alert Manager")"));
  const auto read = read_in(trip.judge(k_link));
  CHECK(read.author.empty());
  CHECK(read.author_name == "Alert Manager");
}

TEST_CASE("a message without an address is kept, one that is gone is said to be gone") {
  Trip trip = reading();
  trip.judge(replies("Latency is at 9 s"));
  const auto read = read_in(trip.judge(R"({"ok":false,"error":"message_not_found"})"));
  CHECK(read.text == "Latency is at 9 s");
  CHECK(read.link.empty());
  Trip gone = reading();
  CHECK_FALSE(read_in(gone.judge(R"({"ok":true,"messages":[]})")).is_there);
  Trip refused = reading();
  const auto verdict = refused.judge(R"({"ok":false,"error":"thread_not_found"})");
  REQUIRE(get<verdict::Refused>(verdict).facts.size() == 1);
}

}  // namespace destination_read_test
