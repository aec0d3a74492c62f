// Messages that people mark: they become entries and tasks, and are followed from then on.

#include "bot/domain/timeline.h"
#include "tests/e2e/acting.h"

#include <doctest/doctest.h>

namespace tocsin::e2e::marks_test {

namespace {

using sandbox::Done;
using sandbox::Server;
using sandbox::Workspace;

event::MessageKept kept_of(const Event& event) { return std::get<event::MessageKept>(event.body); }

std::int64_t seconds_of(const MessageTs& ts) { return std::stoll(ts.value); }

void check_kept(const Event& event, const MessageTs& ts, const std::string& text) {
  CHECK(kept_of(event).text == text);
  CHECK(kept_of(event).ts == ts);
  CHECK(kept_of(event).author == k_ben);
  CHECK(contains(kept_of(event).link, "https://"));
  CHECK(event.actor == k_ana);
  CHECK(to_stored(event.happened_at) / 1000 == seconds_of(ts));
}

}  // namespace

TEST_CASE("a pin on a message and on a reply adds it with its own time, author and address") {
  Scene scene;
  const MessageTs message = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  const MessageTs reply = scene.write(k_ben, scene.channel(), "It was the cache", message);
  scene.mark(k_ana, message, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "Latency is at 9 s"));
  scene.mark(k_ana, reply, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "It was the cache"));
  const auto kept = of_kind<event::MessageKept>(scene.end());
  REQUIRE(kept.size() == 2);
  check_kept(kept[0], message, "Latency is at 9 s");
  check_kept(kept[1], reply, "It was the cache");
}

TEST_CASE("taking the pin away strikes the entry, and a pin again brings it back") {
  Scene scene;
  const MessageTs message = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  scene.mark(k_ana, message, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "Latency is at 9 s"));
  scene.unmark(k_ana, message, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "was struck: the reaction was removed"));
  scene.mark(k_ana, message, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "counts again"));
  const auto events = scene.end();
  CHECK(of_kind<event::MessageKept>(events).size() == 1);
  CHECK(of_kind<event::EntryStruck>(events).size() == 1);
  CHECK(of_kind<event::EntryRestored>(events).size() == 1);
}

TEST_CASE("an edit of a message that was added is a correction, its deletion strikes it") {
  Scene scene;
  const MessageTs message = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  scene.mark(k_ana, message, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "Latency is at 9 s"));
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.edit(k_ben, scene.channel(), message, "Latency is at 19 s", now);
  });
  CHECK(scene.slack().channel_shows(scene.channel(), "is now: Latency is at 19 s"));
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.erase(k_ben, scene.channel(), message, now);
  });
  CHECK(scene.slack().channel_shows(scene.channel(), "was struck: the message was deleted"));
  const auto events = scene.end();
  const auto edits = of_kind<event::EntryEdited>(events);
  REQUIRE(edits.size() == 1);
  CHECK(std::get<event::EntryEdited>(edits[0].body).from == "Latency is at 9 s");
  CHECK(std::get<event::EntryEdited>(edits[0].body).to == "Latency is at 19 s");
  CHECK(of_kind<event::EntryStruck>(events).size() == 1);
}

TEST_CASE("a message with replies that is deleted is struck too") {
  Scene scene;
  const MessageTs message = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  scene.write(k_ana, scene.channel(), "Since when?", message);
  scene.mark(k_ana, message, "pushpin");
  CHECK(scene.slack().channel_shows(scene.channel(), "Latency is at 9 s"));
  scene.act<Done>([&](Workspace& workspace, Moment now) {
    return workspace.erase(k_ben, scene.channel(), message, now);
  });
  CHECK(scene.slack().channel_shows(scene.channel(), "was struck: the message was deleted"));
  CHECK(of_kind<event::EntryEdited>(scene.end()).empty());
}

TEST_CASE("a ticked box makes a task of a message, and other reactions make nothing") {
  Scene scene;
  const MessageTs message = scene.write(k_ben, scene.channel(), "Somebody call the provider");
  scene.mark(k_ana, message, "eyes");
  scene.mark(k_ana, message, "ballot_box_with_check");
  CHECK(scene.slack().channel_shows(scene.channel(), "T1"));
  const auto events = scene.end();
  const auto tasks = of_kind<event::TaskAdded>(events);
  REQUIRE(tasks.size() == 1);
  const auto& added = std::get<event::TaskAdded>(tasks[0].body);
  CHECK(added.text == "Somebody call the provider");
  CHECK(contains(added.link, "https://"));
  CHECK(of_kind<event::MessageKept>(events).empty());
}

TEST_CASE("the operator's own emoji count, and then the usual ones do not") {
  Scene scene;
  stop(scene.bot());
  scene.stage().configure("[reactions]\nkeep = [\":memo:\"]\n");
  const auto bot = scene.stage().start_ready_bot();
  const MessageTs message = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  const MessageTs other = scene.write(k_ben, scene.channel(), "Latency is at 10 s");
  scene.mark(k_ana, other, "pushpin");
  scene.mark(k_ana, message, "memo");
  CHECK(scene.slack().channel_shows(scene.channel(), "Latency is at 9 s"));
  stop(*bot);
  const auto kept =
      of_kind<event::MessageKept>(scene.stage().record()->events_of(IncidentNumber{1}));
  REQUIRE(kept.size() == 1);
  CHECK(kept_of(kept[0]).ts == message);
}

TEST_CASE("a shortcut on a message is answered to who used it, in its thread") {
  Scene scene;
  const MessageTs message = scene.write(k_ben, scene.channel(), "Latency is at 9 s");
  const MessageTs reply = scene.write(k_ben, scene.channel(), "It was the cache", message);
  const auto trigger = scene.act<std::string>([&](Workspace& workspace, Moment now) {
    return workspace.message_shortcut(k_ana, scene.channel(), reply, "keep-message", now);
  });
  CHECK(scene.slack().shown_for(trigger).is_answered());
  CHECK(scene.whispered(k_ana, "In a moment it is in the timeline").thread == message);
  const auto kept = of_kind<event::MessageKept>(scene.end());
  REQUIRE(kept.size() == 1);
  const auto& body = std::get<event::MessageKept>(kept[0].body);
  CHECK(body.text == "It was the cache");
  CHECK(body.author == k_ben);
  CHECK(kept[0].actor == k_ana);
}

}  // namespace tocsin::e2e::marks_test
