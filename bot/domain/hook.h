#pragma once
// What the operator has set up for alerts that come in by themselves: the hooks that may be called,
// the channel, and the rules by which an alert declares an incident. Plain values, read by
// bot/config; the hooks are checked and read by integrations/, the rules applied by the engine.

#include "bot/domain/alert.h"
#include "bot/domain/state.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// [hooks.generic.fields]: where in the JSON each thing is, as names parted by dots ("alert.id");
// a number counts the items of a list. Empty: it is not there.
struct HookFields {
  std::string alerts;  // a list of alerts; empty: the whole body is one
  std::string fingerprint = "fingerprint";
  std::string title = "title";
  std::string text = "text";
  std::string url = "url";
  std::string labels = "labels";
  std::string state = "state";
  std::vector<std::string> ended{"resolved", "ok", "closed", "normal"};  // of the state, any case
  std::string time = "time";  // when it began; ISO 8601, or seconds or milliseconds since 1970
  // Of a pager's own words about a page that this bot has opened there:
  std::string page;  // the key that it was opened with; empty: it does not say
  std::vector<std::string> acknowledged{"acknowledged"};  // of the state, any case; `ended` too
  std::string by = "by";                                  // who it was
  bool operator==(const HookFields&) const = default;
};

struct Hook {
  std::string token;   // secret: shown by whoever calls
  std::string secret;  // secret: whoever calls signs with it
  HookFields fields{};
  bool operator==(const Hook&) const = default;
};

// By the last part of its address, /hooks/alertmanager, which is also the source of its alerts; a
// hook that is not there is off.
using Hooks = std::map<std::string, Hook, std::less<>>;

// [[alerts.rules]]: an alert with all of these labels declares an incident.
struct AlertRule {
  std::map<std::string, std::string> match;  // "~web-" in front: a label that begins with "web-"
  std::optional<Severity> severity;
  bool is_private = false;
  bool operator==(const AlertRule&) const = default;
};

struct AlertSettings {
  std::string channel = "alerts";  // without '#'
  std::vector<AlertRule> rules;
};

// The first that the alert meets; null: none. The label "source" is the name of the hook, unless
// the alert has one of that name.
const AlertRule* rule_for(const Alert& alert, const std::vector<AlertRule>& rules);

}  // namespace tocsin
