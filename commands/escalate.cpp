#include "bot/domain/ascii.h"
#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/handles.h"
#include "commands/line.h"
#include "commands/pages.h"
#include "commands/refusals.h"
#include "commands/teams.h"
#include "commands/verbs.h"

#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::string_view k_again = "again";

// Whom a page goes to.
struct Target {
  std::string name;  // as people read it
  UserId user;       // empty: a group or a team
  std::string group;
  std::string team{};
  std::vector<Rung> rungs{};
  std::vector<std::string> missing{};  // of the team: names that Slack does not know
};

std::string shown_name(const Request& request, const UserId& user) {
  const auto person = request.reader.person(user);
  return "@" + (person && !person->name.empty() ? person->name : user.value);
}

// A bare word is meant as a team. Nobody is guessed: who is called so is offered, and the teams
// whose names are near.
Refusal refuse_team(const Request& request, std::string_view word, std::string_view reason) {
  const std::vector<std::string> near = similar_teams(request.settings.roster, word);
  RichText why("Nobody was paged: ");
  if (near.empty()) {
    why.plain("no teams are set up, so I do not know who “" + std::string(word) + "” is.");
  } else {
    why.plain("there is no team “" + std::string(word) + "”. The nearest are");
    for (const std::string& name : near) {
      why.plain(&name == near.data() ? " " : ", ").bold(name);
    }
    why.plain(".");
  }
  why.plain(" Name a person or a group of Slack: ");
  Reply reply(why.code(line_to_type(request, "escalate @USER REASON")).plain("."));
  for (const std::string& name : near) {
    std::string line = handle(request.incident->number) + " escalate " + name;
    if (!reason.empty()) line += " " + std::string(reason);
    reply.buttons.push_back({"Page " + name, std::move(line), Button::Style::primary});
  }
  constexpr std::size_t k_most_people = 5;
  for (const Person& person : request.reader.people_named(word)) {
    if (person.is_bot || reply.buttons.size() == k_most_people) continue;
    std::string line = handle(request.incident->number) + " escalate <@" + person.id.value + ">";
    if (!reason.empty()) line += " " + std::string(reason);
    reply.buttons.push_back({"Page @" + person.name, std::move(line), Button::Style::primary});
  }
  Refusal refusal(std::move(reply));
  refusal.field = "person";
  return refusal;
}

Result<Target, Refusal> read_team(const Request& request, const std::string& name,
                                  const Team& team) {
  Plan plan = plan_for(request, team);
  if (plan.rungs.empty()) {
    RichText why("Nobody was paged: of team ");
    why.bold(name).plain(" nobody can be called. Slack does not know ");
    why.plain(listed(plan.missing) + ". Name a person: ");
    return failure(Refusal(why.code(line_to_type(request, "escalate @USER REASON")).plain(".")));
  }
  return Target{name, {}, "", name, std::move(plan.rungs), std::move(plan.missing)};
}

Result<Target, Refusal> read_target(const Request& request, std::string_view word,
                                    std::string_view reason) {
  if (auto group = read_group(request, word)) {
    for (const auto& [name, team] : request.settings.roster.teams) {
      if (team.group == group->id) return read_team(request, name, team);
    }
    return Target{group->name, {}, group->id};
  }
  const auto& teams = request.settings.roster.teams;
  if (const auto team = teams.find(in_lower_case(word)); team != teams.end()) {
    return read_team(request, team->first, team->second);
  }
  if (!looks_like_person(word)) return failure(refuse_team(request, word, reason));
  auto user = read_person(request, word, true);
  if (!user) return failure(std::move(user.error()));
  return Target{shown_name(request, *user), *user, ""};
}

// The one that is still waiting for this target, the latest first.
const Page* waiting_page(const Incident& incident, const Target& target) {
  const std::vector<const Page*> open = open_pages(incident);
  for (auto page = open.rbegin(); page != open.rend(); ++page) {
    const bool is_same = (*page)->user == target.user && (*page)->group == target.group &&
                         (*page)->team == target.team;
    if (is_same) return *page;
  }
  return nullptr;
}

// Two people in one line: whoever reads it would believe that both were called.
Refusal refuse_several(const Request& request, std::string_view first, std::string_view rest) {
  Reply reply("Nobody was paged yet: one page is for one person or group. Whom first?");
  std::vector<std::string> targets{std::string(first)};
  FirstWord next = take_word(rest);
  while (looks_like_person(next.word) || read_group(next.word)) {
    targets.emplace_back(next.word);
    next = take_word(next.rest);
  }
  std::string reason(next.word);
  if (!next.rest.empty()) reason += " " + std::string(next.rest);
  for (const std::string& target : targets) {
    std::string line = handle(request.incident->number) + " escalate " + target;
    if (!reason.empty()) line += " " + reason;
    reply.buttons.push_back(
        {"Page " + with_names(request, target), std::move(line), Button::Style::primary});
    if (reply.buttons.size() == 5) break;
  }
  return Refusal(std::move(reply));
}

