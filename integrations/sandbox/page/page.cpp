#include "integrations/sandbox/page/page.h"

#include "bot/domain/whole_number.h"
#include "integrations/sandbox/page/assets.h"
#include "integrations/sandbox/page/page_core.h"
#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <array>

namespace tocsin::sandbox {

namespace {

constexpr std::size_t k_most_messages = 5'000;
constexpr std::string_view k_live = "/page/live";
constexpr std::string_view k_files = "/page/file/";

// Nothing from elsewhere, no inline script or style: what people and bots write can only be text.
constexpr const char* k_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'";

net::HttpResponse page_response(int status, std::string_view type, std::string body) {
  net::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", std::string(type)},
                      {"Content-Security-Policy", k_policy},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

net::HttpResponse json_response(int status, const Json& json) {
  return page_response(status, "application/json; charset=utf-8", dump_json(json));
}

net::HttpResponse refusal(int status, std::string why) {
  return json_response(status, {{"ok", false}, {"why", std::move(why)}});
}

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/html; charset=utf-8";
}

bool is_loopback(std::string_view host) {
  constexpr std::array<std::string_view, 3> k_names{"127.0.0.1", "localhost", "[::1]"};
  return std::any_of(k_names.begin(), k_names.end(), [host](std::string_view name) {
    return host == name || (host.starts_with(name) && host.substr(name.size(), 1) == ":");
  });
}

// Another page in the same browser must neither act here nor read: its requests carry its own
// origin, or a host name of its own that it has pointed at this machine.
bool is_from_here(const net::HttpRequest& request) {
  const std::string* host = net::find_header(request.headers, "Host");
  if (host == nullptr || !is_loopback(*host)) return false;
  const std::string* origin = net::find_header(request.headers, "Origin");
  return origin == nullptr || *origin == "http://" + *host;
}

net::HttpResponse asset(std::string_view name) {
  for (const PageAsset& one : page_assets()) {
    if (one.name == name) return page_response(200, type_of(name), std::string(one.body));
  }
  return refusal(404, "There is no such page.");
}

net::HttpResponse state(WebPage::Impl& page, const std::string& query, Moment now) {
  const auto given = parse_form(query);
  if (!given) return refusal(400, "The address is broken.");
  const auto text = [&given](const char* key) {
    const auto found = given->find(key);
    return found == given->end() ? std::string() : found->second;
  };
  Look look{UserId{text("as")}, ChannelId{text("channel")}, 100};
  if (const auto asked = whole_number(text("messages"))) {
    look.messages = std::min(static_cast<std::size_t>(*asked), k_most_messages);
  }
  const auto known = whole_number(text("known"));
  return json_response(200, page.told.differing(known.value_or(0), seen_by(page, look, now), now));
}

// Shown as text whatever it is; nothing that a bot uploads may run here.
net::HttpResponse file(WebPage::Impl& page, std::string_view rest, bool as_download) {
  const std::string id(rest.substr(0, rest.find('/')));
  const File* found = page.workspace().file(id);
  if (found == nullptr || !found->completed) return refusal(404, "There is no such file.");
  net::HttpResponse response = page_response(200, "text/plain; charset=utf-8", found->bytes);
  if (as_download) {
    std::string name = found->name;
    std::erase_if(name, [](char c) { return c == '"' || c == '\\' || c < ' '; });
    response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + name + "\""});
  }
  return response;
}

net::HttpResponse act(WebPage::Impl& page, const net::HttpRequest& request, Moment now) {
  const std::string* type = net::find_header(request.headers, "Content-Type");
  if (type == nullptr || !type->starts_with("application/json")) {
    return refusal(415, "An act is JSON.");
  }
  const auto wish = parse_json(request.body);
  if (!wish) return refusal(400, "This is not JSON.");
  const std::string trouble = carry_out(page, *wish, now);
  return trouble.empty() ? json_response(200, {{"ok", true}}) : refusal(200, trouble);
}

}  // namespace

WebPage::WebPage(Sandbox& sandbox, PageSetup setup)
    : impl_(std::make_unique<Impl>(Impl{sandbox, std::move(setup)})) {}

WebPage::~WebPage() = default;

bool WebPage::owns(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  return path == "/" || path == "/favicon.ico" || path.starts_with("/page/");
}

int WebPage::handshake(const net::HttpRequest& request) const {
  if (split_target(request.url).path != k_live) return 404;
  return is_from_here(request) ? 101 : 403;
}

net::HttpResponse WebPage::answer(const net::HttpRequest& request, Moment now) {
  if (!is_from_here(request)) return refusal(403, "Only pages of this very address may do that.");
  const Target target = split_target(request.url);
  const std::string_view path = target.path;
  if (request.method == "POST") {
    return path == "/page/act" ? act(*impl_, request, now) : refusal(404, "There is no such act.");
  }
  if (request.method != "GET") return refusal(405, "Only GET and POST are understood.");
  if (path == "/") return asset("index.html");
  if (path == "/page/state") return state(*impl_, target.query, now);
  if (path.starts_with(k_files)) {
    return file(*impl_, path.substr(k_files.size()), target.query == "download");
  }
  return asset(path.starts_with("/page/") ? path.substr(6) : path.substr(1));
}

}  // namespace tocsin::sandbox
