#include "commands/pages.h"

#include "bot/domain/ladder.h"
#include "bot/domain/when.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/refusals.h"
#include "commands/teams.h"

#include <utility>

namespace tocsin {

std::vector<const Page*> open_pages(const Incident& incident) {
  std::vector<const Page*> open;
  for (const Page& page : incident.pages) {
    if (page.state == PageState::open) open.push_back(&page);
  }
  return open;
}

RichText target_of(const Page& page) {
  if (!page.user.empty()) return RichText().user(page.user);
  if (!page.group.empty()) return RichText().group(page.group, page.target);
  return RichText(page.target);
}

std::string target_to_type(const Page& page) {
  if (!page.team.empty()) return page.team;
  if (page.user.empty()) return "<!subteam^" + page.group + "|" + page.target + ">";
  return "<@" + page.user.value + ">";
}

RichText page_line(const Request& request, const Page& page) {
  RichText line;
  line.bold(handle(page.number)).plain(" of ").append(target_of(page));
  line.plain(", paged " + spoken_moment(request, page.opened_at, request.zone));
  if (!page.reason.empty()) line.plain(": " + page.reason);
  return line;
}

RichText answer_to(const Request& request, const Page& page) {
  RichText text;
  switch (page.state) {
    case PageState::open:
      text.plain("no answer yet");
      if (const Rung* rung = rung_of(page)) {
        text.plain("; step " + std::to_string(rung->step) + ", " + names_of(rung->called));
        if (page.next_at) {
          text.plain(", is called until " + spoken_moment(request, *page.next_at, request.zone));
        }
      }
      return text;
    case PageState::stopped:
      if (!page.answered_at) return text.plain("stopped, nobody answered");
      text.plain("ended in its pager by ");
      break;
    case PageState::acknowledged:
      text.plain("acknowledged by ");
      break;
    case PageState::declined:
      text.plain("declined by ");
      break;
  }
  if (page.answered_by.empty()) {
    text.plain(page.answered_there.empty() ? "somebody" : page.answered_there);
  } else {
    text.user(page.answered_by);
  }
  if (page.answered_at) {
    text.plain(" at " + spoken_moment(request, *page.answered_at, request.zone));
  }
  return text;
}

Result<Page, Refusal> read_page(const Request& request, std::string_view word) {
  auto number = read_page_handle(word);
  if (!number) number = read_page_handle("P" + std::string(word));  // "ack 1"
  if (!number) {
    if (auto refusal = refuse_other_handle(word, "a page, like P1")) {
      return failure(std::move(*refusal));
    }
    return failure(Refusal("“" + std::string(word) +
                           "” is no page. Nothing was changed. Pages are "
                           "called P1, P2 and so on."));
  }
  if (const Page* page = find(*request.incident, *number)) return *page;
  RichText why(handle(request.incident->number) + " has no " + handle(*number));
  why.plain(". Nothing was changed. To see its pages, type ");
  return failure(Refusal(why.code(line_to_type(request, "oncall")).plain(".")));
}

}  // namespace tocsin
