#pragma once
// Forms in Slack: the modal that a Form becomes, and the acknowledgements by which Slack closes it
// or shows what is wrong next to a field. Called by the loop's shell while a person waits: a
// trigger lives for three seconds, and a submission too. Pure.
//
// On the wire, also while a bot of another version is started: the callback id "v1:<verb>", the
// names of the fields as block ids, and the keys of the private metadata.

#include "bot/domain/form.h"
#include "bot/domain/reply.h"
#include "bot/net/http.h"
#include "bot/slack/web_api.h"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

// The view as JSON, within Slack's limits whatever people typed into what it shows. An initial text
// that does not fit its field is left out as a whole: half a text that looks complete would be sent
// back as one.
std::string form_view(const Form& form);

net::HttpRequest open_form_request(const SlackSettings& settings, std::string_view trigger,
                                   const Form& form);

// Why the form is not open; empty: it is.
std::string open_trouble(const net::HttpResponse& answer);

// The acknowledgement of a submission that was refused. The sentence stands next to `field`, or
// next to the first of `inputs` when the form has no such field; a form without inputs is replaced
// by the sentence. What was filled in stays.
std::string form_refused_ack(std::string_view envelope_id, const std::vector<std::string>& inputs,
                             std::string_view field, const Reply& why);

}  // namespace tocsin::slack
