#include "bot/domain/video.h"

#include <string_view>

namespace tocsin {

namespace {

constexpr std::string_view k_number = "{number}";

}  // namespace

std::string video_link(const std::string& pattern, IncidentNumber incident) {
  std::string link = pattern;
  const std::string number = std::to_string(incident.value);
  for (std::size_t at = 0; (at = link.find(k_number, at)) != std::string::npos;) {
    link.replace(at, k_number.size(), number);
    at += number.size();
  }
  return link;
}

std::optional<std::string> trouble_of_video(const std::string& pattern) {
  if (pattern.empty()) return std::nullopt;
  const std::string link = video_link(pattern, IncidentNumber{1});
  if (link.find_first_of("{}") != std::string::npos) {
    return "may contain {number} and nothing else in braces.";
  }
  constexpr std::string_view k_scheme = "https://";
  if (!link.starts_with(k_scheme) || link.size() == k_scheme.size()) {
    return "has to begin with https://, like \"https://meet.example.com/inc-{number}\".";
  }
  for (const char c : link) {
    const bool is_fit = c > ' ' && c < 127 && c != '<' && c != '>' && c != '"' && c != '|';
    if (!is_fit) return "has a letter that no address has, such as a blank.";
  }
  return std::nullopt;
}

}  // namespace tocsin
