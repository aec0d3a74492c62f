#pragma once
// Gathers what a delivery's request is made from, at the moment it leaves: the incident as it is
// now, the place, the message to edit, the write-up. Also decides when a delivery has to wait for
// another one (the channel is not made yet) or has become needless.

#include "bot/engine/record.h"
#include "commands/catalog.h"
#include "integrations/destination.h"
#include "storage/store.h"

#include <string>
#include <variant>

namespace tocsin {

namespace assembled {
struct NotYet {};  // something that it needs is still on its way
struct Needless {  // nobody will miss it
  std::string why;
};
}  // namespace assembled

using Assembled = std::variant<DeliveryContext, assembled::NotYet, assembled::Needless>;

// What is known of the announcement channel.
struct Announcements {
  bool known = false;  // looked for already
  ChannelId channel;   // empty: there is none
  ChannelId alerts{};  // the channel for alerts; empty: none is known yet
};

Assembled assemble(const OutboxRow& row, const Record& record, const Store& store,
                   const Announcements& announcements, const CommandSettings& commands, Moment now);

}  // namespace tocsin
