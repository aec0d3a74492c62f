#pragma once
// The address of an incident's video call, made from the one pattern of the configuration. Pure.

#include "bot/domain/ids.h"

#include <optional>
#include <string>

namespace tocsin {

// "https://meet.example.com/inc-{number}". Empty when there is no pattern.
std::string video_link(const std::string& pattern, IncidentNumber incident);

// What is wrong with a pattern, as the rest of a sentence; nothing when it can be used. One without
// the number is one call for all incidents, which is allowed.
std::optional<std::string> trouble_of_video(const std::string& pattern);

}  // namespace tocsin
