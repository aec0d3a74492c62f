#pragma once
// What the signed webhooks share, whatever they tell: the request with its signature, and the words
// of a receiver that says no. Pure; engine's thread.

#include "bot/json.h"
#include "bot/net/http.h"
#include "integrations/destination.h"

#include <string>

namespace tocsin::webhook {

// `repetition`: the same for every try, by which the receiver knows one again.
net::HttpRequest signed_request(const std::string& url, const std::string& secret, const Json& body,
                                std::string repetition, Moment now);

// {"error": "…"} or {"message": "…"}, if the receiver says anything.
std::string words_of(const Json& answer);

}  // namespace tocsin::webhook
