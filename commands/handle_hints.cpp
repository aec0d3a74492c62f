#include "commands/handle_hints.h"

#include "bot/domain/ascii.h"

#include "commands/entry.h"
#include "commands/handles.h"
#include "commands/line.h"

#include <string>

namespace tocsin {

namespace {

// "a task"; empty for a word that is no handle at all.
std::string_view kind_of(std::string_view word) {
  if (read_entry_handle(word)) return "an entry";
  if (read_hypothesis_handle(word)) return "a hypothesis";
  if (read_task_handle(word)) return "a task";
  if (read_page_handle(word)) return "a page";
  return "";
}

}  // namespace

Refusal refuse_handle(const Request& request, const Verb& verb, std::string_view word,
                      std::string_view kind) {
  const std::string name(verb.name);
  if (word.empty())
    return refuse_with_usage(request, verb, "Which one? It takes " + std::string(kind) + ".");
  if (const auto other = read_line(word).named; other && in_lower_case(word).starts_with("inc-")) {
    RichText why("Nothing was changed: the incident goes in front. Type ");
    why.code(request.settings.command + " " + handle(*other) + " " + name + " " +
             std::string(verb.arguments));
    return Refusal(why.plain("."));
  }
  const std::string shown = "“" + std::string(word) + "”";
  const std::string_view is = kind_of(word);
  if (!is.empty()) {
    return refuse_with_usage(request, verb,
                             "Nothing was changed: " + std::string(word) + " is " +
                                 std::string(is) + ", and " + name + " takes " + std::string(kind) +
                                 ".");
  }
  return refuse_with_usage(request, verb,
                           "Nothing was changed: " + shown + " is no handle; " + name + " takes " +
                               std::string(kind) + ".");
}

}  // namespace tocsin
