#pragma once
// What a verb's handler gets and gives: plain values. A handler reads the record through Reader,
// decides, and returns; it performs no I/O and knows no clock, no Slack and no thread.

#include "bot/domain/access.h"
#include "bot/domain/delivery.h"
#include "bot/domain/event.h"
#include "bot/domain/form.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/moment.h"
#include "bot/domain/postmortem.h"
#include "bot/domain/reply.h"
#include "bot/domain/result.h"
#include "bot/domain/team.h"
#include "bot/domain/timer.h"
#include "bot/domain/zone.h"
#include "storage/reader.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// How many days after the closing a write-up shall be published.
struct ReviewDays {
  std::int64_t sev1 = 3;
  std::int64_t sev2 = 5;
  std::int64_t others = 10;
};

struct CommandSettings {
  std::string command = "/incident";               // as people type it in Slack
  std::string announcement_channel = "incidents";  // without '#'; empty: there is none
  std::string zone = "UTC";                        // the organisation's
  Policy policy;
  std::vector<std::string> roles{"comms", "scribe"};  // besides the lead; in lower case
  std::map<std::string, std::string> role_duties;     // a sentence each, told on assignment
  PostmortemLayout layout = render_postmortem;        // of every write-up that is made
  ReviewDays review_days{};
  Roster roster{};
  std::string tracker{};  // where follow-ups are filed; empty: there is none
  std::map<std::string, Moment>
      trackers_read_at{};                   // when a tracker last answered, since the start
  std::vector<std::string> status_pages{};  // by their names in the configuration
  std::string video{};                      // an address with "{number}" in it; empty: none
};

// One command line, from wherever it came.
struct Typed {
  UserId user;
  ChannelId channel;
  std::string text;  // everything after the command word, as typed
  Moment now;
};

struct Request {
  const Typed& typed;
  const CommandSettings& settings;
  const Reader& reader;
  std::string_view verb;             // the word that was typed, lower case
  std::string_view arguments;        // what followed, without blanks around
  std::optional<Incident> incident;  // named in front, else the channel's, else nothing
  Zone zone;                         // the typist's own, else the organisation's
};

// An event of another incident than the one that the command is about.
struct EventElsewhere {
  IncidentNumber incident;
  Event event;
};

// A message in the place of another incident.
struct DeliveryElsewhere {
  IncidentNumber incident;
  Delivery delivery;
};

struct Answer {
  // The incident that the events belong to; 0 with no events.
  IncidentNumber incident;
  std::vector<Event> events;
  std::vector<EventElsewhere> elsewhere;
  std::vector<Delivery> deliveries;  // besides those that follow from the events
  std::vector<DeliveryElsewhere> deliveries_elsewhere;
  std::vector<Timer> timers;
  bool wants_writeup = false;  // rendered after the events, stored, posted and attached
  Reply reply;
  std::optional<Form> form;  // shown to the person instead of `reply`, where that is possible
};

using Outcome = Result<Answer, Refusal>;

}  // namespace tocsin
