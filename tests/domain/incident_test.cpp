// What each event does to an incident, and how entries are numbered and read.

#include "bot/domain/incident.h"

#include "bot/domain/access.h"
#include "bot/domain/corrections.h"
#include "bot/domain/timeline.h"

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <vector>

namespace incident_test {

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

const Moment k_declared = from_stored(1'700'000'000'000);
const UserId k_ana{"UANA"};

Event at(Duration after, EventBody body, std::int64_t entry = 0) {
  return {k_declared + after, k_declared + after + 5s, k_ana, EntryNumber{entry}, "", body};
}

Incident declared() {
  event::Declared first;
  first.title = "Checkout is failing";
  first.severity = Severity::sev2;
  first.zone = "EST";
  Incident incident;
  incident.number = IncidentNumber{7};
  return apply(incident, at(0s, first, 1));
}

Incident after(const std::vector<Event>& events) {
  Incident incident = declared();
  for (const Event& event : events) incident = apply(std::move(incident), event);
  return incident;
}

Event moved(Duration when, State to) { return at(when, event::StateMoved{State::closed, to, ""}); }

// One of each kind, so that a new one has to be thought of here.
std::vector<EventBody> one_of_each() {
  std::vector<EventBody> all{event::Declared{},
                             event::Imported{},
                             event::Logged{},
                             event::Detected{},
                             event::Started{},
                             event::ImpactSet{},
                             event::SummarySet{},
                             event::CauseAdded{},
                             event::WorkaroundFound{},
                             event::FixFound{},
                             event::Decided{},
                             event::MeasureNoted{},
                             event::LessonNoted{},
                             event::TitleChanged{},
                             event::SeverityChanged{},
                             event::StateMoved{},
                             event::CloseAsked{},
                             event::Closed{},
                             event::ChannelMade{},
                             event::ChannelRefused{},
                             event::WasDeaf{},
                             event::ReadBack{},
                             event::Suspected{},
                             event::RuledOut{},
                             event::Confirmed{},
                             event::RoleGiven{},
                             event::HandoffOffered{},
                             event::HandoffAccepted{},
                             event::HandoffDeclined{},
                             event::TaskAdded{},
                             event::TaskMoved{},
                             event::TaskAssigned{},
                             event::TaskDueSet{},
                             event::UpdateSent{},
                             event::ReminderSet{},
                             event::QuietSet{},
                             event::SubscriptionChanged{},
                             event::Paged{},
                             event::PageJoined{},
                             event::PageAcknowledged{},
                             event::PageEnded{},
                             event::PageDeclined{},
                             event::Cancelled{},
                             event::Reopened{},
                             event::Linked{},
                             event::MergedInto{},
                             event::DuplicateFound{},
                             event::ZoneChanged{},
                             event::MessageKept{},
                             event::EntryEdited{},
                             event::EntryRetimed{},
                             event::EntryStruck{},
                             event::EntryRestored{},
                             event::ChannelChanged{},
                             event::ChannelMoved{},
                             event::MemberChanged{},
                             event::WriteupMoved{},
                             event::SimilarFound{},
                             event::SectionWritten{},
                             event::WriteupAssigned{},
                             event::StepPaged{},
                             event::LadderEnded{},
                             event::DrillPlanned{},
                             event::Injected{}};
  all.insert(all.end(), {event::PagerRefused{}, event::TaskFiled{}, event::TaskStateRead{},
                         event::StatusShown{}, event::AlertAttached{}, event::AlertEnded{}});
  CHECK(all.size() == std::variant_size_v<EventBody::Kinds>);
  return all;
}

// What of an incident an event may change, told apart by changing nothing else.
Incident without_entries(Incident incident) {
  incident.last_entry = {};
  incident.latest_entry_at.reset();
  return incident;
}

}  // namespace

TEST_CASE("declaring sets all that is known at that moment") {
  event::Declared first{"Slow", Severity::sev1, true, true, k_declared - 2h, "CET"};
  Incident fresh;
  fresh.number = IncidentNumber{3};
  const Incident incident = apply(fresh, at(0s, first, 1));
  CHECK(incident.number == IncidentNumber{3});
  CHECK(incident.title == "Slow");
  CHECK(incident.severity == Severity::sev1);
  CHECK(incident.is_private);
  CHECK(incident.is_drill);
  CHECK(incident.zone == "CET");
  CHECK(incident.declarer == k_ana);
  CHECK(incident.lead == k_ana);
  CHECK(incident.declared_at == k_declared + 5s);  // when it was typed
  CHECK(incident.since == k_declared - 2h);
  CHECK(incident.started_at == k_declared - 2h);
  CHECK(incident.state == State::investigating);
  CHECK(incident.last_entry == EntryNumber{1});
}

