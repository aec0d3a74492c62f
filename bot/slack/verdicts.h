#pragma once
// What the deliver_*.cpp files share: from a classified answer to a verdict, and Slack's error
// codes as sentences that say what a person can do about them. Pure.

#include "bot/slack/web_api.h"
#include "integrations/destination.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

// "Slack did not let me <doing>: …". Codes that need no special words are named as they are.
std::string refusal_sentence(const Answer& answer, std::string_view doing);

verdict::Refused refused(const Answer& answer, std::string_view doing,
                         std::vector<Fact> facts = {});

enum class Repeat {
  harmless,   // the same request twice has one effect
  dangerous,  // a lost answer must be looked for
};

// The verdict where it does not depend on what was asked for: limits, lost answers, tokens. Nothing
// for success and for refusals of this very request.
std::optional<Verdict> common_verdict(const Answer& answer, Repeat repeat);

// Joining the channel before the step is tried again.
Prepared join_request(const SlackSettings& settings, const ChannelId& channel);

Prepared prepared(const SlackSettings& settings, std::string_view method, const Fields& fields);

// Of a look that was no success. What Slack refuses for good cannot be looked for, now or later:
// sending again may say it twice, but not sending would lose it, which is worse.
Look failed_look(const Answer& read);

}  // namespace tocsin::slack
