#include "bot/writeup/picture_facts.h"

#include "bot/domain/incident.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/when.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace tocsin::writeup {

namespace {

constexpr std::size_t k_most_told = 12;  // of each kind, in words

// A value that holds from one event to the next one.
struct Step {
  Moment at;
  EntryNumber entry;
  std::string_view look;
  std::string label;
};

std::string_view look_of(State state) { return is_over(state) ? "over" : name_of(state); }

// The state that an event leads to; nothing for events that change none.
struct StateAfter {
  std::optional<State> operator()(const event::Declared&) const { return State::investigating; }
  std::optional<State> operator()(const event::StateMoved& move) const { return move.to; }
  std::optional<State> operator()(const event::Closed&) const { return State::closed; }
  std::optional<State> operator()(const event::Cancelled&) const { return State::cancelled; }
  std::optional<State> operator()(const event::MergedInto&) const { return State::cancelled; }
  std::optional<State> operator()(const event::Reopened&) const { return State::investigating; }
  template <class Other>
  std::optional<State> operator()(const Other&) const {
    return std::nullopt;
  }
};

class Composer {
 public:
  explicit Composer(const RecordView& record) : record_(record), facts_(record.facts()) {}

  PictureFacts run() {
    collect_steps();
    set_span();
    picture_.severities = bands(severities_);
    picture_.states = bands(states_);
    add_phases();
    add_updates();
    add_leads();
    add_gaps();
    add_entries();
    picture_.zone_name = record_.zone_name(picture_.from);
    const std::string last = record_.zone_name(picture_.until);
    if (last != picture_.zone_name) picture_.zone_name += "/" + last;
    describe();
    return std::move(picture_);
  }

 private:
  void collect_steps() {
    for (const SeverityStep& step : facts_.severities) {
      const std::string_view name = step.severity ? name_of(*step.severity) : "not set";
      severities_.push_back(
          {step.from, step.entry, step.severity ? name : "unset", std::string(name)});
    }
    for (const Event* event : facts_.timeline) {
      const std::optional<State> state = std::visit(StateAfter{}, event->body);
      if (!state) continue;
      states_.push_back(
          {event->happened_at, event->entry, look_of(*state), std::string(name_of(*state))});
    }
    for (auto* steps : {&severities_, &states_}) {
      std::ranges::stable_sort(*steps, {}, [](const Step& step) { return step.at; });
    }
  }

  // From the start of the impact to its end, and somewhat around it. What was typed days later
  // would press the incident itself into a line.
  void set_span() {
    std::optional<Moment> from = facts_.started.at;
    for (const std::optional<Moment>& other : {facts_.detected.at, first_step()}) {
      if (other && (!from || *other < *from)) from = other;
    }
    if (!from) from = facts_.timeline.empty() ? Moment{} : facts_.timeline.front()->happened_at;
    std::optional<Moment> until = facts_.resolved.at;
    if (!until) until = record_.incident().closed_at;
    if (!until && !facts_.timeline.empty()) until = facts_.timeline.back()->happened_at;
    picture_.from = *from;
    picture_.until = std::max(until.value_or(*from), *from + std::chrono::minutes(10));
    const Duration around = (picture_.until - picture_.from) / 3;
    Moment first = picture_.from;
    Moment last = picture_.until;
    for (const Event* event : facts_.timeline) {
      if (event->happened_at >= picture_.from - around) first = std::min(first, event->happened_at);
      if (event->happened_at <= picture_.until + around) last = std::max(last, event->happened_at);
    }
    picture_.from = first;
    picture_.until = last;
  }

  std::optional<Moment> first_step() const {
    return states_.empty() ? std::nullopt : std::optional(states_.front().at);
  }

  bool is_drawn(Moment at) const { return at >= picture_.from && at <= picture_.until; }

  // Cut to what is drawn; those that would have no length are left out.
  void add(std::vector<Band>& to, Band band) const {
    band.from = std::max(band.from, picture_.from);
    band.until = std::min(band.until, picture_.until);
    if (band.until > band.from) to.push_back(std::move(band));
  }

  std::string clock(Moment at) const {
    return print_both(at, record_.page().zone(), picture_.from);
  }

  std::string span(Moment from, Moment until) const {
    return fmt::format("from {} to {}, {}", clock(from), clock(until), print_length(until - from));
  }

  std::vector<Band> bands(const std::vector<Step>& steps) const {
    std::vector<Band> bands;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const Step& step = steps[i];
      // The same again is one band.
      std::size_t next = i + 1;
      while (next < steps.size() && steps[next].label == step.label) ++next;
      const Moment until = next < steps.size() ? steps[next].at : picture_.until;
      add(bands, {step.at, until, step.look, step.label,
                  fmt::format("{} {}{}", step.label, span(step.at, std::max(until, step.at)),
                              PostmortemPage::evidence(step.entry))});
      i = next - 1;
    }
    return bands;
  }

