#include "bot/domain/consequences.h"

#include "bot/domain/when.h"
#include "bot/domain/zone.h"

#include <algorithm>

namespace tocsin {

namespace {

void on_declared(const Incident& after, const Audience& audience, std::vector<Delivery>& posts) {
  posts.push_back(delivery::MakeChannel{});
  posts.push_back(delivery::PostCard{});
  std::vector<UserId> invited{after.declarer};
  for (const UserId& user : audience.invite) {
    if (std::find(invited.begin(), invited.end(), user) == invited.end()) invited.push_back(user);
  }
  posts.push_back(delivery::Invite{std::move(invited), audience.invite_groups});
  if (!after.is_private) posts.push_back(delivery::PostAnnouncement{});
}

RichText deaf_notice(const Incident& incident, const event::WasDeaf& gap) {
  const Zone zone = find_zone(incident.zone).value_or(Zone{});
  RichText text("I had no connection to Slack from ");
  text.clock(gap.from, print_both(gap.from, zone, gap.until));
  text.plain(" to ");
  text.clock(gap.until, print_both(gap.until, zone, gap.until));
  text.plain(". Commands typed then were refused or came late; type again what is missing.");
  return text;
}

// Said where the incident lives from now on: in its announcement's thread, or, when it has none, in
// its lead's direct messages.
RichText refused_notice(const Incident& incident, const event::ChannelRefused& refused) {
  return RichText("Slack did not let me make a channel (" + refused.reason + "). " +
                  handle(incident.number) + " lives here instead. Commands work as before: put " +
                  handle(incident.number) + " in front of them.");
}

// The fields that card and announcement show.
bool card_differs(const Incident& before, const Incident& after) {
  return before.title != after.title || before.severity != after.severity ||
         before.state != after.state || before.lead != after.lead ||
         before.impact != after.impact || before.summary != after.summary ||
         before.started_at != after.started_at || before.detected_at != after.detected_at ||
         before.mitigated_at != after.mitigated_at || before.resolved_at != after.resolved_at ||
         before.closed_at != after.closed_at || before.causes != after.causes ||
         before.channel != after.channel || before.channel_refused != after.channel_refused ||
         before.end_known != after.end_known;
}

bool topic_differs(const Incident& before, const Incident& after) {
  return before.title != after.title || before.severity != after.severity ||
         before.state != after.state || before.lead != after.lead ||
         before.channel != after.channel;
}

}  // namespace

std::vector<Delivery> consequences(const Incident& before, const Incident& after,
                                   const Event& event, const Audience& audience) {
  std::vector<Delivery> posts;
  if (std::holds_alternative<event::Declared>(event.body)) {
    on_declared(after, audience, posts);
    return posts;
  }
  if (const auto* refused = std::get_if<event::ChannelRefused>(&event.body)) {
    posts.push_back(delivery::Say{refused_notice(after, *refused)});
  } else if (const auto* gap = std::get_if<event::WasDeaf>(&event.body)) {
    posts.push_back(delivery::Say{deaf_notice(after, *gap)});
  } else if (event.entry.value > 0) {
    posts.push_back(delivery::PostEntry{event.entry});
  }
  if (card_differs(before, after)) {
    posts.push_back(delivery::EditCard{});
    if (!after.is_private) posts.push_back(delivery::EditAnnouncement{});
  }
  if (!after.channel.empty() && topic_differs(before, after)) {
    posts.push_back(delivery::SetTopic{});
  }
  return posts;
}

}  // namespace tocsin
