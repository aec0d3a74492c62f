#include "bot/slack/manifest.h"

#include "bot/ensure.h"
#include "bot/json.h"
#include "bot/slack/wanted.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace tocsin::slack {

namespace {

using OrderedJson = nlohmann::ordered_json;  // in the order in which Slack shows its settings

constexpr std::size_t k_longest_command = 32;  // with the '/'
constexpr std::size_t k_longest_hint = 1'000;

OrderedJson shortcuts() {
  OrderedJson list = OrderedJson::array();
  for (const WantedShortcut& wanted : wanted_shortcuts()) {
    list.push_back({{"name", wanted.name},
                    {"type", wanted.is_on_messages ? "message" : "global"},
                    {"callback_id", wanted.callback_id},
                    {"description", wanted.description}});
  }
  return list;
}

OrderedJson features(const ManifestWishes& wishes) {
  OrderedJson features;
  features["app_home"] = {{"home_tab_enabled", true},
                          {"messages_tab_enabled", true},
                          {"messages_tab_read_only_enabled", false}};
  features["bot_user"] = {{"display_name", "tocsin"}, {"always_online", true}};
  features["shortcuts"] = shortcuts();
  OrderedJson command{{"command", wishes.command},
                      {"description", "Declare, run and close an incident"}};
  if (!wishes.usage_hint.empty()) command["usage_hint"] = wishes.usage_hint;
  command["should_escape"] = true;  // so that people and channels arrive as ids
  features["slash_commands"] = OrderedJson::array({command});
  return features;
}

OrderedJson manifest(const ManifestWishes& wishes) {
  OrderedJson scopes = OrderedJson::array();
  for (const WantedScope& wanted : wanted_scope_table()) scopes.push_back(wanted.scope);
  OrderedJson events = OrderedJson::array();
  for (const WantedEvent& wanted : wanted_events()) events.push_back(wanted.event);

  OrderedJson manifest;
  manifest["display_information"] = {{"name", "Tocsin"},
                                     {"description", "Live incidents and their postmortems"},
                                     {"background_color", "#7a1f1f"}};
  manifest["features"] = features(wishes);
  manifest["oauth_config"]["scopes"]["bot"] = std::move(scopes);
  OrderedJson& settings = manifest["settings"];
  settings["event_subscriptions"]["bot_events"] = std::move(events);
  settings["interactivity"]["is_enabled"] = true;
  settings["org_deploy_enabled"] = false;
  settings["socket_mode_enabled"] = true;
  settings["token_rotation_enabled"] = false;  // the bot's token would end after twelve hours
  return manifest;
}

// Texts in double quotes as in JSON, which YAML reads the same way; words that can be nothing else
// stand bare.
std::string yaml_scalar(const OrderedJson& value) {
  if (!value.is_string()) return value.dump();
  const auto& text = value.get_ref<const std::string&>();
  constexpr std::string_view k_words = "true false yes no on off null y n";
  const bool is_plain = !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
                        std::ranges::all_of(text, [](unsigned char c) {
                          return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-';
                        });
  return is_plain && k_words.find(text) == std::string_view::npos ? text : value.dump();
}

void add_yaml(std::string& text, const OrderedJson& value, std::size_t depth, bool is_item) {
  const std::string indent(depth * 2, ' ');
  if (value.is_array()) {
    for (const OrderedJson& item : value) {
      text += indent + "- ";
      if (item.is_structured()) {
        add_yaml(text, item, depth + 1, true);
      } else {
        text += yaml_scalar(item) + "\n";
      }
    }
    return;
  }
  for (const auto& [key, inner] : value.items()) {
    text += (is_item ? "" : indent) + key + ":";
    is_item = false;
    if (inner.is_structured()) {
      text += "\n";
      add_yaml(text, inner, depth + 1, false);
    } else {
      text += " " + yaml_scalar(inner) + "\n";
    }
  }
}

}  // namespace

Result<std::string, std::string> app_manifest(const ManifestWishes& wishes, ManifestFormat format) {
  const std::string& command = wishes.command;
  const bool is_word =
      command.size() > 1 && command.front() == '/' &&
      std::all_of(command.begin() + 1, command.end(), [](unsigned char c) {
        return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '_';
      });
  if (!is_word || command.size() > k_longest_command) {
    return failure("Slack takes no command \"" + command +
                   "\": set slack.command to '/' and one word of small letters, digits, '-' and "
                   "'_', 32 signs at most.");
  }
  ENSURE(wishes.usage_hint.size() <= k_longest_hint);
  const OrderedJson whole = manifest(wishes);
  if (format == ManifestFormat::json) return whole.dump(2) + "\n";
  std::string text;
  add_yaml(text, whole, 0, false);
  return text;
}

}  // namespace tocsin::slack
