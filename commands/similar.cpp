#include "bot/domain/similar.h"

#include "bot/domain/access.h"
#include "bot/domain/corrections.h"
#include "bot/domain/incident_name.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/other_incident.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

std::vector<event::SimilarIncident> similar_incidents(const Incident& incident,
                                                      const Reader& reader,
                                                      const MayKnow& may_know) {
  const std::vector<AskedWord> asked =
      asked_words(incident, standing_events(reader.events_of(incident.number)));
  if (asked.empty()) return {};
  std::vector<std::string> words;
  for (const AskedWord& one : asked) words.push_back(one.word);
  std::vector<event::SimilarIncident> similar;
  for (Alike& one : alike(asked, reader.incidents_like(words, k_most_neighbours, may_know))) {
    const auto past = reader.incident(one.incident);
    if (!past) continue;
    similar.push_back(known_of(*past, reader.events_of(one.incident), std::move(one.words)));
  }
  return similar;
}

namespace {

// Behind the verb stands nothing, or the incident that it is about (run_verb has taken that).
bool has_other_words(const Request& request) {
  return !request.arguments.empty() && !read_incident_name(request.arguments);
}

Outcome run_similar(const Request& request) {
  if (has_other_words(request)) {
    return failure(refuse_with_usage(
        request, k_similar, "“" + std::string(request.arguments) + "” is no incident's number."));
  }
  const Incident& incident = *request.incident;
  const auto may_know = [&](IncidentNumber number) {
    const auto past = request.reader.incident(number);
    return past && is_example(*past, incident.number) &&
           may_see(*past, request.typed.user, request.typed.channel, request.settings.policy);
  };
  const std::vector<event::SimilarIncident> similar =
      similar_incidents(incident, request.reader, may_know);
  Answer answer;
  if (similar.empty()) {
    RichText none("No incident of the past is like " + handle(incident.number) +
                  " enough to name it. It is compared by its title, impact, causes and entries, so "
                  "more of them find more. To look for words of your own, type ");
    answer.reply = Reply(std::move(none.code(request.settings.command + " find WORDS").plain(".")));
  } else {
    answer.reply = Reply(RichText("Like " + handle(incident.number) + " " + incident.title +
                                  (similar.size() > 1 ? ", best match first:" : ":")));
    for (const event::SimilarIncident& one : similar) {
      answer.reply.paragraphs.push_back(told_of(one));
    }
  }
  if (const std::size_t behind = request.reader.not_searched_yet(); behind > 0) {
    answer.reply.paragraphs.push_back(not_complete(behind));
  }
  std::vector<Incident> shown;
  for (const event::SimilarIncident& one : similar) {
    if (auto past = request.reader.incident(one.other)) shown.push_back(std::move(*past));
  }
  answer.reply.buttons = show_buttons(shown);
  return answer;
}

}  // namespace

const Verb k_similar = {
    .name = "similar",
    .aliases = "",
    .arguments = "[INC-n]",
    .purpose = "Past incidents like this one: causes, what helped, and which leads were false.",
    .examples = {"similar", "similar INC-7"},
    .act = Act::look,
    .run = run_similar,
};

}  // namespace tocsin
