#pragma once
// The stored form of deliveries: a kind and the JSON of what the delivery names. Waiting rows
// outlive an upgrade, so a kind keeps its meaning. Used by the store, on the engine's thread.

#include "bot/domain/delivery.h"
#include "bot/domain/result.h"

#include <string>
#include <string_view>

namespace tocsin {

std::string_view stored_kind(const Delivery& delivery);
std::string delivery_to_json(const Delivery& delivery);

// The failure says where and what: "/entry: is missing".
Result<Delivery, std::string> delivery_from(std::string_view kind, std::string_view json);

}  // namespace tocsin