TEST_CASE("what was imported has no declarer and no lead, and is marked") {
  event::Imported imported;
  imported.title = "Old outage";
  imported.zone = "EST";
  Event event = at(-48h, imported, 1);
  event.actor = {};
  const Incident incident = apply(Incident{}, event);
  CHECK(incident.is_imported);
  CHECK(incident.title == "Old outage");
  CHECK(incident.zone == "EST");
  CHECK(incident.declarer.empty());
  CHECK(incident.lead.empty());
  CHECK(incident.since == k_declared - 48h);
  CHECK_FALSE(incident.started_at);
}

TEST_CASE("times come from when it happened and not from when it was typed") {
  const Incident incident =
      after({at(-40min, event::Started{}, 2), at(-30min, event::Detected{"Alert"}, 3),
             moved(10min, State::mitigated), moved(20min, State::resolved),
             at(30min, event::Closed{"", true}, 4)});
  CHECK(incident.started_at == k_declared - 40min);
  CHECK(incident.detected_at == k_declared - 30min);
  CHECK(incident.mitigated_at == k_declared + 10min);
  CHECK(incident.resolved_at == k_declared + 20min);
  CHECK(incident.closed_at == k_declared + 30min);
  CHECK(incident.declared_at == k_declared + 5s);
}

TEST_CASE("the last impact, summary, title and severity count; causes add up") {
  const Incident incident = after({at(1s, event::ImpactSet{"a"}), at(2s, event::ImpactSet{"b"}),
                                   at(3s, event::SummarySet{"c"}), at(4s, event::SummarySet{"d"}),
                                   at(5s, event::CauseAdded{"e"}), at(6s, event::CauseAdded{"f"}),
                                   at(7s, event::TitleChanged{"Checkout is failing", "g"}),
                                   at(8s, event::SeverityChanged{{}, Severity::sev4, "h"})});
  CHECK(incident.impact == "b");
  CHECK(incident.summary == "d");
  CHECK(incident.causes == std::vector<std::string>{"e", "f"});
  CHECK(incident.title == "g");
  CHECK(incident.severity == Severity::sev4);
}

TEST_CASE("the last decision is kept for those who come late") {
  const Incident incident =
      after({at(1s, event::Decided{"Fail over"}), at(2s, event::Decided{"Wait"})});
  CHECK(incident.last_decision == "Wait");
}

TEST_CASE("entries that are only read change nothing but the count") {
  const Incident before = declared();
  for (const EventBody& body :
       {EventBody(event::Logged{"x"}), EventBody(event::WorkaroundFound{"x"}),
        EventBody(event::FixFound{"x"}), EventBody(event::MeasureNoted{"x"}),
        EventBody(event::LessonNoted{}), EventBody(event::MessageKept{"x", k_ana, {}, {}, ""}),
        EventBody(event::WasDeaf{k_declared, k_declared + 1h})}) {
    CAPTURE(kind_word(body));
    CHECK(without_entries(apply(before, at(1min, body, 2))) == without_entries(before));
  }
}

TEST_CASE("every state can follow every other, and each leaves only its own times") {
  const State states[] = {State::investigating, State::identified, State::monitoring,
                          State::mitigated, State::resolved};
  for (const State from : states) {
    for (const State to : states) {
      CAPTURE(name_of(from));
      CAPTURE(name_of(to));
      const Incident incident =
          after({moved(1min, State::mitigated), moved(2min, from), moved(3min, to)});
      CHECK(incident.state == to);
      CHECK(incident.resolved_at.has_value() == (to == State::resolved));
      if (to == State::mitigated) CHECK(incident.mitigated_at == k_declared + 3min);
      if (to < State::mitigated) CHECK_FALSE(incident.mitigated_at);
    }
  }
}

TEST_CASE("an impact that comes back was neither mitigated nor resolved") {
  const Incident incident = after({moved(1min, State::mitigated), moved(2min, State::resolved),
                                   moved(3min, State::investigating)});
  CHECK_FALSE(incident.mitigated_at);
  CHECK_FALSE(incident.resolved_at);
}

