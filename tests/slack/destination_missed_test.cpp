// Reading a channel after a gap in the connection: page by page, then the threads.

#include "bot/slack/destination.h"
#include "bot/slack/envelope.h"
#include "tests/slack/world.h"

namespace destination_missed_test {

using namespace tocsin;
using namespace tocsin::slack;
using namespace tocsin::slack::world;

namespace {

constexpr std::int64_t k_declared = 1'763'712'000'000;

// Declared at …2000, deaf from …2600 to …3200 (seconds).
Trip reading() {
  return Trip(delivery::ReadMissed{{"C0INC00007"},
                                   from_stored(k_declared),
                                   from_stored(k_declared + 600'000),
                                   from_stored(k_declared + 1'200'000)});
}

std::string page(const std::string& messages, const std::string& cursor = "") {
  std::string text = R"({"ok":true,"messages":[)" + messages + "]";
  if (!cursor.empty()) text += R"(,"response_metadata":{"next_cursor":")" + cursor + R"("})";
  return text + "}";
}

std::string message(const std::string& ts, const std::string& text, const std::string& more = "") {
  return R"({"ts":")" + ts + R"(","user":"U0BEN00002","text":")" + text + "\"" + more + "}";
}

fact::MissedRead read_in(const Verdict& verdict) {
  if (const auto* next = std::get_if<verdict::NextStep>(&verdict)) {
    REQUIRE(next->facts.size() == 1);
    return std::get<fact::MissedRead>(next->facts[0]);
  }
  const auto& done = get<verdict::Done>(verdict);
  REQUIRE(done.facts.size() == 1);
  return std::get<fact::MissedRead>(done.facts[0]);
}

}  // namespace

TEST_CASE("commands of the gap are found, the oldest first, talk and what came earlier is not") {
  Trip trip = reading();
  CHECK(trip.method() == "conversations.history");
  CHECK(trip.fields()["oldest"] == "1763711940.000000");
  const auto read = read_in(
      trip.judge(page(message("1763712900.000300", "<@U0BOT00001> log it is back") + "," +
                      message("1763712800.000200", "!log the cache is cold") + "," +
                      message("1763712700.000200", "what is going on?") + "," +
                      message("1763712700.000300", "!log of a bot", R"(,"bot_id":"B0ALERTS")") +
                      "," + message("1763712100.000100", "!log long ago"))));
  CHECK(read.is_last);
  REQUIRE(read.messages.size() == 2);
  CHECK(read.messages[0].line == "!log the cache is cold");
  CHECK(read.messages[0].is_chatter);
  CHECK(read.messages[0].typed_key ==
        typed_key(ChannelId{"C0INC00007"}, MessageTs{"1763712800.000200"}));
  CHECK(read.messages[1].line == "log it is back");
  CHECK_FALSE(read.messages[1].is_chatter);
}

TEST_CASE("marks and edits count on older messages too") {
  const auto read = read_in(reading().judge(
      page(message("1763712200.000100", "Latency is at 9 s",
                   R"(,"reactions":[{"name":"pushpin","users":["U1","U2"],"count":2}])") +
           "," +
           message("1763712300.000100", "it is the cache",
                   R"(,"edited":{"user":"U1","ts":"1763712900.0"})") +
           "," +
           message("1763712400.000100", "old", R"(,"edited":{"user":"U1","ts":"1763712401.0"})"))));
  REQUIRE(read.messages.size() == 2);
  REQUIRE(read.messages[0].marks.size() == 2);
  CHECK(read.messages[0].marks[1].emoji == "pushpin");
  CHECK(read.messages[0].marks[1].user.value == "U2");
  CHECK_FALSE(read.messages[0].is_edited);
  CHECK(read.messages[1].is_edited);
  CHECK(read.messages[1].text == "it is the cache");
}

TEST_CASE("after the pages come the threads that got replies in the gap") {
  Trip trip = reading();
  const std::string news = R"(,"thread_ts":"1763712100.000100","latest_reply":"1763712900.000100")";
  const std::string old = R"(,"thread_ts":"1763712110.000100","latest_reply":"1763712120.000100")";
  CHECK_FALSE(
      read_in(trip.judge(page(message("1763712100.000100", "a", news), "bmV4dA=="))).is_last);
  CHECK(trip.fields()["cursor"] == "bmV4dA==");
  CHECK_FALSE(read_in(trip.judge(page(message("1763712110.000100", "b", old)))).is_last);
  CHECK(trip.method() == "conversations.replies");
  CHECK(trip.fields()["ts"] == "1763712100.000100");
  const auto read = read_in(trip.judge(page(
      message("1763712100.000100", "a", news) + "," +
      message("1763712900.000100", "!log in the thread", R"(,"thread_ts":"1763712100.000100")"))));
  CHECK(read.is_last);
  REQUIRE(read.messages.size() == 1);
  CHECK(read.messages[0].thread.value == "1763712100.000100");
}

TEST_CASE("lines of a gap that fill several pages are carried out in the order they were typed") {
  Trip trip = reading();
  const auto line = [](const std::string& ts) { return message(ts, "!log at " + ts); };
  const auto lines_of = [](const fact::MissedRead& read) {
    std::string all;
    for (const fact::MissedMessage& one : read.messages) all += one.ts.value.substr(0, 10) + " ";
    return all;
  };
  // Both pages lie within the gap: nothing is carried out while there may be something earlier.
  CHECK(read_in(trip.judge(page(line("1763713190.000000") + "," + line("1763713100.000000"), "c2")))
            .messages.empty());
  CHECK(trip.fields()["cursor"] == "c2");
  CHECK(read_in(trip.judge(page(line("1763713000.000000") + "," + line("1763712900.000000"), "c3")))
            .messages.empty());
  CHECK(trip.fields()["cursor"] == "c3");
  // The third reaches back to before the gap.
  auto read =
      read_in(trip.judge(page(line("1763712800.000000") + "," + line("1763712100.000000"), "c4")));
  CHECK(lines_of(read) == "1763712800 ");
  CHECK(trip.fields()["oldest"] == "1763712800.000000");
  CHECK(trip.fields()["latest"] == "1763713000.000000");
  CHECK(trip.fields()["inclusive"] == "true");
  read = read_in(trip.judge(page(line("1763713000.000000") + "," + line("1763712900.000000"))));
  CHECK(lines_of(read) == "1763712900 1763713000 ");
  CHECK(trip.fields()["oldest"] == "1763713000.000000");
  CHECK(trip.fields()["latest"] == "1763713190.000000");
  const std::string news = R"(,"thread_ts":"1763713100.000000","latest_reply":"1763713110.000100")";
  read = read_in(trip.judge(
      page(line("1763713190.000000") + "," + message("1763713100.000000", "!log at", news))));
  CHECK(lines_of(read) == "1763713100 1763713190 ");
  CHECK_FALSE(read.is_last);
  // What is older may only have marks and edits, and comes last; then the threads.
  CHECK(trip.fields()["cursor"] == "c4");
  CHECK_FALSE(read_in(trip.judge(page(line("1763712050.000000")))).is_last);
  CHECK(trip.method() == "conversations.replies");
  CHECK(read_in(trip.judge(page(""))).is_last);
}

TEST_CASE("a page that reaches back to before the gap is carried out at once") {
  Trip trip = reading();
  const auto read = read_in(trip.judge(page(message("1763713000.000000", "!log it is back") + "," +
                                                message("1763712100.000000", "long ago"),
                                            "c2")));
  CHECK(read.messages.size() == 1);
  CHECK(trip.fields()["cursor"] == "c2");
  CHECK(read_in(trip.judge(page(""))).is_last);
}

TEST_CASE("more threads than can be read, or more replies, is told") {
  Trip many = reading();
  std::string messages;
  for (int i = 0; i < 501; ++i) {
    const std::string ts =
        "17637121" + std::to_string(10 + i % 90) + ".000" + std::to_string(100 + i);
    messages +=
        (i == 0 ? "" : ",") +
        message(ts, "a", R"(,"latest_reply":"1763712900.000100","thread_ts":")" + ts + "\"");
  }
  auto read = read_in(many.judge(page(messages)));
  for (int i = 0; i < 499; ++i) {
    CHECK_FALSE(read.is_last);
    read = read_in(many.judge(page("")));
  }
  CHECK_FALSE(read.is_last);
  read = read_in(many.judge(page("")));
  CHECK(read.is_last);
  CHECK(read.trouble.find("more replies in threads") != std::string::npos);

  Trip one = reading();
  one.judge(
      page(message("1763712100.000100", "a",
                   R"(,"thread_ts":"1763712100.000100","latest_reply":"1763712900.000100")")));
  read = read_in(one.judge(page("", "c2")));
  CHECK(read.is_last);
  CHECK(read.trouble.find("more replies in threads") != std::string::npos);
}

TEST_CASE("a channel that cannot be read is told with the reason") {
  const Verdict verdict = reading().judge(R"({"ok":false,"error":"not_in_channel"})");
  const auto& refused = get<verdict::Refused>(verdict);
  REQUIRE(refused.facts.size() == 1);
  const auto& read = std::get<fact::MissedRead>(refused.facts[0]);
  CHECK(read.is_last);
  CHECK(read.trouble.find("invite me") != std::string::npos);
}

TEST_CASE("a broken page is read as far as it goes") {
  CHECK(
      read_in(reading().judge(R"({"ok":true,"messages":[1,"x",null,{"ts":7}]})")).messages.empty());
  CHECK(read_in(reading().judge(R"({"ok":true})")).is_last);
}

}  // namespace destination_missed_test
