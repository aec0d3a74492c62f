// Reading a channel after a gap in the connection: its history since the incident was declared,
// page by page, then the threads that got replies meanwhile.
//
// Slack gives the latest page first, and lines of the gap have to be carried out in the order in
// which they were typed. Mostly one page reaches back to before the gap. When it does not, the
// pages are only walked over until one does; then they are read again, the oldest first, each by
// the time of the latest message that it had. Progress, with commas inside of a list:
//   walk:<cursor>|<latest of each page, oldest page first>
//   back:<cursor of what is older>|<latest of each page, of the one just read first>|<threads>
//   page:<cursor>|<threads>                 what is older than the gap, in any order
//   threads:<threads>                       "+" among them: there was more than can be read
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/envelope.h"
#include "bot/slack/verdicts.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_most_threads = 500;
constexpr std::string_view k_more = "+";

// Slack's names of messages are times with a fixed number of digits, so they compare as text.
std::string ts_of(Moment moment) {
  const auto milliseconds = moment.time_since_epoch().count();
  return fmt::format("{:010}.{:03}000", milliseconds / 1000, milliseconds % 1000);
}

std::string first_of(const std::string& threads) { return threads.substr(0, threads.find(',')); }

std::string rest_of(const std::string& threads) {
  const std::size_t comma = threads.find(',');
  return comma == std::string::npos ? "" : threads.substr(comma + 1);
}

std::size_t number_of(const std::string& threads) {
  if (threads.empty()) return 0;
  return static_cast<std::size_t>(std::ranges::count(threads, ',')) + 1;
}

std::string with_comma(const std::string& first, const std::string& rest) {
  return first.empty() || rest.empty() ? first + rest : first + "," + rest;
}

bool has_more(const std::string& threads) { return threads.ends_with(k_more); }

// "+" stays the last: behind it is nothing to read.
void add_thread(std::string& threads, std::string_view thread) {
  if (has_more(threads)) return;
  const std::string_view added = number_of(threads) < k_most_threads ? thread : k_more;
  threads = with_comma(threads, std::string(added));
}

// A part of a progress, between bars.
std::string part(const std::string& detail, int number) {
  std::size_t begin = 0;
  for (; number > 0; --number) {
    const std::size_t bar = detail.find('|', begin);
    if (bar == std::string::npos) return "";
    begin = bar + 1;
  }
  return detail.substr(begin, detail.find('|', begin) - begin);
}

std::string threads_in(const Progress& progress) {
  if (progress.step == "threads") return progress.detail;
  if (progress.step == "walk") return "";
  return part(progress.detail, progress.step == "back" ? 2 : 1);
}

bool is_cursor(const std::string& cursor) {
  return !cursor.empty() && cursor.find_first_of(" |") == std::string::npos;
}

bool matters(const fact::MissedMessage& message) {
  return !message.line.empty() || message.is_edited || !message.marks.empty();
}

}  // namespace

const delivery::ReadMissed& MissedSteps::gap() const {
  return std::get<delivery::ReadMissed>(context.delivery);
}

bool MissedSteps::is_since_gap(const std::string& ts) const {
  return ts >= ts_of(gap().from - k_clock_slack);
}

Prepared MissedSteps::request() const {
  Fields fields{{"channel", gap().channel.value}, {"limit", "999"}};
  if (progress.step == "threads") {
    fields.emplace_back("ts", first_of(progress.detail));
    fields.emplace_back("oldest", ts_of(gap().from - k_clock_slack));
    return prepared(settings, "conversations.replies", fields);
  }
  if (progress.step == "back") {
    const std::string latest = part(progress.detail, 1);
    fields.emplace_back("oldest", first_of(latest));
    fields.emplace_back("latest", first_of(rest_of(latest)));
    fields.emplace_back("inclusive", "true");
    return prepared(settings, "conversations.history", fields);
  }
  fields.emplace_back("oldest", ts_of(gap().since - k_clock_slack));
  if (progress.step == "page" || progress.step == "walk") {
    fields.emplace_back("cursor", part(progress.detail, 0));
  }
  return prepared(settings, "conversations.history", fields);
}

