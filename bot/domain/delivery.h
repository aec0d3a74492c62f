#pragma once
// What the outside world shall see because of a command: a closed list. A delivery names a thing
// and not its text where it can ("the card", "entry 12"), so that the text is made from the
// incident as it is when the request leaves, and a superseded one is never sent. Stored in the
// outbox (storage/delivery_codec.cpp).

#include "bot/domain/ids.h"
#include "bot/domain/kind.h"
#include "bot/domain/moment.h"
#include "bot/domain/reply.h"
#include "bot/domain/rich_text.h"
#include "bot/domain/state.h"
#include "bot/domain/work.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin {

// Where a message goes.
struct Place {
  ChannelId channel;
  MessageTs thread;  // empty: not in a thread
  bool operator==(const Place&) const = default;
};

namespace delivery {

struct MakeChannel {
  bool operator==(const MakeChannel&) const = default;
};
struct Invite {
  std::vector<UserId> users;
  std::vector<std::string> groups;  // Slack user group ids, expanded when sent
  bool operator==(const Invite&) const = default;
};
struct SetTopic {
  bool operator==(const SetTopic&) const = default;
};
struct PostCard {  // posts and pins it
  bool operator==(const PostCard&) const = default;
};
struct EditCard {
  bool operator==(const EditCard&) const = default;
};
struct PostAnnouncement {
  Ping ping = Ping::nobody;  // as the operator wants it for this severity
  bool operator==(const PostAnnouncement&) const = default;
};
struct EditAnnouncement {
  bool operator==(const EditAnnouncement&) const = default;
};
struct PostEntry {
  EntryNumber entry;
  bool operator==(const PostEntry&) const = default;
};
// A sentence of the bot's own in the incident's channel.
struct Say {
  RichText text;
  bool operator==(const Say&) const = default;
};
struct SayUnderAnnouncement {
  RichText text;
  bool operator==(const SayUnderAnnouncement&) const = default;
};
struct Tell {  // a direct message
  UserId user;
  RichText text;
  bool operator==(const Tell&) const = default;
};
// An answer that only `user` sees, for inputs whose acknowledgement cannot carry one (a pressed
// button). Best effort: Slack keeps no trace of it to look for, so after a lost answer it is not
// repeated.
struct Whisper {
  UserId user;
  Place place;
  Reply reply;
  bool operator==(const Whisper&) const = default;
};
struct PostWriteup {
  std::int64_t revision = 1;
  bool operator==(const PostWriteup&) const = default;
};
struct AttachWriteup {
  std::int64_t revision = 1;
  bool operator==(const AttachWriteup&) const = default;
};
// Edits the messages of the write-up so that they show this revision; posts what has no message
// yet.
struct EditWriteup {
  std::int64_t revision = 1;
  bool operator==(const EditWriteup&) const = default;
};
// The write-up as the canvas of the incident's channel, where the workspace has canvases; its file
// is attached all the same.
struct ShowCanvas {
  std::int64_t revision = 1;
  bool operator==(const ShowCanvas&) const = default;
};
struct SayUnderWriteup {  // in its thread
  RichText text;
  bool operator==(const SayUnderWriteup&) const = default;
};
// What the write-up still asks, with a button for each question.
struct PostQuestions {
  bool operator==(const PostQuestions&) const = default;
};
struct EditQuestions {
  bool operator==(const EditQuestions&) const = default;
};
// The write-up in a few lines with a link to it, in the thread of the announcement.
struct AnnounceWriteup {
  bool operator==(const AnnounceWriteup&) const = default;
};
struct AskPerson {  // a direct message with buttons
  UserId user;
  Reply reply;
  // The page that it is about: nobody is called any more once that was answered or stopped.
  std::optional<PageNumber> page{};
  bool operator==(const AskPerson&) const = default;
};
struct AskChannel {  // a message with buttons in the incident's channel
  Reply reply;
  bool operator==(const AskChannel&) const = default;
};
// Reads a message that somebody marked (with a reaction or by a shortcut), to take it over.
struct ReadMessage {
  enum class Purpose { keep, task };
  ChannelId channel;
  MessageTs ts;
  MessageTs thread;  // empty: not known, or not in a thread
  UserId user;       // who marked it
  Purpose purpose = Purpose::keep;
  bool operator==(const ReadMessage&) const = default;
};
// Reads what was said in a channel while there was no connection to Slack: since the incident was
// declared, because older messages may have been marked or edited, or got replies.
struct ReadMissed {
  ChannelId channel;
  Moment since;  // the declaration
  Moment from;   // of the gap
  Moment until;
  bool operator==(const ReadMissed&) const = default;
};
// An outside service wakes somebody for a page, or is told that the page was answered or is over.
// The service knows a page by dedup_key(), so a repetition wakes nobody twice.
struct CallPager {
  std::string pager;  // its name in the configuration
  PageNumber page;
  PagerCall call = PagerCall::trigger;
  bool operator==(const CallPager&) const = default;
};
// Asks a service who is on call.
struct AskOnCall {
  std::string pager;
  std::string schedule;  // as the service knows it
  bool operator==(const AskOnCall&) const = default;
};
// Makes an issue of a task in a tracker.
struct FileTask {
  std::string tracker;
  TaskNumber task;
  bool operator==(const FileTask&) const = default;
};
// Reads the state back.
struct ReadTask {
  std::string tracker;
  TaskNumber task;
  bool operator==(const ReadTask&) const = default;
};
// Shows an update on a status page. The first of an incident opens it there.
struct ShowStatus {
  std::string status_page;
  std::string text;
  State state = State::investigating;
  bool operator==(const ShowStatus&) const = default;
};
// A card of alerts in the channel that is configured for them.
struct PostAlerts {
  AlertCardNumber card;
  bool operator==(const PostAlerts&) const = default;
};
struct EditAlerts {
  AlertCardNumber card;
  bool operator==(const EditAlerts&) const = default;
};
struct PublishHome {
  UserId user;
  bool operator==(const PublishHome&) const = default;
};
struct ReadPeople {  // the whole list, page by page
  bool operator==(const ReadPeople&) const = default;
};
struct ReadPerson {
  UserId user;
  bool operator==(const ReadPerson&) const = default;
};

}  // namespace delivery

