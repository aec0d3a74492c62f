#include "bot/slack/entries.h"

#include "bot/domain/incident.h"
#include "bot/domain/timeline.h"
#include "bot/domain/when.h"
#include "bot/domain/zone.h"
#include "bot/slack/mrkdwn.h"

#include <fmt/core.h>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;

// A clock alone is read as today's.
constexpr Duration k_same_day = 12h;

std::string moment_of(const Event& entry) {
  const Duration away = entry.recorded_at - entry.happened_at;
  const bool is_recent = away < k_same_day && away > -k_same_day;
  if (is_recent) {
    return date_token(entry.happened_at, "{time}", print_clock(entry.happened_at, Zone()));
  }
  return date_token(
      entry.happened_at, "{date_short_pretty} {time}",
      print_date(entry.happened_at, Zone()) + " " + print_clock(entry.happened_at, Zone()));
}

// Whoever reads a page that still waits can answer it on the spot.
void add_page_buttons(const Incident& incident, PageNumber number, std::vector<Button>& buttons) {
  const Page* page = find(incident, number);
  const bool waits = page != nullptr && page->state == PageState::open;
  if (!waits || buttons.size() + 2 > k_most_buttons) return;
  const std::string line = handle(incident.number) + " ";
  const std::string name = handle(number);
  buttons.push_back({"Acknowledge " + name, line + "ack " + name, Button::Style::primary});
  buttons.push_back({"Can't " + name, line + "decline-page " + name, Button::Style::plain});
}

}  // namespace

std::string entry_line(const Event& entry) {
  std::string line = fmt::format("`{}` {} *{}*", handle(entry.entry), moment_of(entry),
                                 escaped_line(kind_word(entry.body)));
  if (!entry.actor.empty()) line += " " + to_mrkdwn(RichText().user(entry.actor));
  // People and groups as mentions: whoever is named here is told by Slack.
  const std::string text = to_mrkdwn(timeline_words(entry.body));
  if (!text.empty()) line += ": " + text;
  return line;
}

std::size_t entries_that_fit(const std::vector<Event>& entries) {
  std::size_t sections = 0;
  std::size_t in_section = k_section_units + 1;  // so that the first line opens one
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string line = entry_line(entries[i]);
    const std::size_t length = slack_length(line);
    if (in_section + length + 1 > k_section_units) {
      sections += split_text(line, k_section_units).size();
      in_section = length;
    } else {
      in_section += length + 1;
    }
    if (sections >= k_most_blocks) return i == 0 ? 1 : i;  // one block is for buttons
  }
  return entries.size();
}

Content entries_content(const std::vector<Event>& entries, const Incident& incident) {
  std::vector<std::string> lines;
  lines.reserve(entries.size());
  std::vector<Button> buttons;
  for (const Event& entry : entries) {
    lines.push_back(entry_line(entry));
    if (const auto* paged = std::get_if<event::Paged>(&entry.body)) {
      add_page_buttons(incident, paged->page, buttons);
    } else if (const auto* step = std::get_if<event::StepPaged>(&entry.body)) {
      add_page_buttons(incident, step->page, buttons);
    }
  }
  return content_of(lines, buttons);
}

}  // namespace tocsin::slack
