#include "bot/domain/postmortem_hash.h"

#include <fmt/core.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

namespace tocsin {

namespace {

// FNV-1a, 64 bit, over a text in which every value stands with its length, so that two different
// records cannot give the same text.
class RecordHash {
 public:
  void text(std::string_view value) {
    bytes(std::to_string(value.size()));
    bytes(":");
    bytes(value);
  }
  void number(std::int64_t value) { text(std::to_string(value)); }
  void moment(Moment value) { number(to_stored(value)); }
  void flag(bool value) { text(value ? "yes" : "no"); }
  void severity(std::optional<Severity> value) { text(value ? name_of(*value) : ""); }

  std::uint64_t value() const { return value_; }

 private:
  void bytes(std::string_view bytes) {
    for (const char c : bytes) {
      value_ ^= static_cast<std::uint8_t>(c);
      value_ *= 0x00000100000001B3U;
    }
  }
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

std::string_view name_of_kind(event::LessonNoted::Kind kind) {
  switch (kind) {
    case event::LessonNoted::Kind::well:
      return "well";
    case event::LessonNoted::Kind::badly:
      return "badly";
    case event::LessonNoted::Kind::lucky:
      return "lucky";
  }
  return "";
}

// One overload an event: its name and its values in a fixed order. The names are of the hash alone,
// so that no wording that people see is tied to it.
class BodyHash {
 public:
  explicit BodyHash(RecordHash& hash) : hash_(hash) {}

