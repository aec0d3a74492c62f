#pragma once
// Values for the tests of the stored record: one of every event and of every delivery, with any
// text put into each of their texts, and the texts that are hard to keep.

#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"
#include "bot/domain/reply.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tocsin {

// Zero bytes, quotes, control characters, four-byte UTF-8, right-to-left, 40 kB; all of it UTF-8.
std::vector<std::string> hard_texts();

std::vector<EventBody> every_event(const std::string& text);
std::vector<Delivery> every_delivery(const std::string& text);
RichText every_span(const std::string& text);
Reply full_reply(const std::string& text);

Moment minute(std::int64_t number);  // minutes after a fixed moment
Incident small_incident(std::int64_t number);
Incident full_incident(std::int64_t number, const std::string& text);  // every field is set
Event logged(std::int64_t entry, const std::string& text);

}  // namespace tocsin
