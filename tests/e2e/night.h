#pragma once
// An incident during which outside services are asked for something: one bot with their sections in
// its configuration, and the channel of INC-1. Test thread.

#include "tests/e2e/typing.h"

#include <memory>
#include <string>
#include <string_view>

namespace tocsin::e2e {

struct Night {
  explicit Night(const std::string& toml);

  Shown type(std::string_view line) { return stage.slack().type(k_ana, channel, line); }
  bool shows(std::string_view words) { return stage.slack().channel_shows(channel, words); }
  // Types a question until its answer has these words, which a service has to tell first.
  bool hears(std::string_view line, std::string_view words);
  // The record of the incident, once the bot has been stopped.
  Incident incident() const;

  Stage stage;
  std::unique_ptr<BotProcess> bot;
  ChannelId channel;
};

}  // namespace tocsin::e2e
