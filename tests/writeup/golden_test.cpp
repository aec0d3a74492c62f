// The formats of whole incidents, byte for byte, against files that a person can read. Markdown is
// held to the same files as without a template (tests/domain/postmortem_golden_test.cpp).

#include "bot/writeup/html.h"
#include "bot/writeup/json.h"
#include "bot/writeup/template.h"
#include "tests/domain/whole_incidents.h"

#include <doctest/doctest.h>

namespace golden_test {

using namespace tocsin;
using namespace tocsin::test;

namespace {

void check_formats(const std::string& name, const Record& record) {
  const PostmortemSources sources = record.sources();
  const writeup::Template layout = writeup::Template::built_in();
  CHECK(layout.render(sources) == render_postmortem(sources));
  check_fixture(name + ".json", writeup::json_of(sources));
  check_fixture(name + ".html", writeup::html_of(sources, layout));
}

}  // namespace

TEST_CASE("a rich incident in every format") {
  const Record record = checkout_outage();
  check_fixture("rich.md", writeup::Template::built_in().render(record.sources()));
  check_formats("rich", record);
}

TEST_CASE("a response of several people in every format") {
  const Record record = team_response();
  check_fixture("team.md", writeup::Template::built_in().render(record.sources()));
  check_formats("team", record);
}

TEST_CASE("an incident of which only the declaration is known, in every format") {
  const Record record = just_declared();
  check_fixture("just-declared.md", writeup::Template::built_in().render(record.sources()));
  check_formats("just-declared", record);
}

TEST_CASE("hostile texts in every format") { check_formats("hostile", hostile_incident()); }

TEST_CASE("a drill that is private, by the built-in template and without") {
  Record record;
  event::Declared declaration = declared("Game day");
  declaration.is_drill = true;
  for (const bool is_private : {false, true}) {
    declaration.is_private = is_private;
    Record marked;
    marked.add(utc(2024, 8, 10, 12, 0), "U1", declaration);
    CHECK(writeup::Template::built_in().render(marked.sources()) == marked.render());
  }
}

TEST_CASE("a long incident by the built-in template and without") {
  const Record record = long_incident();
  CHECK(writeup::Template::built_in().render(record.sources()) == record.render());
}

}  // namespace golden_test
