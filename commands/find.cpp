#include "bot/domain/access.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_shown = 8;
constexpr std::size_t k_most_fetched = 100;  // some of them may be hidden from the one who asks

struct Hit {
  Incident incident;
  Found found;
};

std::vector<Hit> visible_hits(const Request& request) {
  std::vector<Hit> hits;
  for (Found& found : request.reader.find(request.arguments, k_most_fetched)) {
    auto incident = request.reader.incident(found.incident);
    if (!incident ||
        !may_see(*incident, request.typed.user, request.typed.channel, request.settings.policy)) {
      continue;
    }
    // Only now is it known what this person may see, and so which match is the fullest for them.
    if (!hits.empty() && found.words < hits.front().found.words) break;
    hits.push_back({std::move(*incident), std::move(found)});
  }
  return hits;
}

void add_excerpt(RichText& text, const Hit& hit) {
  if (hit.found.excerpt == hit.incident.title) return;  // it stands on the line above
  std::string excerpt = hit.found.excerpt;
  std::ranges::replace(excerpt, '\n', ' ');
  text.plain("\n    " + handle(hit.found.entry) + ": " + excerpt);
}

Outcome run(const Request& request) {
  if (request.arguments.empty()) {
    return failure(refuse_with_usage(request, k_find, "Which words shall be looked for?"));
  }
  const std::vector<Hit> hits = visible_hits(request);
  Answer answer;
  if (hits.empty()) {
    answer.reply = Reply(RichText("No incident has “" + std::string(request.arguments) +
                                  "” in its title or entries. Fewer words, or the beginning of "
                                  "one, find more; ")
                             .code(request.settings.command + " list recent")
                             .plain(" lists the latest."));
    return answer;
  }
  const std::size_t shown = std::min(hits.size(), k_most_shown);
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
  answer.reply = Reply(std::move(text));
  answer.reply.buttons = show_buttons(incidents);
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
    .run = run,
};

}  // namespace tocsin
