// Cards, topics, names, entries, write-up parts: within Slack's limits whatever people typed.
#include "bot/slack/card.h"
#include "bot/slack/entries.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/utf8.h"
#include "bot/slack/writeup_parts.h"
#include "tests/slack/world.h"

#include <random>

namespace content_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::incident;

namespace {

// Slack's own limits, without our margin.
void check_limits(const Content& content) {
  CHECK(!content.text.empty());
  CHECK(utf16_units(content.text) <= 4'000);
  if (content.blocks.empty()) return;
  const Json blocks = world::json_of(content.blocks);
  CHECK(blocks.size() <= 50);
  CHECK(!blocks.empty());
  for (const Json& block : blocks) {
    const std::string type = block["type"];
    if (type == "section") {
      const std::string text = block["text"]["text"];
      CHECK(utf16_units(text) <= 3'000);
      CHECK(utf16_units(text) >= 1);
      CHECK(block["text"]["verbatim"] == true);
    } else if (type == "header") {
      CHECK(utf16_units(block["text"]["text"].get<std::string>()) <= 150);
    } else if (type == "actions") {
      CHECK(block["elements"].size() <= 25);
      std::vector<std::string> ids;
      for (const Json& button : block["elements"]) {
        CHECK(utf16_units(button["text"]["text"].get<std::string>()) <= 75);
        CHECK(utf16_units(button["value"].get<std::string>()) <= 2'000);
        ids.push_back(button["action_id"]);
      }
      std::sort(ids.begin(), ids.end());
      CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    } else if (type == "markdown") {
      CHECK(utf16_units(block["text"].get<std::string>()) <= 12'000);
    } else {
      CHECK(type == "context");
    }
  }
}

std::string all_text(const Content& content) {
  if (content.blocks.empty()) return content.text;
  std::string text;
  for (const Json& block : world::json_of(content.blocks)) {
    if (!block.contains("text")) continue;
    text += block["text"].is_string() ? block["text"].get<std::string>()
                                      : block["text"]["text"].get<std::string>();
    text += "\n";
  }
  return text;
}

const std::vector<std::string> k_hostile{
    "<!channel> <@U1> & ```",
    std::string(60'000, 'x'),
    std::string(9'000, '&'),
    std::string(5'000, '\n'),
    std::string("\0\x1b[2J", 5),
    "\u202Egpj.exe",
    "\xFF\xFE broken",
    "https://a.example/" + std::string(1'750, 'u') + " <https://b/" + std::string(5'000, 'v') + ">",
    "中文" + std::string(4'000, 'z'),
    ""};

std::vector<std::string> labels_of(const Content& content) {
  std::vector<std::string> labels;
  for (const Json& block : world::json_of(content.blocks)) {
    if (block["type"] != "actions") continue;
    for (const Json& button : block["elements"]) labels.push_back(button["text"]["text"]);
  }
  return labels;
}

}  // namespace

TEST_CASE("the card says what an incident is, how bad, who leads and since when") {
  Incident it = incident();
  it.impact = "Nobody in the EU can pay";
  it.started_at = world::moment(world::k_declared - 600);
  const Content card = card_content(it);
  check_limits(card);
  const std::string text = all_text(card);
  CHECK(text.find("INC-7 · Checkout down") != std::string::npos);
  CHECK(text.find("*Severity* sev1 · *State* investigating · *Lead* <@U0ANNA0001>") !=
        std::string::npos);
  CHECK(text.find("*Impact* Nobody in the EU can pay") != std::string::npos);
  CHECK(text.find("<!date^1763735100^{date_short_pretty} {time}|2025-11-21 14:25 UTC>") !=
        std::string::npos);
  CHECK(text.find("*Began* <!date^1763735100^{ago}|") != std::string::npos);
  CHECK(card.blocks.find("<#C0INC00007|inc-7-checkout-down>") != std::string::npos);
  CHECK(labels_of(card) ==
        std::vector<std::string>{"Update", "Log", "Task", "Escalate", "Status", "Resolve"});
  CHECK(card.blocks.find("\"v1:INC-7 form resolve\"") != std::string::npos);
}

TEST_CASE("a finished incident's card says how long it lasted, or that nobody knows") {
  Incident it = incident();
  it.started_at = world::moment(world::k_declared);
  it.resolved_at = world::moment(world::k_declared + 6'300);
  it.state = State::resolved;
  CHECK(all_text(card_content(it)).find("*Lasted* 1 hour 45 minutes") != std::string::npos);
  CHECK(labels_of(card_content(it)).back() == "Close and post the write-up");
  it.resolved_at.reset();
  it.state = State::closed;
  it.end_known = false;
  CHECK(all_text(card_content(it)).find("*Lasted* unknown") != std::string::npos);
  CHECK(labels_of(card_content(it)) == std::vector<std::string>{"Show", "Write-up"});
  it.state = State::cancelled;
  CHECK(labels_of(card_content(it)) == std::vector<std::string>{"Show"});
}

TEST_CASE("the card shows who does what, what is open, who is waited for, and what comes next") {
  Incident it = incident();
  const Moment now = world::moment(world::k_declared);
  it.roles = {{"comms", UserId{"U0BEN00002"}}, {"scribe", UserId{"U0CHI00003"}}};
  it.last_update = "We found the cause";
  it.last_update_at = now;
  it.update_due_at = now + std::chrono::minutes(30);
  it.quiet_until = now + std::chrono::minutes(20);
  it.hypotheses = {{HypothesisNumber{1}, "The release", now, {}, Standing::ruled_out, now},
                   {HypothesisNumber{2}, "The <pool> is too small", now, {}, Standing::open, {}}};
  for (int i = 1; i <= 5; ++i) {
    Task task;
    task.number = TaskNumber{i};
    task.text = "Task number " + std::to_string(i);
    if (i == 2) task.owner = UserId{"U0BEN00002"};
    if (i == 5) task.state = TaskState::done;
    it.tasks.push_back(task);
  }
  Page page;
  page.number = PageNumber{1};
  page.target = "@payments";
  page.opened_at = now;
  it.pages = {page};
  it.related = {IncidentNumber{3}, IncidentNumber{4}};
  it.merged_into = IncidentNumber{9};
  const Content card = card_content(it);
  check_limits(card);
  const std::string text = all_text(card);
  for (const char* part :
       {"*comms* <@U0BEN00002> · *scribe* <@U0CHI00003>", "*Last update* <!date^",
        ": We found the cause", "*Next update by* <!date^", "*Quiet until* <!date^",
        "*Open hypotheses*\n• H2 The &lt;pool&gt; is too small", "*Open tasks* 4\n• T1 Task",
        "— nobody", "• T2 Task number 2 — <@U0BEN00002>", "_and 1 more_",
        "*Waiting for an answer*\n• P1 @payments, paged <!date^",
        "*Duplicate of* INC-9 · *Related* INC-3, INC-4"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(text.find("The release") == std::string::npos);
  CHECK(text.find("• T4") == std::string::npos);
  const std::string small = all_text(announcement_content(it));
  CHECK(small.find("*Next update by* <!date^") != std::string::npos);
  CHECK(small.find("*Duplicate of* INC-9") != std::string::npos);
  CHECK(small.find("Task number") == std::string::npos);
}

TEST_CASE("what is settled, and what never was, takes no room on the card") {
  const std::string text = all_text(card_content(incident()));
  for (const char* part : {"Open", "Waiting", "update", "Quiet", "Related", "Duplicate"}) {
    CAPTURE(part);
    CHECK(text.find(part) == std::string::npos);
  }
  Incident over = incident();
  over.state = State::closed;
  over.update_due_at = over.quiet_until = world::moment(world::k_declared);
  CHECK(all_text(card_content(over)).find("Next update") == std::string::npos);
  CHECK(all_text(card_content(over)).find("Quiet") == std::string::npos);
  CHECK(all_text(announcement_content(over)).find("Next update") == std::string::npos);
}

TEST_CASE("drills and private incidents are marked wherever they are shown") {
  Incident it = incident();
  it.is_drill = true;
  it.is_private = true;
  CHECK(all_text(card_content(it)).find("Drill · Private · INC-7") != std::string::npos);
  CHECK(topic_of(it).starts_with("Drill · Private · sev1"));
}

TEST_CASE("the announcement is smaller, links to the channel, and has no buttons") {
  const Content small = announcement_content(incident());
  check_limits(small);
  CHECK(small.blocks.find("<#C0INC00007|inc-7-checkout-down>") != std::string::npos);
  CHECK(small.blocks.find("\"actions\"") == std::string::npos);
  Incident refused = incident();
  refused.channel = {};
  refused.channel_refused = "restricted_action";
  CHECK(all_text(announcement_content(refused)).find("lives in this thread") != std::string::npos);
}

TEST_CASE("cards, topics and names stay within limits and harmless for any text") {
  for (const std::string& text : k_hostile) {
    Incident it = incident();
    it.title = it.impact = it.summary = text;
    it.causes.assign(10, text);
    it.last_update = text;
    it.last_update_at = it.declared_at;
    it.roles.assign(20, RoleHolder{text, UserId{text}});
    it.hypotheses.assign(20, Hypothesis{HypothesisNumber{1}, text, {}, {}, Standing::open, {}});
    it.tasks.assign(20, Task{TaskNumber{1}, TaskKind::task, text, UserId{text}, {}, {}});
    it.pages.assign(20, Page{PageNumber{1}, text, {}, text, text, {}, PageState::open, {}, {}});
    it.related.assign(30, IncidentNumber{123'456});
    check_limits(card_content(it));
    check_limits(announcement_content(it));
    CHECK(card_content(it).blocks.find("<!channel>") == std::string::npos);
    CHECK(announcement_content(it).blocks.find("<!channel>") == std::string::npos);
    CHECK(utf16_units(topic_of(it)) <= 250);
    CHECK(topic_of(it).find("<!channel>") == std::string::npos);
    for (int attempt = 1; attempt <= 7; ++attempt) {
      const std::string name = channel_name(it, attempt);
      CHECK(name.size() <= 80);
      CHECK(name.starts_with("inc-7"));
      CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
    }
  }
}

TEST_CASE("a channel's name is the title in plain letters") {
  Incident it = incident();
  const auto name = [&](const char* title) {
    it.title = title;
    return channel_name(it, 1);
  };
  CHECK(name("Checkout down!") == "inc-7-checkout-down");
  CHECK(name("Größe & Übung: 50% weg") == "inc-7-groesse-uebung-50-weg");
  CHECK(name("Élan À la Carte — ça va?") == "inc-7-elan-a-la-carte-ca-va");
  CHECK(name("Łódź, Ærø, Þór") == "inc-7-lodz-aero-thor");
  CHECK(name("e\u0301te\u0301") == "inc-7-ete");
  CHECK(name("数据库") == "inc-7");
  CHECK(name("___---") == "inc-7");
  CHECK(name("db_primary is read_only") == "inc-7-db_primary-is-read_only");
  CHECK(name("") == "inc-7");
  it.title = "Checkout down";
  CHECK(channel_name(it, 2) == "inc-7-checkout-down-2");
  CHECK(channel_name(it, 1, false) == "inc-7");
  it.title = std::string(30, 'a') + " " + std::string(20, 'b') + " " + std::string(40, 'c');
  CHECK(channel_name(it, 1) == "inc-7-" + std::string(30, 'a') + "-" + std::string(20, 'b'));
  CHECK(channel_name(it, 7).size() <= 80);
}

TEST_CASE("an entry stands on a line of its own with handle, clock, kind and author") {
  CHECK(entry_line(world::entry(12, "p99 is <up>")) ==
        "`E12` <!date^1763736420^{time}|14:47 UTC> *log* <@U0BEN00002>: p99 is &lt;up&gt;");
  Event old = world::entry(13, "x");
  old.recorded_at += std::chrono::hours(30);
  CHECK(entry_line(old).find("{date_short_pretty} {time}|2025-11-21 14:48 UTC") !=
        std::string::npos);
  Event own = world::entry(14, "x");
  own.actor = UserId{};
  CHECK(entry_line(own).find("<@") == std::string::npos);
}

TEST_CASE("an entry that names a person or a group notifies them, as a typed text never does") {
  Event paged = world::entry(5, "");
  paged.body = event::Paged{PageNumber{1}, "@Ben", UserId{"U0BEN00002"}, "", "<!channel> down"};
  CHECK(
      entry_line(paged).ends_with("*page* <@U0BEN00002>: P1 <@U0BEN00002>: &lt;!channel&gt; down"));
  paged.body = event::Paged{PageNumber{2}, "@payments", UserId{}, "S0PAYMENTS", ""};
  CHECK(entry_line(paged).ends_with("*page* <@U0BEN00002>: P2 <!subteam^S0PAYMENTS>"));
  paged.body = event::Paged{PageNumber{2}, "@payments", UserId{}, "S1> <!here", ""};
  CHECK(entry_line(paged).ends_with(": P2 @payments"));
}

TEST_CASE("a page in the channel has buttons for as long as it waits") {
  Event paged = world::entry(5, "");
  paged.body = event::Paged{PageNumber{1}, "@payments", UserId{}, "S0PAYMENTS", ""};
  Incident incident = world::incident();
  incident.pages.clear();
  incident = apply(std::move(incident), paged);
  const std::string waiting = entries_content({paged}, incident).blocks;
  CHECK(waiting.find("Acknowledge P1") != std::string::npos);
  CHECK(waiting.find("v1:" + handle(incident.number) + " ack P1") != std::string::npos);
  CHECK(waiting.find("v1:" + handle(incident.number) + " decline-page P1") != std::string::npos);
  paged.body = event::PageAcknowledged{PageNumber{1}};
  incident = apply(std::move(incident), paged);
  paged.body = event::Paged{PageNumber{1}, "@payments", UserId{}, "S0PAYMENTS", ""};
  CHECK(entries_content({paged}, incident).blocks.empty());
}

TEST_CASE("many entries become one message, and as many as fit is what fits") {
  std::vector<Event> entries;
  for (int i = 1; i <= 400; ++i) entries.push_back(world::entry(i, std::string(700, 'x')));
  const std::size_t fits = entries_that_fit(entries);
  CHECK(fits > 100);
  CHECK(fits < 400);
  entries.resize(fits);
  const Content content = entries_content(entries, Incident{});
  check_limits(content);
  const std::string text = all_text(content);
  CHECK(text.find("`E1`") != std::string::npos);
  CHECK(text.find("`E" + std::to_string(fits) + "`") != std::string::npos);
  CHECK(text.find("shortened") == std::string::npos);
  CHECK(entries_that_fit({}) == 0);
  CHECK(entries_that_fit({world::entry(1, "short")}) == 1);
}

TEST_CASE("one entry of any length is one message") {
  for (const std::string& text : k_hostile) {
    const std::vector<Event> one{world::entry(1, text)};
    CHECK(entries_that_fit(one) == 1);
    check_limits(entries_content(one, Incident{}));
  }
  const Content whole = entries_content({world::entry(1, std::string(60'000, 'x'))}, Incident{});
  CHECK(std::count(whole.blocks.begin(), whole.blocks.end(), 'x') >= 60'000);
  check_limits(entries_content({world::entry(1, std::string(60'000, '&'))}, Incident{}));
}

TEST_CASE("a write-up is cut at the borders of its sections and nothing is left out") {
  std::mt19937 random(13);
  for (int round = 0; round < 60; ++round) {
    std::string markdown = "# Title\n\n";
    for (int section = 0; section < 12; ++section) {
      markdown += "## Section " + std::to_string(section) + "\n\n";
      const std::size_t lines = random() % 120;
      for (std::size_t i = 0; i < lines; ++i) markdown += "- something happened, é \U0001F525\n";
    }
    const auto parts = writeup_parts(markdown);
    std::string together;
    for (const std::string& part : parts) {
      CHECK(slack_length(part) <= k_markdown_units);
      CHECK(part.starts_with("#"));
      check_limits(writeup_part_content(part));
      check_limits(writeup_part_as_sections(part));
      together += part;
    }
    CHECK(together == markdown);
  }
}

TEST_CASE("a table that is cut gets its head again, a code fence is closed and opened again") {
  std::string markdown = "## Timeline\n\n| Time | Text |\n|---|---|\n";
  for (int i = 0; i < 700; ++i) markdown += "| 14:" + std::to_string(i) + " | something |\n";
  for (const std::string& part : writeup_parts(markdown)) {
    CHECK(slack_length(part) <= k_markdown_units);
    CHECK(part.find("| Time | Text |\n|---|---|\n") != std::string::npos);
  }
  std::string fenced = "## Log\n\n```text\n";
  for (int i = 0; i < 700; ++i) fenced += "# not a heading, line " + std::to_string(i) + "\n";
  fenced += "```\nafter\n";
  const auto parts = writeup_parts(fenced);
  REQUIRE(parts.size() > 1);
  for (const std::string& part : parts) {
    std::size_t fences = 0;
    for (std::size_t at = part.find("```"); at != std::string::npos;
         at = part.find("```", at + 3)) {
      ++fences;
    }
    CHECK(fences % 2 == 0);
    CHECK(slack_length(part) <= k_markdown_units);
  }
}

TEST_CASE("a line of any length and any bytes fit into parts") {
  for (const std::string& text : k_hostile) {
    for (const std::string& part : writeup_parts("## X\n" + text + text + "\n```\n" + text)) {
      CHECK(slack_length(part) <= k_markdown_units);
      check_limits(writeup_part_content(part));
      check_limits(writeup_part_as_sections(part));
    }
  }
  CHECK(writeup_parts("").size() == 1);
}

TEST_CASE("a write-up cannot ping anybody, as Markdown or as sections") {
  const std::string part =
      "## X\n<!channel> <@U1> &lt;!here&gt; \\*not bold\\* **bold** <https://a.b/c>\n";
  const std::string markdown = all_text(writeup_part_content(part));
  CHECK(markdown.find("<!channel>") == std::string::npos);
  CHECK(markdown.find("<@U1>") == std::string::npos);
  CHECK(all_text(writeup_part_as_sections(part)) ==
        "*X*\n&lt;!channel&gt; &lt;@U1&gt; &lt;!here&gt; *not bold* *bold* <https://a.b/c>\n\n");
}

TEST_CASE("a button's line comes back from its value, and other values are none of ours") {
  CHECK(command_line_of(button_value("INC-7 close")) == "INC-7 close");
  CHECK(!command_line_of("INC-7 close"));
  CHECK(!command_line_of(""));
  CHECK(!command_line_of("v2:x"));
}

TEST_CASE("a reply of any size and any text makes a message within limits") {
  for (const std::string& text : k_hostile) {
    Reply reply;
    for (int i = 0; i < 60; ++i)
      reply.paragraphs.emplace_back(RichText(text).bold(text).code(text));
    for (int i = 0; i < 40; ++i) reply.buttons.push_back({text, text.substr(0, 100)});
    check_limits(reply_content(reply));
  }
  check_limits(reply_content(Reply{}));
}

}  // namespace content_test
