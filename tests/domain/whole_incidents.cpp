#include "tests/domain/whole_incidents.h"
#include "tests/support/file_content.h"
#include "tests/support/source_path.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

namespace tocsin::test {

Record checkout_outage() {
  const auto night = [](int hour, int minute) { return utc(2023, 11, 16, hour, minute); };
  Record record;
  event::Declared declaration = declared("Checkout fails for card payments", "America/New_York");
  declaration.severity = Severity::sev3;
  record.add(night(4, 12), "U1", declaration);
  record.add(night(4, 12), "", event::ChannelMade{ChannelId{"C042"}, "inc-7-checkout-fails"});
  record.add_late(night(4, 5), night(4, 14), "U1",
                  event::Detected{"Alert `payment_errors` fired: 12 % of checkouts fail"});
  record.add_late(night(4, 0), night(4, 15), "U1", event::Started{""});
  record.add(night(4, 20), "U1",
             event::Logged{"Looking at the database first, see "
                           "https://grafana.example/d/db_load?from=now-1h"});
  record.add(night(4, 31), "U2", event::ImpactSet{"12 % of checkouts"});
  record.add(night(4, 40), "U2",
             event::SeverityChanged{Severity::sev3, Severity::sev1, "40 % of checkouts fail"});
  record.add(night(4, 41), "U2",
             event::ImpactSet{"About 40 % of users could not pay.\nNo payment was taken twice."});
  record.add(night(4, 48), "U1", event::Logged{"Database is healthy; it was not the database"});
  record.add(night(4, 55), "U1",
             moved(State::investigating, State::identified,
                   "Gateway refuses us since the 23:00 configuration change"));
  record.add(night(5, 10), "U2",
             event::Decided{"Roll the gateway configuration back, do not wait "
                            "for the provider"});
  record.add(night(5, 20), "U3", event::WorkaroundFound{"Rolled back <gateway.yaml> to #4711"});
  record.add(night(5, 25), "U1", moved(State::identified, State::mitigated));
  record.add(night(5, 26), "",
             event::WasDeaf{night(5, 26), night(5, 26) + std::chrono::seconds(90)});
  record.add(night(6, 50), "U3", event::FixFound{"New credentials in place and tested"});
  record.add(night(7, 30), "U1",
             moved(State::mitigated, State::resolved, "Error rate is normal for 30 minutes"));
  record.add(night(7, 40), "U2",
             event::CauseAdded{"The routine change replaced the gateway's credentials"});
  record.add(night(7, 41), "U2", event::CauseAdded{"No test checks credentials before a change"});
  record.add(night(7, 45), "U1",
             event::SummarySet{"A routine change broke payments.\n\nRolling it "
                               "back helped; new credentials fixed it."});
  record.add(night(7, 46), "U1",
             event::LessonNoted{event::LessonNoted::Kind::well, "The alert came in five minutes"});
  record.add(night(7, 47), "U1",
             event::LessonNoted{event::LessonNoted::Kind::badly, "Half an hour in database logs"});
  record.add(night(7, 48), "U3",
             event::LessonNoted{event::LessonNoted::Kind::lucky,
                                "It was night; few people were shopping"});
  record.add(night(7, 50), "U3", event::MeasureNoted{"Validate credentials before every change"});
  record.add(night(8, 0), "U1", event::Closed{"", true});
  return record;
}

Record team_response() {
  const auto day = [](int hour, int minute) { return utc(2026, 3, 10, hour, minute); };
  Record record(12);
  event::Declared declaration = declared("Search is empty", "UTC", day(9, 0));
  declaration.severity = Severity::sev2;
  record.add(day(9, 10), "U1", declaration);
  record.add(day(9, 10), "", event::ChannelMade{ChannelId{"C12"}, "inc-12-search-is-empty"});
  record.add(day(9, 11), "U1", event::RoleGiven{"comms", UserId{"U2"}, {}});
  record.add(day(9, 12), "U1", event::Suspected{HypothesisNumber{1}, "The index was deleted"});
  record.add(day(9, 13), "U1", event::Paged{PageNumber{1}, "@linus", UserId{"U3"}, "", "index"});
  record.add(day(9, 17), "U3", event::PageAcknowledged{PageNumber{1}});
  record.add(day(9, 20), "U2",
             event::UpdateSent{"Search finds nothing. We are on it.", day(9, 50)});
  record.add(day(9, 31), "U3", event::RuledOut{HypothesisNumber{1}, "", "it is there, 40 GB"});
  record.add(day(9, 33), "U3", event::RuledOut{HypothesisNumber{2}, "A full disk", ""});
  record.add(day(9, 35), "U3", event::Suspected{HypothesisNumber{3}, "The alias points nowhere"});
  record.add(day(9, 36), "U1",
             event::MessageKept{"deploy 311 touched aliases.json", UserId{"U2"}, ChannelId{"C9"},
                                MessageTs{"1773135360.000100"},
                                "https://example.slack.com/archives/C9/p1773135360000100"});
  record.add(day(9, 40), "U3", event::Confirmed{HypothesisNumber{3}, "since deploy 311"});
  record.add(
      day(9, 41), "U1",
      event::TaskAdded{TaskNumber{1}, TaskKind::task, "Point it back", UserId{"U3"}, {}, ""});
  record.add(day(9, 44), "U3", event::TaskMoved{TaskNumber{1}, TaskState::done, ""});
  record.add(day(9, 45), "U1", event::HandoffOffered{"lead", UserId{"U3"}});
  record.add(day(9, 46), "U3", event::HandoffAccepted{"lead", UserId{"U1"}, UserId{"U3"}});
  record.add(day(9, 50), "U3", moved(State::investigating, State::resolved, "Serch is back"));
  record.add(day(10, 5), "U2", event::UpdateSent{"Search works again.", {}});
  record.add(day(10, 6), "U2", event::Logged{"Lunch?"});
  record.add(day(10, 10), "U3",
             event::TaskAdded{TaskNumber{2}, TaskKind::followup, "Test that aliases resolve",
                              UserId{"U2"}, utc(2026, 3, 20, 17, 0), ""});
  record.add(day(10, 12), "U3", event::Linked{IncidentNumber{4}});
  record.correct(day(10, 13), "U2", event::EntryStruck{EntryNumber{18}, "wrong channel"});
  record.correct(day(10, 14), "U3",
                 event::EntryEdited{EntryNumber{16}, "Serch is back", "Search is back"});
  record.add(day(10, 20), "U3", event::Closed{"", true});
  return record;
}

Record just_declared() {
  Record record;
  record.add(utc(2024, 8, 10, 14, 30), "U1", declared("Payments are slow"));
  return record;
}

Record hostile_incident() {
  const std::string hostile =
      "</script><script>alert(1)</script> <!channel> | a | b | *x* _y_ `z` [l](javascript:x)\n"
      "## Record\n\"quoted\" 'too' & \xE2\x80\xAEright to left\x01\xFF "
      "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D E1";
  Record record;
  record.names["U1"] = "Ada <b>| \"x\"";
  const Moment at = utc(2024, 8, 10, 12, 0);
  record.add(at, "U1", declared(hostile, "UTC", at));
  const auto later = [at](int minutes) { return at + std::chrono::minutes(minutes); };
  record.add(later(1), "U1", event::Logged{hostile});
  record.add(later(2), "U1", event::SummarySet{hostile});
  record.add(later(3), "U1", event::ImpactSet{hostile});
  record.add(later(4), "U1", event::Suspected{HypothesisNumber{1}, hostile});
  record.add(later(9), "U1", event::RuledOut{HypothesisNumber{1}, "", hostile});
  record.add(later(10), "U1", event::SeverityChanged{std::nullopt, Severity::sev1, hostile});
  record.add(later(11), "U1", event::UpdateSent{hostile, {}});
  record.add(later(12), "U1",
             event::MessageKept{hostile, UserId{"U2"}, ChannelId{"C9"}, MessageTs{"1.2"},
                                "https://example.slack.com/archives/C9/p12\"><b>"});
  record.add(later(13), "U1",
             event::TaskAdded{TaskNumber{1}, TaskKind::task, hostile, UserId{"U1"}, {}, ""});
  record.add(later(20), "U1", moved(State::investigating, State::resolved, hostile));
  return record;
}

Record long_incident() {
  const Moment start = utc(2025, 3, 29, 20, 40);  // the clocks change in the night
  const auto after = [start](int minutes) { return start + std::chrono::minutes(minutes); };
  Record record(31);
  event::Declared declaration =
      declared("Orders are lost between two data centres", "Europe/Berlin", after(-13));
  declaration.severity = Severity::sev2;
  record.add(start, "U1", declaration);
  record.add_late(after(-6), after(2), "U1", event::Detected{"A customer called"});
  int number = 0;
  const auto lead = [&](int from, int until, const char* words) {
    ++number;
    record.add(after(from), "U2", event::Suspected{HypothesisNumber{number}, words});
    if (until > from) {
      record.add(after(until), "U3", event::RuledOut{HypothesisNumber{number}, "", "measured"});
    }
  };
  for (int minute = 3; minute < 600; minute += 2) {
    record.add(after(minute), minute % 3 == 0 ? "U1" : "U2",
               event::Logged{"Queue length " + std::to_string(minute * 7 % 113)});
    if (minute % 97 == 0) lead(minute, minute + 40, "The network is lossy");
    if (minute % 45 == 0) {
      record.add(after(minute), "U3",
                 event::UpdateSent{"We are working on it.", after(minute + 45)});
    }
  }
  lead(20, 25, "A full disk");
  lead(21, 190, "The link between the data centres drops packets");
  lead(22, 23, "Clock skew");
  record.add(after(41), "U1",
             event::SeverityChanged{Severity::sev2, Severity::sev1, "all of Europe"});
  record.add(after(300), "U1",
             moved(State::investigating, State::identified, "A queue without acks"));
  record.add(after(310), "U1", event::Confirmed{HypothesisNumber{number}, ""});
  record.add(after(420), "U1", moved(State::identified, State::monitoring));
  record.add(after(421), "", event::WasDeaf{after(200), after(214)});
  record.add(after(422), "", event::WasDeaf{after(400), after(400) + std::chrono::seconds(40)});
  record.add(after(560), "U1", moved(State::monitoring, State::mitigated, "Orders flow again"));
  record.add(after(561), "U1",
             event::SeverityChanged{Severity::sev1, Severity::sev3, "catching up"});
  record.add(after(597), "U1", moved(State::mitigated, State::resolved, "All orders are there"));
  record.add(after(2'000), "U1",
             event::CauseAdded{"Messages were acknowledged before they were stored"});
  record.add(after(2'010), "U1", event::Closed{"", true});
  return record;
}

void check_fixture(const std::string& name, const std::string& text) {
  const std::string path = source_path("tests/fixtures/postmortem/" + name);
  if (std::getenv("TOCSIN_ACCEPT_FIXTURES") != nullptr) std::ofstream(path) << text;
  CHECK_MESSAGE(text == file_content(path), path);
}

}  // namespace tocsin::test
