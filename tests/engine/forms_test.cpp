// Forms: asked for by a line, filled in, refused next to a field, submitted twice, offered again.

#include "tests/engine/engine_world.h"

#include <utility>

namespace forms_test {

using namespace tocsin;

namespace {

input::Command asking(EngineWorld& world, std::string_view line, std::string trigger = "1.2.x") {
  input::Command command = world.command(line);
  command.trigger = std::move(trigger);
  return command;
}

input::FormFilled filled(std::string_view verb, std::map<std::string, std::string> values,
                         const std::string& view = "V1") {
  input::FormFilled form;
  form.key = "form:" + view;
  form.user = k_ana;
  form.form.verb = verb;
  form.form.incident = IncidentNumber{verb == "declare" ? 0 : 1};
  form.form.values = std::move(values);
  form.place = Place{k_general, {}};
  form.token = 77;
  return form;
}

const Ack& submit(EngineWorld& world, input::FormFilled form) {
  world.step({std::move(form)});
  REQUIRE_FALSE(world.acks.empty());
  REQUIRE(world.acks.back().token == 77);
  return world.acks.back();
}

}  // namespace

TEST_CASE("a line that asks for a form opens it with its trigger, and the ack says nothing") {
  EngineWorld world;
  world.step({asking(world, "declare")});
  REQUIRE(world.forms.size() == 1);
  CHECK(world.forms.front().trigger == "1.2.x");
  CHECK(world.forms.front().user == k_ana);
  CHECK(world.forms.front().form.channel == k_general);
  CHECK(world.forms.front().command_line == "form declare");
  CHECK(world.acks.back().saved);
  CHECK_FALSE(world.acks.back().with_reply);
}

TEST_CASE("a form for an incident can be asked for again from anywhere") {
  EngineWorld world;
  world.declare();
  world.step({asking(world, "INC-1 log")});
  REQUIRE(world.forms.size() == 1);
  CHECK(world.forms.front().command_line == "INC-1 form log");
}

TEST_CASE("where no form can be opened, it is said what to type") {
  EngineWorld world;
  const Ack ack = world.type("declare");
  CHECK(world.forms.empty());
  CHECK(ack.with_reply);
  CHECK(has(text_of(ack.reply), "/incident declare"));
  REQUIRE(ack.reply.buttons.size() == 1);
  CHECK(ack.reply.buttons.front().command_line == "form declare");
}

TEST_CASE("a redelivered line opens no second form") {
  EngineWorld world;
  input::Command command = asking(world, "declare");
  world.step({command});
  world.step({command});
  CHECK(world.forms.size() == 1);
}

TEST_CASE("a submitted form does what the typed line does, and tells the person") {
  EngineWorld world;
  const Ack& ack = submit(world, filled("declare", {{"title", "Checkout is failing"}}));
  CHECK(ack.saved);
  CHECK_FALSE(ack.is_refused);
  CHECK(world.incident().title == "Checkout is failing");
  const OutboxRow row = world.waiting<delivery::Whisper>();
  const auto& whisper = std::get<delivery::Whisper>(row.delivery);
  CHECK(whisper.place == Place{k_general, {}});
  CHECK(has(text_of(whisper.reply), "Saved INC-1"));
}

TEST_CASE("a form that is submitted twice has one effect, also after a restart") {
  EngineWorld world;
  const auto form = filled("declare", {{"title", "Checkout is failing"}});
  submit(world, form);
  CHECK_FALSE(submit(world, form).is_refused);
  world.restart();
  CHECK_FALSE(submit(world, form).is_refused);
  CHECK_FALSE(world.store().incident(IncidentNumber{2}));
}

TEST_CASE("a refused form names the field, changes nothing, and can be corrected and sent again") {
  EngineWorld world;
  world.declare();
  const Ack refused = submit(world, filled("log", {{"text", "Text"}, {"when", "lunch"}}));
  CHECK(refused.is_refused);
  CHECK(refused.field == "when");
  CHECK(has(text_of(refused.reply), "“lunch” is no time"));
  CHECK(world.logged().empty());
  const Ack saved = submit(world, filled("log", {{"text", "Text"}}));
  CHECK_FALSE(saved.is_refused);
  CHECK(world.logged() == std::vector<std::string>{"Text"});
}

TEST_CASE("a form of blanks is refused, not taken for a question") {
  EngineWorld world;
  world.declare();
  const Ack ack = submit(world, filled("impact", {{"text", "   "}}));
  CHECK(ack.is_refused);
  CHECK(has(text_of(ack.reply), "The text is missing"));
  CHECK(world.forms.empty());
}

TEST_CASE("a form of another version is refused in words, and nothing is saved") {
  EngineWorld world;
  const Ack ack = submit(world, filled("nonsense", {{"text", "Text"}}));
  CHECK(ack.is_refused);
  CHECK(has(text_of(ack.reply), "another version"));
}

TEST_CASE("a form that the disk does not take is not said to be saved, and goes in later") {
  EngineWorld world;
  world.declare();
  world.disk().next_commit = TroubledStore::Commit::fails;
  const Ack lost = submit(world, filled("log", {{"text", "Text"}}));
  CHECK(lost.is_refused);
  CHECK_FALSE(lost.saved);
  CHECK(has(text_of(lost.reply), "Not saved"));
  world.pass(1s);
  CHECK_FALSE(submit(world, filled("log", {{"text", "Text"}})).is_refused);
  CHECK(world.logged() == std::vector<std::string>{"Text"});
}

TEST_CASE("a form that Slack did not open is offered again by a button") {
  EngineWorld world;
  world.step({input::FormRefused{k_ana, Place{k_general, {}}, "form declare"}});
  const auto row = world.waiting<delivery::Whisper>();
  const auto& whisper = std::get<delivery::Whisper>(row.delivery);
  CHECK(whisper.user == k_ana);
  REQUIRE(whisper.reply.buttons.size() == 1);
  CHECK(whisper.reply.buttons.front().command_line == "form declare");
}

}  // namespace forms_test