  void operator()(const event::Declared& body) {
    named("declared", body.title);
    hash_.severity(body.severity);
    hash_.flag(body.is_private);
    hash_.flag(body.is_drill);
    hash_.text(body.started_at ? std::to_string(to_stored(*body.started_at)) : "");
    hash_.text(body.zone);
  }
  void operator()(const event::Imported& body) {
    named("imported", body.title);
    hash_.text(body.zone);
    hash_.text(body.zone_written);
    hash_.text(body.file);
    hash_.text(body.fingerprint);
    for (const std::string& author : body.authors) hash_.text(author);
    hash_.text(body.start);
    hash_.text(body.end);
    hash_.text(body.stated_minutes ? std::to_string(*body.stated_minutes) : "");
  }
  void operator()(const event::Logged& body) { named("logged", body.text); }
  void operator()(const event::Detected& body) { named("detected", body.text); }
  void operator()(const event::Started& body) { named("started", body.text); }
  void operator()(const event::ImpactSet& body) { named("impact", body.text); }
  void operator()(const event::SummarySet& body) { named("summary", body.text); }
  void operator()(const event::CauseAdded& body) { named("cause", body.text); }
  void operator()(const event::WorkaroundFound& body) { named("workaround", body.text); }
  void operator()(const event::FixFound& body) { named("fix", body.text); }
  void operator()(const event::Decided& body) { named("decided", body.text); }
  void operator()(const event::MeasureNoted& body) { named("measure", body.text); }
  void operator()(const event::LessonNoted& body) {
    named("lesson", body.text);
    hash_.text(name_of_kind(body.kind));
  }
  void operator()(const event::TitleChanged& body) {
    named("title", body.from);
    hash_.text(body.to);
  }
  void operator()(const event::SeverityChanged& body) {
    named("severity", body.reason);
    hash_.severity(body.from);
    hash_.severity(body.to);
  }
  void operator()(const event::StateMoved& body) {
    named("state", body.text);
    hash_.text(name_of(body.from));
    hash_.text(name_of(body.to));
  }
  void operator()(const event::CloseAsked&) { hash_.text("close asked"); }
  void operator()(const event::Closed& body) {
    named("closed", body.text);
    hash_.flag(body.end_known);
  }
  void operator()(const event::ChannelMade& body) {
    named("channel made", body.name);
    hash_.text(body.channel.value);
  }
  void operator()(const event::ChannelRefused& body) { named("channel refused", body.reason); }
  void operator()(const event::WasDeaf& body) {
    hash_.text("was deaf");
    hash_.moment(body.from);
    hash_.moment(body.until);
  }
  void operator()(const event::ReadBack& body) {
    named("read back", body.trouble);
    hash_.moment(body.from);
    hash_.moment(body.until);
    hash_.number(body.commands);
    hash_.number(body.marks);
    hash_.number(body.edits);
  }
  void operator()(const event::Suspected& body) { all("suspected", body.hypothesis, body.text); }
  void operator()(const event::RuledOut& body) {
    all("ruled out", body.hypothesis, body.lead, body.text);
  }
  void operator()(const event::Confirmed& body) { all("confirmed", body.hypothesis, body.text); }
  void operator()(const event::RoleGiven& body) {
    all("role given", body.role, body.user, body.from);
  }
  void operator()(const event::HandoffOffered& body) { all("handoff offered", body.role, body.to); }
  void operator()(const event::HandoffAccepted& body) {
    all("handoff accepted", body.role, body.from, body.to);
  }
  void operator()(const event::HandoffDeclined& body) {
    all("handoff declined", body.role, body.to, body.text);
  }
  void operator()(const event::TaskAdded& body) {
    all("task added", body.task, body.kind, body.text, body.owner, body.due_at, body.link);
  }
  void operator()(const event::TaskMoved& body) {
    all("task moved", body.task, body.to, body.text);
  }
  void operator()(const event::TaskAssigned& body) { all("task assigned", body.task, body.owner); }
  void operator()(const event::TaskDueSet& body) { all("task due set", body.task, body.due_at); }
  void operator()(const event::UpdateSent& body) {
    all("update sent", body.text, body.next_due_at);
  }
  void operator()(const event::ReminderSet& body) { all("reminder set", body.minutes); }
  void operator()(const event::QuietSet& body) { all("quiet set", body.until); }
  void operator()(const event::SubscriptionChanged& body) {
    all("subscription changed", body.is_subscribed);
  }
  void operator()(const event::Paged& body) {
    all("paged", body.page, body.target, body.user, body.group, body.text);
    // Nothing is added for a page without a ladder: what was recorded before there were any keeps
    // its hash.
    if (!body.team.empty()) all("team", body.team);
    for (const Rung& rung : body.rungs) {
      all("rung", rung.step, rung.round, rung.wait_ms);
      called(rung.called);
    }
  }
  void operator()(const event::StepPaged& body) {
    all("step paged", body.page, body.team, body.rung, body.step, body.round);
    called(body.called);
  }
  void operator()(const event::LadderEnded& body) { all("ladder ended", body.page, body.team); }
  void operator()(const event::DrillPlanned& body) {
    all("drill planned", body.scenario);
    for (const auto& inject : body.injects) all("inject", inject.after_ms, inject.text);
  }
  void operator()(const event::Injected& body) { all("injected", body.number, body.text); }
  void operator()(const event::PageJoined& body) { all("page joined", body.page, body.text); }
  void operator()(const event::PageAcknowledged& body) {
    all("page acknowledged", body.page);
    if (!body.pager.empty()) all("there", body.pager, body.by);
  }
  void operator()(const event::PageEnded& body) {
    all("page ended", body.page, body.pager, body.by);
  }
  void operator()(const event::PagerRefused& body) {
    all("pager refused", body.page, body.pager, body.why);
  }
  void operator()(const event::TaskFiled& body) {
    all("task filed", body.task, body.tracker, body.id, body.key, body.url);
  }
  void operator()(const event::TaskStateRead& body) {
    all("task state read", body.task, body.state, body.is_done);
  }
  void operator()(const event::StatusShown& body) {
    all("status shown", body.status_page, body.text, body.url, body.id);
  }
  void operator()(const event::AlertAttached& body) {
    all("alert attached", body.source, body.fingerprint, body.title, body.text, body.url);
  }
  void operator()(const event::AlertEnded& body) {
    all("alert ended", body.source, body.fingerprint, body.title);
  }
  void operator()(const event::PageDeclined& body) { all("page declined", body.page, body.text); }
  void operator()(const event::Cancelled& body) { all("cancelled", body.text); }
  void operator()(const event::Reopened& body) { all("reopened", body.from, body.text); }
  void operator()(const event::Linked& body) { all("linked", body.other); }
  void operator()(const event::MergedInto& body) { all("merged into", body.other); }
  void operator()(const event::DuplicateFound& body) { all("duplicate found", body.other); }
  void operator()(const event::ZoneChanged& body) { all("zone changed", body.from, body.to); }
  void operator()(const event::WriteupMoved& body) { all("write-up moved", body.to); }
  void operator()(const event::SectionWritten& body) {
    all("section written", body.section, body.text);
  }
  void operator()(const event::WriteupAssigned& body) {
    all("write-up assigned", body.owner, body.review_by);
  }
  void operator()(const event::MessageKept& body) {
    all("message kept", body.text, body.author, body.channel, body.ts, body.link);
  }
  void operator()(const event::EntryEdited& body) {
    all("entry edited", body.corrects, body.from, body.to);
  }
  void operator()(const event::EntryRetimed& body) {
    all("entry retimed", body.corrects, body.from, body.to);
  }
  void operator()(const event::EntryStruck& body) {
    all("entry struck", body.corrects, body.reason);
  }
  void operator()(const event::EntryRestored& body) { all("entry restored", body.corrects); }
  void operator()(const event::ChannelChanged& body) {
    all("channel changed", body.change, body.name);
  }
  void operator()(const event::ChannelMoved& body) { all("channel moved", body.from, body.to); }
  void operator()(const event::MemberChanged& body) {
    all("member changed", body.user, body.is_member);
  }
  void operator()(const event::SimilarFound& body) {
    hash_.text("similar found");
    for (const event::SimilarIncident& one : body.incidents) {
      hash_.number(one.other.value);
      hash_.text(one.title);
      for (const std::string& word : one.words) hash_.text(word);
      hash_.text(one.cause);
      hash_.text(one.fix);
      for (const event::LeadBefore& lead : one.false_leads) {
        hash_.text(lead.text);
        hash_.number(lead.held_minutes.value_or(-1));
      }
      hash_.text("");
    }
  }