Outcome join_page(const Request& request, const Page& page, std::string_view reason) {
  Answer answer = answer_now(request, event::PageJoined{page.number, with_names(request, reason)});
  const std::string again = "escalate " + target_to_type(page) + " again";
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").append(target_of(page)).plain(" was paged already as ");
  said.bold(handle(page.number));
  said.plain(" at " + spoken_moment(request, page.opened_at, request.zone));
  said.plain(" and has not answered yet. ");
  said.plain(reason.empty() ? "Nobody is paged twice."
                            : "Your reason is added; nobody is paged twice.");
  answer.reply.buttons = {
      {"Page again", handle(request.incident->number) + " " + again, Button::Style::plain}};
  return answer;
}

// "Step 1 calls @ana; no answer by 14:45 UTC: step 2, @bo."
void say_ladder(const Request& request, const Target& target, RichText& said) {
  const Rung& first = target.rungs.front();
  said.plain(": step " + std::to_string(first.step) + " calls " + names_of(first.called) + ".");
  if (target.rungs.size() > 1) {
    const Rung& next = target.rungs[1];
    said.plain(" No answer by " +
               spoken_moment(request, request.typed.now + Duration{first.wait_ms}, request.zone) +
               ": step " + std::to_string(next.step) + (next.round > 1 ? " again, " : ", ") +
               names_of(next.called) + ".");
  }
  if (!target.missing.empty()) {
    said.plain(" Slack does not know " + listed(target.missing) + ": they are not called.");
  }
}

Outcome page(const Request& request, Target target, std::string_view reason) {
  event::Paged paged;
  paged.page = PageNumber{request.incident->last_page.value + 1};
  paged.target = target.name;
  paged.user = target.user;
  paged.group = target.group;
  paged.team = target.team;
  paged.rungs = target.rungs;
  paged.text = with_names(request, reason);
  const std::string number = handle(paged.page);
  const std::string name = paged.target;
  Answer answer = answer_now(request, std::move(paged));
  RichText& said = answer.reply.paragraphs.front();
  said.plain(" ").bold(number).plain(": " + name);
  if (!target.rungs.empty()) {
    say_ladder(request, target, said);
    return answer;
  }
  said.plain(target.user.empty() ? " is called in the incident's channel."
                                 : " gets a direct message and is invited.");
  said.plain(" You hear here when nobody answers.");
  return answer;
}

Outcome run_escalate(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  if (first.word.empty()) {
    Refusal refusal = refuse_with_usage(request, k_escalate, "Who is needed? Nobody was paged.");
    refusal.field = "person";
    return failure(std::move(refusal));
  }
  if (is_over(request.incident->state)) {
    return failure(refuse_when_over(request, "nobody is paged for it any more"));
  }
  FirstWord second = take_word(first.rest);
  const auto target = read_target(request, first.word, first.rest);
  if (!target) return failure(target.error());
  if (looks_like_person(second.word) || read_group(second.word)) {
    return failure(refuse_several(request, first.word, first.rest));
  }
  const bool is_again = in_lower_case(second.word) == k_again;
  std::string_view reason = first.rest;
  if (is_again || second.word == k_text_follows) reason = second.rest;
  const Page* open = waiting_page(*request.incident, *target);
  if (open != nullptr && !is_again) return join_page(request, *open, reason);
  return page(request, *target, reason);
}

Form escalate_form(const Request& request) {
  FormField person;
  person.name = "person";
  person.label = "Who is needed?";
  person.hint = "For a team or a group, type the command with its name.";
  person.kind = FormField::Kind::person;
  FormField reason;
  reason.name = "reason";
  reason.label = "Why?";
  reason.kind = FormField::Kind::paragraph;
  reason.is_optional = true;
  return make_form(request, k_escalate, "Page", "Page", {std::move(person), std::move(reason)});
}

std::string escalate_arguments(const FilledForm& form) {
  const std::string person = value_of(form, "person");
  const std::string reason = value_of(form, "reason");
  if (person.empty()) return "";
  return "<@" + person + ">" + (reason.empty() ? "" : " -- " + reason);
}

}  // namespace

const Verb k_escalate = {
    .name = "escalate",
    .aliases = "page|engage",
    .arguments = "@USER|TEAM|GROUP [again] [REASON]",
    .purpose = "Pages a person, a team step by step, or a group; nobody is paged twice for it.",
    .examples = {"escalate @ana Checkout is down", "escalate payments Checkout is down"},
    .act = Act::page,
    .form = escalate_form,
    .run = run_escalate,
    .arguments_of = escalate_arguments,
};

}  // namespace tocsin
