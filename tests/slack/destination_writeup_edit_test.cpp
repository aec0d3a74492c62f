// The posted write-up follows the record: what changed is edited, what is new is posted, what is
// gone says so; and the messages around it.
#include "bot/slack/writeup_parts.h"
#include "tests/slack/world.h"

namespace destination_writeup_edit_test {

using namespace tocsin;
using namespace tocsin::slack;
using world::get;
using world::is;
using world::refusal;
using world::Trip;

namespace {

std::string writeup_of(int sections, const std::string& word) {
  std::string text = "# Checkout down\n\n";
  for (int section = 0; section < sections; ++section) {
    text += "## Section " + std::to_string(section) + "\n\n";
    const std::string about = section == 1 ? word : "it";
    for (int line = 0; line < 200; ++line) {
      text += "Line " + std::to_string(line) + " of what happened to " + about + ", to fill it.\n";
    }
  }
  return text;
}

std::string ts_of(std::int64_t part) { return "1763735800.00000" + std::to_string(part); }

// The messages of a write-up that was posted, as the engine keeps them.
std::vector<MessageRef> posted_as(const std::string& markdown) {
  std::vector<MessageRef> messages;
  for (const std::string& part : writeup_parts(markdown)) {
    const auto number = static_cast<std::int64_t>(messages.size());
    messages.push_back({MessagePurpose::writeup, ChannelId{"C0INC00007"}, MessageTs{ts_of(number)},
                        number, note_of_part(part)});
  }
  return messages;
}

Trip edit_trip(const std::string& before, const std::string& after) {
  Trip trip{delivery::EditWriteup{2}};
  trip.context.writeup = Writeup{IncidentNumber{7}, 2, {}, after};
  trip.context.parts = posted_as(before);
  return trip;
}

// What the engine does with the facts before it asks for the next step.
void learn(Trip& trip, const std::vector<Fact>& facts) {
  for (const Fact& fact : facts) {
    if (const auto* edited = std::get_if<fact::MessageEdited>(&fact)) {
      trip.context.parts.at(static_cast<std::size_t>(edited->message.part)) = edited->message;
    } else if (const auto* posted = std::get_if<fact::MessagePosted>(&fact)) {
      trip.context.parts.push_back(posted->message);
    } else if (const auto* gone = std::get_if<fact::MessageGone>(&fact)) {
      std::erase_if(trip.context.parts,
                    [gone](const MessageRef& message) { return message.part == gone->part; });
    }
  }
}

std::vector<Fact> facts_of(const Verdict& verdict) {
  if (const auto* done = std::get_if<verdict::Done>(&verdict)) return done->facts;
  return get<verdict::NextStep>(verdict).facts;
}

std::string ok(const std::string& ts) {
  return R"({"ok":true,"channel":"C0INC00007","ts":")" + ts + "\"}";
}

// Method and message of each step until it is done; a post is given `new_ts`.
std::vector<std::string> walk(Trip& trip, const std::string& new_ts = "1763735900.000100") {
  std::vector<std::string> steps;
  for (int i = 0; i < 20; ++i) {
    const std::string method = trip.method();
    auto fields = trip.fields();
    steps.push_back(method + " " + fields["ts"]);
    const Verdict verdict = trip.judge(ok(method == "chat.update" ? fields["ts"] : new_ts));
    learn(trip, facts_of(verdict));
    if (is<verdict::Done>(verdict)) return steps;
  }
  FAIL("it never ends");
  return steps;
}

}  // namespace

TEST_CASE("only the messages of a write-up that show something else are edited") {
  const std::string before = writeup_of(3, "payments");
  REQUIRE(writeup_parts(before).size() == 3);
  const std::string after = writeup_of(3, "checkout");
  Trip trip = edit_trip(before, after);
  auto fields = trip.fields();
  CHECK(fields["channel"] == "C0INC00007");
  CHECK(fields["ts"] == ts_of(1));
  const Json blocks = world::json_of(fields["blocks"]);
  CHECK(blocks[0]["type"] == "markdown");
  CHECK(blocks[0]["text"].get<std::string>().find("checkout") != std::string::npos);
  CHECK(walk(trip) == std::vector<std::string>{"chat.update " + ts_of(1)});
  CHECK(trip.context.parts[1].shows == note_of_part(writeup_parts(after)[1]));
}

TEST_CASE("a write-up that grew gets another message, one that shrank says that a part is empty") {
  const std::string small = writeup_of(2, "it");
  const std::string large = writeup_of(3, "it");
  const std::size_t few = writeup_parts(small).size();
  REQUIRE(writeup_parts(large).size() == few + 1);
  Trip grown = edit_trip(small, large);
  const auto steps = walk(grown);
  CHECK(steps.back() == "chat.postMessage ");
  REQUIRE(grown.context.parts.size() == few + 1);
  CHECK(grown.context.parts.back().part == static_cast<std::int64_t>(few));
  Trip shrunk = edit_trip(large, small);
  CHECK(walk(shrunk).back() == "chat.update " + ts_of(static_cast<std::int64_t>(few)));
  // What was emptied is used again.
  shrunk.context.progress.clear();
  shrunk.context.writeup->markdown = large;
  CHECK(walk(shrunk).back() == "chat.update " + ts_of(static_cast<std::int64_t>(few)));
}

TEST_CASE("an update that was taken back is harmless: one message is edited to what it shows") {
  const std::string markdown = writeup_of(2, "it");
  Trip trip = edit_trip(markdown, markdown);
  CHECK(walk(trip) == std::vector<std::string>{"chat.update " + ts_of(0)});
}

