#pragma once
// Alerts and answers to pages that come in over HTTP: lets in who shows the hook's token or
// signature, has the body read, and answers "taken" only after the commit, so that the sender
// repeats what was not saved. Used by the HTTP side. Loop's thread.

#include "bot/domain/hook.h"
#include "bot/net/listener.h"
#include "bot/web/metrics.h"
#include "bot/web/token_bucket.h"

#include <map>
#include <memory>
#include <string>

namespace tocsin {

class Session;
struct Reported;

class HookSide {
 public:
  HookSide(const Hooks& hooks, Session& session);

  void asked(const std::string& name, const net::HttpRequest& request,
             const net::Responder& responder);

  const web::HookNumbers& numbers() const { return *numbers_; }

 private:
  struct Gate {
    Hook hook;
    web::TokenBucket bucket;
  };

  void turn_away(const std::string& name, const net::Responder& responder);
  void hand_over(const std::string& name, Reported reported, const net::Responder& responder);

  Session& session_;
  std::map<std::string, Gate, std::less<>> gates_;
  // Shared with the answers that are still to come.
  std::shared_ptr<web::HookNumbers> numbers_ = std::make_shared<web::HookNumbers>();
};

}  // namespace tocsin
