#include "bot/domain/postmortem_hash.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

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

 private:
  void named(std::string_view name, std::string_view text) {
    hash_.text(name);
    hash_.text(text);
  }
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
