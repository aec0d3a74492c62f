// The write-up as the canvas of the incident's channel. A channel has one canvas at most, so before
// one is made we look whether somebody has: what a person wrote there is left alone. Where the
// workspace has no canvases nothing is said, because the file is attached all the same. Progress:
// "" (look, or edit ours), "create".
#include "bot/json.h"
#include "bot/slack/deliver.h"
#include "bot/slack/json_text.h"
#include "bot/slack/verdicts.h"

#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_create = "create";

ChannelId shared_with(const DeliveryContext& context) {
  return context.place.value_or(Place{}).channel;
}

std::string document_of(const DeliveryContext& context) {
  std::string content = R"({"type":"markdown","markdown":)";
  append_json_string(content, context.writeup ? context.writeup->markdown : std::string());
  return content + "}";
}

// The id of the channel's canvas; empty: it has none. Slack has told it in two places over time.
std::string canvas_of(JsonReader& channel) {
  auto properties = channel.maybe_object("properties");
  if (!properties) return "";
  if (auto canvas = properties->maybe_object("canvas")) return canvas->text_or("file_id", "");
  for (JsonReader& tab : properties->items_or_none("tabs")) {
    auto about = tab.maybe_object("data");
    if (about && tab.text_or("type", "") == "channel_canvas") return about->text_or("file_id", "");
  }
  return "";
}

struct Seen {
  bool is_read = false;
  std::string canvas;
};

Seen read_channel(const net::HttpResponse& answer) {
  const std::optional<Json> json = parse_json(answer.body);
  if (!json) return {};
  JsonReader reader(*json);
  JsonReader channel = reader.object("channel");
  std::string canvas = canvas_of(channel);
  return {!reader.failed(), std::move(canvas)};
}

}  // namespace

CanvasSteps::Step CanvasSteps::step() const {
  if (context.message) return Step::edit;
  return progress.step == k_create ? Step::create : Step::look;
}

Prepared CanvasSteps::look() const {
  return prepared(settings, "conversations.info", {{"channel", shared_with(context).value}});
}

Prepared CanvasSteps::request() const {
  switch (step()) {
    case Step::look:
      return look();
    case Step::create:
      return prepared(settings, "conversations.canvases.create",
                      {{"channel_id", shared_with(context).value},
                       {"title", handle(context.incident->number) + " postmortem"},
                       {"document_content", document_of(context)}});
    case Step::edit:
      break;
  }
  return prepared(settings, "canvases.edit",
                  {{"canvas_id", context.message->ts.value},
                   {"changes", R"([{"operation":"replace","document_content":)" +
                                   document_of(context) + "}]"}});
}

verdict::Done CanvasSteps::made(const std::string& canvas) const {
  MessageRef ref;
  ref.purpose = MessagePurpose::canvas;
  ref.channel = shared_with(context);
  ref.ts.value = canvas;
  return {{fact::MessagePosted{std::move(ref)}}};
}

Verdict CanvasSteps::judge(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  const bool is_create = step() == Step::create;
  if (read.kind == AnswerClass::missing_scope) return verdict::Done{};
  const auto common = common_verdict(read, is_create ? Repeat::dangerous : Repeat::harmless);
  if (common) return *common;
  // A canvas that a person deleted is not made again.
  if (step() == Step::edit || !read.is_good()) return verdict::Done{};
  if (is_create) {
    const std::optional<Json> json = parse_json(answer.body);
    JsonReader reader(*json);
    const std::string canvas = reader.text_or("canvas_id", "");
    return canvas.empty() ? verdict::Done{} : made(canvas);
  }
  const Seen seen = read_channel(answer);
  if (!seen.is_read || !seen.canvas.empty()) return verdict::Done{};
  Progress create = progress;
  create.step = k_create;
  return next(create);
}

std::optional<Prepared> CanvasSteps::lookup(const std::string&) const {
  if (step() != Step::create) return std::nullopt;
  return look();
}

// There was none before, so one that is there now is ours.
Look CanvasSteps::found(const net::HttpResponse& answer) const {
  const Answer read = classify(answer);
  if (!read.is_good()) return failed_look(read);
  const Seen seen = read_channel(answer);
  if (!seen.is_read) return look::Failed{Duration{0}, "the channel could not be read"};
  if (seen.canvas.empty()) return look::NotThere{};
  return look::Found{made(seen.canvas)};
}

}  // namespace tocsin::slack
