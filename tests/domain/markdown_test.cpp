#include "bot/domain/markdown.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

namespace markdown_test {

using namespace tocsin;

namespace {

const std::string k_replacement = "\xEF\xBF\xBD";

std::string paragraph(std::string_view text) {
  return escape_markdown(text, MarkdownPlace::paragraph);
}

}  // namespace

TEST_CASE("ordinary sentences are left as they are") {
  const std::string text = "40 % of users (all in Europe) saw \"500\" errors; it's 3-4 times more!";
  CHECK(escape_markdown(text) == text);
  CHECK(escape_markdown("Zürich, naïve, 東京, 🔥 and 👩‍🚒") ==
        "Zürich, naïve, 東京, 🔥 and 👩‍🚒");
  CHECK(escape_markdown("").empty());
}

TEST_CASE("marks of Markdown appear as they were typed") {
  CHECK(escape_markdown("*bold* _it_ `code` ~~gone~~") ==
        "\\*bold\\* \\_it\\_ \\`code\\` \\~\\~gone\\~\\~");
  CHECK(escape_markdown("a | b") == "a \\| b");
  CHECK(escape_markdown("see #12, ## x") == "see \\#12, \\#\\# x");
  CHECK(escape_markdown("[text](http)") == "\\[text\\](http)");
  CHECK(escape_markdown("![image][1]") == "!\\[image\\]\\[1\\]");
  CHECK(escape_markdown("C:\\dir\\") == "C:\\\\dir\\\\");
  CHECK(escape_markdown("$a$") == "\\$a\\$");
}

TEST_CASE("HTML and Slack mentions appear as they were typed") {
  CHECK(escape_markdown("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;");
  CHECK(escape_markdown("<!channel> <@U123>") == "&lt;!channel&gt; &lt;@U123&gt;");
  CHECK(escape_markdown("a &amp; b &copy;") == "a &amp;amp; b &amp;copy;");
  CHECK(escape_markdown("<!-- x -->") == "&lt;!-- x --&gt;");
}

TEST_CASE("nothing at the start of a line begins a list, a rule or an underlined heading") {
  CHECK(escape_markdown("- item") == "\\- item");
  CHECK(escape_markdown("+ item") == "\\+ item");
  CHECK(escape_markdown("---") == "\\---");
  CHECK(escape_markdown("===") == "\\===");
  CHECK(escape_markdown(":--") == "\\:--");
  CHECK(escape_markdown("1. item") == "1\\. item");
  CHECK(escape_markdown("12) item") == "12\\) item");
  CHECK(escape_markdown("12 nodes, 1.5 s") == "12 nodes, 1.5 s");
  CHECK(escape_markdown("> quote") == "&gt; quote");
  CHECK(escape_markdown("    code") == "code");
}

TEST_CASE("line breaks become a mark where only one line fits") {
  CHECK(escape_markdown("one\ntwo") == "one ↵ two");
  CHECK(escape_markdown("one\r\ntwo\rthree") == "one ↵ two ↵ three");
  CHECK(escape_markdown("one\xE2\x80\xA8two") == "one ↵ two");
  CHECK(escape_markdown("\n\none\n\n\n  two \n") == "one ↵ two");
  CHECK(escape_markdown("one\n- two").find("- two") != std::string::npos);
  CHECK(escape_markdown(" \n\t\r\n").empty());
}

TEST_CASE("line breaks and blank lines are kept in a paragraph, and each line is harmless") {
  CHECK(paragraph("one\ntwo") == "one\\\ntwo");
  CHECK(paragraph("one\n\n\ntwo") == "one\n\ntwo");
  CHECK(paragraph("\none\n") == "one");
  CHECK(paragraph("title\n===") == "title\\\n\\===");
  CHECK(paragraph("a\n- b\n# c\n    d\n1. e\n```\n") ==
        "a\\\n\\- b\\\n\\# c\\\nd\\\n1\\. e\\\n\\`\\`\\`");
}

TEST_CASE("an address is a link to itself, without what closes the sentence") {
  CHECK(escape_markdown("see https://grafana.example/d/a_b?x=*1*&y=2.") ==
        "see <https://grafana.example/d/a_b?x=*1*&y=2>.");
  CHECK(escape_markdown("(http://a.example/x)") == "(<http://a.example/x>)");
  CHECK(escape_markdown("http://a.example/x_(y)") == "<http://a.example/x_(y)>");
  CHECK(escape_markdown("https://a.example, https://b.example") ==
        "<https://a.example>, <https://b.example>");
}

TEST_CASE("an address does not carry anything else with it") {
  CHECK(escape_markdown("https://a.example|text") == "<https://a.example>\\|text");
  CHECK(escape_markdown("<https://a.example|text>") == "&lt;<https://a.example>\\|text&gt;");
  CHECK(escape_markdown("https://a.example\"onload=") == "<https://a.example>\"onload=");
  CHECK(escape_markdown("https://a.example/`x`") == "<https://a.example/>\\`x\\`");
  CHECK(escape_markdown("https://") == "https\\://");
  CHECK(escape_markdown("https://<b>") == "https\\://&lt;b&gt;");
}

TEST_CASE("other schemes are no links") {
  CHECK(escape_markdown("javascript:alert(1)") == "javascript:alert(1)");
  CHECK(escape_markdown("ftp://a_b") == "ftp\\://a\\_b");
  CHECK(escape_markdown("www.a_b.example") == "www\\.a\\_b.example");
}

TEST_CASE("control characters and broken UTF-8 are shown as U+FFFD") {
  CHECK(escape_markdown(std::string_view("a\0b", 3)) == "a" + k_replacement + "b");
  CHECK(escape_markdown("\x1B[31m") == k_replacement + "\\[31m");
  CHECK(escape_markdown("a\x7F") == "a" + k_replacement);
  CHECK(escape_markdown("\xC2\x9B") == k_replacement);
  CHECK(escape_markdown("\xFF\xC3(") == k_replacement + k_replacement + "(");
  CHECK(escape_markdown("cut \xE2\x82") == "cut " + k_replacement + k_replacement);
  CHECK(escape_markdown("\xC0\xAF") == k_replacement + k_replacement);
  CHECK(escape_markdown("\xED\xA0\x80") == k_replacement + k_replacement + k_replacement);
  CHECK(escape_markdown("a\tb") == "a b");
}

TEST_CASE("text cannot be made to read backwards") {
  CHECK(escape_markdown("safe \xE2\x80\xAE"
                        "evil") == "safe " + k_replacement + "evil");
  CHECK(escape_markdown("\xE2\x81\xA6x") == k_replacement + "x");
}

TEST_CASE("whatever the bytes, one line stays one line and no cell ends early") {
  const std::string alphabet = "ab \t\n\r|\\`*_[]<>&#~-+=:1.)(!/hps\xE2\x80\xA8\xFF\xC3\x01$";
  std::uint64_t state = 20'240'810;
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
      text += alphabet[(state >> 33U) % alphabet.size()];
    }
    const std::string escaped = escape_markdown(text);
    CAPTURE(escaped);
    REQUIRE(escaped.find_first_of("\n\r\x01\xFF") == std::string::npos);
    bool in_address = false;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
      const char c = escaped[i];
      if (in_address) {
        REQUIRE(std::string(" |\\`<").find(c) == std::string::npos);
        in_address = c != '>';
      } else if (c == '\\') {
        ++i;
      } else if (c == '<') {
        REQUIRE(escaped.compare(i, 5, "<http") == 0);
        in_address = true;
      } else {
        REQUIRE(std::string("|`*_[]>#~$").find(c) == std::string::npos);
      }
    }
    REQUIRE_FALSE(in_address);
  }
}

}  // namespace markdown_test
