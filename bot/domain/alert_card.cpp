#include "bot/domain/alert_card.h"

#include "bot/domain/when.h"
#include "bot/domain/whole_letters.h"
#include "bot/domain/zone.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_longest_title = 200;
constexpr std::size_t k_longest_text = 800;
constexpr std::size_t k_longest_label = 80;
constexpr std::size_t k_most_labels = 8;

std::string cut(std::string_view text, std::size_t longest) {
  if (text.size() <= longest) return std::string(text);
  return std::string(whole_letters(text, longest)) + "…";
}

std::string one_line(std::string_view text, std::size_t longest) {
  std::string line = cut(text, longest);
  std::ranges::replace_if(
      line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return line;
}

bool is_web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

void name_alert(RichText& text, const Alert& alert) {
  const std::string title = one_line(alert.title, k_longest_title);
  if (is_web_address(alert.url)) {
    text.link(alert.url, title);
  } else {
    text.bold(title);
  }
}

std::string labels_of(const Alert& alert) {
  std::string line;
  std::size_t shown = 0;
  for (const auto& [name, value] : alert.labels) {
    if (shown++ == k_most_labels) return line + " · …";
    line += (line.empty() ? "" : " · ") + one_line(name + "=" + value, k_longest_label);
  }
  return line;
}

RichText origin_of(const AlertCard& card, const Alert& alert) {
  RichText text;
  if (alert.ended_at) {
    text.plain("Lasted " + print_duration(*alert.ended_at - alert.started_at) + ", until ");
    text.moment(*alert.ended_at);
  } else {
    text.plain("Since ");
    text.moment(alert.started_at);
  }
  text.plain(" · " + alert.source);
  if (card.repeats > 0) {
    text.plain(" · reported " + std::to_string(card.repeats + 1) + " times");
  }
  return text;
}

void add_single(const AlertCard& card, std::vector<RichText>& paragraphs) {
  if (card.alerts.empty()) {
    paragraphs.emplace_back("This alert is not kept any more.");
    return;
  }
  const Alert& alert = card.alerts.front();
  RichText first(alert.ended_at ? "Ended: " : "Firing: ");
  name_alert(first, alert);
  paragraphs.push_back(std::move(first));
  if (!alert.text.empty()) paragraphs.emplace_back(cut(alert.text, k_longest_text));
  if (!alert.labels.empty()) paragraphs.emplace_back(labels_of(alert));
  paragraphs.push_back(origin_of(card, alert));
}

void add_many(const AlertCard& card, std::vector<RichText>& paragraphs) {
  RichText first;
  first.bold("Many alerts at once").plain(": " + std::to_string(card.firing));
  first.plain(card.firing == 1 ? " is firing, " : " are firing, ");
  first.plain(std::to_string(card.ended) + (card.ended == 1 ? " has ended." : " have ended."));
  paragraphs.push_back(std::move(first));
  std::string common;
  for (const LabelCount& label : card.labels) {
    common += (common.empty() ? "" : " · ") + one_line(label.label, k_longest_label) + " (" +
              std::to_string(label.count) + ")";
  }
  if (!common.empty()) paragraphs.emplace_back("Most of them: " + common);
  RichText list;
  for (const Alert& alert : card.alerts) {
    if (!list.empty()) list.plain("\n");
    list.plain(alert.ended_at ? "• ended: " : "• ");
    name_alert(list, alert);
  }
  const std::int64_t others =
      card.firing + card.ended - static_cast<std::int64_t>(card.alerts.size());
  if (others > 0) list.plain("\n• and " + std::to_string(others) + " more");
  paragraphs.push_back(std::move(list));
}

RichText home_of(const Incident& incident) {
  RichText text("Belongs to ");
  text.bold(handle(incident.number)).plain(" " + one_line(incident.title, k_longest_title));
  if (has_channel(incident)) {
    text.plain(" in ").channel(incident.channel, incident.channel_name);
  }
  return text;
}

}  // namespace

Reply alert_card_reply(const AlertCard& card, const Incident* incident) {
  Reply reply;
  if (card.gathers) {
    add_many(card, reply.paragraphs);
  } else {
    add_single(card, reply.paragraphs);
  }
  if (incident != nullptr) {
    reply.paragraphs.push_back(home_of(*incident));
    return reply;
  }
  const std::string number = std::to_string(card.number.value);
  const auto style = card.firing > 0 ? Button::Style::primary : Button::Style::plain;
  reply.buttons = {{"Declare an incident", "declare-alert " + number, style},
                   {"Attach to an incident", "attach-alert " + number, Button::Style::plain}};
  return reply;
}

std::string title_of(const AlertCard& card) {
  const std::string title =
      card.alerts.empty() ? "Alert" : one_line(card.alerts.front().title, k_longest_title);
  if (!card.gathers || card.firing + card.ended < 2) return title;
  return std::to_string(card.firing + card.ended) + " alerts at once, such as " + title;
}

}  // namespace tocsin
