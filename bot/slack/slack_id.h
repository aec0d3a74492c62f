#pragma once
// What Slack names people, groups and channels by: "U012AB3CD". Only such a text may stand in one
// of its tokens. Pure.

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tocsin::slack {

inline constexpr std::size_t k_longest_id = 64;  // Slack's have about 11

inline bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= k_longest_id && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

}  // namespace tocsin::slack
