#include "bot/operate/manifest.h"

#include "bot/slack/manifest.h"
#include "commands/catalog.h"

namespace tocsin {

namespace {

// As much as fits beside the command in Slack's composer; `help` has the rest.
std::string usage_hint() {
  constexpr std::size_t k_enough = 80;
  std::string hint = "[";
  for (const Verb* verb : catalog()) {
    if (verb->is_hidden || verb->name == "help") continue;
    if (hint.size() + verb->name.size() > k_enough) break;
    hint += std::string(verb->name) + "|";
  }
  return hint + "help]";
}

}  // namespace

std::vector<std::string> manifest_formats() { return {"yaml", "json"}; }

Result<std::string, std::string> manifest_text(const std::string& command,
                                               const std::string& format) {
  return slack::app_manifest({command, usage_hint()}, format == "json"
                                                          ? slack::ManifestFormat::json
                                                          : slack::ManifestFormat::yaml);
}

}  // namespace tocsin
