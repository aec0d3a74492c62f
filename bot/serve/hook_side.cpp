#include "bot/serve/hook_side.h"

#include "bot/log.h"
#include "bot/serve/clock.h"
#include "bot/serve/session.h"
#include "bot/web/gate.h"
#include "integrations/hooks/hooks.h"

#include <algorithm>
#include <utility>

namespace tocsin {

namespace {

// Far more than a monitoring system sends that groups its alerts, far less than the engine takes.
constexpr double k_burst = 200;
constexpr double k_each_second = 50;

net::HttpResponse in_a_moment(int status, std::string_view sentence) {
  net::HttpResponse response = web::refusal(status, sentence);
  response.headers.push_back({"Retry-After", status == 429 ? "1" : "5"});
  return response;
}

// One answer to the sender, once all that it has reported is saved, or one of it is not.
class Pending {
 public:
  Pending(std::size_t parts, net::Responder responder, std::shared_ptr<web::HookCounts> counts)
      : left_(parts), responder_(std::move(responder)), counts_(std::move(counts)) {}

  void told(const Ack* ack) {
    if (ack == nullptr || !ack->saved) all_saved_ = false;
    if (--left_ > 0) return;
    if (all_saved_) {
      ++counts_->taken;
      responder_.reply(web::answer(200, "application/json", "{\"saved\":true}\n"));
    } else {
      ++counts_->not_saved;
      responder_.reply(in_a_moment(503, "Not saved. Send it again in a moment."));
    }
  }

 private:
  std::size_t left_;
  bool all_saved_ = true;
  net::Responder responder_;
  std::shared_ptr<web::HookCounts> counts_;
};

}  // namespace

HookSide::HookSide(const Hooks& hooks, Session& session) : session_(session) {
  for (const auto& [name, hook] : hooks) {
    gates_.emplace(name, Gate{hook, web::TokenBucket(k_burst, k_each_second)});
    (*numbers_)[name];  // counted from the start, so that a first refusal shows as a change
  }
}

void HookSide::asked(const std::string& name, const net::HttpRequest& request,
                     const net::Responder& responder) {
  const auto found = gates_.find(name);
  if (found == gates_.end()) {
    return responder.reply(web::refusal(404, "There is no such hook, or it is not set up."));
  }
  if (request.method != "POST") {
    net::HttpResponse refused = web::refusal(405, "Send it with POST.");
    refused.headers.push_back({"Allow", "POST"});
    return responder.reply(std::move(refused));
  }
  Gate& gate = found->second;
  const Now now = read_clocks();
  if (!may_come_in(name, gate.hook, request, now.wall)) return turn_away(name, responder);
  web::HookCounts& counts = (*numbers_)[name];
  if (!gate.bucket.take(now.steady)) {
    ++counts.limited;
    return responder.reply(in_a_moment(429, "Too much at once. Send it again in a moment."));
  }
  auto reported = read_report(name, gate.hook, request, now.wall);
  if (!reported) {
    // Once without content, then only counted.
    if (counts.broken++ == 0) {
      log_warn("/hooks/{}: a body could not be read: {}", name, reported.error());
    }
    return responder.reply(web::refusal(400, reported.error()));
  }
  hand_over(name, std::move(*reported), responder);
}

void HookSide::turn_away(const std::string& name, const net::Responder& responder) {
  if ((*numbers_)[name].refused++ == 0) {
    log_warn(
        "/hooks/{}: a request without the right token or signature was refused; others are only "
        "counted (/metrics)",
        name);
  }
  net::HttpResponse refused = web::refusal(401, "The token or the signature is not right.");
  refused.headers.push_back({"WWW-Authenticate", "Bearer"});
  responder.reply(std::move(refused));
}

void HookSide::hand_over(const std::string& name, Reported reported,
                         const net::Responder& responder) {
  const std::size_t parts = reported.answers.size() + (reported.alerts.empty() ? 0 : 1);
  // Nothing to save: what it says means nothing to the bot.
  const std::shared_ptr<web::HookCounts> counts(numbers_, &(*numbers_)[name]);
  const auto pending =
      std::make_shared<Pending>(std::max<std::size_t>(parts, 1), responder, counts);
  if (parts == 0) {
    const Ack nothing{};
    return pending->told(&nothing);
  }
  const auto told = [pending](const Ack* ack) { pending->told(ack); };
  for (AnsweredPage& page : reported.answers) {
    session_.report(
        input::PagerAnswered{std::move(page.key), std::move(page.pager), std::move(page.dedup_key),
                             std::move(page.by), page.at, 0, page.is_end},
        told);
  }
  if (!reported.alerts.empty()) {
    session_.report(input::Alerts{std::move(reported.key), std::move(reported.alerts)}, told);
  }
}

}  // namespace tocsin
