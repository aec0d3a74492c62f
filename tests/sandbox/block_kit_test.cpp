// The limits of Block Kit at their boundaries.

#include "integrations/sandbox/block_kit.h"
#include "bot/json.h"

#include <doctest/doctest.h>

#include <string>

namespace block_kit_test {

using namespace tocsin;
using namespace tocsin::sandbox;

namespace {

Json plain(const std::string& text) { return {{"type", "plain_text"}, {"text", text}}; }

Json mrkdwn(const std::string& text) { return {{"type", "mrkdwn"}, {"text", text}}; }

Json section(const std::string& text) { return {{"type", "section"}, {"text", mrkdwn(text)}}; }

Json button(const std::string& text, const std::string& action_id) {
  return {{"type", "button"}, {"text", plain(text)}, {"action_id", action_id}};
}

Json actions(Json elements) { return {{"type", "actions"}, {"elements", std::move(elements)}}; }

Json input(Json element) {
  return {{"type", "input"}, {"label", plain("L")}, {"element", std::move(element)}};
}

Json options(std::size_t count) {
  Json all = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back({{"text", plain("o")}, {"value", std::to_string(i)}});
  }
  return all;
}

Json select(std::size_t count) {
  return {{"type", "static_select"}, {"action_id", "s"}, {"options", options(count)}};
}

std::string a(std::size_t count) { return std::string(count, 'a'); }

std::size_t errors_of(Json block, Surface surface = Surface::message) {
  return block_kit_errors(Json::array({std::move(block)}), surface).size();
}

Json modal(Json blocks) {
  return {{"type", "modal"},
          {"title", plain("Title")},
          {"submit", plain("Go")},
          {"blocks", std::move(blocks)}};
}

}  // namespace

TEST_CASE("an error names the guilty place with a JSON pointer") {
  const auto errors = block_kit_errors(Json::array({section(a(3001))}), Surface::message);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0] ==
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
}

TEST_CASE("a message has up to 50 blocks, a view up to 100") {
  Json blocks = Json::array();
  for (int i = 0; i < 50; ++i) blocks.push_back({{"type", "divider"}});
  CHECK(block_kit_errors(blocks, Surface::message).empty());
  blocks.push_back({{"type", "divider"}});
  CHECK(block_kit_errors(blocks, Surface::message).size() == 1);
  CHECK(block_kit_errors(blocks, Surface::modal).empty());
}

TEST_CASE("text lengths are counted in UTF-16 units") {
  CHECK(errors_of(section(a(3000))) == 0);
  CHECK(errors_of(section("")) == 1);
  std::string faces;
  for (int i = 0; i < 75; ++i) faces += "\xF0\x9F\x98\x80";
  Json header = {{"type", "header"}, {"text", plain(faces)}};
  CHECK(errors_of(header) == 0);
  header["text"] = plain(faces + "x");
  CHECK(errors_of(header) == 1);
}

TEST_CASE("a header takes plain text of up to 150") {
  CHECK(errors_of({{"type", "header"}, {"text", plain(a(150))}}) == 0);
  CHECK(errors_of({{"type", "header"}, {"text", plain(a(151))}}) == 1);
  CHECK(errors_of({{"type", "header"}, {"text", mrkdwn("x")}}) == 1);
}

TEST_CASE("a section has a text or up to ten fields of up to 2000") {
  Json fields = Json::array();
  for (int i = 0; i < 10; ++i) fields.push_back(mrkdwn(a(2000)));
  Json block = {{"type", "section"}, {"fields", fields}};
  CHECK(errors_of(block) == 0);
  block["fields"].push_back(mrkdwn("x"));
  CHECK(errors_of(block) == 1);
  CHECK(errors_of({{"type", "section"}, {"fields", Json::array({mrkdwn(a(2001))})}}) == 1);
  CHECK(errors_of({{"type", "section"}}) == 1);
}

TEST_CASE("a context has up to ten texts or images") {
  Json elements = Json::array();
  for (int i = 0; i < 10; ++i) elements.push_back(mrkdwn("x"));
  CHECK(errors_of({{"type", "context"}, {"elements", elements}}) == 0);
  elements.push_back(mrkdwn("x"));
  CHECK(errors_of({{"type", "context"}, {"elements", elements}}) == 1);
  CHECK(errors_of({{"type", "context"}, {"elements", Json::array({button("b", "b")})}}) > 0);
}