fact::MissedMessage MissedSteps::message_of(JsonReader& message) const {
  fact::MissedMessage read;
  read.channel = gap().channel;
  read.ts.value = message.text_or("ts", "");
  const std::string thread = message.text_or("thread_ts", "");
  if (thread != read.ts.value) read.thread.value = thread;
  read.author.value = message.text_or("user", "");
  read.is_ours = read.author.value == settings.bot_user;
  read.text = typed_text(message.text_or("text", ""));
  if (is_typed_subtype(message.text_or("subtype", "")) && !read.is_ours &&
      message.text_or("bot_id", "").empty() && is_since_gap(read.ts.value)) {
    read.is_chatter = begins_with_mark(read.text);
    if (read.is_chatter) {
      read.line = read.text;
    } else if (read.text.starts_with("<@" + settings.bot_user + ">")) {
      read.line = line_to(UserId{settings.bot_user}, read.text);
    }
    read.typed_key = typed_key(read.channel, read.ts);
  }
  if (auto edited = message.maybe_object("edited")) {
    read.is_edited = is_since_gap(edited->text_or("ts", ""));
  }
  for (JsonReader& reaction : message.items_or_none("reactions")) {
    const std::string emoji = reaction.text_or("name", "");
    for (JsonReader& user : reaction.items_or_none("users")) {
      read.marks.push_back({emoji, UserId{user.as_text()}});
    }
  }
  return read;
}

Verdict MissedSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  fact::MissedRead missed{gap().from, gap().until, {}, false, ""};
  if (!read.is_good()) {
    missed.is_last = true;
    missed.trouble = refusal_sentence(read, "read it");
    return refused(read, "read what was missed", {std::move(missed)});
  }
  Page page = page_of(answer);
  const bool has_older = is_cursor(read.next_cursor);
  const bool is_walking = progress.step.empty() || progress.step == "walk";
  if (is_walking && has_older && is_since_gap(page.oldest)) {
    Progress then = progress;
    then.step = "walk";
    then.detail = read.next_cursor + "|" + with_comma(page.latest, part(progress.detail, 1));
    return next(then, {std::move(missed)});
  }
  std::ranges::sort(page.messages, {}, [](const auto& message) { return message.ts.value; });
  missed.messages = std::move(page.messages);
  const Progress then = after(page, has_older ? read.next_cursor : "");
  missed.is_last = then.detail.empty() || then.detail == k_more;
  if (!missed.is_last) return next(then, {std::move(missed)});
  if (then.detail == k_more) {
    missed.trouble = "There were more replies in threads than I can read after a gap.";
  }
  return verdict::Done{{std::move(missed)}};
}

MissedSteps::Page MissedSteps::page_of(const net::HttpResponse& answer) const {
  const std::optional<Json> json = parse_json(answer.body);
  JsonReader reader(*json);
  Page page;
  for (JsonReader& message : reader.items_or_none("messages")) {
    fact::MissedMessage one = message_of(message);
    const bool has_news = is_since_gap(message.text_or("latest_reply", ""));
    if (progress.step != "threads" && has_news) page.threads.push_back(one.ts.value);
    if (page.oldest.empty() || one.ts.value < page.oldest) page.oldest = one.ts.value;
    page.latest = std::max(page.latest, one.ts.value);
    if (matters(one)) page.messages.push_back(std::move(one));
  }
  return page;
}

// Where to go on after this page; `older` is the cursor of what is behind it. An empty detail: it
// was the last one.
Progress MissedSteps::after(const Page& page, const std::string& older) const {
  Progress then = progress;
  std::string threads = threads_in(progress);
  for (const std::string& thread : page.threads) add_thread(threads, thread);
  if (progress.step == "threads") {
    threads = rest_of(threads);
    if (!older.empty() && !has_more(threads)) threads = with_comma(threads, std::string(k_more));
    then.detail = threads;
    return then;
  }
  std::string behind = older;
  std::string pages;  // that were walked over, and the one just read in front of them
  if (progress.step == "walk") {
    const std::string read = page.latest.empty() ? ts_of(gap().from - k_clock_slack) : page.latest;
    pages = with_comma(read, part(progress.detail, 1));
  } else if (progress.step == "back") {
    behind = part(progress.detail, 0);
    pages = rest_of(part(progress.detail, 1));
  }
  if (!rest_of(pages).empty()) {
    then.step = "back";
    then.detail = behind + "|" + pages + "|" + threads;
  } else if (!behind.empty()) {
    then.step = "page";
    then.detail = behind + "|" + threads;
  } else {
    then.step = "threads";
    then.detail = threads;
  }
  return then;
}

}  // namespace tocsin::slack
