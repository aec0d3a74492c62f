#pragma once
// One Web API call as its method sees it: arguments from form or JSON alike, the method's
// declaration, and the two ways out (an answer, a refusal). Internal to the sandbox. A method is a
// row in one of the tables below; call.cpp checks what is common to all before the handler runs.

#include "bot/json.h"
#include "bot/net/http.h"
#include "integrations/sandbox/state.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::sandbox {

// Scopes of which one is needed, separated by '|', by the kind of channel that the call is about.
// Methods that are about no channel use the first only.
struct Needs {
  std::string_view open;
  std::string_view closed;
  std::string_view direct;
  std::string_view group_direct;
};
constexpr Needs needs(std::string_view scope) { return {scope, scope, scope, scope}; }

struct Call;

struct Method {
  std::string_view name;
  int a_minute = 0;         // calls, when rate limits are on; 0: no limit of its own
  bool json = false;        // takes a JSON body
  bool app_token = false;   // needs xapp- instead of xoxb-
  bool by_channel = false;  // `needs` is checked once the channel is known
  Needs needs;
  std::string_view required;  // names, separated by a space; "topic?" may be empty
  std::string_view optional;
  Json (*run)(Call&) = nullptr;
};

class Arguments {
 public:
  explicit Arguments(Json fields) : fields_(std::move(fields)) {}

  bool given(const char* name) const;  // even as an empty text
  bool has(const char* name) const;    // given and not empty
  std::string text(const char* name) const;
  bool flag(const char* name) const;
  std::optional<std::int64_t> number(const char* name) const;  // nothing when it is none

  // A nested value, from a JSON body or as JSON text in a form field. Null when absent, nothing
  // when it is not JSON.
  std::optional<Json> nested(const char* name) const;
  const Json& fields() const { return fields_; }

 private:
  Json fields_;
};

struct Call {
  State& state;
  const Method& method;
  Arguments arguments;
  Moment now;
  std::vector<std::string> warnings;
  std::vector<std::string> warning_messages;
  Json refusal;  // set by the finders below when they return null

  void warn(std::string code, std::string message = {});

  // The channel that an argument names, as far as the bot may know of it; else `refusal` is set
  // (channel_not_found, missing_scope).
  Channel* conversation(const char* argument);
  // The same, and the bot is a member and it is not archived (not_in_channel, is_archived).
  Channel* own_conversation(const char* argument);
  // A message of it (message_not_found).
  Message* message_in(Channel& channel, const char* argument);
};

Json accepted(Json fields = Json::object());
Json refused(std::string_view code, std::vector<std::string> messages = {});
Json missing_scope(const State& state, std::string_view needed);
bool has_scope(const State& state, std::string_view alternatives);

// A page of `all` by cursor and limit (or the refusal): `items` and next_cursor are filled.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string next_cursor;
  Json refusal;
};
Page page_of(Call& call, std::size_t total, std::int64_t default_limit, std::int64_t largest_limit);

// Content of a message as chat.* take it. `refusal` is null when it is good.
struct Content {
  MessageVersion version;
  bool has_text = false;
  bool has_blocks = false;
  bool has_metadata = false;
  Json refusal;
};
Content content_of(Call& call, bool is_update);

std::span<const Method> chat_methods();
std::span<const Method> channel_reading_methods();
std::span<const Method> channel_writing_methods();
std::span<const Method> people_methods();
std::span<const Method> mark_methods();
std::span<const Method> view_methods();
std::span<const Method> file_methods();

// The whole of /api/<method>.
net::HttpResponse web_api(State& state, const net::HttpRequest& request, std::string_view method,
                          Moment now);
// POST to a response_url.
net::HttpResponse respond(State& state, const net::HttpRequest& request, std::string_view path,
                          Moment now);
// The answer to a command that came in an ack or through a response_url becomes visible. Says what
// is wrong with it, empty when Slack would show it.
std::string show_answer(State& state, const ResponseAddress& address, const Json& answer,
                        Ephemeral::Way way, Moment now);
// POST of a file's bytes, GET of its private address.
net::HttpResponse upload(State& state, const net::HttpRequest& request, std::string_view path);
net::HttpResponse download(State& state, const net::HttpRequest& request, std::string_view path);

// response_action of a view_submission ack. Says what is wrong, empty when Slack would do it.
std::string act_on_view_answer(State& state, View& view, const Json& answer);

net::HttpResponse json_answer(const State& state, const Json& body, int status = 200);

}  // namespace tocsin::sandbox
