// Templates: what they may say, what is refused and in which words, and what comes out.

#include "bot/writeup/template.h"
#include "bot/writeup/layouts.h"
#include "bot/writeup/variables.h"
#include "tests/domain/whole_incidents.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <set>

namespace template_test {

using namespace tocsin;
using namespace tocsin::test;
using writeup::Layouts;
using writeup::Template;

namespace {

std::string rendered(std::string_view text, const Record& record) {
  const auto layout = Template::read(text, "own.mustache");
  if (!layout) return layout.error();
  return layout->render(record.sources());
}

std::string trouble(std::string_view text) {
  const auto layout = Template::read(text, "own.mustache");
  return layout ? "" : layout.error();
}

std::string sample_text() { return file_content(source_path("deploy/writeup.sample.mustache")); }

}  // namespace

TEST_CASE("a template gives values, sections and text in its own order") {
  const Record record = team_response();
  CHECK(
      rendered("{{title}} lasted {{{ duration }}} ({{& lead }})\n## Why\n{{{causes}}}\n", record) ==
      "Search is empty lasted 50 minutes (Linus)\n## Why\n"
      "- The alias points nowhere: confirmed as H3, since deploy 311 — Linus (E9, E11)\n");
}

TEST_CASE("a loop gives one piece for each, and outer names are known inside of it") {
  CHECK(rendered(
            "{{#leads}}\n* {{handle}} of {{incident}}: {{outcome}}{{#held}} after {{held}}{{/held}}"
            "{{^held}}, for how long is not known{{/held}}\n{{/leads}}\nend",
            team_response()) ==
        "* H1 of INC-12: ruled out after 19 minutes\n"
        "* H2 of INC-12: ruled out, for how long is not known\n"
        "* H3 of INC-12: confirmed after 5 minutes\nend");
  CHECK(rendered("{{#updates}}{{time}} {{who}} {{entry}}\n{{/updates}}", team_response()) ==
        "2026-03-10 09:20 UTC Grace E6\n2026-03-10 10:05 UTC Grace E17\n");
  CHECK(rendered("{{#tasks}}{{handle}} {{kind}} {{owner}} {{state}} {{due}} {{entry}};{{/tasks}}",
                 team_response()) ==
        "T1 task Linus done  E12;T2 follow-up Grace open 2026-03-20 17:00 UTC E19;");
  CHECK(
      rendered("{{#entries}}{{#link}}{{utc}} {{kind}} {{entry}} {{{link}}}{{/link}}{{/entries}}",
               team_response()) ==
      "2026-03-10 09:36 UTC message E10 <https://example.slack.com/archives/C9/p1773135360000100>");
  CHECK(rendered("{{#numbers}}{{name}}={{value}};{{/numbers}}", just_declared())
            .starts_with("Time to detect=unknown;"));
  CHECK(rendered("{{#questions}}- {{question}}\n{{/questions}}", just_declared())
            .starts_with("- What happened, in three sentences? Type `/incident summary TEXT`.\n"));
}

TEST_CASE("a section's tag or a comment on a line of its own leaves no line behind") {
  const Record record = just_declared();
  CHECK(rendered("a\n{{#is_drill}}\ndrill\n{{/is_drill}}\nb\n", record) == "a\nb\n");
  CHECK(rendered("a\n  {{! said here }}  \nb\n", record) == "a\nb\n");
  CHECK(rendered("a\r\n{{^is_drill}}\r\nreal\r\n{{/is_drill}}\r\nb", record) == "a\r\nreal\r\nb");
  CHECK(rendered("a {{! not alone }}\nb {{^is_drill}}x{{/is_drill}}\n", record) == "a \nb x\n");
  CHECK(rendered("{{^is_drill}}\n\n## Kept\n\n{{/is_drill}}\n\nend", record) ==
        "\n## Kept\n\n\nend");
}

TEST_CASE("what a person typed is escaped, with two braces as with three") {
  Record record;
  record.add(utc(2024, 8, 10, 12, 0), "U1", declared("# <b> | *x*"));
  CHECK(rendered("{{title}}", record) == "\\# &lt;b&gt; \\| \\*x\\*");
  CHECK(rendered("{{{title}}}", record) == rendered("{{title}}", record));
  // Nothing that was typed is read as a tag.
  Record tags;
  tags.add(utc(2024, 8, 10, 12, 0), "U1", declared("{{summary}}"));
  CHECK(rendered("{{title}}", tags) == "{{summary}}");
}

TEST_CASE("a wrong name is refused with file, line and the name that was probably meant") {
  CHECK(trouble("a\n\n{{{sumary}}}") ==
        "own.mustache, line 3: there is no \"sumary\". Did you mean {{{summary}}}?");
  CHECK(trouble("{{#entry}}x{{/entry}}") ==
        "own.mustache, line 1: \"entry\" is known only inside of a loop such as {{#entries}} … "
        "{{/entries}}.");
  CHECK(trouble("{{#entries}}{{whoo}}{{/entries}}") ==
        "own.mustache, line 1: there is no \"whoo\". Did you mean {{{who}}}?");
  CHECK(trouble("{{#entries}}\n{{owner}}{{/entries}}")
            .starts_with("own.mustache, line 2: \"owner\""));
}

TEST_CASE("a template that is not whole is refused with file and line") {
  CHECK(trouble("a\n{{title") ==
        "own.mustache, line 2: this tag is not closed. Write }} or }}} behind the name.");
  CHECK(trouble("{{#leads}}\n") ==
        "own.mustache, line 1: {{#leads}} is not closed. Write {{/leads}} where it ends.");
  CHECK(trouble("\n{{/leads}}") ==
        "own.mustache, line 2: {{/leads}} closes nothing. Write {{#leads}} where it begins.");
  CHECK(trouble("{{#leads}}\n{{^why}}\n{{/leads}}{{/why}}") ==
        "own.mustache, line 3: {{/leads}} stands where {{^why}} of line 2 has to be closed first "
        "with "
        "{{/why}}.");
  CHECK(trouble("{{}}").find("without a name") != std::string::npos);
  CHECK(trouble("{{> header}}").find("one file") != std::string::npos);
  CHECK(trouble("{{=<% %>=}}").find("cannot be changed") != std::string::npos);
  std::string deep;
  for (int i = 0; i < 30; ++i) deep += "{{#title}}";
  CHECK(trouble(deep).find("inside of each other") != std::string::npos);
}

TEST_CASE("every heading of the document has a variable, and no two share one") {
  const Record record = just_declared();
  std::set<std::string_view> variables;
  for (const writeup::Section& section : writeup::k_sections) variables.insert(section.variable);
  CHECK(variables.size() == writeup::k_sections.size());
  const PostmortemParts parts = postmortem_parts(record.sources());
  REQUIRE(parts.sections.size() == writeup::k_sections.size());
  for (std::size_t i = 0; i < parts.sections.size(); ++i) {
    CHECK(parts.sections[i].heading == writeup::k_sections[i].heading);
  }
}

TEST_CASE("the sample template is sound and shows every variable") {
  const std::string sample = sample_text();
  REQUIRE(!sample.empty());
  const auto layout = Template::read(sample, "writeup.sample.mustache");
  REQUIRE_MESSAGE(layout.has_value(), layout.error());
  const auto check_named = [&sample](std::string_view name) {
    CHECK_MESSAGE(sample.find(std::string(name)) != std::string::npos, name);
  };
  for (const writeup::Section& section : writeup::k_sections) check_named(section.variable);
  for (const std::string_view name : writeup::values()) check_named(name);
  for (const std::string_view name : writeup::conditions()) check_named(name);
  for (const writeup::Loop& loop : writeup::loops()) {
    check_named(loop.variable);
    for (const std::string_view name : loop.inside) check_named(name);
  }
  CHECK(layout->render(team_response().sources()).starts_with("# Search is empty\n"));
}

TEST_CASE("the template is chosen by drill, private and severity, in this order") {
  const auto layouts = Layouts::read({{"", "all", "all"},
                                      {"drill", "drill", "drill"},
                                      {"private", "private", "private"},
                                      {"sev1", "sev1", "sev1"}});
  REQUIRE(layouts.has_value());
  Record record = just_declared();
  const auto shown = [&] { return layouts->as_function()(record.sources()); };
  CHECK(shown() == "all");
  record.incident.severity = Severity::sev2;
  CHECK(shown() == "all");
  record.incident.severity = Severity::sev1;
  CHECK(shown() == "sev1");
  record.incident.is_private = true;
  CHECK(shown() == "private");
  record.incident.is_drill = true;
  CHECK(shown() == "drill");
  CHECK(Layouts().as_function()(record.sources()) == record.render());
  CHECK(!Layouts::read({{"sev1", "one", "{{nothing}}"}}).has_value());
}

}  // namespace template_test
