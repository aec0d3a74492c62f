// Everything that is posted with chat.postMessage. Progress: "" posts, "part:<k>" posts part k of a
// write-up, "pin:<channel>:<ts>" pins what was posted, "address:<k>:<ts>" asks for the channel of a
// direct message that a look has found, "say:<address>" posts a report with the address of what it
// is about.
#include "bot/domain/video.h"
#include "bot/domain/when.h"
#include "bot/json.h"
#include "bot/slack/card.h"
#include "bot/slack/deliver.h"
#include "bot/slack/entries.h"
#include "bot/slack/history.h"
#include "bot/slack/json_text.h"
#include "bot/slack/mrkdwn.h"
#include "bot/slack/post_codes.h"
#include "bot/slack/verdicts.h"
#include "bot/slack/writeup_parts.h"

#include <fmt/core.h>

#include <charconv>
#include <string_view>

namespace tocsin::slack {

namespace {

std::string_view word_of(PostKind kind) {
  switch (kind) {
    case PostKind::card:
      return "card";
    case PostKind::announcement:
      return "announcement";
    case PostKind::entry:
      return "entry";
    case PostKind::say:
      return "say";
    case PostKind::update:
      return "update";
    case PostKind::tell:
      return "tell";
    case PostKind::writeup:
      return "writeup";
    case PostKind::ask:
      return "ask";
    case PostKind::offer:
      return "offer";
    case PostKind::changes:
      return "changes";
    case PostKind::questions:
      return "questions";
    case PostKind::report:
      return "report";
    case PostKind::alerts:
      return "alerts";
  }
  return "";
}

// The purposes under which the engine keeps messages; the others are posted and forgotten.
std::optional<MessagePurpose> purpose_of(PostKind kind) {
  switch (kind) {
    case PostKind::card:
      return MessagePurpose::card;
    case PostKind::announcement:
      return MessagePurpose::announcement;
    case PostKind::writeup:
      return MessagePurpose::writeup;
    case PostKind::questions:
      return MessagePurpose::questions;
    case PostKind::alerts:  // kept with their card
    case PostKind::changes:
    case PostKind::report:
    case PostKind::entry:
    case PostKind::say:
    case PostKind::update:
    case PostKind::tell:
    case PostKind::ask:
    case PostKind::offer:
      return std::nullopt;
  }
  return std::nullopt;
}

struct TwoParts {
  std::string first;
  std::string second;
};

TwoParts two_parts(std::string_view detail) {
  const std::size_t colon = detail.find(':');
  if (colon == std::string_view::npos) return {std::string(detail), ""};
  return {std::string(detail.substr(0, colon)), std::string(detail.substr(colon + 1))};
}

// "INC-7 Checkout is failing is closed: sev1, 1 hour 45 minutes. Read the write-up"
Content report_content(const Incident& incident, std::string_view link) {
  RichText text;
  text.bold(handle(incident.number) + " " + incident.title);
  if (incident.is_drill) text.plain(" (drill)");
  if (incident.writeup_state == WriteupState::published) {
    text.plain(": the write-up is published");
  } else {
    text.plain(" is closed");
    if (incident.severity) text.plain(", " + std::string(name_of(*incident.severity)));
    if (incident.started_at && incident.resolved_at &&
        *incident.started_at < *incident.resolved_at) {
      text.plain(", the impact lasted " +
                 print_duration(*incident.resolved_at - *incident.started_at));
    }
  }
  text.plain(". ");
  if (!link.empty()) return sentence_content(text.link(link, "Read the write-up"));
  if (!has_channel(incident))
    return sentence_content(text.plain("The write-up is in this thread."));
  text.plain("The write-up is in ").channel(incident.channel, incident.channel_name).plain(".");
  return sentence_content(text);
}

std::string markdown_of(const DeliveryContext& context) {
  return context.writeup ? context.writeup->markdown : std::string();
}

}  // namespace

Incident incident_of(const DeliveryContext& context) {
  return context.incident.value_or(Incident{});
}

ChannelId channel_of(const DeliveryContext& context) {
  if (context.incident && !context.incident->channel.empty()) return context.incident->channel;
  return context.place ? context.place->channel : ChannelId{};
}

Place PostSteps::place() const {
  if (kind == PostKind::tell) {
    return {ChannelId{std::get<delivery::Tell>(context.delivery).user.value}, {}};
  }
  if (kind == PostKind::ask) {
    return {ChannelId{std::get<delivery::AskPerson>(context.delivery).user.value}, {}};
  }
  return context.place.value_or(Place{});
}

std::size_t PostSteps::part() const {
  std::size_t part = 0;
  if (progress.step == "part" || progress.step == "address") {
    const std::string& detail = progress.detail;
    std::from_chars(detail.data(), detail.data() + detail.size(), part);
  }
  return part;
}

Content PostSteps::content() const {
  switch (kind) {
    case PostKind::card:
      return card_content(incident_of(context),
                          video_link(settings.video, incident_of(context).number));
    case PostKind::announcement:
      return announcement_content(incident_of(context),
                                  std::get<delivery::PostAnnouncement>(context.delivery).ping);
    case PostKind::entry:
      return entries_content(context.entries, incident_of(context));
    case PostKind::say:
      return sentence_content(std::get<delivery::Say>(context.delivery).text);
    case PostKind::update:
      return sentence_content(std::get<delivery::SayUnderAnnouncement>(context.delivery).text);
    case PostKind::tell:
      return sentence_content(std::get<delivery::Tell>(context.delivery).text);
    case PostKind::ask:
      return reply_content(std::get<delivery::AskPerson>(context.delivery).reply);
    case PostKind::offer:
      return reply_content(std::get<delivery::AskChannel>(context.delivery).reply);
    case PostKind::changes:
      return sentence_content(std::get<delivery::SayUnderWriteup>(context.delivery).text);
    case PostKind::questions:
      return reply_content(context.questions.value_or(Reply{}));
    case PostKind::report:
      return report_content(incident_of(context), progress.step == "say" ? progress.detail : "");
    case PostKind::alerts:
      return alerts_content(context);
    case PostKind::writeup: {
      const std::vector<std::string> parts = writeup_parts(markdown_of(context));
      if (part() >= parts.size()) return {};
      return progress.plain ? writeup_part_as_sections(parts[part()])
                            : writeup_part_content(parts[part()]);
    }
  }
  return {};
}

Content PostSteps::content_to_send() const {
  const Content whole = content();
  if (!progress.plain || kind == PostKind::writeup) return whole;
  Content plain;
  const std::string hint =
      kind == PostKind::entry ? "`" + escaped_line(settings.command) + " timeline` has it all" : "";
  plain.text = plain_content(whole, hint);
  return plain;
}

// What tells our posts apart, in Slack, for good: one per step of a delivery of a database.
std::string PostSteps::operation() const {
  const std::string step = kind == PostKind::writeup ? fmt::format("part:{}", part()) : "post";
  return fmt::format("{}:{}:{}", settings.installation, context.id.value, step);
}

// Every app of the workspace can read it.
std::string PostSteps::metadata() const {
  std::string json = R"({"event_type":"tocsin_delivery","event_payload":{"op":)";
  append_json_string(json, operation());
  if (context.incident) {
    json += R"(,"incident":)";
    append_json_string(json, handle(context.incident->number));
  }
  if (!context.entries.empty()) {
    json += R"(,"entries":)";
    append_json_string(json, marks_of(context.entries));
  }
  json += R"(,"kind":)";
  append_json_string(json, word_of(kind));
  return json + "}}";
}

Prepared PostSteps::post() const {
  const Place where = place();
  const Content what = content_to_send();
  Fields fields{{"channel", where.channel.value}, {"text", what.text}};
  if (!what.blocks.empty()) fields.emplace_back("blocks", what.blocks);
  if (!where.thread.empty()) fields.emplace_back("thread_ts", where.thread.value);
  if (!progress.bare) fields.emplace_back("metadata", metadata());
  fields.emplace_back("unfurl_links", "false");
  fields.emplace_back("unfurl_media", "false");
  Prepared request = prepared(settings, "chat.postMessage", fields);
  request.paces.push_back({"post:" + where.channel.value, Duration{1'000}});
  return request;
}

Prepared PostSteps::request() const {
  if (progress.joining) return join_request(settings, place().channel);
  if (progress.step == "pin") {
    const TwoParts message = two_parts(progress.detail);
    return prepared(settings, "pins.add",
                    {{"channel", message.first}, {"timestamp", message.second}});
  }
  if (progress.step == "address") {
    return prepared(settings, "conversations.open", {{"users", place().channel.value}});
  }
  if (asks_for_link()) {
    return prepared(
        settings, "chat.getPermalink",
        {{"channel", context.message->channel.value}, {"message_ts", context.message->ts.value}});
  }
  return post();
}

Verdict PostSteps::judge(const net::HttpResponse& answer) const {
  if (progress.joining) return judge_join(answer);
  if (progress.step == "pin") return judge_pin(answer);
  if (progress.step == "address") return judge_address(answer);
  if (asks_for_link()) return judge_link(answer);
  return judge_post(answer);
}

Verdict PostSteps::judge_post(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::dangerous)) return *verdict;
  if (read.is_good()) {
    const std::optional<Json> json = parse_json(answer.body);
    JsonReader reader(*json);
    MessageRef message;
    message.channel.value = reader.text("channel");
    message.ts.value = reader.text("ts");
    if (reader.failed() || message.ts.empty()) return verdict::Unknown{"no ts in the answer"};
    return posted(message);
  }
  if (const auto other = another_way(read.error, progress)) return next(*other);
  if (is_about_metadata(read.error) && !progress.bare) {
    Progress other = progress;
    other.bare = true;
    return next(other);
  }
  return refused(read, "post a message");
}

Verdict PostSteps::judge_join(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (!read.is_good()) return refused(read, "join the channel");
  return next(once_joined(progress));
}

// A card without a pin is still a card, so whatever Slack says for good is good enough.
Verdict PostSteps::judge_pin(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  return verdict::Done{};
}

bool PostSteps::asks_for_link() const {
  return kind == PostKind::report && progress.step.empty() && context.message.has_value();
}

// Without the address the report still says where the write-up is.
Verdict PostSteps::judge_link(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  const std::optional<Json> json = parse_json(answer.body);
  Progress say = progress;
  say.step = "say";
  if (read.is_good() && json) say.detail = JsonReader(*json).text_or("permalink", "");
  if (say.detail.find_first_of(" \n\t") != std::string::npos) say.detail.clear();
  return next(say);
}

Verdict PostSteps::judge_address(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  const std::optional<Json> json = parse_json(answer.body);
  MessageRef message;
  message.ts.value = two_parts(progress.detail).second;
  if (read.is_good() && json) {
    JsonReader reader(*json);
    message.channel.value = reader.object("channel").text("id");
  }
  // It is posted, and cannot be edited later without its channel.
  if (message.channel.empty()) return verdict::Done{};
  return posted(message);
}

Verdict PostSteps::posted(const MessageRef& message) const {
  const std::optional<MessagePurpose> purpose = purpose_of(kind);
  if (kind == PostKind::alerts) {
    const AlertCardNumber card = std::get<delivery::PostAlerts>(context.delivery).card;
    return verdict::Done{{fact::AlertsPosted{card, message.channel, message.ts}}};
  }
  if (!purpose) return verdict::Done{};
  MessageRef kept = message;
  kept.purpose = *purpose;
  if (kind == PostKind::writeup) return writeup_posted(kept);
  const bool is_pinned = kind == PostKind::card;
  if (!is_pinned) return verdict::Done{{fact::MessagePosted{kept}}};
  Progress pin;
  pin.step = "pin";
  pin.detail = kept.channel.value + ":" + kept.ts.value;
  return next(pin, {fact::MessagePosted{kept}});
}

Verdict PostSteps::writeup_posted(const MessageRef& message) const {
  const std::size_t now = part();
  const std::vector<std::string> parts = writeup_parts(markdown_of(context));
  MessageRef kept = message;
  kept.part = static_cast<std::int64_t>(now);
  if (now < parts.size()) kept.shows = note_of_part(parts[now]);
  std::vector<Fact> facts{fact::MessagePosted{std::move(kept)}};
  if (now + 1 >= parts.size()) return verdict::Done{std::move(facts)};
  Progress then = progress;
  then.step = "part";
  then.detail = fmt::format("{}", now + 1);
  return next(then, std::move(facts));
}

std::optional<Prepared> PostSteps::lookup(const std::string& cursor) const {
  // Joining, pinning and asking for a channel or an address may simply be repeated.
  if (progress.joining || progress.step == "pin" || progress.step == "address" || asks_for_link()) {
    return std::nullopt;
  }
  return history_request(settings, place(), context.first_sent_at, cursor);
}

Look PostSteps::found(const net::HttpResponse& answer) const {
  const std::string wanted = operation();
  const std::string text = progress.bare ? content_to_send().text : "";
  const auto is_ours = [&](JsonReader& message) -> std::optional<Verdict> {
    if (!is_own_message(message, settings)) return std::nullopt;
    const PostMark mark = mark_of(message);
    // Entries may have left in a message that began with an earlier one.
    const bool is_in_another = context.incident && has_all(mark.entries, context.entries) &&
                               mark.incident == handle(context.incident->number);
    const bool same = progress.bare ? message.text_or("text", "") == text
                                    : mark.operation == wanted || is_in_another;
    if (!same) return std::nullopt;
    const std::string ts = message.text_or("ts", "");
    if (is_person(place().channel) && purpose_of(kind)) {
      Progress address = progress;
      address.step = "address";
      address.detail = fmt::format("{}:{}", part(), ts);
      return next(address);
    }
    return posted(MessageRef{MessagePurpose::card, place().channel, MessageTs{ts}});
  };
  return read_history(place(), context.cursor, answer, is_ours);
}

}  // namespace tocsin::slack
