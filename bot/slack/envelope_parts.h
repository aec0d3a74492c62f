#pragma once
// What the readers of frames share: envelope.cpp reads what stands around a payload, commands and
// interactions; envelope_events.cpp the events. Internal to them.

#include "bot/slack/envelope.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {
class JsonReader;
}

namespace tocsin::slack {

struct Envelope {
  std::string id;
  bool accepts_reply = false;
  std::int64_t retry_attempt = 0;
  std::string retry_reason;
};

struct Kind {
  std::string_view word;
  frame::OtherKind kind;
};

template <class Kinds>
frame::OtherKind kind_of(const Kinds& kinds, std::string_view word) {
  for (const Kind& each : kinds) {
    if (each.word == word) return each.kind;
  }
  return frame::OtherKind::unknown;
}

inline Frame unparsable(const Envelope& envelope, std::string why) {
  return frame::Unparsable{envelope.id, std::move(why)};
}

// An optional text in an optional object.
std::string text_in(JsonReader& reader, const char* object, const char* key);

Frame read_event(const Envelope& envelope, JsonReader& payload);

}  // namespace tocsin::slack
