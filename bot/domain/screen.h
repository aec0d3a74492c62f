#pragma once
// A page of the bot's own that one person looks at and that is replaced as a whole: the home tab in
// Slack. Made by commands/home.h, drawn by the surface.

#include "bot/domain/reply.h"
#include "bot/domain/rich_text.h"

#include <string>
#include <vector>

namespace tocsin {

struct ScreenPart {
  std::string heading;  // empty: it goes on under the one before
  RichText text;
  std::vector<Button> buttons;
  bool operator==(const ScreenPart&) const = default;
};

struct Screen {
  std::vector<ScreenPart> parts;
  bool operator==(const Screen&) const = default;
};

}  // namespace tocsin
