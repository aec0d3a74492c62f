#include "bot/domain/postmortem_page.h"

#include "bot/domain/incident.h"
#include "bot/domain/markdown.h"
#include "bot/domain/when.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// One overload a span: a span that is added does not compile until it is shown here too. Nothing is
// escaped yet: that is done to the whole, so that blanks between the spans stay.
struct DocumentForm {
  const PostmortemPage& page;

  std::string operator()(const span::Plain& span) const { return span.text; }
  std::string operator()(const span::Bold& span) const { return span.text; }
  std::string operator()(const span::Italic& span) const { return span.text; }
  std::string operator()(const span::Code& span) const { return span.text; }
  std::string operator()(const span::User& span) const { return page.unescaped_name(span.user); }
  std::string operator()(const span::Group& span) const {
    return span.name.empty() ? "@" + span.group : span.name;
  }
  std::string operator()(const span::Everyone& span) const {
    return "@" + std::string(name_of(span.ping));
  }
  std::string operator()(const span::Channel& span) const {
    return "#" + (span.name.empty() ? span.channel.value : span.name);
  }
  std::string operator()(const span::Instant& span) const { return page.when(span.moment); }
  std::string operator()(const span::Link& span) const {
    if (span.text.empty() || span.text == span.url) return span.url;
    return span.text + " " + span.url;
  }
};

}  // namespace

PostmortemPage::PostmortemPage(const PostmortemSources& sources)
    : sources_(sources), zone_(find_zone(sources.incident.zone).value_or(Zone())) {}

void PostmortemPage::heading(std::string_view title) {
  end_section();
  sections_.push_back({title, ""});
}

void PostmortemPage::end_section() {
  if (!sections_.empty()) sections_.back().text = text_;
  text_.clear();
}

std::vector<PostmortemSection> PostmortemPage::take_sections() {
  end_section();
  return std::move(sections_);
}

void PostmortemPage::begin(WriteupSection section, bool has_facts) {
  heading(title_of(section));
  const Event* own = own_text(section);
  if (own == nullptr) return;
  print("{}\n\n_Written by {}, {}._\n",
        escape_markdown(std::get<event::SectionWritten>(own->body).text, MarkdownPlace::prose),
        name(own->actor), when(own->recorded_at));
  if (has_facts) print("\n**From the record**\n\n");
}

const Event* PostmortemPage::own_text(WriteupSection section) const {
  const auto found = own_texts_.find(section);
  return found == own_texts_.end() ? nullptr : found->second;
}

bool PostmortemPage::is_answered(const Question& question) const {
  return question.section && own_text(*question.section) != nullptr;
}

void PostmortemPage::ask(const Question& question) {
  if (is_answered(question)) return;
  print("_{} {} Type `/incident {}`._\n", question.asks, question.lacks, type_of(question));
  remember(question);
}

void PostmortemPage::remember(const Question& question) {
  if (is_answered(question)) return;
  OpenQuestion open{fmt::format("{} Type `/incident {}`.", question.asks, type_of(question)), {}};
  const std::string form = form_of(question);
  if (!form.empty()) open.ways.push_back({std::string(question.asks), form});
  warn(std::move(open));
}

// A question that ends with the incident is answered in words then; see Question.
std::string_view PostmortemPage::type_of(const Question& question) const {
  const bool is_late = question.ends_with_incident && is_over(sources_.incident.state);
  if (!is_late) return question.type;
  return question.section == WriteupSection::escalation ? "postmortem write escalation TEXT"
                                                        : "postmortem write communication TEXT";
}

std::string PostmortemPage::form_of(const Question& question) const {
  const bool is_late = question.ends_with_incident && is_over(sources_.incident.state);
  if (!is_late || !question.section) return std::string(question.form);
  return "form postmortem write " + std::string(name_of(*question.section));
}

void PostmortemPage::warn(OpenQuestion question) {
  const auto known = std::ranges::find(open_questions_, question.sentence, &OpenQuestion::sentence);
  if (known == open_questions_.end()) open_questions_.push_back(std::move(question));
}

std::chrono::local_days PostmortemPage::day(Moment moment) const {
  return std::chrono::floor<std::chrono::days>(zone_.local_at(moment));
}

std::string PostmortemPage::in_utc(Moment moment) const {
  const auto day_in_utc = std::chrono::floor<std::chrono::days>(utc_.local_at(moment));
  std::string text = print_clock(moment, utc_);
  return day_in_utc == day(moment) ? text : print_date(moment, utc_) + " " + text;
}

std::string PostmortemPage::when(Moment moment) const {
  return print_date(moment, zone_) + " " + clock(moment);
}

std::string PostmortemPage::clock(Moment moment) const {
  std::string text = print_clock(moment, zone_);
  if (!zone_.is_utc()) text += " (" + in_utc(moment) + ")";
  return text;
}

std::string PostmortemPage::date(Moment moment) const { return print_date(moment, zone_); }

std::string PostmortemPage::unescaped_name(const UserId& user) const {
  if (user.empty()) return "Tocsin";
  std::string shown = sources_.name_of ? sources_.name_of(user) : "";
  return shown.empty() ? "@" + user.value : shown;
}

const std::string& PostmortemPage::name(const UserId& user) {
  const auto [place, is_new] = names_.try_emplace(user);
  if (is_new) place->second = escape_markdown(unescaped_name(user));
  return place->second;
}

std::string PostmortemPage::words(const RichText& text) const {
  return escape_markdown(unescaped_words(text));
}

std::string PostmortemPage::unescaped_words(const RichText& text) const {
  std::string words;
  for (const Span& span : text.spans) words += std::visit(DocumentForm{*this}, span);
  return words;
}

std::string PostmortemPage::evidence(EntryNumber entry) {
  return entry.value > 0 ? " (" + handle(entry) + ")" : "";
}

}  // namespace tocsin
