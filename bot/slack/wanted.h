#pragma once
// What Tocsin wants to be allowed and to be told in a workspace: the one list behind the app's
// manifest, the check at the start and `doctor`. Pure.

#include <span>
#include <string_view>

namespace tocsin::slack {

struct WantedScope {
  std::string_view scope;
  bool is_fatal;          // without it the bot does not start
  std::string_view lost;  // "without it …"
};

// Fatal ones first.
std::span<const WantedScope> wanted_scope_table();

struct WantedEvent {
  std::string_view event;
  std::string_view scope;  // that Slack asks for before it sends it; empty: none
};

std::span<const WantedEvent> wanted_events();

// The callback ids of the shortcuts. On the wire.
struct WantedShortcut {
  std::string_view callback_id;
  bool is_on_messages;
  std::string_view name;
  std::string_view description;
};

std::span<const WantedShortcut> wanted_shortcuts();

}  // namespace tocsin::slack
