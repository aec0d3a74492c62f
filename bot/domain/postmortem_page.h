#pragma once
// The page on which the write-up is written: the text so far, the questions that came up on the
// way, and the ways in which people, moments and entries are printed. Used by the sections only.

#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/moment.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/rich_text.h"
#include "bot/domain/zone.h"

#include <fmt/core.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tocsin {

// What nobody recorded, and what to type so that the write-up can say it.
struct Question {
  std::string_view asks;   // "When did the impact begin?"
  std::string_view lacks;  // "Nobody recorded the start."
  std::string_view type;   // "started TIME", after the command
  std::string_view form;   // what opens its form, after the incident's handle: "form started"
  // A person's own text of this section answers it too.
  std::optional<WriteupSection> section{};
  // Once the incident is closed it is answered by writing that section: nobody is called any more.
  bool ends_with_incident = false;
};

class PostmortemPage {
 public:
  explicit PostmortemPage(const PostmortemSources& sources);

  // What follows belongs to this section. Nothing may be printed before the first one.
  void heading(std::string_view title);

  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    // Not format_to(), which wants fmt's large header in every file that includes this one.
    text_ += fmt::vformat(format, fmt::make_format_args(args...));
  }
  // The heading of a section that people may write, with what somebody wrote there. `has_facts`:
  // what the record gives follows.
  void begin(WriteupSection section, bool has_facts);

  // The texts of gather_facts(); before the first section.
  void know_own_texts(const std::map<WriteupSection, const Event*>& texts) { own_texts_ = texts; }
  const Event* own_text(WriteupSection section) const;
  bool is_answered(const Question& question) const;

  // In italics where the fact would stand, and again under "Open questions".
  void ask(const Question& question);
  // Under "Open questions" only; each question once.
  void remember(const Question& question);
  void warn(OpenQuestion question);
  const std::vector<OpenQuestion>& open_questions() const { return open_questions_; }

  // "2023-11-15 14:00 EST (19:00 UTC)", to the second; the date stands in the brackets too when it
  // is another.
  std::string when(Moment moment) const;
  // The same without the date of the incident's zone.
  std::string clock(Moment moment) const;
  std::string date(Moment moment) const;
  std::chrono::local_days day(Moment moment) const;

  // The name, escaped; the bot's own name for what nobody did.
  const std::string& name(const UserId& user);
  std::string unescaped_name(const UserId& user) const;
  // A rich text with its people as names and its moments in the incident's zone; escaped.
  std::string words(const RichText& text) const;
  std::string unescaped_words(const RichText& text) const;
  // " (E12)", or nothing when there is no entry.
  static std::string evidence(EntryNumber entry);

  const Zone& zone() const { return zone_; }
  std::vector<PostmortemSection> take_sections();

 private:
  void end_section();
  std::string in_utc(Moment moment) const;
  std::string_view type_of(const Question& question) const;
  std::string form_of(const Question& question) const;

  const PostmortemSources& sources_;
  Zone zone_;
  Zone utc_;
  std::vector<PostmortemSection> sections_;
  std::string text_;  // of the last one so far
  std::vector<OpenQuestion> open_questions_;
  std::map<WriteupSection, const Event*> own_texts_;
  std::unordered_map<UserId, std::string> names_;  // asked once each: the answer may cost a query
};

}  // namespace tocsin
