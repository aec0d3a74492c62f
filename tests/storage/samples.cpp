#include "tests/storage/samples.h"

#include <algorithm>
#include <iterator>

namespace tocsin {

namespace {

std::string with_zero_bytes() {
  std::string text = "before";
  text += '\0';
  text += "after";
  text += '\0';
  return text;
}

std::string every_ascii_character() {
  std::string text;
  for (char c = 0; c < 127; ++c) text += c;
  return text + '\x7f';
}

std::string forty_kilobytes() {
  std::string text;
  while (text.size() < 40'000) text += "payments \xE2\x86\x92 503 \"upstream\"\n";
  return text;
}

}  // namespace

std::vector<std::string> hard_texts() {
  return {
      "",
      "checkout is down",
      with_zero_bytes(),
      every_ascii_character(),
      "\"quoted\" \\ back\\\\slash /slash/ 'single' ; DROP TABLE event; -- $1 ?1 %s {}",
      "\xF0\x9F\x94\xA5 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x92 \xF4\x8F\xBF\xBF",
      "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\xAE abc \xE2\x80\xAC",
      "\xE2\x80\xA8 line \xE2\x80\xA9 paragraph \xEF\xBB\xBF mark \xEF\xBF\xBF",
      "e\xCC\x81 is not \xC3\xA9",
      forty_kilobytes(),
  };
}

// How an incident ends, its write-up, corrections, and what happens around it.
static std::vector<EventBody> every_late_event(const std::string& text) {
  return {
      event::Cancelled{text},
      event::Reopened{State::cancelled, text},
      event::Linked{IncidentNumber{3}},
      event::MergedInto{IncidentNumber{3}},
      event::DuplicateFound{IncidentNumber{4}},
      event::ZoneChanged{text, "to " + text},
      event::WriteupMoved{WriteupState::in_review},
      event::SectionWritten{WriteupSection::causes, text},
      event::SectionWritten{WriteupSection::communication, ""},
      event::WriteupAssigned{UserId{text}, minute(5)},
      event::WriteupAssigned{UserId{}, std::nullopt},
      event::MessageKept{text, UserId{text}, ChannelId{"C" + text}, MessageTs{text}, text},
      event::EntryEdited{EntryNumber{3}, text, "to " + text},
      event::EntryRetimed{EntryNumber{3}, minute(1), minute(2)},
      event::EntryStruck{EntryNumber{3}, text},
      event::EntryRestored{EntryNumber{3}},
      event::ChannelChanged{ChannelChange::renamed, text},
      event::ChannelChanged{ChannelChange::archived, ""},
      event::ChannelMoved{ChannelId{text}, ChannelId{"C2"}},
      event::MemberChanged{UserId{text}, false},
      event::SimilarFound{{{IncidentNumber{3}, text, {text, "dns"}, text, "", {{text, 20}}},
                           {IncidentNumber{2}, text, {}, "", text, {{text, std::nullopt}}}}},
  };
}

// What is heard of a page, and of outside services.
std::vector<EventBody> every_event_from_elsewhere(const std::string& text) {
  return {
      event::PageJoined{PageNumber{1}, text},
      event::PageAcknowledged{PageNumber{1}},
      event::PageAcknowledged{PageNumber{1}, text, text},
      event::PageEnded{PageNumber{1}, text, text},
      event::PageDeclined{PageNumber{1}, text},
      event::PagerRefused{PageNumber{1}, text, text},
      event::TaskFiled{TaskNumber{2}, text, text, text, text},
      event::TaskStateRead{TaskNumber{2}, text, true},
      event::StatusShown{text, text, text, text},
      event::AlertAttached{text, text, text, text, text},
      event::AlertEnded{text, text, text},
  };
}

std::vector<EventBody> every_event(const std::string& text) {
  std::vector<EventBody> events{
      event::Declared{text, Severity::sev1, true, true, minute(-5), text},
      event::Declared{text, std::nullopt, false, false, std::nullopt, ""},
      event::Imported{text, text, text, text, text, {text, "to " + text}, text, text, 90},
      event::Imported{text, "", "", "", "", {}, "", "", std::nullopt},
      event::Logged{text},
      event::Detected{text},
      event::Started{text},
      event::ImpactSet{text},
      event::SummarySet{text},
      event::CauseAdded{text},
      event::WorkaroundFound{text},
      event::FixFound{text},
      event::Decided{text},
      event::MeasureNoted{text},
      event::LessonNoted{event::LessonNoted::Kind::well, text},
      event::LessonNoted{event::LessonNoted::Kind::badly, text},
      event::LessonNoted{event::LessonNoted::Kind::lucky, text},
      event::TitleChanged{text, "to " + text},
      event::SeverityChanged{std::nullopt, Severity::sev2, text},
      event::SeverityChanged{Severity::sev4, Severity::sev3, ""},
      event::StateMoved{State::identified, State::monitoring, text},
      event::StateMoved{State::mitigated, State::resolved, ""},
      event::CloseAsked{},
      event::Closed{text, false},
      event::ChannelMade{ChannelId{"C" + text}, text},
      event::ChannelRefused{text},
      event::WasDeaf{minute(1), minute(2)},
      event::ReadBack{minute(1), minute(2), 3, 2, 1, text},
      event::Suspected{HypothesisNumber{1}, text},
      event::RuledOut{HypothesisNumber{1}, "", text},
      event::RuledOut{HypothesisNumber{2}, text, ""},
      event::Confirmed{HypothesisNumber{3}, text},
      event::RoleGiven{text, UserId{text}, UserId{"U1"}},
      event::HandoffOffered{text, UserId{"U" + text}},
      event::HandoffAccepted{text, UserId{text}, UserId{"U2"}},
      event::HandoffDeclined{text, UserId{text}, text},
      event::TaskAdded{TaskNumber{1}, TaskKind::task, text, UserId{text}, minute(9), text},
      event::TaskAdded{TaskNumber{2}, TaskKind::followup, text, UserId{}, std::nullopt, ""},
      event::TaskMoved{TaskNumber{1}, TaskState::dropped, text},
      event::TaskAssigned{TaskNumber{1}, UserId{text}},
      event::TaskDueSet{TaskNumber{1}, minute(30)},
      event::TaskDueSet{TaskNumber{1}, std::nullopt},
      event::UpdateSent{text, minute(30)},
      event::UpdateSent{text, std::nullopt},
      event::ReminderSet{30},
      event::QuietSet{minute(20)},
      event::SubscriptionChanged{false},
      event::Paged{PageNumber{1}, text, UserId{text}, "", text},
      event::Paged{PageNumber{2}, text, UserId{}, text, ""},
      event::Paged{PageNumber{3},
                   text,
                   {},
                   "",
                   text,
                   text,
                   {{1, 1, {{UserId{text}, "", text, text}}, 300'000},
                    {1, 2, {{{}, text, text, ""}}, 60'000}}},
      event::StepPaged{PageNumber{3}, text, 1, 1, 2, {{UserId{text}, "", text, ""}}},
      event::StepPaged{PageNumber{3}, text, 2, 2, 1, {{{}, "", text, "", text}}},
      event::LadderEnded{PageNumber{3}, text},
      event::DrillPlanned{text, {{0, text}, {60'000, text}}},
      event::Injected{2, text},
  };
  std::ranges::move(every_event_from_elsewhere(text), std::back_inserter(events));
  std::ranges::move(every_late_event(text), std::back_inserter(events));
  return events;
}

RichText every_span(const std::string& text) {
  RichText spans;
  spans.spans = {
      span::Plain{text},
      span::Bold{text},
      span::Italic{text},
      span::Code{text},
      span::User{UserId{"U" + text}},
      span::Channel{ChannelId{"C" + text}, text},
      span::Everyone{Ping::here},
      span::Everyone{Ping::channel},
      span::Instant{minute(3), span::Instant::Show::clock, text},
      span::Instant{minute(-3), span::Instant::Show::date_and_clock, text},
      span::Link{"https://example.com/" + text, text},
  };
  return spans;
}

Reply full_reply(const std::string& text) {
  Reply reply;
  reply.paragraphs = {every_span(text), RichText(), RichText(text)};
  reply.buttons = {{text, "INC-7 close", Button::Style::danger},
                   {"Update", text, Button::Style::primary},
                   {"", "", Button::Style::plain}};
  return reply;
}

std::vector<Delivery> every_delivery(const std::string& text) {
  const RichText spans = every_span(text);
  return {
      delivery::MakeChannel{},
      delivery::Invite{{UserId{"U1"}, UserId{text}}, {"S1", text}},
      delivery::Invite{},
      delivery::SetTopic{},
      delivery::PostCard{},
      delivery::EditCard{},
      delivery::PostAnnouncement{},
      delivery::PostAnnouncement{Ping::channel},
      delivery::EditAnnouncement{},
      delivery::PostEntry{EntryNumber{12}},
      delivery::Say{spans},
      delivery::SayUnderAnnouncement{spans},
      delivery::Tell{UserId{"U" + text}, spans},
      delivery::Whisper{UserId{"U1"}, {ChannelId{"C1"}, MessageTs{text}}, full_reply(text)},
      delivery::PostWriteup{3},
      delivery::AttachWriteup{4},
      delivery::AskPerson{UserId{"U" + text}, full_reply(text)},
      delivery::AskChannel{full_reply(text)},
      delivery::ReadMessage{ChannelId{"C1"}, MessageTs{text}, MessageTs{}, UserId{"U1"},
                            delivery::ReadMessage::Purpose::keep},
      delivery::ReadMessage{ChannelId{text}, MessageTs{"1.2"}, MessageTs{text}, UserId{text},
                            delivery::ReadMessage::Purpose::task},
      delivery::ReadMissed{ChannelId{text}, minute(1), minute(2), minute(3)},
      delivery::PublishHome{UserId{"U" + text}},
      delivery::EditWriteup{5},
      delivery::SayUnderWriteup{spans},
      delivery::PostQuestions{},
      delivery::EditQuestions{},
      delivery::AnnounceWriteup{},
      delivery::ReadPeople{},
      delivery::ReadPerson{UserId{"U" + text}},
      delivery::ShowCanvas{6},
      delivery::CallPager{text, PageNumber{2}, PagerCall::resolve},
      delivery::AskOnCall{text, text},
      delivery::FileTask{text, TaskNumber{3}},
      delivery::ReadTask{text, TaskNumber{3}},
      delivery::ShowStatus{text, text, State::mitigated},
      delivery::PostAlerts{AlertCardNumber{12}},
      delivery::EditAlerts{AlertCardNumber{12}},
  };
}

Moment minute(std::int64_t number) {
  return from_stored(1'731'679'200'123) + std::chrono::minutes(number);
}

Incident small_incident(std::int64_t number) {
  Incident incident;
  incident.number = IncidentNumber{number};
  incident.title = "Checkout is down";
  incident.declarer = incident.lead = UserId{"U1"};
  incident.declared_at = minute(0);
  return incident;
}

namespace {

// Roles, hypotheses, tasks, pages, and what outside services know of it.
void add_work(Incident& incident, const std::string& text) {
  incident.roles = {{"comms", UserId{text}}, {text, UserId{"U2"}}};
  incident.offers = {{text, UserId{text}, UserId{"U3"}}};
  incident.hypotheses = {
      {HypothesisNumber{1}, text, minute(1), UserId{text}, Standing::ruled_out, minute(2)},
      {HypothesisNumber{2}, "", std::nullopt, UserId{}, Standing::open, std::nullopt}};
  incident.tasks = {
      {TaskNumber{1}, TaskKind::followup, text, UserId{text}, minute(90), TaskState::open},
      {TaskNumber{2}, TaskKind::task, "", UserId{}, std::nullopt, TaskState::dropped,
       TrackerIssue{text, text, "OPS-1", text, text, minute(9)}}};
  incident.status_entries = {{text, text, text, text, minute(7)}};
  incident.alerts = {{text, text, text, text, minute(8)}, {"b", "b", "b", "", std::nullopt}};
  incident.pages = {{PageNumber{1},
                     text,
                     UserId{text},
                     "",
                     text,
                     minute(3),
                     PageState::acknowledged,
                     UserId{"U3"},
                     minute(4),
                     text,
                     {{1, 1, {{{}, "", text, "", text}}, 1}},
                     1,
                     minute(5),
                     {UserId{"U4"}},
                     text},
                    {PageNumber{2}, "@group", UserId{}, text, "", minute(5), PageState::stopped,
                     UserId{}, std::nullopt}};
}

}  // namespace

Incident full_incident(std::int64_t number, const std::string& text) {
  Incident incident;
  incident.number = IncidentNumber{number};
  incident.title = text;
  incident.severity = Severity::sev3;
  incident.state = State::mitigated;
  incident.is_private = true;
  incident.is_drill = true;
  incident.is_imported = true;
  incident.zone = "Europe/Berlin";
  incident.declarer = UserId{"U" + text};
  incident.lead = UserId{text};
  incident.declared_at = minute(0);
  incident.since = minute(-60);
  incident.started_at = minute(-50);
  incident.detected_at = minute(-40);
  incident.mitigated_at = minute(10);
  incident.resolved_at = minute(20);
  incident.closed_at = minute(30);
  incident.end_known = false;
  incident.close_asked = true;
  incident.impact = text;
  incident.summary = text + text;
  incident.causes = {text, "", "a second cause"};
  add_work(incident, text);
  incident.last_decision = text;
  incident.last_update = text;
  incident.last_update_at = minute(6);
  incident.update_due_at = minute(36);
  incident.remind_minutes = 30;
  incident.quiet_until = minute(40);
  incident.subscribers = {UserId{text}, UserId{"U9"}};
  incident.related = {IncidentNumber{3}, IncidentNumber{4}};
  incident.merged_into = IncidentNumber{5};
  incident.members = {UserId{"U1"}, UserId{text}};
  incident.last_hypothesis = HypothesisNumber{2};
  incident.last_task = TaskNumber{2};
  incident.last_page = PageNumber{2};
  incident.channel_lost = ChannelChange::archived;
  incident.last_entry = EntryNumber{1'000'000};
  incident.latest_entry_at = minute(31);
  incident.channel = ChannelId{"C" + std::to_string(number) + text};
  incident.channel_name = text;
  incident.channel_refused = text;
  incident.writeup_state = WriteupState::published;
  return incident;
}

Event logged(std::int64_t entry, const std::string& text) {
  Event event;
  event.happened_at = minute(entry);
  event.recorded_at = minute(entry + 1);
  event.actor = UserId{"U1"};
  event.entry = EntryNumber{entry};
  event.body = event::Logged{text};
  return event;
}

}  // namespace tocsin
