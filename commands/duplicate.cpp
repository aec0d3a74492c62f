#include "bot/domain/ascii.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/other_incident.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

constexpr std::string_view k_all_the_same = "anyway";

// Why these two cannot become one; nothing when they can.
std::optional<Refusal> obstacle(const Request& request, const Incident& other, bool all_the_same) {
  const Incident& incident = *request.incident;
  const std::string line = handle(incident.number) + " duplicate ";
  if (incident.merged_into.value > 0) {
    return Refusal(handle(incident.number) + " is a duplicate of " + handle(incident.merged_into) +
                   " already. Nothing was changed.");
  }
  if (is_over(incident.state)) {
    return Refusal(RichText(handle(incident.number) + " is " +
                            std::string(name_of(incident.state)) +
                            " already, so it was not merged. To relate the two, type ")
                       .code(request.settings.command + " " + handle(incident.number) + " link " +
                             handle(other.number))
                       .plain("."));
  }
  if (incident.is_private || other.is_private) {
    return Refusal(
        RichText("One of the two incidents is private, and a merge would show it to the "
                 "people of the other. Nothing was changed. To end this one, type ")
            .code(request.settings.command + " " + handle(incident.number) + " cancel REASON")
            .plain("."));
  }
  if (other.merged_into == incident.number) {
    return Refusal(handle(other.number) +
                   " was merged into this one. The two cannot be duplicates "
                   "of each other; nothing was changed.");
  }
  if (other.merged_into.value > 0) {
    const std::string right = line + handle(other.merged_into);
    Reply reply(RichText(handle(other.number) + " is itself a duplicate of " +
                         handle(other.merged_into) +
                         ", so nothing was changed. Merge into that "
                         "one: ")
                    .code(request.settings.command + " " + right)
                    .plain("."));
    reply.buttons.push_back(
        {"Merge into " + handle(other.merged_into), right, Button::Style::primary});
    return Refusal(std::move(reply));
  }
  if (is_over(other.state) && !all_the_same) {
    const std::string right = line + handle(other.number) + " " + std::string(k_all_the_same);
    Reply reply(RichText(handle(other.number) + " is " + std::string(name_of(other.state)) +
                         ": nobody works on it any more. Nothing was changed. To merge into it all "
                         "the same, type ")
                    .code(request.settings.command + " " + right)
                    .plain("."));
    reply.buttons.push_back({"Merge all the same", right, Button::Style::danger});
    return Refusal(std::move(reply));
  }
  return std::nullopt;
}

RichText place_of(const Incident& incident) {
  if (!has_channel(incident)) return RichText(handle(incident.number));
  return RichText().channel(incident.channel, incident.channel_name);
}

Event made(const Request& request, const Incident& incident, EventBody body) {
  return next_event(incident, std::move(body), request.typed.now, request.typed.now,
                    request.typed.user);
}

Outcome run_duplicate(const Request& request) {
  const auto read = read_other_incident(request, k_duplicate);
  if (!read) return failure(read.error());
  const Incident& incident = *request.incident;
  const Incident& other = read->incident;
  const bool all_the_same = in_lower_case(read->rest) == k_all_the_same;
  if (!read->rest.empty() && !all_the_same) {
    return failure(refuse_with_usage(request, k_duplicate,
                                     "Only the number of the other incident is needed."));
  }
  if (auto why = obstacle(request, other, all_the_same)) return failure(std::move(*why));
  Answer answer;
  answer.incident = incident.number;
  Event here = made(request, incident, event::MergedInto{other.number});
  Event there = made(request, other, event::DuplicateFound{incident.number});
  RichText pointer(handle(here.entry) + ": " + handle(incident.number) + " is a duplicate of ");
  pointer.bold(handle(other.number)).plain(" (" + other.title + "). Please go on in ");
  pointer.append(place_of(other)).plain(". — ").user(request.typed.user);
  answer.deliveries.push_back(delivery::Say{std::move(pointer)});
  RichText back(handle(there.entry) + ": ");
  back.bold(handle(incident.number))
      .plain(" (" + incident.title + ") is a duplicate of this one; ");
  back.plain("what was said there is in ").append(place_of(incident)).plain(". — ");
  answer.deliveries_elsewhere.push_back(
      {other.number, delivery::Say{std::move(back.user(request.typed.user))}});
  RichText said("Saved " + handle(here.entry) + ": ");
  said.bold(handle(incident.number)).plain(" is merged into ").bold(handle(other.number));
  said.plain(" and over. Both channels are told. It can be taken back with ");
  said.code(request.settings.command + " " + handle(incident.number) + " reopen REASON").plain(".");
  if (is_over(other.state)) {
    said.plain(" " + handle(other.number) + " is " + std::string(name_of(other.state)) + ".");
  }
  answer.events.push_back(std::move(here));
  answer.elsewhere.push_back({other.number, std::move(there)});
  answer.reply = Reply(std::move(said));
  return answer;
}

}  // namespace

const Verb k_duplicate = {
    .name = "duplicate",
    .aliases = "merge",
    .arguments = "INC-n",
    .purpose = "Merges this incident into the other, with a pointer in both channels.",
    .examples = {"duplicate INC-12", "INC-7 duplicate INC-12"},
    .act = Act::close,
    .run = run_duplicate,
};

}  // namespace tocsin
