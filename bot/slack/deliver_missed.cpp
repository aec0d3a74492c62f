// Reading a channel after a gap in the connection: its history since the incident was declared,
// page by page, then the threads that got replies meanwhile. Progress: "page:<cursor>|<threads>",
// then "threads:<threads>", the threads with commas between them.
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/envelope.h"
#include "bot/slack/verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin::slack {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t k_most_threads = 50;

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

// What a page's progress says of where it is and of the threads seen so far.
std::string cursor_in(const std::string& detail) { return detail.substr(0, detail.find('|')); }

std::string threads_in(const Progress& progress) {
  if (progress.step == "threads") return progress.detail;
  const std::size_t bar = progress.detail.find('|');
  return bar == std::string::npos ? "" : progress.detail.substr(bar + 1);
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
  fields.emplace_back("oldest", ts_of(gap().since - k_clock_slack));
  if (progress.step == "page") fields.emplace_back("cursor", cursor_in(progress.detail));
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
  std::string threads = threads_in(progress);
  if (!read.is_good()) {
    missed.is_last = true;
    missed.trouble = refusal_sentence(read, "read it");
    return refused(read, "read what was missed", {std::move(missed)});
  }
  const std::optional<Json> json = parse_json(answer.body);
  JsonReader reader(*json);
  for (JsonReader& message : reader.items_or_none("messages")) {
    fact::MissedMessage one = message_of(message);
    const bool has_news = is_since_gap(message.text_or("latest_reply", ""));
    if (progress.step != "threads" && has_news && number_of(threads) < k_most_threads) {
      threads += (threads.empty() ? "" : ",") + one.ts.value;
    }
    if (matters(one)) missed.messages.push_back(std::move(one));
  }
  std::ranges::sort(missed.messages, {}, [](const auto& message) { return message.ts.value; });
  Progress then = progress;
  if (progress.step == "threads") {
    then.detail = rest_of(threads);
  } else if (!read.next_cursor.empty() && read.next_cursor.find(' ') == std::string::npos) {
    then.step = "page";
    then.detail = read.next_cursor + "|" + threads;
  } else {
    then.step = "threads";
    then.detail = threads;
  }
  missed.is_last = then.detail.empty();
  if (missed.is_last) return verdict::Done{{std::move(missed)}};
  return next(then, {std::move(missed)});
}

}  // namespace tocsin::slack
