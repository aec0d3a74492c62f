// Files that are broken or made to hurt. Nothing here looks at a clock: what is not linear does not
// end within the patience of whoever runs the tests.

#include "bot/import/html_fragments.h"
#include "bot/import/read_document.h"
#include "tests/support/sanitized.h"

#include <doctest/doctest.h>

#include <string>

namespace hostile_test {

using namespace tocsin::imports;

namespace {

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::string reason(const std::string& text) {
  const auto document = read_document(text);
  return document ? "" : document.error();
}

// With sanitizers a frame of the stack is several times as large.
constexpr std::size_t k_many = tocsin::k_is_sanitized ? 2'500 : 40'000;

const std::string k_small =
    "# Outage of the shop\n\n**Duration:** 2024-08-10, 14:30 - 16:15 UTC\n\n**Impact:** nobody "
    "could pay\n\n**Root cause:** a typo in the configuration\n";

}  // namespace

TEST_CASE("what is no text is refused with the reason") {
  CHECK(reason("") == "it is empty");
  CHECK(reason(" \n\t\r\n") == "it is empty");
  CHECK(reason(std::string("PK\0\3", 4)) == "it is not a text file");
  CHECK(reason("fine\nfine\nbroken \xC3\x28").find("line 3") != std::string::npos);
  CHECK(reason("cut \xE2\x82").find("UTF-8") != std::string::npos);
  CHECK(reason(repeated("x", k_longest_document + 1)).find("MB") != std::string::npos);
}

TEST_CASE("a byte order mark, carriage returns and tabs change nothing") {
  const auto plain = read_document(k_small);
  REQUIRE(plain);
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : k_small) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(read_document(windows) == plain);
  std::string tabs = k_small;
  tabs.replace(tabs.find(", 14:30"), 2, ",\t");
  CHECK(read_document(tabs) == plain);
}

TEST_CASE("nesting without end and marks without number are read to the end") {
  for (const std::string_view part : {">",
                                      "> ",
                                      "- ",
                                      "* ",
                                      "1. ",
                                      "[",
                                      "](",
                                      "**",
                                      "*a ",
                                      "`",
                                      "<",
                                      "<b>",
                                      "<ul><li>",
                                      "<!--",
                                      "|",
                                      "| a ",
                                      "&amp;",
                                      "_a_ ",
                                      "(",
                                      "12:00 ",
                                      "12:00 - ",
                                      "1 hour ",
                                      "May ",
                                      "50% ",
                                      "a:",
                                      "\t",
                                      "```\n",
                                      "<table><tr><td>",
                                      "![",
                                      "12:00 AM: a ",
                                      "aB",
                                      "a Impact:Ab",
                                      "Time:\n    - ",
                                      "for 5 minutes ",
                                      "80% of the riders ",
                                      "the team was called. ",
                                      "Add a thing. ",
                                      "June 3, 2024, "}) {
    CAPTURE(part);
    const std::string text = k_small + "\n## Timeline\n\n" + repeated(part, k_many);
    const auto document = read_document(text);
    CHECK((document || !document.error().empty()));
  }
}

TEST_CASE("tags become Markdown, and what is none stays") {
  CHECK(html_to_markdown("<b>Impact:</B> Users") == "**Impact:** Users");
  CHECK(html_to_markdown("less than <5% of <unknown>") == "less than <5% of <unknown>");
  CHECK(html_to_markdown("a<br>b") == "a\nb");
  CHECK(html_to_markdown("a <!-- b --> c") == "a  c");
  CHECK(html_to_markdown("`<b>`") == "`<b>`");
}

}  // namespace hostile_test
