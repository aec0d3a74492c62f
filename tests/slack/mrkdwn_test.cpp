#include "bot/slack/mrkdwn.h"

#include "bot/slack/utf8.h"
#include "tests/slack/world.h"

#include <random>

namespace mrkdwn_test {

using namespace tocsin;
using namespace tocsin::slack;

namespace {

std::string joined(const std::vector<std::string>& pieces) {
  std::string all;
  for (const std::string& piece : pieces) all += piece;
  return all;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

}  // namespace

TEST_CASE("what a person typed can never ping, mention or pretend to be a link") {
  CHECK(escaped("<!channel> <!here|x> <!everyone>") ==
        "&lt;!channel&gt; &lt;!here|x&gt; &lt;!everyone&gt;");
  CHECK(escaped("<@U012ABCDEF> <#C1|x> <!subteam^S1>") ==
        "&lt;@U012ABCDEF&gt; &lt;#C1|x&gt; &lt;!subteam^S1&gt;");
  CHECK(escaped("&lt;!channel&gt;") == "&amp;lt;!channel&amp;gt;");
  CHECK(escaped("<javascript:alert(1)|click>") == "&lt;javascript:alert(1)|click&gt;");
  // The bare address in it may become a link, but only to itself.
  CHECK(escaped("<https://evil.example|https://bank.example>") ==
        "&lt;<https://evil.example>|<https://bank.example>&gt;");
}

TEST_CASE("an address becomes a link to itself, without the punctuation around it") {
  CHECK(escaped("see https://a.example/x?y=1&z=2.") == "see <https://a.example/x?y=1&amp;z=2>.");
  CHECK(escaped("(http://a.example)") == "(<http://a.example>)");
  CHECK(escaped("xhttps://a.example https://") == "xhttps://a.example https://");
  CHECK(escaped("https://a.example/" + std::string(4'000, 'x')).find('<') == std::string::npos);
}

TEST_CASE("backticks cannot swallow what follows, nor leave a code span") {
  CHECK(escaped("```rm -rf").find("```") == std::string::npos);
  CHECK(escaped("a\n>>> b").find("\n&gt;&gt;&gt;") == std::string::npos);
  CHECK(to_mrkdwn(RichText().code("a`b\n```c")) == "`aˋb ˋˋˋc`");
  CHECK(to_mrkdwn(RichText().code(" x ")) == " `x` ");
  CHECK(to_mrkdwn(RichText().code("<!channel>")) == "`&lt;!channel&gt;`");
}

TEST_CASE("control characters are shown harmlessly and line ends become one kind") {
  CHECK(escaped("a\x1b[31mb\x07\x7f") == "a\uFFFD[31mb\uFFFD\uFFFD");
  CHECK(escaped(std::string("a\0b", 3)) == "a\uFFFDb");
  CHECK(escaped("a\r\nb\rc\td") == "a\nb\nc d");
  CHECK(escaped("\xC2\x9B") == "\uFFFD");
  CHECK(escaped("caf\xE9") == "caf\uFFFD");
  CHECK(escaped("a\u2028b") == "a b");
}

TEST_CASE("direction overrides are not shown, right-to-left text is") {
  CHECK(escaped("\u202Egpj.exe\u202C \u2067x\u2069") == "gpj.exe x");
  CHECK(escaped("שלום \u200F!") == "שלום \u200F!");
}

TEST_CASE("bold and italic hold any text without breaking") {
  CHECK(to_mrkdwn(RichText().bold("a*b\nc")) == "*a∗b c*");
  CHECK(to_mrkdwn(RichText().bold("  ")) == "  ");
  CHECK(to_mrkdwn(RichText().italic("x")) == "_x_");
  CHECK(to_mrkdwn(RichText().bold("<!here>")) == "*&lt;!here&gt;*");
}

TEST_CASE("people, channels and links become tokens only when they are what they say") {
  CHECK(to_mrkdwn(RichText().user(UserId{"U0ANNA0001"})) == "<@U0ANNA0001>");
  CHECK(to_mrkdwn(RichText().user(UserId{"cli:anna>"})) == "@cli:anna&gt;");
  CHECK(to_mrkdwn(RichText().user(UserId{"U1> <!channel"})) == "@U1&gt; &lt;!channel");
  CHECK(to_mrkdwn(RichText().channel(ChannelId{"C1"}, "general")) == "<#C1|general>");
  CHECK(to_mrkdwn(RichText().channel(ChannelId{"C1"}, "a|b>")) == "<#C1|a-b&gt;>");
  CHECK(to_mrkdwn(RichText().channel(ChannelId{""}, "general")) == "#general");
  CHECK(to_mrkdwn(RichText().link("https://a.example/x", "the <b>")) ==
        "<https://a.example/x|the &lt;b&gt;>");
  CHECK(to_mrkdwn(RichText().link("javascript:alert(1)", "x")) == "x (javascript:alert(1))");
  CHECK(to_mrkdwn(RichText().link("https://a.example/>|<!channel>", "x")).find("<!channel>") ==
        std::string::npos);
}

TEST_CASE("a moment is a date token with the UTC text behind it") {
  CHECK(to_mrkdwn(RichText().clock(world::moment(1'763'735'700), "14:35 UTC")) ==
        "<!date^1763735700^{time}|14:35 UTC>");
  CHECK(date_token(world::moment(-1), "{time}", "a|b>^") == "<!date^-1^{time}|a b&gt; >");
}

TEST_CASE("shortening never cuts an entity, a token or a character, and says that it cut") {
  CHECK(shorten("abc", 3) == "abc");
  CHECK(shorten("abcd", 3) == "ab…");
  CHECK(shorten("a&amp;b", 5) == "a…");
  CHECK(shorten("a<@U0ANNA0001>b", 10) == "a…");
  CHECK(shorten("ab\U0001F525cd", 4) == "ab…");
  CHECK(shorten("éééé", 3) == "éé…");
  CHECK(shorten("abc", 0).empty());
}

TEST_CASE("lengths are counted in UTF-16 units of the escaped text") {
  CHECK(slack_length("abc") == 3);
  CHECK(slack_length("é") == 1);
  CHECK(slack_length("\U0001F525") == 2);
  CHECK(slack_length(escaped("<")) == 4);
}

TEST_CASE("splitting loses nothing but the line ends and blanks at the cuts") {
  std::mt19937 random(3);
  const std::vector<std::string> words{"plain",      "&amp;", "<@U0ANNA0001>",
                                       "\U0001F525", "é",     "<https://a.example/x|two words>",
                                       "\n",         " ",     "-"};
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += words[random() % words.size()];
    const std::size_t units = 40 + random() % 200;
    const std::vector<std::string> pieces = split_text(text, units);
    for (const std::string& piece : pieces) {
      CHECK(slack_length(piece) <= units);
      CHECK(is_utf8(piece));
      const auto opened = std::count(piece.begin(), piece.end(), '<');
      CHECK(opened == std::count(piece.begin(), piece.end(), '>'));
    }
    CHECK(without_blanks(joined(pieces)) == without_blanks(text));
  }
}

TEST_CASE("splitting prefers line ends, then blanks") {
  CHECK(split_text("one two\nthree four", 12) == std::vector<std::string>{"one two", "three four"});
  CHECK(split_text("one two three", 9) == std::vector<std::string>{"one two", "three"});
  CHECK(split_text("abcdef", 4) == std::vector<std::string>{"abcd", "ef"});
  CHECK(split_text("", 4) == std::vector<std::string>{""});
}

TEST_CASE("any bytes at all come out as valid UTF-8 without one raw bracket of their own") {
  std::mt19937 random(5);
  for (int round = 0; round < 5'000; ++round) {
    std::string typed;
    const std::size_t length = random() % 80;
    for (std::size_t i = 0; i < length; ++i) {
      constexpr std::string_view k_likely = "<>!@#&|`*_~^:/http \n";
      typed +=
          random() % 2 == 0 ? static_cast<char>(random()) : k_likely[random() % k_likely.size()];
    }
    const std::string shown = escaped(typed);
    CHECK(is_utf8(shown));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (shown[i] == '<') CHECK(shown.substr(i, 5) == "<http");
    }
  }
}

TEST_CASE("UTF-8 is told from what only looks like it") {
  CHECK(is_utf8("plain, é, 中, \U0001F525 and a long enough tail for eight bytes at once"));
  CHECK(!is_utf8("\xC0\x80"));
  CHECK(!is_utf8("\xED\xA0\x80"));
  CHECK(!is_utf8("\xF4\x90\x80\x80"));
  CHECK(!is_utf8("abcdefgh\xE2\x82"));
  CHECK(repaired_utf8("a\xFFz") == "a\uFFFDz");
}

}  // namespace mrkdwn_test
