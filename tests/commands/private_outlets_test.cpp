// Every way in which an incident leaves the bot, tried by somebody who is outside of a private one.
// A new outlet gets a line here.

#include "bot/domain/access.h"
#include "bot/domain/consequences.h"
#include "bot/domain/corrections.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/timeline.h"
#include "tests/commands/conversation.h"

#include <doctest/doctest.h>

#include <set>

namespace private_outlets_test {

using namespace tocsin;

namespace {

const UserId k_outsider{"UBEN"};
const ChannelId k_open_channel{"CINC1"};

// INC-1 is open to all. INC-2 is private, Ana's and Cleo's, and everything has happened in it.
struct Room : Conversation {
  Room() {
    knows({UserId{"UANA"}, "ana", "", false, false, false});
    knows({k_outsider, "ben", "", false, false, false});
    type("declare Checkout is failing");
    give_channel(1);
    type("declare private sev1 Leaked signing key");
    give_channel(2);
    for (const std::string_view line :
         {"INC-2 log Found in the zanzibar repository", "INC-2 impact zanzibar customers",
          "INC-2 cause zanzibar token", "INC-2 subscribe", "INC-2 update next 30m zanzibar again",
          "INC-2 remind 30m", "INC-2 quiet 20m", "INC-2 sev 2", "INC-2 title Leaked zanzibar key",
          "INC-2 link INC-1", "INC-2 cancel zanzibar test", "INC-2 reopen zanzibar is back",
          "INC-2 resolve", "INC-2 close zanzibar done", "INC-2 reopen zanzibar once more"}) {
      CAPTURE(line);
      CHECK_FALSE(type(line).refused);
    }
    type_as(UserId{"UCLEO"}, "declare private Leaked zanzibar salaries");
  }
};

bool has_secret(std::string_view text) {
  for (const std::string_view secret : {"Leaked", "leaked", "zanzibar", "private", "Private"}) {
    if (text.find(secret) != std::string_view::npos) return true;
  }
  return false;
}

// The text of what was said with the typed line taken out, because an answer may repeat it.
bool gives_it_away(const Said& said, const std::string& typed, bool names_it) {
  std::string text = said.text;
  for (std::size_t at = text.find(typed); !typed.empty() && at != std::string::npos;
       at = text.find(typed)) {
    text.erase(at, typed.size());
  }
  if (has_secret(text)) return true;
  if (!names_it &&
      (text.find("INC-2") != std::string::npos || text.find("INC-3") != std::string::npos)) {
    return true;
  }
  for (const Button& button : said.buttons) {
    if (has_secret(button.label)) return true;
    const bool names = button.command_line.find("INC-2") != std::string::npos ||
                       button.command_line.find("INC-3") != std::string::npos;
    if (names && !names_it) return true;
  }
  return false;
}

std::string screen_text(const Screen& screen) {
  std::string text;
  for (const ScreenPart& part : screen.parts) {
    text += part.heading + "\n" + to_plain(part.text) + "\n";
    for (const Button& button : part.buttons) text += button.label + button.command_line + "\n";
  }
  return text;
}

}  // namespace

constexpr std::string_view k_lines_of_an_outsider[] = {"",
                                                       "list",
                                                       "list active",
                                                       "list recent",
                                                       "list recent sev2",
                                                       "list mine",
                                                       "list sev1",
                                                       "ls",
                                                       "show",
                                                       "status",
                                                       "tasks",
                                                       "tasks all",
                                                       "tasks open",
                                                       "tasks mine",
                                                       "tasks unassigned",
                                                       "roles",
                                                       "who",
                                                       "oncall",
                                                       "timeline",
                                                       "timeline all",
                                                       "catchup",
                                                       "similar",
                                                       "stats",
                                                       "stats 90d",
                                                       "help",
                                                       "help show",
                                                       "drill",
                                                       "home",
                                                       "log x",
                                                       "close",
                                                       "cancel x",
                                                       "reopen x",
                                                       "update x",
                                                       "subscribe",
                                                       "unsubscribe",
                                                       "remind off",
                                                       "quiet 20m",
                                                       "link",
                                                       "duplicate",
                                                       "pm",
                                                       "pm lint",
                                                       "lits",
                                                       "shwo",
                                                       "updaet x",
                                                       "Something is wrong",
                                                       "ack",
                                                       "undo",
                                                       "join",
                                                       "summary",
                                                       "resolve 14:30",
                                                       "edit E9 x",
                                                       "move E9 14:00",
                                                       "strike E9",
                                                       "zone UTC",
                                                       "confirm H1",
                                                       "ruledout H1",
                                                       "task done T1",
                                                       "handoff @ana",
                                                       "find zzz"};

TEST_CASE("no line that an outsider can type says anything of a private incident") {
  Room room;
  for (const std::string_view line : k_lines_of_an_outsider) {
    for (const ChannelId& from : {ChannelId{"CGENERAL"}, k_open_channel, ChannelId{}}) {
      CAPTURE(line);
      CAPTURE(from.value);
      room.channel = from;
      const Said said = room.type_as(k_outsider, line);
      CAPTURE(said.text);
      CHECK_FALSE(gives_it_away(said, std::string(line), false));
    }
  }
}

TEST_CASE("find tells an outsider the same as if the private incident were not there") {
  Room room;
  Conversation without;
  without.type("declare Checkout is failing");
  for (const std::string_view words :
       {"zanzibar", "leaked", "leaked zanzibar", "checkout zanzibar", "checkout", "zanz", "key"}) {
    CAPTURE(words);
    const std::string line = "find " + std::string(words);
    const Said hidden = room.type_as(k_outsider, line);
    const Said absent = without.type_as(k_outsider, line);
    CHECK(hidden.text == absent.text);
    CHECK(hidden.buttons == absent.buttons);
  }
  CHECK(room.type("find zanzibar").has("INC-2"));
}

TEST_CASE("a private incident that is named answers like one that does not exist") {
  Room room;
  const std::size_t before = room.events();
  for (const std::string_view line : {"INC-2",
                                      "INC-2 show",
                                      "show INC-2",
                                      "INC-2 log x",
                                      "INC-2 update x",
                                      "INC-2 pm",
                                      "INC-2 pm file",
                                      "INC-2 pm lint",
                                      "INC-2 pm publish",
                                      "INC-2 subscribe",
                                      "INC-2 unsubscribe",
                                      "INC-2 timeline",
                                      "INC-2 catchup",
                                      "INC-2 tasks",
                                      "INC-2 roles",
                                      "INC-2 cancel x",
                                      "INC-2 reopen x",
                                      "INC-2 link INC-1",
                                      "INC-2 lgo x",
                                      "INC-2 help",
                                      "INC-2 similar",
                                      "INC-2 remind 30m",
                                      "INC-2 quiet 5m",
                                      "INC-2 undo",
                                      "INC-2 join",
                                      "#2 log x",
                                      "similar INC-2",
                                      "drill INC-2",
                                      "INC-1 link INC-2",
                                      "INC-1 duplicate INC-2",
                                      "INC-1 duplicate INC-2 anyway",
                                      "INC-1 merge 2"}) {
    for (const ChannelId& from : {ChannelId{"CGENERAL"}, k_open_channel}) {
      CAPTURE(line);
      room.channel = from;
      const Said hidden = room.type_as(k_outsider, line);
      std::string other(line);
      const bool is_bare = other.find("INC-2") == std::string::npos;
      other.replace(is_bare ? other.find('2') : other.find("INC-2"), is_bare ? 1 : 5,
                    is_bare ? "9" : "INC-9");
      Said absent = room.type_as(k_outsider, other);
      std::string expected = absent.text;
      for (std::size_t at = expected.find("INC-9"); at != std::string::npos;
           at = expected.find("INC-9")) {
        expected.replace(at, 5, "INC-2");
      }
      CHECK(hidden.text == expected);
      CHECK(hidden.refused == absent.refused);
      CHECK(hidden.buttons.size() == absent.buttons.size());
      CHECK_FALSE(gives_it_away(hidden, std::string(line), true));
    }
  }
  CHECK(room.events() == before);
}

TEST_CASE("the home tab of an outsider has no trace of a private incident") {
  Room room;
  const std::string text =
      screen_text(home_screen(k_outsider, room.settings, room.store(), room.now));
  CHECK_FALSE(has_secret(text));
  CHECK(text.find("INC-2") == std::string::npos);
  CHECK(text.find("INC-1") != std::string::npos);
  CHECK(
      screen_text(home_screen(room.user, room.settings, room.store(), room.now)).find("zanzibar") !=
      std::string::npos);
}

TEST_CASE("nothing that follows from a private incident's events leaves it") {
  Room room;
  const std::vector<Event> events = room.store().events_of(IncidentNumber{2});
  Incident before;
  before.number = IncidentNumber{2};
  for (const Event& event : events) {
    const Incident after = apply(before, event);
    CAPTURE(kind_word(event.body));
    for (const Delivery& one : consequences(before, after, event, Audience{})) {
      CHECK_FALSE(std::holds_alternative<delivery::PostAnnouncement>(one));
      CHECK_FALSE(std::holds_alternative<delivery::EditAnnouncement>(one));
      CHECK_FALSE(std::holds_alternative<delivery::SayUnderAnnouncement>(one));
      if (const auto* tell = std::get_if<delivery::Tell>(&one)) {
        CHECK(may_see(after, tell->user, {}));
      }
      if (const auto* ask = std::get_if<delivery::AskPerson>(&one)) {
        CHECK(may_see(after, ask->user, {}));
      }
    }
    before = after;
  }
}

TEST_CASE("a subscriber who has left a private incident gets its updates no more") {
  Conversation room;
  room.type("declare private Leaked signing key");
  const ChannelId inside = room.give_channel(1);
  Incident incident = room.incident(1);
  const auto step = [&](EventBody body, const UserId& actor) {
    const Event event = next_event(incident, std::move(body), room.now, room.now, actor);
    const Incident before = std::exchange(incident, apply(incident, event));
    return consequences(before, incident, event, Audience{});
  };
  step(event::MemberChanged{k_outsider, true}, k_outsider);
  step(event::SubscriptionChanged{true}, k_outsider);
  const auto told = [&](const std::vector<Delivery>& deliveries) {
    std::set<UserId> users;
    for (const Delivery& one : deliveries) {
      if (const auto* tell = std::get_if<delivery::Tell>(&one)) users.insert(tell->user);
    }
    return users;
  };
  CHECK(told(step(event::UpdateSent{"Revoked", {}}, room.user)) == std::set<UserId>{k_outsider});
  step(event::MemberChanged{k_outsider, false}, k_outsider);
  CHECK(told(step(event::UpdateSent{"New key is out", {}}, room.user)).empty());
}

TEST_CASE("an open incident's record and write-up never name a private one") {
  Room room;
  room.type("INC-1 link INC-3");  // Cleo's: Ana does not see it either
  room.type_as(UserId{"UCLEO"}, "INC-3 link INC-1");
  room.type_as(UserId{"UCLEO"}, "INC-1 link INC-3");
  const std::vector<Event> events = room.store().events_of(IncidentNumber{1});
  for (const Event& event : events) {
    const std::string text = timeline_text(event.body);
    CHECK_FALSE(has_secret(text));
    CHECK(text.find("INC-2") == std::string::npos);
    CHECK(text.find("INC-3") == std::string::npos);
  }
  const Incident incident = room.incident(1);
  CHECK(incident.related.empty());
  const std::string writeup = render_postmortem({incident, events, {}});
  CHECK(writeup.find("INC-2") == std::string::npos);
  CHECK(writeup.find("INC-3") == std::string::npos);
}

}  // namespace private_outlets_test
