#include "bot/serve/web_side.h"

#include "bot/domain/whole_number.h"
#include "bot/log.h"
#include "bot/serve/clock.h"
#include "bot/serve/random_text.h"
#include "bot/web/metrics.h"
#include "bot/web/page.h"
#include "bot/web/people.h"
#include "storage/outside_reader.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

namespace tocsin {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t k_most_watchers = 500;  // half of the connections that the listener takes
constexpr auto k_between_changes = 100ms;
constexpr auto k_keep_every = 20s;

double seconds_of(Moment moment) { return static_cast<double>(to_stored(moment)) / 1000.0; }

net::HttpResponse plain(int status, std::string text) {
  return web::answer(status, "text/plain; charset=utf-8", std::move(text));
}

net::HttpResponse no_record() {
  return web::refusal(503, "The record cannot be read right now. Try again in a moment.");
}

net::HttpResponse too_busy() {
  return web::refusal(503, "Too much is asked at once. Try again in a moment.");
}

void measure_record(const Store& store, const Policy& policy, Moment now,
                    web::Measurements& measured) {
  const OutsideReader outside(store, policy);
  for (const Incident& incident : outside.active_incidents()) {
    if (incident.is_drill) continue;
    ++measured.active.at(incident.severity ? static_cast<std::size_t>(*incident.severity) : 0U);
  }
  const std::vector<OutboxRow> rows = store.unsettled_rows();
  measured.unsettled = rows.size();
  if (!rows.empty()) {
    const Moment oldest = std::ranges::min(rows, {}, &OutboxRow::created_at).created_at;
    measured.oldest_unsettled = std::max(0.0, seconds_of(now) - seconds_of(oldest));
  }
  measured.has_record = true;
}

std::uint64_t bytes_of(const std::string& database) {
  std::uint64_t bytes = 0;
  for (const char* const ending : {"", "-wal"}) {
    std::error_code error;
    const auto size = fs::file_size(database + ending, error);
    if (!error) bytes += size;
  }
  return bytes;
}

}  // namespace

std::optional<HttpAddress> read_http_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  HttpAddress address;
  address.host = text.substr(0, colon);
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  if (address.host == "localhost") address.host = "127.0.0.1";
  const auto port = whole_number(text.substr(colon + 1));
  if (!port || *port > 65'535 || address.host.empty()) return std::nullopt;
  address.port = static_cast<std::uint16_t>(*port);
  return address;
}

std::optional<std::string> http_trouble(const Config& config) {
  if (config.http_address == "off") return std::nullopt;
  const auto address = read_http_address(config.http_address);
  if (!address) {
    return "TOCSIN_HTTP (or http.address) is no address: write it like 127.0.0.1:8686, or off.";
  }
  if (config.http_token.empty() && !net::is_loopback_host(address->host)) {
    return "TOCSIN_HTTP is " + config.http_address +
           ", which other machines can reach: set TOCSIN_HTTP_TOKEN to a long random text, or use "
           "127.0.0.1.";
  }
  return std::nullopt;
}

WebSide::WebSide(net::Loop& loop, const Config& config, WebSeams seams, Session& session)
    : loop_(loop),
      config_(config),
      seams_(std::move(seams)),
      session_(session),
      gate_{config.http_token, random_text(40)},
      hooks_(config.hooks, session),
      policy_(session.policy()),
      started_at_(seconds_of(read_clocks().wall)),
      reading_(loop, seams_.open_to_read) {
  session_.on_step([this, alive = alive_](bool has_recorded) {
    if (!*alive) return;
    shared_.forget();
    if (has_recorded) record_has_changed();
  });
  keep_watchers();
  const auto address = read_http_address(config_.http_address);
  if (!address) return;  // off; anything else was refused at the start
  net::ListenerCallbacks callbacks;
  callbacks.on_request = [this](net::HttpRequest request, net::Responder responder) {
    asked(request, responder);
  };
  net::ListenerOptions options;
  options.host = address->host;
  options.port = address->port;
  try {
    listener_ = std::make_unique<net::Listener>(loop, std::move(callbacks), options);
    log_info("HTTP on {}, port {}", address->host, listener_->port());
  } catch (const std::system_error& error) {
    log_warn(
        "port {} on {} cannot be had ({}): the bot runs without API, metrics and `tocsin inc`. "
        "Set TOCSIN_HTTP to another one.",
        address->port, address->host, error.code().message());
  }
}

WebSide::~WebSide() { *alive_ = false; }

void WebSide::asked(const net::HttpRequest& request, const net::Responder& responder) {
  auto target = web::parse_target(request.url);
  if (!target) return responder.reply(web::refusal(400, "The address is broken."));
  const std::vector<std::string>& path = target->path;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  // For those who watch whether it lives: they have no token and learn nothing else.
  if (reads && path == std::vector<std::string>{"healthz"}) {
    return responder.reply(plain(200, "ok\n"));
  }
  if (reads && path == std::vector<std::string>{"readyz"}) return ready(responder);
  if (reads) {
    if (auto file = web::page_answer(*target)) return responder.reply(std::move(*file));
  }
  if (request.method == "POST" && path == std::vector<std::string>{"login"}) {
    return responder.reply(web::let_in(request, gate_));
  }
  // Each has a token or a signature of its own.
  if (path.size() == 2 && path.front() == "hooks") return hooks_.asked(path[1], request, responder);
  if (auto refused = web::turned_away(request, gate_)) return responder.reply(std::move(*refused));
  if (reads && path == std::vector<std::string>{"metrics"}) return measure(responder);
  const bool is_command = path == std::vector<std::string>{"api", "v1", "commands"};
  if (is_command && request.method == "POST") return typed(request, responder);
  if (is_command || !reads) {
    auto refused = web::refusal(405, "That cannot be done with this address.");
    refused.headers.push_back({"Allow", is_command ? "POST" : "GET, HEAD"});
    return responder.reply(std::move(refused));
  }
  if (request.method == "GET" && path == std::vector<std::string>{"changes"})
    return watch(responder);
  read(request.url, std::move(*target), responder);
}

