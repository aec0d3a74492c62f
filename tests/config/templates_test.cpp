// The templates of write-ups in the configuration: read from their files, by kind of incident. What
// they say is looked at by bot/writeup.

#include "tests/config/surroundings.h"

namespace templates_test {

using namespace tocsin;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("templates are read from their files, the general one and those of kinds") {
  ConfigWorld world;
  const std::string general = world.file("general.mustache", "# {{{title}}}\n");
  const std::string drill = world.file("drill.mustache", "drill");
  world.toml("[writeup]\ntemplate = \"" + general + "\"\n[writeup.templates]\ndrill = \"" + drill +
             "\"\nsev1 = \"\"\n");
  const Config config = world.must_read();
  REQUIRE(config.writeup_templates.size() == 2);
  for (const ConfiguredTemplate& one : config.writeup_templates) {
    CHECK(one.path == (one.kind.empty() ? general : drill));
    CHECK(one.text == (one.kind.empty() ? "# {{{title}}}\n" : "drill"));
  }
  CHECK(ConfigWorld().must_read().writeup_templates.empty());
}

TEST_CASE("a template that cannot be read is refused with file and line") {
  ConfigWorld world;
  CHECK(has(world.trouble_with("[writeup]\ntemplate = \"/nowhere/own.mustache\"\n"),
            "line 2: writeup.template names /nowhere/own.mustache, which cannot be read."));
  const std::string empty = world.file("empty.mustache", "");
  CHECK(has(world.trouble_with("[writeup]\ntemplate = \"" + empty + "\"\n"), "which is empty."));
  CHECK(
      has(world.trouble_with("[writeup.templates]\nsev5 = \"x\"\n"),
          "there is no kind of incident \"sev5\". Take drill, private, sev1, sev2, sev3 or sev4."));
  CHECK(has(world.trouble_with("[writeup]\ntemplates = \"x\"\n"), "has to be a section"));
  CHECK(has(world.trouble_with("[writeup]\ntemplate = 7\n"), "has to be a text in quotes"));
  CHECK(has(world.trouble_with("[writeup]\ntemplat = \"x\"\n"), "Did you mean writeup.template?"));
}

}  // namespace templates_test
