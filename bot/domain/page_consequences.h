#pragma once
// What outside services that wake people are told because of an event: that a page has come, that
// it was answered, that it is over. Decided by comparing the pages before and after, so that it
// holds for whatever changes them: an answer, the end of the incident, an undo. Part of
// consequences(); pure.

#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/incident.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tocsin {

// By their names in the configuration: what people call them.
using PagerTitles = std::map<std::string, std::string, std::less<>>;

// Nothing in a drill: practice wakes nobody outside.
std::vector<Delivery> pager_calls(const Incident& before, const Incident& after, const Event& event,
                                  const PagerTitles& titles);

// What pager_calls() leaves out: the pager in which a page is acknowledged knows of it. But when it
// was called for the page again, the acknowledgement may be older than that call, and somebody is
// being woken there; so it is told, too. To hear it twice does no harm. `before` is the incident
// without the acknowledgement.
std::optional<Delivery> told_back(const Incident& before, PageNumber page, const std::string& title,
                                  const std::vector<Event>& events, const PagerTitles& titles);

}  // namespace tocsin
