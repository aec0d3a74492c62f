#pragma once
// Opening forms in Slack, and what comes back of them. A form is no delivery: its trigger lives for
// three seconds, so it goes out at once and past the outbox, and when Slack does not open it the
// person is offered it again. Loop's thread.

#include "bot/engine/inputs.h"
#include "bot/net/http_client.h"
#include "bot/slack/envelope.h"
#include "bot/slack/web_api.h"

#include <functional>

namespace tocsin {

class FormOpener {
 public:
  // Called on the loop's thread, perhaps after this object is gone.
  using Refused = std::function<void(input::FormRefused)>;

  FormOpener(net::HttpClient& http, slack::SlackSettings settings, Refused refused);

  void open(const FormToOpen& form);

 private:
  net::HttpClient& http_;
  slack::SlackSettings settings_;
  Refused refused_;
};

// Without a token: the caller knows who waits.
input::FormFilled filled_form(slack::frame::FormSubmitted submitted);

}  // namespace tocsin
