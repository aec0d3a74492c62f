// The last section of the write-up: what was corrected, what may be missing, and the number over
// everything that is recorded.

#include "bot/domain/corrections.h"
#include "bot/domain/markdown.h"
#include "bot/domain/postmortem_hash.h"
#include "bot/domain/postmortem_metrics.h"
#include "bot/domain/postmortem_sections.h"

#include <algorithm>
#include <set>
#include <string>

namespace tocsin {

namespace {

std::string made_good(const event::ReadBack* read) {
  if (read == nullptr) return "; what was said in that time may be missing";
  std::string text = fmt::format("; read back afterwards: {} commands, {} marks, {} edits",
                                 read->commands, read->marks, read->edits);
  if (!read->trouble.empty()) text += ", but not everything: " + escape_markdown(read->trouble);
  return text;
}

void print_gaps(PostmortemPage& page, const PostmortemFacts& facts) {
  for (const Event* event : facts.gaps) {
    const auto& gap = std::get<event::WasDeaf>(event->body);
    page.print("- No connection from {} to {}: {}{}.\n", page.when(gap.from), page.when(gap.until),
               print_length(gap.until - gap.from), made_good(read_back_of(facts, gap)));
  }
  if (facts.gaps.empty()) page.print("- Gaps in the connection: none recorded\n");
}

void print_channel(PostmortemPage& page, const Incident& incident) {
  if (!incident.channel.empty()) {
    page.print("- Channel: \\#{} ({})\n", escape_markdown(incident.channel_name),
               escape_markdown(incident.channel.value));
  } else if (!incident.channel_refused.empty()) {
    page.print("- Channel: none; Slack refused it ({})\n",
               escape_markdown(incident.channel_refused));
  } else {
    page.print("- Channel: none recorded\n");
  }
}

// Each correction in the order in which it was typed. What a struck entry said is in the record
// only: it was struck so that it is not read here.
class CorrectionLines {
 public:
  CorrectionLines(PostmortemPage& page, const std::set<EntryNumber>& struck)
      : page_(page), struck_(struck) {}

  void print(const Event& event) {
    event_ = &event;
    std::visit(*this, event.body);
  }
  void end() {
    if (!has_one_) page_.print("- Corrections: none\n");
  }

  void operator()(const event::EntryEdited& edit) {
    if (struck_.contains(edit.corrects)) return line(edit.corrects, "edited", "");
    line(edit.corrects, "edited",
         fmt::format(": “{}” → “{}”", escape_markdown(edit.from), escape_markdown(edit.to)));
  }
  void operator()(const event::EntryRetimed& move) {
    line(move.corrects, "moved",
         fmt::format(": {} → {}", page_.when(move.from), page_.when(move.to)));
  }
  void operator()(const event::EntryStruck& strike) {
    line(strike.corrects, "struck",
         strike.reason.empty() ? "" : ": " + escape_markdown(strike.reason));
  }
  void operator()(const event::EntryRestored& restored) { line(restored.corrects, "restored", ""); }
  template <class Other>
  void operator()(const Other&) {}

 private:
  void line(EntryNumber entry, std::string_view what, const std::string& how) {
    has_one_ = true;
    page_.print("- {} {} {} by {}{}\n", handle(entry), what, page_.when(event_->recorded_at),
                page_.name(event_->actor), how);
  }

  PostmortemPage& page_;
  const std::set<EntryNumber>& struck_;
  const Event* event_ = nullptr;
  bool has_one_ = false;
};

// Every version of a person's own text, so that a reader sees that there were others.
void print_own_texts(PostmortemPage& page, const std::vector<Event>& events) {
  for (const Event& event : events) {
    const auto* written = std::get_if<event::SectionWritten>(&event.body);
    if (written == nullptr) continue;
    page.print("- “{}” {} {} by {}\n", title_of(written->section),
               written->text.empty() ? "given back to the record" : "written",
               page.when(event.recorded_at), page.name(event.actor));
  }
}

}  // namespace

void write_record(PostmortemPage& page, const PostmortemSources& sources,
                  const PostmortemFacts& facts) {
  page.heading("Record");
  EntryNumber first;
  EntryNumber last;
  for (const Event* entry : facts.timeline) {
    if (first.value == 0 || entry->entry < first) first = entry->entry;
    last = std::max(last, entry->entry);
  }
  const std::set<EntryNumber> struck = struck_entries(sources.events);
  page.print("- Entries: {}", facts.timeline.size());
  if (last.value > 0) page.print(" ({})", print_entries(first, last));
  if (!struck.empty())
    page.print(", without {} that {} struck", struck.size(), struck.size() == 1 ? "was" : "were");
  page.print("\n");
  CorrectionLines corrections(page, struck);
  for (const Event& event : sources.events) corrections.print(event);
  corrections.end();
  print_own_texts(page, sources.events);
  print_channel(page, sources.incident);
  print_gaps(page, facts);
  page.print("- Hash over the record (FNV-1a, 64 bit): {}\n",
             hash_of_record(sources.incident.number, sources.events));
}

}  // namespace tocsin
