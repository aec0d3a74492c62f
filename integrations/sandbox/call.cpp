#include "integrations/sandbox/call.h"

#include "bot/domain/whole_number.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tocsin::sandbox {

namespace {

std::vector<std::string> words(std::string_view text, char separator = ' ') {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) found.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::string joined(const std::set<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return text;
}

const Method* method_named(std::string_view name) {
  for (const auto& table : {chat_methods(), channel_reading_methods(), channel_writing_methods(),
                            people_methods(), mark_methods(), view_methods(), file_methods()}) {
    for (const Method& method : table) {
      if (method.name == name) return &method;
    }
  }
  return nullptr;
}

struct Body {
  Json fields = Json::object();
  std::string trouble;
  std::vector<std::string> warnings;
};

void add_form(Body& body, std::string_view text) {
  const auto form = parse_form(text);
  if (!form) {
    body.trouble = "invalid_form_data";
    return;
  }
  for (const auto& [key, value] : *form) body.fields[key] = value;
}

void add_json(Body& body, const Method& method, const std::string& text, bool has_charset) {
  if (text.empty()) return;  // no arguments: slack-go opens its connection so
  const auto json = parse_json(text);
  if (!json || !is_utf8(text)) {
    body.trouble = "invalid_json";
  } else if (!json->is_object()) {
    body.trouble = "json_not_object";
  } else if (method.json) {
    body.fields.update(*json);
  }
  // A method that takes no JSON does not see these arguments and will miss them.
  if (!has_charset) body.warnings.push_back("missing_charset");
}

Body read_body(const net::HttpRequest& request, const Method& method, const std::string& query) {
  Body body;
  add_form(body, query);
  if (!body.trouble.empty() || request.method != "POST") return body;
  const std::string* type = net::find_header(request.headers, "Content-Type");
  if (type == nullptr || type->empty()) {
    if (!request.body.empty()) body.trouble = "missing_post_type";
    return body;
  }
  std::string kind = type->substr(0, type->find(';'));
  while (!kind.empty() && kind.back() == ' ') kind.pop_back();
  const bool has_charset = type->find("charset=") != std::string::npos;
  if (kind == "application/x-www-form-urlencoded") {
    if (has_charset) body.warnings.push_back("superfluous_charset");
    add_form(body, request.body);
  } else if (kind == "application/json") {
    add_json(body, method, request.body, has_charset);
  } else {
    body.trouble = "invalid_post_type";
  }
  return body;
}

// The trouble with who is asking; empty when there is none.
std::string token_trouble(State& state, const net::HttpRequest& request, const Method& method,
                          const Json& fields) {
  if (fields.contains("token")) {
    state.complain(std::string(method.name) + ": a token outside the Authorization header");
  }
  const std::string* header = net::find_header(request.headers, "Authorization");
  if (header == nullptr || header->substr(0, 7) != "Bearer " || header->size() == 7) {
    return method.app_token ? "missing_args" : "not_authed";
  }
  const std::string token = header->substr(7);
  const bool is_app = token == state.setup.app_token;
  const bool is_bot = token == state.setup.bot_token;
  if (!is_app && !is_bot) return "invalid_auth";
  if (is_app != method.app_token) return "not_allowed_token_type";
  return state.setup.policies.auth_error;
}

// Seconds until this call would be taken; 0 when it is taken (and counted).
std::int64_t wait_for_window(State& state, const std::string& window, std::size_t most,
                             Duration length, Moment now) {
  auto& calls = state.rate_windows[window];
  while (!calls.empty() && calls.front() + length <= now) calls.pop_front();
  if (calls.size() < most) {
    calls.push_back(now);
    return 0;
  }
  const auto left = (calls.front() + length - now).count();
  return std::max<std::int64_t>(1, (left + 999) / 1000);
}

std::int64_t rate_limit(State& state, const Method& method, const Json& fields, Moment now) {
  if (!state.setup.rate_limits) return 0;
  constexpr Duration k_minute{60'000};
  if (method.name == "chat.postMessage") {
    // About one a second in a channel; three at once are tolerated.
    const std::string channel = Arguments(fields).text("channel");
    const auto in_channel = wait_for_window(state, "post " + channel, 3, Duration{3000}, now);
    if (in_channel > 0) return in_channel;
    return wait_for_window(state, "post", 300, k_minute, now);
  }
  if (method.a_minute == 0) return 0;
  return wait_for_window(state, std::string(method.name), static_cast<std::size_t>(method.a_minute),
                         k_minute, now);
}

Json missing_arguments(const Call& call) {
  std::vector<std::string> messages;
  for (std::string name : words(call.method.required)) {
    const bool may_be_empty = name.back() == '?';
    if (may_be_empty) name.pop_back();
    if (!call.arguments.given(name.c_str())) {
      messages.push_back("[ERROR] missing required field: " + name);
    } else if (!may_be_empty && !call.arguments.has(name.c_str())) {
      messages.push_back("[ERROR] must provide a value for: " + name);
    }
  }
  return messages.empty() ? Json() : refused("invalid_arguments", messages);
}

void look_for_unknown_arguments(Call& call) {
  auto known =
      words(std::string(call.method.required) + " " + std::string(call.method.optional) + " token");
  for (std::string& name : known) {
    if (name.ends_with('?')) name.pop_back();
  }
  for (const auto& [name, value] : call.arguments.fields().items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      call.state.complain(std::string(call.method.name) + ": unknown argument " + name);
    }
  }
}

void attach_warnings(const Call& call, Json& answer) {
  if (call.warnings.empty()) return;
  std::string list;
  for (const std::string& code : call.warnings) list += (list.empty() ? "" : ",") + code;
  answer["warning"] = list;
  answer["response_metadata"]["warnings"] = call.warnings;
  if (!call.warning_messages.empty()) {
    answer["response_metadata"]["messages"] = call.warning_messages;
  }
}

Json run(Call& call, const Body& body) {
  const Needs& needs = call.method.needs;
  if (!call.method.app_token && !call.method.by_channel && !has_scope(call.state, needs.open)) {
    return missing_scope(call.state, needs.open);
  }
  if (call.method.by_channel && !has_scope(call.state, needs.open) &&
      !has_scope(call.state, needs.closed) && !has_scope(call.state, needs.direct) &&
      !has_scope(call.state, needs.group_direct)) {
    return missing_scope(call.state, needs.open);
  }
  if (!body.trouble.empty()) return refused(body.trouble);
  look_for_unknown_arguments(call);
  Json missing = missing_arguments(call);
  if (!missing.is_null()) return missing;
  for (const std::string& warning : body.warnings) call.warn(warning);
  Json answer = call.method.run(call);
  attach_warnings(call, answer);
  return answer;
}

}  // namespace

