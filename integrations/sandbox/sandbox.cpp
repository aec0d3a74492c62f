#include "integrations/sandbox/sandbox.h"

#include "integrations/sandbox/wire.h"

#include <algorithm>
#include <utility>

namespace tocsin::sandbox {

namespace {

constexpr std::string_view k_page =
    "<!DOCTYPE html><html><head><title>Slack</title></head><body><h1>Something went "
    "wrong</h1></body></html>";

// What the plan knows a call by: "chat.postMessage", "response_url", "upload", "download".
std::string name_of_call(const std::string& path) {
  if (path.substr(0, 5) == "/api/") return path.substr(5);
  if (path.substr(0, 8) == "/upload/") return "upload";
  if (path.substr(0, 11) == "/files-pri/") return "download";
  return "response_url";
}

net::HttpResponse response_of(int status, std::string type, std::string body) {
  net::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", std::move(type)}};
  response.body = std::move(body);
  return response;
}

std::string raw_head(const std::string& framing) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n" + framing +
         "\r\n\r\n";
}

std::string half_of(const std::string& text) { return text.substr(0, text.size() / 2); }

}  // namespace

HubSetup hub_setup_for(const WorkspaceSetup& setup) {
  HubSetup hub;
  hub.app_id = setup.app_id;
  hub.seed = setup.seed + 1;
  hub.keep_records = setup.keep_records;
  return hub;
}

net::HttpResponse as_seen_by_client(const Reception& reception) {
  if (reception.kind == Reception::Kind::reply) return reception.response;
  net::HttpResponse response;
  response.transport = net::Transport::lost;
  switch (reception.kind) {
    case Reception::Kind::reply:
    case Reception::Kind::raw:
      response.trouble = "the answer was cut off";
      break;
    case Reception::Kind::reset:
      response.trouble = "connection reset";
      break;
    case Reception::Kind::silence:
      response.trouble = "no answer in time";
      break;
  }
  return response;
}

Sandbox::Sandbox(WorkspaceSetup setup) : Sandbox(setup, hub_setup_for(setup)) {}

Sandbox::Sandbox(WorkspaceSetup setup, HubSetup hub_setup)
    : faults_(setup.seed + 2), workspace_(std::move(setup)), hub_(std::move(hub_setup), &faults_) {}

Reception Sandbox::request(const net::HttpRequest& request, Moment now) {
  const auto fault = faults_.for_call(name_of_call(split_target(request.url).path));
  Reception reception;
  if (fault) {
    reception = answer_with(*fault, request, now);
  } else {
    reception.response = workspace_.call(request, now);
  }
  flush(now);
  return reception;
}

Reception Sandbox::answer_with(const WebFault& fault, const net::HttpRequest& request, Moment now) {
  Reception reception;
  reception.after = fault.answer_after;
  const bool at_once = fault.effect == WebEffect::at_once || fault.answer == WebAnswer::usual;
  net::HttpResponse real;
  if (at_once) real = workspace_.call(request, now);
  if (fault.effect == WebEffect::later) late_effects_.emplace(now + fault.effect_after, request);
  // A cut answer without an effect is still cut out of something.
  const std::string body = real.body.empty() ? R"({"ok":true,"channel":"C0"})" : real.body;
  switch (fault.answer) {
    case WebAnswer::usual:
      reception.response = std::move(real);
      break;
    case WebAnswer::http_status:
      reception.response = response_of(fault.status, "text/html", fault.body);
      break;
    case WebAnswer::refusal:
      reception.response = response_of(200, "application/json; charset=utf-8",
                                       R"({"ok":false,"error":")" + fault.body + R"("})");
      break;
    case WebAnswer::rate_limited:
      reception.response = response_of(429, "application/json; charset=utf-8",
                                       R"({"ok":false,"error":"ratelimited"})");
      if (!fault.retry_after.empty()) {
        reception.response.headers.push_back({"Retry-After", fault.retry_after});
      }
      break;
    case WebAnswer::html:
      reception.response = response_of(200, "text/html; charset=utf-8", std::string(k_page));
      break;
    case WebAnswer::half_json:
      reception.response = response_of(200, "application/json; charset=utf-8", half_of(body));
      break;
    case WebAnswer::truncated_body:
      reception.kind = Reception::Kind::raw;
      reception.raw = raw_head("Content-Length: " + std::to_string(body.size())) + half_of(body);
      break;
    case WebAnswer::truncated_chunked:
      reception.kind = Reception::Kind::raw;
      reception.raw = raw_head("Transfer-Encoding: chunked") + "ffff\r\n" + half_of(body);
      break;
    case WebAnswer::closed:
      reception.kind = Reception::Kind::reset;
      break;
    case WebAnswer::silence:
      reception.kind = Reception::Kind::silence;
      break;
  }
  return reception;
}

