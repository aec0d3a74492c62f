#pragma once
// Who may ask the bot over HTTP: with a token whoever has it, without one only this machine, and no
// page of another site either way. Pure; loop's thread.

#include "bot/net/http.h"

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::web {

struct Gate {
  std::string token;  // empty: none is asked for; then the address is one of this machine
  // What the cookie of a browser holds that has shown the token; another with every start.
  std::string session{};
};

// An answer with a sentence, as every refusal of the API: {"error": "…"}.
net::HttpResponse refusal(int status, std::string_view sentence);
net::HttpResponse answer(int status, std::string_view type, std::string body);

// Nothing: it may go on. Else what to answer.
std::optional<net::HttpResponse> turned_away(const net::HttpRequest& request, const Gate& gate);

// The answer to a page that shows the token as {"token": "…"}: a cookie that its scripts cannot
// read, and that no other site's page can send along.
net::HttpResponse let_in(const net::HttpRequest& request, const Gate& gate);

// "127.0.0.1:8686", "[::1]:80", "localhost": a name that only this machine can stand for.
bool names_this_machine(std::string_view host_header);

}  // namespace tocsin::web
