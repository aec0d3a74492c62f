#include "commands/entry.h"
#include "commands/line.h"
#include "commands/verbs.h"

#include <optional>

namespace tocsin {

namespace {

using Kind = event::LessonNoted::Kind;

std::optional<Kind> find_kind(std::string_view word) {
  const std::string small = lower(word);
  if (small == "well") return Kind::well;
  if (small == "badly") return Kind::badly;
  if (small == "lucky") return Kind::lucky;
  return std::nullopt;
}

Outcome run(const Request& request) {
  const FirstWord first = take_word(request.arguments);
  const std::optional<Kind> kind = find_kind(first.word);
  if (!kind || first.rest.empty()) {
    return failure(refuse_with_usage(request, k_lesson, "Did it go well, badly, or was it luck?"));
  }
  const TimedText now{request.typed.now, request.zone, false, "", first.rest};
  return answer_entry(request, event::LessonNoted{*kind, with_names(request, first.rest)}, now);
}

}  // namespace

const Verb k_lesson = {
    .name = "lesson",
    .aliases = "",
    .arguments = "well|badly|lucky TEXT",
    .purpose = "Notes a lesson for the write-up.",
    .examples = {"lesson well The rollback took two minutes", "lesson badly Nobody saw the alert"},
    .run = run,
};

}  // namespace tocsin
