#include "bot/domain/postmortem.h"

#include "bot/domain/ascii.h"
#include "bot/domain/lint.h"
#include "bot/domain/shown_name.h"
#include "commands/entry.h"
#include "commands/line.h"
#include "commands/own_section.h"
#include "commands/verbs.h"
#include "commands/writeup_owner.h"
#include "commands/writeup_preview.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// An acknowledgement holds 16 KiB with everything that Slack wants around the text.
constexpr std::size_t k_longest_preview = 6'000;
constexpr std::size_t k_most_findings = 15;

// The write-up as the record gives it now, whatever was posted before.
struct Sources {
  Sources(const Request& asked)
      : request(asked), events(asked.reader.events_of(asked.incident->number)) {}

  PostmortemSources view() const {
    return {*request.incident, events,
            [this](const UserId& user) { return shown_name(request.reader.person(user), user); }};
  }

  const Request& request;
  std::vector<Event> events;
};

std::string line_of(const Request& request, std::string_view rest) {
  return handle(request.incident->number) + " postmortem " + std::string(rest);
}

Answer preview(const Request& request) {
  const Sources sources(request);
  WriteupPreview shown = preview_of(request.settings.layout(sources.view()), k_longest_preview);
  Answer answer;
  answer.reply.paragraphs = std::move(shown.paragraphs);
  RichText hint(shown.is_whole ? "Only you see this. "
                               : "It goes on: this answer is cut here. Only you see it. ");
  hint.code(request.settings.command + " " + line_of(request, "file"));
  answer.reply.paragraphs.push_back(std::move(hint.plain(" posts all of it in the channel.")));
  answer.reply.buttons = {{"What to improve", line_of(request, "lint"), Button::Style::plain},
                          {"Post it", line_of(request, "file"), Button::Style::plain}};
  return answer;
}

Answer lint_it(const Request& request) {
  const Sources sources(request);
  const std::vector<LintFinding> findings = lint(sources.view());
  Answer answer;
  if (findings.empty()) {
    answer.reply = Reply(
        "Nothing to improve by the plain rules: owners, dates, numbers, gaps and "
        "wording of " +
        handle(request.incident->number) + " are fine.");
    return answer;
  }
  RichText text(std::to_string(findings.size()) + (findings.size() == 1 ? " thing" : " things") +
                " to improve in the write-up of ");
  text.bold(handle(request.incident->number)).plain(":");
  const std::size_t shown = std::min(findings.size(), k_most_findings);
  for (std::size_t i = 0; i < shown; ++i) {
    const LintFinding& finding = findings[i];
    text.plain("\n• ");
    if (finding.entry.value > 0) text.bold(handle(finding.entry)).plain(" ");
    text.plain(finding.what + " ").code(request.settings.command + " " + finding.type);
  }
  if (shown < findings.size()) {
    text.plain("\nand " + std::to_string(findings.size() - shown) +
               " more, shown when these are settled.");
  }
  answer.reply = Reply(std::move(text));
  return answer;
}

Outcome file(const Request& request) {
  const Incident& incident = *request.incident;
  if (incident.state == State::cancelled) {
    return failure(Refusal(handle(incident.number) +
                           " was cancelled, so it has no write-up to post. preview shows you what "
                           "the record gives."));
  }
  if (incident.is_imported) {
    return failure(Refusal(handle(incident.number) +
                           " was imported, so it has no channel to post in. preview shows you what "
                           "the record gives."));
  }
  Answer answer;
  answer.incident = incident.number;
  answer.wants_writeup = true;
  RichText said("The write-up of ");
  said.bold(handle(incident.number)).plain(" as it stands now is being posted in ");
  if (has_channel(incident)) {
    said.channel(incident.channel, incident.channel_name);
  } else {
    said.plain("its thread");
  }
  answer.reply = Reply(std::move(said.plain(", with a file.")));
  return answer;
}

Outcome publish(const Request& request) {
  const Incident& incident = *request.incident;
  const std::string number = handle(incident.number);
  if (incident.state != State::closed) {
    return failure(
        Refusal(RichText("Only the write-up of a closed incident is published, and " + number +
                         " is " + std::string(name_of(incident.state)) + ". Type ")
                    .code(request.settings.command + " " + number +
                          (incident.state == State::cancelled ? " reopen REASON" : " close"))
                    .plain(" first.")));
  }
  if (incident.writeup_state == WriteupState::published) {
    return failure(Refusal(RichText("The write-up of " + number +
                                    " is published already, and follows every correction. ")
                               .code(request.settings.command + " " + line_of(request, "file"))
                               .plain(" posts it anew.")));
  }
  const bool is_draft = incident.writeup_state == WriteupState::draft;
  const WriteupState next = is_draft ? WriteupState::in_review : WriteupState::published;
  Answer answer;
  answer.incident = incident.number;
  answer.events.push_back(next_event(incident, event::WriteupMoved{next}, request.typed.now,
                                     request.typed.now, request.typed.user));
  RichText said("Saved: the write-up of ");
  said.bold(number).plain(" is now " + std::string(words_of(next)) + ".");
  if (!is_draft) {
    answer.reply = Reply(std::move(said.plain(
        " Its messages in the channel show the final text, and the file is attached anew.")));
    return answer;
  }
  const Sources sources(request);
  const std::size_t findings = lint(sources.view()).size();
  if (findings > 0) {
    said.plain(" " + std::to_string(findings) + (findings == 1 ? " thing" : " things") +
               " could be improved before it is published.");
  }
  said.plain(" Once it has been read, type ");
  said.code(request.settings.command + " " + line_of(request, "publish")).plain(" again.");
  answer.reply = Reply(std::move(said));
  answer.reply.buttons = {{"What to improve", line_of(request, "lint"), Button::Style::plain},
                          {"Publish it", line_of(request, "publish"), Button::Style::primary}};
  return answer;
}

// Words that take something behind them, then those that take nothing.
Outcome run_postmortem(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const std::string with_rest = in_lower_case(first.word);
  if (with_rest == "write") return write_section(request, first.rest);
  if (with_rest == "clear") return clear_section(request, first.rest);
  if (with_rest == "owner") return set_writeup_owner(request, first.rest);
  if (with_rest == "due") return set_writeup_due(request, first.rest);
  const std::string word = in_lower_case(request.arguments);
  if (word.empty() || word == "preview") return preview(request);
  if (word == "lint") return lint_it(request);
  if (word == "file") return file(request);
  if (word == "publish") return publish(request);
  return failure(refuse_with_usage(
      request, k_postmortem,
      "“" + std::string(request.arguments) + "” is nothing that can be done with a write-up."));
}

Form postmortem_form(const Request& request) { return section_form(request, request.arguments); }

}  // namespace

const Verb k_postmortem = {
    .name = "postmortem",
    .aliases = "pm|writeup|retro",
    .arguments =
        "[preview|lint|publish|file], write SECTION TEXT, clear SECTION, owner @USER, "
        "due WHEN",
    .purpose =
        "The write-up as it stands: shows, checks, publishes or posts it; writes a section "
        "in your own words; says whose it is and until when.",
    .examples = {"postmortem lint", "postmortem write summary A release broke the checkout"},
    .form = postmortem_form,
    .run = run_postmortem,
    .arguments_of = section_arguments,
};

}  // namespace tocsin
