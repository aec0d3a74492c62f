#include "bot/domain/public_status.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/named_entry.h"
#include "commands/outlets.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// Why nothing of the incident can be shown on this page now; nothing when it can.
std::optional<Refusal> obstacle(const Request& request, std::string_view page) {
  const Incident& incident = *request.incident;
  const auto& pages = request.settings.status_pages;
  const std::string name(page);
  if (!may_be_public(incident)) {
    return Refusal(handle(incident.number) + (incident.is_drill ? " is a drill" : " is private") +
                   ": nothing of it is ever public. Nothing was changed.");
  }
  if (std::ranges::find(pages, page) == pages.end()) {
    return Refusal("There is no status page “" + name +
                   "” in the configuration. Nothing was changed.");
  }
  if (status_entry(incident, page) != nullptr) {
    RichText why(name + " shows " + handle(incident.number) +
                 " already. Nothing was changed. To say more there, type ");
    return Refusal(why.code(line_to_type(request, "update TEXT")).plain("."));
  }
  if (incident.state == State::resolved || is_over(incident.state)) {
    return Refusal(handle(incident.number) + " is " + std::string(name_of(incident.state)) +
                   ", so " + name + " is not told of it any more. Nothing was changed.");
  }
  return std::nullopt;
}

// What stands on the button was looked at; anything else is looked at again first.
Refusal show_again(const Request& request, const NamedEntry& update, const std::string& text) {
  Reply reply(
      RichText("Title, state or text have changed since that was shown. Nothing is public "
               "yet; look again."));
  add_status_pages(request, *request.incident, update.recorded.entry, text, reply);
  return Refusal(std::move(reply));
}

Outcome run_show_status(const Request& request) {
  const FirstWord page = take_word(request.arguments);
  if (page.word.empty()) {
    return failure(refuse_with_usage(request, k_show_status, "On which status page?"));
  }
  if (auto why = obstacle(request, page.word)) return failure(std::move(*why));
  Request inner = request;
  inner.arguments = page.rest;
  const auto entry = read_counting_entry(inner, k_show_status);
  if (!entry) return failure(entry.error());
  const auto* update = std::get_if<event::UpdateSent>(&entry->standing.body);
  if (update == nullptr) {
    return failure(
        refuse_with_usage(request, k_show_status,
                          handle(entry->recorded.entry) + " is no update. Nothing was changed."));
  }
  if (trim(entry->rest) != preview_sum(*request.incident, update->text)) {
    return failure(show_again(request, *entry, update->text));
  }
  const std::string words = public_words(request.incident->state, update->text);
  Answer answer = answer_now(request, event::StatusShown{std::string(page.word), words, "", ""});
  answer.reply.paragraphs.front().plain(" The status page " + std::string(page.word) +
                                        " shows it in a moment, and every update from now on.");
  return answer;
}

}  // namespace

const Verb k_show_status = {
    .name = "show-status",
    .aliases = "",
    .arguments = "PAGE En SUM",
    .purpose = "Lets an update go to a public status page, as it was shown before.",
    .examples = {"show-status trust E12 0a1b2c3d", "INC-7 show-status trust E12 0a1b2c3d"},
    .is_hidden = true,
    .run = run_show_status,
};

}  // namespace tocsin
