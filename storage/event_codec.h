#pragma once
// The stored form of events: a kind and the JSON of the body. Both are on disk for years: a kind is
// never renamed or used for something else, and a field that is added later must be readable when
// it is missing. Used by the store, on the engine's thread.

#include "bot/domain/event.h"
#include "bot/domain/result.h"

#include <string>
#include <string_view>

namespace tocsin {

std::string_view stored_kind(const EventBody& body);
std::string body_to_json(const EventBody& body);

// The failure says where and what: "/text: is missing".
Result<EventBody, std::string> event_body_from(std::string_view kind, std::string_view json);

}  // namespace tocsin
