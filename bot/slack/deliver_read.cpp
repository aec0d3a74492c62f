// Reading a message that somebody marked: "" asks for the message, "link:<JSON>" for its address;
// the JSON is what was read so far.
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/envelope.h"
#include "bot/slack/verdicts.h"

#include <utility>

namespace tocsin::slack {

namespace {

const delivery::ReadMessage& read_of(const DeliveryContext& context) {
  return std::get<delivery::ReadMessage>(context.delivery);
}

// Blanks end a word of the stored progress, so inside of the JSON there is none.
std::string to_text(const fact::MessageRead& message) {
  const std::string json = dump_json(Json{{"text", message.text},
                                          {"author", message.author.value},
                                          {"author_name", message.author_name}});
  std::string text;
  for (const char letter : json) {
    if (letter == ' ') {
      text += "\\u0020";
    } else {
      text += letter;
    }
  }
  return text;
}

fact::MessageRead from_text(const std::string& text) {
  fact::MessageRead message;
  const std::optional<Json> json = parse_json(text);
  if (!json) return message;
  JsonReader reader(*json);
  message.text = reader.text_or("text", "");
  message.author.value = reader.text_or("author", "");
  message.author_name = reader.text_or("author_name", "");
  return message;
}

fact::MessageRead nothing_there() {
  fact::MessageRead nothing;
  nothing.is_there = false;
  return nothing;
}

// A bot's message has a user too; it is not a person who said something.
fact::MessageRead message_of(JsonReader& message) {
  fact::MessageRead read;
  read.text = typed_text(message.text_or("text", ""));
  if (message.text_or("bot_id", "").empty()) {
    read.author.value = message.text_or("user", "");
  } else {
    read.author_name = message.text_or("username", "a bot");
  }
  return read;
}

}  // namespace

Prepared ReadMessageSteps::request() const {
  const delivery::ReadMessage& read = read_of(context);
  if (progress.step == "link") {
    return prepared(settings, "chat.getPermalink",
                    {{"channel", read.channel.value}, {"message_ts", read.ts.value}});
  }
  // The replies of a thread are not in the channel's history; a message outside of any thread is
  // the only one of its own.
  const MessageTs& thread = read.thread.empty() ? read.ts : read.thread;
  return prepared(settings, "conversations.replies",
                  {{"channel", read.channel.value},
                   {"ts", thread.value},
                   {"oldest", read.ts.value},
                   {"latest", read.ts.value},
                   {"inclusive", "true"},
                   {"limit", "2"}});
}

Verdict ReadMessageSteps::judge(const net::HttpResponse& answer) const {
  return progress.step == "link" ? judge_link(answer) : judge_message(answer);
}

Verdict ReadMessageSteps::judge_message(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (!read.is_good()) {
    return refused(read, "read that message", {nothing_there()});
  }
  const std::optional<Json> json = parse_json(answer.body);
  JsonReader reader(*json);
  for (JsonReader& message : reader.items_or_none("messages")) {
    if (message.text_or("ts", "") != read_of(context).ts.value) continue;
    Progress then = progress;
    then.step = "link";
    then.detail = to_text(message_of(message));
    return next(then);
  }
  return verdict::Done{{nothing_there()}};
}

// Without an address the message is still worth keeping.
Verdict ReadMessageSteps::judge_link(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  fact::MessageRead message = from_text(progress.detail);
  if (read.is_good()) {
    const std::optional<Json> json = parse_json(answer.body);
    JsonReader reader(*json);
    message.link = reader.text_or("permalink", "");
  }
  return verdict::Done{{std::move(message)}};
}

}  // namespace tocsin::slack
