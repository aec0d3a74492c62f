#include "commands/line.h"
#include "commands/verbs.h"

namespace tocsin {

namespace {

std::string usage(const Request& request, const Verb& verb) {
  std::string line = request.settings.command + " " + std::string(verb.name);
  if (!verb.arguments.empty()) line += " " + std::string(verb.arguments);
  return line;
}

Reply help_for(const Request& request, const Verb& verb) {
  RichText text(verb.purpose);
  text.plain("\nType ").code(usage(request, verb));
  for (const std::string_view example : verb.examples) {
    text.plain("\nFor example ").code(request.settings.command + " " + std::string(example));
  }
  if (!verb.aliases.empty()) {
    std::string aliases(verb.aliases);
    for (std::size_t at = 0; (at = aliases.find('|', at)) != std::string::npos; at += 2) {
      aliases.replace(at, 1, ", ");
    }
    text.plain("\nAlso: " + aliases);
  }
  if (verb.run == nullptr) text.plain("\nThis version does not carry it out yet.");
  return Reply(std::move(text));
}

Outcome run(const Request& request) {
  Answer answer;
  if (!request.arguments.empty()) {
    const std::string word = lower(request.arguments);
    const Verb* verb = find_verb(word);
    if (verb == nullptr) verb = nearest_verb(word);
    if (verb != nullptr) {
      answer.reply = help_for(request, *verb);
      return answer;
    }
    return failure(
        Refusal(RichText("There is no verb “" + std::string(request.arguments) + "”. Type ")
                    .code(request.settings.command + " help")
                    .plain(" for all of them.")));
  }
  RichText text("What you can type:");
  for (const Verb* verb : catalog()) {
    if (verb->run == nullptr || verb->is_hidden) continue;
    text.plain("\n").code(usage(request, *verb)).plain(" " + std::string(verb->purpose));
  }
  answer.reply = Reply(std::move(text));
  return answer;
}

}  // namespace

const Verb k_help = {
    .name = "help",
    .aliases = "",
    .arguments = "[VERB]",
    .purpose = "Shows what can be typed.",
    .examples = {"help", "help declare"},
    .needs_incident = false,
    .run = run,
};

}  // namespace tocsin
