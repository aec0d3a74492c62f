#include "commands/own_section.h"

#include "bot/domain/ascii.h"
#include "bot/domain/corrections.h"
#include "bot/domain/shown_name.h"
#include "bot/domain/whole_letters.h"
#include "bot/domain/whole_number.h"
#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/named_entry.h"
#include "commands/verbs.h"

#include <optional>
#include <utility>
#include <vector>

namespace tocsin {

namespace {

constexpr std::string_view k_after = "--after";
constexpr std::string_view k_replace = "--replace";
constexpr std::size_t k_longest_quote = 400;  // bytes; it stands below a field of a form

// The versions of one section, and the one that stands.
struct Versions {
  std::size_t count = 0;
  std::optional<Event> last;

  std::string_view text() const {
    return last ? std::get<event::SectionWritten>(last->body).text : std::string_view();
  }
};

Versions versions_of(const Request& request, WriteupSection section) {
  Versions versions;
  for (const Event& event : request.reader.events_of(request.incident->number)) {
    const auto* written = std::get_if<event::SectionWritten>(&event.body);
    if (written == nullptr || written->section != section) continue;
    ++versions.count;
    versions.last = event;
  }
  return versions;
}

struct Writing {
  std::string_view text;
  std::optional<std::size_t> after;  // how many versions its writer saw
  bool may_replace = false;
  bool has_text = false;  // it may be empty all the same
};

Writing read_writing(std::string_view rest) {
  Writing writing;
  while (true) {
    const FirstWord first = take_word(rest);
    if (first.word == k_after) {
      const FirstWord number = take_word(first.rest);
      const auto after = whole_number(number.word);
      if (!after) break;
      writing.after = static_cast<std::size_t>(*after);
      rest = number.rest;
    } else if (first.word == k_replace) {
      writing.may_replace = true;
      rest = first.rest;
    } else if (first.word == k_text_follows) {
      writing.has_text = true;
      rest = first.rest;
      break;
    } else {
      break;
    }
  }
  writing.text = trim(rest);
  writing.has_text = writing.has_text || !writing.text.empty();
  return writing;
}

std::string in_quotes(std::string_view quoted) {
  std::string text(quoted);
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  if (text.size() > k_longest_quote) {
    text = std::string(whole_letters(text, k_longest_quote)) + "…";
  }
  return "“" + text + "”";
}

std::string name_of_person(const Request& request, const UserId& user) {
  return shown_name(request.reader.person(user), user);
}

// "Bo took the text away at 14:02 UTC" or "Bo wrote at 14:02 UTC: “…”".
std::string last_version(const Request& request, const Versions& versions) {
  const Event& last = *versions.last;
  const std::string who = name_of_person(request, last.actor);
  const std::string when = spoken_moment(request, last.recorded_at, request.zone);
  if (versions.text().empty()) return who + " took the text away at " + when + ".";
  return who + " wrote at " + when + ": " + in_quotes(versions.text());
}

Refusal refuse_section(const Request& request, std::string_view word, std::string_view verb) {
  RichText why;
  if (word.empty()) {
    why.plain("Which section of the write-up? ");
  } else {
    why.plain("“" + std::string(word) + "” is no section that can be written. ");
  }
  why.plain("Press one, or type ");
  why.code(request.settings.command + " postmortem " + std::string(verb) + " SECTION" +
           (verb == "write" ? " TEXT" : ""));
  why.plain(". Numbers, timeline and action items come from the record alone.");
  Reply reply(std::move(why));
  const std::string line = handle(request.incident->number) + " postmortem " + std::string(verb);
  for (const WriteupSection section : writeup_sections()) {
    reply.buttons.push_back({std::string(title_of(section)),
                             line + " " + std::string(name_of(section)), Button::Style::plain});
  }
  return Refusal(std::move(reply));
}

std::optional<Refusal> refusal_without_writeup(const Request& request) {
  if (request.incident->state != State::cancelled) return std::nullopt;
  return Refusal(handle(request.incident->number) + " was cancelled, so it has no write-up.");
}

Answer saved(const Request& request, WriteupSection section, std::string text, RichText said) {
  const Incident& incident = *request.incident;
  Answer answer;
  answer.incident = incident.number;
  answer.events.push_back(next_event(incident, event::SectionWritten{section, std::move(text)},
                                     request.typed.now, request.typed.now, request.typed.user));
  answer.reply = Reply(said.plain(after_the_end(incident, "text")));
  return answer;
}

std::string of_writeup(const Request& request, WriteupSection section) {
  return "“" + std::string(title_of(section)) + "” of the write-up of " +
         handle(request.incident->number);
}

// What a field of the form begins with. The card's short texts are a start for the long ones.
std::string text_to_begin_with(const Request& request, WriteupSection section,
                               const Versions& versions) {
  if (!versions.text().empty()) return std::string(versions.text());
  if (section == WriteupSection::summary) return request.incident->summary;
  if (section == WriteupSection::impact) return request.incident->impact;
  return "";
}

FormField replace_field() {
  FormField field;
  field.name = "replace";
  field.label = "If somebody else changed it meanwhile";
  field.kind = FormField::Kind::check;
  field.is_optional = true;
  field.choices = {{"yes", "Save mine; theirs stays in the record"}};
  return field;
}

}  // namespace

Outcome write_section(const Request& request, std::string_view arguments) {
  if (auto refusal = refusal_without_writeup(request)) return failure(std::move(*refusal));
  const FirstWord first = take_word(arguments);
  const auto section = find_writeup_section(first.word);
  if (!section) return failure(refuse_section(request, first.word, "write"));
  const Writing writing = read_writing(first.rest);
  if (!writing.has_text) {
    RichText text("Press the button for the form, or type ");
    text.code(request.settings.command + " postmortem write " + std::string(name_of(*section)) +
              " TEXT");
    return offer_form(section_form(request, name_of(*section)), Reply(text.plain(".")));
  }
  const Versions versions = versions_of(request, *section);
  const std::string text = with_names(request, writing.text);
  if (text == versions.text()) {
    return failure(
        Refusal(of_writeup(request, *section) +
                    (text.empty() ? " has no text of its own. " : " reads so already. ") +
                    "Nothing was changed.",
                "text"));
  }
  const bool is_late = writing.after && *writing.after < versions.count;
  if (is_late && !writing.may_replace) {
    return failure(Refusal("Not saved yet: since you opened this, " +
                               last_version(request, versions) +
                               " Take over what belongs into yours, tick the box below, and save "
                               "again.",
                           "text"));
  }
  RichText said("Saved ");
  said.bold(of_writeup(request, *section));
  if (text.empty()) {
    said.plain(": it is what the record gives again.");
  } else {
    said.plain(". What the record gives stays below it.");
  }
  const bool replaces_others = versions.last && versions.last->actor != request.typed.user;
  if (replaces_others && !versions.text().empty()) {
    said.plain(" It stands in place of what " + last_version(request, versions) +
               " That stays in the record.");
  }
  return saved(request, *section, text, std::move(said));
}

Outcome clear_section(const Request& request, std::string_view arguments) {
  if (auto refusal = refusal_without_writeup(request)) return failure(std::move(*refusal));
  const FirstWord first = take_word(arguments);
  const auto section = find_writeup_section(first.word);
  if (!section) return failure(refuse_section(request, first.word, "clear"));
  if (!first.rest.empty()) {
    RichText why(
        "clear takes the text of a section away and needs nothing behind its name. "
        "Nothing was changed. To write it anew, type ");
    why.code(request.settings.command + " postmortem write " + std::string(name_of(*section)) +
             " TEXT");
    return failure(Refusal(why.plain(".")));
  }
  const Versions versions = versions_of(request, *section);
  if (versions.text().empty()) {
    return failure(Refusal(of_writeup(request, *section) +
                           " has no text of its own: it is what the record gives. Nothing was "
                           "changed."));
  }
  RichText said("Saved ");
  said.bold(of_writeup(request, *section)).plain(": it is what the record gives again. What ");
  return saved(request, *section, "",
               said.plain(last_version(request, versions) + " stays in the record."));
}

Form section_form(const Request& request, std::string_view arguments) {
  FirstWord first = take_word(arguments);
  if (in_lower_case(first.word) == "write") first = take_word(first.rest);
  const auto section = find_writeup_section(first.word);
  if (!section) {
    FormField which;
    which.name = "section";
    which.label = "Section";
    which.kind = FormField::Kind::choice;
    for (const WriteupSection each : writeup_sections()) {
      which.choices.push_back({std::string(name_of(each)), std::string(title_of(each))});
    }
    Form form = make_form(request, k_postmortem, "Write-up", "Save",
                          {std::move(which), text_field("What shall stand there?")});
    form.arguments = "write";
    return form;
  }
  const Versions versions = versions_of(request, *section);
  FormField text = optional(text_field(question_of(*section),
                                       "What the record gives stays below it. Empty: that alone.",
                                       text_to_begin_with(request, *section, versions)));
  Form form = make_form(request, k_postmortem, "Write-up", "Save", {std::move(text)});
  form.introduction = RichText().bold(title_of(*section));
  form.fields.push_back(replace_field());
  form.arguments = "write " + std::string(name_of(*section)) + " " + std::string(k_after) + " " +
                   std::to_string(versions.count);
  return form;
}

std::string section_arguments(const FilledForm& form) {
  std::string arguments = value_of(form, "section");
  if (!arguments.empty()) arguments += " ";
  if (!value_of(form, "replace").empty()) arguments += std::string(k_replace) + " ";
  return arguments + std::string(k_text_follows) + " " + value_of(form, "text");
}

}  // namespace tocsin
