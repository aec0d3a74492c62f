#include "bot/domain/access.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_found = 8;

struct Hit {
  Incident incident;
  Found found;
};

// Those that have as many of the words as the best one; one more than are shown, to know of it.
std::vector<Hit> visible_hits(const Request& request) {
  const auto may_know = [&](IncidentNumber number) {
    const auto incident = request.reader.incident(number);
    return incident &&
           may_see(*incident, request.typed.user, request.typed.channel, request.settings.policy);
  };
  std::vector<Hit> hits;
  for (Found& found : request.reader.find(request.arguments, k_most_found + 1, may_know)) {
    if (!hits.empty() && found.words < hits.front().found.words) break;
    auto incident = request.reader.incident(found.incident);
    if (incident) hits.push_back({std::move(*incident), std::move(found)});
  }
  return hits;
}

void add_excerpt(RichText& text, const Hit& hit) {
  if (hit.found.excerpt.empty() || hit.found.excerpt == hit.incident.title) return;
  text.plain("\n    " + handle(hit.found.entry) + ": " + hit.found.excerpt);
}

Reply nothing_found(const Request& request) {
  return Reply(RichText("No incident has “" + std::string(request.arguments) +
                        "” in its title or entries. Fewer words, or the beginning of one, find "
                        "more; ")
                   .code(request.settings.command + " list recent")
                   .plain(" lists the latest."));
}

Reply list_of(const std::vector<Hit>& hits) {
  const std::size_t shown = std::min(hits.size(), k_most_found);
  RichText text(hits.front().found.has_all
                    ? "Best match first:"
                    : "No incident has all of these words. These have some, best match first:");
  std::vector<Incident> incidents;
  for (std::size_t i = 0; i < shown; ++i) {
    text.plain("\n").append(incident_line(hits[i].incident));
    add_excerpt(text, hits[i]);
    incidents.push_back(hits[i].incident);
  }
  if (shown < hits.size()) text.plain("\nThere are more; add a word to narrow it down.");
  Reply reply(std::move(text));
  reply.buttons = show_buttons(incidents);
  return reply;
}

Outcome run_find(const Request& request) {
  if (request.arguments.empty()) {
    return failure(refuse_with_usage(request, k_find, "Which words shall be looked for?"));
  }
  const std::vector<Hit> hits = visible_hits(request);
  Answer answer;
  answer.reply = hits.empty() ? nothing_found(request) : list_of(hits);
  if (const std::size_t behind = request.reader.not_searched_yet(); behind > 0) {
    answer.reply.paragraphs.push_back(not_complete(behind));
  }
  return answer;
}

}  // namespace

const Verb k_find = {
    .name = "find",
    .aliases = "search",
    .arguments = "WORDS",
    .purpose = "Searches the titles and entries of all incidents; best match first.",
    .examples = {"find checkout pool", "find DNS"},
    .needs_incident = false,
    .act = Act::look,
    .run = run_find,
};

}  // namespace tocsin
