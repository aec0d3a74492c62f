#pragma once
// `tocsin doctor --rehearse`: a whole practice incident, declare to close, through the real engine
// and against the real Slack, in a private channel of its own that is archived afterwards, and in a
// record of its own. Called by doctor.cpp.

#include "bot/config/config.h"
#include "bot/domain/moment.h"
#include "bot/operate/finding.h"
#include "bot/operate/slack_visit.h"
#include "bot/slack/startup.h"
#include "storage/store.h"

#include <functional>

namespace tocsin {

Findings rehearsal_findings(const Config& config, const slack::Identity& identity,
                            SlackVisit& visit, Store& record, const std::function<Moment()>& now);

}  // namespace tocsin
