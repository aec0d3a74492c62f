// Who may come in. Nothing of a body is read before its sender is known, and secrets are compared
// in constant time.

#include "bot/domain/iso_time.h"
#include "bot/domain/whole_number.h"
#include "bot/json.h"
#include "integrations/base64.h"
#include "integrations/hooks/hooks.h"
#include "integrations/signature.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tocsin {

namespace {

constexpr Duration k_replay_window = std::chrono::minutes(5);
// PagerDuty signs no time of sending, and may repeat for hours. What it sends again is known by the
// name of its event, which is kept for a week.
constexpr Duration k_oldest_event = std::chrono::hours(24 * 6);

// The token as it was shown; nothing: none was.
std::optional<std::string> shown_token(const net::HttpRequest& request) {
  constexpr std::string_view k_bearer = "Bearer ";
  constexpr std::string_view k_basic = "Basic ";
  const std::string* header = net::find_header(request.headers, "Authorization");
  if (header == nullptr) return std::nullopt;
  if (header->starts_with(k_bearer)) return header->substr(k_bearer.size());
  if (!header->starts_with(k_basic)) return std::nullopt;
  const auto pair = decode_base64(std::string_view(*header).substr(k_basic.size()));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  return pair->substr(colon + 1);
}

bool is_long_ago(const std::string& body, Moment now) {
  const auto json = parse_json(body);
  if (!json || !json->is_object()) return false;
  JsonReader reader(*json);
  auto event = reader.maybe_object("event");
  const auto at = event ? read_iso(event->text_or("occurred_at", "")) : std::nullopt;
  return at && now - *at > k_oldest_event;
}

// "v1=…,v1=…": several while a secret is being replaced.
bool is_signed_by_pagerduty(const std::string& secret, const net::HttpRequest& request,
                            Moment now) {
  const std::string* header = net::find_header(request.headers, "X-PagerDuty-Signature");
  if (header == nullptr) return false;
  const std::string wanted = "v1=" + hmac_sha256_hex(secret, request.body);
  std::string_view rest = *header;
  bool is_signed = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (equal_in_constant_time(one, wanted)) is_signed = true;
  }
  return is_signed && !is_long_ago(request.body, now);
}

// A signature that was seen on the way can be used by others only for a few minutes, and then says
// what it has said.
bool is_signed_just_now(const std::string& secret, const net::HttpRequest& request, Moment now) {
  const std::string* timestamp = net::find_header(request.headers, k_timestamp_header);
  const std::string* signature = net::find_header(request.headers, k_signature_header);
  if (timestamp == nullptr || signature == nullptr) return false;
  if (!equal_in_constant_time(*signature, webhook_signature(secret, *timestamp, request.body))) {
    return false;
  }
  const auto seconds = whole_number(*timestamp);
  if (!seconds || *seconds > k_latest_second) return false;
  const Duration apart = now - from_stored(*seconds * 1000);
  return apart <= k_replay_window && -apart <= k_replay_window;
}

}  // namespace

bool may_come_in(std::string_view name, const Hook& hook, const net::HttpRequest& request,
                 Moment now) {
  if (!hook.token.empty()) {
    const auto shown = shown_token(request);
    if (shown && equal_in_constant_time(*shown, hook.token)) return true;
  }
  if (hook.secret.empty()) return false;
  if (name == "pagerduty") return is_signed_by_pagerduty(hook.secret, request, now);
  return is_signed_just_now(hook.secret, request, now);
}

}  // namespace tocsin