TEST_CASE("actions have up to 25 elements with different action_ids") {
  Json elements = Json::array();
  for (int i = 0; i < 25; ++i) elements.push_back(button("b", "b" + std::to_string(i)));
  CHECK(errors_of(actions(elements)) == 0);
  elements.push_back(button("b", "b26"));
  CHECK(errors_of(actions(elements)) == 1);
  CHECK(errors_of(actions(Json::array({button("x", "b"), button("y", "b")}))) == 1);
  CHECK(errors_of(actions(Json::array())) == 1);
}

TEST_CASE("a button has a text of up to 75 and a value of up to 2000") {
  CHECK(errors_of(actions(Json::array({button(a(75), "b")}))) == 0);
  CHECK(errors_of(actions(Json::array({button(a(76), "b")}))) == 1);
  Json pressed = button("b", "b");
  pressed["value"] = a(2000);
  CHECK(errors_of(actions(Json::array({pressed}))) == 0);
  pressed["value"] = a(2001);
  CHECK(errors_of(actions(Json::array({pressed}))) == 1);
  pressed["value"] = "";
  CHECK(errors_of(actions(Json::array({pressed}))) == 1);
  pressed["value"] = "v";
  pressed["style"] = "warning";
  CHECK(errors_of(actions(Json::array({pressed}))) == 1);
  pressed["style"] = "danger";
  pressed["url"] = "javascript:alert(1)";
  CHECK(errors_of(actions(Json::array({pressed}))) == 1);
}

TEST_CASE("block_ids are unique in the message and up to 255 long") {
  Json one = section("x");
  one["block_id"] = a(255);
  CHECK(block_kit_errors(Json::array({one, section("y")}), Surface::message).empty());
  CHECK(block_kit_errors(Json::array({one, one}), Surface::message).size() == 1);
  one["block_id"] = a(256);
  CHECK(errors_of(one) == 1);
}

TEST_CASE("menus have one to 100 options with short texts and different values") {
  CHECK(errors_of(input(select(100))) == 0);
  CHECK(errors_of(input(select(101))) == 1);
  CHECK(errors_of(input(select(0))) == 1);
  Json menu = select(2);
  menu["options"][1]["value"] = "0";
  CHECK(errors_of(input(menu)) == 1);
  menu = select(1);
  menu["options"][0]["text"] = plain(a(76));
  CHECK(errors_of(input(menu)) == 1);
  menu = select(1);
  menu["options"][0]["value"] = a(76);
  CHECK(errors_of(input(menu)) == 1);
  menu = select(2);
  menu["initial_option"] = menu["options"][0];
  CHECK(errors_of(input(menu)) == 0);
  menu["initial_option"]["text"] = plain("other");
  CHECK(errors_of(input(menu)) == 1);
  menu = select(1);
  menu["placeholder"] = plain(a(151));
  CHECK(errors_of(input(menu)) == 1);
}

TEST_CASE("an overflow menu has two to five options, radio buttons up to ten") {
  const auto overflow = [](std::size_t count) {
    return actions(
        Json::array({{{"type", "overflow"}, {"action_id", "o"}, {"options", options(count)}}}));
  };
  CHECK(errors_of(overflow(1)) == 1);
  CHECK(errors_of(overflow(5)) == 0);
  CHECK(errors_of(overflow(6)) == 1);
  const auto radio = [](std::size_t count) {
    return actions(Json::array(
        {{{"type", "radio_buttons"}, {"action_id", "r"}, {"options", options(count)}}}));
  };
  CHECK(errors_of(radio(10)) == 0);
  CHECK(errors_of(radio(11)) == 1);
}

TEST_CASE("a confirm dialog has short texts") {
  Json pressed = button("b", "b");
  pressed["confirm"] = {{"title", plain(a(100))},
                        {"text", plain(a(300))},
                        {"confirm", plain(a(30))},
                        {"deny", plain(a(30))}};
  CHECK(errors_of(actions(Json::array({pressed}))) == 0);
  pressed["confirm"]["deny"] = plain(a(31));
  CHECK(errors_of(actions(Json::array({pressed}))) == 1);
}

