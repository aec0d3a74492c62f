#pragma once
// What the answers say about the outside services: what goes to a status page or into a tracker by
// itself, what does not, and the buttons for what somebody has to want. Used by the verbs.

#include "commands/catalog.h"

#include <string>
#include <string_view>

namespace tocsin {

// Where an update is public, and, where it is not yet, exactly what would be, with a button for
// each status page. `incident` is as it stands with the update in it.
void add_status_pages(const Request& request, const Incident& incident, EntryNumber update,
                      std::string_view text, Reply& reply);

// Of a task that was just added.
void add_tracker(const Request& request, const Incident& incident, const Task& task, Reply& reply);

// " The status page trust says that it is resolved."; empty: none shows it.
std::string resolved_there(const Request& request, const Incident& incident);

// ", #12 “In Progress” as of 14:05": what is known of it in its tracker; nothing when it has none.
void add_issue(const Request& request, const Task& task, RichText& text);

Button filing_button(const Request& request, const Incident& incident, const Task& task);

}  // namespace tocsin
