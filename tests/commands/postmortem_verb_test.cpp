// The verb postmortem: preview, lint, file, publish.

#include "commands/writeup_preview.h"
#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

namespace postmortem_verb_test {

using namespace tocsin;

namespace {

struct InIncident : Conversation {
  InIncident() {
    knows({UserId{"UANA"}, "Ana", "", false, false, false});
    type("declare sev1 Checkout is failing");
    channel = give_channel(1);
  }
};

std::string plain(const WriteupPreview& preview) {
  std::string text;
  for (const RichText& paragraph : preview.paragraphs) text += to_plain(paragraph) + "\n\n";
  return text;
}

void refuses(Conversation& room, std::string_view line, std::string_view part) {
  CAPTURE(line);
  const std::size_t before = room.events();
  const Said said = room.type(line);
  CHECK(said.refused);
  CAPTURE(said.text);
  CHECK(said.has(part));
  CHECK_FALSE(said.wants_writeup);
  CHECK(room.events() == before);
}

}  // namespace

TEST_CASE("postmortem shows the write-up as it stands, to the asker alone") {
  for (const std::string_view line : {"postmortem", "pm", "writeup", "retro", "pm preview"}) {
    CAPTURE(line);
    InIncident room;
    room.type("impact 40 % of payments_total failed");
    const std::size_t before = room.events();
    const Said said = room.type(line);
    CHECK_FALSE(said.refused);
    CHECK(said.text.starts_with("Checkout is failing\n"));
    CHECK(said.has("Lead · Ana"));
    CHECK(said.has("40 % of payments_total failed"));
    CHECK(said.has("/incident summary TEXT"));
    CHECK(said.has("Only you see"));
    CHECK(said.has("/incident INC-1 postmortem file"));
    CHECK_FALSE(said.wants_writeup);
    CHECK(room.events() == before);
  }
}

TEST_CASE("a preview follows the record, also after the close") {
  InIncident room;
  room.type("close resolved now");
  CHECK_FALSE(room.type("pm").has("The pool was too small"));
  room.type("cause The pool was too small");
  CHECK(room.type("pm").has("The pool was too small"));
}

TEST_CASE("a long preview is cut and says so") {
  InIncident room;
  for (int i = 0; i < 200; ++i) room.type("log Line " + std::to_string(i) + " of a long incident");
  const Said said = room.type("pm");
  CHECK(said.has("this answer is cut here"));
  CHECK(said.text.size() < 8'000);
}

TEST_CASE("a preview shows Markdown as the words that were typed") {
  const WriteupPreview preview = preview_of(
      "# A \\*title\\* &amp; more\n\n"
      "| Incident | INC-7 |\n|---|---|\n| Severity | sev\\|1 |\n\n"
      "**Drill.** Practice\n\n## Summary\n\n_Why? Type `/incident cause TEXT`._\n- one \\[x\\]\n",
      1'000);
  CHECK(preview.is_whole);
  CHECK(plain(preview) ==
        "A *title* & more\nIncident · INC-7\nSeverity · sev|1\nDrill. Practice\n\n"
        "Summary\nWhy? Type /incident cause TEXT.\n• one [x]\n\n");
}

TEST_CASE("a preview is never longer than asked for, whatever the Markdown") {
  const std::string hostile = "# a\n\\\n|\n|\\\n`\n_`_\n**\n&am\n- \n" + std::string(500, 'x');
  for (std::size_t most = 0; most < 60; ++most) {
    CAPTURE(most);
    const WriteupPreview preview = preview_of(hostile, most);
    CHECK_FALSE(preview.is_whole);
    CHECK(plain(preview).size() < most + 60);
  }
}

TEST_CASE("file posts the write-up anew, whether or not the incident is closed") {
  InIncident room;
  const Said open = room.type("pm file");
  CHECK(open.wants_writeup);
  CHECK(open.has("is being posted in #inc-1, with a file"));
  room.type("close resolved now");
  CHECK(room.type("postmortem FILE").wants_writeup);
  room.type("reopen Again");
  room.type("cancel A test");
  refuses(room, "pm file", "INC-1 was cancelled");
}

TEST_CASE("publish goes from draft to review to published, a step each time it is typed") {
  InIncident room;
  refuses(room, "pm publish", "INC-1 is investigating");
  room.type("close resolved now");
  const Said review = room.type("pm publish");
  CHECK(review.has("is now in review"));
  CHECK(review.has("could be improved"));
  CHECK_FALSE(review.wants_writeup);
  CHECK(room.incident(1).writeup_state == WriteupState::in_review);
  CHECK(room.type("pm").has("Write-up · in review"));
  REQUIRE(review.button("Publish it") != nullptr);
  const Said published = room.press(*review.button("Publish it"));
  CHECK(published.has("is now published"));
  CHECK_FALSE(published.wants_writeup);  // what is posted follows, see tests/engine
  CHECK(room.incident(1).writeup_state == WriteupState::published);
  refuses(room, "pm publish", "published already");
  room.type("reopen It is back");
  CHECK(room.incident(1).writeup_state == WriteupState::draft);
  refuses(room, "pm publish", "INC-1 is investigating");
}

TEST_CASE("publish of a cancelled incident is refused") {
  InIncident room;
  room.type("cancel A test");
  refuses(room, "pm publish", "/incident INC-1 reopen REASON");
}

TEST_CASE("lint lists what to improve with the entry and what to type") {
  InIncident room;
  room.type("impact Checkout was down");
  const Said said = room.type("pm lint");
  CHECK_FALSE(said.refused);
  CHECK(said.has("E2 The impact has no number"));
  CHECK(said.has("/incident impact TEXT"));
  room.type("impact 40 % of payments failed");
  CHECK(room.type("pm lint").has("Nothing to improve"));
}

TEST_CASE("an unknown word after postmortem is refused with the known ones") {
  InIncident room;
  refuses(room, "pm print", "“print” is nothing that can be done");
  refuses(room, "pm lint now", "[preview|lint|publish|file]");
  CHECK(room.type_in(ChannelId{"CGENERAL"}, "pm").refused);
}

}  // namespace postmortem_verb_test
