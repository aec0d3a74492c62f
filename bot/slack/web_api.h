#pragma once
// Slack's Web API as requests and answers: every method is a form-encoded POST with the token in
// the Authorization header, every answer falls into one of a few classes that say what may be done
// next. Used by the destination, the start-up checks and the socket supervisor. Pure.

#include "bot/domain/moment.h"
#include "bot/net/http.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::slack {

inline constexpr std::chrono::seconds k_clock_slack{60};  // our clock against Slack's

struct SlackSettings {
  std::string api_url = "https://slack.com/api/";  // ends with '/'
  std::string bot_token;
  std::string bot_user;  // from auth.test
  std::string bot_id;    // from auth.test
  std::string command = "/incident";
  std::string video{};       // an address with "{number}" in it; empty: none
  std::string installation;  // a short random text kept in the database: op ids of two databases
                             // that post into one workspace never meet
};

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string form_encoded(const Fields& fields);
net::HttpRequest api_request(std::string_view api_url, std::string_view token,
                             std::string_view method, const Fields& fields);
net::HttpRequest api_request(const SlackSettings& settings, std::string_view method,
                             const Fields& fields);

// Whether it is one of these error codes.
template <std::size_t size>
bool holds(const std::array<std::string_view, size>& codes, std::string_view code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// What an answer means for the one who asked.
enum class AnswerClass {
  ok,
  treat_as_success,     // already_…: somebody, perhaps we, did it before
  rate_limited,         // nothing happened; not before retry_after
  transient_no_effect,  // nothing happened; may be tried again
  unknown_effect,       // nobody knows; look before repeating anything that is not harmless
  auth,                 // the workspace refuses us as a whole
  missing_scope,        // this one thing is not allowed to us; see `needed`
  refused,              // for good: the request as it is will never work
};

struct Answer {
  AnswerClass kind = AnswerClass::unknown_effect;
  std::string error;        // Slack's code; empty when there was none
  std::string trouble;      // for log and people: what happened, in words, without secrets
  Duration retry_after{0};  // rate_limited: how long; 0 else
  std::vector<std::string> warnings;
  std::vector<std::string> messages;  // Slack's own explanations, which name the guilty block
  std::string needed;                 // missing_scope
  std::string provided;
  std::string next_cursor;  // empty: the last page
  bool is_good() const { return kind == AnswerClass::ok || kind == AnswerClass::treat_as_success; }
};

Answer classify(const net::HttpResponse& response);

}  // namespace tocsin::slack
