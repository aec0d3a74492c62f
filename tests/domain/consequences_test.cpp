// What people shall see because of an event, as a table; and in which lane it goes.

#include "bot/domain/consequences.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

namespace consequences_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_now = from_stored(1'700'000'000'000);

Incident declared(bool is_private = false) {
  event::Declared first{"Checkout is failing", {}, is_private, false, {}, "UTC"};
  Incident incident;
  incident.number = IncidentNumber{7};
  return apply(incident, {k_now, k_now, UserId{"UANA"}, EntryNumber{1}, "", first});
}

Incident with_channel(bool is_private = false) {
  Incident incident = declared(is_private);
  incident.channel = ChannelId{"C7"};
  incident.channel_name = "inc-7";
  return incident;
}

struct Word {
  std::string operator()(const delivery::MakeChannel&) { return "channel"; }
  std::string operator()(const delivery::Invite&) { return "invite"; }
  std::string operator()(const delivery::SetTopic&) { return "topic"; }
  std::string operator()(const delivery::PostCard&) { return "card"; }
  std::string operator()(const delivery::EditCard&) { return "edit-card"; }
  std::string operator()(const delivery::PostAnnouncement&) { return "announce"; }
  std::string operator()(const delivery::EditAnnouncement&) { return "edit-announcement"; }
  std::string operator()(const delivery::PostEntry& post) { return handle(post.entry); }
  std::string operator()(const delivery::Say&) { return "say"; }
  std::string operator()(const delivery::SayUnderAnnouncement&) { return "say-under"; }
  std::string operator()(const delivery::Tell&) { return "tell"; }
  std::string operator()(const delivery::Whisper&) { return "whisper"; }
  std::string operator()(const delivery::PostWriteup&) { return "writeup"; }
  std::string operator()(const delivery::AttachWriteup&) { return "file"; }
  std::string operator()(const delivery::EditWriteup&) { return "edit-writeup"; }
  std::string operator()(const delivery::SayUnderWriteup&) { return "changes"; }
  std::string operator()(const delivery::PostQuestions&) { return "questions"; }
  std::string operator()(const delivery::EditQuestions&) { return "edit-questions"; }
  std::string operator()(const delivery::AnnounceWriteup&) { return "report"; }
  std::string operator()(const delivery::AskPerson& ask) { return "ask:" + ask.user.value; }
  std::string operator()(const delivery::AskChannel&) { return "ask-channel"; }
  std::string operator()(const delivery::ReadMessage&) { return "read"; }
  std::string operator()(const delivery::ReadMissed&) { return "read missed"; }
  std::string operator()(const delivery::PublishHome&) { return "home"; }
  std::string operator()(const delivery::ReadPeople&) { return "people"; }
  std::string operator()(const delivery::ReadPerson&) { return "person"; }
  std::string operator()(const delivery::ShowCanvas&) { return "canvas"; }
  std::string operator()(const delivery::CallPager& call) {
    return "pager:" + call.pager + ":" + std::string(name_of(call.call));
  }
  std::string operator()(const delivery::AskOnCall&) { return "ask-on-call"; }
  std::string operator()(const delivery::FileTask& file) { return "file:" + file.tracker; }
  std::string operator()(const delivery::ReadTask&) { return "read-task"; }
  std::string operator()(const delivery::ShowStatus& show) { return "status:" + show.status_page; }
  std::string operator()(const delivery::PostAlerts&) { return "alerts"; }
  std::string operator()(const delivery::EditAlerts&) { return "edit-alerts"; }
};

// "E2 edit-card topic": what follows from this event in this incident.
std::string follows(const Incident& before, EventBody body) {
  const Event event = next_event(before, std::move(body), k_now + 1min, k_now + 1min, UserId{"U"});
  std::string words;
  for (const Delivery& one : consequences(before, apply(before, event), event, {})) {
    words += (words.empty() ? "" : " ") + std::visit(Word{}, one);
  }
  return words;
}