  void add_phases() {
    const auto add_phase = [this](std::string_view word, const KnownMoment& moment) {
      if (!moment.at || !is_drawn(*moment.at)) return;
      const std::string clock_text = print_clock(*moment.at, record_.page().zone());
      picture_.phases.push_back(
          {*moment.at, fmt::format("{} {}", word, clock_text.substr(0, clock_text.find(' '))),
           fmt::format("{} {}{}", word, clock(*moment.at),
                       PostmortemPage::evidence(moment.entry))});
    };
    add_phase("started", facts_.started);
    add_phase("detected", facts_.detected);
    add_phase("mitigated", facts_.mitigated);
    add_phase("resolved", facts_.resolved);
    std::ranges::stable_sort(picture_.phases, {}, &Instant::at);
  }

  void add_updates() {
    for (const Event* event : facts_.updates) {
      if (!is_drawn(event->happened_at)) continue;
      picture_.updates.push_back({event->happened_at, "",
                                  fmt::format("update {}{}", clock(event->happened_at),
                                              PostmortemPage::evidence(event->entry))});
    }
    const auto silence = longest_silence(facts_);
    if (!silence) return;
    for (const Event* event : facts_.updates) {
      if (event->entry != silence->from) continue;
      const Moment until = event->happened_at + silence->length;
      std::vector<Band> one;
      add(one,
          {event->happened_at, until, "silence", print_length(silence->length) + " silent",
           fmt::format("the longest silence between updates {}", span(event->happened_at, until))});
      if (!one.empty()) picture_.silence = one.front();
      return;
    }
  }

  void add_leads() {
    for (const LeadFacts& lead : facts_.leads) {
      if (lead.opened == nullptr) continue;
      const Event* settled = lead.settled;
      const bool is_confirmed =
          settled != nullptr && std::holds_alternative<event::Confirmed>(settled->body);
      const std::string_view outcome = settled == nullptr ? "still open"
                                       : is_confirmed     ? "confirmed"
                                                          : "ruled out";
      const Moment from = lead.opened->happened_at;
      const Moment until = settled == nullptr ? picture_.until : settled->happened_at;
      add(picture_.leads, {from, until, is_confirmed ? "resolved" : "held",
                           handle(lead.number) + " " + std::string(outcome),
                           fmt::format("{} {}, {}: {}", handle(lead.number), outcome,
                                       span(from, std::max(from, until)), words_of(lead))});
    }
    std::ranges::stable_sort(picture_.leads, {}, &Band::from);
  }

  void add_gaps() {
    for (const Event* event : facts_.gaps) {
      const auto& gap = std::get<event::WasDeaf>(event->body);
      add(picture_.gaps, {gap.from, gap.until, "gap", print_length(gap.until - gap.from),
                          "no connection to Slack " + span(gap.from, gap.until)});
    }
  }

  void add_entries() {
    std::size_t before = 0;
    std::size_t after = 0;
    for (const Event* event : facts_.timeline) {
      if (event->happened_at < picture_.from) ++before;
      if (event->happened_at > picture_.until) ++after;
      if (is_drawn(event->happened_at)) picture_.entries.push_back(event->happened_at);
    }
    const auto sentence = [](std::size_t count, std::string_view where) {
      return fmt::format("{} {} {} what is drawn.", count,
                         count == 1 ? "entry lies" : "entries lie", where);
    };
    if (before > 0) picture_.not_drawn = sentence(before, "before");
    if (before > 0 && after > 0) picture_.not_drawn += " ";
    if (after > 0) picture_.not_drawn += sentence(after, "after");
  }

  // All but the leads: what they are about is a person's text, and stands in its own section.
  void describe() {
    std::string& text = picture_.description;
    text = fmt::format("{}.", span(picture_.from, picture_.until));
    text[0] = 'F';
    const auto list = [&text](std::string_view what, const auto& parts) {
      if (parts.empty()) return;
      text += fmt::format(" {}: ", what);
      const std::size_t told = std::min(parts.size(), k_most_told);
      for (std::size_t i = 0; i < told; ++i) text += (i == 0 ? "" : "; ") + parts[i].story;
      if (told < parts.size()) text += fmt::format("; and {} more", parts.size() - told);
      text += ".";
    };
    list("Phases", picture_.phases);
    list("Severity", picture_.severities);
    list("State", picture_.states);
    text += fmt::format(" {} {}.", picture_.updates.size(),
                        picture_.updates.size() == 1 ? "update" : "updates");
    if (picture_.silence) text += " " + picture_.silence->story + ".";
    list("Gaps", picture_.gaps);
    text += fmt::format(" {} {}.", picture_.entries.size(),
                        picture_.entries.size() == 1 ? "entry" : "entries");
    if (!picture_.not_drawn.empty()) text += " " + picture_.not_drawn;
  }

  const RecordView& record_;
  const PostmortemFacts& facts_;
  std::vector<Step> severities_;
  std::vector<Step> states_;
  PictureFacts picture_;
};

}  // namespace

PictureFacts picture_facts(const RecordView& record) { return Composer(record).run(); }

}  // namespace tocsin::writeup