TEST_CASE("resolving keeps when it was mitigated") {
  const Incident incident = after({moved(1min, State::mitigated), moved(2min, State::resolved)});
  CHECK(incident.mitigated_at == k_declared + 1min);
  CHECK(incident.resolved_at == k_declared + 2min);
}

TEST_CASE("the question before closing is remembered until something moves") {
  CHECK(after({at(1s, event::CloseAsked{})}).close_asked);
  CHECK(after({at(1s, event::CloseAsked{}), at(2s, event::Logged{"x"}, 2)}).close_asked);
  CHECK_FALSE(after({at(1s, event::CloseAsked{}), moved(2s, State::monitoring)}).close_asked);
  const Incident closed = after({at(1s, event::CloseAsked{}), at(2s, event::Closed{"", false}, 2)});
  CHECK_FALSE(closed.close_asked);
  CHECK_FALSE(closed.end_known);
  CHECK(closed.state == State::closed);
}

TEST_CASE("a channel that is made after a refusal takes the refusal back") {
  const Incident refused = after({at(1s, event::ChannelRefused{"restricted_action"})});
  CHECK(refused.channel_refused == "restricted_action");
  CHECK(refused.channel.empty());
  const Incident made = apply(refused, at(2s, event::ChannelMade{ChannelId{"C7"}, "inc-7"}));
  CHECK(made.channel == ChannelId{"C7"});
  CHECK(made.channel_name == "inc-7");
  CHECK(made.channel_refused.empty());
}

TEST_CASE("entry numbers follow each other, and only the timeline has them") {
  Incident incident = declared();
  std::int64_t expected = 1;
  for (const EventBody& body : one_of_each()) {
    CAPTURE(kind_word(body));
    const Event event = next_event(incident, body, k_declared - 1h, k_declared, k_ana, "EST");
    CHECK(event.entry.value == (is_timeline_entry(body) ? ++expected : 0));
    CHECK(event.happened_at == k_declared - 1h);
    CHECK(event.recorded_at == k_declared);
    CHECK(event.actor == k_ana);
    CHECK(event.zone == "EST");
    CHECK(event.body == body);
    incident = apply(std::move(incident), event);
    CHECK(incident.last_entry == EntryNumber{expected});
  }
}

TEST_CASE("what the bot notes for itself is not in the timeline") {
  for (const EventBody& body : one_of_each()) {
    CAPTURE(kind_word(body));
    const bool own = is_correction(body) || std::holds_alternative<event::CloseAsked>(body) ||
                     std::holds_alternative<event::ChannelMade>(body) ||
                     std::holds_alternative<event::ChannelRefused>(body) ||
                     std::holds_alternative<event::WasDeaf>(body) ||
                     std::holds_alternative<event::ReadBack>(body) ||
                     std::holds_alternative<event::DrillPlanned>(body) ||
                     std::holds_alternative<event::SubscriptionChanged>(body) ||
                     std::holds_alternative<event::ChannelChanged>(body) ||
                     std::holds_alternative<event::ChannelMoved>(body) ||
                     std::holds_alternative<event::MemberChanged>(body) ||
                     std::holds_alternative<event::WriteupMoved>(body) ||
                     std::holds_alternative<event::SimilarFound>(body) ||
                     std::holds_alternative<event::SectionWritten>(body) ||
                     std::holds_alternative<event::WriteupAssigned>(body);
    CHECK(is_timeline_entry(body) == !own);
  }
}

TEST_CASE("the latest entry is the latest that happened and not the last that was typed") {
  const Incident incident =
      after({at(20min, event::Logged{"x"}, 2), at(-3h, event::Logged{"before"}, 3)});
  CHECK(incident.latest_entry_at == k_declared + 20min);
  CHECK(incident.last_entry == EntryNumber{3});
  // A gap in the connection is no entry.
  CHECK(after({at(40min, event::WasDeaf{})}).latest_entry_at == k_declared);
}

TEST_CASE("in a backfilled incident only what has a time of its own tells its day") {
  event::Declared declared;
  declared.started_at = k_declared - 400 * 24h;
  Event first = at(-400 * 24h, declared, 1);
  Incident incident = apply({}, first);
  CHECK(incident.latest_entry_at == first.happened_at);
  incident = apply(incident, at(0min, event::ImpactSet{"Typed today"}, 2));
  CHECK(incident.latest_entry_at == first.happened_at);
  Event timed = at(-399 * 24h, event::Logged{"The morning after"}, 3);
  timed.zone = "UTC";
  incident = apply(incident, timed);
  CHECK(incident.latest_entry_at == timed.happened_at);
  CHECK(incident.last_entry == EntryNumber{3});
}