bool Arguments::given(const char* name) const {
  const auto found = fields_.find(name);
  return found != fields_.end() && !found->is_null();
}

bool Arguments::has(const char* name) const {
  return given(name) && !(fields_[name].is_string() && fields_[name].get<std::string>().empty());
}

std::string Arguments::text(const char* name) const {
  if (!given(name)) return "";
  const Json& value = fields_[name];
  return value.is_string() ? value.get<std::string>() : dump_json(value);
}

bool Arguments::flag(const char* name) const {
  const std::string value = text(name);
  return value == "true" || value == "1";
}

std::optional<std::int64_t> Arguments::number(const char* name) const {
  return whole_number(text(name));
}

std::optional<Json> Arguments::nested(const char* name) const {
  if (!has(name)) return Json();
  const Json& value = fields_[name];
  return value.is_string() ? parse_json(value.get<std::string>()) : std::optional<Json>(value);
}

void Call::warn(std::string code, std::string message) {
  warnings.push_back(std::move(code));
  if (!message.empty()) warning_messages.push_back("[WARN] " + message);
}

Channel* Call::conversation(const char* argument) {
  Channel* found = state.channel(ChannelId{arguments.text(argument)});
  if (found == nullptr || !state.bot_sees(*found)) {
    refusal = refused("channel_not_found");
    return nullptr;
  }
  if (!method.by_channel) return found;
  const std::array by_kind{method.needs.open, method.needs.closed, method.needs.direct,
                           method.needs.group_direct};
  const std::string_view needed = by_kind[static_cast<std::size_t>(found->kind)];
  if (has_scope(state, needed)) return found;
  refusal = missing_scope(state, needed);
  return nullptr;
}

Channel* Call::own_conversation(const char* argument) {
  Channel* found = conversation(argument);
  if (found == nullptr) return nullptr;
  if (found->archived) {
    refusal = refused("is_archived");
    return nullptr;
  }
  if (!state.bot_is_in(*found)) {
    refusal = refused("not_in_channel");
    return nullptr;
  }
  return found;
}

