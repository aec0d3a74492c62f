#pragma once
// The home tab as Slack wants it: one person's page, replaced as a whole. Pure.

#include "bot/domain/screen.h"

#include <string>

namespace tocsin::slack {

// A view as JSON, within Slack's 100 blocks: what does not fit is left out with a sentence.
std::string home_view(const Screen& screen);

}  // namespace tocsin::slack
