#include "bot/domain/postmortem_facts.h"

#include <algorithm>
#include <tuple>

namespace tocsin {

namespace {

// One overload an event: what it is to the write-up. No catch-all, so that a new event has to say.
// The moments themselves are taken from the incident, which knows which of several stands; here
// only the entry that says so is looked for, and the latest wins.
class Gatherer {
 public:
  Gatherer(PostmortemFacts& facts, const Event& event) : facts_(facts), event_(event) {}

  void operator()(const event::Declared& declared) {
    facts_.declared = {event_.recorded_at, event_.entry};
    facts_.severities.push_back({declared.severity, event_.happened_at, event_.entry});
    if (declared.started_at) matches(facts_.started, *declared.started_at);
  }
  void operator()(const event::Imported&) {
    facts_.severities.push_back({std::nullopt, event_.happened_at, event_.entry});
  }
  void operator()(const event::Logged&) {}
  void operator()(const event::Detected&) {
    facts_.detections.push_back(&event_);
    matches(facts_.detected, event_.happened_at);
  }
  void operator()(const event::Started&) { matches(facts_.started, event_.happened_at); }
  void operator()(const event::ImpactSet& impact) {
    facts_.impact = impact.text.empty() ? nullptr : &event_;
  }
  void operator()(const event::SummarySet& summary) {
    facts_.summary = summary.text.empty() ? nullptr : &event_;
  }
  void operator()(const event::CauseAdded&) { facts_.causes.push_back(&event_); }
  void operator()(const event::WorkaroundFound&) { facts_.workarounds.push_back(&event_); }
  void operator()(const event::FixFound&) { facts_.fixes.push_back(&event_); }
  void operator()(const event::Decided&) { facts_.decisions.push_back(&event_); }
  void operator()(const event::MeasureNoted&) { facts_.measures.push_back(&event_); }
  void operator()(const event::LessonNoted&) { facts_.lessons.push_back(&event_); }
  void operator()(const event::TitleChanged&) {}
  void operator()(const event::SeverityChanged& change) {
    facts_.severities.push_back({change.to, event_.happened_at, event_.entry});
  }
  void operator()(const event::StateMoved& move) {
    if (move.to == State::mitigated) matches(facts_.mitigated, event_.happened_at);
    if (move.to == State::resolved) matches(facts_.resolved, event_.happened_at);
    if (move.to == State::mitigated || move.to == State::resolved) {
      facts_.reliefs.push_back(&event_);
    }
  }
  void operator()(const event::CloseAsked&) {}
  void operator()(const event::Closed&) {}
  void operator()(const event::ChannelMade&) {}
  void operator()(const event::ChannelRefused&) {}
  void operator()(const event::WasDeaf&) { facts_.gaps.push_back(&event_); }
  void operator()(const event::ReadBack&) { facts_.read_back.push_back(&event_); }
  void operator()(const event::Suspected& body) { lead(body.hypothesis).opened = &event_; }
  void operator()(const event::RuledOut& body) { lead(body.hypothesis).settled = &event_; }
  void operator()(const event::Confirmed& body) {
    lead(body.hypothesis).settled = &event_;
    facts_.causes.push_back(&event_);
  }
  void operator()(const event::RoleGiven&) { facts_.roles.push_back(&event_); }
  void operator()(const event::HandoffOffered&) {}
  void operator()(const event::HandoffAccepted&) { facts_.roles.push_back(&event_); }
  void operator()(const event::HandoffDeclined&) { facts_.roles.push_back(&event_); }
  void operator()(const event::TaskAdded&) { facts_.tasks.push_back(&event_); }
  void operator()(const event::TaskMoved&) {}
  void operator()(const event::TaskAssigned&) {}
  void operator()(const event::TaskDueSet&) {}
  void operator()(const event::UpdateSent&) { facts_.updates.push_back(&event_); }
  void operator()(const event::ReminderSet&) {}
  void operator()(const event::QuietSet&) {}
  void operator()(const event::SubscriptionChanged&) {}
  void operator()(const event::Paged& body) { page(body.page).paged = &event_; }
  void operator()(const event::PageJoined& body) { page(body.page).joined.push_back(&event_); }
  void operator()(const event::PageAcknowledged& body) { page(body.page).answer = &event_; }
  // Of a group one may decline and another acknowledge: the answer that counts is a yes.
  void operator()(const event::PageDeclined& body) {
    PageFacts& known = page(body.page);
    if (is_ladder(known)) return known.climbed.push_back(&event_);
    if (!has_yes(known)) known.answer = &event_;
  }
  void operator()(const event::PageEnded& body) {
    PageFacts& known = page(body.page);
    if (!has_yes(known)) known.answer = &event_;
  }
  void operator()(const event::Cancelled&) {}
  void operator()(const event::Reopened&) {}
  void operator()(const event::Linked&) { facts_.links.push_back(&event_); }
  void operator()(const event::MergedInto&) { facts_.links.push_back(&event_); }
  void operator()(const event::DuplicateFound&) { facts_.links.push_back(&event_); }
  void operator()(const event::ZoneChanged&) {}
  void operator()(const event::WriteupMoved&) {}
  void operator()(const event::SectionWritten& written) {
    if (written.text.empty()) {
      facts_.own_texts.erase(written.section);
    } else {
      facts_.own_texts[written.section] = &event_;
    }
  }
  void operator()(const event::WriteupAssigned&) {}
  void operator()(const event::MessageKept&) {}
  void operator()(const event::EntryEdited&) {}
  void operator()(const event::EntryRetimed&) {}
  void operator()(const event::EntryStruck&) {}
  void operator()(const event::EntryRestored&) {}
  void operator()(const event::ChannelChanged&) {}
  void operator()(const event::ChannelMoved&) {}
  void operator()(const event::MemberChanged&) {}
  void operator()(const event::StepPaged& body) { page(body.page).climbed.push_back(&event_); }
  void operator()(const event::LadderEnded& body) { page(body.page).climbed.push_back(&event_); }
  void operator()(const event::PagerRefused& body) { page(body.page).climbed.push_back(&event_); }
  void operator()(const event::TaskFiled&) {}
  void operator()(const event::TaskStateRead&) {}
  void operator()(const event::StatusShown& shown) {
    if (!shown.id.empty()) facts_.shown.push_back(&event_);
  }
  void operator()(const event::AlertAttached&) {}
  void operator()(const event::AlertEnded&) {}
  void operator()(const event::DrillPlanned&) {}
  void operator()(const event::Injected&) {}
  void operator()(const event::SimilarFound&) { facts_.similar = &event_; }