// One of all that can be sent. The code that copies and ends a value of so many kinds is long, so
// it is compiled once (in delivery_value.cpp) and not in every file that has one.
struct Delivery
    : std::variant<delivery::MakeChannel, delivery::Invite, delivery::SetTopic, delivery::PostCard,
                   delivery::EditCard, delivery::PostAnnouncement, delivery::EditAnnouncement,
                   delivery::PostEntry, delivery::Say, delivery::SayUnderAnnouncement,
                   delivery::Tell, delivery::Whisper, delivery::PostWriteup,
                   delivery::AttachWriteup, delivery::ReadPeople, delivery::ReadPerson,
                   delivery::AskPerson, delivery::AskChannel, delivery::ReadMessage,
                   delivery::PublishHome, delivery::EditWriteup, delivery::SayUnderWriteup,
                   delivery::PostQuestions, delivery::EditQuestions, delivery::AnnounceWriteup,
                   delivery::ReadMissed, delivery::CallPager, delivery::AskOnCall,
                   delivery::FileTask, delivery::ReadTask, delivery::ShowStatus,
                   delivery::PostAlerts, delivery::EditAlerts, delivery::ShowCanvas> {
  using Kinds = variant;

  Delivery();
  template <class Kind>
  requires is_kind_of<Kind, Kinds> Delivery(Kind kind);  // NOLINT: each kind is one
  Delivery(const Delivery&);
  Delivery(Delivery&&) noexcept;
  Delivery& operator=(const Delivery&);
  Delivery& operator=(Delivery&&) noexcept;
  ~Delivery();
  bool operator==(const Delivery& other) const;
};

std::string_view name_of(delivery::ReadMessage::Purpose purpose);  // on disk

// The outside service that a delivery is for, by its name in the configuration; empty: Slack.
std::string_view service_of(const Delivery& delivery);

// Deliveries of one lane leave one after the other, in the order of their rows; lanes do not wait
// for each other. The name is stored: "inc:7:channel", "inc:7:card", "inc:7:topic",
// "inc:7:announcement", "inc:7:writeup", "inc:7:questions", "user:U123", "whisper:U123", "people",
// "inc:7:missed", "inc:7:P1:NAME" (a page at a pager), "inc:7:status:NAME", "tracker:NAME",
// "inc:7:canvas", "oncall:NAME", "alerts" and, for edits, "alerts:12".
// Number 0 stands for "no incident".
std::string lane_of(const Delivery& delivery, IncidentNumber incident);

// Deliveries with the same subject in one lane replace each other while they wait: "card", "topic",
// "announcement", "writeup", "questions", "canvas", "people". Empty: never replaced.
std::string subject_of(const Delivery& delivery);

// What a message of ours is, to find it again: stored.
// A canvas is none, but is found again in the same way: its id stands where a message has its ts.
enum class MessagePurpose { card, announcement, writeup, questions, canvas };

struct MessageRef {
  MessagePurpose purpose = MessagePurpose::card;
  ChannelId channel;
  MessageTs ts;
  std::int64_t part = 0;  // of a text that takes several messages
  // What it shows, as the destination's own short note; empty: not known. So that an edit leaves
  // alone what has not changed.
  std::string shows{};
  bool operator==(const MessageRef&) const = default;
};

}  // namespace tocsin
