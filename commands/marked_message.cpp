#include "commands/marked_message.h"

#include "bot/domain/access.h"
#include "bot/domain/corrections.h"
#include "commands/entry.h"
#include "commands/line.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace tocsin {

namespace {

// "C0123": what Slack calls channels, groups and direct messages.
bool is_channel(std::string_view word) {
  return word.size() > 1 && word.size() <= 64 && std::ranges::all_of(word, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

// "1700000000.000100"
bool is_message(std::string_view word) {
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == word.size()) return false;
  return word.size() <= 32 &&
         std::ranges::all_of(word, [](char c) { return c == '.' || (c >= '0' && c <= '9'); }) &&
         word.find('.', dot + 1) == std::string_view::npos;
}

std::optional<delivery::ReadMessage> read_place(const Request& request,
                                                delivery::ReadMessage::Purpose purpose) {
  const FirstWord channel = take_word(request.arguments);
  const FirstWord message = take_word(channel.rest);
  const FirstWord thread = take_word(message.rest);
  if (!is_channel(channel.word) || !is_message(message.word)) return std::nullopt;
  if (!thread.rest.empty() || (!thread.word.empty() && !is_message(thread.word))) {
    return std::nullopt;
  }
  return delivery::ReadMessage{ChannelId{std::string(channel.word)},
                               MessageTs{std::string(message.word)},
                               MessageTs{std::string(thread.word)}, request.typed.user, purpose};
}

// What is said in the channel of one incident does not belong into the record of another.
std::optional<Refusal> refuse_other_channel(const Request& request, const Verb& verb,
                                            const ChannelId& channel) {
  const auto owner = request.reader.incident_of_channel(channel);
  if (!owner || *owner == request.incident->number) return std::nullopt;
  RichText why("That message is in the channel of another incident than ");
  why.plain(handle(request.incident->number) + ". Nothing was added.");
  Reply reply(std::move(why));
  const auto other = request.reader.incident(*owner);
  if (other &&
      may_see(*other, request.typed.user, request.typed.channel, request.settings.policy)) {
    reply.buttons.push_back(
        {"Take it over for " + handle(*owner),
         handle(*owner) + " " + std::string(verb.name) + " " + std::string(request.arguments),
         Button::Style::primary});
  }
  return Refusal(std::move(reply));
}

std::optional<EntryNumber> entry_that_counts(const Request& request,
                                             const delivery::ReadMessage& read) {
  const IncidentNumber number = request.incident->number;
  const auto entry = request.reader.entry_of_message(number, read.channel, read.ts);
  if (!entry || struck_entries(request.reader.events_of(number)).contains(*entry)) {
    return std::nullopt;
  }
  return entry;
}

}  // namespace

Outcome take_over_message(const Request& request, const Verb& verb,
                          delivery::ReadMessage::Purpose purpose) {
  auto read = read_place(request, purpose);
  if (!read) {
    return failure(
        refuse_with_usage(request, verb, "Which message? Use the shortcut in the message's menu."));
  }
  if (auto refusal = refuse_other_channel(request, verb, read->channel)) {
    return failure(std::move(*refusal));
  }
  const bool keeps = purpose == delivery::ReadMessage::Purpose::keep;
  const std::string number = handle(request.incident->number);
  if (const auto entry = keeps ? entry_that_counts(request, *read) : std::nullopt) {
    return failure(Refusal("That message is in the timeline of " + number +
                           " already: " + handle(*entry) + ". Nothing was changed."));
  }
  Answer answer;
  answer.incident = request.incident->number;
  answer.deliveries.push_back(std::move(*read));
  answer.reply = Reply(RichText("Reading that message. In a moment it is ")
                           .plain(keeps ? "in the timeline of " : "a task of ")
                           .bold(number)
                           .plain("; if I cannot read it, I tell you."));
  return answer;
}

}  // namespace tocsin