TEST_CASE("a part whose message a person deleted is posted anew under an operation of its own") {
  Trip trip = edit_trip(writeup_of(3, "payments"), writeup_of(3, "checkout"));
  const Verdict gone = trip.judge(refusal("message_not_found"));
  const auto facts = facts_of(gone);
  const auto& fact = std::get<fact::MessageGone>(facts.at(0));
  CHECK(fact.purpose == MessagePurpose::writeup);
  CHECK(fact.part == 1);
  learn(trip, facts);
  CHECK(trip.method() == "chat.postMessage");
  CHECK(world::json_of(trip.fields()["metadata"])["event_payload"]["op"] == "k3x9:12:part:1");
  // Its answer is lost: it is looked for before it is sent again.
  CHECK(is<verdict::Unknown>(trip.judge(world::lost())));
  REQUIRE(trip.slack.lookup(trip.context, "").has_value());
  const Look look = trip.found(
      R"({"ok":true,"messages":[{"ts":"1763735900.000100","bot_id":"B0BOT00001","metadata":)"
      R"({"event_payload":{"op":"k3x9:12:part:1"}}}]})");
  const Verdict found = std::get<look::Found>(look).verdict;
  CHECK(is<verdict::Done>(found));
  const MessageRef message = std::get<fact::MessagePosted>(facts_of(found).at(0)).message;
  CHECK(message.part == 1);
  CHECK(message.ts.value == "1763735900.000100");
}

TEST_CASE("an edit is repeated without a look, and refusals of blocks or channel have a way out") {
  Trip trip = edit_trip(writeup_of(3, "payments"), writeup_of(3, "checkout"));
  CHECK_FALSE(trip.slack.lookup(trip.context, "").has_value());
  trip.judge(refusal("invalid_blocks"));
  CHECK(trip.context.progress == "plain");
  CHECK(world::json_of(trip.fields()["blocks"])[0]["type"] == "section");
  trip.judge(refusal("not_in_channel"));
  CHECK(trip.method() == "conversations.join");
  trip.judge(R"({"ok":true})");
  CHECK(trip.method() == "chat.update");
  const Verdict refused = trip.judge(refusal("is_archived"));
  CHECK(get<verdict::Refused>(refused).code == "is_archived");
}

TEST_CASE("the difference is said in the thread of the write-up") {
  Trip trip{delivery::SayUnderWriteup{RichText("Changed by Ana")}};
  trip.context.place = Place{ChannelId{"C0INC00007"}, MessageTs{ts_of(0)}};
  auto fields = trip.fields();
  CHECK(fields["thread_ts"] == ts_of(0));
  CHECK(fields["text"] == "Changed by Ana");
  CHECK(is<verdict::Done>(trip.judge(ok("1.2"))));
}

TEST_CASE("the open questions are a message with buttons, kept and edited in place") {
  Reply reply("Two questions");
  reply.buttons = {{"When did it begin?", "INC-7 form started", Button::Style::plain},
                   {"Why?", "INC-7 form cause", Button::Style::plain}};
  Trip post{delivery::PostQuestions{}};
  post.context.questions = reply;
  const Json blocks = world::json_of(post.fields()["blocks"]);
  CHECK(blocks.back()["type"] == "actions");
  CHECK(blocks.back()["elements"].size() == 2);
  const Verdict posted = post.judge(ok("1.2"));
  CHECK(std::get<fact::MessagePosted>(facts_of(posted).at(0)).message.purpose ==
        MessagePurpose::questions);
  Trip edit{delivery::EditQuestions{}};
  edit.context.questions = Reply("Nothing is open");
  edit.context.message = MessageRef{MessagePurpose::questions, ChannelId{"C0INC00007"}, {"1.2"}};
  CHECK(edit.method() == "chat.update");
  CHECK(edit.fields()["text"] == "Nothing is open");
  const Verdict gone = edit.judge(refusal("message_not_found"));
  CHECK(std::get<fact::MessageGone>(get<verdict::Refused>(gone).facts.at(0)).purpose ==
        MessagePurpose::questions);
}

TEST_CASE("a closed incident is announced with a link to its write-up, without one if need be") {
  Trip trip{delivery::AnnounceWriteup{}};
  trip.context.place = Place{ChannelId{"C0INCIDENTS"}, MessageTs{"1.0"}};
  trip.context.message = MessageRef{MessagePurpose::writeup, ChannelId{"C0INC00007"}, {"1.2"}};
  CHECK(trip.method() == "chat.getPermalink");
  CHECK(trip.fields()["message_ts"] == "1.2");
  CHECK_FALSE(trip.slack.lookup(trip.context, "").has_value());
  trip.judge(R"({"ok":true,"permalink":"https://acme.slack.com/archives/C0INC00007/p12"})");
  CHECK(trip.method() == "chat.postMessage");
  CHECK(trip.fields()["thread_ts"] == "1.0");
  CHECK(trip.fields()["text"].find("https://acme.slack.com/archives/C0INC00007/p12") !=
        std::string::npos);
  CHECK(trip.slack.lookup(trip.context, "").has_value());
  CHECK(is<verdict::Done>(trip.judge(ok("1.3"))));
  Trip without{delivery::AnnounceWriteup{}};
  without.context.message = trip.context.message;
  without.judge(refusal("message_not_found"));
  CHECK(without.method() == "chat.postMessage");
  CHECK(without.fields()["text"].find("#C0INC00007") != std::string::npos);
}

}  // namespace destination_writeup_edit_test
