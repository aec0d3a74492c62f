// The posted write-up follows the record: each of its messages that shows something else than this
// revision is edited, what has no message yet is posted, a message that nothing is left for says
// so. Which message is next follows from what the others show, so progress carries flags only. (Of
// a part posted into a direct message also "address:<k>:<ts>", see deliver_message.cpp.)
#include "bot/slack/deliver.h"
#include "bot/slack/post_codes.h"
#include "bot/slack/verdicts.h"
#include "bot/slack/writeup_parts.h"

#include <algorithm>
#include <utility>

namespace tocsin::slack {

namespace {

constexpr std::string_view k_address = "address";
constexpr std::string_view k_emptied = "_The write-up got shorter: this part is empty now._";

std::vector<std::string> parts_wanted(const DeliveryContext& context) {
  std::vector<std::string> parts =
      writeup_parts(context.writeup ? context.writeup->markdown : std::string());
  for (const MessageRef& message : context.parts) {
    while (parts.size() <= static_cast<std::size_t>(message.part)) parts.emplace_back(k_emptied);
  }
  return parts;
}

const MessageRef* message_of(const std::vector<MessageRef>& messages, std::size_t part) {
  const auto found =
      std::ranges::find(messages, static_cast<std::int64_t>(part), &MessageRef::part);
  return found == messages.end() ? nullptr : &*found;
}

// The first part that is not shown as it shall be, from `from` on; nothing when all are.
std::optional<std::size_t> first_stale(const std::vector<std::string>& wanted,
                                       const std::vector<MessageRef>& messages, std::size_t from) {
  for (std::size_t part = from; part < wanted.size(); ++part) {
    const MessageRef* message = message_of(messages, part);
    if (message == nullptr || message->shows != note_of_part(wanted[part])) return part;
  }
  return std::nullopt;
}

}  // namespace

// All is shown already when an update was taken back before it left: the first message is edited to
// what it shows, which does no harm.
std::size_t EditWriteupSteps::part() const {
  return first_stale(parts_wanted(context), context.parts, 0).value_or(0);
}

const MessageRef* EditWriteupSteps::message() const { return message_of(context.parts, part()); }

bool EditWriteupSteps::is_post() const { return progress.step == k_address || !message(); }

PostSteps EditWriteupSteps::post() const {
  PostSteps steps(settings, context, PostKind::writeup);
  if (steps.progress.step != k_address) {
    steps.progress.step = "part";
    steps.progress.detail = std::to_string(part());
  }
  return steps;
}

Prepared EditWriteupSteps::request() const {
  if (is_post()) return post().request();
  const MessageRef& edited = *message();
  if (progress.joining) return join_request(settings, edited.channel);
  const std::string text = parts_wanted(context)[part()];
  const Content content =
      progress.plain ? writeup_part_as_sections(text) : writeup_part_content(text);
  return prepared(settings, "chat.update",
                  {{"channel", edited.channel.value},
                   {"ts", edited.ts.value},
                   {"text", content.text},
                   {"blocks", content.blocks}});
}

// Goes on with the next stale part, if there is one behind this one.
Verdict EditWriteupSteps::part_done(std::vector<Fact> facts) const {
  const auto wanted = parts_wanted(context);
  if (!first_stale(wanted, context.parts, part() + 1)) return verdict::Done{std::move(facts)};
  Progress then = progress;
  then.step.clear();
  then.detail.clear();
  return next(then, std::move(facts));
}

// What the posting of one part comes to for the whole.
Verdict EditWriteupSteps::of_whole(Verdict verdict) const {
  if (auto* done = std::get_if<verdict::Done>(&verdict)) return part_done(std::move(done->facts));
  auto* step = std::get_if<verdict::NextStep>(&verdict);
  if (step == nullptr) return verdict;
  Progress then = read_progress(step->progress);
  if (then.step == k_address) return verdict;
  const bool is_posted = !step->facts.empty();
  if (is_posted) return part_done(std::move(step->facts));
  then.step.clear();
  then.detail.clear();
  return next(then);
}

Verdict EditWriteupSteps::judge(const net::HttpResponse& answer) const {
  if (is_post()) return of_whole(post().judge(answer));
  const Answer read = classify(answer);
  if (auto verdict = common_verdict(read, Repeat::harmless)) return *verdict;
  if (progress.joining) {
    if (!read.is_good()) return refused(read, "join the channel");
    return next(once_joined(progress));
  }
  MessageRef edited = *message();
  if (read.is_good()) {
    edited.shows = note_of_part(parts_wanted(context)[part()]);
    return part_done({fact::MessageEdited{std::move(edited)}});
  }
  if (const auto other = another_way(read.error, progress)) return next(*other);
  // Deleted by a person, or too old to be edited: what is in it is posted anew.
  if (is_gone(read.error)) {
    return next(progress, {fact::MessageGone{MessagePurpose::writeup, edited.part}});
  }
  return refused(read, "bring the write-up up to date");
}

std::optional<Prepared> EditWriteupSteps::lookup(const std::string& cursor) const {
  if (!is_post()) return std::nullopt;
  return post().lookup(cursor);
}

Look EditWriteupSteps::found(const net::HttpResponse& answer) const {
  Look look = post().found(answer);
  if (auto* found = std::get_if<look::Found>(&look)) {
    return look::Found{of_whole(std::move(found->verdict))};
  }
  return look;
}

}  // namespace tocsin::slack
