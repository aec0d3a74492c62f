#include "tests/e2e/filling.h"

#include <doctest/doctest.h>

namespace tocsin::e2e {

using sandbox::Filled;
using sandbox::Server;
using sandbox::View;

std::string wait_for_form(LocalSlack& slack, const UserId& user) {
  std::string id;
  slack.eventually([&](Server& server) {
    const View* open = server.workspace().open_modal(user);
    if (open != nullptr) id = open->id;
    return open != nullptr;
  });
  REQUIRE_FALSE(id.empty());
  return id;
}

std::string form_text(LocalSlack& slack, const std::string& id) {
  std::string text;
  slack.with([&](Server& server) { text = server.workspace().view(id)->json; });
  return text;
}

std::string start_submitting(LocalSlack& slack, const std::string& id,
                             const std::vector<Filled>& filled) {
  std::string trigger;
  std::string trouble;
  slack.with([&](Server& server) {
    const auto submitted = server.workspace().submit_view(id, filled, server.now());
    if (submitted) {
      trigger = *submitted;
    } else {
      trouble = submitted.error().why;
    }
  });
  REQUIRE_MESSAGE(trouble.empty(), trouble);
  return trigger;
}

View submit(LocalSlack& slack, const std::string& id, const std::vector<Filled>& filled) {
  const Shown shown = slack.shown_for(start_submitting(slack, id, filled));
  CHECK(shown.is_answered());
  View view;
  slack.with([&](Server& server) { view = *server.workspace().view(id); });
  CHECK_FALSE(view.trouble);
  return view;
}

}  // namespace tocsin::e2e
