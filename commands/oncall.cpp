#include "commands/line.h"
#include "commands/pages.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <utility>

namespace tocsin {

namespace {

constexpr std::size_t k_most_pages = 20;

// The latest pages, and who came.
void add_pages(const Request& request, const Incident& incident, Reply& reply) {
  RichText text("Pages of " + handle(incident.number) + ":");
  const std::size_t count = incident.pages.size();
  const std::size_t left_out = count > k_most_pages ? count - k_most_pages : 0;
  if (count == 0) text.plain(" none.");
  if (left_out > 0) text.plain("\n" + std::to_string(left_out) + " earlier ones are not shown.");
  for (std::size_t i = left_out; i < count; ++i) {
    const Page& page = incident.pages[i];
    text.plain("\n• ").append(page_line(request, page)).plain(" — ");
    text.append(answer_to(request, page));
    if (page.state != PageState::open) continue;
    reply.buttons.push_back({"Acknowledge " + handle(page.number),
                             handle(incident.number) + " ack " + handle(page.number),
                             Button::Style::plain});
  }
  reply.paragraphs.push_back(std::move(text));
}

Outcome run(const Request& request) {
  RichText text("No on-call schedules are set up in this version");
  if (!request.arguments.empty()) {
    text.plain(", so I do not know who is on call for “" + std::string(request.arguments) + "”");
  }
  text.plain(". To call a person or a group of Slack, type ");
  Answer answer;
  answer.reply = Reply(text.code(line_to_type(request, "escalate @USER REASON")).plain("."));
  if (request.incident) add_pages(request, *request.incident, answer.reply);
  return answer;
}

}  // namespace

const Verb k_oncall = {
    .name = "oncall",
    .aliases = "",
    .arguments = "[TEAM]",
    .purpose = "Shows who was paged and who answered. No on-call schedules are set up yet.",
    .examples = {"oncall", "oncall payments"},
    .needs_incident = false,
    .act = Act::look,
    .run = run,
};

}  // namespace tocsin