Message* Call::message_in(Channel& channel, const char* argument) {
  Message* found = state.message(channel, MessageTs{arguments.text(argument)});
  if (found == nullptr) refusal = refused("message_not_found");
  return found;
}

Json accepted(Json fields) {
  fields["ok"] = true;
  return fields;
}

Json refused(std::string_view code, std::vector<std::string> messages) {
  Json answer = {{"ok", false}, {"error", code}};
  if (!messages.empty()) answer["response_metadata"]["messages"] = std::move(messages);
  return answer;
}

bool has_scope(const State& state, std::string_view alternatives) {
  if (alternatives.empty()) return true;
  for (const std::string& scope : words(alternatives, '|')) {
    if (state.scopes.contains(scope)) return true;
  }
  return false;
}

Json missing_scope(const State& state, std::string_view needed) {
  Json answer = refused("missing_scope");
  answer["needed"] = words(needed, '|').front();
  answer["provided"] = joined(state.scopes);
  return answer;
}

Page page_of(Call& call, std::size_t total, std::int64_t default_limit,
             std::int64_t largest_limit) {
  Page page;
  std::int64_t limit = default_limit;
  if (call.arguments.has("limit")) {
    limit = call.arguments.number("limit").value_or(0);
    if (limit < 1 || limit > largest_limit) {
      page.refusal = refused("invalid_limit");
      return page;
    }
  }
  bool is_gap = false;
  if (call.arguments.has("cursor")) {
    // "next:120" or "gap:120"; a gap is an empty page in the middle, which Slack may send any time.
    const std::string text = from_base64(call.arguments.text("cursor")).value_or("");
    const std::size_t colon = text.find(':');
    const auto begin =
        colon == std::string::npos ? std::nullopt : whole_number(text.substr(colon + 1));
    const std::string kind = text.substr(0, std::min(colon, text.size()));
    if (!begin || (kind != "next" && kind != "gap")) {
      page.refusal = refused("invalid_cursor");
      return page;
    }
    page.begin = std::min(static_cast<std::size_t>(*begin), total);
    is_gap = kind == "gap";
  }
  page.end = is_gap ? page.begin : std::min(total, page.begin + static_cast<std::size_t>(limit));
  if (page.end < total) {
    const bool gap_next = call.state.setup.policies.ragged_pages && !is_gap;
    page.next_cursor = base64((gap_next ? "gap:" : "next:") + std::to_string(page.end));
  }
  return page;
}

net::HttpResponse json_answer(const State& state, const Json& body, int status) {
  net::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json; charset=utf-8"},
                      {"X-OAuth-Scopes", joined(state.scopes)}};
  response.body = dump_json(body);
  return response;
}

net::HttpResponse web_api(State& state, const net::HttpRequest& request, std::string_view name,
                          Moment now) {
  const std::string method_name(name);
  ++state.calls[method_name];
  const Method* method = method_named(name);
  const auto finish = [&](const Json& answer, int status = 200) {
    if (!answer.value("ok", false)) {
      ++state.refusals[method_name + " " + text_in(answer, "error")];
    }
    net::HttpResponse response = json_answer(state, answer, status);
    if (method != nullptr && !method->needs.open.empty()) {
      std::string accepted_scopes(method->needs.open);
      std::replace(accepted_scopes.begin(), accepted_scopes.end(), '|', ',');
      response.headers.push_back({"X-Accepted-OAuth-Scopes", accepted_scopes});
    }
    response.headers.push_back({"X-Slack-Req-Id", state.seal(std::to_string(state.next_number()))});
    return response;
  };
  if (method == nullptr) return finish(refused("unknown_method"));
  if (request.method != "POST" && request.method != "GET")
    return finish(refused("invalid_post_type"));
  if (method->app_token && request.method != "POST") return finish(refused("insecure_request"));
  const Body body = read_body(request, *method, split_target(request.url).query);
  const std::string trouble = token_trouble(state, request, *method, body.fields);
  if (!trouble.empty()) return finish(refused(trouble));
  const std::int64_t wait = rate_limit(state, *method, body.fields, now);
  if (wait > 0) {
    net::HttpResponse response = finish(refused("ratelimited"), 429);
    response.headers.push_back({"Retry-After", std::to_string(wait)});
    return response;
  }
  Call call{state, *method, Arguments(body.fields), now, {}, {}, Json()};
  return finish(run(call, body));
}

}  // namespace tocsin::sandbox