TEST_CASE("every event can be applied to an incident that has none, and to a closed one") {
  for (const EventBody& body : one_of_each()) {
    CAPTURE(kind_word(body));
    apply(Incident{}, at(0s, body, 1));
    const Incident closed = after({at(1min, event::Closed{"", true}, 2)});
    CHECK(apply(closed, at(2min, body, 3)).number == IncidentNumber{7});
  }
}

TEST_CASE("every event reads as a sentence with a word for its kind") {
  std::set<std::string_view> words;
  for (const EventBody& body : one_of_each()) {
    CHECK_FALSE(kind_word(body).empty());
    words.insert(kind_word(body));
  }
  CHECK(timeline_text(event::Logged{"as <typed>"}) == "as <typed>");
  CHECK(timeline_text(event::Declared{"Slow", Severity::sev1, false, false, {}, ""}) ==
        "sev1: Slow");
  CHECK(timeline_text(event::Declared{"Slow", {}, false, false, {}, ""}) == "Slow");
  CHECK(timeline_text(event::Started{""}) == "The impact began");
  CHECK(timeline_text(event::Started{"First failures"}) == "First failures");
  CHECK(timeline_text(event::StateMoved{{}, State::resolved, ""}) == "The impact is over");
  CHECK(timeline_text(event::StateMoved{{}, State::mitigated, ""}) == "State is now mitigated");
  CHECK(timeline_text(event::SeverityChanged{{}, Severity::sev1, ""}) == "not set → sev1");
  CHECK(timeline_text(event::SeverityChanged{Severity::sev3, Severity::sev1, "Europe"}) ==
        "sev3 → sev1: Europe");
  CHECK(timeline_text(event::LessonNoted{event::LessonNoted::Kind::lucky, "Ben was awake"}) ==
        "Got lucky: Ben was awake");
  CHECK(timeline_text(event::Closed{"", false}) ==
        "Incident closed; the end of the impact is unknown");
  CHECK(kind_word(event::StateMoved{{}, State::identified, ""}) == "identified");
  CHECK(timeline_text(event::RuledOut{HypothesisNumber{1}, "", "It answers"}) == "H1 It answers");
  CHECK(timeline_text(event::RuledOut{HypothesisNumber{2}, "The disk", ""}) == "H2 The disk");
}

TEST_CASE("names of states and severities are read back to the same value") {
  for (const State state : {State::investigating, State::identified, State::monitoring,
                            State::mitigated, State::resolved, State::closed, State::cancelled}) {
    CHECK(find_state(name_of(state)) == state);
    CHECK(is_over(state) == (state == State::closed || state == State::cancelled));
  }
  for (const Severity severity : {Severity::sev1, Severity::sev2, Severity::sev3, Severity::sev4}) {
    CHECK(find_severity(name_of(severity)) == severity);
  }
  for (const char* word : {"", "sev", "sev0", "sev5", "sev11", "1x", "p", "critical", "-"}) {
    CAPTURE(word);
    CHECK_FALSE(find_severity(word));
  }
  CHECK_FALSE(find_state("fixed"));
}

TEST_CASE("handles read the way people type them") {
  CHECK(handle(IncidentNumber{7}) == "INC-7");
  CHECK(handle(EntryNumber{12}) == "E12");
}

TEST_CASE("a private incident is seen by its declarer, its lead, and from inside its channel") {
  Incident incident = declared();
  const UserId other{"UBEN"};
  CHECK(may_see(incident, other, ChannelId{"C1"}));
  incident.is_private = true;
  CHECK_FALSE(may_see(incident, other, ChannelId{"C1"}));
  CHECK_FALSE(may_see(incident, other, ChannelId{}));  // it has no channel, and neither has he
  CHECK_FALSE(may_see(incident, UserId{}, ChannelId{}));
  CHECK(may_see(incident, k_ana, ChannelId{}));
  incident.lead = other;
  CHECK(may_see(incident, other, ChannelId{}));
  incident.channel = ChannelId{"C7"};
  CHECK(may_see(incident, UserId{"UCHI"}, ChannelId{"C7"}));
  CHECK_FALSE(may_see(incident, UserId{"UCHI"}, ChannelId{"C8"}));
}

}  // namespace incident_test
