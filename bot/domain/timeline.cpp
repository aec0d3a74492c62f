#include "bot/domain/timeline.h"

namespace tocsin {

namespace {

struct KindWord {
  std::string_view operator()(const event::Declared&) const { return "declared"; }
  std::string_view operator()(const event::Logged&) const { return "log"; }
  std::string_view operator()(const event::Detected&) const { return "detected"; }
  std::string_view operator()(const event::Started&) const { return "started"; }
  std::string_view operator()(const event::ImpactSet&) const { return "impact"; }
  std::string_view operator()(const event::SummarySet&) const { return "summary"; }
  std::string_view operator()(const event::CauseAdded&) const { return "cause"; }
  std::string_view operator()(const event::WorkaroundFound&) const { return "workaround"; }
  std::string_view operator()(const event::FixFound&) const { return "fix"; }
  std::string_view operator()(const event::Decided&) const { return "decision"; }
  std::string_view operator()(const event::MeasureNoted&) const { return "measure"; }
  std::string_view operator()(const event::LessonNoted&) const { return "lesson"; }
  std::string_view operator()(const event::TitleChanged&) const { return "title"; }
  std::string_view operator()(const event::SeverityChanged&) const { return "severity"; }
  std::string_view operator()(const event::StateMoved& move) const { return name_of(move.to); }
  std::string_view operator()(const event::CloseAsked&) const { return "close asked"; }
  std::string_view operator()(const event::Closed&) const { return "closed"; }
  std::string_view operator()(const event::ChannelMade&) const { return "channel"; }
  std::string_view operator()(const event::ChannelRefused&) const { return "channel"; }
  std::string_view operator()(const event::WasDeaf&) const { return "gap"; }
};

std::string or_else(const std::string& text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : text;
}

struct Text {
  std::string operator()(const event::Declared& declared) const {
    if (!declared.severity) return declared.title;
    return std::string(name_of(*declared.severity)) + ": " + declared.title;
  }
  std::string operator()(const event::Logged& event) const { return event.text; }
  std::string operator()(const event::Detected& event) const { return event.text; }
  std::string operator()(const event::Started& event) const {
    return or_else(event.text, "The impact began");
  }
  std::string operator()(const event::ImpactSet& event) const { return event.text; }
  std::string operator()(const event::SummarySet& event) const { return event.text; }
  std::string operator()(const event::CauseAdded& event) const { return event.text; }
  std::string operator()(const event::WorkaroundFound& event) const { return event.text; }
  std::string operator()(const event::FixFound& event) const { return event.text; }
  std::string operator()(const event::Decided& event) const { return event.text; }
  std::string operator()(const event::MeasureNoted& event) const { return event.text; }
  std::string operator()(const event::LessonNoted& event) const {
    switch (event.kind) {
      case event::LessonNoted::Kind::well:
        return "Went well: " + event.text;
      case event::LessonNoted::Kind::badly:
        return "Went badly: " + event.text;
      case event::LessonNoted::Kind::lucky:
        return "Got lucky: " + event.text;
    }
    return event.text;
  }
  std::string operator()(const event::TitleChanged& title) const { return title.to; }
  std::string operator()(const event::SeverityChanged& change) const {
    std::string text = std::string(change.from ? name_of(*change.from) : "not set") + " → " +
                       std::string(name_of(change.to));
    if (!change.reason.empty()) text += ": " + change.reason;
    return text;
  }
  std::string operator()(const event::StateMoved& move) const {
    if (!move.text.empty()) return move.text;
    if (move.to == State::resolved) return "The impact is over";
    return "State is now " + std::string(name_of(move.to));
  }
  std::string operator()(const event::CloseAsked&) const {
    return "Asked to close before the end of the impact was known";
  }
  std::string operator()(const event::Closed& closed) const {
    if (!closed.text.empty()) return closed.text;
    return closed.end_known ? "Incident closed"
                            : "Incident closed; the end of the impact is unknown";
  }
  std::string operator()(const event::ChannelMade& made) const {
    return "Channel #" + made.name + " made";
  }
  std::string operator()(const event::ChannelRefused& refused) const {
    return "Slack refused the channel (" + refused.reason + ")";
  }
  std::string operator()(const event::WasDeaf&) const { return "No connection to Slack"; }
};

}  // namespace

std::string_view kind_word(const EventBody& body) { return std::visit(KindWord{}, body); }

std::string timeline_text(const EventBody& body) { return std::visit(Text{}, body); }

}  // namespace tocsin
