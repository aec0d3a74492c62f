#include "bot/domain/access.h"
#include "bot/domain/ladder.h"
#include "commands/describe.h"
#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/pages.h"
#include "commands/refusals.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

// Names of pages are short; other words behind `ack` are something that a person had to say.
bool is_handle(std::string_view word) {
  const bool is_number =
      !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  return is_number || read_page_handle(word) || refuse_other_handle(word, "");
}

// Answers this page and the others of its target that wait; what was said with it goes to the log.
Answer acknowledge(const Request& request, const Page& page, std::string_view note) {
  Request current = request;
  Answer answer = answer_now(current, event::PageAcknowledged{page.number});
  std::string numbers = handle(page.number);
  const auto add = [&](EventBody body) {
    current.incident = apply(*current.incident, answer.events.back());
    answer.events.push_back(next_event(*current.incident, std::move(body), request.typed.now,
                                       request.typed.now, request.typed.user));
  };
  for (const Page* other : open_pages(*request.incident)) {
    if (other->number == page.number || !have_same_target(*other, page)) continue;
    add(event::PageAcknowledged{other->number});
    numbers += ", " + handle(other->number);
  }
  if (!note.empty()) add(event::Logged{with_names(request, note)});
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" You have ").bold(numbers).plain("; nobody is called for it any more.");
  if (!note.empty()) {
    said.plain(" What you said is " + handle(answer.events.back().entry) + ".");
  }
  answer.reply.buttons = {
      {"Catch up", handle(request.incident->number) + " catchup", Button::Style::plain}};
  return answer;
}

Outcome acknowledge_named(const Request& request, std::string_view word, std::string_view note) {
  const auto page = read_page(request, word);
  if (!page) return failure(page.error());
  const std::string number = handle(page->number);
  RichText why(number + " was ");
  switch (page->state) {
    case PageState::open:
    case PageState::declined:
      return acknowledge(request, *page, note);
    case PageState::acknowledged:
      why.append(answer_to(request, *page)).plain(" already. Nothing was changed.");
      return failure(Refusal(std::move(why)));
    case PageState::stopped:
      if (page->answered_at) {
        why.append(answer_to(request, *page))
            .plain(". Nothing was changed. To call them anew, type ");
        why.code(line_to_type(request, "escalate " + target_to_type(*page) + " again")).plain(".");
      } else {
        why.plain("stopped when " + handle(request.incident->number) +
                  " was over. Nothing was changed.");
      }
      return failure(Refusal(std::move(why)));
  }
  return failure(Refusal(std::move(why)));
}

Button button_for(const Incident& incident, const Page& page) {
  return {"Acknowledge " + handle(page.number) + " of " + page.target,
          handle(incident.number) + " ack " + handle(page.number), Button::Style::primary};
}

// On the ladder of a team this person was called by name.
bool calls(const Page& page, const UserId& user) {
  const auto so_far = std::min(static_cast<std::size_t>(page.rung) + 1, page.rungs.size());
  for (std::size_t i = 0; i < so_far; ++i) {
    if (std::ranges::find(page.rungs[i].called, user, &Called::user) !=
        page.rungs[i].called.end()) {
      return true;
    }
  }
  return false;
}

// Those that wait for the typist: their own, else those of groups and teams, who may be more than
// those who were called.
std::vector<const Page*> pages_for(const Incident& incident, const UserId& user) {
  std::vector<const Page*> open = open_pages(incident);
  std::vector<const Page*> own = open;
  std::erase_if(own, [&](const Page* page) { return page->user != user && !calls(*page, user); });
  if (!own.empty()) return own;
  std::erase_if(open, [](const Page* page) { return !page->user.empty(); });
  return open;
}

Refusal refuse_none(const Request& request) {
  const Incident& incident = *request.incident;
  Reply reply("No page waits for you in " + handle(incident.number) + ". Nothing was changed.");
  for (const Page* page : open_pages(incident)) {
    reply.paragraphs.push_back(page_line(request, *page));
    if (reply.buttons.size() < 5) reply.buttons.push_back(button_for(incident, *page));
  }
  if (!reply.buttons.empty()) {
    reply.paragraphs.push_back("To take one of them, press its button.");
    return Refusal(std::move(reply));
  }
  for (auto page = incident.pages.rbegin(); page != incident.pages.rend(); ++page) {
    if (page->state != PageState::acknowledged) continue;
    RichText last("The last one, " + handle(page->number) + ", was ");
    reply.paragraphs.push_back(last.append(answer_to(request, *page)).plain("."));
    break;
  }
  return Refusal(std::move(reply));
}

Outcome acknowledge_waiting(const Request& request, std::string_view note) {
  const std::vector<const Page*> waiting = pages_for(*request.incident, request.typed.user);
  if (waiting.empty()) return failure(refuse_none(request));
  const bool is_certain = std::ranges::all_of(
      waiting, [&](const Page* page) { return have_same_target(*page, *waiting.front()); });
  if (is_certain) return acknowledge(request, *waiting.front(), note);
  Reply reply("Nothing was changed yet. Which page do you take?");
  for (const Page* page : waiting) {
    reply.paragraphs.push_back(page_line(request, *page));
    if (reply.buttons.size() < 5) reply.buttons.push_back(button_for(*request.incident, *page));
  }
  return failure(Refusal(std::move(reply)));
}

// Typed outside of an incident: the one in which a page waits for the typist is meant, when there
// is exactly one.
std::optional<Incident> incident_that_waits(const Request& request) {
  std::optional<Incident> found;
  for (Incident& incident : request.reader.active_incidents()) {
    const bool waits = std::ranges::any_of(open_pages(incident), [&](const Page* page) {
      return page->user == request.typed.user || calls(*page, request.typed.user);
    });
    if (!waits) continue;
    if (found) return std::nullopt;
    found = std::move(incident);
  }
  return found;
}

Outcome run_ack(const Request& typed) {
  Request request = typed;
  const FirstWord first = take_word(request.arguments);
  const bool is_named = is_handle(first.word);
  if (!request.incident && !is_named) request.incident = incident_that_waits(request);
  if (!request.incident) {
    std::string line = "ack";
    if (!request.arguments.empty()) line += " " + std::string(request.arguments);
    return failure(ask_which_incident(request, line));
  }
  if (is_named) return acknowledge_named(request, first.word, first.rest);
  return acknowledge_waiting(request, request.arguments);
}

}  // namespace

const Verb k_ack = {
    .name = "ack",
    .aliases = "acknowledge|onit",
    .arguments = "[Pn]",
    .purpose = "Acknowledges the page that waits for you.",
    .examples = {"ack", "ack P1"},
    .needs_incident = false,
    .run = run_ack,
};

}  // namespace tocsin
