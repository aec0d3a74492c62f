#include "bot/web/page.h"

#include "bot/web/gate.h"

#include <string>
#include <utility>

namespace tocsin::web {

namespace {

// Nothing runs, and nothing is shown or asked, but what comes from this very address.
const char* const k_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

net::HttpResponse file(std::string_view type, std::string_view content) {
  net::HttpResponse response = answer(200, type, std::string(content));
  response.headers.push_back({"Content-Security-Policy", k_policy});
  return response;
}

}  // namespace

std::optional<net::HttpResponse> page_answer(const Target& target) {
  if (target.path.empty()) return file("text/html; charset=utf-8", k_page_html);
  if (target.path.size() != 1) return std::nullopt;
  if (target.path[0] == "page.css") return file("text/css; charset=utf-8", k_page_css);
  if (target.path[0] == "page.svg") return file("image/svg+xml", k_page_svg);
  if (target.path[0] == "page.js") return file("text/javascript; charset=utf-8", k_page_js);
  return std::nullopt;
}

}  // namespace tocsin::web
