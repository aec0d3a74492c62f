#pragma once
// The sample incidents: who types what, and how long they think before. Used by play.cpp.

#include <chrono>
#include <span>
#include <string_view>

namespace tocsin {

struct PlayedLine {
  std::string_view who;  // a user of the sandbox's sample workspace
  std::string_view text;
  std::chrono::milliseconds pause_before;
};

struct Sample {
  std::string_view name;
  std::span<const PlayedLine> lines;  // the first one declares
};

std::span<const Sample> samples();

}  // namespace tocsin
