#pragma once
// The incident as people follow it in Slack: the pinned card in its channel, the smaller card in
// the announcement channel, the channel's topic and name. Made from the incident as it is at the
// moment of sending. Pure.

#include "bot/domain/incident.h"
#include "bot/domain/rich_text.h"
#include "bot/slack/blocks.h"

#include <string>
#include <string_view>

namespace tocsin::slack {

// `ping` is called by the message when it is posted; an edit calls nobody.
Content announcement_content(const Incident& incident, Ping ping = Ping::nobody);
// `video`: the address of its call; empty: it has none.
Content card_content(const Incident& incident, const std::string& video = "");

// Severity, state, lead and title; at most 250 characters as Slack counts them. A topic has no
// mentions that ping: the lead stands in it as a mention token, which Slack shows as a name.
std::string topic_of(const Incident& incident);

// "inc-7-checkout-down"; lower-case ASCII letters, digits, '-' and '_', at most 80 characters.
// Attempt 2 and later end in "-2", "-3", …. `with_title` false leaves the slug out.
std::string channel_name(const Incident& incident, int attempt, bool with_title = true);

}  // namespace tocsin::slack
