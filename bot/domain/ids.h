#pragma once
// Names of things, each a type of its own, so that a user cannot be passed where a channel belongs.
// Slack's ids are opaque text; our own handles are small numbers that people read and type (E12).

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace tocsin {

template <class Tag>
struct TextId {
  std::string value;
  bool empty() const { return value.empty(); }
  auto operator<=>(const TextId&) const = default;
};

template <class Tag>
struct NumberId {
  std::int64_t value = 0;
  auto operator<=>(const NumberId&) const = default;
};

using UserId = TextId<struct UserTag>;
using ChannelId = TextId<struct ChannelTag>;
using MessageTs = TextId<struct MessageTag>;  // Slack's message time stamp: text, never a number

using IncidentNumber = NumberId<struct IncidentTag>;      // INC-7
using EntryNumber = NumberId<struct EntryTag>;            // E12, counted within an incident
using HypothesisNumber = NumberId<struct HypothesisTag>;  // H2, counted within an incident
using TaskNumber = NumberId<struct TaskTag>;              // T3, counted within an incident
using AlertCardNumber = NumberId<struct AlertCardTag>;    // counted over all
using PageNumber = NumberId<struct PageTag>;              // P1, counted within an incident
using DeliveryId = NumberId<struct DeliveryTag>;          // a row of the outbox
using TimerId = NumberId<struct TimerTag>;

}  // namespace tocsin

template <class Tag>
struct std::hash<tocsin::TextId<Tag>> {
  std::size_t operator()(const tocsin::TextId<Tag>& id) const {
    return std::hash<std::string>{}(id.value);
  }
};

template <class Tag>
struct std::hash<tocsin::NumberId<Tag>> {
  std::size_t operator()(const tocsin::NumberId<Tag>& id) const {
    return std::hash<std::int64_t>{}(id.value);
  }
};
