// Editing the card, the announcement and the open questions in place, and answers that only one
// person sees.
#include "bot/domain/video.h"
#include "bot/slack/card.h"
#include "bot/slack/deliver.h"
#include "bot/slack/post_codes.h"
#include "bot/slack/verdicts.h"

namespace tocsin::slack {

namespace {

MessagePurpose purpose_of(const DeliveryContext& context) {
  if (std::holds_alternative<delivery::EditCard>(context.delivery)) return MessagePurpose::card;
  return std::holds_alternative<delivery::EditQuestions>(context.delivery)
             ? MessagePurpose::questions
             : MessagePurpose::announcement;
}

bool is_of_alerts(const DeliveryContext& context) {
  return std::holds_alternative<delivery::EditAlerts>(context.delivery);
}

Content content_of(const DeliveryContext& context, const SlackSettings& settings) {
  if (is_of_alerts(context)) return alerts_content(context);
  const Incident incident = context.incident.value_or(Incident{});
  switch (purpose_of(context)) {
    case MessagePurpose::card:
      return card_content(incident, video_link(settings.video, incident.number));
    case MessagePurpose::questions:
      return reply_content(context.questions.value_or(Reply{}));
    case MessagePurpose::announcement:
    case MessagePurpose::writeup:
    case MessagePurpose::canvas:
      break;
  }
  return announcement_content(incident);
}

std::string_view doing(const DeliveryContext& context) {
  if (is_of_alerts(context)) return "edit the alerts";
  const MessagePurpose purpose = purpose_of(context);
  if (purpose == MessagePurpose::card) return "edit the card";
  return purpose == MessagePurpose::questions ? "edit the open questions" : "edit the announcement";
}

void add_content(Fields& fields, const Content& content, bool plain) {
  fields.emplace_back("text", plain ? plain_content(content, "") : content.text);
  if (!plain && !content.blocks.empty()) fields.emplace_back("blocks", content.blocks);
}

const delivery::Whisper& whisper_of(const DeliveryContext& context) {
  return std::get<delivery::Whisper>(context.delivery);
}

bool is_direct(const Place& place) { return place.channel.value.starts_with('D'); }

}  // namespace

// ---- edits. An edit twice has one effect, so nothing is ever looked for. Metadata is left alone:
// Slack keeps what the post brought.

Prepared EditSteps::request() const {
  const MessageRef message = context.message.value_or(MessageRef{});
  if (progress.joining) return join_request(settings, message.channel);
  Fields fields{{"channel", message.channel.value}, {"ts", message.ts.value}};
  add_content(fields, content_of(context, settings), progress.plain);
  return prepared(settings, "chat.update", fields);
}

Verdict EditSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (progress.joining) {
    if (!read.is_good()) return refused(read, "join the channel");
    return next(once_joined(progress));
  }
  if (read.is_good()) return verdict::Done{};
  if (const auto other = another_way(read.error, progress)) return next(*other);
  std::vector<Fact> facts;
  const auto* alerts = std::get_if<delivery::EditAlerts>(&context.delivery);
  if (is_gone(read.error) && alerts != nullptr) {
    facts.emplace_back(fact::AlertsPosted{alerts->card, {}, {}});
  } else if (is_gone(read.error)) {
    facts.emplace_back(fact::MessageGone{purpose_of(context)});
  }
  return refused(read, doing(context), std::move(facts));
}

// ---- whispers. Slack keeps no trace of an ephemeral message, so after a lost answer nobody can
// know, and it is not repeated. Someone who is not in that channel is told directly ("tell"). In a
// direct message nobody else listens, so there the answer stays.

bool WhisperSteps::tells() const {
  return progress.step == "tell" || whisper_of(context).place.channel.empty();
}

Prepared WhisperSteps::request() const {
  const delivery::Whisper& whisper = whisper_of(context);
  Fields fields;
  const bool posts = tells() || is_direct(whisper.place);
  fields = {{"channel", tells() ? whisper.user.value : whisper.place.channel.value}};
  if (posts) {
    fields.emplace_back("unfurl_links", "false");
    fields.emplace_back("unfurl_media", "false");
  } else {
    fields.emplace_back("user", whisper.user.value);
  }
  if (!tells() && !whisper.place.thread.empty()) {
    fields.emplace_back("thread_ts", whisper.place.thread.value);
  }
  add_content(fields, reply_content(whisper.reply), progress.plain);
  return prepared(settings, posts ? "chat.postMessage" : "chat.postEphemeral", fields);
}

Verdict WhisperSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (read.is_good() || read.kind == AnswerClass::unknown_effect) return verdict::Done{};
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  Progress other = progress;
  if (is_about_blocks(read.error) && !progress.plain) {
    other.plain = true;
    return next(other);
  }
  if (!tells()) {
    other.step = "tell";
    return next(other);
  }
  return refused(read, "answer");
}

// After a restart nobody knows either. There is nothing to look at, but the outbox wants an answer
// before it gives up on a row, and this one is always there.
std::optional<Prepared> WhisperSteps::lookup(const std::string&) const {
  return prepared(settings, "auth.test", {});
}

Look WhisperSteps::found(const net::HttpResponse&) const { return look::Found{verdict::Done{}}; }

}  // namespace tocsin::slack
