// The write-ups of whole incidents, byte for byte, against readable files. To accept a wanted
// change: run once with TOCSIN_ACCEPT_FIXTURES=1 and read the difference before committing it.

#include "bot/domain/postmortem.h"
#include "tests/domain/postmortem_record.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace tocsin;
using namespace tocsin::test;

namespace {

void check_fixture(const std::string& name, const std::string& markdown) {
  const std::string path = std::string(TOCSIN_SOURCE_DIR "/tests/fixtures/postmortem/") + name;
  if (std::getenv("TOCSIN_ACCEPT_FIXTURES") != nullptr) std::ofstream(path) << markdown;
  std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path);
  std::ostringstream wanted;
  wanted << file.rdbuf();
  CHECK(markdown == wanted.str());
}

// In New York, over midnight, with everything that can be recorded.
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

// In UTC: a response of several people, with what a bot of the old days did not record.
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

}  // namespace

TEST_CASE("a rich incident reads as it always did") {
  check_fixture("rich.md", checkout_outage().render());
}

TEST_CASE("a response of several people reads as it always did") {
  check_fixture("team.md", team_response().render());
}

TEST_CASE("an incident of which only the declaration is known asks for everything else") {
  Record record;
  record.add(utc(2024, 8, 10, 14, 30), "U1", declared("Payments are slow"));
  check_fixture("just-declared.md", record.render());
}
