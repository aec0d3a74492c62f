// Forms as modals: within Slack's limits whatever people typed, and what comes back when they are
// submitted. Hostile submissions too.
#include "bot/slack/views.h"

#include "bot/slack/envelope.h"
#include "bot/slack/utf8.h"
#include "tests/slack/world.h"

#include <set>

namespace views_test {

using namespace tocsin;
using namespace tocsin::slack;

namespace {

const std::vector<std::string> k_hostile{"<!channel> <@U1> & ```",
                                         std::string(60'000, 'x'),
                                         std::string("\0\x1b[2J", 5),
                                         "\xFF\xFE broken",
                                         "\n\n\n",
                                         "\u202Egpj.exe",
                                         "中文" + std::string(4'000, 'z'),
                                         ""};

FormField field(std::string name, FormField::Kind kind) {
  FormField made;
  made.label = "Label of " + name;
  made.name = std::move(name);
  made.kind = kind;
  return made;
}

Form every_kind_of_field() {
  Form form;
  form.verb = "task";
  form.incident = IncidentNumber{7};
  form.channel = ChannelId{"C1"};
  form.thread = MessageTs{"1.2"};
  form.title = "INC-7 · Task";
  form.submit = "Add";
  form.introduction = "Say <who> does it";
  form.fields = {field("line", FormField::Kind::line), field("text", FormField::Kind::paragraph),
                 field("choice", FormField::Kind::choice), field("person", FormField::Kind::person),
                 field("check", FormField::Kind::check)};
  form.fields[2].choices = {{"a", "A"}, {"b", "B"}};
  form.fields[4].choices = {{"yes", "Yes"}};
  return form;
}

void check_text(const Json& object, std::size_t longest) {
  CHECK(object["type"] == "plain_text");
  const std::string text = object["text"];
  CHECK(utf16_units(text) >= 1);
  CHECK(utf16_units(text) <= longest);
}

// Slack's own limits.
void check_limits(const Json& view) {
  check_text(view["title"], 24);
  check_text(view["close"], 24);
  if (view.contains("submit")) check_text(view["submit"], 24);
  CHECK(view["blocks"].size() >= 1);
  CHECK(view["blocks"].size() <= 100);
  CHECK(view.value("private_metadata", "").size() <= 3'000);
  std::set<std::string> ids;
  for (const Json& block : view["blocks"]) {
    if (block["type"] == "section") {
      CHECK(utf16_units(block["text"]["text"].get<std::string>()) <= 3'000);
      continue;
    }
    REQUIRE(block["type"] == "input");
    CHECK(ids.insert(block["block_id"].get<std::string>()).second);
    check_text(block["label"], 2'000);
    if (block.contains("hint")) check_text(block["hint"], 2'000);
    const Json& element = block["element"];
    if (element.contains("options")) {
      CHECK(element["options"].size() >= 1);
      for (const Json& option : element["options"]) {
        check_text(option["text"], 75);
        CHECK(utf16_units(option["value"].get<std::string>()) <= 75);
      }
    }
    if (!element.contains("initial_value")) continue;
    CHECK(utf16_units(element["initial_value"].get<std::string>()) <=
          element["max_length"].get<std::size_t>());
  }
}

frame::FormSubmitted submitted(const Json& view) {
  const Json whole = {{"envelope_id", "e1"},
                      {"type", "interactive"},
                      {"payload",
                       {{"type", "view_submission"},
                        {"team", {{"id", "T1"}}},
                        {"user", {{"id", "U1"}}},
                        {"view", view}}}};
  const Frame frame = parse_frame(dump_json(whole));
  REQUIRE(std::holds_alternative<frame::FormSubmitted>(frame));
  return std::get<frame::FormSubmitted>(frame);
}

Json refusal_of(const std::vector<std::string>& inputs, std::string_view name, const Reply& why) {
  const std::string ack = form_refused_ack("e1", inputs, name, why);
  CHECK(ack.size() < 16'384);
  const Json json = world::json_of(ack);
  CHECK(json["envelope_id"] == "e1");
  return json["payload"];
}

}  // namespace

TEST_CASE("a form becomes a modal with one input a field, named as the field") {
  Form form = every_kind_of_field();
  form.fields[0].is_optional = true;
  form.fields[0].hint = "a hint";
  form.fields[0].initial = "14:35";
  form.fields[0].longest = 200;
  form.fields[2].initial = "b";
  form.fields[3].initial = "U1";
  form.fields[4].initial = "yes";
  const Json view = world::json_of(form_view(form));
  check_limits(view);
  CHECK(view["type"] == "modal");
  CHECK(view["callback_id"] == "v1:task");
  CHECK(view["title"]["text"] == "INC-7 · Task");
  CHECK(view["submit"]["text"] == "Add");
  const Json& blocks = view["blocks"];
  REQUIRE(blocks.size() == 6);
  CHECK(blocks[0]["text"]["text"] == "Say &lt;who&gt; does it");
  CHECK(blocks[1]["block_id"] == "line");
  CHECK(blocks[1]["optional"] == true);
  CHECK(blocks[1]["hint"]["text"] == "a hint");
  CHECK(blocks[1]["element"]["multiline"] == false);
  CHECK(blocks[1]["element"]["initial_value"] == "14:35");
  CHECK(blocks[1]["element"]["max_length"] == 200);
  CHECK(blocks[2]["optional"] == false);
  CHECK(blocks[2]["element"]["multiline"] == true);
  CHECK(blocks[3]["element"]["type"] == "static_select");
  CHECK(blocks[3]["element"]["initial_option"] == blocks[3]["element"]["options"][1]);
  CHECK(blocks[4]["element"]["type"] == "users_select");
  CHECK(blocks[4]["element"]["initial_user"] == "U1");
  CHECK(blocks[5]["element"]["type"] == "checkboxes");
  CHECK(blocks[5]["optional"] == true);
  CHECK(blocks[5]["element"]["initial_options"] == blocks[5]["element"]["options"]);
}

TEST_CASE("a form stays within Slack's limits for any text") {
  for (const std::string& text : k_hostile) {
    CAPTURE(text.size());
    Form form = every_kind_of_field();
    form.title = form.submit = text;
    form.introduction = text;
    for (FormField& each : form.fields) {
      each.label = each.hint = each.initial = text;
      each.choices.assign(each.choices.empty() ? 0 : 150, FormChoice{"value", text});
    }
    check_limits(world::json_of(form_view(form)));
  }
}

TEST_CASE("a text that does not fit its field is not shown in part") {
  Form form = every_kind_of_field();
  form.fields[1].longest = 10;
  form.fields[1].initial = "0123456789";
  Json view = world::json_of(form_view(form));
  CHECK(view["blocks"][2]["element"]["initial_value"] == "0123456789");
  form.fields[1].initial = "01234567890";
  form.fields[0].initial = "two\nlines";
  view = world::json_of(form_view(form));
  CHECK_FALSE(view["blocks"][1]["element"].contains("initial_value"));
  CHECK_FALSE(view["blocks"][2]["element"].contains("initial_value"));
}

TEST_CASE("what a form was opened with comes back with what was filled in") {
  Form form = every_kind_of_field();
  form.arguments = "T3";
  Json view = world::json_of(form_view(form));
  view["id"] = "V1";
  view["hash"] = "h";
  view["state"]["values"]["text"]["value"] = {{"type", "plain_text_input"}, {"value", "Do <it>"}};
  const frame::FormSubmitted back = submitted(view);
  CHECK(back.form.verb == "task");
  CHECK(back.form.incident == form.incident);
  CHECK(back.form.arguments == "T3");
  CHECK(back.place == Place{form.channel, form.thread});
  CHECK(back.inputs == std::vector<std::string>{"line", "text", "choice", "person", "check"});
  CHECK(back.form.values == std::map<std::string, std::string>{{"text", "Do <it>"}});
}

TEST_CASE("opening asks with the trigger and the view, and tells whether it worked") {
  const SlackSettings settings;
  const auto request = open_form_request(settings, "1.2.x", every_kind_of_field());
  CHECK(request.url == "https://slack.com/api/views.open");
  CHECK(request.body.find("trigger_id=1.2.x") != std::string::npos);
  CHECK(open_trouble(world::answered(R"({"ok":true,"view":{"id":"V1"}})")).empty());
  for (const char* code : {"expired_trigger_id", "exchanged_trigger_id", "invalid_arguments"}) {
    CHECK(open_trouble(world::refusal(code)) == code);
  }
  CHECK_FALSE(open_trouble(world::lost()).empty());
  CHECK_FALSE(open_trouble(world::never_sent()).empty());
  CHECK_FALSE(open_trouble(world::answered("garbage", 502)).empty());
}

TEST_CASE("a refusal stands next to the field that it is about, else next to the first") {
  const std::vector<std::string> inputs{"text", "when"};
  const Reply why(RichText("“x” is no time. Type ").code("14:35").plain("."));
  Json payload = refusal_of(inputs, "when", why);
  CHECK(payload["response_action"] == "errors");
  CHECK(payload["errors"].size() == 1);
  CHECK(payload["errors"]["when"] == "“x” is no time. Type 14:35.");
  CHECK(refusal_of(inputs, "nothing", why)["errors"].contains("text"));
  CHECK(refusal_of(inputs, "", why)["errors"].contains("text"));
  // People cannot be shown in such a sentence.
  payload = refusal_of(inputs, "text", Reply(RichText().user(UserId{"U1"}).plain(" is a bot.")));
  CHECK(payload["errors"]["text"] == "This person is a bot.");
}

TEST_CASE("a form without fields is replaced by the sentence") {
  const Json payload = refusal_of({}, "text", Reply("INC-7 is closed."));
  CHECK(payload["response_action"] == "update");
  check_limits(payload["view"]);
  CHECK_FALSE(payload["view"].contains("submit"));
  CHECK(payload["view"]["blocks"][0]["text"]["text"] == "INC-7 is closed.");
}

TEST_CASE("a refusal of any text is a short line of plain text, never an empty one") {
  for (const std::string& text : k_hostile) {
    CAPTURE(text.size());
    Reply why;
    for (int i = 0; i < 50; ++i) why.paragraphs.emplace_back(RichText(text).bold(text));
    const std::string error = refusal_of({"text"}, "text", why)["errors"]["text"];
    CHECK_FALSE(error.empty());
    CHECK(utf16_units(error) <= 1'000);
    CHECK(error.find('\n') == std::string::npos);
    check_limits(refusal_of({}, "", why)["view"]);
  }
  CHECK(refusal_of({"text"}, "text", Reply{})["errors"]["text"] == "This was not saved.");
}

TEST_CASE("a submission of another version, or a strange one, is read as far as it goes") {
  for (const char* view : {
           R"({"id":"V1"})",
           R"({"id":"V1","callback_id":"v2:log","state":7,"blocks":7,"private_metadata":7})",
           R"({"id":"V1","callback_id":7,"state":{"values":7},"blocks":[7,{"type":"input"}]})",
           R"({"id":"V1","callback_id":"log","private_metadata":"[[[","state":{"values":[]}})",
           R"({"id":"V1","private_metadata":"{\"incident\":-7,\"channel\":[]}",)"
           R"("state":{"values":{"a":7,"b":{},"c":{"x":7},"d":{"x":{"value":7}},)"
           R"("e":{"x":{"selected_options":[]}},"f":{"x":{"selected_option":null}}}}})",
       }) {
    CAPTURE(view);
    const frame::FormSubmitted read = submitted(world::json_of(view));
    CHECK(read.envelope_id == "e1");
    CHECK(read.form.verb.empty());
    CHECK(read.form.values.empty());
    CHECK(read.form.incident.value == 0);
    CHECK(read.inputs.empty());
  }
}

TEST_CASE("a submission of nobody, or of no view, cannot be understood but is acknowledged") {
  for (const char* payload :
       {R"({"type":"view_submission"})", R"({"type":"view_submission","user":{"id":"U1"}})",
        R"({"type":"view_submission","view":{"id":"V1"}})",
        R"({"type":"view_submission","user":7,"view":[]})"}) {
    const Frame frame = parse_frame(R"({"envelope_id":"e1","type":"interactive","payload":)" +
                                    std::string(payload) + "}");
    CHECK(std::holds_alternative<frame::Unparsable>(frame));
    CHECK(envelope_id_of(frame) == "e1");
  }
}

}  // namespace views_test