TEST_CASE("a text input is no action, and its lengths are up to 3000") {
  Json element = {{"type", "plain_text_input"}, {"action_id", "t"}, {"max_length", 3000}};
  CHECK(errors_of(input(element)) == 0);
  CHECK(errors_of(actions(Json::array({element}))) == 1);
  element["max_length"] = 3001;
  CHECK(errors_of(input(element)) == 1);
  element["max_length"] = 5;
  element["initial_value"] = "123456";
  CHECK(errors_of(input(element)) == 1);
}

TEST_CASE("number inputs are for modals") {
  const Json element = {
      {"type", "number_input"}, {"action_id", "n"}, {"is_decimal_allowed", false}};
  CHECK(errors_of(input(element), Surface::modal) == 0);
  CHECK(errors_of(input(element), Surface::message) == 1);
}

TEST_CASE("unknown types, unknown properties and nulls are refused") {
  CHECK(errors_of({{"type", "banner"}}) == 1);
  CHECK(errors_of({{"type", "card"}}) == 1);
  CHECK(errors_of({{"text", "x"}}) == 1);
  CHECK(errors_of("x") == 1);
  Json block = section("x");
  block["colour"] = "red";
  CHECK(errors_of(block) == 1);
  block = section("x");
  block["block_id"] = nullptr;
  CHECK(errors_of(block) > 0);
  CHECK(block_kit_errors(Json::object(), Surface::message).size() == 1);
}

TEST_CASE("markdown is limited over the whole message and is not for modals") {
  const Json half = {{"type", "markdown"}, {"text", a(6000)}};
  CHECK(block_kit_errors(Json::array({half, half}), Surface::message).empty());
  const Json more = {{"type", "markdown"}, {"text", a(6001)}};
  CHECK(block_kit_errors(Json::array({half, more}), Surface::message).size() == 1);
  CHECK(errors_of(half, Surface::modal) == 1);
}

TEST_CASE("a message has one table of up to 100 rows and 20 columns") {
  Json row = Json::array();
  for (int i = 0; i < 20; ++i) row.push_back({{"type", "raw_text"}, {"text", "c"}});
  Json rows = Json::array();
  for (int i = 0; i < 100; ++i) rows.push_back(row);
  const Json table = {{"type", "table"}, {"rows", rows}};
  CHECK(errors_of(table) == 0);
  CHECK(block_kit_errors(Json::array({table, table}), Surface::message).size() == 1);
  rows.push_back(row);
  CHECK(errors_of({{"type", "table"}, {"rows", rows}}) == 1);
  row.push_back(row[0]);
  CHECK(errors_of({{"type", "table"}, {"rows", Json::array({row})}}) == 1);
}

TEST_CASE("rich text is checked down to its pieces") {
  const auto rich = [](Json piece) {
    const Json part = {{"type", "rich_text_section"},
                       {"elements", Json::array({std::move(piece)})}};
    return Json{{"type", "rich_text"}, {"elements", Json::array({part})}};
  };
  CHECK(errors_of(rich({{"type", "text"}, {"text", "x"}, {"style", {{"bold", true}}}})) == 0);
  CHECK(errors_of(rich({{"type", "text"}, {"text", ""}})) == 1);
  CHECK(errors_of(rich({{"type", "user"}, {"user_id", "U1"}})) == 0);
  CHECK(errors_of(rich({{"type", "shout"}})) == 1);
  CHECK(errors_of(rich({{"type", "date"}, {"timestamp", 1}, {"format", "{date}"}})) == 0);
}

TEST_CASE("a modal has short titles, and a submit button when it has inputs") {
  const Json text = {{"type", "plain_text_input"}, {"action_id", "t"}};
  Json view = modal(Json::array({input(text)}));
  CHECK(view_errors(view).empty());
  view["title"] = plain(a(24));
  CHECK(view_errors(view).empty());
  view["title"] = plain(a(25));
  CHECK(view_errors(view).size() == 1);
  view["title"] = plain("T");
  view.erase("submit");
  CHECK(view_errors(view).size() == 1);
  view = modal(Json::array({section("x")}));
  view["private_metadata"] = a(3001);
  CHECK(view_errors(view).size() == 1);
  view = modal(Json::array());
  CHECK(view_errors(view).size() == 1);
  CHECK(view_errors({{"type", "page"}, {"blocks", Json::array({section("x")})}}).size() == 1);
  CHECK(view_errors({{"type", "home"}, {"blocks", Json::array({section("x")})}}).empty());
  CHECK(view_errors("x").size() == 1);
}

}  // namespace block_kit_test
