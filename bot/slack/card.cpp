#include "bot/slack/card.h"

#include "bot/domain/when.h"
#include "bot/domain/zone.h"
#include "bot/slack/json_text.h"
#include "bot/slack/latin.h"
#include "bot/slack/mrkdwn.h"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::slack {

namespace {

constexpr std::size_t k_header_units = 140;  // of 150
constexpr std::size_t k_topic_units = 237;   // of 250
constexpr std::size_t k_title_units = 300;   // of the card's text
constexpr std::size_t k_impact_units = 900;
constexpr std::size_t k_summary_units = 900;
constexpr std::size_t k_cause_units = 300;
constexpr std::size_t k_most_causes = 3;
constexpr std::size_t k_short_impact_units = 300;

constexpr std::size_t k_longest_channel_name = 80;
constexpr std::size_t k_longest_base = 62;  // leaves room for the longest ending
constexpr int k_numbered_attempts = 5;      // then the date, then the time of day

std::string severity_word(const Incident& incident) {
  return incident.severity ? std::string(name_of(*incident.severity)) : "severity not set";
}

std::string state_word(const Incident& incident) { return std::string(name_of(incident.state)); }

std::string mention(const UserId& user) {
  if (user.empty()) return "nobody";
  return to_mrkdwn(RichText().user(user));
}

std::string utc_text(Moment moment) {
  return print_date(moment, Zone()) + " " + print_clock(moment, Zone());
}

std::string moment_token(Moment moment) {
  return date_token(moment, "{date_short_pretty} {time}", utc_text(moment));
}

Moment start_of(const Incident& incident) {
  return incident.started_at.value_or(incident.declared_at);
}

// Running: a token that Slack keeps up to date by itself. Over: the words.
std::string lasting(const Incident& incident) {
  const Moment start = start_of(incident);
  if (incident.resolved_at) {
    if (*incident.resolved_at < start) return "";
    return "*Lasted* " + print_duration(*incident.resolved_at - start);
  }
  if (is_over(incident.state)) return "*Lasted* unknown: nobody said when it ended";
  return "*Began* " + date_token(start, "{ago}", utc_text(start));
}

std::string marks(const Incident& incident) {
  std::string text;
  if (incident.is_drill) text += "Drill · ";
  if (incident.is_private) text += "Private · ";
  return text;
}

std::string header_block(const Incident& incident) {
  const std::string title =
      fmt::format("{}{} · {}", marks(incident), handle(incident.number), unmarked(incident.title));
  std::string block = R"({"type":"header","text":{"type":"plain_text","emoji":false,"text":)";
  append_json_string(block, shorten(title, k_header_units));
  return block + "}}";
}

std::string facts_line(const Incident& incident) {
  return fmt::format("*Severity* {} · *State* {} · *Lead* {}", severity_word(incident),
                     state_word(incident), mention(incident.lead));
}

std::string times_line(const Incident& incident) {
  std::string line = incident.started_at ? "*Started* " + moment_token(*incident.started_at)
                                         : "*Declared* " + moment_token(incident.declared_at) +
                                               " (start not known)";
  const auto add = [&](std::string_view word, const std::optional<Moment>& moment) {
    if (moment) line += fmt::format(" · *{}* {}", word, moment_token(*moment));
  };
  add("Detected", incident.detected_at);
  add("Mitigated", incident.mitigated_at);
  add("Resolved", incident.resolved_at);
  const std::string length = lasting(incident);
  if (!length.empty()) line += " · " + length;
  return line;
}

std::string texts(const Incident& incident) {
  std::string text = "*Impact* ";
  text += incident.impact.empty() ? "_not known yet_"
                                  : shorten(escaped(incident.impact), k_impact_units);
  if (!incident.summary.empty()) {
    text += "\n*Summary* " + shorten(escaped(incident.summary), k_summary_units);
  }
  const std::size_t causes = std::min(incident.causes.size(), k_most_causes);
  for (std::size_t i = 0; i < causes; ++i) {
    text += "\n*Cause* " + shorten(escaped(incident.causes[i]), k_cause_units);
  }
  if (causes < incident.causes.size()) {
    text += fmt::format("\n_and {} more causes_", incident.causes.size() - causes);
  }
  return text;
}

Button button(const Incident& incident, std::string_view label, std::string_view line,
              Button::Style style = Button::Style::plain) {
  return {std::string(label), handle(incident.number) + " " + std::string(line), style};
}

std::vector<Button> buttons_of(const Incident& incident) {
  const Button show = button(incident, "Show", "show");
  switch (incident.state) {
    case State::investigating:
    case State::identified:
    case State::monitoring:
      return {show, button(incident, "Mitigated", "mitigated"),
              button(incident, "Resolved", "resolve", Button::Style::primary)};
    case State::mitigated:
      return {show, button(incident, "Resolved", "resolve", Button::Style::primary)};
    case State::resolved:
      return {show,
              button(incident, "Close and post the write-up", "close", Button::Style::primary)};
    case State::closed:
    case State::cancelled:
      return {show};
  }
  return {};
}

std::string plain_line(const Incident& incident) {
  return fmt::format("{}*{}* · {} · {} · {} · lead {}", marks(incident), handle(incident.number),
                     severity_word(incident), state_word(incident),
                     shorten(escaped(one_line(incident.title)), k_title_units),
                     mention(incident.lead));
}

std::string channel_line(const Incident& incident) {
  if (incident.channel.empty()) return "";
  return "*Channel* " + to_mrkdwn(RichText().channel(incident.channel, incident.channel_name));
}

std::string slug_of(std::string_view title) {
  std::string slug;
  for (const char c : plain_latin(title)) {
    if (c == '-' && (slug.empty() || slug.back() == '-')) continue;
    slug += c;
  }
  while (!slug.empty() && (slug.back() == '-' || slug.back() == '_')) slug.pop_back();
  return slug;
}

// Cut between words where there is a border not too far back.
void cut_name(std::string& name, std::size_t length) {
  if (name.size() <= length) return;
  const std::size_t border = name.rfind('-', length);
  name.resize(border != std::string::npos && border + 20 >= length ? border : length);
  while (!name.empty() && (name.back() == '-' || name.back() == '_')) name.pop_back();
}

std::string digits_only(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

// "" for the first attempt, "-2" … "-5", then the declaration's date, then its date and time.
std::string ending(const Incident& incident, int attempt) {
  if (attempt <= 1) return "";
  if (attempt <= k_numbered_attempts) return fmt::format("-{}", attempt);
  const std::string date = "-" + digits_only(print_date(incident.declared_at, Zone()));
  if (attempt == k_numbered_attempts + 1) return date;
  return date + "-" + digits_only(print_clock(incident.declared_at, Zone()));
}

}  // namespace

Content card_content(const Incident& incident) {
  Content content;
  const std::string first = facts_line(incident) + "\n" + times_line(incident);
  const std::string second = texts(incident);
  content.text = shorten(plain_line(incident) + "\n" + first + "\n" + second, k_text_units);
  std::vector<std::string> blocks{header_block(incident)};
  for (std::string& section : sections_of(first)) blocks.push_back(std::move(section));
  for (std::string& section : sections_of(second)) blocks.push_back(std::move(section));
  const std::string channel = channel_line(incident);
  if (!channel.empty()) blocks.push_back(context_of(channel));
  blocks.push_back(actions_of(buttons_of(incident)));
  content.blocks = list_of(blocks);
  return content;
}

Content announcement_content(const Incident& incident) {
  std::string text = plain_line(incident) + "\n" + times_line(incident);
  if (!incident.impact.empty()) {
    text += "\n*Impact* " + shorten(escaped(incident.impact), k_short_impact_units);
  }
  if (const std::string channel = channel_line(incident); !channel.empty()) {
    text += "\n" + channel;
  } else if (!incident.channel_refused.empty()) {
    text += "\nSlack did not let me make a channel: this incident lives in this thread.";
  }
  Content content;
  content.text = shorten(text, k_text_units);
  content.blocks = list_of(sections_of(text));
  return content;
}

std::string topic_of(const Incident& incident) {
  const std::string front =
      fmt::format("{}{} · {} · lead {} · ", marks(incident), severity_word(incident),
                  state_word(incident), mention(incident.lead));
  return shorten(front + escaped_line(incident.title), k_topic_units);
}

std::string channel_name(const Incident& incident, int attempt, bool with_title) {
  std::string name = fmt::format("inc-{}", incident.number.value);
  const std::string slug = with_title ? slug_of(incident.title) : "";
  if (!slug.empty()) name += "-" + slug;
  cut_name(name, k_longest_base);
  name += ending(incident, attempt);
  return name.substr(0, k_longest_channel_name);
}

}  // namespace tocsin::slack
