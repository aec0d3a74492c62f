#pragma once
// What every format of the write-up is made from: the record with its corrections carried out, the
// facts in it, and the one way in which people and moments are printed. Made once a write-up, on
// any thread.

#include "bot/domain/event.h"
#include "bot/domain/iso_time.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/postmortem_facts.h"
#include "bot/domain/postmortem_page.h"

#include <map>
#include <string>
#include <vector>

namespace tocsin::writeup {

class RecordView {
 public:
  explicit RecordView(const PostmortemSources& sources);
  RecordView(const RecordView&) = delete;  // the facts point into it
  RecordView& operator=(const RecordView&) = delete;

  const PostmortemSources& sources() const { return sources_; }
  const Incident& incident() const { return sources_.incident; }
  const PostmortemFacts& facts() const { return facts_; }
  const PostmortemPage& page() const { return page_; }

  // As people read it, not escaped.
  std::string local(Moment moment) const;      // "2023-11-15 23:05 EST"
  std::string zone_name(Moment moment) const;  // "EST"
  std::string name(const UserId& user) const { return page_.unescaped_name(user); }
  std::string words(const Event& event) const;  // what stands in the timeline
  const Event* added(TaskNumber task) const;    // the event that made it; null: it was struck

 private:
  PostmortemSources sources_;
  std::vector<Event> standing_;
  PostmortemFacts facts_;
  PostmortemPage page_;
  std::map<TaskNumber, const Event*> added_;
};

// The address of the message in Slack that the entry was made from; empty when it was typed.
std::string link_of(const Event& event);

}  // namespace tocsin::writeup