int Sandbox::handshake(const std::string& target, Moment now) {
  workspace_.advance(now);
  const Target parts = split_target(target);
  const auto query = parse_form(parts.query);
  if (parts.path != "/link/" || !query || !query->contains("ticket")) return 404;
  const bool is_good = workspace_.take_ticket(query->at("ticket")).empty();
  std::vector<SocketRule> faults = faults_.for_socket();
  for (const SocketRule& rule : faults) {
    if (rule.kind == SocketFaultKind::refuse) return rule.status == 0 ? 503 : rule.status;
  }
  if (!is_good) return 403;
  socket_faults_[target] = std::move(faults);
  return 101;
}

void Sandbox::opened(SocketNumber socket, const std::string& target, Moment now) {
  const auto faults = socket_faults_.extract(target);
  std::optional<Duration> life;
  const auto query = parse_form(split_target(target).query);
  if (query && query->contains("debug_reconnects") && query->at("debug_reconnects") == "true") {
    life = Duration{360'000};
  }
  hub_.opened(socket, now, faults.empty() ? std::vector<SocketRule>{} : faults.mapped(), life);
  flush(now);
}

void Sandbox::received(SocketNumber socket, std::string_view text, Moment now) {
  hub_.received(socket, text, now);
  flush(now);
}

void Sandbox::closed(SocketNumber socket, Moment now) {
  hub_.closed(socket, now);
  flush(now);
}

void Sandbox::set_socket_mode(bool on, Moment now) {
  // Which code Slack gives is not written down; this one is in the method's own list.
  workspace_.policies().connection_error = on ? "" : "forbidden_team";
  if (!on) hub_.disable_link(now);
  flush(now);
}

void Sandbox::flush(Moment now) {
  while (true) {
    std::vector<Envelope> envelopes = workspace_.take_envelopes();
    for (Envelope& envelope : envelopes) hub_.offer(std::move(envelope), now);
    const std::vector<Settled> results = hub_.take_settled();
    if (envelopes.empty() && results.empty()) return;
    for (const Settled& result : results) {
      workspace_.settled(result, now);
      if (on_settled) on_settled(result);
    }
  }
}

std::optional<Moment> Sandbox::next_due() const {
  std::optional<Moment> due = hub_.next_due();
  const auto consider = [&due](std::optional<Moment> moment) {
    if (moment) due = due ? std::min(*due, *moment) : *moment;
  };
  consider(workspace_.next_due());
  if (!late_effects_.empty()) consider(late_effects_.begin()->first);
  return due;
}

void Sandbox::advance(Moment now) {
  while (!late_effects_.empty() && late_effects_.begin()->first <= now) {
    const auto effect = late_effects_.extract(late_effects_.begin());
    workspace_.call(effect.mapped(), effect.key());
  }
  workspace_.advance(now);
  hub_.advance(now);
  flush(now);
}

std::vector<SocketAction> Sandbox::take_actions() { return hub_.take_actions(); }

}  // namespace tocsin::sandbox