std::vector<Delivery> on_declaring(bool is_private, const Audience& audience) {
  const Incident after = declared(is_private);
  const Event event{k_now, k_now, UserId{"UANA"}, EntryNumber{1}, "", event::Declared{}};
  return consequences(Incident{}, after, event, audience);
}

template <class Kind>
const Kind* find(const std::vector<Delivery>& posts) {
  for (const Delivery& one : posts) {
    if (const auto* found = std::get_if<Kind>(&one)) return found;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("an entry is posted, and the card is edited only when it shows something else") {
  const Incident incident = with_channel();
  CHECK(follows(incident, event::Logged{"x"}) == "E2");
  CHECK(follows(incident, event::Decided{"x"}) == "E2");
  CHECK(follows(incident, event::WorkaroundFound{"x"}) == "E2");
  CHECK(follows(incident, event::FixFound{"x"}) == "E2");
  CHECK(follows(incident, event::MeasureNoted{"x"}) == "E2");
  CHECK(follows(incident, event::LessonNoted{}) == "E2");
  CHECK(follows(incident, event::ImpactSet{"x"}) == "E2 edit-card edit-announcement");
  CHECK(follows(incident, event::SummarySet{"x"}) == "E2 edit-card edit-announcement");
  CHECK(follows(incident, event::CauseAdded{"x"}) == "E2 edit-card edit-announcement");
  CHECK(follows(incident, event::Started{"x"}) == "E2 edit-card edit-announcement");
  CHECK(follows(incident, event::TitleChanged{"a", "b"}) == "E2 edit-card edit-announcement topic");
  CHECK(follows(incident, event::SeverityChanged{{}, Severity::sev1, ""}) ==
        "E2 edit-card edit-announcement topic");
  CHECK(follows(incident, event::StateMoved{{}, State::resolved, ""}) ==
        "E2 edit-card edit-announcement topic");
  CHECK(follows(incident, event::Closed{}) == "E2 edit-card edit-announcement topic");
}

// Found by reading: the card shows when it was detected and was not edited for it.
TEST_CASE("the card and the announcement follow the time of detection") {
  CHECK(follows(with_channel(), event::Detected{"x"}) == "E2 edit-card edit-announcement");
}

TEST_CASE("an impact that stays the same edits no card") {
  Incident incident = with_channel();
  incident.impact = "40% of users";
  CHECK(follows(incident, event::ImpactSet{"40% of users"}) == "E2");
  CHECK(follows(incident, event::StateMoved{State::investigating, State::investigating, "x"}) ==
        "E2");
}

TEST_CASE("without a channel there is no topic yet") {
  CHECK(follows(declared(), event::SeverityChanged{{}, Severity::sev1, ""}) ==
        "E2 edit-card edit-announcement");
}

TEST_CASE("the channel shows in card and announcement and gets its topic, without a message") {
  CHECK(follows(declared(), event::ChannelMade{ChannelId{"C7"}, "inc-7"}) ==
        "edit-card edit-announcement topic");
}

// Found by reading: the announcement kept promising a channel that never came.
TEST_CASE("a refused channel shows in the announcement, in whose thread the incident lives") {
  CHECK(follows(declared(), event::ChannelRefused{"restricted_action"}) ==
        "say edit-card edit-announcement");
}

TEST_CASE("the question before closing is nobody else's business") {
  CHECK(follows(with_channel(), event::CloseAsked{}).empty());
}

TEST_CASE("declaring makes the channel before anything is posted in it") {
  const auto posts = on_declaring(false, {});
  REQUIRE(posts.size() == 4);
  CHECK(std::holds_alternative<delivery::MakeChannel>(posts[0]));
  CHECK(std::holds_alternative<delivery::PostCard>(posts[1]));
  CHECK(find<delivery::Invite>(posts) != nullptr);
  CHECK(find<delivery::PostAnnouncement>(posts) != nullptr);
  const std::string lane = lane_of(posts[0], IncidentNumber{7});
  CHECK(lane_of(posts[1], IncidentNumber{7}) == lane);
}

TEST_CASE("the declarer is invited first, everybody once, and the configured groups") {
  const Audience audience{{UserId{"UBEN"}, UserId{"UANA"}, UserId{"UBEN"}}, {"S1", "S2"}};
  const auto posts = on_declaring(false, audience);
  const auto* invite = find<delivery::Invite>(posts);
  REQUIRE(invite != nullptr);
  CHECK(invite->users == std::vector<UserId>{{"UANA"}, {"UBEN"}});
  CHECK(invite->groups == std::vector<std::string>{"S1", "S2"});
}

TEST_CASE("everybody is called only where the operator wants it for that severity") {
  Audience audience;
  audience.pings = {{Severity::sev1, Ping::channel}, {Severity::sev2, Ping::here}};
  const auto called_at_first = [&](std::optional<Severity> severity, bool is_private,
                                   bool is_drill) {
    event::Declared declaration{"Checkout is down", severity, is_private, is_drill, {}, "UTC"};
    Incident fresh;
    fresh.number = IncidentNumber{7};
    const Event event = next_event(fresh, declaration, k_now, k_now, UserId{"UANA"});
    const auto posts = consequences(fresh, apply(fresh, event), event, audience);
    const auto* announcement = find<delivery::PostAnnouncement>(posts);
    return announcement == nullptr ? Ping::nobody : announcement->ping;
  };
  CHECK(called_at_first(Severity::sev1, false, false) == Ping::channel);
  CHECK(called_at_first(Severity::sev2, false, false) == Ping::here);
  CHECK(called_at_first(Severity::sev3, false, false) == Ping::nobody);
  CHECK(called_at_first(std::nullopt, false, false) == Ping::nobody);
  CHECK(called_at_first(Severity::sev1, true, false) == Ping::nobody);
  CHECK(called_at_first(Severity::sev1, false, true) == Ping::nobody);
}

TEST_CASE(
    "an incident that becomes severe enough calls its channel, once, and none that becomes less") {
  Audience audience;
  audience.pings = {{Severity::sev1, Ping::channel}, {Severity::sev2, Ping::here}};
  const auto said = [&](std::optional<Severity> from, Severity to) {
    Incident before = with_channel();
    before.severity = from;
    const Event event = next_event(before, event::SeverityChanged{from, to, ""}, k_now + 1min,
                                   k_now + 1min, UserId{"UANA"});
    const auto posts = consequences(before, apply(before, event), event, audience);
    const auto* say = find<delivery::Say>(posts);
    return say == nullptr ? std::string() : to_plain(say->text);
  };
  CHECK(said(Severity::sev3, Severity::sev2).starts_with("@here INC-7 is sev2 now: "));
  CHECK(said(std::nullopt, Severity::sev1).starts_with("@channel INC-7 is sev1 now: "));
  CHECK(said(Severity::sev2, Severity::sev1).starts_with("@channel "));
  CHECK(said(Severity::sev1, Severity::sev2).empty());
  CHECK(said(Severity::sev2, Severity::sev3).empty());
  CHECK(said(Severity::sev4, Severity::sev3).empty());
}

TEST_CASE("nothing of a private incident is announced, whatever happens in it") {
  for (const Delivery& one : on_declaring(true, {})) {
    CHECK_FALSE(std::visit(Word{}, one).starts_with("announce"));
  }
  const Incident incident = with_channel(true);
  const EventBody bodies[] = {event::ImpactSet{"x"},
                              event::TitleChanged{"a", "b"},
                              event::SeverityChanged{{}, Severity::sev1, ""},
                              event::StateMoved{{}, State::resolved, ""},
                              event::Closed{},
                              event::Logged{"x"},
                              event::WasDeaf{k_now, k_now + 1min},
                              event::ChannelRefused{"restricted_action"}};
  for (const EventBody& body : bodies) {
    const std::string words = follows(incident, body);
    CAPTURE(words);
    CHECK_FALSE(words.empty());
    CHECK(words.find("announce") == std::string::npos);
    CHECK(words.find("under") == std::string::npos);
  }
}

TEST_CASE("a gap in the connection is said with both moments, and again what to do") {
  const Incident incident = with_channel();
  const Event gap{k_now, k_now + 10min, {}, {}, "", event::WasDeaf{k_now, k_now + 10min}};
  const auto posts = consequences(incident, apply(incident, gap), gap, {});
  REQUIRE(posts.size() == 1);
  const auto* say = std::get_if<delivery::Say>(&posts[0]);
  REQUIRE(say != nullptr);
  std::vector<Moment> moments;
  for (const Span& span : say->text.spans) {
    if (const auto* instant = std::get_if<span::Instant>(&span)) moments.push_back(instant->moment);
  }
  CHECK(moments == std::vector<Moment>{k_now, k_now + 10min});
  const std::string text = to_plain(say->text);
  CHECK(text.find("no connection to Slack from") != std::string::npos);
  CHECK(text.find("use them again") != std::string::npos);
}

TEST_CASE("a refused channel is told with the reason and with how to type from now on") {
  const Incident incident = declared();
  const Event refused{k_now, k_now, {}, {}, "", event::ChannelRefused{"restricted_action"}};
  const auto posts = consequences(incident, apply(incident, refused), refused, {});
  const auto* say = find<delivery::Say>(posts);
  REQUIRE(say != nullptr);
  const std::string text = to_plain(say->text);
  CHECK(text.find("restricted_action") != std::string::npos);
  CHECK(text.find("put INC-7 in front") != std::string::npos);
}

// Found by reading: a private incident without a channel has no thread to live in.
TEST_CASE("a private incident whose channel was refused is not said to live in a thread") {
  const Incident incident = declared(true);
  const Event refused{k_now, k_now, {}, {}, "", event::ChannelRefused{"restricted_action"}};
  const auto posts = consequences(incident, apply(incident, refused), refused, {});
  const auto* say = find<delivery::Say>(posts);
  REQUIRE(say != nullptr);
  CHECK(to_plain(say->text).find("thread") == std::string::npos);
  CHECK(to_plain(say->text).find("INC-7 in front") != std::string::npos);
}

TEST_CASE("hypotheses, tasks, pages and updates are posted and shown on the card") {
  const Incident incident = with_channel();
  const UserId ben{"UBEN"};
  CHECK(follows(incident, event::Suspected{HypothesisNumber{1}, "DNS"}) ==
        "E2 edit-card edit-announcement");
  CHECK(follows(incident, event::TaskAdded{TaskNumber{1}, {}, "Look", ben, {}, ""}) ==
        "E2 invite ask:UBEN edit-card edit-announcement");
  CHECK(follows(incident, event::Paged{PageNumber{1}, "@ben", ben, "", ""}) ==
        "E2 invite ask:UBEN edit-card edit-announcement");
  CHECK(follows(incident, event::Paged{PageNumber{1}, "@ops", {}, "S1", ""}) ==
        "E2 invite edit-card edit-announcement");
  CHECK(follows(incident, event::UpdateSent{"We look", {}}) ==
        "E2 say-under edit-card edit-announcement");
  CHECK(follows(incident, event::RoleGiven{"comms", ben, {}}) ==
        "E2 invite ask:UBEN edit-card edit-announcement");
  CHECK(follows(incident, event::MessageKept{"x", ben, {}, {}, ""}) == "E2");
  CHECK(follows(incident, event::ZoneChanged{"UTC", "CET"}) == "E2");
  CHECK(follows(incident, event::PageJoined{PageNumber{1}, "again"}) == "E2");
}

TEST_CASE("a correction is said in the channel, whatever it corrects") {
  const Incident incident = with_channel();
  for (const EventBody& body : {EventBody(event::EntryEdited{EntryNumber{1}, "a", "b"}),
                                EventBody(event::EntryRetimed{EntryNumber{1}, k_now, k_now}),
                                EventBody(event::EntryStruck{EntryNumber{1}, ""}),
                                EventBody(event::EntryRestored{EntryNumber{1}})}) {
    CHECK(follows(incident, body) == "say");
  }
}

TEST_CASE("the end, a new beginning and a duplicate are told to those who watch") {
  const Incident incident = with_channel();
  const std::string everywhere = "E2 say-under edit-card edit-announcement topic";
  CHECK(follows(incident, event::Cancelled{"no"}) == everywhere);
  // The pointers with both channels come from the command, which knows the other incident.
  CHECK(follows(incident, event::MergedInto{IncidentNumber{3}}) ==
        "say-under edit-card edit-announcement topic");
  CHECK(follows(incident, event::DuplicateFound{IncidentNumber{3}}) ==
        "edit-card edit-announcement");
  CHECK(follows(incident, event::WriteupMoved{WriteupState::published}) == "say");
  Incident closed = incident;
  closed.state = State::closed;
  CHECK(follows(closed, event::Reopened{State::closed, "back"}) == everywhere);
}

TEST_CASE("nobody is pulled into the channel of an incident that is over") {
  Incident incident = with_channel();
  incident.state = State::closed;
  const event::TaskAdded task{TaskNumber{1}, {}, "Look", UserId{"UBEN"}, {}, ""};
  CHECK(follows(incident, task) == "E2 ask:UBEN edit-card edit-announcement");
}

TEST_CASE("nothing that teams do in a private incident is told under an announcement") {
  for (const EventBody& body :
       {EventBody(event::UpdateSent{"x", {}}), EventBody(event::Cancelled{"x"}),
        EventBody(event::Reopened{State::closed, "x"}),
        EventBody(event::MergedInto{IncidentNumber{3}}),
        EventBody(event::Suspected{HypothesisNumber{1}, "x"}),
        EventBody(event::EntryEdited{EntryNumber{1}, "a", "b"})}) {
    const std::string words = follows(with_channel(true), body);
    CAPTURE(words);
    CHECK_FALSE(words.empty());
    CHECK(words.find("under") == std::string::npos);
    CHECK(words.find("announce") == std::string::npos);
  }
}

TEST_CASE("a text of one's own is no message, and who gets the write-up is told directly") {
  const Incident incident = with_channel();
  CHECK(follows(incident, event::SectionWritten{WriteupSection::causes, "x"}).empty());
  CHECK(follows(incident, event::WriteupAssigned{UserId{"UBEN"}, k_now}) == "ask:UBEN");
  CHECK(follows(incident, event::WriteupAssigned{UserId{"U"}, k_now}).empty());  // their own doing
  CHECK(follows(incident, event::WriteupAssigned{}).empty());
}

// ---- lanes

TEST_CASE("what has to stay in order shares a lane, what may not wait for it does not") {
  const IncidentNumber number{7};
  for (const Delivery& one :
       {Delivery(delivery::MakeChannel{}), Delivery(delivery::PostCard{}),
        Delivery(delivery::PostEntry{}), Delivery(delivery::Say{}),
        Delivery(delivery::PostWriteup{}), Delivery(delivery::AttachWriteup{}),
        Delivery(delivery::PostQuestions{})}) {
    CHECK(lane_of(one, number) == "inc:7:channel");
  }
  CHECK(lane_of(delivery::EditCard{}, number) == "inc:7:card");
  CHECK(lane_of(delivery::SetTopic{}, number) == "inc:7:topic");
  CHECK(lane_of(delivery::Invite{}, number) == "inc:7:invite");
  CHECK(lane_of(delivery::PostAnnouncement{}, number) == "inc:7:announcement");
  CHECK(lane_of(delivery::EditAnnouncement{}, number) == "inc:7:announcement");
  CHECK(lane_of(delivery::SayUnderAnnouncement{}, number) == "inc:7:announcement");
  CHECK(lane_of(delivery::AnnounceWriteup{}, number) == "inc:7:announcement");
  CHECK(lane_of(delivery::EditWriteup{}, number) == "inc:7:writeup");
  CHECK(lane_of(delivery::SayUnderWriteup{}, number) == "inc:7:writeup");
  CHECK(lane_of(delivery::EditQuestions{}, number) == "inc:7:questions");
  CHECK(lane_of(delivery::Tell{UserId{"U1"}, {}}, number) == "user:U1");
  CHECK(lane_of(delivery::Whisper{UserId{"U1"}, {}, {}}, {}) == "whisper:U1");
  CHECK(lane_of(delivery::ReadPeople{}, {}) == "people");
  CHECK(lane_of(delivery::ReadPerson{}, {}) == "people");
  CHECK(lane_of(delivery::CallPager{"duty", PageNumber{2}, {}}, number) == "inc:7:P2:duty");
  CHECK(lane_of(delivery::AskOnCall{"duty", "S"}, {}) == "oncall:duty");
  CHECK(lane_of(delivery::FileTask{"github", TaskNumber{1}}, number) == "tracker:github");
  CHECK(lane_of(delivery::ReadTask{"github", TaskNumber{1}}, number) == "tracker:github");
  CHECK(lane_of(delivery::ShowStatus{"public", "", {}}, number) == "inc:7:status:public");
  CHECK(lane_of(delivery::PostAlerts{AlertCardNumber{12}}, {}) == "alerts");
  CHECK(lane_of(delivery::EditAlerts{AlertCardNumber{12}}, {}) == "alerts:12");
  CHECK(lane_of(delivery::PostEntry{}, IncidentNumber{8}) != "inc:7:channel");
}

TEST_CASE("a delivery names the service that it is for; without one it is Slack's") {
  CHECK(service_of(delivery::CallPager{"duty", PageNumber{2}, {}}) == "duty");
  CHECK(service_of(delivery::AskOnCall{"duty", "S"}) == "duty");
  CHECK(service_of(delivery::FileTask{"github", TaskNumber{1}}) == "github");
  CHECK(service_of(delivery::ReadTask{"github", TaskNumber{1}}) == "github");
  CHECK(service_of(delivery::ShowStatus{"public", "", {}}) == "public");
  CHECK(service_of(delivery::PostAlerts{AlertCardNumber{12}}).empty());
  CHECK(service_of(delivery::Say{}).empty());
}

TEST_CASE("what a page is known by outside is read back, and nothing else is") {
  const std::string key = dedup_key(IncidentNumber{7}, PageNumber{12});
  CHECK(key == "INC-7-P12");
  CHECK(read_dedup_key(key) == NamedPage{IncidentNumber{7}, PageNumber{12}});
  for (const char* other : {"", "INC-", "INC-7", "INC-7-P", "INC-7-P0", "INC-7-P1x", "INC--P1",
                            "inc-7-p1", "INC-7-P99999999999999999999", " INC-7-P1"}) {
    CHECK(!read_dedup_key(other));
  }
}

TEST_CASE("only what shows the present replaces what waits; what a person wrote never does") {
  for (const Delivery& one :
       {Delivery(delivery::MakeChannel{}), Delivery(delivery::Invite{}),
        Delivery(delivery::PostEntry{}), Delivery(delivery::Say{}), Delivery(delivery::Tell{}),
        Delivery(delivery::SayUnderAnnouncement{}), Delivery(delivery::Whisper{}),
        Delivery(delivery::PostWriteup{}), Delivery(delivery::AttachWriteup{}),
        Delivery(delivery::SayUnderWriteup{}), Delivery(delivery::AnnounceWriteup{})}) {
    CHECK(subject_of(one).empty());
  }
  CHECK(subject_of(delivery::EditCard{}) == "card");
  CHECK(subject_of(delivery::SetTopic{}) == "topic");
  CHECK(subject_of(delivery::EditAnnouncement{}) == "announcement");
  CHECK(subject_of(delivery::EditWriteup{}) == "writeup");
  CHECK(subject_of(delivery::EditQuestions{}) == "questions");
  CHECK(subject_of(delivery::ReadPeople{}) == "people");
  CHECK(subject_of(delivery::ReadPerson{UserId{"U1"}}) !=
        subject_of(delivery::ReadPerson{UserId{"U2"}}));
}

TEST_CASE("nothing is said in Slack of what was imported") {
  Incident imported = declared();
  imported.is_imported = true;
  CHECK(follows(imported, event::Imported{}).empty());
  CHECK(follows(imported, event::CauseAdded{"x"}).empty());
  CHECK(follows(imported, event::Cancelled{"no"}).empty());
}

}  // namespace consequences_test
