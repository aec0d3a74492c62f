#include "bot/domain/ladder.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/pages.h"
#include "commands/refusals.h"
#include "commands/teams.h"
#include "commands/verbs.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// Why this page is not for the typist to decline; nothing when it is.
std::optional<RichText> obstacle(const Request& request, const Page& page) {
  const std::string number = handle(page.number);
  RichText why;
  if (!page.user.empty() && page.user != request.typed.user) {
    why.plain(number + " is for ").user(page.user).plain(", who alone can decline it.");
    return why;
  }
  if (!page.rungs.empty() && !may_be_called(page, request.typed.user)) {
    return why.plain(number + " of " + page.team + " has not called you.");
  }
  const bool has_declined =
      std::ranges::find(page.declined, request.typed.user) != page.declined.end();
  if (page.state == PageState::open && has_declined) {
    return why.plain("You have said already that you can't come for " + number + ".");
  }
  const bool is_own = page.answered_by == request.typed.user;
  if (page.state == PageState::stopped) return why.plain(number + " was stopped already.");
  if (page.state == PageState::declined) {
    return why.plain(number + " was ").append(answer_to(request, page)).plain(" already.");
  }
  if (page.state == PageState::acknowledged && !is_own) {
    return why.plain(number + " was ")
        .append(answer_to(request, page))
        .plain(": you are not needed any more.");
  }
  return std::nullopt;
}

// Nobody of those who are called now is left to wait for: the next step comes at once.
void climb_on(const Request& request, const Page& page, Answer& answer) {
  RichText& said = answer.reply.paragraphs.front();
  const Incident after = apply(*request.incident, answer.events.back());
  const Page* left = find(after, page.number);
  if (left == nullptr || left->state != PageState::open || !left->next_at) return;
  const PagerNames refused =
      refused_pagers(request.reader.events_of(request.incident->number), page.number);
  if (is_anybody_left(*left, refused)) {
    said.plain(" The others of step " + std::to_string(rung_of(*left)->step) + " of " + page.team +
               " are still called.");
    return;
  }
  EventBody next = next_of_ladder(*left);
  if (const auto* step = std::get_if<event::StepPaged>(&next)) {
    said.plain(" Step " + std::to_string(step->step) + " of " + page.team +
               " is called now: " + names_of(step->called) + ".");
  } else {
    said.plain(" Nobody is left on the ladder of " + page.team +
               "; the channel is told to use the telephone.");
  }
  answer.events.push_back(
      next_event(after, std::move(next), request.typed.now, request.typed.now, UserId{}));
}

Outcome run_decline_page(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  if (first.word.empty()) {
    return failure(refuse_with_usage(request, k_decline_page, "Which page?"));
  }
  const auto page = read_page(request, first.word);
  if (!page) return failure(page.error());
  if (auto why = obstacle(request, *page)) {
    return failure(Refusal(why->plain(" Nothing was changed.")));
  }
  Answer answer =
      answer_now(request, event::PageDeclined{page->number, with_names(request, first.rest)});
  RichText& said = answer.reply.paragraphs.front();
  if (!page->rungs.empty()) {
    climb_on(request, *page, answer);
    return answer;
  }
  const UserId& lead = request.incident->lead;
  if (page->user.empty()) {
    said.plain(" The others of ").append(target_of(*page)).plain(" are still called.");
  } else if (lead == request.typed.user) {
    said.plain(" Page somebody else with ");
    said.code(line_to_type(request, "escalate @USER")).plain(".");
  } else if (!lead.empty()) {
    said.plain(" The lead, ").user(lead).plain(", is told that you can't come.");
  }
  return answer;
}

}  // namespace

const Verb k_decline_page = {
    .name = "decline-page",
    .aliases = "",
    .arguments = "Pn [WHY]",
    .purpose = "Says that you cannot come.",
    .examples = {"decline-page P1", "INC-7 decline-page P1 On a plane"},
    .is_hidden = true,
    .run = run_decline_page,
};

}  // namespace tocsin
