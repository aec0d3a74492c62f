#include "bot/domain/rich_text.h"

#include <doctest/doctest.h>

namespace tocsin::rich_text_test {
namespace {

TEST_CASE("a sentence is a rich text of one plain span, and no sentence is an empty one") {
  const RichText text("Saved");
  REQUIRE(text.spans.size() == 1);
  CHECK(text.spans[0] == Span(span::Plain{"Saved"}));
  CHECK(RichText("").empty());
  CHECK(RichText().plain("").bold("").italic("").code("").empty());
}

TEST_CASE("plain text next to plain text is one span, so equal sentences are equal") {
  CHECK(RichText("Saved ").plain("E12") == RichText("Saved E12"));
  CHECK(RichText("Saved ").append(RichText("E12")) == RichText("Saved E12"));
  CHECK(RichText("Saved ").bold("E12") != RichText("Saved E12"));
}

TEST_CASE("spans keep their order and their kind") {
  const Moment moment = from_stored(1'700'000'000'000);
  RichText text("a");
  text.bold("b").italic("c").code("d").user(UserId{"U1"}).channel(ChannelId{"C1"}, "ops");
  text.clock(moment, "14:35 EST").date_and_clock(moment, "2023-11-15 14:35 EST").link("u", "t");
  REQUIRE(text.spans.size() == 9);
  CHECK(text.spans[1] == Span(span::Bold{"b"}));
  CHECK(text.spans[2] == Span(span::Italic{"c"}));
  CHECK(text.spans[3] == Span(span::Code{"d"}));
  CHECK(text.spans[4] == Span(span::User{UserId{"U1"}}));
  CHECK(text.spans[5] == Span(span::Channel{ChannelId{"C1"}, "ops"}));
  CHECK(text.spans[6] == Span(span::Instant{moment, span::Instant::Show::clock, "14:35 EST"}));
  CHECK(text.spans[7] ==
        Span(span::Instant{moment, span::Instant::Show::date_and_clock, "2023-11-15 14:35 EST"}));
  CHECK(text.spans[8] == Span(span::Link{"u", "t"}));
}

TEST_CASE("a text can be appended to itself") {
  RichText text("a");
  text.bold("b");
  text.append(text);
  CHECK(to_plain(text) == "abab");
}

TEST_CASE("without markup people are @ids, moments are as printed, links show where they lead") {
  RichText text("Lead is ");
  text.user(UserId{"U123"}).plain(" in ").channel(ChannelId{"C1"}, "ops").plain(" and ");
  text.channel(ChannelId{"C2"}, "").plain(" since ").clock(Moment{}, "14:35 EST").plain(", see ");
  text.link("https://example.org", "the page").plain(" or ").link("https://example.org", "");
  text.plain(", type ").code("close");
  CHECK(to_plain(text) ==
        "Lead is @U123 in #ops and #C2 since 14:35 EST, see the page (https://example.org) or "
        "https://example.org, type close");
}

TEST_CASE("what a person typed stays as typed") {
  const std::string typed = "<!channel> *bold* `code` & \xf0\x9f\x94\xa5";
  CHECK(to_plain(RichText(typed)) == typed);
}

}  // namespace
}  // namespace tocsin::rich_text_test
