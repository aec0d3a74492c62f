#include "bot/domain/ascii.h"
#include "commands/entry.h"
#include "commands/forms.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <optional>
#include <utility>

namespace tocsin {

namespace {

using Kind = event::LessonNoted::Kind;

std::optional<Kind> find_kind(std::string_view word) {
  const std::string small = in_lower_case(word);
  if (small == "well") return Kind::well;
  if (small == "badly") return Kind::badly;
  if (small == "lucky") return Kind::lucky;
  return std::nullopt;
}

Outcome run_lesson(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const std::optional<Kind> kind = find_kind(first.word);
  if (!kind || first.rest.empty()) {
    return failure(refuse_with_usage(request, k_lesson, "Did it go well, badly, or was it luck?",
                                     kind ? "text" : "kind"));
  }
  const TimedText now{request.typed.now, request.zone, false, "", first.rest};
  return answer_entry(request, event::LessonNoted{*kind, with_names(request, first.rest)}, now);
}

Form lesson_form(const Request& request) {
  FormField which;
  which.name = "kind";
  which.label = "How did it go?";
  which.kind = FormField::Kind::choice;
  which.choices = {
      {"well", "It went well"}, {"badly", "It went badly"}, {"lucky", "We were lucky"}};
  return make_form(request, k_lesson, "Lesson", "Save",
                   {std::move(which), text_field("What did you learn?")});
}

std::string lesson_arguments(const FilledForm& form) {
  return value_of(form, "kind") + " " + value_of(form, "text");
}

}  // namespace

const Verb k_lesson = {
    .name = "lesson",
    .aliases = "",
    .arguments = "well|badly|lucky TEXT",
    .purpose = "Notes a lesson for the write-up.",
    .examples = {"lesson well The rollback took two minutes", "lesson badly Nobody saw the alert"},
    .form = lesson_form,
    .run = run_lesson,
    .arguments_of = lesson_arguments,
};

}  // namespace tocsin
