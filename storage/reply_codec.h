#pragma once
// The stored form of a reply, kept a week with the key of the input that it answered. Used by the
// store, on the engine's thread.

#include "bot/domain/reply.h"
#include "bot/domain/result.h"

#include <string>
#include <string_view>

namespace tocsin {

std::string reply_to_json(const Reply& reply);
Result<Reply, std::string> reply_from(std::string_view json);

}  // namespace tocsin
