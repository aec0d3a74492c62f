#include "bot/slack/web_api.h"

#include "bot/json.h"
#include "bot/log.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

namespace tocsin::slack {

namespace {

using std::chrono::seconds;

constexpr seconds k_default_retry{30};  // Slack, or a proxy, did not say when
constexpr seconds k_shortest_retry{1};
constexpr seconds k_longest_retry{300};

constexpr std::array<std::string_view, 4> k_rate_limit_codes{
    "ratelimited", "rate_limited", "too_many_requests", "restricted_too_many"};

constexpr std::array<std::string_view, 14> k_auth_codes{"invalid_auth",
                                                        "not_authed",
                                                        "account_inactive",
                                                        "token_revoked",
                                                        "token_expired",
                                                        "no_permission",
                                                        "org_login_required",
                                                        "access_denied",
                                                        "two_factor_setup_required",
                                                        "team_access_not_granted",
                                                        "accesslimited",
                                                        "ekm_access_denied",
                                                        "enterprise_is_restricted",
                                                        "not_allowed_token_type"};

// The documents do not promise that these did nothing, least of all for posts.
constexpr std::array<std::string_view, 6> k_unknown_codes{"fatal_error",     "internal_error",
                                                          "request_timeout", "service_unavailable",
                                                          "update_failed",   "unnamed_error"};

constexpr std::array<std::string_view, 4> k_transient_codes{
    "team_added_to_org", "canvas_editing_locked", "external_channel_migrating",
    "streaming_state_conflict"};

constexpr std::array<std::string_view, 9> k_success_codes{
    "already_pinned",   "already_reacted", "already_in_channel", "already_archived", "not_archived",
    "cant_invite_self", "no_pin",          "no_reaction",        "already_joined"};

AnswerClass class_of(std::string_view error) {
  if (holds(k_success_codes, error)) return AnswerClass::treat_as_success;
  if (holds(k_rate_limit_codes, error)) return AnswerClass::rate_limited;
  if (holds(k_auth_codes, error)) return AnswerClass::auth;
  if (error == "missing_scope") return AnswerClass::missing_scope;
  if (holds(k_unknown_codes, error)) return AnswerClass::unknown_effect;
  if (holds(k_transient_codes, error)) return AnswerClass::transient_no_effect;
  return AnswerClass::refused;
}

Duration retry_after(const net::HttpResponse& response) {
  const std::string* header = net::find_header(response.headers, "Retry-After");
  if (header == nullptr) return k_default_retry;
  long long value = 0;
  const char* const end = header->data() + header->size();
  const auto [rest, trouble] = std::from_chars(header->data(), end, value);
  if (trouble == std::errc::result_out_of_range) return k_longest_retry;
  if (trouble != std::errc() || rest != end || value < 0) return k_default_retry;
  return std::clamp(seconds(std::min(value, 86'400LL)), k_shortest_retry, k_longest_retry);
}

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> items;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return items;
}

// Explanations are for people and logs; a strange type in one of them must not spoil the answer.
void read_explanations(const Json& json, Answer& answer) {
  const auto texts_of = [](const Json& list) {
    std::vector<std::string> texts;
    if (!list.is_array()) return texts;
    for (const Json& item : list) {
      if (item.is_string()) texts.push_back(item.get<std::string>());
    }
    return texts;
  };
  const auto text_of = [&](const char* key) -> std::string {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
  };
  answer.needed = text_of("needed");
  answer.provided = text_of("provided");
  answer.warnings = split_list(text_of("warning"));
  const auto extra = json.find("response_metadata");
  if (extra == json.end() || !extra->is_object()) return;
  if (const auto found = extra->find("warnings"); found != extra->end()) {
    for (std::string& warning : texts_of(*found)) {
      if (std::find(answer.warnings.begin(), answer.warnings.end(), warning) ==
          answer.warnings.end()) {
        answer.warnings.push_back(std::move(warning));
      }
    }
  }
  if (const auto found = extra->find("messages"); found != extra->end()) {
    answer.messages = texts_of(*found);
  }
  if (const auto found = extra->find("next_cursor"); found != extra->end() && found->is_string()) {
    answer.next_cursor = found->get<std::string>();
  }
}

std::string words_of(const Answer& answer) {
  std::string words = "Slack answered " + answer.error;
  if (!answer.needed.empty()) words += ", needs " + answer.needed;
  for (const std::string& message : answer.messages) words += "; " + message;
  return redact(words);
}

Answer with_trouble(AnswerClass kind, std::string trouble) {
  Answer answer;
  answer.kind = kind;
  answer.trouble = redact(trouble);
  return answer;
}

Answer rate_limited(const net::HttpResponse& response, std::string error) {
  Answer answer;
  answer.kind = AnswerClass::rate_limited;
  answer.retry_after = retry_after(response);
  answer.error = std::move(error);
  answer.trouble = fmt::format("Slack's rate limit, {} s",
                               std::chrono::floor<seconds>(answer.retry_after).count());
  return answer;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

void append_url_encoded(std::string& out, std::string_view text) {
  constexpr const char* k_digits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += k_digits[byte >> 4U];
      out += k_digits[byte & 0xFU];
    }
  }
}

}  // namespace

std::string form_encoded(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    append_url_encoded(body, name);
    body += '=';
    append_url_encoded(body, value);
  }
  return body;
}

net::HttpRequest api_request(std::string_view api_url, std::string_view token,
                             std::string_view method, const Fields& fields) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = std::string(api_url) + std::string(method);
  request.headers.push_back({"Authorization", "Bearer " + std::string(token)});
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body = form_encoded(fields);
  return request;
}

net::HttpRequest api_request(const SlackSettings& settings, std::string_view method,
                             const Fields& fields) {
  return api_request(settings.api_url, settings.bot_token, method, fields);
}

Answer classify(const net::HttpResponse& response) {
  switch (response.transport) {
    case net::Transport::never_sent:
      return with_trouble(AnswerClass::transient_no_effect,
                          "Slack could not be reached: " + response.trouble);
    case net::Transport::lost:
      return with_trouble(AnswerClass::unknown_effect,
                          "Slack's answer was lost: " + response.trouble);
    case net::Transport::answered:
      break;
  }
  const std::optional<Json> json = parse_json(response.body);
  const bool readable =
      json && json->is_object() && json->contains("ok") && (*json)["ok"].is_boolean();
  const bool good = readable && (*json)["ok"].get<bool>();
  std::string error;
  if (readable && !good) {
    const auto found = json->find("error");
    error =
        found != json->end() && found->is_string() ? found->get<std::string>() : "unnamed_error";
  }
  if (response.status == 429) return rate_limited(response, error.empty() ? "ratelimited" : error);
  // A proxy's page or a half answer says nothing about what Slack did.
  if (!readable || response.status >= 500) {
    Answer answer =
        with_trouble(AnswerClass::unknown_effect,
                     fmt::format("HTTP {} {}", response.status,
                                 readable ? "from Slack: " + error : "without a readable answer"));
    answer.error = std::move(error);
    return answer;
  }
  Answer answer;
  read_explanations(*json, answer);
  if (good) {
    answer.kind = AnswerClass::ok;
    return answer;
  }
  answer.kind = class_of(error);
  answer.error = std::move(error);
  if (answer.kind == AnswerClass::rate_limited) return rate_limited(response, answer.error);
  answer.trouble = words_of(answer);
  return answer;
}

}  // namespace tocsin::slack
