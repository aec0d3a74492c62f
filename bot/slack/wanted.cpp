#include "bot/slack/wanted.h"

#include <array>

namespace tocsin::slack {

namespace {

constexpr std::array k_scopes{
    WantedScope{"commands", true, "nobody can type a command"},
    WantedScope{"chat:write", true, "the bot cannot say anything"},
    WantedScope{"chat:write.public", false, "the bot can only post where it is a member"},
    WantedScope{"channels:manage", false, "incidents get no channel and live in threads"},
    WantedScope{"channels:read", false, "the announcement channel cannot be found by its name"},
    WantedScope{"channels:join", false, "the bot has to be invited to the announcement channel"},
    WantedScope{"channels:history", false, "a post whose answer was lost may appear twice"},
    WantedScope{"groups:write", false, "private incidents get no channel"},
    WantedScope{"groups:read", false, "a private channel whose answer was lost may be made twice"},
    WantedScope{"groups:history", false,
                "a post in a private channel whose answer was lost may appear twice"},
    WantedScope{"im:write", false, "a direct message whose answer was lost may appear twice"},
    WantedScope{"im:history", false, "commands in direct messages to the bot are not seen"},
    WantedScope{"app_mentions:read", false, "the bot does not react to being mentioned"},
    WantedScope{"reactions:read", false, "marking a message with an emoji does not take it over"},
    WantedScope{"users:read", false,
                "times are read in the organisation's zone, and names are missing"},
    WantedScope{"usergroups:read", false, "user groups cannot be invited"},
    WantedScope{"pins:write", false, "the card is not pinned"},
    WantedScope{"files:write", false, "write-ups are posted without the file"},
    WantedScope{"canvases:write", false, "write-ups are not shown as the channel's canvas"},
};

constexpr std::array k_events{
    WantedEvent{"app_mention", "app_mentions:read"},
    WantedEvent{"app_home_opened", ""},
    WantedEvent{"message.channels", "channels:history"},
    WantedEvent{"message.groups", "groups:history"},
    WantedEvent{"message.im", "im:history"},
    WantedEvent{"reaction_added", "reactions:read"},
    WantedEvent{"reaction_removed", "reactions:read"},
    WantedEvent{"member_joined_channel", "channels:read"},
    WantedEvent{"member_left_channel", "channels:read"},
    WantedEvent{"channel_archive", "channels:read"},
    WantedEvent{"channel_unarchive", "channels:read"},
    WantedEvent{"channel_rename", "channels:read"},
    WantedEvent{"channel_deleted", "channels:read"},
    WantedEvent{"channel_left", "channels:read"},
    WantedEvent{"channel_id_changed", "channels:read"},
    WantedEvent{"group_archive", "groups:read"},
    WantedEvent{"group_unarchive", "groups:read"},
    WantedEvent{"group_rename", "groups:read"},
    WantedEvent{"group_deleted", "groups:read"},
    WantedEvent{"group_left", "groups:read"},
    WantedEvent{"user_change", "users:read"},
    WantedEvent{"team_join", "users:read"},
};

constexpr std::array k_shortcuts{
    WantedShortcut{"declare", false, "Declare an incident", "Opens a new incident"},
    WantedShortcut{"keep-message", true, "Add to the timeline",
                   "Adds this message to the incident's timeline"},
    WantedShortcut{"task-message", true, "Make a task of it", "Makes a task of this message"},
};

}  // namespace

std::span<const WantedScope> wanted_scope_table() { return k_scopes; }

std::span<const WantedEvent> wanted_events() { return k_events; }

std::span<const WantedShortcut> wanted_shortcuts() { return k_shortcuts; }

}  // namespace tocsin::slack
