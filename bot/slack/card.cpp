#include "bot/slack/card.h"

#include "bot/domain/when.h"
#include "bot/domain/zone.h"
#include "bot/slack/json_text.h"
#include "bot/slack/latin.h"
#include "bot/slack/mrkdwn.h"

#include <fmt/core.h>

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
constexpr std::size_t k_update_units = 300;
constexpr std::size_t k_item_units = 150;    // one hypothesis, task, page
constexpr std::size_t k_mention_units = 60;  // Slack's ids have about ten letters
constexpr std::size_t k_role_units = 40;
constexpr std::size_t k_most_roles = 8;
constexpr std::size_t k_most_hypotheses = 5;
constexpr std::size_t k_most_tasks = 3;
constexpr std::size_t k_most_pages = 3;
constexpr std::size_t k_most_related = 10;

constexpr std::size_t k_longest_channel_name = 80;
constexpr std::size_t k_longest_base = 62;  // leaves room for the longest ending
constexpr int k_numbered_attempts = 5;      // then the date, then the time of day

std::string severity_word(const Incident& incident) {
  return incident.severity ? std::string(name_of(*incident.severity)) : "severity not set";
}

std::string state_word(const Incident& incident) { return std::string(name_of(incident.state)); }

std::string mention(const UserId& user) {
  if (user.empty()) return "nobody";
  return shorten(to_mrkdwn(RichText().user(user)), k_mention_units);
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

// ---- the work that is under way

std::string item(std::string_view typed) { return shorten(escaped(one_line(typed)), k_item_units); }

std::string more_than(std::size_t all, std::size_t shown) {
  return all > shown ? fmt::format("\n_and {} more_", all - shown) : "";
}

std::string roles_line(const Incident& incident) {
  std::string line;
  std::size_t shown = 0;
  for (const RoleHolder& holder : incident.roles) {
    if (shown++ == k_most_roles) break;
    line +=
        fmt::format("{}*{}* {}", line.empty() ? "" : " · ",
                    shorten(escaped(one_line(holder.role)), k_role_units), mention(holder.user));
  }
  return line;
}

// What the stakeholders were told, and when they hear more.
std::string update_lines(const Incident& incident) {
  std::string text;
  if (incident.last_update_at) {
    text = fmt::format("*Last update* {}: {}", moment_token(*incident.last_update_at),
                       shorten(escaped(incident.last_update), k_update_units));
  }
  if (is_over(incident.state)) return text;
  const auto add = [&text](std::string_view word, const std::optional<Moment>& moment) {
    if (!moment) return;
    text += fmt::format("{}*{}* {}", text.empty() ? "" : "\n", word, moment_token(*moment));
  };
  add("Next update by", incident.update_due_at);
  add("Quiet until", incident.quiet_until);
  return text;
}

std::string hypotheses_list(const Incident& incident) {
  std::string list;
  std::size_t open = 0;
  for (const Hypothesis& hypothesis : incident.hypotheses) {
    if (hypothesis.standing != Standing::open || ++open > k_most_hypotheses) continue;
    list += fmt::format("\n• {} {}", handle(hypothesis.number), item(hypothesis.text));
  }
  if (open == 0) return "";
  return "*Open hypotheses*" + list + more_than(open, k_most_hypotheses);
}

std::string issue_link(const Task& task) {
  if (!task.issue) return "";
  if (task.issue->url.empty()) return ", " + escaped(task.issue->key);
  return ", " + to_mrkdwn(RichText().link(task.issue->url, task.issue->key));
}

// Where the public can read of it.
std::string status_line(const Incident& incident) {
  std::string line;
  for (const StatusEntry& entry : incident.status_entries) {
    if (entry.id.empty()) continue;
    line += line.empty() ? "*Status page* " : ", ";
    line += entry.url.empty() ? escaped(entry.status_page)
                              : to_mrkdwn(RichText().link(entry.url, entry.status_page));
  }
  return line;
}

std::string tasks_list(const Incident& incident) {
  std::string list;
  std::size_t open = 0;
  for (const Task& task : incident.tasks) {
    if (task.state != TaskState::open || ++open > k_most_tasks) continue;
    list +=
        fmt::format("\n• {} {} — {}", handle(task.number), item(task.text), mention(task.owner));
    if (task.due_at) list += ", by " + moment_token(*task.due_at);
    list += issue_link(task);
  }
  if (open == 0) return "";
  return fmt::format("*Open tasks* {}{}{}", open, list, more_than(open, k_most_tasks));
}

std::string pages_list(const Incident& incident) {
  std::string list;
  std::size_t waiting = 0;
  for (const Page& page : incident.pages) {
    if (page.state != PageState::open || ++waiting > k_most_pages) continue;
    list += fmt::format("\n• {} {}, paged {}", handle(page.number),
                        page.user.empty() ? item(page.target) : mention(page.user),
                        moment_token(page.opened_at));
  }
  if (waiting == 0) return "";
  return "*Waiting for an answer*" + list + more_than(waiting, k_most_pages);
}

std::string related_line(const Incident& incident) {
  std::string line;
  if (incident.merged_into.value > 0) line = "*Duplicate of* " + handle(incident.merged_into);
  std::size_t shown = 0;
  for (const IncidentNumber other : incident.related) {
    if (shown == k_most_related) break;
    if (shown == 0) line += line.empty() ? "*Related* " : " · *Related* ";
    line += (shown++ == 0 ? "" : ", ") + handle(other);
  }
  if (incident.related.size() > shown) {
    line += fmt::format(" and {} more", incident.related.size() - shown);
  }
  return line;
}

std::string work(const Incident& incident) {
  std::string text;
  for (const std::string& part :
       {roles_line(incident), update_lines(incident), pages_list(incident),
        hypotheses_list(incident), tasks_list(incident), status_line(incident),
        related_line(incident)}) {
    if (part.empty()) continue;
    if (!text.empty()) text += '\n';
    text += part;
  }
  return text;
}

Button button(const Incident& incident, std::string_view label, std::string_view line,
              Button::Style style = Button::Style::plain) {
  return {std::string(label), handle(incident.number) + " " + std::string(line), style};
}

std::vector<Button> buttons_of(const Incident& incident) {
  const Button update = button(incident, "Update", "form update");
  const Button log = button(incident, "Log", "form log");
  const Button task = button(incident, "Task", "form task");
  const Button status = button(incident, "Status", "form status");
  switch (incident.state) {
    case State::investigating:
    case State::identified:
    case State::monitoring:
    case State::mitigated:
      return {update, log,
              task,   button(incident, "Escalate", "form escalate"),
              status, button(incident, "Resolve", "form resolve", Button::Style::primary)};
    case State::resolved:
      return {update, log, task, status,
              button(incident, "Close and post the write-up", "close", Button::Style::primary)};
    case State::closed:
      return {button(incident, "Show", "show"), button(incident, "Write-up", "postmortem")};
    case State::cancelled:
      return {button(incident, "Show", "show")};
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

// Where to go.
std::string places_line(const Incident& incident, const std::string& video) {
  std::string line = channel_line(incident);
  if (video.empty() || is_over(incident.state)) return line;
  if (!line.empty()) line += " · ";
  return line + "*Call* " + to_mrkdwn(RichText().link(video, "Join the call"));
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

Content card_content(const Incident& incident, const std::string& video) {
  Content content;
  const std::string first = facts_line(incident) + "\n" + times_line(incident);
  const std::string second = texts(incident);
  const std::string third = work(incident);
  content.text = plain_line(incident) + "\n" + first + "\n" + second;
  if (!third.empty()) content.text += "\n" + third;
  content.text = shorten(content.text, k_text_units);
  std::vector<std::string> blocks{header_block(incident)};
  for (std::string& section : sections_of(first)) blocks.push_back(std::move(section));
  for (std::string& section : sections_of(second)) blocks.push_back(std::move(section));
  for (std::string& section : sections_of(third)) blocks.push_back(std::move(section));
  const std::string places = places_line(incident, video);
  if (!places.empty()) blocks.push_back(context_of(places));
  blocks.push_back(actions_of(buttons_of(incident)));
  content.blocks = list_of(blocks);
  return content;
}

Content announcement_content(const Incident& incident, Ping ping) {
  std::string text = plain_line(incident) + "\n" + times_line(incident);
  if (ping != Ping::nobody) text = to_mrkdwn(RichText().everyone(ping)) + " " + text;
  if (!incident.impact.empty()) {
    text += "\n*Impact* " + shorten(escaped(incident.impact), k_short_impact_units);
  }
  if (incident.merged_into.value > 0) {
    text += "\n*Duplicate of* " + handle(incident.merged_into);
  }
  if (incident.update_due_at && !is_over(incident.state)) {
    text += "\n*Next update by* " + moment_token(*incident.update_due_at);
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
