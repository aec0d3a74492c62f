#pragma once
// What may be read from the record: the view that command handlers get. Read-only, on the engine's
// thread, inside the transaction of the command, so it always shows the record as that command
// finds it.

#include "bot/domain/alert.h"
#include "bot/domain/event.h"
#include "bot/domain/ids.h"
#include "bot/domain/incident.h"
#include "bot/domain/incident_times.h"
#include "bot/domain/person.h"
#include "bot/domain/similar.h"
#include "bot/domain/writeup.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Where words were found.
struct Found {
  IncidentNumber incident;
  EntryNumber entry;      // the best match within the incident
  std::string excerpt;    // of that entry, around the words
  std::size_t words = 0;  // how many of the words the whole incident has
  bool has_all = false;
  bool operator==(const Found&) const = default;
};

// Whether the one who asks may come to know of this incident. What it keeps out is neither given
// nor counted.
using MayKnow = std::function<bool(IncidentNumber)>;

class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::optional<Incident> incident(IncidentNumber number) const = 0;
  virtual std::optional<IncidentNumber> incident_of_channel(const ChannelId& channel) const = 0;
  virtual std::vector<Incident> active_incidents() const = 0;  // not over, latest first
  virtual IncidentNumber next_incident_number() const = 0;
  // Over or not, latest first.
  virtual std::vector<Incident> recent_incidents(std::size_t most) const = 0;
  // Over or not, earliest first.
  virtual std::vector<Incident> incidents_with_open_tasks() const = 0;

  // In the order of recording.
  virtual std::vector<Event> events_of(IncidentNumber number) const = 0;
  virtual std::optional<Event> entry(IncidentNumber number, EntryNumber entry) const = 0;

  // The entry that was made of this message. Struck ones count too.
  virtual std::optional<EntryNumber> entry_of_message(IncidentNumber number,
                                                      const ChannelId& channel,
                                                      const MessageTs& ts) const = 0;

  virtual std::optional<Person> person(const UserId& user) const = 0;
  // Those who are shown under this name (in any case), the gone ones left out.
  virtual std::vector<Person> people_named(std::string_view name) const = 0;
  virtual std::optional<Writeup> latest_writeup(IncidentNumber number) const = 0;

  // Full text over titles and entries as they stand (struck ones left out), which is all that the
  // write-ups are made from. An incident once; those with more of the words come first, among them
  // the best match; at most so many. The last word may be the beginning of one. Whatever is typed
  // is looked for as words. Of a word that thousands of incidents have, the latest are weighed.
  virtual std::vector<Found> find(std::string_view words, std::size_t most,
                                  const MayKnow& may_know) const = 0;
  // How many entries find() and incidents_like() do not know yet: those of a great import, for some
  // minutes. Of what came last they know everything otherwise.
  virtual std::size_t not_searched_yet() const = 0;

  // The incidents that share the rarest of these words, the best candidates first, at most so many.
  // Which of them are alike in earnest is the domain's to say (bot/domain/similar.h).
  virtual Neighbours incidents_like(const std::vector<std::string>& words, std::size_t most,
                                    const MayKnow& may_know) const = 0;

  // With what fits on it; nothing when there is none of this number any more.
  virtual std::optional<AlertCard> alert_card(AlertCardNumber number) const = 0;

  // Of every incident that counts in numbers and happened since then, in no particular order.
  virtual std::vector<IncidentTimes> times_since(Moment since) const = 0;
};

}  // namespace tocsin