 private:
  void called(const std::vector<Called>& people) {
    for (const Called& one : people) all("called", one.user, one.group, one.name, one.phone);
  }
  void named(std::string_view name, std::string_view text) {
    hash_.text(name);
    hash_.text(text);
  }
  template <class... Values>
  void all(std::string_view name, const Values&... values) {
    hash_.text(name);
    (add(values), ...);
  }
  void add(const std::string& text) { hash_.text(text); }
  void add(bool flag) { hash_.flag(flag); }
  void add(std::int64_t number) { hash_.number(number); }
  void add(Moment moment) { hash_.moment(moment); }
  void add(const std::optional<Moment>& moment) {
    hash_.text(moment ? std::to_string(to_stored(*moment)) : "");
  }
  template <class Tag>
  void add(const TextId<Tag>& id) {
    hash_.text(id.value);
  }
  template <class Tag>
  void add(NumberId<Tag> id) {
    hash_.number(id.value);
  }
  template <class Word>
  requires std::is_enum_v<Word>
  void add(Word word) { hash_.text(name_of(word)); }

  RecordHash& hash_;
};

}  // namespace

std::string hash_of_record(IncidentNumber incident, const std::vector<Event>& events) {
  RecordHash hash;
  hash.number(incident.value);
  for (const Event& event : events) {
    hash.moment(event.happened_at);
    hash.moment(event.recorded_at);
    hash.text(event.actor.value);
    hash.number(event.entry.value);
    hash.text(event.zone);
    std::visit(BodyHash(hash), event.body);
  }
  return fmt::format("{:016x}", hash.value());
}

}  // namespace tocsin
