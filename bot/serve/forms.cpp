#include "bot/serve/forms.h"

#include "bot/log.h"
#include "bot/slack/views.h"

#include <utility>

namespace tocsin {

FormOpener::FormOpener(net::HttpClient& http, slack::SlackSettings settings, Refused refused)
    : http_(http), settings_(std::move(settings)), refused_(std::move(refused)) {}

void FormOpener::open(const FormToOpen& form) {
  input::FormRefused again{form.user, Place{form.form.channel, form.form.thread},
                           form.command_line};
  http_.send(slack::open_form_request(settings_, form.trigger, form.form),
             [refused = refused_, again = std::move(again)](const net::HttpResponse& answer) {
               const std::string trouble = slack::open_trouble(answer);
               if (trouble.empty()) return;
               log_warn("a form was not opened: {}", trouble);
               refused(again);
             });
}

input::FormFilled filled_form(slack::frame::FormSubmitted submitted) {
  input::FormFilled filled;
  filled.key = slack::input_key(submitted);
  filled.user = std::move(submitted.user);
  filled.form = std::move(submitted.form);
  filled.place = std::move(submitted.place);
  return filled;
}

}  // namespace tocsin