// ---- open pages are told when to look again

void WebSide::watch(const net::Responder& responder) {
  if (watchers_.size() >= k_most_watchers) return responder.reply(too_busy());
  responder.begin_stream(web::answer(200, "text/event-stream", ""));
  responder.send("retry: 2000\n\n");
  watchers_.push_back(responder);
}

// The first of a burst is told at once, the rest together a moment later.
void WebSide::record_has_changed() {
  if (is_about_to_tell_ || watchers_.empty()) return;
  const auto since = std::chrono::steady_clock::now() - told_at_;
  if (since >= k_between_changes) return tell_of_change();
  is_about_to_tell_ = true;
  loop_.after(std::chrono::ceil<std::chrono::milliseconds>(k_between_changes - since),
              [this, alive = alive_] {
                if (!*alive) return;
                is_about_to_tell_ = false;
                tell_of_change();
              });
}

void WebSide::tell_of_change() {
  told_at_ = std::chrono::steady_clock::now();
  tell_watchers("data: look again\n\n");
}

void WebSide::tell_watchers(const std::string& event) {
  std::erase_if(watchers_, [&event](const net::Responder& one) { return !one.send(event); });
}

// A comment now and then, so that nobody in between takes the silence for the end.
void WebSide::keep_watchers() {
  loop_.after(k_keep_every, [this, alive = alive_] {
    if (!*alive) return;
    tell_watchers(": still here\n\n");
    keep_watchers();
  });
}

// Really writes a little: a disk that is full is found before somebody's line is.
void WebSide::ready(const net::Responder& responder) {
  waiting_for_probe_.push_back(responder);
  if (waiting_for_probe_.size() > 1) return;
  session_.probe([this, alive = alive_](const Ack* ack) {
    if (!*alive) return;
    std::string trouble;
    if (ack == nullptr) trouble += "The database does not answer in time.\n";
    if (ack != nullptr && !ack->saved) trouble += "The database cannot be written.\n";
    if (!session_.is_connected()) trouble += "Slack is not connected.\n";
    const net::HttpResponse told =
        trouble.empty() ? plain(200, "ready\n") : plain(503, "not ready\n" + trouble);
    for (const net::Responder& waiting : std::exchange(waiting_for_probe_, {})) {
      waiting.reply(told);
    }
  });
}

void WebSide::measure(const net::Responder& responder) {
  web::Measurements measured = session_.measurements();
  measured.version = seams_.version;
  measured.started_at = started_at_;
  measured.hooks = hooks_.numbers();
  const bool taken = reading_.offer([measured, responder, policy = policy_,
                                     database = config_.database](const Store* store) mutable {
    if (store != nullptr) measure_record(*store, policy, read_clocks().wall, measured);
    measured.database_bytes = bytes_of(database);
    std::string text = web::metrics_text(measured);
    return std::function<void()>([responder, text = std::move(text)] {
      responder.reply(web::answer(200, "text/plain; version=0.0.4; charset=utf-8", text));
    });
  });
  if (!taken) responder.reply(too_busy());
}

void WebSide::read(const std::string& url, web::Target target, const net::Responder& responder) {
  const auto key =
      shared_.ask(url, [responder](const net::HttpResponse& answer) { responder.reply(answer); });
  if (!key) return;
  const bool taken = reading_.offer([this, key = *key, target = std::move(target), policy = policy_,
                                     print = seams_.print_writeup](const Store* store) {
    net::HttpResponse response =
        store == nullptr
            ? no_record()
            : web::api_answer(target, OutsideReader(*store, policy), print, read_clocks().wall);
    return std::function<void()>(
        [this, key, response = std::move(response)] { shared_.answered(key, response); });
  });
  if (!taken) shared_.answered(*key, too_busy());
}

void WebSide::typed(const net::HttpRequest& request, const net::Responder& responder) {
  auto typed = web::read_typed(request.body);
  if (!typed) return responder.reply(web::refusal(400, typed.error()));
  const bool taken = reading_.offer(
      [this, typed = std::move(*typed), responder](const Store* store) -> std::function<void()> {
        if (store == nullptr) return [responder] { responder.reply(no_record()); };
        auto user = web::person_meant(typed.as, *store);
        if (!user) {
          return [responder, why = user.error()] {
            responder.reply(web::refusal(422, "Not saved. " + why));
          };
        }
        return [this, typed, responder, user = std::move(*user)] { run(typed, user, responder); };
      });
  if (!taken) responder.reply(too_busy());
}

void WebSide::run(const web::TypedOutside& typed, const UserId& user,
                  const net::Responder& responder) {
  input::Command command;
  command.key = typed.input_key(user);
  command.user = user;
  command.text = typed.line();
  command.is_from_outside = true;
  session_.run_outside(std::move(command), [responder](const Ack* ack) {
    web::CommandAnswer answer;
    if (ack == nullptr) {
      answer.text =
          "Not confirmed yet: the bot is slow. Send it again with the same key: it is saved once.";
      return responder.reply(web::command_answer(504, answer));
    }
    answer = web::plain_answer(ack->reply, ack->saved && !ack->is_refused);
    responder.reply(web::command_answer(ack->saved ? 200 : 503, answer));
  });
}

}  // namespace tocsin
