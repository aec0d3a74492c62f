#pragma once
// What the parts of the page share: routing (page.cpp), what is seen (seen.cpp), what people do
// (acts.cpp) and the switches of Slack's bad days (bad_days.cpp). Internal to this folder.

#include "bot/json.h"
#include "integrations/sandbox/page/difference.h"
#include "integrations/sandbox/page/page.h"

#include <string>
#include <string_view>

namespace tocsin::sandbox {

// The bad days that are switched on.
struct BadDays {
  bool slow = false;
  bool down = false;
  bool limited = false;
};

struct WebPage::Impl {
  Sandbox& sandbox;
  PageSetup setup;
  BadDays bad_days{};
  Told told{};

  Workspace& workspace() { return sandbox.workspace(); }
};

// What one open page shows: who looks, at which channel, and how far back.
struct Look {
  UserId viewer;
  ChannelId channel;
  std::size_t messages = 0;
};

Json seen_by(WebPage::Impl& page, const Look& look, Moment now);

// Why it could not be done, in words for the person; empty when it was.
std::string carry_out(WebPage::Impl& page, const Json& wish, Moment now);

// Switches one of "slow", "down", "limited" on or off, or does "cut" or "refresh" once. The same
// kind of answer.
std::string switch_bad_day(WebPage::Impl& page, std::string_view name, bool on, Moment now);

}  // namespace tocsin::sandbox
