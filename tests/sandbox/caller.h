#pragma once
// A bot's hand for the tests of the sandbox: calls methods with form arguments and reads the
// answers, against a sample workspace at a fixed time.

#include "bot/json.h"
#include "integrations/sandbox/sandbox.h"

#include <string>
#include <utility>
#include <vector>

namespace tocsin::sandbox {

inline const Moment k_start = from_stored(1'763'712'000'000);  // 2025-11-21 08:00 UTC

inline const UserId k_ana{"U0ANA"};
inline const UserId k_ben{"U0BEN"};
inline const UserId k_chi{"U0CHI"};
inline const UserId k_dora{"U0DORA"};
inline const UserId k_bot{"U0TOCSIN"};
inline const ChannelId k_general{"C0GENERAL"};
inline const ChannelId k_incidents{"C0INCIDENTS"};
inline const ChannelId k_random{"C0RANDOM"};
inline const ChannelId k_secret{"C0SECRET"};

using Fields = std::vector<std::pair<std::string, std::string>>;

inline std::string encoded(const std::string& text) {
  constexpr char k_hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += k_hex[byte >> 4U];
      out += k_hex[byte & 15U];
    }
  }
  return out;
}

inline net::HttpRequest form_request(const std::string& method, const Fields& fields,
                                     const std::string& token = "xoxb-1-sandbox") {
  net::HttpRequest request;
  request.method = "POST";
  request.url = "/api/" + method;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  if (!token.empty()) request.headers.push_back({"Authorization", "Bearer " + token});
  for (const auto& [name, value] : fields) {
    request.body += (request.body.empty() ? "" : "&") + name + "=" + encoded(value);
  }
  return request;
}

inline Json body_of(const net::HttpResponse& response) {
  return parse_json(response.body).value_or(Json("no JSON"));
}

class Caller {
 public:
  explicit Caller(WorkspaceSetup setup = sample_workspace()) : workspace(std::move(setup)) {}

  Json call(const std::string& method, const Fields& fields = {}) {
    now += Duration{10};
    return body_of(workspace.call(form_request(method, fields), now));
  }
  std::string error(const std::string& method, const Fields& fields = {}) {
    const Json answer = call(method, fields);
    return answer["ok"].get<bool>() ? "" : answer["error"].get<std::string>();
  }
  std::string post(const std::string& text, const Fields& more = {}) {
    Fields fields{{"channel", k_incidents.value}, {"text", text}};
    fields.insert(fields.end(), more.begin(), more.end());
    return call("chat.postMessage", fields)["ts"].get<std::string>();
  }
  std::vector<Json> events() {  // payloads of the envelopes since the last look
    std::vector<Json> found;
    for (const Envelope& envelope : workspace.take_envelopes()) {
      found.push_back(*parse_json(envelope.payload));
    }
    return found;
  }

  Workspace workspace;
  Moment now = k_start;
};

}  // namespace tocsin::sandbox
