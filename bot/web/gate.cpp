#include "bot/web/gate.h"

#include "bot/json.h"

#include <algorithm>
#include <utility>

namespace tocsin::web {

namespace {

constexpr std::string_view k_cookie = "tocsin=";

// Takes as long for a wrong token as for the right one.
bool is_same_secret(std::string_view given, std::string_view wanted) {
  unsigned difference = given.size() == wanted.size() ? 0U : 1U;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const char other = wanted[i % wanted.size()];
    difference |= static_cast<unsigned>(static_cast<unsigned char>(given[i] ^ other));
  }
  return difference == 0;
}

bool has_token(const net::HttpRequest& request, const std::string& token) {
  constexpr std::string_view k_bearer = "Bearer ";
  const std::string* header = net::find_header(request.headers, "Authorization");
  if (header == nullptr || !header->starts_with(k_bearer)) return false;
  return is_same_secret(std::string_view(*header).substr(k_bearer.size()), token);
}

// "a=1; tocsin=SESSION; b=2"
bool has_cookie(const net::HttpRequest& request, const std::string& session) {
  const std::string* header = net::find_header(request.headers, "Cookie");
  if (header == nullptr || session.empty()) return false;
  std::string_view rest = *header;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(k_cookie) && is_same_secret(one.substr(k_cookie.size()), session)) {
      return true;
    }
  }
  return false;
}

std::string_view host_of_origin(std::string_view origin) {
  const std::size_t at = origin.find("://");
  return at == std::string_view::npos ? origin : origin.substr(at + 3);
}

// A page of another site may send requests here from somebody's browser: its own name gives it
// away, and JSON is what it cannot send unasked.
std::optional<net::HttpResponse> foreign_page(const net::HttpRequest& request) {
  const std::string* host = net::find_header(request.headers, "Host");
  const std::string* origin = net::find_header(request.headers, "Origin");
  if (origin != nullptr && (host == nullptr || host_of_origin(*origin) != *host)) {
    return refusal(403, "A page of another site may not ask the bot.");
  }
  if (request.method != "POST") return std::nullopt;
  const std::string* type = net::find_header(request.headers, "Content-Type");
  if (type == nullptr || !type->starts_with("application/json")) {
    return refusal(415, "Send JSON, with the header Content-Type: application/json.");
  }
  return std::nullopt;
}

}  // namespace

net::HttpResponse answer(int status, std::string_view type, std::string body) {
  net::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", std::string(type)},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"}};
  response.body = std::move(body);
  return response;
}

net::HttpResponse refusal(int status, std::string_view sentence) {
  return answer(status, "application/json",
                dump_json(Json{{"error", std::string(sentence)}}) + "\n");
}

net::HttpResponse let_in(const net::HttpRequest& request, const Gate& gate) {
  if (auto refused = foreign_page(request)) return std::move(*refused);
  const std::optional<Json> shown = parse_json(request.body);
  std::string token;
  if (shown && shown->is_object()) token = JsonReader(*shown).text_or("token", "");
  if (gate.token.empty() || gate.session.empty() || !is_same_secret(token, gate.token)) {
    return refusal(401, "That is not the bot's token (TOCSIN_HTTP_TOKEN).");
  }
  net::HttpResponse response = answer(200, "application/json", "{}\n");
  response.headers.push_back({"Set-Cookie", std::string(k_cookie) + gate.session +
                                                "; HttpOnly; SameSite=Strict; Path=/; "
                                                "Max-Age=43200"});
  return response;
}

bool names_this_machine(std::string_view host_header) {
  std::string_view host = host_header;
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) return false;
    host = host.substr(1, end - 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::optional<net::HttpResponse> turned_away(const net::HttpRequest& request, const Gate& gate) {
  if (!gate.token.empty()) {
    if (!has_token(request, gate.token) && !has_cookie(request, gate.session)) {
      net::HttpResponse response =
          refusal(401, "Send the token: the header Authorization: Bearer TOKEN.");
      response.headers.push_back({"WWW-Authenticate", "Bearer"});
      return response;
    }
    return foreign_page(request);
  }
  // Else a site could give its own name this machine's address, and read what is here.
  const std::string* host = net::find_header(request.headers, "Host");
  if (host == nullptr || !names_this_machine(*host)) {
    return refusal(421, "Ask for it by the address 127.0.0.1 or by the name localhost.");
  }
  return foreign_page(request);
}

}  // namespace tocsin::web
