#include "bot/json.h"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <random>
#include <string>

namespace json_test {

using namespace tocsin;

namespace {

Json parsed(std::string_view text) {
  const std::optional<Json> json = parse_json(text);
  REQUIRE(json.has_value());
  return *json;
}

// A reader over a value that stays alive as long as the test.
struct Payload {
  explicit Payload(std::string_view text) : json(parsed(text)), reader(json) {}
  Json json;
  JsonReader reader;
};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("text that is not JSON gives nothing") {
  CHECK_FALSE(parse_json("").has_value());
  CHECK_FALSE(parse_json("{").has_value());
  CHECK_FALSE(parse_json("{\"a\":1} rest").has_value());
  CHECK_FALSE(parse_json("{'a':1}").has_value());
  CHECK_FALSE(parse_json(std::string_view("\"a\0b\"", 5)).has_value());
  CHECK_FALSE(parse_json("\"\xC3\x28\"").has_value());
}

TEST_CASE("nesting is accepted up to its limit and refused beyond it") {
  CHECK(parse_json(nested(10)).has_value());
  CHECK(parse_json(nested(64)).has_value());
  CHECK_FALSE(parse_json(nested(70)).has_value());
  CHECK_FALSE(parse_json(nested(200'000)).has_value());
}

TEST_CASE("nesting that is never closed does not exhaust the stack") {
  CHECK_FALSE(parse_json(std::string(1'000'000, '[')).has_value());
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK_FALSE(parse_json(objects).has_value());
}

TEST_CASE("many brackets side by side are no nesting") {
  std::string list = "[[]";
  for (int i = 0; i < 1'000; ++i) list += ",{}";
  CHECK(parse_json(list + "]").has_value());
}

TEST_CASE("brackets inside of text are no nesting") {
  CHECK(parse_json("\"" + std::string(5'000, '[') + "\"").has_value());
}

TEST_CASE("broken UTF-8 is replaced when it is written") {
  CHECK(dump_json(Json("a\xFF"
                       "b")) ==
        "\"a\xEF\xBF\xBD"
        "b\"");
  CHECK(dump_json(Json("cut \xE2\x82")) == "\"cut \xEF\xBF\xBD\"");
  CHECK(dump_json(Json{{"k\xC0", 1}}) == "{\"k\xEF\xBF\xBD\":1}");
}

TEST_CASE("what is written is compact and is read back to the same value") {
  const Json json = parsed(R"({"b": [1, 2.5, null, true], "a": "ünïcode \u0000 end"})");
  const std::string text = dump_json(json);
  CHECK(text.find('\n') == std::string::npos);
  CHECK(parse_json(text) == json);
}

TEST_CASE("numbers keep their last digit, and one beyond all numbers is refused") {
  CHECK(parsed("0.1").get<double>() == 0.1);
  CHECK(parsed("-1.7976931348623157e308").get<double>() == std::numeric_limits<double>::lowest());
  CHECK(parsed("1e-400").get<double>() == 0.0);
  CHECK(parsed("123456789012345678901").get<double>() == 123456789012345678901.0);
  CHECK_FALSE(parse_json("1e400").has_value());
  CHECK_FALSE(parse_json("01").has_value());
}

TEST_CASE("texts and keys are read whole, however they are escaped") {
  const Json json = parsed(R"({"a\u00e9\/b": "\ud83d\ude00 \"x\" \u2013 end", "a": 1, "a": 2})");
  CHECK(json.at("a\xC3\xA9/b") == "\xF0\x9F\x98\x80 \"x\" \xE2\x80\x93 end");
  CHECK(json.at("a") == 2);
  CHECK_FALSE(parse_json(R"("\ud83d alone")").has_value());
  CHECK_FALSE(parse_json("\"\xED\xA0\x80\"").has_value());
}

TEST_CASE("what is read is what nlohmann's own reader makes of the text, right or wrong") {
  constexpr std::array<std::string_view, 34> pieces{"{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ":",
                                                    ",",
                                                    "\"a\"",
                                                    "\"\\n\"",
                                                    "\"\\u00e9\"",
                                                    "\"\\ud83d\\ude00\"",
                                                    "\"\\ud83d\"",
                                                    "1",
                                                    "-0",
                                                    "-1",
                                                    "1e5 ",
                                                    "1e400",
                                                    "0.1",
                                                    "12345678901234567890123",
                                                    "18446744073709551615",
                                                    "true",
                                                    "null",
                                                    "false",
                                                    " ",
                                                    "\n",
                                                    "\"\xFF\"",
                                                    "1.",
                                                    "\"\t\"",
                                                    "-",
                                                    "\xEF\xBB\xBF",
                                                    "/",
                                                    "nul",
                                                    "\"a",
                                                    "1e-3 ",
                                                    "\"\xC3\xA9\""};
  std::mt19937 numbers(7);
  std::size_t right = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text;
    for (std::size_t left = 1 + numbers() % 7; left > 0; --left) {
      text += pieces[numbers() % pieces.size()];
    }
    const Json expected = Json::parse(text, nullptr, false);
    const std::optional<Json> read = parse_json(text);
    CAPTURE(text);
    REQUIRE(read.has_value() == !expected.is_discarded());
    if (!read) continue;
    REQUIRE(*read == expected);
    ++right;
  }
  CHECK(right > 1'000);
}

TEST_CASE("values of the right type are read and leave no error") {
  Payload payload(R"({"t": "text", "n": -7, "yes": true, "o": {"in": "side"}, "l": ["a", "b"]})");
  JsonReader& reader = payload.reader;
  CHECK(reader.text("t") == "text");
  CHECK(reader.integer("n") == -7);
  CHECK(reader.flag("yes"));
  CHECK(reader.object("o").text("in") == "side");
  const auto items = reader.items("l");
  REQUIRE(items.size() == 2);
  CHECK(JsonReader(items[1]).as_text() == "b");
  CHECK_FALSE(reader.failed());
  CHECK(reader.error().empty());
}

TEST_CASE("a missing key gives an empty value and an error with its path") {
  Payload payload("{}");
  CHECK(payload.reader.text("user").empty());
  CHECK(payload.reader.failed());
  CHECK(payload.reader.error() == "/user: is missing");
}

TEST_CASE("every kind of required value complains when it is missing") {
  CHECK(Payload("{}").reader.integer("n") == 0);
  Payload number("{}");
  number.reader.integer("n");
  CHECK(number.reader.error() == "/n: is missing");
  Payload flag("{}");
  CHECK_FALSE(flag.reader.flag("f"));
  CHECK(flag.reader.error() == "/f: is missing");
  Payload object("{}");
  CHECK(object.reader.object("o").text_or("in", "fallback") == "fallback");
  CHECK(object.reader.error() == "/o: is missing");
  Payload list("{}");
  CHECK(list.reader.items("l").empty());
  CHECK(list.reader.error() == "/l: is missing");
}

TEST_CASE("null is the same as missing") {
  Payload payload(R"({"t": null})");
  CHECK_FALSE(payload.reader.has("t"));
  CHECK(payload.reader.text_or("t", "fallback") == "fallback");
  CHECK_FALSE(payload.reader.failed());
  payload.reader.text("t");
  CHECK(payload.reader.error() == "/t: is missing");
}

TEST_CASE("a value of another type gives an empty value and says what it should be") {
  const char* const text = R"({"t": 1, "n": "1", "f": "true", "o": [], "l": {}, "d": 1.5})";
  const auto error_of = [text](auto read) {
    Payload payload(text);
    read(payload.reader);
    return payload.reader.error();
  };
  CHECK(error_of([](JsonReader& r) { CHECK(r.text("t").empty()); }) == "/t: is not text");
  CHECK(error_of([](JsonReader& r) { CHECK(r.integer("n") == 0); }) == "/n: is not a whole number");
  CHECK(error_of([](JsonReader& r) { CHECK(r.integer("d") == 0); }) == "/d: is not a whole number");
  CHECK(error_of([](JsonReader& r) { CHECK_FALSE(r.flag("f")); }) == "/f: is not true or false");
  CHECK(error_of([](JsonReader& r) { CHECK_FALSE(r.object("o").is_object()); }) ==
        "/o: is not an object");
  CHECK(error_of([](JsonReader& r) { CHECK(r.items("l").empty()); }) == "/l: is not a list");
}

TEST_CASE("an optional value of another type is an error too") {
  Payload payload(R"({"t": 1})");
  CHECK(payload.reader.text_or("t", "fallback") == "fallback");
  CHECK(payload.reader.error() == "/t: is not text");
}

TEST_CASE("optional values that are absent are the fallback and no error") {
  Payload payload("{}");
  JsonReader& reader = payload.reader;
  CHECK(reader.text_or("t", "fallback") == "fallback");
  CHECK(reader.integer_or("n", 42) == 42);
  CHECK(reader.flag_or("f", true));
  CHECK_FALSE(reader.maybe_text("t").has_value());
  CHECK_FALSE(reader.maybe_integer("n").has_value());
  CHECK_FALSE(reader.maybe_object("o").has_value());
  CHECK(reader.items_or_none("l").empty());
  CHECK_FALSE(reader.failed());
}

TEST_CASE("the path leads through objects and lists to the value") {
  Payload payload(R"({"event": {"blocks": [{"text": "ok"}, {"text": {"x": 1}}]}})");
  for (JsonReader& block : payload.reader.object("event").items("blocks")) block.text("text");
  CHECK(payload.reader.error() == "/event/blocks/1/text: is not text");
}

TEST_CASE("an item that is not text complains with its place in the list") {
  Payload payload(R"({"users": ["U1", 2]})");
  for (JsonReader& user : payload.reader.items("users")) user.as_text();
  CHECK(payload.reader.error() == "/users/1: is not text");
}

TEST_CASE("the first trouble is kept") {
  Payload payload(R"({"b": 1})");
  payload.reader.text("a");
  payload.reader.text("b");
  CHECK(payload.reader.error() == "/a: is missing");
}

TEST_CASE("readers of one payload share the error") {
  Payload payload(R"({"o": {}})");
  JsonReader inner = payload.reader.object("o");
  CHECK_FALSE(payload.reader.failed());
  inner.text("missing");
  CHECK(payload.reader.failed());
  CHECK(payload.reader.error() == "/o/missing: is missing");
  CHECK(inner.error() == payload.reader.error());
}

TEST_CASE("a payload that is no object reads as empty and says so") {
  for (const char* const text : {"[]", "1", "\"text\"", "null"}) {
    CAPTURE(text);
    Payload payload(text);
    CHECK_FALSE(payload.reader.is_object());
    CHECK_FALSE(payload.reader.has("a"));
    CHECK(payload.reader.text("a").empty());
    CHECK(payload.reader.error() == "/a: is missing");
  }
}

TEST_CASE("reading on behind something missing is harmless") {
  Payload payload("{}");
  CHECK(payload.reader.object("a").object("b").object("c").text("d").empty());
  CHECK(payload.reader.error() == "/a: is missing");
}

TEST_CASE("whole numbers keep all of their digits") {
  Payload payload(R"({"big": 9007199254740993, "low": -9223372036854775808})");
  CHECK(payload.reader.integer("big") == 9'007'199'254'740'993);
  CHECK(payload.reader.integer("low") == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(payload.reader.failed());
}

TEST_CASE("a whole number that does not fit is an error") {
  Payload payload(R"({"n": 18446744073709551615})");
  CHECK(payload.reader.integer("n") == 0);
  CHECK(payload.reader.error() == "/n: is not a whole number");
}

}  // namespace json_test
