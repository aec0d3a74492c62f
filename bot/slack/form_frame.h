#pragma once
// A submitted form as Slack sends it (view_submission), read into what was filled in. Used by
// envelope.cpp; the names on the wire are shared with views.cpp, which makes the forms. Nothing in
// it can fail but a missing sender: a form of another version comes out with what could be read,
// and the catalogue says whether it means anything.

#include "bot/slack/envelope.h"

#include <string>
#include <string_view>

namespace tocsin {
class JsonReader;
}

namespace tocsin::slack {

inline constexpr const char* k_form_action = "value";  // the element of each input

std::string form_callback(std::string_view verb);

// `payload` carries the error when it cannot be read at all.
frame::FormSubmitted read_form_submission(JsonReader& payload);

}  // namespace tocsin::slack