 private:
  void matches(KnownMoment& known, Moment at) {
    if (known.at == at) known.entry = event_.entry;
  }

  LeadFacts& lead(HypothesisNumber number) { return item(facts_.leads, number); }
  PageFacts& page(PageNumber number) { return item(facts_.pages, number); }
  static bool has_yes(const PageFacts& page) {
    return page.answer != nullptr &&
           std::holds_alternative<event::PageAcknowledged>(page.answer->body);
  }
  static bool is_ladder(const PageFacts& page) {
    return page.paged != nullptr && !std::get<event::Paged>(page.paged->body).rungs.empty();
  }

  // From the end: what is answered or settled was nearly always opened just before.
  template <class Item, class Number>
  static Item& item(std::vector<Item>& items, Number number) {
    const auto known = std::find_if(items.rbegin(), items.rend(),
                                    [number](const Item& one) { return one.number == number; });
    if (known != items.rend()) return *known;
    items.push_back({});
    items.back().number = number;
    return items.back();
  }

  PostmortemFacts& facts_;
  const Event& event_;
};

bool earlier(const Event* left, const Event* right) {
  return std::tie(left->happened_at, left->entry) < std::tie(right->happened_at, right->entry);
}

}  // namespace

PostmortemFacts gather_facts(const Incident& incident, const std::vector<Event>& standing) {
  PostmortemFacts facts;
  facts.started.at = incident.started_at;
  facts.detected.at = incident.detected_at;
  facts.mitigated.at = incident.mitigated_at;
  facts.resolved.at = incident.resolved_at;
  for (const Event& event : standing) {
    std::visit(Gatherer(facts, event), event.body);
    if (event.entry.value > 0) facts.timeline.push_back(&event);
  }
  // A relief that was taken back (the impact came back) stays in the timeline only.
  std::erase_if(facts.reliefs, [&facts](const Event* relief) {
    return relief->entry != facts.mitigated.entry && relief->entry != facts.resolved.entry;
  });
  std::sort(facts.timeline.begin(), facts.timeline.end(), earlier);
  std::sort(facts.updates.begin(), facts.updates.end(), earlier);
  // Their opening was struck: what follows from it tells nothing any more.
  std::erase_if(facts.leads, [](const LeadFacts& lead) { return words_of(lead).empty(); });
  std::erase_if(facts.pages, [](const PageFacts& page) { return page.paged == nullptr; });
  return facts;
}

const event::ReadBack* read_back_of(const PostmortemFacts& facts, const event::WasDeaf& gap) {
  for (const Event* one : facts.read_back) {
    const auto& read = std::get<event::ReadBack>(one->body);
    if (read.from == gap.from && read.until == gap.until) return &read;
  }
  return nullptr;
}

const LeadFacts* find_lead(const PostmortemFacts& facts, HypothesisNumber number) {
  const auto found = std::ranges::find(facts.leads, number, &LeadFacts::number);
  return found == facts.leads.end() ? nullptr : &*found;
}

std::string_view words_of(const LeadFacts& lead) {
  if (lead.opened != nullptr) return std::get<event::Suspected>(lead.opened->body).text;
  const auto* ruled_out =
      lead.settled == nullptr ? nullptr : std::get_if<event::RuledOut>(&lead.settled->body);
  return ruled_out == nullptr ? std::string_view() : std::string_view(ruled_out->lead);
}

}  // namespace tocsin
