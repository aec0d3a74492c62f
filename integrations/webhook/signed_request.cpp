#include "integrations/webhook/signed_request.h"

#include "integrations/rest.h"
#include "integrations/signature.h"

#include <chrono>
#include <utility>

namespace tocsin::webhook {

net::HttpRequest signed_request(const std::string& url, const std::string& secret, const Json& body,
                                std::string repetition, Moment now) {
  net::HttpRequest request = rest::json_request("POST", url, body);
  const std::string timestamp =
      std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  request.headers.push_back({std::string(k_timestamp_header), timestamp});
  request.headers.push_back(
      {std::string(k_signature_header), webhook_signature(secret, timestamp, request.body)});
  request.headers.push_back({"Idempotency-Key", std::move(repetition)});
  return request;
}

std::string words_of(const Json& answer) {
  JsonReader reader(answer);
  if (!reader.is_object()) return "";
  return reader.text_or("error", reader.text_or("message", ""));
}

}  // namespace tocsin::webhook
