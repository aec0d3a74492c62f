#include "integrations/sandbox/setup.h"

namespace tocsin::sandbox {

std::vector<std::string> all_scopes() {
  return {"app_mentions:read", "bookmarks:read",   "bookmarks:write",       "canvases:read",
          "canvases:write",    "channels:history", "channels:join",         "channels:manage",
          "channels:read",     "chat:write",       "chat:write.public",     "commands",
          "files:write",       "groups:history",   "groups:read",           "groups:write",
          "im:history",        "im:write",         "metadata.message:read", "pins:read",
          "pins:write",        "reactions:read",   "reactions:write",       "team:read",
          "usergroups:read",   "users:read",       "users:read.email"};
}

std::vector<std::string> all_events() {
  return {"app_home_opened",     "app_mention",      "app_uninstalled",
          "channel_archive",     "channel_deleted",  "channel_id_changed",
          "channel_left",        "channel_rename",   "channel_unarchive",
          "group_archive",       "group_deleted",    "group_left",
          "group_rename",        "group_unarchive",  "member_joined_channel",
          "member_left_channel", "message.channels", "message.groups",
          "message.im",          "pin_added",        "reaction_added",
          "reaction_removed",    "team_join",        "tokens_revoked",
          "user_change"};
}

WorkspaceSetup sample_workspace() {
  const UserId ana{"U0ANA"};
  const UserId ben{"U0BEN"};
  const UserId chi{"U0CHI"};
  const UserId dora{"U0DORA"};
  const UserId evil{"U0EVIL"};
  const auto person = [](UserId id, std::string name, std::string real_name, std::string zone,
                         int offset) {
    PersonSetup setup;
    setup.id = std::move(id);
    setup.email = name + "@example.com";
    setup.name = std::move(name);
    setup.real_name = std::move(real_name);
    setup.zone = std::move(zone);
    setup.zone_offset_seconds = offset;
    return setup;
  };
  const auto channel = [](std::string id, std::string name, std::vector<UserId> members) {
    ChannelSetup setup;
    setup.id = ChannelId{std::move(id)};
    setup.name = std::move(name);
    setup.members = std::move(members);
    return setup;
  };

  WorkspaceSetup setup;
  setup.people = {person(ana, "ana", "Ana Alder", "Europe/Berlin", 3600),
                  person(ben, "ben", "Ben Brook", "America/New_York", -18000),
                  person(chi, "chi", "Chi Castle", "Asia/Tokyo", 32400),
                  person(dora, "dora", "Dora Dune", "Etc/UTC", 0),
                  person(evil, "evil", "Evil <!channel> & *Eve*", "Etc/UTC", 0)};
  setup.people[3].is_restricted = true;
  setup.channels = {channel("C0GENERAL", "general", {ana, ben, chi, evil}),
                    channel("C0INCIDENTS", "incidents", {ana, ben, chi, evil}),
                    channel("C0RANDOM", "random", {ana, ben, dora}),
                    channel("C0SECRET", "secret", {ana, ben})};
  setup.channels[0].is_general = true;
  setup.channels[1].bot_is_member = true;
  setup.channels[3].is_private = true;
  UserGroupSetup payments;
  payments.id = "S0PAYMENTS";
  payments.handle = "payments-team";
  payments.name = "Payments";
  payments.users = {ana, ben};
  setup.user_groups = {payments};
  return setup;
}

}  // namespace tocsin::sandbox
